//! Filters of lists and of the board: what an address says, what it means, the bar with its chips, the panel to choose in.

mod bar;
mod days_part;
mod draft;
mod model;
mod panel;
mod terms;
mod words;

pub use bar::{FilterBar, OPENER};
pub use model::{Days, Filters, Kind, Offered, Who};
pub use panel::{FilterPanel, PanelPlace};
pub use terms::Terms;

#[cfg(test)]
mod tests;
