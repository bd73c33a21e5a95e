//! What all imports of this process share: the reader, how many files are read at once, and the worker's bell.

use super::{read::Reader, table::Table};
use domain::error::AppError;
use std::sync::Arc;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// So many files are read at once; each reading process may take half a gigabyte.
const READERS: usize = 2;

/// Shared by every clone of a `Backend`.
pub(crate) struct Desk {
    reader: Reader,
    places: Arc<Semaphore>,
    /// Rung when an import is queued.
    pub(super) bell: Notify,
}

impl Desk {
    /// A desk that reads files this way.
    pub(crate) fn new(reader: Reader) -> Self {
        Desk { reader, places: Arc::new(Semaphore::new(READERS)), bell: Notify::new() }
    }

    /// Opens a file as a table once there is a place; the place is free again when the second value is dropped.
    pub(super) async fn open(
        &self,
        file: Vec<u8>,
        name: &str,
        sheet: Option<&str>,
    ) -> Result<(Table, OwnedSemaphorePermit), AppError> {
        let place = self.places.clone().acquire_owned().await.map_err(|_| AppError::Unavailable)?;
        Ok((Table::open(&self.reader, file, name, sheet).await?, place))
    }
}
