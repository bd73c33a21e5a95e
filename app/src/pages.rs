//! Code that the browser loads when it is first needed, in three parts: whoever opens the list does not wait for the board
//! or the wizard. More parts would be more files, since what two of them share is a file of its own.

use crate::{
    api_error::ApiResult,
    clients::{ClientCardRoute, ClientList, NewClientDialog},
    deals::{
        DealCardRoute, DealListSection, DealsSection,
        brief::{Brief, BriefPlace},
        quick_deal,
    },
    filters::{FilterPanel, PanelPlace},
    import::{ImportListPage, ImportPage},
    notifications::{NotificationsPage, api::count_notifications},
    preferences::api::{reset_preference, save_preference, save_preference_for_all},
    session::api::set_lang,
    settings::{CompanyPage, FieldsPage, FunnelPage, SessionsPage, SettingsFrame, SettingsHome, api::load_demo_data},
    table::{
        Layout, RowList,
        column_menu::{ColumnDeeds, ColumnMenu},
        settings_window::TableSettings,
    },
    users::{GroupPage, GroupsPage, LogPage, RolePage, RolesPage, UserPage, UsersPage},
};
use domain::{
    clients::{Client, ClientRow},
    deals::DealCard,
    filter::Page,
    ids::{ClientId, RequestId},
    lang::Lang,
    preferences::{Preference, Subject},
};
use leptos::prelude::*;
use leptos_router::{Lazy, LazyRoute};
use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

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
    /// «Настройки таблиц».
    TableSettings(Layout, RwSignal<bool>),
    /// The menu of a table's column.
    ColumnMenu(ColumnDeeds),
    /// The brief card of a deal.
    Brief(BriefPlace),
    /// What the person is told.
    Notifications,
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
        Record::TableSettings(layout, open) => view! { <TableSettings layout open/> }.into_any(),
        Record::ColumnMenu(deeds) => view! { <ColumnMenu deeds/> }.into_any(),
        Record::Brief(place) => view! { <Brief place/> }.into_any(),
        Record::Notifications => view! { <NotificationsPage/> }.into_any(),
    }
}

/// A card or a dialog whose code is here already; nothing before [`preload_record`].
pub fn loaded(wanted: Record) -> Option<AnyView> {
    match pin!(record(wanted)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(view) => Some(view),
        Poll::Pending => None,
    }
}

/// What is done with code of its own, for a page to be loaded without it.
pub enum Deed {
    /// Keeps what the person has chosen.
    Prefer(RequestId, Preference),
    /// Keeps what the person has chosen for everybody.
    PreferForAll(RequestId, Preference),
    /// Forgets what the person has chosen.
    Forget(RequestId, Subject),
    /// Sets the person's language.
    SetLang(RequestId, Lang),
    /// Loads the demo data.
    LoadDemo(RequestId),
    /// Asks what became of the clients that are shown.
    ClientNews(RowList<ClientRow>),
    /// Asks for deals of a client that is unfolded, by the number of the question.
    ClientDeals(ClientList, ClientId, Page, u32),
    /// Counts the person's new notifications.
    CountNew(RwSignal<usize>),
}

/// Loads the code of a deed and begins it.
#[lazy]
pub fn deed(wanted: Deed) -> Pin<Box<dyn Future<Output = ApiResult<()>>>> {
    Box::pin(async move {
        match wanted {
            Deed::Prefer(request, chosen) => save_preference(request, chosen).await,
            Deed::PreferForAll(request, chosen) => save_preference_for_all(request, chosen).await,
            Deed::Forget(request, subject) => reset_preference(request, subject).await,
            Deed::SetLang(request, lang) => set_lang(request, lang).await,
            Deed::LoadDemo(request) => load_demo_data(request).await.map(|_| ()),
            Deed::ClientNews(list) => {
                list.ask_news().await;
                Ok(())
            }
            Deed::ClientDeals(list, client, page, question) => {
                list.ask_deals(client, page, question).await;
                Ok(())
            }
            Deed::CountNew(new) => count_notifications().await.map(|count| {
                new.try_set(count);
            }),
        }
    })
}

/// Loads the code of cards and dialogs; afterwards [`record`] is ready at once.
pub async fn preload_record() {
    #[cfg(target_arch = "wasm32")]
    __preload_record().await;
}

/// Ways to look at deals.
enum Deals {
    Board,
    List,
}

#[lazy]
fn deals(wanted: Deals) -> AnyView {
    match wanted {
        Deals::Board => view! { <DealsSection/> }.into_any(),
        Deals::List => view! { <DealListSection/> }.into_any(),
    }
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
    SecurityLog,
    Sessions,
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
        Setting::SecurityLog => view! { <LogPage/> }.into_any(),
        Setting::Sessions => view! { <SessionsPage/> }.into_any(),
        Setting::Imports => view! { <ImportListPage/> }.into_any(),
        Setting::Import => view! { <ImportPage/> }.into_any(),
    }
}

/// Loads the code of the settings, and their words.
#[cfg(target_arch = "wasm32")]
async fn preload_setting() {
    __preload_setting().await;
    crate::browser::later_words().await;
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
    /// What the person is told.
    Told => record(Record::Notifications), __preload_record;
    /// The board.
    BoardPage => deals(Deals::Board), __preload_deals;
    /// The list of deals.
    DealListPage => deals(Deals::List), __preload_deals;
    /// The frame of the settings.
    Settings => setting(Setting::Frame), preload_setting;
    /// The first page of the settings.
    FirstSetting => setting(Setting::Home), preload_setting;
    /// Settings: the company.
    Company => setting(Setting::Company), preload_setting;
    /// Settings: the funnel.
    Funnel => setting(Setting::Funnel), preload_setting;
    /// Settings: custom fields.
    Fields => setting(Setting::Fields), preload_setting;
    /// Settings: users and rights.
    Users => setting(Setting::Users), preload_setting;
    /// Settings: one user.
    User => setting(Setting::User), preload_setting;
    /// Settings: groups of users.
    Groups => setting(Setting::Groups), preload_setting;
    /// Settings: one group.
    Group => setting(Setting::Group), preload_setting;
    /// Settings: roles.
    Roles => setting(Setting::Roles), preload_setting;
    /// Settings: one role.
    Role => setting(Setting::Role), preload_setting;
    /// Settings: the security log.
    SecurityLog => setting(Setting::SecurityLog), preload_setting;
    /// Settings: sessions.
    Sessions => setting(Setting::Sessions), preload_setting;
    /// Settings: imports.
    Imports => setting(Setting::Imports), preload_setting;
    /// Settings: one import.
    Import => setting(Setting::Import), preload_setting;
}
