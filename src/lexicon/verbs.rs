//! Inflected forms of English verbs and verb phrases ("roll back": "rolls back", "rolled back", "rolling back").

use super::form::Form;

/// Irregular verbs: base, past, past participle.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("cut", "cut", "cut"),
    ("put", "put", "put"),
    ("hit", "hit", "hit"),
    ("set", "set", "set"),
    ("let", "let", "let"),
    ("quit", "quit", "quit"),
    ("bring", "brought", "brought"),
    ("buy", "bought", "bought"),
    ("seek", "sought", "sought"),
    ("meet", "met", "met"),
    ("hold", "held", "held"),
    ("keep", "kept", "kept"),
    ("leave", "left", "left"),
    ("strike", "struck", "struck"),
    ("take", "took", "taken"),
    ("give", "gave", "given"),
    ("withdraw", "withdrew", "withdrawn"),
    ("rise", "rose", "risen"),
    ("fall", "fell", "fallen"),
    ("come", "came", "come"),
    ("go", "went", "gone"),
    ("make", "made", "made"),
    ("do", "did", "done"),
    ("undo", "undid", "undone"),
    ("win", "won", "won"),
    ("speak", "spoke", "spoken"),
    ("begin", "began", "begun"),
    ("freeze", "froze", "frozen"),
    ("unfreeze", "unfroze", "unfrozen"),
    ("forbid", "forbade", "forbidden"),
    ("fight", "fought", "fought"),
    ("tear", "tore", "torn"),
    ("break", "broke", "broken"),
    ("have", "had", "had"),
    ("lay", "laid", "laid"),
    ("pay", "paid", "paid"),
    ("get", "got", "got"),
    ("find", "found", "found"),
    ("stand", "stood", "stood"),
    ("draw", "drew", "drawn"),
    ("swear", "swore", "sworn"),
    ("sit", "sat", "sat"),
    ("bite", "bit", "bitten"),
    ("become", "became", "become"),
    ("throw", "threw", "thrown"),
    ("forge", "forged", "forged"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("tell", "told", "told"),
    ("overrule", "overruled", "overruled"),
    ("unwind", "unwound", "unwound"),
    ("uphold", "upheld", "upheld"),
    ("show", "showed", "shown"),
    ("bind", "bound", "bound"),
    ("kick", "kicked", "kicked"),
    ("ratchet", "ratcheted", "ratcheted"),
    ("target", "targeted", "targeted"),
    ("benefit", "benefited", "benefited"),
    ("offer", "offered", "offered"),
    ("open", "opened", "opened"),
];

/// Regular verbs whose last consonant is doubled.
const DOUBLING: &[&str] = &[
    "slap", "scrap", "ban", "bar", "cap", "trim", "up", "drop", "step", "stop", "plan", "commit",
    "bid", "clap", "whip", "cut", "put", "hit", "set", "let", "quit", "begin", "forbid", "sit",
    "get", "run", "win", "rip", "snap", "dub", "prop", "bog", "jut", "admit", "submit", "permit",
    "defer", "refer", "confer", "rebut", "compel", "propel", "abet", "cancel", "axel", "top",
    "tip", "rebuff-",
];

/// The forms of a verb phrase; only its first word changes.
pub(super) fn forms(phrase: &str) -> Vec<(String, Form)> {
    let (verb, rest) = phrase
        .split_once(' ')
        .map_or((phrase, String::new()), |(verb, rest)| {
            (verb, format!(" {rest}"))
        });
    if verb == "be" {
        return [
            "am", "is", "are", "was", "were", "be", "been", "being", "'s", "'re",
        ]
        .iter()
        .map(|be| {
            let form = match *be {
                "was" | "were" | "been" => Form::VerbPast,
                "being" => Form::VerbIng,
                "be" => Form::Verb,
                _ => Form::VerbS,
            };
            (format!("{be}{rest}"), form)
        })
        .collect();
    }
    let mut forms = vec![
        (verb.to_owned(), Form::Verb),
        (third(verb), Form::VerbS),
        (ing(verb), Form::VerbIng),
    ];
    match IRREGULAR.iter().find(|(base, ..)| *base == verb) {
        Some((_, past, participle)) => {
            forms.push(((*past).to_owned(), Form::VerbPast));
            forms.push(((*participle).to_owned(), Form::VerbPast));
        }
        None => forms.push((past(verb), Form::VerbPast)),
    }
    if verb.ends_with("cel") {
        // British and American spelling: "cancelled", "canceled".
        forms.push((format!("{verb}ed"), Form::VerbPast));
        forms.push((format!("{verb}ing"), Form::VerbIng));
    }
    forms
        .iter()
        .map(|(form, kind)| (format!("{form}{rest}"), *kind))
        .collect()
}

fn third(verb: &str) -> String {
    match verb {
        "have" => "has".to_owned(),
        "go" | "do" | "undo" | "veto" => format!("{verb}es"),
        _ if ends_with_any(verb, &["s", "x", "z", "ch", "sh"]) => format!("{verb}es"),
        _ => match consonant_y(verb) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{verb}s"),
        },
    }
}

fn past(verb: &str) -> String {
    if DOUBLING.contains(&verb) {
        return format!("{verb}{}ed", last(verb));
    }
    if verb.ends_with('e') {
        return format!("{verb}d");
    }
    match consonant_y(verb) {
        Some(stem) => format!("{stem}ied"),
        None => format!("{verb}ed"),
    }
}

fn ing(verb: &str) -> String {
    if DOUBLING.contains(&verb) {
        return format!("{verb}{}ing", last(verb));
    }
    match verb.strip_suffix('e') {
        Some(stem) if !verb.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{verb}ing"),
    }
}

fn last(verb: &str) -> char {
    verb.chars().next_back().unwrap_or_default()
}

fn ends_with_any(verb: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| verb.ends_with(end))
}

/// The stem before a "y" that follows a consonant.
fn consonant_y(verb: &str) -> Option<&str> {
    let stem = verb.strip_suffix('y')?;
    (!ends_with_any(stem, &["a", "e", "o", "u"])).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(phrase: &str, form: &str, kind: Form) -> bool {
        forms(phrase).contains(&(form.to_owned(), kind))
    }

    #[test]
    fn the_first_word_of_a_phrase_inflects() {
        assert!(has("roll back", "rolling back", Form::VerbIng));
        assert!(has("slap", "slapped", Form::VerbPast));
        assert!(has("levy", "levies", Form::VerbS));
        assert!(has("withdraw", "withdrew", Form::VerbPast));
        assert!(has("be subject to", "were subject to", Form::VerbPast));
        assert!(has("halve", "halving", Form::VerbIng));
        assert!(has("cancel", "canceled", Form::VerbPast));
        assert!(has("impose", "imposes", Form::VerbS));
    }
}
