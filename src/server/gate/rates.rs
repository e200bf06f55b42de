//! How often each caller may call.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio_util::sync::CancellationToken;

use crate::config::Limits;
use crate::error::Error;
use crate::service::allowance::Allowance;

/// How often callers that have not called for long are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// The rates of all callers.
#[derive(Clone)]
pub(super) struct Rates {
    limiter: Arc<DefaultKeyedRateLimiter<Arc<str>>>,
    limit: u32,
}

impl Rates {
    /// As they are set; none without a limit.
    pub fn new(limits: &Limits) -> Option<Self> {
        let rate = NonZeroU32::new(limits.max_rate_per_caller)?;
        let burst = NonZeroU32::new(limits.max_burst_per_caller).unwrap_or(rate);
        let quota = Quota::per_second(rate).allow_burst(burst);
        Some(Self {
            limiter: Arc::new(RateLimiter::keyed(quota)),
            limit: rate.get(),
        })
    }

    /// Counts a call.
    pub fn check(&self, caller: &Arc<str>) -> Result<(), Error> {
        self.limiter
            .check_key(caller)
            .map_err(|until| Error::RateLimited {
                limit: self.limit,
                wait: until.wait_time_from(DefaultClock::default().now()),
            })
    }

    /// Forgets callers that may again call as if they never had.
    pub async fn forget(self, stopping: CancellationToken) {
        let forget = async {
            loop {
                tokio::time::sleep(FORGET_EVERY).await;
                self.limiter.retain_recent();
                self.limiter.shrink_to_fit();
            }
        };
        stopping.run_until_cancelled(forget).await;
    }

    /// What a caller may still ask for in the course of a call.
    pub fn allowance(&self, caller: Arc<str>) -> Allowance {
        let rates = self.clone();
        Allowance::new(move || match rates.check(&caller) {
            Err(Error::RateLimited { wait, .. }) => Err(wait),
            _ => Ok(()),
        })
    }
}
