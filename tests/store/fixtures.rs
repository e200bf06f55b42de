//! Documents for the tests, with what was read from them.

use tradewire::proto::v1::{self, EventStatus, EventType, Role, trade_event::Detail};
use tradewire::store::ExtractedDocument;

/// A document that tells nothing yet.
pub fn article(id: &str, day: &str, text: &str) -> ExtractedDocument {
    ExtractedDocument {
        document: v1::Document {
            id: Some(id.into()),
            text: text.into(),
            publisher: Some("The Ledger".into()),
            published_at: (!day.is_empty()).then(|| day.into()),
            ..Default::default()
        },
        extraction: v1::Extraction {
            extractor_version: "1.0.0".into(),
            lexicon_version: "abc".into(),
            ..Default::default()
        },
    }
}

/// What a telling of a tariff says.
#[derive(Clone, Debug)]
pub struct Tariff {
    pub by: &'static str,
    pub on: &'static str,
    pub rate: Option<f64>,
    pub goods: Vec<&'static str>,
    pub status: EventStatus,
}

impl Default for Tariff {
    fn default() -> Self {
        Self {
            by: "US",
            on: "BR",
            rate: Some(25.0),
            goods: vec!["steel"],
            status: EventStatus::Announced,
        }
    }
}

/// Harmonized System codes of the goods of the tests.
fn hs_code(goods: &str) -> &'static str {
    match goods {
        "steel" => "7206",
        "aluminium" => "7601",
        "wine" => "2204",
        _ => "0901",
    }
}

pub fn tariff(document: &mut ExtractedDocument, tariff: &Tariff) {
    let participant = |role: Role, id: &str| v1::Participant {
        role: role.into(),
        actor_id: id.into(),
        spans: Vec::new(),
    };
    let goods = tariff.goods.iter().map(|name| v1::Goods {
        text: (*name).into(),
        name: Some((*name).into()),
        hs_codes: vec![hs_code(name).into()],
        span: None,
    });
    for id in [tariff.by, tariff.on] {
        actor(document, id, id, v1::ActorKind::Country, None);
    }
    let id = format!("e{}", document.extraction.events.len() + 1);
    document.extraction.events.push(v1::TradeEvent {
        id,
        r#type: EventType::Tariff.into(),
        status: tariff.status.into(),
        participants: vec![
            participant(Role::Implementer, tariff.by),
            participant(Role::Target, tariff.on),
        ],
        mentions: vec![v1::EventMention {
            span: Some(v1::Span {
                start: 0,
                end: 1,
                text: "T".into(),
            }),
            status: tariff.status.into(),
            status_cue: None,
        }],
        goods: goods.collect(),
        dates: document
            .document
            .published_at
            .as_ref()
            .map(|day| v1::EventDates {
                announced: Some(v1::DateInterval {
                    start: Some(day.clone()),
                    end: Some(day.clone()),
                    precision: v1::DatePrecision::Day.into(),
                    span: None,
                }),
                ..Default::default()
            }),
        detail: Some(Detail::Tariff(v1::TariffDetail {
            rate: tariff.rate.map(|rate| v1::Rate {
                min_percent: Some(rate),
                max_percent: Some(rate),
                ..Default::default()
            }),
            ..Default::default()
        })),
        ..Default::default()
    });
}

pub fn actor(
    document: &mut ExtractedDocument,
    id: &str,
    name: &str,
    kind: v1::ActorKind,
    affiliation: Option<&str>,
) {
    if document
        .extraction
        .actors
        .iter()
        .any(|actor| actor.id == id)
    {
        return;
    }
    document.extraction.actors.push(v1::Actor {
        id: id.into(),
        name: name.into(),
        kind: kind.into(),
        affiliation_id: affiliation.map(Into::into),
        ..Default::default()
    });
}

/// Somebody of the United States says something about events of the document.
pub fn statement(
    document: &mut ExtractedDocument,
    speaker: &str,
    act: v1::SpeechAct,
    words: &str,
    about: &[&str],
) {
    actor(
        document,
        "US",
        "United States",
        v1::ActorKind::Country,
        None,
    );
    actor(
        document,
        speaker,
        &speaker.replace('-', " "),
        v1::ActorKind::Person,
        Some("US"),
    );
    let id = format!("s{}", document.extraction.statements.len() + 1);
    document.extraction.statements.push(v1::Statement {
        id,
        act: act.into(),
        speaker_id: Some(speaker.into()),
        content: vec![v1::Span {
            start: 3,
            end: 3 + u32::try_from(words.len()).unwrap(),
            text: words.into(),
        }],
        channel: Some(v1::Span {
            start: 0,
            end: 0,
            text: "Radio Nine".into(),
        }),
        event_ids: about.iter().map(|id| (*id).into()).collect(),
        ..Default::default()
    });
}

/// A document with one tariff.
pub fn telling(id: &str, day: &str, told: Tariff) -> ExtractedDocument {
    let goods = told.goods.join(" and ");
    let mut document = article(
        id,
        day,
        &format!("{} puts a duty on {goods} from {}.", told.by, told.on),
    );
    tariff(&mut document, &told);
    document
}

/// Many documents that tell of few and many events, with statements: always the same.
pub fn corpus(count: usize) -> Vec<ExtractedDocument> {
    let goods = ["steel", "aluminium", "wine", "coffee"];
    let countries = ["BR", "CN", "FR"];
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    (0..count)
        .map(|i| {
            let day = if random(20) == 0 {
                String::new()
            } else {
                format!("2025-{:02}-{:02}", 1 + random(6), 1 + random(28))
            };
            let mut document = article(&format!("d{i:03}"), &day, "");
            for _ in 0..random(3) {
                let told = Tariff {
                    on: countries[random(3)],
                    rate: [None, Some(10.0), Some(25.0)][random(3)],
                    goods: (0..random(3)).map(|_| goods[random(4)]).collect(),
                    status: EventStatus::try_from(1 + i32::try_from(random(7)).unwrap()).unwrap(),
                    ..Tariff::default()
                };
                tariff(&mut document, &told);
            }
            let about: Vec<&str> = if document.extraction.events.is_empty() {
                Vec::new()
            } else {
                vec!["e1"]
            };
            if random(2) == 0 {
                let act = [v1::SpeechAct::Assert, v1::SpeechAct::Warn][random(2)];
                let words = format!("We will see about {}", goods[random(4)]);
                statement(
                    &mut document,
                    ["ann-lee", "bo-kim"][random(2)],
                    act,
                    &words,
                    &about,
                );
            }
            document.document.publisher = Some(["The Ledger", "Daily Post"][random(2)].into());
            document.document.title = Some(format!("Trade in {}", goods[random(4)]));
            document.document.text = format!(
                "Article {i} about {} and {}.",
                goods[random(4)],
                countries[random(3)]
            );
            document
        })
        .collect()
}
