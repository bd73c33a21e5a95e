//! Stories of set-up and sign-up, on both databases.

use crate::{
    cx::{Backend, Cx},
    db::Sql,
    db_test, pipelines, sessions, setup,
    test_crm::{PASSWORD, TestCrm, TestDb, company, origin},
    users,
};
use domain::{
    error::{AppError, ConflictKind},
    lang::Lang,
    pipelines::DEFAULT_STAGES,
    workspaces::NewWorkspace,
};

const USED: AppError = AppError::Conflict(ConflictKind::AlreadySetUp);

/// The company's stages in order, then its roles by name, then its groups.
async fn names(cx: &Cx) -> Vec<String> {
    let stages = pipelines::stages(cx).await.expect("stages");
    let staff = users::staff::list(cx).await.expect("the staff");
    let mut roles: Vec<String> = staff.roles.into_iter().map(|role| role.name).collect();
    roles.sort();
    let groups = staff.groups.into_iter().map(|group| group.name);
    stages.into_iter().map(|stage| stage.name).chain(roles).chain(groups).collect()
}

db_test! {
    async fn a_set_up_link_works_once_even_when_two_use_it_at_once(base: TestDb) {
        let backend = Backend::new(base.db());
        let token = setup::new_link(&backend).await.expect("asked").expect("no company yet");
        assert!(setup::is_link_open(&backend, &token).await.expect("asked"));
        let try_it = |name: &'static str| {
            let (backend, token) = (backend.clone(), token.clone());
            tokio::spawn(async move { setup::create_first(&backend, &token, company(name, "a@example.uz"), &origin()).await })
        };
        let (one, other) = tokio::join!(try_it("Первая"), try_it("Вторая"));
        let results = [one.expect("ran"), other.expect("ran")];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert_eq!(results.iter().filter(|result| **result == Err(USED)).count(), 1, "{results:?}");
        assert!(!setup::is_link_open(&backend, &token).await.expect("asked"));
        assert_eq!(setup::new_link(&backend).await, Ok(None));
        assert_eq!(base.size("workspaces").await, 1);
    }

    async fn a_newer_link_makes_the_older_one_void(base: TestDb) {
        let backend = Backend::new(base.db());
        let old = setup::new_link(&backend).await.expect("asked").expect("no company yet");
        let new = setup::new_link(&backend).await.expect("asked").expect("no company yet");
        assert_eq!(setup::create_first(&backend, &old, company("Первая", "a@example.uz"), &origin()).await, Err(USED));
        assert_eq!(setup::create_first(&backend, "made up", company("Первая", "a@example.uz"), &origin()).await, Err(USED));
        assert!(setup::create_first(&backend, &new, company("Первая", "a@example.uz"), &origin()).await.is_ok());
    }

    async fn a_refused_set_up_leaves_the_link_open(base: TestDb) {
        let backend = Backend::new(base.db());
        let token = setup::new_link(&backend).await.expect("asked").expect("no company yet");
        let bad = NewWorkspace { password: "12345678".into(), email: "не адрес".into(), company: " ".into(), ..company("", "") };
        let Err(AppError::Invalid(issues)) = setup::create_first(&backend, &token, bad, &origin()).await else { panic!("refused") };
        let named: Vec<&str> = issues.iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(named, ["company", "password", "email"]);
        assert!(setup::is_link_open(&backend, &token).await.expect("asked"));
    }

    async fn a_company_of_demo_data_does_not_close_the_set_up_link(base: TestDb) {
        let backend = Backend::new(base.db());
        setup::create_demo(&backend, company("Демо", "demo@example.uz")).await.expect("created");
        let token = setup::new_link(&backend).await.expect("asked").expect("still none of one's own");
        assert!(setup::create_first(&backend, &token, company("Первая", "a@example.uz"), &origin()).await.is_ok());
    }

    async fn a_new_company_has_its_director_stages_and_history(crm: TestCrm) {
        let viewer = users::viewer(&crm.anna().cx).await.expect("a viewer");
        assert_eq!((viewer.workspace.name.as_str(), viewer.email.as_str()), ("Ромашка", "anna@example.uz"));
        assert_eq!((viewer.workspace.name_limit, viewer.workspace.text_limit), (30, 30));
        assert_eq!(viewer.workspace.crm_id.len(), 9);
        let names: Vec<String> = viewer.people.iter().map(|person| person.name()).collect();
        assert_eq!(names, ["Анна Петрова", "Борис Волков", "Вера Белова"]);
        let stages = pipelines::stages(&crm.anna().cx).await.expect("stages");
        let shipped: Vec<_> = stages.iter().map(|stage| stage.group).collect();
        assert_eq!(shipped, DEFAULT_STAGES.map(|(group, ..)| group));
    }

    async fn what_a_company_begins_with_is_called_in_the_language_it_was_set_up_in(crm: TestCrm) {
        let russian = ["Новая", "Переговоры", "Предложение", "Оплачено", "Отказ", "Администратор", "Менеджер", "Руководитель", "Отдел продаж"];
        assert_eq!(names(&crm.anna().cx).await, russian);
        let new = NewWorkspace { lang: Lang::En, ..company("Foxes", "ann@example.uz") };
        let (workspace, user) = setup::sign_up(&crm.backend, new, &origin()).await.expect("signed up");
        let cookie = sessions::start(&crm.backend, workspace, user, &origin()).await.expect("a session");
        let ann = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
        let english = ["New", "Negotiation", "Offer", "Paid", "Refused", "Administrator", "Manager", "Supervisor", "Sales department"];
        assert_eq!(names(&ann).await, english);
    }

    async fn nobody_signs_up_before_the_first_company_has_come_by_its_link(base: TestDb) {
        let fresh = Backend::new(base.db());
        let token = setup::new_link(&fresh).await.expect("a link").expect("no company yet");
        let new = || company("Чужая", "stranger@example.uz");
        assert_eq!(setup::sign_up(&fresh, new(), &origin()).await.err(), Some(AppError::Forbidden));
        assert_eq!(setup::is_link_open(&fresh, &token).await, Ok(true));
        setup::create_first(&fresh, &token, company("Первая", "first@example.uz"), &origin()).await.expect("set up");
        setup::sign_up(&fresh, new(), &origin()).await.expect("signed up");
    }

    async fn no_two_companies_have_one_crm_id(crm: TestCrm) {
        let ids = [crm.anna(), crm.other_company()].map(|director| director.cx.clone());
        let mut taken = Vec::new();
        for cx in &ids {
            taken.push(users::viewer(cx).await.expect("a viewer").workspace.crm_id);
        }
        assert_ne!(taken[0], taken[1]);
        let mut tx = ids[1].begin_own().await.expect("a transaction");
        let mut sql = Sql::new("update workspaces set crm_id = ");
        sql.bind(&taken[0]).push(" where id = ").bind(tx.workspace());
        assert!(tx.execute(sql).await.is_err(), "the database itself refuses the ID of another company");
    }

    async fn one_address_may_direct_two_companies(crm: TestCrm) {
        setup::sign_up(&crm.backend, company("Третья", "anna@example.uz"), &origin()).await.expect("signed up");
        let answer = sessions::sign_in(&crm.backend, "anna@example.uz", PASSWORD, &origin()).await.expect("signed in");
        assert!(matches!(answer, sessions::SignedIn::Choose(links) if links.len() == 2));
    }
}
