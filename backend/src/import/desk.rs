//! What all imports of this process share: the reader, how many files are read at once, and the worker's bell.

use super::{read::Reader, table::Table};
use domain::{error::AppError, ids::UserId, lang::Lang};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// So many files are read at once for people who wait, and one more by the worker; each reading process may take half a gigabyte.
const READERS: usize = 2;
/// So many seconds later somebody who has a file read already may try again.
const LATER: u32 = 5;

/// Shared by every clone of a `Backend`.
pub(crate) struct Desk {
    reader: Reader,
    places: Arc<Semaphore>,
    served: Arc<Mutex<BTreeSet<UserId>>>,
    /// Rung when an import is queued.
    pub(super) bell: Notify,
}

/// A person's place at the desk; dropped, it is free again.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    _turn: Turn,
}

/// That somebody is served or waits for it.
struct Turn {
    user: UserId,
    served: Arc<Mutex<BTreeSet<UserId>>>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.served.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

impl Desk {
    /// A desk that reads files this way.
    pub(crate) fn new(reader: Reader) -> Self {
        Desk { reader, places: Arc::new(Semaphore::new(READERS)), served: Arc::default(), bell: Notify::new() }
    }

    /// A place for this person, once there is one; only one at a time. It is taken before the file is: who waits holds none.
    pub(super) async fn place(&self, user: UserId) -> Result<Place, AppError> {
        let served = self.served.clone();
        if !served.lock().unwrap_or_else(PoisonError::into_inner).insert(user) {
            return Err(AppError::TooMany { retry_after: LATER });
        }
        let turn = Turn { user, served };
        let permit = self.places.clone().acquire_owned().await.map_err(|_| AppError::Unavailable)?;
        Ok(Place { _permit: permit, _turn: turn })
    }

    /// Opens a file as a table: for a person by their place, for the worker, which reads one after the other, without.
    pub(super) async fn open(&self, file: (Vec<u8>, &str), sheet: Option<&str>, lang: Lang) -> Result<Table, AppError> {
        Table::open(&self.reader, file, sheet, lang).await
    }
}
