//! The board's reads: columns in pages, counts and sums over everything that one may see.

use crate::{
    db_test, deals, preferences, sessions,
    test_crm::{TestActor, TestCrm, actor::titled},
};
use domain::{
    board_layout::{BoardLayout, CardField},
    deals::NewDeal,
    fields::{FieldKind, FieldValue, FieldValues, Noun},
    money::Currency,
    preferences::Preference,
};

db_test! {
    async fn a_column_with_more_than_a_page_stays_in_order(crm: TestCrm) {
        for index in 0..101 {
            crm.anna().creates_deal(&format!("Сделка {index}"), None).await;
        }
        let expected: Vec<String> = (0..101).rev().map(|index| format!("Сделка {index}")).collect();
        assert_eq!(crm.anna().column("Новая").await, expected);
        let board = crm.anna().opens_board().await;
        assert_eq!((board.columns[0].rows.len(), board.totals[0].count), (20, 101));
        let first: Vec<&str> = board.columns[0].rows.iter().map(|card| card.title.as_str()).collect();
        assert_eq!(first, expected[..20]);
        let rest = deals::board::column(&crm.anna().cx, board.stages[0].id, &domain::filter::Filter::All, &domain::filter::Page { after: board.columns[0].next.clone(), size: 200 }).await.expect("the rest");
        assert_eq!((rest.rows.len(), rest.next), (81, None));
    }

    async fn currencies_are_never_added_to_each_other(crm: TestCrm) {
        for (budget, currency) in [(100, None), (50, None), (7, Some(Currency::USD))] {
            crm.anna().deals(NewDeal { budget: Some(budget), currency, ..titled("Сделка") }).await;
        }
        crm.anna().creates_deal("Без бюджета", None).await;
        let total = crm.anna().opens_board().await.totals.remove(0);
        assert_eq!(total.count, 4);
        let mut sums: Vec<(&str, i64)> = total.sums.iter().map(|sum| (sum.currency.code(), sum.minor)).collect();
        sums.sort_unstable();
        assert_eq!(sums, [("USD", 7), ("UZS", 150)]);
    }

    async fn a_managers_board_has_his_deals_and_their_totals_only(crm: TestCrm) {
        let with = |budget| NewDeal { budget: Some(budget), ..titled("Сделка") };
        crm.boris().deals(with(10)).await;
        crm.vera().deals(with(100)).await;
        let (boris, anna) = (crm.boris().opens_board().await, crm.anna().opens_board().await);
        assert_eq!((boris.totals[0].count, boris.totals[0].sums[0].minor, boris.columns[0].rows.len()), (1, 10, 1));
        assert_eq!((anna.totals[0].count, anna.totals[0].sums[0].minor, anna.columns[0].rows.len()), (2, 110, 2));
        assert_eq!(crm.boris().column("Новая").await.len(), 1);
        assert_eq!(crm.other_company().opens_board().await.totals[0].count, 0);
    }

    async fn cards_carry_the_custom_fields_that_their_viewer_chose_and_no_others(crm: TestCrm) {
        let anna = crm.anna();
        let city = anna.adds_field(Noun::Deal, FieldKind::Text, "Город", &[]).await.id;
        let street = anna.adds_field(Noun::Deal, FieldKind::Text, "Улица", &[]).await.id;
        let custom: FieldValues = [city, street].map(|field| (field, FieldValue::Text("Бухара".into()))).into();
        anna.deals(NewDeal { custom: custom.clone(), ..titled("Сделка") }).await;
        assert!(anna.opens_board().await.columns[0].rows[0].custom.is_empty());
        let fields = Some(vec![CardField::Custom(city)]);
        let chosen = Preference::Board(BoardLayout { fields, ..BoardLayout::default() });
        preferences::save(&anna.cx, anna.request(), chosen).await.expect("saved");
        // The next request knows it.
        let cx = sessions::cx(&crm.backend, &anna.cookie).await.expect("looked up").expect("signed in");
        let anna = TestActor { cx, ..anna.clone() };
        let shown = anna.opens_board().await.columns[0].rows[0].custom.clone();
        assert_eq!(shown.into_keys().collect::<Vec<_>>(), [city]);
        assert!(crm.boris().opens_board().await.columns[0].rows.is_empty());
    }
}
