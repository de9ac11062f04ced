//! An audit for people: what must be changed first, each finding with its place, its numbers,
//! its legal basis and what to do; then a line for everything else.

mod finding;

use std::fmt::Write as _;

use crate::audit::{Audit, ChosenBy};
use crate::render::width::{hang, left, right, width, wrap};
use crate::render::words::{operand_value, severity_demand};
use crate::render::{Evidence, Lang, View};
use crate::rule::{Rule, Severity};
use crate::verdict::{Outcome, RuleResult, Verdict};

/// `audit` as a page of text.
#[must_use]
pub fn human(audit: &Audit<'_>, view: &View) -> String {
    let mut page = Page {
        audit,
        view,
        text: String::new(),
    };
    page.head();
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        page.findings(severity);
    }
    page.faults();
    page.unjudged();
    page.blocked();
    page.not_applicable();
    page.passed();
    page.text
}

struct Page<'a> {
    audit: &'a Audit<'a>,
    view: &'a View,
    text: String,
}

impl<'a> Page<'a> {
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.view.lang.pick(zh, en)
    }

    /// Each result with its rule.
    fn results(&self) -> impl Iterator<Item = (&'a RuleResult, &'a Rule)> + use<'a> {
        let audit = self.audit;
        audit
            .results
            .iter()
            .filter_map(|it| Some((it, audit.pack.rules.get(it.rule)?)))
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.audit
            .results
            .iter()
            .filter(|it| it.outcome == outcome)
            .count()
    }

    fn wrap(&mut self, first: &str, text: &str) {
        self.text += &wrap(first, text, self.view.width);
    }

    fn bold(&self, text: &str) -> String {
        if self.view.color {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// The heading of a part, with how many it holds.
    fn heading(&mut self, zh: &'static str, en: &'static str, count: usize) {
        let text = match self.view.lang {
            Lang::Zh => format!("── {zh}：{count} 项 "),
            Lang::En => format!("── {en}: {count} "),
        };
        let line = "─".repeat(self.view.width.min(100).saturating_sub(width(&text)));
        let _ = writeln!(self.text, "\n{}{line}", self.bold(&text));
    }

    fn head(&mut self) {
        let facts = &self.audit.facts;
        let pack = self.audit.pack;
        let none = self.pick("（未写明）", "(not stated)").to_owned();
        let title = facts
            .title
            .as_ref()
            .map_or(none.clone(), |it| it.value.clone());
        let name = facts
            .organ
            .as_ref()
            .map_or(none.clone(), |it| it.value.clone());
        let kind = facts
            .organ_kind
            .as_ref()
            .and_then(|id| pack.organs.iter().find(|it| it.id == *id));
        let organ = match (kind, self.view.lang) {
            (None, _) => name,
            (Some(kind), Lang::Zh) => format!("{name}（{}）", kind.name.zh),
            (Some(kind), Lang::En) => format!("{name} ({})", Lang::En.of(&kind.name)),
        };
        let year = facts.year.as_ref().map_or(none, |it| it.value.to_string());
        let chosen = match self.audit.chosen_by {
            ChosenBy::Option => self.pick("由 --year 指定", "chosen by --year"),
            ChosenBy::Report => self.pick("按报告所写年度选定", "chosen by the report's year"),
        };
        let title_of_pack = self.view.lang.of(&pack.title);
        let by = match self.view.lang {
            Lang::Zh => format!("{} {} {title_of_pack}（{chosen}）", pack.id, pack.version),
            Lang::En => format!("{} {} {title_of_pack} ({chosen})", pack.id, pack.version),
        };
        self.wrap(self.pick("报告　　", "report   "), &title);
        self.wrap(self.pick("机关　　", "organ    "), &organ);
        self.wrap(self.pick("年度　　", "year     "), &year);
        self.wrap(self.pick("文件　　", "file     "), facts.source.name());
        self.wrap(self.pick("规则包　", "pack     "), &by);
        if let Some(day) = self.audit.as_of {
            self.wrap(self.pick("截至　　", "as of    "), &day.to_string());
        }
        let summary = self.summary();
        self.wrap(self.pick("结果　　", "result   "), &summary);
    }

    fn summary(&self) -> String {
        let found = |severity| {
            let results = self.results().filter(|(_, rule)| rule.severity == severity);
            results.map(|(it, _)| failures(it).count()).sum::<usize>()
        };
        let (errors, warnings, hints) = (
            found(Severity::Error),
            found(Severity::Warning),
            found(Severity::Hint),
        );
        let (passed, unjudged) = (self.count(Outcome::Pass), self.count(Outcome::CannotAssess));
        match self.view.lang {
            Lang::Zh => format!(
                "必须改 {errors} 处，应当改 {warnings} 处，可以改进 {hints} 处；通过 {passed} 项，无法判断 {unjudged} 项"
            ),
            Lang::En => format!(
                "{errors} errors, {warnings} warnings, {hints} hints; {passed} passed, {unjudged} could not be assessed"
            ),
        }
    }

    fn findings(&mut self, severity: Severity) {
        let failed: Vec<_> = self
            .results()
            .filter(|(it, rule)| rule.severity == severity && failures(it).next().is_some())
            .collect();
        let count: usize = failed.iter().map(|(it, _)| failures(it).count()).sum();
        if count == 0 {
            return;
        }
        let (zh, en) = (
            severity_demand(severity, Lang::Zh),
            severity_demand(severity, Lang::En),
        );
        let text = match self.view.lang {
            Lang::Zh => format!("── {zh}：{count} 处 "),
            Lang::En => format!("── {en}: {count} "),
        };
        let line = "─".repeat(self.view.width.min(100).saturating_sub(width(&text)));
        let _ = writeln!(self.text, "\n{}{line}", self.bold(&text));
        for (result, rule) in failed {
            for verdict in failures(result) {
                self.finding(rule, verdict);
            }
            self.basis(rule);
        }
    }

    fn faults(&mut self) {
        let faults: Vec<_> = self
            .results()
            .filter(|(it, _)| it.outcome == Outcome::RuleFault)
            .collect();
        if faults.is_empty() {
            return;
        }
        self.heading("规则本身出错", "Rules that broke", faults.len());
        for (result, rule) in faults {
            let reasons = reasons(result, Outcome::RuleFault);
            self.line(rule, &reasons);
        }
    }

    fn unjudged(&mut self) {
        let unjudged: Vec<_> = self
            .results()
            .map(|(it, rule)| (it, rule, reasons(it, Outcome::CannotAssess)))
            .filter(|(it, _, why)| it.outcome == Outcome::CannotAssess || !why.is_empty())
            .collect();
        if unjudged.is_empty() {
            return;
        }
        self.heading("无法判断", "Could not be assessed", unjudged.len());
        for (result, rule, why) in unjudged {
            self.line(rule, &why);
            self.evidence(result, Outcome::CannotAssess);
        }
    }

    fn blocked(&mut self) {
        let blocked: Vec<_> = self
            .results()
            .filter(|(it, _)| matches!(it.outcome, Outcome::Blocked | Outcome::Waived))
            .collect();
        if blocked.is_empty() {
            return;
        }
        self.heading("受阻，未检查", "Blocked", blocked.len());
        for (result, rule) in blocked {
            let by: Vec<String> = result
                .blocked_by
                .iter()
                .map(|id| self.rule_name(id))
                .collect();
            let why = match (by.is_empty(), self.view.lang) {
                (true, _) => result.reason.clone().unwrap_or_default(),
                (false, Lang::Zh) => format!("先解决 {}", by.join("、")),
                (false, Lang::En) => format!("mend {} first", by.join(", ")),
            };
            self.line(rule, &why);
        }
    }

    /// Code and id of a rule by its id.
    fn rule_name(&self, id: &str) -> String {
        let rule = self.audit.pack.rules.iter().find(|it| it.id == id);
        rule.map_or(id.to_owned(), |it| format!("{} {}", it.code, it.id))
    }

    fn not_applicable(&mut self) {
        let apart: Vec<_> = self
            .results()
            .filter(|(it, _)| it.outcome == Outcome::NotApplicable)
            .collect();
        if apart.is_empty() {
            return;
        }
        self.heading("不适用", "Not applicable", apart.len());
        for (result, rule) in apart {
            self.line(rule, &reasons(result, Outcome::NotApplicable));
            self.evidence(result, Outcome::NotApplicable);
        }
    }

    fn passed(&mut self) {
        let all = self.view.evidence == Evidence::All;
        let passed: Vec<_> = self
            .results()
            .filter(|(it, _)| {
                it.outcome == Outcome::Pass
                    || (all && it.verdicts.iter().any(|it| it.outcome == Outcome::Pass))
            })
            .collect();
        if passed.is_empty() {
            return;
        }
        self.heading(
            "通过（未发现下列问题）",
            "Passed (none of these was found)",
            passed.len(),
        );
        for (result, rule) in passed {
            self.line(rule, "");
            self.evidence(result, Outcome::Pass);
        }
    }

    /// A rule on one line, with why.
    fn line(&mut self, rule: &Rule, why: &str) {
        let title = self.view.lang.of(&rule.title);
        let text = match (why.is_empty(), self.view.lang) {
            (true, _) => title.to_owned(),
            (false, Lang::Zh) => format!("{title}：{why}"),
            (false, Lang::En) => format!("{title}: {why}"),
        };
        let codes = self.audit.pack.rules.iter().map(|it| width(&it.code));
        let first = format!("  {}  ", left(&rule.code, codes.max().unwrap_or(0)));
        self.wrap(&first, &text);
    }

    /// With `--evidence all`: what each verdict of `outcome` rests on.
    fn evidence(&mut self, result: &RuleResult, outcome: Outcome) {
        if self.view.evidence == Evidence::Findings {
            return;
        }
        for verdict in result.verdicts.iter().filter(|it| it.outcome == outcome) {
            self.text += &hang("        ", "        ", &verdict.message, self.view.width);
            for operand in &verdict.operands {
                let place = operand
                    .span
                    .map(|it| self.audit.facts.source.line_of(it.start));
                let place = place.map(|it| it.to_string()).unwrap_or_default();
                let value = operand_value(operand, self.view.lang);
                let first = format!("        {} │ ", right(&place, 5));
                self.wrap(&first, &format!("{} = {value}", operand.name));
            }
        }
    }
}

/// The verdicts of a result that fail.
fn failures(result: &RuleResult) -> impl Iterator<Item = &Verdict> {
    result
        .verdicts
        .iter()
        .filter(|it| it.outcome == Outcome::Fail)
}

/// Why a rule came out as it did, each reason once.
fn reasons(result: &RuleResult, outcome: Outcome) -> String {
    let mut all: Vec<&str> = Vec::new();
    let own = result
        .reason
        .as_deref()
        .filter(|_| result.outcome == outcome);
    let said = result
        .verdicts
        .iter()
        .filter(|it| it.outcome == outcome)
        .map(|it| it.message.as_str());
    for reason in own.into_iter().chain(said).filter(|it| !it.is_empty()) {
        if !all.contains(&reason) {
            all.push(reason);
        }
    }
    all.join("；")
}

#[cfg(test)]
mod tests;
