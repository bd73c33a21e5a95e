//! What a letter says, in its reader's language, as text and as HTML. Its link begins with the configured address and with
//! nothing that a request said.

use super::{
    LetterKind,
    store::claim::{Claim, Opens},
};
use crate::words::Words;

/// A letter to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Writes a letter.
pub(super) fn written(letter: &Claim, base_url: &str) -> Written {
    let kind = letter.kind.key();
    let (path, about, by) = match &letter.opens {
        Opens::Secret(token) => (format!("{}?token={token}", page(letter.kind)), "", ""),
        Opens::Client { id, name, by } => (format!("clients/{id}"), name.as_str(), by.as_str()),
        Opens::Heritage { from, by } => ("clients".to_owned(), from.as_str(), by.as_str()),
    };
    let link = format!("{base_url}/{path}");
    let places =
        [("company", letter.company.as_str()), ("name", &letter.name), ("client", about), ("from", about), ("by", by)];
    let say = |key: &str| Words(letter.lang).filled(key, &places);
    let of_kind = |part: &str| say(&format!("letters.{kind}.{part}"));
    let (hello, body, button, ends) = (say("letters.hello"), of_kind("text"), of_kind("button"), of_kind("ends"));
    let text = format!("{hello}\n\n{body}\n\n{button}:\n{link}\n\n{ends}\n");
    let line = |text: &str| format!("<p>{}</p>", escaped(text));
    let html = format!(
        "<!DOCTYPE html><html lang=\"{}\"><body>{}{}<p><a href=\"{}\">{}</a></p>{}</body></html>",
        letter.lang.code(),
        line(&hello),
        line(&body),
        escaped(&link),
        escaped(&button),
        line(&ends)
    );
    Written { subject: of_kind("subject"), text, html }
}

/// The page that a secret opens.
fn page(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Activation => "activate",
        LetterKind::Reset => "reset",
        LetterKind::Manager | LetterKind::Owner | LetterKind::Heir => "clients",
    }
}

/// Names are text, whatever they look like.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
