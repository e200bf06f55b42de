//! Trees in the CoNLL-U format, for people and for tools that read treebanks.

use std::io::{self, Write};

use super::Tree;
use crate::text::tokenize::Token;

/// Writes one sentence. Nothing is written for a sentence without tokens, which the format does not know.
///
/// # Errors
/// Those of the writer.
pub fn write(
    out: &mut impl Write,
    number: usize,
    text: &str,
    tokens: &[Token],
    tree: &Tree,
) -> io::Result<()> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Ok(());
    };
    let shown = text
        .get(first.start as usize..last.end as usize)
        .unwrap_or_default();
    writeln!(out, "# sent_id = {number}")?;
    writeln!(
        out,
        "# text = {}",
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    )?;
    for (index, (token, node)) in tokens.iter().zip(&tree.nodes).enumerate() {
        let touches = tokens
            .get(index + 1)
            .is_some_and(|next| next.start == token.end);
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}",
            index + 1,
            token.text(text),
            if node.lemma.is_empty() {
                "_"
            } else {
                &node.lemma
            },
            node.upos,
            node.xpos,
            node.head.map_or(0, |head| head + 1),
            node.relation,
            if touches { "SpaceAfter=No" } else { "_" },
        )?;
    }
    writeln!(out)
}
