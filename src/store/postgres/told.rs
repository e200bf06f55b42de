//! Changes that are told to those who watch.

use super::batch::Writing;
use super::schema;
use super::session::Session;
use crate::store::change::change_kind;
use crate::store::{RecordKind, StoreError};

/// A change that is to be told.
pub struct NotedChange {
    kind: i16,
    id: String,
    version: i64,
    gone: bool,
    before: Option<Vec<u8>>,
}

impl Writing<'_> {
    /// Notes a change.
    pub(super) fn note_change(
        &mut self,
        kind: RecordKind,
        id: &str,
        version: i64,
        gone: bool,
        before: Option<Vec<u8>>,
    ) {
        self.changes.push(NotedChange {
            kind: change_kind(kind),
            id: id.to_owned(),
            version,
            gone,
            before,
        });
    }

    /// Writes the changes, in order. Each gets its place now, under the lock of what has changed.
    pub(super) fn flush_changes(&mut self) -> Result<(), StoreError> {
        let changes = std::mem::take(&mut self.changes);
        if changes.is_empty() {
            return Ok(());
        }
        let count = i32::try_from(changes.len()).unwrap_or(i32::MAX);
        let rows = self.session.rows(
            "SELECT nextval('revision') FROM generate_series(1, $1::integer)",
            &[&count],
        )?;
        let revisions: Vec<i64> = rows
            .iter()
            .map(|row| row.try_get(0))
            .collect::<Result<_, _>>()?;
        let kinds: Vec<i16> = changes.iter().map(|change| change.kind).collect();
        let ids: Vec<&str> = changes.iter().map(|change| change.id.as_str()).collect();
        let versions: Vec<i64> = changes.iter().map(|change| change.version).collect();
        let gone: Vec<bool> = changes.iter().map(|change| change.gone).collect();
        let befores: Vec<Option<&[u8]>> = changes.iter().map(|c| c.before.as_deref()).collect();
        self.session.execute(
            "INSERT INTO change(revision, kind, id, version, gone, before)
             SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::bigint[], $5::boolean[], $6::bytea[])",
            &[&revisions, &kinds, &ids, &versions, &gone, &befores],
        )?;
        Ok(())
    }
}

/// Forgets changes before the last ones that are kept. By itself, so that no writer waits for it.
pub fn forget(session: &Session, last: i64, kept: i64) -> Result<(), StoreError> {
    let forgotten = last - kept;
    let known: i64 = schema::get(session, "forgotten")?.parse().unwrap_or(0);
    if forgotten <= known {
        return Ok(());
    }
    session.execute(
        "UPDATE meta SET value = greatest(value::bigint, $1::bigint)::text WHERE name = 'forgotten'",
        &[&forgotten],
    )?;
    session.execute("DELETE FROM change WHERE revision <= $1", &[&forgotten])?;
    Ok(())
}
