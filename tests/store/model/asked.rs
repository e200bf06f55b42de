//! Questions to a store whose answers the model knows.

use std::collections::{BTreeMap, BTreeSet};

use tradewire::proto::v1;
use tradewire::store::{
    CountQuery, Days, DocumentFilter, DocumentQuery, EventQuery, Order, StatementFilter,
    StatementQuery, TextQuery,
};

use super::naive::{Content, Filter, Model, PUBLISHERS, Told, WORDS, iso};
use super::used::{Place, Used, act};

impl<P: Place> Used<P> {
    pub(super) async fn search(&self, model: &Model, filter: &Filter, order: Order, limit: usize) {
        let mut query = EventQuery {
            filter: filter.asked(),
            order,
            limit,
            cursor: None,
        };
        let expected = model.matching(filter);
        let mut found = Vec::new();
        loop {
            let page = self.store.search_events(&query).await.unwrap();
            assert!(page.items.len() <= limit);
            found.extend(page.items.into_iter().filter_map(|result| result.event));
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        let acts: BTreeSet<usize> = found.iter().map(|record| act(record).0).collect();
        assert_eq!(acts.len(), found.len(), "each once");
        assert_eq!(acts, expected.keys().copied().collect(), "{filter:?}");
        let days: Vec<u8> = found
            .iter()
            .map(|record| filter.day(&expected[&act(record).0], order))
            .collect();
        assert!(
            days.is_sorted_by(|a, b| if order == Order::OldestFirst {
                a <= b
            } else {
                a >= b
            }),
            "{days:?}"
        );
        for record in &found {
            let (act, effective) = act(record);
            let event = &expected[&act];
            assert_eq!(effective, event.effective, "{record:?}");
            assert_eq!(record.source_count as usize, event.sources.len());
            let sources = record
                .sources
                .iter()
                .map(|source| (source.document_id.clone(), source.day.clone()));
            let by_id: BTreeMap<_, _> = sources.collect();
            let wanted = event
                .sources
                .iter()
                .map(|(id, source)| (format!("d{id}"), Some(iso(source.day))));
            assert_eq!(by_id, wanted.collect());
            assert_eq!(
                record.first_reported,
                event.sources.values().map(|s| s.day).min().map(iso)
            );
            assert_eq!(
                record.last_reported,
                event.sources.values().map(|s| s.day).max().map(iso)
            );
        }
    }

    pub(super) async fn search_documents(
        &self,
        model: &Model,
        publisher: Option<usize>,
        word: Option<usize>,
        limit: usize,
    ) {
        let mut query = DocumentQuery {
            filter: DocumentFilter {
                publishers: publisher
                    .map(|publisher| PUBLISHERS[publisher].to_uppercase())
                    .into_iter()
                    .collect(),
                published: Days::default(),
                text: word.map(|word| TextQuery::parse(WORDS[word]).unwrap()),
            },
            order: Order::NewestFirst,
            limit,
            cursor: None,
        };
        let mut found = BTreeSet::new();
        loop {
            let page = self.store.search_documents(&query).await.unwrap();
            for result in page.items {
                assert!(found.insert(result.document.unwrap().id), "each once");
            }
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        let fits = |(_, (content, _)): &(&usize, &(Content, Told))| {
            publisher.is_none_or(|publisher| content.publisher == publisher)
                && word.is_none_or(|word| content.word == word)
        };
        let expected = model
            .documents
            .iter()
            .filter(fits)
            .map(|(id, _)| format!("d{id}"));
        assert_eq!(found, expected.collect());
    }

    pub(super) async fn search_statements(&self, model: &Model, limit: usize) {
        let mut query = StatementQuery {
            filter: StatementFilter {
                speakers: vec!["ann-lee".into()],
                text: Some(TextQuery::parse("\"cost jobs\"").unwrap()),
                ..StatementFilter::default()
            },
            order: Order::OldestFirst,
            limit,
            cursor: None,
        };
        let mut found = BTreeSet::new();
        loop {
            let page = self.store.search_statements(&query).await.unwrap();
            found.extend(
                page.items
                    .into_iter()
                    .filter_map(|result| Some(result.statement?.document_id)),
            );
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        let said = model.documents.iter().filter(|(_, (_, told))| told.said);
        assert_eq!(found, said.map(|(id, _)| format!("d{id}")).collect());
        let totals = self.store.totals().await.unwrap();
        assert_eq!(totals.statements as usize, found.len());
        assert_eq!(totals.documents as usize, model.documents.len());
        assert_eq!(totals.events as usize, model.events().len());
    }

    pub(super) async fn count(&self, model: &Model, filter: &Filter) {
        let query = CountQuery {
            filter: filter.asked(),
            grouping: v1::EventGrouping::Unspecified,
            bucket: v1::TimeBucket::Day,
        };
        let counted = self.store.count_events(&query).await.unwrap();
        let mut expected: BTreeMap<String, u64> = BTreeMap::new();
        for event in model.matching(filter).values() {
            let first = event.sources.values().map(|s| s.day).min().unwrap_or(0);
            *expected.entry(iso(first)).or_default() += 1;
        }
        let counted = counted.into_iter().filter(|count| count.count > 0);
        let counted: BTreeMap<String, u64> = counted
            .map(|count| (count.first_day.unwrap(), count.count))
            .collect();
        assert_eq!(counted, expected, "{filter:?}");
    }
}
