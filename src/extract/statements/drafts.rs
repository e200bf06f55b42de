//! Sayings made into drafts: one for each speaker, with mode, act and channel.

use std::ops::Range;

use super::cues::Cue;
use super::relay::{self, Source};
use super::scene::Stage;
use super::voices::{self, Speaker};
use super::{StatementDraft, acts, channel};
use crate::extract::actors::Actors;
use crate::proto::v1::StatementMode;

/// A saying before it is split by speaker.
#[derive(Clone, Debug, Default)]
pub(super) struct Saying<'p> {
    /// The line of the cue, and the cue; none where layout alone reports.
    pub cue: Option<(usize, Cue<'p>)>,
    /// What is said: bytes, in text order.
    pub content: Vec<Range<usize>>,
    /// Who says it.
    pub speakers: Vec<Speaker>,
    /// Who merely relays it.
    pub source: Option<Source>,
    /// Whether layout sets it off as somebody's own words, without marks.
    pub set_off: bool,
}

impl<'p> Saying<'p> {
    /// A saying that a cue reports.
    pub fn told(
        stage: &Stage<'p>,
        actors: &mut Actors,
        line: usize,
        cue: &Cue<'p>,
        content: Vec<Range<usize>>,
    ) -> Self {
        let mut speakers = voices::speakers(stage, actors, line, cue);
        let source = relay::source(stage, actors, line, cue, &mut speakers);
        Self {
            cue: Some((line, cue.clone())),
            content,
            speakers,
            source,
            set_off: false,
        }
    }

    /// Where its content begins.
    pub fn start(&self) -> usize {
        self.content.first().map_or(0, |range| range.start)
    }
}

pub(super) fn drafts(
    stage: &Stage<'_>,
    actors: &Actors,
    sayings: &[Saying<'_>],
) -> Vec<StatementDraft> {
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
                mode: if saying.set_off {
                    StatementMode::Direct
                } else {
                    mode(stage, &saying.content)
                },
                act: acts::act(cue.map(|(_, cue)| cue), &said.join(" "), state),
                speaker: speaker.actor,
                speaker_range: speaker.range.clone().filter(|_| speaker.own),
                antecedent: speaker.range.clone().filter(|_| !speaker.own),
                cue: cue.map(|(line, cue)| stage.scenes[*line].syntax.bytes(cue.tokens.clone())),
                content: saying.content.clone(),
                channel: channel.clone(),
                source_range: saying.source.as_ref().map(|source| source.range.clone()),
                source: saying.source.as_ref().and_then(|source| source.actor),
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
