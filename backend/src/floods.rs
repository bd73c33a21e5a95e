//! Floods: more within a minute than hands can send. They are counted in the memory of each server (decision 0023): a row for
//! every change would cost what the change itself does.

use crate::{
    cx::{Backend, Cx},
    sessions::Origin,
};
use domain::{error::AppError, ids::UserId};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Everything is counted by the minute.
const SECONDS: i64 = 60;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Flood {
    Changes,
    Downloads,
    Reports,
}

impl Flood {
    /// So many within a minute are let through.
    fn limit(self) -> u32 {
        match self {
            Flood::Changes => 1_000,
            Flood::Downloads => 200,
            Flood::Reports => 60,
        }
    }
}

/// Who sends: behind a proxy that gives no addresses all have the same one, and one person's flood is not to shut out the others.
type Sender = (Flood, String, Option<UserId>);

/// What was sent in the minute that runs. The next one forgets it all, so that nothing piles up.
#[derive(Default)]
pub(crate) struct Floods(Mutex<(i64, HashMap<Sender, u32>)>);

impl Floods {
    fn hit(&self, sender: Sender, now: i64) -> Result<(), AppError> {
        let minute = now.div_euclid(SECONDS);
        // A thread that panicked has left a count, which is as good as any.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != minute {
            *kept = (minute, HashMap::new());
        }
        let limit = sender.0.limit();
        let sent = kept.1.entry(sender).or_default();
        *sent = sent.saturating_add(1);
        let left = u32::try_from((minute + 1) * SECONDS - now).unwrap_or(1);
        if *sent > limit { Err(AppError::TooMany { retry_after: left }) } else { Ok(()) }
    }
}

/// Counts a change that somebody asks for; what the program does by itself has no address.
pub(crate) fn change(cx: &Cx) -> Result<(), AppError> {
    of_person(cx, Flood::Changes)
}

/// Counts a file that somebody takes along.
pub fn download(cx: &Cx) -> Result<(), AppError> {
    of_person(cx, Flood::Downloads)
}

/// Counts what a browser there reports by itself.
pub fn report(backend: &Backend, origin: &Origin) -> Result<(), AppError> {
    backend.floods().hit((Flood::Reports, origin.network(), None), backend.now().timestamp())
}

fn of_person(cx: &Cx, flood: Flood) -> Result<(), AppError> {
    let network = cx.origin().network();
    if network.is_empty() {
        return Ok(());
    }
    cx.backend().floods().hit((flood, network, Some(cx.user())), cx.now().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sender_has_a_minute_of_their_own_and_the_next_one_begins_anew() {
        let floods = Floods::default();
        let sender = |flood, address: &str| (flood, address.to_owned(), None);
        let one = || sender(Flood::Downloads, "192.0.2.1");
        for number in 0..200 {
            assert_eq!(floods.hit(one(), 600), Ok(()), "{number}");
        }
        assert_eq!(floods.hit(one(), 600), Err(AppError::TooMany { retry_after: 60 }));
        assert_eq!(floods.hit(one(), 659), Err(AppError::TooMany { retry_after: 1 }));
        assert_eq!(floods.hit(sender(Flood::Downloads, "192.0.2.2"), 659), Ok(()));
        assert_eq!(floods.hit(sender(Flood::Changes, "192.0.2.1"), 659), Ok(()));
        assert_eq!(floods.hit(one(), 660), Ok(()));
        assert_eq!(floods.0.lock().expect("whole").1.len(), 1, "the minute before is forgotten");
    }
}
