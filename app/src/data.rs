//! What a page shows: fetched by the server while it renders, brought along by the page, fetched by the browser after.
//!
//! IMPORTANT! Never make one inside a `Suspend`: the server renders such a view more than once, and the browser would
//! take over the wrong answers.

use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned, ser::Error};
use std::future::Future;

/// JSON that is read from bytes, as the answers of server functions are: the browser's code has one reader, not two. Pages bring it as
/// a literal of a script, where each quote costs a backslash and the time to put it there: quotes and apostrophes change places.
pub struct Json;

fn exchanged(mut json: Vec<u8>) -> Vec<u8> {
    for byte in &mut json {
        *byte = match *byte {
            b'"' => b'\'',
            b'\'' => b'"',
            other => other,
        };
    }
    json
}

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        String::from_utf8(exchanged(serde_json::to_vec(value)?)).map_err(Error::custom)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(&exchanged(text.as_bytes().to_vec()))
    }
}

/// What is fetched for `source`, and again whenever it changes.
pub fn fetched<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Resource<T, Json>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, fetch, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_brings_is_what_was_fetched() {
        let fetched = "O'Нил \"Ёж\" \\'\\\" </script>".to_owned();
        let brought = Json::encode(&fetched).unwrap();
        assert_eq!(<Json as Decoder<String>>::decode(&brought).unwrap(), fetched);
        let quotes = format!("{:?}", Json::encode(&vec!["a", "b"]).unwrap());
        assert_eq!(quotes, r#""['a','b']""#);
    }
}
