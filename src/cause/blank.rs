//! Blank: cells that a rule wants filled with zero, though a repair shows what belongs there. They are
//! told once, with their number.

use super::{Cause, Change, Finding};
use crate::fact::CellState;
use crate::pack::Pack;
use crate::relation::{Predicate, Relation};
use crate::verdict::{Outcome, RuleResult, Verdict};

/// Puts what is said of blanks alone into the cause that fills them all, and names those that are
/// filled where others are left.
pub(super) fn told_once(pack: &Pack, results: &mut [RuleResult], causes: &mut [Cause]) {
    for (result, it) in results.iter_mut().enumerate() {
        let rule = pack.rules.get(it.rule);
        let relation = rule.and_then(|it| it.check.relation());
        let filled = matches!(
            relation,
            Some(Relation::Predicate {
                predicate: Predicate::Filled,
                ..
            })
        );
        let verdicts = it.verdicts.iter_mut().enumerate();
        let failing = verdicts.filter(|(_, it)| filled && it.outcome == Outcome::Fail);
        for (verdict, it) in failing {
            let filling: Vec<(usize, Change)> = causes
                .iter()
                .enumerate()
                .flat_map(|(at, cause)| fills(cause, it).map(move |change| (at, change.clone())))
                .collect();
            let blanks = it.operands.iter().filter(|it| is_blank(it.state)).count();
            let first = filling.first().and_then(|(at, _)| causes.get_mut(*at));
            match first {
                Some(cause) if filling.len() == blanks => {
                    cause.findings.push(Finding { result, verdict });
                }
                Some(_) => it.message.push_str(&said(&filling)),
                None => {}
            }
        }
    }
}

/// The blanks of `verdict` that the cause's repair fills.
fn fills<'a>(cause: &'a Cause, verdict: &'a Verdict) -> impl Iterator<Item = &'a Change> {
    let blank = |change: &&Change| {
        let mut operands = verdict.operands.iter().filter(|it| is_blank(it.state));
        change.from.is_none() && operands.any(|it| it.name == change.name && it.span == change.span)
    };
    let changes = cause.suggestion().map(|it| it.changes.iter());
    changes.into_iter().flatten().filter(blank)
}

const fn is_blank(state: CellState) -> bool {
    matches!(state, CellState::Blank | CellState::Dash)
}

fn said(filling: &[(usize, Change)]) -> String {
    let each = filling.iter();
    let each = each.map(|(_, it)| format!("“{}”推算为 {}", it.name, it.to.normalize()));
    let each: Vec<String> = each.collect();
    format!("；其中{}，不是 0", each.join("、"))
}
