//! One finding: its place and its numbers, its legal basis and what to do.

use std::fmt::{self, Write as _};

use miette::{Diagnostic, LabeledSpan, SourceCode};

use super::Page;
use crate::fact::CellState;
use crate::relation::Relation;
use crate::render::diagnostic::graphical;
use crate::render::excerpt::Excerpt;
use crate::render::place::{place, replaced};
use crate::render::width::{clean, left, width};
use crate::render::words::{free_word, most_listed, operand_text, outcome_word, severity_word};
use crate::render::{Evidence, Lang, View};
use crate::rule::{Rule, Severity};
use crate::source::Span;
use crate::verdict::{Label, Operand, Outcome, RuleResult, Verdict};

/// The most places pointed at in one excerpt.
const LABELS: usize = 8;
/// More zeros than this are counted, not shown.
const ZEROS: usize = 3;

impl Page<'_> {
    pub(super) fn finding(&mut self, rule: &Rule, verdict: &Verdict) {
        // A question about presence is about what is not there; the rest is no part of the answer.
        let asks = matches!(rule.check.relation(), Some(Relation::Predicate { .. }));
        let zeros = if asks {
            0
        } else {
            zeros_to_count(verdict, self.view)
        };
        let labels = chosen_labels(verdict, zeros == 0 && !asks, self.view.lang);
        let shown: Vec<&Label> = labels.iter().collect();
        let (excerpt, seen) = Excerpt::new(&self.audit.facts.source, &shown, self.view.width);
        let seen: Vec<Span> = labels
            .iter()
            .zip(seen)
            .filter(|(_, seen)| *seen)
            .map(|(label, _)| label.span)
            .collect();
        let word = severity_word(rule.severity, self.view.lang);
        let free = free_word(rule, self.audit.pack, self.view.lang);
        let finding = Finding {
            code: format!("{word} {} {}{free}", rule.code, rule.id),
            message: clean(&verdict.message),
            severity: rule.severity,
            excerpt,
        };
        let drawn = graphical(&finding, self.view);
        let drawn = replaced(drawn, &self.audit.facts.source, self.view.lang);
        let _ = write!(self.text, "\n{drawn}");
        let all = !asks || self.view.evidence == Evidence::All;
        let rest: Vec<&Operand> = verdict
            .operands
            .iter()
            .filter(|it| !it.span.is_some_and(|span| seen.contains(&span)))
            .filter(|it| all || it.state != CellState::Read)
            // The message says what is not there; the words that were looked for only puzzle.
            .filter(|it| {
                self.view.evidence == Evidence::All
                    || it.value.is_some()
                    || it.state != CellState::Absent
                        && (it.state != CellState::Read || it.span.is_some())
            })
            // What could not be read is no part of what is blank.
            .filter(|it| all || it.state != CellState::Unread)
            .filter(|it| zeros == 0 || !is_zero(it))
            .collect();
        let most = match self.view.evidence {
            Evidence::Findings => most_listed(rule).saturating_sub(seen.len()).max(2),
            Evidence::All => rest.len(),
        };
        self.operands(rest.get(..most).unwrap_or(&rest));
        if let Some(more) = rest.len().checked_sub(most).filter(|it| *it > 0) {
            let more = match self.view.lang {
                Lang::Zh => format!("等，另有 {more} 处没有列出（--evidence all）"),
                Lang::En => format!("and {more} more (--evidence all)"),
            };
            self.wrap("    ", &more);
        }
        if zeros > 0 {
            let rest = match self.view.lang {
                Lang::Zh => format!("其余 {zeros} 项都是 0"),
                Lang::En => format!("the other {zeros} are 0"),
            };
            self.wrap("    ", &rest);
        }
    }

    /// Every verdict of one rule, those that fail as findings.
    pub(super) fn verdicts(&mut self, result: &RuleResult, rule: &Rule) {
        let lang = self.view.lang;
        let word = outcome_word(result.outcome, lang);
        let head = format!("{} {}　{word}", rule.code, rule.id);
        let head = match &result.reason {
            Some(reason) => format!("{head}　{}", lang.told(result.outcome, reason)),
            None => head,
        };
        self.wrap("", &head);
        for verdict in &result.verdicts {
            if verdict.outcome == Outcome::Fail {
                self.finding(rule, verdict);
                self.basis(rule);
                continue;
            }
            let word = outcome_word(verdict.outcome, lang);
            let said = lang.told(verdict.outcome, &clean(&verdict.message));
            self.wrap(&format!("  {word}　"), &said);
            let operands: Vec<&Operand> = verdict.operands.iter().collect();
            self.operands(&operands);
        }
    }

    /// Operands one a line, with the place they stand in.
    fn operands(&mut self, operands: &[&Operand]) {
        let source = &self.audit.facts.source;
        let line_of = |it: &Operand| it.span.map(|span| source.line_of(span.start));
        let widest = operands
            .iter()
            .filter_map(|it| line_of(it))
            .max()
            .unwrap_or(0);
        let digits = widest.to_string().len();
        let place_of = |it: &Operand| match (line_of(it), self.view.lang) {
            (None, _) => String::new(),
            (Some(line), Lang::Zh) if source.is_plain() => format!("第 {line:>digits$} 行"),
            (Some(line), Lang::En) if source.is_plain() => format!("line {line:>digits$}"),
            (Some(_), lang) => it
                .span
                .map_or_else(String::new, |it| place(source, it.start, lang)),
        };
        let places: Vec<String> = operands.iter().map(|it| place_of(it)).collect();
        let widest = places.iter().map(|it| width(it)).max().unwrap_or(0);
        let room = if widest == 0 { 0 } else { widest + 2 };
        for (operand, place) in operands.iter().zip(places) {
            let first = format!("    {}", left(&place, room));
            self.wrap(&first, &operand_text(operand, self.view.lang));
        }
    }

    /// On what legal basis a rule stands, and what to do.
    pub(super) fn basis(&mut self, rule: &Rule) {
        if let Some(requirement) = self.audit.pack.requirements.get(rule.requirement) {
            let quote = requirement.quote.as_ref();
            let quote = quote.map(|it| format!("：“{it}”")).unwrap_or_default();
            let basis = format!("{}{quote}", requirement.basis());
            self.wrap(self.pick("  依据：", "  basis: "), &basis);
        }
        if let Some(help) = &rule.help {
            self.wrap(self.pick("  改法：", "  help: "), help);
        }
    }
}

/// How many zeros are counted instead of shown: many tell nothing one by one. The main place is
/// always shown.
fn zeros_to_count(verdict: &Verdict, view: &View) -> usize {
    let main = verdict.labels.first().map(|it| it.span);
    let zero = |it: &&Operand| is_zero(it) && (it.span.is_none() || it.span != main);
    let zeros = verdict.operands.iter().filter(zero).count();
    let counted = zeros > ZEROS && view.evidence == Evidence::Findings;
    if counted { zeros } else { 0 }
}

/// The places to point at, the main one first; with the zeros among the operands or without.
fn chosen_labels(verdict: &Verdict, zeros: bool, lang: Lang) -> Vec<Label> {
    let zero = |label: &Label| {
        let of = |it: &&Operand| it.span == Some(label.span);
        verdict.operands.iter().find(of).is_some_and(is_zero)
    };
    let labels = verdict.labels.iter().enumerate();
    let mut chosen: Vec<Label> = labels
        .filter(|(at, label)| *at == 0 || zeros || !zero(label))
        .map(|(_, label)| label.clone())
        .collect();
    if zeros && !chosen.is_empty() {
        for operand in verdict.operands.iter().filter(|it| is_zero(it)) {
            let Some(span) = operand.span else { continue };
            if chosen.iter().all(|it| it.span != span) {
                let text = operand_text(operand, lang);
                chosen.push(Label { span, text });
            }
        }
    }
    chosen.truncate(LABELS);
    chosen
}

fn is_zero(operand: &Operand) -> bool {
    operand.value.is_some_and(|value| value.is_zero())
}

/// A finding as miette wants it.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) severity: Severity,
    pub(super) excerpt: Excerpt,
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
