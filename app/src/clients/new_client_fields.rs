//! The fields of «+ Добавить клиента»: kind, name, responsible, phones, e-mails (S0.3).

use super::new_client::{Many, NewClientForm};
use crate::{
    i18n::{t, ta},
    session::{may, viewer},
    table::dom,
    ui::{Counter, FieldError, Icon, SelectField, TextField},
};
use domain::{access::Right, clients::ClientKind, phone::Country, text::PERSON_NAME_LIMIT};
use leptos::prelude::*;

/// The built-in fields.
#[component]
pub fn NewClientFields(form: NewClientForm) -> impl IntoView {
    view! {
        <div class="seg" role="radiogroup" aria-label=t("clients.kind")>
            <Kind form kind=ClientKind::Person/>
            <Kind form kind=ClientKind::Company/>
        </div>
        {move || match form.kind.get() {
            ClientKind::Person => view! { <PersonName form/> }.into_any(),
            ClientKind::Company => view! { <CompanyName form/> }.into_any(),
        }}
        <Owner form/>
        <Phones form/>
        <Emails form/>
    }
}

#[component]
fn Kind(form: NewClientForm, kind: ClientKind) -> impl IntoView {
    view! {
        <label>
            <input type="radio" name="nc-kind" prop:checked=move || form.kind.get() == kind on:change=move |_| form.kind.set(kind)/>
            {t(&format!("clients.kind_{}", kind.key()))}
        </label>
    }
}

#[component]
fn PersonName(form: NewClientForm) -> impl IntoView {
    let limit = viewer().workspace.name_limit;
    let whole = Signal::derive(move || form.name());
    view! {
        <div class="field">
            <div class="two three">
                <TextField id="nc-last" label=t("clients.last_name") value=form.last error=form.problem("last")
                    max=PERSON_NAME_LIMIT autofocus=true/>
                <TextField id="nc-first" label=t("clients.first_name") value=form.first error=form.problem("first")
                    max=PERSON_NAME_LIMIT/>
                <TextField id="nc-middle" label=t("clients.middle_name") value=form.middle error=form.problem("middle")
                    max=PERSON_NAME_LIMIT/>
            </div>
            <span class="foot">
                <FieldError id="nc-name-error" text=form.problem("name")/>
                <span class="hint cut">{move || ta("clients.whole_name", &[("name", &whole.get())])}</span>
                <Counter text=whole max=limit/>
            </span>
        </div>
    }
}

#[component]
fn CompanyName(form: NewClientForm) -> impl IntoView {
    let limit = viewer().workspace.name_limit;
    view! {
        <TextField id="nc-company" label=t("clients.company_name") value=form.company error=form.problem("name") max=limit
            required=true autofocus=true/>
    }
}

#[component]
fn Owner(form: NewClientForm) -> impl IntoView {
    let people = viewer().at_work().map(|user| (user.id.to_string(), user.name())).collect::<Vec<_>>();
    view! {
        <SelectField id="nc-owner" label=t("clients.owner") value=form.owner options=people error=form.problem("owner")
            disabled=!may(Right::ChangeOwner)/>
    }
}

#[component]
fn Phones(form: NewClientForm) -> impl IntoView {
    let add = move |_| focus_soon(format!("nc-phone-{}", form.add(form.phones)));
    view! {
        <div class="field">
            <span class="lbl" id="nc-phones">{t("clients.phone")}</span>
            <div class="many" role="group" aria-labelledby="nc-phones">
                <For each=move || form.phones.get() key=|line| line.id children=move |line| phone_line(form, line)/>
                <button type="button" class="link" on:click=add>{t("clients.add_phone")}</button>
            </div>
        </div>
    }
}

fn phone_line(form: NewClientForm, line: Many) -> impl IntoView {
    let problem = form.problem(format!("phone-{}", line.id));
    let (id, error_id) = (format!("nc-phone-{}", line.id), format!("nc-phone-{}-error", line.id));
    let chosen = line.country.get_untracked();
    view! {
        <div class="field">
            <div class="manyline tel">
                <span class="select">
                    <select class="inp" aria-label=t("clients.country") on:change=move |event| line.country.set(event_target_value(&event))>
                        {Country::ALL.into_iter().map(|country| {
                            let selected = country.iso() == chosen;
                            view! { <option value=country.iso() selected=selected>{country_name(country)}</option> }
                        }).collect_view()}
                    </select>
                    <Icon name="chevron-down"/>
                </span>
                <input class="inp num" id=id type="tel" inputmode="tel" autocomplete="off" aria-label=t("clients.phone")
                    aria-describedby=error_id.clone() aria-invalid=move || problem.get().is_some().then_some("true")
                    placeholder=move || digits_wanted(&line.country.get())
                    prop:value=move || line.text.get() on:input=move |event| line.text.set(event_target_value(&event))/>
                <RemoveLine lines=form.phones line of="nc-phone" label=t("clients.remove_phone")/>
            </div>
            <span class="foot"><FieldError id=error_id text=problem/></span>
        </div>
    }
}

fn country_name(country: Country) -> String {
    format!("+{} {}", country.code(), t(&format!("clients.country_{}", country.iso().to_ascii_lowercase())))
}

/// So many digits as a number of the country has, shown as zeros.
fn digits_wanted(iso: &str) -> String {
    Country::by_iso(iso).map(|country| "0".repeat(country.digits().min)).unwrap_or_default()
}

#[component]
fn Emails(form: NewClientForm) -> impl IntoView {
    let add = move |_| focus_soon(format!("nc-email-{}", form.add(form.emails)));
    view! {
        <div class="field">
            <span class="lbl" id="nc-emails">{t("clients.email")}</span>
            <div class="many" role="group" aria-labelledby="nc-emails">
                <For each=move || form.emails.get() key=|line| line.id children=move |line| email_line(form, line)/>
                <button type="button" class="link" on:click=add>{t("clients.add_email")}</button>
            </div>
        </div>
    }
}

fn email_line(form: NewClientForm, line: Many) -> impl IntoView {
    let problem = form.problem(format!("email-{}", line.id));
    let (id, error_id) = (format!("nc-email-{}", line.id), format!("nc-email-{}-error", line.id));
    view! {
        <div class="field">
            <div class="manyline">
                <input class="inp" id=id type="email" inputmode="email" autocomplete="off" aria-label=t("clients.email")
                    aria-describedby=error_id.clone() aria-invalid=move || problem.get().is_some().then_some("true")
                    prop:value=move || line.text.get() on:input=move |event| line.text.set(event_target_value(&event))/>
                <RemoveLine lines=form.emails line of="nc-email" label=t("clients.remove_email")/>
            </div>
            <span class="foot"><FieldError id=error_id text=problem/></span>
        </div>
    }
}

/// The only line stays.
#[component]
fn RemoveLine(lines: RwSignal<Vec<Many>>, line: Many, of: &'static str, label: String) -> impl IntoView {
    let alone = move || lines.with(|lines| lines.len() < 2);
    let remove = move |_| {
        let next = lines.with_untracked(|lines| {
            let place = lines.iter().position(|other| other.id == line.id)?;
            lines.get(place + 1).or(lines.get(place.checked_sub(1)?)).map(|other| other.id)
        });
        // The button goes with its line.
        if let Some(next) = next {
            dom::focus(&format!("{of}-{next}"));
        }
        lines.update(|lines| lines.retain(|other| other.id != line.id));
    };
    view! { <button type="button" class="ib" aria-label=label hidden=alone on:click=remove><Icon name="x"/></button> }
}

/// The line appears first, and then gets the focus.
fn focus_soon(id: String) {
    request_animation_frame(move || dom::focus(&id));
}
