//! Copies of the database that follow it and answer reads that need not be the latest.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::time::Instant;

use super::Core;
use super::connect::Address;
use super::session::Session;
use crate::store::{StoreError, WritePosition};

/// How long a connection to a copy may take: the database itself is there to answer instead.
const CONNECT_FOR: Duration = Duration::from_secs(1);

/// How long copies are not asked after none was there.
const REST: Duration = Duration::from_secs(5);

/// The copies of a database.
#[derive(Debug)]
pub struct Standbys {
    pool: Pool,
    /// Until when they are not asked.
    resting: Mutex<Option<Instant>>,
}

impl Standbys {
    /// Those that an address can name; none where it has a single host.
    pub fn new(address: &Address, connections: usize) -> Result<Option<Self>, StoreError> {
        let pool = address.standbys(connections, CONNECT_FOR)?;
        Ok(pool.map(|pool| Self {
            pool,
            resting: Mutex::default(),
        }))
    }

    fn resting(&self) -> bool {
        let until = *self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    fn rest(&self) {
        *self.resting.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }

    /// Reads from a copy that has come as far as a place; none where the database itself has to be asked.
    pub async fn read<T: Send + 'static>(
        &self,
        core: &Arc<Core>,
        at_least: WritePosition,
        read: impl FnOnce(&Core, &Session) -> Result<T, StoreError> + Send + 'static,
    ) -> Option<Result<T, StoreError>> {
        if self.resting() {
            return None;
        }
        let answer = core.on_thread(&self.pool, move |core, session| {
            let session = session?;
            let answer = match has_come(&session, at_least) {
                Ok(true) => read(core, &session).map(Some),
                Ok(false) => Ok(None),
                Err(error) => Err(error),
            };
            if answer.as_ref().is_err_and(is_its_own) {
                session.discard();
            }
            answer
        });
        match answer.await.flatten() {
            Err(error) if is_its_own(&error) => {
                tracing::debug!(%error, "no copy of the database answers");
                self.rest();
                None
            }
            answer => answer.transpose(),
        }
    }
}

/// Whether a failure says nothing of the database itself.
fn is_its_own(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Unavailable { .. } | StoreError::Internal { .. } | StoreError::Damaged { .. }
    )
}

/// Whether a copy has come as far as a place. One that has become the database itself since answers for itself as far as it had come.
fn has_come(session: &Session, at_least: WritePosition) -> Result<bool, StoreError> {
    if at_least == WritePosition::default() {
        return Ok(true);
    }
    let row = session.one(
        "SELECT (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint",
        &[],
    )?;
    let come: Option<i64> = row.try_get(0)?;
    Ok(come.is_some_and(|come| u64::try_from(come).is_ok_and(|come| come >= at_least.0)))
}
