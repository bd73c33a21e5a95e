//! «+ Быстрая сделка»: three fields, and the deal is there (S0.51-S0.55).

use super::api::create_deal;
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::Intent,
    pages::{Record, loaded},
    session::viewer,
    table::dom,
    told,
    ui::{Dialog, Icon, Later, SelectField, TextField, Toasts},
};
use domain::{
    deals::{DealCard, DealClient, NewDeal, TITLE_LIMIT, checked_title},
    error::{AppError, FieldIssue, Problem},
    fields::FieldValues,
    ids::{ClientId, StageId},
    money::{Currency, Money},
};
use leptos::{prelude::*, task::spawn_local};

/// What was typed of a new deal, in the dialog or on top of a column of the board, and for whom it is.
#[derive(Clone, Copy)]
pub struct QuickDealPlace {
    open: RwSignal<bool>,
    /// The column that it is typed in.
    pub(super) column: RwSignal<Option<StageId>>,
    pub(super) client: RwSignal<Option<DealClient>>,
    pub(super) title: RwSignal<String>,
    pub(super) budget: RwSignal<String>,
    stage: RwSignal<String>,
    pub(super) error: RwSignal<Option<ApiError>>,
    pub(super) busy: RwSignal<bool>,
    intent: Intent<NewDeal>,
}

impl QuickDealPlace {
    /// A closed dialog; the first stage is chosen.
    pub fn new() -> Self {
        let first = viewer().stages.first().map(|stage| stage.id.to_string());
        QuickDealPlace {
            open: RwSignal::new(false),
            column: RwSignal::new(None),
            client: RwSignal::new(None),
            title: RwSignal::default(),
            budget: RwSignal::default(),
            stage: RwSignal::new(first.unwrap_or_default()),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            intent: Intent::new(),
        }
    }

    /// Opens the dialog for this client.
    pub fn ask(self, client: ClientId) {
        self.client.set(Some(DealClient { id: client, name: None }));
        self.begin();
        self.open.set(true);
    }

    /// Opens the dialog for a deal of this stage that has no client yet.
    pub fn ask_at(self, stage: StageId) {
        self.client.set(None);
        self.stage.set(stage.to_string());
        self.begin();
        self.open.set(true);
    }

    /// Opens the fields on top of a column, or closes them there.
    pub(super) fn toggle_in(self, stage: StageId) {
        if self.column.get_untracked() == Some(stage) {
            return self.column.set(None);
        }
        self.client.set(None);
        self.stage.set(stage.to_string());
        self.begin();
        self.column.set(Some(stage));
    }

    /// Goes on with what was typed on top of a column in the dialog.
    pub(super) fn ask_for_more(self) {
        self.begin();
        self.open.set(true);
    }

    fn begin(self) {
        self.error.set(None);
        self.column.set(None);
    }

    fn draft(self, currency: Currency) -> Result<NewDeal, AppError> {
        draft(&self.title.get_untracked(), &self.budget.get_untracked(), currency).map(|new| NewDeal {
            client: self.client.with_untracked(|client| client.as_ref().map(|client| client.id)),
            stage: self.stage.get_untracked().parse::<StageId>().ok(),
            ..new
        })
    }

    /// Forgets what was typed: it is saved, or given up.
    pub(super) fn clear(self) {
        self.intent.done();
        self.title.set(String::new());
        self.budget.set(String::new());
        self.error.set(None);
    }

    pub(super) fn problem(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| told::of_field(error.as_ref(), field)))
    }

    /// Shows what was refused, and leads to the first field that is wrong.
    fn refuse(self, error: ApiError) {
        let ids = if self.column.with_untracked(Option::is_some) { IN_COLUMN } else { IN_DIALOG };
        let wrong = |field: &str| told::of_field(Some(&error), field).is_some();
        let first = [("title", ids.0), ("budget", ids.1)].into_iter().find(|(field, _)| wrong(field));
        self.error.set(Some(error));
        if let Some((_, id)) = first {
            dom::focus(id);
        }
    }

    /// Sends what was typed; `done` gets the client, if there is one, and the new deal.
    pub(super) fn submit(self, done: Callback<(Option<ClientId>, DealCard)>) {
        if self.busy.get_untracked() {
            return;
        }
        let new = match self.draft(viewer().workspace.currency) {
            Ok(new) => new,
            Err(error) => return self.refuse(error.into()),
        };
        let request = self.intent.request(&new);
        self.busy.set(true);
        spawn_local(async move {
            let client = new.client;
            let answer = create_deal(request, new).await;
            self.busy.try_set(false);
            match answer {
                Ok(deal) => {
                    self.clear();
                    done.try_run((client, deal));
                }
                Err(error) => self.refuse(error),
            }
        });
    }
}

/// Ids of the fields «Наименование» and «Бюджет» in the dialog.
const IN_DIALOG: (&str, &str) = ("qd-title", "qd-budget");
/// The same on top of a column.
pub(super) const IN_COLUMN: (&str, &str) = ("qa-title", "qa-budget");

impl Default for QuickDealPlace {
    fn default() -> Self {
        QuickDealPlace::new()
    }
}

/// What was typed as a deal, or every broken rule.
fn draft(title: &str, budget: &str, currency: Currency) -> Result<NewDeal, AppError> {
    let mut issues = Vec::new();
    let title = checked_title(title).map_err(|issue| issues.push(issue)).unwrap_or_default();
    let amount = match budget.trim() {
        "" => None,
        text => match Money::parse(text, currency) {
            Ok(money) if money.minor >= 0 => Some(money.minor),
            Ok(_) => refused(&mut issues, Problem::NotANumber),
            Err(error) => refused(&mut issues, error.into()),
        },
    };
    let custom = FieldValues::new();
    let new = NewDeal { title, client: None, budget: amount, currency: None, stage: None, owner: None, custom };
    if issues.is_empty() { Ok(new) } else { Err(AppError::Invalid(issues)) }
}

fn refused(issues: &mut Vec<FieldIssue>, problem: Problem) -> Option<i64> {
    issues.push(FieldIssue { field: "budget".into(), problem });
    None
}

/// The dialog; `done` gets the client, if it was asked for one, and the new deal.
#[component]
pub fn QuickDeal(place: QuickDealPlace, done: Callback<(Option<ClientId>, DealCard)>) -> impl IntoView {
    view! { <Later open=place.open dialog=move || loaded(Record::QuickDeal(place, done))/> }
}

/// The dialog's content.
#[component]
pub fn Dialogue(place: QuickDealPlace, done: Callback<(Option<ClientId>, DealCard)>) -> impl IntoView {
    let toasts = Toasts::get();
    let said = StoredValue::new(t("quick_deal.added"));
    let added = Callback::new(move |added| {
        place.open.set(false);
        done.run(added);
        toasts.say(said.get_value());
    });
    let submit = Callback::new(move |()| place.submit(added));
    view! {
        <Dialog open=place.open title=t("quick_deal.title")>
            <QuickDealForm place submit currency=viewer().workspace.currency/>
        </Dialog>
    }
}

#[component]
fn QuickDealForm(place: QuickDealPlace, submit: Callback<()>, currency: Currency) -> impl IntoView {
    let stages = viewer().stages.into_iter().map(|stage| (stage.id.to_string(), stage.name)).collect::<Vec<_>>();
    let symbol = currency.symbol_in(crate::i18n::lang());
    Effect::new(|_| dom::focus(IN_DIALOG.0));
    view! {
        <form novalidate on:submit=move |event| { event.prevent_default(); submit.run(()) }
            on:keydown=move |event| if dom::saves(&event) { event.prevent_default(); submit.run(()) }>
            <div class="dbody">
                {move || place.error.with(|error| error.as_ref().and_then(told::beside_fields)).map(strip)}
                <TextField id=IN_DIALOG.0 label=t("quick_deal.name") value=place.title error=place.problem("title")
                    max=TITLE_LIMIT required=true autofocus=true/>
                <TextField id=IN_DIALOG.1 label=ta("quick_deal.budget", &[("symbol", symbol)]) value=place.budget
                    error=place.problem("budget") kind="decimal"/>
                <SelectField id="qd-stage" label=t("quick_deal.stage") value=place.stage options=stages
                    error=place.problem("stage")/>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| place.open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary" aria-busy=move || place.busy.get().then_some("true")>{t("ui.add")}</button>
            </footer>
        </form>
    }
}

/// What failed as a whole, above the fields.
pub fn strip(text: String) -> impl IntoView {
    view! { <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{text}</span></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_read_in_the_companys_currency_and_may_be_left_out() {
        assert_eq!(draft("Поставка", "1 250,5", Currency::RUB).map(|new| new.budget), Ok(Some(125_050)));
        assert_eq!(draft("Поставка", " ", Currency::RUB).map(|new| new.budget), Ok(None));
    }

    #[test]
    fn every_broken_rule_is_named() {
        let Err(AppError::Invalid(issues)) = draft("", "много", Currency::UZS) else { panic!("refused") };
        let fields: Vec<_> = issues.iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(fields, ["title", "budget"]);
        assert!(draft("Поставка", "-5", Currency::UZS).is_err());
    }
}
