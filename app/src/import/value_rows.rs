//! What the values of a stage, owner or list column mean, one by one.

use super::{crowd::Crowd, wizard::Wizard, words};
use crate::{
    format,
    i18n::{t, ta},
    ui::Icon,
};
use domain::import::{Meaning, Target};
use leptos::prelude::*;

/// Every different value of a column, most frequent first.
#[component]
pub fn ValueRows(wizard: Wizard, index: usize) -> impl IntoView {
    let (values, is_crowd) = wizard.glimpse.with_value(|glimpse| {
        let column = &glimpse.columns[index];
        (column.values.clone(), column.has_too_many_values())
    });
    let target = wizard.plan.with_untracked(|plan| plan.columns[index].target.clone());
    if is_crowd {
        return view! { <Crowd wizard index target/> }.into_any();
    }
    if values.is_empty() {
        return ().into_any();
    }
    let meanings = wizard.known.with_value(|known| known.meanings(&target));
    let rows = values.into_iter().map(|(value, count)| {
        let meanings = meanings.clone();
        view! { <ValueRow wizard index value count meanings/> }
    });
    let note = (target == Target::Owner).then(|| view! { <p class="hint">{t("import.owner_note")}</p> });
    view! { <div class="values">{rows.collect_view()}{note}</div> }.into_any()
}

#[component]
fn ValueRow(wizard: Wizard, index: usize, value: String, count: u32, meanings: Vec<Meaning>) -> impl IntoView {
    let now = wizard.plan.with_untracked(|plan| plan.columns[index].values.get(&value).cloned());
    let known = wizard.known.get_value();
    let options = options(&meanings, now.as_ref(), |meaning| words::meaning(meaning, &value, &known));
    let label = ta("import.meaning_of", &[("name", &value)]);
    let of = value.clone();
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|place| meanings.get(place).cloned());
        if let Some(meaning) = chosen {
            wizard.plan.update(|plan| {
                plan.columns[index].values.insert(of.clone(), meaning);
            });
        }
    };
    view! {
        <div class="pair">
            <span>{value} " " <span class="muted num">"×" {format::count(i64::from(count))}</span></span>
            <Icon name="arrow-right"/>
            <span class="select"><select class="inp s" aria-label=label on:change=choose>{options}</select><Icon name="chevron-down"/></span>
            <span></span>
        </div>
    }
}

/// What a value may mean, by its place. Where what it means is not offered, nothing stands first: the browser would show the
/// first one as if it were chosen.
fn options(meanings: &[Meaning], now: Option<&Meaning>, words: impl Fn(&Meaning) -> String) -> AnyView {
    let is_offered = now.is_some_and(|now| meanings.contains(now));
    let nothing = (!is_offered).then(|| view! { <option value="" selected=true disabled=true></option> });
    let options = meanings.iter().enumerate().map(|(place, meaning)| {
        view! { <option value=place.to_string() selected=now == Some(meaning)>{words(meaning)}</option> }
    });
    (nothing, options.collect_view()).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_meaning_that_is_not_offered_is_shown_as_none() {
        let owner = |number| Meaning::Owner(Uuid::from_u128(number).into());
        let shown = |now: Option<Meaning>| {
            Owner::new().with(|| options(&[owner(1), Meaning::Nothing], now.as_ref(), |_| "x".into()).to_html())
        };
        for gone in [None, Some(owner(2))] {
            let html = shown(gone);
            let first = html.split('>').next().unwrap_or_default();
            assert!(first.contains("value=\"\"") && first.contains("selected"), "{html}");
            assert_eq!(html.matches("selected").count(), 1, "{html}");
        }
        let html = shown(Some(Meaning::Nothing));
        assert_eq!((html.matches("<option").count(), html.contains("value=\"\"")), (2, false), "{html}");
    }
}
