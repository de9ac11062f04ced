//! Beside: the other reports that one is compared with.

use std::sync::Arc;

use super::Vocabulary;
use crate::fact::Facts;
use crate::form::{CellId, Form};
use crate::gist::{CellGist, Cohort, Gist};
use crate::likeness::Wording;

/// The report of the year before, read with the pack of its own year.
#[derive(Debug, Clone)]
pub struct Prior {
    /// What it says.
    pub gist: Arc<Gist>,
    /// The names of the pack it was read with.
    pub words: Arc<Vocabulary>,
}

/// What a report is compared with, or why it is not.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The same organ's report on the year before.
    pub prior: Result<Prior, String>,
    /// The reports of other organs on the same year.
    pub others: Result<Arc<Cohort>, String>,
}

impl Default for Beside {
    /// A report alone.
    fn default() -> Self {
        Self {
            prior: Err("需要上一年的报告".to_owned()),
            others: Err("需要其他机关同一年度的报告".to_owned()),
        }
    }
}

impl Prior {
    /// What `facts`, read with the names of `words`, come to.
    #[must_use]
    pub fn of(facts: &Facts, words: &Arc<Vocabulary>) -> Self {
        Self {
            gist: Arc::new(Gist::of(facts, &words.template)),
            words: Arc::clone(words),
        }
    }

    /// Whether it is the report of the year before `facts`.
    #[must_use]
    pub fn is_before(&self, facts: &Facts) -> bool {
        let year = facts.year.as_ref().map(|it| it.value);
        match (self.gist.year, year) {
            (Some(before), Some(year)) => before.checked_add(1) == Some(year),
            (None, _) | (_, None) => false,
        }
    }

    /// What it says of `cell` of `form`, a form of the present pack, with its own form and cell of
    /// that name; none if its table has no such cell.
    #[must_use]
    pub fn cell(&self, form: &Form, cell: CellId) -> Option<(&Form, CellId, &CellGist)> {
        let name = format!("{}.{}", form.id, form.path(cell));
        let there = self.words.cell(&name).ok()?;
        let own = self.words.forms.get(there.form)?;
        let gist = self.gist.cell(&own.id, there.cell)?;
        Some((own, there.cell, gist))
    }

    /// Where `cell` stood, for people.
    #[must_use]
    pub fn place(&self, cell: &CellGist) -> String {
        let name = &self.gist.name;
        match cell.line {
            Some(line) => format!("{name} 第 {line} 行"),
            None => name.clone(),
        }
    }
}

impl Vocabulary {
    /// The wording that every report of the pack has: of its blank report, and these sentences.
    #[must_use]
    pub fn template<'t>(sentences: impl IntoIterator<Item = &'t str>) -> Wording {
        let folded: Vec<crate::fold::Folded> = sentences
            .into_iter()
            .map(crate::fold::Folded::new)
            .collect();
        let texts = folded.iter().map(crate::fold::Folded::text);
        Wording::of(texts, None, &Wording::default())
    }
}
