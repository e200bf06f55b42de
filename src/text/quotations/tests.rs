use super::{Quotation, find};
use crate::text::{Block, BlockKind};

/// The quotations of a text of which every line is a block.
fn quotations(text: &str) -> Vec<Quotation> {
    let mut at = 0;
    let blocks: Vec<Block> = text
        .split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            Block {
                kind: BlockKind::Paragraph,
                range: start..start + line.trim_end().len(),
                sentences: 0..0,
            }
        })
        .collect();
    find(text, &blocks)
}

/// The insides, with `>` for every quotation around, `…` where the closing mark is missing, and `+`
/// before what continues an earlier one.
fn insides(text: &str) -> Vec<String> {
    let show = |quotation: Quotation| {
        let inner = text[quotation.inner.clone()].to_owned();
        let around = ">".repeat(quotation.depth.into());
        let plus = if quotation.continues.is_some() {
            "+"
        } else {
            ""
        };
        let missing = if quotation.close.is_none() { "…" } else { "" };
        format!("{plus}{around}{inner}{missing}")
    };
    quotations(text).into_iter().map(show).collect()
}

#[test]
fn every_pair_of_marks_is_known() {
    for text in [
        "He called it \"a mild blow\" today.",
        "He called it 'a mild blow' today.",
        "He called it “a mild blow” today.",
        "He called it ‘a mild blow’ today.",
        "He called it ``a mild blow'' today.",
        "He called it ''a mild blow'' today.",
        "He called it `a mild blow' today.",
        "He called it «a mild blow» today.",
        "He called it »a mild blow« today.",
        "He called it ‹a mild blow› today.",
        "He called it „a mild blow“ today.",
        "He called it „a mild blow” today.",
        "He called it ‚a mild blow‘ today.",
        "He called it “a mild blow\" today.",
        "He called it “a mild blow“ today.",
        "He called it ”a mild blow” today.",
    ] {
        assert_eq!(insides(text), ["a mild blow"], "{text}");
    }
}

#[test]
fn spaces_inside_the_marks_do_no_harm() {
    assert_eq!(
        insides("She said \" no deal \" twice, \" none \"."),
        [" no deal ", " none "]
    );
    assert_eq!(insides("Il a dit « rien » hier."), [" rien "]);
}

#[test]
fn apostrophes_are_no_quotations() {
    for text in [
        "The exporters' tariffs don't matter, said Peru's minister.",
        "The exporters’ tariffs don’t matter, said Peru’s minister.",
        "In the '90s and the ’80s growers' unions were strong.",
        "Rock 'n' roll and 'em all.",
        "O'Neill's and the workers' and the farmers' views.",
    ] {
        assert_eq!(insides(text), [""; 0], "{text}");
    }
}

#[test]
fn a_quotation_may_hold_apostrophes() {
    assert_eq!(
        insides("He said: 'The growers' loss is the millers' gain,' and left."),
        ["The growers' loss is the millers' gain,"]
    );
    assert_eq!(
        insides("A list of ‘mirror tariffs’ and ‘side deals’ it isn’t."),
        ["mirror tariffs", "side deals"]
    );
    assert_eq!(
        insides("They won't accept 'buy-local rules' there."),
        ["buy-local rules"]
    );
}

#[test]
fn quotations_nest() {
    let text = "“He told us ‘we’re \"done\" here’ and left,” she said.";
    assert_eq!(
        insides(text),
        [
            "He told us ‘we’re \"done\" here’ and left,",
            ">we’re \"done\" here",
            ">>done"
        ]
    );
    assert_eq!(
        quotations(text)
            .iter()
            .map(|found| found.parent)
            .collect::<Vec<_>>(),
        [None, Some(0), Some(1)]
    );
    assert_eq!(
        insides("\"Some say 'maybe'\", he said."),
        ["Some say 'maybe'", ">maybe"]
    );
    assert_eq!(
        insides("“He called it “nonsense” and left,” she said."),
        ["He called it “nonsense” and left,", ">nonsense"]
    );
}

#[test]
fn straight_marks_nest_where_a_space_stands_before_them() {
    assert_eq!(
        insides("Roe wrote, \"They have been \"ripping\" us off.\""),
        ["They have been \"ripping\" us off.", ">ripping"]
    );
}

#[test]
fn paragraphs_of_one_speech_are_linked() {
    let text = "“Tin first,” he said. “Then zinc.\n“Then lead.\n“Then all,” he said.\n“New one,” she said.";
    assert_eq!(
        insides(text),
        [
            "Tin first,",
            "Then zinc.…",
            "+Then lead.…",
            "+Then all,",
            "New one,"
        ]
    );
    let continues: Vec<_> = quotations(text)
        .into_iter()
        .map(|found| found.continues)
        .collect();
    assert_eq!(continues, [None, None, Some(1), Some(2), None]);
}

#[test]
fn a_speech_set_in_one_paragraph_may_open_again_without_closing() {
    assert_eq!(
        insides("\"It will take time,\" said Roe. \"Some gain. \"Others lose.\""),
        ["It will take time,", "Some gain.…", "+Others lose."]
    );
}

#[test]
fn without_closing_mark_a_quotation_ends_with_its_paragraph() {
    assert_eq!(
        insides("He said “we will see.\nThe talks ended."),
        ["we will see.…"]
    );
    assert_eq!(
        insides("He said \"we will see.\nThe \"talks\" ended."),
        ["we will see.…", "talks"]
    );
}

#[test]
fn inches_and_feet_are_no_quotations() {
    assert_eq!(
        insides("Pipes of 12\" and 14\" from Peru, 5'10\" long."),
        [""; 0]
    );
    assert_eq!(
        insides("\"The 12\" pipe is dear,\" he said."),
        ["The 12\" pipe is dear,"]
    );
    assert_eq!(
        insides("\"It fell to 12\" and \"rose to 14\"."),
        ["It fell to 12", "rose to 14"]
    );
}

#[test]
fn odd_marks_are_skipped() {
    for text in [
        "”",
        "He said” it.",
        "'",
        "''",
        "\"",
        "“",
        "«",
        "a » b",
        "``",
        "`",
        "' ' '",
        "\"\"\"\"\"",
        "“”",
        "",
    ] {
        for quotation in quotations(text) {
            assert!(
                quotation.inner.start <= quotation.inner.end && quotation.inner.end <= text.len(),
                "{text}"
            );
        }
    }
}
