//! Document: the tree of a report. Every span points into the canonical text.

use crate::fold::Folded;
use crate::source::{Source, Span};

/// A parsed report.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text it was parsed from.
    pub source: Source,
    /// The folded view of the whole text.
    pub folded: Folded,
    /// The nodes in the order of the text, parents before children.
    pub nodes: Vec<Node>,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// All of its text.
    pub span: Span,
    /// Its depth; the document's own children have 0.
    pub depth: u32,
}

impl Node {
    /// The heading, if this is a section.
    #[must_use]
    pub fn heading(&self) -> Option<&Heading> {
        if let NodeKind::Section(heading) = &self.kind {
            Some(heading)
        } else {
            None
        }
    }
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A line of the report's title.
    Title,
    /// A section with its heading.
    Section(Heading),
    /// A short line that may be a heading whose number was lost.
    TitleLike,
    /// Prose; its lines, in order, make one paragraph.
    Paragraph {
        /// The lines that were joined.
        lines: Vec<Span>,
    },
    /// Rows that follow each other.
    Table,
    /// One row.
    Row,
    /// One cell, without the blanks around it.
    Cell,
    /// Who signs.
    Signature,
    /// A line that is a date.
    Date(Date),
    /// Page numbers, navigation, pictures: text that is not the report's.
    Furniture,
}

/// The heading of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its depth, from 1.
    pub level: u8,
    /// Its number as written.
    pub number: Option<Span>,
    /// What the number says, from 1.
    pub ordinal: Option<u32>,
    /// Its title.
    pub title: Span,
    /// Number and title.
    pub span: Span,
}

/// A day, or a month or year when the text gives no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: i16,
    /// The month, 1–12.
    pub month: Option<i8>,
    /// The day, 1–31.
    pub day: Option<i8>,
}

impl Date {
    /// The day written as `2022-02-01`; none if there is no such day.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        Some(Self {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        })
    }

    /// The day after; none of a month or a year, or if there is no such day.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let date = jiff::civil::Date::new(self.year, self.month?, self.day?).ok()?;
        let next = date.tomorrow().ok()?;
        Some(Self {
            year: next.year(),
            month: Some(next.month()),
            day: Some(next.day()),
        })
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}
