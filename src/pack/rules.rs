//! Rules: every name in them looked up, every cell they speak of found.

mod checker;

use super::error::{Fault, Faults, Written};
use super::resolve::Effective;
use super::written::{Item, WrittenRule};
use crate::form::{Form, Scope};
use crate::rule::Rule;

use checker::Checker;

/// All rules of a pack that are right; those that are not are reported.
pub(super) fn rules(effective: &Effective<'_>, faults: &Faults) -> Vec<Rule> {
    cycles(&effective.rules, faults);
    effective
        .rules
        .iter()
        .filter_map(|item| rule(item, effective, faults))
        .collect()
}

fn rule(item: &Item<WrittenRule>, effective: &Effective<'_>, faults: &Faults) -> Option<Rule> {
    let rule = &item.value;
    let requirement = position(&rule.requirement, "要求", &effective.requirements, faults);
    position(&rule.dimension, "质量维度", &effective.dimensions, faults);
    let ids: Vec<&str> = effective
        .rules
        .iter()
        .map(|it| it.id.value.as_str())
        .collect();
    for blocker in &rule.blocked_by {
        position(blocker, "规则", &ids, faults);
    }
    let forms: Vec<&str> = effective.forms.iter().map(|it| it.id.as_str()).collect();
    let form = match &rule.form {
        None => None,
        // Without its form nothing more can be said of the rule.
        Some(form) => Some(position(form, "表", &forms, faults)?),
    };
    let scope = Scope {
        forms: &effective.forms,
        form,
        each: rule.each.value,
    };
    let relation = rule.relation.as_ref()?;
    let checker = Checker {
        rule,
        relation,
        scope,
        effective,
        faults,
    };
    checker.each();
    checker.paths();
    checker.role();
    for message in [&rule.fail, &rule.pass] {
        checker.placeholders(message);
    }
    let cases = rule.cases.iter().map(|case| checker.case(case)).collect();
    Some(Rule {
        id: item.id.value.clone(),
        code: rule.code.value.clone(),
        title: rule.title.clone(),
        requirement: requirement?,
        severity: rule.severity,
        dimension: rule.dimension.value.clone(),
        precision: rule.precision,
        blocked_by: rule.blocked_by.iter().map(|it| it.value.clone()).collect(),
        form,
        each: rule.each.value,
        parts: rule.parts.as_ref().map(|parts| parts.value.clone()),
        role: rule.role.value,
        holds: relation.clone(),
        holds_text: rule.holds.value.clone(),
        fail: rule.fail.value.clone(),
        pass: rule.pass.value.clone(),
        help: rule.help.clone(),
        pack: item.pack.clone(),
        cases,
    })
}

fn position(name: &Written<String>, what: &str, names: &[&str], faults: &Faults) -> Option<usize> {
    let found = names.iter().position(|it| *it == name.value);
    if found.is_none() {
        faults.unknown(name, what, names.iter().copied());
    }
    found
}

/// Rules that wait for themselves.
fn cycles(rules: &[&Item<WrittenRule>], faults: &Faults) {
    for start in rules {
        let mut reached: Vec<&str> = Vec::new();
        let mut next: Vec<&str> = start
            .value
            .blocked_by
            .iter()
            .map(|it| it.value.as_str())
            .collect();
        while let Some(name) = next.pop() {
            if reached.contains(&name) {
                continue;
            }
            reached.push(name);
            let found = rules.iter().find(|it| it.id.value == name);
            next.extend(
                found
                    .iter()
                    .flat_map(|it| &it.value.blocked_by)
                    .map(|it| it.value.as_str()),
            );
        }
        if let (true, Some(first)) = (
            reached.contains(&start.id.value.as_str()),
            start.value.blocked_by.first(),
        ) {
            let message = format!("`{}` 绕了一圈又等自己", start.id.value);
            faults.add(Fault::Cycle, &first.place, message, None);
        }
    }
}

/// Every form and every cell with its form.
pub(super) fn forms_and_cells(forms: &[Form]) -> Vec<String> {
    forms
        .iter()
        .flat_map(|form| {
            let cells = form
                .cells()
                .map(|cell| format!("{}.{}", form.id, form.path(cell)));
            std::iter::once(form.id.clone()).chain(cells)
        })
        .collect()
}
