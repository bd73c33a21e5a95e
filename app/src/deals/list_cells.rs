//! Lines of the list of deals.

use super::list_table::DealList;
use crate::{
    format, routes,
    session::stage_name,
    table::{
        Col, TableCx,
        cell::{custom, moment, name, owner, text, void},
    },
};
use domain::{
    columns::{BuiltinColumn, Column},
    deals::DealRow,
};
use leptos::prelude::*;
use std::sync::Arc;

/// One deal.
pub(super) fn line(row: &Arc<DealRow>, list: DealList, cx: &TableCx) -> AnyView {
    let cells: Vec<_> = cx.columns.iter().map(|col| cell(col, row, cx)).collect();
    let id = row.id;
    view! { <tr aria-rowindex=move || list.row_index(id)>{cells}<td class="c-fill"></td></tr> }.into_any()
}

fn cell(col: &Col, row: &DealRow, cx: &TableCx) -> AnyView {
    match &col.column {
        Column::Builtin(BuiltinColumn::Number) => number(col, row),
        Column::Builtin(BuiltinColumn::Name) => name(col, routes::listed_deal(row.id), &row.title, None),
        Column::Builtin(BuiltinColumn::Client) => client(col, row),
        Column::Builtin(BuiltinColumn::Budget) => budget(col, row),
        Column::Builtin(BuiltinColumn::Stage) => stage(col, row),
        Column::Builtin(BuiltinColumn::Owner) => owner(row.owner, col, cx),
        Column::Builtin(BuiltinColumn::CreatedAt) => moment(row.created_at, col, cx),
        Column::Builtin(BuiltinColumn::UpdatedAt) => moment(row.updated_at, col, cx),
        Column::Custom(_) => custom(col, &row.custom, cx),
        // Columns of other tables.
        Column::Builtin(_) => void(col),
    }
}

fn number(col: &Col, row: &DealRow) -> AnyView {
    let number = row.number.to_string();
    view! { <td class=format!("{} soft", col.class) data-pin=col.pin.clone()>{number}</td> }.into_any()
}

/// The client's name leads to its card; a client that the viewer may not see is not named.
fn client(col: &Col, row: &DealRow) -> AnyView {
    let known = row.client.as_ref().and_then(|client| Some((routes::client(client.id), client.name.clone()?)));
    let Some((href, name)) = known else { return void(col) };
    view! { <td class=col.class data-pin=col.pin.clone()><a href=href>{name}</a></td> }.into_any()
}

fn budget(col: &Col, row: &DealRow) -> AnyView {
    match row.money() {
        Some(money) => text(col, format::money(money)),
        None => void(col),
    }
}

fn stage(col: &Col, row: &DealRow) -> AnyView {
    let name = stage_name(row.stage);
    view! {
        <td class=col.class data-pin=col.pin.clone()>
            <span class="pill" data-stage=row.stage.to_string()><i class="dot"></i><span>{name}</span></span>
        </td>
    }
    .into_any()
}
