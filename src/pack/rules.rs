//! Rules: every name in them looked up, every cell they speak of found.

mod case;
mod phrases;
mod relation;
mod script;

use super::effective::Effective;
use super::error::{Fault, Faults, Written, suggestion};
use super::written::{Item, WrittenRule};
use crate::form::{Form, Scope};
use crate::rule::{Check, Piece, Rule, pieces};
use crate::source::Span;

pub(super) use phrases::phrases;
use relation::Checker;
pub(super) use script::unused;

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
    let requirement = position(
        &rule.requirement,
        "要求",
        &ids(&effective.requirements),
        faults,
    );
    dimension(&rule.dimension, effective, faults);
    let rules = effective.rules.iter().map(|it| it.id.value.as_str());
    let rules: Vec<&str> = rules.collect();
    for blocker in &rule.blocked_by {
        let names = || rules.iter().copied();
        if names().all(|it| it != blocker.value) {
            missing_rule(blocker, effective, names(), faults);
        }
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
    let (check, names, instances) = if rule.phrases {
        script::only_for_relations(rule, faults);
        if let Some(holds) = &rule.holds {
            let message = "`holds` 和 `phrases` 只能写一个".to_owned();
            let help = "用关系式查的删去 phrases，查字句的删去 holds".to_owned();
            faults.add(Fault::Value, &holds.place, message, Some(help));
        }
        let names = ["found", "count"].map(str::to_owned).into();
        (Check::Phrases, names, None)
    } else if let Some(holds) = &rule.holds {
        let relation = rule.relation.as_ref()?;
        let checker = Checker {
            rule,
            relation,
            holds,
            scope,
            effective,
            faults,
        };
        let check = Check::Relation {
            holds: relation.clone(),
            text: holds.value.clone(),
        };
        if faults.are_sought() {
            checker.each();
            let known = checker.paths();
            checker.role();
            let instances = known.then(|| checker.instances());
            (check, checker.placeholders(), instances)
        } else {
            (check, Vec::new(), None)
        }
    } else {
        let (check, names) = script::check(item, effective, faults)?;
        (check, names, None)
    };
    if faults.are_sought() {
        for message in [&rule.fail, &rule.pass] {
            placeholders(message, &names, faults);
        }
    }
    let cases = rule
        .cases
        .iter()
        .map(|case| case::case(case, instances.as_deref(), effective, faults))
        .collect();
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
        check,
        cap: rule.cap,
        fail: rule.fail.value.clone(),
        pass: rule.pass.value.clone(),
        help: rule.help.clone(),
        pack: item.pack.clone(),
        place: item.id.place.line(),
        cases,
    })
}

/// A side of quality may be taken for what it is called.
fn dimension(written: &Written<String>, effective: &Effective<'_>, faults: &Faults) {
    let mut dimensions = effective.dimensions.iter();
    match dimensions.find(|it| it.value.zh == written.value) {
        Some(meant) => faults.called_otherwise(written, "质量维度", &meant.id.value),
        None => {
            position(written, "质量维度", &ids(&effective.dimensions), faults);
        }
    }
}

/// Notes a rule that there is not among `names`; what was written may be the code of one.
pub(super) fn missing_rule<'n>(
    name: &Written<String>,
    effective: &Effective<'_>,
    names: impl IntoIterator<Item = &'n str>,
    faults: &Faults,
) {
    let mut rules = effective.rules.iter();
    match rules.find(|it| it.value.code.value == name.value) {
        Some(rule) => faults.called_otherwise(name, "规则", &rule.id.value),
        None => faults.unknown(name, "规则", names),
    }
}

fn ids<'w, T>(items: &[&'w Item<T>]) -> Vec<&'w str> {
    items.iter().map(|it| it.id.value.as_str()).collect()
}

fn position(name: &Written<String>, what: &str, names: &[&str], faults: &Faults) -> Option<usize> {
    let found = names.iter().position(|it| *it == name.value);
    if found.is_none() {
        faults.unknown(name, what, names.iter().copied());
    }
    found
}

/// Rules that wait for themselves.
fn cycles(rules: &[Item<WrittenRule>], faults: &Faults) {
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
            let help = "去掉其中一处 blocked_by".to_owned();
            faults.add(Fault::Cycle, &first.place, message, Some(help));
        }
    }
}

/// Whether every placeholder of `message` is one of `names`.
fn placeholders(message: &Written<String>, names: &[String], faults: &Faults) {
    let wide = message.value.char_indices();
    if let Some((at, brace)) = wide.clone().find(|(_, it)| ['｛', '｝'].contains(it)) {
        let span = Span::new(at, at + brace.len_utf8());
        let place = message.place.within(&message.value, span);
        let text = format!("消息里的 `{brace}` 是全角的，不会换成数");
        let help = "写成半角的 { }".to_owned();
        faults.add(Fault::Placeholder, &place, text, Some(help));
    }
    for piece in pieces(&message.value) {
        let (name, span) = match piece {
            Piece::Text(_) => continue,
            Piece::Placeholder(name, span) if !name.contains('{') => (name, span),
            Piece::Placeholder(_, span) | Piece::Unclosed(span) => {
                let place = message.place.within(&message.value, span);
                let text = "`{` 没有配对的 `}`".to_owned();
                let help = "补上 `}`；消息里要写花括号就换一种括号".to_owned();
                faults.add(Fault::Placeholder, &place, text, Some(help));
                continue;
            }
        };
        if names.iter().all(|it| it != name) {
            let place = message.place.within(&message.value, span);
            let text = format!("这条规则没有 `{{{name}}}` 可填");
            let help = suggestion(name, names.iter().map(String::as_str));
            faults.add(Fault::Placeholder, &place, text, help);
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
