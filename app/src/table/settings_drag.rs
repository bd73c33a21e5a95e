//! Columns in the hand: taken by their dots, put anywhere among the shown ones; the table behind follows.

use super::settings_window::Arranging;
use crate::{
    browser::all,
    drag::{Deeds, Drag, HANDLE, Point, Step, focus_on},
    i18n::{t, ta},
};
use domain::columns::Column;
use leptos::prelude::*;
use web_sys::Element;

/// Dragging in the window.
pub(super) fn columns_drag(arranging: Arranging) -> Drag<Column> {
    Drag::new(Deeds {
        find,
        shown: line_of,
        scrolls: |_| all(".colset"),
        lift: Callback::new(move |(column, _)| {
            arranging.before.set_value(Some(arranging.columns()));
            arranging.held.set(Some(column));
            say_place(arranging, column);
        }),
        carry: Callback::new(move |(column, at)| put(arranging, column, place_at(column, at))),
        walk: Callback::new(move |(column, step)| {
            if let Some(to) = next_place(&arranging.columns(), column, step) {
                put(arranging, column, to);
            }
            say_place(arranging, column);
            focus_on(move || line_of(column), HANDLE);
        }),
        drop: Callback::new(move |column| {
            arranging.held.set(None);
            let columns = arranging.columns();
            if arranging.before.try_update_value(Option::take).flatten().is_some_and(|before| before != columns) {
                arranging.layout.choose_columns(columns);
            }
            focus_on(move || line_of(column), HANDLE);
        }),
        back: Callback::new(move |column| {
            if let Some(before) = arranging.before.try_update_value(Option::take).flatten() {
                arranging.preview(before);
            }
            arranging.held.set(None);
            arranging.said.set(t("table.column_back"));
            focus_on(move || line_of(column), HANDLE);
        }),
    })
}

/// One press of a line's buttons: kept at once.
pub(super) fn nudge(arranging: Arranging, column: Column, step: Step) {
    let columns = arranging.columns();
    if let Some(to) = next_place(&columns, column, step) {
        arranging.layout.choose_columns(moved(&columns, column, to));
        say_place(arranging, column);
        focus_on(move || line_of(column), step.button());
    }
}

/// Where one step leads; beyond the ends nowhere.
pub(super) fn next_place(columns: &[Column], column: Column, step: Step) -> Option<usize> {
    let place = columns.iter().position(|other| *other == column)?;
    match step {
        Step::Up => place.checked_sub(1),
        Step::Down => Some(place + 1).filter(|next| *next < columns.len()),
        Step::Left | Step::Right => None,
    }
}

fn put(arranging: Arranging, column: Column, to: usize) {
    let before = arranging.columns();
    let after = moved(&before, column, to);
    if after != before {
        arranging.preview(after);
    }
}

/// The columns with this one at another place; beyond the end is the end.
fn moved(columns: &[Column], column: Column, to: usize) -> Vec<Column> {
    let mut rest: Vec<Column> = columns.iter().copied().filter(|other| *other != column).collect();
    rest.insert(to.min(rest.len()), column);
    rest
}

fn say_place(arranging: Arranging, column: Column) {
    let columns = arranging.columns();
    if let Some(place) = columns.iter().position(|other| *other == column) {
        let (name, place, count) = (arranging.label(column), (place + 1).to_string(), columns.len().to_string());
        arranging.said.set(ta("table.column_at", &[("name", &name), ("place", &place), ("count", &count)]));
    }
}

/// The place among the other lines at this height.
fn place_at(column: Column, at: Point) -> usize {
    let above = |line: &Element| {
        let rect = line.get_bounding_client_rect();
        column_of(line) != Some(column) && rect.top() + rect.height() / 2.0 < at.y
    };
    all("[data-columns] > [data-column]").iter().filter(|line| above(line)).count()
}

fn find(element: &Element) -> Option<(Column, Element)> {
    let line = element.closest(".handle").ok().flatten()?.closest("[data-column]").ok().flatten()?;
    Some((column_of(&line)?, line))
}

fn column_of(line: &Element) -> Option<Column> {
    Column::from_key(&line.get_attribute("data-column")?)
}

pub(super) fn line_of(column: Column) -> Option<Element> {
    all(&format!("[data-column=\"{}\"]", column.key())).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::columns::Table;

    #[test]
    fn a_step_leads_to_the_next_place_and_nowhere_beyond_the_ends() {
        let columns = Table::Clients.all(&[]);
        let last = columns.len() - 1;
        assert_eq!(next_place(&columns, columns[1], Step::Up), Some(0));
        assert_eq!(next_place(&columns, columns[1], Step::Down), Some(2));
        assert_eq!(next_place(&columns, columns[0], Step::Up), None);
        assert_eq!(next_place(&columns, columns[last], Step::Down), None);
    }

    #[test]
    fn a_column_goes_to_any_place_and_the_others_keep_their_order() {
        let columns = Table::Clients.all(&[]);
        let count = columns.len();
        for from in 0..count {
            for to in 0..count + 2 {
                let after = moved(&columns, columns[from], to);
                assert_eq!(after.iter().position(|column| *column == columns[from]), Some(to.min(count - 1)));
                let others =
                    |all: &[Column]| all.iter().copied().filter(|other| *other != columns[from]).collect::<Vec<_>>();
                assert_eq!(others(&after), others(&columns));
            }
        }
    }
}
