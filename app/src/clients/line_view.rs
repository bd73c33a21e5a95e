//! Lines of the table as they are drawn: a client, a deal under it, and what stands between.

use super::{client_lines::Line, client_list::ClientList};
use crate::{
    deals::{
        brief::{BriefPlace, StagePill},
        quick_deal::QuickDealPlace,
    },
    i18n::{t, ta, tn},
    routes,
    table::{
        Col, TableCx,
        cell::{begin, cell, owner},
    },
    ui::{Elements, Icon},
};
use domain::{
    clients::ClientRow,
    columns::{BuiltinColumn, Column},
    deals::{DealCard, DealClient},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What lines act on.
#[derive(Clone, Copy)]
pub struct LineCx {
    /// The rows.
    pub list: ClientList,
    /// Columns and people.
    pub table: StoredValue<TableCx>,
    /// Where the brief card is shown.
    pub brief: BriefPlace,
    /// The quick deal's dialog.
    pub quick: QuickDealPlace,
}

/// One line.
pub fn line(line: Line, cx: LineCx) -> AnyView {
    match line {
        Line::Client(row) => client(&row, cx),
        Line::Deal(_, deal, last) => deal_line(deal, last, cx),
        Line::Waiting(_) => under(view! { <span class="sk w9"></span> }.into_any(), false, cx),
        Line::NextClients => next_clients(cx),
        Line::NoDeals(_) => under(view! { <span class="muted">{t("clients.no_deals")}</span> }.into_any(), true, cx),
        Line::Failed(client) => {
            let again = move |_| cx.list.load_deals(client);
            let text = view! { <button class="link bad" on:click=again>{t("clients.deals_failed")}</button> };
            under(text.into_any(), false, cx)
        }
        Line::More(client, left) => {
            let further = move |_| cx.list.load_deals(client);
            under(
                view! { <button class="link" on:click=further>{tn("clients.more_deals", left)}</button> }.into_any(),
                false,
                cx,
            )
        }
        Line::Quick(client) => {
            let name = move || {
                cx.list.rows.with_untracked(|rows| rows.iter().find(|row| row.id == client).map(|row| row.name.clone()))
            };
            let ask = move |_| cx.quick.ask(DealClient { id: client, name: name() });
            let text = view! {
                <button class="link hstack" on:click=ask><Icon name="plus"/>{t("quick_deal.title")}</button>
            };
            under(text.into_any(), true, cx)
        }
    }
}

fn client(row: &Arc<ClientRow>, cx: LineCx) -> AnyView {
    cx.table.with_value(|table| {
        let (mut line, id) = (Elements::with_room(table.width()), row.id);
        line.open("tr").follow("aria-rowindex", move || cx.list.row_index(id));
        folding(&mut line, row, cx);
        table.columns.iter().for_each(|col| cell(&mut line, col, row, table));
        line.open("td").class("c-fill").close().close();
        line.into_any()
    })
}

/// Appends the cell of «+» and «−».
fn folding(out: &mut Elements, row: &ClientRow, cx: LineCx) {
    let id = row.id;
    let open = move || cx.list.unfolded.with(|unfolded| unfolded.contains_key(&id));
    let toggle = move |_| {
        cx.brief.hide();
        cx.list.toggle(id);
    };
    out.open("td").class("c-tg").open("button").class("tg");
    out.attr("aria-label", ta("clients.deals_of", &[("name", &row.name)]));
    out.follow("aria-expanded", move || Some(open().to_string())).on_click(toggle).close().close();
}

fn deal_line(deal: Arc<DealCard>, last: bool, cx: LineCx) -> AnyView {
    let class = if last { "deal last" } else { "deal" };
    let cells = cx.table.with_value(|table| {
        // What is told of a deal beside its name and owner stands in the columns that follow, whichever these are.
        let mut told = [Told::Stage, Told::Budget].into_iter();
        table.columns.iter().map(|col| deal_cell(col, (&deal, &mut told), table, cx)).collect::<Vec<_>>()
    });
    view! { <tr class=class><td class="c-tg"></td>{cells}<td class="c-fill"></td></tr> }.into_any()
}

/// What a deal's line says in columns that are not its own.
enum Told {
    Stage,
    Budget,
}

fn deal_cell(
    col: &Col,
    (deal, told): (&Arc<DealCard>, &mut impl Iterator<Item = Told>),
    table: &TableCx,
    cx: LineCx,
) -> AnyView {
    let mut out = Elements::default();
    match col.column {
        Column::Builtin(BuiltinColumn::Name) => deal_name(&mut out, deal, col),
        Column::Builtin(BuiltinColumn::Owner) => owner(&mut out, col, deal.owner, table),
        Column::Builtin(_) | Column::Custom(_) => match told.next() {
            Some(Told::Stage) => {
                let pin = col.pin.clone();
                return view! { <td class=col.class data-pin=pin><StagePill deal=deal.clone() place=cx.brief/></td> }
                    .into_any();
            }
            Some(Told::Budget) => {
                let budget = deal.money().map(|money| money.format(table.lang)).unwrap_or_default();
                begin(&mut out, col, " sum num").text(budget).close();
            }
            None => {
                begin(&mut out, col, "").close();
            }
        },
    }
    out.into_any()
}

fn deal_name(out: &mut Elements, deal: &DealCard, col: &Col) {
    begin(out, col, "").open("span").class("in");
    out.open("span").class("soft num").text(format_args!("№\u{a0}{}", deal.number)).close();
    out.open("a").class("cut").attr("href", routes::deal(deal.id)).text(&deal.title).close().close().close();
}

/// A line of one text, in the first column and as wide as what follows it leaves.
fn under(inside: AnyView, last: bool, cx: LineCx) -> AnyView {
    let class = if last { "deal last" } else { "deal" };
    let (pin, rest) = first_and_rest(cx);
    view! {
        <tr class=class>
            <td class="c-tg"></td><td class="c-name" data-pin=pin><span class="in">{inside}</span></td><td colspan=rest></td>
        </tr>
    }
    .into_any()
}

/// Whether the first column stays in sight, and how many cells come after it.
fn first_and_rest(cx: LineCx) -> (Option<String>, String) {
    cx.table.with_value(|table| {
        let pin = table.columns.first().and_then(|col| col.pin.clone());
        (pin, (table.width() - 2).to_string())
    })
}

fn next_clients(cx: LineCx) -> AnyView {
    let (pin, rest) = first_and_rest(cx);
    view! {
        <tr>
            <td class="c-tg"></td><td class="c-name" data-pin=pin><span class="sk"></span></td>
            <td colspan=rest><span class="sk w3"></span></td>
        </tr>
    }
    .into_any()
}
