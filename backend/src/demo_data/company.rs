//! What a demo company has beside clients and deals: colleagues, stages, custom fields.

use super::{dice::Dice, names, store};
use crate::{
    cx::{Cx, Tx},
    fields, pipelines,
};
use domain::{
    colour::Colour,
    error::AppError,
    events::{Change, EventKind, Told},
    fields::{FieldDef, FieldKind, NewField, Noun},
    ids::UserId,
    pipelines::StageGroup,
    search_text::fold,
};

const STAGES: [(StageGroup, &str, u8); 3] = [
    (StageGroup::Unprocessed, "Первый контакт", 12),
    (StageGroup::InWork, "Договор", 10),
    (StageGroup::InWork, "Ожидает оплаты", 4),
];
const CITIES: [&str; 10] =
    ["Ташкент", "Самарканд", "Бухара", "Андижан", "Фергана", "Нукус", "Москва", "Казань", "Алматы", "Шымкент"];
const SOURCES: [&str; 6] = ["Сайт", "Звонок", "Рекомендация", "Выставка", "Телеграм", "Реклама"];
const PRODUCTS: [&str; 6] = ["Оборудование", "Монтаж", "Сервис", "Обучение", "Аренда", "Расходные материалы"];

/// Adds colleagues who own records but cannot sign in.
pub(super) async fn add_people(cx: &Cx, count: usize) -> Result<Vec<UserId>, AppError> {
    let mut dice = Dice::new(count as u64);
    let mut tx = cx.begin_own().await?;
    let mut people = Vec::new();
    for number in 1..=count {
        let id: UserId = tx.backend().new_id();
        let ((first, last), email) = (names::colleague(&mut dice), format!("manager{number}@example.uz"));
        store::insert_user(&mut tx, id, (first, &last), &email).await?;
        let told = Change::of("email", None, Some(Told::Text(email)));
        tx.record(Noun::User, id, EventKind::Created, told.into_iter().collect());
        people.push(id);
    }
    tx.commit(people).await
}

/// Three stages beside the shipped ones.
pub(super) async fn add_stages(cx: &Cx) -> Result<(), AppError> {
    let mut tx = cx.begin_own().await?;
    for (group, name, preset) in STAGES {
        pipelines::create_in(&mut tx, group, name, Colour::preset(preset)).await?;
    }
    tx.commit(()).await
}

/// The custom fields of a noun that demo data fills, added where they lack; a field of another kind is left alone.
pub(super) async fn fields_of(tx: &mut Tx, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    let wanted: &[(&str, FieldKind, &[&str])] = match noun {
        Noun::Client => &[
            ("Город", FieldKind::Choice, &CITIES),
            ("Источник", FieldKind::Choice, &SOURCES),
            ("День рождения", FieldKind::Date, &[]),
            ("Бюджет закупки", FieldKind::Number, &[]),
            ("ИНН", FieldKind::Text, &[]),
        ],
        _ => &[("Продукт", FieldKind::Choice, &PRODUCTS), ("Дата закрытия", FieldKind::Date, &[])],
    };
    let known = fields::list_in(tx, noun).await?;
    let mut found = Vec::new();
    for (name, kind, options) in wanted {
        match known.iter().find(|field| fold(&field.name) == fold(name)) {
            Some(field) if field.kind == *kind => found.push(field.clone()),
            Some(_) => {}
            None => {
                let options = options.iter().map(|option| (*option).to_owned()).collect();
                let new = NewField { noun, kind: *kind, name: (*name).to_owned(), options };
                found.push(fields::create_in(tx, new).await?);
            }
        }
    }
    Ok(found)
}
