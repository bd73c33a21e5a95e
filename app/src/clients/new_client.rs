//! «+ Добавить клиента»: the dialog, its saving, and what stays typed when saving fails (S0.2-S0.6).

use super::{
    api::create_client,
    new_client_fields::NewClientFields,
    new_client_model::{ClientDraft, Rules},
};
use crate::{
    api_error::ApiError,
    deals::quick_deal::strip,
    i18n::t,
    intent::Intent,
    record::{CustomDraft, CustomInputs},
    session::viewer,
    table::dom,
    told,
    ui::{Dialog, Toasts},
};
use domain::{
    clients::{Client, ClientKind, NameParts, NewClient},
    error::AppError,
    phone::Country,
    users::Viewer,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// One line of a field that may have many values.
#[derive(Clone, Copy, PartialEq)]
pub struct Many {
    /// Tells lines apart.
    pub id: u32,
    /// A phone's country, as its ISO letters.
    pub country: RwSignal<String>,
    /// What was typed.
    pub text: RwSignal<String>,
}

/// The form's state; it outlives the dialog's closing, so that nothing typed is lost.
#[derive(Clone, Copy)]
pub struct NewClientForm {
    /// Персона or компания.
    pub kind: RwSignal<ClientKind>,
    /// Фамилия.
    pub last: RwSignal<String>,
    /// Имя.
    pub first: RwSignal<String>,
    /// Отчество.
    pub middle: RwSignal<String>,
    /// The company's name.
    pub company: RwSignal<String>,
    /// Ответственный, as an id.
    pub owner: RwSignal<String>,
    /// Phones.
    pub phones: RwSignal<Vec<Many>>,
    /// E-mails.
    pub emails: RwSignal<Vec<Many>>,
    /// Custom fields.
    pub custom: CustomDraft,
    /// Why it was not saved.
    pub error: RwSignal<Option<ApiError>>,
    /// Whether it is being saved.
    pub busy: RwSignal<bool>,
    viewer: StoredValue<Arc<Viewer>>,
    intent: Intent<NewClient>,
    lines: StoredValue<u32>,
}

impl NewClientForm {
    fn new(viewer: Arc<Viewer>) -> Self {
        let form = NewClientForm {
            kind: RwSignal::default(),
            last: RwSignal::default(),
            first: RwSignal::default(),
            middle: RwSignal::default(),
            company: RwSignal::default(),
            owner: RwSignal::new(viewer.user.id.to_string()),
            phones: RwSignal::default(),
            emails: RwSignal::default(),
            custom: CustomDraft::new(&viewer.client_fields),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            viewer: StoredValue::new(viewer),
            intent: Intent::new(),
            lines: StoredValue::new(0),
        };
        form.add(form.phones);
        form.add(form.emails);
        form
    }

    /// One more phone or e-mail.
    pub fn add(self, to: RwSignal<Vec<Many>>) -> u32 {
        self.lines.update_value(|lines| *lines += 1);
        let id = self.lines.get_value();
        let currency = self.viewer.with_value(|viewer| viewer.workspace.currency);
        let country = RwSignal::new(Country::default_for(currency).iso().to_owned());
        to.update(|lines| lines.push(Many { id, country, text: RwSignal::default() }));
        id
    }

    /// The name as it will be kept.
    pub fn name(self) -> String {
        self.names().name()
    }

    fn names(self) -> ClientDraft {
        let parts = NameParts { last: self.last.get(), first: self.first.get(), middle: self.middle.get() };
        ClientDraft { kind: self.kind.get(), parts, company: self.company.get(), ..ClientDraft::default() }
    }

    fn draft(self) -> ClientDraft {
        let phone = |line: &Many| (line.id, line.country.get_untracked(), line.text.get_untracked());
        ClientDraft {
            owner: self.owner.get_untracked().parse().ok(),
            phones: self.phones.with_untracked(|lines| lines.iter().map(phone).collect()),
            emails: self
                .emails
                .with_untracked(|lines| lines.iter().map(|line| (line.id, line.text.get_untracked())).collect()),
            custom: self.custom.typed(),
            ..untrack(|| self.names())
        }
    }

    fn checked(self) -> Result<NewClient, ApiError> {
        let viewer = self.viewer.get_value();
        let rules = Rules { workspace: &viewer.workspace, fields: &viewer.client_fields };
        self.draft().checked(&rules).map_err(|issues| AppError::Invalid(issues).into())
    }

    /// The problem of this field.
    pub fn problem(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || self.error.with(|error| told::of_field(error.as_ref(), &field)))
    }

    fn refuse(self, error: ApiError) {
        if let ApiError::App(AppError::Invalid(issues)) = &error
            && let Some(issue) = issues.first()
        {
            dom::focus(&self.element_of(&issue.field));
        }
        self.error.set(Some(error));
    }

    fn element_of(self, field: &str) -> String {
        match (field, self.kind.get_untracked()) {
            ("name", ClientKind::Person) => "nc-last".to_owned(),
            ("name", ClientKind::Company) => "nc-company".to_owned(),
            (field, _) => format!("nc-{field}"),
        }
    }

    /// Empty again, for the next client; the kind and the responsible stay.
    fn clear(self) {
        self.intent.done();
        for text in [self.last, self.first, self.middle, self.company] {
            text.set(String::new());
        }
        self.custom.clear();
        for lines in [self.phones, self.emails] {
            lines.set(Vec::new());
            self.add(lines);
        }
        self.error.set(None);
    }
}

/// The dialog; `done` gets the new client.
#[component]
pub fn NewClientDialog(open: RwSignal<bool>, done: Callback<Client>) -> impl IntoView {
    let form = NewClientForm::new(viewer());
    let toasts = Toasts::get();
    let said = t("clients.added");
    let saved = Callback::new(move |client: Client| {
        form.clear();
        open.set(false);
        toasts.say(said.clone());
        done.run(client);
    });
    let submit = Callback::new(move |()| save(form, saved));
    view! {
        <Dialog open title=t("clients.new")>
            <Body form submit open/>
        </Dialog>
    }
}

fn save(form: NewClientForm, saved: Callback<Client>) {
    if form.busy.get_untracked() {
        return;
    }
    let new = match form.checked() {
        Ok(new) => new,
        Err(error) => return form.refuse(error),
    };
    let request = form.intent.request(&new);
    form.busy.set(true);
    spawn_local(async move {
        let answer = create_client(request, new).await;
        // Whoever has left the list has nothing to be shown.
        if form.busy.try_set(false).is_some() {
            return;
        }
        match answer {
            Ok(client) => saved.run(client),
            Err(error) => form.refuse(error),
        }
    });
}

#[component]
fn Body(form: NewClientForm, submit: Callback<()>, open: RwSignal<bool>) -> impl IntoView {
    Effect::new(move |_| dom::focus(&form.element_of("name")));
    view! {
        <form novalidate on:submit=move |event| { event.prevent_default(); submit.run(()) }
            on:keydown=move |event| if dom::saves(&event) { event.prevent_default(); submit.run(()) }>
            <div class="dbody">
                {move || form.error.with(|error| error.as_ref().and_then(told::beside_fields)).map(strip)}
                <NewClientFields form/>
                <CustomInputs draft=form.custom fields=viewer().client_fields.clone() prefix="nc" error=form.error/>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary" aria-busy=move || form.busy.get().then_some("true") title=t("clients.save_keys")>
                    {t("ui.save")}
                </button>
            </footer>
        </form>
    }
}
