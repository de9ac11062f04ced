//! Cause: the findings that one mistake explains, with the smallest change that would satisfy all
//! of them.

mod blank;
mod bound;
mod doubt;
mod explain;
mod net;
mod place;
mod rank;
mod slip;
mod solve;
mod subset;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::fact::Facts;
use crate::form::Address;
use crate::pack::Pack;
use crate::source::Span;
use crate::verdict::{Outcome, RuleResult};

use net::Net;

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
pub fn causes(facts: &Facts, pack: &Pack, results: &mut [RuleResult]) -> Vec<Cause> {
    let any = |it: &RuleResult| it.verdicts.iter().any(|it| it.outcome == Outcome::Fail);
    if !results.iter().any(any) {
        return Vec::new();
    }
    let net = Net::new(facts, pack, results);
    let mut causes = Vec::new();
    if let Some(amounts) = net.hard.amounts() {
        let wrong: Vec<usize> = positions(&amounts, |it| *it != 0);
        let searched = explain::search(&net, &amounts, &wrong);
        let doubts = doubt::doubts(&net, &searched);
        let surely = searched
            .iter()
            .filter(|it| doubts.iter().all(|doubt| doubt.form != it.form(&net)));
        causes.extend(surely.flat_map(|it| explain::causes(facts, pack, &net, &amounts, it)));
        for doubt in doubts {
            causes.push(doubt::withdraw(facts, pack, &doubt, results));
        }
    }
    blank::told_once(pack, results, &mut causes);
    let fail = |it: &Finding| {
        let result = results.get(it.result);
        let verdict = result.and_then(|result| result.verdicts.get(it.verdict));
        verdict.is_some_and(|verdict| verdict.outcome == Outcome::Fail)
    };
    let open = |causes: &[Cause]| -> Vec<Finding> {
        let all = results.iter().enumerate().flat_map(|(result, it)| {
            (0..it.verdicts.len()).map(move |verdict| Finding { result, verdict })
        });
        let taken = |it: &Finding| causes.iter().any(|cause| cause.findings.contains(it));
        all.filter(|it| fail(it) && !taken(it)).collect()
    };
    let left = open(&causes);
    causes.extend(bound::causes(facts, pack, &net, &left));
    for finding in open(&causes) {
        place::place(facts, pack, results, &mut causes, finding);
    }
    for cause in causes.iter_mut().filter(|it| it.repairs.len() != 1) {
        cause.surplus = explain::surplus(facts, pack, &net, results, cause)
            .or_else(|| explain::surplus_of_text(results, cause));
    }
    let mut explained: BTreeSet<Finding> = BTreeSet::new();
    for cause in &mut causes {
        cause.findings.sort_unstable();
        // A bound that two repairs satisfy is explained by the first.
        cause.findings.retain(|it| explained.insert(*it));
    }
    causes.retain(|it| !it.findings.is_empty());
    causes.sort_by(|one, other| one.findings.cmp(&other.findings));
    for (at, cause) in causes.iter_mut().enumerate() {
        cause.id = format!("C{}", at + 1);
    }
    causes
}

impl Cause {
    /// A cause that nothing is known of but what it explains.
    fn of(findings: Vec<Finding>) -> Self {
        Self {
            id: String::new(),
            findings,
            repairs: Vec::new(),
            found: 0,
            likely: false,
            surplus: None,
            doubt: None,
        }
    }

    /// The repair to suggest: the only one, or the one that stands out.
    #[must_use]
    pub fn suggestion(&self) -> Option<&Repair> {
        let only = self.found == 1 || self.likely;
        self.repairs.first().filter(|_| only)
    }
}

/// Where `which` is true.
fn positions<T>(items: &[T], which: impl Fn(&T) -> bool) -> Vec<usize> {
    let found = items.iter().enumerate().filter(|(_, it)| which(it));
    found.map(|(at, _)| at).collect()
}
