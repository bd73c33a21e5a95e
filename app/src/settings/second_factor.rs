//! «Вход с кодом»: turned on by an app's first code, off by another one.

use super::api::{begin_second_factor, confirm_second_factor, get_second_factor, turn_off_second_factor};
use crate::{
    data::fetched,
    deed::{Deed, Refused},
    i18n::{t, tn},
    intent::Intent,
    told,
    ui::{Empty, Icon, TextField, Toasts},
};
use domain::second_factor::{Enrolment, SecondFactor};
use leptos::{ev::SubmitEvent, prelude::*};

/// The section; it fetches its own state.
#[component]
pub fn SecondFactorSection() -> impl IntoView {
    let state = fetched(|| (), |()| get_second_factor());
    view! {
        <section class="section" aria-labelledby="second-factor">
            <header><h2 id="second-factor">{t("settings.factor")}</h2></header>
            <p class="muted">{t("settings.factor_text")}</p>
            <Suspense fallback=|| view! { <span class="sk w5"></span> }>
                {move || Suspend::new(async move {
                    match state.await {
                        Ok(state) => view! { <Factor state/> }.into_any(),
                        Err(error) => {
                            view! { <Empty icon="circle-alert" title=t("settings.factor") text=told::error(&error)>""</Empty> }.into_any()
                        }
                    }
                })}
            </Suspense>
        </section>
    }
}

/// What is shown of it.
#[derive(Clone)]
enum Shown {
    Off,
    Enrolling(Enrolment),
    /// The recovery codes, this once.
    Codes(Vec<String>),
    On,
}

#[component]
fn Factor(state: SecondFactor) -> impl IntoView {
    let state = RwSignal::new(state);
    let shown = RwSignal::new(if state.get_untracked().on { Shown::On } else { Shown::Off });
    move || match shown.get() {
        Shown::Off => view! { <Off state shown/> }.into_any(),
        Shown::Enrolling(enrolment) => view! { <Enrolling enrolment state shown/> }.into_any(),
        Shown::Codes(codes) => view! { <Codes codes shown/> }.into_any(),
        Shown::On => view! { <On state shown/> }.into_any(),
    }
}

#[component]
fn Off(state: RwSignal<SecondFactor>, shown: RwSignal<Shown>) -> impl IntoView {
    let deed = Deed::new();
    let intent = Intent::<()>::new();
    let begin = move |_| {
        deed.run(begin_second_factor(intent.request(&())), move |enrolment| shown.set(Shown::Enrolling(enrolment)));
    };
    let required = state.get_untracked().required;
    view! {
        {required.then(|| view! { <div class="strip warn boxed" role="status"><Icon name="shield"/><span>{t("settings.factor_required")}</span></div> })}
        <Refused deed/>
        <div class="deeds">
            <button type="button" class="btn primary" aria-busy=move || deed.is_busy() on:click=begin>{t("settings.factor_on")}</button>
        </div>
    }
}

#[component]
fn Enrolling(enrolment: Enrolment, state: RwSignal<SecondFactor>, shown: RwSignal<Shown>) -> impl IntoView {
    let (code, deed, intent) = (RwSignal::new(String::new()), Deed::new(), Intent::<String>::new());
    let confirm = move |event: SubmitEvent| {
        event.prevent_default();
        let code = code.get_untracked();
        deed.run(confirm_second_factor(intent.request(&code), code), move |codes| {
            state.update(|state| (state.on, state.codes_left) = (true, codes.len()));
            shown.set(Shown::Codes(codes));
        });
    };
    let secret = enrolment.secret.clone();
    view! {
        <form class="form factor" novalidate on:submit=confirm>
            <ol>
                <li>{t("settings.factor_step_app")}</li>
                <li>{t("settings.factor_step_scan")}</li>
                <li>{t("settings.factor_step_code")}</li>
            </ol>
            {picture(&enrolment.picture)}
            <p>{t("settings.factor_secret")}" "<b class="mono">{secret}</b></p>
            <Refused deed/>
            <TextField id="factor-code" label=t("settings.factor_code") value=code error=deed.problem("code") required=true/>
            <div class="deeds">
                <button class="btn primary" aria-busy=move || deed.is_busy()>{t("settings.factor_confirm")}</button>
                <button type="button" class="btn" on:click=move |_| shown.set(Shown::Off)>{t("ui.cancel")}</button>
            </div>
        </form>
    }
}

/// Dark squares on light ones in every theme: cameras read nothing else.
fn picture(rows: &[Vec<bool>]) -> impl IntoView + use<> {
    let dark = rows.iter().enumerate().flat_map(|(y, row)| {
        row.iter().enumerate().filter(|(_, dark)| **dark).map(move |(x, _)| format!("M{} {}h1v1h-1z", x + 4, y + 4))
    });
    let (path, size) = (dark.collect::<String>(), rows.len() + 8);
    view! {
        <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=t("settings.factor_picture") shape-rendering="crispEdges">
            <path d=path></path>
        </svg>
    }
}

#[component]
fn Codes(codes: Vec<String>, shown: RwSignal<Shown>) -> impl IntoView {
    let toasts = Toasts::get();
    let all = codes.join("\n");
    let copy = move |_| toasts.copy(all.clone(), "settings.factor_copied");
    view! {
        <div class="strip good boxed" role="status"><Icon name="circle-check"/><span>{t("settings.factor_is_on")}</span></div>
        <p>{t("settings.factor_codes_text")}</p>
        <ul class="codes mono">{codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}</ul>
        <div class="deeds">
            <button type="button" class="btn" on:click=copy><Icon name="copy"/>{t("settings.factor_copy")}</button>
            <button type="button" class="btn primary" on:click=move |_| shown.set(Shown::On)>{t("settings.factor_kept")}</button>
        </div>
    }
}

#[component]
fn On(state: RwSignal<SecondFactor>, shown: RwSignal<Shown>) -> impl IntoView {
    let (code, deed, toasts) = (RwSignal::new(String::new()), Deed::new(), Toasts::get());
    let intent = Intent::<String>::new();
    let turn_off = move |event: SubmitEvent| {
        event.prevent_default();
        let code = code.get_untracked();
        deed.run(turn_off_second_factor(intent.request(&code), code), move |()| {
            intent.done();
            state.update(|state| state.on = false);
            toasts.say(t("settings.factor_is_off"));
            shown.set(Shown::Off);
        });
    };
    let SecondFactor { required, codes_left, .. } = state.get_untracked();
    let left = tn("settings.factor_codes_left", i64::try_from(codes_left).unwrap_or_default());
    view! {
        <p><span class="badge good">{t("settings.factor_is_on")}</span>" "{left}</p>
        {if required {
            view! { <p class="muted">{t("settings.factor_stays")}</p> }.into_any()
        } else {
            view! {
                <form class="form factor" novalidate on:submit=turn_off>
                    <Refused deed/>
                    <TextField id="factor-code" label=t("settings.factor_code_off") value=code error=deed.problem("code") required=true/>
                    <div class="deeds"><button class="btn danger" aria-busy=move || deed.is_busy()>{t("settings.factor_off")}</button></div>
                </form>
            }
            .into_any()
        }}
    }
}
