//! The open board: its data, and what people do to it. A move is shown at once and taken back when it is refused (R24).

use super::{
    api::{board_totals, list_column, move_deal},
    board_model::{BoardModel, Moved},
    quick_deal::QuickDealPlace,
};
use crate::{api_error::ApiResult, browser, i18n::t, routes, session::viewer, told, ui::Toasts};
use chrono::{DateTime, Utc};
use domain::{
    deals::{Deal, DealCard},
    filter::Page,
    ids::{DealId, StageId},
};
use leptos::{prelude::*, task::spawn_local};

/// The open board.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    /// Its data.
    pub model: RwSignal<BoardModel>,
    /// The stage that a phone shows.
    pub shown: RwSignal<Option<StageId>>,
    /// The card whose menu is open.
    pub menu: RwSignal<Option<DealId>>,
    /// The dialog for a new deal.
    pub quick: QuickDealPlace,
    /// Moves on their way: until they arrive, the server's totals are older than what is shown.
    moving: StoredValue<u32>,
    /// When the page was made.
    now: DateTime<Utc>,
    toasts: Toasts,
    words: StoredValue<Words>,
}

/// Words said after a move, when there is no page around to ask for the language.
#[derive(Clone)]
struct Words {
    moved: String,
    open: String,
}

impl BoardState {
    /// A board just read.
    pub fn new(model: BoardModel) -> Self {
        let shown = model.columns.first().map(|column| column.stage.id);
        BoardState {
            model: RwSignal::new(model),
            shown: RwSignal::new(shown),
            menu: RwSignal::new(None),
            quick: QuickDealPlace::new(),
            moving: StoredValue::new(0),
            now: viewer().now,
            toasts: Toasts::get(),
            words: StoredValue::new(Words { moved: t("board.moved"), open: t("board.open") }),
        }
    }

    /// Moves a deal to the top of a stage.
    pub fn move_to(self, id: DealId, to: StageId) {
        let Some(moved) = self.model.try_update(|model| model.apply_move(id, to, self.now)).flatten() else { return };
        let request = browser::new_request();
        self.moving.update_value(|moving| *moving += 1);
        spawn_local(async move {
            self.arrive(moved, move_deal(request, id, to).await);
            let left = self.moving.try_update_value(|moving| {
                *moving -= 1;
                *moving
            });
            if left == Some(0) {
                self.ask_totals().await;
            }
        });
    }

    fn arrive(self, moved: Moved, outcome: ApiResult<Deal>) {
        match outcome {
            Ok(deal) => {
                self.model.try_update(|model| model.refresh(&deal));
                self.say_moved(&deal);
            }
            Err(error) => {
                self.model.try_update(|model| model.revert(moved));
                self.toasts.complain(told::error(&error));
            }
        }
    }

    fn say_moved(self, deal: &Deal) {
        let Some(words) = self.words.try_get_value() else { return };
        let stage =
            self.model.try_with_untracked(|model| model.column(deal.stage).map(|column| column.stage.name.clone()));
        let stage = stage.flatten().unwrap_or_default();
        let text = words.moved.replace("{title}", &deal.title).replace("{stage}", &stage);
        self.toasts.say_with_link(text, routes::deal(deal.id), words.open);
    }

    async fn ask_totals(self) {
        // What is shown stays as it is when they cannot be fetched: it was right when it was computed.
        if let Ok(totals) = board_totals().await
            && self.moving.try_get_value() == Some(0)
        {
            self.model.try_update(|model| model.set_totals(totals));
        }
    }

    /// Takes over what the card above the board changed.
    pub fn take_over(self, deal: &Deal) {
        self.model.update(|model| model.refresh(deal));
        spawn_local(self.ask_totals());
    }

    /// Puts a new deal on top of its stage.
    pub fn add(self, deal: DealCard) {
        self.model.update(|model| model.add(deal));
        spawn_local(self.ask_totals());
    }

    /// Fetches the next page of a column.
    pub fn fetch(self, stage: StageId, busy: RwSignal<bool>) {
        let next = self.model.with_untracked(|model| model.column(stage).and_then(|column| column.next.clone()));
        let Some(after) = next.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match list_column(stage, Page { after: Some(after), ..Page::first() }).await {
                Ok(page) => drop(self.model.try_update(|model| model.join_page(stage, page))),
                Err(error) => self.toasts.complain(told::error(&error)),
            }
            busy.try_set(false);
        });
    }
}
