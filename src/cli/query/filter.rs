//! What a user may ask for, as the filters of the look-up service.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::proto::v1;

/// Names of enum values as users type them: `EVENT_TYPE_EXPORT_CONTROL` is `export-control`.
fn values<E: TryFrom<i32>>(
    name: fn(&E) -> &'static str,
    prefix: &'static str,
) -> impl TypedValueParser<Value = i32> {
    let known: Vec<(i32, String)> = (1..)
        .map_while(|number| Some((number, E::try_from(number).ok()?)))
        .map(|(number, value)| {
            let bare = name(&value).trim_start_matches(prefix);
            (number, bare.to_lowercase().replace('_', "-"))
        })
        .collect();
    let names: Vec<String> = known.iter().map(|(_, name)| name.clone()).collect();
    PossibleValuesParser::new(names).map(move |typed| {
        let found = known.iter().find(|(_, name)| *name == typed);
        found.map_or(0, |(number, _)| *number)
    })
}

/// Which events.
#[derive(Debug, clap::Args)]
pub struct EventFilterArgs {
    /// Type of event; may be given several times, one is enough
    #[arg(long = "type", value_name = "TYPE", value_parser = values(v1::EventType::as_str_name, "EVENT_TYPE_"))]
    types: Vec<i32>,

    /// Status; may be given several times, one is enough
    #[arg(long, value_name = "STATUS", value_parser = values(v1::EventStatus::as_str_name, "EVENT_STATUS_"))]
    status: Vec<i32>,

    /// Id of an actor that takes part ("US", "EU", "wto"); may be given several times, all must take part
    #[arg(long, value_name = "ID")]
    actor: Vec<String>,

    /// Also count the members of blocs that are named as actors
    #[arg(long)]
    members: bool,

    /// Canonical name of goods ("steel"); may be given several times, one is enough
    #[arg(long, value_name = "NAME")]
    goods: Vec<String>,

    /// Beginning of a code of the Harmonized System ("72"); may be given several times, one is enough
    #[arg(long = "hs", value_name = "CODE")]
    hs: Vec<String>,

    #[command(flatten)]
    reported: DaysArgs,

    /// Words that a source must hold; "double quotes" hold a phrase together
    #[arg(value_name = "WORDS")]
    text: Option<String>,
}

/// Which statements.
#[derive(Debug, clap::Args)]
pub struct StatementFilterArgs {
    /// Id of a speaker; may be given several times, one is enough
    #[arg(long, value_name = "ID")]
    speaker: Vec<String>,

    /// Id of the country, bloc or organisation for which the speaker acts; may be given several times, one is enough
    #[arg(long = "for", value_name = "ID")]
    affiliation: Vec<String>,

    /// Speech act; may be given several times, one is enough
    #[arg(long, value_name = "ACT", value_parser = values(v1::SpeechAct::as_str_name, "SPEECH_ACT_"))]
    act: Vec<i32>,

    /// Id of a stored event that the statement speaks of; may be given several times, one is enough
    #[arg(long, value_name = "ID")]
    event: Vec<String>,

    #[command(flatten)]
    reported: DaysArgs,

    /// Words that the statement must hold; "double quotes" hold a phrase together
    #[arg(value_name = "WORDS")]
    text: Option<String>,
}

/// Days of publication.
#[derive(Debug, clap::Args)]
struct DaysArgs {
    /// First day of publication
    #[arg(long, value_name = "DAY")]
    since: Option<String>,

    /// Last day of publication
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
}

impl DaysArgs {
    fn range(&self) -> Option<v1::DayRange> {
        (self.since.is_some() || self.until.is_some()).then(|| v1::DayRange {
            first: self.since.clone(),
            last: self.until.clone(),
        })
    }
}

impl From<&EventFilterArgs> for v1::EventFilter {
    fn from(args: &EventFilterArgs) -> Self {
        let actors = args.actor.iter().map(|actor_id| v1::ActorFilter {
            actor_id: actor_id.clone(),
            roles: Vec::new(),
            include_members: args.members,
        });
        Self {
            types: args.types.clone(),
            statuses: args.status.clone(),
            actors: actors.collect(),
            goods: args.goods.clone(),
            hs_prefixes: args.hs.clone(),
            reported: args.reported.range(),
            text: args.text.clone().unwrap_or_default(),
            ..Self::default()
        }
    }
}

impl From<&StatementFilterArgs> for v1::StatementFilter {
    fn from(args: &StatementFilterArgs) -> Self {
        Self {
            speaker_ids: args.speaker.clone(),
            affiliation_ids: args.affiliation.clone(),
            acts: args.act.clone(),
            event_ids: args.event.clone(),
            reported: args.reported.range(),
            text: args.text.clone().unwrap_or_default(),
            ..Self::default()
        }
    }
}
