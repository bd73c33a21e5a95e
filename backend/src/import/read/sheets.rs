//! Chooses the worksheet of a workbook.

use calamine::{Sheet, SheetType, SheetVisible};

use super::error::ReadError;
use super::limits::MAX_SHEETS;
use super::protocol::{Format, SheetInfo};

/// What the workbook holds, with the wanted sheet chosen; the first visible one when none is named.
pub(super) fn choose(format: Format, all: &[Sheet], wanted: Option<&str>) -> Result<(SheetInfo, String), ReadError> {
    let sheets: Vec<_> = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    if sheets.len() > MAX_SHEETS as usize {
        return Err(ReadError::TooManySheets { limit: MAX_SHEETS });
    }
    let chosen = match wanted {
        Some(name) => sheets.iter().find(|sheet| sheet.name == name),
        None => sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible).or(sheets.first()),
    };
    let Some(chosen) = chosen else {
        return Err(wanted.map_or(ReadError::Empty, |name| ReadError::NoSuchSheet { name: name.to_owned() }));
    };
    let info = SheetInfo {
        format,
        sheets: sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        sheet: Some(chosen.name.clone()),
        encoding: None,
        delimiter: None,
    };
    Ok((info, chosen.name.clone()))
}
