//! Speakers that only layout names.

use super::check;

#[test]
fn labels_name_speakers_of_quotations() {
    check(&[
        (
            "Reactions to the pact came in at once on Friday.\n\nCanada: “The pact opens a market for our growers.”\n\nNational Oat \
             Union: “Our members waited ten years for this.”",
            &[
                "Direct Assert CA: The pact opens a market for our growers.",
                "Direct Assert national-oat-union: Our members waited ten years for this.",
            ],
        ),
        (
            "“The pact opens a market for our growers.” – Ambassador Jane Roe",
            &["Direct Assert jane-roe: The pact opens a market for our growers."],
        ),
        (
            "“The pact opens a market for our growers.”\n\n— Jane Roe, president of the Oat Union",
            &["Direct Assert jane-roe: The pact opens a market for our growers."],
        ),
        (
            "Reaction was mixed at home.\n\nAmbassador Jane Roe (Canada): “The pact opens a market for our growers.”",
            &["Direct Assert jane-roe: The pact opens a market for our growers."],
        ),
        ("The core of it: “green lanes” for ships.", &[]),
    ]);
}

#[test]
fn blocks_behind_a_lead_in_are_direct() {
    check(&[
        (
            "Senator Jane Roe said:\n\nThis pact sells out our growers. It must not pass the chamber.\n\nThe chamber votes on Monday.",
            &[
                "Direct Demand jane-roe: This pact sells out our growers. It must not pass the chamber.",
            ],
        ),
        (
            "Senator Jane Roe said the pact was bad.\n\nAnd from Chairwoman Mary Coe:\n\nThis pact sells out the growers of our state.",
            &["Direct Assert mary-coe: This pact sells out the growers of our state."],
        ),
        (
            "Congresswoman Jane Roe issued the following statement on the pact:\n\nThis pact sells out our growers.\n\nNobody asked for it.",
            &["Direct Assert jane-roe: This pact sells out our growers. / Nobody asked for it."],
        ),
    ]);
}

#[test]
fn posts_and_transcripts_are_direct() {
    check(&[
        (
            "The president was quick to answer.\n\nNo more duties on our oats, not now! — Jane Roe (@janeroe) May 3, 2031",
            &["Direct Assert jane-roe: No more duties on our oats, not now!"],
        ),
        (
            "MS. ROE: Thank you all for coming.\n\nWe have a pact.\n\nQ: Will it hold for long?\n\nMS. ROE: It will hold.",
            &[
                "Direct Assert roe: Thank you all for coming. / We have a pact.",
                "Direct Ask ?: Will it hold for long?",
                "Direct Assert roe: It will hold.",
            ],
        ),
    ]);
}

#[test]
fn turns_are_labelled_in_many_ways() {
    check(&[
        (
            "MS. ROE: We have a pact.\n\nQ Will it hold for long?\n\nMS. ROE: It will hold.",
            &["Direct Ask ?: Will it hold for long?"],
        ),
        (
            "Mr. ROE. Thank you, Chairman. We have a pact.\n\nMs. COE. It is far too small.\n\nMr. ROE. It will grow.",
            &[
                "Direct Assert roe: Thank you, Chairman. We have a pact.",
                "Direct Assert coe: It is far too small.",
            ],
        ),
        (
            "Jane Roe: We will act soon.\n\nHost: When will that be?\n\nJane Roe: In the month of June.",
            &[
                "Direct Assert jane-roe: We will act soon.",
                "Direct Ask host: When will that be?",
            ],
        ),
        (
            "THE PRESIDENT: Good morning. The levy goes today.\n\nIt was far too high.\n\n(Applause.)\n\nThank you all.",
            &[
                "Direct Assert president: Good morning. The levy goes today. / It was far too high. / Thank you all.",
            ],
        ),
    ]);
}

#[test]
fn headlines_name_their_speaker_beside_a_colon() {
    check(&[
        (
            "New duties will cost jobs: IMF\n\nThe duties start in May, and nobody knows how long they will last.",
            &["Indirect Assert imf: New duties will cost jobs"],
        ),
        (
            "IMF: new duties will cost jobs\n\nThe duties start in May, and nobody knows how long they will last.",
            &["Indirect Assert imf: new duties will cost jobs"],
        ),
        (
            "China: exports are falling fast\n\nThe duties start in May, and nobody knows how long they will last.",
            &[],
        ),
    ]);
}

#[test]
fn quotations_behind_the_announcement_of_a_statement_belong_to_it() {
    check(&[(
        "Senator Jane Roe made the following statement on the levy.\n\n\"The levy is far too high for us.\n\n\"It costs many farmers their jobs.\"",
        &[
            "Direct Assert jane-roe: The levy is far too high for us. / It costs many farmers their jobs.",
        ],
    )]);
}
