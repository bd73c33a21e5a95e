//! The context of a request on the server: the one file of `app` that knows about features.

#[cfg(feature = "ssr")]
mod server {
    use crate::api_error::ApiError;
    use axum::http::request::Parts;
    use domain::error::AppError;
    use leptos::prelude::with_context;

    /// The backend and actor that the session layer put into this request.
    pub fn cx() -> Result<backend::Cx, ApiError> {
        let cx = with_context::<Parts, _>(|parts| parts.extensions.get::<backend::Cx>().cloned());
        cx.flatten().ok_or(ApiError::App(AppError::NotSignedIn))
    }
}

#[cfg(feature = "ssr")]
pub use server::cx;
