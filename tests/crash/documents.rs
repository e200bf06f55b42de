//! Documents of which number, version and reading say everything: what a store holds can be told apart and made again.

use tradewire::proto::v1;
use tradewire::store::ExtractedDocument;

/// What is stored of a document: how often its text was changed, and how it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub version: usize,
    pub reading: usize,
}

/// Readings that differ.
pub const READINGS: usize = 3;

pub fn id(number: usize) -> String {
    format!("d{number}")
}

/// The document with a number in a state. Few numbers tell of the same act.
pub fn document(number: usize, State { version, reading }: State) -> ExtractedDocument {
    let participant = |role: v1::Role, id: &str| v1::Participant {
        role: role.into(),
        actor_id: id.into(),
        spans: Vec::new(),
    };
    let rate = [10.0, 25.0, 50.0][number % 3];
    let status = [
        v1::EventStatus::Announced,
        v1::EventStatus::Effective,
        v1::EventStatus::Ended,
    ][reading % READINGS];
    let event = v1::TradeEvent {
        id: "e1".into(),
        r#type: v1::EventType::Tariff.into(),
        status: status.into(),
        participants: vec![
            participant(v1::Role::Implementer, "US"),
            participant(v1::Role::Target, "BR"),
        ],
        goods: vec![v1::Goods {
            text: "steel".into(),
            name: Some("steel".into()),
            ..Default::default()
        }],
        detail: Some(v1::trade_event::Detail::Tariff(v1::TariffDetail {
            rate: Some(v1::Rate {
                min_percent: Some(rate),
                max_percent: Some(rate),
                ..Default::default()
            }),
            ..Default::default()
        })),
        ..Default::default()
    };
    let words = format!("We will answer version {version}");
    let statement = v1::Statement {
        id: "s1".into(),
        act: v1::SpeechAct::Warn.into(),
        speaker_id: Some("ann-lee".into()),
        content: vec![v1::Span {
            start: 0,
            end: u32::try_from(words.len()).unwrap(),
            text: words.clone(),
        }],
        event_ids: vec!["e1".into()],
        ..Default::default()
    };
    ExtractedDocument {
        document: v1::Document {
            id: Some(id(number)),
            text: format!("{words}: a duty of {rate}% on steel. ").repeat(20),
            published_at: Some(format!(
                "2025-{:02}-{:02}",
                1 + number % 12,
                1 + number % 28
            )),
            ..Default::default()
        },
        extraction: v1::Extraction {
            events: vec![event],
            statements: vec![statement],
            actors: vec![v1::Actor {
                id: "ann-lee".into(),
                name: "Ann Lee".into(),
                kind: v1::ActorKind::Person.into(),
                ..Default::default()
            }],
            extractor_version: reading.to_string(),
            ..Default::default()
        },
    }
}

/// The number and state of a stored document.
///
/// # Panics
/// Where it is none of ours, or only half of one.
pub fn state(record: &v1::DocumentRecord) -> (usize, State) {
    let stored = record.document.as_ref().expect("a document");
    let number = record
        .id
        .strip_prefix('d')
        .and_then(|number| number.parse().ok())
        .expect("one of our ids");
    let version = stored
        .text
        .split([' ', ':'])
        .nth(4)
        .and_then(|version| version.parse().ok())
        .expect("a version");
    let state = State {
        version,
        reading: record.extractor_version.parse().expect("a reading"),
    };
    assert_eq!(
        stored,
        &document(number, state).document,
        "half of a document"
    );
    (number, state)
}
