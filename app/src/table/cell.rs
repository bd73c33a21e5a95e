//! Cells by column. What is unknown is an empty cell, drawn as «—». A row that changes is drawn anew.

use super::column::{Col, TableCx};
use crate::{
    browser,
    i18n::t,
    routes,
    ui::{Elements, Words},
};
use chrono::{DateTime, Utc};
use domain::{
    clients::ClientRow,
    columns::{BuiltinColumn, Column},
    fields::FieldValues,
    ids::UserId,
    zone,
};

/// Appends one cell of a client.
pub fn cell(out: &mut Elements, col: &Col, row: &ClientRow, cx: &TableCx) {
    match &col.column {
        Column::Builtin(BuiltinColumn::Name) => {
            name(out, col, (&routes::client(row.id), &row.name), row.access.is_public());
        }
        Column::Builtin(BuiltinColumn::Phone) => phone(out, col, row),
        Column::Builtin(BuiltinColumn::Email) => email(out, col, row),
        Column::Builtin(BuiltinColumn::Owner) => owner(out, col, row.owner, cx),
        Column::Builtin(BuiltinColumn::Deals) => deals(out, col, row),
        Column::Builtin(BuiltinColumn::CreatedAt) => moment(out, col, row.created_at, cx),
        Column::Builtin(BuiltinColumn::UpdatedAt) => moment(out, col, row.updated_at, cx),
        Column::Custom(_) => custom(out, col, &row.custom, cx),
        // Columns of other tables.
        Column::Builtin(_) => void(out, col),
    }
}

/// Begins a cell of the column, with further classes such as ` soft`.
pub fn begin<'a>(out: &'a mut Elements, col: &Col, more: &'static str) -> &'a mut Elements {
    out.open("td");
    if more.is_empty() {
        out.class(col.class);
    } else {
        out.attr("class", format_args!("{}{more}", col.class));
    }
    match &col.pin {
        Some(pin) => out.attr("data-pin", pin),
        None => out,
    }
}

/// Appends an empty cell.
pub fn void(out: &mut Elements, col: &Col) {
    begin(out, col, " void").close();
}

/// Appends the sign of a client that everybody sees (S1.20).
fn public_mark(out: &mut Elements) {
    let words = t("clients.public");
    out.open("span").class("everybody").attr("title", &words).small_icon("globe");
    out.open("span").class("vh").text(words).close().close();
}

/// The same alone.
pub fn public_sign() -> Elements {
    let mut sign = Elements::default();
    public_mark(&mut sign);
    sign
}

/// Appends what a row is known by, which opens its card; the mark before it is in sight however long the name is.
pub fn name(out: &mut Elements, col: &Col, (href, name): (&str, &str), public: bool) {
    begin(out, col, "");
    if public {
        public_mark(out);
    }
    link(out, href, name).close();
}

/// Appends a link.
pub fn link(out: &mut Elements, href: impl Words, text: impl Words) -> &mut Elements {
    out.open("a").attr("href", href).text(text).close()
}

/// Appends a text.
pub fn text(out: &mut Elements, col: &Col, text: &str) {
    begin(out, col, "").text(text).close();
}

fn phone(out: &mut Elements, col: &Col, row: &ClientRow) {
    let Some(phone) = &row.phone else { return void(out, col) };
    link(begin(out, col, ""), format_args!("tel:{phone}"), phone.format()).close();
}

fn email(out: &mut Elements, col: &Col, row: &ClientRow) {
    let Some(email) = &row.email else { return void(out, col) };
    link(begin(out, col, " soft"), format_args!("mailto:{email}"), format_args!("{email}")).close();
}

/// Appends the responsible's avatar and name; the name stands beside the letters, so they need no title.
pub fn owner(out: &mut Elements, col: &Col, id: UserId, cx: &TableCx) {
    let Some(user) = cx.viewer.person(id) else { return void(out, col) };
    begin(out, col, "").open("span").class("owner");
    out.open("span").class("av").attr("data-hue", format_args!("{}", user.hue())).attr("aria-hidden", "true");
    out.text(user.initials()).close().open("span").text(user.name()).close().close().close();
}

fn deals(out: &mut Elements, col: &Col, row: &ClientRow) {
    if row.deals == 0 {
        return void(out, col);
    }
    begin(out, col, "").open("span").class("dots");
    for stage in &row.stages {
        out.open("i").class("dot").attr("data-stage", format_args!("{stage}")).close();
    }
    out.open("span").class("soft num").text(format_args!("\u{a0}{}", row.deals)).close().close().close();
}

/// Appends a moment, short; whole for the pointer.
pub fn moment(out: &mut Elements, col: &Col, at: DateTime<Utc>, cx: &TableCx) {
    let viewer = &cx.viewer;
    let short = zone::format_short(at, browser::servers_now(viewer.now), &viewer.zone, cx.lang);
    let whole = zone::format_moment(at, &viewer.zone, cx.lang);
    begin(out, col, " soft").attr("title", whole).text(short).close();
}

/// Appends a custom field's value.
pub fn custom(out: &mut Elements, col: &Col, values: &FieldValues, cx: &TableCx) {
    let value = col.field.as_ref().and_then(|field| Some((values.get(&field.id)?, field)));
    match value.and_then(|(value, field)| value.in_words(Some(field), cx.lang)) {
        Some(words) => text(out, col, &words),
        None => void(out, col),
    }
}
