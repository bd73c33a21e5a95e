//! Lines of the list of deals.

use super::list_table::DealList;
use crate::{
    format, routes,
    session::stage_name,
    table::{
        Col, TableCx,
        cell::{begin, custom, link, moment, name, owner, text, void},
    },
    ui::Elements,
};
use domain::{
    columns::{BuiltinColumn, Column},
    deals::DealRow,
};
use leptos::prelude::*;
use std::sync::Arc;

/// One deal.
pub(super) fn line(row: &Arc<DealRow>, list: DealList, cx: &TableCx) -> AnyView {
    let (mut line, id) = (Elements::with_room(cx.width()), row.id);
    line.open("tr").follow("aria-rowindex", move || list.row_index(id));
    cx.columns.iter().for_each(|col| cell(&mut line, col, row, cx));
    line.open("td").class("c-fill").close().close();
    line.into_any()
}

fn cell(out: &mut Elements, col: &Col, row: &DealRow, cx: &TableCx) {
    match &col.column {
        Column::Builtin(BuiltinColumn::Number) => number(out, col, row),
        Column::Builtin(BuiltinColumn::Name) => name(out, col, (&routes::listed_deal(row.id), &row.title), false),
        Column::Builtin(BuiltinColumn::Client) => client(out, col, row),
        Column::Builtin(BuiltinColumn::Budget) => budget(out, col, row),
        Column::Builtin(BuiltinColumn::Stage) => stage(out, col, row),
        Column::Builtin(BuiltinColumn::Owner) => owner(out, col, row.owner, cx),
        Column::Builtin(BuiltinColumn::CreatedAt) => moment(out, col, row.created_at, cx),
        Column::Builtin(BuiltinColumn::UpdatedAt) => moment(out, col, row.updated_at, cx),
        Column::Custom(_) => custom(out, col, &row.custom, cx),
        // Columns of other tables.
        Column::Builtin(_) => void(out, col),
    }
}

fn number(out: &mut Elements, col: &Col, row: &DealRow) {
    begin(out, col, " soft").text(format_args!("{}", row.number)).close();
}

/// The client's name leads to its card; a client that the viewer may not see is not named.
fn client(out: &mut Elements, col: &Col, row: &DealRow) {
    let known = row.client.as_ref().and_then(|client| Some((routes::client(client.id), client.name.as_deref()?)));
    let Some((href, name)) = known else { return void(out, col) };
    link(begin(out, col, ""), href, name).close();
}

fn budget(out: &mut Elements, col: &Col, row: &DealRow) {
    match row.money() {
        Some(money) => text(out, col, &format::money(money)),
        None => void(out, col),
    }
}

fn stage(out: &mut Elements, col: &Col, row: &DealRow) {
    begin(out, col, "").open("span").class("pill").attr("data-stage", format_args!("{}", row.stage));
    out.open("i").class("dot").close().open("span").text(stage_name(row.stage)).close().close().close();
}
