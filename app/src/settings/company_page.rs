//! Settings: the company's name, CRM ID, currency and limits.

use super::{
    api::{get_company, has_demo_data},
    demo_section::DemoSection,
    guarded,
    limits_form::LimitsForm,
};
use crate::{
    api_error::ApiResult,
    data::fetched,
    i18n::{lang, t},
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::{access::Right, workspaces::Workspace};
use leptos::prelude::*;

/// The page «Компания».
#[component]
pub fn CompanyPage() -> impl IntoView {
    guarded(Right::SetUpCompany, || view! { <Company/> }.into_any())
}

#[component]
fn Company() -> impl IntoView {
    let company = fetched(|| (), |()| get_company());
    let demo = fetched(|| (), |()| has_demo_data());
    view! {
        <Suspense fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match (company.await, demo.await) {
                    (Ok(company), demo) => view! { <Sections company demo/> }.into_any(),
                    (Err(error), _) => {
                        view! { <Empty icon="circle-alert" title=t("settings.company") text=told::error(&error)>""</Empty> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Sections(company: Workspace, demo: ApiResult<bool>) -> impl IntoView {
    let currency = company.currency.named_in(lang());
    view! {
        <div class="sethead"><div><h2>{t("settings.company")}</h2><p>{t("settings.company_text")}</p></div></div>
        <section class="section">
            <dl class="facts">
                <dt>{t("settings.company_name")}</dt><dd>{company.name.clone()}</dd>
                <dt>{t("settings.currency")}</dt><dd>{currency}</dd>
            </dl>
        </section>
        <section class="section" aria-labelledby="crm-id">
            <header><h2 id="crm-id">{t("settings.crm_id")}</h2></header>
            <CrmId crm_id=company.crm_id.clone()/>
            <p class="hint">{t("settings.crm_id_text")}</p>
        </section>
        <LimitsForm company/>
        <DemoSection loaded=demo/>
    }
}

/// The CRM ID with its copy button (S3.1).
#[component]
fn CrmId(crm_id: String) -> impl IntoView {
    let toasts = Toasts::get();
    let copied = crm_id.clone();
    let copy = move |_| toasts.copy(copied.clone(), "me.copied");
    view! {
        <div class="copyline">
            <code>{crm_id}</code>
            <button type="button" class="btn s quiet" on:click=copy><Icon name="copy"/>{t("settings.copy")}</button>
        </div>
    }
}
