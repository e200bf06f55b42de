//! Who said what: reporting cue x speaker x content, over quotation marks and over trees.

mod acts;
mod channel;
mod content;
mod cues;
mod quotes;
mod scene;
mod speakers;
mod syntax;
#[cfg(test)]
mod tests;
mod voices;

use std::ops::Range;

use super::Page;
use super::actors::{ActorIndex, Actors};
use crate::language::Upos;
use crate::proto::v1::{SpeechAct, StatementMode};
use cues::Cue;
use scene::Stage;
use voices::Speaker;

/// A statement as read. Ranges are bytes of the read text.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementDraft {
    /// In what form the content is given.
    pub mode: StatementMode,
    /// What the speaker does by saying it.
    pub act: SpeechAct,
    /// Who speaks.
    pub speaker: Option<ActorIndex>,
    /// The speaker as written beside the cue; none where it is elided.
    pub speaker_range: Option<Range<usize>>,
    /// Where the speaker is elided: the words in another clause or sentence that say who it is.
    pub antecedent: Option<Range<usize>>,
    /// The words that report.
    pub cue: Option<Range<usize>>,
    /// What is said, in text order, without quotation marks; never empty.
    pub content: Vec<Range<usize>>,
    /// The outlet or means.
    pub channel: Option<Range<usize>>,
    /// Who merely relays it, as written.
    pub source_range: Option<Range<usize>>,
    /// Who merely relays it.
    pub source: Option<ActorIndex>,
    /// To whom it is said, as written.
    pub addressee_range: Option<Range<usize>>,
    /// To whom it is said.
    pub addressee: Option<ActorIndex>,
    /// The statement, as an index of the list, within which this one is reported.
    pub within: Option<usize>,
}

/// Reads the statements of a page, in text order. Speakers that only a common noun names ("economists") join the actors.
pub fn read(page: &Page<'_>, actors: &mut Actors) -> Vec<StatementDraft> {
    let stage = Stage::new(page);
    let quoted = quotes::read(&stage);
    let mut sayings: Vec<Saying<'_>> = Vec::new();
    for said in &quoted {
        if let Some((line, cue)) = &said.cue {
            sayings.push(Saying {
                cue: said.cue.clone(),
                content: said.content.clone(),
                speakers: voices::speakers(&stage, actors, *line, cue),
            });
        }
    }
    let taken: rustc_hash::FxHashSet<(usize, usize)> = quoted
        .iter()
        .filter_map(|said| said.cue.as_ref().map(|(line, cue)| (*line, cue.head)))
        .collect();
    for (line, scene) in stage.scenes.iter().enumerate() {
        for cue in &scene.cues {
            let syntax = &scene.syntax;
            let quoted = stage.is_quoted(syntax.bytes(cue.head..cue.head + 1).start);
            if quoted || taken.contains(&(line, cue.head)) {
                continue;
            }
            let Some(voice) = speakers::voice(syntax, cue) else {
                continue;
            };
            let speaks = can_speak(syntax, actors, line, voice.meant);
            let content = content::indirect(syntax, cue, voice, speaks);
            let content = to_quotations(
                &stage,
                content
                    .into_iter()
                    .map(|range| syntax.bytes(range))
                    .collect(),
            );
            let words: usize = content
                .iter()
                .map(|range| stage.text(range.clone()).split_whitespace().count())
                .sum();
            if words < 2 {
                continue;
            }
            sayings.push(Saying {
                cue: Some((line, cue.clone())),
                speakers: voices::speakers(&stage, actors, line, cue),
                content,
            });
        }
    }
    let start = |saying: &Saying<'_>| saying.content.first().map_or(0, |range| range.start);
    sayings.sort_by_key(start);
    // Whoever spoke last in the paragraph before a quoted one speaks on in it.
    for said in quoted.iter().filter(|said| said.cue.is_none()) {
        let from = said.content.first().map_or(0, |range| range.start);
        let before = sayings.partition_point(|saying| start(saying) < from);
        let earlier = before
            .checked_sub(1)
            .and_then(|at| sayings.get(at))
            .filter(|earlier| {
                let end = earlier.content.last().map_or(0, |range| range.start);
                stage
                    .block_of(stage.line_at(end))
                    .is_some_and(|block| block + 1 == said.first_block)
            });
        if let Some(earlier) = earlier {
            let speakers = voices::go_on(&earlier.speakers);
            sayings.insert(
                before,
                Saying {
                    cue: None,
                    content: said.content.clone(),
                    speakers,
                },
            );
        }
    }
    drafts(&stage, actors, &sayings)
}

/// Whether a word stands for somebody, not for something: an actor, a name, a pronoun of persons, or a noun for those who do something.
fn can_speak(syntax: &syntax::Syntax<'_>, actors: &Actors, line: usize, head: usize) -> bool {
    if actors.at(line, head).is_some() || syntax.upos(head) == Upos::Propn {
        return true;
    }
    let word = syntax.word(head).to_lowercase();
    let lemma = syntax.lemma(head);
    match syntax.upos(head) {
        Upos::Pron => [
            "he", "she", "they", "we", "i", "who", "it", "many", "some", "others",
        ]
        .contains(&word.as_str()),
        _ => {
            [
                "er", "or", "ist", "ian", "man", "woman", "person", "ant", "ee", "crat", "ary",
                "ive",
            ]
            .iter()
            .any(|end| lemma.ends_with(end))
                || SPEAKERS.contains(&lemma)
                || SPEAKERS.contains(&word.as_str())
        }
    }
}

/// Nouns for those who speak that do not look like it.
const SPEAKERS: &[&str] = &[
    "official",
    "people",
    "expert",
    "critic",
    "source",
    "group",
    "company",
    "firm",
    "government",
    "ministry",
    "union",
    "bloc",
    "agency",
    "panel",
    "court",
    "judge",
    "board",
    "bank",
    "party",
    "campaign",
    "side",
    "nation",
    "country",
    "state",
    "president",
    "diplomat",
    "association",
    "council",
    "commission",
    "committee",
    "department",
    "administration",
    "industry",
    "chief",
    "head",
    "aide",
    "analyst",
    "delegation",
    "paper",
    "newspaper",
    "authority",
    "insider",
    "staff",
    "team",
    "family",
    "executive",
];

/// A saying before it is split by speaker.
struct Saying<'p> {
    cue: Option<(usize, Cue<'p>)>,
    content: Vec<Range<usize>>,
    speakers: Vec<Speaker>,
}

/// Widens contents that end inside a quotation to its end, and leaves the marks at their edges out.
fn to_quotations(stage: &Stage<'_>, content: Vec<Range<usize>>) -> Vec<Range<usize>> {
    content
        .into_iter()
        .map(|mut range| {
            if let Some(piece) = stage
                .pieces
                .get(stage.piece_from(range.start))
                .filter(|piece| piece.outer.start <= range.start)
            {
                range.start = range.start.max(piece.inner.start);
            }
            if let Some(piece) = range
                .end
                .checked_sub(1)
                .and_then(|last| stage.pieces.get(stage.piece_from(last)))
            {
                let inside = piece.outer.start < range.end && piece.inner.end >= range.end;
                if inside && piece.outer.start >= range.start {
                    range.end = piece.inner.end;
                }
            }
            range
        })
        .filter(|range| range.start < range.end)
        .collect()
}

fn drafts(stage: &Stage<'_>, actors: &Actors, sayings: &[Saying<'_>]) -> Vec<StatementDraft> {
    let mut drafts: Vec<StatementDraft> = Vec::new();
    for saying in sayings {
        let cue = saying.cue.as_ref();
        let said: Vec<&str> = saying
            .content
            .iter()
            .map(|range| stage.text(range.clone()))
            .collect();
        let (channel, addressee) = cue
            .map(|(line, cue)| channel::read(stage, actors, *line, cue))
            .unwrap_or_default();
        let nobody = [Speaker::default()];
        let who = if saying.speakers.is_empty() {
            nobody.as_slice()
        } else {
            &saying.speakers
        };
        for speaker in who {
            let state = speaker
                .actor
                .is_some_and(|actor| actors.state_behind(actor).is_some());
            drafts.push(StatementDraft {
                mode: mode(stage, &saying.content),
                act: acts::act(cue.map(|(_, cue)| cue), &said.join(" "), state),
                speaker: speaker.actor,
                speaker_range: speaker.range.clone().filter(|_| speaker.own),
                antecedent: speaker.range.clone().filter(|_| !speaker.own),
                cue: cue.map(|(line, cue)| stage.scenes[*line].syntax.bytes(cue.tokens.clone())),
                content: saying.content.clone(),
                channel: channel.clone(),
                source_range: None,
                source: None,
                addressee_range: addressee.clone().map(|(range, _)| range),
                addressee: addressee.clone().and_then(|(_, actor)| actor),
                within: None,
            });
        }
    }
    drafts
}

/// Direct where all letters are quoted, indirect where none is.
fn mode(stage: &Stage<'_>, content: &[Range<usize>]) -> StatementMode {
    let (mut inside, mut all) = (0, 0);
    for range in content {
        let letters = |range: Range<usize>| {
            stage
                .text(range)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
        };
        all += letters(range.clone());
        for piece in stage.pieces[stage.piece_from(range.start)..]
            .iter()
            .take_while(|piece| piece.outer.start < range.end)
        {
            inside += letters(
                piece.inner.start.max(range.start)
                    ..piece
                        .inner
                        .end
                        .min(range.end)
                        .max(piece.inner.start.max(range.start)),
            );
        }
    }
    match inside {
        0 => StatementMode::Indirect,
        inside if inside * 100 >= all * 95 => StatementMode::Direct,
        _ => StatementMode::Mixed,
    }
}
