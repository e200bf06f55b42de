//! The store of a server: opened before it serves, looked after while it does.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use opentelemetry::metrics::Gauge;
use opentelemetry::{KeyValue, global};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::ServeError;
use crate::config;
use crate::store::{self, ChangeCursor, Health, Location, Store, StoreError};

/// How often the store is asked whether it can do its work.
const PROBE_INTERVAL: Duration = Duration::from_secs(10);

/// After how many probes the store is asked again how much it holds, which costs more.
const PROBES_BETWEEN_TOTALS: usize = 6;

/// Whether the store could be created, or is there; it is not opened.
pub(super) fn check(settings: &config::Store) -> Result<(), ServeError> {
    let Some(path) = settings.path.as_ref().and_then(Location::file) else {
        return Ok(());
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if folder.is_dir() && !path.is_dir() {
        return Ok(());
    }
    Err(ServeError::Store {
        location: path.display().to_string(),
        source: StoreError::Unavailable {
            cause: "it must be a file in a folder that is there".to_owned(),
        },
    })
}

/// Opens the store, or creates it; none where none is configured.
pub(super) async fn open(settings: &config::Store) -> Result<Option<Arc<dyn Store>>, ServeError> {
    let Some(location) = &settings.path else {
        return Ok(None);
    };
    let most_bytes = Some(settings.max_bytes).filter(|bytes| *bytes > 0);
    let opened = store::open_bounded(location, most_bytes).await;
    let store = opened.map_err(|source| ServeError::Store {
        location: location.to_string(),
        source,
    })?;
    tracing::info!(%location, id = store.meta().store_id, "store opened");
    Ok(Some(store))
}

/// Tells whether the store can do its work, at first and whenever that changes, until the server stops.
pub(super) async fn follow(
    store: Arc<dyn Store>,
    stopping: CancellationToken,
    tell: impl AsyncFn(bool),
) {
    let mut health = store.health();
    let mut probe = interval(PROBE_INTERVAL);
    probe.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = None;
    let mut meters = Meters::new();
    loop {
        let now = health.borrow_and_update().clone();
        let ready = now == Health::Ready;
        if told != Some(ready) {
            match &now {
                Health::Ready => tracing::info!("the store is ready"),
                Health::Failing(error) => tracing::error!(%error, "the store fails"),
            }
            told = Some(ready);
            meters.ready.record(u64::from(ready), &[]);
            tell(ready).await;
        }
        tokio::select! {
            biased;
            () = stopping.cancelled() => return,
            changed = health.changed() => if changed.is_err() {
                return;
            },
            _ = probe.tick() => {
                store.probe().await;
                meters.measure(store.as_ref()).await;
            }
        }
    }
}

/// What is measured about the store.
struct Meters {
    ready: Gauge<u64>,
    records: Gauge<u64>,
    /// The last change of the contents that are told, and how many probes ago they were counted.
    counted: Option<(ChangeCursor, usize)>,
}

impl Meters {
    fn new() -> Self {
        let meter = global::meter("tradewire");
        Self {
            ready: meter
                .u64_gauge("tradewire.store.ready")
                .with_description("1 while the store can be read and written, else 0.")
                .build(),
            records: meter
                .u64_gauge("tradewire.store.records")
                .with_description("What the store holds, by kind; up to a minute old.")
                .build(),
            counted: None,
        }
    }

    /// Tells how much the store holds, where that may have changed and was not told just now.
    async fn measure(&mut self, store: &dyn Store) {
        let now = *store.revisions().borrow();
        if let Some((then, probes)) = &mut self.counted {
            *probes += 1;
            if *then == now || *probes < PROBES_BETWEEN_TOTALS {
                return;
            }
        }
        // What fails here is told by the probe.
        let Ok(totals) = store.totals().await else {
            return;
        };
        self.counted = Some((now, 0));
        for (kind, count) in [
            ("document", totals.documents),
            ("event", totals.events),
            ("statement", totals.statements),
            ("actor", totals.actors),
        ] {
            self.records.record(count, &[KeyValue::new("kind", kind)]);
        }
    }
}
