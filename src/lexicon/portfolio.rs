//! What ministries, departments and their heads are called everywhere, and how offices with their years are written.

use super::entry::Role;
use super::form::{Case, RawForm};

/// Forms of the bodies that look after a subject: "commerce ministry", "Department of Commerce".
pub(super) fn bodies(subject: &str) -> Vec<RawForm> {
    let any = |form: String| RawForm {
        form,
        case: Some(Case::Any),
        weak: false,
    };
    // "finance department" in small letters is as often a company's.
    let capital = |form: String| RawForm {
        form,
        case: Some(Case::Capital),
        weak: false,
    };
    let title = capitalised(subject);
    vec![
        any(format!("{subject} ministry")),
        any(format!("ministry of {subject}")),
        any(format!("ministry for {subject}")),
        any(format!("ministry of the {subject}")),
        capital(format!("{title} Department")),
        capital(format!("Department of {title}")),
        capital(format!("Department for {title}")),
        capital(format!("Department of the {title}")),
    ]
}

/// Titles of those who head it, each with its other wordings: "commerce minister", "minister of commerce".
pub(super) fn titles(subject: &str) -> Vec<(String, Vec<RawForm>)> {
    let ranks = [
        ("", "minister"),
        ("", "secretary"),
        ("deputy ", "minister"),
        ("deputy ", "secretary"),
        ("vice ", "minister"),
        ("assistant ", "minister"),
        ("assistant ", "secretary"),
        ("", "undersecretary"),
        ("", "under secretary"),
    ];
    let title = |(lead, holder)| {
        let wordings = ["of", "for", "of the", "for the"]
            .map(|link| format!("{lead}{holder} {link} {subject}"));
        (
            format!("{lead}{subject} {holder}"),
            wordings.iter().map(|w| RawForm::from(w.as_str())).collect(),
        )
    };
    ranks.map(title).into()
}

fn capitalised(subject: &str) -> String {
    let small = ["and", "of", "the", "for"];
    let words = subject
        .split(' ')
        .map(|word| match word.split_at_checked(1) {
            Some((first, rest)) if !small.contains(&word) => first.to_uppercase() + rest,
            _ => word.to_owned(),
        });
    words.collect::<Vec<_>>().join(" ")
}

/// Reads the offices of a person: "president 2017-2021, 2025-", "finance minister of DE 2021-2025", "trade envoy".
pub(super) fn roles(text: &str, affiliation: Option<&str>) -> Result<Vec<Role>, String> {
    let years_at = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    let (head, years) = text.split_at(years_at);
    let (title, of) = match head.trim().rsplit_once(" of ") {
        Some((title, of)) if !of.is_empty() && !of.contains(' ') && is_id(of) => (title, Some(of)),
        _ => (head.trim(), affiliation),
    };
    if title.is_empty() {
        return Err(format!("`{text}` has no title"));
    }
    let role = |from, until| Role {
        title: title.to_owned(),
        of: of.map(str::to_owned),
        from,
        until,
    };
    if years.is_empty() {
        return Ok(vec![role(None, None)]);
    }
    let year = |digits: &str| match digits.parse::<u16>() {
        Ok(year) if digits.len() == 4 => Ok(year),
        _ => Err(format!("`{text}`: `{digits}` is no year")),
    };
    let span = |part: &str| match part.trim().split_once('-') {
        None => year(part.trim()).map(|y| role(Some(y), Some(y))),
        Some((from, "")) => year(from).map(|y| role(Some(y), None)),
        Some((from, until)) => match (year(from)?, year(until)?) {
            (from, until) if from <= until => Ok(role(Some(from), Some(until))),
            _ => Err(format!("`{text}`: `{part}` ends before it begins")),
        },
    };
    years.split(',').map(span).collect()
}

/// Ids of countries and blocs are capitals; those of organizations have a hyphen or are given as `of` of the person.
fn is_id(word: &str) -> bool {
    word.contains('-')
        || word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        || word == "wto"
        || word == "imf"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_with_years_and_places() {
        let roles = roles("president 2017-2021, 2025-", Some("US")).unwrap_or_default();
        let years: Vec<_> = roles.iter().map(|r| (r.from, r.until)).collect();
        assert_eq!(years, [(Some(2017), Some(2021)), (Some(2025), None)]);
        assert!(
            roles
                .iter()
                .all(|r| r.title == "president" && r.of.as_deref() == Some("US"))
        );
    }

    #[test]
    fn an_office_elsewhere_names_its_actor() {
        let role = &roles("finance minister of DE 2021", Some("imf")).unwrap_or_default()[0];
        assert_eq!(
            (role.title.as_str(), role.of.as_deref()),
            ("finance minister", Some("DE"))
        );
        let role = &roles("secretary of state", Some("US")).unwrap_or_default()[0];
        assert_eq!(
            (role.title.as_str(), role.of.as_deref()),
            ("secretary of state", Some("US"))
        );
    }

    #[test]
    fn impossible_years_are_errors() {
        for bad in [
            "2017-2021",
            "president 2021-2017",
            "president 17-21",
            "president 2017-x",
        ] {
            assert!(roles(bad, None).is_err(), "{bad}");
        }
    }
}
