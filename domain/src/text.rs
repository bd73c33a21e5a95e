//! What happens to every text that a person gives us, and how long it may be (R2, R3): one rule for all doors.
//! Limits count graphemes, what a person calls a character. Folding for the search lives in `search_text`.

use std::{borrow::Cow, ops::RangeInclusive};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// A client's full name (S0.4, R2), the shipped default.
pub const NAME_LIMIT: usize = 30;
/// A custom field of kind text (S0.5, R2), the shipped default.
pub const TEXT_LIMIT: usize = 30;
/// The highest value to which an administrator may raise [`NAME_LIMIT`] and [`TEXT_LIMIT`] (R2).
pub const RAISED_LIMIT: usize = 255;
/// A comment (S0.10).
pub const COMMENT_LIMIT: usize = 999;
/// A user's first or last name (S3.7, R3), and each of a person's three name parts (S1.3, R21).
pub const PERSON_NAME_LIMIT: usize = 30;
/// A stage's name (S3.13).
pub const STAGE_NAME_LIMIT: usize = 50;
/// An e-mail address (R3).
pub const EMAIL_LIMIT: usize = 254;
/// A task's description (S0.16).
pub const TASK_LIMIT: usize = 200;
/// How many graphemes a password may have (R3).
pub const PASSWORD_LENGTHS: RangeInclusive<usize> = 8..=128;

/// No writing system needs more code points for one character; more is an attempt to store megabytes in a short field.
const CODE_POINTS_PER_GRAPHEME: usize = 16;

/// How many graphemes a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The longest text that is still accepted.
    pub max: usize,
}

/// A text is longer than its field takes; it is refused whole, never cut (R2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("the text has {actual} characters, at most {max} are allowed")]
pub struct TooLong {
    /// The longest text that the field takes.
    pub max: usize,
    /// How long the text is.
    pub actual: usize,
}

impl Limit {
    /// Accepts a text of at most `max` graphemes; a heap of marks on one letter counts as several.
    pub fn check(self, text: &str) -> Result<(), TooLong> {
        let actual = graphemes(text).max(text.chars().count().div_ceil(CODE_POINTS_PER_GRAPHEME));
        if actual <= self.max { Ok(()) } else { Err(TooLong { max: self.max, actual }) }
    }
}

/// How many characters a person sees in the text.
pub fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Makes a one-line text fit to keep: NFC, trimmed, line breaks and tabs turned into spaces, control, zero-width and
/// direction characters removed; ZWJ and ZWNJ stay, emoji and Persian need them. Runs of spaces inside stay. A text that shows
/// nothing at all is empty.
pub fn clean(text: &str) -> String {
    tidy(text, |letter| if is_break(letter) || letter == '\t' { ' ' } else { letter })
}

/// Makes a text of several lines fit to keep: as [`clean`], but tabs stay and every kind of line break becomes LF.
pub fn clean_lines(text: &str) -> String {
    tidy(text, |letter| if is_break(letter) { '\n' } else { letter })
}

/// The ASCII digit that a full-width, Arabic or Persian digit stands for.
pub(crate) fn ascii_digit(letter: char) -> Option<char> {
    let zero = match letter {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(letter as u32 - zero as u32, 10)
}

/// Characters that show nothing where no letter stands beside them: joiners, soft hyphens, fillers, selectors of forms.
const fn is_blank(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200c}' | '\u{200d}' | '\u{2061}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Characters that nobody sees and that make equal texts unequal, or show a text in another order than it is kept.
pub(crate) const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

const fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn tidy(text: &str, fold: fn(char) -> char) -> String {
    let folded = text.replace("\r\n", "\n");
    let kept = folded.chars().map(fold).filter(|letter| matches!(letter, '\n' | '\t') || !is_unseen(*letter));
    let kept = kept.collect::<String>();
    let kept = composed(&kept);
    // Where nothing is seen, nothing was filled in.
    let is_seen = kept.chars().any(|letter| !letter.is_whitespace() && !is_blank(letter));
    if is_seen { kept.trim().to_owned() } else { String::new() }
}

/// The text in NFC; one that is in it already, as nearly every text is, is found so without being made anew.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

#[cfg(test)]
mod tests;
