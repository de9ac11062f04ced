//! A form that is one printed row, when its header is there and the row has not as many cells as it
//! should.

use super::stream::{Slot, Stream};
use crate::document::Document;
use crate::fact::{CellFact, CellState, FormFacts};
use crate::form::Form;

/// How much of the words of the header must be there.
const HEADED: f32 = 0.6;
/// Over so many stretches of words a header may be spread by the blanks of merged cells.
const SPREAD: usize = 4;

/// The form with every cell unread; none unless its header is there.
pub(super) fn uneven(document: &Document, stream: &Stream, form: &Form) -> Option<FormFacts> {
    let [layout] = form.layouts() else {
        return None;
    };
    let [row] = layout.rows.as_slice() else {
        return None;
    };
    let held: Vec<f32> = (0..stream.gaps.len())
        .map(|from| {
            let gaps = stream.gaps.iter().skip(from).take(SPREAD);
            let words: String = gaps.map(|gap| gap.words.as_str()).collect();
            let labels = &layout.labels;
            labels.held(0, &labels.seen(&words, ""))
        })
        .collect();
    let most = held.iter().copied().fold(0.0, f32::max);
    if most < HEADED {
        return None;
    }
    // Of the stretches that hold the most, the one where the header begins is the last.
    let header = held.iter().rposition(|it| *it >= most)?;
    let values = values(stream, header);
    let first = values.first().copied();
    let span = first
        .zip(values.last())
        .map(|(first, last)| first.span.to(last.span));
    let counted = values.len();
    let parted = span.is_some_and(|span| {
        let text = document.folded.slice(document.folded.range(span));
        text.matches(['\t', '|']).count() + 1 >= counted
    });
    let cells = row.cells.iter().map(|cell| CellFact {
        cell: *cell,
        value: None,
        raw: String::new(),
        state: CellState::Unread,
        confirmed: false,
        span: None,
    });
    Some(FormFacts {
        form: form.id.clone(),
        found: true,
        span,
        cells: cells.collect(),
        uneven: (parted && counted != row.cells.len()).then_some(counted),
        labels: Vec::new(),
    })
}

/// The cells of the first row with a value behind the words from `header` on. Blanks before it are
/// those of the header.
fn values(stream: &Stream, header: usize) -> Vec<&Slot> {
    let behind = |slot: &&Slot| (header..header + SPREAD).contains(&slot.gap);
    let rows = stream.slots.iter().filter(behind);
    let Some(row) = rows
        .clone()
        .find(|slot| slot.content.is_number())
        .map(|slot| slot.row)
    else {
        return Vec::new();
    };
    let one_row = stream.slots.iter().filter(|slot| slot.row == row);
    one_row.collect()
}
