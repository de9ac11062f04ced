//! From repairs to causes: which findings each part of a repair explains, and in which order
//! several repairs are offered.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::net::{self, Net};
use super::rank::{Candidate, offer};
use super::solve::{Deltas, Found};
use super::subset::subset;
use super::{Cause, Finding, Surplus};
use crate::fact::Facts;
use crate::pack::Pack;
use crate::verdict::{RuleResult, Verdict};

/// Identities that do not hold and share cells, and what would repair them.
pub(super) struct Searched {
    pub(super) wrong: Vec<usize>,
    pub(super) found: Found,
}

impl Searched {
    /// The form whose identities these are.
    pub(super) fn form(&self, net: &Net) -> Option<usize> {
        let equation = net.hard.equations.get(*self.wrong.first()?)?;
        let (cell, _) = equation.terms.first()?;
        net.cells.get(*cell).map(|it| it.address.form)
    }
}

/// The identities of `wrong` in groups that share cells, each with its repairs. Groups that no
/// repair explains alone are tried together with the others of their form: two errors that cancel
/// out in one sum show in others only.
pub(super) fn search(net: &Net, amounts: &[i128], wrong: &[usize]) -> Vec<Searched> {
    let repaired = |wrong: Vec<usize>| Searched {
        found: net.hard.repairs(amounts, &wrong),
        wrong,
    };
    let components = net.hard.components(wrong).into_iter();
    let (explained, others): (Vec<_>, Vec<_>) = components
        .map(repaired)
        .partition(|it| !it.found.repairs.is_empty());
    let mut all = explained;
    let mut of_forms: BTreeMap<Option<usize>, Vec<Searched>> = BTreeMap::new();
    for it in others {
        of_forms.entry(it.form(net)).or_default().push(it);
    }
    for others in of_forms.into_values() {
        let mut together: Vec<usize> = others.iter().flat_map(|it| it.wrong.clone()).collect();
        together.sort_unstable();
        if others.len() > 1 {
            let joined = repaired(together);
            if !joined.found.repairs.is_empty() {
                all.push(joined);
                continue;
            }
        }
        all.extend(others);
    }
    all
}

/// The causes of identities that do not hold: one for each part of the repairs that is
/// independent of the others.
pub(super) fn causes(
    facts: &Facts,
    pack: &Pack,
    net: &Net,
    amounts: &[i128],
    searched: &Searched,
) -> Vec<Cause> {
    if searched.found.repairs.is_empty() {
        return vec![Cause::of(findings(net, &searched.wrong))];
    }
    let mut causes = Vec::new();
    for (equations, repairs) in apart(net, searched) {
        // What was found of few cells among many is looked for again by itself, in every way.
        let cells = repairs.iter().map(Vec::len).max().unwrap_or(0);
        let again = cells <= 2 && equations.len() < searched.wrong.len();
        let found = again.then(|| net.hard.repairs(amounts, &equations));
        let (repairs, unsure) = match found {
            Some(found) if !found.repairs.is_empty() => (found.repairs, found.cut_short),
            Some(_) | None => (repairs, searched.found.cut_short || cells > 2),
        };
        let candidates = repairs
            .into_iter()
            .map(|deltas| bounds(net, deltas))
            .collect();
        let mut cause = Cause::of(findings(net, &equations));
        offer(facts, pack, net, &mut cause, unbroken(candidates), unsure);
        causes.push(cause);
    }
    causes
}

fn findings(net: &Net, equations: &[usize]) -> Vec<Finding> {
    let of = equations
        .iter()
        .filter_map(|at| net.hard_from.get(*at).copied());
    let findings: BTreeSet<Finding> = of.collect();
    findings.into_iter().collect()
}

/// The identities that do not hold in groups that no repair ties to each other, with the
/// parts of the repairs that concern each group.
fn apart(net: &Net, searched: &Searched) -> Vec<(Vec<usize>, BTreeSet<Deltas>)> {
    let wrong: BTreeSet<usize> = searched.wrong.iter().copied().collect();
    let mut groups: Vec<BTreeSet<usize>> = wrong.iter().map(|it| BTreeSet::from([*it])).collect();
    let mut parts: Vec<Vec<(BTreeSet<usize>, Deltas)>> = Vec::new();
    for repair in &searched.found.repairs {
        let mut linked: Vec<(BTreeSet<usize>, Deltas)> = Vec::new();
        for change in repair {
            let mut equations: BTreeSet<usize> =
                net.hard.of(change.0).iter().map(|(at, _)| *at).collect();
            let mut changes = vec![*change];
            let own = equations.clone();
            for (of, others) in linked.extract_if(.., |(of, _)| !of.is_disjoint(&own)) {
                equations.extend(of);
                changes.extend(others);
            }
            changes.sort_unstable();
            linked.push((equations, changes));
        }
        for (equations, _) in &mut linked {
            equations.retain(|it| wrong.contains(it));
            let mut joined = equations.clone();
            for group in groups.extract_if(.., |it| !it.is_disjoint(equations)) {
                joined.extend(group);
            }
            groups.push(joined);
        }
        parts.push(linked);
    }
    groups.sort();
    groups
        .into_iter()
        .map(|group| {
            let of_group = |linked: &Vec<(BTreeSet<usize>, Deltas)>| {
                let here = linked.iter().filter(|(of, _)| !of.is_disjoint(&group));
                let mut deltas: Deltas = here.flat_map(|(_, changes)| changes.clone()).collect();
                deltas.sort_unstable();
                deltas
            };
            let repairs = parts.iter().map(of_group).collect();
            (group.into_iter().collect(), repairs)
        })
        .collect()
}

/// What a repair does to bounds and expectations: how many it breaks, and which it satisfies.
fn bounds(net: &Net, deltas: Deltas) -> (usize, Candidate) {
    let value = |cell: usize| net.hard.cells.get(cell).map(|it| it.value);
    let changed = |cell: usize| {
        let change = deltas.iter().find(|(at, _)| *at == cell);
        value(cell)?.checked_add(change.map_or(0, |(_, delta)| *delta))
    };
    let (mut broken, mut mended) = (0, Vec::new());
    for (equation, finding) in &net.soft {
        let (Some(before), Some(after)) = (equation.amount(value), equation.amount(changed)) else {
            continue;
        };
        match (equation.allows(before), equation.allows(after)) {
            (true, false) => broken += 1,
            (false, true) => mended.push(*finding),
            (true, true) | (false, false) => {}
        }
    }
    let candidate = Candidate {
        deltas,
        mended,
        nearest: false,
    };
    (broken, candidate)
}

/// Those that break the fewest bounds and expectations.
fn unbroken(candidates: Vec<(usize, Candidate)>) -> Vec<Candidate> {
    let least = candidates.iter().map(|(broken, _)| *broken).min();
    let kept = candidates
        .into_iter()
        .filter(|(broken, _)| Some(*broken) == least);
    kept.map(|(_, it)| it).collect()
}

/// What the difference of the cause's first identity is made of.
pub(super) fn surplus(
    facts: &Facts,
    pack: &Pack,
    net: &Net,
    results: &[RuleResult],
    cause: &Cause,
) -> Option<Surplus> {
    let finding = cause.findings.iter().min()?;
    at(results, *finding)?;
    let which = net.hard_from.iter().position(|it| it == finding)?;
    let equation = net.hard.equations.get(which)?;
    let number = |cell: usize| {
        let address = net.cells.get(cell)?.address;
        let form = pack.forms.get(address.form)?;
        net::fact(facts, form, address)?;
        Some((form.cell_name(address.cell), net.changed(cell, 0)?))
    };
    let side = |plus: bool| -> Vec<usize> {
        let of_side = equation.terms.iter().filter(|(_, it)| (*it > 0) == plus);
        of_side.map(|(cell, _)| *cell).collect()
    };
    let (whole, parts) = match (side(true).as_slice(), side(false).as_slice()) {
        ([whole], parts @ [_, _, ..]) | (parts @ [_, _, ..], [whole]) => (*whole, parts.to_vec()),
        _ => return None,
    };
    let (_, whole) = number(whole)?;
    let parts: Option<Vec<(String, Decimal)>> = parts.into_iter().map(number).collect();
    let parts = parts?;
    excess(whole, &parts)
}

/// What the difference of a whole and its parts in the text is made of.
pub(super) fn surplus_of_text(results: &[RuleResult], cause: &Cause) -> Option<Surplus> {
    let (_, verdict) = at(results, *cause.findings.iter().min()?)?;
    let (whole, parts) = verdict.addition()?;
    let parts = parts.iter().map(|it| Some((it.name.clone(), it.value?)));
    let parts: Option<Vec<(String, Decimal)>> = parts.collect();
    excess(whole.value?, &parts?)
}

/// What of `parts` makes up the difference between them and `whole`.
fn excess(whole: Decimal, parts: &[(String, Decimal)]) -> Option<Surplus> {
    let values: Vec<Decimal> = parts.iter().map(|(_, value)| *value).collect();
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, it| sum.checked_add(*it))?;
    let difference = sum.checked_sub(whole)?;
    let chosen = subset(difference, &values)?;
    Some(Surplus {
        difference: difference.abs(),
        over: difference > Decimal::ZERO,
        parts: chosen
            .into_iter()
            .filter_map(|at| parts.get(at).cloned())
            .collect(),
    })
}

pub(super) fn at(results: &[RuleResult], finding: Finding) -> Option<(&RuleResult, &Verdict)> {
    let result = results.get(finding.result)?;
    Some((result, result.verdicts.get(finding.verdict)?))
}
