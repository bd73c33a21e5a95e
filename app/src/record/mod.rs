//! What the cards of clients and deals share: the frame, fields edited in place, the feed and its comments.
//! What a client or a deal consists of is said by their own slices.

mod card;
mod client_picker;
mod composer;
mod custom;
mod edit;
mod facts;
mod feed;
mod feed_list;
mod feed_words;
mod following;
mod frame;
mod inline;
mod money;
mod new_custom;
mod news;
mod search;
mod spec;
mod undo;

pub use card::{Card, Changed, MoreChanged, Record, Touched};
pub use client_picker::ClientPicker;
pub use custom::CustomFields;
use edit::Edit;
pub use facts::Facts;
pub use feed::Feed;
pub(crate) use feed_words::StagePill;
pub(crate) use following::read_again;
pub use frame::{LostRecord, RecordFrame, RecordHead, RecordSkeleton};
pub use inline::Inline;
pub use money::{money_parts, money_text};
pub use new_custom::{CustomDraft, CustomInputs, checked_custom};
pub use news::News;
pub use search::{ClientSearch, Finding, Found, Search, SearchInput, SearchList};
pub use spec::{Editor, Spec, owner_spec};
