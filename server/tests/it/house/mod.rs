//! The walls of the house as tests over its sources (ARCHITECTURE, invariants).

mod catalogue;
mod documents;
mod icons;
mod sources;
mod walls;
