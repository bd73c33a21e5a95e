//! Secrets that a browser or a link carries: 256 random bits, of which only the hash is stored.

use crate::cx::internal;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::error::AppError;
use sha2::{Digest, Sha256};

/// A new secret as text.
pub(crate) fn new_token() -> Result<String, AppError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What is stored of a secret.
pub(crate) fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A CRM ID such as `7K2M-9QXD`: letters and digits that cannot be mistaken for each other (S3.1).
pub(crate) fn new_crm_id() -> Result<String, AppError> {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters = random::<8>()?.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    let text: String = letters.iter().collect();
    Ok(format!("{}-{}", &text[..4], &text[4..]))
}

fn random<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| internal("randomness", &error))?;
    Ok(bytes)
}
