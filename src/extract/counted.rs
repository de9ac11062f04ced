//! Rows of tables that begin with a running number: it is nobody's value.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::{Document, NodeKind};
use crate::quantity::{CellText, cell_text};
use crate::source::Span;

/// So many rows count from one to the next.
const ROWS: usize = 4;

/// Puts into `rows` (by node) those rows of tables that are counted, without their numbers.
pub(super) fn uncount(document: &Document, rows: &mut BTreeMap<usize, Vec<Span>>) {
    let mut table: Vec<(usize, Vec<Span>)> = Vec::new();
    for (at, node) in document.nodes.iter().enumerate() {
        match node.kind {
            NodeKind::Row => table.push((at, Vec::new())),
            NodeKind::Cell => {
                if let Some((_, cells)) = table.last_mut() {
                    cells.push(node.span);
                }
            }
            NodeKind::Table => strip(document, &std::mem::take(&mut table), rows),
            _ => {}
        }
    }
    strip(document, &table, rows);
}

fn strip(document: &Document, table: &[(usize, Vec<Span>)], rows: &mut BTreeMap<usize, Vec<Span>>) {
    let read = |span: Span| cell_text(document.folded.slice(document.folded.range(span)));
    let number = |span: Span| match read(span) {
        CellText::Number(value, unit) if unit.is_empty() => Some(value),
        _ => None,
    };
    // Words follow the running number, and a value them.
    let counted = |cells: &[Span]| match cells {
        [first, words, values @ ..] if read(*words) == CellText::Words => {
            number(*first).filter(|_| values.iter().any(|it| number(*it).is_some()))
        }
        _ => None,
    };
    let numbers: Vec<_> = table
        .iter()
        .filter_map(|(_, cells)| counted(cells))
        .collect();
    let rising = numbers.iter().is_sorted_by(|one, next| one < next);
    // Rows without values are counted, too.
    let run = numbers.first().zip(numbers.last());
    let within = run.is_some_and(|(first, last)| *last - *first < Decimal::from(table.len()));
    if numbers.len() < ROWS || !rising || !within {
        return;
    }
    for (node, cells) in table {
        if counted(cells).is_some() {
            let whole = rows.get(node).unwrap_or(cells);
            let rest = whole.get(1..).unwrap_or_default().to_vec();
            rows.insert(*node, rest);
        }
    }
}
