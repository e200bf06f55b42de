//! How fast a store answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::Date;
use tradewire::store::{
    ActorTerm, Days, DocumentFilter, DocumentQuery, EventFilter, EventQuery, Order, Store,
    TextQuery,
};

use crate::articles::{Random, country};

/// Calls of which the times are taken.
const SAMPLES: usize = 1_000;

/// Median and 99th percentile.
pub fn shown(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    format!("p50 {:>8.3} ms  p99 {:>8.3} ms", at(50), at(99))
}

/// Takes the times of all kinds of reads.
pub async fn reads(store: &Arc<dyn Store>, ids: &[String], days: i64, label: &str) {
    let mut random = Random(42);
    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let id = ids[random.below(ids.len())].clone();
        let start = Instant::now();
        store.events(&[id]).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  get{label:<18}                {}", shown(times));

    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let first = Date::constant(2015, 1, 1)
            + (random.below(usize::try_from(days).unwrap_or(1).max(1)) as i64).days();
        let query = EventQuery {
            filter: EventFilter {
                actors: vec![ActorTerm {
                    any_of: vec![country(random.skewed(120))],
                    roles: Vec::new(),
                }],
                reported: Days {
                    first: Some(first),
                    last: Some(first + 90.days()),
                },
                ..Default::default()
            },
            order: Order::NewestFirst,
            limit: 50,
            cursor: None,
        };
        let start = Instant::now();
        store.search_events(&query).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  actor and date, newest 50{label:<12}{}", shown(times));

    for order in [Order::NewestFirst, Order::Relevance] {
        let mut times = Vec::new();
        for _ in 0..SAMPLES {
            let word = format!("goods{}", random.skewed(2_000));
            let query = DocumentQuery {
                filter: DocumentFilter {
                    text: TextQuery::parse(&word).ok(),
                    ..Default::default()
                },
                order,
                limit: 50,
                cursor: None,
            };
            let start = Instant::now();
            store.search_documents(&query).await.unwrap();
            times.push(start.elapsed());
        }
        println!(
            "  one word, {order:?}, 50 documents{label:<2} {}",
            shown(times)
        );
    }
    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let word = format!("goods{}", random.skewed(2_000));
        let query = EventQuery {
            filter: EventFilter {
                text: TextQuery::parse(&word).ok(),
                ..Default::default()
            },
            order: Order::Relevance,
            limit: 50,
            cursor: None,
        };
        let start = Instant::now();
        store.search_events(&query).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  one word, Relevance, 50 events{label:<4}{}", shown(times));
}
