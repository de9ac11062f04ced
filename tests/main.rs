//! All tests that use the crate from outside, as one program: `cargo test cli::` runs those of one file.

mod authoring;
mod causes;
mod cli;
mod corpus;
mod coverage;
mod english;
mod examples;
mod files;
mod guide;
mod misspelt;
mod mistakes;
mod mutations;
mod packs;
mod program;
mod reports;
#[path = "../examples/rules-repository/tests/pack.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "it is what the repository of a pack has"
)]
mod repository;
mod robust;
mod rules;
mod schema;
mod score;
mod script_api;
mod scripts;
mod series;
mod shapes;
mod slips;
mod tidy;
mod titles;
mod waivers;
