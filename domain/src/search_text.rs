//! What the search box finds (R16): how names and phones are folded into one text per record, and a query into the
//! fragments that must occur in it. The databases look for the fragments with one trigram index; [`matches`] is the
//! model that both must agree with. Digits are read as a phone where clients are meant; a deal's title has them as written.
//!
//! Every name part and phone stands after two spaces, so a query of one letter is the fragment of two spaces and it,
//! one of two letters has one space, and a longer one none: always three characters, and a prefix where R16 wants one.

use crate::phone::{abroad, is_punctuation};
use crate::text::{ascii_digit, clean, composed, is_unseen};

/// How many words of a query are looked for; the rest is passed over.
const MAX_WORDS: usize = 8;

/// How many characters of a query are read.
const MAX_QUERY: usize = 100;

/// Shorter runs of digits beside words are house numbers and years rather than phones.
const SHORTEST_PHONE: usize = 7;

/// Fewer digits than this are no beginning of a number with the 8 that is dialled at home.
const SHORTEST_DIALLED: usize = 4;

/// As many digits a number has with that 8.
const LONGEST_DIALLED: usize = 11;

/// What a person is looking for: fragments that must all occur, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The fragments; none means that everything is found.
    pub words: Vec<Needle>,
}

/// A fragment in each way it may be read, one of which must occur: folded, of at least three characters, free of `%`, `_`,
/// `\` and quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle(Vec<String>);

impl Needle {
    /// The texts to look for, as they are; leading spaces count.
    pub fn readings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether it is a number, and may stand anywhere in one.
    pub fn is_number(&self) -> bool {
        self.readings().any(|reading| reading.bytes().all(|sign| sign.is_ascii_digit()))
    }

    fn of_word(word: &str) -> Needle {
        Needle(vec![padded(word)])
    }

    /// Digits as they are. The 8 that is dialled at home stands in no number: what follows it is looked for where numbers
    /// begin, or anywhere once it is long enough to be met by few.
    fn of_phone(text: &str, digits: &str) -> Needle {
        let written = digits_of(text);
        let first = match written.strip_prefix('8') {
            Some(rest) if (SHORTEST_PHONE..LONGEST_DIALLED).contains(&written.len()) => rest,
            _ => digits,
        };
        let mut readings = vec![padded(first)];
        if (SHORTEST_DIALLED..=LONGEST_DIALLED).contains(&written.len()) {
            readings
                .extend(abroad(&written).filter(|number| !number.contains(first)).map(|number| format!("  {number}")));
            readings.dedup();
        }
        Needle(readings)
    }
}

fn padded(word: &str) -> String {
    let spaces = match word.chars().count() {
        1 => "  ",
        2 => " ",
        _ => "",
    };
    format!("{spaces}{word}")
}

/// A part of a query.
enum Part {
    /// A folded word.
    Word(String),
    /// What looks like a phone, as written and as digits.
    Phone(String, String),
}

impl Query {
    /// Reads the search box for clients: words, or one phone in any writing.
    pub fn parse(text: &str) -> Query {
        let needle = |part: &Part| match part {
            Part::Word(word) => Needle::of_word(word),
            Part::Phone(text, digits) => Needle::of_phone(text, digits),
        };
        Query { words: parts(text).iter().map(needle).collect() }
    }

    /// Reads it for titles: words as they are written, for «15-04» is no phone there.
    pub fn of_title(text: &str) -> Query {
        let folded = fold(&beginning(text));
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS);
        Query { words: words.map(Needle::of_word).collect() }
    }

    /// The parts that may be found apart from each other, such as one in a deal's title and one in its client's name. What
    /// looks like a phone stays together, as it is written.
    pub fn parts(text: &str) -> Vec<String> {
        let text_of = |part| match part {
            Part::Word(text) | Part::Phone(text, _) => text,
        };
        parts(text).into_iter().map(text_of).collect()
    }
}

/// Folds a text so that what people take for equal is equal: words in lower case between single spaces, ё as е,
/// no apostrophes, no accents, no characters that `LIKE` or a quoted phrase would read as their own.
pub fn fold(text: &str) -> String {
    let lower = lower(text, is_dropped, fold_letter);
    let words = lower.split(' ').map(|word| word.trim_matches(['-', '.'])).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// What makes two names of choices or stages the same one: as [`fold`], but signs count, for «A+» is not «A» and «<18» not
/// «>18».
pub fn name_key(name: &str) -> String {
    let letter = |letter| if is_apostrophe(letter) { '\'' } else { alike(letter) };
    lower(name, is_unseen_mark, letter).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lower(text: &str, is_dropped: impl Fn(char) -> bool, letter: impl Fn(char) -> char) -> String {
    let kept = composed(text);
    let lower: String = kept.chars().filter(|letter| !is_dropped(*letter)).flat_map(char::to_lowercase).collect();
    composed(&lower).chars().map(letter).filter(|letter| !is_dropped(*letter)).collect()
}

/// The text in which a record is found: each word of its name parts and each phone's digits after two spaces.
pub fn index_text(name_parts: &[&str], phones: &[&str]) -> String {
    let mut index = String::new();
    let mut push = |entry: &str| {
        index.push_str("  ");
        index.push_str(entry);
    };
    for word in name_parts.iter().map(|part| fold(part)).collect::<Vec<_>>().join(" ").split_whitespace() {
        push(word);
        // A query of digits alone is read as a phone, so «7-40» must be there as 740 too.
        phone_digits(word).filter(|digits| digits != word).iter().for_each(|digits| push(digits));
    }
    phones.iter().map(|phone| digits_of(phone)).filter(|digits| !digits.is_empty()).for_each(|digits| push(&digits));
    if index.is_empty() { index } else { index + " " }
}

/// Whether a record is found: every fragment occurs in its text.
pub fn matches(index_text: &str, query: &Query) -> bool {
    query.words.iter().all(|needle| needle.readings().any(|reading| index_text.contains(reading)))
}

/// As much of a query as is read.
fn beginning(text: &str) -> String {
    clean(text).chars().take(MAX_QUERY).collect()
}

/// One phone, or words as folded, but a run of pieces that together look like a phone in one.
fn parts(text: &str) -> Vec<Part> {
    let text = beginning(text);
    if let Some(digits) = phone_digits(&text) {
        return vec![Part::Phone(text, digits)];
    }
    let mut parts = Vec::new();
    let pieces: Vec<&str> = text.split_whitespace().collect();
    for run in pieces.chunk_by(|one, next| is_phone_like(one) && is_phone_like(next)) {
        let joined = run.join(" ");
        match phone_digits(&joined).filter(|digits| digits.len() >= SHORTEST_PHONE) {
            Some(digits) => parts.push(Part::Phone(joined, digits)),
            None => parts.extend(fold(&joined).split_whitespace().map(|word| Part::Word(word.to_owned()))),
        }
    }
    parts.truncate(MAX_WORDS);
    parts
}

/// The digits of a text that is nothing but a phone, without the prefixes that stand for a country's code.
fn phone_digits(text: &str) -> Option<String> {
    if !is_phone_like(text) {
        return None;
    }
    let digits = digits_of(text);
    match (digits.len(), digits.as_bytes()) {
        (11, [b'8', ..]) => Some(format!("7{}", &digits[1..])),
        (10, [b'0', ..]) => Some(digits[1..].to_owned()),
        (11.., [b'0', b'0', ..]) => Some(digits[2..].to_owned()),
        (1.., _) => Some(digits),
        _ => None,
    }
}

fn is_phone_like(text: &str) -> bool {
    text.chars().all(|letter| ascii_digit(letter).is_some() || matches!(letter, '+' | '＋') || is_punctuation(letter))
}

fn digits_of(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}

/// Uzbek oʻ and gʻ are typed with whatever apostrophe the keyboard has; stress marks and joiners are not typed at all.
const fn is_dropped(letter: char) -> bool {
    is_unseen_mark(letter) || is_apostrophe(letter)
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '`' | '´' | '\u{2bb}'..='\u{2bd}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}')
}

const fn is_unseen_mark(letter: char) -> bool {
    let blank = matches!(letter, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
    (is_unseen(letter) && !blank)
        || matches!(letter, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{fe0e}' | '\u{fe0f}')
}

fn fold_letter(letter: char) -> char {
    let letter = alike(letter);
    match letter {
        '@' | '.' | '-' => letter,
        _ if letter.is_ascii_punctuation() || letter.is_whitespace() || letter.is_control() => ' ',
        '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}' => ' ',
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => ' ',
        _ => letter,
    }
}

/// Letters, dashes and digits that are written in several ways, in one of them.
fn alike(letter: char) -> char {
    match letter {
        'ё' => 'е',
        'ς' => 'σ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => ascii_digit(letter).unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests;
