//! Rows with the 61 columns of a GDELT 2.0 event table, for pipelines that read those. What GDELT takes from elsewhere (Goldstein
//! scale, tone, coordinates) is empty; an event without CAMEO code or actor has no row.

use jiff::civil::Date;

use super::Kind::{Count, Number, Text};
use super::dyads::{self, Dyad, dyads};
use super::table::{Column, Row, Value, column};
use super::{Source, Table};
use crate::proto::v1::{self, ActorKind};

/// One row for each event and pair of actors, in GDELT's columns.
pub const GDELT: Table = Table {
    name: "gdelt",
    columns: COLUMNS,
    rows,
};

const COLUMNS: &[Column] = &[
    column(
        "GLOBALEVENTID",
        Text,
        "document, event and number of the pair",
    ),
    column(
        "SQLDATE",
        Count,
        "day of the event, else of publication, `YYYYMMDD`",
    ),
    column("MonthYear", Count, "`YYYYMM`"),
    column("Year", Count, "`YYYY`"),
    column(
        "FractionDate",
        Number,
        "year and fraction, (month x 30 + day) / 365",
    ),
    column(
        "Actor1Code",
        Text,
        "CAMEO code of actor 1: country, known group and type",
    ),
    column("Actor1Name", Text, "name of actor 1, in capitals"),
    column("Actor1CountryCode", Text, "country, ISO 3166-1 alpha-3"),
    column(
        "Actor1KnownGroupCode",
        Text,
        "known group (`EEC`, `WTO`, ...)",
    ),
    column("Actor1EthnicCode", Text, "empty"),
    column("Actor1Religion1Code", Text, "empty"),
    column("Actor1Religion2Code", Text, "empty"),
    column(
        "Actor1Type1Code",
        Text,
        "type (`GOV`, `BUS`, `IGO`, `MED`, `PTY`)",
    ),
    column("Actor1Type2Code", Text, "empty"),
    column("Actor1Type3Code", Text, "empty"),
    column(
        "Actor2Code",
        Text,
        "CAMEO code of actor 2: country, known group and type",
    ),
    column("Actor2Name", Text, "name of actor 2, in capitals"),
    column("Actor2CountryCode", Text, "country, ISO 3166-1 alpha-3"),
    column(
        "Actor2KnownGroupCode",
        Text,
        "known group (`EEC`, `WTO`, ...)",
    ),
    column("Actor2EthnicCode", Text, "empty"),
    column("Actor2Religion1Code", Text, "empty"),
    column("Actor2Religion2Code", Text, "empty"),
    column(
        "Actor2Type1Code",
        Text,
        "type (`GOV`, `BUS`, `IGO`, `MED`, `PTY`)",
    ),
    column("Actor2Type2Code", Text, "empty"),
    column("Actor2Type3Code", Text, "empty"),
    column(
        "IsRootEvent",
        Count,
        "1 for an event told in the first paragraph or headline",
    ),
    column("EventCode", Text, "CAMEO verb code"),
    column("EventBaseCode", Text, "its first three digits"),
    column("EventRootCode", Text, "its first two digits"),
    column(
        "QuadClass",
        Count,
        "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict",
    ),
    column("GoldsteinScale", Number, "empty"),
    column("NumMentions", Count, "places that tell it"),
    column("NumSources", Count, "1"),
    column("NumArticles", Count, "1"),
    column("AvgTone", Number, "empty"),
    column("Actor1Geo_Type", Text, "empty"),
    column("Actor1Geo_Fullname", Text, "empty"),
    column("Actor1Geo_CountryCode", Text, "empty"),
    column("Actor1Geo_ADM1Code", Text, "empty"),
    column("Actor1Geo_ADM2Code", Text, "empty"),
    column("Actor1Geo_Lat", Number, "empty"),
    column("Actor1Geo_Long", Number, "empty"),
    column("Actor1Geo_FeatureID", Text, "empty"),
    column("Actor2Geo_Type", Text, "empty"),
    column("Actor2Geo_Fullname", Text, "empty"),
    column("Actor2Geo_CountryCode", Text, "empty"),
    column("Actor2Geo_ADM1Code", Text, "empty"),
    column("Actor2Geo_ADM2Code", Text, "empty"),
    column("Actor2Geo_Lat", Number, "empty"),
    column("Actor2Geo_Long", Number, "empty"),
    column("Actor2Geo_FeatureID", Text, "empty"),
    column("ActionGeo_Type", Text, "empty"),
    column("ActionGeo_Fullname", Text, "the place as written"),
    column("ActionGeo_CountryCode", Text, "empty"),
    column("ActionGeo_ADM1Code", Text, "empty"),
    column("ActionGeo_ADM2Code", Text, "empty"),
    column("ActionGeo_Lat", Number, "empty"),
    column("ActionGeo_Long", Number, "empty"),
    column("ActionGeo_FeatureID", Text, "empty"),
    column("DATEADDED", Count, "day of publication, `YYYYMMDD000000`"),
    column("SOURCEURL", Text, "address of the document, else its id"),
];

fn rows(source: &Source<'_>) -> Vec<Row> {
    let pairs = dyads(source).into_iter().enumerate();
    pairs
        .filter_map(|(number, dyad)| row(source, number, &dyad))
        .collect()
}

fn row(source: &Source<'_>, number: usize, dyad: &Dyad<'_>) -> Option<Row> {
    let code = dyad.event.codes.as_ref()?.cameo.clone()?;
    let document = source.extraction.document_id.clone().unwrap_or_default();
    let day = dyad.day(source);
    let published: Option<Date> = source.published_on().and_then(|day| day.parse().ok());
    let place = dyad.event.location.as_ref();
    let mut row = vec![
        Some(format!("{document}/{}/{number}", dyad.event.id)).into(),
        day.map(digits).into(),
        day.map(|day| digits(day) / 100).into(),
        day.map(|day| i64::from(day.year())).into(),
        day.map(fraction).into(),
    ];
    row.extend(actor(dyad.actor));
    row.extend(actor(dyad.recipient));
    row.extend([
        Some(i64::from(is_root(source, dyad.event))).into(),
        Some(code.clone()).into(),
        code.get(..3)
            .map(str::to_owned)
            .or(Some(code.clone()))
            .into(),
        code.get(..2).map(str::to_owned).into(),
        quad_class(&code).into(),
        Value::Number(None),
        i64::try_from(dyad.event.mentions.len()).ok().into(),
        Some(1).into(),
        Some(1).into(),
        Value::Number(None),
    ]);
    row.extend(geography(None));
    row.extend(geography(None));
    row.extend(geography(
        place.and_then(|place| super::words(place.span.as_ref())),
    ));
    row.extend([
        published.map(|day| digits(day) * 1_000_000).into(),
        source
            .document
            .url
            .clone()
            .or_else(|| source.extraction.document_id.clone())
            .into(),
    ]);
    Some(row)
}

/// `YYYYMMDD`.
fn digits(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn fraction(day: Date) -> f64 {
    let part = (f64::from(day.month()) * 30.0 + f64::from(day.day())) / 365.0;
    let year = f64::from(day.year()) + part.min(0.9999);
    (year * 10_000.0).round() / 10_000.0
}

/// GDELT calls an event a root event that the lead of the article tells.
fn is_root(source: &Source<'_>, event: &v1::TradeEvent) -> bool {
    let first = |event: &v1::TradeEvent| {
        let span = event.mentions.first().and_then(|m| m.span.as_ref());
        span.map(|span| span.start)
    };
    let earliest = source.extraction.events.iter().filter_map(first).min();
    earliest.is_some() && first(event) == earliest
}

/// From CAMEO's root codes: 01 to 05, 06 to 08, 09 to 13, 14 to 20.
fn quad_class(code: &str) -> Option<i64> {
    let root: i64 = code.get(..2)?.parse().ok()?;
    Some(match root {
        1..=5 => 1,
        6..=8 => 2,
        9..=13 => 3,
        14..=20 => 4,
        _ => return None,
    })
}

fn actor(actor: Option<&v1::Actor>) -> Vec<Value> {
    let country = dyads::country_code(actor);
    let group = actor.and_then(known_group);
    let kind = actor.and_then(|actor| actor_type(actor.kind()));
    let code = [country.as_deref(), group, kind].into_iter().flatten();
    let code: String = code.collect();
    let text = |text: Option<&str>| Value::Text(text.map(str::to_owned));
    vec![
        text((!code.is_empty()).then_some(&code)),
        Value::Text(actor.map(|actor| actor.name.to_uppercase())),
        country.into(),
        text(group),
        text(None),
        text(None),
        text(None),
        text(kind),
        text(None),
        text(None),
    ]
}

/// CAMEO's codes of known groups.
fn known_group(actor: &v1::Actor) -> Option<&'static str> {
    Some(match actor.id.as_str() {
        "EU" => "EEC",
        "ASEAN" => "ASN",
        "wto" => "WTO",
        "imf" => "IMF",
        "world-bank" => "WBK",
        "un" => "UNO",
        "opec" => "OPC",
        _ => return None,
    })
}

/// CAMEO's codes of actor types. A country by itself has none.
fn actor_type(kind: ActorKind) -> Option<&'static str> {
    Some(match kind {
        ActorKind::GovernmentBody => "GOV",
        ActorKind::Company | ActorKind::IndustryGroup => "BUS",
        ActorKind::InternationalOrganization | ActorKind::Bloc => "IGO",
        ActorKind::Media => "MED",
        ActorKind::PoliticalParty => "PTY",
        ActorKind::Country | ActorKind::Person | ActorKind::Unspecified => return None,
    })
}

/// The columns of a place. GDELT's country codes are FIPS 10-4, which nothing here knows.
fn geography(name: Option<String>) -> Vec<Value> {
    vec![
        Value::Text(None),
        Value::Text(name),
        Value::Text(None),
        Value::Text(None),
        Value::Text(None),
        Value::Number(None),
        Value::Number(None),
        Value::Text(None),
    ]
}
