//! The open board: its data, and what people do to it. A move is shown at once and taken back when it is refused (R24).

use super::{
    api::{board_totals, list_column, move_deal, news_of_deals, open_board},
    board_drag::{Held, card_of},
    board_filter::Narrowing,
    board_look::BoardLook,
    board_model::{BoardModel, Moved},
    board_waiting::{Answered, Waiting},
    quick_deal::QuickDealPlace,
};
use crate::{
    api_error::{ApiError, ApiResult},
    browser,
    drag::Copy as FlyingCopy,
    i18n::t,
    patience,
    session::viewer,
    told,
    ui::Toasts,
};
use chrono::{DateTime, Utc};
use domain::{
    deals::{BoardNews, Deal, DealCard},
    error::{AppError, ConflictKind},
    filter::Page,
    ids::{DealId, RequestId, StageId},
    live::LiveNews,
    pipelines::Stage,
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

/// More deals than these are not asked about one by one: everything is looked at.
const MANY: usize = 500;

/// The open board.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    /// Its data.
    pub model: RwSignal<BoardModel>,
    /// How it looks.
    pub look: BoardLook,
    /// The stage that a phone shows.
    pub shown: RwSignal<Option<StageId>>,
    /// The card whose menu is open.
    pub menu: RwSignal<Option<DealId>>,
    /// The dialog for a new deal.
    pub quick: QuickDealPlace,
    /// The card in the air.
    pub held: RwSignal<Option<Held>>,
    /// What is said of dragging to whoever listens to the page.
    pub said: RwSignal<String>,
    /// Cards whose moves the server has not answered yet. Until they are all answered, its totals are older than what is
    /// shown.
    pub waiting: RwSignal<Waiting>,
    /// How often the person has changed a card here.
    deeds: StoredValue<u32>,
    /// What is searched and filtered.
    pub narrowing: Narrowing,
    /// When the page was made.
    now: DateTime<Utc>,
    /// The stages that the page knows.
    known: StoredValue<Vec<Stage>>,
    /// Whether somebody has changed the stages since the page was made.
    pub outdated: RwSignal<bool>,
    /// How many cards of each stage are in sight or above it: so many are shown again when everything is looked at anew.
    pub reach: StoredValue<BTreeMap<StageId, usize>>,
    /// News that were not asked about yet.
    heard: StoredValue<LiveNews>,
    /// Whether an answer about news is awaited, or the pause before it is asked for again.
    asking: StoredValue<bool>,
    /// How often in a row the news could not be had.
    failed: StoredValue<u32>,
    pub(super) toasts: Toasts,
    /// Said after a move, when there is no page around to ask for the language.
    moved_words: StoredValue<String>,
}

impl BoardState {
    /// A board just read.
    pub fn new(model: BoardModel, narrowing: Narrowing) -> Self {
        let shown = narrowing.first_stage(&model);
        let viewer = viewer();
        // They may have changed while another screen was open.
        let outdated = !model.has_stages(&viewer.stages);
        let lacks = RwSignal::new(0u32);
        let board = BoardState {
            model: RwSignal::new(model),
            look: BoardLook::new(Callback::new(move |()| lacks.update(|lacks| *lacks += 1))),
            shown: RwSignal::new(shown),
            menu: RwSignal::new(None),
            quick: QuickDealPlace::new(),
            held: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            waiting: RwSignal::new(Waiting::default()),
            deeds: StoredValue::new(0),
            narrowing,
            now: viewer.now,
            known: StoredValue::new(viewer.stages.clone()),
            outdated: RwSignal::new(outdated),
            reach: StoredValue::default(),
            heard: StoredValue::default(),
            asking: StoredValue::new(false),
            failed: StoredValue::new(0),
            toasts: Toasts::get(),
            moved_words: StoredValue::new(t("board.moved")),
        };
        Effect::new(move |_| {
            if lacks.get() > 0 {
                board.hear(LiveNews::everything());
            }
        });
        board
    }

    /// Moves a deal to a place of a stage, or to the top of another one.
    pub fn move_to(self, id: DealId, to: (StageId, Option<usize>)) {
        self.send(id, to, None);
    }

    /// A move that takes an earlier one back has no way back of its own.
    pub(super) fn send(self, id: DealId, to: (StageId, Option<usize>), undoes: Option<RequestId>) {
        if self.model.with_untracked(|model| model.column(to.0).is_none()) {
            // Deleted since the page was made: the same words as the server's.
            return self.toasts.complain(told::error(&AppError::Conflict(ConflictKind::StageGone).into()));
        }
        let Some(moved) = self.model.try_update(|model| model.apply_move(id, to, self.now)).flatten() else { return };
        self.touch();
        let request = browser::new_request();
        self.waiting.update(|waiting| waiting.begin(&moved.card));
        spawn_local(async move {
            let answer = move_deal(request, id, moved.to, moved.slot, undoes).await;
            self.arrive(moved, answer, undoes.is_none().then_some(request)).await;
        });
    }

    async fn arrive(self, moved: Moved, outcome: ApiResult<Deal>, undoable: Option<RequestId>) {
        self.touch();
        let id = moved.card.id;
        let answered = self.waiting.try_update(|waiting| waiting.end(id, outcome.as_ref().ok())).flatten();
        // Moved again meanwhile: the last answer places it.
        let doubtful = answered.map(|Answered { card, doubtful }| {
            self.place(card, outcome.is_err());
            doubtful
        });
        match outcome {
            Ok(deal) => {
                if let Some(act) = undoable {
                    self.say_moved(&deal, moved, act);
                }
            }
            Err(error) => self.toasts.complain(told::error(&error)),
        }
        match doubtful {
            // What did not answer may have been done, and what others did meanwhile was passed over.
            Some(true) => self.hear(LiveNews { deals: vec![id], ..LiveNews::default() }),
            Some(false) => self.settle(id).await,
            None => {}
        }
    }

    /// Shows a card where the server has it. If it was refused, it flies there from where it was shown.
    fn place(self, card: DealCard, refused: bool) {
        let id = card.id;
        let copy = card_of(id).filter(|_| refused).and_then(|card| FlyingCopy::over(&card));
        self.model.try_update(|model| model.correct(card));
        if let Some(copy) = copy {
            copy.fly(move || Some(card_of(id)?.get_bounding_client_rect()));
        }
    }

    /// Whether every move was answered.
    pub(super) fn is_settled(self) -> bool {
        self.waiting.try_with_untracked(Waiting::is_empty) == Some(true)
    }

    /// Whether totals that were asked for then are of the cards that are shown now. If not, whatever was done here since
    /// asks for its own.
    fn is_untouched_since(self, deeds: Option<u32>) -> bool {
        self.is_settled() && self.deeds.try_get_value() == deeds
    }

    fn touch(self) {
        self.deeds.try_update_value(|deeds| *deeds += 1);
    }

    /// Moves a deal back to where it came from, if it is still where it was moved to; says whether it is.
    fn undo(self, moved: &Moved, act: RequestId) -> bool {
        let (id, back) = (moved.card.id, moved.card.stage);
        let place = self.model.try_with_untracked(|model| {
            let (stage, _) = model.place(id)?;
            (stage == moved.to).then(|| model.place_of(back, id, moved.from))
        });
        match place.flatten() {
            Some(place) => self.send(id, (back, Some(place)), Some(act)),
            None if self.narrowing.hides(self.model, id) => self.undo_hidden(moved.clone(), act),
            None => return false,
        }
        true
    }

    fn say_moved(self, deal: &Deal, moved: Moved, act: RequestId) {
        let Some(words) = self.moved_words.try_get_value() else { return };
        let undo = Callback::new(move |()| self.undo(&moved, act));
        let stage =
            self.model.try_with_untracked(|model| model.column(deal.stage).map(|column| column.stage.name.clone()));
        let stage = stage.flatten().unwrap_or_default();
        let text = words.replace("{title}", &deal.title).replace("{stage}", &stage);
        self.toasts.say_with_undo(text, undo);
    }

    pub(super) async fn ask_totals(self) {
        let question = self.narrowing.question();
        let deeds = self.deeds.try_get_value();
        // What is shown stays as it is when they cannot be fetched: it was right when it was computed.
        if let Ok(totals) = board_totals(question.filter()).await
            && question.is_current()
            && self.is_untouched_since(deeds)
        {
            self.model.try_update(|model| model.set_totals(totals));
        }
    }

    /// Hears what others changed: asks what became of deals and of those whose client is named on a card, one question at a
    /// time. Where the board was refused, the person asks for it again.
    pub fn hear(self, news: LiveNews) {
        let of_clients = self.model.try_with_untracked(|model| model.told_by_clients(&news)).unwrap_or_default();
        let mut of_deals = LiveNews { clients: Vec::new(), all_clients: false, ..news };
        of_deals.add(LiveNews { deals: of_clients, ..LiveNews::default() });
        if of_deals.is_empty() || self.narrowing.is_refused() {
            return;
        }
        self.heard.try_update_value(|heard| heard.add(of_deals));
        if self.asking.try_get_value() == Some(false) {
            self.asking.set_value(true);
            spawn_local(self.ask_news());
        }
    }

    async fn ask_news(self) {
        while let Some(heard) = self.heard.try_update_value(std::mem::take).filter(|heard| !heard.is_empty()) {
            if self.narrowing.keeps_for_later(&heard) {
                break;
            }
            let everything = heard.all || heard.deals.len() > MANY;
            let asked = if everything { self.begin_anew().await } else { self.take_news(heard.deals).await };
            match asked {
                Ok(()) => drop(self.failed.try_set_value(0)),
                Err(ApiError::App(AppError::NotSignedIn)) => {}
                Err(error) => {
                    let failed = self.failed.try_get_value().unwrap_or_default();
                    let Some(pause) = patience::after_error(&error, failed) else {
                        self.narrowing.problem.try_set(Some(error));
                        break;
                    };
                    self.failed.try_set_value(failed.saturating_add(1));
                    // What was missed is not known any more: everything is looked at, as soon as that works.
                    let again = move || {
                        self.asking.try_set_value(false);
                        self.hear(LiveNews::everything());
                    };
                    set_timeout(again, pause);
                    return;
                }
            }
        }
        self.asking.try_set_value(false);
    }

    async fn begin_anew(self) -> ApiResult<()> {
        let question = self.narrowing.question();
        let board = open_board(question.filter()).await?;
        if !question.is_current() {
            // The board of another filter is on its way, and it is newer than these news.
            return Ok(());
        }
        let mut fresh = BoardModel::from(board);
        self.compare_stages(&fresh);
        for (stage, reach) in self.reach.try_get_value().unwrap_or_default() {
            // As deep as one has scrolled, so that nobody is thrown back to the top.
            while let Some(after) = fresh.next_within(stage, reach) {
                let page = list_column(stage, question.filter(), Page { after: Some(after), size: Page::MAX }).await?;
                fresh.join_page(stage, page);
            }
        }
        if !question.is_current() {
            return Ok(());
        }
        let own = self.waiting.try_update_untracked(|waiting| waiting.pass_over(|_| true)).unwrap_or_default();
        self.model.try_update(|shown| {
            // Own moves stay where they were put: those on their way, and those that were answered while this was read.
            let is_own = |card: &&DealCard| {
                own.contains(&card.id) || fresh.card(card.id).is_some_and(|read| read.version < card.version)
            };
            let kept: Vec<DealCard> = shown.cards().filter(is_own).cloned().collect();
            let ids: Vec<DealId> = kept.iter().map(|card| card.id).collect();
            fresh.take_news(&ids, kept);
            *shown = fresh;
        });
        Ok(())
    }

    /// Names and colours of stages are data of the page: only a new page has the new ones. It is only offered, for what is
    /// being typed into this one must not be lost.
    pub(super) fn compare_stages(self, fresh: &BoardModel) {
        if self.known.try_with_value(|known| fresh.has_stages(known)) == Some(false) {
            self.outdated.try_set(true);
        }
    }

    async fn take_news(self, ids: Vec<DealId>) -> ApiResult<()> {
        let question = self.narrowing.question();
        let deeds = self.deeds.try_get_value();
        let BoardNews { cards, totals } = news_of_deals(ids.clone(), question.filter()).await?;
        if !question.is_current() {
            return Ok(());
        }
        // Own moves on their way place their cards themselves.
        let own = self.waiting.try_update_untracked(|waiting| waiting.pass_over(|id| ids.contains(&id)));
        let own = own.unwrap_or_default();
        let ids: Vec<DealId> = ids.into_iter().filter(|id| !own.contains(id)).collect();
        let cards = cards.into_iter().filter(|card| !own.contains(&card.id)).collect();
        let untouched = self.is_untouched_since(deeds);
        self.model.try_update(|model| {
            model.take_news(&ids, cards);
            if untouched {
                model.set_totals(totals);
            }
        });
        Ok(())
    }

    /// Says that somebody took the held card off the board meanwhile.
    pub fn say_gone(self) {
        self.toasts.complain(t("board.drag_gone"));
    }

    /// Takes over what the card above the board changed.
    pub fn take_over(self, deal: &Deal) {
        self.touch();
        self.waiting.update_untracked(|waiting| waiting.learn(deal));
        self.model.update(|model| model.refresh(deal));
        spawn_local(self.settle(deal.id));
    }

    /// Puts a new deal on top of its stage.
    pub fn add(self, deal: DealCard) {
        if self.narrowing.is_narrowed() {
            spawn_local(self.add_if_it_fits(deal.id));
            return;
        }
        self.touch();
        self.model.update(|model| model.add(deal));
        spawn_local(self.ask_totals());
    }

    /// Fetches the next page of a column.
    pub fn fetch(self, stage: StageId, busy: RwSignal<bool>) {
        let next = self.model.with_untracked(|model| model.column(stage).and_then(|column| column.next.clone()));
        let Some(after) = next.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let question = self.narrowing.question();
        spawn_local(async move {
            match list_column(stage, question.filter(), Page { after: Some(after), ..Page::first() }).await {
                Ok(_) if !question.is_current() => {}
                Ok(page) => drop(self.model.try_update(|model| model.join_page(stage, page))),
                Err(error) => self.toasts.complain(told::error(&error)),
            }
            busy.try_set(false);
        });
    }
}
