//! «Скачать шаблон Excel» (S4.17): a sheet with the headings that the import understands, and one that says what goes where.

use super::{known::Known, require};
use crate::{cx::Cx, words::Words};
use domain::{
    deals::TITLE_LIMIT,
    error::AppError,
    fields::{FieldDef, Noun},
    import::Target,
};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use uuid::Uuid;

/// A workbook to be filled in.
pub struct Template {
    /// What it is called when it is saved.
    pub file_name: String,
    /// The .xlsx itself.
    pub bytes: Vec<u8>,
}

/// One column of it.
struct Column {
    heading: String,
    required: bool,
    guide: String,
}

/// The template for clients or deals, with the company's own fields, in the person's language.
pub async fn template(cx: &Cx, noun: Noun) -> Result<Template, AppError> {
    require(cx, noun)?;
    let known = Known::load(cx, noun).await?;
    let say = Words(cx.actor().lang);
    let columns: Vec<Column> = Target::builtin(noun)
        .iter()
        .map(|target| builtin(say, &known, target))
        .chain(known.fields.iter().map(|field| custom(say, &known, field)))
        .collect();
    let bytes = workbook(say, noun, &columns).map_err(|error| {
        let id = Uuid::now_v7();
        tracing::error!(%id, cause = %error, "import template");
        AppError::Internal(id)
    })?;
    Ok(Template { file_name: say.word(&format!("import.template.file.{}", noun.key())), bytes })
}

fn builtin(say: Words, known: &Known, target: &Target) -> Column {
    let (key, required) = match target {
        Target::Name => ("name", true),
        Target::Phone => ("phone", false),
        Target::Email => ("email", false),
        Target::Title => ("title", true),
        Target::Client => ("client", false),
        Target::Budget => ("budget", false),
        Target::Stage => ("stage", false),
        _ => ("owner", false),
    };
    let max = if *target == Target::Title { TITLE_LIMIT } else { known.workspace.name_limit };
    let stages: Vec<&str> = known.stages.iter().map(|stage| stage.name.as_str()).collect();
    let heading = say.word(&format!("import.target.{key}"));
    let guide = say.filled(
        &format!("import.template.say.{key}"),
        &[
            ("max", &max.to_string()),
            ("column", &heading),
            ("currency", known.workspace.currency.code()),
            ("values", &stages.join(", ")),
        ],
    );
    Column { heading, required, guide }
}

fn custom(say: Words, known: &Known, field: &FieldDef) -> Column {
    let options: Vec<&str> = field.options.iter().map(|option| option.name.as_str()).collect();
    let kind = field.kind.key();
    let guide = say.filled(
        &format!("import.template.say.{kind}"),
        &[("max", &known.workspace.text_limit.to_string()), ("values", &options.join(", "))],
    );
    Column { heading: field.name.clone(), required: false, guide }
}

/// Every text is written as a text: a field called «=1+1» is no formula.
fn workbook(say: Words, noun: Noun, columns: &[Column]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(say.word(if noun == Noun::Deal { "nav.deals" } else { "nav.clients" }))?;
    sheet.set_freeze_panes(1, 0)?;
    for (index, column) in (0u16..).zip(columns) {
        sheet.write_string_with_format(0, index, &column.heading, &head())?;
        sheet.set_column_width(index, 22)?;
    }
    guide(say, book.add_worksheet(), columns)?;
    book.save_to_buffer()
}

fn guide(say: Words, sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(say.word("import.template.guide"))?;
    sheet.write_string(0, 0, say.word("import.template.intro"))?;
    for (index, (key, width)) in (0u16..).zip([("column", 28), ("required", 14), ("what", 90)]) {
        sheet.write_string_with_format(2, index, say.word(&format!("import.template.{key}")), &head())?;
        sheet.set_column_width(index, width)?;
    }
    for (row, column) in (3u32..).zip(columns) {
        let required = say.word(if column.required { "import.template.yes" } else { "import.template.no" });
        sheet.write_string_with_format(row, 0, &column.heading, &plain)?;
        sheet.write_string_with_format(row, 1, required, &plain)?;
        sheet.write_string_with_format(row, 2, &column.guide, &plain)?;
    }
    Ok(())
}

fn head() -> Format {
    Format::new().set_bold().set_background_color("EEF1F6")
}
