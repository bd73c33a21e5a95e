//! What a letter says, in its reader's language, as text and as HTML. Its link begins with the configured address and with
//! nothing that a request said.

use super::{LetterKind, store::claim::Claim};
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
    let (page, kind) = match letter.kind {
        LetterKind::Activation => ("activate", "activation"),
        LetterKind::Reset => ("reset", "reset"),
    };
    let link = format!("{base_url}/{page}?token={}", letter.token);
    let say = |key: &str| Words(letter.lang).filled(key, &[("company", &letter.company), ("name", &letter.name)]);
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

/// Names are text, whatever they look like.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
