//! The tables of counts.

use rusqlite::{Connection, params};

use crate::store::StoreError;
use crate::store::tally::Tally;

/// Writes all changes.
pub fn flush(tally: &mut Tally, connection: &Connection) -> Result<(), StoreError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO counter(dimension, value, day, count) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT(dimension, value, day) DO UPDATE SET count = count + ?4",
    )?;
    let mut clear = connection.prepare_cached(
        "DELETE FROM counter WHERE dimension = ?1 AND value = ?2 AND day = ?3 AND count = 0",
    )?;
    for ((dimension, value, day), by) in std::mem::take(&mut tally.events) {
        if by != 0 {
            add.execute(params![dimension as i64, value, day, by])?;
        }
        if by < 0 {
            clear.execute(params![dimension as i64, value, day])?;
        }
    }
    let mut add = connection.prepare_cached(
        "INSERT INTO actor_count(id, events, statements) VALUES (?1, ?2, ?3)
         ON CONFLICT(id) DO UPDATE SET events = events + ?2, statements = statements + ?3",
    )?;
    let mut clear = connection.prepare_cached(
        "DELETE FROM actor_count WHERE id = ?1 AND events = 0 AND statements = 0",
    )?;
    for (id, (events, statements)) in std::mem::take(&mut tally.actors) {
        if (events, statements) != (0, 0) {
            add.execute(params![id, events, statements])?;
        }
        if events < 0 || statements < 0 {
            clear.execute([id])?;
        }
    }
    Ok(())
}
