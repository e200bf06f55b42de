//! Sayings inside sayings, and outlets that relay them.

use super::*;

/// "speaker: content [source] [within]" of every statement.
fn read_all(words: &str) -> Vec<String> {
    let lexicon = Lexicon::embedded();
    let input = Input {
        text: words,
        ..Input::default()
    };
    let reading = text::read(words, input.format, &input.limits).unwrap();
    let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
    let mut actors = Actors::read(&page);
    let id = |actors: &Actors, actor: Option<ActorIndex>| {
        actor.map_or_else(|| "?".to_owned(), |actor| actors.list[actor].id.clone())
    };
    read(&page, &mut actors)
        .iter()
        .map(|draft| {
            let content: Vec<&str> = draft
                .content
                .iter()
                .map(|range| reading.slice(range.clone()))
                .collect();
            let source = draft
                .source_range
                .as_ref()
                .map(|_| format!(" [by {}]", id(&actors, draft.source)));
            let within = draft.within.map(|outer| format!(" [in {outer}]"));
            format!(
                "{}: {}{}{}",
                id(&actors, draft.speaker),
                content.join(" / "),
                source.unwrap_or_default(),
                within.unwrap_or_default()
            )
        })
        .collect()
}

#[test]
fn who_only_relays_is_the_source() {
    for (words, expected) in [
        (
            "The ban will stay, Japan said, according to Reuters.",
            vec!["JP: The ban will stay [by reuters]"],
        ),
        (
            "Reuters reported that Japan had said the ban would stay.",
            vec!["JP: the ban would stay [by reuters]"],
        ),
        (
            "Reuters quoted Japan as saying that the ban would stay.",
            vec!["JP: the ban would stay [by reuters]"],
        ),
        (
            "Reuters reported that the ban would stay.",
            vec!["reuters: the ban would stay"],
        ),
        (
            "The ban would stay, Reuters reported, citing Japan.",
            vec!["JP: The ban would stay [by reuters]"],
        ),
    ] {
        assert_eq!(read_all(words), expected, "{words}");
    }
}

#[test]
fn sayings_are_told_within_sayings() {
    for (words, expected) in [
        (
            "Japan said that Canada had threatened to halt exports.",
            vec![
                "JP: Canada had threatened to halt exports",
                "CA: to halt exports [in 0]",
            ],
        ),
        (
            "“Canada told us that the ban would stay,” Japan said.",
            vec![
                "JP: Canada told us that the ban would stay,",
                "CA: the ban would stay [in 0]",
            ],
        ),
        (
            "“We said that the ban would stay,” Japan added.",
            vec!["JP: We said that the ban would stay,"],
        ),
    ] {
        assert_eq!(read_all(words), expected, "{words}");
    }
}
