//! The tables of counts.

use super::session::Session;
use super::storable;
use crate::store::StoreError;
use crate::store::tally::{Dimension, Tally};

/// Adds all changes to a slot of the counters.
pub fn flush(session: &Session, tally: &mut Tally, slot: i16) -> Result<(), StoreError> {
    let (mut dimensions, mut values, mut days, mut counts) = (vec![], vec![], vec![], vec![]);
    for ((dimension, value, day), by) in std::mem::take(&mut tally.events) {
        if by != 0 {
            dimensions.push(number(dimension));
            values.push(storable(&value));
            days.push(day);
            counts.push(by);
        }
    }
    if !counts.is_empty() {
        session.execute(
            "INSERT INTO counter(dimension, value, day, slot, count)
             SELECT dimension, value, day, $5::smallint, sum(count)
             FROM unnest($1::smallint[], $2::text[], $3::integer[], $4::bigint[]) q(dimension, value, day, count)
             GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
             ON CONFLICT(dimension, value, day, slot) DO UPDATE SET count = counter.count + excluded.count",
            &[&dimensions, &values, &days, &counts, &slot],
        )?;
    }
    let (mut ids, mut events, mut statements) = (vec![], vec![], vec![]);
    for (id, (of_events, of_statements)) in std::mem::take(&mut tally.actors) {
        if (of_events, of_statements) != (0, 0) {
            ids.push(storable(&id));
            events.push(of_events);
            statements.push(of_statements);
        }
    }
    if !ids.is_empty() {
        session.execute(
            "INSERT INTO actor_count(id, slot, events, statements)
             SELECT id, $4::smallint, sum(events), sum(statements)
             FROM unnest($1::text[], $2::bigint[], $3::bigint[]) q(id, events, statements)
             GROUP BY 1 ORDER BY 1
             ON CONFLICT(id, slot) DO UPDATE SET events = actor_count.events + excluded.events,
               statements = actor_count.statements + excluded.statements",
            &[&ids, &events, &statements, &slot],
        )?;
    }
    Ok(())
}

/// The number of a dimension in the table `counter`.
pub fn number(dimension: Dimension) -> i16 {
    dimension as i16
}
