//! The table of events: one row for each.

use super::Kind::{Count, Day, Number, Text, Texts};
use super::of_type::OfType;
use super::table::{Column, Row, Value, column};
use super::{Source, Table, bare, words};
use crate::proto::v1::{self, Role};

/// One row for each event.
pub const EVENTS: Table = Table {
    name: "events",
    columns: COLUMNS,
    rows,
};

const COLUMNS: &[Column] = &[
    column("document_id", Text, "id of the document"),
    column(
        "published_on",
        Day,
        "day of publication, or of the dateline",
    ),
    column("publisher", Text, "publisher of the document"),
    column("url", Text, "address of the document"),
    column("event_id", Text, "id of the event, unique in the document"),
    column("type", Text, "event type, as in `EventType`"),
    column("status", Text, "status, as in `EventStatus`"),
    column(
        "direction",
        Text,
        "`RESTRICTIVE` or `LIBERALISING`, for measures",
    ),
    column("implementers", Texts, "ids of those who take it"),
    column("targets", Texts, "ids of those at whom it is aimed"),
    column(
        "parties",
        Texts,
        "ids of the parties to talks, deals, coordination",
    ),
    column("complainants", Texts, "ids of those who bring a dispute"),
    column(
        "respondents",
        Texts,
        "ids of those against whom it is brought",
    ),
    column("adjudicators", Texts, "ids of those who decide it"),
    column("beneficiaries", Texts, "ids of those whom it benefits"),
    column(
        "representatives",
        Texts,
        "ids of persons and bodies that act for one of these",
    ),
    column("mediators", Texts, "ids of mediators"),
    column("hosts", Texts, "ids of hosts"),
    column(
        "unresolved",
        Texts,
        "groups that are no actor, as written (\"all trading partners\")",
    ),
    column(
        "goods",
        Texts,
        "goods, by canonical name or else as written",
    ),
    column("hs_codes", Texts, "codes of the Harmonized System"),
    column(
        "change",
        Text,
        "what happens to a tariff, as in `TariffChange`",
    ),
    column("rate_min", Number, "lower end of the rate, percent"),
    column("rate_max", Number, "upper end of the rate, percent"),
    column(
        "rate_basis",
        Text,
        "what the rate is measured from, as in `RateBasis`",
    ),
    column(
        "previous_rate_min",
        Number,
        "lower end of the rate before, percent",
    ),
    column(
        "previous_rate_max",
        Number,
        "upper end of the rate before, percent",
    ),
    column("duty_value", Number, "a specific duty: money per unit"),
    column("duty_currency", Text, "its currency, ISO 4217"),
    column("duty_unit", Text, "its unit, as written"),
    column("instrument", Text, "instrument of a remedy or restriction"),
    column(
        "amount_min",
        Number,
        "money or trade that it covers, in whole units of the currency",
    ),
    column("amount_max", Number, "upper end of a range"),
    column("amount_currency", Text, "its currency, ISO 4217"),
    column(
        "announced_first",
        Day,
        "first day on which it may have been announced",
    ),
    column("announced_last", Day, "last such day"),
    column(
        "effective_first",
        Day,
        "first day on which it may take effect",
    ),
    column("effective_last", Day, "last such day"),
    column("ends_first", Day, "first day on which it may end"),
    column("ends_last", Day, "last such day"),
    column(
        "occurred_first",
        Day,
        "first day on which it may take place",
    ),
    column("occurred_last", Day, "last such day"),
    column("place", Text, "place, by canonical name or else as written"),
    column(
        "place_country",
        Text,
        "country of the place, ISO 3166-1 alpha-2",
    ),
    column("format", Text, "how talks are held"),
    column("level", Text, "who sits at the table"),
    column("forum", Text, "forum of talks or of a dispute, as written"),
    column("stage", Text, "stage of an agreement or dispute"),
    column("agreement", Text, "canonical name of an agreement"),
    column(
        "legal_basis",
        Text,
        "law under which a probe runs, as written",
    ),
    column(
        "end_use",
        Text,
        "end use at which a restriction is aimed, as written",
    ),
    column("in_response_to", Texts, "ids of events that it answers"),
    column("conditional_on", Texts, "ids of events that it depends on"),
    column("implements", Texts, "ids of agreements that it carries out"),
    column(
        "follows",
        Texts,
        "ids of events of which it is the next step",
    ),
    column("mast", Text, "UNCTAD MAST chapter"),
    column("gta", Text, "Global Trade Alert intervention type"),
    column("cameo", Text, "CAMEO verb code"),
    column("plover", Text, "PLOVER category"),
    column(
        "confidence",
        Number,
        "share of such extractions that are right",
    ),
    column("words", Text, "the words that tell it first"),
    column("start", Count, "offset of these words in the document"),
    column("end", Count, "offset behind these words"),
    column("mentions", Count, "number of places that tell it"),
    column("extractor_version", Text, "version of the extractor"),
    column("lexicon_version", Text, "version of the lexicon"),
];

fn rows(source: &Source<'_>) -> Vec<Row> {
    let events = source.extraction.events.iter();
    events.map(|event| row(source, event)).collect()
}

fn row(source: &Source<'_>, event: &v1::TradeEvent) -> Row {
    let Source {
        document,
        extraction,
    } = source;
    let of_type = OfType::of(event);
    let rate = of_type.rate;
    let previous = rate.and_then(|rate| rate.previous.as_ref());
    let duty = of_type.duty.and_then(|duty| duty.amount.as_ref());
    let amount = event.amount.as_ref();
    let codes = event.codes.clone().unwrap_or_default();
    let place = event.location.as_ref();
    let first = event.mentions.first().and_then(|m| m.span.as_ref());
    let related = |kind| Value::from(related(event, kind));
    let roles = |role| Value::from(in_role(event, role));
    let goods = event.goods.iter();
    let goods = goods.map(|goods| goods.name.as_ref().unwrap_or(&goods.text).clone());
    let mut hs_codes: Vec<String> = event
        .goods
        .iter()
        .flat_map(|g| g.hs_codes.clone())
        .collect();
    hs_codes.sort_unstable();
    hs_codes.dedup();
    let mut row = vec![
        extraction.document_id.clone().into(),
        Value::day(source.published_on().as_deref()),
        document.publisher.clone().into(),
        document.url.clone().into(),
        Some(event.id.clone()).into(),
        bare(event.r#type().as_str_name(), "EVENT_TYPE_").into(),
        bare(event.status().as_str_name(), "EVENT_STATUS_").into(),
        bare(event.direction().as_str_name(), "DIRECTION_").into(),
        roles(Role::Implementer),
        roles(Role::Target),
        roles(Role::Party),
        roles(Role::Complainant),
        roles(Role::Respondent),
        roles(Role::Adjudicator),
        roles(Role::Beneficiary),
        roles(Role::Representative),
        roles(Role::Mediator),
        roles(Role::Host),
        unresolved(event).into(),
        goods.collect::<Vec<_>>().into(),
        hs_codes.into(),
        of_type.change.into(),
        rate.and_then(|rate| rate.min_percent).into(),
        rate.and_then(|rate| rate.max_percent).into(),
        rate.and_then(|rate| bare(rate.basis().as_str_name(), "RATE_BASIS_"))
            .into(),
        previous.and_then(|rate| rate.min_percent).into(),
        previous.and_then(|rate| rate.max_percent).into(),
        duty.and_then(|amount| amount.value).into(),
        duty.and_then(|amount| amount.currency.clone()).into(),
        of_type
            .duty
            .and_then(|duty| words(duty.unit.as_ref()))
            .into(),
        of_type.instrument.into(),
        amount.and_then(|amount| amount.value).into(),
        amount.and_then(|amount| amount.max_value).into(),
        amount.and_then(|amount| amount.currency.clone()).into(),
    ];
    row.extend(days(event));
    row.extend([
        place
            .and_then(|place| place.name.clone().or_else(|| words(place.span.as_ref())))
            .into(),
        place.and_then(|place| place.country_id.clone()).into(),
        of_type.format.into(),
        of_type.level.into(),
        of_type.forum.into(),
        of_type.stage.into(),
        of_type.agreement.into(),
        of_type.legal_basis.into(),
        of_type.end_use.into(),
        related(v1::RelationKind::InResponseTo),
        related(v1::RelationKind::ConditionalOn),
        related(v1::RelationKind::Implements),
        related(v1::RelationKind::Follows),
        codes.mast.into(),
        codes.gta.into(),
        codes.cameo.into(),
        codes.plover.into(),
        event.confidence.into(),
        words(first).into(),
        first.map(|span| i64::from(span.start)).into(),
        first.map(|span| i64::from(span.end)).into(),
        i64::try_from(event.mentions.len()).ok().into(),
        Some(extraction.extractor_version.clone()).into(),
        Some(extraction.lexicon_version.clone()).into(),
    ]);
    row
}

/// First and last day of each kind of date.
fn days(event: &v1::TradeEvent) -> Vec<Value> {
    let dates = event.dates.clone().unwrap_or_default();
    let kinds = [dates.announced, dates.effective, dates.ends, dates.occurred];
    let ends = kinds.into_iter().map(Option::unwrap_or_default);
    ends.flat_map(|date| [date.start, date.end])
        .map(|day| Value::day(day.as_deref()))
        .collect()
}

fn in_role(event: &v1::TradeEvent, role: Role) -> Vec<String> {
    let all = event.participants.iter();
    all.filter(|p| p.role() == role && !p.actor_id.is_empty())
        .map(|p| p.actor_id.clone())
        .collect()
}

fn unresolved(event: &v1::TradeEvent) -> Vec<String> {
    let all = event.participants.iter();
    all.filter(|p| p.actor_id.is_empty())
        .filter_map(|p| words(p.spans.first()))
        .collect()
}

fn related(event: &v1::TradeEvent, kind: v1::RelationKind) -> Vec<String> {
    let all = event.relations.iter();
    all.filter(|relation| relation.kind() == kind)
        .map(|relation| relation.event_id.clone())
        .collect()
}
