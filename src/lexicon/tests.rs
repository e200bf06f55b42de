//! What the lexicon as a whole does.

use super::*;

/// The ids and forms found in a text, as "TEXT=ID/Form".
fn found(text: &str) -> Vec<String> {
    let lexicon = Lexicon::embedded();
    let id = |entry| match entry {
        EntryRef::Actor(i) => lexicon.actor(i).map(|e| e.id.clone()),
        EntryRef::Place(i) => lexicon.place(i).map(|e| e.id.clone()),
        EntryRef::Portfolio(i) => lexicon.portfolio(i).map(|e| e.id.clone()),
        EntryRef::Title(i) => lexicon.title(i).map(|e| e.id.clone()),
        EntryRef::Goods(i) => lexicon.goods(i).map(|e| e.id.clone()),
        EntryRef::Agreement(i) => lexicon.agreement(i).map(|e| e.id.clone()),
        EntryRef::Forum(i) => lexicon.forum(i).map(|e| e.id.clone()),
        EntryRef::Currency(i) => lexicon.currency(i).map(|e| e.code.clone()),
        EntryRef::Measure(i) => lexicon.measure(i).map(|e| e.id.clone()),
        EntryRef::Act(i) => lexicon.act(i).map(|e| e.id.clone()),
        EntryRef::Lookalike(i) => lexicon.lookalike(i).map(str::to_owned),
        EntryRef::Decoy => None,
    };
    let show = |m: Match| {
        format!(
            "{}={}/{:?}",
            &text[m.range],
            id(m.entry).unwrap_or_default(),
            m.form
        )
    };
    lexicon.find(text).into_iter().map(show).collect()
}

#[test]
fn the_embedded_files_are_valid() {
    if let Err(error) = assemble::assemble(Sources::embedded()) {
        panic!("{error}");
    }
}

#[test]
fn different_kinds_stand_side_by_side_and_the_longest_of_a_kind_wins() {
    assert_eq!(
        found("Chinese steel"),
        ["Chinese=CN/Demonym", "steel=steel/Name"]
    );
    assert_eq!(found("the European Union"), ["European Union=EU/Name"]);
}

#[test]
fn line_breaks_hyphens_and_diacritics_do_not_hide_a_form() {
    assert_eq!(
        found("the European\n   Union"),
        ["European\n   Union=EU/Name"]
    );
    assert_eq!(found("soy-beans"), ["soy-beans=soybeans/Alias"]);
    assert_eq!(
        found("Cote d\u{2019}Ivoire"),
        ["Cote d\u{2019}Ivoire=CI/Alias"]
    );
    assert_eq!(found("TÜRKİYE"), ["TÜRKİYE=TR/Alias"]);
}

#[test]
fn letter_case_tells_names_from_words() {
    assert_eq!(
        found("tell us that turkey and china"),
        ["turkey=turkey-meat/Alias"]
    );
    assert_eq!(found("US and TURKEY"), ["US=US/Alias", "TURKEY=TR/Name"]);
}

#[test]
fn parts_of_sums_addresses_and_words_are_no_names() {
    assert_eq!(
        found("US$5, www.china.org, mail@china.example, chinatown, china.org"),
        [] as [&str; 0]
    );
    assert_eq!(found("Sino-US"), ["Sino=CN/Prefix", "US=US/Alias"]);
    assert_eq!(found("Sino"), [] as [&str; 0]);
}

#[test]
fn an_initial_may_stand_in_a_persons_name() {
    assert_eq!(
        found("Donald J. Trump"),
        ["Donald J. Trump=donald-trump/Name"]
    );
    assert_eq!(
        found("Donald J Trump"),
        ["Donald J Trump=donald-trump/Name"]
    );
    assert_eq!(
        found("George W. Bush"),
        ["George W. Bush=george-w-bush/Name"]
    );
    assert_eq!(
        found("George H. W. Bush"),
        ["George H. W. Bush=george-hw-bush/Alias"]
    );
}

#[test]
fn names_that_many_bodies_share_stay_open() {
    assert_eq!(
        found("the Ministry of Finance"),
        ["Ministry of Finance=finance/Name"]
    );
    assert_eq!(
        found("MOFCOM and METI"),
        [
            "MOFCOM=cn-ministry-of-commerce/Alias",
            "METI=jp-ministry-of-economy-trade-and-industry/Alias"
        ]
    );
}

#[test]
fn common_short_names_are_weak() {
    let lexicon = Lexicon::embedded();
    let weak = |text: &str| {
        lexicon
            .find(text)
            .iter()
            .map(|m| m.weak)
            .collect::<Vec<_>>()
    };
    assert_eq!(weak("Trump"), [false]);
    assert_eq!(weak("Bessent"), [false]);
    assert!(!weak("Wang").is_empty() && weak("Wang").iter().all(|&w| w));
}

#[test]
fn a_ministry_belongs_to_the_country_beside_it() {
    let lexicon = Lexicon::embedded();
    for (text, id) in [
        ("Peru\u{2019}s trade ministry", "pe-ministry-of-trade"),
        ("the Peruvian Trade Ministry", "pe-ministry-of-trade"),
        (
            "the Ministry of Foreign Trade of Peru",
            "pe-ministry-of-trade",
        ),
    ] {
        let matches = lexicon.find(text);
        let body = matches.iter().enumerate().find_map(|(i, m)| match m.entry {
            EntryRef::Portfolio(portfolio) => Some((portfolio, lexicon.owner(text, &matches, i)?)),
            _ => None,
        });
        let Some((portfolio, owner)) = body else {
            panic!("no owned body in {text}: {matches:?}")
        };
        let EntryRef::Actor(country) = matches[owner].entry else {
            panic!("{text}")
        };
        let country = &lexicon.actors()[country as usize];
        assert_eq!(
            lexicon
                .body(portfolio, &country.id)
                .map(|b| b.id)
                .as_deref(),
            Some(id),
            "{text}"
        );
    }
}

/// The problems of the lexicon with one more file, as their messages.
fn problems_with(file: &str, text: &str) -> Vec<String> {
    let folder = std::env::temp_dir().join(format!("tradewire-lexicon-{}-{file}", slug(text)));
    let write =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(folder.join(file), text));
    assert!(write.is_ok(), "{write:?}");
    let result = Lexicon::load(&[&folder]);
    let _ = std::fs::remove_dir_all(&folder);
    let problems = result.err().map(|e| e.problems).unwrap_or_default();
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn errors_name_file_and_entry() {
    for (file, text, expected) in [
        (
            "goods.toml",
            r#"entries = [{ name = "moon cheese", hs = ["7799"] }]"#,
            "entry `moon-cheese`: hs: `7799`: the Harmonized System has no chapter 77",
        ),
        (
            "goods.toml",
            r#"entries = [{ name = "a" }, { name = "A" }]"#,
            "entry `a`: the id is already taken",
        ),
        (
            "goods.toml",
            r#"entries = [{ name = "moon cheese", hscode = "0406" }]"#,
            "entry `moon cheese`: TOML parse error",
        ),
        (
            "goods.toml",
            r#"entries = [{ name = "..." , id = "dots", aliases = [""] }]"#,
            "entry `dots`: form: `` has no words",
        ),
        (
            "officials.toml",
            r#"entries = [{ name = "Ann Nemo", of = "XX" }]"#,
            "entry `ann-nemo`: of names `XX`, which no entry has as its id",
        ),
        (
            "officials.toml",
            r#"entries = [{ name = "Ann Nemo", roles = ["premier 20x5"] }]"#,
            "entry `ann-nemo`: roles: `premier 20x5`: `20x5` is no year",
        ),
        (
            "bodies.toml",
            r#"entries = [{ name = "Moon Bureau", of = "US", portfolios = ["moon"] }]"#,
            "entry `us-moon-bureau`: portfolio names `moon`",
        ),
        (
            "countries.toml",
            r#"entries = [{ id = "Moon", name = "Moon" }]"#,
            "entry `Moon`: id: not an ISO 3166-1 alpha-2 code",
        ),
        (
            "currencies.toml",
            r#"entries = [{ id = "QQQ", name = "quatloo" }]"#,
            "entry `QQQ`: id: not an ISO 4217 code",
        ),
        (
            "cheeses.toml",
            "entries = []",
            "no lexicon file has this name",
        ),
        (
            "goods.toml",
            r#"remove = ["moon-cheese"]"#,
            "entry `moon-cheese`: remove names `moon-cheese`",
        ),
    ] {
        let problems = problems_with(file, text);
        let [problem] = problems.as_slice() else {
            panic!("{text}: {problems:?}")
        };
        assert!(
            problem.contains(expected) && problem.contains(file),
            "{text}: {problem}"
        );
    }
}

#[test]
fn a_folder_extends_overrides_and_removes() {
    let folder = std::env::temp_dir().join(format!("tradewire-lexicon-{}", std::process::id()));
    let text = r#"
        remove = ["copra"]
        entries = [
            { name = "moon cheese", hs = ["0406"] },
            { name = "cement", hs = ["252390"] },
        ]"#;
    let write = std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join("goods-mine.toml"), text));
    assert!(write.is_ok(), "{write:?}");
    let loaded = Lexicon::load(&[&folder]);
    let _ = std::fs::remove_dir_all(&folder);
    let lexicon = match loaded {
        Ok(lexicon) => lexicon,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(
        lexicon.goods_by_id("moon-cheese").map(|g| g.hs.clone()),
        Some(vec!["0406".to_owned()])
    );
    assert_eq!(
        lexicon.goods_by_id("cement").map(|g| g.hs.clone()),
        Some(vec!["252390".to_owned()])
    );
    assert!(
        lexicon.goods_by_id("copra").is_none()
            && Lexicon::embedded().goods_by_id("copra").is_some()
    );
    assert_eq!(lexicon.find("moon cheeses and copra").len(), 1);
    assert_ne!(lexicon.version(), Lexicon::embedded().version());
}

#[test]
fn longer_names_hide_the_names_inside_them() {
    for (text, expected) in [
        (
            "North American Free Trade Agreement",
            &["North American Free Trade Agreement=nafta/Name"][..],
        ),
        ("Bank of Japan", &["Bank of Japan=jp-bank-of-japan/Name"]),
        ("Native Americans", &[]),
        ("New Mexico", &["New Mexico=new-mexico/Name"]),
        ("Latin American", &["Latin American=latin-america/Alias"]),
        ("Hong Kong dollars", &["Hong Kong dollars=HKD/Name"]),
        ("French fries", &["French fries=frozen-potatoes/Alias"]),
        (
            "hot-rolled steel",
            &["hot-rolled steel=hot-rolled-steel/Name"],
        ),
    ] {
        // What a name says of measures ("free trade agreement") is none of its business.
        let mut names = found(text);
        names.truncate(1);
        let rest = Lexicon::embedded().find(text).into_iter().skip(1);
        let nested = rest.filter(|m| {
            matches!(
                m.entry,
                EntryRef::Actor(_) | EntryRef::Place(_) | EntryRef::Goods(_)
            )
        });
        assert_eq!(names, expected, "{text}");
        assert_eq!(nested.count(), 0, "{text}");
    }
}

#[test]
fn every_form_of_goods_means_one_thing() {
    let lexicon = Lexicon::embedded();
    let mut shared = Vec::new();
    for goods in &lexicon.goods {
        let whole =
            |m: &&Match| matches!(m.entry, EntryRef::Goods(_)) && m.range == (0..goods.name.len());
        let matches = lexicon.find(&goods.name);
        let ids: Vec<_> = matches.iter().filter(whole).map(|m| m.entry).collect();
        if ids.len() != 1 {
            shared.push(&goods.name);
        }
    }
    assert!(shared.is_empty(), "forms of several goods: {shared:?}");
}

#[test]
fn the_lexicon_is_as_wide_as_its_documentation_says() {
    let lexicon = Lexicon::embedded();
    let count = |kind| lexicon.actors().iter().filter(|a| a.kind == kind).count();
    assert!(lexicon.goods.len() >= 600, "{}", lexicon.goods.len());
    assert!(
        lexicon.agreements.len() >= 120,
        "{}",
        lexicon.agreements.len()
    );
    assert!(count(ActorKind::Person) >= 400);
    assert!(count(ActorKind::Company) >= 200);
    assert!(count(ActorKind::GovernmentBody) + count(ActorKind::IndustryGroup) >= 150);
}

/// ISO 3166-1 alpha-2.
const ISO: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD \
    GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE \
    NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM \
    SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT \
    ZA ZM ZW";

/// Territories whose name itself serves as the adjective.
const WITHOUT_DEMONYM: &str = "BV GG HM JE SJ UM VA HK";

#[test]
fn all_countries_are_there_with_their_adjectives() {
    let lexicon = Lexicon::embedded();
    let sources = Sources::embedded();
    assert_eq!(ISO.split_whitespace().count(), 249);
    for id in ISO.split_whitespace() {
        assert!(
            lexicon
                .actor_by_id(id)
                .is_some_and(|a| a.kind == ActorKind::Country),
            "{id}"
        );
        let raw = sources
            .countries
            .iter()
            .find(|o| o.id == id)
            .map(|o| &o.raw);
        let adjective = raw.is_some_and(|r| !r.demonyms.is_empty());
        assert!(
            adjective || WITHOUT_DEMONYM.contains(id),
            "{id} has no demonym"
        );
    }
}
