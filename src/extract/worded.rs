//! Rows of a table in which words stand where every other row has its first value: 没有, or digits
//! that are no number. By themselves such words look like one more label.

use std::collections::BTreeMap;

use crate::document::{Document, NodeKind};
use crate::quantity::{CellText, cell_text};

/// A row of fewer cells is no row of a grid.
const CELLS: usize = 4;
/// So many rows of a table must begin their values at the same cell.
const ROWS: usize = 4;
/// Words of more characters are a label.
const LONGEST: usize = 6;

/// A row as it is printed.
struct Printed {
    node: usize,
    cells: Vec<CellText>,
    /// Which of them are short enough to stand for a value.
    short: Vec<bool>,
}

impl Printed {
    /// The first cell with a number.
    fn first(&self) -> Option<usize> {
        self.cells.iter().position(is_number)
    }

    /// Whether words stand for the value of cell `at`: a label before them, values behind. A label
    /// over several columns may leave blanks between.
    fn is_worded(&self, at: usize) -> bool {
        let is_words = |at: usize| self.cells.get(at) == Some(&CellText::Words);
        let mut rest = self.cells.iter().skip(at + 1);
        let before = (0..at).rev();
        let label = before.skip_while(|it| self.cells.get(*it) == Some(&CellText::Blank));
        let labelled = label.take(1).any(is_words);
        let short = self.short.get(at).copied().unwrap_or(false);
        labelled
            && short
            && is_words(at)
            && self.cells.iter().skip(at + 1).any(is_number)
            && rest.all(|it| *it != CellText::Words)
    }
}

fn is_number(text: &CellText) -> bool {
    matches!(text, CellText::Number(_, _))
}

/// For each row (by node) with words for its first value, which of its cells they stand in.
pub(super) fn worded(document: &Document) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    let mut table: Vec<Printed> = Vec::new();
    for (at, node) in document.nodes.iter().enumerate() {
        match node.kind {
            NodeKind::Table => judge(&std::mem::take(&mut table), &mut found),
            NodeKind::Row => table.push(Printed {
                node: at,
                cells: Vec::new(),
                short: Vec::new(),
            }),
            NodeKind::Cell => {
                let range = document.folded.range(node.span);
                let text = document.folded.slice(range).trim();
                if let Some(row) = table.last_mut() {
                    row.cells.push(cell_text(text));
                    row.short.push(text.chars().count() <= LONGEST);
                }
            }
            NodeKind::Title
            | NodeKind::Section(_)
            | NodeKind::TitleLike
            | NodeKind::Paragraph { .. }
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => {}
        }
    }
    judge(&table, &mut found);
    found
}

/// Looks at the rows of one table: those of as many cells begin their values at the same one.
fn judge(table: &[Printed], found: &mut BTreeMap<usize, usize>) {
    let mut begins: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for row in table.iter().filter(|it| it.cells.len() >= CELLS) {
        if let Some(first) = row.first() {
            let of_length = begins.entry(row.cells.len()).or_default();
            *of_length.entry(first).or_default() += 1;
        }
    }
    for row in table {
        let Some(firsts) = begins.get(&row.cells.len()) else {
            continue;
        };
        let all: usize = firsts.values().sum();
        let Some((at, rows)) = firsts.iter().max_by_key(|(_, rows)| **rows) else {
            continue;
        };
        let most = *rows >= ROWS && rows * 4 >= all * 3;
        if most && row.is_worded(*at) {
            found.insert(row.node, *at);
        }
    }
}
