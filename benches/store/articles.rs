//! Made-up articles: 3 events and 2 statements each, some 250 words, 10 years, actors and goods of very different frequency; four
//! events in five are new, the others are told again within some days.

use jiff::ToSpan;
use jiff::civil::Date;
use tradewire::proto::v1::{self, EventStatus, EventType, Role, trade_event::Detail};
use tradewire::store::ExtractedDocument;

/// A small generator of numbers that look random and are always the same.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap_or_default()
    }

    /// Small numbers are much more frequent than large ones.
    pub fn skewed(&mut self, below: usize) -> usize {
        let a = self.below(below);
        let b = self.below(a + 1);
        self.below(b + 1)
    }
}

/// An act that several articles may tell.
#[derive(Clone)]
struct Act {
    kind: EventType,
    by: usize,
    on: usize,
    goods: usize,
    rate: usize,
    day: i64,
}

pub struct Articles {
    random: Random,
    sentences: Vec<String>,
    acts: Vec<Act>,
    made: usize,
    /// Articles that make up the ten years.
    pub expected: usize,
}

const KINDS: [EventType; 6] = [
    EventType::Tariff,
    EventType::Tariff,
    EventType::ExportControl,
    EventType::Sanction,
    EventType::Negotiation,
    EventType::Investigation,
];

pub fn country(i: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    [letters[i / 26 % 26], letters[i % 26]]
        .map(char::from)
        .iter()
        .collect()
}

impl Articles {
    pub fn new(events: usize) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let syllables = [
            "ta", "ri", "mon", "ex", "por", "den", "lu", "ka", "ver", "sto", "ni", "gal",
        ];
        let word = |random: &mut Random| -> String {
            let rank = random.skewed(20_000);
            (0..4)
                .map(|i| syllables[(rank / 12_usize.pow(i)) % 12])
                .collect()
        };
        let sentences = (0..4_000).map(|_| {
            let words: Vec<String> = (0..20).map(|_| word(&mut random)).collect();
            format!("{}.", words.join(" "))
        });
        let sentences = sentences.collect();
        Self {
            random,
            sentences,
            acts: Vec::new(),
            made: 0,
            expected: events * 10 / 24,
        }
    }

    pub fn next(&mut self) -> ExtractedDocument {
        let random = &mut self.random;
        // What is put beyond the ten years lies in them too.
        let expected = self.expected.max(1);
        let day = (self.made % expected * 3_650 / expected) as i64;
        let id = format!("article-{}", self.made);
        self.made += 1;
        let published = (Date::constant(2015, 1, 1) + day.days()).to_string();
        let mut acts = Vec::new();
        for _ in 0..3 {
            let again = self.acts.len() > 10 && random.below(5) == 0;
            let act = if again {
                self.acts[self.acts.len() - 1 - random.skewed(self.acts.len().min(2_000))].clone()
            } else {
                Act {
                    kind: KINDS[random.below(KINDS.len())],
                    by: random.skewed(120),
                    on: random.skewed(120),
                    goods: random.skewed(2_000),
                    rate: random.below(100),
                    day: day + random.below(60) as i64,
                }
            };
            self.acts.push(act.clone());
            acts.push(act);
        }
        if self.acts.len() > 10_000 {
            self.acts.drain(..5_000);
        }
        let mut text = String::new();
        for act in &acts {
            text += &format!(
                "{} acts on goods{} from {}. ",
                country(act.by),
                act.goods,
                country(act.on)
            );
            for _ in 0..4 {
                text += &self.sentences[random.below(self.sentences.len())];
                text += " ";
            }
        }
        let mut actors: Vec<v1::Actor> = Vec::new();
        for id in acts
            .iter()
            .flat_map(|act| [country(act.by), country(act.on)])
        {
            if !actors.iter().any(|actor| actor.id == id) {
                actors.push(v1::Actor {
                    name: format!("Country {id}"),
                    id,
                    kind: v1::ActorKind::Country.into(),
                    ..Default::default()
                });
            }
        }
        let statements = (0..2).map(|i| v1::Statement {
            id: format!("s{}", i + 1),
            act: v1::SpeechAct::Assert.into(),
            speaker_id: Some(country(acts[i].by)),
            content: vec![v1::Span {
                start: 0,
                end: 60,
                text: self.sentences[random.below(self.sentences.len())].clone(),
            }],
            event_ids: vec![format!("e{}", i + 1)],
            ..Default::default()
        });
        let statements = statements.collect();
        let events = acts
            .iter()
            .zip(1..)
            .map(|(act, i)| event(act, i, 1 + random.below(5)));
        ExtractedDocument {
            extraction: v1::Extraction {
                actors,
                events: events.collect(),
                statements,
                ..Default::default()
            },
            document: v1::Document {
                id: Some(id),
                title: Some(format!(
                    "{} and {}",
                    country(acts[0].by),
                    country(acts[0].on)
                )),
                text,
                publisher: Some(format!("Publisher {}", random.skewed(200))),
                published_at: Some(published),
                ..Default::default()
            },
        }
    }
}

fn event(act: &Act, i: usize, status: usize) -> v1::TradeEvent {
    let meeting = act.kind == EventType::Negotiation;
    let participant = |role: Role, id: usize| v1::Participant {
        role: role.into(),
        actor_id: country(id),
        spans: vec![v1::Span {
            start: 0,
            end: 2,
            text: country(id),
        }],
    };
    let roles = if meeting {
        [Role::Party; 2]
    } else {
        [Role::Implementer, Role::Target]
    };
    let day = (Date::constant(2015, 1, 1) + act.day.days()).to_string();
    let date = v1::DateInterval {
        start: Some(day.clone()),
        end: Some(day),
        precision: v1::DatePrecision::Day.into(),
        span: None,
    };
    let rate = v1::Rate {
        min_percent: Some(act.rate as f64),
        max_percent: Some(act.rate as f64),
        ..Default::default()
    };
    v1::TradeEvent {
        id: format!("e{i}"),
        r#type: act.kind.into(),
        status: EventStatus::try_from(i32::try_from(status).unwrap_or(1))
            .unwrap_or_default()
            .into(),
        participants: vec![participant(roles[0], act.by), participant(roles[1], act.on)],
        mentions: vec![v1::EventMention {
            span: Some(v1::Span {
                start: 0,
                end: 40,
                text: "acts on goods from another country at once".into(),
            }),
            ..Default::default()
        }],
        goods: (!meeting)
            .then(|| v1::Goods {
                text: format!("goods{}", act.goods),
                name: Some(format!("goods{}", act.goods)),
                hs_codes: vec![format!("{:04}", act.goods)],
                span: None,
            })
            .into_iter()
            .collect(),
        dates: Some(if meeting {
            v1::EventDates {
                occurred: Some(date),
                ..Default::default()
            }
        } else {
            v1::EventDates {
                effective: Some(date),
                ..Default::default()
            }
        }),
        detail: (act.kind == EventType::Tariff).then(|| {
            Detail::Tariff(v1::TariffDetail {
                rate: Some(rate),
                ..Default::default()
            })
        }),
        ..Default::default()
    }
}
