//! A stage, owner or list column of more different values than can be mapped one by one.

use super::{wizard::Wizard, words};
use crate::{
    i18n::{t, ta},
    ui::Icon,
};
use domain::import::{Target, VALUES_LIMIT, column_name};
use leptos::prelude::*;

/// What will become of the values; a new list cannot take them.
#[component]
pub fn Crowd(wizard: Wizard, index: usize, target: Target) -> impl IntoView {
    let said = ta(said(&target), &[("n", &VALUES_LIMIT.to_string())]);
    let is_new = matches!(target, Target::NewField(..));
    let note = (target == Target::Owner).then(|| view! { <p class="hint">{t("import.owner_note")}</p> });
    view! {
        <div class="values">
            <p class="hint">{said}</p>
            {(!is_new).then(|| view! { <Others wizard index target/> })}
            {note}
        </div>
    }
}

fn said(target: &Target) -> &'static str {
    match target {
        Target::Stage => "import.too_many.stage",
        Target::Owner => "import.too_many.owner",
        Target::NewField(..) => "import.too_many.new",
        _ => "import.too_many.choice",
    }
}

/// What all values mean that fit nothing.
#[component]
fn Others(wizard: Wizard, index: usize, target: Target) -> impl IntoView {
    let (now, name) =
        wizard.plan.with_untracked(|plan| (plan.columns[index].others.clone(), column_name(&plan.columns, index)));
    let known = wizard.known.get_value();
    let meanings = known.meanings_of_others(&target);
    let options = meanings.iter().enumerate().map(|(place, meaning)| {
        let selected = now.as_ref() == Some(meaning);
        view! { <option value=place.to_string() selected=selected>{words::meaning(meaning, "", &known)}</option> }
    });
    let options = options.collect_view();
    let is_wrong = now.is_none();
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|place| meanings.get(place).cloned());
        wizard.plan.update(|plan| plan.columns[index].others = chosen);
    };
    view! {
        <div class="pair">
            <span>{t("import.others")}</span>
            <Icon name="arrow-right"/>
            <span class="select">
                <select class="inp s" aria-label=ta("import.others_of", &[("name", &name)]) on:change=choose>
                    <option value="" selected=is_wrong>{t("import.others_wrong")}</option>
                    {options}
                </select>
                <Icon name="chevron-down"/>
            </span>
            <span></span>
        </div>
    }
}
