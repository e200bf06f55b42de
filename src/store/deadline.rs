//! Until when whoever asks a store waits for the answer: what may be tried again is tried until then.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

tokio::task_local! {
    static DEADLINE: Instant;
}

/// How long before the end a failure is answered, at most: so that it reaches the caller.
const MARGIN: Duration = Duration::from_millis(100);

/// Does something for a caller who waits until a moment.
pub async fn within<F: Future>(at: Instant, work: F) -> F::Output {
    DEADLINE.scope(at, work).await
}

/// Until when something may be tried again: not longer than for some time, and not so long that the caller no longer hears of it.
pub(in crate::store) fn until(longest: Duration) -> Instant {
    let now = Instant::now();
    let end = now + longest;
    match DEADLINE.try_with(|at| *at) {
        Ok(at) => {
            let left = at.saturating_duration_since(now);
            end.min(at - MARGIN.min(left / 4))
        }
        Err(_) => end,
    }
}
