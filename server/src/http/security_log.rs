//! The security log as a file, sent while it is read: it may be long.

use super::doors::trouble_of;
use app::users::log_words::{headings, line_words};
use axum::{
    Extension,
    body::Body,
    extract::Query,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use backend::{Cx, security_log, users};
use domain::{
    error::AppError,
    filter::{Cursor, Page},
    lang::Lang,
    security_log::{LogLine, LogPart},
    staff::Staff,
    zone::{Zone, format_moment},
};
use futures_util::stream;
use leptos::prelude::*;
use std::{io, sync::Arc};

/// Spreadsheets read Cyrillic in a text file by this sign alone.
const BOM: &str = "\u{feff}";

/// What the file is asked for with.
#[derive(serde::Deserialize)]
pub struct FileQuery {
    part: Option<String>,
}

/// Sends a part of the log as CSV.
pub async fn file(cx: Option<Extension<Cx>>, headers: HeaderMap, Query(query): Query<FileQuery>) -> Response {
    let Some(Extension(cx)) = cx else { return Redirect::to(app::routes::LOGIN).into_response() };
    let part = query.part.as_deref().and_then(LogPart::from_key).unwrap_or_default();
    match Writer::new(cx.clone(), part).await {
        Ok(writer) => {
            let body = Body::from_stream(stream::try_unfold(Some(writer), next));
            let as_file = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"security-log.csv\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (as_file, body).into_response()
        }
        Err(error) => trouble_of(&cx, &headers, error),
    }
}

/// What is left to be written.
struct Writer {
    cx: Cx,
    part: LogPart,
    staff: Arc<Staff>,
    zone: Zone,
    lang: Lang,
    /// Where the next page begins; none for the first one, with the headings.
    after: Option<Cursor>,
    first: Option<(Vec<LogLine>, Option<Cursor>)>,
}

impl Writer {
    /// Reads the first page, so that a refusal is still an answer of its own.
    async fn new(cx: Cx, part: LogPart) -> Result<Self, AppError> {
        let staff = Arc::new(users::staff::list(&cx).await?);
        let viewer = users::viewer(&cx).await?;
        let page = security_log::list(&cx, part, &page(None)).await?;
        let first = Some((page.rows, page.next));
        Ok(Writer { cx, part, staff, zone: viewer.zone, lang: viewer.lang, after: None, first })
    }

    fn text(&self, lines: &[LogLine]) -> Result<Vec<u8>, csv::Error> {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(self.lang);
            let mut text = Vec::new();
            if self.after.is_none() {
                text.extend_from_slice(BOM.as_bytes());
            }
            let mut file = csv::WriterBuilder::new().delimiter(b';').from_writer(text);
            if self.after.is_none() {
                file.write_record(headings())?;
            }
            for line in lines {
                let time = format_moment(line.at, &self.zone, self.lang);
                let cells = [time].into_iter().chain(line_words(line, &self.staff).cells());
                file.write_record(cells.map(harmless))?;
            }
            file.into_inner().map_err(|error| io::Error::other(error.to_string()).into())
        })
    }
}

fn page(after: Option<Cursor>) -> Page {
    Page { after, size: Page::MAX }
}

async fn next(writer: Option<Writer>) -> Result<Option<(Vec<u8>, Option<Writer>)>, io::Error> {
    let Some(mut writer) = writer else { return Ok(None) };
    let (lines, next) = match writer.first.take() {
        Some(first) => first,
        None => {
            let page = security_log::list(&writer.cx, writer.part, &page(writer.after.clone())).await;
            let page = page.map_err(|error| io::Error::other(error.to_string()))?;
            (page.rows, page.next)
        }
    };
    let text = writer.text(&lines).map_err(io::Error::other)?;
    let rest = next.map(|next| Writer { after: Some(next), ..writer });
    Ok(Some((text, rest)))
}

/// A spreadsheet takes what begins so for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell
    }
}
