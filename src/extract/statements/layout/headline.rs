//! Headlines that name their speaker behind or in front of a colon: "Levies cost jobs: report", "Roe: levies must go".

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::extract::Page;
use crate::extract::actors::Actors;
use crate::extract::statements::drafts::Saying;
use crate::extract::statements::scene::Stage;
use crate::extract::statements::syntax::Syntax;
use crate::extract::statements::{names, nominal, voices};
use crate::language::Upos;
use crate::lexicon::ActorKind;
use crate::text::BlockKind;

/// Longest name of a speaker, in tokens.
const LONGEST: usize = 5;
/// Shortest content, in tokens.
const SHORTEST: usize = 3;

/// Reads the headlines of a page.
pub(super) fn read<'p>(
    stage: &Stage<'p>,
    actors: &mut Actors,
    sayings: &[Saying<'p>],
) -> Vec<Saying<'p>> {
    let reported: FxHashSet<usize> = sayings
        .iter()
        .filter_map(|saying| saying.cue.as_ref().map(|(line, _)| *line))
        .collect();
    let mut found = Vec::new();
    for (line, scene) in stage.scenes.iter().enumerate() {
        let syntax = &scene.syntax;
        let heading = stage
            .block_of(line)
            .and_then(|block| stage.block(block))
            .is_some_and(|block| block.kind == BlockKind::Heading);
        let mut colons = (0..syntax.len()).filter(|&token| syntax.is(token, &[":"]));
        let (Some(colon), None) = (colons.next(), colons.next()) else {
            continue;
        };
        if !heading || reported.contains(&line) {
            continue;
        }
        let (front, behind) = (0..colon, colon + 1..syntax.len());
        let named = |name: &Range<usize>, said: &Range<usize>, in_front: bool| {
            let fits = name.len() <= LONGEST && is_clause(syntax, said.clone());
            let head = names::speaker(syntax, actors, line, name.clone()).filter(|_| fits)?;
            is_speaker(syntax, actors, line, head, in_front).then_some(head)
        };
        let (head, said) = match named(&behind, &front, false) {
            Some(head) => (head, front),
            None => match named(&front, &behind, true) {
                Some(head) => (head, behind),
                None => continue,
            },
        };
        let content = syntax.bytes(syntax.trimmed(said));
        if content.is_empty() {
            continue;
        }
        found.push(Saying {
            speakers: voices::of_head(stage, actors, line, head),
            content: vec![content],
            ..Saying::default()
        });
    }
    found
}

/// Whether a line, whatever its tree, may be a headline with a name on one side of its only colon.
pub(super) fn may_be_one(page: &Page<'_>, line: usize) -> bool {
    let heading = page
        .sentence(line)
        .and_then(|sentence| page.reading.blocks().get(sentence.block))
        .is_some_and(|block| block.kind == BlockKind::Heading);
    let tokens = page.tokens(line);
    let mut colons = (0..tokens.len()).filter(|&token| page.word(line, token) == ":");
    let (true, Some(colon), None) = (heading, colons.next(), colons.next()) else {
        return false;
    };
    let (front, behind) = (colon, tokens.len() - colon - 1);
    let parts = |name: usize, said: usize| name <= LONGEST && said >= SHORTEST;
    parts(front, behind) || parts(behind, front)
}

fn is_clause(syntax: &Syntax<'_>, tokens: Range<usize>) -> bool {
    tokens.len() >= SHORTEST
        && tokens
            .clone()
            .any(|token| matches!(syntax.upos(token), Upos::Verb | Upos::Aux))
}

/// Whether a name in a headline is a speaker's. A country in front of a colon is what the headline is about.
fn is_speaker(
    syntax: &Syntax<'_>,
    actors: &Actors,
    line: usize,
    head: usize,
    in_front: bool,
) -> bool {
    match names::kind(actors, line, head) {
        Some(ActorKind::Country | ActorKind::Bloc | ActorKind::Company) => !in_front,
        Some(_) => true,
        None => {
            let document = nominal::is_document(syntax, head) && !in_front;
            let common = syntax.upos(head) != Upos::Propn || syntax.word(head).ends_with('s');
            document || common && nominal::can_speak(syntax, actors, line, head)
        }
    }
}
