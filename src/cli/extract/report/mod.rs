//! `--format text`: what was found, as a list for people, each fact with the words that say it.

mod detail;

use std::collections::HashMap;
use std::fmt::{self, Display, Write};

use anstyle::{AnsiColor, Style};

use crate::proto::v1;

const TITLE: Style = Style::new().bold();
const ID: Style = AnsiColor::BrightBlack.on_default();
const TYPE: Style = AnsiColor::Cyan.on_default().bold();
const LABEL: Style = AnsiColor::BrightBlack.on_default();
const WORDS: Style = Style::new().italic();

/// The list, with ANSI styles.
pub fn list(extraction: &v1::Extraction) -> String {
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = Report::new(extraction).write(&mut out);
    out
}

/// An extraction, with its actors by id.
struct Report<'e> {
    extraction: &'e v1::Extraction,
    names: HashMap<&'e str, &'e str>,
}

/// Words of a document, on one line and without what could command a terminal.
struct Words<'w>(&'w str);

/// Something in a style.
struct Styled<T>(Style, T);

// === impl Words, Styled ===

impl Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, word) in self.0.split_whitespace().enumerate() {
            if i > 0 {
                f.write_char(' ')?;
            }
            word.chars()
                .filter(|c| !c.is_control())
                .try_for_each(|c| f.write_char(c))?;
        }
        Ok(())
    }
}

impl<T: Display> Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(style, value) = self;
        write!(f, "{style}{value}{style:#}")
    }
}

// === impl Report ===

impl<'e> Report<'e> {
    fn new(extraction: &'e v1::Extraction) -> Self {
        let actors = extraction.actors.iter();
        Self {
            extraction,
            names: actors
                .map(|actor| (actor.id.as_str(), actor.name.as_str()))
                .collect(),
        }
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        let v1::Extraction {
            events, statements, ..
        } = self.extraction;
        let id = self.extraction.document_id.as_deref().unwrap_or("document");
        write!(out, "{}", Styled(TITLE, Words(id)))?;
        if let Some(day) = &self.extraction.reference_day {
            write!(out, " ({day})")?;
        }
        writeln!(
            out,
            ": {} events, {} statements",
            events.len(),
            statements.len()
        )?;
        for event in events {
            self.event(out, event)?;
        }
        for statement in statements {
            self.statement(out, statement)?;
        }
        writeln!(out)
    }

    fn event(&self, out: &mut String, event: &v1::TradeEvent) -> fmt::Result {
        let status = bare(event.status().as_str_name(), "EVENT_STATUS_");
        write!(
            out,
            "  {} {} {}",
            Styled(ID, &event.id),
            Styled(TYPE, bare(event.r#type().as_str_name(), "EVENT_TYPE_")),
            Styled(status_style(event.status()), status),
        )?;
        match event.direction() {
            v1::Direction::Unspecified => {}
            direction => write!(out, " {}", bare(direction.as_str_name(), "DIRECTION_"))?,
        }
        writeln!(out)?;
        self.participants(out, event)?;
        for goods in &event.goods {
            let codes = goods.hs_codes.join(", ");
            let codes = if codes.is_empty() {
                codes
            } else {
                format!(" [HS {codes}]")
            };
            line(out, "goods", format_args!("{}{codes}", Words(&goods.text)))?;
        }
        detail::of_type(out, event)?;
        if let Some(amount) = &event.amount {
            line(out, "amount", said(&amount.span))?;
        }
        detail::dates(out, event)?;
        if let Some(location) = &event.location {
            line(out, "place", said(&location.span))?;
        }
        for relation in &event.relations {
            let kind = bare(relation.kind().as_str_name(), "RELATION_KIND_").replace('_', " ");
            line(out, &kind, &relation.event_id)?;
        }
        for mention in &event.mentions {
            line(out, "says", Styled(WORDS, said(&mention.span)))?;
        }
        let explained = self.extraction.explanations.iter();
        for why in explained.filter(|why| why.event_id == event.id) {
            line(out, "sentence", said(&why.sentence))?;
            line(out, "trigger", said(&why.trigger))?;
            line(out, "because", Words(&why.path))?;
            line(out, "lexicon", why.lexicon_entries.join(", "))?;
        }
        Ok(())
    }

    /// Who -> whom, then the other roles.
    fn participants(&self, out: &mut String, event: &v1::TradeEvent) -> fmt::Result {
        use v1::Role;
        let in_roles = |roles: &[Role]| -> String {
            let all = event.participants.iter();
            let names = all
                .filter(|p| roles.contains(&p.role()))
                .map(|p| match p.spans.first() {
                    Some(span) if p.actor_id.is_empty() => format!("\"{}\"", Words(&span.text)),
                    _ => Words(self.name(&p.actor_id)).to_string(),
                });
            names.collect::<Vec<_>>().join(", ")
        };
        let who = in_roles(&[Role::Implementer, Role::Party, Role::Complainant]);
        let whom = in_roles(&[Role::Target, Role::Respondent]);
        match (who.is_empty(), whom.is_empty()) {
            (true, true) => {}
            (false, true) => line(out, "who", who)?,
            (true, false) => line(out, "whom", whom)?,
            (false, false) => line(out, "who", format_args!("{who} -> {whom}"))?,
        }
        for (label, role) in [
            ("for", Role::Beneficiary),
            ("through", Role::Representative),
            ("before", Role::Adjudicator),
            ("mediator", Role::Mediator),
            ("host", Role::Host),
        ] {
            let names = in_roles(&[role]);
            if !names.is_empty() {
                line(out, label, names)?;
            }
        }
        Ok(())
    }

    fn statement(&self, out: &mut String, statement: &v1::Statement) -> fmt::Result {
        let speaker = match (&statement.speaker_id, &statement.speaker) {
            (Some(id), _) => self.name(id),
            (None, Some(span)) => &span.text,
            (None, None) => "somebody",
        };
        write!(
            out,
            "  {} {} {} {}",
            Styled(ID, &statement.id),
            Styled(TYPE, bare(statement.act().as_str_name(), "SPEECH_ACT_")),
            bare(statement.mode().as_str_name(), "STATEMENT_MODE_"),
            Styled(TITLE, Words(speaker)),
        )?;
        if !statement.event_ids.is_empty() {
            write!(out, " on {}", statement.event_ids.join(", "))?;
        }
        writeln!(out)?;
        let content: Vec<String> = statement
            .content
            .iter()
            .map(|span| Words(&span.text).to_string())
            .collect();
        line(out, "says", Styled(WORDS, content.join(" ... ")))?;
        if let Some(channel) = &statement.channel {
            line(out, "through", Words(&channel.text))?;
        }
        Ok(())
    }

    fn name(&self, id: &'e str) -> &'e str {
        self.names.get(id).copied().unwrap_or(id)
    }
}

fn line(out: &mut String, label: &str, value: impl Display) -> fmt::Result {
    writeln!(
        out,
        "     {} {value}",
        Styled(LABEL, format_args!("{label:<11}"))
    )
}

/// A line for an enum value, unless it is unspecified.
fn named(out: &mut String, label: &str, value: &str, prefix: &str) -> fmt::Result {
    match bare(value, prefix).as_str() {
        "unspecified" => Ok(()),
        value => line(out, label, value.replace('_', " ")),
    }
}

fn optional(out: &mut String, label: &str, span: &Option<v1::Span>) -> fmt::Result {
    match span {
        Some(span) => line(out, label, Words(&span.text)),
        None => Ok(()),
    }
}

fn said(span: &Option<v1::Span>) -> Words<'_> {
    Words(span.as_ref().map_or("", |span| &span.text))
}

/// `EVENT_TYPE_EXPORT_CONTROL` -> `export_control`.
fn bare(value: &str, prefix: &str) -> String {
    value.strip_prefix(prefix).unwrap_or(value).to_lowercase()
}

fn status_style(status: v1::EventStatus) -> Style {
    use v1::EventStatus::*;
    match status {
        Effective => AnsiColor::Green,
        Announced => AnsiColor::Blue,
        Threatened | Proposed => AnsiColor::Yellow,
        Suspended | Ended | Rejected => AnsiColor::Magenta,
        Unspecified => AnsiColor::BrightBlack,
    }
    .on_default()
}
