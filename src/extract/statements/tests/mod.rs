//! What is read from each construction: own sentences, one record each.

mod cues;
mod layout;
mod relayed;
mod sentences;
mod speakers;

use super::*;
use crate::extract::Input;
use crate::language::Analyzer;
use crate::lexicon::Lexicon;
use crate::text;

/// "mode act speaker: content / content" of every statement; the speaker's id, or "?".
fn read_all(words: &str) -> Vec<String> {
    let lexicon = Lexicon::embedded();
    let input = Input {
        text: words,
        ..Input::default()
    };
    let reading = text::read(words, input.format, &input.limits).unwrap();
    let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
    let mut actors = Actors::read(&page);
    read(&page, &mut actors)
        .iter()
        .map(|draft| {
            let content: Vec<&str> = draft
                .content
                .iter()
                .map(|range| reading.slice(range.clone()))
                .collect();
            let speaker = draft
                .speaker
                .map_or("?", |actor| actors.list[actor].id.as_str());
            format!(
                "{:?} {:?} {speaker}: {}",
                draft.mode,
                draft.act,
                content.join(" / ")
            )
        })
        .collect()
}

/// Every record: a text, and the statements that must be among those read.
fn check(records: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (words, expected) in records {
        let found = read_all(words);
        for line in *expected {
            if !found.iter().any(|other| other == line) {
                wrong.push(format!(
                    "{words}\n  wants {line}\n  has   {}",
                    found.join("\n        ")
                ));
            }
        }
        if expected.is_empty() && !found.is_empty() {
            wrong.push(format!(
                "{words}\n  wants nothing\n  has   {}",
                found.join("\n        ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn broken_and_long_quotations_are_one_statement() {
    check(&[
        (
            "“The offer,” Mexico said, “is an insult to our farmers.”",
            &["Direct Assert MX: The offer, / is an insult to our farmers."],
        ),
        (
            "“The offer came late,” Mexico said. “It is an insult to our farmers.”",
            &["Direct Assert MX: The offer came late, / It is an insult to our farmers."],
        ),
        (
            "“The offer came late,” Mexico said.\n\n“It is an insult to our farmers, and they know it.”",
            &[
                "Direct Assert MX: The offer came late, / It is an insult to our farmers, and they know it.",
            ],
        ),
        (
            "Mexico said: “The offer came late. It was small.\n\n“It is an insult to our farmers.”",
            &[
                "Direct Assert MX: The offer came late. It was small. / It is an insult to our farmers.",
            ],
        ),
        (
            "“Prices rose. Sales fell. Nobody is happy,” Chile said.",
            &["Direct Assert CL: Prices rose. Sales fell. Nobody is happy,"],
        ),
        (
            "“We sold all we had,” Chile said. “The ships left,” Peru added.",
            &[
                "Direct Assert CL: We sold all we had,",
                "Direct Assert PE: The ships left,",
            ],
        ),
    ]);
}

#[test]
fn clauses_are_contents() {
    check(&[
        (
            "Japan said that the duties were unlawful.",
            &["Indirect Assert JP: the duties were unlawful"],
        ),
        (
            "Japan said the duties were unlawful.",
            &["Indirect Assert JP: the duties were unlawful"],
        ),
        (
            "Japan told reporters on Monday that the duties were unlawful.",
            &["Indirect Assert JP: the duties were unlawful"],
        ),
        (
            "Japan explained why the duties were unlawful.",
            &["Indirect Assert JP: why the duties were unlawful"],
        ),
        (
            "Vietnam asked whether the quota was final.",
            &["Indirect Ask VN: whether the quota was final"],
        ),
        (
            "Asked whether the quota was final, Vietnam declined to say more.",
            &["Indirect Ask ?: whether the quota was final"],
        ),
        (
            "Vietnam pointed out that the quota was final.",
            &["Indirect Assert VN: the quota was final"],
        ),
        (
            "Vietnam made it clear that the quota was final.",
            &["Indirect Assert VN: the quota was final"],
        ),
        (
            "Analysts predicted that exports would fall.",
            &["Indirect Predict analysts: exports would fall"],
        ),
        (
            "Australia denied that it had dumped the wine.",
            &["Indirect Deny AU: it had dumped the wine"],
        ),
        (
            "Japan denied dumping steel.",
            &["Indirect Deny JP: dumping steel"],
        ),
        (
            "Japan told both neighbours the duties were unlawful.",
            &["Indirect Assert JP: the duties were unlawful"],
        ),
        (
            "Turkey insisted that the levy was legal, adding that it would stay.",
            &[
                "Indirect Assert TR: the levy was legal",
                "Indirect Assert TR: it would stay",
            ],
        ),
    ]);
}

#[test]
fn objects_and_infinitives_are_contents() {
    check(&[
        (
            "Canada accused China of dumping steel.",
            &["Indirect Accuse CA: China of dumping steel"],
        ),
        (
            "Canada called on China to open its market.",
            &["Indirect Demand CA: to open its market"],
        ),
        (
            "Canada called for a fair deal.",
            &["Indirect Demand CA: a fair deal"],
        ),
        (
            "Canada urged China to open its market.",
            &["Indirect Demand CA: to open its market"],
        ),
        (
            "Canada vowed to defend its farmers.",
            &["Indirect Promise CA: to defend its farmers"],
        ),
        (
            "Canada threatened to raise the duties.",
            &["Indirect Threaten CA: to raise the duties"],
        ),
        (
            "Canada condemned the new levies.",
            &["Indirect Criticise CA: the new levies"],
        ),
        (
            "Canada welcomed the ruling.",
            &["Indirect Praise CA: the ruling"],
        ),
        (
            "Canada described the levies as a mistake.",
            &["Indirect Criticise CA: the levies as a mistake"],
        ),
        (
            "Canada ruled out a delay.",
            &["Indirect Refuse CA: a delay"],
        ),
        (
            "Canada warned of a long dispute.",
            &["Indirect Threaten CA: a long dispute"],
        ),
    ]);
}

#[test]
fn mixed_statements_hold_quoted_words() {
    check(&[
        (
            "Norway said the ban was “a slap in the face” of its fishermen.",
            &["Mixed Assert NO: the ban was “a slap in the face” of its fishermen"],
        ),
        (
            "Norway called the ban “a slap in the face” of its fishermen.",
            &["Mixed Criticise NO: the ban “a slap in the face” of its fishermen"],
        ),
        (
            "Norway vowed to “fight to the end” against the ban.",
            &["Mixed Promise NO: to “fight to the end” against the ban"],
        ),
    ]);
}

#[test]
fn several_speakers_and_elided_ones() {
    check(&[
        (
            "Canada and Mexico said that the duties were unlawful.",
            &[
                "Indirect Assert CA: the duties were unlawful",
                "Indirect Assert MX: the duties were unlawful",
            ],
        ),
        (
            "Canada criticised the levies and said that it would appeal.",
            &["Indirect Assert CA: it would appeal"],
        ),
        (
            "Canada, which said that the duties were unlawful, went to court.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
        (
            "The levies prompted Canada to declare that it would appeal.",
            &["Indirect Assert CA: it would appeal"],
        ),
        (
            "Officials of Canada said the duties were unlawful.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
        (
            "A Canadian government source said the duties were unlawful.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
        (
            "Economists said the duties would fail.",
            &["Indirect Assert economists: the duties would fail"],
        ),
    ]);
}

#[test]
fn no_statements() {
    check(&[
        ("Canada believes that the duties are unlawful.", &[]),
        ("Canada did not say whether it would appeal.", &[]),
        ("Canada might announce that it will appeal.", &[]),
        ("The new levy threatens to raise prices.", &[]),
        (
            "If Canada says that the levy is dead, prices will fall.",
            &[],
        ),
        ("It goes without saying that prices will fall.", &[]),
        (
            "Canada stopped short of saying that the levy was dead.",
            &[],
        ),
        ("The agency called an emergency meeting.", &[]),
        ("Canada’s readiness for a long war is known.", &[]),
        ("The so-called “green lane” opened on Monday.", &[]),
        ("A town called Calais lives on the trade.", &[]),
        ("He read “The Wealth of Nations” on the train.", &[]),
    ]);
}

#[test]
fn channel_and_addressee_have_spans() {
    let lexicon = Lexicon::embedded();
    for (words, channel) in [
        (
            "Canada told reporters that the duties were unlawful.",
            "reporters",
        ),
        (
            "Canada said in a statement that the duties were unlawful.",
            "in a statement",
        ),
        (
            "Canada said the duties were unlawful in a statement on Friday.",
            "in a statement on Friday",
        ),
        (
            "Canada told Fox Business that the duties were unlawful.",
            "Fox Business",
        ),
        (
            "In an interview with the BBC, Canada said the duties were unlawful.",
            "In an interview with the BBC",
        ),
        (
            "Speaking at the Ottawa Podcast, Jane Roe said the duties were unlawful.",
            "at the Ottawa Podcast",
        ),
        (
            "“The duties are unlawful,” Canada wrote on social media.",
            "on social media",
        ),
    ] {
        let input = Input {
            text: words,
            ..Input::default()
        };
        let reading = text::read(words, input.format, &input.limits).unwrap();
        let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
        let drafts = read(&page, &mut Actors::read(&page));
        let found = drafts
            .iter()
            .find_map(|draft| draft.channel.clone())
            .map(|range| reading.slice(range));
        assert_eq!(found, Some(channel), "{words}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn any_text_is_read(words in "(\\PC|[“”\"'‘’«»„`:,.?!\n]|said|“|” he said, “|China ){0,60}") {
        let lexicon = Lexicon::embedded();
        let input = Input { text: &words, ..Input::default() };
        if let Ok(reading) = text::read(&words, input.format, &input.limits) {
            let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
            let mut actors = Actors::read(&page);
            let drafts = read(&page, &mut actors);
            for (index, draft) in drafts.iter().enumerate() {
                let around = draft.within.is_none_or(|outer| outer != index && outer < drafts.len());
                proptest::prop_assert!(around);
                proptest::prop_assert!(!draft.content.is_empty());
                for range in draft.content.iter().cloned() {
                    proptest::prop_assert!(reading.text().get(range).is_some_and(|content| !content.is_empty()));
                }
            }
        }
    }
}
