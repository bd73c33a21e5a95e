//! How a list is walked: what drives it, in which order, from which key on. The filter says what, this file says how.
//! A sort is a sequence of segments (values in order, then rows without a value), so that every page is one index walk
//! per segment and never an outer join; a rare search drives the walk itself (decision 0002).

mod branches;
mod drivers;
mod mark;
mod segments;

pub(crate) use segments::KeyColumns;

use super::{
    Arg, Db, Reads, Row, Sql, dialect,
    filter_sql::{Table, push_filter, push_filter_over_all, push_needles, push_seen},
    types::Counted,
};
use chrono::{DateTime, Utc};
use domain::{
    error::{AppError, Problem},
    fields::{FieldDef, FieldKind, Noun},
    filter::{Field, Filter, Page, Rows, Sort},
    ids::{FieldId, OptionId, StageId, UserId, WorkspaceId},
    search_text::{Needle, Query},
};
use drivers::Driver;
use segments::{KeyKind, Segment, Walk};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Fewer hits than this are collected and sorted; more are met soon enough when the list is walked in its own order.
pub(crate) const FEW: i64 = 2_000;

/// So many rows at the head of the list tell whether a search is common: with [`DENSE`] hits among them …
const HEAD: i64 = 200;
const DENSE: i64 = 6;
/// … its first page is looked for among so many rows, which is sooner done than counting all hits.
const NEAR: i64 = 3_000;

/// A row that can tell where the next page begins.
pub(crate) trait Keyed {
    /// The sort key's value and the id.
    fn key(&self) -> (SortKey, Uuid);
    /// About how many bytes of an answer its custom values take.
    fn weight(&self) -> usize;
}

/// So many bytes of custom values a page has at most, about; it ends early then, and the next one goes on. Whoever shows many
/// long columns would get an answer of many hundred kilobytes otherwise.
const PAGE_WEIGHT: usize = 30_000;

/// Whether the next row has room on a page; the first one always has.
fn fits(row: &impl Keyed, room: &mut usize) -> bool {
    let fits = *room == PAGE_WEIGHT || row.weight() <= *room;
    *room = room.saturating_sub(row.weight());
    fits
}

/// A sort key as a cursor carries it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SortKey {
    /// Text keys.
    Text(String),
    /// Numbers, dates as days, human numbers.
    Int(i64),
    /// Moments.
    Time(DateTime<Utc>),
}

impl SortKey {
    fn kind(&self) -> KeyKind {
        match self {
            SortKey::Text(_) => KeyKind::Text,
            SortKey::Int(_) => KeyKind::Int,
            SortKey::Time(_) => KeyKind::Time,
        }
    }

    fn arg(&self) -> Arg {
        match self {
            SortKey::Text(text) => text.into(),
            SortKey::Int(number) => (*number).into(),
            SortKey::Time(at) => (*at).into(),
        }
    }
}

/// Which rows of a walk are selected.
struct Part<'a> {
    driver: Option<&'a Driver>,
    after: Option<&'a (SortKey, Uuid)>,
    limit: i64,
    /// Only rows at the head of the list, and none if few rows there hold this text.
    near: Option<&'a str>,
}

/// A list to be walked.
pub(crate) struct List<'a> {
    /// Clients or deals.
    pub table: &'static Table,
    /// What to select; must begin with `r.` columns. The sort key is added as `key_text`, `key_int` or `key_time`.
    pub columns: &'static str,
    /// The company.
    pub workspace: WorkspaceId,
    /// Which records, the actor's scope included.
    pub filter: &'a Filter,
    /// In which order.
    pub sort: Sort,
    /// Custom fields of the noun, to know the kind of a sorted one.
    pub fields: &'a [FieldDef],
    /// People in the order of their names, for lists sorted by owner.
    pub people: &'a [UserId],
    /// Stages in the order of the board, for lists sorted by stage.
    pub stages: &'a [StageId],
    /// What is selected besides of each row of a page, by `page.id`: where it is read for the page alone.
    pub beside: Option<&'a Sql>,
    /// The clients whose names may put deals in order: those that the actor sees.
    pub clients: &'a Filter,
}

impl<'a> List<'a> {
    /// Rows that are counted or gathered, in no order.
    pub fn unordered(table: &'static Table, workspace: WorkspaceId, filter: &'a Filter) -> Self {
        let (columns, sort, clients) = ("", Sort::default(), &Filter::Nothing);
        List { table, columns, workspace, filter, sort, fields: &[], people: &[], stages: &[], beside: None, clients }
    }

    /// The select of what the filter leaves; what a search leaves is found by its fragments if that is little.
    pub async fn selecting(&self, db: &mut Db, select: &'static str) -> Result<Sql, AppError> {
        let driver = self.found(db).await?;
        let mut sql = Sql::new("");
        self.push_hits(&mut sql, driver.as_ref(), db.dialect())?;
        sql.push(select).push(if driver.is_some() { " from h cross join " } else { " from " });
        sql.push(self.table.from).push(" where ");
        if driver.is_some() {
            self.push_where(&mut sql, driver.as_ref(), db.dialect())?;
        } else {
            sql.push("r.workspace_id = ").bind(self.workspace).push(" and r.deleted_at is null and ");
            push_filter_over_all(&mut sql, self.table, self.workspace, self.filter)?;
        }
        Ok(sql)
    }

    /// One page of rows.
    pub async fn page<T: Row + Keyed>(&self, db: &mut Db, page: &Page) -> Result<Rows<T>, AppError> {
        if let Some(near) = self.near_page(db, page).await? {
            return Ok(near);
        }
        let (segments, mut after) = match &page.after {
            Some(cursor) => mark::read(cursor, self.segments()?).map(|(left, key)| (left, Some(key)))?,
            None => (self.segments()?, None),
        };
        let driver = self.driver(db).await?;
        let mut rows: Vec<T> = Vec::new();
        let (mut at, mut last, mut next, mut room) = (0, 0, None, PAGE_WEIGHT);
        while let Some(segment) = segments.get(at) {
            let wanted = page.size() - rows.len() as i64;
            // One row more than wanted tells whether there is a next page, in this segment or in a later one.
            let part = Part { driver: driver.as_ref(), after: after.as_ref(), limit: wanted + 1, near: None };
            let sql = match self.branches(segment, &part) {
                Some(branches) => self.select_merged(segment, part, &branches)?,
                None => self.select(segment, part, db.dialect())?,
            };
            let found: Vec<T> = db.fetch_all(self.with_beside(sql, wanted + 1)).await?;
            let (before, some) = (rows.len(), found.len());
            rows.extend(found.into_iter().take(wanted as usize).take_while(|row| fits(row, &mut room)));
            if rows.len() > before {
                last = at;
            }
            if some > rows.len() - before {
                next = rows.last().map(|row| mark::write(&segments[last..], row.key()));
                break;
            }
            at += 1;
            after = None;
        }
        Ok(Rows { rows, next: next.transpose()? })
    }

    /// The first page of a common search in the order of the last change, if it is found among the rows at the head.
    async fn near_page<T: Row + Keyed>(&self, db: &mut Db, page: &Page) -> Result<Option<Rows<T>>, AppError> {
        let by_change = self.sort.by == Field::UpdatedAt && self.sort.descending;
        let is_first = page.after.is_none() && by_change && self.table.noun == Noun::Client;
        let search = self.filter.parts().iter().find_map(|part| match part {
            Filter::Search(text) if is_first && may_be_common(&self.table.query(text)) => Some(text),
            _ => None,
        });
        let segments = self.segments()?;
        let (Some(text), Some(segment)) = (search, segments.first()) else { return Ok(None) };
        let part = Part { driver: None, after: None, limit: page.size() + 1, near: Some(text) };
        let select = self.select(segment, part, db.dialect())?;
        let mut rows: Vec<T> = db.fetch_all(self.with_beside(select, page.size() + 1)).await?;
        // Fewer may be all that there are, all that are near, or none because the text is rare.
        if rows.len() as i64 <= page.size() {
            return Ok(None);
        }
        rows.truncate(page.size() as usize);
        let mut room = PAGE_WEIGHT;
        let fitting = rows.iter().take_while(|row| fits(*row, &mut room)).count();
        rows.truncate(fitting);
        let next = rows.last().map(|row| mark::write(&segments, row.key())).transpose()?;
        Ok(Some(Rows { rows, next }))
    }

    /// The page with what is told beside its rows, which both databases leave in the order of the page. The second limit keeps SQLite
    /// from telling it of rows that it only sorts.
    fn with_beside(&self, page: Sql, limit: i64) -> Sql {
        let Some(beside) = self.beside else { return page };
        let mut sql = Sql::new("select page.*, ");
        sql.append(beside.clone()).push(" as beside from (").append(page).push(") page limit ").bind(limit);
        sql
    }

    /// Appends the last changed rows of the table.
    fn push_head(&self, sql: &mut Sql, limit: i64) {
        sql.push(self.table.from).push(" where r.workspace_id = ").bind(self.workspace);
        sql.push(" and r.deleted_at is null order by r.updated_at desc, r.id limit ").bind(limit);
    }

    /// How many rows the filter leaves, counted up to a bound.
    pub async fn capped_count(&self, db: &mut Db, cap: i64) -> Result<i64, AppError> {
        let driver = self.driver(db).await?;
        let mut sql = Sql::new("");
        if let (None, Some((sight, rest))) = (&driver, self.filter.sight()) {
            sql.push("select count(*) as n from (");
            push_seen(&mut sql, self.workspace, (sight, &rest), Some(cap))?;
            sql.push(" limit ").bind(cap).push(") counted");
            return Ok(db.fetch_one::<Counted>(sql).await?.n);
        }
        self.push_hits(&mut sql, driver.as_ref(), db.dialect())?;
        sql.push("select count(*) as n from (select 1 as one from ");
        sql.push(if driver.is_some() { "h cross join " } else { "" }).push(self.table.from).push(" where ");
        self.push_where(&mut sql, driver.as_ref(), db.dialect())?;
        sql.push(" limit ").bind(cap).push(") counted");
        Ok(db.fetch_one::<Counted>(sql).await?.n)
    }

    fn segments(&self) -> Result<Vec<Segment>, AppError> {
        let column = |column, kind, natural_desc| vec![Segment::Column { column, kind, nullable: false, natural_desc }];
        let nullable = |column, kind| {
            vec![Segment::Column { column, kind, nullable: true, natural_desc: false }, Segment::NoColumn(column)]
        };
        let client = self.table.noun == Noun::Client;
        if let Some((field, option)) = self.walked_choice() {
            return Ok(vec![Segment::Choice(field, option)]);
        }
        Ok(match self.sort.by {
            Field::UpdatedAt => column("r.updated_at", KeyKind::Time, true),
            // Numbers are given out in the order of creation: one index serves both.
            Field::CreatedAt | Field::Number => column("r.number", KeyKind::Int, false),
            Field::Name => column(self.table.name, KeyKind::Text, false),
            Field::Phone if client => nullable("r.phone", KeyKind::Text),
            Field::Email if client => nullable("r.email_norm", KeyKind::Text),
            Field::Budget if !client => nullable("r.budget", KeyKind::Int),
            Field::Client if !client => match self.clients {
                Filter::All => nullable("r.client_norm", KeyKind::Text),
                Filter::Nothing => vec![Segment::NoSeenClient],
                _ => vec![Segment::SeenClient, Segment::NoSeenClient],
            },
            Field::Stage if !client => self.directed(self.stages).map(Segment::Stage).collect(),
            Field::Owner => self.directed(self.people).map(Segment::Owner).collect(),
            Field::Custom(id) => self.custom_segments(id)?,
            _ => return Err(AppError::invalid("sort", Problem::Unknown)),
        })
    }

    fn custom_segments(&self, id: FieldId) -> Result<Vec<Segment>, AppError> {
        let field = self.fields.iter().find(|field| field.id == id);
        let field = field.ok_or_else(|| AppError::invalid("sort", Problem::Unknown))?;
        let values = |column, kind| vec![Segment::Values(id, column, kind), Segment::NoValue(id)];
        Ok(match field.kind {
            FieldKind::Text => values("v.text_value", KeyKind::Text),
            FieldKind::Number => values("v.num_value", KeyKind::Int),
            FieldKind::Date => values("v.date_value", KeyKind::Int),
            FieldKind::Choice => {
                let options: Vec<OptionId> = field.options.iter().map(|option| option.id).collect();
                let choices = self.directed(&options).map(|option| Segment::Choice(id, option));
                choices.chain([Segment::NoValue(id)]).collect()
            }
        })
    }

    fn directed<'s, T: Copy>(&self, items: &'s [T]) -> Box<dyn Iterator<Item = T> + 's> {
        if self.sort.descending { Box::new(items.iter().rev().copied()) } else { Box::new(items.iter().copied()) }
    }

    fn select(
        &self,
        segment: &Segment,
        Part { driver, after, limit, near }: Part<'_>,
        dialect: dialect::Dialect,
    ) -> Result<Sql, AppError> {
        let walk = segment.walk(self);
        let mut sql = Sql::new("");
        self.push_hits(&mut sql, driver, dialect)?;
        sql.push("select ").push(self.columns).push(", ").push(walk.key).push(walk.kind.column());
        sql.push(" from ");
        match (driver.is_some(), walk.values) {
            (false, None) => drop(sql.push(self.table.from)),
            (false, Some(values)) => drop(sql.push(values).push(" cross join ").push(self.table.from)),
            (true, None) => drop(sql.push("h cross join ").push(self.table.from)),
            (true, Some(values)) => {
                sql.push("h cross join ").push(self.table.from).push(" cross join ").push(values);
            }
        }
        sql.push(" where ");
        segment.push_where(&mut sql, self)?;
        self.push_where(&mut sql, driver, dialect)?;
        if let Some(text) = near {
            // Before the walk, as one end of it: where few rows hold the text, nothing is walked.
            sql.push(" and r.updated_at >= case when (select count(*) from (select r.search_text from ");
            self.push_head(&mut sql, HEAD);
            sql.push(") head where ");
            push_needles(&mut sql, "head.search_text", &self.table.query(text));
            sql.push(") >= ").bind(DENSE).push(" then coalesce((select r.updated_at from ");
            self.push_head(&mut sql, 1);
            sql.push(" offset ").bind(NEAR).push("), ").bind(DateTime::UNIX_EPOCH).push(") end");
        }
        push_page(&mut sql, &walk, after, limit)?;
        Ok(sql)
    }

    fn push_where(&self, sql: &mut Sql, driver: Option<&Driver>, dialect: dialect::Dialect) -> Result<(), AppError> {
        if let Some(driver) = driver {
            let of_search = matches!(driver, Driver::Hits(_) | Driver::Condition(Filter::Search(_)));
            sql.push(dialect::hit_is_row(of_search, dialect)).push(" and ");
        }
        self.push_rows(sql)
    }

    fn push_rows(&self, sql: &mut Sql) -> Result<(), AppError> {
        sql.push("r.workspace_id = ").bind(self.workspace).push(" and r.deleted_at is null and ");
        push_filter(sql, self.table, self.workspace, self.filter)
    }
}

/// Appends where the page begins, its order and its end.
fn push_page(sql: &mut Sql, walk: &Walk, after: Option<&(SortKey, Uuid)>, limit: i64) -> Result<(), AppError> {
    if let Some((key, id)) = after {
        if key.kind() != walk.kind {
            return Err(mark::refused());
        }
        // Only this form of a keyset walks the index on both databases.
        let (at_or_after, after) = if walk.descending { (" <= ", " < ") } else { (" >= ", " > ") };
        sql.push(" and ").push(walk.key).push(at_or_after).bind(key.arg()).push(" and (");
        sql.push(walk.key).push(after).bind(key.arg()).push(" or ");
        sql.push(walk.id).push(if walk.id_descending { " < " } else { " > " }).bind(*id).push(")");
    }
    let direction = |descending: bool| if descending { " desc" } else { "" };
    sql.push(" order by ").push(walk.key).push(direction(walk.descending));
    sql.push(", ").push(walk.id).push(direction(walk.id_descending));
    sql.push(" limit ").bind(limit);
    Ok(())
}

/// Words are met often; digits of a phone are not, and are looked up at once.
fn may_be_common(query: &Query) -> bool {
    !query.words.is_empty() && !query.words.iter().any(Needle::is_number)
}
