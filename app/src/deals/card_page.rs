//! A deal's card (S0.8, R18).

use super::{
    api::{comment_deal, deal_feed, edit_deal, get_deal, move_deal},
    budget::budget_spec,
    stage_bar::{StageBar, stage_spec},
};
use crate::{
    api_error::{ApiError, ApiResult},
    data::fetched,
    i18n::{t, ta},
    live,
    record::{
        Card, Changed, ClientPicker, CustomFields, Facts, Feed, Inline, LostRecord, MoreChanged, Record, RecordFrame,
        RecordHead, RecordSkeleton, Spec, Touched, owner_spec,
    },
    routes,
    session::{may, viewer},
    ui::WhenDrawn,
};
use domain::{
    access::{Act, Actor, Right},
    deals::{Deal, DealClient, DealPatch, TITLE_LIMIT, checked_title},
    error::AppError,
    events::Event,
    fields::{FieldValue, FieldValues, Noun},
    filter::{Page, Rows},
    ids::{DealId, FieldId, RequestId, StageId, UserId},
    live::LiveNews,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::future::Future;

/// What a deal's card can do to its deal.
#[derive(Clone, PartialEq)]
pub enum DealDeed {
    /// Change a field.
    Edit(DealPatch),
    /// Move it to a stage.
    Move(StageId),
    /// Move it back to the stage from which this act took it.
    MoveBack(StageId, RequestId),
}

impl Record for Deal {
    type Patch = DealDeed;
    const EDIT: Right = Right::EditDeals;

    fn version(&self) -> i64 {
        self.version
    }

    fn path(&self) -> String {
        routes::deal(self.id)
    }

    fn is_seen_by(&self, actor: &Actor) -> bool {
        actor.may_with_deal(Act::View, self.owner).is_ok()
    }

    fn can_return(&self, back: &DealDeed, before: &Self, _actor: &Actor) -> bool {
        let hidden = before.client.as_ref().filter(|client| client.name.is_none()).map(|client| client.id);
        hidden.is_none() || *back != DealDeed::Edit(DealPatch::Client(hidden))
    }

    fn is_told(&self, news: &LiveNews) -> bool {
        let client = |client: &DealClient| news.all_clients || news.clients.contains(&client.id);
        news.all || news.deals.contains(&self.id) || self.client.as_ref().is_some_and(client)
    }

    fn owner(&self) -> UserId {
        self.owner
    }

    fn owner_patch(owner: UserId) -> DealDeed {
        DealDeed::Edit(DealPatch::Owner(owner))
    }

    fn custom(&self) -> &FieldValues {
        &self.custom
    }

    fn custom_patch(field: FieldId, value: Option<FieldValue>) -> DealDeed {
        DealDeed::Edit(DealPatch::Custom(field, value))
    }

    fn as_is(&self, deed: &DealDeed) -> DealDeed {
        match deed {
            DealDeed::Edit(patch) => DealDeed::Edit(match patch {
                DealPatch::Title(_) => DealPatch::Title(self.title.clone()),
                DealPatch::Client(_) => DealPatch::Client(self.client.as_ref().map(|client| client.id)),
                DealPatch::Budget(..) => DealPatch::Budget(self.budget, self.currency),
                DealPatch::Owner(_) | DealPatch::OwnerBack(_) => DealPatch::Owner(self.owner),
                DealPatch::Custom(field, _) => DealPatch::Custom(*field, self.custom.get(field).cloned()),
            }),
            DealDeed::Move(_) | DealDeed::MoveBack(..) => DealDeed::Move(self.stage),
        }
    }

    fn touched(&self) -> Touched {
        Touched { created: (self.created_at, self.created_by), updated: (self.updated_at, self.updated_by) }
    }

    async fn edit(self, request: RequestId, deed: DealDeed) -> ApiResult<Changed<Self>> {
        let (fresh, more) = match deed {
            DealDeed::Edit(patch) => {
                let gives = matches!(patch, DealPatch::Owner(_));
                let words = ta("record.field_changed", &[("field", &t("record.field.owner"))]);
                let back = DealDeed::Edit(DealPatch::OwnerBack(request));
                let more = gives.then_some(MoreChanged { words, back });
                (edit_deal(request, self.id, self.version, patch).await?, more)
            }
            DealDeed::Move(stage) => {
                let words = ta("record.field_changed", &[("field", &t("record.field.stage"))]);
                let back = DealDeed::MoveBack(self.stage, request);
                (move_deal(request, self.id, stage, None, None).await?, Some(MoreChanged { words, back }))
            }
            DealDeed::MoveBack(stage, act) => (move_deal(request, self.id, stage, None, Some(act)).await?, None),
        };
        Ok(Changed { record: with_client_name(fresh, &self), more })
    }

    fn reload(self) -> impl Future<Output = ApiResult<Self>> + Send {
        get_deal(self.id)
    }

    fn feed(self, page: Page) -> impl Future<Output = ApiResult<Rows<Event>>> + Send {
        deal_feed(self.id, page)
    }

    fn comment(self, request: RequestId, text: String) -> impl Future<Output = ApiResult<()>> + Send {
        comment_deal(request, self.id, text)
    }
}

/// A change that leaves the client alone does not name it again.
fn with_client_name(fresh: Deal, shown: &Deal) -> Deal {
    Deal { client: fresh.client.map(|client| client.known_as(shown.client.as_ref())), ..fresh }
}

/// The card at its own address.
#[component]
pub fn DealCardRoute() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<DealId>().ok())));
    live::begin();
    let deal = fetched(move || id.get(), |id| async move { get_deal(known(id)?).await });
    let feed = fetched(move || id.get(), |id| async move { deal_feed(known(id)?, Page::first()).await });
    view! {
        <RecordFrame name=t("deals.name") list=t("nav.deals")>
            <Suspense fallback=|| view! { <RecordSkeleton/> }>
                {move || Suspend::new(async move {
                    let (deal, feed) = (deal.await, feed.await);
                    WhenDrawn::new(move || match deal {
                        Ok(deal) => view! { <DealRecord deal feed/> }.into_any(),
                        Err(error) => view! { <LostRecord error/> }.into_any(),
                    })
                })}
            </Suspense>
        </RecordFrame>
    }
}

fn known(id: Option<DealId>) -> ApiResult<DealId> {
    id.ok_or(ApiError::App(AppError::NotFound(Noun::Deal)))
}

#[component]
fn DealRecord(deal: Deal, feed: ApiResult<Rows<Event>>) -> impl IntoView {
    let (number, path) = (deal.number, deal.path());
    let budget = budget_spec(viewer().workspace.currency, deal.currency);
    let card = Card::new(deal);
    let title = Signal::derive(move || card.record.with(|deal| deal.title.clone()));
    let client = Memo::new(move |_| card.record.with(|deal| deal.client.clone()));
    let (fields, editable) = (viewer().deal_fields.clone(), may(Right::EditDeals));
    let more = !fields.is_empty();
    view! {
        <RecordHead title number path editable><StageBar card/></RecordHead>
        <div class="split">
            <section class="fields" aria-label=t("deals.data")>
                <h3>{t("deals.data")}</h3>
                <Inline card spec=title_spec() id="title"/>
                <ClientPicker card client patch=|client| DealDeed::Edit(DealPatch::Client(client)) locked=!editable/>
                <Inline card spec=budget id="budget"/>
                <Inline card spec=stage_spec() id="stage"/>
                <Inline card spec=owner_spec() id="owner"/>
                {more.then(|| view! { <h3>{t("record.more_fields")}</h3> })}
                <CustomFields card fields/>
                <h3>{t("record.history")}</h3>
                <Facts card/>
            </section>
            <Feed card first=feed/>
        </div>
    }
}

/// «Наименование».
fn title_spec() -> Spec<Deal> {
    let parse = |_: &Deal, text: &str| match checked_title(text) {
        Ok(title) => Ok(DealDeed::Edit(DealPatch::Title(title))),
        Err(issue) => Err(issue.problem),
    };
    Spec::line(("title", t("record.field.title")), |deal: &Deal| deal.title.clone(), parse).max(TITLE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::{
        access::{Rights, Sees},
        ids::{RoleId, WorkspaceId},
        lang::Lang,
        money::Currency,
    };

    fn deal(client: Option<&str>) -> Deal {
        let nobody = UserId(uuid::Uuid::nil());
        Deal {
            id: uuid::Uuid::nil().into(),
            number: 1,
            title: "Поставка".into(),
            client: Some(DealClient { id: uuid::Uuid::nil().into(), name: client.map(str::to_owned) }),
            budget: None,
            currency: Currency::UZS,
            stage: uuid::Uuid::nil().into(),
            stage_since: DateTime::UNIX_EPOCH,
            position: String::new(),
            owner: nobody,
            custom: FieldValues::new(),
            created_at: DateTime::UNIX_EPOCH,
            created_by: nobody,
            updated_at: DateTime::UNIX_EPOCH,
            updated_by: nobody,
            version: 1,
        }
    }

    #[test]
    fn what_a_change_replaces_is_written_back_by_a_change_of_the_same_field() {
        let (field, text) = (FieldId(uuid::Uuid::nil()), FieldValue::Text("Бухара".into()));
        let shown = Deal { budget: Some(5), custom: FieldValues::from([(field, text.clone())]), ..deal(None) };
        let back = |patch: DealPatch| shown.as_is(&DealDeed::Edit(patch));
        assert!(back(DealPatch::Title("Иное".into())) == DealDeed::Edit(DealPatch::Title("Поставка".into())));
        let (none, sum) = (DealPatch::Budget(None, Currency::USD), DealPatch::Budget(Some(5), Currency::UZS));
        assert!(back(none) == DealDeed::Edit(sum));
        assert!(back(DealPatch::Custom(field, None)) == DealDeed::Edit(DealPatch::Custom(field, Some(text))));
        let client = shown.client.as_ref().map(|client| client.id);
        assert!(back(DealPatch::Client(None)) == DealDeed::Edit(DealPatch::Client(client)));
        let elsewhere = StageId::from(uuid::Uuid::from_u128(7));
        assert!(shown.as_is(&DealDeed::Move(elsewhere)) == DealDeed::Move(shown.stage));
    }

    #[test]
    fn a_way_back_is_only_offered_from_and_to_what_one_sees() {
        let own = UserId(uuid::Uuid::nil());
        let actor = Actor {
            workspace: WorkspaceId(uuid::Uuid::nil()),
            user: own,
            role: RoleId(uuid::Uuid::nil()),
            rights: Rights::all(),
            sees: Sees::Owners(vec![own]),
            lang: Lang::Ru,
        };
        let given = Deal { owner: UserId(uuid::Uuid::from_u128(7)), ..deal(None) };
        assert!(deal(None).is_seen_by(&actor) && !given.is_seen_by(&actor));
        let client = deal(None).client.map(|client| client.id);
        let (back, title) = (DealPatch::Client(client), DealPatch::Title("Поставка".into()));
        let can =
            |patch: &DealPatch, before: &Deal| deal(None).can_return(&DealDeed::Edit(patch.clone()), before, &actor);
        assert!(!can(&back, &deal(None)), "the client that was replaced is hidden");
        assert!(can(&back, &deal(Some("Иванов"))) && can(&title, &deal(None)));
    }

    #[test]
    fn a_change_of_another_field_keeps_the_clients_name() {
        assert_eq!(with_client_name(deal(None), &deal(Some("Иванов"))), deal(Some("Иванов")));
        assert_eq!(with_client_name(deal(Some("Петров")), &deal(Some("Иванов"))), deal(Some("Петров")));
    }
}
