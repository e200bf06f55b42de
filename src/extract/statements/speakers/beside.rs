//! Speakers that the words beside the verb name, whatever the tree says.

use crate::extract::statements::syntax::Syntax;
use crate::extract::statements::times;
use crate::language::Upos;

fn is_finite(syntax: &Syntax<'_>, verb: usize) -> bool {
    matches!(syntax.xpos(verb), "VBD" | "VBZ" | "VBP")
        || syntax.is(verb, &["says", "said"]) && syntax.xpos(verb) != "VBN"
        || syntax.is_inverted(verb)
        || syntax.is_bare_plural(verb)
}

/// The token in front of a verb, its auxiliaries, adverbs and phrases of time.
fn in_front(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let front = |verb: usize| {
        let mut behind = verb;
        loop {
            let near = (0..behind)
                .rev()
                .find(|&token| !matches!(syntax.upos(token), Upos::Adv | Upos::Aux | Upos::Part))?;
            let time = times::begin_of(syntax, near + 1);
            if time > near {
                return Some(near);
            }
            behind = time;
        }
    };
    let near = front(verb)?;
    if !syntax.is(near, &[")"]) {
        return Some(near);
    }
    // "Jane Roe (Ohio) said": brackets say more of the name in front of them.
    let open = (near.saturating_sub(BRACKETS)..near)
        .rev()
        .find(|&token| syntax.is(token, &["("]))?;
    front(open)
}

/// How many tokens brackets behind a name may hold.
const BRACKETS: usize = 10;

/// A personal pronoun in front of the verb, or a name there that a comma or quotation parts from all else.
pub(super) fn touching(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let front = in_front(syntax, verb)?;
    let finite = is_finite(syntax, verb) || front + 1 < verb;
    if finite && syntax.is(front, &["he", "she", "they", "we", "i"]) && !syntax.is_quoted(front) {
        return Some(front);
    }
    if syntax.upos(front) != Upos::Propn || !is_finite(syntax, verb) {
        return None;
    }
    let start = (0..front)
        .rev()
        .take_while(|&token| syntax.upos(token) == Upos::Propn)
        .last()
        .unwrap_or(front);
    let parted = start > 0
        && syntax.is_mark(start - 1)
        && !syntax
            .word(start - 1)
            .contains(['$', '%', '#', '-', '.', '&']);
    parted.then_some(front)
}

/// The subject of ", said Roe, who was elected in May": behind the verb, up to the next comma or the end, a name or noun phrase.
pub(in crate::extract::statements) fn postposed(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let behind_mark = verb > 1 && syntax.is(verb - 1, &[",", "”", "\"", "''", "’", "»", "?", "!"]);
    let says = syntax.is(
        verb,
        &[
            "said", "says", "say", "added", "adds", "wrote", "writes", "warned",
        ],
    );
    if !(says && behind_mark) {
        return None;
    }
    let end = (verb + 1..syntax.len())
        .find(|&token| syntax.is_mark(token) && !syntax.is(token, &["-", ".", "'", "’"]))
        .unwrap_or(syntax.len());
    let finite = |token: usize| matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD");
    let clause = (verb + 1..end).any(|token| {
        finite(token)
            && !(verb + 1..token).any(|front| syntax.is(front, &["who", "which", "that", "whose"]))
    });
    let closed = end >= syntax.len()
        || syntax.is(end, &[",", "(", "—", "–", "--"])
            && (syntax.is(end + 1, &["who", "which", "whose", "a", "an", "the"])
                || !(end..syntax.len()).any(finite))
        || end + 1 >= syntax.len()
        || syntax.is(end, &[".", ";"]);
    let first = (verb + 1..end)
        .find(|&token| !matches!(syntax.upos(token), Upos::Det | Upos::Adj | Upos::Num))?;
    let head = (first..end)
        .take_while(|&token| matches!(syntax.upos(token), Upos::Noun | Upos::Propn))
        .last()?;
    let front = (0..verb).any(finite);
    (front && closed && !clause).then_some(head)
}

/// A noun beside a finite verb that has no subject in the tree: "said Roe", "the ministry said", "Roe, a farmer, said".
pub(super) fn beside(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    if !is_finite(syntax, verb) {
        return None;
    }
    let nominal = |token: usize| {
        (syntax.upos(token).is_nominal() || syntax.upos(token) == Upos::Num)
            && !syntax.is(token, &["that", "which", "who", "what", "this"])
    };
    let front = in_front(syntax, verb);
    // "The minister — and others — say": in front of the dash.
    let front = match front {
        Some(dash) if syntax.is(dash, &["—", "–", "--"]) => dash.checked_sub(1),
        front => front,
    };
    if let Some(front) = front.filter(|&front| nominal(front) && !syntax.is_quoted(front)) {
        return Some(front);
    }
    let first = (verb + 1..syntax.len())
        .find(|&token| !matches!(syntax.upos(token), Upos::Det | Upos::Adj | Upos::Num))?;
    // Subjects stand behind verbs that a mark parts from what is said; "said A and denounced B" has none there.
    let parted = verb == 0 || syntax.is_mark(verb - 1);
    if parted && nominal(first) && !syntax.is_quoted(first) {
        let end = (first..syntax.len())
            .take_while(|&token| {
                matches!(syntax.upos(token), Upos::Noun | Upos::Propn | Upos::Pron)
            })
            .last();
        let end = end.unwrap_or(first);
        // "Said he would": the pronoun is the subject of what is said.
        if !matches!(syntax.upos(end + 1), Upos::Verb | Upos::Aux) {
            return Some(end);
        }
    }
    // An apposition between commas: the noun in front of it.
    let comma = front.filter(|&front| syntax.is(front, &[","]))?;
    let opening = (comma.saturating_sub(30)..comma)
        .rev()
        .find(|&token| syntax.is(token, &[","]))?;
    opening.checked_sub(1).filter(|&token| nominal(token))
}
