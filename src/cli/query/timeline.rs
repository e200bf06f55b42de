//! Counts of events by week, as bars in the terminal and as a picture.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::proto::v1::{EventCount, EventType};

/// Most letters of a bar in the terminal.
const BAR: u64 = 60;

/// Colours of the types in a picture, in the order of [`EventType`].
const COLORS: [&str; 14] = [
    "#b45309", "#be1e4a", "#d97706", "#f59e0b", "#9f1239", "#fb7185", "#4d7c0f", "#7c3aed",
    "#dc2626", "#0f7490", "#0284c7", "#84cc16", "#a78bfa", "#0d9488",
];

/// A week and its counts by type.
pub struct Week {
    /// Its Monday.
    monday: Date,
    /// Name of the type, and how many events.
    counts: Vec<(String, u64)>,
}

impl Week {
    fn total(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// The weeks from the first to the last that has events, those without any included.
pub fn weeks(counts: &[EventCount]) -> Vec<Week> {
    let mut by_week: BTreeMap<Date, Vec<(String, u64)>> = BTreeMap::new();
    for count in counts {
        let day = count.first_day.as_deref().and_then(|day| day.parse().ok());
        if let Some(monday) = day {
            let group = count.group.trim_start_matches("EVENT_TYPE_").to_owned();
            by_week
                .entry(monday)
                .or_default()
                .push((group, count.count));
        }
    }
    let (Some(first), Some(last)) = (by_week.keys().next().copied(), by_week.keys().next_back())
    else {
        return Vec::new();
    };
    let last = *last;
    let mut weeks = Vec::new();
    for monday in first.series(7.days()).take_while(|monday| *monday <= last) {
        weeks.push(Week {
            monday,
            counts: by_week.remove(&monday).unwrap_or_default(),
        });
    }
    weeks
}

/// One line for each week.
pub fn bars(weeks: &[Week]) -> String {
    let most = weeks
        .iter()
        .map(Week::total)
        .max()
        .unwrap_or_default()
        .max(1);
    let mut out = String::new();
    for week in weeks {
        let total = week.total();
        let length = if most <= BAR {
            total
        } else {
            (total * BAR).div_ceil(most)
        };
        let bar = "\u{2588}".repeat(usize::try_from(length).unwrap_or_default());
        let mut types: Vec<_> = week.counts.iter().collect();
        types.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), name.clone()));
        let types: Vec<String> = types
            .into_iter()
            .take(3)
            .map(|(name, count)| format!("{count} {}", name.to_lowercase().replace('_', " ")))
            .collect();
        // Writing to a string never fails.
        let _ = writeln!(out, "{} {total:>5} {bar} {}", week.monday, types.join(", "));
    }
    if weeks.is_empty() {
        out.push_str("no events\n");
    }
    out
}

/// Stacked bars, one for each week, that follow the light or dark of the page that they stand in.
pub fn svg(weeks: &[Week]) -> String {
    let most = weeks
        .iter()
        .map(Week::total)
        .max()
        .unwrap_or_default()
        .max(1) as f64;
    let (left, top, plot, step) = (44.0, 20.0, 240.0, 18.0);
    let types: Vec<EventType> = (1..).map_while(|n| EventType::try_from(n).ok()).collect();
    let name = |kind: &EventType| kind.as_str_name().trim_start_matches("EVENT_TYPE_");
    let shown: Vec<&EventType> = types
        .iter()
        .filter(|kind| {
            weeks
                .iter()
                .any(|w| w.counts.iter().any(|(n, _)| n == name(kind)))
        })
        .collect();
    let width = (left + step * weeks.len() as f64 + 20.0).max(620.0);
    let height = top + plot + 60.0 + 18.0 * shown.len().div_ceil(4) as f64;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"11\">\n\
         <style>text{{fill:#444}}.axis{{stroke:#bbb}}@media(prefers-color-scheme:dark){{text{{fill:#ccc}}.axis{{stroke:#555}}}}</style>\n\
         <title>Trade events by week of first report</title>\n\
         <line class=\"axis\" x1=\"{left}\" x2=\"{}\" y1=\"{base}\" y2=\"{base}\"/>\n\
         <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{most}</text>\n<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">0</text>\n",
        width - 10.0,
        left - 6.0,
        top + 4.0,
        left - 6.0,
        base = top + plot,
    );
    for (i, week) in weeks.iter().enumerate() {
        let x = left + 4.0 + step * i as f64;
        let mut y = top + plot;
        for (kind, color) in types.iter().zip(COLORS) {
            let Some((_, count)) = week.counts.iter().find(|(n, _)| n == name(kind)) else {
                continue;
            };
            let tall = *count as f64 / most * plot;
            y -= tall;
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y:.2}\" width=\"{}\" height=\"{tall:.2}\" fill=\"{color}\"><title>{}: {count} {}</title></rect>",
                step - 4.0,
                week.monday,
                name(kind).to_lowercase().replace('_', " "),
            );
        }
        // A label for every fourth week: days do not fit closer.
        if i % 4 == 0 {
            let _ = writeln!(
                out,
                "<text x=\"{x}\" y=\"{}\">{}</text>",
                top + plot + 16.0,
                week.monday
            );
        }
    }
    for (i, kind) in shown.iter().enumerate() {
        let (x, y) = (
            left + 145.0 * (i % 4) as f64,
            top + plot + 40.0 + 18.0 * (i / 4) as f64,
        );
        let color = types
            .iter()
            .position(|t| t == *kind)
            .and_then(|at| COLORS.get(at));
        let label = name(kind).to_lowercase().replace('_', " ");
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{}\"/><text x=\"{}\" y=\"{y}\">{label}</text>",
            y - 9.0,
            color.unwrap_or(&"#888"),
            x + 15.0
        );
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(group: &str, day: &str, count: u64) -> EventCount {
        EventCount {
            group: group.into(),
            first_day: Some(day.into()),
            count,
        }
    }

    #[test]
    fn weeks_without_events_are_shown_as_such() {
        let counts = [
            count("EVENT_TYPE_TARIFF", "2031-05-05", 2),
            count("EVENT_TYPE_DISPUTE", "2031-05-05", 1),
            count("EVENT_TYPE_TARIFF", "2031-05-19", 1),
        ];
        let weeks = weeks(&counts);
        let lines: Vec<String> = bars(&weeks).lines().map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "2031-05-05     3 \u{2588}\u{2588}\u{2588} 2 tariff, 1 dispute",
                "2031-05-12     0  ",
                "2031-05-19     1 \u{2588} 1 tariff"
            ]
        );
        let picture = svg(&weeks);
        assert_eq!(picture.matches("<title>2031-").count(), 3);
    }

    #[test]
    fn bars_of_many_events_fit_and_the_smallest_is_seen() {
        let counts = [
            count("EVENT_TYPE_TARIFF", "2031-05-05", 9000),
            count("EVENT_TYPE_TARIFF", "2031-05-12", 1),
        ];
        let out = bars(&weeks(&counts));
        let lengths: Vec<usize> = out.lines().map(|l| l.matches('\u{2588}').count()).collect();
        assert_eq!(lengths, [60, 1]);
        assert_eq!(bars(&[]), "no events\n");
    }
}
