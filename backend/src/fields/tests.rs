//! Stories of custom fields (S0.3, S0.40, S1.7), on both databases.

mod deletion;

use crate::{db::Sql, db_test, fields, test_crm::TestCrm};
use domain::{
    error::{AppError, ConflictKind, Problem},
    events::EventKind,
    fields::{FieldKind, NewField, Noun},
    filter::Page,
};

fn field(noun: Noun, name: &str) -> NewField {
    NewField { noun, kind: FieldKind::Text, name: name.into(), options: Vec::new() }
}

db_test! {
    async fn fields_come_back_in_the_order_they_were_added(crm: TestCrm) {
        for (kind, name) in [(FieldKind::Text, "Я"), (FieldKind::Number, "А"), (FieldKind::Date, "М")] {
            crm.anna().adds_field(Noun::Client, kind, name, &[]).await;
        }
        crm.anna().adds_field(Noun::Deal, FieldKind::Choice, "Продукт", &["Лес", "Уголь"]).await;
        let names = |fields: Vec<domain::fields::FieldDef>| fields.into_iter().map(|field| field.name).collect::<Vec<_>>();
        assert_eq!(names(fields::list(&crm.boris().cx, Noun::Client).await.expect("fields")), ["Я", "А", "М"]);
        let of_deals = fields::list(&crm.anna().cx, Noun::Deal).await.expect("fields");
        let options: Vec<&str> = of_deals[0].options.iter().map(|option| option.name.as_str()).collect();
        assert_eq!(options, ["Лес", "Уголь"]);
        assert!(fields::list(&crm.other_company().cx, Noun::Client).await.expect("fields").is_empty());
    }

    async fn a_name_is_taken_in_any_case_but_only_within_its_noun(crm: TestCrm) {
        crm.anna().adds_field(Noun::Client, FieldKind::Text, "Чёрный список", &[]).await;
        let again = fields::create(&crm.anna().cx, crm.anna().request(), field(Noun::Client, "черный СПИСОК")).await;
        assert_eq!(again, Err(AppError::Conflict(ConflictKind::NameTaken)));
        crm.anna().adds_field(Noun::Deal, FieldKind::Text, "Чёрный список", &[]).await;
        crm.other_company().adds_field(Noun::Client, FieldKind::Text, "Чёрный список", &[]).await;
    }

    async fn names_that_differ_in_signs_are_different_ones_those_of_older_days_too(crm: TestCrm) {
        let anna = crm.anna();
        let first = anna.adds_field(Noun::Deal, FieldKind::Number, "Скидка", &[]).await;
        let creates = |name: &str| fields::create(&anna.cx, anna.request(), field(Noun::Deal, name));
        let taken = |outcome: Result<_, AppError>| assert_eq!(outcome, Err(AppError::Conflict(ConflictKind::NameTaken)));
        let other = creates("Скидка, %").await.expect("another name");
        taken(creates("скидка, %").await);
        fields::rename(&anna.cx, anna.request(), other.id, 1, "Скидка (%)".into()).await.expect("renamed");
        // As it was kept before signs counted.
        crm.base.execute(Sql::new("update field_defs set name_norm = 'скидка' where name = 'Скидка'")).await;
        let renewal = include_str!("../../../migrations/sqlite/0025_signs_in_field_names.sql").split(';');
        for statement in renewal.filter(|part| part.contains("update")) {
            crm.base.execute(Sql::new(statement)).await;
        }
        taken(creates("СКИДКА").await);
        taken(creates("скидка (%)").await);
        taken(fields::rename(&anna.cx, anna.request(), other.id, 2, "скидка".into()).await);
        let deleted = fields::delete(&anna.cx, anna.request(), first.id, 1).await.expect("deleted");
        fields::rename(&anna.cx, anna.request(), other.id, 2, "скидка".into()).await.expect("renamed");
        taken(fields::restore(&anna.cx, anna.request(), first.id, deleted.version).await);
    }

    async fn a_manager_cannot_set_up_fields(crm: TestCrm) {
        let refused = fields::create(&crm.boris().cx, crm.boris().request(), field(Noun::Client, "Адрес")).await;
        assert_eq!(refused, Err(AppError::Forbidden));
        let city = crm.anna().adds_field(Noun::Client, FieldKind::Choice, "Город", &["Ташкент"]).await;
        let (cx, boris) = (&crm.boris().cx, crm.boris());
        assert_eq!(fields::rename(cx, boris.request(), city.id, 1, "Село".into()).await, Err(AppError::Forbidden));
        assert_eq!(fields::add_option(cx, boris.request(), city.id, 1, "Нукус".into()).await, Err(AppError::Forbidden));
    }

    async fn a_renamed_field_keeps_its_history_and_refuses_an_old_card(crm: TestCrm) {
        let anna = crm.anna();
        let city = anna.adds_field(Noun::Client, FieldKind::Choice, "Город", &["Ташкент"]).await;
        let renamed = fields::rename(&anna.cx, anna.request(), city.id, 1, "Место".into()).await.expect("renamed");
        assert_eq!((renamed.name.as_str(), renamed.version, renamed.options), ("Место", 2, city.options));
        let late = fields::rename(&anna.cx, anna.request(), city.id, 1, "Село".into()).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
        let feed = crate::events::feed_of(&anna.cx, city.id.into(), &Page::first()).await.expect("a feed").rows;
        let kinds: Vec<EventKind> = feed.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Changed, EventKind::Changed, EventKind::Created]);
    }

    async fn a_choice_is_added_once_in_any_case_and_to_choice_fields_only(crm: TestCrm) {
        let anna = crm.anna();
        let city = anna.adds_field(Noun::Client, FieldKind::Choice, "Город", &["Ташкент"]).await;
        let wider = fields::add_option(&anna.cx, anna.request(), city.id, 1, "Нукус".into()).await.expect("added");
        assert_eq!((wider.options.len(), wider.version), (2, 2));
        let late = fields::add_option(&anna.cx, anna.request(), city.id, 1, "Хива".into()).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
        let again = fields::add_option(&anna.cx, anna.request(), city.id, wider.version, "НУКУС".into()).await;
        assert_eq!(again, Err(AppError::Conflict(ConflictKind::NameTaken)));
        let text = anna.adds_field(Noun::Client, FieldKind::Text, "Адрес", &[]).await;
        let refused = fields::add_option(&anna.cx, anna.request(), text.id, 1, "Нукус".into()).await;
        assert_eq!(refused, Err(AppError::invalid("options", Problem::WrongKind)));
        let foreign = fields::add_option(&crm.other_company().cx, anna.request(), city.id, 2, "Нукус".into()).await;
        assert_eq!(foreign, Err(AppError::NotFound(Noun::Field)));
    }

    async fn choices_that_differ_in_signs_are_different_ones_those_of_older_days_too(crm: TestCrm) {
        let anna = crm.anna();
        let class = anna.adds_field(Noun::Client, FieldKind::Choice, "Класс", &["A+", "<18", "+", "-"]).await;
        assert_eq!(class.options.len(), 4);
        let adds = |version: i64, name: &'static str| {
            fields::add_option(&anna.cx, anna.request(), class.id, version, name.into())
        };
        let taken = Err(AppError::Conflict(ConflictKind::NameTaken));
        assert_eq!(adds(1, "a+").await, taken);
        // As it was kept before signs counted.
        crm.base.execute(Sql::new("update field_options set name_norm = 'a' where name = 'A+'")).await;
        assert_eq!(adds(1, "A").await, taken);
        let renewal = include_str!("../../../migrations/sqlite/0022_signs_in_names.sql").split(';');
        for statement in renewal.filter(|part| part.contains("update")) {
            crm.base.execute(Sql::new(statement)).await;
        }
        assert_eq!(adds(1, "A").await.expect("added").options.len(), 5);
        assert_eq!(adds(2, "a+").await, taken);
    }

    async fn names_have_at_most_fifty_graphemes(crm: TestCrm) {
        crm.anna().adds_field(Noun::Client, FieldKind::Text, &"я".repeat(50), &[]).await;
        let refused = fields::create(&crm.anna().cx, crm.anna().request(), field(Noun::Client, &"ю".repeat(51))).await;
        assert_eq!(refused, Err(AppError::invalid("name", Problem::TooLong { max: 50, actual: 51 })));
        let of_user = fields::create(&crm.anna().cx, crm.anna().request(), field(Noun::User, "Рост")).await;
        assert!(matches!(of_user, Err(AppError::Invalid(_))));
    }
}
