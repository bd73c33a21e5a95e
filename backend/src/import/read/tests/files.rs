//! Hand-made files: zip archives, the parts of an .xlsx and of an .ods, and a small .xls.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORKBOOK: &str = r#"<workbook xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="DATE1904"/><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const SHEET_RELATION: &str = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT_RELATION: &str = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Style 1 is a date, style 2 a clock time, style 3 a duration.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs></styleSheet>"#;

pub(super) type Part = (&'static str, Vec<u8>);

pub(super) fn zip(parts: &[Part]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a workbook whose one sheet, S, holds these `<row>` elements.
pub(super) fn xlsx_parts(rows: &str) -> Vec<Part> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    vec![
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", ROOT_RELATION.into()),
        ("xl/workbook.xml", WORKBOOK.replace("DATE1904", "0").into()),
        ("xl/_rels/workbook.xml.rels", SHEET_RELATION.into()),
        ("xl/styles.xml", STYLES.into()),
        ("xl/worksheets/sheet1.xml", sheet.into()),
    ]
}

pub(super) fn xlsx(rows: &str) -> Vec<u8> {
    zip(&xlsx_parts(rows))
}

pub(super) fn xlsx_1904(rows: &str) -> Vec<u8> {
    let mut parts = xlsx_parts(rows);
    parts[2].1 = WORKBOOK.replace("DATE1904", "1").into();
    zip(&parts)
}

/// A workbook in the strict dialect of ISO 29500, which has other names for everything.
pub(super) fn strict_xlsx(rows: &str) -> Vec<u8> {
    let parts = xlsx_parts(rows).into_iter().map(|(name, content)| {
        let strict = String::from_utf8(content)
            .unwrap()
            .replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument");
        (name, strict.into_bytes())
    });
    zip(&parts.collect::<Vec<_>>())
}

pub(in crate::import) fn ods(table_rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Лист1">{table_rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    ods_with(r"<manifest:manifest></manifest:manifest>", &content)
}

pub(super) fn ods_with(manifest: &str, content: &str) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml", manifest.into()),
        ("content.xml", content.into()),
    ])
}

const SECTOR: usize = 512;
const FREE: u32 = u32::MAX;
const CHAIN_END: u32 = u32::MAX - 1;

/// An OLE file with one stream of at least 4,096 bytes: header, allocation table, directory, then the stream.
pub(super) fn ole(stream_name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = (stream.len() / SECTOR) as u32;
    let mut file = ole_header();
    let chain = (3..2 + sectors).chain([CHAIN_END]);
    let table = [u32::MAX - 2, CHAIN_END].into_iter().chain(chain).chain(std::iter::repeat(FREE));
    file.extend(table.take(SECTOR / 4).flat_map(u32::to_le_bytes));
    file.extend(directory_entry("Root Entry", 5, CHAIN_END, 0));
    file.extend(directory_entry(stream_name, 2, 2, stream.len() as u32));
    file.resize(SECTOR * 3, 0);
    file.extend(stream);
    file
}

fn ole_header() -> Vec<u8> {
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    for word in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    for word in [0, 1, 1, 0, 4096, CHAIN_END, 0, CHAIN_END, 0, 0] {
        header.extend(word.to_le_bytes());
    }
    header.resize(SECTOR, 0xFF);
    header
}

fn directory_entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let name_bytes = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(name_bytes.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([FREE, FREE, if kind == 5 { 1 } else { FREE }].iter().flat_map(|id| id.to_le_bytes()));
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.resize(128, 0);
    entry
}

/// A workbook of Excel 97 with the sheet `S`: cells as (row, column, number), both from 0.
pub(super) fn xls(numbers: &[(u16, u16, f64)]) -> Vec<u8> {
    let globals_length = 20 + (4 + 9) + 4;
    let mut book = record(0x0809, &bof(0x0005));
    let mut sheet = (globals_length as u32).to_le_bytes().to_vec();
    sheet.extend([0, 0, 1, 0, b'S']);
    book.extend(record(0x0085, &sheet));
    book.extend(record(0x000A, &[]));
    assert_eq!(book.len(), globals_length);
    book.extend(record(0x0809, &bof(0x0010)));
    for (row, column, number) in numbers {
        let mut cell: Vec<u8> = [*row, *column, 0].iter().flat_map(|part| part.to_le_bytes()).collect();
        cell.extend(number.to_le_bytes());
        book.extend(record(0x0203, &cell));
    }
    book.extend(record(0x000A, &[]));
    ole("Workbook", &book)
}

fn bof(kind: u16) -> Vec<u8> {
    let words = [0x0600, kind, 0x0DBB, 0x07CC, 0, 0, 6, 0];
    words.iter().flat_map(|word: &u16| word.to_le_bytes()).collect()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend((data.len() as u16).to_le_bytes());
    record.extend(data);
    record
}
