//! Files that people take along are counted: making one costs far more than asking for it.

use super::doors::trouble_of;
use axum::{extract::Request, middleware::Next, response::Response};
use backend::{Cx, floods};

/// Lets a person take as many files as a person takes.
pub async fn count(request: Request, next: Next) -> Response {
    let refused = request.extensions().get::<Cx>().and_then(|cx| {
        let error = floods::download(cx).err()?;
        Some(trouble_of(cx, request.headers(), error))
    });
    match refused {
        Some(answer) => answer,
        None => next.run(request).await,
    }
}
