//! Who speaks, under which words.

use super::check;

#[test]
fn later_words_mean_the_same_person() {
    check(&[(
        "Germany’s economy minister Jane Roe met growers on Monday. “The levy must go,” the minister said. The 62-year-old added that \
         prices would rise. She said that her own party was split. “We will see,” Roe said.",
        &[
            "Direct Demand jane-roe: The levy must go,",
            "Indirect Assert jane-roe: prices would rise",
            "Indirect Assert jane-roe: her own party was split",
            "Direct Assert jane-roe: We will see,",
        ],
    )]);
}

#[test]
fn names_follow_titles_and_appositions() {
    check(&[
        (
            "Sen. Jane Roe, an Idaho Republican, said the duties were unlawful.",
            &["Indirect Assert jane-roe: the duties were unlawful"],
        ),
        (
            "The duties were unlawful, said Jane Roe, president and CEO of the Oat Union.",
            &["Indirect Assert jane-roe: The duties were unlawful"],
        ),
        (
            "Even if the duties were lawful, they would hurt, said Jane Roe, who was elected in May.",
            &["Indirect Assert jane-roe: Even if the duties were lawful, they would hurt"],
        ),
        (
            "Jane Roe, the head of the Oat Union and a former minister of trade, said the duties were unlawful.",
            &["Indirect Assert jane-roe: the duties were unlawful"],
        ),
    ]);
}

#[test]
fn those_without_a_name_are_told_apart() {
    check(&[
        (
            "A senior official met growers on Monday. “The levy must go,” the official said.",
            &["Direct Demand senior-official: The levy must go,"],
        ),
        (
            "Some of the growers described it as a grave mistake.",
            &["Indirect Assert growers: it as a grave mistake"],
        ),
        (
            "A notification by the ministry says the levy ends in May.",
            &["Indirect Assert notification: the levy ends in May"],
        ),
        (
            "Japan issued a statement urging Canada to open its market.",
            &["Indirect Demand JP: to open its market"],
        ),
    ]);
}

#[test]
fn first_persons_are_whoever_speaks() {
    check(&[(
        "MS. ROE: We have a pact.\n\nQ Will it hold?\n\nMS. ROE: It will. As I told Japan, we will not move.",
        &["Indirect Assert roe: we will not move"],
    )]);
}
