//! Who created and last changed a record, and when.

use super::{Card, Record};
use crate::{format, i18n::t, session::person};
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use leptos::prelude::*;

/// The two lines «Создан» and «Изменён».
#[component]
pub fn Facts<R: Record>(card: Card<R>) -> impl IntoView {
    let touched = Memo::new(move |_| card.record.with(Record::touched));
    view! {
        <Fact label=t("record.created") fact=Signal::derive(move || touched.get().created)/>
        <Fact label=t("record.updated") fact=Signal::derive(move || touched.get().updated)/>
    }
}

#[component]
fn Fact(label: String, fact: Signal<(DateTime<Utc>, UserId)>) -> impl IntoView {
    let words = move || {
        let (at, by) = fact.get();
        let name = person(by).map_or_else(|| t("record.former"), |user| user.name());
        format!("{}, {name}", format::moment(at))
    };
    view! { <div class="f"><span class="k">{label}</span><span class="v muted"><span class="txt" title=words>{words}</span></span></div> }
}
