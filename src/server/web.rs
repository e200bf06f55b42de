//! Calls from web pages: which pages may call, and which headers they may send and see.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::Web;
use crate::service::request_id;

/// How long a browser need not ask again whether a page may call.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// What tells browsers which pages may call.
pub(super) fn cors(settings: &Web) -> CorsLayer {
    let origins = if settings.origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        // What is no header value was refused with the settings, and matches nothing.
        let origins = settings
            .origins
            .iter()
            .map(|origin| HeaderValue::from_str(origin));
        AllowOrigin::list(origins.filter_map(Result::ok))
    };
    let name = HeaderName::from_static;
    if settings.origins.is_empty() {
        return CorsLayer::new().vary([]);
    }
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            request_id::HEADER,
            name("grpc-timeout"),
            name("traceparent"),
            name("tracestate"),
            name("x-api-key"),
            name("x-grpc-web"),
            name("x-user-agent"),
        ])
        .expose_headers([
            request_id::HEADER,
            name("grpc-message"),
            name("grpc-status"),
            name("grpc-status-details-bin"),
        ])
        .max_age(MAX_AGE)
}
