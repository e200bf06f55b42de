//! A connection that a thread of its own works with: whoever reads or writes does so one statement after the other, on a
//! thread that may block.

use std::sync::{Arc, Mutex, PoisonError};

use deadpool_postgres::Object;
use tokio::runtime::Handle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{CancelToken, Row, SimpleQueryMessage};

use super::connect::Tls;
use crate::store::StoreError;

/// Values of a statement.
pub type Values<'v> = &'v [&'v (dyn ToSql + Sync)];

/// Asks up to where the log of the database is written, in bytes.
const LOG_POSITION: &str = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";

/// A connection.
pub struct Session {
    client: Object,
    runtime: Handle,
}

impl Session {
    /// With a connection of the pool.
    pub fn new(client: Object, runtime: Handle) -> Self {
        Self { client, runtime }
    }

    /// All rows of a query.
    pub fn rows(&self, sql: &str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        self.runtime.block_on(async {
            let statement = self.client.prepare_cached(sql).await?;
            Ok(self.client.query(&statement, values).await?)
        })
    }

    /// All rows of a query in which its values are written out: the database plans it for these, as its statistics of them say.
    pub fn rows_planned(&self, sql: &str) -> Result<Vec<Row>, StoreError> {
        Ok(self.runtime.block_on(self.client.query(sql, &[]))?)
    }

    /// The first row of a query, if there is one.
    pub fn row(&self, sql: &str, values: Values<'_>) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// The first row of a query that has one.
    pub fn one(&self, sql: &str, values: Values<'_>) -> Result<Row, StoreError> {
        self.row(sql, values)?.ok_or_else(|| StoreError::Internal {
            cause: format!("no row for {sql}"),
        })
    }

    /// How many rows a statement has changed.
    pub fn execute(&self, sql: &str, values: Values<'_>) -> Result<u64, StoreError> {
        self.runtime.block_on(async {
            let statement = self.client.prepare_cached(sql).await?;
            Ok(self.client.execute(&statement, values).await?)
        })
    }

    /// Statements without values.
    pub fn run(&self, sql: &str) -> Result<(), StoreError> {
        let done = self.runtime.block_on(self.client.batch_execute(sql));
        Ok(done?)
    }

    /// Ends a transaction for good, and says up to where the log of the database is written then. Both in one message: where its
    /// answer is lost, so is whether the transaction was committed.
    pub fn commit(&self) -> Result<i64, StoreError> {
        let sql = format!("COMMIT; {LOG_POSITION}");
        let answers = self.runtime.block_on(self.client.simple_query(&sql))?;
        let position = answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
            _ => None,
        });
        position.ok_or_else(|| StoreError::Internal {
            cause: "the database does not say how far its log is written".to_owned(),
        })
    }

    /// Up to where the log of the database is written: what is visible now lies before it.
    pub fn log_position(&self) -> Result<i64, StoreError> {
        Ok(self.one(LOG_POSITION, &[])?.try_get(0)?)
    }

    /// Does something in a transaction that sees one state of the store and changes nothing.
    pub fn snapshot<T>(
        &self,
        read: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let result = read(self);
        // Nothing is written: ending is enough. Of two errors the first counts.
        let ended = self.run("ROLLBACK");
        let result = result?;
        ended?;
        Ok(result)
    }

    /// What ends the statement that is under way from another thread.
    pub fn cancel_token(&self) -> CancelToken {
        self.client.cancel_token()
    }

    /// Takes the connection out of the pool and closes it: nobody knows in what state it is.
    pub fn discard(self) {
        drop(Object::take(self.client));
    }
}

/// Ends what a caller has asked for when he goes away.
pub struct GiveUp {
    running: Arc<Mutex<Option<CancelToken>>>,
    tls: Tls,
}

impl GiveUp {
    pub fn new(tls: Tls) -> (Self, Arc<Mutex<Option<CancelToken>>>) {
        let running = Arc::new(Mutex::new(None));
        let give_up = Self {
            running: running.clone(),
            tls,
        };
        (give_up, running)
    }
}

impl Drop for GiveUp {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = running.take()
            && let Ok(runtime) = Handle::try_current()
        {
            let tls = self.tls.clone();
            // Whoever cannot be told goes on for nobody.
            runtime.spawn(async move { token.cancel_query(tls).await });
        }
    }
}
