//! Text → trees. The only room of pest.

mod relation;

pub use relation::{RelationError, relation};
