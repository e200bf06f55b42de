//! Sentence boundaries: a linear model over hashed features judges every place where a sentence might end.
//!
//! `training/sentences.py` learns the weights and computes the same features: change both together.

use std::ops::Range;

use super::tokenize::Token;

/// Bias (32-bit, little-endian), then one signed byte a bucket.
static WEIGHTS: &[u8] = include_bytes!("weights/sentences.bin");
/// Letters of a token that count.
const LONGEST_FORM: usize = 16;
/// Most tokens of a sentence. Whoever reads sentences may compare all words of one with each other; what goes on for longer is cut.
const LONGEST_SENTENCE: usize = 600;

/// Splits the tokens of one block into sentences: ranges of token indices, in order, without gaps. Linear in the tokens.
pub fn split(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let (bias, weights) = WEIGHTS
        .split_first_chunk()
        .map_or((0, WEIGHTS), |(bias, weights)| {
            (i32::from_le_bytes(*bias), weights)
        });
    let block = Block { text, tokens };
    let mut found = Vec::new();
    let mut sentence = Sentence::default();
    for at in 0..tokens.len() {
        let ends =
            at > 0 && block.is_candidate(at) && bias + block.score(at, &sentence, weights) > 0;
        if ends || at - sentence.start == LONGEST_SENTENCE {
            found.push(sentence.start..at);
            sentence = Sentence {
                start: at,
                ..Sentence::default()
            };
        }
        sentence.read(block.form(at));
    }
    if sentence.start < tokens.len() {
        found.push(sentence.start..tokens.len());
    }
    found
}

/// The sentence that is being read: where it began, and which marks are open in it.
#[derive(Default)]
struct Sentence {
    start: usize,
    quoted: bool,
    bracketed: bool,
}

impl Sentence {
    fn read(&mut self, form: &str) {
        match form {
            "``" | "“" => self.quoted = true,
            "\"" => self.quoted = !self.quoted,
            "''" | "”" => self.quoted = false,
            "(" | "[" => self.bracketed = true,
            ")" | "]" => self.bracketed = false,
            _ => {}
        }
    }
}

struct Block<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl<'a> Block<'a> {
    /// A token's text; empty before the first and after the last.
    fn form(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |token| token.text(self.text))
    }

    /// Between two words, the second in lower case, nothing ends.
    fn is_candidate(&self, at: usize) -> bool {
        let before = self.form(at - 1).chars().next_back();
        let after = self.form(at).chars().next();
        !(before.is_some_and(char::is_alphanumeric)
            && after.is_some_and(|letter| letter.is_alphabetic() && !letter.is_uppercase()))
    }

    /// Sum of the weights of the features of the boundary before token `at`.
    fn score(&self, at: usize, sentence: &Sentence, weights: &[u8]) -> i32 {
        let back = |steps: usize| at.checked_sub(steps).map_or("", |at| self.form(at));
        let (p1, p2, n1, n2) = (back(1), back(2), self.form(at), self.form(at + 1));
        // The mark that would end the sentence may stand before closing quotes and brackets.
        let mut last = 1;
        while last < at && is_closer(back(last)) && last < 5 {
            last += 1;
        }
        let end = back(last);
        let stop = match end.chars().next() {
            _ if end.ends_with('.') && end.chars().nth(1).is_some() => "S",
            Some(first) if !first.is_alphanumeric() => end,
            None => end,
            _ => "w",
        };
        let touching = match (self.tokens.get(at - 1), self.tokens.get(at)) {
            (Some(before), Some(after)) => before.end == after.start,
            _ => false,
        };
        let gap = if touching { "n" } else { "s" };
        let state = [
            if sentence.quoted { "q" } else { "-" },
            if sentence.bracketed { "b" } else { "-" },
            gap,
        ];
        let lengths = [
            length_class(at - sentence.start),
            length_class(self.tokens.len() - at),
        ];
        let (k1, k2, n1_kind, n2_kind) = (kind(p1), kind(p2), kind(n1), kind(n2));

        let mut sum = 0;
        let mut add = |hash: Hash| sum += hash.weight(weights);
        add(Hash::new("a").form(p1));
        add(Hash::new("b").form(n1));
        add(Hash::new("c").form(p1).part(&[n1_kind]));
        add(Hash::new("d").form(p2).form(p1));
        add(Hash::new("e").part(&[k1]).part(&[n1_kind]).part(&[n2_kind]));
        add(Hash::new("f").part(&[stop]).form(n1));
        add(Hash::new("g").part(&[stop]).part(&[n1_kind]).part(&state));
        add(Hash::new("h").form(end).part(&[n1_kind]).part(&[gap]));
        add(Hash::new("i").part(&[stop]).part(&lengths));
        add(Hash::new("j")
            .part(&[k2])
            .part(&[k1])
            .part(&[n1_kind])
            .part(&[gap]));
        add(Hash::new("k").form(n1).form(n2));
        add(Hash::new("l").part(&[stop]).form(p1).part(&[n1_kind]));
        add(Hash::new("m").part(&[stop]).part(&[n1_kind]).form(n2));
        add(Hash::new("n")
            .part(&[kind(back(last + 1))])
            .form(end)
            .part(&[n1_kind]));
        add(Hash::new("o")
            .part(&state)
            .part(&[n1_kind])
            .part(&lengths[..1]));
        sum
    }
}

fn is_closer(form: &str) -> bool {
    matches!(form, "\"" | "'" | "”" | "’" | ")" | "]" | "}" | "»" | "''")
}

/// What a token looks like from outside.
fn kind(form: &str) -> &'static str {
    let mut letters = form.chars();
    match letters.next() {
        None => "_",
        Some(first) if first.is_numeric() => "0",
        Some(first) if first.is_uppercase() => {
            let rest = letters.as_str();
            if rest.is_empty() {
                "I"
            } else if rest
                .chars()
                .all(|letter| letter.is_uppercase() || !letter.is_alphabetic())
            {
                "C"
            } else {
                "A"
            }
        }
        Some(first) if first.is_alphabetic() => "a",
        _ if is_closer(form) || matches!(form, "“" | "‘" | "(" | "[" | "{" | "«" | "``") => {
            "q"
        }
        _ => ".",
    }
}

/// Class of a number of tokens.
fn length_class(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5..=7 => "5",
        8..=15 => "6",
        16..=31 => "7",
        _ => "8",
    }
}

/// A feature's hash (32-bit FNV-1a), its parts set apart by a control character.
#[derive(Clone, Copy)]
struct Hash(u32);

impl Hash {
    fn new(name: &str) -> Self {
        Self(0x811C_9DC5).bytes(name.as_bytes())
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, &byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        }))
    }

    /// Adds strings as one part.
    fn part(self, strings: &[&str]) -> Self {
        strings.iter().fold(self.bytes(&[0x1F]), |hash, string| {
            hash.bytes(string.as_bytes())
        })
    }

    /// Adds a token, in lower case and cut short.
    fn form(self, form: &str) -> Self {
        let hash = self.bytes(&[0x1F]);
        if form.is_ascii() {
            let letters = &form.as_bytes()[..form.len().min(LONGEST_FORM)];
            return letters.iter().fold(hash, |hash, letter| {
                hash.bytes(&[letter.to_ascii_lowercase()])
            });
        }
        form.chars()
            .flat_map(char::to_lowercase)
            .take(LONGEST_FORM)
            .fold(hash, |hash, letter| {
                hash.bytes(letter.encode_utf8(&mut [0; 4]).as_bytes())
            })
    }

    fn weight(self, weights: &[u8]) -> i32 {
        let weight = (self.0 as usize)
            .checked_rem(weights.len())
            .and_then(|bucket| weights.get(bucket));
        weight.map_or(0, |&byte| i32::from(i8::from_le_bytes([byte])))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokenize::tokenize;
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &mut tokens);
        let found = split(text, &tokens);
        found
            .into_iter()
            .map(|range| {
                &text[tokens[range.start].start as usize..tokens[range.end - 1].end as usize]
            })
            .collect()
    }

    #[test]
    fn stops_end_sentences() {
        assert_eq!(
            sentences("Peru cut its duty on tin. Chile did not follow. Why?"),
            ["Peru cut its duty on tin.", "Chile did not follow.", "Why?"]
        );
    }

    #[test]
    fn stops_of_abbreviations_do_not() {
        let one = "Mr. Roe of Acme Corp. met U.S. officials on Sept. 3 to talk about No. 5 wire.";
        assert_eq!(sentences(one), [one]);
    }

    #[test]
    fn closing_quotes_belong_to_the_sentence_they_end() {
        assert_eq!(
            sentences("\"We will not wait.\" The minister then left the room."),
            ["\"We will not wait.\"", "The minister then left the room."]
        );
    }

    #[test]
    fn what_goes_on_without_end_is_cut() {
        let text = "and so on ".repeat(1000);
        let found = sentences(&text);
        assert_eq!(found.len(), 3000 / LONGEST_SENTENCE);
        assert_eq!(
            found.concat().len(),
            text.trim_end().len() - (found.len() - 1)
        );
    }

    #[test]
    fn no_tokens_make_no_sentences() {
        assert!(split("", &[]).is_empty());
    }
}
