//! The table «Клиенты» itself: its scrolling, its window and the dialogs of its lines.

use super::{
    client_lines::{self, Line},
    client_list::ClientList,
    line_view::{LineCx, line},
};
use crate::{
    browser,
    deals::{
        brief::{Brief, BriefPlace},
        quick_deal::{QuickDeal, QuickDealPlace},
    },
    i18n::t,
    routes,
    session::{may, viewer},
    table::{ListState, TableCx, dom, header::Header, window::Scrolled},
};
use domain::{access::Right, deals::DealCard, filter::Count, ids::ClientId};
use leptos::{html, prelude::*};

/// What the browser measured of the table, and how far it is scrolled.
#[derive(Clone, Copy)]
struct Scroll {
    wrap: NodeRef<html::Div>,
    at: RwSignal<Scrolled>,
    sideways: RwSignal<bool>,
}

impl Scroll {
    fn new() -> Self {
        Scroll { wrap: NodeRef::new(), at: RwSignal::new(Scrolled::default()), sideways: RwSignal::new(false) }
    }

    fn measure(self) {
        if let Some(wrap) = self.wrap.get_untracked() {
            self.at.set(dom::measured(&wrap));
            self.sideways.set(wrap.scroll_left() > 0);
        }
    }

    /// From the first moment, and after each change of the window's size.
    fn follow(self) {
        Effect::new(move |_| {
            if self.wrap.get().is_some() {
                self.measure();
            }
            let resized = window_event_listener(leptos::ev::resize, move |_| self.measure());
            on_cleanup(move || resized.remove());
        });
    }
}

/// The table, its brief card and its quick deal.
#[component]
pub fn ClientTable(list: ClientList, state: Signal<ListState>) -> impl IntoView {
    let table = TableCx::of_clients(viewer());
    let cx = LineCx {
        list,
        table: StoredValue::new(table.clone()),
        brief: BriefPlace::default(),
        quick: QuickDealPlace::new(),
    };
    let quick = may(Right::CreateDeals);
    let lines = Memo::new_with_compare(
        move |_| {
            let more = list.next.with(Option::is_some);
            list.rows.with(|rows| list.unfolded.with(|unfolded| client_lines::lines(rows, unfolded, quick, more)))
        },
        |_, _| true,
    );
    let scroll = Scroll::new();
    scroll.follow();
    let window = Memo::new(move |_| scroll.at.get().window(lines.with(Vec::len)));
    load_when_near_the_end(list, lines, scroll);
    return_to_top(list, scroll);
    let on_scroll = move |_| {
        cx.brief.hide();
        scroll.measure();
    };
    let row_count = move || match list.count.get() {
        Some(Count::Exact(count)) => (count + 1).to_string(),
        _ => "-1".to_owned(),
    };
    let seen = move || lines.with(|lines| lines.get(window.get()).unwrap_or_default().to_vec());
    let (above, below) = (
        Signal::derive(move || window.get().start),
        Signal::derive(move || lines.with(Vec::len).saturating_sub(window.get().end)),
    );
    let done = Callback::new(move |(client, deal): (Option<ClientId>, DealCard)| {
        if let Some(client) = client {
            list.put_deal(client, deal);
        }
    });
    view! {
        <div class="tablewrap" node_ref=scroll.wrap on:scroll=on_scroll tabindex="0" role="region"
            aria-label=t("nav.clients") data-scrolled=move || scroll.sideways.get().then_some("")>
            <table class="grid fold" aria-rowcount=row_count aria-busy=move || list.stale.get().then_some("true")>
                <Header cx=table state root=routes::CLIENTS/>
                <tbody class:stale=move || list.stale.get()>
                    <Gap lines=above scroll cx/>
                    <For each=seen key=Line::key children=move |one| line(one, cx)/>
                    <Gap lines=below scroll cx/>
                </tbody>
            </table>
        </div>
        <Brief place=cx.brief/>
        <QuickDeal place=cx.quick done/>
    }
}

/// Room for lines that are not drawn; its height is set by script, for there are none before scripts run.
#[component]
fn Gap(lines: Signal<usize>, scroll: Scroll, cx: LineCx) -> impl IntoView {
    let cell = NodeRef::<html::Td>::new();
    Effect::new(move |_| {
        let height = lines.get() as f64 * scroll.at.with(|at| at.line);
        if let Some(cell) = cell.get() {
            browser::set_style(&cell, "height", &format!("{height}px"));
        }
    });
    let width = cx.table.with_value(TableCx::width);
    view! { <tr class="gap" aria-hidden="true"><td colspan=width.to_string() node_ref=cell></td></tr> }
}

fn load_when_near_the_end(list: ClientList, lines: Memo<Vec<Line>>, scroll: Scroll) {
    Effect::new(move |_| {
        if scroll.at.get().wants_more(lines.with(Vec::len)) {
            list.load_more();
        }
    });
}

/// Another list, or a new client on top, is looked at from its beginning.
fn return_to_top(list: ClientList, scroll: Scroll) {
    Effect::new(move |before: Option<u32>| {
        let now = list.begun_anew.get();
        if before.is_some_and(|before| before != now)
            && let Some(wrap) = scroll.wrap.get_untracked()
        {
            wrap.set_scroll_top(0);
            scroll.measure();
        }
        now
    });
}
