//! An audit for people: what must be changed first, each finding with its place, its numbers,
//! its legal basis and what to do; then, in short, what the other rules say.

mod broken;
mod cause;
mod finding;
mod rest;
mod waiver;

use std::fmt::Write as _;

use crate::audit::Audit;
use crate::render::score::score;
use crate::render::story::Story;
use crate::render::width::{width, wrap};
use crate::render::words::severity_demand;
use crate::render::{Lang, View, provenance};
use crate::rule::{Rule, Severity};
use crate::score::Sheet;
use crate::verdict::{Outcome, RuleResult};

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
    page.doubts();
    page.score();
    page.faults();
    page.waivers();
    page.rest();
    page.text
}

/// Every verdict of one rule of `audit` with its evidence, as the findings are shown.
#[must_use]
pub fn verdicts(audit: &Audit<'_>, rule: usize, view: &View) -> String {
    let mut page = Page {
        audit,
        view,
        text: String::new(),
    };
    let results = page.results().filter(|(result, _)| result.rule == rule);
    for (result, rule) in results.collect::<Vec<_>>() {
        page.verdicts(result, rule);
    }
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

    /// The heading of a part.
    fn heading(&mut self, text: &str) {
        let text = format!("── {text} ");
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
        self.wrap(self.pick("报告　　", "report   "), &title);
        self.wrap(self.pick("机关　　", "organ    "), &organ);
        self.wrap(self.pick("年度　　", "year     "), &year);
        self.wrap(self.pick("文件　　", "file     "), facts.source.name());
        let by = provenance::pack(self.audit, self.view.lang);
        self.wrap(self.pick("规则包　", "pack     "), &by);
        if let Some(changes) = provenance::changes(pack, self.view.lang) {
            self.wrap(self.pick("改动　　", "changes  "), &changes);
        }
        if let Some(foreign) = provenance::foreign(self.audit, self.view.lang) {
            self.wrap(self.pick("注意　　", "note     "), &foreign);
        }
        if let Some(compared) = self.compared() {
            self.wrap(self.pick("对照　　", "beside   "), &compared);
        }
        if let Some(day) = self.audit.as_of {
            self.wrap(self.pick("截至　　", "as of    "), &day.to_string());
        }
        let summary = self.summary();
        self.wrap(self.pick("结果　　", "result   "), &summary);
    }

    /// The other reports it was judged beside, if there are any.
    fn compared(&self) -> Option<String> {
        let lang = self.view.lang;
        let before = self.audit.beside.prior.as_ref().ok();
        let before = before.map(|it| match lang {
            Lang::Zh => format!("上一年 {}", it.gist.name),
            Lang::En => format!("last year's {}", it.gist.name),
        });
        let others = match (self.audit.others(), lang) {
            (0, _) => None,
            (many, Lang::Zh) => Some(format!("其他机关 {many} 个")),
            (many, Lang::En) => Some(format!("other organs: {many}")),
        };
        let both: Vec<String> = before.into_iter().chain(others).collect();
        (!both.is_empty()).then(|| both.join(lang.pick("；", "; ")))
    }

    fn summary(&self) -> String {
        let found = |severity| self.story().leading(severity).len();
        let (errors, warnings, hints) = (
            found(Severity::Error),
            found(Severity::Warning),
            found(Severity::Hint),
        );
        let (passed, unjudged) = (
            self.rows(Outcome::Pass).len(),
            self.rows(Outcome::CannotAssess).len(),
        );
        let mut summary = match self.view.lang {
            Lang::Zh => format!(
                "必须改 {errors} 处，应当改 {warnings} 处，可以改进 {hints} 处；通过 {passed} 项，无法判断 {unjudged} 项"
            ),
            Lang::En => format!(
                "errors: {errors}, warnings: {warnings}, hints: {hints}; passed: {passed}, not assessed: {unjudged}"
            ),
        };
        let wrong = self.audit.wrong_waivers().count();
        if wrong > 0 {
            let of_list = self.pick("；豁免清单应当改 ", "; warnings on the list of waivers: ");
            let unit = self.pick(" 处", "");
            let _ = write!(summary, "{of_list}{wrong}{unit}");
        }
        summary
    }

    fn findings(&mut self, severity: Severity) {
        let failed = self.story().leading(severity);
        let count = failed.len();
        if count == 0 {
            return;
        }
        let demand = severity_demand(severity, self.view.lang);
        self.heading(&match self.view.lang {
            Lang::Zh => format!("{demand}：{count} 处"),
            Lang::En => format!("{demand}: {count}"),
        });
        for (at, (finding, rule, verdict)) in failed.iter().enumerate() {
            self.finding(rule, verdict);
            self.explanation(*finding);
            let next = failed.get(at + 1);
            if next.is_none_or(|(next, _, _)| next.result != finding.result) {
                self.basis(rule);
            }
        }
    }

    fn story(&self) -> Story<'a> {
        Story {
            audit: self.audit,
            lang: self.view.lang,
        }
    }

    fn score(&mut self) {
        let audit = self.audit;
        let sheet = Sheet::of(audit.pack, &audit.results, &audit.causes);
        let title = self.pick("── 得分 ", "── Score ");
        let line = "─".repeat(self.view.width.min(100).saturating_sub(width(title)));
        let _ = writeln!(self.text, "\n{}{line}", self.bold(title));
        self.text += &score(&sheet, &audit.score, self.view);
    }
}

#[cfg(test)]
mod tests;
