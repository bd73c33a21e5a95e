//! What people of the tests do with each other, in their words.

use super::TestActor;
use crate::users::staff::{self, HandedOver};
use domain::{
    access::{Rank, SharedAccess},
    error::AppError,
    ids::UserId,
    roles::{Role, RoleKind},
    staff::{Member, NewUser, Profile, Staff},
};

impl TestActor {
    /// Opens «Пользователи и права».
    pub async fn staff(&self) -> Staff {
        staff::list(&self.cx).await.expect("the staff")
    }

    /// A colleague as an administrator sees them.
    pub async fn member(&self, id: UserId) -> Member {
        let found = self.staff().await.members.into_iter().find(|member| member.user.id == id);
        found.expect("the colleague")
    }

    /// The shipped role of this kind.
    pub async fn role(&self, kind: RoleKind) -> Role {
        self.staff().await.roles.into_iter().find(|role| role.kind == kind).expect("the role")
    }

    /// What is typed to create a manager of this name, who answers to nobody.
    pub async fn hires(&self, name: &str, email: &str) -> NewUser {
        let staff = self.staff().await;
        let role = staff.roles.iter().find(|role| role.kind == RoleKind::Manager).expect("the role").id;
        let profile = Profile {
            first_name: name.into(),
            last_name: "Ким".into(),
            role,
            group: staff.groups.first().map(|group| group.id),
            rank: Rank::Manager,
            superior: None,
            access: SharedAccess::Forbid,
        };
        NewUser { email: email.into(), profile }
    }

    /// Creates a person.
    pub async fn creates_user(&self, new: NewUser) -> Result<Member, AppError> {
        staff::create(&self.cx, self.request(), new).await
    }

    /// Changes a colleague's profile as it is now.
    pub async fn changes(&self, id: UserId, change: impl FnOnce(&mut Profile)) -> Result<Member, AppError> {
        let member = self.member(id).await;
        let mut profile = member.profile();
        change(&mut profile);
        staff::save(&self.cx, self.request(), id, member.version, profile).await
    }

    /// Suspends a colleague as they see them now.
    pub async fn suspends(&self, id: UserId) -> Result<Member, AppError> {
        staff::suspend(&self.cx, self.request(), id, self.member(id).await.version).await
    }

    /// Lets a suspended or dismissed colleague in again.
    pub async fn lets_in_again(&self, id: UserId) -> Result<Member, AppError> {
        staff::reactivate(&self.cx, self.request(), id, self.member(id).await.version).await
    }

    /// Dismisses a colleague, whose records the heir gets.
    pub async fn dismisses(&self, id: UserId, heir: UserId) -> Result<HandedOver, AppError> {
        staff::dismiss(&self.cx, self.request(), id, self.member(id).await.version, heir).await
    }

    /// Sets a colleague's «Общий доступ».
    pub async fn shares(&self, id: UserId, access: SharedAccess) -> Member {
        self.changes(id, |profile| profile.access = access).await.expect("the access is changed")
    }
}
