//! scratch
use std::collections::HashSet;
use tradewire::extract::{Input, Page, actors::Actors, facts::Facts};
use tradewire::language::Analyzer;
use tradewire::lexicon::Lexicon;
fn words(s: &str) -> HashSet<String> {
    s.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty() && !["the", "of", "and", "a", "an"].contains(w))
        .map(str::to_owned)
        .collect()
}
fn agree(a: &str, b: &str) -> bool {
    let (x, y) = (words(a), words(b));
    let n = x.intersection(&y).count();
    n > 0 && n * 2 >= x.len().min(y.len())
}
fn main() {
    let lexicon = Lexicon::embedded();
    let mut files: Vec<_> = std::fs::read_dir("/work/shared/gold/dev")
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    let (mut n, mut hit, mut strong) = (0, 0, 0);
    let (mut an, mut ahit) = (0, 0);
    let (mut ln, mut lhit) = (0, 0);
    let mut spurious = 0;
    let mut right = 0;
    for f in files {
        let j: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&f).unwrap()).unwrap();
        let text = j["document"]["text"].as_str().unwrap();
        let limits = Default::default();
        let Ok(reading) = tradewire::text::read(text, Default::default(), &limits) else {
            continue;
        };
        let input = Input {
            text,
            reference_day: j["document"]["published_at"]
                .as_str()
                .and_then(|d| d.get(..10)?.parse().ok()),
            ..Default::default()
        };
        let page = Page::new(&reading, &lexicon, Analyzer::embedded(), &input);
        let actors = Actors::read(&page);
        let bytes: Vec<usize> = text
            .char_indices()
            .map(|(i, _)| i)
            .chain([text.len()])
            .collect();
        println!(
            "## {} ref {:?}",
            f.file_stem().unwrap().to_str().unwrap(),
            page.reference
        );
        let facts: Vec<Facts> = (0..page.lines.len())
            .map(|l| Facts::read(&page, &actors, l))
            .collect();
        let mut goldwords: Vec<String> = vec![];
        for e in j["events"].as_array().into_iter().flatten() {
            for g in e["goods"].as_array().into_iter().flatten() {
                goldwords.push(g.as_str().unwrap().into());
            }
        }
        let mut in_mention: HashSet<(usize, usize)> = HashSet::new();
        for e in j["events"].as_array().into_iter().flatten() {
            let ms: Vec<(usize, usize)> = e["mentions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|m| {
                    (
                        bytes[m[0].as_u64().unwrap() as usize],
                        bytes[m[1].as_u64().unwrap() as usize],
                    )
                })
                .collect();
            let lines: Vec<usize> = (0..page.lines.len())
                .filter(|&l| {
                    page.sentence(l).is_some_and(|s| {
                        ms.iter().any(|m| s.range.start < m.1 && m.0 < s.range.end)
                    })
                })
                .collect();
            for g in e["goods"].as_array().into_iter().flatten() {
                n += 1;
                let g = g.as_str().unwrap();
                let c: Vec<_> = lines
                    .iter()
                    .flat_map(|&l| facts[l].goods.iter().map(move |x| (l, x)))
                    .filter(|(l, x)| agree(g, page.reading.slice(page.bytes(*l, x.tokens.clone()))))
                    .collect();
                hit += usize::from(!c.is_empty());
                strong += usize::from(c.iter().any(|x| !x.1.weak));
                if !c.iter().any(|x| !x.1.weak) {
                    println!(
                        "  MISS {} {g} weak={} {}",
                        e["key"],
                        !c.is_empty(),
                        lines.first().map_or("", |&l| page
                            .reading
                            .slice(page.sentence(l).unwrap().range.clone()))
                    );
                }
            }
            if let Some(a) = e["amount"].as_object() {
                an += 1;
                let v = a["value"].as_f64().unwrap();
                let ok = lines.iter().any(|&l| {
                    facts[l]
                        .amounts
                        .iter()
                        .any(|m| m.value == v && m.currency.as_deref() == a["currency"].as_str())
                });
                ahit += usize::from(ok);
                if !ok {
                    println!(
                        "  AMOUNT {} {a:?} {:?}",
                        e["key"],
                        lines
                            .iter()
                            .flat_map(|&l| facts[l]
                                .amounts
                                .iter()
                                .map(|m| (m.value, m.currency.clone())))
                            .collect::<Vec<_>>()
                    );
                }
            }
            if let Some(p) = e["details"]["location"].as_str() {
                ln += 1;
                let ok = lines.iter().any(|&l| {
                    facts[l]
                        .places
                        .iter()
                        .any(|m| agree(p, page.reading.slice(page.bytes(l, m.tokens.clone()))))
                });
                lhit += usize::from(ok);
                if !ok {
                    println!("  PLACE {} {p}", e["key"]);
                }
            }
            for &l in &lines {
                for (i, x) in facts[l].goods.iter().enumerate() {
                    let b = page.bytes(l, x.tokens.clone());
                    if !x.weak
                        && ms.iter().any(|m| m.0 <= b.start && b.end <= m.1)
                        && in_mention.insert((l, i))
                    {
                        let w = page.reading.slice(b);
                        if goldwords.iter().any(|g| agree(g, w)) {
                            right += 1
                        } else {
                            spurious += 1;
                            println!(
                                "  SPUR {} {w} | {}",
                                e["key"],
                                page.reading.slice(page.sentence(l).unwrap().range.clone())
                            );
                        }
                    }
                }
            }
        }
    }
    println!(
        "goods {n} found {hit} strong {strong}; in mentions right {right} spurious {spurious}; amounts {an} {ahit}; places {ln} {lhit}"
    );
}
