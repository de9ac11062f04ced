//! Cause: the findings that one mistake explains, with the smallest change that would satisfy all
//! of them.

use rust_decimal::Decimal;

use crate::fact::Facts;
use crate::form::Address;
use crate::pack::Pack;
use crate::source::Span;
use crate::verdict::{Outcome, RuleResult};

/// What one mistake explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Its id in the audit, `C1` and so on.
    pub id: String,
    /// The findings it explains, in the pack's order.
    pub findings: Vec<Finding>,
    /// The smallest changes that satisfy all of them: one is a suggestion, several are candidates.
    pub repairs: Vec<Repair>,
}

/// A verdict that fails, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The rule's result among the results.
    pub result: usize,
    /// The verdict among those of the result.
    pub verdict: usize,
}

/// Cells to change together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The changes, in the form's order.
    pub changes: Vec<Change>,
}

/// Another value for a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The cell.
    pub cell: Address,
    /// Its short Chinese name.
    pub name: String,
    /// What stands there; none for a blank.
    pub from: Option<Decimal>,
    /// What should stand there.
    pub to: Decimal,
    /// Where.
    pub span: Option<Span>,
}

/// What mistakes explain the findings among `results`.
#[must_use]
pub fn causes(_facts: &Facts, _pack: &Pack, results: &[RuleResult]) -> Vec<Cause> {
    let findings = results.iter().enumerate().flat_map(|(result, it)| {
        let failing = it.verdicts.iter().enumerate();
        failing
            .filter(|(_, verdict)| verdict.outcome == Outcome::Fail)
            .map(move |(verdict, _)| Finding { result, verdict })
    });
    findings
        .enumerate()
        .map(|(at, finding)| Cause {
            id: format!("C{}", at + 1),
            findings: vec![finding],
            repairs: Vec::new(),
        })
        .collect()
}
