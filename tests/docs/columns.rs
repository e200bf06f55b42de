//! The columns of exported tables.

use std::fmt::Write;

use tradewire::export::{EVENTS, GDELT, PLOVER, STATEMENTS};

#[test]
fn the_page_on_export_lists_every_column() {
    for table in [EVENTS, STATEMENTS, GDELT, PLOVER] {
        let mut expected = String::from("\n| column | kind | meaning |\n|---|---|---|\n");
        for column in table.columns {
            let kind = column.kind.name();
            writeln!(
                expected,
                "| `{}` | {kind} | {} |",
                column.name, column.meaning
            )
            .unwrap();
        }
        expected.push('\n');
        super::check_generated("docs/export.md", table.name, &expected);
    }
}
