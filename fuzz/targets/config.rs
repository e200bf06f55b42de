//! Settings: files, single settings, variables of the environment.

use std::time::Instant;

use tokio::sync::Semaphore;
use tradewire::Config;
use tradewire::config::Layers;

/// The input is a file; a line `name=value` is taken for a flag and for a variable as well.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut layers = Layers::new();
    if let Err(error) = layers.text("a file", &text) {
        assert!(error.to_string().starts_with("a file: "), "{error}");
    }
    for line in text.lines().take(8) {
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        // What is refused leaves the rest as it was.
        let before = layers.clone().config().ok();
        if layers.set("a flag", name.trim(), value.trim()).is_err() {
            assert_eq!(layers.clone().config().ok(), before);
        }
        let variable = format!("TRADEWIRE_{}", name.trim().to_uppercase().replace('.', "_"));
        // A variable may name a file to read: not one of this machine.
        if !variable.ends_with("_FILE") {
            let _ = layers.environment([(variable, value.trim().to_owned())]);
        }
    }
    // What is taken can be served with: semaphores hold so many places, clocks can add such times.
    if let Ok(Config { server, limits, .. }) = layers.config() {
        let counts = [
            limits.worker_count(),
            limits.max_calls,
            limits.max_connections,
            limits.max_queued_documents,
            limits.max_in_flight_per_stream,
        ];
        assert!(
            counts
                .iter()
                .all(|count| (1..=Semaphore::MAX_PERMITS / 4).contains(count)),
            "{counts:?}"
        );
        let times = [
            server.keepalive_interval,
            server.max_connection_age,
            limits.max_call_duration,
            limits.max_stream_duration,
        ];
        let sure = [
            server.drain,
            server.max_connection_age_grace,
            server.keepalive_timeout,
            server.handshake_timeout,
        ];
        for time in times.into_iter().flatten().chain(sure) {
            assert!(Instant::now().checked_add(time).is_some(), "{time:?}");
        }
    }
}
