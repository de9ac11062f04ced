//! How well a row of some length stands at each slot, whatever its labels are.

use super::stream::{Slot, Stream};

/// The price of a row of numbers that no row of the form takes.
const PASSED: f32 = 0.3;
/// The price of prose inside a table.
pub(super) const BARRIER: f32 = 1.5;

/// How a row stands from some slot on, whichever row it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// What it is worth that its slots are where they are.
    pub(super) worth: f32,
    /// Whether prose stands before it.
    pub(super) barrier: bool,
    /// Whether it holds no number.
    pub(super) blank: bool,
}

/// What it costs to pass over slot `at`.
pub(super) fn pass(stream: &Stream, at: usize) -> f32 {
    let Some(slot) = stream.slots.get(at) else {
        return 0.0;
    };
    let number = slot.content.is_number();
    let starts = at
        .checked_sub(1)
        .and_then(|it| stream.slots.get(it))
        .is_none_or(|it| it.row != slot.row || !it.content.is_number());
    let barrier = if slot.barrier { BARRIER } else { 0.0 };
    if number && starts {
        PASSED + barrier
    } else {
        barrier
    }
}

/// How a row of `width` slots stands from each slot on; none where it cannot.
pub(super) fn places(stream: &Stream, width: usize) -> Vec<Option<Place>> {
    (0..=stream.slots.len())
        .map(|at| place(stream.slots.get(at..at + width)?))
        .collect()
}

fn place(taken: &[Slot]) -> Option<Place> {
    let (first, last) = (taken.first()?, taken.last()?);
    let whole_rows = taken
        .iter()
        .skip(1)
        .all(|slot| !slot.parted && !slot.barrier);
    if !whole_rows {
        return None;
    }
    let number = |slot: &Slot| slot.content.is_number();
    let one_row = taken.iter().all(|slot| slot.row == first.row);
    // Numbers of the same printed row must not be left over on either side.
    let (left, right) = (first.numbers.0, last.numbers.1);
    let multi = first.row_length > 1 || last.row_length > 1;
    let whole = || first.place % taken.len() == 0 && first.row_length % taken.len() == 0;
    let worth = match (one_row, multi) {
        (true, _) if !left && !right => 0.3,
        (true, _) if taken.len() == 1 => return None,
        (false, false) => 0.1,
        // A line may hold several rows one after the other, but only whole ones.
        (true, _) if whole() => -0.2,
        (true, _) => return None,
        (false, true) if left || right => return None,
        (false, true) => 0.0,
    };
    let blanks_beside = one_row && first.row_length > taken.len() && !taken.iter().all(number);
    let worth = if blanks_beside {
        worth - 0.1 * f32::from(u8::try_from(first.place).unwrap_or(u8::MAX))
    } else {
        worth
    };
    Some(Place {
        worth,
        barrier: first.barrier,
        blank: !taken.iter().any(number),
    })
}
