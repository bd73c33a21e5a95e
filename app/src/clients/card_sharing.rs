//! Who works with a client beside its owner (S1.15-S1.20): its managers, and everybody where it is public.

use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::Intent,
    record::{Card, Finding, Found, Search, SearchInput, SearchList},
    session::{person, with_viewer},
    table::dom,
    told,
    ui::{Avatar, FieldError, Icon},
};
use async_lock::Mutex;
use domain::{
    clients::{Client, ClientAccess, ClientKind, ClientPatch},
    ids::UserId,
    search_text::fold,
    users::{User, Viewer},
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::{future::ready, sync::Arc};
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlInputElement, KeyboardEvent, Node};

/// The id of «Добавить пользователя».
const ADD: &str = "add-manager";

/// One of the two lines, as it is being changed.
#[derive(Clone, Copy)]
struct Line {
    card: Card<Client>,
    /// The key by which the server names it, and the words for it.
    key: &'static str,
    error: RwSignal<Option<ApiError>>,
    /// Held by the change that is being saved: those after it wait, and begin with what it made.
    turn: StoredValue<Arc<Mutex<()>>>,
    intent: Intent<(ClientPatch, i64)>,
}

impl Line {
    fn new(card: Card<Client>, key: &'static str) -> Self {
        Line { card, key, error: RwSignal::new(None), turn: StoredValue::default(), intent: Intent::new() }
    }

    /// Saves a change of the client as it is then; what does not last is put back by `refused`.
    fn send(self, change: impl FnOnce(&Client) -> ClientPatch + 'static, refused: impl FnOnce() + 'static) {
        let field = t(&format!("record.field.{}", self.key));
        spawn_local(async move {
            let Some(turn) = self.turn.try_get_value() else { return };
            let _turn = turn.lock().await;
            let now = self.card.record.try_with_untracked(|client| (change(client), client.version));
            let Some((patch, seen)) = now else { return };
            let request = self.intent.request(&(patch.clone(), seen));
            self.error.try_set(None);
            let outcome = self.card.save(request, field, patch).await;
            if outcome.is_err() {
                refused();
            }
            self.error.try_set(outcome.err());
        });
    }

    fn problem(self) -> Option<String> {
        let error = self.error.get()?;
        Some(told::of_field(Some(&error), self.key).unwrap_or_else(|| told::error(&error)))
    }
}

/// «Менеджеры» and the access of everybody else; whoever may not share the client reads both.
#[component]
pub(super) fn Sharing(card: Card<Client>) -> impl IntoView {
    let shares = Memo::new(move |_| card.record.with(|client| with_viewer(|viewer| viewer.actor.shares(client))));
    view! {
        <Managers card shares/>
        <Access card shares/>
    }
}

#[component]
fn Managers(card: Card<Client>, shares: Memo<bool>) -> impl IntoView {
    let managers = Memo::new(move |_| card.record.with(|client| client.managers.clone()));
    let line = Line::new(card, "managers");
    let manager = move |id: UserId| view! { <Manager line id shares/> };
    let nobody = move || {
        let empty = managers.with(Vec::is_empty) && !shares.get();
        empty.then(|| view! { <span class="txt muted">"—"</span> })
    };
    view! {
        <div class="f">
            <span class="k" id="f-managers-k">{t("client_card.managers")}</span>
            <div class="v wrap">
                {nobody}
                <ul class="people" aria-labelledby="f-managers-k">
                    <For each=move || managers.get() key=|id| *id let:id>{manager(id)}</For>
                </ul>
                {move || shares.get().then(|| view! { <AddManager line managers/> })}
            </div>
            <span class="foot"><FieldError id="f-managers-e" text=Signal::derive(move || line.problem())/></span>
        </div>
    }
}

#[component]
fn Manager(line: Line, id: UserId, shares: Memo<bool>) -> impl IntoView {
    let user = person(id);
    let name = user.as_ref().map_or_else(|| t("record.former"), User::name);
    let label = ta("client_card.remove_manager", &[("name", &name)]);
    let remove = move |_| {
        // The button goes with its manager.
        dom::focus(ADD);
        let others = move |client: &Client| client.managers.iter().filter(|manager| **manager != id).copied().collect();
        line.send(move |client| ClientPatch::Managers(others(client)), || {});
    };
    view! {
        <li>
            <span class="owner">{user.map(|user| view! { <Avatar user/> })}<span>{name}</span></span>
            {move || shares.get().then(|| view! {
                <button type="button" class="ib s" aria-label=label.clone() title=label.clone() on:click=remove><Icon name="x" class="s"/></button>
            })}
        </li>
    }
}

/// «Добавить пользователя»: whoever is at work here and is not there yet, found by the name.
#[component]
fn AddManager(line: Line, managers: Memo<Vec<UserId>>) -> impl IntoView {
    let (open, button) = (RwSignal::new(false), NodeRef::<html::Button>::new());
    let input = NodeRef::<html::Input>::new();
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            // Only an element out of the page refuses the focus.
            let _ = button.focus();
        }
    };
    let add = Callback::new(move |(id, _): Found<UserId>| {
        close();
        let all = move |client: &Client| {
            client.managers.iter().copied().filter(|manager| *manager != id).chain([id]).collect()
        };
        line.send(move |client| ClientPatch::Managers(all(client)), || {});
    });
    let search = Search::new(
        ("manager", "client_card.find_colleague", "client_card.no_colleague"),
        colleagues(line, managers),
        add,
    );
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // Only an element out of the page refuses the focus.
            let _ = input.focus();
        }
    });
    let toggle = move |_| {
        search.clear();
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            search.ask();
        }
    };
    let keys = Callback::new(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close();
        } else if !search.on_key(&event) {
            return;
        }
        // Nor does the drawer around take the key.
        event.stop_propagation();
    });
    let on_leave = move |event: FocusEvent| {
        let around = event.current_target().and_then(|around| around.dyn_into::<Node>().ok());
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        // Nowhere is where a press on something without focus leads: not every browser focuses buttons.
        if around.is_some_and(|around| to.is_some() && !around.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let ask = Callback::new(move |()| search.ask());
    view! {
        <span class="adder" on:focusout=on_leave>
            <button type="button" class="link" id=ADD node_ref=button aria-expanded=move || open.get().to_string() on:click=toggle>
                {t("client_card.add_manager")}
            </button>
            {move || open.get().then(|| view! {
                <SearchInput search label=ADD node=input ask keys/>
                <SearchList search/>
                {move || search.nothing.get().then(|| view! { <span class="hint" role="status">{search.nothing_found()}</span> })}
            })}
        </span>
    }
}

/// Who can be added: known to the page already, so that nobody is asked.
fn colleagues(line: Line, managers: Memo<Vec<UserId>>) -> Callback<String, Finding<UserId>> {
    let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
    Callback::new(move |text: String| -> Finding<UserId> {
        let owner = line.card.record.with_untracked(|client| client.owner);
        let wanted = fold(&text);
        let found = viewer.with_value(|viewer| {
            let free = |user: &&User| {
                let is_there = user.id == owner || managers.with_untracked(|managers| managers.contains(&user.id));
                !is_there && !viewer.away.contains(&user.id) && fold(&user.name()).contains(&wanted)
            };
            viewer.people.iter().filter(free).map(|user| (user.id, user.name())).collect()
        });
        Box::pin(ready(Ok(found)))
    })
}

#[component]
fn Access(card: Card<Client>, shares: Memo<bool>) -> impl IntoView {
    let access = Memo::new(move |_| card.record.with(|client| client.access));
    let line = Line::new(card, "access");
    move || match (shares.get(), access.get()) {
        (true, _) => view! { <OpenToAll line access/> }.into_any(),
        (false, ClientAccess::Private) => ().into_any(),
        (false, open) => view! {
            <div class="f">
                <span class="k">{t("client_card.access")}</span>
                <span class="v muted"><span class="txt">{words(open)}</span></span>
            </div>
        }
        .into_any(),
    }
}

fn words(access: ClientAccess) -> String {
    t(&format!("client_card.access_{}", access.key()))
}

/// «Разрешить доступ для всех пользователей CRM», and then the kind of access: reading unless chosen otherwise.
#[component]
fn OpenToAll(line: Line, access: Memo<ClientAccess>) -> impl IntoView {
    let kind = Memo::new(move |_| line.card.record.with(|client| client.kind));
    let label = move || match kind.get() {
        ClientKind::Person => t("client_card.open_person"),
        ClientKind::Company => t("client_card.open_company"),
    };
    let is_public = Memo::new(move |_| access.get().is_public());
    let tick = move |event: ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let wanted = if input.checked() { ClientAccess::Read } else { ClientAccess::Private };
        line.send(move |_| ClientPatch::Access(wanted), move || input.set_checked(!wanted.is_public()));
    };
    view! {
        <div class="f all">
            <label class="check">
                <input type="checkbox" checked=is_public.get_untracked() prop:checked=is_public on:change=tick/>
                <span>{label}</span>
            </label>
            {move || is_public.get().then(|| view! { <KindOfAccess line access/> })}
            <span class="foot"><FieldError id="f-access-e" text=Signal::derive(move || line.problem())/></span>
        </div>
    }
}

#[component]
fn KindOfAccess(line: Line, access: Memo<ClientAccess>) -> impl IntoView {
    let choose = move |event: ev::Event| {
        let wanted = ClientAccess::from_key(&event_target_value(&event));
        let (before, select) = (access.get_untracked(), event_target::<HtmlInputElement>(&event));
        line.send(move |_| ClientPatch::Access(wanted), move || select.set_value(before.key()));
    };
    let option = move |kind: ClientAccess| {
        view! { <option value=kind.key() selected=move || access.get() == kind>{words(kind)}</option> }
    };
    view! {
        <span class="select">
            <select class="inp" aria-label=t("client_card.kind_of_access") prop:value=move || access.get().key() on:change=choose>
                {option(ClientAccess::Read)}{option(ClientAccess::Write)}
            </select>
            <Icon name="chevron-down"/>
        </span>
    }
}
