//! Money edited in place. An amount and its currency are one text, so that they are saved and taken back as one change.

use super::{Edit, Record, inline};
use crate::ui::CurrencySelect;
use domain::money::Currency;
use leptos::prelude::*;

/// Both as one text: «1250.5 USD».
pub fn money_text(amount: &str, currency: Currency) -> String {
    format!("{amount} {currency}")
}

/// The amount, as it was typed, and the currency of such a text.
pub fn money_parts(text: &str) -> (&str, Option<Currency>) {
    let (amount, code) = text.rsplit_once(' ').unwrap_or((text, ""));
    (amount, Currency::parse(code).ok())
}

/// The amount's input, and the currency beside it.
pub(super) fn editor<R: Record>(edit: Edit<R>, id: StoredValue<String>, offered: Vec<Currency>) -> AnyView {
    let own = offered.first().copied().unwrap_or(Currency::UZS);
    let chosen = Signal::derive(move || edit.draft.with(|draft| money_parts(draft).1).unwrap_or(own));
    let amount = inline::Bound {
        read: Signal::derive(move || edit.draft.with(|draft| money_parts(draft).0.to_owned())),
        write: Callback::new(move |typed: String| edit.draft.set(money_text(&typed, chosen.get_untracked()))),
    };
    let choose = Callback::new(move |currency| {
        edit.draft.update(|draft| *draft = money_text(money_parts(draft).0, currency));
    });
    view! {
        {inline::input(edit, id, ("text", "decimal"), amount)}
        <CurrencySelect offered chosen choose on:keydown=move |event| inline::on_key(edit, &event)/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_and_its_currency_are_one_text_and_come_apart_again() {
        for amount in ["1250.5", "1 250", "", "-3", "много денег"] {
            let text = money_text(amount, Currency::USD);
            assert_eq!(money_parts(&text), (amount, Some(Currency::USD)));
        }
        assert_eq!(money_parts("5"), ("5", None));
    }
}
