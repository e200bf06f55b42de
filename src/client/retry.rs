//! Trying again, within the deadline of the call.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use tonic::{Code, Response, Status};
use tonic_types::StatusExt;

use super::Options;

/// The tries of one call.
pub(super) struct Tries {
    ends: Instant,
    left: u32,
    pause: Duration,
}

impl Tries {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            ends: Instant::now() + options.deadline,
            left: options.attempts.max(1),
            pause: options.pause,
        }
    }

    /// Calls with the time that is left, until an answer, an error that another try would not mend, or the end of tries or time.
    pub(super) async fn run<A, F>(
        mut self,
        call: impl Fn(Duration) -> F,
    ) -> Result<Response<A>, Status>
    where
        F: Future<Output = Result<Response<A>, Status>>,
    {
        loop {
            let error = match call(self.ends.saturating_duration_since(Instant::now())).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            self.left -= 1;
            let passing = matches!(error.code(), Code::Unavailable | Code::ResourceExhausted);
            let named = error
                .get_details_retry_info()
                .and_then(|retry| retry.retry_delay);
            let pause = named.unwrap_or(self.pause);
            if !passing || self.left == 0 || Instant::now() + pause >= self.ends {
                return Err(error);
            }
            sleep(pause).await;
            self.pause *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tonic_types::ErrorDetails;

    use super::*;

    fn options() -> Options {
        Options {
            pause: Duration::from_millis(1),
            ..Options::default()
        }
    }

    /// How often a call that always fails with this is tried.
    async fn tries_of(error: Status) -> u32 {
        let tried = Cell::new(0);
        let tries = Tries::new(&options());
        let answer: Result<Response<()>, _> = tries
            .run(|_| {
                tried.set(tried.get() + 1);
                std::future::ready(Err(error.clone()))
            })
            .await;
        assert_eq!(answer.unwrap_err().code(), error.code());
        tried.get()
    }

    #[tokio::test]
    async fn only_what_passes_is_tried_again() {
        assert_eq!(tries_of(Status::unavailable("")).await, 4);
        assert_eq!(tries_of(Status::invalid_argument("")).await, 1);
    }

    #[tokio::test]
    async fn a_pause_beyond_the_deadline_is_not_waited_for() {
        let details = ErrorDetails::with_retry_info(Some(Duration::from_secs(3600)));
        let error = Status::with_error_details(Code::ResourceExhausted, "", details);
        assert_eq!(tries_of(error).await, 1);
    }
}
