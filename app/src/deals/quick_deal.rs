//! «+ Быстрая сделка»: three fields, and the deal is there (S0.51-S0.55).

use super::api::create_deal;
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::{Intent, typed_since},
    pages::{Record, loaded},
    record::{CustomDraft, CustomInputs, checked_custom},
    session::viewer,
    table::dom,
    told,
    ui::{Dialog, Icon, Later, MoneyField, SelectField, TextField, Toasts},
};
use domain::{
    deals::{DealCard, DealClient, NewDeal, TITLE_LIMIT, checked_title, currencies},
    error::{AppError, FieldIssue, Problem},
    fields::FieldValues,
    ids::{ClientId, StageId},
    money::{Currency, Money},
    users::Viewer,
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
    pub(super) currency: RwSignal<Currency>,
    custom: CustomDraft,
    stage: RwSignal<String>,
    pub(super) error: RwSignal<Option<ApiError>>,
    pub(super) busy: RwSignal<bool>,
    intent: Intent<NewDeal>,
    company: Currency,
}

impl QuickDealPlace {
    /// A closed dialog; the first stage is chosen.
    pub fn new() -> Self {
        let viewer = viewer();
        let company = viewer.workspace.currency;
        QuickDealPlace {
            open: RwSignal::new(false),
            column: RwSignal::new(None),
            client: RwSignal::new(None),
            title: RwSignal::default(),
            budget: RwSignal::default(),
            currency: RwSignal::new(company),
            custom: CustomDraft::new(&viewer.deal_fields),
            stage: RwSignal::new(first_stage(&viewer)),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            intent: Intent::new(),
            company,
        }
    }

    /// Opens the dialog for this client. What was typed for another one is given up with it.
    pub fn ask(self, client: DealClient) {
        if self.client_id().is_some_and(|before| before != client.id) {
            self.clear();
            self.stage.set(first_stage(&viewer()));
        }
        self.client.set(Some(client));
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
        // There is no room for them on top of a column: what is not seen is not sent, and not refused.
        self.custom.clear();
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

    fn client_id(self) -> Option<ClientId> {
        self.client.with_untracked(|client| client.as_ref().map(|client| client.id))
    }

    /// The currencies that the budget can be in.
    pub(super) fn currencies(self) -> Vec<Currency> {
        currencies(self.company, self.company)
    }

    fn checked(self, viewer: &Viewer) -> Result<NewDeal, AppError> {
        let new = draft(&self.title.get_untracked(), &self.budget.get_untracked(), self.currency.get_untracked());
        let custom = checked_custom(&viewer.deal_fields, &self.custom.typed(), viewer.workspace.text_limit);
        let (new, custom) = match (new, custom) {
            (Ok(new), Ok(custom)) => (new, custom),
            (new, custom) => {
                let broken = [new.err(), custom.err()].into_iter().flatten().flatten();
                return Err(AppError::Invalid(broken.collect()));
            }
        };
        let client = self.client_id();
        Ok(NewDeal { client, stage: self.stage.get_untracked().parse::<StageId>().ok(), custom, ..new })
    }

    /// Forgets what was typed: it is saved, or given up.
    pub(super) fn clear(self) {
        self.intent.done();
        self.title.set(String::new());
        self.budget.set(String::new());
        self.currency.set(self.company);
        self.custom.clear();
        self.error.set(None);
    }

    /// Forgets what was sent, unless the dialog is another client's by now; the next deal may be half typed already.
    fn sent(self, client: Option<ClientId>, (title, budget): (String, String)) {
        if self.column.with_untracked(Option::is_none) && self.client_id() != client {
            return;
        }
        let (title, budget) =
            (typed_since(&self.title.get_untracked(), &title), typed_since(&self.budget.get_untracked(), &budget));
        self.clear();
        self.title.set(title);
        self.budget.set(budget);
        self.open.set(false);
    }

    pub(super) fn problem(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| told::of_field(error.as_ref(), field)))
    }

    /// Shows what was refused, and leads to the first field that is wrong.
    fn refuse(self, error: ApiError) {
        let ids = if self.column.with_untracked(Option::is_some) { IN_COLUMN } else { IN_DIALOG };
        if let ApiError::App(AppError::Invalid(issues)) = &error
            && let Some(issue) = issues.first()
        {
            match issue.field.as_str() {
                "title" => dom::focus(ids.0),
                "budget" => dom::focus(ids.1),
                custom => dom::focus(&format!("{CUSTOM}-{custom}")),
            }
        }
        self.error.set(Some(error));
    }

    /// Sends what was typed; `done` gets the client, if there is one, and the new deal.
    pub(super) fn submit(self, done: Callback<(Option<ClientId>, DealCard)>) {
        if self.busy.get_untracked() {
            return;
        }
        let new = match self.checked(&viewer()) {
            Ok(new) => new,
            Err(error) => return self.refuse(error.into()),
        };
        let request = self.intent.request(&new);
        let typed = (self.title.get_untracked(), self.budget.get_untracked());
        self.busy.set(true);
        spawn_local(async move {
            let client = new.client;
            let answer = create_deal(request, new).await;
            // Whoever has left the page has nothing to be shown.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(deal) => {
                    self.sent(client, typed);
                    done.try_run((client, deal));
                }
                Err(error) => self.refuse(error),
            }
        });
    }
}

/// Ids of the fields «Наименование» and «Бюджет» in the dialog.
const IN_DIALOG: (&str, &str) = ("qd-title", "qd-budget");
/// What ids of custom fields begin with in the dialog.
const CUSTOM: &str = "qd";
/// The ids of title and budget on top of a column.
pub(super) const IN_COLUMN: (&str, &str) = ("qa-title", "qa-budget");

impl Default for QuickDealPlace {
    fn default() -> Self {
        QuickDealPlace::new()
    }
}

fn first_stage(viewer: &Viewer) -> String {
    viewer.stages.first().map(|stage| stage.id.to_string()).unwrap_or_default()
}

/// What was typed as a deal, or every broken rule.
fn draft(title: &str, budget: &str, currency: Currency) -> Result<NewDeal, Vec<FieldIssue>> {
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
    let currency = Some(currency);
    let new = NewDeal { title, client: None, budget: amount, currency, stage: None, owner: None, custom };
    if issues.is_empty() { Ok(new) } else { Err(issues) }
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
    let added = Callback::new(move |added| {
        done.run(added);
        toasts.say(t("quick_deal.added"));
    });
    let submit = Callback::new(move |()| place.submit(added));
    view! {
        <Dialog open=place.open title=t("quick_deal.title")>
            <QuickDealForm place submit/>
        </Dialog>
    }
}

#[component]
fn QuickDealForm(place: QuickDealPlace, submit: Callback<()>) -> impl IntoView {
    let viewer = viewer();
    let stages = viewer.stages.iter().map(|stage| (stage.id.to_string(), stage.name.clone())).collect::<Vec<_>>();
    Effect::new(|_| dom::focus(IN_DIALOG.0));
    let whose = move || {
        let name = place.client.with(|client| client.as_ref().and_then(|client| client.name.clone()))?;
        Some(view! { <p class="muted">{ta("quick_deal.of_client", &[("name", &name)])}</p> })
    };
    view! {
        <form novalidate on:submit=move |event| { event.prevent_default(); submit.run(()) }
            on:keydown=move |event| if dom::saves(&event) { event.prevent_default(); submit.run(()) }>
            <div class="dbody">
                {move || place.error.with(|error| error.as_ref().and_then(told::beside_fields)).map(strip)}
                {whose}
                <TextField id=IN_DIALOG.0 label=t("quick_deal.name") value=place.title error=place.problem("title")
                    max=TITLE_LIMIT required=true autofocus=true/>
                <MoneyField id=IN_DIALOG.1 label=t("record.field.budget") amount=place.budget currency=place.currency
                    offered=place.currencies() error=place.problem("budget")/>
                <SelectField id="qd-stage" label=t("quick_deal.stage") value=place.stage options=stages
                    error=place.problem("stage")/>
                <CustomInputs draft=place.custom fields=viewer.deal_fields.clone() prefix=CUSTOM error=place.error/>
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
    fn a_budget_is_read_in_its_currency_and_may_be_left_out() {
        let sum = |new: NewDeal| (new.budget, new.currency);
        assert_eq!(draft("Поставка", "1 250,5", Currency::RUB).map(sum), Ok((Some(125_050), Some(Currency::RUB))));
        assert_eq!(draft("Поставка", " ", Currency::RUB).map(|new| new.budget), Ok(None));
    }

    #[test]
    fn every_broken_rule_is_named() {
        let issues = draft("", "много", Currency::UZS).expect_err("refused");
        let fields: Vec<_> = issues.iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(fields, ["title", "budget"]);
        assert!(draft("Поставка", "-5", Currency::UZS).is_err());
    }
}
