//! What the readers of actors do, by example: each row a text, and some of its words with whom they mean.

use super::Actors;
use crate::extract::{Input, Page};
use crate::language::Analyzer;
use crate::lexicon::Lexicon;
use crate::text::{self, Format, Limits};

/// The mentions of a text, as "words=id+id", in order.
fn mentions(document: &str) -> Vec<String> {
    read(document, |page, actors| {
        let mut found = Vec::new();
        for (line, mentions) in actors.mentions.iter().enumerate() {
            for mention in mentions {
                let ids: Vec<&str> = mention
                    .actors
                    .iter()
                    .map(|&actor| actors.list[actor].id.as_str())
                    .collect();
                let words = page.reading.slice(page.bytes(line, mention.tokens.clone()));
                found.push(format!("{words}={}", ids.join("+")));
            }
        }
        found
    })
}

/// An actor of a text, as "kind of affiliation, title".
fn actor(document: &str, id: &str) -> String {
    read(document, |_, actors| {
        let Some(actor) = actors.list.iter().find(|actor| actor.id == id) else {
            return format!("no {id}: {:?}", actors.list);
        };
        let of = actor
            .affiliation
            .map_or("nobody", |of| actors.list[of].id.as_str());
        format!(
            "{:?} of {of}, {}",
            actor.kind,
            actor.title.as_deref().unwrap_or("no title")
        )
    })
}

fn read<T>(document: &str, show: impl Fn(&Page<'_>, &Actors) -> T) -> T {
    let reading = match text::read(document, Format::Plain, &Limits::default()) {
        Ok(reading) => reading,
        Err(error) => panic!("{document}: {error}"),
    };
    let input = Input {
        text: document,
        reference_day: "2025-11-03".parse().ok(),
        ..Input::default()
    };
    let lexicon = Lexicon::embedded();
    let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
    show(&page, &Actors::read(&page))
}

/// Every row: a text, and mentions that must be there. Words that must mean nobody have no id.
fn check(rows: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (document, expected) in rows {
        let found = mentions(document);
        for &expected in *expected {
            let right = match expected.strip_suffix('=') {
                Some(words) => !found
                    .iter()
                    .any(|mention| mention.starts_with(&format!("{words}="))),
                None => found.iter().any(|mention| mention == expected),
            };
            if !right {
                wrong.push(format!(
                    "{document}\n  expected {expected}\n  found {found:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn countries_by_name_demonym_people_and_short_form() {
    check(&[
        (
            "China raised its duties on Canadian oats.",
            &["China=CN", "Canadian=CA"],
        ),
        (
            "The U.S. and the European Union signed the pact.",
            &["U.S.=US", "European Union=EU"],
        ),
        ("Sino-US talks went on.", &["Sino=CN", "US=US"]),
        (
            "Many Americans buy Mexican avocados.",
            &["Americans=US", "Mexican=MX"],
        ),
    ]);
}

#[test]
fn a_seat_stands_for_the_government_only_where_it_acts() {
    check(&[
        ("Beijing said it would retaliate.", &["Beijing=CN"]),
        (
            "The talks between Washington and Beijing have stalled.",
            &["Washington=US", "Beijing=CN"],
        ),
        ("Beijing's new export rules hurt miners.", &["Beijing=CN"]),
        (
            "The White House announced a tariff on Tuesday.",
            &["White House=US"],
        ),
        ("The envoys met in Beijing on Monday.", &["Beijing="]),
        (
            "The minister flew to Washington on Sunday.",
            &["Washington="],
        ),
        ("He visited Beijing last year.", &["Beijing="]),
    ]);
}

#[test]
fn persons_by_title_name_and_later_short_name() {
    check(&[
        (
            "German Finance Minister Jorg Altmann spoke first. Altmann asked for patience. \"We wait,\" Mr Altmann said.",
            &["Jorg Altmann=jorg-altmann", "Altmann=jorg-altmann"],
        ),
        (
            "Roe Asks For Patience\n\nEconomist Jane Roe asked for patience on Friday.",
            &["Roe=jane-roe"],
        ),
        (
            "Senator Peter Hollins objected. Hollins voted against it.",
            &["Hollins=peter-hollins"],
        ),
        (
            "President Trump signed the order, and Ivanka Trump watched.",
            &["Trump=donald-trump", "Ivanka Trump=ivanka-trump"],
        ),
        (
            "Vice Premier He Lifeng arrived. He will lead the talks.",
            &["He Lifeng=he-lifeng", "He=he-lifeng"],
        ),
    ]);
}

#[test]
fn titles_tell_for_whom_a_person_acts() {
    let of = |document, id| actor(document, id);
    assert_eq!(
        of(
            "Brazilian Trade Minister Marcia Prado opened the meeting.",
            "marcia-prado"
        ),
        "Person of BR, Brazilian Trade Minister"
    );
    assert_eq!(
        of(
            "Carla Ruiz, the foreign minister of Chile, left early.",
            "carla-ruiz"
        ),
        "Person of CL, foreign minister"
    );
    assert_eq!(
        of(
            "Jane Roe, an economist at Halden Partners, disagreed.",
            "jane-roe"
        ),
        "Person of halden-partners, economist"
    );
    assert_eq!(
        of("Chinese economist Ann Lee disagreed.", "ann-lee"),
        "Person of nobody, Chinese economist"
    );
}

#[test]
fn organisations_by_their_last_words() {
    assert_eq!(
        actor("Halden Tools Corp. cut jobs.", "halden-tools"),
        "Company of nobody, no title"
    );
    assert_eq!(
        actor(
            "The National Association of Kite Makers protested.",
            "national-association-of-kite-makers"
        ),
        "IndustryGroup of nobody, no title"
    );
    check(&[(
        "The Korean Kite Manufacturers Association (KKMA) protested. KKMA wants a quota, and the association will sue.",
        &[
            "Kite Manufacturers Association=korean-kite-manufacturers-association",
            "KKMA=korean-kite-manufacturers-association",
            "association=korean-kite-manufacturers-association",
        ],
    )]);
}

#[test]
fn bodies_belong_to_the_country_beside_them_or_to_the_one_that_is_spoken_of() {
    check(&[
        (
            "Peru's trade ministry opened an inquiry.",
            &["Peru=PE", "trade ministry=pe-ministry-of-trade"],
        ),
        (
            "The Ministry of Trade of Peru objected.",
            &["Ministry of Trade=pe-ministry-of-trade"],
        ),
        (
            "Peru will cut the duty, the Trade Ministry said. The ministry gave no date.",
            &[
                "Trade Ministry=pe-ministry-of-trade",
                "ministry=pe-ministry-of-trade",
            ],
        ),
        ("The British government disagreed.", &["government=GB"]),
        (
            "President Trump said his administration disagreed.",
            &["his=donald-trump", "administration=US"],
        ),
    ]);
}

#[test]
fn pronouns_mean_the_subject_that_agrees() {
    check(&[
        (
            "Trade Minister Maria Lopez met President Trump. She said the talks went well.",
            &["She=maria-lopez"],
        ),
        (
            "Jane Roe warned Peter Hollins that he would lose.",
            &["he=peter-hollins"],
        ),
        ("China said it would lift its ban.", &["it=CN", "its=CN"]),
        ("It is clear that China will retaliate.", &["It="]),
        (
            "Canada and Mexico said they would respond.",
            &["they=CA+MX"],
        ),
        (
            "Tom Field, who runs the yard, objected.",
            &["who=tom-field"],
        ),
        ("They say it will rain.", &["They=", "it="]),
    ]);
}

#[test]
fn nouns_mean_whom_they_fit() {
    check(&[
        (
            "India and Japan resumed talks. Both sides hope for a deal.",
            &["Both sides=IN+JP"],
        ),
        (
            "India met Japan. The two countries signed a pact.",
            &["The two countries=IN+JP"],
        ),
        (
            "The European Union hit back. The bloc will tax bourbon.",
            &["bloc=EU"],
        ),
        (
            "Halden Tools Corp. cut jobs. The company blamed the tariffs.",
            &["company=halden-tools"],
        ),
        (
            "Brazil raised duties. The South American country also set quotas.",
            &["country=BR"],
        ),
        (
            "India and Japan raised each other's duties.",
            &["each other=IN+JP"],
        ),
        ("A company cut jobs.", &["company="]),
    ]);
}

#[test]
fn officials_without_a_name_speak_for_whom_they_belong_to() {
    check(&[
        ("A Chinese spokesman said the ban stays.", &["spokesman=CN"]),
        (
            "Peru's trade ministry objected. A spokesperson called the duty unfair.",
            &["spokesperson=pe-ministry-of-trade"],
        ),
        (
            "A spokeswoman for Halden Tools Corp. declined to comment.",
            &["spokeswoman=halden-tools"],
        ),
        (
            "Indian Prime Minister Ravi Anand signed. The prime minister smiled.",
            &["prime minister=ravi-anand"],
        ),
        (
            "Ravi Anand won. Prime Minister Ravi Anand of India spoke, and the Indian prime minister smiled.",
            &["prime minister=ravi-anand"],
        ),
    ]);
}

#[test]
fn the_first_person_in_a_quotation_is_its_speaker() {
    let document =
        "\"We will raise our duties, and I mean it,\" Japanese Trade Minister Ken Ito said.";
    let shown = read(document, |page, actors| {
        let mut actors = actors.clone();
        let speaker = actors.list.iter().position(|actor| actor.id == "ken-ito");
        let words = 1..document.find(",\"").unwrap_or_default();
        if let Some(speaker) = speaker {
            actors.lend_voice(page, &words, speaker);
        }
        let id = |token| {
            actors
                .at(0, token)
                .map(|mention| actors.list[mention.actors[0]].id.clone())
        };
        let at = |word: &str| {
            (0..page.tokens(0).len())
                .find(|&token| page.word(0, token) == word)
                .and_then(id)
        };
        ["We", "our", "I"].map(|word| at(word).unwrap_or_default())
    });
    assert_eq!(shown, ["JP", "JP", "ken-ito"]);
}

#[test]
fn any_text_is_read() {
    for document in [
        "\u{201c}",
        "He",
        "US",
        "Mr.",
        "The the the",
        "A, B, C, D of and",
        "'s 's",
        "Mr Mr Mr of the of",
        "& & &",
    ] {
        // Not every text has words; those that do must not fail here.
        if text::read(document, Format::Plain, &Limits::default()).is_ok() {
            mentions(document);
        }
    }
}
