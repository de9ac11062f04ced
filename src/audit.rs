//! Audit: everything one audit says.

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
    pub facts: Facts,
    /// What came of each rule, in the pack's order.
    pub results: Vec<RuleResult>,
}

/// Audits `document` by `pack`.
#[must_use]
pub fn audit<'p>(
    document: &Document,
    pack: &'p Pack,
    chosen_by: ChosenBy,
    as_of: Option<Date>,
) -> Audit<'p> {
    let facts = extract(document, pack);
    let results = check(&facts, pack);
    Audit {
        pack,
        chosen_by,
        as_of,
        facts,
        results,
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
