use super::*;
use crate::language::Analyzer;
use crate::text::tokenize::tokenize;

/// Names as "kind: title | name".
fn read(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    tokenize(text, 0..text.len(), &mut tokens);
    let trees = Analyzer::embedded().analyze(text, &[&tokens]);
    let span = |range: &Range<usize>| {
        &text[tokens[range.start].start as usize..tokens[range.end - 1].end as usize]
    };
    let show = |name: &Name| match &name.title {
        Some(title) => format!("{:?}: {} | {}", name.kind, span(title), span(&name.tokens)),
        None => format!("{:?}: {}", name.kind, span(&name.tokens)),
    };
    names(text, &tokens, &trees[0]).iter().map(show).collect()
}

#[test]
fn titles_make_persons() {
    assert_eq!(
        read("Finance Minister Ana Roe met reporters on Monday."),
        ["Person: Finance Minister | Ana Roe"]
    );
    assert_eq!(
        read("Officials met Mr. Lee on Tuesday."),
        ["Person: Mr. | Lee"]
    );
}

#[test]
fn names_keep_their_small_words() {
    assert!(
        read("Ursula van der Berg spoke first.")
            .contains(&"Person: Ursula van der Berg".to_owned())
    );
    assert!(
        read("The Ministry of Finance declined to comment.")
            .contains(&"Organisation: Ministry of Finance".to_owned())
    );
}

/// Whether a person of that name is found, whatever titles stand before it.
fn has_person(text: &str, name: &str) -> bool {
    read(text).iter().any(|found| {
        found == &format!("Person: {name}")
            || found.starts_with("Person: ") && found.ends_with(&format!(" | {name}"))
    })
}

#[test]
fn a_family_name_is_no_pronoun() {
    for text in [
        "Officials said that Vice Premier He Lifeng met them.",
        "He Lifeng, the vice premier, led the talks.",
        "The talks were led by He Lifeng and Scott Bessent.",
        "Vice Premier He Lifeng to Meet Bessent in Lima Next Week",
    ] {
        assert!(has_person(text, "He Lifeng"), "{text}: {:?}", read(text));
    }
    assert!(has_person(
        "VICE PREMIER HE LIFENG TO MEET BESSENT IN LIMA",
        "HE LIFENG"
    ));
}

#[test]
fn names_spelt_like_particles_are_persons() {
    for text in [
        "Da Chu, an analyst, said prices would rise.",
        "Prices would rise, said Da Chu, an economist at the exchange.",
        "Economist Da Chu said prices would rise.",
    ] {
        assert!(has_person(text, "Da Chu"), "{text}: {:?}", read(text));
    }
}

#[test]
fn particles_belong_to_names() {
    for (text, name) in [
        ("Von der Leyen spoke first.", "Von der Leyen"),
        ("Ministers met van der Leyen on Sunday.", "van der Leyen"),
        (
            "European Commission President Ursula von der Leyen said so on Sunday.",
            "Ursula von der Leyen",
        ),
        (
            "Talks with Jan van der Leyen failed, officials said.",
            "Jan van der Leyen",
        ),
    ] {
        assert!(has_person(text, name), "{text}: {:?}", read(text));
    }
}

#[test]
fn offices_before_names_are_titles() {
    for (text, person) in [
        (
            "U.S. Trade Representative Jamieson Greer said the talks went well.",
            "Person: U.S. Trade Representative | Jamieson Greer",
        ),
        (
            "The talks went well, U.S. Trade Representative Jamieson Greer told reporters.",
            "Person: U.S. Trade Representative | Jamieson Greer",
        ),
    ] {
        assert!(
            read(text).contains(&person.to_owned()),
            "{text}: {:?}",
            read(text)
        );
    }
}

#[test]
fn family_names_may_be_two() {
    for (text, name) in [
        ("Peña Nieto and Trudeau spoke by phone.", "Peña Nieto"),
        (
            "Mexican President Enrique Peña Nieto cancelled the visit.",
            "Enrique Peña Nieto",
        ),
        (
            "Trump Calls Trudeau and Peña Nieto to Renegotiate",
            "Peña Nieto",
        ),
    ] {
        assert!(has_person(text, name), "{text}: {:?}", read(text));
    }
}

#[test]
fn ministries_are_organisations() {
    for text in [
        "The Commerce Ministry said it would appeal.",
        "Peru's Commerce Ministry announced the decision.",
        "Talks resume soon, according to the Commerce Ministry.",
    ] {
        assert!(read(text).contains(&"Organisation: Commerce Ministry".to_owned()));
    }
}

#[test]
fn headlines_have_the_names_of_ordinary_sentences() {
    for text in [
        "CHINA RAISES TARIFFS ON U.S. SOYBEANS",
        "China Raises Tariffs on U.S. Soybeans",
        "china raises tariffs on u.s. soybeans",
    ] {
        let names: Vec<String> = read(text).iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(names, ["place: china", "place: u.s."], "{text}");
    }
}

#[test]
fn tickers_in_lower_case_are_names() {
    for (text, ticker) in [
        ("Shares of aapl fell 3 percent on Monday.", "aapl"),
        (
            "nvda and tsm rose after the chip duties were lifted",
            "nvda",
        ),
    ] {
        assert!(
            read(text).iter().any(|name| name.ends_with(ticker)),
            "{text}: {:?}",
            read(text)
        );
    }
}

#[test]
fn known_places_are_places() {
    assert!(
        read("Growers in Lima and Hong Kong protested.").contains(&"Place: Hong Kong".to_owned())
    );
    assert!(read("Peru halted imports.").contains(&"Place: Peru".to_owned()));
}

#[test]
fn days_and_months_are_no_names() {
    assert_eq!(
        read("It rained on Monday and all through April."),
        Vec::<String>::new()
    );
}

#[test]
fn any_tree_is_read() {
    let mut tokens = Vec::new();
    let text = "- - Roe of & and the -";
    tokenize(text, 0..text.len(), &mut tokens);
    assert!(names(text, &tokens, &Tree::default()).is_empty());
}
