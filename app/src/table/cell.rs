//! Cells of a client's line, by column. What is unknown is an empty cell, drawn as «—».

use super::column::{Col, TableCx};
use crate::routes;
use chrono::{DateTime, Utc};
use domain::{
    clients::ClientRow,
    columns::{BuiltinColumn, Column},
    fields::FieldValue,
    ids::UserId,
    zone,
};
use leptos::prelude::*;

/// Longer names may not fit their column, and say themselves whole to the pointer.
const SURELY_FITS: usize = 28;

/// One cell.
pub fn cell(col: &Col, row: &ClientRow, cx: &TableCx) -> AnyView {
    match &col.column {
        Column::Builtin(BuiltinColumn::Name) => name(row).into_any(),
        Column::Builtin(BuiltinColumn::Phone) => phone(row),
        Column::Builtin(BuiltinColumn::Email) => email(row),
        Column::Builtin(BuiltinColumn::Owner) => owner(row.owner, cx),
        Column::Builtin(BuiltinColumn::Deals) => deals(row),
        Column::Builtin(BuiltinColumn::CreatedAt) => moment(row.created_at, cx),
        Column::Builtin(BuiltinColumn::UpdatedAt) => moment(row.updated_at, cx),
        Column::Custom(id) => custom(col, row.custom.get(id), cx),
        // Columns of deals.
        Column::Builtin(_) => void(col.class),
    }
}

/// An empty cell; `class` keeps its width.
pub fn void(class: &'static str) -> AnyView {
    view! { <td class=format!("{class} void")></td> }.into_any()
}

fn name(row: &ClientRow) -> impl IntoView {
    let long = row.name.chars().count() > SURELY_FITS;
    view! {
        <td class="c-name"><a href=routes::client(row.id) title=long.then(|| row.name.clone())>{row.name.clone()}</a></td>
    }
}

fn phone(row: &ClientRow) -> AnyView {
    let Some(phone) = &row.phone else { return void("c-phone") };
    view! { <td class="c-phone"><a href=format!("tel:{phone}")>{phone.format()}</a></td> }.into_any()
}

fn email(row: &ClientRow) -> AnyView {
    let Some(email) = &row.email else { return void("c-email") };
    let long = email.as_str().chars().count() > SURELY_FITS;
    view! {
        <td class="c-email soft">
            <a href=format!("mailto:{email}") title=long.then(|| email.to_string())>{email.to_string()}</a>
        </td>
    }
    .into_any()
}

/// The responsible's avatar and name; the name stands beside the letters, so they need no title.
pub fn owner(id: UserId, cx: &TableCx) -> AnyView {
    let Some(user) = cx.viewer.person(id).cloned() else { return void("c-owner") };
    let name = user.name();
    let (hue, initials) = (user.hue().to_string(), user.initials());
    view! {
        <td class="c-owner">
            <span class="owner"><span class="av" data-hue=hue aria-hidden="true">{initials}</span><span>{name}</span></span>
        </td>
    }
    .into_any()
}

fn deals(row: &ClientRow) -> AnyView {
    if row.deals == 0 {
        return void("c-deals");
    }
    let dots: Vec<_> =
        row.stages.iter().map(|stage| view! { <i class="dot" data-stage=stage.to_string()></i> }).collect();
    view! {
        <td class="c-deals"><span class="dots">{dots}<span class="soft num">{format!("\u{a0}{}", row.deals)}</span></span></td>
    }
    .into_any()
}

/// A moment, short; whole for the pointer.
pub fn moment(at: DateTime<Utc>, cx: &TableCx) -> AnyView {
    let viewer = &cx.viewer;
    let short = zone::format_short(at, viewer.now, &viewer.zone, cx.lang);
    view! { <td class="c-date soft" title=zone::format_moment(at, &viewer.zone, cx.lang)>{short}</td> }.into_any()
}

fn custom(col: &Col, value: Option<&FieldValue>, cx: &TableCx) -> AnyView {
    let text = value.and_then(|value| value.in_words(col.field.as_ref(), cx.lang));
    let Some(text) = text else { return void(col.class) };
    let long = text.chars().count() > SURELY_FITS / 2;
    view! { <td class=col.class title=long.then(|| text.clone())>{text.clone()}</td> }.into_any()
}
