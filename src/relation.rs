//! Relation: a chain of linear sums over cells, or a question about presence.

use crate::source::Span;

/// What a rule says must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// `a = b`, `a <= b <= c`: sums joined by comparisons.
    Chain {
        /// The first sum.
        first: Sum,
        /// Each comparison with the sum to its right.
        rest: Vec<(Comparison, Sum)>,
    },
    /// `present(section.x)`, `titled(section.x)`, `filled(form.*)`, `totalled(form.*)`.
    Predicate {
        /// What is asked.
        predicate: Predicate,
        /// What it is asked of.
        path: Path,
    },
}

/// A comparison of two sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
}

/// A question about presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predicate {
    /// A section has a heading, its subject is treated in the text, or a form reports it.
    Present,
    /// A section has a heading, or its subject is treated in the text.
    Written,
    /// A section has a heading of its own.
    Titled,
    /// A form was found.
    Found,
    /// No cell under the path is blank or dashed.
    Filled,
    /// No total under the path is left blank over parts that are not zero.
    Totalled,
}

/// A sum of signed terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The terms in order.
    pub terms: Vec<(Sign, Term)>,
}

/// The sign before a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Added.
    Plus,
    /// Taken away.
    Minus,
}

/// One term of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A constant.
    Integer(i64),
    /// One cell, row or column.
    Path(Path),
    /// `sum(path.*)`: all that is present at or under the path.
    SumOf(Path),
    /// `prior(path)`: the same cell of last year's report.
    Prior(Path),
}

/// A dotted name and where it stands in the relation's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The name without `.*`.
    pub name: String,
    /// Byte range in the relation's text.
    pub span: Span,
}

impl Relation {
    /// Whether it asks for the report of the year before.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        let Self::Chain { first, rest } = self else {
            return false;
        };
        let sums = std::iter::once(first).chain(rest.iter().map(|(_, sum)| sum));
        sums.flat_map(|sum| &sum.terms)
            .any(|(_, term)| matches!(term, Term::Prior(_)))
    }

    /// Every path in it, with the whole term it stands in.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path> {
        match self {
            Self::Predicate { path, .. } => vec![path],
            Self::Chain { first, rest } => std::iter::once(first)
                .chain(rest.iter().map(|(_, sum)| sum))
                .flat_map(|sum| &sum.terms)
                .filter_map(|(_, term)| match term {
                    Term::Integer(_) => None,
                    Term::Path(path) | Term::SumOf(path) | Term::Prior(path) => Some(path),
                })
                .collect(),
        }
    }
}
