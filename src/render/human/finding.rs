//! One finding: its place and its numbers, its legal basis and what to do.

use std::fmt::{self, Write as _};

use miette::{Diagnostic, LabeledSpan, SourceCode};

use super::Page;
use crate::fact::CellState;
use crate::relation::Relation;
use crate::render::diagnostic::graphical;
use crate::render::excerpt::Excerpt;
use crate::render::width::{clean, left};
use crate::render::words::{operand_value, severity_word};
use crate::render::{Evidence, Lang};
use crate::rule::{Rule, Severity};
use crate::verdict::{Label, Operand, Verdict};

/// The most places pointed at in one excerpt.
const LABELS: usize = 8;
/// More zeros than this in a list of operands are counted, not listed.
const ZEROS: usize = 3;

impl Page<'_> {
    pub(super) fn finding(&mut self, rule: &Rule, verdict: &Verdict) {
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
        // A question about presence is about what is not there; the rest is no part of the answer.
        let asks = matches!(rule.check.relation(), Some(Relation::Predicate { .. }));
        let all = !asks || self.view.evidence == Evidence::All;
        let rest: Vec<&Operand> = rest
            .into_iter()
            .filter(|it| all || it.state != CellState::Read)
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
        let room = if widest == 0 { 0 } else { digits + 8 };
        for operand in operands {
            if count_zeros && zero(&operand) {
                continue;
            }
            let place = match (line_of(operand), self.view.lang) {
                (Some(line), Lang::Zh) => format!("第 {line:>digits$} 行"),
                (Some(line), Lang::En) => format!("line {line:>digits$}"),
                (None, _) => String::new(),
            };
            let value = operand_value(operand, self.view.lang);
            self.wrap(
                &format!("    {}", left(&place, room)),
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
    pub(super) fn basis(&mut self, rule: &Rule) {
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
