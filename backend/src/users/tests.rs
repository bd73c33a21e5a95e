//! Stories of people: whose records they work with, and what administrators do with them.

mod doors;
mod firm;
mod home;
mod leaving;
mod model;
mod order;
mod scope;
mod why;
