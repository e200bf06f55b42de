//! Converts the statements of documents to the prediction form of quotation scorers.
//!
//! ```text
//! cargo run --release --example quotes < documents.jsonl > predictions.jsonl
//! ```
//!
//! Reads one document a line, `{"id": ..., "text": ...}`; writes one line each, `{"id": ..., "quotes": [{"content_spans": [[start, end]],
//! "speaker_text", "speaker_start", "speaker_end", "cue_start", "cue_end"}]}`, offsets in Unicode code points.
//!
//! The data's conventions differ from ours in four points, and the conversion follows them: "that" in front of a clause is part of the content;
//! an elided speaker is the subject of the clause above; two speakers of one saying are one speaker; of sayings told within a saying, only the
//! outermost is marked.

use std::io::{BufRead, Write};

use serde_json::{Value, json};
use tradewire::extract::statements::{self, StatementDraft};
use tradewire::extract::{Input, Page, actors::Actors};
use tradewire::language::Analyzer;
use tradewire::lexicon::Lexicon;
use tradewire::text::offsets::{OffsetTable, OffsetUnit};
use tradewire::text::{self, Reading};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = Lexicon::embedded();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"]
            .as_str()
            .ok_or("a document without `text`")?;
        let input = Input {
            text,
            ..Input::default()
        };
        let reading = text::read(text, input.format, &input.limits)?;
        let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
        let mut actors = Actors::read(&page);
        let offsets = OffsetTable::new(text, OffsetUnit::Utf32);
        let mut quotes: Vec<Value> = Vec::new();
        let mut earlier: Option<&StatementDraft> = None;
        let drafts = statements::read(&page, &mut actors);
        for draft in drafts.iter().filter(|draft| draft.within.is_none()) {
            let same = earlier.as_ref().is_some_and(|earlier| {
                earlier.content == draft.content && earlier.cue == draft.cue
            });
            if !same {
                quotes.push(quote(&reading, &offsets, draft));
            }
            earlier = Some(draft);
        }
        writeln!(
            output,
            "{}",
            json!({ "id": document["id"], "quotes": quotes })
        )?;
    }
    Ok(())
}

fn quote(reading: &Reading<'_>, offsets: &OffsetTable<'_>, draft: &StatementDraft) -> Value {
    let span = |range: &std::ops::Range<usize>| {
        let source = reading.source_range(range.clone());
        (offsets.convert(source.start), offsets.convert(source.end))
    };
    let mut content: Vec<(usize, usize)> = Vec::new();
    for (index, range) in draft.content.iter().enumerate() {
        let in_front = reading.slice(0..range.start);
        let that = in_front
            .trim_end()
            .ends_with(" that")
            .then(|| in_front.trim_end().len() - "that".len());
        let start = that.filter(|_| index == 0).unwrap_or(range.start);
        content.push(span(&(start..range.end)));
    }
    let speaker = draft.speaker_range.as_ref().or(draft.antecedent.as_ref());
    let cue = draft.cue.as_ref().map(span);
    json!({
        "content_spans": content,
        "speaker_text": speaker.map(|range| reading.slice(range.clone())),
        "speaker_start": speaker.map(|range| span(range).0),
        "speaker_end": speaker.map(|range| span(range).1),
        "cue_start": cue.map(|cue| cue.0),
        "cue_end": cue.map(|cue| cue.1),
    })
}
