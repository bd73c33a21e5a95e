//! What changed just now, told to every page that listens: which records, never what is in them - each page asks again,
//! with its own rights. On PostgreSQL every server hears of the changes of all others. Nothing is kept: what a page missed
//! it does not get later, it looks at everything anew. A session that ends takes its pages' news along.

use crate::{
    cx::{Backend, Cx},
    events::{self, NewEvent},
    sessions,
};
use domain::{
    error::AppError,
    events::Told,
    fields::Noun,
    ids::{UserId, WorkspaceId},
    live::LiveNews,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, time::Duration};
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep, timeout_at},
};
use uuid::Uuid;

/// The channel of PostgreSQL.
pub(crate) const CHANNEL: &str = "voronka_live";
/// So many tellings wait for a page that is slow to take them; one that falls behind looks at everything anew.
const WAITING: usize = 1_024;
/// More records of one change than this are not named.
const NAMED: usize = 90;
/// News that come so close after each other go out together.
const TOGETHER: Duration = Duration::from_millis(40);
/// So many milliseconds may the clocks of two servers be apart, and a transaction last after its events got their ids.
const SKEW: i64 = 5_000;
/// After so long without PostgreSQL it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// A change that was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changed {
    workspace: WorkspaceId,
    news: LiveNews,
    /// People some of whose sessions have ended.
    #[serde(default)]
    ended: Vec<UserId>,
}

impl Changed {
    /// What of a transaction's events, and of the sessions that it ends, pages are told; nothing when it is nothing to them.
    pub fn of(workspace: WorkspaceId, events: &[NewEvent], ended: Vec<UserId>) -> Option<Self> {
        let of = |noun| events.iter().filter(move |event| event.noun == noun).map(|event| event.record);
        let deals: BTreeSet<Uuid> = of(Noun::Deal).collect();
        let clients: BTreeSet<Uuid> = of(Noun::Client).chain(events.iter().flat_map(clients_of)).collect();
        let all = of(Noun::Stage).next().is_some() || deals.len() > NAMED;
        let all_clients = clients.len() > NAMED;
        let news = LiveNews {
            deals: deals.into_iter().filter(|_| !all).map(Into::into).collect(),
            clients: clients.into_iter().filter(|_| !all_clients).map(Into::into).collect(),
            all,
            all_clients,
        };
        (!news.is_empty() || !ended.is_empty()).then_some(Changed { workspace, news, ended })
    }

    /// As PostgreSQL carries it, in less than 8,000 bytes.
    pub fn told(&self) -> String {
        // Ids and lists of ids are always JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The clients that a deal's event names: the list of clients tells of their deals.
fn clients_of(event: &NewEvent) -> impl Iterator<Item = Uuid> {
    let told = event.changes.iter().flat_map(|change| [&change.old, &change.new]);
    told.filter_map(|told| match told {
        Some(Told::Client(id, _)) => Some((*id).into()),
        _ => None,
    })
}

#[derive(Debug, Clone)]
enum Telling {
    Changed(Changed),
    /// Something may have been missed, by everybody.
    Missed,
    /// The server ends.
    End,
}

/// Shared by every clone of a `Backend`.
pub(crate) struct Live(broadcast::Sender<Telling>);

impl Default for Live {
    fn default() -> Self {
        Live(broadcast::channel(WAITING).0)
    }
}

impl Live {
    /// Tells this server's pages of a change.
    pub fn tell(&self, changed: Changed) {
        self.send(Telling::Changed(changed));
    }

    fn send(&self, telling: Telling) {
        // Nobody listens: nothing to tell.
        let _ = self.0.send(telling);
    }
}

/// The news of one page.
pub struct Follower {
    tellings: broadcast::Receiver<Telling>,
    cx: Cx,
    missed: LiveNews,
}

/// Listens to the news of the actor's company from now on; what has changed since the page was made, in milliseconds of
/// UTC, is news as well.
pub async fn follow(cx: &Cx, since: i64) -> Result<Follower, AppError> {
    // First listen, then look: what changes in between is told twice, and never not at all.
    let tellings = cx.backend().live().0.subscribe();
    if !sessions::goes_on(cx).await? {
        return Err(AppError::NotSignedIn);
    }
    let since = since.saturating_sub(SKEW);
    let all = events::store::is_any_since(cx, since, &[Noun::Deal, Noun::Stage]).await?;
    let all_clients = events::store::is_any_since(cx, since, &[Noun::Client]).await?;
    let missed = LiveNews { all, all_clients, ..LiveNews::default() };
    Ok(Follower { tellings, cx: cx.clone(), missed })
}

impl Follower {
    /// The next news, those that follow at once included; none when the session or the server ends.
    pub async fn next(&mut self) -> Option<LiveNews> {
        let mut news = std::mem::take(&mut self.missed);
        while news.is_empty() {
            let telling = self.tellings.recv().await;
            self.add(&mut news, telling).await?;
        }
        let until = Instant::now() + TOGETHER;
        while let Ok(telling) = timeout_at(until, self.tellings.recv()).await {
            self.add(&mut news, telling).await?;
        }
        Some(news)
    }

    async fn add(&self, news: &mut LiveNews, telling: Result<Telling, broadcast::error::RecvError>) -> Option<()> {
        match telling {
            Ok(Telling::Changed(changed)) if changed.workspace != self.cx.workspace() => Some(()),
            Ok(Telling::Changed(changed)) => {
                news.add(changed.news);
                if changed.ended.contains(&self.cx.user()) { self.goes_on().await } else { Some(()) }
            }
            Ok(Telling::Missed) | Err(broadcast::error::RecvError::Lagged(_)) => {
                news.add(LiveNews { all_clients: true, ..LiveNews::everything() });
                self.goes_on().await
            }
            Ok(Telling::End) | Err(broadcast::error::RecvError::Closed) => None,
        }
    }

    /// Whether it is still the session that listens: one of the person's has ended. Where that cannot be known now the page is
    /// let go as well, and asks again.
    async fn goes_on(&self) -> Option<()> {
        let goes_on = sessions::goes_on(&self.cx).await;
        goes_on.inspect_err(|error| tracing::warn!(%error, "a page is let go")).unwrap_or(false).then_some(())
    }
}

/// Hears what other servers on the same PostgreSQL change, until `stop` turns true; then every page is let go.
pub async fn listen(backend: &Backend, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        () = hear(backend) => {}
        // A sender that is gone means the same.
        _ = stop.wait_for(|stop| *stop) => {}
    }
    backend.live().send(Telling::End);
}

async fn hear(backend: &Backend) {
    loop {
        match backend.db().hear(CHANNEL).await {
            // One process per SQLite file: it tells its pages itself.
            Ok(None) => return std::future::pending().await,
            Ok(Some(mut hearing)) => {
                backend.live().send(Telling::Missed);
                loop {
                    match hearing.next().await {
                        Ok(Some(text)) => match serde_json::from_str(&text) {
                            Ok(changed) => backend.live().tell(changed),
                            Err(error) => tracing::warn!(%error, "a notification that is none of ours"),
                        },
                        // What is missed meanwhile is told when somebody can be heard again.
                        Ok(None) => break,
                        Err(error) => {
                            tracing::warn!(%error, "live updates wait");
                            break;
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "live updates wait"),
        }
        sleep(AGAIN).await;
    }
}

#[cfg(test)]
mod tests;
