//! How the CRM looks: pages, components, server functions. No SQL, and no `cfg` outside `cx.rs`.

pub mod api_error;
pub mod assets;
pub mod browser;
pub mod cx;
pub mod doors;
pub mod format;
pub mod i18n;
pub mod intent;
pub mod routes;
pub mod shell;
pub mod told;

pub mod clients;
pub mod deals;
pub mod import;
pub mod layout;
pub mod record;
pub mod session;
pub mod settings;
pub mod table;
pub mod ui;

use crate::{
    layout::{Frame, StageStyle},
    session::api::get_viewer,
    ui::Toasts,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Redirect, Route, Router, Routes},
    path,
};

/// The application behind the sign-in: every route on one page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Toasts::default());
    // Async: a page arrives whole, readable without scripts.
    let ssr = SsrMode::Async;
    view! {
        <Router>
            <Routes fallback=|| view! { <p>{i18n::t("errors.not_found.page")}</p> }>
                <ParentRoute path=path!("") view=Inside ssr>
                    <Route path=path!("") view=|| view! { <Redirect path=routes::CLIENTS/> }/>
                    <ParentRoute path=path!("clients") view=clients::ClientsSection>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!(":id") view=clients::ClientCardRoute/>
                    </ParentRoute>
                    <ParentRoute path=path!("deals") view=deals::DealsSection>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!(":id") view=deals::DealCardRoute/>
                    </ParentRoute>
                    <ParentRoute path=path!("settings") view=settings::SettingsFrame>
                        <Route path=path!("") view=settings::SettingsHome/>
                        <Route path=path!("company") view=settings::CompanyPage/>
                        <Route path=path!("fields") view=settings::FieldsPage/>
                        <Route path=path!("import") view=import::ImportListPage/>
                        <Route path=path!("import/:id") view=import::ImportPage/>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Everything inside the frame knows who looks at it.
#[component]
fn Inside() -> impl IntoView {
    let viewer = Resource::new_blocking(|| (), |()| get_viewer());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match viewer.await {
                    Ok(viewer) => {
                        let stages = viewer.stages.clone();
                        provide_context(StoredValue::new(viewer));
                        view! { <StageStyle stages/><Frame><Outlet/></Frame> }.into_any()
                    }
                    Err(error) => view! { <p role="alert">{told::error(&error)}</p> }.into_any(),
                }
            })}
        </Suspense>
    }
}
