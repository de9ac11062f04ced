//! What a rule reads: every number and day that a passing verdict of a script names is changed, so
//! that what it asks for holds no longer.

use std::collections::BTreeSet;

use super::edit::Edit;
use super::report::Base;
use super::{Expected, Kind, Mutation};
use crate::rule::Check;
use crate::source::Span;
use crate::verdict::{Operand, Outcome};

/// An operand that is longer than this is no number.
const LONGEST: usize = 60;

/// The mutations of what the rules read in `base`; of one rule only, if it is said which.
pub(super) fn mutations(base: &Base<'_>, only: Option<usize>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for result in &base.audit.results {
        let Some(rule) = base.pack.rules.get(result.rule) else {
            continue;
        };
        let relation = matches!(rule.check, Check::Relation { .. });
        if relation || only.is_some_and(|it| it != result.rule) {
            continue;
        }
        let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
        let passing = result
            .verdicts
            .iter()
            .filter(|it| it.outcome == Outcome::Pass);
        for operand in passing.flat_map(|it| &it.operands) {
            let Some(span) = operand.span.filter(|it| seen.insert((it.start, it.end))) else {
                continue;
            };
            let ways = ways(base, operand, span);
            if !ways.is_empty() {
                mutations.push(Mutation {
                    kind: Kind::Read,
                    what: format!("{}“{}”写成别的数", operand.name, operand.raw.trim()),
                    ways,
                    expected: Expected::One(vec![result.rule]),
                    placed: true,
                    case: None,
                });
            }
        }
    }
    mutations
}

/// The ways to write the numbers in an operand otherwise.
fn ways(base: &Base<'_>, operand: &Operand, span: Span) -> Vec<Vec<Edit>> {
    let text = base.audit.facts.source.slice(span);
    let is_number = operand.value.is_some() || operand.raw.contains(|it: char| it.is_ascii_digit());
    if !is_number || text.chars().count() > LONGEST {
        return Vec::new();
    }
    let mut ways = Vec::new();
    for (number, run) in numbers(text) {
        let run = Span::new(span.start + run.start, span.start + run.end);
        let mut others = vec![number * 10 + 7, 0, number + 1];
        others.extend(
            [
                number.checked_sub(1),
                number.checked_sub(2),
                number.checked_add(2),
            ]
            .into_iter()
            .flatten(),
        );
        others.retain(|it| *it != number);
        ways.extend(
            others
                .into_iter()
                .map(|it| vec![Edit::new(run, it.to_string())]),
        );
    }
    ways
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
