//! Gist: of one report what comparing it with others needs, without its text. Thousands fit in memory.

mod cohort;

pub use cohort::{Cohort, Like};

use crate::fact::{CellFact, CellState, Facts, Mention, Passage};
use crate::fold::Folded;
use crate::form::CellId;
use crate::likeness::{ENDS, Wording};

/// What is kept of one report.
#[derive(Debug, Clone)]
pub struct Gist {
    /// The file.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The organ that reports, as written.
    pub organ: Option<String>,
    /// The year the report is about.
    pub year: Option<i32>,
    /// Its forms that were found.
    pub forms: Vec<FormGist>,
    /// The quantities of known indicators that its prose states.
    pub mentions: Vec<Mention>,
    /// The wording of each section's prose, by the section's id.
    pub wording: Vec<(String, Wording)>,
}

/// One form.
#[derive(Debug, Clone)]
pub struct FormGist {
    /// The form's id.
    pub form: String,
    /// Its cells in the form's order.
    pub cells: Vec<CellGist>,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct CellGist {
    /// What was read, without its place in a text that is gone; what was written, if that is not
    /// just the number.
    pub fact: CellFact,
    /// The line it stood in.
    pub line: Option<usize>,
}

impl Gist {
    /// What `facts` come to. Wording in `known` is every report's.
    #[must_use]
    pub fn of(facts: &Facts, known: &Wording) -> Self {
        let organ = facts.organ.as_ref().map(|it| it.value.clone());
        let mut ids: Vec<&str> = facts
            .sections
            .iter()
            .filter_map(|it| it.id.as_deref())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let wording = ids.into_iter().map(|id| {
            let prose = facts.passages_of(id);
            let texts = prose.iter().filter(|it| is_prose(it));
            let texts = texts.map(|it| it.text.text());
            (id.to_owned(), Wording::of(texts, organ.as_deref(), known))
        });
        let found = facts.forms.iter().filter(|it| it.found);
        let mentions = facts.mentions.iter().filter(|it| it.indicator.is_some());
        Self {
            name: facts.source.name().to_owned(),
            sha256: facts.source.sha256().to_owned(),
            year: facts.year.as_ref().map(|it| it.value),
            forms: found
                .map(|form| FormGist {
                    form: form.form.clone(),
                    cells: form.cells.iter().map(|it| cell(it, facts)).collect(),
                })
                .collect(),
            mentions: mentions.cloned().collect(),
            wording: wording.filter(|(_, it)| !it.is_empty()).collect(),
            organ,
        }
    }

    /// The organ's name as names are compared.
    #[must_use]
    pub fn organ_key(&self) -> Option<String> {
        let key = self.organ.as_deref().map(organ_key);
        key.filter(|it| !it.is_empty())
    }

    /// What was read of `cell` of the form `form`.
    #[must_use]
    pub fn cell(&self, form: &str, cell: CellId) -> Option<&CellGist> {
        let form = self.forms.iter().find(|it| it.form == form)?;
        let at = form.cells.binary_search_by(|it| it.fact.cell.cmp(&cell));
        form.cells.get(at.ok()?)
    }

    /// The wording of the section `id`, if it has any of its own.
    #[must_use]
    pub fn wording_of(&self, id: &str) -> Option<&Wording> {
        let own = self.wording.iter().find(|(it, _)| it == id);
        own.map(|(_, wording)| wording)
    }
}

/// The name of an organ as names are compared: one way of writing each character, without blanks and
/// brackets. Numbers tell organs apart.
#[must_use]
pub fn organ_key(name: &str) -> String {
    let folded = Folded::new(name);
    let letters = folded.text().chars().filter(|it| it.is_alphanumeric());
    letters.collect()
}

/// Whether a passage is more than a heading; some begin a paragraph.
#[must_use]
pub fn is_prose(passage: &Passage) -> bool {
    !passage.heading || passage.text.text().contains(ENDS)
}

fn cell(fact: &CellFact, facts: &Facts) -> CellGist {
    let plain = fact.state == CellState::Read && fact.value.is_some();
    CellGist {
        line: fact.span.map(|it| facts.source.line_of(it.start)),
        fact: CellFact {
            raw: if plain {
                String::new()
            } else {
                fact.raw.clone()
            },
            span: None,
            ..fact.clone()
        },
    }
}
