//! The guard against our own misreading: a form that is wrong in many places at once, in a way
//! that no few wrong cells explain, was perhaps misread.

use std::collections::BTreeSet;

use super::explain::Searched;
use super::net::Net;
use super::{Cause, Doubt, Finding};
use crate::fact::Facts;
use crate::pack::Pack;
use crate::relation::Relation;
use crate::verdict::{Outcome, RuleResult, outcome};

/// So many identities that do not hold are taken for the report's own faults, explained or not.
const ENOUGH: usize = 3;

/// A form that was perhaps misread.
pub(super) struct Doubted {
    pub(super) form: Option<usize>,
    wrong: usize,
}

/// The forms with more than a few identities that do not hold, not all of them explained.
pub(super) fn doubts(net: &Net, searched: &[Searched]) -> Vec<Doubted> {
    let forms: BTreeSet<Option<usize>> = searched.iter().map(|it| it.form(net)).collect();
    let doubted = forms.into_iter().filter_map(|form| {
        let of_form = searched.iter().filter(|it| it.form(net) == form);
        let wrong = of_form.clone().map(|it| it.wrong.len()).sum();
        let explained = of_form.clone().all(|it| !it.found.repairs.is_empty());
        (wrong > ENOUGH && !explained).then_some(Doubted { form, wrong })
    });
    doubted.collect()
}

/// Withdraws the findings that rest on the numbers of a doubted form, for one cause that says so.
pub(super) fn withdraw(
    facts: &Facts,
    pack: &Pack,
    doubted: &Doubted,
    results: &mut [RuleResult],
) -> Cause {
    let form = doubted.form.unwrap_or_default();
    let of_form: Vec<_> = pack
        .forms
        .get(form)
        .and_then(|it| facts.forms.iter().find(|facts| facts.form == it.id))
        .into_iter()
        .collect();
    let spans: BTreeSet<(usize, usize)> = of_form
        .iter()
        .flat_map(|it| &it.cells)
        .filter_map(|cell| cell.span.map(|span| (span.start, span.end)))
        .collect();
    let name = pack.forms.get(form).map_or("", |it| it.name.as_str());
    let mut findings = Vec::new();
    for (at, result) in results.iter_mut().enumerate() {
        let rule = pack.rules.get(result.rule);
        let asks = rule
            .and_then(|it| it.check.relation())
            .is_some_and(|it| matches!(it, Relation::Predicate { .. }));
        if asks {
            continue;
        }
        for (which, verdict) in result.verdicts.iter_mut().enumerate() {
            let rests = verdict.operands.iter().any(|it| {
                it.span
                    .is_some_and(|span| spans.contains(&(span.start, span.end)))
            });
            if verdict.outcome == Outcome::Fail && rests {
                verdict.outcome = Outcome::CannotAssess;
                verdict.message = format!("{name}读取存疑，请核对");
                findings.push(Finding {
                    result: at,
                    verdict: which,
                });
            }
        }
        if result.outcome == Outcome::Fail {
            result.outcome = outcome(&result.verdicts);
        }
    }
    let message = format!(
        "{name}读取存疑，请核对：{}条勾稽不平，改少数几格不能全部成立；可能是我们读错了，也可能是整行、整列填错了位置",
        doubted.wrong
    );
    Cause {
        doubt: Some(Doubt {
            form,
            message,
            span: of_form.first().and_then(|it| it.span),
        }),
        ..Cause::of(findings)
    }
}
