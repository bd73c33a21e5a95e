//! Code that the browser loads when it is first needed, in three parts: whoever opens the list does not wait for the board
//! or the wizard. More parts would be more files, since what two of them share is a file of its own.

use crate::{
    clients::{ClientCardRoute, NewClientDialog},
    deals::{DealCardRoute, DealsSection, quick_deal},
    filters::{FilterPanel, PanelPlace},
    import::{ImportListPage, ImportPage},
    settings::{CompanyPage, FieldsPage, FunnelPage, SettingsFrame, SettingsHome},
    users::{GroupPage, GroupsPage, RolePage, RolesPage, UserPage, UsersPage},
};
use domain::{clients::Client, deals::DealCard, ids::ClientId};
use leptos::prelude::*;
use leptos_router::{Lazy, LazyRoute};
use std::future::Future;

/// Cards, the dialogs that make new ones, and the panel of filters.
pub enum Record {
    /// A client's card.
    Client,
    /// A deal's card.
    Deal,
    /// «+ Добавить клиента».
    NewClient(RwSignal<bool>, Callback<Client>),
    /// «+ Быстрая сделка».
    QuickDeal(quick_deal::QuickDealPlace, Callback<(Option<ClientId>, DealCard)>),
    /// «Фильтр».
    Filters(PanelPlace),
}

/// Loads and makes a card or a dialog.
#[lazy]
pub fn record(wanted: Record) -> AnyView {
    match wanted {
        Record::Client => view! { <ClientCardRoute/> }.into_any(),
        Record::Deal => view! { <DealCardRoute/> }.into_any(),
        Record::NewClient(open, done) => view! { <NewClientDialog open done/> }.into_any(),
        Record::QuickDeal(place, done) => view! { <quick_deal::Dialogue place done/> }.into_any(),
        Record::Filters(place) => view! { <FilterPanel place/> }.into_any(),
    }
}

/// Loads the code of cards and dialogs; afterwards [`record`] is ready at once.
pub async fn preload_record() {
    #[cfg(target_arch = "wasm32")]
    __preload_record().await;
}

#[lazy]
fn board() -> AnyView {
    view! { <DealsSection/> }.into_any()
}

/// Screens of the settings.
enum Setting {
    Frame,
    Home,
    Company,
    Funnel,
    Fields,
    Users,
    User,
    Groups,
    Group,
    Roles,
    Role,
    Imports,
    Import,
}

#[lazy]
fn setting(wanted: Setting) -> AnyView {
    match wanted {
        Setting::Frame => view! { <SettingsFrame/> }.into_any(),
        Setting::Home => view! { <SettingsHome/> }.into_any(),
        Setting::Company => view! { <CompanyPage/> }.into_any(),
        Setting::Funnel => view! { <FunnelPage/> }.into_any(),
        Setting::Fields => view! { <FieldsPage/> }.into_any(),
        Setting::Users => view! { <UsersPage/> }.into_any(),
        Setting::User => view! { <UserPage/> }.into_any(),
        Setting::Groups => view! { <GroupsPage/> }.into_any(),
        Setting::Group => view! { <GroupPage/> }.into_any(),
        Setting::Roles => view! { <RolesPage/> }.into_any(),
        Setting::Role => view! { <RolePage/> }.into_any(),
        Setting::Imports => view! { <ImportListPage/> }.into_any(),
        Setting::Import => view! { <ImportPage/> }.into_any(),
    }
}

/// The view of a route whose code comes later.
pub fn later<T: LazyRoute>(_page: T) -> Lazy<T> {
    Lazy::new()
}

/// Makes a route of each. They take no data with them: the screens fetch it themselves. The router waits for `preload`
/// before it takes a page over, and then expects the view at once.
macro_rules! routes {
    ($($(#[$doc:meta])* $route:ident => $view:expr, $preload:ident;)*) => {$(
        $(#[$doc])*
        pub struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                $route
            }

            fn view(_this: Self) -> impl Future<Output = AnyView> {
                $view
            }

            async fn preload() {
                // Made by `lazy`, in the browser's half only: the server has all code.
                #[cfg(target_arch = "wasm32")]
                $preload().await;
            }
        }
    )*};
}

routes! {
    /// A client's card.
    ClientPage => record(Record::Client), __preload_record;
    /// A deal's card.
    DealPage => record(Record::Deal), __preload_record;
    /// The board.
    BoardPage => board(), __preload_board;
    /// The frame of the settings.
    Settings => setting(Setting::Frame), __preload_setting;
    /// The first page of the settings.
    FirstSetting => setting(Setting::Home), __preload_setting;
    /// Settings: the company.
    Company => setting(Setting::Company), __preload_setting;
    /// Settings: the funnel.
    Funnel => setting(Setting::Funnel), __preload_setting;
    /// Settings: custom fields.
    Fields => setting(Setting::Fields), __preload_setting;
    /// Settings: users and rights.
    Users => setting(Setting::Users), __preload_setting;
    /// Settings: one user.
    User => setting(Setting::User), __preload_setting;
    /// Settings: groups of users.
    Groups => setting(Setting::Groups), __preload_setting;
    /// Settings: one group.
    Group => setting(Setting::Group), __preload_setting;
    /// Settings: roles.
    Roles => setting(Setting::Roles), __preload_setting;
    /// Settings: one role.
    Role => setting(Setting::Role), __preload_setting;
    /// Settings: imports.
    Imports => setting(Setting::Imports), __preload_setting;
    /// Settings: one import.
    Import => setting(Setting::Import), __preload_setting;
}
