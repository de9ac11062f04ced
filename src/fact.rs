//! Facts: what a report says, typed and located, and why a value is missing.

use rust_decimal::Decimal;

use crate::document::Date;
use crate::fold::Folded;
use crate::form::CellId;
use crate::letters::{Lettered, Letters};
pub use crate::quantity::Exactness;
use crate::source::{Source, Span};

/// What one report says.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The text every span points into.
    pub source: Source,
    /// All of it in folded letters without blanks and line ends, which part the words of tables.
    pub unspaced: String,
    /// The title of the report.
    pub title: Option<Located<String>>,
    /// The organ that reports.
    pub organ: Option<Located<String>>,
    /// The id of its kind in the pack, if its name shows it.
    pub organ_kind: Option<String>,
    /// The year the report is about.
    pub year: Option<Located<i32>>,
    /// The first and last day of the period it states.
    pub period: Option<Located<(Date, Date)>>,
    /// The day it was published by what the page says, else the day it was signed.
    pub published: Option<Located<Date>>,
    /// The day under its signature or its title.
    pub signed: Option<Located<Date>>,
    /// The day the page says it was last changed.
    pub updated: Option<Located<Date>>,
    /// Its headings in order.
    pub sections: Vec<SectionFact>,
    /// For each section of the pack, in the pack's order, how the report bears it.
    pub duties: Vec<Duty>,
    /// For each form of the pack, in the pack's order, what was read.
    pub forms: Vec<FormFacts>,
    /// The quantities the prose states.
    pub mentions: Vec<Mention>,
    /// Which of them are parts of which.
    pub lists: Vec<ListFact>,
    /// What stands behind labels, by the id of the pack's field.
    pub fields: Vec<(String, Located<String>)>,
    /// The prose, in the order of the report.
    pub prose: Vec<Passage>,
    /// Who signs, if a day stands below.
    pub signatory: Option<Located<String>>,
    /// Its tables, those of the pack and others.
    pub tables: Vec<Span>,
    /// What a converter writes where pictures were.
    pub pictures: Vec<Span>,
}

impl Facts {
    /// The prose under the headings of the section `id`, without the headings; one within another of
    /// the same section is a part of what that one tells.
    #[must_use]
    pub fn passages_of(&self, id: &str) -> Vec<&Passage> {
        let named = |section: &&SectionFact| section.id.as_deref() == Some(id);
        // Headings stand in the order of the text, so the last one before a passage is its own;
        // what an outer one of the same name holds, reaches at least as far.
        let mut reach = 0;
        let sections: Vec<(&SectionFact, bool, usize)> = self
            .sections
            .iter()
            .filter(named)
            .map(|it| {
                let outermost = it.span.start >= reach;
                reach = it.extent.end.max(reach);
                (it, outermost, reach)
            })
            .collect();
        let own = |passage: &&Passage| {
            let at = passage.span.start;
            let next = sections.partition_point(|(it, _, _)| it.span.start <= at);
            let last = next.checked_sub(1).and_then(|last| sections.get(last));
            last.is_some_and(|(section, outermost, reach)| {
                at < *reach && !(*outermost && section.span.contains(at))
            })
        };
        self.prose.iter().filter(own).collect()
    }

    /// The passage that byte `at` of the source stands in.
    #[must_use]
    pub fn passage_at(&self, at: usize) -> Option<&Passage> {
        let next = self.prose.partition_point(|it| it.span.start <= at);
        let mut before = self.prose.iter().take(next).rev();
        before.find(|it| it.span.contains(at))
    }
}

/// A paragraph or a heading, its lines joined.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Its text in folded letters, with the way back.
    pub text: Folded,
    /// Which letters it has.
    pub letters: Letters,
    /// Whether it is a heading or a title.
    pub heading: bool,
    /// Whether it is the heading of a chapter.
    pub chapter: bool,
    /// Where it stands.
    pub span: Span,
}

impl Passage {
    /// Its text and letters, to look for words in.
    #[must_use]
    pub fn lettered(&self) -> Lettered<'_> {
        Lettered::of(self.text.text(), self.letters)
    }
}

/// A whole that the prose states and the parts it says it has, by index among the mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFact {
    /// The whole.
    pub whole: usize,
    /// Its parts in order.
    pub parts: Vec<usize>,
    /// Whether these are said to be all.
    pub exhaustive: bool,
    /// Whether nothing suggests that the same thing counts in several of them.
    pub apart: bool,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A heading of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionFact {
    /// The id of the pack's section it is, if it is one.
    pub id: Option<String>,
    /// Its depth, from 1.
    pub level: u8,
    /// Its number as written, such as `（一）`.
    pub number: Option<String>,
    /// Its title without the number.
    pub title: String,
    /// The heading.
    pub span: Span,
    /// From the heading to the next of its level or above.
    pub extent: Span,
}

/// How a report bears one section of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The section's id.
    pub section: String,
    /// What bears it.
    pub evidence: Evidence,
    /// Where, unless nothing does.
    pub span: Option<Span>,
}

/// What bears a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Nothing.
    None,
    /// Only a table.
    Form,
    /// Sentences under another heading.
    Prose,
    /// A heading of its own.
    Heading,
}

/// What was read of one form.
#[derive(Debug, Clone)]
pub struct FormFacts {
    /// The form's id.
    pub form: String,
    /// Whether the form is in the report.
    pub found: bool,
    /// Where, if it was found.
    pub span: Option<Span>,
    /// The cells in the form's order; of alternative rows only those the report uses. Empty if not found.
    pub cells: Vec<CellFact>,
    /// How many cells stand side by side, if its only row, or nearly every row under its label, has
    /// as many and not as many as it should; then none of them is read.
    pub uneven: Option<usize>,
    /// The labels of its rows and columns that are written otherwise than the official ones.
    pub labels: Vec<LabelFact>,
    /// Headers of a table of another time that stand where its own should; what is under them is unread.
    pub foreign_headers: Vec<Span>,
}

/// A label of a form that is not written as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelFact {
    /// What stands there.
    pub written: String,
    /// The official label.
    pub official: String,
    /// Where.
    pub span: Span,
}

impl FormFacts {
    /// What was read of `cell`.
    #[must_use]
    pub fn cell(&self, cell: CellId) -> Option<&CellFact> {
        self.cells
            .binary_search_by(|it| it.cell.cmp(&cell))
            .ok()
            .and_then(|at| self.cells.get(at))
    }
}

/// What was read of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFact {
    /// Which cell.
    pub cell: CellId,
    /// The number, when there is one.
    pub value: Option<Decimal>,
    /// The text as written.
    pub raw: String,
    /// How it was read.
    pub state: CellState,
    /// Whether an identity that did not give an inferred number bears it out.
    pub confirmed: bool,
    /// Where it stands.
    pub span: Option<Span>,
}

impl CellFact {
    /// Whether nothing stands there, but a number follows from the cells it is the total of.
    #[must_use]
    pub fn erased(&self) -> bool {
        self.state == CellState::Inferred && !self.raw.chars().any(char::is_numeric)
    }

    /// Whether nothing stands there, though the number should not be zero.
    #[must_use]
    pub fn left_out(&self) -> bool {
        self.erased() && self.value.is_some_and(|value| !value.is_zero())
    }
}

/// How a cell was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// A number stands there.
    Read,
    /// Nothing stands there.
    Blank,
    /// A dash, a slash or another placeholder stands there.
    Dash,
    /// The number follows from the identities of the form.
    Inferred,
    /// Something stands there that could not be read for sure.
    Unread,
    /// The report's table has no such row.
    Absent,
}

/// A quantity the prose states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The id of the pack's indicator it is, if it is one.
    pub indicator: Option<String>,
    /// The number.
    pub value: Decimal,
    /// How exactly it is stated.
    pub exactness: Exactness,
    /// What one more in its last written digit is worth, if it is told in 万 or 亿; zero if every
    /// digit is told.
    pub grain: Decimal,
    /// Its measure word.
    pub unit: String,
    /// The number and its unit as written.
    pub text: String,
    /// Whether it is the organ's own number; none if the words around do not say.
    pub own: Option<bool>,
    /// Whether it is of the year reported on; none if the words around do not say.
    pub this_year: Option<bool>,
    /// The year that its sentence opens with, unless it is compared with the one reported on.
    pub told: Option<i32>,
    /// Where.
    pub span: Span,
}

impl Mention {
    /// The least and the most it can mean.
    ///
    /// 余 and 多 leave the last digit that is not zero open, 近 and 约 a tenth. What is told in 万
    /// may have been rounded at its last digit, or cut off there.
    #[must_use]
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let value = self.value;
        let tenth = value.checked_div(Decimal::TEN).unwrap_or_default();
        let half = self.grain * Decimal::new(5, 1);
        // One more in the last digit would have been told.
        let cut = self.grain - Decimal::ONE.min(self.grain * Decimal::new(1, 1));
        let from = |it: Decimal| value.saturating_sub(it);
        let to = |it: Decimal| value.saturating_add(it);
        match self.exactness {
            Exactness::Exact | Exactness::None => (from(half), to(cut)),
            Exactness::AtLeast if self.grain > Decimal::ZERO => (value, to(cut)),
            Exactness::AtLeast => (value, to(step(value))),
            Exactness::AtMost => (from(tenth), value),
            Exactness::Below => (Decimal::ZERO.min(value), value),
            Exactness::About => (from(tenth), to(tenth)),
        }
    }

    /// Whether it is told to the last digit.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.exactness == Exactness::Exact && self.grain.is_zero()
    }
}

/// The worth of the last digit of a whole number that is not zero, less one.
fn step(value: Decimal) -> Decimal {
    let mut worth = Decimal::ONE;
    while !value.is_zero()
        && worth
            .checked_mul(Decimal::TEN)
            .is_some_and(|next| next <= value.abs() && (value % next).is_zero())
    {
        worth *= Decimal::TEN;
    }
    worth - Decimal::ONE
}
