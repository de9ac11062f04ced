//! Forms with one value a row, printed otherwise than as a label, its unit and its value: with
//! running numbers before the labels, with several columns of values, in two halves side by side,
//! or as a line of text for each row.

use std::collections::BTreeMap;

use super::identity;
use super::table::Row;
use crate::document::{Document, NodeKind};
use crate::form::Form;
use crate::parse::year_of;
use crate::quantity::{CellText, cell_text, is_unit};
use crate::source::Span;

/// So many official labels make a table, or a list of lines.
const LABELS: usize = 8;
/// So many of them stand in each column of labels.
const COLUMN: usize = 4;
/// A column with so many numbers is one of values.
const NUMBERS: usize = 3;

/// A row as it is to be read: its words, and where its value stands.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) words: Vec<Span>,
    pub(super) value: Option<Span>,
}

/// For each node whose rows are not as a form prints them, the rows to be read in its stead.
pub(super) type Listed = BTreeMap<usize, Vec<Entry>>;

/// `tables` are the tables of the document, with lost blanks put in.
pub(super) fn listed(document: &Document, forms: &[Form], tables: &[Vec<Row>]) -> Listed {
    let mut listed = Listed::new();
    for form in forms.iter().filter(|it| !it.row_names().is_empty()) {
        let list = List { document, form };
        // A table without a header goes on from the one before.
        let mut header = Vec::new();
        for table in tables {
            list.table(table, &mut header, &mut listed);
        }
        list.lines(&mut listed);
    }
    listed
}

struct List<'a> {
    document: &'a Document,
    form: &'a Form,
}

/// Labels and the columns of values that belong to them.
struct Half {
    label: usize,
    /// The columns between the labels and the values.
    units: std::ops::Range<usize>,
    values: Vec<usize>,
}

impl List<'_> {
    fn text(&self, span: Span) -> &str {
        self.document.folded.slice(self.document.folded.range(span))
    }

    fn is_label(&self, span: Span) -> bool {
        self.form.is_row_name(self.text(span))
    }

    fn is_number(&self, span: Span) -> bool {
        matches!(cell_text(self.text(span)), CellText::Number(_, _))
    }

    /// Looks at one table; `header` is that of the table before.
    fn table(&self, rows: &[Row], header: &mut Vec<String>, listed: &mut Listed) {
        let labelled = |row: &&Row| row.cells.iter().any(|it| self.is_label(*it));
        let Some(first) = rows.iter().position(|row| labelled(&row)) else {
            return;
        };
        let lengths = rows.iter().filter(labelled).map(|row| row.cells.len());
        let Some(width) = common(lengths) else {
            return;
        };
        let whole: Vec<&Row> = rows.iter().filter(|it| it.cells.len() == width).collect();
        let halves = self.halves(&whole, width);
        let plain = |half: &Half| half.label == 0 && half.values.len() < 2;
        if halves.is_empty() || (halves.len() == 1 && halves.iter().all(plain)) {
            return;
        }
        let above = rows.iter().take(first);
        let above_columns: Vec<String> = (0..width)
            .map(|at| {
                let values = halves.first().map_or(0, |it| it.values.len());
                let cells = above.clone().filter_map(|row| {
                    // A second line of the header may stand over the values alone.
                    let skipped = if row.cells.len() == width {
                        0
                    } else if halves.len() == 1 && row.cells.len() == values {
                        width - values
                    } else {
                        return None;
                    };
                    row.cells.get(at.checked_sub(skipped)?)
                });
                cells.map(|it| self.text(*it)).collect()
            })
            .collect();
        if above_columns.iter().any(|it| !it.is_empty()) || header.len() != width {
            *header = above_columns;
        }
        let year = identity::year(self.document).map(|it| it.value);
        let mut later = Vec::new();
        for (at, half) in halves.iter().enumerate() {
            let chosen = self.chosen(half, header, year);
            let whole = rows.iter().skip(first);
            for row in whole.filter(|it| it.cells.len() == width) {
                let entry = entry(half, chosen, &row.cells);
                if at == 0 {
                    listed.insert(row.node, vec![entry]);
                } else {
                    later.push(entry);
                }
            }
        }
        // The halves on the right are read when the left one ends.
        let mut nodes = rows.iter().rev().map(|row| row.node);
        if let Some(last) = nodes.find(|node| listed.contains_key(node)) {
            listed.entry(last).or_default().append(&mut later);
        }
    }

    /// The columns of labels with those of values behind them.
    fn halves(&self, rows: &[&Row], width: usize) -> Vec<Half> {
        let count = |at: usize, wanted: &dyn Fn(Span) -> bool| {
            let cells = rows.iter().filter_map(|row| row.cells.get(at));
            cells.filter(|it| wanted(**it)).count()
        };
        let labels: Vec<usize> = (0..width)
            .filter(|at| count(*at, &|it| self.is_label(it)) >= COLUMN)
            .collect();
        let all: usize = labels
            .iter()
            .map(|at| count(*at, &|it| self.is_label(it)))
            .sum();
        let Some(lead) = labels.first().copied().filter(|_| all >= LABELS) else {
            return Vec::new();
        };
        let numbers: Vec<bool> = (0..width)
            .map(|at| count(at, &|it| self.is_number(it)) >= NUMBERS)
            .collect();
        let is_value = |at: &usize| numbers.get(*at).copied().unwrap_or(false);
        let counted = (0..lead).any(|at| is_value(&at));
        let mut halves: Vec<Half> = Vec::new();
        for (at, label) in labels.iter().enumerate() {
            // What leads the first half, leads each.
            let end = labels.get(at + 1).map_or(width, |next| {
                next.saturating_sub(if counted { lead } else { 0 })
            });
            let values: Vec<usize> = (label + 1..end).filter(is_value).collect();
            let Some(begin) = values.first().copied() else {
                // Labels of several levels beside each other.
                return Vec::new();
            };
            halves.push(Half {
                label: if counted || at > 0 { *label } else { 0 },
                units: label + 1..begin,
                values,
            });
        }
        halves
    }

    /// The one column of values that is of the whole organ and of the year of the report.
    fn chosen(&self, half: &Half, header: &[String], year: Option<i32>) -> Option<usize> {
        if let [only] = half.values.as_slice() {
            return Some(*only);
        }
        let columns = || self.form.blocks.iter().flat_map(|it| &it.columns);
        let text = |at: &usize| header.get(*at).map_or("", String::as_str);
        let whole = |at: &usize| {
            columns().any(|column| {
                let mut words = column.whole.iter();
                words.any(|word| text(at).contains(word.as_str()))
            })
        };
        let of_year =
            |at: &usize| year_of(text(at)).map(|(year, _)| year) == year && year.is_some();
        let called = |at: &usize| {
            let text = text(at).trim();
            columns().any(|column| column.labels.iter().any(|it| it == text))
        };
        let mut left = half.values.clone();
        let mut told = false;
        for test in [&whole as &dyn Fn(&usize) -> bool, &of_year, &called] {
            let kept: Vec<usize> = left.iter().copied().filter(|at| test(at)).collect();
            if !kept.is_empty() {
                told = true;
                left = kept;
            }
        }
        match left.as_slice() {
            [only] if told => Some(*only),
            _ => None,
        }
    }

    /// Lines of text that are a label and its value.
    fn lines(&self, listed: &mut Listed) {
        let mut found = Listed::new();
        let mut labels = 0;
        // Whether the line before is a label alone.
        let mut label = false;
        for (at, node) in self.document.nodes.iter().enumerate() {
            let lines: Vec<Span> = match &node.kind {
                NodeKind::Paragraph { lines } => lines.clone(),
                NodeKind::Section(heading) => vec![heading.span],
                NodeKind::TitleLike | NodeKind::Signature => vec![node.span],
                NodeKind::Row | NodeKind::Cell => {
                    label = self.is_label(node.span);
                    continue;
                }
                NodeKind::Title | NodeKind::Table | NodeKind::Date(_) | NodeKind::Furniture => {
                    continue;
                }
            };
            let entries: Option<Vec<Entry>> = lines.iter().map(|it| self.line(*it)).collect();
            if let Some(entries) = entries {
                labels += entries.len();
                found.insert(at, entries);
            } else if let ([line], true) = (lines.as_slice(), label)
                && let Some(entry) = self.signed_off(*line)
            {
                listed.insert(at, vec![entry]);
            }
            label = lines.last().is_some_and(|it| self.is_label(*it));
        }
        if labels >= LABELS {
            listed.append(&mut found);
        }
    }

    /// `line` as an official label, marks and a unit, and a number.
    fn line(&self, line: Span) -> Option<Entry> {
        let range = self.document.folded.range(line);
        let text = self.document.folded.slice(range);
        let end = text.trim_end_matches(|it: char| it == ' ' || "。;,、".contains(it));
        let digits = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',');
        let number_end = end.rfind(digits)? + 1;
        let unit = end.get(number_end..)?.trim();
        let before = end.get(..number_end)?.trim_end_matches(digits);
        if !(unit.is_empty() || is_unit(unit)) || before.ends_with(['-', '+']) {
            return None;
        }
        let label = before.trim_end_matches([':', ' ', '\t']);
        let bare = without_unit(label);
        let label = [label, bare]
            .into_iter()
            .find(|it| self.form.is_row_name(it))?;
        let span = |from: usize, to: usize| {
            let range = Span::new(range.start + from, range.start + to);
            self.document.folded.span(range)
        };
        Some(Entry {
            words: vec![span(0, label.len())],
            value: Some(span(before.len(), number_end)),
        })
    }

    /// `line` behind a label as the value of that label and who signs for the table: the value alone.
    fn signed_off(&self, line: Span) -> Option<Entry> {
        let range = self.document.folded.range(line);
        let text = self.document.folded.slice(range);
        let mut at = 0;
        let mut words = text.split(' ').map(|word| {
            let start = at;
            at += word.len() + 1;
            (start, word)
        });
        let mut words = words.by_ref().filter(|(_, word)| !word.is_empty());
        let first = words.next()?;
        let value = if is_unit(first.1) {
            words.next()?
        } else {
            first
        };
        let numbered = matches!(cell_text(value.1), CellText::Number(_, _));
        let signs = words.next().is_some_and(|(_, word)| word.contains(':'));
        let start = range.start + value.0;
        let span = Span::new(start, start + value.1.len());
        (numbered && signs).then(|| Entry {
            words: Vec::new(),
            value: Some(self.document.folded.span(span)),
        })
    }
}

/// A row of `half`: with the value of column `chosen`, else with all of its values in one place,
/// where none of them can be taken for it.
fn entry(half: &Half, chosen: Option<usize>, cells: &[Span]) -> Entry {
    let words = (half.label..half.units.end).filter_map(|at| cells.get(at));
    let all = || {
        let first = half.values.first().and_then(|at| cells.get(*at))?;
        let last = half.values.iter().rev().find_map(|at| cells.get(*at))?;
        Some(first.to(*last))
    };
    Entry {
        words: words.copied().filter(|it| !it.is_empty()).collect(),
        value: match chosen {
            Some(at) => cells.get(at).copied(),
            None => all(),
        },
    }
}

/// `label` without the unit behind it.
fn without_unit(label: &str) -> &str {
    let open = label.trim_end_matches(')');
    let stripped = (1..=2).rev().find_map(|letters| {
        let (at, _) = open.char_indices().rev().nth(letters - 1)?;
        let unit = open.get(at..)?;
        is_unit(unit).then(|| open.get(..at).unwrap_or_default())
    });
    stripped.map_or(label, |it| it.trim_end_matches(['(', ' ', '\t', ':', '/']))
}

/// The most common of some numbers.
fn common(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|(_, times)| **times);
    most.map(|(number, _)| *number)
}
