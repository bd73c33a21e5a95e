//! A person's own language.

use crate::{
    db_test, events, sessions,
    test_crm::{TestActor, TestCrm},
    users::{self, set_lang},
};
use domain::{
    error::{AppError, Problem},
    events::{Change, Told},
    filter::Page,
    lang::Lang,
};

/// What they read at their next request, by the session and on the page.
async fn reads(crm: &TestCrm, who: &TestActor) -> Lang {
    let cx = sessions::cx(&crm.backend, &who.cookie).await.expect("looked up").expect("signed in");
    let viewer = users::viewer(&cx).await.expect("a viewer");
    assert_eq!(viewer.lang, cx.actor().lang);
    viewer.lang
}

async fn told_of(crm: &TestCrm, who: &TestActor) -> Vec<Vec<Change>> {
    let history = events::feed_of(&crm.anna().cx, who.id().into(), &Page::first()).await.expect("a history");
    history.rows.into_iter().map(|event| event.changes).collect()
}

db_test! {
    async fn a_language_that_somebody_chooses_is_theirs_alone_from_the_next_request_on(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let (before, version) = (told_of(&crm, boris).await.len(), anna.member(boris.id()).await.version);
        set_lang(&boris.cx, boris.request(), Lang::En).await.expect("chosen");
        assert_eq!((reads(&crm, boris).await, reads(&crm, anna).await), (Lang::En, Lang::Ru));
        let told = told_of(&crm, boris).await;
        let code = |lang: Lang| Some(Told::Text(lang.code().into()));
        assert_eq!(told[0], Vec::from_iter(Change::of("lang", code(Lang::Ru), code(Lang::En))));
        // The same once more is no change, and none of it is in the way of an administrator who has the profile open.
        set_lang(&boris.cx, boris.request(), Lang::En).await.expect("chosen");
        assert_eq!(told_of(&crm, boris).await.len(), before + 1);
        assert_eq!(anna.member(boris.id()).await.version, version);
        set_lang(&boris.cx, boris.request(), Lang::Ru).await.expect("chosen");
        assert_eq!(reads(&crm, boris).await, Lang::Ru);
    }

    async fn a_language_without_words_is_refused(crm: TestCrm) {
        let boris = crm.boris();
        let refused = set_lang(&boris.cx, boris.request(), Lang::Uz).await;
        assert_eq!(refused, Err(AppError::invalid("lang", Problem::NotAChoice)));
        assert_eq!(reads(&crm, boris).await, Lang::Ru);
    }
}
