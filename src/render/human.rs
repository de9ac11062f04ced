//! An audit for people: what must be changed first, each finding with its place, its numbers,
//! its legal basis and what to do; then a line for everything else.

use std::fmt::{self, Write as _};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::audit::{Audit, ChosenBy};
use crate::render::excerpt::Excerpt;
use crate::render::width::{clean, hang, left, right, width, wrap};
use crate::render::words::{operand_value, severity_demand, severity_word};
use crate::render::{Evidence, Lang, View};
use crate::rule::{Rule, Severity};
use crate::verdict::{Label, Operand, Outcome, RuleResult, Verdict};

/// The most places pointed at in one excerpt.
const LABELS: usize = 8;
/// More zeros than this in a list of operands are counted, not listed.
const ZEROS: usize = 3;

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

/// Any diagnostic as text, with all its related ones and their cures.
#[must_use]
pub fn fault(diagnostic: &dyn Diagnostic, view: &View) -> String {
    let mut text = graphical(&Bare(diagnostic), view);
    if let Some(help) = diagnostic.help() {
        let first = view.lang.pick("  改法：", "  help: ");
        for (at, line) in help.to_string().lines().enumerate() {
            text += &if at == 0 {
                wrap(first, line, view.width)
            } else {
                wrap("        ", line, view.width)
            };
        }
    }
    for related in diagnostic.related().into_iter().flatten() {
        text.push('\n');
        text += &fault(related, view);
    }
    text
}

fn graphical(diagnostic: &dyn Diagnostic, view: &View) -> String {
    let theme = if view.color {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(view.width)
        .with_links(false)
        .with_context_lines(1);
    let mut text = String::new();
    // Writing to a string fails only if a place lies outside its text; what was written stands.
    let _ = handler.render_report(&mut text, diagnostic);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// A diagnostic without its cure and its related ones: miette's words for those are English.
#[derive(Debug)]
struct Bare<'d>(&'d dyn Diagnostic);

impl fmt::Display for Bare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

impl std::error::Error for Bare<'_> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl Diagnostic for Bare<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.0.code()
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.0.severity()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.0.labels()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code()
    }
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Finding {
    code: String,
    message: String,
    severity: Severity,
    excerpt: Excerpt,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Hint => miette::Severity::Advice,
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels().into_iter()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }
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

    fn finding(&mut self, rule: &Rule, verdict: &Verdict) {
        let labels = chosen_labels(verdict);
        let (excerpt, seen) = Excerpt::new(&self.audit.facts.source, &labels, self.view.width);
        let shown: Vec<&Label> = labels
            .iter()
            .zip(seen)
            .filter(|(_, seen)| *seen)
            .map(|(label, _)| *label)
            .collect();
        let word = severity_word(rule.severity, self.view.lang);
        let finding = Finding {
            code: format!("{word} {} {}", rule.code, rule.id),
            message: clean(&verdict.message),
            severity: rule.severity,
            excerpt,
        };
        let _ = write!(self.text, "\n{}", graphical(&finding, self.view));
        let rest: Vec<&Operand> = verdict
            .operands
            .iter()
            .filter(|it| !shown.iter().any(|label| Some(label.span) == it.span))
            .collect();
        self.operands(&rest, self.view.evidence);
    }

    /// Operands one a line, with the line they stand in.
    fn operands(&mut self, operands: &[&Operand], evidence: Evidence) {
        let zero = |it: &&&Operand| it.value.is_some_and(|value| value.is_zero());
        let zeros = operands.iter().filter(zero).count();
        let count_zeros = evidence == Evidence::Findings && zeros > ZEROS;
        let source = &self.audit.facts.source;
        let line_of = |it: &Operand| it.span.map(|span| source.line_of(span.start));
        let widest = operands
            .iter()
            .filter_map(|it| line_of(it))
            .max()
            .unwrap_or(0);
        let digits = widest.to_string().len();
        for operand in operands {
            if count_zeros && zero(&operand) {
                continue;
            }
            let place = match (line_of(operand), self.view.lang) {
                (Some(line), Lang::Zh) => format!("第 {line:>digits$} 行"),
                (Some(line), Lang::En) => format!("line {line:>digits$}"),
                (None, _) => String::new(),
            };
            let place = left(&place, digits + 6);
            let value = operand_value(operand, self.view.lang);
            self.wrap(
                &format!("    {place}  "),
                &format!("{} = {value}", operand.name),
            );
        }
        if count_zeros {
            let rest = match self.view.lang {
                Lang::Zh => format!("另有 {zeros} 项为 0"),
                Lang::En => format!("{zeros} more are 0"),
            };
            self.wrap("    ", &rest);
        }
    }

    /// On what legal basis a rule stands, and what to do.
    fn basis(&mut self, rule: &Rule) {
        if let Some(requirement) = self.audit.pack.requirements.get(rule.requirement) {
            let quote = requirement.quote.as_ref();
            let quote = quote.map(|it| format!("：“{it}”")).unwrap_or_default();
            let basis = format!("{}{}{quote}", requirement.document, requirement.article);
            self.wrap(self.pick("  依据：", "  basis: "), &basis);
        }
        if let Some(help) = &rule.help {
            self.wrap(self.pick("  改法：", "  help: "), help);
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
        self.wrap(&format!("  {} ", left(&rule.code, 5)), &text);
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

/// The places to point at: all of few; of many those that are not zero, the main one first.
fn chosen_labels(verdict: &Verdict) -> Vec<&Label> {
    let many = verdict.labels.len() > LABELS;
    let zero = |label: &Label| {
        let operand = verdict
            .operands
            .iter()
            .find(|it| it.span == Some(label.span));
        operand.is_some_and(|it| it.value.is_some_and(|value| value.is_zero()))
    };
    let labels = verdict.labels.iter().enumerate();
    let kept = labels.filter(|(at, label)| *at == 0 || !many || !zero(label));
    kept.map(|(_, label)| label).take(LABELS).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::human;
    use crate::audit::Audit;
    use crate::render::sample::{audit, failing, pack};
    use crate::render::width::width;
    use crate::render::{Evidence, Lang, View};
    use crate::source::{Source, Span};
    use crate::verdict::Operand;

    fn view(width: usize) -> View {
        View {
            width,
            color: false,
            lang: Lang::Zh,
            evidence: Evidence::Findings,
        }
    }

    fn assert_fits(text: &str, columns: usize) {
        for line in text.lines() {
            assert!(
                width(line) <= columns,
                "{} columns: {line}\n{text}",
                width(line)
            );
        }
    }

    /// The sample audit of another text, with one finding over every number in it.
    fn over_numbers<'p>(pack: &'p crate::pack::Pack, text: &str) -> Audit<'p> {
        let mut audit = audit(pack);
        audit.facts.source = Source::new("报告.txt", text);
        let mut operands: Vec<Operand> = Vec::new();
        let mut start = None;
        for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
            match (start, character.is_ascii_digit()) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    let raw = text[from..at].to_owned();
                    let name = format!("第{}处数字", operands.len() + 1);
                    let value = raw.parse().ok();
                    let span = Some(Span::new(from, at));
                    let state = crate::fact::CellState::Read;
                    operands.push(Operand {
                        name,
                        value,
                        raw,
                        state,
                        as_zero: false,
                        span,
                    });
                    start = None;
                }
                _ => {}
            }
        }
        audit.results.truncate(1);
        audit.results[0].verdicts = vec![failing("", "数字对不上", operands)];
        audit
    }

    #[test]
    fn a_page_shows_every_outcome_in_order() {
        let pack = pack();
        for columns in [80, 120] {
            assert_fits(&human(&audit(&pack), &view(columns)), columns);
        }
        insta::assert_snapshot!("page", human(&audit(&pack), &view(80)));
        let all = View {
            evidence: Evidence::All,
            lang: Lang::En,
            ..view(80)
        };
        insta::assert_snapshot!("page_all_en", human(&audit(&pack), &all));
    }

    #[test]
    fn colour_only_when_asked_for() {
        let pack = pack();
        assert!(!human(&audit(&pack), &view(80)).contains('\u{1b}'));
        assert!(
            human(
                &audit(&pack),
                &View {
                    color: true,
                    ..view(80)
                }
            )
            .contains('\u{1b}')
        );
    }

    #[test]
    fn a_long_paragraph_is_cut_around_the_place() {
        let pack = pack();
        let prose = format!(
            "{}共收到申请3588件{}，其中45件",
            "政府信息公开".repeat(60),
            "依法".repeat(80)
        );
        let text = human(&over_numbers(&pack, &prose), &view(80));
        assert_fits(&text, 80);
        assert!(text.contains("3588") && text.contains('…'), "{text}");
        insta::assert_snapshot!("long_paragraph", text);
    }

    #[test]
    fn a_value_a_line_is_listed() {
        let pack = pack();
        let mut text = String::new();
        for number in 0..30 {
            let _ = writeln!(text, "第某项\n{number}\n说明文字\n\n\n");
        }
        let text = human(&over_numbers(&pack, &text), &view(80));
        assert_fits(&text, 80);
        insta::assert_snapshot!("a_value_a_line", text);
    }

    #[test]
    fn a_wide_table_row_is_fitted() {
        let pack = pack();
        let row = format!(
            "{}\t1\t2\t3\t40\t5\t6\t{}7",
            "三、本年度办理结果".repeat(6),
            "　".repeat(30)
        );
        for columns in [60, 80, 120] {
            assert_fits(&human(&over_numbers(&pack, &row), &view(columns)), columns);
        }
    }

    #[test]
    fn any_place_in_any_text_is_no_panic() {
        let pack = pack();
        for text in [
            "",
            "1",
            "\t1\t",
            "1\n\n\n2\u{0}3",
            "\u{1b}[31m1\u{202e}2",
            "１1\u{300}1",
            "1\r2",
        ] {
            let mut audit = over_numbers(&pack, text);
            for start in 0..=text.len() + 2 {
                for end in start..=text.len() + 3 {
                    for label in &mut audit.results[0].verdicts[0].labels {
                        label.span = Span::new(start, end);
                    }
                    assert!(!human(&audit, &view(40)).contains('\u{1b}'));
                }
            }
        }
    }
}
