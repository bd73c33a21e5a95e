use proptest::prelude::*;

use super::PhoneError::{Empty, NotAPhone, WrongLength};
use super::*;
use crate::money::Currency;

fn read(text: &str, iso: &str) -> Result<String, PhoneError> {
    let default = Country::by_iso(iso).unwrap_or(Country::UZ);
    Phone::parse(text, default).map(String::from)
}

fn wrong(iso: &str, actual: usize) -> Result<String, PhoneError> {
    let country = Country::by_iso(iso).unwrap_or(Country::UZ);
    Err(WrongLength { country, expected: country.digits(), actual })
}

#[test]
fn a_number_is_read_in_any_writing() {
    let cases = [
        ("901234567", "UZ", "+998901234567"),
        ("90 123-45-67", "UZ", "+998901234567"),
        ("(90) 123.45.67", "UZ", "+998901234567"),
        ("998901234567", "UZ", "+998901234567"),
        ("+998 (90) 123 45 67", "RU", "+998901234567"),
        ("(+998) 90 123 45 67", "RU", "+998901234567"),
        ("00998 90 1234567", "RU", "+998901234567"),
        ("９０１２３４５６７", "UZ", "+998901234567"),
        ("＋998 ٩٠ ١٢٣ ٤٥ ٦٧", "UZ", "+998901234567"),
        ("\u{202a}+998\u{a0}90\u{2011}123\u{2013}45\u{2014}67\u{202c}", "UZ", "+998901234567"),
        ("8 (916) 123-45-67", "RU", "+79161234567"),
        ("8 (916) 123-45-67", "UZ", "+79161234567"),
        ("9161234567", "RU", "+79161234567"),
        ("8001234567", "RU", "+78001234567"),
        ("7 916 123 45 67", "UZ", "+79161234567"),
        ("+7 701 123-45-67", "UZ", "+77011234567"),
        ("8 701 123 45 67", "KZ", "+77011234567"),
        ("87011234567", "RU", "+77011234567"),
        ("4951234567", "RU", "+74951234567"),
        ("996555123456", "UZ", "+996555123456"),
        ("0555 123456", "KG", "+996555123456"),
        ("992 90 123 45 67", "UZ", "+992901234567"),
        ("8 65 123456", "TM", "+99365123456"),
        ("050 123 45 67", "AZ", "+994501234567"),
        ("091 12 34 56", "AM", "+37491123456"),
        ("80 29 123-45-67", "BY", "+375291234567"),
        ("067 123 45 67", "UA", "+380671234567"),
        ("971 50 123 4567", "UZ", "+971501234567"),
        ("+971 4 123 4567", "UZ", "+97141234567"),
        ("+1 (212) 555-0100", "UZ", "+12125550100"),
        ("12125550100", "US", "+12125550100"),
        ("030 1234567", "DE", "+49301234567"),
        ("49 30 123456789", "DE", "+4930123456789"),
        ("07911 123456", "GB", "+447911123456"),
        ("+86 138 1234 5678", "RU", "+8613812345678"),
        ("+33 6 12 34 56 78", "UZ", "+33612345678"),
        ("+81 90 1234 5678", "UZ", "+819012345678"),
    ];
    for (text, iso, expected) in cases {
        assert_eq!(read(text, iso).as_deref(), Ok(expected), "{text} {iso}");
    }
}

#[test]
fn a_number_of_another_length_is_refused_with_both_counts() {
    let cases = [
        ("90123456", "UZ", wrong("UZ", 8)),
        ("9012345678", "UZ", wrong("UZ", 10)),
        ("+99890123456", "RU", wrong("UZ", 8)),
        ("99890123456", "UZ", wrong("UZ", 8)),
        ("9989012345678", "UZ", wrong("UZ", 10)),
        ("+7916123456", "UZ", wrong("RU", 9)),
        ("+7701123456", "UZ", wrong("KZ", 9)),
        ("916123456", "RU", wrong("RU", 9)),
        ("495123456", "RU", wrong("RU", 9)),
        ("8 216 123-45-67", "UZ", wrong("UZ", 11)),
        ("112", "RU", wrong("RU", 3)),
        ("+49 123", "UZ", wrong("DE", 3)),
    ];
    for (text, iso, expected) in cases {
        assert_eq!(read(text, iso), expected, "{text} {iso}");
    }
    assert_eq!(
        (Country::UZ.digits().to_string(), wrong("DE", 3).map_err(|error| error.to_string())),
        ("9".to_owned(), Err("a number has 7–11 digits here, this one has 3".to_owned()),)
    );
}

#[test]
fn what_is_not_one_number_is_refused() {
    assert_eq!(read("", "UZ"), Err(Empty));
    assert_eq!(read(" \u{200b}\u{a0}", "UZ"), Err(Empty));
    let texts = [
        "+",
        "()",
        "нет",
        "+998 90 123 45 67 доб. 12",
        "901234567 ext 5",
        "901234567x5",
        "901234567#5",
        "+7916123+4567",
        "++998901234567",
        "901234567, 907654321",
        "901234567/68",
        "9.98901234567E11",
        "+0123456789",
        "+89161234567",
        "+3312",
        "+3312345678901234",
        "901234567;",
        "9٪",
        "½",
    ];
    for text in texts {
        assert_eq!(read(text, "UZ"), Err(NotAPhone), "{text}");
    }
}

#[test]
fn a_number_is_shown_in_groups() {
    let cases = [
        ("+998901234567", "+998 90 123-45-67"),
        ("+79161234567", "+7 916 123-45-67"),
        ("+77011234567", "+7 701 123-45-67"),
        ("+37491123456", "+374 91 12-34-56"),
        ("+996555123456", "+996 555 123 456"),
        ("+48123456789", "+48 123 456 789"),
        ("+12125550100", "+1 212 555 0100"),
        ("+33612345678", "+336 123 456 78"),
    ];
    for (number, expected) in cases {
        assert_eq!(Phone::parse(number, Country::UZ).map(|phone| phone.format()).as_deref(), Ok(expected));
    }
}

#[test]
fn a_country_is_found_by_its_code_and_by_its_currency() {
    let country = |text| Phone::parse(text, Country::UZ).ok().and_then(|phone| phone.country()).map(Country::iso);
    assert_eq!(country("+79161234567"), Some("RU"));
    assert_eq!(country("+77011234567"), Some("KZ"));
    assert_eq!(country("+998901234567"), Some("UZ"));
    assert_eq!(country("+33612345678"), None);
    assert_eq!(Country::by_iso("ru"), Some(Country::RU));
    assert_eq!(Country::by_iso("XX"), None);
    assert_eq!(
        [Currency::UZS, Currency::RUB, Currency::KZT, Currency::USD].map(|of| Country::default_for(of).iso()),
        ["UZ", "RU", "KZ", "UZ"]
    );
}

#[test]
fn no_code_begins_with_another_code() {
    for (one, two) in Country::ALL.iter().flat_map(|one| Country::ALL.map(|two| (one, two))) {
        assert!(one.code == two.code || !one.code.starts_with(two.code), "{} {}", one.iso, two.iso);
    }
}

#[test]
fn a_number_is_checked_on_the_way_in() {
    assert_eq!(serde_json::from_str::<Phone>("\"+998901234567\"").ok(), Phone::parse("901234567", Country::UZ).ok());
    assert!(serde_json::from_str::<Phone>("\"901234567\"").is_err());
    assert!(serde_json::from_str::<Phone>("\"+99890123\"").is_err());
    let error = WrongLength { country: Country::KZ, expected: Country::KZ.digits(), actual: 3 };
    let json = serde_json::to_string(&error).unwrap_or_default();
    assert_eq!(serde_json::from_str::<PhoneError>(&json).ok(), Some(error));
}

proptest! {
    #[test]
    fn every_number_survives_being_shown_and_read(digits in "[0-9]{1,16}", here in 0usize..21, there in 0usize..21) {
        for text in [digits.clone(), format!("+{digits}")] {
            if let Ok(phone) = Phone::parse(&text, Country::ALL[here]) {
                prop_assert_eq!(Phone::parse(&phone.format(), Country::ALL[there]), Ok(phone.clone()));
                prop_assert_eq!(Phone::try_from(phone.to_string()), Ok(phone.clone()));
                prop_assert!(INTERNATIONAL.fit(phone.digits()));
            }
        }
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,30}", shaped in "[0-9+() .-]{0,30}", here in 0usize..21) {
        let _ = (Phone::parse(&text, Country::ALL[here]), Phone::parse(&shaped, Country::ALL[here]));
    }
}
