//! Stories of people: whose records they work with, and what administrators do with them.

mod model;
mod scope;
