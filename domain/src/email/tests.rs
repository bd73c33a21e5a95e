use proptest::prelude::*;

use super::EmailError::{Empty, NotAnEmail, TooLong};
use super::*;

fn read(text: &str) -> Result<String, EmailError> {
    Email::parse(text).map(String::from)
}

#[test]
fn an_address_is_kept_as_it_is_written() {
    let long = format!("{}@{}.ru", "a".repeat(64), "b".repeat(63));
    for text in
        ["ivan@mail.ru", "Ivan.Petrov+crm@Mail.RU", "o'neil@a-b.co.uk", "иван@почта.рф", "_@1.uz", long.as_str()]
    {
        assert_eq!(read(text).as_deref(), Ok(text));
    }
    assert_eq!(read(" \u{200b}ivan@mail.ru\n").as_deref(), Ok("ivan@mail.ru"));
}

#[test]
fn what_is_not_an_address_is_refused() {
    let cases = [
        ("", Empty),
        (" \t", Empty),
        ("ivan", NotAnEmail),
        ("@mail.ru", NotAnEmail),
        ("ivan@", NotAnEmail),
        ("ivan@mail", NotAnEmail),
        ("ivan@mail.", NotAnEmail),
        ("ivan@.ru", NotAnEmail),
        ("ivan@mail..ru", NotAnEmail),
        ("ivan@-mail.ru", NotAnEmail),
        ("ivan@mail_.ru", NotAnEmail),
        ("ivan@@mail.ru", NotAnEmail),
        ("ivan@mail@ru.ru", NotAnEmail),
        ("iv an@mail.ru", NotAnEmail),
        ("ivan@ma il.ru", NotAnEmail),
        ("ivan@mail.ru\r\nBcc: all@mail.ru", NotAnEmail),
        ("ivan@mail.ru, petr@mail.ru", NotAnEmail),
        ("<ivan@mail.ru>", NotAnEmail),
        ("\"ivan\"@mail.ru", NotAnEmail),
        ("ivan@[127.0.0.1]", NotAnEmail),
    ];
    for (text, error) in cases {
        assert_eq!(read(text), Err(error), "{text:?}");
    }
}

#[test]
fn every_length_has_its_end() {
    assert_eq!(read(&format!("{}@mail.ru", "a".repeat(65))), Err(NotAnEmail));
    assert_eq!(read(&format!("a@{}.ru", "b".repeat(64))), Err(NotAnEmail));
    let of_length = |length: usize| format!("{}@{}ru", "я".repeat(60), "b.".repeat(95)) + &"u".repeat(length - 253);
    assert_eq!(of_length(254).chars().count(), 254);
    assert!(read(&of_length(254)).is_ok());
    assert_eq!(read(&of_length(255)), Err(TooLong));
}

#[test]
fn two_spellings_of_one_address_are_equal_when_normalized() {
    let normal = |text| Email::parse(text).map(|email| email.normalized());
    assert_eq!(normal("Ivan@Mail.RU"), normal("ivan@mail.ru"));
    assert_eq!(normal("ЙОД@почта.рф"), normal("и\u{306}од@Почта.РФ"));
    assert_ne!(normal("ivan@mail.ru"), normal("ivan@mail.uz"));
}

#[test]
fn an_address_is_checked_on_the_way_in() {
    assert_eq!(serde_json::from_str::<Email>("\"a@b.uz\"").ok(), Email::parse("a@b.uz").ok());
    assert!(serde_json::from_str::<Email>("\"a@b\"").is_err());
}

#[test]
fn whoever_is_to_get_letters_needs_an_address_that_mail_servers_take() {
    let many = format!("{}@mail.ru", "я".repeat(33));
    for text in [".ivan@mail.ru", "ivan.@mail.ru", "ivan..petrov@mail.ru", many.as_str(), "ivan"] {
        assert_eq!(Email::of_reader(text), Err(NotAnEmail), "{text}");
    }
    let most = format!("{}@mail.ru", "я".repeat(32));
    for text in ["ivan.petrov@mail.ru", "иван@почта.рф", most.as_str()] {
        assert_eq!(Email::of_reader(text), Email::parse(text), "{text}");
        assert!(Email::of_reader(text).is_ok());
    }
}

proptest! {
    #[test]
    fn reading_never_panics_and_what_is_read_reads_again(text in "\\PC{0,20}(@\\PC{0,12}(\\.[a-z]{1,3})?)?") {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            prop_assert!(!email.as_str().contains(char::is_whitespace));
        }
    }
}
