//! Searching events by what they say.

use super::session::Session;
use super::{records, search_text};
use crate::proto::v1;
use crate::store::StoreError;
use crate::store::driving::{conditions, shortest};
use crate::store::place::{CursorKind, PlaceInSearch};
use crate::store::query::{EventFilter, EventQuery, Order, Page};
use crate::store::record::head;
use crate::store::span::Span;
use crate::store::tally::ALL_DAYS;

/// Records read at first, and at most at once.
const FIRST_PIECE: usize = 64;
const LARGEST_PIECE: usize = 1024;

/// A record under a day.
type At = (i32, i64);

/// An event that may be one of those asked for.
struct Candidate {
    at: At,
    /// Whether it belongs at this day among those of its reports.
    stands: bool,
    record: v1::EventRecord,
}

/// A page of events. `as_of`: up to where the sequence of changes is complete, where the search begins now.
pub fn search(
    session: &Session,
    query: &EventQuery,
    budget: usize,
    as_of: i64,
) -> Result<Page<v1::EventResult>, StoreError> {
    if let Some(words) = &query.filter.text {
        return search_text::events(session, query, words, budget, as_of);
    }
    let after = query.cursor.as_ref();
    let after = after
        .map(|cursor| PlaceInSearch::read(CursorKind::Events, cursor))
        .transpose()?;
    let as_of = after.map_or(as_of, |place| place.as_of);
    let mut list = List {
        terms: driving_terms(session, &query.filter)?,
        span: Span::of(&query.filter.reported),
        newest_first: query.order != Order::OldestFirst,
        as_of,
        after: after.map(|place| (place.day, place.key)),
        piece: FIRST_PIECE.max(query.limit + 1).min(LARGEST_PIECE),
        ended: false,
    };
    let cursor = |(day, key): At| {
        PlaceInSearch {
            tier: 0,
            day,
            key,
            event: 0,
            as_of,
        }
        .cursor(CursorKind::Events)
    };
    let mut found: Vec<(At, v1::EventRecord)> = Vec::new();
    let (mut next, mut last) = (None, None);
    let mut looked_at = 0;
    'search: while !list.ended {
        for candidate in list.piece(session)? {
            if looked_at == budget {
                next = last.map(cursor);
                break 'search;
            }
            looked_at += 1;
            last = Some(candidate.at);
            let event = candidate.record.event.as_ref();
            if !candidate.stands || !event.is_some_and(|event| query.filter.matches(event)) {
                continue;
            }
            if found.len() == query.limit {
                next = found.last().map(|(at, _)| cursor(*at));
                break 'search;
            }
            found.push((candidate.at, candidate.record));
        }
    }
    let mut heads: Vec<(i64, &mut v1::EventRecord)> = found
        .iter_mut()
        .map(|((_, key), record)| (*key, record))
        .collect();
    records::complete(session, &mut heads)?;
    let items = found.into_iter().map(|(_, record)| v1::EventResult {
        event: Some(record),
        snippets: Vec::new(),
    });
    Ok(Page {
        items: items.collect(),
        next,
    })
}

/// The events that have one of some terms, in order, each once under each of its days.
pub struct List {
    terms: Vec<i64>,
    span: Span,
    newest_first: bool,
    as_of: i64,
    after: Option<At>,
    piece: usize,
    ended: bool,
}

impl List {
    /// All events that have one of some terms, in no special place.
    pub fn of(terms: Vec<i64>, span: Span) -> Self {
        Self {
            terms,
            span,
            newest_first: true,
            as_of: i64::MAX,
            after: None,
            piece: LARGEST_PIECE,
            ended: false,
        }
    }

    /// The next ones with their heads; none at the end.
    pub fn heads(
        &mut self,
        session: &Session,
    ) -> Result<Option<Vec<(i64, v1::EventRecord)>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let piece = self.piece(session)?.into_iter();
        Ok(Some(piece.map(|c| (c.at.1, c.record)).collect()))
    }

    /// The next candidates. An event belongs at one of the days of its reports: at the last one that may be looked at (the first one
    /// where the oldest come first) of those known when the search began, so that reports that come in meanwhile do not move
    /// it; one that was not known then, at the day that was known first.
    fn piece(&mut self, session: &Session) -> Result<Vec<Candidate>, StoreError> {
        let Span { first, last } = self.span;
        let (beyond, order) = if self.newest_first {
            ("<", "DESC")
        } else {
            (">", "")
        };
        let start = if self.newest_first {
            (last + 1, i64::MIN)
        } else {
            (first - 1, i64::MAX)
        };
        let (day, key) = self.after.unwrap_or(start);
        let sql = format!(
            "WITH c AS MATERIALIZED (
               SELECT q.day, q.event FROM unnest($1::bigint[]) t(term) CROSS JOIN LATERAL (
                 SELECT p.day, p.event FROM event_posting p
                 WHERE p.term = t.term AND (p.day, p.event) {beyond} ($2::integer, $3::bigint) AND p.day BETWEEN $4 AND $5
                 ORDER BY p.day {order}, p.event {order} LIMIT $6
               ) q GROUP BY q.day, q.event ORDER BY q.day {order}, q.event {order} LIMIT $6
             )
             SELECT c.day, c.event, e.version, e.head, c.day = coalesce(
               (SELECT d.day FROM event_day d WHERE d.event = c.event AND d.day BETWEEN $4 AND $5 AND d.since <= $7
                ORDER BY d.day {order} LIMIT 1),
               (SELECT d.day FROM event_day d WHERE d.event = c.event AND d.day BETWEEN $4 AND $5
                ORDER BY d.since, d.day {order} LIMIT 1))
             FROM c JOIN event e ON e.key = c.event ORDER BY c.day {order}, c.event {order}"
        );
        let limit = i64::try_from(self.piece).unwrap_or(i64::MAX);
        let rows = session.rows(
            &sql,
            &[&self.terms, &day, &key, &first, &last, &limit, &self.as_of],
        )?;
        self.ended = rows.len() < self.piece;
        self.piece = (self.piece * 4).min(LARGEST_PIECE);
        let mut candidates = Vec::with_capacity(rows.len());
        for row in rows {
            let at = (row.try_get(0)?, row.try_get(1)?);
            self.after = Some(at);
            candidates.push(Candidate {
                at,
                stands: row.try_get::<_, Option<bool>>(4)?.unwrap_or_default(),
                record: head(row.try_get(3)?, records::version(&row, 2)?)?,
            });
        }
        Ok(candidates)
    }
}

/// The terms of one condition of the filter, of which every event that matches has one: those of the condition that fewest
/// events fulfil.
pub fn driving_terms(session: &Session, filter: &EventFilter) -> Result<Vec<i64>, StoreError> {
    let conditions = conditions(filter);
    let (mut numbers, mut dimensions, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (number, condition) in (0_i32..).zip(&conditions) {
        for (dimension, value) in &condition.groups {
            numbers.push(number);
            dimensions.push(super::tally::number(*dimension));
            values.push(super::storable(value));
        }
    }
    let rows = session.rows(
        "SELECT q.number, sum(c.count)::bigint
         FROM unnest($1::integer[], $2::smallint[], $3::text[]) q(number, dimension, value)
         JOIN counter c ON c.dimension = q.dimension AND c.value = q.value AND c.day = $4 GROUP BY q.number",
        &[&numbers, &dimensions, &values, &ALL_DAYS],
    )?;
    let mut counts = vec![0; conditions.len()];
    for row in rows {
        let number: i32 = row.try_get(0)?;
        let at = usize::try_from(number).unwrap_or_default();
        if let Some(count) = counts.get_mut(at) {
            *count = row.try_get(1)?;
        }
    }
    Ok(shortest(filter, conditions, &counts))
}
