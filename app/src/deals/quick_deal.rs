//! «+ Быстрая сделка»: three fields, and the deal is there (S0.51-S0.55).

use super::api::create_deal;
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::Intent,
    pages::{Record, record},
    session::viewer,
    table::dom,
    told,
    ui::{Dialog, Icon, Later, SelectField, TextField, Toasts},
};
use domain::{
    deals::{DealCard, NewDeal, TITLE_LIMIT, checked_title},
    error::{AppError, FieldIssue, Problem},
    fields::FieldValues,
    ids::{ClientId, StageId},
    money::{Currency, Money},
};
use leptos::{prelude::*, task::spawn_local};

/// The dialog's own state: for whom it is open, and what was typed.
#[derive(Clone, Copy)]
pub struct QuickDealPlace {
    open: RwSignal<bool>,
    client: RwSignal<Option<ClientId>>,
    title: RwSignal<String>,
    budget: RwSignal<String>,
    stage: RwSignal<String>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    intent: Intent<NewDeal>,
}

impl QuickDealPlace {
    /// A closed dialog; the first stage is chosen.
    pub fn new() -> Self {
        let first = viewer().stages.first().map(|stage| stage.id.to_string());
        QuickDealPlace {
            open: RwSignal::new(false),
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
        self.client.set(Some(client));
        self.error.set(None);
        self.open.set(true);
    }

    /// Opens the dialog for a deal of this stage that has no client yet.
    pub fn ask_at(self, stage: StageId) {
        self.client.set(None);
        self.stage.set(stage.to_string());
        self.error.set(None);
        self.open.set(true);
    }

    fn draft(self, currency: Currency) -> Result<NewDeal, AppError> {
        draft(&self.title.get_untracked(), &self.budget.get_untracked(), currency).map(|new| NewDeal {
            client: self.client.get_untracked(),
            stage: self.stage.get_untracked().parse::<StageId>().ok(),
            ..new
        })
    }

    fn close(self) {
        self.intent.done();
        self.title.set(String::new());
        self.budget.set(String::new());
        self.error.set(None);
        self.open.set(false);
    }

    fn problem(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| told::of_field(error.as_ref(), field)))
    }

    fn refuse(self, error: ApiError) {
        let first = if told::of_field(Some(&error), "title").is_some() { "qd-title" } else { "qd-budget" };
        self.error.set(Some(error));
        dom::focus(first);
    }
}

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
    view! { <Later open=place.open dialog=move || record(Record::QuickDeal(place, done))/> }
}

/// The dialog's content.
#[component]
pub fn Dialogue(place: QuickDealPlace, done: Callback<(Option<ClientId>, DealCard)>) -> impl IntoView {
    let toasts = Toasts::get();
    let said = t("quick_deal.added");
    let currency = viewer().workspace.currency;
    let submit = Callback::new(move |()| {
        if place.busy.get_untracked() {
            return;
        }
        match place.draft(currency) {
            Ok(new) => save(place, new, done, (toasts, said.clone())),
            Err(error) => place.refuse(error.into()),
        }
    });
    view! {
        <Dialog open=place.open title=t("quick_deal.title")>
            <QuickDealForm place submit currency/>
        </Dialog>
    }
}

fn save(
    place: QuickDealPlace,
    new: NewDeal,
    done: Callback<(Option<ClientId>, DealCard)>,
    (toasts, said): (Toasts, String),
) {
    let request = place.intent.request(&new);
    place.busy.set(true);
    spawn_local(async move {
        let client = new.client;
        let answer = create_deal(request, new).await;
        place.busy.set(false);
        match answer {
            Ok(deal) => {
                place.close();
                done.run((client, deal));
                toasts.say(said);
            }
            Err(error) => place.refuse(error),
        }
    });
}

#[component]
fn QuickDealForm(place: QuickDealPlace, submit: Callback<()>, currency: Currency) -> impl IntoView {
    let stages = viewer().stages.into_iter().map(|stage| (stage.id.to_string(), stage.name)).collect::<Vec<_>>();
    let symbol = currency.symbol_in(crate::i18n::lang());
    Effect::new(|_| dom::focus("qd-title"));
    view! {
        <form novalidate on:submit=move |event| { event.prevent_default(); submit.run(()) }
            on:keydown=move |event| if dom::saves(&event) { event.prevent_default(); submit.run(()) }>
            <div class="dbody">
                {move || place.error.with(|error| error.as_ref().and_then(told::beside_fields)).map(strip)}
                <TextField id="qd-title" label=t("quick_deal.name") value=place.title error=place.problem("title")
                    max=TITLE_LIMIT required=true autofocus=true/>
                <TextField id="qd-budget" label=ta("quick_deal.budget", &[("symbol", symbol)]) value=place.budget
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
