//! Place: which cause a finding belongs to that no equation explains.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::explain::at;
use super::net;
use super::{Cause, Change, Finding, Repair};
use crate::fact::Facts;
use crate::form::{Each, Scope};
use crate::pack::Pack;
use crate::relation::{Predicate, Relation, Sum, Term};
use crate::source::Span;
use crate::verdict::{Operand, RuleResult, Verdict};

/// Puts a finding that no equation explains into the cause that shares its cells, or into one of
/// its own.
pub(super) fn place(
    facts: &Facts,
    pack: &Pack,
    results: &[RuleResult],
    causes: &mut Vec<Cause>,
    finding: Finding,
) {
    let Some((it, verdict)) = at(results, finding) else {
        return;
    };
    let own = cells_of(verdict);
    let shared = causes.iter_mut().find_map(|cause| {
        let mut others = cause.findings.iter().filter_map(|it| at(results, *it));
        let joins = !own.is_empty()
            && cause.doubt.is_none()
            && (others.any(|(of, other)| {
                if of.rule == it.rule {
                    carried_over(pack, it)
                } else {
                    compare_the_same(other, verdict)
                        || settles(other, verdict)
                        || settles(verdict, other)
                }
            }) || foretold(cause, verdict));
        joins.then_some(cause)
    });
    if let Some(cause) = shared {
        cause.findings.push(finding);
        return;
    }
    let mut cause = Cause::of(vec![finding]);
    if let Some(repair) = totals(facts, pack, it) {
        cause.repairs = vec![repair];
        cause.found = 1;
    }
    causes.push(cause);
}

/// Whether two verdicts compare the same numbers. One number that both look at, such as the year of
/// the report, is what each of them compares something else with.
fn compare_the_same(one: &Verdict, other: &Verdict) -> bool {
    let places = |it: &Verdict| -> BTreeSet<(usize, usize)> {
        let spans = it.operands.iter().filter_map(|it| it.span);
        spans.map(|span| (span.start, span.end)).collect()
    };
    let cells = cells_of(one);
    cells == cells_of(other) && (cells.len() > 1 || places(one) == places(other))
}

/// Whether a rule compares the columns of one row with last year's report: what was not taken over from
/// there is wrong in its parts and in their total.
fn carried_over(pack: &Pack, result: &RuleResult) -> bool {
    let Some(rule) = pack.rules.get(result.rule) else {
        return false;
    };
    let Some(Relation::Chain { first, rest }) = rule.check.relation() else {
        return false;
    };
    let mut sums = std::iter::once(first).chain(rest.iter().map(|(_, sum)| sum));
    let prior = |it: &Sum| it.terms.iter().any(|(_, it)| matches!(it, Term::Prior(_)));
    rule.each == Each::Column && sums.any(prior)
}

/// Whether `sums` come out even once a number of the text is what `compared` says it should be.
fn settles(compared: &Verdict, sums: &Verdict) -> bool {
    let Some((left, right)) = sums.sides() else {
        return false;
    };
    let Some((stated, others)) = compared.operands.split_first() else {
        return false;
    };
    let sum = |side: &[Operand]| -> Option<Decimal> { side.iter().map(|it| it.value).sum() };
    let holds = |side: &[Operand]| side.iter().any(|it| it.span == stated.span);
    let missing = match (holds(left), holds(right)) {
        (true, false) => sum(right).zip(sum(left)),
        (false, true) => sum(left).zip(sum(right)),
        (true, true) | (false, false) => None,
    };
    let even = missing.and_then(|(more, less)| more.checked_sub(less));
    let even = even.and_then(|it| stated.value?.checked_add(it));
    stated.span.is_some() && even.is_some() && others.iter().any(|it| it.value == even)
}

/// Whether the verdict compares a number with a cell that the repair changes into that number. What is
/// compared with several cells is the first number.
fn foretells(repair: &Repair, verdict: &Verdict) -> bool {
    let operands = verdict.operands.iter();
    let valued: Vec<_> = operands
        .filter_map(|it| Some((it.span?, it.value?)))
        .collect();
    let Some((first, others)) = valued.split_first() else {
        return false;
    };
    let becomes = |cell: &(Span, Decimal), stated: &(Span, Decimal)| {
        let mut changes = repair.changes.iter();
        changes.any(|it| it.span == Some(cell.0) && it.to == stated.1)
    };
    let alone = others.len() == 1;
    let mut others = others.iter();
    others.any(|it| becomes(it, first) || alone && becomes(first, it))
}

/// Whether the verdict foretells the cause's repair. One of several repairs that it foretells is then the
/// one to suggest: what the text says bears it out.
fn foretold(cause: &mut Cause, verdict: &Verdict) -> bool {
    if let Some(repair) = cause.suggestion() {
        return foretells(repair, verdict);
    }
    let exact = |it: &Repair| !it.nearest && foretells(it, verdict);
    let which = cause.repairs.iter().position(exact);
    let first = which.and_then(|it| cause.repairs.get_mut(..=it));
    if let Some(first) = first {
        first.rotate_right(1);
        cause.likely = true;
    }
    cause.likely
}

/// The places of the numbers a verdict compared.
fn cells_of(verdict: &Verdict) -> BTreeSet<(usize, usize)> {
    let valued = verdict.operands.iter().filter(|it| it.value.is_some());
    valued
        .filter_map(|it| it.span.map(|span| (span.start, span.end)))
        .collect()
}

/// The totals that were left out, with what they come to, for a rule that asks for them.
fn totals(facts: &Facts, pack: &Pack, result: &RuleResult) -> Option<Repair> {
    let rule = pack.rules.get(result.rule)?;
    let Some(Relation::Predicate {
        predicate: Predicate::Totalled,
        path,
    }) = rule.check.relation()
    else {
        return None;
    };
    let scope = Scope {
        forms: &pack.forms,
        form: rule.form,
        each: Each::Once,
    };
    let left_out = scope.region(path).into_iter().filter_map(|address| {
        let form = pack.forms.get(address.form)?;
        let fact = net::fact(facts, form, address)?;
        fact.left_out().then_some(Change {
            cell: address,
            name: form.cell_name(address.cell),
            from: None,
            to: fact.value?,
            span: fact.span,
        })
    });
    let changes: Vec<Change> = left_out.collect();
    (!changes.is_empty()).then_some(Repair {
        changes,
        nearest: false,
    })
}
