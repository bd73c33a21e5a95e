//! Words in the person's language, from catalogues that are data (decision 0006): the server holds all of them, a page
//! brings the active one. No text that a person reads stands in code.

use domain::lang::Lang;
use leptos::prelude::use_context;
use std::{
    collections::HashMap,
    sync::{OnceLock, RwLock},
};

/// One language's words by key, such as `deals.create`; plural forms end in `.one`, `.few`, `.many`, `.other`.
pub type Catalogue = HashMap<String, String>;

static CATALOGUES: OnceLock<Vec<(&'static str, Catalogue)>> = OnceLock::new();
/// In the browser, the words of the screens in [`LATER`], once one of them was opened.
static LATER_WORDS: OnceLock<Catalogue> = OnceLock::new();

/// What the keys of words begin with that pages are sent without: hardly anybody opens these screens each day.
pub const LATER: [&str; 3] = ["settings.", "import.", "users."];

/// The browser's language: one page, one language. The server gives each request its own by context.
static PAGE_LANG: RwLock<Lang> = RwLock::new(Lang::Ru);

/// Gives the catalogues; called once at start, on the server with all languages, in the browser with the page's.
pub fn set_catalogues(catalogues: Vec<(&'static str, Catalogue)>) {
    // A second call can only come from a second test in the same process, with the same words.
    let _ = CATALOGUES.set(catalogues);
}

/// Gives the words that came later; called once in the browser.
pub fn set_later_words(words: Catalogue) {
    // A second call brings the same.
    let _ = LATER_WORDS.set(words);
}

/// Whether the words that come later are here.
pub fn has_later_words() -> bool {
    LATER_WORDS.get().is_some()
}

/// Sets the page's language in the browser.
pub fn set_page_lang(lang: Lang) {
    if let Ok(mut current) = PAGE_LANG.write() {
        *current = lang;
    }
}

/// The language of whoever reads this.
pub fn lang() -> Lang {
    use_context::<Lang>().unwrap_or_else(|| PAGE_LANG.read().map(|lang| *lang).unwrap_or_default())
}

/// The words of a key. A missing key shows itself, and fails `xtask check` before anybody sees it.
pub fn t(key: &str) -> String {
    words(key).unwrap_or(key).to_owned()
}

/// The words of a key with `{name}` places filled in.
pub fn ta(key: &str, args: &[(&str, &str)]) -> String {
    filled(t(key), args)
}

/// The words of a key in the plural form of a count; `{n}` is the count, grouped.
pub fn tn(key: &str, count: i64) -> String {
    let lang = lang();
    let form = format!("{key}.{}", lang.plural(count.unsigned_abs()).key());
    filled(t(&form), &[("n", &domain::lang::group_digits(count, lang))])
}

fn words(key: &str) -> Option<&'static str> {
    let lang = lang().code();
    let (_, catalogue) = CATALOGUES.get()?.iter().find(|(code, _)| *code == lang)?;
    catalogue.get(key).or_else(|| LATER_WORDS.get()?.get(key)).map(String::as_str)
}

fn filled(mut text: String, args: &[(&str, &str)]) -> String {
    for (name, value) in args {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_arguments_and_plural_forms() {
        let ru = [
            ("x.rows.one", "{n} строка"),
            ("x.rows.few", "{n} строки"),
            ("x.rows.many", "{n} строк"),
            ("x.hi", "Привет, {name}"),
        ];
        let catalogue = ru.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        set_catalogues(vec![("ru", catalogue)]);
        assert_eq!(tn("x.rows", 21), "21 строка");
        assert_eq!(tn("x.rows", 3), "3 строки");
        assert_eq!(tn("x.rows", 1_012), "1\u{a0}012 строк");
        assert_eq!(ta("x.hi", &[("name", "Анна")]), "Привет, Анна");
        assert_eq!(t("x.unknown"), "x.unknown");
    }
}
