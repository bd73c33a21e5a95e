//! The search box (R16): both databases find exactly what `domain::search_text::matches` says.

use crate::{
    db_test,
    test_crm::{TestCrm, actor::with_phone},
};
use domain::{
    clients::ClientPatch,
    search_text::{Query, index_text, matches},
};

const PEOPLE: [(&str, &str); 10] = [
    ("Иванов Пётр Сергеевич", "+998901234567"),
    ("Иванова Алёна", "+79161234567"),
    ("Семёнов Иван", "+998935554433"),
    ("ООО «Ромашка-Сервис»", "+77012345678"),
    ("O‘g‘iloy Toʻxtayeva", "+998971112233"),
    ("ИП Ким А.А.", "+998712345678"),
    ("Straße GmbH", "+4930123456"),
    ("Йовин Ёлкин", "+998909999999"),
    ("50% _скидка_", "+998900000001"),
    ("Ий", "+998900000002"),
];

const QUERIES: [&str; 46] = [
    "иванов",
    "ИВАНОВ",
    "пётр",
    "петр",
    "ПЕТР иван",
    "сергеевич иванов",
    "ив",
    "и",
    "ки",
    "к",
    "а.а",
    "ромашка",
    "«ромашка»",
    "сервис",
    "ooo",
    "ооо",
    "ogiloy",
    "o'g'iloy",
    "toxtayeva",
    "straße",
    "STRASSE",
    "йовин",
    "елкин",
    "ёлк",
    "%",
    "_",
    "50%",
    "скидка",
    "901234567",
    "90 123-45-67",
    "+998 90 123 45 67",
    "8 916 123-45-67",
    "8 916",
    "8 916 123",
    "8935",
    "8 712 345-6",
    "123-45",
    "4567",
    "00998901234567",
    "иванов 901234567",
    "кто-то",
    "петров",
    "",
    "   ",
    "\"",
    "вано",
];

db_test! {
    async fn everybody_is_found_by_any_case_any_word_order_and_any_writing_of_the_phone(crm: TestCrm) {
        for (name, phone) in PEOPLE {
            crm.anna().creates(with_phone(name, phone)).await;
        }
        for (text, found) in [
            ("ПЕТР иванов", vec!["Иванов Пётр Сергеевич"]),
            ("алена", vec!["Иванова Алёна"]),
            ("8 (916) 123-45-67", vec!["Иванова Алёна"]),
            ("90 123-45", vec!["Иванов Пётр Сергеевич"]),
            ("o`g`iloy", vec!["O‘g‘iloy Toʻxtayeva"]),
            ("ки", vec!["ИП Ким А.А."]),
            ("ва", vec![]),
        ] {
            assert_eq!(crm.anna().searches(text).await, found, "«{text}»");
        }
    }

    async fn a_phone_is_found_from_the_8_on_that_is_dialled_at_home(crm: TestCrm) {
        for (name, phone) in PEOPLE {
            crm.anna().creates(with_phone(name, phone)).await;
        }
        let digits = "89161234567";
        for length in 4..=digits.len() {
            assert_eq!(crm.anna().searches(&digits[..length]).await, ["Иванова Алёна"], "{length} digits");
        }
        // What begins with an 8 by itself, in the middle of a number.
        let digits = "8935554433";
        for length in 4..=digits.len() {
            assert_eq!(crm.anna().searches(&digits[..length]).await, ["Семёнов Иван"], "{length} digits");
        }
        // Three digits after an 8 are met in many numbers: they are no beginning of these.
        assert!(crm.anna().searches("8123").await.is_empty());
    }

    async fn the_databases_agree_with_the_model(crm: TestCrm) {
        for (name, phone) in PEOPLE {
            crm.anna().creates(with_phone(name, phone)).await;
        }
        for text in QUERIES {
            check(&crm, &PEOPLE.map(|(name, phone)| (name.to_owned(), phone.to_owned())), text).await;
        }
    }

    async fn the_databases_agree_with_the_model_on_random_names_and_queries(crm: TestCrm) {
        let mut dice = Dice(42);
        let mut people = Vec::new();
        for _ in 0..60 {
            let name = (0..=dice.below(2)).map(|_| dice.word()).collect::<Vec<_>>().join(" ");
            let phone = format!("+99890{:07}", dice.below(10_000_000));
            let name = domain::text::clean(&name);
            crm.anna().creates(with_phone(&name, &phone)).await;
            people.push((name, phone));
        }
        for _ in 0..150 {
            let (name, phone) = &people[dice.below(people.len())];
            let from = if dice.below(4) == 0 { phone } else { name };
            let letters: Vec<char> = from.chars().collect();
            let start = dice.below(letters.len());
            let end = (start + 1 + dice.below(5)).min(letters.len());
            let mut text: String = letters[start..end].iter().collect();
            if dice.below(3) == 0 {
                text = format!("{text} {}", dice.word());
            }
            check(&crm, &people, &text).await;
        }
    }

    async fn a_changed_name_or_phone_is_found_and_the_old_one_is_not(crm: TestCrm) {
        let id = crm.anna().creates(with_phone("Иванов", "901234567")).await.id;
        crm.anna().edits(id, ClientPatch::Name("Семёнов".into())).await;
        crm.anna().edits(id, ClientPatch::Phones(vec![])).await;
        assert_eq!(crm.anna().searches("семенов").await, ["Семёнов"]);
        assert!(crm.anna().searches("иванов").await.is_empty());
        assert!(crm.anna().searches("901234567").await.is_empty());
    }

    async fn nothing_of_another_company_is_found(crm: TestCrm) {
        crm.other_company().creates(with_phone("Иванов", "901234567")).await;
        for text in ["иванов", "и", "ив", "901234567"] {
            assert!(crm.anna().searches(text).await.is_empty(), "«{text}»");
            assert_eq!(crm.other_company().searches(text).await.len(), 1, "«{text}»");
        }
    }
}

async fn check(crm: &TestCrm, people: &[(String, String)], text: &str) {
    let query = Query::parse(text);
    let hit = |(name, phone): &&(String, String)| matches(&index_text(&[name], &[phone]), &query);
    let mut expected: Vec<&str> = people.iter().filter(hit).map(|(name, _)| name.as_str()).collect();
    let mut found = Vec::new();
    let filter = domain::filter::Filter::Search(text.into());
    for row in crm.anna().walks(&filter, Default::default(), 7).await {
        found.push(row.name);
    }
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected, "«{text}»");
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed ^ (mixed >> 27)) >> 16) as usize % bound
    }

    fn word(&mut self) -> String {
        let letters: Vec<char> = "абёЕйИ-к'ʻoOgß.9İıσςΣ%_\"é".chars().collect();
        let word: String = (0..=self.below(5)).map(|_| letters[self.below(letters.len())]).collect();
        // A name of nothing but signs is still a name, but it must not be empty.
        format!("{word}я")
    }
}
