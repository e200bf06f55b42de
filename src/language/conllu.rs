//! Trees in the CoNLL-U format, for people and for tools that read treebanks.

use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization;

use super::{Name, Tree};
use crate::text::tokenize::Token;

/// Writes one sentence, its names in the last column (`Name=Place` on the first token, `Name=I` on those behind).
///
/// Letters are written composed, as the format asks, whatever the text does. Nothing is written for a sentence without
/// tokens, which the format does not know.
///
/// # Errors
/// Those of the writer.
pub fn write(
    out: &mut impl Write,
    number: usize,
    text: &str,
    tokens: &[Token],
    tree: &Tree,
    names: &[Name],
) -> io::Result<()> {
    if tokens.is_empty() {
        return Ok(());
    }
    let touches = |index: usize| matches!(tokens.get(index..index + 2), Some([this, next]) if next.start == this.end);
    writeln!(out, "# sent_id = {number}")?;
    // The format asks for the text that the forms and `SpaceAfter` make, whatever stood between them.
    write!(out, "# text = ")?;
    for (index, token) in tokens.iter().enumerate() {
        let last = index + 1 == tokens.len();
        let space = if last || touches(index) { "" } else { " " };
        write!(out, "{}{space}", token.text(text).nfc())?;
    }
    writeln!(out)?;
    let mut names = names.iter().peekable();
    for (index, (token, node)) in tokens.iter().zip(&tree.nodes).enumerate() {
        while names.next_if(|name| name.tokens.end <= index).is_some() {}
        let name = names.peek().filter(|name| name.tokens.contains(&index));
        let named = name.map(|name| match index == name.tokens.start {
            true => format!("Name={:?}", name.kind),
            false => "Name=I".to_owned(),
        });
        let mut notes = named.unwrap_or_default();
        if touches(index) {
            notes += if notes.is_empty() { "" } else { "|" };
            notes += "SpaceAfter=No";
        }
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}",
            index + 1,
            token.text(text).nfc(),
            if node.lemma.is_empty() {
                "_"
            } else {
                &node.lemma
            }
            .nfc(),
            node.upos,
            node.xpos,
            node.head.map_or(0, |head| head + 1),
            node.relation,
            if notes.is_empty() { "_" } else { &notes },
        )?;
    }
    writeln!(out)
}
