use super::blocks;
use crate::text::BlockKind::{self, *};

/// Kind and words of every block; line breaks shown as `/`.
fn read(text: &str) -> Vec<(BlockKind, String)> {
    blocks(text)
        .into_iter()
        .map(|block| (block.kind, text[block.range].replace(['\n', '\r'], "/")))
        .collect()
}

fn kinds(text: &str) -> Vec<BlockKind> {
    blocks(text).into_iter().map(|block| block.kind).collect()
}

#[test]
fn a_line_of_running_text_is_a_paragraph() {
    let text = "Peru raised its duty on tin.\n\nChile, which buys most of it, said that it would appeal to the panel.\r\nTalks go on.";
    assert_eq!(kinds(text), [Paragraph; 3]);
}

#[test]
fn wrapped_lines_are_one_paragraph_and_early_ends_are_not() {
    let text = "\
Peru and Chile Return to the Table
Peru and Chile will meet in Lima on Tuesday to settle their quarrel over the
duty on tin that Peru raised in March. Trade officials of both countries said
that they were hopeful.
What Growers Want
Growers in the south of Chile want the duty lifted at once. Their union, the
National Federation of Tin and Zinc Workers, has asked Trade Minister Rosa
Quispe for a meeting.";
    assert_eq!(
        read(text)
            .into_iter()
            .map(|(kind, words)| (kind, words.matches('/').count()))
            .collect::<Vec<_>>(),
        [(Heading, 0), (Paragraph, 2), (Heading, 0), (Paragraph, 2)]
    );
}

#[test]
fn first_lines_may_be_wrapped_at_a_narrower_column() {
    // The indentation of the first line was lost: "Rosa" had no room on it.
    let text = "\
Beside the ministers of Peru and Chile, Vice Premier
Rosa Quispe and the heads of both customs offices will take part in the talks
next week, which are to end with a joint paper on tin.
Zinc Left Aside
Ministers will not talk about zinc, the other metal that
both countries sell to the rest of the region, nor about lead and silver, said
two officials.
Neither side has said what it would do if the talks
failed.";
    assert_eq!(kinds(text), [Paragraph, Heading, Paragraph, Paragraph]);
}

#[test]
fn a_speech_introduced_on_its_own_line_stays_with_its_introduction() {
    let text = "\
The minister of Peru, who had come to Lima for the talks on the tin duty, said,
“We will not be moved. Our miners need this duty.”
He left at once, without any answer to the question of when the duty would be
lifted.";
    assert_eq!(kinds(text), [Paragraph, Paragraph]);
}

#[test]
fn indented_first_lines_begin_paragraphs() {
    let text = "    LIMA, March 3 - Peru raised its duty on tin, and trade\nministers of the region called for talks on Monday.\n    The duty is now ten pct, the ministry in Lima said in a\nnote to Chile.\n    Chile will appeal.\n";
    assert_eq!(kinds(text), [Paragraph; 3]);
}

#[test]
fn an_indented_paragraph_may_be_one_full_line() {
    let text = "   Peru raised its duty on tin, and trade ministers of the\nregion called for talks.\n   Chile, which buys most of it, says that it will appeal.\n   Bolivia said on Monday that it had no quarrel with either\nof the two.\n";
    assert_eq!(kinds(text), [Paragraph; 3]);
}

#[test]
fn a_blank_line_inside_a_sentence_is_a_slip() {
    assert_eq!(
        kinds(
            "The ministers of Peru and Chile agreed to lift\n\nthe duty on tin by June.\n\nZinc follows."
        ),
        [Paragraph; 2]
    );
    let text = "Peru and Chile agreed to lift the duty on tin by June, and to\n\nlook at zinc in the autumn. Officials of the\nRegional Court said\n\nthat it was a good day, and that nobody in either country had\n\nthought it possible so soon. They will meet again in Santiago\n\nnext week.\n";
    assert_eq!(kinds(text).len(), 2);
}

#[test]
fn bullets_and_numbers_make_list_items_without_their_sign() {
    let text = "The two sides agreed to:\n- lift the duty on tin;\n• cut that on zinc;\n(a) meet in June; and\n2. Publish the text.\n* Nothing else";
    assert_eq!(
        read(text)[1..],
        [
            (ListItem, "lift the duty on tin;".to_owned()),
            (ListItem, "cut that on zinc;".to_owned()),
            (ListItem, "meet in June; and".to_owned()),
            (ListItem, "Publish the text.".to_owned()),
            (ListItem, "Nothing else".to_owned()),
        ]
    );
}

#[test]
fn a_wrapped_item_stays_whole() {
    let text = "Terms:\n  - Peru lifts its duty on tin, which it raised to ten percent\n    in March, by the end of June at the latest.\n  - Chile drops the case.\n";
    assert_eq!(kinds(text), [Heading, ListItem, ListItem]);
}

#[test]
fn headings_have_no_stop() {
    for heading in [
        "BACKGROUND",
        "Background:",
        "A Slow Start for the Lima Talks",
        "‘Wait and see’",
        "# Terms",
        "Zinc is next in line",
    ] {
        assert_eq!(
            kinds(&format!("{heading}\nPeru lifted the duty on tin.")),
            [Heading, Paragraph],
            "{heading}"
        );
    }
    assert_eq!(
        read("- 'Wait and see' -\nPeru lifted the duty.")[0],
        (Heading, "'Wait and see'".to_owned())
    );
    assert_eq!(
        kinds("The minister made this statement:\nPeru lifted the duty on tin.")[0],
        Paragraph
    );
    assert_eq!(kinds("Peru lifts duty on tin"), [Paragraph]);
}

#[test]
fn bylines_name_the_writers() {
    for byline in [
        "By Ana Roe",
        "By Ana Roe, Reuters | 3 May 2021",
        "By ANA ROE and Luis de la Cruz, Lima Post",
        "(Reporting by Ana Roe; Editing by Jo Doe)",
        "—With assistance from Jo Doe.",
    ] {
        assert_eq!(
            kinds(&format!("{byline}\nPeru lifted the duty.")),
            [Byline, Paragraph],
            "{byline}"
        );
    }
    assert_eq!(
        kinds("By Tuesday the duty was gone.\nBy lifting the duty, Peru won a friend"),
        [Paragraph, Heading]
    );
}

#[test]
fn rows_of_a_table_stay_apart() {
    assert_eq!(
        kinds("Product       Old    New\nTin           10     0\nZinc           5     5\n"),
        [TableRow; 3]
    );
    assert_eq!(kinds("| Product | New |\n| tin | 0 |\n"), [TableRow; 2]);
}

#[test]
fn indented_text_is_a_quotation() {
    let text = "The note, which both ministries made known on Monday evening, says in its\nfirst part:\n\n    Peru shall lift its duty on tin, and Chile shall drop its case\n    before the panel without delay.\n\nZinc is left out.";
    assert_eq!(kinds(text), [Paragraph, Quote, Paragraph]);
    assert_eq!(
        read("He wrote:\n> We agree.\nAll left.")[1],
        (Quote, "We agree.".to_owned())
    );
}

#[test]
fn a_dateline_on_its_own_line_belongs_to_the_next() {
    assert_eq!(
        kinds("(Bloomberg) -- \nPeru lifted the duty on tin."),
        [Paragraph]
    );
}

#[test]
fn what_shows_nothing_is_no_block() {
    assert_eq!(kinds("\u{feff}\u{0}\u{1b}\r\n \u{2028}\t"), []);
    assert_eq!(
        read("\u{feff}Peru lifted it.\u{2029}Chile did not.").len(),
        2
    );
}
