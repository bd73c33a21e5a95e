//! What is asked before a field is deleted, and the list of deleted ones with their way back.

use super::{
    field_row::icon,
    field_shelf::{Asked, Shelf},
};
use crate::{
    deed::{Deed, Refused},
    i18n::{t, ta, tn},
    ui::{Dialog, Icon},
};
use domain::fields::FieldDef;
use leptos::{ev::SubmitEvent, prelude::*};

/// «Удаление поля»; shown while a field is asked about.
#[component]
pub fn DeleteFieldDialog(shelf: Shelf) -> impl IntoView {
    view! { <Dialog open=shelf.open title=t("settings.deleting")><Question shelf/></Dialog> }
}

#[component]
fn Question(shelf: Shelf) -> impl IntoView {
    let (deed, open) = (Deed::new(), shelf.open);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(asked) = shelf.asked.get_untracked() else { return };
        deed.run(shelf.delete(asked), move |field| {
            open.set(false);
            shelf.took(field);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="dbody">
                <Refused deed/>
                <p><b>{move || shelf.asked.get().map(|asked| filled(&asked))}</b></p>
                <p>{t("settings.values_kept")}</p>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary danger" aria-busy=move || deed.is_busy()>{t("settings.delete_field")}</button>
            </footer>
        </form>
    }
}

fn filled(asked: &Asked) -> String {
    let words = match asked.values {
        Some(0) => t("settings.no_values"),
        Some(values) => tn("settings.values", values),
        None => t("settings.values_of_all"),
    };
    words.replace("{name}", &asked.field.name)
}

/// «Удалённые поля», where there are any.
#[component]
pub fn DeletedFields(shelf: Shelf) -> impl IntoView {
    let row = move |field: FieldDef| {
        let (name, kind) = (field.name.clone(), t(&format!("settings.kind.{}", field.kind.key())));
        let label = ta("settings.restore_it", &[("name", &field.name)]);
        view! {
            <li class="off">
                <span class="kind"><Icon name=icon(field.kind)/></span>
                <span class="main"><b>{name}</b><small>{kind}</small></span>
                <button type="button" class="btn s" aria-label=label on:click=move |_| shelf.restore(field.clone())>
                    <Icon name="undo-2"/>{t("settings.restore_field")}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !shelf.deleted.with(Vec::is_empty)>
            <h3 class="muted">{t("settings.deleted_fields")}</h3>
            <ul class="rows" aria-label=t("settings.deleted_fields")>
                <For each=move || shelf.deleted.get() key=|field| (field.id, field.version) children=row/>
            </ul>
        </Show>
    }
}
