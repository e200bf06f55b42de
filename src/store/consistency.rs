//! How fresh the answer to a read has to be: where a store has copies that follow it, they may answer what need not be the latest.

use std::future::Future;

/// A place in what was written to one store: what was acknowledged before it lies behind it. Later ones are larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WritePosition(pub(in crate::store) u64);

/// How fresh an answer has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consistency {
    /// It shows all that was acknowledged before the question.
    #[default]
    Latest,
    /// It may lie behind, but not behind this place.
    AtLeast(WritePosition),
}

impl Consistency {
    /// It may lie behind by any amount.
    pub const STALE: Self = Self::AtLeast(WritePosition(0));
}

tokio::task_local! {
    static CONSISTENCY: Consistency;
}

/// Reads for a caller to whom an answer may be so fresh; without this the latest is read.
pub async fn reading<F: Future>(consistency: Consistency, work: F) -> F::Output {
    CONSISTENCY.scope(consistency, work).await
}

/// How fresh the answer has to be that is being made.
pub(in crate::store) fn wanted() -> Consistency {
    CONSISTENCY.try_with(|wanted| *wanted).unwrap_or_default()
}
