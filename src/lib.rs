//! hegui audits annual reports on government information disclosure against the regulation of
//! their year.
//!
//! ```text
//!                        the library: pure, no file, no clock, no environment
//!  bytes ──read──► Source ──parse──► Document ──extract──► Facts ──check──► results ──► Audit ──render──► text, JSON
//!                                                 ▲                 ▲
//!  pack files ─────────────load────────────────► Pack ──────────────┘
//! ```
//!
//! Every arrow is one public function, every noun one type in one file, and nothing points left:
//! a module uses only those declared above it here.

pub mod bilingual;

pub mod source;

pub mod names;

pub mod fold;

pub mod letters;

pub mod likeness;

pub mod relation;

pub mod form;

pub mod document;

pub mod quantity;

pub mod parse;

pub mod read;

pub mod fact;

pub mod pattern;

pub mod gist;

pub mod phrase;

pub mod rule;

pub mod verdict;

pub mod waiver;

pub mod script;

pub mod pack;

pub mod blank;

pub mod fill;

pub mod erasure;

pub mod extract;

pub mod series;

pub mod check;

pub mod cause;

pub mod score;

pub mod audit;

pub mod trial;

pub mod mutate;

pub mod render;

pub mod suite;
