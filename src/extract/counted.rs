//! Running numbers of the rows of tables: they are nobody's value.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::table::Row;
use crate::document::{Document, NodeKind};
use crate::quantity::{CellText, cell_text};
use crate::source::Span;

/// So many rows count from one to the next.
const ROWS: usize = 4;
/// So many lines do, each a cell of its own: what few lines say may be values.
const LINES: usize = 8;
/// What is printed above running numbers.
const ABOVE: [&str; 7] = ["序号", "编号", "行号", "行次", "代码", "编码", "项号"];

fn read(document: &Document, span: Span) -> CellText {
    cell_text(document.folded.slice(document.folded.range(span)))
}

/// A number that may count: one without a unit.
fn number(document: &Document, span: Span) -> Option<Decimal> {
    match read(document, span) {
        CellText::Number(value, unit) => unit.is_empty().then_some(value),
        CellText::Blank | CellText::Dash | CellText::Words => None,
    }
}

/// The number in cell `column` of a row, if words follow it.
fn counted(document: &Document, row: &Row, column: usize) -> Option<Decimal> {
    let behind = row.cells.get(column + 1..)?;
    let mut told = behind.iter().map(|it| read(document, *it));
    let next = told.find(|it| *it != CellText::Blank);
    let own = row
        .cells
        .get(column)
        .filter(|_| next == Some(CellText::Words))?;
    number(document, *own)
}

/// Takes the running numbers from `table`, if its rows are counted; puts those rows into `changed`.
pub(super) fn uncount(
    document: &Document,
    table: &mut [Row],
    changed: &mut BTreeMap<usize, Vec<Span>>,
) {
    let lead = lead(document, table);
    let Some(first) = lead.first().copied() else {
        return;
    };
    let width = table.get(first).map_or(0, |row| row.cells.len());
    // From the right, since what is taken moves what stands behind it.
    let mut columns: Vec<(usize, Vec<usize>)> = (2..width)
        .rev()
        .map(|column| (column, beside(document, table, column)))
        .collect();
    columns.push((0, lead));
    let whole: Vec<bool> = table.iter().map(|it| it.cells.len() == width).collect();
    for (column, rows) in columns.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        for (at, row) in table.iter_mut().enumerate() {
            let Some(cell) = row.cells.get(column) else {
                continue;
            };
            // The words above the numbers go with them, and the blank of a row without one.
            let above = at < first || read(document, *cell) == CellText::Blank;
            let whole = whole.get(at).copied().unwrap_or(false);
            if rows.contains(&at) || (whole && above) {
                row.cells.remove(column);
                changed.insert(row.node, row.cells.clone());
            }
        }
    }
}

/// The rows that begin with a running number.
fn lead(document: &Document, table: &[Row]) -> Vec<usize> {
    let all: Vec<(usize, Decimal)> = table
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, counted(document, row, 0)?)))
        .collect();
    let filled: Vec<&(usize, Decimal)> = all
        .iter()
        .filter(|(at, _)| {
            let mut values = table
                .get(*at)
                .into_iter()
                .flat_map(|row| &row.cells)
                .skip(2);
            values.any(|it| number(document, *it).is_some())
        })
        .collect();
    let of_all = || all.iter().map(|(at, _)| *at).collect();
    let rising = filled.iter().is_sorted_by(|(_, one), (_, next)| one < next);
    let run = filled.first().zip(filled.last());
    // Rows without values are counted, too.
    let within =
        run.is_some_and(|((_, first), (_, last))| *last - *first < Decimal::from(table.len()));
    if filled.len() >= ROWS && rising && within {
        // A row without a value has the running number that its place asks for.
        let fits = |(at, own): &&(usize, Decimal)| {
            let before = filled.iter().rev().find(|(row, _)| row < at);
            let after = filled.iter().find(|(row, _)| row > at);
            before.is_none_or(|(_, it)| it < own) && after.is_none_or(|(_, it)| own < it)
        };
        return all.iter().filter(fits).map(|(at, _)| *at).collect();
    }
    let long = |(at, _): &(usize, Decimal)| table.get(*at).is_some_and(|it| it.cells.len() > 2);
    let steps = all.iter().zip(all.iter().skip(1));
    let mut steps = steps.map(|((_, one), (_, next))| *next - *one);
    if all.len() >= ROWS && all.iter().all(long) && steps.all(|it| it == Decimal::ONE) {
        return of_all();
    }
    let first = all.first().map_or(0, |(at, _)| *at);
    let mut header = table.iter().take(first).filter_map(|row| row.cells.first());
    if header.any(|it| is_above(document, *it)) {
        of_all()
    } else {
        Vec::new()
    }
}

/// The rows that have a running number in `column`, too, where labels and values begin again.
fn beside(document: &Document, table: &[Row], column: usize) -> Vec<usize> {
    let rows = table.iter().enumerate();
    let numbers: Vec<(usize, Decimal)> = rows
        .filter_map(|(at, row)| Some((at, counted(document, row, column)?)))
        .collect();
    let steps = numbers.iter().zip(numbers.iter().skip(1));
    let steps: BTreeSet<Decimal> = steps.map(|((_, one), (_, next))| *next - *one).collect();
    // 1 and 2 beside each other, or 1 and 34.
    let even = steps.len() == 1
        && steps
            .iter()
            .all(|it| [Decimal::ONE, Decimal::TWO].contains(it));
    if numbers.len() < ROWS || !even {
        return Vec::new();
    }
    numbers.into_iter().map(|(at, _)| at).collect()
}

/// Takes the running numbers that stand on lines of their own before their labels, where every cell
/// is a line; puts those rows into `changed`.
pub(super) fn uncount_lines(document: &Document, changed: &mut BTreeMap<usize, Vec<Span>>) {
    let mut nodes = document.nodes.iter().enumerate().peekable();
    let mut lines: Vec<Told> = Vec::new();
    while let Some((at, node)) = nodes.next() {
        match node.kind {
            NodeKind::Row => {
                let mut cells = Vec::new();
                while let Some((_, cell)) = nodes.next_if(|(_, it)| it.kind == NodeKind::Cell) {
                    cells.push(cell.span);
                }
                cells.retain(|it| !it.is_empty());
                lines.push(match cells.as_slice() {
                    [only] if is_above(document, *only) => Told::Above,
                    [only] => {
                        number(document, *only).map_or(Told::Words, |it| Told::Number(at, it))
                    }
                    _ => Told::Words,
                });
            }
            NodeKind::Table | NodeKind::Cell | NodeKind::Furniture => {}
            NodeKind::Title
            | NodeKind::TitleLike
            | NodeKind::Section(_)
            | NodeKind::Paragraph { .. }
            | NodeKind::Signature
            | NodeKind::Date(_) => lines.push(if is_above(document, node.span) {
                Told::Above
            } else {
                Told::Words
            }),
        }
    }
    let mut run = Run::default();
    for (line, behind) in lines.iter().zip(lines.iter().skip(1)) {
        match line {
            Told::Above => {
                run.end(changed);
                run.announced = true;
            }
            Told::Number(at, number) => {
                run.number(*at, *number, *behind == Told::Words, changed);
            }
            Told::Words => {}
        }
    }
    run.end(changed);
}

/// What a line that is a cell of its own says.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// What is printed above running numbers.
    Above,
    /// A number, and its node.
    Number(usize, Decimal),
    Words,
}

/// Numbers of lines that count, as far as they are read.
#[derive(Debug, Default)]
struct Run {
    nodes: Vec<usize>,
    /// Whether a header says that numbers count what follows.
    announced: bool,
    /// Whether a value stood behind the last of them: each row has one at most.
    valued: bool,
}

impl Run {
    fn number(
        &mut self,
        node: usize,
        number: Decimal,
        before_words: bool,
        changed: &mut BTreeMap<usize, Vec<Span>>,
    ) {
        let is_next = |run: &Self| before_words && number == Decimal::from(run.nodes.len() + 1);
        if !is_next(self) && (self.valued || self.nodes.is_empty()) {
            self.end(changed);
        }
        if is_next(self) {
            self.nodes.push(node);
            self.valued = false;
        } else {
            self.valued = true;
        }
    }

    fn end(&mut self, changed: &mut BTreeMap<usize, Vec<Span>>) {
        if self.nodes.len() >= LINES || self.announced {
            changed.extend(self.nodes.iter().map(|at| (*at, Vec::new())));
        }
        *self = Self::default();
    }
}

/// Whether these are the words above running numbers.
fn is_above(document: &Document, span: Span) -> bool {
    let text = document.folded.slice(document.folded.range(span));
    ABOVE.contains(&text.replace(' ', "").trim())
}
