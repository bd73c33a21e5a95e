//! The filter matrix: every operator on every type of field gives, on both databases, exactly what a model in Rust gives.

mod matrix;
mod texts;
