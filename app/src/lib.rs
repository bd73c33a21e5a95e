//! How the CRM looks: pages, components, server functions. No SQL, and no feature flag outside `cx.rs`.

pub mod api_error;
pub mod assets;
pub mod browser;
pub mod cx;
pub mod data;
pub mod deed;
pub mod doors;
pub mod format;
pub mod i18n;
pub mod intent;
pub mod live;
pub mod patience;
pub mod routes;
pub mod shell;
pub mod told;

pub mod clients;
pub mod deals;
pub mod drag;
pub mod filters;
pub mod import;
pub mod layout;
pub mod notifications;
pub mod pages;
pub mod preferences;
pub mod record;
pub mod session;
pub mod settings;
pub mod table;
pub mod ui;
pub mod users;

use crate::{
    layout::{Frame, StageColours, StageStyle},
    table::{Layout, TableRules},
    ui::Toasts,
};
use domain::users::Viewer;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Redirect, Route, Router, Routes},
    path,
};
use std::sync::Arc;

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
                        <Route path=path!(":id") view=pages::later(pages::ClientPage)/>
                    </ParentRoute>
                    // Before the board's own cards: «list» is no deal.
                    <ParentRoute path=path!("deals/list") view=pages::later(pages::DealListPage)>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!(":id") view=pages::later(pages::DealPage)/>
                    </ParentRoute>
                    <ParentRoute path=path!("deals") view=pages::later(pages::BoardPage)>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!(":id") view=pages::later(pages::DealPage)/>
                    </ParentRoute>
                    <Route path=path!("notifications") view=pages::later(pages::Told)/>
                    <ParentRoute path=path!("settings") view=pages::later(pages::Settings)>
                        <Route path=path!("") view=pages::later(pages::FirstSetting)/>
                        <Route path=path!("company") view=pages::later(pages::Company)/>
                        <Route path=path!("funnel") view=pages::later(pages::Funnel)/>
                        <Route path=path!("fields") view=pages::later(pages::Fields)/>
                        <Route path=path!("users") view=pages::later(pages::Users)/>
                        <Route path=path!("users/groups") view=pages::later(pages::Groups)/>
                        <Route path=path!("users/groups/:id") view=pages::later(pages::Group)/>
                        <Route path=path!("users/roles") view=pages::later(pages::Roles)/>
                        <Route path=path!("users/roles/:id") view=pages::later(pages::Role)/>
                        <Route path=path!("users/log") view=pages::later(pages::SecurityLog)/>
                        <Route path=path!("users/:id") view=pages::later(pages::User)/>
                        <Route path=path!("sessions") view=pages::later(pages::Sessions)/>
                        <Route path=path!("import") view=pages::later(pages::Imports)/>
                        <Route path=path!("import/:id") view=pages::later(pages::Import)/>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Everything inside the frame knows who looks at it. The viewer comes with the page and not by a resource: the screens
/// inside would then be born again with each of its answers, and could not find their own data.
#[component]
fn Inside() -> impl IntoView {
    let viewer = use_context::<Arc<Viewer>>()?;
    provide_context(StageColours(RwSignal::new(viewer.stages.clone())));
    let viewer = StoredValue::new(viewer);
    provide_context(viewer);
    Layout::provide(viewer);
    Some(view! { <StageStyle/><TableRules/><Frame><Outlet/></Frame> })
}
