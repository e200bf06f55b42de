//! Transcripts: turns that begin with a label for the speaker.

use rustc_hash::FxHashMap;

use super::labels::{self, Label, Style, UNNAMED};
use crate::extract::Page;
use crate::extract::actors::{ActorIndex, Actors};
use crate::extract::statements::drafts::Saying;
use crate::extract::statements::scene::{Stage, trim};
use crate::extract::statements::voices::{self, Speaker};
use crate::extract::statements::{author, names};
use crate::lexicon::ActorKind;
use crate::text::{Block, BlockKind};

/// How far down, in blocks, the only label of a speech may stand.
const TOP: usize = 8;

/// Words of labels in mixed case that name nobody.
const PARTS: &[&str] = &[
    "Question",
    "Answer",
    "Moderator",
    "Host",
    "Interviewer",
    "Reporter",
    "Operator",
    "Q",
    "A",
];

/// Share of the blocks, in percent, that begin with labels in mixed case where these alone make a transcript.
const DENSE: usize = 40;

/// Reads the turns of a page; none where it is no transcript.
pub(super) fn read<'p>(stage: &Stage<'p>, actors: &mut Actors) -> Vec<Saying<'p>> {
    let blocks = stage.page.reading.blocks();
    let mut labels = labels_of(stage.page);
    if labels.iter().all(Option::is_none) {
        return Vec::new();
    }
    let surnames = Surnames::new(actors);
    for label in &mut labels {
        label.take_if(|label| {
            label.style == Style::Mixed && !is_voice(stage, actors, &surnames, label)
        });
    }
    if !is_transcript(stage, &labels) && !is_speech(stage, &labels) {
        return Vec::new();
    }
    let mut known: FxHashMap<&str, Vec<Speaker>> = FxHashMap::default();
    let mut turns: Vec<Saying<'p>> = Vec::new();
    for (block, label) in blocks.iter().zip(labels) {
        let running = matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::Quote | BlockKind::ListItem
        );
        match label {
            Some(label) => {
                let name = stage.text(label.name.clone());
                if !known.contains_key(name) {
                    known.insert(name, speaker(stage, actors, &surnames, &label));
                }
                let mut speakers = known.get(name).cloned().unwrap_or_default();
                for speaker in &mut speakers {
                    speaker.range = Some(label.name.clone());
                }
                let content = trim(stage.page.text(), label.behind..block.range.end);
                turns.push(Saying {
                    speakers,
                    content: Some(content)
                        .filter(|content| !content.is_empty())
                        .into_iter()
                        .collect(),
                    set_off: true,
                    ..Saying::default()
                });
            }
            None if running && !is_direction(stage, block) => {
                if let Some(turn) = turns.last_mut() {
                    turn.content.push(block.range.clone());
                }
            }
            None => {}
        }
    }
    turns.retain(|turn| !turn.content.is_empty());
    turns
}

/// The labels of the blocks.
fn labels_of(page: &Page<'_>) -> Vec<Option<Label>> {
    let label = |block: &Block| match block.kind {
        BlockKind::Heading | BlockKind::TableRow | BlockKind::Byline => None,
        _ => labels::label(page.text(), block.range.clone()),
    };
    page.reading.blocks().iter().map(label).collect()
}

/// Whether a page, whatever its trees and whoever its labels name, may be a transcript.
pub(super) fn may_be_one(page: &Page<'_>) -> bool {
    let labels = labels_of(page);
    let name = |label: &Label| page.reading.slice(label.name.clone());
    let mut names: Vec<&str> = labels.iter().flatten().map(name).collect();
    let offices = |label: &Label| label.style == Style::Capitals && is_office(name(label));
    if labels.iter().take(TOP).flatten().any(offices) {
        return true;
    }
    let turns = names.len();
    names.sort_unstable();
    names.dedup();
    names.len() > 1 && names.len() < turns
}

/// Somebody speaks twice, and not alone; labels in mixed case alone must stand in front of much of the text.
fn is_transcript(stage: &Stage<'_>, labels: &[Option<Label>]) -> bool {
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    for label in labels.iter().flatten() {
        *times.entry(stage.text(label.name.clone())).or_default() += 1;
    }
    let mixed = labels
        .iter()
        .flatten()
        .all(|label| label.style == Style::Mixed);
    let first = labels.iter().position(Option::is_some).unwrap_or_default();
    let turns = labels.iter().flatten().count();
    let dense = turns * 100 >= (labels.len() - first) * DENSE;
    times.len() > 1 && times.values().any(|&times| times > 1) && (dense || !mixed)
}

/// One speaker alone, named by an office at the top: "THE PRESIDENT: Good morning".
fn is_speech(stage: &Stage<'_>, labels: &[Option<Label>]) -> bool {
    let mut all = labels
        .iter()
        .enumerate()
        .filter_map(|(block, label)| Some((block, label.as_ref()?)));
    let (Some((block, label)), None) = (all.next(), all.next()) else {
        return false;
    };
    let name = stage.text(label.name.clone());
    block < TOP && label.style == Style::Capitals && is_office(name)
}

fn is_office(name: &str) -> bool {
    name.starts_with("THE ") || OFFICES.iter().any(|office| name.starts_with(office))
}

/// Offices and titles that begin the only label of a speech.
const OFFICES: &[&str] = &[
    "PRESIDENT ",
    "SECRETARY ",
    "AMBASSADOR ",
    "SENATOR ",
    "MR. ",
    "MS. ",
    "MRS. ",
    "DR. ",
];

/// Whether a label in mixed case names a person or somebody who asks or answers, and is no label of a quotation.
fn is_voice(stage: &Stage<'_>, actors: &Actors, surnames: &Surnames, label: &Label) -> bool {
    let behind = stage.piece_from(label.behind);
    let quotes = stage
        .pieces
        .get(behind)
        .is_some_and(|piece| piece.outer.start <= label.behind + 1);
    if quotes {
        return false;
    }
    let name = stage.text(label.name.clone());
    if PARTS.contains(&name) || surnames.ends(name).is_some() {
        return true;
    }
    let line = stage.line_at(label.name.start);
    let syntax = &stage.scenes[line].syntax;
    let tokens = syntax.token_from(label.name.start)..syntax.token_from(label.name.end);
    names::speaker(syntax, actors, line, tokens)
        .is_some_and(|head| names::is_person(actors, line, head))
}

/// "(Laughter.)": what happens, not what is said.
fn is_direction(stage: &Stage<'_>, block: &Block) -> bool {
    let words = stage.text(block.range.clone()).trim();
    let within = |open: char, close: char| words.starts_with(open) && words.ends_with(close);
    within('(', ')') || within('[', ']') || words.starts_with("END ")
}

fn speaker(
    stage: &Stage<'_>,
    actors: &mut Actors,
    surnames: &Surnames,
    label: &Label,
) -> Vec<Speaker> {
    let name = stage.text(label.name.clone());
    if UNNAMED.contains(&name.to_uppercase().as_str()) {
        return Vec::new();
    }
    // "THE PRESIDENT" is whoever the remarks are by.
    let office = name.to_uppercase().starts_with("THE ");
    let author = || author::of(stage, actors).filter(|_| office);
    if let Some(actor) = surnames.ends(name).or_else(author) {
        return vec![Speaker {
            range: Some(label.name.clone()),
            own: true,
            actor: Some(actor),
        }];
    }
    let line = stage.line_at(label.name.start);
    let syntax = &stage.scenes[line].syntax;
    let tokens = syntax.token_from(label.name.start)..syntax.token_from(label.name.end);
    names::speaker(syntax, actors, line, tokens)
        .map(|head| voices::of_head(stage, actors, line, head))
        .unwrap_or_default()
}

/// The persons of a page by surname.
struct Surnames(FxHashMap<String, ActorIndex>);

impl Surnames {
    fn new(actors: &Actors) -> Self {
        let mut surnames = FxHashMap::default();
        for (index, actor) in actors.list.iter().enumerate() {
            let surname = actor.name.split_whitespace().next_back();
            if let Some(surname) =
                surname.filter(|_| actor.kind == ActorKind::Person && actor.named)
            {
                surnames.entry(surname.to_lowercase()).or_insert(index);
            }
        }
        Self(surnames)
    }

    /// The person whose surname ends a label.
    fn ends(&self, label: &str) -> Option<ActorIndex> {
        let surname = label.split_whitespace().next_back()?;
        self.0.get(&surname.to_lowercase()).copied()
    }
}
