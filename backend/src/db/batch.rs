//! Many rows at once. The sizes of the statements are few, so that each is prepared once: SQLite looks every `$n` of a
//! new text up among those before it, which makes one long text dearer than its rows.

use super::{Arg, DbError, Sql};
use crate::cx::Tx;

/// Rows of the longest statement.
const MOST: usize = 64;

impl Tx {
    /// Inserts rows; the text ends with `values `.
    pub(crate) async fn insert_rows(&mut self, into: &'static str, rows: Vec<Vec<Arg>>) -> Result<(), DbError> {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let mut sql = Sql::new(into);
            let size = size(rows.len());
            sql.bind_rows(rows.by_ref().take(size));
            self.execute(sql).await?;
        }
        Ok(())
    }
}

/// The longest statement for so many rows: a power of two.
fn size(left: usize) -> usize {
    let most = left.min(MOST);
    1 << most.checked_ilog2().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_is_made_of_few_sizes() {
        for (left, expect) in [(1, 1), (2, 2), (3, 2), (63, 32), (64, 64), (500, 64)] {
            assert_eq!(size(left), expect, "{left}");
        }
    }
}
