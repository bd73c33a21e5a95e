//! Set-up and sign-up: a company and its director.

use crate::{
    api_error::ApiError,
    i18n::{lang, t},
    told,
    ui::Icon,
};
use domain::money::Currency;
use leptos::prelude::*;

/// What was typed, so that a refusal loses nothing but the password.
#[derive(Debug, Clone, Default)]
pub struct CompanyForm {
    /// Where the form goes: `/setup` or `/signup`.
    pub action: &'static str,
    /// The one-time token of the set-up link.
    pub token: Option<String>,
    /// Компания.
    pub company: String,
    /// Валюта, as its code.
    pub currency: String,
    /// Имя.
    pub first_name: String,
    /// Фамилия.
    pub last_name: String,
    /// E-mail.
    pub email: String,
    /// Why the last attempt was refused.
    pub error: Option<ApiError>,
}

/// The form «Создать компанию».
#[component]
pub fn CompanyPage(form: CompanyForm) -> impl IntoView {
    let problem = form.error.as_ref().map(told::error);
    let of = |field: &str| told::of_field(form.error.as_ref(), field);
    let chosen = form.currency.clone();
    view! {
        <form class="paper form" method="post" action=form.action>
            <header><h1>{t("doors.new_company")}</h1><p>{t("doors.new_company_text")}</p></header>
            {problem.map(|problem| view! { <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{problem}</span></div> })}
            <input type="hidden" name="token" value=form.token.clone()/>
            <input type="hidden" name="zone" value=""/>
            <Line name="company" label=t("doors.company") value=form.company.clone() problem=of("company") autofocus=true/>
            <div class="field">
                <label class="lbl" for="currency">{t("doors.currency")}</label>
                <span class="select">
                    <select class="inp" id="currency" name="currency">
                        {currencies().map(|currency| {
                            let code = currency.code();
                            view! { <option value=code selected=code == chosen>{currency.named_in(lang())}</option> }
                        }).collect_view()}
                    </select>
                    <Icon name="chevron-down"/>
                </span>
            </div>
            <div class="two">
                <Line name="first_name" label=t("doors.first_name") value=form.first_name.clone() problem=of("first_name")/>
                <Line name="last_name" label=t("doors.last_name") value=form.last_name.clone() problem=of("last_name")/>
            </div>
            <Line name="email" label=t("doors.email") value=form.email.clone() problem=of("email") kind="email"/>
            <Line name="password" label=t("doors.password") value=String::new() problem=of("password") kind="password"/>
            <button class="btn primary wide">{t("doors.create_company")}</button>
        </form>
    }
}

/// The usual ones first, then the others.
fn currencies() -> impl Iterator<Item = Currency> {
    let others = Currency::ALL.into_iter().filter(|currency| !Currency::SETUP.contains(currency));
    Currency::SETUP.into_iter().chain(others)
}

#[component]
fn Line(
    name: &'static str,
    label: String,
    value: String,
    problem: Option<String>,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let problem_id = format!("{name}-error");
    let complete = match name {
        "company" => "organization",
        "first_name" => "given-name",
        "last_name" => "family-name",
        "email" => "username",
        _ => "new-password",
    };
    view! {
        <div class="field">
            <label class="lbl" for=name>{label}</label>
            <input class="inp" id=name name=name type=kind.unwrap_or("text") value=value autocomplete=complete required
                autofocus=autofocus aria-invalid=problem.is_some().then_some("true")
                aria-describedby=problem.is_some().then(|| problem_id.clone())/>
            {problem.map(|problem| view! { <span class="foot"><span class="err" id=problem_id><Icon name="circle-alert" class="s"/>{problem}</span></span> })}
        </div>
    }
}
