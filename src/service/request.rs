//! Requests to read a document, checked: what the messages allow but the service does not is refused here, all of it at once.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use oxilangtag::LanguageTag;
use url::Url;

use super::checks::{Checks, MAX_ID_BYTES, broken, short};
use crate::error::{Error, Problem};
use crate::extract::Input;
use crate::proto::v1;
use crate::text::offsets::OffsetUnit;
use crate::text::{Format, Limits};

/// Longest title, publisher, URL or source, in bytes.
pub const MAX_FIELD_BYTES: usize = 8 * 1024;

/// A document that keeps to the rules, and how to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRequest {
    document: v1::Document,
    format: Format,
    limits: Limits,
    published_on: Option<Date>,
    offset_unit: OffsetUnit,
    explain: bool,
}

impl DocumentRequest {
    /// Checks a request.
    ///
    /// # Errors
    /// [`Error::Invalid`] lists every rule that the request breaks.
    pub fn new(
        document: Option<v1::Document>,
        options: Option<v1::ExtractOptions>,
        limits: Limits,
    ) -> Result<Self, Error> {
        let Some(document) = document else {
            let missing = Problem::Rule("is required".to_owned());
            return Err(Error::violation("document", missing));
        };
        let options = options.unwrap_or_default();
        let mut checks = Checks::default();
        lengths(&mut checks, &document);
        checks.take("document.text", text(&document.text, limits));
        if let Some(address) = &document.url {
            checks.take("document.url", web_address(address));
        }
        if let Some(tag) = &document.language {
            checks.take("document.language", english(tag));
        }
        let format = checks.take("document.format", format(document.format));
        let unit = offset_unit(options.offset_unit);
        let offset_unit = checks.take("options.offset_unit", unit);
        let day = document.published_at.as_deref().map(local_day).transpose();
        let published_on = checks.take("document.published_at", day);
        checks.pass(Self {
            format,
            limits: Limits {
                // Who names the language knows it.
                check_language: limits.check_language && document.language.is_none(),
                ..limits
            },
            document,
            published_on,
            offset_unit,
            explain: options.explain,
        })
    }

    /// The document, as it was submitted.
    pub fn document(&self) -> &v1::Document {
        &self.document
    }

    /// What the extractor reads.
    pub fn input(&self) -> Input<'_> {
        Input {
            id: self.document.id.as_deref(),
            text: &self.document.text,
            format: self.format,
            title: self.document.title.as_deref(),
            publisher: self.document.publisher.as_deref(),
            reference_day: self.published_on,
            limits: self.limits,
            offset_unit: self.offset_unit,
            explain: self.explain,
            stop: None,
        }
    }
}

fn lengths(checks: &mut Checks, document: &v1::Document) {
    let fields = [
        ("document.id", &document.id, MAX_ID_BYTES),
        ("document.title", &document.title, MAX_FIELD_BYTES),
        ("document.publisher", &document.publisher, MAX_FIELD_BYTES),
        ("document.url", &document.url, MAX_FIELD_BYTES),
        ("document.source", &document.source, MAX_FIELD_BYTES),
    ];
    for (field, value, limit) in fields {
        checks.take(field, short(value.as_deref().unwrap_or_default(), limit));
    }
}

fn text(text: &str, limits: Limits) -> Result<(), Problem> {
    if text.len() > limits.max_bytes {
        return Err(Problem::TooLarge {
            bytes: Some(text.len()),
            limit: limits.max_bytes,
        });
    }
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(Problem::Empty);
    }
    Ok(())
}

fn format(format: i32) -> Result<Format, Problem> {
    match v1::TextFormat::try_from(format) {
        Ok(v1::TextFormat::Unspecified | v1::TextFormat::Plain) => Ok(Format::Plain),
        Ok(v1::TextFormat::Html) => Ok(Format::Html),
        Err(_) => broken(format!("{format} is no TextFormat")),
    }
}

fn offset_unit(unit: i32) -> Result<OffsetUnit, Problem> {
    match v1::OffsetUnit::try_from(unit) {
        Ok(v1::OffsetUnit::Unspecified | v1::OffsetUnit::Utf8) => Ok(OffsetUnit::Utf8),
        Ok(v1::OffsetUnit::Utf16) => Ok(OffsetUnit::Utf16),
        Ok(v1::OffsetUnit::Utf32) => Ok(OffsetUnit::Utf32),
        Err(_) => broken(format!("{unit} is no OffsetUnit")),
    }
}

fn web_address(address: &str) -> Result<(), Problem> {
    match Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
        Ok(url) => broken(format!(
            "has the scheme {}, not http or https",
            url.scheme()
        )),
        Err(error) => broken(format!("is not an absolute URL: {error}")),
    }
}

fn english(tag: &str) -> Result<(), Problem> {
    match LanguageTag::parse(tag) {
        Ok(parsed) if parsed.primary_language().eq_ignore_ascii_case("en") => Ok(()),
        Ok(_) => Err(Problem::Language {
            language: tag.to_owned(),
        }),
        Err(error) => broken(format!("{tag:?} is not a BCP 47 language tag: {error}")),
    }
}

/// The day of `2025-10-18`, or of `2025-10-18T23:30:00-04:00` where it was written.
fn local_day(published_at: &str) -> Result<Date, Problem> {
    let is_day = published_at.len() == "2025-10-18".len();
    match Pieces::parse(published_at) {
        Ok(pieces)
            if pieces.time_zone_annotation().is_none()
                && pieces.time().is_none() == is_day
                && pieces.offset().is_none() == is_day =>
        {
            Ok(pieces.date())
        }
        _ => broken(format!(
            "{published_at:?} is neither an ISO 8601 day (2025-10-18) nor an RFC 3339 time (2025-10-18T09:30:00Z)"
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn document() -> v1::Document {
        v1::Document {
            text: "The EU imposed duties on steel.".into(),
            ..Default::default()
        }
    }

    fn fields(document: v1::Document) -> Vec<(Cow<'static, str>, Problem)> {
        match DocumentRequest::new(Some(document), None, Limits::default()) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(violations)) => {
                let pairs = violations
                    .iter()
                    .map(|v| (v.field.clone(), v.problem.clone()));
                pairs.collect()
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_broken_rule_is_named_at_once() {
        let found = fields(v1::Document {
            id: Some("x".repeat(257)),
            text: " \u{0}\n".into(),
            format: 7,
            url: Some("/news/1".into()),
            language: Some("de".into()),
            published_at: Some("yesterday".into()),
            ..Default::default()
        });
        let named: Vec<&str> = found.iter().map(|(field, _)| field.as_ref()).collect();
        assert_eq!(
            named,
            [
                "document.id",
                "document.text",
                "document.url",
                "document.language",
                "document.format",
                "document.published_at",
            ]
        );
        assert_eq!(found[1].1, Problem::Empty);
        let language = "de".to_owned();
        assert_eq!(found[3].1, Problem::Language { language });
    }

    #[test]
    fn the_day_is_that_of_the_place_of_publication() {
        let day = |s| local_day(s).ok().map(|d: Date| d.to_string());
        assert_eq!(day("2025-10-18"), Some("2025-10-18".into()));
        assert_eq!(day("2025-10-18T23:30:00-11:00"), Some("2025-10-18".into()));
        assert_eq!(day("2025-10-18T00:15:00.5Z"), Some("2025-10-18".into()));
        for wrong in [
            "",
            "2025",
            "2025-10",
            "18 Oct 2025",
            "2025-13-01",
            "2025-02-29",
            "20251018",
            "2025-10-18T09:30:00",
            "2025-10-18T09:30:00+02:00[Europe/Paris]",
            "2025-10-18Z",
            "10:30:00Z",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn english_of_any_region_is_read() {
        for tag in ["en", "EN", "en-GB", "en-Latn-US-x-wire"] {
            assert_eq!(english(tag), Ok(()), "{tag}");
        }
        for (tag, reason) in [
            ("de-AT", true),
            ("enm", true),
            ("english-", false),
            ("", false),
        ] {
            let refused = matches!(english(tag), Err(Problem::Language { .. }));
            assert_eq!(refused, reason, "{tag}");
            assert!(english(tag).is_err(), "{tag}");
        }
    }

    #[test]
    fn a_web_address_is_absolute() {
        assert_eq!(web_address("https://example.org/a?b#c"), Ok(()));
        for wrong in [
            "example.org/a",
            "ftp://example.org/a",
            "mailto:a@example.org",
            "https://",
        ] {
            assert!(web_address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_limit_itself_is_still_read() {
        let limits = Limits {
            max_bytes: 31,
            ..Limits::default()
        };
        let text = document().text;
        assert_eq!(text.len(), 31);
        assert!(DocumentRequest::new(Some(document()), None, limits).is_ok());
        let over = v1::Document {
            text: text + ".",
            ..Default::default()
        };
        let error = DocumentRequest::new(Some(over), None, limits).unwrap_err();
        assert_eq!(error.reason(), v1::ErrorReason::DocumentTooLarge);
    }
}
