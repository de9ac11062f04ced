//! Rules that a script checks: the function found, and everything in it.

use super::{Item, Written};
use crate::form::Each;
use crate::names::nearest;
use crate::pack::effective::Effective;
use crate::pack::error::{Fault, Faults, Place};
use crate::pack::written::WrittenRule;
use crate::rule::{Check, Role};

/// The name of the function that checks rule `id`.
fn function_of(id: &str) -> String {
    id.replace('-', "_")
}

/// The check of a rule without a relation, and the names its messages may use.
pub(super) fn check(
    item: &Item<WrittenRule>,
    effective: &Effective<'_>,
    faults: &Faults,
) -> Option<(Check, Vec<String>)> {
    only_for_relations(&item.value, faults);
    let function = function_of(&item.id.value);
    let topic = &item.value.topic;
    let found = effective
        .scripts
        .iter()
        .position(|it| it.pack == item.pack && it.topic == *topic);
    let Some((index, written)) = found.and_then(|at| Some((at, effective.scripts.get(at)?))) else {
        if faults.misses_names() {
            let message = format!("`{}` 没有 `holds`，也没有脚本 {topic}.rhai", item.id.value);
            let help = format!(
                "写 `holds = \"…\"`，或者在 {topic}.rhai 里写 fn {function}(report, check)"
            );
            faults.add(Fault::MissingField, &item.id.place, message, Some(help));
        }
        return None;
    };
    let script = &written.script;
    if script.functions().all(|(name, _)| name != function) {
        let message = format!("{} 里没有函数 `{function}`", script.source().name());
        let near = nearest(&function, script.functions().map(|(name, _)| name));
        let help = match near {
            Some(near) => format!("是不是想写 `{near}`？"),
            None => format!("写 fn {function}(report, check) {{ … }}，或者给规则写 `holds`"),
        };
        faults.add(Fault::UnknownName, &item.id.place, message, Some(help));
        return None;
    }
    if !faults.are_sought() {
        let check = Check::Script {
            script: index,
            function,
        };
        return Some((check, Vec::new()));
    }
    match script.check(&function, &effective.words) {
        Ok(checked) => {
            let mut names = vec!["item".to_owned()];
            names.extend(checked.placeholders);
            let check = Check::Script {
                script: index,
                function,
            };
            Some((check, names))
        }
        // Names that could not be read are not missed, and the rest of it hangs on them.
        Err(_) if !faults.misses_names() => None,
        Err(errors) => {
            for error in errors {
                let place = Place {
                    source: script.source().clone(),
                    span: error.span,
                };
                faults.add(Fault::Script, &place, error.message, error.help);
            }
            None
        }
    }
}

/// Fields that mean nothing without a relation.
pub(super) fn only_for_relations(rule: &WrittenRule, faults: &Faults) {
    let wrong = |place: &Place, field: &str| {
        let message = format!("`{field}` 只和 `holds` 一起用");
        let help = "删去这一行".to_owned();
        faults.add(Fault::Value, place, message, Some(help));
    };
    if rule.each.value != Each::Once {
        wrong(&rule.each.place, "each");
    }
    if rule.role.value == Role::Identity {
        wrong(&rule.role.place, "role = \"identity\"");
    }
    if let Some(Written { place, .. }) = &rule.parts {
        wrong(place, "parts");
    }
}

/// Functions of the pack `own` that check no rule and that nothing calls. What it extends was
/// looked at where it was loaded itself; here a rule of it may be replaced.
pub(in crate::pack) fn unused(own: &str, effective: &Effective<'_>, faults: &Faults) {
    for written in effective.scripts.iter().filter(|it| it.pack == own) {
        let rules: Vec<String> = effective
            .rules
            .iter()
            .filter(|it| it.value.holds.is_none() && !it.value.phrases && it.pack == written.pack)
            .filter(|it| it.value.topic == written.topic)
            .map(|it| function_of(&it.id.value))
            .collect();
        let lacks = |rule: &String| written.script.functions().all(|(name, _)| name != rule);
        if rules.iter().any(lacks) {
            continue; // reported with the rule; its function may be here under a wrong name
        }
        for (name, span) in written.script.unreached(&rules) {
            if faults.misses_names() {
                let message = format!("函数 `{name}` 没有规则用到");
                let near = nearest(name, rules.iter().map(String::as_str));
                let id = name.replace('_', "-");
                let mut others = effective.rules.iter().filter(|it| it.pack == own);
                let other = others.find(|it| it.id.value == id);
                let help = match (near, other) {
                    (_, Some(rule)) if rule.value.holds.is_some() => {
                        format!("规则 `{id}` 已经写了 `holds`：函数和 `holds` 去掉一个")
                    }
                    (_, Some(rule)) if rule.value.phrases => {
                        format!("规则 `{id}` 已经写了 `phrases`：函数和 `phrases` 去掉一个")
                    }
                    (Some(near), _) => format!("是不是想写 `{near}`？"),
                    (None, Some(rule)) => {
                        let topic = &rule.value.topic;
                        format!("规则 `{id}` 写在 {topic}.toml，脚本要写在 {topic}.rhai")
                    }
                    (None, None) => format!("规则的名字要是 `{id}`"),
                };
                let place = Place {
                    source: written.script.source().clone(),
                    span,
                };
                faults.add(Fault::Script, &place, message, Some(help));
            }
        }
    }
}
