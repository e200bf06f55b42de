//! Rows after PLOVER, with the column names of the data sets that are coded in it: who does what to whom, in which context.

use super::Kind::{Day, Text, Texts};
use super::dyads::{self, Dyad, dyads};
use super::table::{Column, Row, Value, column};
use super::{Source, Table};
use crate::proto::v1::{self, ActorKind, EventStatus};

/// One row for each event and pair of actors, coded in PLOVER.
pub const PLOVER: Table = Table {
    name: "plover",
    columns: COLUMNS,
    rows,
};

const COLUMNS: &[Column] = &[
    column("Event ID", Text, "document, event and number of the pair"),
    column("Event Date", Day, "day of the event, else of publication"),
    column("Event Type", Text, "PLOVER category"),
    column("Event Mode", Text, "the event type, as in `EventType`"),
    column(
        "Quad Code",
        Text,
        "`V-Coop`, `M-Coop`, `V-Conf` or `M-Conf`",
    ),
    column(
        "Contexts",
        Texts,
        "`economic`, and `hypothetical` for what is only threatened or proposed",
    ),
    column("Actor Name", Text, "name of who acts"),
    column("Actor Name Raw", Text, "as written"),
    column("Actor Country", Text, "its country, ISO 3166-1 alpha-3"),
    column(
        "Primary Actor Sector",
        Text,
        "its sector (`GOV`, `BUS`, `IGO`, `MED`, `PTY`)",
    ),
    column(
        "Recipient Name",
        Text,
        "name of whom it is done to, or with",
    ),
    column("Recipient Name Raw", Text, "as written"),
    column("Recipient Country", Text, "its country, ISO 3166-1 alpha-3"),
    column("Primary Recipient Sector", Text, "its sector"),
    column("Raw Placename", Text, "place, as written"),
    column("Country", Text, "country of the place, ISO 3166-1 alpha-2"),
    column("Source", Text, "publisher of the document"),
    column("Publication Date", Day, "day of publication"),
    column("Story ID", Text, "id of the document"),
    column("Headline", Text, "title of the document"),
    column("Event Text", Text, "the words that tell it first"),
    column("Language", Text, "`en`"),
    column("Version", Text, "version of the extractor"),
];

fn rows(source: &Source<'_>) -> Vec<Row> {
    let pairs = dyads(source).into_iter().enumerate();
    pairs
        .filter_map(|(number, dyad)| row(source, number, &dyad))
        .collect()
}

fn row(source: &Source<'_>, number: usize, dyad: &Dyad<'_>) -> Option<Row> {
    let Source {
        document,
        extraction,
    } = source;
    let event = dyad.event;
    let category = event.codes.as_ref()?.plover.clone()?;
    let id = extraction.document_id.clone().unwrap_or_default();
    let hypothetical = matches!(
        event.status(),
        EventStatus::Threatened | EventStatus::Proposed
    );
    let mut contexts = vec!["economic".to_owned()];
    contexts.extend(hypothetical.then(|| "hypothetical".to_owned()));
    let place = event.location.as_ref();
    let first = event.mentions.first().and_then(|m| m.span.as_ref());
    let mut row = vec![
        Some(format!("{id}/{}/{number}", event.id)).into(),
        Value::Day(dyad.day(source)),
        Some(category.clone()).into(),
        super::bare(event.r#type().as_str_name(), "EVENT_TYPE_").into(),
        quad_code(&category).map(str::to_owned).into(),
        contexts.into(),
    ];
    for actor in [dyad.actor, dyad.recipient] {
        row.extend([
            actor.map(|actor| actor.name.clone()).into(),
            dyad.written(actor).into(),
            dyads::country_code(actor).into(),
            actor.and_then(sector).map(str::to_owned).into(),
        ]);
    }
    row.extend([
        place
            .and_then(|place| super::words(place.span.as_ref()))
            .into(),
        place.and_then(|place| place.country_id.clone()).into(),
        document.publisher.clone().into(),
        Value::day(source.published_on().as_deref()),
        extraction.document_id.clone().into(),
        document.title.clone().into(),
        super::words(first).into(),
        Some("en".to_owned()).into(),
        Some(extraction.extractor_version.clone()).into(),
    ]);
    Some(row)
}

/// PLOVER's quadrants.
fn quad_code(category: &str) -> Option<&'static str> {
    Some(match category {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => "V-Coop",
        "COOPERATE" | "AID" | "RETREAT" => "M-Coop",
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => "V-Conf",
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => "M-Conf",
        _ => return None,
    })
}

/// The sector of an actor. A country or bloc acts through its government.
fn sector(actor: &v1::Actor) -> Option<&'static str> {
    Some(match actor.kind() {
        ActorKind::Country | ActorKind::GovernmentBody => "GOV",
        ActorKind::Bloc | ActorKind::InternationalOrganization => "IGO",
        ActorKind::Company | ActorKind::IndustryGroup => "BUS",
        ActorKind::PoliticalParty => "PTY",
        ActorKind::Media => "MED",
        ActorKind::Person | ActorKind::Unspecified => return None,
    })
}
