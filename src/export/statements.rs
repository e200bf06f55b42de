//! The table of statements: one row for each.

use super::Kind::{Count, Day, Number, Text, Texts};
use super::table::{Column, Row, Value, column};
use super::{Source, Table, bare, words};
use crate::proto::v1;

/// One row for each statement.
pub const STATEMENTS: Table = Table {
    name: "statements",
    columns: COLUMNS,
    rows,
};

const COLUMNS: &[Column] = &[
    column("document_id", Text, "id of the document"),
    column(
        "published_on",
        Day,
        "day of publication, or of the dateline",
    ),
    column("publisher", Text, "publisher of the document"),
    column("url", Text, "address of the document"),
    column(
        "statement_id",
        Text,
        "id of the statement, unique in the document",
    ),
    column("mode", Text, "form, as in `StatementMode`"),
    column("act", Text, "speech act, as in `SpeechAct`"),
    column("speaker_id", Text, "id of the speaker"),
    column("speaker", Text, "name of the speaker, or else as written"),
    column(
        "speaker_affiliation",
        Text,
        "id of whom the speaker acts for",
    ),
    column(
        "speaker_country",
        Text,
        "id of the country or bloc behind the speaker",
    ),
    column("cue", Text, "the words that report"),
    column(
        "content",
        Text,
        "what is said; parts that the cue divides are joined by ` ... `",
    ),
    column("channel", Text, "outlet or means, as written"),
    column("source_id", Text, "id of the actor that relays it"),
    column("addressee_id", Text, "id of the actor to whom it is said"),
    column("addressee", Text, "to whom it is said, as written"),
    column("event_ids", Texts, "ids of the events that it speaks of"),
    column("within_id", Text, "id of the statement in which it is told"),
    column(
        "confidence",
        Number,
        "share of such extractions that are right",
    ),
    column("start", Count, "offset of the content in the document"),
    column("end", Count, "offset behind the content"),
    column("extractor_version", Text, "version of the extractor"),
    column("lexicon_version", Text, "version of the lexicon"),
];

fn rows(source: &Source<'_>) -> Vec<Row> {
    let statements = source.extraction.statements.iter();
    statements.map(|said| row(source, said)).collect()
}

fn row(source: &Source<'_>, said: &v1::Statement) -> Row {
    let Source {
        document,
        extraction,
    } = source;
    let speaker = said.speaker_id.as_deref().and_then(|id| source.actor(id));
    let content = said.content.iter().map(|span| span.text.as_str());
    vec![
        extraction.document_id.clone().into(),
        Value::day(source.published_on().as_deref()),
        document.publisher.clone().into(),
        document.url.clone().into(),
        Some(said.id.clone()).into(),
        bare(said.mode().as_str_name(), "STATEMENT_MODE_").into(),
        bare(said.act().as_str_name(), "SPEECH_ACT_").into(),
        said.speaker_id.clone().into(),
        speaker
            .map(|actor| actor.name.clone())
            .or_else(|| words(said.speaker.as_ref()))
            .into(),
        speaker
            .and_then(|actor| actor.affiliation_id.clone())
            .into(),
        speaker.and_then(|actor| actor.country_id.clone()).into(),
        words(said.cue.as_ref()).into(),
        Some(content.collect::<Vec<_>>().join(" ... ")).into(),
        words(said.channel.as_ref()).into(),
        said.source_id.clone().into(),
        said.addressee_id.clone().into(),
        words(said.addressee.as_ref()).into(),
        said.event_ids.clone().into(),
        said.within_id.clone().into(),
        said.confidence.into(),
        said.content
            .first()
            .map(|span| i64::from(span.start))
            .into(),
        said.content.last().map(|span| i64::from(span.end)).into(),
        Some(extraction.extractor_version.clone()).into(),
        Some(extraction.lexicon_version.clone()).into(),
    ]
}
