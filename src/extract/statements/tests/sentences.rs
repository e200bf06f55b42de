//! Where what is said begins and ends, and what stands around the verb.

use super::check;

#[test]
fn phrases_of_time_stand_between() {
    check(&[
        (
            "Canada on Friday said that the duties were unlawful.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
        (
            "Canada said this week the duties were unlawful.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
    ]);
}

#[test]
fn coordinated_verbs_share_the_speaker() {
    check(&[
        (
            "Canada has questioned the science and criticised the new pact.",
            &["Indirect Criticise CA: the new pact"],
        ),
        (
            "Canada referred to the levy as “a bright idea” but described the quota as “a work in progress.”",
            &["Mixed Assert CA: the quota as “a work in progress."],
        ),
    ]);
}

#[test]
fn passives_give_subject_and_predicate() {
    check(&[
        (
            "Canada has been accused by Japan of dumping wheat.",
            &["Indirect Accuse JP: Canada / of dumping wheat"],
        ),
        (
            "The levy was described by Canada as a threat to its farmers.",
            &["Indirect Assert CA: The levy / as a threat to its farmers"],
        ),
    ]);
}

#[test]
fn contents_end_where_the_report_goes_on() {
    check(&[
        (
            "Canada mocked the plan as a “sad joke,” adding that it would fail.",
            &[
                "Mixed Criticise CA: the plan as a “sad joke,",
                "Indirect Assert CA: it would fail",
            ],
        ),
        (
            "Canada said the duties were unlawful, according to Reuters.",
            &["Indirect Assert CA: the duties were unlawful"],
        ),
        (
            "While Canada said it was for the pact, it voted against it.",
            &["Indirect Assert CA: it was for the pact"],
        ),
        (
            "In an essay last week, Canada acknowledged the damage.",
            &["Indirect Confirm CA: the damage"],
        ),
        (
            "Canada told its growers not to worry.",
            &["Indirect Assert CA: not to worry"],
        ),
        (
            "Asked in an interview what the levy would cost, Canada declined to say more.",
            &["Indirect Ask ?: what the levy would cost"],
        ),
    ]);
}

#[test]
fn quotations_go_on_from_the_words_around() {
    check(&[
        (
            "When the levy falls, Canada said, “the ports will fill again.”",
            &["Mixed Assert CA: When the levy falls / the ports will fill again."],
        ),
        (
            "“It is our bad luck,” Canada said, that both levies had come at once.",
            &["Mixed Assert CA: It is our bad luck, / both levies had come at once"],
        ),
        (
            "Canada pointed out that it had published a new paper, “The World of Oats.”",
            &["Mixed Assert CA: it had published a new paper, “The World of Oats."],
        ),
    ]);
}

#[test]
fn sources_point_back() {
    check(&[(
        "The levy costs every household a week of wages. That’s according to the IMF.",
        &["Indirect Assert imf: The levy costs every household a week of wages"],
    )]);
}
