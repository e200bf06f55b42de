//! Words of saying, and what they say of the act.

use super::check;

#[test]
fn cues_behind_a_quotation() {
    check(&[
        (
            "“We will not give in,” Canada said.",
            &["Direct Assert CA: We will not give in,"],
        ),
        (
            "“We will not give in,” said Canada.",
            &["Direct Assert CA: We will not give in,"],
        ),
        (
            "\"The duties hurt both sides,\" economist Jane Roe told reporters.",
            &["Direct Assert jane-roe: The duties hurt both sides,"],
        ),
        (
            "“Is this the end of free trade?” asked Brazil.",
            &["Direct Ask BR: Is this the end of free trade?"],
        ),
        (
            "“The order books are empty,” according to Japan.",
            &["Direct Assert JP: The order books are empty,"],
        ),
        (
            "“The quota is far too small,” Jane Roe, who has run the plant for twenty years, said.",
            &["Direct Assert jane-roe: The quota is far too small,"],
        ),
        (
            "“The talks went nowhere”, said India.",
            &["Direct Assert IN: The talks went nowhere"],
        ),
        (
            "''The pact is dead,'' Mexico declared.",
            &["Direct Assert MX: The pact is dead,"],
        ),
    ]);
}

#[test]
fn cues_in_front_of_a_quotation() {
    check(&[
        (
            "China said, “The door is open.”",
            &["Direct Assert CN: The door is open."],
        ),
        (
            "China said: “The door is open.”",
            &["Direct Assert CN: The door is open."],
        ),
        (
            "Norway complained on Friday: “Our fish rots at the border.”",
            &["Direct Accuse NO: Our fish rots at the border."],
        ),
        (
            "Chile added that “the ports are full.”",
            &["Direct Assert CL: the ports are full."],
        ),
        (
            "Peru raised its duties, saying, “Our farmers need time.”",
            &["Direct Assert PE: Our farmers need time."],
        ),
        (
            "Switzerland said:\n\n“The door is open to all who want to talk.”",
            &["Direct Assert CH: The door is open to all who want to talk."],
        ),
    ]);
}

#[test]
fn cues_behind_and_inside_a_paraphrase() {
    check(&[
        (
            "The duties were unlawful, Japan said.",
            &["Indirect Assert JP: The duties were unlawful"],
        ),
        (
            "The duties were unlawful, said Japan.",
            &["Indirect Assert JP: The duties were unlawful"],
        ),
        (
            "The duties, Japan said, were unlawful.",
            &["Indirect Assert JP: The duties / were unlawful"],
        ),
        (
            "The duties were unlawful, Senator Jane Roe (Ohio) told a local paper.",
            &["Indirect Assert jane-roe: The duties were unlawful"],
        ),
        (
            "As Japan pointed out, the duties were unlawful.",
            &["Indirect Assert JP: the duties were unlawful"],
        ),
        (
            "The cap would have to be raised by both chambers, a Japanese official said.",
            &["Indirect Assert JP: The cap would have to be raised by both chambers"],
        ),
        (
            "According to Japan, which buys most of it, nearly half of the steel was dumped.",
            &["Indirect Assert JP: nearly half of the steel was dumped"],
        ),
        (
            "According to Japan, the duties were unlawful.",
            &["Indirect Assert JP: the duties were unlawful"],
        ),
        (
            "The duties were unlawful, according to Japan.",
            &["Indirect Assert JP: The duties were unlawful"],
        ),
    ]);
}

#[test]
fn nouns_report() {
    check(&[
        (
            "Canada expressed hope that the talks would resume.",
            &["Indirect Hope CA: the talks would resume"],
        ),
        (
            "Nobody believed Canada's claim that the duties were unlawful.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
        (
            "A call by Canada to lift the duties was ignored.",
            &["Indirect Demand CA: to lift the duties"],
        ),
        (
            "Canada voiced hopes for a quick deal.",
            &["Indirect Hope CA: a quick deal"],
        ),
        (
            "Canada issued a warning about empty shelves.",
            &["Indirect Threaten CA: empty shelves"],
        ),
        (
            "A call for talks with all sides came from Canada.",
            &["Indirect Demand CA: talks with all sides"],
        ),
        (
            "The minister repeated China's threat to halt exports.",
            &["Indirect Threaten CN: to halt exports"],
        ),
    ]);
}

#[test]
fn acts_follow_the_content_behind_a_plain_cue() {
    check(&[
        (
            "Canada said that China should open its market.",
            &["Indirect Demand CA: China should open its market"],
        ),
        (
            "“We hope the talks will go on,” Canada said.",
            &["Direct Hope CA: We hope the talks will go on,"],
        ),
        (
            "Economists warned that prices would rise.",
            &["Indirect Warn economists: prices would rise"],
        ),
        (
            "Canada warned that prices would rise.",
            &["Indirect Threaten CA: prices would rise"],
        ),
        (
            "Canada admitted that the levy was too high.",
            &["Indirect Confirm CA: the levy was too high"],
        ),
    ]);
}
