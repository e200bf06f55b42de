//! Singular and plural of goods and titles ("car part", "car parts"; "fisheries", "fishery").

/// Words that end in "s" and have no singular of their own, or the same one.
const PLURAL_ONLY: &[&str] = &[
    "goods",
    "textiles",
    "electronics",
    "ceramics",
    "plastics",
    "optics",
    "avionics",
    "robotics",
    "jeans",
    "trousers",
    "pants",
    "shorts",
    "tights",
    "scissors",
    "pliers",
    "overalls",
    "pyjamas",
    "pajamas",
    "series",
    "species",
    "swiss",
    "apparatus",
    "citrus",
    "molasses",
    "asparagus",
    "hibiscus",
    "arms",
    "cosmetics",
    "aerospace",
    "gas",
    "lens",
    "canvas",
    "phosphorus",
    "glasses",
    "biologics",
    "genetics",
    "photonics",
    "logistics",
    "hummus",
    "couscous",
    "swaps",
    "christmas",
    "narcotics",
];

/// Irregular pairs (singular, plural).
const IRREGULAR: &[(&str, &str)] = &[
    ("foot", "feet"),
    ("man", "men"),
    ("woman", "women"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("loaf", "loaves"),
    ("calf", "calves"),
    ("half", "halves"),
    ("wolf", "wolves"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("potato", "potatoes"),
    ("tomato", "tomatoes"),
    ("mango", "mangoes"),
    ("gas", "gases"),
    ("lens", "lenses"),
    ("shelf", "shelves"),
    ("hoof", "hooves"),
    ("chassis", "chassis"),
    ("sheep", "sheep"),
    ("fish", "fish"),
    ("aircraft", "aircraft"),
    ("cattle", "cattle"),
    ("shoe", "shoes"),
    ("tie", "ties"),
    ("cookie", "cookies"),
    ("movie", "movies"),
    ("pie", "pies"),
    ("axe", "axes"),
    ("medium", "media"),
];

/// The other number of a form's head word, with the rest of the form unchanged; `None` where there is none.
/// The head is the word before "of", "for", "with", "and", "in" or "from", else the last one.
pub(super) fn other_number(form: &str) -> Option<String> {
    let end = [" of ", " for ", " with ", " and ", " in ", " from "]
        .iter()
        .filter_map(|m| form.find(m))
        .min();
    let (phrase, tail) = form.split_at(end.unwrap_or(form.len()));
    let (lead, head) = phrase.split_at(phrase.rfind([' ', '-']).map_or(0, |i| i + 1));
    if !head.chars().last()?.is_ascii_alphabetic() {
        return None;
    }
    let changed = swap_number(head)?;
    Some(format!("{lead}{changed}{tail}"))
}

fn swap_number(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    for (singular, plural) in IRREGULAR {
        let (from, to) = if lower.ends_with(plural) {
            (plural, singular)
        } else {
            (singular, plural)
        };
        // Compounds inflect like their last part ("snowshoes"); short words must match whole ("ties" ends "commodities").
        if lower == *from || (from.len() >= 5 && lower.ends_with(from)) {
            let stem = word.get(..word.len() - from.len())?;
            return (from != to).then(|| format!("{stem}{to}"));
        }
    }
    if PLURAL_ONLY.contains(&lower.as_str()) {
        return None;
    }
    let singular = |cut: usize, end: &str| Some(format!("{}{end}", word.get(..word.len() - cut)?));
    let acronym = word.chars().filter(|c| c.is_uppercase()).count() >= 2;
    if lower.ends_with('s') && !acronym && !["ss", "us", "is"].iter().any(|e| lower.ends_with(e)) {
        if lower.ends_with("ies") && lower.len() > 4 {
            singular(3, "y")
        } else if ["sses", "xes", "shes", "ches", "zzes"]
            .iter()
            .any(|e| lower.ends_with(e))
        {
            singular(2, "")
        } else {
            singular(1, "")
        }
    } else if acronym {
        match word.strip_suffix('s') {
            Some(stem) => Some(stem.to_owned()),
            None => Some(format!("{word}s")),
        }
    } else if lower.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|e| lower.ends_with(e)) {
        singular(1, "ies")
    } else if ["s", "x", "sh", "ch", "z"]
        .iter()
        .any(|e| lower.ends_with(e))
    {
        Some(format!("{word}es"))
    } else {
        Some(format!("{word}s"))
    }
}

#[cfg(test)]
mod tests {
    use super::other_number;

    #[test]
    fn the_head_word_changes_its_number() {
        for (form, other) in [
            ("soybeans", "soybean"),
            ("car part", "car parts"),
            ("batteries", "battery"),
            ("brushes", "brush"),
            ("boxes", "box"),
            ("potatoes", "potato"),
            ("EV", "EVs"),
            ("EPROMs", "EPROM"),
            ("bottles of wine", "bottle of wine"),
            ("knives", "knife"),
            ("dresses", "dress"),
            ("tie", "ties"),
            ("dairy", "dairies"),
        ] {
            assert_eq!(other_number(form).as_deref(), Some(other), "{form}");
        }
        for form in ["textiles", "aircraft", "fish", "sheep", "industrial goods"] {
            assert_eq!(other_number(form), None, "{form}");
        }
    }
}
