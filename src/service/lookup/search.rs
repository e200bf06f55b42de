//! Pages of documents, events and statements.

use super::{filter, paging};
use crate::error::{Error, Problem};
use crate::lexicon::Lexicon;
use crate::proto::v1::{
    SearchDocumentsRequest, SearchDocumentsResponse, SearchEventsRequest, SearchEventsResponse,
    SearchStatementsRequest, SearchStatementsResponse, SortOrder,
};
use crate::service::checks::{Checks, broken};
use crate::store::{DocumentFilter, Order, Query, Store};

pub async fn documents(
    store: &dyn Store,
    request: SearchDocumentsRequest,
) -> Result<SearchDocumentsResponse, Error> {
    let mut checks = Checks::default();
    let (limit, token) = (request.page_size, request.page_token);
    let request = SearchDocumentsRequest {
        page_size: 0,
        page_token: String::new(),
        ..request
    };
    let binding = paging::binding("SearchDocuments", &request);
    let filter = DocumentFilter {
        publishers: filter::names(&mut checks, "publishers", request.publishers),
        published: filter::days(&mut checks, "published", request.published),
        text: filter::words(&mut checks, "text", &request.text),
    };
    let order = order(request.sort_order, request.text.is_empty());
    let tokens = &store.meta().tokens;
    let query = Query {
        filter,
        order: checks.take("sort_order", order),
        limit: checks.take("page_size", paging::limit(limit)),
        cursor: checks.take("page_token", paging::cursor(tokens, &binding, &token)),
    };
    let mut query = checks.pass(query)?;
    let page = loop {
        let page = store.search_documents(&query).await?;
        match paging::fewer(&page.items) {
            None => break page,
            Some(fewer) => query.limit = fewer,
        }
    };
    Ok(SearchDocumentsResponse {
        results: page.items,
        next_page_token: paging::token(tokens, &binding, page.next.as_ref()),
    })
}

pub async fn events(
    store: &dyn Store,
    lexicon: &Lexicon,
    request: SearchEventsRequest,
) -> Result<SearchEventsResponse, Error> {
    let mut checks = Checks::default();
    let (limit, token) = (request.page_size, request.page_token);
    let request = SearchEventsRequest {
        page_size: 0,
        page_token: String::new(),
        ..request
    };
    let binding = paging::binding("SearchEvents", &request);
    let without_words = request.filter.as_ref().is_none_or(|f| f.text.is_empty());
    let order = order(request.sort_order, without_words);
    let tokens = &store.meta().tokens;
    let query = Query {
        filter: filter::events(&mut checks, lexicon, request.filter),
        order: checks.take("sort_order", order),
        limit: checks.take("page_size", paging::limit(limit)),
        cursor: checks.take("page_token", paging::cursor(tokens, &binding, &token)),
    };
    let mut query = checks.pass(query)?;
    let page = loop {
        let page = store.search_events(&query).await?;
        match paging::fewer(&page.items) {
            None => break page,
            Some(fewer) => query.limit = fewer,
        }
    };
    Ok(SearchEventsResponse {
        results: page.items,
        next_page_token: paging::token(tokens, &binding, page.next.as_ref()),
    })
}

pub async fn statements(
    store: &dyn Store,
    request: SearchStatementsRequest,
) -> Result<SearchStatementsResponse, Error> {
    let mut checks = Checks::default();
    let (limit, token) = (request.page_size, request.page_token);
    let request = SearchStatementsRequest {
        page_size: 0,
        page_token: String::new(),
        ..request
    };
    let binding = paging::binding("SearchStatements", &request);
    let without_words = request.filter.as_ref().is_none_or(|f| f.text.is_empty());
    let order = order(request.sort_order, without_words);
    let tokens = &store.meta().tokens;
    let query = Query {
        filter: filter::statements(&mut checks, request.filter),
        order: checks.take("sort_order", order),
        limit: checks.take("page_size", paging::limit(limit)),
        cursor: checks.take("page_token", paging::cursor(tokens, &binding, &token)),
    };
    let mut query = checks.pass(query)?;
    let page = loop {
        let page = store.search_statements(&query).await?;
        match paging::fewer(&page.items) {
            None => break page,
            Some(fewer) => query.limit = fewer,
        }
    };
    Ok(SearchStatementsResponse {
        results: page.items,
        next_page_token: paging::token(tokens, &binding, page.next.as_ref()),
    })
}

fn order(order: i32, without_words: bool) -> Result<Order, Problem> {
    match SortOrder::try_from(order) {
        Ok(SortOrder::Unspecified) if without_words => Ok(Order::NewestFirst),
        Ok(SortOrder::Relevance) if without_words => {
            broken("SORT_ORDER_RELEVANCE needs words to search for")
        }
        Ok(SortOrder::Unspecified | SortOrder::Relevance) => Ok(Order::Relevance),
        Ok(SortOrder::NewestFirst) => Ok(Order::NewestFirst),
        Ok(SortOrder::OldestFirst) => Ok(Order::OldestFirst),
        Err(_) => broken(format!("{order} is no SortOrder")),
    }
}
