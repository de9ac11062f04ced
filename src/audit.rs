//! Audit: everything one audit says.

use std::sync::Arc;

use crate::cause::{Cause, causes};
use crate::check::check;
use crate::document::{Date, Document};
use crate::extract::extract;
use crate::fact::Facts;
use crate::pack::Pack;
use crate::verdict::RuleResult;

/// What one audit of one report says, with what judged it.
#[derive(Debug, Clone)]
pub struct Audit<'p> {
    /// The pack that judged.
    pub pack: &'p Pack,
    /// How the pack was chosen.
    pub chosen_by: ChosenBy,
    /// The day the audit is judged by, if one was given.
    pub as_of: Option<Date>,
    /// What the report says.
    pub facts: Arc<Facts>,
    /// What came of each rule, in the pack's order.
    pub results: Vec<RuleResult>,
    /// What mistakes explain the findings.
    pub causes: Vec<Cause>,
}

/// What is told to an audit beside the report.
#[derive(Debug, Clone)]
pub struct Terms {
    /// How the pack was chosen.
    pub chosen_by: ChosenBy,
    /// The day to judge by, for a report that does not say when it was published.
    pub as_of: Option<Date>,
    /// The kind of organ, by its id in the pack; otherwise the organ's name shows it.
    pub organ_kind: Option<String>,
}

impl Terms {
    /// Nothing but how the pack was chosen.
    #[must_use]
    pub const fn of(chosen_by: ChosenBy) -> Self {
        Self {
            chosen_by,
            as_of: None,
            organ_kind: None,
        }
    }
}

/// Audits `document` by `pack`.
#[must_use]
pub fn audit<'p>(document: &Document, pack: &'p Pack, terms: &Terms) -> Audit<'p> {
    let mut facts = extract(document, pack);
    if terms.organ_kind.is_some() {
        facts.organ_kind.clone_from(&terms.organ_kind);
    }
    let facts = Arc::new(facts);
    let mut results = check(&facts, pack, terms.as_of);
    let causes = causes(&facts, pack, &mut results);
    Audit {
        pack,
        chosen_by: terms.chosen_by,
        as_of: terms.as_of,
        facts,
        results,
        causes,
    }
}

/// How a pack was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// `--year`.
    Option,
    /// The report's own year.
    Report,
}
