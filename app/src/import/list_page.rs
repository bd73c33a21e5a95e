//! Settings: «Новый импорт», and the imports before it.

use super::{api::list_imports, upload_form::UploadForm, words};
use crate::{
    data::fetched,
    format,
    i18n::{t, ta},
    routes,
    settings::guarded,
    told,
    ui::{Empty, Icon},
};
use domain::{access::Right, fields::Noun, import::ImportReport};
use leptos::prelude::*;

/// The page «Импорт».
#[component]
pub fn ImportListPage() -> impl IntoView {
    guarded(Right::Import, || view! { <Imports/> }.into_any())
}

#[component]
fn Imports() -> impl IntoView {
    let imports = fetched(|| (), |()| list_imports());
    view! {
        <div class="sethead"><div><h2>{t("import.title")}</h2><p>{t("import.text")}</p></div></div>
        <section class="section" aria-labelledby="new-import">
            <header><h2 id="new-import">{t("import.new")}</h2></header>
            <UploadForm/>
        </section>
        <section class="section" aria-labelledby="recent-imports">
            <header><h2 id="recent-imports">{t("import.recent")}</h2></header>
            <Suspense fallback=|| view! { <span class="sk w5"></span> }>
                {move || Suspend::new(async move {
                    match imports.await {
                        Ok(imports) => view! { <Recent imports/> }.into_any(),
                        Err(error) => {
                            view! { <Empty icon="circle-alert" title=t("import.recent") text=told::error(&error)>""</Empty> }.into_any()
                        }
                    }
                })}
            </Suspense>
        </section>
    }
}

#[component]
fn Recent(imports: Vec<ImportReport>) -> impl IntoView {
    if imports.is_empty() {
        return view! { <p class="muted">{t("import.none")}</p> }.into_any();
    }
    let row = |import: ImportReport| {
        let (badge, state) = words::state(import.state);
        let about = format!("{} · {}", format::moment(import.created_at), said(&import));
        let icon = if import.noun == Noun::Deal { "square-kanban" } else { "users" };
        view! {
            <li>
                <span class="kind"><Icon name=icon/></span>
                <span class="main"><b><a href=routes::import(import.id)>{import.file_name}</a></b><small>{about}</small></span>
                <span class=badge>{state}</span>
            </li>
        }
    };
    view! { <ul class="rows">{imports.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn said(import: &ImportReport) -> String {
    let count = |count: u32| format::count(i64::from(count));
    let outcomes = &import.outcomes;
    ta("import.in_short", &[("created", &count(outcomes.created)), ("failed", &count(outcomes.failed))])
}
