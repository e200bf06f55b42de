//! Whose words a whole document is: "Remarks by President Roe on the levy", "Opening statement of Jane Roe".

use super::scene::Stage;
use crate::extract::actors::{ActorIndex, Actors};
use crate::lexicon::ActorKind;
use crate::text::BlockKind;

/// What somebody says or writes alone.
const FORMS: &[&str] = &[
    "remarks",
    "statement",
    "testimony",
    "speech",
    "address",
    "message",
];

/// The person by whom the headline says that the remarks are.
pub(super) fn of(stage: &Stage<'_>, actors: &Actors) -> Option<ActorIndex> {
    let heading = stage
        .block(0)
        .filter(|block| block.kind == BlockKind::Heading)
        .map(|block| stage.text(block.range.clone()));
    let headline = stage.page.title.or(heading)?;
    let words: Vec<&str> = headline
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .trim_end_matches("'s")
                .trim_end_matches("’s")
        })
        .collect();
    let form = words
        .iter()
        .position(|word| FORMS.contains(&word.to_lowercase().as_str()))?;
    let joint = words[..form]
        .last()
        .is_some_and(|word| word.eq_ignore_ascii_case("joint"));
    let by = words
        .get(form + 1)
        .is_some_and(|word| ["by", "from", "of"].contains(&word.to_lowercase().as_str()));
    // "Remarks by Jane Roe on ...", "Jane Roe's statement on ...".
    let name = if by {
        words[form + 2..]
            .iter()
            .take_while(|word| word.starts_with(char::is_uppercase))
            .copied()
            .collect::<Vec<_>>()
    } else {
        words[..form].to_vec()
    };
    let person = |word: &str| {
        actors.list.iter().position(|actor| {
            actor.kind == ActorKind::Person
                && actor.named
                && actor
                    .name
                    .split_whitespace()
                    .next_back()
                    .is_some_and(|last| last.eq_ignore_ascii_case(word))
        })
    };
    name.iter().filter(|_| !joint).find_map(|word| person(word))
}
