//! What the tasks of a store share: connections, and doing things again while the database is away.

use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use super::connect::Address;
use super::session::{GiveUp, Session};
use super::standby::Standbys;
use super::tailer::Tailer;
use super::{Settings, months, numbers, schema, told};
use crate::store::{Health, StoreError, WritePosition, deadline};

/// Slots of the counters: as many transactions can add to one counter at the same time.
const SLOTS: u16 = 16;

/// What the tasks of a store share.
#[derive(Debug)]
pub struct Core {
    pub address: Address,
    pub settings: Settings,
    pub pool: Pool,
    pub readers: Pool,
    pub standbys: Option<Standbys>,
    /// Where the last write of this process lies, or what it was told of as written before.
    pub written: AtomicU64,
    pub numbers: numbers::Numbers,
    pub months: months::Months,
    pub tailer: Tailer,
    pub health: watch::Sender<Health>,
    pub next_slot: AtomicU16,
}

impl Core {
    pub fn new(address: &str, settings: Settings) -> Result<Self, StoreError> {
        let address = Address::parse(address)?;
        let (health, _) = watch::channel(Health::Ready);
        // Two more than write at the same time: for what looks after the store.
        Ok(Self {
            pool: address.pool(settings.writers.max(1) + 1, settings.retry_for)?,
            readers: address.pool(settings.readers.max(1) + 1, settings.retry_for)?,
            standbys: Standbys::new(&address, settings.readers.max(1))?,
            written: AtomicU64::new(0),
            address,
            settings,
            numbers: numbers::Numbers::default(),
            months: months::Months::default(),
            tailer: Tailer::default(),
            health,
            next_slot: AtomicU16::new(std::process::id() as u16),
        })
    }

    /// Does something with a connection of a pool, on a thread that may block; without one, with the reason.
    pub async fn on_thread<T: Send + 'static>(
        self: &Arc<Self>,
        pool: &Pool,
        work: impl FnOnce(&Self, Result<Session, StoreError>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let runtime = Handle::current();
        let client = pool.get().await;
        let session = client
            .map(|client| Session::new(client, runtime))
            .map_err(StoreError::from);
        let (give_up, running) = GiveUp::new(self.address.tls());
        if let Ok(session) = &session {
            *running.lock().unwrap_or_else(PoisonError::into_inner) = Some(session.cancel_token());
        }
        let core = self.clone();
        let task = tokio::task::spawn_blocking(move || {
            let result = work(&core, session);
            // From here on nobody may interrupt the connection: the next one has it.
            *running.lock().unwrap_or_else(PoisonError::into_inner) = None;
            result
        });
        let result = task.await.map_err(|error| StoreError::Internal {
            cause: error.to_string(),
        });
        drop(give_up);
        result
    }

    /// Does something that can be done again as long as the database is away.
    pub async fn again<T: Send + 'static>(
        self: &Arc<Self>,
        pool: &Pool,
        work: impl Fn(&Self, &Session) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let work = Arc::new(work);
        let mut attempts = self.attempts();
        loop {
            let work = work.clone();
            let attempt = self.on_thread(pool, move |core, session| {
                let session = session?;
                let result = work(core, &session);
                if matches!(
                    result,
                    Err(StoreError::Unavailable { .. } | StoreError::Internal { .. })
                ) {
                    // Nobody knows in what state it is.
                    session.discard();
                }
                result
            });
            match attempt.await.flatten() {
                Err(error @ StoreError::Unavailable { .. }) => {
                    self.note_failure(&error);
                    if !attempts.wait().await {
                        return Err(error);
                    }
                }
                Err(error) => {
                    self.note_failure(&error);
                    return Err(error);
                }
                done => return done,
            }
        }
    }

    /// Looks whether the store answers and can be written.
    pub async fn probe(self: &Arc<Self>) -> Health {
        let probed = self.on_thread(&self.pool, |_, session| {
            let session = session?;
            let now = jiff::Timestamp::now().to_string();
            let written = schema::set(&session, "probed", &now);
            if written.is_err() {
                session.discard();
            }
            written
        });
        let probed = probed.await.flatten();
        self.note_health(&probed);
        match probed {
            Ok(()) => Health::Ready,
            Err(error) => Health::Failing(error),
        }
    }

    /// Forgets changes that need not be kept any longer.
    pub async fn forget(self: &Arc<Self>) -> Result<(), StoreError> {
        let last = self.tailer.revision.borrow().revision;
        let last = i64::try_from(last).unwrap_or(i64::MAX);
        let forgotten = self.on_thread(&self.pool, move |core, session| {
            told::forget(&session?, last, core.settings.kept_changes)
        });
        forgotten.await.flatten()
    }

    /// What came of a write is how the store is.
    pub fn note_health<T>(&self, result: &Result<T, StoreError>) {
        match result {
            Ok(_) => {
                self.health.send_if_modified(|last| {
                    let changed = *last != Health::Ready;
                    *last = Health::Ready;
                    changed
                });
            }
            Err(error) => self.note_failure(error),
        }
    }

    /// A failure of the store itself is how it is until something can be written again.
    pub fn note_failure(&self, error: &StoreError) {
        if matches!(
            error,
            StoreError::Full { .. } | StoreError::Damaged { .. } | StoreError::Unavailable { .. }
        ) {
            self.health.send_if_modified(|last| {
                // Whatever exactly it is: it was told that it fails.
                let changed = *last == Health::Ready;
                *last = Health::Failing(error.clone());
                changed
            });
        }
    }

    /// Notes that what is written, or known to be, lies before a place in the log of the database.
    pub fn note_written(&self, log_position: i64) {
        let position = u64::try_from(log_position).unwrap_or_default();
        self.written.fetch_max(position, Ordering::AcqRel);
    }

    pub fn written(&self) -> WritePosition {
        WritePosition(self.written.load(Ordering::Acquire))
    }

    pub fn slot(&self) -> i16 {
        let next = self.next_slot.fetch_add(1, Ordering::Relaxed);
        i16::try_from(next % SLOTS).unwrap_or_default()
    }

    pub fn attempts(&self) -> Attempts {
        Attempts {
            until: deadline::until(self.settings.retry_for),
            delay: Duration::from_millis(20),
        }
    }
}

/// Attempts at something, further and further apart.
pub struct Attempts {
    until: Instant,
    delay: Duration,
}

impl Attempts {
    /// The longest pause between two attempts.
    const LONGEST: Duration = Duration::from_secs(1);

    /// Waits until the next attempt; false where there is none left.
    pub async fn wait(&mut self) -> bool {
        // Replicas that fail together must not try together.
        let mut random = [0; 1];
        let spread = match getrandom::fill(&mut random) {
            Ok(()) => f64::from(random[0]) / 255.0,
            Err(_) => 0.5,
        };
        let pause = self.delay.mul_f64(0.5 + spread);
        let now = Instant::now();
        if now + pause >= self.until {
            return false;
        }
        tokio::time::sleep(pause).await;
        self.delay = (self.delay * 2).min(Self::LONGEST);
        true
    }
}
