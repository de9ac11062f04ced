//! Rule and Requirement: what is demanded, on what legal basis, and how bad a breach is.

mod message;

use crate::form::Each;
use crate::relation::{Path, Relation};

pub use message::{Piece, pieces};

/// Words in Chinese, and in English where somebody wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: Option<String>,
}

/// One duty a report is held to.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Its id, such as `regulation-2019/art-50/applications`.
    pub id: String,
    /// What it demands.
    pub title: Words,
    /// The document: its name and number.
    pub document: String,
    /// The article or part of the form.
    pub article: String,
    /// The words of the document, where they are known.
    pub quote: Option<String>,
    /// How binding it is.
    pub class: Class,
    /// The points of the score that hang on it.
    pub points: u32,
    /// Whether it asks for something to be there, so that its lack costs all points.
    pub presence: bool,
    /// How it is checked, or why it is not.
    pub checked: Words,
    /// The id of the pack it comes from.
    pub pack: String,
    /// The file it stands in, and the line, from 1.
    pub place: (String, usize),
}

impl Requirement {
    /// The document and the place in it, as it is cited. What is only custom has no place to cite:
    /// what it is about follows a colon.
    #[must_use]
    pub fn basis(&self) -> String {
        let Self {
            document, article, ..
        } = self;
        let cited = document.ends_with(['）', '》']) || article.starts_with('第');
        let colon = if cited || article.is_empty() {
            ""
        } else {
            "："
        };
        format!("{document}{colon}{article}")
    }
}

/// How binding a requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Law, regulation or the official form demands it.
    Must,
    /// A notice of the competent office or general practice asks for it.
    Should,
    /// A matter of quality.
    Hint,
}

/// How bad a breach of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// Whether findings of a rule that is trusted so far cost anything: hints do not, nor do those of
    /// rules that may be wrong.
    #[must_use]
    pub fn weighs(self, precision: Precision) -> bool {
        self > Self::Hint && precision != Precision::MayOver
    }
}

/// How far a rule can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// It is right whenever it speaks.
    Exact,
    /// It may report what is no fault.
    MayOver,
    /// It may miss a fault.
    MayUnder,
}

/// What part a relation plays in finding repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It holds in every right table.
    Identity,
    /// It usually holds.
    Expectation,
}

/// How a rule is checked.
#[derive(Debug, Clone)]
pub enum Check {
    /// By a relation that must hold.
    Relation {
        /// What must hold.
        holds: Relation,
        /// The same as the author wrote it.
        text: String,
    },
    /// By a function of the pack's scripts.
    Script {
        /// The script, by index in the pack.
        script: usize,
        /// The name of the function.
        function: String,
    },
    /// By the phrases of the pack that name the rule: none of them may be there.
    Phrases,
}

impl Check {
    /// The relation, if there is one.
    #[must_use]
    pub const fn relation(&self) -> Option<&Relation> {
        match self {
            Self::Relation { holds, .. } => Some(holds),
            Self::Script { .. } | Self::Phrases => None,
        }
    }
}

/// The best grade that is left to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cap {
    /// It is sent back to be completed.
    Return,
    /// It is fair at best.
    Fair,
}

/// One way to check a requirement.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, which names the fault.
    pub id: String,
    /// Its short code.
    pub code: String,
    /// What is wrong when it fails.
    pub title: Words,
    /// The requirement it checks, by index in the pack.
    pub requirement: usize,
    /// How bad a breach is.
    pub severity: Severity,
    /// The side of quality it belongs to, an id of the pack's dimensions.
    pub dimension: String,
    /// How far it can be trusted.
    pub precision: Precision,
    /// The ids of rules that block it when they fail.
    pub blocked_by: Vec<String>,
    /// The form it is about, by index in the pack.
    pub form: Option<usize>,
    /// Over what it is repeated.
    pub each: Each,
    /// With `each = "part"`: the rows or cells whose leaves are the parts.
    pub parts: Option<Path>,
    /// What part it plays in finding repairs.
    pub role: Role,
    /// How it is checked.
    pub check: Check,
    /// The best grade a report that breaks it can have.
    pub cap: Option<Cap>,
    /// What to say when it fails.
    pub fail: String,
    /// What to say when it passes.
    pub pass: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The id of the pack it comes from.
    pub pack: String,
    /// The file it stands in, and the line, from 1.
    pub place: (String, usize),
    /// The cases that try it.
    pub cases: Vec<Case>,
}

impl Rule {
    /// Whether its findings cost anything.
    #[must_use]
    pub fn weighs(&self) -> bool {
        self.severity.weighs(self.precision)
    }

    /// Whether it is meant by `name`: its id, or its code in letters of either case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.code.eq_ignore_ascii_case(name)
    }
}

/// A change to the blank report, and what the rule must say of it.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The file it stands in, and the line, from 1; none if no file holds it.
    pub place: Option<(String, usize)>,
    /// Cells to set: `form.row.column` and the text to write.
    pub set: Vec<(String, String)>,
    /// Ids of sections to leave out.
    pub remove: Vec<String>,
    /// Ids of forms to leave out.
    pub remove_forms: Vec<String>,
    /// Sentences to add to sections, by the section's id.
    pub append: Vec<(String, String)>,
    /// Words of the report to write otherwise.
    pub replace: Vec<(String, String)>,
    /// Cells of the report of the year before, which otherwise is not known.
    pub prior: Vec<(String, String)>,
    /// Sentences of the report of the year before, by the section's id.
    pub prior_append: Vec<(String, String)>,
    /// Words of the report of the year before to write otherwise.
    pub prior_replace: Vec<(String, String)>,
    /// Other organs with a report on the same year.
    pub others: Vec<String>,
    /// Sentences of their reports, by the section's id.
    pub others_append: Vec<(String, String)>,
    /// Another organ that reports.
    pub organ: Option<String>,
    /// Another year, when not the first that the pack governs.
    pub year: Option<i32>,
    /// The day to judge by, as `2022-02-01`.
    pub as_of: Option<String>,
    /// Instances expected to fail; with an empty name, the only one.
    pub fail: Vec<String>,
    /// The outcome expected of the rule, when no instance is named.
    pub outcome: Option<String>,
}
