//! Story: what an audit has to say, finding by finding, whatever it is written in.

use rust_decimal::Decimal;

use crate::audit::Audit;
use crate::cause::{Cause, Change, Finding, Repair};
use crate::render::Lang;
use crate::rule::{Rule, Severity};
use crate::verdict::{Outcome, Verdict};

/// An audit, and the language it is told in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story<'a> {
    pub(super) audit: &'a Audit<'a>,
    pub(super) lang: Lang,
}

impl<'a> Story<'a> {
    /// The findings of rules of `severity` that causes are shown with.
    pub(super) fn leading(&self, severity: Severity) -> Vec<(Finding, &'a Rule, &'a Verdict)> {
        let audit = self.audit;
        let mut leading = Vec::new();
        for (result, it) in audit.results.iter().enumerate() {
            let rule = audit.pack.rules.get(it.rule);
            let Some(rule) = rule.filter(|rule| rule.severity == severity) else {
                continue;
            };
            for (verdict, it) in it.verdicts.iter().enumerate() {
                let finding = Finding { result, verdict };
                if it.outcome == Outcome::Fail && self.leads(finding) {
                    leading.push((finding, rule, it));
                }
            }
        }
        leading
    }

    /// The cause of a finding.
    fn cause(&self, finding: Finding) -> Option<&'a Cause> {
        let mut causes = self.audit.causes.iter();
        causes.find(|it| it.findings.contains(&finding))
    }

    /// Whether a finding is the one its cause is shown with: the worst, then the first.
    fn leads(&self, finding: Finding) -> bool {
        let Some(cause) = self.cause(finding) else {
            return true;
        };
        let severity = |it: &Finding| -> Option<Severity> { Some(self.at(*it)?.0.severity) };
        let worst = cause.findings.iter().map(severity).max().flatten();
        let lead = cause.findings.iter().find(|it| severity(it) == worst);
        lead == Some(&finding)
    }

    fn at(&self, finding: Finding) -> Option<(&'a Rule, &'a Verdict)> {
        let result = self.audit.results.get(finding.result)?;
        let rule = self.audit.pack.rules.get(result.rule)?;
        Some((rule, result.verdicts.get(finding.verdict)?))
    }

    /// The other findings of the same mistake.
    pub(super) fn others(&self, finding: Finding) -> Vec<(&'a Rule, &'a Verdict)> {
        let findings = self.cause(finding).map_or(&[][..], |it| &it.findings);
        let others = findings.iter().filter(|it| **it != finding);
        others.filter_map(|it| self.at(*it)).collect()
    }

    /// What explains a finding: the repair to suggest or those to choose from, and the parts that
    /// make up a difference.
    pub(super) fn explained(&self, finding: Finding) -> Vec<String> {
        let Some(cause) = self.cause(finding) else {
            return Vec::new();
        };
        let lang = self.lang;
        let mut lines = Vec::new();
        let all = cause.findings.len();
        let after = match (all, lang) {
            (1, _) => String::new(),
            (_, Lang::Zh) => format!("；改后 {all} 条全部成立"),
            (_, Lang::En) => format!("; all {all} then hold"),
        };
        let named: Vec<String> = cause.repairs.iter().map(|it| repair(it, lang)).collect();
        match (named.as_slice(), cause.found, lang) {
            ([], _, _) => {}
            ([only], 1, Lang::Zh) => lines.push(format!("很可能是 {only}{after}")),
            ([only], 1, Lang::En) => lines.push(format!("very likely {only}{after}")),
            ([first, rest @ ..], found, Lang::Zh) if cause.likely => {
                let rest = rest.join("；");
                lines.push(format!(
                    "{found} 种改法都能成立，最可能是 {first}{after}；也可能是 {rest}"
                ));
            }
            ([first, rest @ ..], found, Lang::En) if cause.likely => {
                let rest = rest.join("; ");
                lines.push(format!(
                    "of {found} ways most likely {first}{after}; or {rest}"
                ));
            }
            (some, found, Lang::Zh) => {
                let more = if found > some.len() { "等" } else { "" };
                let some = some.join("；");
                lines.push(format!(
                    "无法确定是哪一处，可能是 {some}{more}（共 {found} 种改法）"
                ));
            }
            (some, found, Lang::En) => {
                let some = some.join("; ");
                lines.push(format!("one of {found} ways, such as {some}"));
            }
        }
        if let Some(surplus) = &cause.surplus {
            let of = |(name, value): &(String, Decimal)| {
                let value = value.normalize().to_string();
                if name.contains(&value) {
                    name.clone() // a number of the text is called by its own words
                } else {
                    format!("{name} {value}")
                }
            };
            let parts: Vec<String> = surplus.parts.iter().map(of).collect();
            let (parts, by) = (parts.join(" ＋ "), surplus.difference.normalize());
            lines.push(match (surplus.over, lang) {
                (true, Lang::Zh) => {
                    format!("各项多出的 {by} 恰好等于 {parts}，看看是各项重复计入，还是总数漏加")
                }
                (false, Lang::Zh) => format!("总数多出的 {by} 恰好等于 {parts}，看看是否重复计入"),
                (_, Lang::En) => format!("the difference {by} is just {parts}"),
            });
        }
        lines
    }
}

/// A repair in words.
fn repair(repair: &Repair, lang: Lang) -> String {
    let changes = repair.changes.iter();
    let named: Vec<String> = changes.map(|it| change(it, repair.nearest, lang)).collect();
    named.join(lang.pick("，并且 ", " and "))
}

fn change(change: &Change, nearest: bool, lang: Lang) -> String {
    let (name, to) = (&change.name, change.to.normalize());
    let Some(from) = change.from else {
        return match lang {
            Lang::Zh => format!("{name} 没填（推算为 {to}）"),
            Lang::En => format!("{name} left out ({to})"),
        };
    };
    let by = change.to.checked_sub(from).unwrap_or_default();
    let (less, difference, from) = (by > Decimal::ZERO, by.abs().normalize(), from.normalize());
    match (nearest, less, lang) {
        (false, true, Lang::Zh) => format!("{name} 少写了 {difference}（填 {from}，应为 {to}）"),
        (false, false, Lang::Zh) => format!("{name} 多写了 {difference}（填 {from}，应为 {to}）"),
        (true, true, Lang::Zh) => format!("{name} 偏小（填 {from}，至少 {to}）"),
        (true, false, Lang::Zh) => format!("{name} 偏大（填 {from}，至多 {to}）"),
        (false, _, Lang::En) => format!("{name} {from} for {to}"),
        (true, true, Lang::En) => format!("{name} {from}, at least {to}"),
        (true, false, Lang::En) => format!("{name} {from}, at most {to}"),
    }
}
