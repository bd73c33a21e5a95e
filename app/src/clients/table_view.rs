//! The table «Клиенты» itself: its scrolling, its window and the dialogs of its lines.

use super::{
    client_lines::{self, Line},
    client_list::ClientList,
    line_view::{LineCx, line},
};
use crate::{
    deals::{
        brief::BriefPlace,
        quick_deal::{QuickDeal, QuickDealPlace},
    },
    i18n::t,
    pages::{Record, loaded},
    routes,
    session::may,
    table::{
        Layout, ListState, TableCx,
        column::shown_columns,
        column_menu::{ColumnDeeds, MenuPlace},
        dom,
        header::{HeadCx, Header},
        scroll::{Gap, Scroll},
    },
    ui::{Drawn, Each, Later},
};
use domain::{access::Right, columns::Table, deals::DealCard, filter::Count, ids::ClientId};
use leptos::prelude::*;

/// Cells before the columns: the folding button.
const LEAD: usize = 1;

/// The table, its brief card and its quick deal.
#[component]
pub fn ClientTable(list: ClientList, state: Signal<ListState>, settings: RwSignal<bool>) -> impl IntoView {
    let layout = Layout::of(Table::Clients);
    let (columns, menu) = (shown_columns(layout), MenuPlace::new());
    let (brief, quick) = (BriefPlace::default(), QuickDealPlace::new());
    let adds = may(Right::CreateDeals);
    let lines = Memo::new_with_compare(
        move |_| {
            let more = list.next.with(Option::is_some);
            list.rows.with(|rows| list.unfolded.with(|unfolded| client_lines::lines(rows, unfolded, adds, more)))
        },
        |_, _| true,
    );
    let scroll = Scroll::new();
    scroll.follow();
    scroll.return_to_top(list.begun_anew);
    scroll.stay(list.begun_anew, move || lines.with(|lines| lines.iter().map(Line::place).collect()));
    scroll.near_the_end(move || lines.with(Vec::len), move || list.load_more());
    let on_scroll = move |_| {
        brief.hide();
        scroll.measure();
    };
    let table = move || {
        let table = TableCx::new(columns.get(), LEAD);
        let cx = LineCx { list, table: StoredValue::new(table.clone()), brief, quick };
        let head = HeadCx { layout, state, root: routes::CLIENTS, menu };
        view! { <Grid cx table head lines scroll/> }.into_any()
    };
    let done = Callback::new(move |(client, deal): (Option<ClientId>, DealCard)| {
        if let Some(client) = client {
            list.put_deal(client, deal);
        }
    });
    let deeds = ColumnDeeds { layout, state, root: routes::CLIENTS, place: menu, settings };
    view! {
        <div class="tablewrap" node_ref=scroll.wrap on:scroll=on_scroll tabindex="0" role="region"
            aria-label=t("nav.clients") data-scrolled=move || scroll.sideways.get().then_some("")>
            {table}
        </div>
        <Later open=menu.asked dialog=move || loaded(Record::ColumnMenu(deeds))/>
        <Later open=brief.asked dialog=move || loaded(Record::Brief(brief))/>
        <QuickDeal place=quick done/>
    }
}

/// Head and lines; made anew when other columns are shown.
#[component]
fn Grid(cx: LineCx, table: TableCx, head: HeadCx, lines: Memo<Vec<Line>>, scroll: Scroll) -> impl IntoView {
    let list = cx.list;
    let window = Memo::new(move |_| scroll.at.get().window(lines.with(Vec::len)));
    let row_count = move || match list.total.get() {
        Some(Count::Exact(count)) => (count + 1).to_string(),
        _ => "-1".to_owned(),
    };
    let drawn = move |one: &Line| {
        let one = one.clone();
        Drawn::new(one.key(), move || line(one.clone(), cx))
    };
    let seen = Signal::derive(move || {
        lines.with(|lines| lines.get(window.get()).unwrap_or_default().iter().map(drawn).collect::<Vec<_>>())
    });
    let (above, below) = (
        Signal::derive(move || window.get().start),
        Signal::derive(move || lines.with(Vec::len).saturating_sub(window.get().end)),
    );
    let width = table.width();
    view! {
        <table class="grid fold" data-table=head.layout.table.key() aria-rowcount=row_count aria-busy=move || list.stale.get().then_some("true")
            on:mouseover=|event| dom::tell_whole(&event) on:click=|event| dom::open_row(&event)>
            <Header cx=table head/>
            <tbody class:stale=move || list.stale.get()>
                <Gap lines=above scroll width/>
                <Each lines=seen/>
                <Gap lines=below scroll width/>
            </tbody>
        </table>
    }
}
