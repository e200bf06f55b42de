//! Short reports, made up by rule: few tell of the same act.

use tradewire::proto::v1::Document;

const ACTING: [&str; 5] = [
    "The United States",
    "China",
    "The European Union",
    "India",
    "Brazil",
];
const OTHERS: [(&str, &str); 7] = [
    ("Canada", "Canadian"),
    ("Mexico", "Mexican"),
    ("South Korea", "South Korean"),
    ("Vietnam", "Vietnamese"),
    ("Germany", "German"),
    ("Turkey", "Turkish"),
    ("Australia", "Australian"),
];
const GOODS: [&str; 6] = [
    "steel",
    "aluminium",
    "soybeans",
    "cars",
    "semiconductors",
    "wine",
];

/// The report with a number: always the same one.
pub fn report(number: usize) -> Document {
    let pick = |step: usize, of: usize| (number / step) % of;
    let actor = ACTING[pick(1, ACTING.len())];
    let (country, demonym) = OTHERS[pick(2, OTHERS.len())];
    let goods = GOODS[pick(3, GOODS.len())];
    let rate = 5 + 5 * pick(1, 9);
    let act = match pick(1, 4) {
        0 => format!("{actor} imposed a {rate}% tariff on {demonym} {goods} on Monday."),
        1 => format!("{actor} threatened to impose a {rate}% tariff on {goods} from {country}."),
        2 => format!("{actor} banned exports of {goods} to {country} on Monday."),
        _ => format!("{actor} suspended its {rate}% tariff on {demonym} {goods} on Monday."),
    };
    let said = format!(
        "\"We will answer number {number} in kind,\" {demonym} Trade Minister Ana Berg told reporters."
    );
    let (month, day) = (1 + pick(28, 12), 1 + pick(1, 28));
    Document {
        id: Some(format!("report-{number}")),
        title: Some(format!("{goods} dispute, part {number}")),
        text: format!("{act}\n\n{said}\n"),
        publisher: Some(["The Ledger", "Harbour News"][pick(1, 2)].to_owned()),
        published_at: Some(format!("2025-{month:02}-{day:02}")),
        ..Document::default()
    }
}
