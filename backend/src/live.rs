//! What changed just now, told to every page that listens: which records, never what is in them - each page asks again,
//! with its own rights. On PostgreSQL every server hears of the changes of all others. Nothing is kept: what a page missed
//! it does not get later, it looks at everything anew.

use crate::{
    cx::{Backend, Cx},
    events::{self, NewEvent},
};
use domain::{error::AppError, fields::Noun, ids::WorkspaceId, live::LiveNews};
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
const NAMED: usize = 100;
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
    /// Too many to be named when it is empty.
    deals: Vec<Uuid>,
}

impl Changed {
    /// What of a transaction's events pages are told; nothing when they show nothing of it.
    pub fn of(workspace: WorkspaceId, events: &[NewEvent]) -> Option<Self> {
        let deals: BTreeSet<Uuid> =
            events.iter().filter(|event| event.noun == Noun::Deal).map(|event| event.record).collect();
        let stages = events.iter().any(|event| event.noun == Noun::Stage);
        if deals.is_empty() && !stages {
            return None;
        }
        let named = !stages && deals.len() <= NAMED;
        Some(Changed { workspace, deals: if named { deals.into_iter().collect() } else { Vec::new() } })
    }

    /// As PostgreSQL carries it: at most 8,000 bytes.
    pub fn told(&self) -> String {
        // Ids and lists of ids are always JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
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
    workspace: WorkspaceId,
    missed: bool,
}

/// Listens to the news of the actor's company from now on; what has changed since the page was made, in milliseconds of
/// UTC, is news as well.
pub async fn follow(cx: &Cx, since: i64) -> Result<Follower, AppError> {
    // First listen, then look: what changes in between is told twice, and never not at all.
    let tellings = cx.backend().live().0.subscribe();
    let missed = events::store::is_any_since(cx, since.saturating_sub(SKEW), &[Noun::Deal, Noun::Stage]).await?;
    Ok(Follower { tellings, workspace: cx.workspace(), missed })
}

impl Follower {
    /// The next news, those that follow at once included; none when the server ends.
    pub async fn next(&mut self) -> Option<LiveNews> {
        let mut news = LiveNews { deals: Vec::new(), all: std::mem::take(&mut self.missed) };
        while news == LiveNews::default() {
            let telling = self.tellings.recv().await;
            self.add(&mut news, telling)?;
        }
        let until = Instant::now() + TOGETHER;
        while let Ok(telling) = timeout_at(until, self.tellings.recv()).await {
            self.add(&mut news, telling)?;
        }
        Some(news)
    }

    fn add(&self, news: &mut LiveNews, telling: Result<Telling, broadcast::error::RecvError>) -> Option<()> {
        match telling {
            Ok(Telling::Changed(changed)) if changed.workspace != self.workspace => {}
            Ok(Telling::Changed(changed)) => {
                news.all |= changed.deals.is_empty();
                let new = changed.deals.into_iter().map(Into::into).filter(|id| !news.deals.contains(id));
                let new: Vec<_> = new.collect();
                news.deals.extend(new);
            }
            Ok(Telling::Missed) | Err(broadcast::error::RecvError::Lagged(_)) => news.all = true,
            Ok(Telling::End) | Err(broadcast::error::RecvError::Closed) => return None,
        }
        Some(())
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
                        Ok(None) => backend.live().send(Telling::Missed),
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
