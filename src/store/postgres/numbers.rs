//! Numbers for keys, which no other process has. They are taken from the database many at a time.

use std::sync::{Mutex, PoisonError};

use super::session::Session;
use crate::store::StoreError;

/// Numbers that one value of the sequence stands for.
const BLOCK: i64 = 1_000;

/// The numbers that this process may still use.
#[derive(Debug, Default)]
pub struct Numbers {
    left: Mutex<(i64, i64)>,
}

impl Numbers {
    /// A new number.
    pub fn next(&self, session: &Session) -> Result<i64, StoreError> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.0 >= left.1 {
            let first: i64 = session.one("SELECT nextval('number')", &[])?.try_get(0)?;
            *left = (first, first + BLOCK);
        }
        let number = left.0;
        left.0 += 1;
        Ok(number)
    }
}
