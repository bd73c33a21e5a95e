//! The list of deals as a table: its rows, its scrolling, its window.

use super::{
    api::{list_deals, total_deals},
    list_cells::line,
};
use crate::{
    api_error::ApiResult,
    i18n::t,
    pages::{Record, loaded},
    routes,
    table::{
        Layout, ListState, RowList, TableCx,
        column::shown_columns,
        column_menu::{ColumnDeeds, MenuPlace},
        dom,
        header::{HeadCx, Header},
        news::Concern,
        rows::Listed,
        scroll::{Gap, Scroll},
    },
    ui::Later,
};
use domain::{
    columns::Table,
    deals::{DealRow, DealTotals},
    filter::{ListQuery, Rows},
    ids::DealId,
    live::LiveNews,
};
use leptos::prelude::*;
use std::{future::Future, sync::Arc};

impl Listed for DealRow {
    type Id = DealId;
    type Total = DealTotals;

    fn id(&self) -> DealId {
        self.id
    }

    fn page(query: ListQuery) -> impl Future<Output = ApiResult<Rows<Self>>> {
        list_deals(query)
    }

    fn total(query: ListQuery) -> impl Future<Output = ApiResult<DealTotals>> {
        total_deals(query)
    }

    /// Money is summed by the server alone.
    fn total_of(_rows: &[Arc<Self>]) -> Option<DealTotals> {
        None
    }

    /// A deal's row names its client.
    fn concern(news: &LiveNews, rows: &[Arc<Self>]) -> Concern<DealId> {
        let named = |row: &&Arc<Self>| row.client.as_ref().is_some_and(|client| news.clients.contains(&client.id));
        let of_clients = rows.iter().filter(named).map(|row| row.id);
        let ids = news.deals.iter().copied().chain(of_clients).collect();
        Concern { ids, others: None, all: news.all || news.all_clients }
    }
}

/// The list of deals.
pub(super) type DealList = RowList<DealRow>;

/// The table.
#[component]
pub(super) fn DealTable(list: DealList, state: Signal<ListState>, settings: RwSignal<bool>) -> impl IntoView {
    let layout = Layout::of(Table::Deals);
    let (columns, menu, scroll) = (shown_columns(layout), MenuPlace::new(), Scroll::new());
    scroll.follow();
    scroll.return_to_top(list.begun_anew);
    scroll.stay(list.begun_anew, move || list.rows.with(|rows| rows.iter().map(|row| row.id).collect()));
    scroll.near_the_end(move || list.rows.with(Vec::len), move || list.load_more());
    let deeds = ColumnDeeds { layout, state, root: routes::DEAL_LIST, place: menu, settings };
    let table = move || {
        let head = HeadCx { layout, state, root: routes::DEAL_LIST, menu };
        view! { <Grid list table=TableCx::new(columns.get(), 0) head scroll/> }
    };
    view! {
        <div class="tablewrap" node_ref=scroll.wrap on:scroll=move |_| scroll.measure() tabindex="0" role="region"
            aria-label=t("nav.deals") data-scrolled=move || scroll.sideways.get().then_some("")>
            {table}
        </div>
        <Later open=menu.asked dialog=move || loaded(Record::ColumnMenu(deeds))/>
    }
}

/// Head and lines; made anew when other columns are shown.
#[component]
fn Grid(list: DealList, table: TableCx, head: HeadCx, scroll: Scroll) -> impl IntoView {
    let window = Memo::new(move |_| scroll.at.get().window(list.rows.with(Vec::len)));
    let row_count = move || list.total.with(|total| total.as_ref().map_or(-1, |total| total.count + 1)).to_string();
    let seen = move || list.rows.with(|rows| rows.get(window.get()).unwrap_or_default().to_vec());
    let (above, below) = (
        Signal::derive(move || window.get().start),
        Signal::derive(move || list.rows.with(Vec::len).saturating_sub(window.get().end)),
    );
    let width = table.width();
    let drawn = StoredValue::new(table.clone());
    // A client may change its name, which is no change of the deal.
    let key = |row: &Arc<DealRow>| (row.id, row.version, row.client.clone());
    view! {
        <table class="grid" data-table=head.layout.table.key() aria-rowcount=row_count aria-busy=move || list.stale.get().then_some("true")
            on:mouseover=|event| dom::tell_whole(&event) on:click=|event| dom::open_row(&event)>
            <Header cx=table head/>
            <tbody class:stale=move || list.stale.get()>
                <Gap lines=above scroll width/>
                <For each=seen key=key children=move |row| drawn.with_value(|table| line(&row, list, table))/>
                <Gap lines=below scroll width/>
            </tbody>
        </table>
    }
}
