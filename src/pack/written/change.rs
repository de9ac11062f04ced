//! A change to an inherited rule as pack.toml writes it.

use super::rule::{SEVERITIES, WrittenRule};
use crate::pack::RuleChange;
use crate::pack::error::{Fault, Faults, Written};
use crate::pack::fields::Fields;
use crate::rule::{Severity, Words};

/// A change and the place of the rule's name.
#[derive(Debug, Clone)]
pub(in crate::pack) struct WrittenChange {
    pub(in crate::pack) rule: Written<String>,
    pub(in crate::pack) off: bool,
    severity: Option<Severity>,
    title: Option<Words>,
    fail: Option<Written<String>>,
    pass: Option<Written<String>>,
    help: Option<String>,
    reason: String,
}

/// Reads one `[[change]]`.
pub(super) fn change(mut fields: Fields<'_>, faults: &Faults) -> WrittenChange {
    let change = WrittenChange {
        rule: fields.text("rule"),
        off: fields.flag("off", false),
        severity: fields
            .choice("severity", Some(None), &SEVERITIES)
            .and_then(|it| it.value),
        title: fields.words_or_none("title"),
        fail: fields.text_or_none("fail"),
        pass: fields.text_or_none("pass"),
        help: fields.text_or_none("help").map(|it| it.value),
        reason: fields.text("reason").value,
    };
    let names = change.fields();
    if names.is_empty() {
        let message = "这处改动什么也没有改".to_owned();
        let help = "写 off = true，或者新的 severity、title、fail、pass、help".to_owned();
        faults.add(Fault::Value, fields.place(), message, Some(help));
    } else if change.off && names.len() > 1 {
        let message = "停用的规则不用再改别的".to_owned();
        let help = "只留 rule、off、reason 三项".to_owned();
        faults.add(Fault::Value, fields.place(), message, Some(help));
    }
    fields.finish();
    change
}

impl WrittenChange {
    fn fields(&self) -> Vec<&'static str> {
        let all = [
            ("off", self.off),
            ("severity", self.severity.is_some()),
            ("title", self.title.is_some()),
            ("fail", self.fail.is_some()),
            ("pass", self.pass.is_some()),
            ("help", self.help.is_some()),
        ];
        let changed = all.into_iter().filter(|(_, changed)| *changed);
        changed.map(|(name, _)| name).collect()
    }

    /// What is recorded of it.
    pub(in crate::pack) fn change(&self, pack: &str, from: &str, code: &str) -> RuleChange {
        RuleChange {
            pack: pack.to_owned(),
            from: from.to_owned(),
            code: code.to_owned(),
            rule: self.rule.value.clone(),
            fields: self.fields(),
            reason: self.reason.clone(),
        }
    }

    /// Makes it.
    pub(in crate::pack) fn apply(&self, rule: &mut WrittenRule) {
        if let Some(severity) = self.severity {
            rule.severity = severity;
        }
        if let Some(title) = &self.title {
            rule.title.clone_from(title);
        }
        if let Some(fail) = &self.fail {
            rule.fail.clone_from(fail);
        }
        if let Some(pass) = &self.pass {
            rule.pass.clone_from(pass);
        }
        if self.help.is_some() {
            rule.help.clone_from(&self.help);
        }
    }
}
