//! Stories of groups.

use crate::{db::Sql, db_test, groups, test_crm::TestCrm};
use domain::{
    error::{AppError, ConflictKind, Problem},
    fields::Noun,
};

db_test! {
    async fn a_company_has_one_group_and_adds_renames_and_deletes_others(crm: TestCrm) {
        let anna = crm.anna();
        let names = async || anna.staff().await.groups.into_iter().map(|group| group.name).collect::<Vec<_>>();
        assert_eq!(names().await, ["Отдел продаж"]);
        let group = groups::create(&anna.cx, anna.request(), " Склад ".into()).await.expect("created");
        let group = groups::rename(&anna.cx, anna.request(), group.id, group.version, "Логистика".into()).await.expect("renamed");
        assert_eq!(names().await, ["Логистика", "Отдел продаж"]);
        let late = groups::rename(&anna.cx, anna.request(), group.id, 1, "Ещё".into()).await;
        assert_eq!(late.map(drop), Err(AppError::Conflict(ConflictKind::Stale)));
        let taken = groups::create(&anna.cx, anna.request(), "отдел ПРОДАЖ".into()).await;
        assert_eq!(taken.map(drop), Err(AppError::Conflict(ConflictKind::NameTaken)));
        let empty = groups::create(&anna.cx, anna.request(), "  ".into()).await;
        assert_eq!(empty.map(drop), Err(AppError::invalid("name", Problem::Required)));
        let late = groups::delete(&anna.cx, anna.request(), group.id, 1).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
        groups::delete(&anna.cx, anna.request(), group.id, group.version).await.expect("deleted");
        assert_eq!(names().await, ["Отдел продаж"]);
    }

    async fn a_group_with_people_stays(crm: TestCrm) {
        let anna = crm.anna();
        let group = groups::create(&anna.cx, anna.request(), "Склад".into()).await.expect("created").id;
        anna.changes(crm.boris().id(), |profile| profile.group = Some(group)).await.expect("moved");
        assert_eq!(groups::delete(&anna.cx, anna.request(), group, 1).await, Err(AppError::Conflict(ConflictKind::GroupInUse)));
        let foreign = groups::delete(&crm.other_company().cx, anna.request(), group, 1).await;
        assert_eq!(foreign, Err(AppError::NotFound(Noun::Group)));
        anna.changes(crm.boris().id(), |profile| profile.group = None).await.expect("moved");
        assert_eq!(groups::delete(&anna.cx, anna.request(), group, 1).await, Ok(()));
    }

    async fn nobody_who_has_left_holds_a_group(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().id());
        let group = groups::create(&anna.cx, anna.request(), "Склад".into()).await.expect("created").id;
        anna.changes(boris, |profile| profile.group = Some(group)).await.expect("moved");
        anna.suspends(boris).await.expect("suspended");
        assert_eq!(groups::delete(&anna.cx, anna.request(), group, 1).await, Err(AppError::Conflict(ConflictKind::GroupInUse)));
        anna.dismisses(boris, anna.id()).await.expect("dismissed");
        assert_eq!(anna.member(boris).await.group, None);
        let told = crate::events::feed_of(&anna.cx, boris.into(), &domain::filter::Page::first()).await.expect("a history");
        let left = |change: &domain::events::Change| change.field == domain::events::ChangedField::Builtin("group".into());
        assert!(told.rows[0].changes.iter().any(left), "{told:?}");
        // Those who left before groups let go of them are in it still.
        let mut sql = Sql::new("update posts set group_id = ");
        sql.bind(group).push(" where user_id = ").bind(boris);
        crm.base.execute(sql).await;
        assert_eq!(groups::delete(&anna.cx, anna.request(), group, 1).await, Ok(()));
        assert_eq!(anna.member(boris).await.group, None);
    }
}
