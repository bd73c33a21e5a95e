//! How the board looks to the one who looks at it: applied at once, kept by the server for this person alone.

use crate::{
    api_error::ApiResult, browser, preferences::api::save_preference, session::change_viewer, told, ui::Toasts,
};
use domain::{
    board_layout::{BoardLayout, CardField, Density},
    ids::StageId,
    preferences::Preference,
    users::Viewer,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// The look, and what of it is not kept yet.
#[derive(Clone, Copy)]
pub(super) struct BoardLook {
    /// The look as it is shown.
    pub layout: RwSignal<BoardLayout>,
    /// What was chosen since the last request; requests go one after the other, so that the last choice is the last one.
    pending: StoredValue<BoardLayout>,
    sending: StoredValue<bool>,
    viewer: StoredValue<Arc<Viewer>>,
    toasts: Toasts,
    /// Called when cards show fields whose values this page does not have.
    lacks: Callback<()>,
}

impl BoardLook {
    /// The look that the page came with.
    pub fn new(lacks: Callback<()>) -> Self {
        let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
        BoardLook {
            layout: RwSignal::new(viewer.with_value(|viewer| viewer.preferences.board())),
            pending: StoredValue::default(),
            sending: StoredValue::new(false),
            viewer,
            toasts: Toasts::get(),
            lacks,
        }
    }

    /// Chooses how dense cards stand.
    pub fn set_density(self, density: Density) {
        self.choose(BoardLayout { density: Some(density), ..BoardLayout::default() });
    }

    /// Shows a field on the cards, or hides it.
    pub fn toggle_field(self, field: CardField) {
        let fields = self.layout.with_untracked(|layout| layout.with_field(field));
        if fields.is_some() {
            self.choose(BoardLayout { fields, ..BoardLayout::default() });
        }
    }

    /// Folds the column of a stage, or opens it.
    pub fn toggle_fold(self, stage: StageId) {
        let folded = Some(self.layout.with_untracked(|layout| layout.with_fold(stage)));
        self.choose(BoardLayout { folded, ..BoardLayout::default() });
    }

    /// Opens every column.
    pub fn unfold_all(self) {
        self.choose(BoardLayout { folded: Some(Vec::new()), ..BoardLayout::default() });
    }

    /// Whether the column of a stage is folded.
    pub fn is_folded(self, stage: StageId) -> bool {
        self.layout.with(|layout| layout.is_folded(stage))
    }

    fn choose(self, part: BoardLayout) {
        self.layout.update(|layout| *layout = part.clone().over(layout));
        // The board is left and opened again without a new page.
        let preference = Preference::Board(self.layout.get_untracked());
        change_viewer(self.viewer, |viewer| viewer.preferences.choose(preference));
        self.pending.update_value(|pending| *pending = part.over(pending));
        if !self.sending.get_value() {
            self.sending.set_value(true);
            spawn_local(self.send());
        }
    }

    async fn send(self) {
        while let Some(part) =
            self.pending.try_update_value(std::mem::take).filter(|part| *part != BoardLayout::default())
        {
            let shows_more = part.custom().next().is_some();
            let kept: ApiResult<()> = save_preference(browser::new_request(), Preference::Board(part)).await;
            match kept {
                Ok(()) if shows_more => drop(self.lacks.try_run(())),
                Ok(()) => {}
                Err(error) => self.toasts.complain(told::error(&error)),
            }
        }
        self.sending.try_set_value(false);
    }
}
