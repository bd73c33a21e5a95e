//! An amount and the currency it is of.

use super::{FieldError, Icon};
use crate::i18n::{lang, t};
use domain::money::Currency;
use leptos::prelude::*;

/// A labelled amount with its currency beside it.
#[component]
pub fn MoneyField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    amount: RwSignal<String>,
    currency: RwSignal<Currency>,
    offered: Vec<Currency>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    view! {
        <div class="field">
            <label class="lbl" for=id.clone()>{label}</label>
            <span class="manyline money">
                <input class="inp num" id=id inputmode="decimal" autocomplete="off" aria-describedby=error_id.clone()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    prop:value=move || amount.get() on:input=move |event| amount.set(event_target_value(&event))/>
                <CurrencySelect offered chosen=currency choose=Callback::new(move |chosen| currency.set(chosen))/>
            </span>
            <span class="foot"><FieldError id=error_id text=error/></span>
        </div>
    }
}

/// The currency of an amount that stands beside it, by its sign.
#[component]
pub fn CurrencySelect(
    offered: Vec<Currency>,
    #[prop(into)] chosen: Signal<Currency>,
    choose: Callback<Currency>,
) -> impl IntoView {
    let option = move |currency: Currency| {
        let code = currency.code();
        view! { <option value=code selected=move || chosen.get() == currency title=code>{currency.symbol_in(lang())}</option> }
    };
    let on_change = move |event| {
        // The options are codes that are known.
        if let Ok(currency) = Currency::parse(&event_target_value(&event)) {
            choose.run(currency);
        }
    };
    view! {
        <span class="select">
            <select class="inp" aria-label=t("record.field.currency") prop:value=move || chosen.get().code() on:change=on_change>
                {offered.into_iter().map(option).collect_view()}
            </select>
            <Icon name="chevron-down"/>
        </span>
    }
}
