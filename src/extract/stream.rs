//! What stands in a document where tables may be: slots for values, and the words between them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::columns;
use super::counted::{uncount, uncount_lines};
use super::listed::{Entry, listed};
use super::table::tables;
use super::worded::worded;
use crate::document::{Document, NodeKind};
use crate::fold::bare;
use crate::form::Form;
use crate::quantity::{CellText, cell_text, is_odd_number, is_unit};
use crate::source::Span;

/// The slots of a document in order, and the words before each.
#[derive(Debug, Default)]
pub(super) struct Stream {
    pub(super) slots: Vec<Slot>,
    /// The words between slots: gap `k` stands before the first slot that names it.
    pub(super) gaps: Vec<Gap>,
}

/// A place where a value stands or could stand.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) content: Content,
    pub(super) span: Span,
    /// The row it stands in.
    pub(super) row: usize,
    /// How many slots its row has, and which of them it is.
    pub(super) row_length: usize,
    pub(super) place: usize,
    /// Whether numbers stand before it, and after it, in its row.
    pub(super) numbers: (bool, bool),
    /// The gap with the words that belong before it.
    pub(super) gap: usize,
    /// Whether words stand between it and the slot before.
    pub(super) parted: bool,
    /// Whether prose stands between it and the slot before.
    pub(super) barrier: bool,
}

/// What stands in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Number(Decimal, String),
    Blank,
    Dash,
    /// Words where a number should be.
    Words,
    /// Digits that stand for all values of a row, with nothing between them.
    Glued(String),
}

impl Content {
    /// Whether a number stands here, or a share of digits glued together.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_, _) | Self::Glued(_))
    }
}

/// Words between slots.
#[derive(Debug, Clone, Default)]
pub(super) struct Gap {
    /// All of them, letters only.
    pub(super) words: String,
    /// The fragment next to the slot.
    pub(super) nearest: String,
    /// Where they begin.
    pub(super) start: Option<usize>,
    /// Where each of them stands.
    pub(super) pieces: Vec<Span>,
    /// How many of them are no unit.
    pub(super) labels: usize,
}

/// Prose of more characters than this is no label.
const LABEL: usize = 70;
/// No row of a table has more digits than this.
const DIGITS: usize = 120;

pub(super) fn stream(document: &Document, forms: &[Form], chapters: &BTreeSet<usize>) -> Stream {
    built(document, forms, chapters, None)
}

/// The slots of a document in which digits glued together, alone in their row and at least
/// `size` of them, are `size` slots; none if there are no such digits.
pub(super) fn glued(document: &Document, size: usize) -> Option<Stream> {
    let stream = built(document, &[], &BTreeSet::new(), Some(size));
    let any = stream
        .slots
        .iter()
        .any(|slot| matches!(slot.content, Content::Glued(_)));
    any.then_some(stream)
}

/// `chapters` are the places where a chapter of the pack begins.
fn built(
    document: &Document,
    forms: &[Form],
    chapters: &BTreeSet<usize>,
    glued: Option<usize>,
) -> Stream {
    let mut builder = Builder {
        document,
        stream: Stream::default(),
        gap: Gap::default(),
        barrier: false,
        rows: 0,
        glued,
    };
    let mut completed = columns::completed(document);
    let worded = worded(document);
    let mut tables = tables(document, &completed);
    for table in &mut tables {
        uncount(document, table, &mut completed);
    }
    uncount_lines(document, &mut completed);
    let listed = listed(document, forms, &tables);
    let mut nodes = document.nodes.iter().enumerate().peekable();
    while let Some((at, node)) = nodes.next() {
        if let Some(entries) = listed.get(&at) {
            while nodes.next_if(|(_, it)| it.kind == NodeKind::Cell).is_some() {}
            builder.entries(entries);
            continue;
        }
        match &node.kind {
            NodeKind::Row => {
                let mut cells = Vec::new();
                while let Some((_, cell)) = nodes.next_if(|(_, it)| it.kind == NodeKind::Cell) {
                    cells.push(cell.span);
                }
                match (completed.get(&at), worded.get(&at)) {
                    (Some(cells), _) => builder.row(cells),
                    (None, Some(value)) => builder.worded_row(&cells, *value),
                    (None, None) => builder.row(&cells),
                }
            }
            NodeKind::Paragraph { lines } => {
                if node.span.len() > LABEL * 3 || lines.len() > 2 {
                    builder.prose();
                } else {
                    builder.words(node.span);
                }
            }
            NodeKind::Section(heading) => {
                if chapters.contains(&heading.span.start) {
                    builder.chapter();
                }
                builder.words(heading.span);
            }
            NodeKind::Title | NodeKind::TitleLike | NodeKind::Signature | NodeKind::Date(_) => {
                builder.words(node.span);
            }
            NodeKind::Table | NodeKind::Cell | NodeKind::Furniture => {}
        }
    }
    builder.close()
}

struct Builder<'d> {
    document: &'d Document,
    stream: Stream,
    gap: Gap,
    barrier: bool,
    rows: usize,
    /// How many values digits glued together stand for, if they are to be taken.
    glued: Option<usize>,
}

impl Builder<'_> {
    fn folded(&self, span: Span) -> &str {
        self.document.folded.slice(self.document.folded.range(span))
    }

    fn words(&mut self, span: Span) {
        let Some((label, digits)) = self.ending_in_digits(span) else {
            self.label(span);
            return;
        };
        self.label(label);
        let slots = self.shares(&digits, digits_span(span, label));
        self.put(slots, false);
    }

    /// The words before digits glued together, and the digits.
    fn ending_in_digits(&self, span: Span) -> Option<(Span, String)> {
        let size = self.glued?;
        let range = self.document.folded.range(span);
        let text = self.document.folded.slice(range);
        let words = text.trim_end_matches(|it: char| it.is_ascii_digit());
        let digits = text.get(words.len()..)?;
        let whole = !words.ends_with(['.', ',', '-', '+', '/', '(']);
        let label = self
            .document
            .folded
            .span(Span::new(range.start, range.start + words.len()));
        (whole && (size..=DIGITS).contains(&digits.len())).then(|| (label, digits.to_owned()))
    }

    /// One slot for each value that `digits` stand for.
    fn shares(&self, digits: &str, span: Span) -> Vec<(Content, Span)> {
        let size = self.glued.unwrap_or(1);
        vec![(Content::Glued(digits.to_owned()), span); size]
    }

    fn label(&mut self, span: Span) {
        let words = bare(self.folded(span));
        if words.is_empty() {
            return;
        }
        self.gap.start.get_or_insert(span.start);
        self.gap.words.push_str(&words);
        self.gap.pieces.push(span);
        // A unit stands between a label and its value.
        let is_unit = words.chars().count() == 1 || is_unit(&words);
        self.gap.labels += usize::from(!is_unit);
        if !is_unit || self.gap.nearest.is_empty() {
            self.gap.nearest = words;
        }
    }

    /// Ends the words of a chapter: a label that lost its value has none in the next.
    fn chapter(&mut self) {
        if !self.gap.words.is_empty() {
            self.stream.gaps.push(std::mem::take(&mut self.gap));
        }
        self.barrier = true;
    }

    fn prose(&mut self) {
        self.gap = Gap::default();
        self.barrier = true;
    }

    /// Takes rows that were told from how they are printed.
    fn entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            for words in &entry.words {
                self.label(*words);
            }
            let value = entry.value.map(|it| (content(self.folded(it)), it));
            self.put(value.into_iter().collect(), false);
        }
    }

    /// Takes a printed row; of a line that holds several, one after the other.
    fn row(&mut self, cells: &[Span]) {
        // TAB before a cell on a line of its own is how text exports write a cell.
        let cells = match cells {
            [first, rest @ ..] if rest.len() == 1 && first.is_empty() => rest,
            _ => cells,
        };
        let contents: Vec<Content> = cells
            .iter()
            .map(|cell| content(self.folded(*cell)))
            .collect();
        let value = |at: usize| {
            contents
                .get(at)
                .is_some_and(|it| matches!(it, Content::Number(_, _) | Content::Dash))
        };
        // A label between two values begins a row of its own, if there is more than one such.
        let labels: Vec<usize> = (0..cells.len())
            .filter(|at| {
                let begins = *at == 0 || value(at - 1);
                let words = contents.get(*at) == Some(&Content::Words);
                let long = cells.get(*at).is_some_and(|it| it.len() >= 6);
                let then =
                    (at + 1..cells.len()).find(|next| contents.get(*next) != Some(&Content::Words));
                begins && words && long && then.is_some_and(value)
            })
            .collect();
        // 不详 among the values of a row is none.
        let inner = |at: &&usize| **at > 0 && cells.get(**at).is_some_and(|it| it.len() >= 9);
        if labels.len() < 2 || labels.iter().find(inner).is_none() {
            self.single_row(cells, contents);
            return;
        }
        let mut starts = labels;
        if starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let ends: Vec<usize> = starts
            .iter()
            .skip(1)
            .copied()
            .chain([cells.len()])
            .collect();
        for (from, to) in starts.into_iter().zip(ends) {
            if let (Some(cells), Some(contents)) = (cells.get(from..to), contents.get(from..to)) {
                self.single_row(cells, contents.to_vec());
            }
        }
    }

    /// Takes a row whose first value, in cell `value`, is words.
    fn worded_row(&mut self, cells: &[Span], value: usize) {
        let (labels, values) = cells.split_at(value.min(cells.len()));
        for label in labels {
            if content(self.folded(*label)) == Content::Words {
                self.words(*label);
            }
        }
        let slots = values
            .iter()
            .map(|cell| (content(self.folded(*cell)), *cell))
            .collect();
        self.put(slots, false);
    }

    fn single_row(&mut self, cells: &[Span], contents: Vec<Content>) {
        let is_words = |it: &Content| *it == Content::Words;
        // Several labels over blanks are a header, whose words are still to come to use.
        let header = contents.iter().filter(|it| is_words(it)).count() > 1;
        let last_words = contents.iter().rposition(is_words);
        let is_value = |it: &Content| matches!(it, Content::Number(_, _));
        let first_value = contents.iter().position(is_value);
        let last_value = contents.iter().rposition(is_value);
        let labelled = contents.iter().take(first_value.unwrap_or(0)).any(is_words);
        let grid = cells.len() > 2;
        let mut slots = Vec::new();
        for (at, (cell, content)) in cells.iter().zip(contents).enumerate() {
            let after_value = first_value.is_some_and(|value| at > value);
            match content {
                Content::Words if at > 0 && is_odd_number(self.folded(*cell)) => {
                    slots.push((content, *cell));
                }
                Content::Words => {
                    // Words between the numbers of a labelled row are no part of its label.
                    let among = after_value && last_value.is_some_and(|value| at < value);
                    if !(among && labelled) {
                        self.words(*cell);
                    }
                    if grid && after_value && self.folded(*cell).chars().count() <= 12 {
                        slots.push((Content::Words, *cell));
                    }
                }
                // A blank before a label is what a merged label leaves behind.
                Content::Blank if last_words.is_some_and(|words| at < words) && !after_value => {}
                Content::Blank | Content::Dash | Content::Number(_, _) | Content::Glued(_) => {
                    slots.push((content, *cell));
                }
            }
        }
        if let [(Content::Number(_, _), span)] = slots.as_slice()
            && let Some((label, digits)) = self.ending_in_digits(*span)
            && label.is_empty()
        {
            slots = self.shares(&digits, *span);
        }
        self.put(slots, header);
    }

    /// Puts the slots of a row behind the words before it.
    fn put(&mut self, slots: Vec<(Content, Span)>, header: bool) {
        let row = self.rows;
        self.rows += 1;
        let is_number = |(content, _): &(Content, Span)| content.is_number();
        let lone_dash = matches!(slots.as_slice(), [(Content::Dash, _)]);
        let odd = |(_, span): &(Content, Span)| is_odd_number(self.folded(*span));
        let solid = lone_dash || slots.iter().any(|it| is_number(it) || odd(it));
        let row_length = slots.len();
        let first = slots.iter().position(is_number).unwrap_or(row_length);
        let last = slots.iter().rposition(is_number).unwrap_or(0);
        for (place, (content, span)) in slots.into_iter().enumerate() {
            let parted = !self.gap.words.is_empty() && place == 0;
            if parted {
                let gap = if solid || (row_length > 1 && !header) {
                    std::mem::take(&mut self.gap)
                } else {
                    self.gap.clone()
                };
                self.stream.gaps.push(gap);
            } else if self.stream.gaps.is_empty() {
                self.stream.gaps.push(Gap::default());
            }
            let gap = self.stream.gaps.len() - 1;
            self.stream.slots.push(Slot {
                content,
                span,
                row,
                row_length,
                place,
                numbers: (place > first, place < last),
                gap,
                parted,
                barrier: self.barrier,
            });
            self.barrier = false;
        }
    }

    fn close(mut self) -> Stream {
        let rest = std::mem::take(&mut self.gap);
        self.stream.gaps.push(rest);
        self.stream
    }
}

/// What is left of `span` behind its label.
fn digits_span(span: Span, label: Span) -> Span {
    Span::new(label.end.max(span.start), span.end)
}

fn content(text: &str) -> Content {
    match cell_text(text) {
        CellText::Blank => Content::Blank,
        CellText::Dash => Content::Dash,
        CellText::Number(value, unit) => Content::Number(value, unit),
        CellText::Words => Content::Words,
    }
}
