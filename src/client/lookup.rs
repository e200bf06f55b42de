//! Calls of the look-up service.

use super::{Client, ClientError, Pages};
use crate::proto::v1;

impl Client {
    /// Events that match, page after page.
    pub fn search_events(&self, request: v1::SearchEventsRequest) -> Pages<'_, v1::EventResult> {
        Pages::new(move |page_token| {
            let request = v1::SearchEventsRequest {
                page_token,
                ..request.clone()
            };
            async move {
                let answer = self
                    .call(request, |request| async {
                        self.lookup().search_events(request).await
                    })
                    .await?;
                Ok((answer.results, answer.next_page_token))
            }
        })
    }

    /// Statements that match, page after page.
    pub fn search_statements(
        &self,
        request: v1::SearchStatementsRequest,
    ) -> Pages<'_, v1::StatementResult> {
        Pages::new(move |page_token| {
            let request = v1::SearchStatementsRequest {
                page_token,
                ..request.clone()
            };
            async move {
                let answer = self
                    .call(request, |request| async {
                        self.lookup().search_statements(request).await
                    })
                    .await?;
                Ok((answer.results, answer.next_page_token))
            }
        })
    }

    /// Documents that match, page after page.
    pub fn search_documents(
        &self,
        request: v1::SearchDocumentsRequest,
    ) -> Pages<'_, v1::DocumentResult> {
        Pages::new(move |page_token| {
            let request = v1::SearchDocumentsRequest {
                page_token,
                ..request.clone()
            };
            async move {
                let answer = self
                    .call(request, |request| async {
                        self.lookup().search_documents(request).await
                    })
                    .await?;
                Ok((answer.results, answer.next_page_token))
            }
        })
    }

    /// One event.
    ///
    /// # Errors
    /// NOT_FOUND for an unknown id; see [`super::CallError`].
    pub async fn event(&self, event_id: &str) -> Result<v1::EventRecord, ClientError> {
        let request = v1::GetEventRequest {
            event_id: event_id.to_owned(),
            consistency: None,
        };
        let answer = self
            .call(request, |request| async {
                self.lookup().get_event(request).await
            })
            .await?;
        answer.event.ok_or(ClientError::Empty)
    }

    /// How many events match, by group and span of time.
    ///
    /// # Errors
    /// See [`super::CallError`].
    pub async fn count_events(
        &self,
        request: v1::CountEventsRequest,
    ) -> Result<Vec<v1::EventCount>, ClientError> {
        let answer = self
            .call(request, |request| async {
                self.lookup().count_events(request).await
            })
            .await?;
        Ok(answer.counts)
    }
}
