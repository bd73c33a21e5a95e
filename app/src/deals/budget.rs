//! «Бюджет сделки» on a deal's card: the amount and its currency, saved together.

use super::card_page::DealDeed;
use crate::{
    format,
    i18n::t,
    record::{Editor, Spec, money_parts, money_text},
};
use domain::{
    deals::{Deal, DealPatch, currencies},
    error::Problem,
    money::{Currency, Money},
};
use leptos::prelude::*;

/// The budget in the currencies that a deal of this company can be in, which has one already.
pub(super) fn budget_spec(company: Currency, own: Currency) -> Spec<Deal> {
    let read = |deal: &Deal| money_text(&deal.money().map(Money::to_plain).unwrap_or_default(), deal.currency);
    let shown = move |text: &str| {
        let (amount, currency) = money_parts(text);
        let words = Money::parse(amount, currency.unwrap_or(own)).map(format::money).unwrap_or_default();
        view! { <span class="txt num">{words}</span> }.into_any()
    };
    Spec::line(("budget", t("record.field.budget")), read, parse)
        .editor(Editor::Money(currencies(company, own)))
        .shown(shown)
}

fn parse(deal: &Deal, text: &str) -> Result<DealDeed, Problem> {
    let (amount, currency) = money_parts(text);
    let currency = currency.unwrap_or(deal.currency);
    let minor = if amount.trim().is_empty() { None } else { Some(Money::parse(amount, currency)?.minor) };
    Ok(DealDeed::Edit(DealPatch::Budget(minor, currency)))
}
