//! What a demo company has beside clients and deals: colleagues, stages, custom fields.

use super::{dice::Dice, names, store};
use crate::{
    cx::{Cx, Tx},
    fields, pipelines,
    words::Words,
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

// By the keys of their words.
const STAGES: [(StageGroup, &str, u8); 3] = [
    (StageGroup::Unprocessed, "contact", 12),
    (StageGroup::InWork, "contract", 10),
    (StageGroup::InWork, "awaits_payment", 4),
];
const CITIES: [&str; 10] =
    ["tashkent", "samarkand", "bukhara", "andijan", "fergana", "nukus", "moscow", "kazan", "almaty", "shymkent"];
const SOURCES: [&str; 6] = ["site", "call", "referral", "exhibition", "telegram", "advertising"];
const PRODUCTS: [&str; 6] = ["equipment", "installation", "service", "training", "rent", "supplies"];

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
    let (mut tx, say) = (cx.begin_own().await?, Words(cx.actor().lang));
    for (group, key, preset) in STAGES {
        pipelines::create_in(&mut tx, group, &say.word(&format!("demo.stage.{key}")), Colour::preset(preset)).await?;
    }
    tx.commit(()).await
}

/// The custom fields of a noun that demo data fills, called in the actor's language and added where they lack; a field of
/// another kind is left alone.
pub(super) async fn fields_of(tx: &mut Tx, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    let wanted: &[(&str, FieldKind, &[&str])] = match noun {
        Noun::Client => &[
            ("city", FieldKind::Choice, &CITIES),
            ("source", FieldKind::Choice, &SOURCES),
            ("birthday", FieldKind::Date, &[]),
            ("purchase_budget", FieldKind::Number, &[]),
            ("tax_number", FieldKind::Text, &[]),
        ],
        _ => &[("product", FieldKind::Choice, &PRODUCTS), ("closing_day", FieldKind::Date, &[])],
    };
    let (say, known) = (Words(tx.actor().lang), fields::list_in(tx, noun).await?);
    let mut found = Vec::new();
    for (key, kind, options) in wanted {
        let name = say.word(&format!("demo.field.{key}"));
        match known.iter().find(|field| fold(&field.name) == fold(&name)) {
            Some(field) if field.kind == *kind => found.push(field.clone()),
            Some(_) => {}
            None => {
                let options = options.iter().map(|option| say.word(&format!("demo.option.{option}"))).collect();
                found.push(fields::create_in(tx, NewField { noun, kind: *kind, name, options }).await?);
            }
        }
    }
    Ok(found)
}
