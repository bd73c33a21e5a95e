//! The fields of clients or of deals while they are set up: the live ones, and the deleted ones that can be restored.

use super::api::{count_field_values, delete_field, list_deleted_fields, list_fields, restore_field};
use crate::{
    api_error::{ApiError, ApiResult},
    browser,
    i18n::ta,
    intent::Intent,
    told,
    ui::Toasts,
};
use domain::{
    error::{AppError, ConflictKind},
    fields::{FieldDef, Noun},
    ids::FieldId,
};
use leptos::{prelude::*, task::spawn_local};

/// Live fields and deleted ones.
pub type Both = (Vec<FieldDef>, Vec<FieldDef>);

/// Both lists of a noun.
pub async fn both(noun: Noun) -> ApiResult<Both> {
    Ok((list_fields(noun).await?, list_deleted_fields(noun).await?))
}

/// What is asked before a field is deleted.
#[derive(Clone, PartialEq)]
pub struct Asked {
    /// The field as it was last seen.
    pub field: FieldDef,
    /// How many records hold a value, where the person may know.
    pub values: Option<i64>,
}

/// The fields of one noun.
#[derive(Clone, Copy)]
pub struct Shelf {
    /// Clients or deals.
    pub noun: Noun,
    /// Those that are live, in order.
    pub fields: RwSignal<Vec<FieldDef>>,
    /// Those that were deleted, the last one first.
    pub deleted: RwSignal<Vec<FieldDef>>,
    /// The field that may be deleted.
    pub asked: RwSignal<Option<Asked>>,
    /// Whether it is being asked.
    pub open: RwSignal<bool>,
    toasts: Toasts,
    intent: Intent<(FieldId, i64)>,
}

impl Shelf {
    /// The lists as they were fetched.
    pub fn new(noun: Noun, (fields, deleted): Both) -> Self {
        Shelf {
            noun,
            fields: RwSignal::new(fields),
            deleted: RwSignal::new(deleted),
            asked: RwSignal::new(None),
            open: RwSignal::new(false),
            toasts: Toasts::get(),
            intent: Intent::new(),
        }
    }

    /// Finds out what would be lost from sight, and asks.
    pub fn ask(self, field: FieldDef) {
        spawn_local(async move {
            match count_field_values(field.id).await {
                Ok(values) => {
                    self.asked.try_set(Some(Asked { field, values }));
                    self.open.try_set(true);
                }
                Err(error) => self.toasts.complain(told::error(&error)),
            }
        });
    }

    /// Deletes a field. When somebody else was faster, the next attempt is made knowing what they did.
    pub async fn delete(self, Asked { field, values }: Asked) -> ApiResult<FieldDef> {
        let request = self.intent.request(&(field.id, field.version));
        let answer = delete_field(request, field.id, field.version).await;
        if answer.as_ref().is_err_and(ApiError::is_stale) {
            self.read_anew().await?;
            let find = |fields: &Vec<FieldDef>| fields.iter().find(|one| one.id == field.id).cloned();
            // The page may be gone by now.
            if let Some(field) = self.fields.try_with_untracked(find).flatten() {
                self.asked.set(Some(Asked { field, values }));
            }
        }
        answer
    }

    /// Shows that a field is deleted, with the way back.
    pub fn took(self, field: FieldDef) {
        self.fields.update(|fields| fields.retain(|one| one.id != field.id));
        self.deleted.update(|deleted| deleted.insert(0, field.clone()));
        let said = ta("settings.field_deleted", &[("name", &field.name)]);
        let back = move |()| {
            self.restore(field.clone());
            // Whether it still could is known later, and said by this itself.
            true
        };
        self.toasts.say_with_undo(said, Callback::new(back));
    }

    /// Brings a deleted field back, and says so.
    pub fn restore(self, field: FieldDef) {
        spawn_local(async move {
            let name = [("name", field.name.as_str())];
            match restore_field(browser::new_request(), field.id, field.version).await {
                Ok(_) => self.toasts.say(ta("settings.field_restored", &name)),
                Err(ApiError::App(AppError::Conflict(ConflictKind::NameTaken))) => {
                    self.toasts.complain(ta("settings.field_name_taken", &name));
                }
                Err(error) => self.toasts.complain(told::error(&error)),
            }
            // It stands where it stood before, among fields that others may have changed.
            if let Err(error) = self.read_anew().await {
                self.toasts.complain(told::error(&error));
            }
        });
    }

    async fn read_anew(self) -> ApiResult<()> {
        let (fields, deleted) = both(self.noun).await?;
        self.fields.try_set(fields);
        self.deleted.try_set(deleted);
        Ok(())
    }
}
