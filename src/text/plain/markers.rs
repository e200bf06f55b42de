//! Bullets, numbers and columns that set a line apart.

/// Length in bytes of the bullet or number at the start of a line, with the space after it.
pub(super) fn bullet(content: &str) -> Option<usize> {
    let head = symbol(content).or_else(|| number(content))?;
    let rest = &content[head..];
    let space = rest.len() - rest.trim_start().len();
    (space > 0 && space < rest.len()).then_some(head + space)
}

/// Length of a bullet sign.
fn symbol(content: &str) -> Option<usize> {
    let c = content.chars().next()?;
    let is_symbol = matches!(
        c,
        '-' | '*'
            | '+'
            | '•'
            | '·'
            | '∙'
            | '‣'
            | '◦'
            | '○'
            | '●'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '◆'
            | '◇'
            | '►'
            | '▶'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '–'
            | '—'
            | '\u{f0b7}'
    );
    is_symbol.then(|| c.len_utf8())
}

/// Length of "1.", "12)", "(3)", "a)", "(b)", "(iv)".
fn number(content: &str) -> Option<usize> {
    let inner = content.strip_prefix('(').unwrap_or(content);
    let bracket = content.len() - inner.len();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let letters = inner.bytes().take_while(u8::is_ascii_lowercase).count();
    let roman = inner
        .bytes()
        .take_while(|byte| b"ivx".contains(byte))
        .count();
    let close = |length: usize| inner.as_bytes().get(length).copied();
    match (digits, letters) {
        // A point makes a number only of one or two digits: "1987. " ends a sentence.
        (1..=2, _)
            if close(digits) == Some(b')') || bracket == 0 && close(digits) == Some(b'.') =>
        {
            Some(bracket + digits + 1)
        }
        (_, 1) if close(1) == Some(b')') => Some(bracket + 2),
        (_, 2..=4) if roman == letters && close(letters) == Some(b')') => {
            Some(bracket + letters + 1)
        }
        _ => None,
    }
}

/// Whether a line has the columns of a table: two bars, or a gap of a tab or of three spaces.
pub(super) fn is_tabular(content: &str) -> bool {
    content.contains('\t') || content.contains("   ") || is_barred(content)
}

fn is_barred(content: &str) -> bool {
    content.matches('|').nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::{bullet, is_tabular};

    #[test]
    fn bullets_and_numbers_begin_items() {
        for line in [
            "- Tin",
            "* Tin",
            "• Tin",
            "1. Tin",
            "12) Tin",
            "(3) Tin",
            "a) Tin",
            "(b) Tin",
            "(iv)  Tin",
        ] {
            let length = bullet(line);
            assert_eq!(
                length.and_then(|length| line.get(length..)),
                Some("Tin"),
                "{line}"
            );
        }
    }

    #[test]
    fn years_initials_and_signed_figures_do_not() {
        for line in [
            "1987. Tin",
            "A. Tin",
            "-5 percent",
            "-",
            "• ",
            "(AP) Tin",
            "3.5 million",
            "mix) Tin",
            "(see below) Tin",
        ] {
            assert_eq!(bullet(line), None, "{line}");
        }
    }

    #[test]
    fn columns_make_a_table() {
        assert!(is_tabular("Steel\t25"));
        assert!(is_tabular("Steel     25 pct"));
        assert!(is_tabular("| Steel | 25 |"));
        assert!(!is_tabular("By Ann Roe | Reuters"));
    }
}
