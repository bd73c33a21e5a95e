//! Many rows at once. The sizes of the statements are few, so that each is prepared once.

use super::{Arg, DbError, Sql};
use crate::cx::Tx;

/// Rows of the longest statement. Each one flushes SQLite's search index and copies the pages it touches, in case it has
/// to be undone: few long statements are faster than many short ones.
const MOST: usize = 256;

impl Tx {
    /// Inserts rows; the text ends with `values `.
    pub(crate) async fn insert_rows(&mut self, into: &'static str, rows: Vec<Vec<Arg>>) -> Result<(), DbError> {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let mut sql = Sql::new(into);
            let size = size(rows.len().min(MOST));
            sql.bind_rows(rows.by_ref().take(size));
            self.execute(sql).await?;
        }
        Ok(())
    }
}

/// The largest power of two among so many rows.
fn size(rows: usize) -> usize {
    1 << rows.checked_ilog2().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_is_made_of_few_sizes() {
        for (rows, expect) in [(1, 1), (2, 2), (3, 2), (15, 8), (16, 16), (255, 128)] {
            assert_eq!(size(rows), expect, "{rows}");
        }
    }
}
