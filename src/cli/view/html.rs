//! The page: its parts, and the facts as data that its script shows. The script makes text nodes only, and the page's own policy
//! lets nothing run or load but the style and script that it was made with, so that no text of an article can act.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::article::Block;
use crate::json::{self, JsonError};
use crate::proto::v1;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = concat!(
    include_str!("page/page.css"),
    include_str!("page/pictures.css")
);
const SCRIPT: &str = concat!(
    "\"use strict\";\n",
    include_str!("page/elements.js"),
    include_str!("page/facts.js"),
    include_str!("page/article.js"),
    include_str!("page/cards.js"),
    include_str!("page/timeline.js"),
    include_str!("page/graph.js"),
    include_str!("page/main.js"),
);

/// What the script reads.
#[derive(Serialize)]
struct Data<'d> {
    /// The fields of the document, without its text.
    document: Value,
    blocks: &'d [Block],
    extraction: Value,
}

/// The page of a document.
///
/// # Errors
/// See [`JsonError`].
pub fn page(
    document: v1::Document,
    blocks: &[Block],
    extraction: &v1::Extraction,
) -> Result<String, JsonError> {
    let title = document.title.clone();
    let title = title.or_else(|| document.id.clone()).unwrap_or_default();
    let about = v1::Document {
        text: String::new(),
        ..document
    };
    let data = Data {
        document: json::to_value(&about)?,
        blocks,
        extraction: json::to_value(extraction)?,
    };
    // Inside a script element only `<` could end or open anything.
    let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    Ok(fill(
        TEMPLATE,
        &[
            ("{{policy}}", &policy),
            ("{{title}}", &escape(&title)),
            ("{{style}}", STYLE),
            ("{{data}}", &data),
            ("{{script}}", SCRIPT),
        ],
    ))
}

/// The template with each of its marks, which stand in this order, replaced once: what is filled in is never searched for marks.
fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    for (mark, part) in parts {
        if let Some((before, after)) = rest.split_once(mark) {
            out.push_str(before);
            out.push_str(part);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The source expression of a Content Security Policy that allows exactly this style or script.
fn hash(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_document_becomes_markup() {
        let hostile = "</script><script>alert(1)</script>{{script}}<!--";
        let document = v1::Document {
            title: Some(hostile.into()),
            publisher: Some(hostile.into()),
            ..Default::default()
        };
        let page = page(document, &[], &v1::Extraction::default()).unwrap();
        assert!(!page.contains("<script>alert"));
        assert!(!page.contains("<!--"));
        let scripts = page.matches("</script>").count();
        assert_eq!(scripts, 2, "the data and the page's own");
        assert_eq!(page.matches(SCRIPT).count(), 1);
    }

    #[test]
    fn every_mark_of_the_template_is_filled() {
        let marks = ["policy", "title", "style", "data", "script"];
        for mark in marks {
            assert_eq!(TEMPLATE.matches(&format!("{{{{{mark}}}}}")).count(), 1);
        }
        assert_eq!(TEMPLATE.matches("{{").count(), marks.len());
        assert!(!STYLE.contains("</style") && !SCRIPT.contains("</script"));
    }
}
