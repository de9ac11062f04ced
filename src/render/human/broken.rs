//! What broke of a rule, at its place in the script.

use miette::{Diagnostic, LabeledSpan, SourceCode};

use super::Page;
use crate::bilingual::{Bilingual, english};
use crate::render::{Lang, diagnostic};
use crate::rule::Rule;
use crate::verdict::{Outcome, RuleFault};

/// A fault of a rule, as miette draws it.
#[derive(Debug, thiserror::Error)]
#[error("{} {}：{}", .rule.code, .rule.title.zh, .fault.message)]
struct Broken<'a> {
    rule: &'a Rule,
    fault: &'a RuleFault,
    text: miette::NamedSource<String>,
}

impl Diagnostic for Broken<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new("hegui::rule-fault"))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        let help = self.fault.help.as_ref();
        help.map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.fault.span;
        let label = LabeledSpan::new(None, span.start, span.len());
        Some(Box::new(std::iter::once(label)))
    }
}

impl Bilingual for Broken<'_> {
    fn english(&self) -> (String, Option<String>) {
        let title = Lang::En.of(&self.rule.title);
        let said = |text: &str| english(text).unwrap_or_else(|| text.to_owned());
        let message = format!("{} {title}: {}", self.rule.code, said(&self.fault.message));
        (message, self.fault.help.as_deref().map(said))
    }
}

impl Page<'_> {
    /// Rules that broke while they ran. They are not the report's fault.
    pub(super) fn faults(&mut self) {
        let broken: Vec<_> = self
            .results()
            .filter(|(it, _)| it.outcome == Outcome::RuleFault)
            .collect();
        if broken.is_empty() {
            return;
        }
        let count = broken.len();
        let heading = match self.view.lang {
            Lang::Zh => format!("规则本身出错，与报告无关：{count} 项"),
            Lang::En => format!("Rules that broke, through no fault of the report: {count}"),
        };
        self.heading(&heading);
        for (result, rule) in broken {
            let Some(fault) = &result.fault else {
                let why = result.reason.as_deref().unwrap_or_default();
                self.line(rule, &self.view.lang.told(result.outcome, why));
                continue;
            };
            let name = fault.source.name();
            let text = miette::NamedSource::new(name, fault.source.text().to_owned());
            let broken = Broken { rule, fault, text };
            self.text += &diagnostic::fault(&broken, self.view);
        }
    }
}
