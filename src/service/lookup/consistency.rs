//! How fresh the answer to a look-up has to be.

use crate::error::{Error, Problem};
use crate::proto::v1::ReadConsistency;
use crate::store::{Consistency, Store};

/// What a request says of it.
///
/// # Errors
/// [`Error::Invalid`] for a token that is not of this store.
pub fn wanted(store: &dyn Store, said: Option<ReadConsistency>) -> Result<Consistency, Error> {
    let said = said.unwrap_or_default();
    if said.write_token.is_empty() {
        return Ok(match said.allow_stale {
            true => Consistency::STALE,
            false => Consistency::Latest,
        });
    }
    let position = store.meta().tokens.open_written(&said.write_token);
    position.map(Consistency::AtLeast).ok_or_else(|| {
        let rule = Problem::Rule("is no write token of this store".to_owned());
        Error::violation("consistency.write_token", rule)
    })
}
