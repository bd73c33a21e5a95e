//! The board's reads: columns in pages, counts and sums over everything that one may see.

use crate::{
    db_test, deals,
    test_crm::{TestCrm, actor::titled},
};
use domain::{deals::NewDeal, money::Currency};

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
}
