//! Looking up by id, actors, counts, and requests that break rules, against a real server and a real store.

use crate::common::news::report;
use crate::common::{TestServer, document, error_info, storing, violations};
use tonic::{Code, Status};
use tradewire::proto::v1::*;

async fn small(folder: &tempfile::TempDir) -> TestServer {
    let server = TestServer::start(storing(folder)).await;
    server.ingest((0..12).map(report)).await;
    server
}

#[tokio::test]
async fn an_unknown_id_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let server = small(&folder).await;
    let mut lookup = server.lookup().await;
    let no = || "nobody".to_owned();
    let some = |known: &str| vec![known.to_owned(), no(), "nothing".to_owned()];
    let of = |status: Status| {
        assert_eq!(status.code(), Code::NotFound, "{status:?}");
        let (reason, metadata) = error_info(&status);
        assert_eq!(
            (reason.as_str(), metadata["id"].as_str()),
            ("NOT_FOUND", "nobody")
        );
        (metadata["kind"].clone(), metadata.get("ids").cloned())
    };
    let (one, two) = (None, Some("[\"nobody\",\"nothing\"]".to_owned()));
    let status = lookup
        .get_document(GetDocumentRequest {
            document_id: no(),
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(of(status), ("document".into(), one.clone()));
    let status = lookup
        .get_event(GetEventRequest {
            event_id: no(),
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(of(status), ("event".into(), one.clone()));
    let status = lookup
        .get_statement(GetStatementRequest {
            statement_id: no(),
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(of(status), ("statement".into(), one.clone()));
    let status = lookup
        .get_actor(GetActorRequest {
            actor_id: no(),
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(of(status), ("actor".into(), one));

    let document_ids = some("report-1");
    let request = BatchGetDocumentsRequest {
        document_ids,
        ..Default::default()
    };
    let status = lookup.batch_get_documents(request).await.unwrap_err();
    assert_eq!(of(status), ("document".into(), two.clone()));
    let request = BatchGetActorsRequest {
        actor_ids: some("CN"),
        ..Default::default()
    };
    let status = lookup.batch_get_actors(request).await.unwrap_err();
    assert_eq!(of(status), ("actor".into(), two.clone()));
    let event_ids = vec![no(), "nothing".to_owned()];
    let status = lookup
        .batch_get_events(BatchGetEventsRequest {
            event_ids,
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(of(status), ("event".into(), two.clone()));
    let statement_ids = vec![no(), "nothing".to_owned()];
    let request = BatchGetStatementsRequest {
        statement_ids,
        ..Default::default()
    };
    let status = lookup.batch_get_statements(request).await.unwrap_err();
    assert_eq!(of(status), ("statement".into(), two));
    server.stopped().await;
}

#[tokio::test]
async fn every_violation_of_a_search_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let server = small(&folder).await;
    let mut lookup = server.lookup().await;
    let day = |s: &str| Some(s.to_owned());
    let days = |first, last| Some(DayRange { first, last });
    let filter = EventFilter {
        types: vec![1, 0, 99],
        statuses: vec![-1],
        directions: vec![1; 101],
        actors: vec![
            ActorFilter {
                actor_id: "CN".into(),
                roles: vec![2],
                include_members: false,
            },
            ActorFilter {
                actor_id: String::new(),
                roles: vec![77],
                include_members: true,
            },
            ActorFilter {
                actor_id: "atlantis-league".into(),
                roles: vec![],
                include_members: true,
            },
        ],
        goods: vec![" ".into()],
        hs_prefixes: vec!["72".into(), "72.06".into(), "1234567".into()],
        date: Some(EventDateFilter {
            kind: 9,
            days: days(day("2025-1-1"), None),
        }),
        reported: days(day("2025-03-02"), day("2025-03-01")),
        rate: Some(RateFilter {
            min_percent: Some(f64::NAN),
            max_percent: None,
        }),
        text: "\"open".into(),
    };
    let request = SearchEventsRequest {
        filter: Some(filter.clone()),
        sort_order: 17,
        page_size: -1,
        page_token: "forged".into(),
        ..Default::default()
    };
    let status = lookup.search_events(request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(error_info(&status).0, "INVALID_FIELD");
    let mut named: Vec<_> = violations(&status)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    named.sort_unstable();
    let of_filter = [
        "filter.actors[1].actor_id",
        "filter.actors[1].roles[0]",
        "filter.actors[2].include_members",
        "filter.date.days.first",
        "filter.date.kind",
        "filter.directions",
        "filter.goods[0]",
        "filter.hs_prefixes[1]",
        "filter.hs_prefixes[2]",
        "filter.rate",
        "filter.reported",
        "filter.statuses[0]",
        "filter.text",
        "filter.types[1]",
        "filter.types[2]",
    ];
    let of_page = ["page_size", "page_token", "sort_order"];
    assert_eq!(named, [&of_filter[..], &of_page].concat());

    // The same filter is as wrong elsewhere.
    let request = CountEventsRequest {
        filter: Some(filter.clone()),
        grouping: 8,
        bucket: 8,
        ..Default::default()
    };
    let status = lookup.count_events(request).await.unwrap_err();
    assert_eq!(violations(&status).len(), of_filter.len() + 2);
    let request = WatchEventsRequest {
        filter: Some(filter),
        resume_token: "x".into(),
    };
    let status = lookup.watch_events(request).await.unwrap_err();
    assert_eq!(violations(&status).len(), of_filter.len() + 1);

    let request = SearchStatementsRequest {
        filter: Some(StatementFilter {
            speaker_ids: vec!["x".repeat(257)],
            affiliation_ids: vec![String::new()],
            acts: vec![0],
            channels: vec!["x".repeat(257)],
            event_ids: vec!["e".into(); 101],
            reported: days(None, day("tomorrow")),
            text: "word ".repeat(33),
        }),
        sort_order: 0,
        page_size: 0,
        page_token: String::new(),
        ..Default::default()
    };
    let status = lookup.search_statements(request).await.unwrap_err();
    assert_eq!(violations(&status).len(), 7, "{status:?}");
    let request = SearchDocumentsRequest {
        publishers: vec![String::new()],
        published: days(day("2025-02-30"), None),
        text: String::new(),
        sort_order: SortOrder::Relevance.into(),
        page_size: -5,
        page_token: String::new(),
        ..Default::default()
    };
    let status = lookup.search_documents(request).await.unwrap_err();
    assert_eq!(violations(&status).len(), 4, "{status:?}");
    let request = ListActorsRequest {
        name_prefix: "x".repeat(257),
        kinds: vec![10],
        page_size: -1,
        page_token: "x".into(),
        ..Default::default()
    };
    let status = lookup.list_actors(request).await.unwrap_err();
    assert_eq!(violations(&status).len(), 4, "{status:?}");
    for event_ids in [vec![], vec!["e".to_owned(); 1001], vec![String::new()]] {
        let request = BatchGetEventsRequest {
            event_ids,
            ..Default::default()
        };
        let status = lookup.batch_get_events(request).await.unwrap_err();
        assert_eq!(violations(&status).len(), 1, "{status:?}");
    }
    server.stopped().await;
}

#[tokio::test]
async fn actors_are_known_from_documents_or_from_the_lexicon() {
    let folder = tempfile::tempdir().unwrap();
    let server = small(&folder).await;
    let mut lookup = server.lookup().await;
    let actor_ids = vec!["wto".to_owned(), "CN".to_owned(), "FJ".to_owned()];
    let request = BatchGetActorsRequest {
        actor_ids,
        ..Default::default()
    };
    let actors = lookup
        .batch_get_actors(request)
        .await
        .unwrap()
        .into_inner()
        .actors;
    let known: Vec<_> = actors
        .iter()
        .map(|a| (a.id.as_str(), a.kind(), a.mentions.len()))
        .collect();
    assert_eq!(
        known,
        [
            ("wto", ActorKind::InternationalOrganization, 0),
            ("CN", ActorKind::Country, 0),
            ("FJ", ActorKind::Country, 0),
        ]
    );
    assert_eq!(actors[2].country_id.as_deref(), Some("FJ"));

    let mut listed = Vec::new();
    let mut request = ListActorsRequest {
        page_size: 2,
        ..ListActorsRequest::default()
    };
    loop {
        let page = lookup
            .list_actors(request.clone())
            .await
            .unwrap()
            .into_inner();
        assert!(page.results.len() <= 2);
        listed.extend(page.results);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    let ids: Vec<_> = listed
        .iter()
        .map(|r| r.actor.as_ref().unwrap().id.clone())
        .collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    assert!(
        ids.contains(&"CN".to_owned()) && !ids.contains(&"FJ".to_owned()),
        "{ids:?}"
    );
    for result in &listed {
        let actor_id = result.actor.as_ref().unwrap().id.clone();
        let filter = EventFilter {
            actors: vec![ActorFilter {
                actor_id: actor_id.clone(),
                ..ActorFilter::default()
            }],
            ..EventFilter::default()
        };
        let request = CountEventsRequest {
            filter: Some(filter),
            ..CountEventsRequest::default()
        };
        let counts = lookup
            .count_events(request)
            .await
            .unwrap()
            .into_inner()
            .counts;
        let count: u64 = counts.iter().map(|count| count.count).sum();
        assert_eq!(count, result.event_count, "{actor_id}");
    }
    let request = ListActorsRequest {
        name_prefix: "cHi".into(),
        kinds: vec![ActorKind::Country.into()],
        ..ListActorsRequest::default()
    };
    let found = lookup
        .list_actors(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    let found: Vec<_> = found.into_iter().map(|r| r.actor.unwrap().id).collect();
    assert_eq!(found, ["CN"]);
    server.stopped().await;
}

#[tokio::test]
async fn the_members_of_a_bloc_count_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let german = Document {
        published_at: Some("2025-05-06".into()),
        ..document("Germany imposed a 10% tariff on Canadian steel on Monday.")
    };
    server.ingest([german]).await;
    let mut lookup = server.lookup().await;
    for (include_members, expected) in [(false, 0), (true, 1)] {
        let filter = EventFilter {
            actors: vec![ActorFilter {
                actor_id: "EU".into(),
                roles: vec![],
                include_members,
            }],
            ..EventFilter::default()
        };
        let request = SearchEventsRequest {
            filter: Some(filter),
            ..SearchEventsRequest::default()
        };
        let found = lookup
            .search_events(request)
            .await
            .unwrap()
            .into_inner()
            .results;
        assert_eq!(found.len(), expected);
    }
    server.stopped().await;
}

#[tokio::test]
async fn counts_are_those_of_the_events() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest((0..80).map(report)).await;
    let mut lookup = server.lookup().await;
    let request = SearchEventsRequest {
        page_size: 1000,
        ..SearchEventsRequest::default()
    };
    let all = lookup
        .search_events(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    let all: Vec<_> = all
        .into_iter()
        .map(|result| result.event.unwrap())
        .collect();
    let mut counted = async |grouping: EventGrouping, bucket: TimeBucket| {
        let request = CountEventsRequest {
            filter: None,
            grouping: grouping.into(),
            bucket: bucket.into(),
            ..Default::default()
        };
        lookup
            .count_events(request)
            .await
            .unwrap()
            .into_inner()
            .counts
    };
    let total = counted(EventGrouping::Unspecified, TimeBucket::Unspecified).await;
    assert_eq!(total.len(), 1);
    assert_eq!(total[0].count, all.len() as u64);
    for count in counted(EventGrouping::Type, TimeBucket::Month).await {
        let month = &count.first_day.as_ref().unwrap()[..7];
        let of_group = all.iter().filter(|record| {
            let event = record.event.as_ref().unwrap();
            let first = record.first_reported.as_ref().unwrap();
            event.r#type().as_str_name() == count.group && first.starts_with(month)
        });
        assert_eq!(of_group.count() as u64, count.count, "{count:?}");
    }
    for count in counted(EventGrouping::Actor, TimeBucket::Unspecified).await {
        let of_group = all.iter().filter(|record| {
            let participants = &record.event.as_ref().unwrap().participants;
            participants.iter().any(|p| p.actor_id == count.group)
        });
        assert_eq!(of_group.count() as u64, count.count, "{count:?}");
    }
    server.stopped().await;
}
