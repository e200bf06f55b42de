use super::*;

#[test]
fn a_fault_of_the_server_is_logged_and_the_caller_learns_only_where_to_find_it() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.reopen().map(std::sync::Mutex::new).unwrap())
        .finish();
    let error = Error::Internal {
        cause: "disk 7 is on fire".to_owned(),
    };
    let status = tracing::subscriber::with_default(subscriber, || error.status("desk-7"));
    assert_eq!(status.code(), Code::Internal);
    assert!(!format!("{status:?}").contains("fire"), "{status:?}");
    assert!(!String::from_utf8_lossy(status.details()).contains("fire"));
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!(
        (info.reason.as_str(), &*info.metadata["request_id"]),
        ("INTERNAL", "desk-7")
    );
    let logged = std::fs::read_to_string(log.path()).unwrap();
    assert!(
        logged.contains("disk 7 is on fire") && logged.contains("desk-7"),
        "{logged}"
    );
}

#[test]
fn whatever_a_caller_sends_the_refusal_fits_into_headers() {
    let violation = |i: usize, rule: &str| Violation {
        field: format!("filter.actors[{i}].actor_id").into(),
        problem: Problem::Rule(rule.to_owned()),
    };
    let long = "\u{1f6a2}".repeat(100_000);
    let many = (0..1000).map(|i| violation(i, &long)).collect();
    let language = Violation {
        field: "document.language".into(),
        problem: Problem::Language {
            language: long.clone(),
        },
    };
    for list in [many, vec![violation(7, &long)], vec![language]] {
        let count = list.len();
        let error = Error::Invalid(Violations::new(list).unwrap());
        let bytes = header_bytes(&error.status("r"));
        assert!(bytes < 8 * 1024, "{bytes} bytes");
        let listed = error
            .status("r")
            .get_error_details()
            .bad_request()
            .unwrap()
            .clone();
        assert!(!listed.field_violations.is_empty());
        let told = error.to_string().contains("more");
        assert_eq!(told, listed.field_violations.len() < count, "{error}");
    }
}

/// Bytes of the headers that carry a status.
fn header_bytes(status: &Status) -> usize {
    let mut headers = http::HeaderMap::new();
    status.add_header(&mut headers).unwrap();
    let fields = headers.iter();
    fields
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}
