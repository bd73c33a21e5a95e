//! The catalogues of all languages, embedded: pages, letters, exports and reports read the same words (decision 0006).

use domain::lang::Lang;
use include_dir::{Dir, include_dir};
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../locales");

/// Words by key, such as `deals.create`: the file's name, a dot, the key in the file.
pub type Catalogue = HashMap<String, String>;

static CATALOGUES: LazyLock<BTreeMap<&'static str, Catalogue>> =
    LazyLock::new(|| LOCALES.dirs().map(catalogue).collect());

/// All catalogues by language.
pub fn catalogues() -> &'static BTreeMap<&'static str, Catalogue> {
    &CATALOGUES
}

/// The words of one language, for what is not a page: letters, exports, templates.
#[derive(Clone, Copy)]
pub(crate) struct Words(pub Lang);

impl Words {
    /// A text by its key; the key itself where there is none.
    pub fn word(self, key: &str) -> String {
        let words = catalogues().get(self.0.code()).and_then(|words| words.get(key));
        words.cloned().unwrap_or_else(|| key.to_owned())
    }

    /// The same with its `{places}` filled.
    pub fn filled(self, key: &str, args: &[(&str, &str)]) -> String {
        args.iter().fold(self.word(key), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

fn catalogue(dir: &'static Dir<'static>) -> (&'static str, Catalogue) {
    let lang = dir.path().to_str().unwrap_or_default();
    let mut words = Catalogue::new();
    for file in dir.files() {
        let slice = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        match serde_json::from_slice::<BTreeMap<String, String>>(file.contents()) {
            Ok(entries) => words.extend(entries.into_iter().map(|(key, text)| (format!("{slice}.{key}"), text))),
            // A test reads every file: a broken one never gets this far.
            Err(error) => tracing::error!(file = %file.path().display(), %error, "catalogue"),
        }
    }
    (lang, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_words_is_a_flat_object_of_texts() {
        for file in LOCALES.dirs().flat_map(Dir::files) {
            let parsed = serde_json::from_slice::<BTreeMap<String, String>>(file.contents());
            assert!(parsed.is_ok_and(|words| !words.is_empty()), "{}", file.path().display());
        }
    }

    #[test]
    fn russian_and_english_have_the_same_keys_apart_from_plural_forms() {
        let keys = |lang: &str| -> BTreeSet<String> {
            let plain = |key: &String| {
                let form =
                    ["one", "few", "many", "other"].iter().find_map(|form| key.strip_suffix(&format!(".{form}")));
                form.map_or_else(|| key.clone(), |stem| format!("{stem}.*"))
            };
            catalogues()[lang].keys().map(plain).collect()
        };
        let (ru, en) = (keys("ru"), keys("en"));
        assert!(ru.len() > 50);
        assert_eq!(ru.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn plural_keys_have_every_form_of_their_language() {
        for (lang, forms) in [("ru", &["one", "few", "many", "other"][..]), ("en", &["one", "other"][..])] {
            let words = &catalogues()[lang];
            for key in words.keys().filter_map(|key| key.strip_suffix(".other")) {
                for form in forms {
                    assert!(words.contains_key(&format!("{key}.{form}")), "{lang} {key}.{form}");
                }
            }
        }
    }
}
