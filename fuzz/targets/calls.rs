//! Calls: messages as they come from the wire, checked, and asked of a store.

use std::sync::{Arc, LazyLock};

use prost::Message;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;
use tradewire::error::Error;
use tradewire::json;
use tradewire::proto::v1::lookup_service_server::LookupService;
use tradewire::proto::v1::{self, *};
use tradewire::service::lookup::Lookup;
use tradewire::service::request::DocumentRequest;
use tradewire::service::workers::Workers;
use tradewire::store::sqlite::{Settings, SqliteStore};
use tradewire::store::{ExtractedDocument, PutMode, Store};
use tradewire::text::Limits;

/// Requests to read: from the wire and from JSON.
pub fn requests(input: &[u8]) {
    let Some((how, message)) = input.split_first() else {
        return;
    };
    let request = if how & 1 == 0 {
        ExtractRequest::decode(message).ok()
    } else {
        let value = serde_json::from_slice(message).ok();
        value.and_then(|value| json::from_value::<ExtractRequest>(value).ok())
    };
    let Some(request) = request else {
        return;
    };
    let ExtractRequest { document, options } = request.clone();
    match DocumentRequest::new(document, options, Limits::default()) {
        Ok(checked) => {
            let text = checked.input().text;
            assert!(!text.trim().is_empty());
            assert_eq!(Some(checked.document()), request.document.as_ref());
            // What was let in can be written as JSON, and read from it.
            let value = json::to_value(&request).expect("JSON");
            assert_eq!(
                json::from_value::<ExtractRequest>(value).expect("JSON"),
                request
            );
        }
        Err(Error::Invalid(violations)) => {
            assert!(violations.iter().all(|v| !v.field.is_empty()));
            explained(&Error::Invalid(violations).status("fuzz"));
        }
        Err(other) => panic!("{other}"),
    }
}

/// A refusal says its reason, and fits into the headers that carry it.
fn explained(status: &Status) {
    let details = status.get_error_details();
    let info = details.error_info().expect("every error says its reason");
    assert!(!info.reason.is_empty());
    let mut headers = http::HeaderMap::new();
    status.add_header(&mut headers).expect("headers");
    let bytes: usize = headers.values().map(|value| value.len()).sum();
    assert!(bytes < 8 * 1024, "{bytes} bytes: {status:?}");
}

/// A store with something in it, and the service in front of it.
struct Asked {
    runtime: Runtime,
    lookup: Lookup,
    _folder: tempfile::TempDir,
}

static ASKED: LazyLock<Asked> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let settings = Settings {
        readers: 1,
        ..Settings::default()
    };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(path, settings).expect("a store"));
    let workers = Workers::new(1, 16, None);
    runtime.block_on(async {
        let extractor = workers.extractor().await.expect("an extractor");
        let read = (0..12).map(|number| {
            let document = crate::news::report(number);
            let request = DocumentRequest::new(Some(document.clone()), None, Limits::default());
            let extraction = extractor.extract(&request.expect("a document").input());
            ExtractedDocument {
                document,
                extraction: extraction.expect("facts"),
            }
        });
        store
            .put(read.collect(), PutMode::KeepSame)
            .await
            .expect("stored");
    });
    let lookup = Lookup {
        store: Some(store),
        workers,
        stopping: CancellationToken::new(),
    };
    Asked {
        runtime,
        lookup,
        _folder: folder,
    }
});

/// Asks one method.
macro_rules! asked {
    ($message:expr, $($number:literal => $method:ident($request:ty) $then:expr;)*) => {
        match $message {
            $((Some($number), bytes) => if let Ok(request) = <$request>::decode(bytes) {
                let answer = ASKED.lookup.$method(Request::new(request.clone())).await;
                let then: fn($request, _) -> Option<$request> = $then;
                match answer {
                    Err(status) => refused(&status),
                    Ok(answer) => {
                        // A token that the service gave is one that it takes.
                        if let Some(next) = then(request, answer.into_inner()) {
                            ASKED.lookup.$method(Request::new(next)).await.expect("the next page");
                        }
                    }
                }
            },)*
            _ => {}
        }
    };
}

/// The first byte says what is asked.
pub fn lookups(input: &[u8]) {
    let Some((method, message)) = input.split_first() else {
        return;
    };
    ASKED.runtime.block_on(async {
        asked! { (Some(method % 14), message),
            0 => search_events(SearchEventsRequest) |request, answer: SearchEventsResponse| {
                (!answer.next_page_token.is_empty())
                    .then_some(SearchEventsRequest { page_token: answer.next_page_token, ..request })
            };
            1 => search_statements(SearchStatementsRequest) |request, answer: SearchStatementsResponse| {
                (!answer.next_page_token.is_empty())
                    .then_some(SearchStatementsRequest { page_token: answer.next_page_token, ..request })
            };
            2 => search_documents(SearchDocumentsRequest) |request, answer: SearchDocumentsResponse| {
                (!answer.next_page_token.is_empty())
                    .then_some(SearchDocumentsRequest { page_token: answer.next_page_token, ..request })
            };
            3 => count_events(CountEventsRequest) |_, _| None;
            4 => list_actors(ListActorsRequest) |request, answer: ListActorsResponse| {
                (!answer.next_page_token.is_empty())
                    .then_some(ListActorsRequest { page_token: answer.next_page_token, ..request })
            };
            5 => watch_events(WatchEventsRequest) |_, _| None;
            6 => watch_statements(WatchStatementsRequest) |_, _| None;
            7 => get_event(GetEventRequest) |_, _| None;
            8 => get_statement(GetStatementRequest) |_, _| None;
            9 => get_document(GetDocumentRequest) |_, _| None;
            10 => get_actor(GetActorRequest) |_, _| None;
            11 => batch_get_events(BatchGetEventsRequest) |_, _| None;
            12 => batch_get_documents(BatchGetDocumentsRequest) |_, _| None;
            13 => batch_get_actors(BatchGetActorsRequest) |_, _| None;
        }
    });
}

/// Only what is wrong with the request is refused: nothing that is asked is a fault of the server.
fn refused(status: &Status) {
    explained(status);
    let codes = [Code::InvalidArgument, Code::NotFound, Code::OutOfRange];
    assert!(codes.contains(&status.code()), "{status:?}");
    let _ = v1::ErrorReason::from_str_name(&format!(
        "ERROR_REASON_{}",
        status
            .get_error_details()
            .error_info()
            .expect("a reason")
            .reason
    ))
    .expect("a reason of the schema");
}
