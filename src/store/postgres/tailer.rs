//! Who wakes the watches of this process: one task that looks how far the sequence of changes has come. Looking is what counts;
//! what the other processes call out only makes it look sooner.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_postgres::AsyncMessage;

use super::Core;
use super::connect::Address;
use super::horizon::{Horizon, Revisions};
use crate::store::{ChangeCursor, Health, StoreError};

/// How often it looks although nobody calls.
const POLL: Duration = Duration::from_secs(1);

/// How often it looks while transactions are running that may have changes.
const POLL_INCOMPLETE: Duration = Duration::from_millis(20);

/// How long a write waits at most until it can be told.
const MOST_WAIT: Duration = Duration::from_secs(1);

/// Calls that come within this time become one.
const COALESCE: Duration = Duration::from_millis(20);

/// How long after a failure it tries again.
const RETRY: Duration = Duration::from_millis(500);

/// How often changes that need not be kept any longer are deleted.
const FORGET: Duration = Duration::from_secs(30);

/// On which channel the processes call each other.
const CHANNEL: &str = "tradewire_changes";

/// What the task and the rest of the process share.
#[derive(Debug)]
pub struct Tailer {
    pub horizon: Horizon,
    pub revision: watch::Sender<ChangeCursor>,
    /// Something was written here: the others are to be called.
    call: Notify,
    /// Somebody has called.
    look: Notify,
}

impl Default for Tailer {
    fn default() -> Self {
        Self {
            horizon: Horizon::default(),
            revision: watch::Sender::new(ChangeCursor { revision: 0 }),
            call: Notify::new(),
            look: Notify::new(),
        }
    }
}

impl Core {
    /// Looks how far the sequence of changes has come, and wakes those who watch.
    pub async fn look(self: &Arc<Self>) -> Result<Revisions, StoreError> {
        let revisions = self
            .on_thread(&self.readers, |core, session| {
                core.tailer.horizon.look(&session?)
            })
            .await??;
        let now = ChangeCursor {
            revision: revisions.complete.unsigned_abs(),
        };
        self.tailer.revision.send_if_modified(|last| {
            let later = *last < now;
            *last = now.max(*last);
            later
        });
        Ok(revisions)
    }

    /// Something was written: wakes those who watch here, and calls the others. Waits for a while until it can be told, so that
    /// whoever has written it finds it in the sequence of changes.
    pub async fn wrote(self: &Arc<Self>) {
        self.tailer.call.notify_one();
        let told = async {
            let Ok(first) = self.look().await else { return };
            let mut pause = Duration::from_millis(1);
            let mut complete = first.complete;
            while complete < first.taken {
                sleep(pause).await;
                pause = (pause * 2).min(POLL_INCOMPLETE);
                let Ok(now) = self.look().await else { return };
                complete = now.complete;
            }
        };
        if timeout(MOST_WAIT, told).await.is_err() {
            tracing::debug!("transactions are running that hold the watches up");
        }
        self.tailer.look.notify_one();
    }
}

/// Looks until it is aborted.
pub async fn tail(core: Arc<Core>) {
    let mut forgotten = tokio::time::Instant::now();
    loop {
        let wait = match core.look().await {
            Ok(revisions) => {
                if matches!(*core.health.borrow(), Health::Failing(_)) {
                    core.probe().await;
                }
                if revisions.complete == revisions.taken {
                    POLL
                } else {
                    POLL_INCOMPLETE
                }
            }
            Err(error) => {
                core.note_failure(&error);
                RETRY
            }
        };
        if forgotten.elapsed() >= FORGET {
            forgotten = tokio::time::Instant::now();
            if let Err(error) = core.forget().await {
                tracing::warn!(%error, "changes that need not be kept are not deleted");
            }
        }
        let called = core.tailer.look.notified();
        // Whether somebody has called or the time is up: it looks.
        let _ = timeout(wait, called).await;
    }
}

/// Calls the other processes when something was written, at most once in a while, outside of the transactions; until it is aborted.
pub async fn call(core: Arc<Core>) {
    loop {
        core.tailer.call.notified().await;
        sleep(COALESCE).await;
        let called = core
            .on_thread(&core.readers, |_, session| {
                session?.run(&format!("NOTIFY {CHANNEL}"))
            })
            .await;
        if let Ok(Err(error)) | Err(error) = called {
            tracing::debug!(%error, "the other processes are not called; they look by themselves");
        }
    }
}

/// Listens to the other processes until it is aborted.
pub async fn listen(core: Arc<Core>) {
    loop {
        if let Err(error) = listen_once(&core, &core.address).await {
            tracing::debug!(%error, "nobody is heard; looking goes on");
        }
        sleep(RETRY).await;
    }
}

async fn listen_once(core: &Core, address: &Address) -> Result<(), StoreError> {
    let (client, mut connection) = address.writable().connect(address.tls()).await?;
    let messages = stream::poll_fn(move |context| connection.poll_message(context));
    tokio::pin!(messages);
    let said = client.batch_execute("LISTEN tradewire_changes");
    tokio::pin!(said);
    let mut listening = false;
    loop {
        tokio::select! {
            message = messages.next() => match message {
                Some(Ok(AsyncMessage::Notification(_))) => core.tailer.look.notify_one(),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Ok(()),
            },
            answer = &mut said, if !listening => {
                answer?;
                listening = true;
                // What was called before this was not heard.
                core.tailer.look.notify_one();
            }
        }
    }
}
