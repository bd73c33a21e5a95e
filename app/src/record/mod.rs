//! What the cards of clients and deals share: the frame, fields edited in place, the feed and its comments.
//! What a client or a deal consists of is said by their own slices.

mod card;
mod client_picker;
mod client_search;
mod composer;
mod custom;
mod edit;
mod facts;
mod feed;
mod feed_list;
mod feed_words;
mod frame;
mod inline;
mod news;
mod spec;
mod undo;

pub use card::{Card, Record, Touched};
pub use client_picker::ClientPicker;
pub use client_search::{ClientSearch, ClientSearchInput, ClientSearchList, FoundClient};
pub use custom::CustomFields;
pub use facts::Facts;
pub use feed::Feed;
pub(crate) use feed_words::StagePill;
pub use frame::{LostRecord, RecordFrame, RecordHead, RecordSkeleton};
pub use inline::Inline;
pub use news::News;
pub use spec::{Editor, Spec, owner_spec};
