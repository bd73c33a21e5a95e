//! The board under a filter: it follows its address, and every question that it asks carries the filter. An answer to a
//! question under another filter is dropped.

use super::{
    api::{get_deal, news_of_deals, open_board},
    board_model::{BoardModel, Moved},
    board_state::BoardState,
};
use crate::{api_error::ApiError, filters::Terms, i18n::t, table::ListState, told};
use domain::{
    deals::DealCard,
    filter::Filter,
    ids::{DealId, RequestId, StageId},
    live::LiveNews,
};
use leptos::{prelude::*, task::spawn_local};

/// What the board is narrowed to.
#[derive(Clone, Copy)]
pub(super) struct Narrowing {
    /// What the cards answer.
    shown: RwSignal<ListState>,
    /// What was last asked for.
    asked: StoredValue<ListState>,
    terms: StoredValue<Terms>,
    /// Counts what was asked for.
    turn: StoredValue<u32>,
    /// Whether the cards of another filter are on their way.
    pub loading: RwSignal<bool>,
    /// Why they did not come.
    pub problem: RwSignal<Option<ApiError>>,
    /// News that came while they were: they may have been read before.
    meanwhile: StoredValue<LiveNews>,
}

/// A question that carries the filter.
pub(super) struct Question {
    narrowing: Narrowing,
    turn: u32,
}

impl Question {
    /// What it asks for.
    pub fn filter(&self) -> Filter {
        self.narrowing.filter()
    }

    /// Whether nothing else was asked for since.
    pub fn is_current(&self) -> bool {
        self.narrowing.turn.try_get_value() == Some(self.turn)
    }
}

impl Narrowing {
    /// Of a board that is opened so.
    pub fn new(state: ListState, terms: Terms) -> Self {
        Narrowing {
            shown: RwSignal::new(state.clone()),
            asked: StoredValue::new(state),
            terms: StoredValue::new(terms),
            turn: StoredValue::new(0),
            loading: RwSignal::new(false),
            problem: RwSignal::new(None),
            meanwhile: StoredValue::default(),
        }
    }

    /// The first cards are asked for.
    pub fn begin(self, state: ListState) {
        self.asked.set_value(state.clone());
        self.shown.set(state);
    }

    /// The filter as of now; a board that is gone asks for nothing.
    pub fn filter(self) -> Filter {
        let filter = self.asked.try_with_value(|asked| self.terms.try_with_value(|terms| asked.filter(terms)));
        filter.flatten().unwrap_or(Filter::Nothing)
    }

    /// A question under the filter that was last asked for.
    pub fn question(self) -> Question {
        Question { narrowing: self, turn: self.turn.try_get_value().unwrap_or_default() }
    }

    /// Whether cards may be hidden.
    pub fn is_narrowed(self) -> bool {
        self.shown.try_with(ListState::is_narrowed).unwrap_or_default()
    }

    /// Whether the board was refused; the person asks for it again.
    pub fn is_refused(self) -> bool {
        self.problem.try_with_untracked(Option::is_some).unwrap_or_default()
    }

    /// Whether another filter was asked for than that of the cards that are shown.
    pub fn lags(self) -> bool {
        self.shown.with(|shown| self.asked.with_value(|asked| asked != shown))
    }

    /// Whether this stage is not among those asked for.
    pub fn leaves_out(self, stage: StageId) -> bool {
        self.shown.with(|shown| shown.filters.leaves_out(stage))
    }

    /// The first stage that is asked for: a phone shows it.
    pub fn first_stage(self, model: &BoardModel) -> Option<StageId> {
        let mut stages = model.columns.iter().map(|column| column.stage.id);
        self.shown.with_untracked(|shown| stages.find(|stage| !shown.filters.leaves_out(*stage)))
    }

    /// Whether a deal that is not on the board may be hidden by the filter.
    pub fn hides(self, model: RwSignal<BoardModel>, id: DealId) -> bool {
        self.is_narrowed() && model.try_with_untracked(|model| model.place(id).is_none()) == Some(true)
    }

    /// Keeps news until the cards on their way have come; says whether it does.
    pub fn keeps_for_later(self, news: &LiveNews) -> bool {
        let keeps = self.loading.try_get_untracked() == Some(true);
        if keeps {
            self.meanwhile.try_update_value(|kept| kept.add(news.clone()));
        }
        keeps
    }
}

impl BoardState {
    /// Follows the address; the old cards stay until the new ones come.
    pub fn follow(self, state: ListState) {
        if self.narrowing.asked.with_value(|asked| *asked != state) {
            self.load(state);
        }
    }

    /// Asks for the board as it is under this filter, again if need be.
    pub fn load(self, state: ListState) {
        let Narrowing { shown, asked, turn, loading, problem, meanwhile, .. } = self.narrowing;
        asked.set_value(state.clone());
        turn.update_value(|turn| *turn += 1);
        let question = self.narrowing.question();
        loading.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = open_board(question.filter()).await;
            if !question.is_current() {
                return;
            }
            loading.set(false);
            match answer {
                Ok(board) => {
                    let fresh = BoardModel::from(board);
                    self.compare_stages(&fresh);
                    shown.set(state);
                    self.model.set(fresh);
                    self.show_a_stage_that_is_asked_for();
                }
                Err(error) => problem.set(Some(error)),
            }
            self.hear(meanwhile.try_update_value(std::mem::take).unwrap_or_default());
        });
    }

    fn show_a_stage_that_is_asked_for(self) {
        let left_out = self
            .shown
            .get_untracked()
            .is_some_and(|stage| self.narrowing.shown.with_untracked(|shown| shown.filters.leaves_out(stage)));
        if left_out {
            let first = self.model.with_untracked(|model| self.narrowing.first_stage(model));
            self.shown.set(first.or(self.shown.get_untracked()));
        }
    }

    /// After a change of one's own: the totals as the server knows them, and whether the card still fits the filter.
    pub async fn settle(self, id: DealId) {
        if self.narrowing.is_narrowed() {
            self.hear(LiveNews { deals: vec![id], ..LiveNews::default() });
        } else if self.is_settled() {
            self.ask_totals().await;
        }
    }

    /// A new deal stands on the board if it fits the filter; if not, that is said.
    pub async fn add_if_it_fits(self, id: DealId) {
        let question = self.narrowing.question();
        match news_of_deals(vec![id], question.filter()).await {
            Ok(_) if !question.is_current() => {}
            Ok(news) if news.cards.is_empty() => self.toasts.say(t("filters.hidden")),
            Ok(news) => {
                self.model.try_update(|model| {
                    model.take_news(&[id], news.cards);
                    model.set_totals(news.totals);
                });
            }
            Err(error) => self.toasts.complain(told::error(&error)),
        }
    }

    /// Takes back a move after which the filter hides the card, if the deal is still where it was moved to.
    pub fn undo_hidden(self, moved: Moved, act: RequestId) {
        spawn_local(async move {
            match get_deal(moved.card.id).await {
                Ok(deal) if deal.stage == moved.to => {
                    let (id, back) = (deal.id, moved.card.stage);
                    let card =
                        DealCard { stage: deal.stage, position: deal.position, version: deal.version, ..moved.card };
                    let place = self.model.try_update(|model| {
                        model.add(card);
                        model.place_of(back, id, moved.from)
                    });
                    if let Some(place) = place {
                        self.send(id, (back, Some(place)), Some(act));
                    }
                }
                Ok(_) => self.toasts.complain(t("ui.undo_too_late")),
                Err(error) => self.toasts.complain(told::error(&error)),
            }
        });
    }
}
