//! What a speaker does by saying it: as the cue tells, and, behind a plain "said", as the content tells.

use super::cues::Cue;
use crate::lexicon::Act;
use crate::proto::v1::SpeechAct;

/// The act of a statement. `state` tells whether a country, or somebody who speaks for one, is the speaker.
pub(super) fn act(cue: Option<&Cue<'_>>, content: &str, state: bool) -> SpeechAct {
    let told = cue
        .and_then(|cue| cue.entry)
        .map_or(Act::Assert, |entry| entry.act);
    let act = match told {
        Act::Assert => of_content(content),
        Act::Warn if state => Act::Threaten,
        told => told,
    };
    match act {
        Act::Assert => SpeechAct::Assert,
        Act::Accuse => SpeechAct::Accuse,
        Act::Criticise => SpeechAct::Criticise,
        Act::Threaten => SpeechAct::Threaten,
        Act::Warn => SpeechAct::Warn,
        Act::Promise => SpeechAct::Promise,
        Act::Demand => SpeechAct::Demand,
        Act::Deny => SpeechAct::Deny,
        Act::Confirm => SpeechAct::Confirm,
        Act::Hope => SpeechAct::Hope,
        Act::Praise => SpeechAct::Praise,
        Act::Predict => SpeechAct::Predict,
        Act::Refuse => SpeechAct::Refuse,
        Act::Ask => SpeechAct::Ask,
    }
}

/// Words that give an act away; the first line that has one of its words in the content decides.
const SIGNS: &[(Act, &[&str])] = &[
    (
        Act::Demand,
        &[
            "should",
            "must",
            "ought",
            "needs to",
            "need to",
            "has to stop",
            "have to stop",
            "what is needed",
        ],
    ),
    (Act::Hope, &["hope", "hopes", "hoped", "hoping"]),
    (
        Act::Accuse,
        &[
            "lied",
            "violated",
            "breached",
            "reneged",
            "broke its",
            "unfairly",
            "dumping",
            "cheated",
            "cheating",
            "ripped off",
            "ripping",
            "stolen",
            "stealing",
            "blackmail",
        ],
    ),
    (
        Act::Criticise,
        &[
            "catastrophic",
            "failed miserably",
            "unacceptable",
            "unjustified",
            "a mistake",
            "disaster",
            "disgrace",
            "protectionist",
            "bullying",
            "regrettable",
            "regrets",
            "deplorable",
            "wrong",
        ],
    ),
    (
        Act::Predict,
        &[
            "would probably",
            "will probably",
            "likely",
            "is expected to",
            "are expected to",
            "could",
            "might",
            "may",
        ],
    ),
];

fn of_content(content: &str) -> Act {
    // With a capital inside of what is said, it is the month.
    let plain = content.replace(|c: char| !c.is_alphanumeric() && c != '\'', " ");
    let words = format!(" {plain} ").replace(" May ", " ").to_lowercase();
    if content.trim_end().ends_with('?') {
        return Act::Ask;
    }
    SIGNS
        .iter()
        .find(|(_, signs)| {
            signs
                .iter()
                .any(|sign| words.contains(&format!(" {sign} ")))
        })
        .map_or(Act::Assert, |(act, _)| *act)
}
