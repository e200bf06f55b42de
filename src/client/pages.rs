//! Lists that fetch their next page when the one before is used up.

use std::collections::VecDeque;
use std::pin::Pin;

use futures_util::stream::{self, Stream, StreamExt};

use super::ClientError;

/// A page: its items, and the token of the next page, empty on the last.
pub(super) type Page<T> = (Vec<T>, String);

/// The items of a list, page after page.
pub struct Pages<'c, T> {
    items: Pin<Box<dyn Stream<Item = Result<T, ClientError>> + Send + 'c>>,
}

/// Where a list stands.
struct State<T> {
    ready: VecDeque<T>,
    /// Token of the next page; none behind the last.
    next: Option<String>,
}

impl<'c, T: Send + 'c> Pages<'c, T> {
    /// A list whose pages `fetch` gets by their tokens.
    pub(super) fn new<F>(fetch: impl Fn(String) -> F + Send + Sync + 'c) -> Self
    where
        F: Future<Output = Result<Page<T>, ClientError>> + Send,
    {
        let fetch = std::sync::Arc::new(fetch);
        let first = State {
            ready: VecDeque::new(),
            next: Some(String::new()),
        };
        let items = stream::try_unfold(first, move |mut state| {
            let fetch = fetch.clone();
            async move {
                while state.ready.is_empty() {
                    let Some(token) = state.next.take() else {
                        return Ok(None);
                    };
                    let (items, next) = fetch(token).await?;
                    state.ready = items.into();
                    state.next = (!next.is_empty()).then_some(next);
                }
                Ok(state.ready.pop_front().map(|item| (item, state)))
            }
        });
        Self {
            items: Box::pin(items),
        }
    }

    /// The next item; none at the end of the list.
    ///
    /// # Errors
    /// Where a page cannot be fetched.
    pub async fn next(&mut self) -> Result<Option<T>, ClientError> {
        self.items.next().await.transpose()
    }

    /// At most so many items.
    ///
    /// # Errors
    /// Where a page cannot be fetched.
    pub async fn take(mut self, most: usize) -> Result<Vec<T>, ClientError> {
        let mut taken = Vec::new();
        while taken.len() < most {
            match self.next().await? {
                Some(item) => taken.push(item),
                None => break,
            }
        }
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_item_of_every_page_comes_once_and_empty_pages_are_passed_over() {
        let pages = Pages::new(|token| async move {
            Ok(match token.as_str() {
                "" => (vec![1, 2], "a".to_owned()),
                "a" => (vec![], "b".to_owned()),
                _ => (vec![3], String::new()),
            })
        });
        assert_eq!(pages.take(10).await.unwrap(), [1, 2, 3]);
    }
}
