//! Up to which revision the sequence of changes is complete.
//!
//! Several writers take revisions at the same time and commit in another order: whoever reads on behind the last revision that he
//! has seen loses those that are committed later. A revision is complete when every transaction that can have taken it, or
//! one before it, has ended. Such a transaction had its number before it took the revision; so: look up the last revision that
//! anybody has taken, then take a number for a transaction. When all that are running have greater numbers, everything up to
//! that revision is complete.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::session::Session;
use crate::store::StoreError;

/// Observations that are remembered. They are made whenever somebody asks; under load one of the last second is enough.
const REMEMBERED: usize = 64;

/// What is known of it in this process.
#[derive(Debug, Default)]
pub struct Horizon {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    complete: i64,
    waiting: VecDeque<Observation>,
}

/// All revisions up to the one that was taken are complete when no transaction before this one is running.
#[derive(Clone, Copy, Debug)]
struct Observation {
    taken: i64,
    transaction: i64,
}

/// Where the sequence of changes stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// Everything up to here is complete.
    pub complete: i64,
    /// The last one that anybody has taken.
    pub taken: i64,
}

impl Horizon {
    /// Looks how far it has come. Not to be called inside a transaction, which would see an older state of things.
    pub fn look(&self, session: &Session) -> Result<Revisions, StoreError> {
        let taken: i64 = session
            .one(
                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM revision",
                &[],
            )?
            .try_get(0)?;
        if self.known().is_news(taken) {
            // Only now: whatever can have taken a revision up to the one that was read has a smaller number than this transaction.
            let row = session.one("SELECT pg_current_xact_id()::text::bigint", &[])?;
            let transaction = row.try_get(0)?;
            self.known().observe(Observation { taken, transaction });
        }
        if self.known().waits() {
            // A snapshot lists what is running among the transactions before the last one that has ended: that one was ours or later.
            let row = session.one(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
                &[],
            )?;
            let oldest = row.try_get(0)?;
            self.known().settle(oldest);
        }
        Ok(Revisions {
            complete: self.known().complete,
            taken,
        })
    }

    /// How far it had come when somebody looked last.
    pub fn complete(&self) -> i64 {
        self.known().complete
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Whether more revisions are taken than by the last observation.
    fn is_news(&self, taken: i64) -> bool {
        taken > self.waiting.back().map_or(self.complete, |last| last.taken)
    }

    fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn observe(&mut self, observation: Observation) {
        if !self.is_news(observation.taken) {
            return;
        }
        if self.waiting.len() >= REMEMBERED {
            // Every second one is enough: it only takes longer.
            let mut keep = false;
            self.waiting.retain(|_| {
                keep = !keep;
                keep
            });
        }
        self.waiting.push_back(observation);
    }

    /// All transactions before this one have ended.
    fn settle(&mut self, oldest: i64) {
        while let Some(first) = self.waiting.front()
            && first.transaction <= oldest
        {
            self.complete = self.complete.max(first.taken);
            self.waiting.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observe(known: &mut Known, taken: i64, transaction: i64, oldest: i64) {
        known.observe(Observation { taken, transaction });
        known.settle(oldest);
    }

    #[test]
    fn a_revision_is_complete_when_all_that_were_running_have_ended() {
        let mut known = Known::default();
        // Nobody but the one who looks, 100, was running.
        observe(&mut known, 5, 100, 101);
        assert_eq!(known.complete, 5);
        // Transaction 101 runs and may have taken 6.
        observe(&mut known, 7, 102, 101);
        assert_eq!(known.complete, 5);
        // It has ended, 103 runs: 7 is complete, 9 is not.
        observe(&mut known, 9, 104, 103);
        assert_eq!(known.complete, 7);
        known.settle(105);
        assert_eq!(known.complete, 9);
        assert!(!known.is_news(9));
    }

    #[test]
    fn many_observations_are_thinned_out_and_none_is_lost_for_good() {
        let mut known = Known::default();
        for i in 1..1_000 {
            observe(&mut known, i, 10 + i, 10);
        }
        assert_eq!(known.complete, 0);
        assert!(known.waiting.len() <= REMEMBERED);
        known.settle(2_000);
        assert_eq!(known.complete, 999);
    }
}
