//! The tab «Журнал»: who signed in, who did not get in, what was refused, and changes of people and rights.

use super::{
    api::list_security_log,
    frame::Tabbed,
    log_words::{LineWords, line_words},
};
use crate::{
    data::fetched,
    deed::{Deed, Refused},
    format,
    i18n::t,
    routes,
    settings::guarded,
    told,
    ui::{Empty, Icon},
};
use domain::{
    access::Right,
    filter::{Cursor, Page, Rows},
    security_log::{AccessKind, LogLine, LogPart, Logged},
    staff::Staff,
};
use leptos::prelude::*;

/// The page of the log.
#[component]
pub fn LogPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || {
        let part = RwSignal::new(LogPart::default());
        let log = fetched(move || part.get(), |part| list_security_log(part, Page::first()));
        provide_context(Log { part, log });
        view! { <Tabbed shown=shown/> }.into_any()
    })
}

/// The part that is looked at, and its first page: made before anything waits.
#[derive(Clone, Copy)]
struct Log {
    part: RwSignal<LogPart>,
    log: Resource<crate::api_error::ApiResult<Rows<LogLine>>, crate::data::Json>,
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let Log { part, log } = expect_context::<Log>();
    let choice = move |wanted: LogPart| {
        let pressed = move || if part.get() == wanted { "true" } else { "false" };
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| part.set(wanted)>
                {t(&format!("users.log.part.{}", wanted.key()))}
            </button>
        }
    };
    view! {
        <p class="muted">{t("users.log.text")}</p>
        <div class="logbar">
            <div class="seg" role="group" aria-label=t("users.log.parts")>{LogPart::ALL.map(choice).into_iter().collect_view()}</div>
            <a class="btn s" href=move || routes::security_log_file(part.get().key()) download="" rel="external">
                <Icon name="download"/>{t("users.log.download")}
            </a>
        </div>
        <Transition fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match log.await {
                    Ok(page) => view! { <Lines staff part=part.get_untracked() page/> }.into_any(),
                    Err(error) => {
                        view! { <Empty icon="circle-alert" title=t("users.tab.log") text=told::error(&error)>""</Empty> }.into_any()
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Lines(staff: RwSignal<Staff>, part: LogPart, page: Rows<LogLine>) -> impl IntoView {
    let (lines, next) = (RwSignal::new(page.rows), RwSignal::new(page.next));
    let deed = Deed::new();
    let older = move |after: Cursor| {
        deed.run(list_security_log(part, Page { after: Some(after), ..Page::first() }), move |page| {
            lines.update(|lines| lines.extend(page.rows));
            next.set(page.next);
        });
    };
    let row = move |line: &LogLine| staff.with(|staff| view_of(line, line_words(line, staff)));
    view! {
        <ul class="rows log">
            {move || lines.with(Vec::is_empty).then(|| view! { <li class="off">{t("users.log.nothing")}</li> })}
            {move || lines.with(|lines| lines.iter().map(row).collect_view())}
        </ul>
        <Refused deed/>
        {move || next.get().map(|after| view! {
            <button type="button" class="btn" aria-busy=move || deed.is_busy() on:click=move |_| older(after.clone())>
                {t("users.log.older")}
            </button>
        })}
    }
}

fn view_of(line: &LogLine, words: LineWords) -> AnyView {
    let (icon, class) = match &line.what {
        Logged::Change(_) => ("shield", "kind"),
        Logged::Access(access) => match access.kind {
            AccessKind::SignedIn => ("log-out", "kind"),
            AccessKind::SignedOut | AccessKind::EndedSessions => ("monitor", "kind"),
            AccessKind::WrongPassword | AccessKind::WrongCode | AccessKind::Blocked => ("key-round", "kind warn"),
            AccessKind::Refused => ("lock", "kind warn"),
        },
    };
    let from =
        [words.device, words.address].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <span class=class><Icon name=icon/></span>
            <span class="main whole">
                <b>{words.what}</b>
                <small>{words.details}</small>
            </span>
            <span class="by"><b>{words.who}</b><small>{from}</small></span>
            <time datetime=format!("{:?}", line.at)>{format::moment(line.at)}</time>
        </li>
    }
    .into_any()
}
