//! What a rule reads: every number and day that a passing verdict of a script names is changed, so
//! that what it asks for holds no longer.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::edit::Edit;
use super::report::Base;
use super::{Expected, Kind, Mutation};
use crate::relation::Relation;
use crate::rule::Check;
use crate::source::Span;
use crate::verdict::{Operand, Outcome};

/// An operand that is longer than this is no number.
const LONGEST: usize = 60;

/// The mutations of what the rules read in `base`; of one rule only, if it is said which.
pub(super) fn mutations(base: &Base<'_>, only: Option<usize>) -> Vec<Mutation> {
    let readers = readers(base);
    let mut mutations = Vec::new();
    for ((start, end), (operand, rules)) in &readers {
        let span = Span::new(*start, *end);
        // The relations of tables are broken cell by cell.
        let own = rules.iter().filter(|it| {
            let check = base.pack.rules.get(**it).map(|it| &it.check);
            let relation = check.and_then(Check::relation);
            relation.is_none_or(Relation::looks_back) && only.is_none_or(|only| only == **it)
        });
        for rule in own {
            let ways = ways(base, operand, span, &beside(base, *rule, span));
            if ways.is_empty() {
                continue;
            }
            // The rule itself first: it is asked whether it can be broken there.
            let others = rules.iter().copied().filter(|it| it != rule);
            mutations.push(Mutation {
                kind: Kind::Read,
                what: format!("{}“{}”写成别的数", operand.name, operand.raw.trim()),
                ways,
                expected: Expected::One(std::iter::once(*rule).chain(others).collect()),
                placed: true,
                case: None,
            });
        }
    }
    mutations
}

/// The places that passing verdicts name, with the rules that do.
fn readers<'a>(base: &'a Base<'_>) -> BTreeMap<(usize, usize), (&'a Operand, Vec<usize>)> {
    let mut readers: BTreeMap<(usize, usize), (&Operand, Vec<usize>)> = BTreeMap::new();
    for result in &base.audit.results {
        let check = base.pack.rules.get(result.rule).map(|it| &it.check);
        let relation = check.and_then(Check::relation);
        if matches!(relation, Some(Relation::Predicate { .. })) {
            continue;
        }
        let passing = result.verdicts.iter();
        let passing = passing.filter(|it| it.outcome == Outcome::Pass);
        for operand in passing.flat_map(|it| &it.operands) {
            let Some(span) = operand.span else { continue };
            let (_, rules) = readers
                .entry((span.start, span.end))
                .or_insert_with(|| (operand, Vec::new()));
            if !rules.contains(&result.rule) {
                rules.push(result.rule);
            }
        }
    }
    readers
}

/// The numbers that a passing verdict of `rule` names beside the one at `span`.
fn beside(base: &Base<'_>, rule: usize, span: Span) -> BTreeSet<Decimal> {
    let results = base.audit.results.iter().filter(|it| it.rule == rule);
    let verdicts = results.flat_map(|it| &it.verdicts);
    let named = verdicts.filter(|it| {
        let here = it.operands.iter().any(|it| it.span == Some(span));
        here && it.outcome == Outcome::Pass
    });
    let operands = named.flat_map(|it| &it.operands);
    let others = operands.filter(|it| it.span != Some(span));
    others.filter_map(|it| it.value).collect()
}

/// The ways to write the numbers in an operand otherwise; `beside` are those it is compared with or
/// added to, whose negative makes nothing of a sum.
fn ways(
    base: &Base<'_>,
    operand: &Operand,
    span: Span,
    beside: &BTreeSet<Decimal>,
) -> Vec<Vec<Edit>> {
    let text = base.audit.facts.source.slice(span);
    let is_day = operand.value.is_none() && is_day(&operand.raw);
    if operand.value.is_none() && !is_day || text.chars().count() > LONGEST {
        return Vec::new();
    }
    let mut ways = Vec::new();
    for (number, run) in numbers(text) {
        let run = Span::new(span.start + run.start, span.start + run.end);
        let mut others = vec![number + 1];
        others.extend((1..3).filter_map(|it| number.checked_sub(it)));
        if !is_day {
            others.extend([number * 10 + 7, 0, number * 10_000]);
        }
        others.retain(|it| *it != number);
        let edits = others.into_iter().map(|it| Edit::new(run, it.to_string()));
        ways.extend(edits.map(|it| vec![it]));
    }
    let whole = |it: Decimal| vec![Edit::new(span, it.to_string())];
    let alone = operand.value.is_some() && text.trim() == operand.raw.trim();
    ways.extend(
        beside
            .iter()
            .filter(|_| alone)
            .take(3)
            .map(|it| whole(-*it)),
    );
    // A number with its sign: without it, and far on the other side.
    let signed = text.trim().starts_with(['+', '＋']);
    if let Some(value) = operand.value.filter(|_| alone && signed) {
        ways.extend([whole(value), whole(-value * Decimal::from(10_000))]);
    }
    ways
}

/// Whether words are a day and nothing else.
fn is_day(raw: &str) -> bool {
    let parts = raw
        .split(|it: char| !it.is_ascii_digit())
        .filter(|it| !it.is_empty());
    let day = |it: char| it.is_ascii_digit() || "年月日-./ ".contains(it);
    parts.count() == 3 && raw.trim().chars().all(day)
}

/// The whole numbers in `text`, also those a line end stands in.
fn numbers(text: &str) -> Vec<(u64, Span)> {
    let mut runs: Vec<(String, Span)> = Vec::new();
    let mut broken = None;
    for (at, letter) in text.char_indices() {
        if letter.is_ascii_digit() {
            let end = at + 1;
            match runs
                .last_mut()
                .filter(|it| it.1.end == at || broken == Some(at))
            {
                Some((digits, span)) => {
                    digits.push(letter);
                    span.end = end;
                }
                None => runs.push((letter.to_string(), Span::new(at, end))),
            }
        } else if letter == '\n' && runs.last().is_some_and(|it| it.1.end == at) {
            broken = Some(at + 1);
        }
    }
    let read = |(digits, span): (String, Span)| Some((digits.parse::<u64>().ok()?, span));
    runs.into_iter()
        .filter(|(digits, _)| digits.len() < 12)
        .filter_map(read)
        .collect()
}
