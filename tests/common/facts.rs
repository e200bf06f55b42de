//! What must hold of everything that is read from any text, however odd: for the tests of odd texts and for the fuzz targets.

use std::collections::HashSet;

use prost::Name;
use prost_reflect::{DynamicMessage, ReflectMessage, Value};
use tradewire::extract::{ExtractError, Extractor, Input};
use tradewire::json;
use tradewire::proto::v1::{Extraction, Span};
use tradewire::text::Format;
use tradewire::text::offsets::OffsetUnit;

/// Reads a document in each unit of offsets, the first twice, and looks whether all that is read keeps what is promised.
///
/// # Panics
/// Where a promise is broken.
pub fn read(extractor: &Extractor, input: &Input<'_>) -> Result<Extraction, ExtractError> {
    let read = |offset_unit| {
        extractor.extract(&Input {
            offset_unit,
            ..input.clone()
        })
    };
    let bytes = read(OffsetUnit::Utf8);
    assert_eq!(
        bytes,
        read(OffsetUnit::Utf8),
        "the same text gives the same answer"
    );
    let (utf16, utf32) = (read(OffsetUnit::Utf16), read(OffsetUnit::Utf32));
    let extraction = match bytes {
        Ok(extraction) => extraction,
        Err(error) => {
            assert_eq!(utf16.as_ref(), Err(&error));
            assert_eq!(utf32.as_ref(), Err(&error));
            return Err(error);
        }
    };
    let spans = spans(&extraction);
    for span in &spans {
        points_at_its_words(input, span);
    }
    same_places(input.text, &spans, &utf16.expect("read"), |c| c.len_utf16());
    same_places(input.text, &spans, &utf32.expect("read"), |_| 1);
    nothing_without_evidence(&extraction);
    every_id_is_there(&extraction);
    Ok(extraction)
}

/// All spans of a message, in the order of its fields.
fn spans(extraction: &Extraction) -> Vec<Span> {
    let descriptor = json::descriptor::<Extraction>().expect("described");
    let mut dynamic = DynamicMessage::new(descriptor);
    dynamic.transcode_from(extraction).expect("fits");
    let mut found = Vec::new();
    visit(&Value::Message(dynamic), &mut found);
    found
}

fn visit(value: &Value, found: &mut Vec<Span>) {
    match value {
        Value::Message(message) if message.descriptor().full_name() == Span::full_name() => {
            found.push(message.transcode_to().expect("fits"));
        }
        Value::Message(message) => message.fields().for_each(|(_, value)| visit(value, found)),
        Value::List(values) => values.iter().for_each(|value| visit(value, found)),
        Value::Map(values) => values.values().for_each(|value| visit(value, found)),
        _ => {}
    }
}

/// A span in bytes is a range of the text that is not empty, and holds the words it says.
fn points_at_its_words(input: &Input<'_>, span: &Span) {
    let slice = input.text.get(span.start as usize..span.end as usize);
    let slice = slice.unwrap_or_else(|| panic!("{span:?} is no range of the text"));
    assert!(!span.text.trim().is_empty(), "{span:?} says nothing");
    if input.format == Format::Plain {
        assert_eq!(slice, span.text);
        return;
    }
    // Between the words of a page may stand tags, and what tags hide.
    let shown = decoded(slice);
    let mut shown = shown.chars();
    for letter in span.text.chars().filter(|c| !c.is_whitespace()) {
        assert!(shown.any(|c| c == letter), "{span:?} is not in {slice:?}");
    }
}

/// The text of a piece of HTML, entities decoded.
fn decoded(html: &str) -> String {
    let mut text = String::new();
    for token in html5gum::Tokenizer::new(html) {
        if let Ok(html5gum::Token::String(part)) = token {
            text.push_str(&String::from_utf8_lossy(&part));
        }
    }
    text
}

/// The spans of a reading in another unit lie where those in bytes lie.
fn same_places(text: &str, bytes: &[Span], other: &Extraction, units: impl Fn(char) -> usize) {
    // Units before each byte at which a character begins, and before the end.
    let mut before = vec![usize::MAX; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        before[at] = count;
        count += units(c);
    }
    before[text.len()] = count;
    let found = spans(other);
    assert_eq!(found.len(), bytes.len());
    for (found, span) in found.iter().zip(bytes) {
        let expected = (before[span.start as usize], before[span.end as usize]);
        assert_eq!(
            (found.start as usize, found.end as usize),
            expected,
            "{span:?}"
        );
        assert_eq!(found.text, span.text);
    }
}

/// Every fact points at words of the text.
fn nothing_without_evidence(extraction: &Extraction) {
    for event in &extraction.events {
        assert!(!event.mentions.is_empty(), "no mention of {event:#?}");
        assert!(
            event.mentions.iter().all(|mention| mention.span.is_some()),
            "{event:#?}"
        );
        assert!(event.r#type != 0 && event.status != 0, "{event:#?}");
        for participant in &event.participants {
            assert!(participant.role != 0, "{event:#?}");
            assert!(
                !participant.spans.is_empty(),
                "{participant:?} of {event:#?}"
            );
        }
        for goods in &event.goods {
            assert!(goods.span.is_some(), "{goods:?} of {event:#?}");
        }
        assert!(
            event
                .amount
                .as_ref()
                .is_none_or(|amount| amount.span.is_some()),
            "{event:#?}"
        );
    }
    for statement in &extraction.statements {
        assert!(!statement.content.is_empty(), "{statement:#?}");
        assert!(statement.mode != 0 && statement.act != 0, "{statement:#?}");
    }
    for actor in &extraction.actors {
        assert!(!actor.id.is_empty() && !actor.name.is_empty(), "{actor:?}");
    }
}

/// Ids are given once, and every id that is named is one of them.
fn every_id_is_there(extraction: &Extraction) {
    let mut actors = HashSet::new();
    let mut events = HashSet::new();
    let mut statements = HashSet::new();
    assert!(
        extraction
            .actors
            .iter()
            .all(|actor| actors.insert(actor.id.as_str())),
        "{actors:?}"
    );
    assert!(
        extraction
            .events
            .iter()
            .all(|event| events.insert(event.id.as_str()))
    );
    assert!(
        extraction
            .statements
            .iter()
            .all(|said| statements.insert(said.id.as_str()))
    );
    let known = |ids: &HashSet<&str>, id: &str| assert!(ids.contains(id), "nobody is {id}");
    for actor in &extraction.actors {
        for id in [&actor.affiliation_id, &actor.country_id]
            .into_iter()
            .flatten()
        {
            known(&actors, id);
        }
    }
    for event in &extraction.events {
        // A party that the text leaves open has no id.
        let named = event.participants.iter().filter(|p| !p.actor_id.is_empty());
        named.for_each(|participant| known(&actors, &participant.actor_id));
        event
            .relations
            .iter()
            .for_each(|relation| known(&events, &relation.event_id));
    }
    for said in &extraction.statements {
        let voices = [&said.speaker_id, &said.source_id, &said.addressee_id];
        voices
            .into_iter()
            .flatten()
            .for_each(|id| known(&actors, id));
        said.event_ids.iter().for_each(|id| known(&events, id));
        said.within_id.iter().for_each(|id| known(&statements, id));
    }
}
