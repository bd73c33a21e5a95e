//! Settings: custom fields of clients and of deals.

use super::{
    field_deletion::{DeleteFieldDialog, DeletedFields},
    field_form::NewFieldDialog,
    field_row::FieldRow,
    field_shelf::{Both, Shelf, both},
    guarded,
};
use crate::{
    data::fetched,
    i18n::t,
    session::change_viewer,
    told,
    ui::{Empty, Icon},
};
use domain::{
    access::Right,
    fields::{FieldDef, Noun},
    users::Viewer,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The page «Поля».
#[component]
pub fn FieldsPage() -> impl IntoView {
    guarded(Right::SetUpFields, || view! { <Fields/> }.into_any())
}

#[component]
fn Fields() -> impl IntoView {
    let clients = fetched(|| (), |()| both(Noun::Client));
    let deals = fetched(|| (), |()| both(Noun::Deal));
    view! {
        <div class="sethead"><div><h2>{t("settings.fields")}</h2><p>{t("settings.fields_text")}</p></div></div>
        <Suspense fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match (clients.await, deals.await) {
                    (Ok(clients), Ok(deals)) => view! {
                        <FieldList noun=Noun::Client both=clients/>
                        <FieldList noun=Noun::Deal both=deals/>
                    }.into_any(),
                    (Err(error), _) | (_, Err(error)) => {
                        view! { <Empty icon="circle-alert" title=t("settings.fields") text=told::error(&error)>""</Empty> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn FieldList(noun: Noun, both: Both) -> impl IntoView {
    let shelf = Shelf::new(noun, both);
    let fields = shelf.fields;
    let open = RwSignal::new(false);
    let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
    // Cards and tables take the fields from here.
    Effect::new(move |_| {
        let fields = fields.get();
        change_viewer(viewer, |viewer| {
            if noun == Noun::Deal { viewer.deal_fields = fields } else { viewer.client_fields = fields }
        });
    });
    let added = Callback::new(move |field: FieldDef| fields.update(|fields| fields.push(field)));
    let (title, add) = words(noun);
    view! {
        <section class="section" aria-labelledby=title>
            <header><h2 id=title>{t(title)}</h2></header>
            <ul class="rows">
                <Show when=move || fields.with(Vec::is_empty)><li class="off">{t("settings.no_fields")}</li></Show>
                <For each=move || fields.get() key=|field| field.id let:field><FieldRow field shelf/></For>
                <li class="adder">
                    <button type="button" class="link hstack" aria-label=t(add) on:click=move |_| open.set(true)>
                        <Icon name="plus"/>{t("settings.add_field")}
                    </button>
                </li>
            </ul>
            <DeletedFields shelf/>
        </section>
        <NewFieldDialog noun open added/>
        <DeleteFieldDialog shelf/>
    }
}

fn words(noun: Noun) -> (&'static str, &'static str) {
    if noun == Noun::Deal {
        ("settings.deal_fields", "settings.add_deal_field")
    } else {
        ("settings.client_fields", "settings.add_client_field")
    }
}
