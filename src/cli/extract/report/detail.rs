//! The lines of an event that are told by its type, and its dates.

use std::fmt;

use super::{Words, line, named, optional, said};
use crate::proto::v1::{self, trade_event::Detail};

/// What only events of one type have.
pub(super) fn of_type(out: &mut String, event: &v1::TradeEvent) -> fmt::Result {
    match &event.detail {
        None => Ok(()),
        Some(Detail::Tariff(d)) => duty(out, d.rate.as_ref(), d.change(), d.specific_duty.as_ref()),
        Some(Detail::TradeRemedy(d)) => {
            named(
                out,
                "remedy",
                d.instrument().as_str_name(),
                "REMEDY_INSTRUMENT_",
            )?;
            duty(out, d.rate.as_ref(), d.change(), d.specific_duty.as_ref())
        }
        Some(Detail::ExportControl(d) | Detail::ImportRestriction(d) | Detail::Sanction(d)) => {
            let instrument = d.instrument().as_str_name();
            named(out, "instrument", instrument, "RESTRICTION_INSTRUMENT_")?;
            optional(out, "end use", &d.end_use)
        }
        Some(Detail::Negotiation(d)) => {
            named(
                out,
                "format",
                d.format().as_str_name(),
                "NEGOTIATION_FORMAT_",
            )?;
            named(out, "level", d.level().as_str_name(), "NEGOTIATION_LEVEL_")?;
            optional(out, "forum", &d.forum)
        }
        Some(Detail::Agreement(d)) => {
            if let Some(name) = &d.name {
                line(out, "name", Words(name))?;
            }
            named(out, "stage", d.stage().as_str_name(), "AGREEMENT_STAGE_")
        }
        Some(Detail::Dispute(d)) => {
            optional(out, "forum", &d.forum)?;
            named(out, "stage", d.stage().as_str_name(), "DISPUTE_STAGE_")
        }
        Some(Detail::Investigation(d)) => {
            optional(out, "legal basis", &d.legal_basis)?;
            named(
                out,
                "remedy",
                d.remedy().as_str_name(),
                "REMEDY_INSTRUMENT_",
            )
        }
    }
}

fn duty(
    out: &mut String,
    rate: Option<&v1::Rate>,
    change: v1::TariffChange,
    specific: Option<&v1::SpecificDuty>,
) -> fmt::Result {
    named(out, "change", change.as_str_name(), "TARIFF_CHANGE_")?;
    if let Some(rate) = rate {
        let previous = rate.previous.as_ref();
        let from = previous.and_then(|p| percent(p.min_percent, p.max_percent));
        let from = from.map_or_else(String::new, |from| format!(", before {from}"));
        let level = percent(rate.min_percent, rate.max_percent).unwrap_or_default();
        let basis = match rate.basis() {
            v1::RateBasis::Unspecified => "",
            v1::RateBasis::Additional => " additional",
            v1::RateBasis::Total => " in total",
            v1::RateBasis::UpTo => " at most",
        };
        line(out, "rate", format_args!("{level}{basis}{from}"))?;
    }
    match specific {
        Some(v1::SpecificDuty {
            amount: Some(amount),
            unit,
        }) => {
            let unit = said(unit);
            line(
                out,
                "duty",
                format_args!("{} per {unit}", said(&amount.span)),
            )
        }
        _ => Ok(()),
    }
}

fn percent(min: Option<f64>, max: Option<f64>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min != max => Some(format!("{min}-{max}%")),
        (Some(one), _) | (None, Some(one)) => Some(format!("{one}%")),
        (None, None) => None,
    }
}

/// The dates, resolved and as written.
pub(super) fn dates(out: &mut String, event: &v1::TradeEvent) -> fmt::Result {
    let Some(dates) = &event.dates else {
        return Ok(());
    };
    for (label, date) in [
        ("announced", &dates.announced),
        ("effective", &dates.effective),
        ("ends", &dates.ends),
        ("occurred", &dates.occurred),
    ] {
        let Some(date) = date else { continue };
        let words = said(&date.span);
        match (&date.start, &date.end) {
            (Some(start), Some(end)) if start == end => {
                line(out, label, format_args!("{start} \"{words}\""))?;
            }
            (Some(start), Some(end)) => {
                line(out, label, format_args!("{start} to {end} \"{words}\""))?;
            }
            _ => line(out, label, format_args!("\"{words}\""))?,
        }
    }
    Ok(())
}
