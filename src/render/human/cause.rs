//! What explains a finding: the repair to suggest or those to choose from, the parts that make up
//! a difference, the other findings of the same cause, and forms that were perhaps misread.

use rust_decimal::Decimal;

use super::Page;
use crate::cause::{Cause, Change, Finding, Repair};
use crate::fact::CellFact;
use crate::form::{CellId, Form};
use crate::render::Lang;
use crate::render::place::place;
use crate::render::width::clean;
use crate::rule::{Rule, Severity};
use crate::verdict::Verdict;

impl<'a> Page<'a> {
    /// The cause of a finding.
    fn cause(&self, finding: Finding) -> Option<&'a Cause> {
        let mut causes = self.audit.causes.iter();
        causes.find(|it| it.findings.contains(&finding))
    }

    /// Whether a finding is the one its cause is shown with: the worst, then the first.
    pub(super) fn leads(&self, finding: Finding) -> bool {
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

    /// What explains a finding, and what else the same mistake explains.
    pub(super) fn explanation(&mut self, finding: Finding) {
        let Some(cause) = self.cause(finding) else {
            return;
        };
        let why = self.explained(cause);
        let first = self.pick("  原因：", "  cause: ");
        for text in why {
            self.wrap(first, &text);
        }
        let others = cause.findings.iter().filter(|it| **it != finding);
        for (rule, verdict) in others.filter_map(|it| self.at(*it)).collect::<Vec<_>>() {
            let first = self.pick("  同一原因：", "  same cause: ");
            self.wrap(first, &format!("{} {}", rule.code, clean(&verdict.message)));
        }
    }

    fn explained(&self, cause: &Cause) -> Vec<String> {
        let lang = self.view.lang;
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

    /// Forms that were perhaps misread, with what was read of them.
    pub(super) fn doubts(&mut self) {
        let causes = &self.audit.causes;
        let doubts: Vec<_> = causes.iter().filter_map(|it| it.doubt.as_ref()).collect();
        if doubts.is_empty() {
            return;
        }
        let count = doubts.len();
        self.heading(&match self.view.lang {
            Lang::Zh => format!("读取存疑，请核对：{count} 张表"),
            Lang::En => format!("Perhaps misread: {count}"),
        });
        for doubt in doubts {
            self.wrap("  ", &doubt.message);
            let Some(form) = self.audit.pack.forms.get(doubt.form) else {
                continue;
            };
            let facts = self.audit.facts.forms.iter().find(|it| it.form == form.id);
            let cells = facts.map_or(&[][..], |it| it.cells.as_slice());
            let row = |it: &CellFact| (it.cell.block, it.cell.row);
            for cells in cells.chunk_by(|one, other| row(one) == row(other)) {
                self.row(form, cells);
            }
        }
    }

    /// A row as it was read, unless nothing but zeros stands in it.
    fn row(&mut self, form: &Form, cells: &[CellFact]) {
        let zero = |it: &CellFact| it.value.is_some_and(|value| value.is_zero());
        let name = |cell: CellId| form.row(cell).map_or("", |it| it.name.as_str());
        let Some(first) = cells.first().filter(|_| !cells.iter().all(zero)) else {
            return;
        };
        let at = first
            .span
            .map(|it| place(&self.audit.facts.source, it.start, Lang::Zh));
        let at = at.map(|it| it + " ").unwrap_or_default();
        let read: Vec<String> = cells
            .iter()
            .map(|it| {
                it.value
                    .map_or_else(|| "？".to_owned(), |it| it.normalize().to_string())
            })
            .collect();
        let text = format!("{}：{}", name(first.cell), read.join(" "));
        self.wrap(&format!("    {at}"), &text);
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
