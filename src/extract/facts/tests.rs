//! Goods and places of whole sentences, read with the embedded lexicon and model.

use super::Facts;
use crate::extract::actors::Actors;
use crate::extract::{Input, Page};
use crate::language::Analyzer;
use crate::lexicon::Lexicon;
use crate::text::{Format, Limits, read};

/// Goods that are surely such, and places, as written.
fn goods_and_places(text: &str) -> (Vec<String>, Vec<String>) {
    let lexicon = Lexicon::embedded();
    let reading = read(text, Format::Plain, &Limits::default()).unwrap();
    let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &Input::default());
    let actors = Actors::read(&page);
    let (mut goods, mut places) = (Vec::new(), Vec::new());
    for line in 0..page.lines.len() {
        let facts = Facts::read(&page, &actors, line);
        let words = |tokens| page.reading.slice(page.bytes(line, tokens)).to_owned();
        let sure = facts.goods.into_iter().filter(|goods| !goods.weak);
        goods.extend(sure.map(|goods| words(goods.tokens)));
        places.extend(facts.places.into_iter().map(|place| words(place.tokens)));
    }
    (goods, places)
}

#[test]
fn goods_are_told_from_industries_prices_and_other_senses() {
    let rows: &[(&str, &[&str])] = &[
        (
            "Peru taxed imports of copper and timber from Chile.",
            &["copper", "timber"],
        ),
        ("Egypt put a duty of 12% on Turkish steel.", &["steel"]),
        (
            "The ministry will curb exports of fish, rice and paper.",
            &["fish", "rice", "paper"],
        ),
        (
            "Hanoi pledged to buy more Australian energy products.",
            &["energy products"],
        ),
        ("Seoul stopped buying Iranian oil.", &["oil"]),
        ("Leaders of the steel industry met in Essen.", &[]),
        ("Oil prices rose after the meeting.", &[]),
        ("The two spoke in a telephone conversation.", &[]),
        ("They imposed a blanket levy on all neighbours.", &[]),
    ];
    for (text, goods) in rows {
        assert_eq!(goods_and_places(text).0, *goods, "{text}");
    }
}

#[test]
fn places_stand_behind_prepositions_of_place() {
    let rows: &[(&str, &[&str])] = &[
        ("Envoys of both sides met in Geneva on Monday.", &["Geneva"]),
        (
            "They will gather in Busan, South Korea, in May.",
            &["Busan, South Korea"],
        ),
        (
            "A delegation will fly to Hanoi for the next round.",
            &["Hanoi"],
        ),
        ("China raised duties on goods of Canada.", &[]),
        ("According to Beijing, the duty stays.", &[]),
    ];
    for (text, places) in rows {
        assert_eq!(goods_and_places(text).1, *places, "{text}");
    }
}
