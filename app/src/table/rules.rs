//! Widths and pinned columns as one nonced block of rules: the content security policy forbids style attributes, and a block
//! that comes with the page shows no other widths first.

use super::{
    column::{Col, columns_of},
    layout::Layout,
};
use crate::ui::StyleBlock;
use domain::columns::Table;
use leptos::prelude::*;
use std::fmt::Write;

/// So much of the window stays for the columns that move, or only the first column is pinned.
const LEFT_OVER: u32 = 360;
/// A phone's window: only the first column stays in sight there.
const PHONE: u32 = 720;

/// The rules of all tables. They come with every page, whichever table is opened from it later.
#[component]
pub fn TableRules() -> impl IntoView {
    let layouts = [Table::Clients, Table::Deals].map(Layout::of);
    let text = Signal::derive(move || layouts.map(rules_of).concat());
    view! { <StyleBlock text/> }
}

fn rules_of(layout: Layout) -> String {
    let held = layout.held();
    let chosen = |col: &Col| match held {
        Some((column, width)) if column == col.column => Some(width),
        _ => layout.with(|layout| layout.width(col.column)),
    };
    rules(layout.table, &columns_of(layout), chosen)
}

/// The text: a chosen width for a header, which decides for its column, and the place of each pinned column but the first,
/// whose place is the same in every table.
fn rules(table: Table, columns: &[Col], chosen: impl Fn(&Col) -> Option<u16>) -> String {
    let mut text = String::new();
    let grid = format!(".grid[data-table=\"{}\"]", table.key());
    let mut left = 0;
    for (index, col) in columns.iter().enumerate() {
        let own = chosen(col);
        let width = own.unwrap_or(col.width);
        // Writing to a String cannot fail.
        if own.is_some() {
            let _ = write!(text, "{grid} th[data-col=\"{}\"]{{width:{width}px}}", col.key);
        }
        match &col.pin {
            Some(_) if index == 0 && own.is_some() => {
                let _ = write!(
                    text,
                    "@media(max-width:{PHONE}px){{{grid} th[data-pin=\"1\"]{{width:min({width}px,55vw)}}}}"
                );
            }
            Some(pin) if index > 0 => {
                let least = (left + u32::from(width) + LEFT_OVER).max(PHONE);
                let _ = write!(
                    text,
                    "{grid} [data-pin=\"{pin}\"]{{left:calc(var(--lead) + {left}px)}}\
                     @media(max-width:{least}px){{{grid} td[data-pin=\"{pin}\"]{{position:static}}{grid} th[data-pin=\"{pin}\"]{{left:auto}}}}"
                );
            }
            Some(_) | None => {}
        }
        left += u32::from(width);
    }
    if let Some(pin) = columns.iter().rev().find_map(|col| col.pin.as_ref()) {
        let _ =
            write!(text, "[data-scrolled] {grid} [data-pin=\"{pin}\"]{{border-right:1px solid var(--line-strong)}}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::columns::Column;

    fn columns(pinned: usize) -> Vec<Col> {
        let columns = Table::Clients.defaults(&[]);
        columns.into_iter().enumerate().map(|(index, column)| Col::sketch(column, index < pinned, index)).collect()
    }

    #[test]
    fn a_table_nobody_arranged_needs_hardly_any_rule() {
        let text = rules(Table::Clients, &columns(1), |_| None);
        assert!(!text.contains("data-col"), "{text}");
        assert!(text.len() < 150, "{text}");
    }

    #[test]
    fn a_chosen_width_is_a_rule_of_its_header() {
        let phone = columns(1)[1].column;
        let text = rules(Table::Clients, &columns(1), |col| (col.column == phone).then_some(333));
        assert_eq!(text.matches("data-col").count(), 1);
        assert!(text.contains(".grid[data-table=\"clients\"] th[data-col=\"phone\"]{width:333px}"), "{text}");
    }

    #[test]
    fn each_pinned_column_stands_behind_those_before_it() {
        let columns = columns(3);
        let text = rules(Table::Clients, &columns, |col| (col.column == columns[0].column).then_some(300));
        let (first, second) = (300, 300 + u32::from(columns[1].width));
        assert!(text.contains(&format!("[data-pin=\"2\"]{{left:calc(var(--lead) + {first}px)}}")), "{text}");
        assert!(text.contains(&format!("[data-pin=\"3\"]{{left:calc(var(--lead) + {second}px)}}")), "{text}");
        assert!(text.contains("[data-scrolled] .grid[data-table=\"clients\"] [data-pin=\"3\"]"), "{text}");
    }

    #[test]
    fn pinned_columns_leave_room_for_the_others_or_let_go() {
        let columns = columns(2);
        let text = rules(Table::Clients, &columns, |_| Some(1_000));
        assert!(
            text.contains("@media(max-width:2360px){.grid[data-table=\"clients\"] td[data-pin=\"2\"]{position:static}"),
            "{text}"
        );
    }

    #[test]
    fn a_key_can_close_no_rule() {
        for column in Table::Clients.all(&[]).into_iter().chain(Table::Deals.all(&[])) {
            let key = Column::key(&column);
            assert!(key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-'), "{key}");
        }
    }
}
