//! Secrets that a browser or a link carries: 256 random bits, of which only the hash is stored.

use crate::cx::internal;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{error::AppError, ids::RequestId};
use sha2::{Digest, Sha256};

/// A new secret as text.
pub(crate) fn new_token() -> Result<String, AppError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What is stored of a secret.
pub(crate) fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A CRM ID such as `7K2M-9QXD` (S3.1).
pub(crate) fn new_crm_id() -> Result<String, AppError> {
    Ok(letters(&random::<8>()?))
}

/// Groups of four letters and digits that cannot be mistaken for each other, one for five bits of each byte.
fn letters(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let groups = bytes
        .chunks(4)
        .map(|group| group.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// The secret of an authenticator app: 160 bits, as RFC 4226 asks.
pub(crate) fn new_secret() -> Result<Vec<u8>, AppError> {
    Ok(random::<20>()?.to_vec())
}

/// A recovery code such as `7K2M-9QXD-4TPA-0WZE`, 80 bits, that only the secret gives: whoever has read that from the database
/// can make the app's codes as well.
pub(crate) fn recovery_code(secret: &[u8], request: RequestId, number: u8) -> String {
    let hash = Sha256::new().chain_update(secret).chain_update(request.0).chain_update([number]).finalize();
    letters(&hash[..16])
}

fn random<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| internal("randomness", &error))?;
    Ok(bytes)
}
