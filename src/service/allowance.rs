//! What a caller may still ask for in the course of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Extensions;

/// Counts what a caller asks for, or says how long to wait.
type Take = dyn Fn() -> Result<(), Duration> + Send + Sync;

/// What a caller may still ask for; without a limit where no rate is set.
#[derive(Clone, Default)]
pub struct Allowance(Option<Arc<Take>>);

impl Allowance {
    /// An allowance from which `take` takes one, or says how long to wait for it.
    pub fn new(take: impl Fn() -> Result<(), Duration> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(take)))
    }

    /// That of a call.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get().cloned().unwrap_or_default()
    }

    /// Takes one, as soon as there is one.
    pub async fn take(&self) {
        if let Self(Some(take)) = self {
            while let Err(wait) = take() {
                tokio::time::sleep(wait).await;
            }
        }
    }
}

impl fmt::Debug for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Allowance")
            .field("limited", &self.0.is_some())
            .finish()
    }
}
