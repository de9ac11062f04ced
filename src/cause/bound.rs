//! Bounds and expectations that do not hold: which single cell, changed to the nearest number
//! that would do, satisfies them.

use super::net::Net;
use super::rank::{Candidate, offer};
use super::solve::System;
use super::{Cause, Finding, positions};
use crate::fact::Facts;
use crate::pack::Pack;

/// The causes of those findings among `left` that are bounds and expectations.
pub(super) fn causes(facts: &Facts, pack: &Pack, net: &Net, left: &[Finding]) -> Vec<Cause> {
    let whole = net.whole();
    let Some(amounts) = whole.amounts() else {
        return Vec::new();
    };
    let hard = net.hard.equations.len();
    let of = |at: usize| at.checked_sub(hard).and_then(|at| net.soft.get(at));
    let finding = |at: usize| of(at).map(|(_, finding)| *finding);
    let numbers: Vec<usize> = (0..amounts.len()).collect();
    let wrong = positions(&numbers, |at| {
        let fails = amounts
            .get(*at)
            .zip(whole.equations.get(*at))
            .is_some_and(|(amount, it)| !it.allows(*amount));
        fails && finding(*at).is_some_and(|it| left.contains(&it))
    });
    let mut causes: Vec<Cause> = Vec::new();
    for component in whole.components(&wrong) {
        let together = changes(&whole, &amounts, &component);
        let groups = if together.is_empty() {
            let each = component.iter().map(|at| vec![*at]);
            each.map(|at| (changes(&whole, &amounts, &at), at))
                .collect()
        } else {
            vec![(together, component)]
        };
        for (changes, equations) in groups {
            let mut findings: Vec<Finding> =
                equations.iter().filter_map(|at| finding(*at)).collect();
            findings.dedup();
            // One verdict may fail in two comparisons.
            findings.retain(|it| causes.iter().all(|cause| !cause.findings.contains(it)));
            if findings.is_empty() {
                continue;
            }
            let nearest = equations
                .iter()
                .any(|at| whole.equations.get(*at).is_some_and(|it| it.at_most));
            let candidates = changes.into_iter().map(|change| Candidate {
                deltas: vec![change],
                mended: Vec::new(),
                nearest,
            });
            let mut cause = Cause::of(findings);
            offer(facts, pack, net, &mut cause, candidates.collect(), false);
            causes.push(cause);
        }
    }
    causes
}

/// The single changes that satisfy all of `wrong` and break nothing.
fn changes(whole: &System, amounts: &[i128], wrong: &[usize]) -> Vec<(usize, i128)> {
    let Some(first) = wrong.first().and_then(|at| whole.equations.get(*at)) else {
        return Vec::new();
    };
    let cells = first.terms.iter().map(|(cell, _)| *cell);
    let change = |cell: usize| Some((cell, nearest(whole, amounts, cell, wrong)?));
    let fits = |(cell, delta): &(usize, i128)| {
        whole.may(*cell, *delta)
            && whole.of(*cell).iter().all(|(at, weight)| {
                let (Some(before), Some(equation)) = (amounts.get(*at), whole.equations.get(*at))
                else {
                    return false;
                };
                let after = weight
                    .checked_mul(*delta)
                    .and_then(|it| it.checked_add(*before));
                let fails = after.is_none_or(|it| !equation.allows(it));
                !fails || !equation.allows(*before) && !wrong.contains(at)
            })
    };
    cells.filter_map(change).filter(fits).collect()
}

/// The smallest change of `cell` that satisfies all of `wrong`.
fn nearest(whole: &System, amounts: &[i128], cell: usize, wrong: &[usize]) -> Option<i128> {
    let (mut least, mut most) = (i128::MIN, i128::MAX);
    for at in wrong {
        let weight = whole.of(cell).iter().find(|(it, _)| it == at)?.1;
        let (equation, amount) = (whole.equations.get(*at)?, *amounts.get(*at)?);
        let exact = -amount;
        if weight > 0 || !equation.at_most {
            most = most.min(exact.div_euclid(weight));
        }
        if weight < 0 || !equation.at_most {
            // Rounded up: it must be at least that.
            least = least.max(-(amount.div_euclid(weight)));
        }
    }
    let step = whole.cells.get(cell)?.step;
    let delta = if least > 0 {
        least.checked_add(step - 1)?.div_euclid(step) * step
    } else if most < 0 {
        most.div_euclid(step) * step
    } else {
        0
    };
    (least <= delta && delta <= most && delta != 0).then_some(delta)
}
