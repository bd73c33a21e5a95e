//! Server functions of people, groups and roles.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    access::{Explained, Subject},
    filter::{Page, Rows},
    ids::{GroupId, RequestId, RoleId, UserId},
    roles::{Role, RoleDraft},
    security_log::{LogLine, LogPart},
    staff::{Group, Member, NewUser, Profile, Staff},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Everything that «Пользователи и права» shows.
#[server(input = Json)]
pub async fn get_staff() -> ApiResult<Staff> {
    Ok(backend::users::staff::list(&cx::cx()?).await?)
}

/// Creates a person, who gets a letter (S3.8).
#[server(input = Json)]
pub async fn create_user(request: RequestId, new: NewUser) -> ApiResult<Member> {
    Ok(backend::users::staff::create(&cx::cx()?, request, new).await?)
}

/// Saves a person's profile; `seen` is the version that was edited.
#[server(input = Json)]
pub async fn save_user(request: RequestId, id: UserId, seen: i64, profile: Profile) -> ApiResult<Member> {
    Ok(backend::users::staff::save(&cx::cx()?, request, id, seen, profile).await?)
}

/// Keeps a person out until they are taken back.
#[server(input = Json)]
pub async fn suspend_user(request: RequestId, id: UserId, seen: i64) -> ApiResult<Member> {
    Ok(backend::users::staff::suspend(&cx::cx()?, request, id, seen).await?)
}

/// Takes a suspended or dismissed person back.
#[server(input = Json)]
pub async fn reactivate_user(request: RequestId, id: UserId, seen: i64) -> ApiResult<Member> {
    Ok(backend::users::staff::reactivate(&cx::cx()?, request, id, seen).await?)
}

/// Dismisses a person, whose records the heir gets; says how many clients and deals.
#[server(input = Json)]
pub async fn dismiss_user(request: RequestId, id: UserId, seen: i64, heir: UserId) -> ApiResult<(usize, usize)> {
    let handed = backend::users::staff::dismiss(&cx::cx()?, request, id, seen, heir).await?;
    Ok((handed.clients, handed.deals))
}

/// What a person may do with a client or a deal, and the rule that decides each (S2.28-S2.38).
#[server(input = Json)]
pub async fn explain_access(user: UserId, subject: Subject) -> ApiResult<Explained> {
    Ok(backend::users::why::explain(&cx::cx()?, user, subject).await?)
}

/// Sends the activation letter once more (S2.50).
#[server(input = Json)]
pub async fn resend_invitation(request: RequestId, id: UserId) -> ApiResult<()> {
    Ok(backend::users::staff::resend(&cx::cx()?, request, id).await?)
}

/// Adds a group.
#[server(input = Json)]
pub async fn create_group(request: RequestId, name: String) -> ApiResult<Group> {
    Ok(backend::groups::create(&cx::cx()?, request, name).await?)
}

/// Renames a group; `seen` is the version that was edited.
#[server(input = Json)]
pub async fn rename_group(request: RequestId, id: GroupId, seen: i64, name: String) -> ApiResult<Group> {
    Ok(backend::groups::rename(&cx::cx()?, request, id, seen, name).await?)
}

/// Deletes a group that nobody is in.
#[server(input = Json)]
pub async fn delete_group(request: RequestId, id: GroupId, seen: i64) -> ApiResult<()> {
    Ok(backend::groups::delete(&cx::cx()?, request, id, seen).await?)
}

/// Adds a role.
#[server(input = Json)]
pub async fn create_role(request: RequestId, draft: RoleDraft) -> ApiResult<Role> {
    Ok(backend::roles::create(&cx::cx()?, request, draft).await?)
}

/// Saves a role; `seen` is the version that was edited.
#[server(input = Json)]
pub async fn save_role(request: RequestId, id: RoleId, seen: i64, draft: RoleDraft) -> ApiResult<Role> {
    Ok(backend::roles::save(&cx::cx()?, request, id, seen, draft).await?)
}

/// Deletes a role that nobody has.
#[server(input = Json)]
pub async fn delete_role(request: RequestId, id: RoleId, seen: i64) -> ApiResult<()> {
    Ok(backend::roles::delete(&cx::cx()?, request, id, seen).await?)
}

/// A page of the security log, the newest first.
#[server(input = Json)]
pub async fn list_security_log(part: LogPart, page: Page) -> ApiResult<Rows<LogLine>> {
    Ok(backend::security_log::list(&cx::cx()?, part, &page).await?)
}

/// Takes the second factor away from somebody who has lost it; false when there was none.
#[server(input = Json)]
pub async fn reset_second_factor(request: RequestId, id: UserId) -> ApiResult<bool> {
    Ok(backend::second_factor::reset(&cx::cx()?, request, id).await?)
}
