//! Chooses the worksheet of a workbook.

use calamine::{Sheet, SheetType, SheetVisible};

use super::error::ReadError;
use super::limits::MAX_SHEETS;
use super::protocol::{Format, SheetInfo};

/// What the workbook holds, with the wanted sheet chosen; the first filled one when none is named.
pub(super) fn choose(
    format: Format,
    all: &[Sheet],
    wanted: Option<&str>,
    is_filled: impl FnMut(&str) -> Result<bool, ReadError>,
) -> Result<(SheetInfo, String), ReadError> {
    let sheets: Vec<_> = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    if sheets.len() > MAX_SHEETS as usize {
        return Err(ReadError::TooManySheets { limit: MAX_SHEETS });
    }
    let chosen = match wanted {
        Some(name) => sheets.iter().find(|sheet| sheet.name == name).copied(),
        None => first_filled(&sheets, is_filled)?,
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

/// Visible sheets come before hidden ones. A sheet is looked into only as long as those before it are empty.
fn first_filled<'a>(
    sheets: &[&'a Sheet],
    mut is_filled: impl FnMut(&str) -> Result<bool, ReadError>,
) -> Result<Option<&'a Sheet>, ReadError> {
    let mut sheets = sheets.to_vec();
    sheets.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
    for sheet in &sheets {
        if sheets.len() == 1 || is_filled(&sheet.name)? {
            return Ok(Some(sheet));
        }
    }
    Ok(sheets.first().copied())
}
