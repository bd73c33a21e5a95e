//! A file as a table: the first filled row is the heading, the rows below it are what is imported.

use super::{
    cells::text_of,
    read::{Cell, ReadError, Reader, Row, SheetInfo, SheetRows},
};
use crate::words::Words;
use domain::{
    error::AppError,
    import::{FileProblem, ImportPlan},
    lang::Lang,
};

/// An open table, its heading read.
pub(super) struct Table {
    /// What the file holds.
    pub info: SheetInfo,
    /// Headings by column.
    pub headings: Vec<String>,
    rows: SheetRows,
    lang: Lang,
}

impl Table {
    /// Opens the file for a reader of this language and reads its heading; a chosen sheet of several may be empty.
    pub async fn open(
        reader: &Reader,
        (file, name): (Vec<u8>, &str),
        sheet: Option<&str>,
        lang: Lang,
    ) -> Result<Self, AppError> {
        let mut rows = reader.open(file, name, sheet).await.map_err(problem)?;
        let heading = next_filled(&mut rows).await?;
        // Beside an empty sheet that a person chose there are others to choose from.
        let is_choice = sheet.is_some() && rows.info.sheets.len() > 1;
        if heading.is_none() && !is_choice {
            return Err(problem(ReadError::Empty));
        }
        let headings = heading.iter().flat_map(|row| &row.cells).map(text_of).collect();
        Ok(Table { info: rows.info.clone(), headings, rows, lang })
    }

    /// The next row that holds anything, cut or filled up to no particular width.
    pub async fn next(&mut self) -> Result<Option<Row>, AppError> {
        let mut row = next_filled(&mut self.rows).await?;
        row.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| say_truth(cell, self.lang));
        Ok(row)
    }

    /// Refuses a plan that was made for another file or sheet.
    pub fn check(&self, plan: &ImportPlan) -> Result<(), AppError> {
        let planned = plan.columns.iter().map(|column| column.heading.as_str());
        // Columns beyond the last heading may be planned: they have cells, but no name.
        let read = self.headings.iter().map(String::as_str).chain(std::iter::repeat(""));
        let fits = plan.columns.len() >= self.headings.len() && planned.zip(read).all(|(one, other)| one == other);
        if fits { Ok(()) } else { Err(AppError::File(FileProblem::new("import.plan.headings"))) }
    }
}

/// A spreadsheet program shows TRUE and FALSE in the language of whoever looks.
fn say_truth(cell: &mut Cell, lang: Lang) {
    if let Cell::Bool(truth) = cell {
        let key = if *truth { "import.cell.true" } else { "import.cell.false" };
        *cell = Cell::Text(Words(lang).word(key));
    }
}

async fn next_filled(rows: &mut SheetRows) -> Result<Option<Row>, AppError> {
    while let Some(row) = rows.next().await.map_err(problem)? {
        if !row.cells.iter().all(Cell::is_blank) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The reader's refusal as a person is told; that it did not start is no fault of the file.
pub(super) fn problem(error: ReadError) -> AppError {
    if error == ReadError::Unavailable {
        return AppError::Unavailable;
    }
    let mut problem = FileProblem::new(error.code());
    if let Ok(serde_json::Value::Object(values)) = serde_json::to_value(&error) {
        for (name, value) in values.into_iter().filter(|(name, _)| name != "kind") {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            problem = problem.with(&name, text);
        }
    }
    AppError::File(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_values_travel_with_its_code() {
        let told = problem(ReadError::TooManyColumns { limit: 256, row: 7 });
        let expect = FileProblem::new("import.read.too_many_columns").with("limit", 256).with("row", 7);
        assert_eq!(told, AppError::File(expect));
        assert_eq!(problem(ReadError::Unavailable), AppError::Unavailable);
    }

    #[tokio::test]
    async fn the_first_filled_row_is_the_heading() {
        let file = "\n ; \nИмя;Телефон\nИван;1\n ;\n".as_bytes().to_vec();
        let mut table = Table::open(&Reader::Thread, (file, "a.csv"), None, Lang::Ru).await.expect("a table");
        assert_eq!(table.headings, ["Имя", "Телефон"]);
        assert_eq!(table.next().await.expect("a row").expect("one").number, 4);
        assert_eq!(table.next().await, Ok(None));
    }

    #[tokio::test]
    async fn a_file_without_any_text_is_empty() {
        let told = Table::open(&Reader::Thread, (b"\n\n".to_vec(), "a.csv"), None, Lang::Ru).await.err();
        assert_eq!(told, Some(AppError::File(FileProblem::new("import.read.empty"))));
    }
}
