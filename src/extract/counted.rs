//! Rows of tables that begin with a running number: it is nobody's value.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::table::Row;
use crate::document::Document;
use crate::quantity::{CellText, cell_text};
use crate::source::Span;

/// So many rows count from one to the next.
const ROWS: usize = 4;

/// Takes the running numbers from `table`, if its rows are counted; puts those rows into `changed`.
pub(super) fn uncount(
    document: &Document,
    table: &mut [Row],
    changed: &mut BTreeMap<usize, Vec<Span>>,
) {
    let read = |span: Span| cell_text(document.folded.slice(document.folded.range(span)));
    let number = |span: Span| match read(span) {
        CellText::Number(value, unit) => unit.is_empty().then_some(value),
        CellText::Blank | CellText::Dash | CellText::Words => None,
    };
    // Words follow the running number, and a value them.
    let counted = |cells: &[Span]| match cells {
        [first, words, values @ ..] if read(*words) == CellText::Words => {
            number(*first).filter(|_| values.iter().any(|it| number(*it).is_some()))
        }
        _ => None,
    };
    let numbers: Vec<_> = table.iter().filter_map(|row| counted(&row.cells)).collect();
    let rising = numbers.iter().is_sorted_by(|one, next| one < next);
    // Rows without values are counted, too.
    let run = numbers.first().zip(numbers.last());
    let within = run.is_some_and(|(first, last)| *last - *first < Decimal::from(table.len()));
    if numbers.len() < ROWS || !rising || !within {
        return;
    }
    for row in table {
        if counted(&row.cells).is_some() {
            row.cells.remove(0);
            changed.insert(row.node, row.cells.clone());
        }
    }
}
