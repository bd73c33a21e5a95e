//! Small parts that every screen is made of. No server functions, no nouns of the product.

pub mod avatar;
pub mod dialog;
mod each;
mod elements;
pub mod empty;
pub mod field;
pub mod icon;
mod later;
pub mod money_field;
pub mod select;
mod style_block;
pub mod toast;
mod when_drawn;
mod words;

pub use avatar::Avatar;
pub use dialog::Dialog;
pub use each::{Drawn, Each, LineId};
pub use elements::Elements;
pub use empty::Empty;
pub use field::{Counter, FieldError, TextField, is_half_typed};
pub use icon::Icon;
pub use later::Later;
pub use money_field::{CurrencySelect, MoneyField};
pub use select::SelectField;
pub use style_block::StyleBlock;
pub use toast::{Toaster, Toasts, session_over};
pub use when_drawn::WhenDrawn;
pub use words::Words;
