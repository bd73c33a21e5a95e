//! Passwords: argon2id with 19 MiB and two passes, which makes guessing dear for a thief of the database; hashed off the
//! async threads and a few at a time, so that many sign-ins at once cannot take all memory.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::{
    error::{AppError, Problem},
    text::{PASSWORD_LENGTHS, graphemes},
};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// Hashing takes 19 MiB each: no more than this at once, whoever asks.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Refused beside what a guesser knows everywhere: what is often chosen here, in words, years and places.
const COMMON: &str = include_str!("passwords/common.txt");
/// Whoever guesses gets it within so many tries: the most common passwords, in any case and with the usual signs for letters,
/// and what is one word, one row of keys or one sign over and over.
const TRIES: u64 = 10_000;
/// What is longer than this is no common password, and would take its time to be looked at.
const LONGEST_COMMON: usize = 32;
/// Keys of the Russian layout, and what is on them in the Latin one.
const KEYS: (&str, &str) = ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`");

/// Checks a new password: 8 to 128 characters (R3), none of the common ones.
pub(crate) fn check(password: &str) -> Result<(), AppError> {
    let length = graphemes(password);
    let refuse = |problem| Err(AppError::invalid("password", problem));
    if length < *PASSWORD_LENGTHS.start() {
        return refuse(Problem::TooShort { min: *PASSWORD_LENGTHS.start() });
    }
    if length > *PASSWORD_LENGTHS.end() {
        return refuse(Problem::TooLong { max: *PASSWORD_LENGTHS.end(), actual: length });
    }
    if length <= LONGEST_COMMON && is_common(&password.to_lowercase()) {
        return refuse(Problem::TooCommon);
    }
    Ok(())
}

/// Whether it is guessed soon, also when it was typed with the other layout.
fn is_common(lower: &str) -> bool {
    let guessed = |password: &str| zxcvbn::zxcvbn(password, &[]).guesses() <= TRIES;
    COMMON.lines().any(|common| common == lower) || guessed(lower) || guessed(&by_latin_keys(lower))
}

/// The same keys in the Latin layout.
fn by_latin_keys(text: &str) -> String {
    let key = |sign: char| KEYS.0.chars().zip(KEYS.1.chars()).find(|(russian, _)| *russian == sign);
    text.chars().map(|sign| key(sign).map_or(sign, |(_, latin)| latin)).collect()
}

/// The PHC string to be stored.
pub(crate) async fn hash(password: String) -> Result<String, AppError> {
    off_thread(move || hash_now(&password)).await?
}

/// Whether the password belongs to the hash. Without a hash a dummy is checked, so that the time tells nothing.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> Result<bool, AppError> {
    off_thread(move || {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or_else(|| dummy());
        let matches = argon2::PasswordHash::new(hash)
            .is_ok_and(|parsed| argon2().verify_password(password.as_bytes(), &parsed).is_ok());
        known && matches
    })
    .await
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let failed = |error: &dyn std::fmt::Display| crate::cx::internal("password hashing", error);
    let _permit = AT_ONCE.acquire().await.map_err(|error| failed(&error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
}

fn hash_now(password: &str) -> Result<String, AppError> {
    let hash = argon2().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| crate::cx::internal("password hashing", &error))
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

fn dummy() -> &'static str {
    static DUMMY: OnceLock<String> = OnceLock::new();
    DUMMY.get_or_init(|| hash_now("nobody has this password").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_have_8_to_128_characters_and_are_not_common() {
        assert!(check("Воронка-2026").is_ok());
        assert!(check("1234567").is_err());
        assert!(check(&"я".repeat(128)).is_ok());
        assert!(check(&"я".repeat(129)).is_err());
        let common = Err(AppError::invalid("password", Problem::TooCommon));
        for password in [
            "Password1",
            "P@ssw0rd",
            "qwertyuiop",
            "iloveyou",
            "football1",
            "basketball",
            "trustno1",
            "superman",
            "12345678",
            "aaaaaaaa",
            "abcdefgh",
            // Russian ones, by either layout.
            "Пароль123",
            "йцукенгшщз",
            "ЙЦУКЕН123",
            "зфыыцщкв",
            "Tashkent1",
        ] {
            assert_eq!(check(password), common, "{password}");
        }
    }

    #[test]
    fn what_people_think_of_themselves_is_taken() {
        for password in [
            "три-лисы-в-поле-7",
            "Совсем-новый-2027",
            "зелёный трамвай едет домой",
            "бабушка печёт пироги",
            "Чайник вскипел в 5",
            "ключотгаража",
            "correct horse battery",
            "Moya-sobaka-Zhuchka",
            "k7#Vw2pQ",
        ] {
            assert_eq!(check(password), Ok(()), "{password}");
        }
    }

    #[tokio::test]
    async fn a_hash_is_argon2id_with_the_promised_cost_and_fits_its_password_only() {
        let stored = hash("верный пароль".into()).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(is_right("верный пароль".into(), Some(stored.clone())).await.expect("checked"));
        assert!(!is_right("неверный".into(), Some(stored)).await.expect("checked"));
        assert!(!is_right("nobody has this password".into(), None).await.expect("checked"));
    }
}
