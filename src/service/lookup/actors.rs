//! Actors: as documents name them, or as the lexicon knows them.

use super::get::{several, single};
use super::{filter, paging};
use crate::error::Error;
use crate::lexicon::{ActorEntry, ActorKind, Lexicon};
use crate::proto::v1::{
    Actor, BatchGetActorsRequest, BatchGetActorsResponse, GetActorRequest, GetActorResponse,
    ListActorsRequest, ListActorsResponse,
};
use crate::service::checks::{Checks, short};
use crate::store::{ActorFilter, ActorQuery, RecordKind, Store, StoreError};

/// Affiliations that are followed to the country behind an actor.
const MAX_AFFILIATIONS: usize = 8;

pub async fn one(
    store: &dyn Store,
    lexicon: &Lexicon,
    request: GetActorRequest,
) -> Result<GetActorResponse, Error> {
    let ids = [single("actor_id", request.actor_id)?];
    let actor = known(store, lexicon, &ids).await?.pop();
    Ok(GetActorResponse { actor })
}

pub async fn several_of(
    store: &dyn Store,
    lexicon: &Lexicon,
    request: BatchGetActorsRequest,
) -> Result<BatchGetActorsResponse, Error> {
    let ids = several("actor_ids", request.actor_ids)?;
    let actors = known(store, lexicon, &ids).await?;
    Ok(BatchGetActorsResponse { actors })
}

pub async fn list(
    store: &dyn Store,
    request: ListActorsRequest,
) -> Result<ListActorsResponse, Error> {
    let mut checks = Checks::default();
    let (limit, token) = (request.page_size, request.page_token);
    let request = ListActorsRequest {
        page_size: 0,
        page_token: String::new(),
        ..request
    };
    let binding = paging::binding("ListActors", &request);
    let length = short(&request.name_prefix, filter::MAX_NAME_BYTES);
    checks.take("name_prefix", length);
    let tokens = &store.meta().tokens;
    let query = ActorQuery {
        filter: ActorFilter {
            name_prefix: request.name_prefix,
            kinds: filter::values(&mut checks, "kinds", &request.kinds),
        },
        limit: checks.take("page_size", paging::limit(limit)),
        cursor: checks.take("page_token", paging::cursor(tokens, &binding, &token)),
    };
    let query = checks.pass(query)?;
    let page = store.list_actors(&query).await?;
    Ok(ListActorsResponse {
        results: page.items,
        next_page_token: paging::token(tokens, &binding, page.next.as_ref()),
    })
}

/// The actors with these ids: the lexicon's name and kind where it knows them, and what documents add.
async fn known(
    store: &dyn Store,
    lexicon: &Lexicon,
    ids: &[String],
) -> Result<Vec<Actor>, StoreError> {
    let named = store.actors(ids).await?;
    let mut actors = Vec::with_capacity(ids.len());
    let mut unknown = Vec::new();
    for (id, named) in ids.iter().zip(named) {
        let named = named.and_then(|result| result.actor);
        let entry = lexicon.actor_by_id(id);
        match named.or_else(|| entry.map(|entry| of_lexicon(lexicon, entry))) {
            Some(actor) => actors.push(actor),
            None => unknown.push(id.clone()),
        }
    }
    if unknown.is_empty() {
        return Ok(actors);
    }
    Err(StoreError::NotFound {
        kind: RecordKind::Actor,
        ids: unknown,
    })
}

fn of_lexicon(lexicon: &Lexicon, entry: &ActorEntry) -> Actor {
    let affiliation_id = affiliation(entry).map(str::to_owned);
    Actor {
        id: entry.id.clone(),
        name: entry.name.clone(),
        kind: crate::proto::v1::ActorKind::from(entry.kind).into(),
        country_id: country_behind(lexicon, entry),
        affiliation_id,
        title: None,
        mentions: Vec::new(),
    }
}

/// For whom an actor acts now, or acted last.
fn affiliation(entry: &ActorEntry) -> Option<&str> {
    let role = entry.roles.iter().rev().find_map(|role| role.of.as_deref());
    entry.affiliation.as_deref().or(role)
}

/// The country or bloc itself, or the one that a person or a body acts for; as extraction has it.
fn country_behind(lexicon: &Lexicon, entry: &ActorEntry) -> Option<String> {
    let mut at = entry;
    // Affiliations are acyclic in the lexicon; the bound holds whatever an operator's files say.
    for _ in 0..MAX_AFFILIATIONS {
        match at.kind {
            ActorKind::Country | ActorKind::Bloc => return Some(at.id.clone()),
            ActorKind::GovernmentBody | ActorKind::Person => {
                at = lexicon.actor_by_id(affiliation(at)?)?;
            }
            _ => return None,
        }
    }
    None
}
