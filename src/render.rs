//! Render: an audit, facts, a tree or a pack's rules as text. Nothing below knows how they look.

mod batch;
mod comments;
mod coverage;
mod csv;
mod diagnostic;
mod diff;
mod excerpt;
mod facts;
mod html;
mod human;
mod json;
mod manual;
mod mutations;
mod place;
mod provenance;
mod rules;
#[cfg(test)]
mod sample;
mod score;
mod story;
mod tree;
mod trials;
mod waiver;
mod width;
mod words;

pub use batch::{Left, Line, batch, batch_csv};
pub use comments::comments;
pub use coverage::{Coverage, coverage};
pub use diagnostic::fault;
pub use diff::diff;
pub use facts::{FACTS_CSV_HEAD, facts_csv, facts_json, facts_table};
pub use html::html;
pub use human::{human, verdicts};
pub use json::json;
pub use manual::{manual_html, manual_markdown};
pub use mutations::{mutations, mutations_json, shares};
pub use rules::{check_of, explain, nearest, rules, trace};
pub use score::{score, verified};
pub use tree::{tree, tree_json};
pub use trials::{Tried, judged, trials, trials_json, trials_junit};
pub use waiver::explain_waiver;

/// How a reader wants a text for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The columns of the terminal; a Chinese character takes two.
    pub width: usize,
    /// Whether colours are wanted.
    pub color: bool,
    /// The language of our own words and of rule titles.
    pub lang: Lang,
    /// How much is shown of what is not a finding.
    pub evidence: Evidence,
}

impl View {
    /// Chinese without colours on lines of `width`, with the evidence of findings.
    #[must_use]
    pub const fn plain(width: usize) -> Self {
        Self {
            width,
            color: false,
            lang: Lang::Zh,
            evidence: Evidence::Findings,
        }
    }
}

/// A language of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Of which verdicts the evidence is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Only of those that fail.
    Findings,
    /// Of all, passes included.
    All,
}
