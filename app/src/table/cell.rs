//! Cells by column. What is unknown is an empty cell, drawn as «—».

use super::column::{Col, TableCx};
use crate::{i18n::t, routes, ui::Icon};
use chrono::{DateTime, Utc};
use domain::{
    clients::ClientRow,
    columns::{BuiltinColumn, Column},
    fields::FieldValues,
    ids::UserId,
    zone,
};
use leptos::prelude::*;

/// One cell of a client.
pub fn cell(col: &Col, row: &ClientRow, cx: &TableCx) -> AnyView {
    match &col.column {
        Column::Builtin(BuiltinColumn::Name) => {
            name(col, routes::client(row.id), &row.name, row.access.is_public().then(public_mark))
        }
        Column::Builtin(BuiltinColumn::Phone) => phone(col, row),
        Column::Builtin(BuiltinColumn::Email) => email(col, row),
        Column::Builtin(BuiltinColumn::Owner) => owner(row.owner, col, cx),
        Column::Builtin(BuiltinColumn::Deals) => deals(col, row),
        Column::Builtin(BuiltinColumn::CreatedAt) => moment(row.created_at, col, cx),
        Column::Builtin(BuiltinColumn::UpdatedAt) => moment(row.updated_at, col, cx),
        Column::Custom(_) => custom(col, &row.custom, cx),
        // Columns of other tables.
        Column::Builtin(_) => void(col),
    }
}

/// An empty cell.
pub fn void(col: &Col) -> AnyView {
    view! { <td class=format!("{} void", col.class) data-pin=col.pin.clone()></td> }.into_any()
}

/// The sign of a client that everybody sees (S1.20).
pub fn public_mark() -> AnyView {
    let (title, words) = (t("clients.public"), t("clients.public"));
    view! { <span class="everybody" title=title><Icon name="globe" class="s"/><span class="vh">{words}</span></span> }
        .into_any()
}

/// What a row is known by, which opens its card; a mark before it is in sight however long the name is.
pub fn name(col: &Col, href: String, name: &str, mark: Option<AnyView>) -> AnyView {
    view! { <td class=col.class data-pin=col.pin.clone()>{mark}<a href=href>{name.to_owned()}</a></td> }.into_any()
}

/// A text.
pub fn text(col: &Col, text: String) -> AnyView {
    view! { <td class=col.class data-pin=col.pin.clone()>{text}</td> }.into_any()
}

fn phone(col: &Col, row: &ClientRow) -> AnyView {
    let Some(phone) = &row.phone else { return void(col) };
    view! { <td class=col.class data-pin=col.pin.clone()><a href=format!("tel:{phone}")>{phone.format()}</a></td> }
        .into_any()
}

fn email(col: &Col, row: &ClientRow) -> AnyView {
    let Some(email) = row.email.as_ref().map(ToString::to_string) else { return void(col) };
    view! {
        <td class=format!("{} soft", col.class) data-pin=col.pin.clone()><a href=format!("mailto:{email}")>{email.clone()}</a></td>
    }
    .into_any()
}

/// The responsible's avatar and name; the name stands beside the letters, so they need no title.
pub fn owner(id: UserId, col: &Col, cx: &TableCx) -> AnyView {
    let Some(user) = cx.viewer.person(id) else { return void(col) };
    let (hue, initials, name) = (user.hue().to_string(), user.initials(), user.name());
    view! {
        <td class=col.class data-pin=col.pin.clone()>
            <span class="owner"><span class="av" data-hue=hue aria-hidden="true">{initials}</span><span>{name}</span></span>
        </td>
    }
    .into_any()
}

fn deals(col: &Col, row: &ClientRow) -> AnyView {
    if row.deals == 0 {
        return void(col);
    }
    let dots: Vec<_> =
        row.stages.iter().map(|stage| view! { <i class="dot" data-stage=stage.to_string()></i> }.into_any()).collect();
    view! {
        <td class=col.class data-pin=col.pin.clone()>
            <span class="dots">{dots}<span class="soft num">{format!("\u{a0}{}", row.deals)}</span></span>
        </td>
    }
    .into_any()
}

/// A moment, short; whole for the pointer.
pub fn moment(at: DateTime<Utc>, col: &Col, cx: &TableCx) -> AnyView {
    let viewer = &cx.viewer;
    let short = zone::format_short(at, viewer.now, &viewer.zone, cx.lang);
    let whole = zone::format_moment(at, &viewer.zone, cx.lang);
    view! { <td class=format!("{} soft", col.class) data-pin=col.pin.clone() title=whole>{short}</td> }.into_any()
}

/// A custom field's value.
pub fn custom(col: &Col, values: &FieldValues, cx: &TableCx) -> AnyView {
    let value = col.field.as_ref().and_then(|field| Some((values.get(&field.id)?, field)));
    match value.and_then(|(value, field)| value.in_words(Some(field), cx.lang)) {
        Some(words) => text(col, words),
        None => void(col),
    }
}
