//! Workbooks of real companies: those that lie beside the repository, or others of the very same shape where they do not.
//! Whichever it is, the figures are the same, so that no story passes without having done anything.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::{fs, io, path::Path};

/// Stages of the pipeline with their deals; the first two have no value yet.
pub(super) const STAGES: [(&str, usize); 4] =
    [("Prospecting", 500), ("Engaging", 1_589), ("Won", 4_238), ("Lost", 2_473)];
/// What the deals that were won are worth.
pub(super) const WON: u32 = 10_005_534;
/// Deals without an account.
pub(super) const WITHOUT_ACCOUNT: usize = 1_425;
/// Companies.
pub(super) const ACCOUNTS: usize = 85;
/// People.
pub(super) const CLIENTS: usize = 10_000;
/// People whose whole name takes more than thirty characters.
pub(super) const OVER_LONG: usize = 198;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");

/// The companies.
pub(super) fn accounts() -> Vec<u8> {
    real("crm-sales-opportunities/accounts.xlsx").unwrap_or_else(made_accounts)
}

/// The pipeline of their deals.
pub(super) fn sales_pipeline() -> Vec<u8> {
    real("crm-sales-opportunities/sales_pipeline.xlsx").unwrap_or_else(made_pipeline)
}

/// Ten thousand people, with three columns for a name.
pub(super) fn clients_10k() -> Vec<u8> {
    real("russian-clients/clients_10k.xlsx").unwrap_or_else(made_clients)
}

fn real(name: &str) -> Option<Vec<u8>> {
    match fs::read(Path::new(DATA).join(name)) {
        Ok(file) => Some(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => panic!("{name}: {error}"),
    }
}

fn made(headings: &[&str], fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(headings) {
        sheet.write(0, column, *heading).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// As a test looks at it, whether or not the real one is there.
pub(super) fn made_accounts() -> Vec<u8> {
    let headings =
        ["account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"];
    made(&headings, |sheet| {
        for row in 1..=ACCOUNTS as u32 {
            sheet.write(row, 0, account(row as usize)).unwrap();
            sheet.write(row, 1, ["medical", "retail", "software"][row as usize % 3]).unwrap();
            sheet.write(row, 2, 1979 + row % 38).unwrap();
            // As real files have it, by the arithmetic of a spreadsheet.
            sheet.write(row, 3, if row == 3 { 647.18 - 1e-13 } else { f64::from(row) * 10.25 }).unwrap();
            sheet.write(row, 4, row * 7).unwrap();
            sheet.write(row, 5, "Kenya").unwrap();
            if row.is_multiple_of(12) {
                sheet.write(row, 6, account(1)).unwrap();
            }
        }
    })
}

fn account(row: usize) -> String {
    format!("Account {}", row % ACCOUNTS)
}

fn made_pipeline() -> Vec<u8> {
    let headings = [
        "opportunity_id",
        "sales_agent",
        "product",
        "account",
        "deal_stage",
        "engage_date",
        "close_date",
        "close_value",
    ];
    let stages = STAGES.iter().flat_map(|(stage, count)| std::iter::repeat_n(*stage, *count));
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let day = NaiveDate::from_ymd_opt(2016, 10, 20).unwrap();
    let won = STAGES[2].1 as u32;
    made(&headings, |sheet| {
        for (row, stage) in (1u32..).zip(stages) {
            sheet.write(row, 0, format!("D{row:07}")).unwrap();
            sheet.write(row, 1, format!("Agent {}", row % 30)).unwrap();
            sheet.write(row, 2, ["GTX Basic", "MG Special"][row as usize % 2]).unwrap();
            if row as usize > WITHOUT_ACCOUNT {
                sheet.write(row, 3, account(row as usize)).unwrap();
            }
            sheet.write(row, 4, stage).unwrap();
            sheet.write_with_format(row, 5, &day, &date).unwrap();
            match stage {
                "Won" => {
                    sheet.write_with_format(row, 6, &day, &date).unwrap();
                    let last = row as usize == STAGES[..3].iter().map(|(_, count)| count).sum::<usize>();
                    sheet.write(row, 7, if last { WON - WON / won * (won - 1) } else { WON / won }).unwrap();
                }
                "Lost" => {
                    sheet.write_with_format(row, 6, &day, &date).unwrap();
                    sheet.write(row, 7, 0).unwrap();
                }
                _ => {}
            }
        }
    })
}

fn made_clients() -> Vec<u8> {
    let headings = ["Фамилия", "Имя", "Отчество", "Телефон", "Email", "Город", "Источник", "Ответственный", "Создан"];
    made(&headings, |sheet| {
        for row in 1..=CLIENTS as u32 {
            let long =
                (row as usize).is_multiple_of(CLIENTS / OVER_LONG) && row as usize / (CLIENTS / OVER_LONG) <= OVER_LONG;
            let first = if long { "Константинопольская" } else { "Кузнецова" };
            sheet.write(row, 0, first).unwrap();
            sheet.write(row, 1, "Елена").unwrap();
            sheet.write(row, 2, "Евгеньевна").unwrap();
            sheet.write(row, 3, format!("+9989{row:08}")).unwrap();
            sheet.write(row, 4, format!("e{row}@example.test")).unwrap();
            sheet.write(row, 5, "Ташкент").unwrap();
            sheet.write(row, 6, "Сайт").unwrap();
            sheet.write(row, 7, format!("user{:02}", row % 20)).unwrap();
            sheet.write(row, 8, "2024-07-02 09:24:09").unwrap();
        }
    })
}
