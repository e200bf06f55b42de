//! What date expressions mean, as a table.

use jiff::civil::Date;
use proptest::prelude::*;

use super::super::atoms::tests::tokens;
use super::*;

fn dates(text: &str) -> Vec<(String, DateExpression)> {
    let tokens = tokens(text);
    find(text, &tokens)
        .into_iter()
        .map(|date| {
            let covered = &tokens[date.tokens.clone()];
            let words = &text[covered[0].range().start..covered[covered.len() - 1].range().end];
            (words.to_owned(), date)
        })
        .collect()
}

/// "2025-08-01..2025-08-10 PartOfMonth", "-" where it stays open.
fn said(date: &DateExpression, reference: Option<Date>) -> String {
    match date.days(reference) {
        None => "-".to_owned(),
        Some(days) if days.first == days.last && days.precision == DatePrecision::Day => {
            days.first.to_string()
        }
        Some(days) => format!("{}..{} {:?}", days.first, days.last, days.precision),
    }
}

/// All on a Wednesday: 2025-07-16.
#[rustfmt::skip]
const ROWS: &[(&str, &str, DateRole, &str)] = &[
    // days
    ("The duty was announced on March 10.", "March 10", DateRole::On, "2025-03-10"),
    ("The duty was announced on November 10.", "November 10", DateRole::On, "2024-11-10"),
    ("The duty will take effect November 10.", "November 10", DateRole::Bare, "2025-11-10"),
    ("The duty will take effect on Feb. 3.", "Feb. 3", DateRole::On, "2026-02-03"),
    ("They met on 10 October 2023 in Oslo.", "10 October 2023", DateRole::On, "2023-10-10"),
    ("It was signed on Oct. 10, 2023, in Oslo.", "Oct. 10, 2023", DateRole::On, "2023-10-10"),
    ("It took effect on the 5th of May.", "5th of May", DateRole::On, "2025-05-05"),
    ("It took effect on May 5th.", "May 5th", DateRole::On, "2025-05-05"),
    ("Issued 2024-02-29 by the board.", "2024-02-29", DateRole::Bare, "2024-02-29"),
    ("It was filed on 25/3/2019.", "25/3/2019", DateRole::On, "2019-03-25"),
    ("It was signed on Tuesday, March 4.", "Tuesday, March 4", DateRole::On, "2025-03-04"),
    ("It was signed on Monday, March 4.", "Monday, March 4", DateRole::On, "2024-03-04"),
    ("The levy ends on the 30th.", "30th", DateRole::On, "2025-07-30"),
    ("It began on September 17 last year.", "September 17 last year", DateRole::On, "2024-09-17"),
    ("The duties run until December 31, 2027.", "December 31, 2027", DateRole::Until, "2027-12-31"),
    ("Rates apply as of August 7.", "August 7", DateRole::From, "2025-08-07"),
    ("A fee starting from Nov. 1 this year will hit ships.", "Nov. 1 this year", DateRole::From, "2025-11-01"),
    ("The August 1 deadline looms.", "August 1", DateRole::Attributive, "2025-08-01"),
    ("It starts at 12:01 a.m. eastern time on August 7.", "August 7", DateRole::On, "2025-08-07"),
    // weekdays
    ("He said on Monday that talks failed.", "Monday", DateRole::On, "2025-07-14"),
    ("He said Wednesday that talks failed.", "Wednesday", DateRole::Bare, "2025-07-16"),
    ("He said on Friday that talks failed.", "Friday", DateRole::On, "2025-07-11"),
    ("Envoys will meet on Friday.", "Friday", DateRole::On, "2025-07-18"),
    ("Envoys met last Thursday.", "last Thursday", DateRole::Bare, "2025-07-10"),
    ("Envoys will meet next Tuesday.", "next Tuesday", DateRole::Bare, "2025-07-22"),
    ("Envoys will meet on Monday next week.", "Monday next week", DateRole::On, "2025-07-21"),
    ("Envoys will meet on Monday and Tuesday.", "Monday and Tuesday", DateRole::On, "2025-07-21..2025-07-22 Interval"),
    // near days and weeks
    ("Today the ministry banned chips.", "Today", DateRole::Bare, "2025-07-16"),
    ("It banned chips yesterday.", "yesterday", DateRole::Bare, "2025-07-15"),
    ("It will ban chips tomorrow.", "tomorrow", DateRole::Bare, "2025-07-17"),
    ("Talks resume next week.", "next week", DateRole::Bare, "2025-07-21..2025-07-27 Week"),
    ("Talks will resume in the coming week.", "coming week", DateRole::In, "2025-07-21..2025-07-27 Week"),
    ("Talks broke down last week.", "last week", DateRole::Bare, "2025-07-07..2025-07-13 Week"),
    ("Talks resumed this week.", "this week", DateRole::Bare, "2025-07-14..2025-07-20 Week"),
    ("Talks were held over the weekend.", "weekend", DateRole::In, "2025-07-12..2025-07-13 Interval"),
    ("Talks are set for the week of July 28.", "week of July 28", DateRole::For, "2025-07-28..2025-08-03 Week"),
    ("A visit planned for the week beginning August 4th.", "week beginning August 4th", DateRole::For, "2025-08-04..2025-08-10 Week"),
    // months and their parts
    ("The rule was issued in March.", "March", DateRole::In, "2025-03-01..2025-03-31 Month"),
    ("The rule will come in March.", "March", DateRole::In, "2026-03-01..2026-03-31 Month"),
    ("The rule was issued last September.", "last September", DateRole::Bare, "2024-09-01..2024-09-30 Month"),
    ("The rule was issued in August last year.", "August last year", DateRole::In, "2024-08-01..2024-08-31 Month"),
    ("The rule was issued last month.", "last month", DateRole::Bare, "2025-06-01..2025-06-30 Month"),
    ("This month's meeting was called off.", "This month", DateRole::Attributive, "2025-07-01..2025-07-31 Month"),
    ("Leaders will gather in late August.", "late August", DateRole::In, "2025-08-21..2025-08-31 PartOfMonth"),
    ("Leaders gathered in early April.", "early April", DateRole::In, "2025-04-01..2025-04-10 PartOfMonth"),
    ("Leaders gathered in mid-April.", "mid-April", DateRole::In, "2025-04-11..2025-04-20 PartOfMonth"),
    ("The quota lapses at the end of August.", "end of August", DateRole::In, "2025-08-31"),
    ("A deal is due by end-September.", "end-September", DateRole::By, "2025-09-30"),
    ("Sessions are planned in April and May.", "April and May", DateRole::In, "2026-04-01..2026-05-31 Interval"),
    ("It was tabled in the first week of June.", "first week of June", DateRole::In, "2025-06-01..2025-06-07 Week"),
    ("The ban has run since February 2022.", "February 2022", DateRole::Since, "2022-02-01..2022-02-28 Month"),
    ("Duties could rise as soon as September.", "September", DateRole::In, "2025-09-01..2025-09-30 Month"),
    ("The visit foreseen for the week of July 7 fell through.", "week of July 7", DateRole::For, "2025-07-07..2025-07-13 Week"),
    ("Its decision in March to tax chips stands.", "March", DateRole::In, "2025-03-01..2025-03-31 Month"),
    ("Thursday's move to tax chips stands.", "Thursday", DateRole::Attributive, "2025-07-10"),
    ("It gave zero duties on drugs starting May 1.", "May 1", DateRole::From, "2025-05-01"),
    ("New duties on tea starting Friday hit shops.", "Friday", DateRole::From, "2025-07-18"),
    // quarters, seasons, years
    ("It opens in the first quarter of 2026.", "first quarter of 2026", DateRole::In, "2026-01-01..2026-03-31 Quarter"),
    ("Shipments will resume in Q4.", "Q4", DateRole::In, "2025-10-01..2025-12-31 Quarter"),
    ("It was agreed in the summer of 2018.", "summer of 2018", DateRole::In, "2018-06-01..2018-08-31 Quarter"),
    ("The pact expires in 2027.", "2027", DateRole::In, "2027-01-01..2027-12-31 Year"),
    ("The pact was struck in the second half of 2019.", "second half of 2019", DateRole::In, "2019-07-01..2019-12-31 Quarter"),
    ("The two traded threats earlier this year.", "earlier this year", DateRole::Bare, "2025-01-01..2025-07-16 Interval"),
    ("A review follows later this year.", "later this year", DateRole::Bare, "2025-07-16..2025-12-31 Interval"),
    ("The levy was cut earlier this month.", "earlier this month", DateRole::Bare, "2025-07-01..2025-07-16 Interval"),
    ("A deal is expected by year-end.", "year-end", DateRole::By, "2025-12-31"),
    ("A deal is expected by the end of the year.", "end of the year", DateRole::By, "2025-12-31"),
    ("It fined the firm late last year.", "late last year", DateRole::Bare, "2024-09-01..2024-12-31 Quarter"),
    ("Spending in fiscal 2026 will fall.", "fiscal 2026", DateRole::In, "-"),
    ("Last year's accord has failed.", "Last year", DateRole::Attributive, "2024-01-01..2024-12-31 Year"),
    ("They renewed the agreement of 1992.", "1992", DateRole::Attributive, "1992-01-01..1992-12-31 Year"),
    // ranges
    ("Ministers will meet September 5-6 in Rome.", "September 5-6", DateRole::Bare, "2025-09-05..2025-09-06 Interval"),
    ("Ministers met between July 6 and July 8.", "July 6 and July 8", DateRole::In, "2025-07-06..2025-07-08 Interval"),
    // lengths and distances
    ("The order lapses in 90 days.", "90 days", DateRole::In, "2025-10-14"),
    ("Members must reply within 30 days.", "30 days", DateRole::Within, "2025-07-16..2025-08-15 Interval"),
    ("A text will be out in the next 4 to 5 days.", "next 4 to 5 days", DateRole::Within, "2025-07-16..2025-07-21 Interval"),
    ("The order was signed two weeks ago.", "two weeks ago", DateRole::Bare, "2025-06-30..2025-07-06 Week"),
    ("The order was signed three days ago.", "three days ago", DateRole::Bare, "2025-07-13"),
    ("The order holds for 90 days.", "90 days", DateRole::For, "-"),
    ("A 90-day truce holds.", "90-day", DateRole::Attributive, "-"),
    ("It was twice the level of a year earlier.", "a year earlier", DateRole::Attributive, "-"),
    ("It takes effect 60 days after publication.", "60 days", DateRole::Bare, "-"),
    ("The rule takes effect immediately.", "immediately", DateRole::Bare, "2025-07-16"),
    ("Fees will be due from midnight Washington time.", "midnight", DateRole::From, "2025-07-17"),
];

#[test]
fn dates_mean_what_the_table_says() {
    let reference = Some(jiff::civil::date(2025, 7, 16));
    let mut wrong = Vec::new();
    for (text, words, role, days) in ROWS {
        let found = dates(text);
        let got: Vec<_> = found
            .iter()
            .map(|(words, date)| (words.as_str(), date.role, said(date, reference)))
            .collect();
        if got != [(*words, *role, (*days).to_owned())] {
            wrong.push(format!(
                "{text}\n  want {words:?} {role:?} {days}\n  got  {got:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// First and last day, on Wednesday 2025-05-14.
#[rustfmt::skip]
const MORE_ROWS: &[(&str, &str, &str)] = &[
    ("The duties took effect on October 10, 2024.", "2024-10-10", "2024-10-10"),
    ("The duties take effect on 1 November 2025.", "2025-11-01", "2025-11-01"),
    ("It was signed on Oct. 10, 2024, in Lima.", "2024-10-10", "2024-10-10"),
    ("The order dated 2025-02-03 stands.", "2025-02-03", "2025-02-03"),
    ("The tariff will take effect June 1.", "2025-06-01", "2025-06-01"),
    ("The levy will start on 3 March.", "2026-03-03", "2026-03-03"),
    ("The deal announced on October 10 collapsed.", "2024-10-10", "2024-10-10"),
    ("The ban was announced on April 2.", "2025-04-02", "2025-04-02"),
    ("It met on the 5th of May.", "2025-05-05", "2025-05-05"),
    ("Curbs remain until November 10, 2026.", "2026-11-10", "2026-11-10"),
    ("Curbs remain until July 9.", "2025-07-09", "2025-07-09"),
    ("As of July 6, the duty will be 20%.", "2025-07-06", "2025-07-06"),
    ("Beijing said Monday that it would reply.", "2025-05-12", "2025-05-12"),
    ("The minister announced the duty on Wednesday.", "2025-05-14", "2025-05-14"),
    ("Last Friday the ministry raised the duty.", "2025-05-09", "2025-05-09"),
    ("The duty will begin on Saturday.", "2025-05-17", "2025-05-17"),
    ("The talks are due to start on Monday.", "2025-05-19", "2025-05-19"),
    ("They will meet next Tuesday.", "2025-05-20", "2025-05-20"),
    ("They will meet next week.", "2025-05-19", "2025-05-25"),
    ("They met last week.", "2025-05-05", "2025-05-11"),
    ("Talks are held this week.", "2025-05-12", "2025-05-18"),
    ("Exports fell last month.", "2025-04-01", "2025-04-30"),
    ("They will meet next month.", "2025-06-01", "2025-06-30"),
    ("It was agreed last year.", "2024-01-01", "2024-12-31"),
    ("It was agreed earlier this year.", "2025-01-01", "2025-05-14"),
    ("It was imposed earlier this month.", "2025-05-01", "2025-05-14"),
    ("The court ruled yesterday.", "2025-05-13", "2025-05-13"),
    ("The ministers meet today.", "2025-05-14", "2025-05-14"),
    ("The ministers meet tomorrow.", "2025-05-15", "2025-05-15"),
    ("It was imposed in March.", "2025-03-01", "2025-03-31"),
    ("The duty imposed in September still stands.", "2024-09-01", "2024-09-30"),
    ("It will end in late August.", "2025-08-21", "2025-08-31"),
    ("It will end in early August.", "2025-08-01", "2025-08-10"),
    ("It will end in mid-August.", "2025-08-11", "2025-08-20"),
    ("It expires at the end of June.", "2025-06-30", "2025-06-30"),
    ("It was agreed in April 2018.", "2018-04-01", "2018-04-30"),
    ("It was agreed in 2017.", "2017-01-01", "2017-12-31"),
    ("It starts in the first quarter of 2026.", "2026-01-01", "2026-03-31"),
    ("It was raised in August last year.", "2024-08-01", "2024-08-31"),
    ("It will end by year-end.", "2025-12-31", "2025-12-31"),
    ("It was levied last July.", "2024-07-01", "2024-07-31"),
    ("The duty will start in 90 days.", "2025-08-12", "2025-08-12"),
    ("It was filed three days ago.", "2025-05-11", "2025-05-11"),
    ("It will be published within the next 4 to 5 days.", "2025-05-14", "2025-05-19"),
    ("They will meet on June 6-8.", "2025-06-06", "2025-06-08"),
    ("Meetings will be held in June and July.", "2025-06-01", "2025-07-31"),
];

#[test]
fn each_sentence_has_one_date_with_these_days() {
    let mut wrong = Vec::new();
    for (text, first, last) in MORE_ROWS {
        let found: Vec<_> = dates(text)
            .iter()
            .map(|(_, date)| date.days(Some(jiff::civil::date(2025, 5, 14))))
            .map(|days| days.map(|d| (d.first.to_string(), d.last.to_string())))
            .collect();
        if found != [Some(((*first).to_owned(), (*last).to_owned()))] {
            wrong.push(format!("{text} {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn prepositions_say_the_role() {
    let rows = [
        ("in force from 1 June 2025", DateRole::From),
        ("as of July 6", DateRole::From),
        ("until July 9", DateRole::Until),
        ("no later than July 9", DateRole::By),
        ("since December", DateRole::Since),
        ("on Monday", DateRole::On),
        ("said Monday", DateRole::Bare),
        ("suspended for 90 days", DateRole::For),
        ("from midnight on August 7", DateRole::On),
        ("last year's accord", DateRole::Attributive),
    ];
    for (text, role) in rows {
        let found = dates(text);
        assert_eq!(
            found.last().map(|(_, date)| date.role),
            Some(role),
            "{text}"
        );
    }
}

#[test]
fn from_and_until_are_two_dates() {
    let found = dates("The ban runs from May 1 to June 15, 2026.");
    let said: Vec<_> = found
        .iter()
        .map(|(words, date)| (words.as_str(), date.role))
        .collect();
    assert_eq!(
        said,
        [("May 1", DateRole::From), ("June 15, 2026", DateRole::To)]
    );
}

#[test]
fn numbers_that_are_no_dates_stay_out() {
    for text in [
        "It covers 2,018 lines and 1992 items.",
        "Duties of 25 percent may march on.",
        "Mrs May said so, and she may say more.",
        "Some 2000 workers paid $2019 each.",
        "It has 31 members.",
        "It rests on the Tariff Act of 1930.",
        "Trade is worth $12 billion a year.",
        "It was an immediately welcome change.",
        "He has 15 per cent of 2000 votes.",
        "A 25% tariff on 1,585 goods.",
        "The second round of tariffs.",
        "Theresa May met Mr Sun.",
    ] {
        assert_eq!(dates(text), [], "{text}");
    }
}

#[test]
fn without_a_reference_day_only_full_dates_are_days() {
    let (_, date) = dates("It began on 3 June 2019.").remove(0);
    assert_eq!(said(&date, None), "2019-06-03");
    for text in [
        "It began on 3 June.",
        "It began last week.",
        "It began on Monday.",
        "It ends in 90 days.",
    ] {
        let (_, date) = dates(text).remove(0);
        assert_eq!(said(&date, None), "-", "{text}");
    }
}

proptest! {
    /// Any words give dates inside of the sentence, in order, that resolve without a panic.
    #[test]
    fn any_words_are_read(words in proptest::collection::vec(prop_oneof![
        Just("last"), Just("next"), Just("May"), Just("31"), Just("2024"), Just("-"), Just("the"), Just("week"), Just("of"),
        Just("early"), Just("99999"), Just("years"), Just("ago"), Just("in"), Just("Feb."), Just("30th"), Just("to"),
        Just("quarter"), Just("first"), Just("Monday"), Just("and"), Just("'s"), Just("within"), Just("1/2"), Just("𝟚é"),
    ], 0..14), glue in any::<bool>()) {
        let text = words.join(if glue { "" } else { " " });
        let tokens = tokens(&text);
        let mut behind = 0;
        for date in find(&text, &tokens) {
            prop_assert!(date.tokens.start < date.tokens.end && date.tokens.end <= tokens.len());
            prop_assert!(date.tokens.start + 1 >= behind);
            behind = date.tokens.end;
            for reference in [None, Some(jiff::civil::date(2024, 2, 29)), Some(Date::MAX), Some(Date::MIN)] {
                for look in [Look::Backward, Look::Forward, Look::Nearest] {
                    if let Some(days) = date.resolve(reference, look) {
                        prop_assert!(days.first <= days.last);
                    }
                }
            }
        }
    }
}
