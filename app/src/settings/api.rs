//! Server functions of the settings.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    fields::{FieldDef, NewField, Noun},
    ids::{FieldId, RequestId},
    pipelines::{Funnel, Stage, StageDraft},
    second_factor::{Enrolment, SecondFactor},
    sessions::{Ending, Session},
    workspaces::{LimitSettings, Workspace},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// The company as it is now.
#[server(input = Json)]
pub async fn get_company() -> ApiResult<Workspace> {
    Ok(backend::workspaces::get(&cx::cx()?).await?)
}

/// Raises or lowers the limits of names and texts (R2).
#[server(input = Json)]
pub async fn set_limits(request: RequestId, seen: i64, limits: LimitSettings) -> ApiResult<Workspace> {
    Ok(backend::workspaces::set_limits(&cx::cx()?, request, seen, limits).await?)
}

/// The deal funnel as it is edited: the stages in order, and how many deals each one holds.
#[server(input = Json)]
pub async fn open_funnel() -> ApiResult<Funnel> {
    Ok(backend::pipelines::open(&cx::cx()?).await?)
}

/// Saves the whole funnel; `seen` is what was edited (S3.13-S3.18).
#[server(input = Json)]
pub async fn save_funnel(request: RequestId, seen: Vec<Stage>, stages: Vec<StageDraft>) -> ApiResult<Vec<Stage>> {
    Ok(backend::pipelines::save(&cx::cx()?, request, seen, stages).await?)
}

/// Custom fields of clients or deals, in order.
#[server(input = Json)]
pub async fn list_fields(noun: Noun) -> ApiResult<Vec<FieldDef>> {
    Ok(backend::fields::list(&cx::cx()?, noun).await?)
}

/// Adds a custom field (S1.7).
#[server(input = Json)]
pub async fn create_field(request: RequestId, new: NewField) -> ApiResult<FieldDef> {
    Ok(backend::fields::create(&cx::cx()?, request, new).await?)
}

/// Renames a custom field.
#[server(input = Json)]
pub async fn rename_field(request: RequestId, id: FieldId, seen: i64, name: String) -> ApiResult<FieldDef> {
    Ok(backend::fields::rename(&cx::cx()?, request, id, seen, name).await?)
}

/// Adds a choice to a choice field; `seen` is the version that was shown.
#[server(input = Json)]
pub async fn add_field_option(request: RequestId, field: FieldId, seen: i64, name: String) -> ApiResult<FieldDef> {
    Ok(backend::fields::add_option(&cx::cx()?, request, field, seen, name).await?)
}

/// How many records hold a value of a custom field.
#[server(input = Json)]
pub async fn count_field_values(id: FieldId) -> ApiResult<Option<i64>> {
    Ok(backend::fields::count_values(&cx::cx()?, id).await?)
}

/// Deletes a custom field; its values stay for when it is restored.
#[server(input = Json)]
pub async fn delete_field(request: RequestId, id: FieldId, seen: i64) -> ApiResult<FieldDef> {
    Ok(backend::fields::delete(&cx::cx()?, request, id, seen).await?)
}

/// Brings a deleted field back, with its values.
#[server(input = Json)]
pub async fn restore_field(request: RequestId, id: FieldId, seen: i64) -> ApiResult<FieldDef> {
    Ok(backend::fields::restore(&cx::cx()?, request, id, seen).await?)
}

/// Deleted fields of clients or deals.
#[server(input = Json)]
pub async fn list_deleted_fields(noun: Noun) -> ApiResult<Vec<FieldDef>> {
    Ok(backend::fields::list_deleted(&cx::cx()?, noun).await?)
}

/// Whether there is demo data to be removed.
#[server(input = Json)]
pub async fn has_demo_data() -> ApiResult<bool> {
    Ok(backend::demo_data::is_small_loaded(&cx::cx()?).await?)
}

/// Puts demo data into an empty company; says how many clients and deals.
#[server(input = Json)]
pub async fn load_demo_data(request: RequestId) -> ApiResult<(usize, usize)> {
    let loaded = backend::demo_data::load_small(&cx::cx()?, request).await?;
    Ok((loaded.clients, loaded.deals))
}

/// Takes the demo data out again; says how many clients and deals.
#[server(input = Json)]
pub async fn remove_demo_data(request: RequestId) -> ApiResult<(usize, usize)> {
    let removed = backend::demo_data::remove_small(&cx::cx()?, request).await?;
    Ok((removed.clients, removed.deals))
}

/// Where the person is signed in.
#[server(input = Json)]
pub async fn list_sessions() -> ApiResult<Vec<Session>> {
    Ok(backend::sessions::list(&cx::cx()?).await?)
}

/// Ends one of the person's sessions, or all but this one.
#[server(input = Json)]
pub async fn end_sessions(request: RequestId, which: Ending) -> ApiResult<()> {
    Ok(backend::sessions::end(&cx::cx()?, request, which).await?)
}

/// Whether the person signs in with a code.
#[server(input = Json)]
pub async fn get_second_factor() -> ApiResult<SecondFactor> {
    Ok(backend::second_factor::get(&cx::cx()?).await?)
}

/// A new secret for the person's app.
#[server(input = Json)]
pub async fn begin_second_factor(request: RequestId) -> ApiResult<Enrolment> {
    Ok(backend::second_factor::begin(&cx::cx()?, request).await?)
}

/// Turns the second factor on by a first code; gives the recovery codes, this once.
#[server(input = Json)]
pub async fn confirm_second_factor(request: RequestId, code: String) -> ApiResult<Vec<String>> {
    Ok(backend::second_factor::confirm(&cx::cx()?, request, &code).await?)
}

/// Turns it off by a code.
#[server(input = Json)]
pub async fn turn_off_second_factor(request: RequestId, code: String) -> ApiResult<()> {
    Ok(backend::second_factor::turn_off(&cx::cx()?, request, &code).await?)
}
