//! Texts to measure with: news full of trade, other news with and without sayings, and shapes that no writer would think of.

/// News of trade: the articles that the documentation uses, and one of the usual length.
pub const TRADE: [&str; 6] = [
    include_str!("trade-long.txt"),
    include_str!("../../examples/articles/blog-hard-wrapped.txt"),
    include_str!("../../examples/articles/fact-sheet.txt"),
    include_str!("../../examples/articles/ministry-press-release.txt"),
    include_str!("../../examples/articles/wire-story.txt"),
    include_str!("../../examples/articles/wto-dispute.txt"),
];

/// An article of 5,000 characters.
pub const ARTICLE: &str = TRADE[0];

/// News with nothing of trade in which people say things.
pub const TOLD: [&str; 3] = [
    include_str!("told-hospital.txt"),
    include_str!("told-museum.txt"),
    include_str!("told-schools.txt"),
];

/// News with nothing of trade in which nobody says anything.
pub const PLAIN: [&str; 3] = [
    include_str!("plain-garden.txt"),
    include_str!("plain-match.txt"),
    include_str!("plain-storm.txt"),
];

/// Characters of some texts.
pub fn chars(texts: &[&str]) -> usize {
    texts.iter().map(|text| text.chars().count()).sum()
}

/// News of trade, paragraph after paragraph, of as many bytes, some paragraph's fewer.
pub fn long(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    // Numbered, so that no two articles tell of quite the same.
    for number in 0.. {
        for paragraph in TRADE.iter().flat_map(|article| article.split("\n\n")) {
            if text.len() + paragraph.len() + 2 > bytes {
                return text;
            }
            text.push_str(&paragraph.replace("30%", &format!("{}%", 10 + number % 90)));
            text.push_str("\n\n");
        }
    }
    text
}

/// Texts of about as many bytes, by what is odd about them.
pub fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    let fill = |part: &str| part.repeat(bytes / part.len());
    let around = |open: &str, inside: &str, close: &str| {
        let depth = bytes / (open.len() + close.len());
        format!("{}{inside}{}", open.repeat(depth), close.repeat(depth))
    };
    let strangers = |line: fn(&str) -> String| {
        let mut text = String::with_capacity(bytes);
        for number in 0_u32.. {
            let letter = |step: u32| char::from(b'a' + (number / 26_u32.pow(step) % 26) as u8);
            text.push_str(&line(&format!(
                "{}{}{}{}",
                letter(0),
                letter(1),
                letter(2),
                letter(3)
            )));
            if text.len() >= bytes {
                break;
            }
        }
        text
    };
    let tariff = "China will impose a 25% tariff on American steel from May 3";
    vec![
        ("brackets in brackets", around("(", tariff, ")")),
        (
            "quotations in quotations",
            around("“he said ‘", tariff, "’ she said”"),
        ),
        ("nothing but quotation marks", fill("\"")),
        ("quotation marks around every word", fill("\"tariff\" ")),
        ("openings without an end", fill("“The tariff is wrong. ")),
        (
            "one endless sentence of trade",
            fill("China imposed a 25% tariff on American steel and "),
        ),
        (
            "one endless sentence of sayings",
            fill("Canada said that Mexico warned that "),
        ),
        ("one endless list", fill("steel, copper, ")),
        ("one endless sentence of commas", fill(",")),
        ("one endless word", fill("tariff")),
        ("one endless compound", fill("China-")),
        ("one endless address", format!("http://{}", fill("china/"))),
        ("one endless abbreviation", fill("U.S.")),
        ("one endless number", fill("1,000")),
        ("percentages", fill("25% ")),
        ("dates", fill("May 3, ")),
        ("sums", fill("$5 million ")),
        (
            "repeated names",
            fill("Xi Jinping met Donald Trump in Beijing. "),
        ),
        ("pronouns", fill("He said she told them it was theirs. ")),
        ("the same sentence of trade", fill(&format!("{tariff}. "))),
        ("the same article", fill(ARTICLE)),
        (
            "new persons without end",
            strangers(|name| format!("Minister Jane Z{name} said no. ")),
        ),
        (
            "new companies without end",
            strangers(|name| format!("Z{name} Steel Corp. imports tin. ")),
        ),
        (
            "new speakers without end",
            strangers(|name| format!("Q{name} farmers said no. ")),
        ),
        (
            "new tariffs without end",
            strangers(|name| format!("Peru put a tariff on {name} fish. ")),
        ),
        ("short lines", fill("a\n")),
        ("short lines of trade", fill("tariff\n")),
        ("blank lines", format!("Tariffs{}rise.", fill("\n"))),
        ("spaces", format!("Tariffs{}rise.", fill(" "))),
        ("headings", fill("China Raises Tariffs\n\n")),
        ("lists", fill("- 25% on steel from China\n")),
        ("tables", fill("Steel\t25%\tChina\n")),
        ("lead-ins", fill("Minister Roe said:\n\n")),
        (
            "turns of a transcript",
            fill("ROE: We raise it.\nDOE: You do not.\n"),
        ),
        ("capitals", fill("CHINA RAISES TARIFFS ON STEEL. ")),
        (
            "accents upon accents",
            fill("e\u{301}\u{301}\u{301}\u{301}"),
        ),
        ("emoji", fill("🚢🛃")),
        ("stops", fill(".")),
        ("words of one letter", fill("a ")),
        ("zero width", fill("\u{200b}a\u{200b}")),
    ]
}
