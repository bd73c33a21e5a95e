//! Idempotency: a request has one effect and one answer, however often it is sent.

use crate::{
    clients, db_test,
    test_crm::{TestCrm, actor::named},
};
use domain::error::{AppError, ConflictKind};

db_test! {
    async fn a_request_sent_five_times_has_one_effect_and_one_answer(crm: TestCrm) {
        let request = crm.anna().request();
        let first = clients::create(&crm.anna().cx, request, named("Пётр")).await.expect("created");
        for _ in 0..4 {
            assert_eq!(clients::create(&crm.anna().cx, request, named("Пётр")).await, Ok(first.clone()));
        }
        assert_eq!(crm.base.size("clients").await, 1);
    }

    async fn a_request_sent_five_times_at_once_has_one_effect_and_one_answer(crm: TestCrm) {
        let request = crm.anna().request();
        let mut sent = tokio::task::JoinSet::new();
        for _ in 0..5 {
            let cx = crm.anna().cx.clone();
            sent.spawn(async move { clients::create(&cx, request, named("Пётр")).await });
        }
        let answers = sent.join_all().await;
        assert!(answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]), "{answers:?}");
        assert_eq!(crm.base.size("clients").await, 1);
    }

    async fn the_same_id_with_another_body_is_refused(crm: TestCrm) {
        let request = crm.anna().request();
        clients::create(&crm.anna().cx, request, named("Пётр")).await.expect("created");
        let reused = clients::create(&crm.anna().cx, request, named("Павел")).await;
        assert_eq!(reused, Err(AppError::Conflict(ConflictKind::RequestReused)));
    }

    async fn an_id_that_another_company_or_colleague_used_is_free(crm: TestCrm) {
        let request = crm.anna().request();
        let hers = clients::create(&crm.anna().cx, request, named("Пётр")).await.expect("created");
        let other = clients::create(&crm.other_company().cx, request, named("Пётр")).await.expect("created");
        let his = clients::create(&crm.boris().cx, request, named("Пётр")).await.expect("created");
        assert!(hers.id != other.id && hers.id != his.id);
        assert_eq!(crm.base.size("clients").await, 3);
    }

    async fn a_refused_request_can_be_sent_again(crm: TestCrm) {
        let request = crm.anna().request();
        assert!(clients::create(&crm.anna().cx, request, named("")).await.is_err());
        assert!(clients::create(&crm.anna().cx, request, named("Пётр")).await.is_ok());
    }
}
