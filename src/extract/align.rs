//! Aligns the slots of a document to the rows of a form, both in order.
//!
//! A row takes as many neighbouring slots as it has columns. Labels near the slots speak for a
//! row, words that name something else against it. Rows and slots may be passed over at a price.
//! A row is read only if every other way to align it is clearly worse.

use super::label::{Labels, Seen};
use super::stream::{Slot, Stream};

/// A printed row to be found: how many slots it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) slots: usize,
}

/// How the rows of a form were found.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    /// The worth of the whole.
    pub(super) score: f32,
    /// For each wanted row, its first slot.
    pub(super) rows: Vec<Found>,
    /// The number of rows with a fitting label.
    pub(super) labelled: usize,
    /// For each wanted row, whether its label stands somewhere in the document.
    pub(super) named: Vec<bool>,
}

/// How one row was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Found {
    /// At this slot, beyond doubt.
    At(usize),
    /// Perhaps at this slot.
    Doubtful(usize),
    /// Nowhere.
    Nowhere,
}

/// Where labels stand to their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Around,
}

/// The price of a row that is not there.
const ROW: f32 = 0.45;
/// The price of a row of numbers that no row of the form takes.
const PASSED: f32 = 0.3;
/// The price of prose inside a table.
const BARRIER: f32 = 1.5;
/// How much worse every other alignment of a row must be.
const MARGIN: f32 = 0.25;
/// How much of the words right before a row without numbers must be its label.
const NEAR: f32 = 0.75;
/// How much less a row without any number is worth.
const EMPTY: f32 = 0.3;
/// How much words count that stand before an earlier row.
const INHERITED: f32 = 0.6;
/// How much clearer a row must be on average with the words on both sides.
const AROUND: f32 = 0.12;
/// More slots than this are not looked through when no label fits any row.
const UNLABELLED: usize = 2000;
/// A label fits from here on.
pub(super) const FITS: f32 = 0.5;

pub(super) fn align(stream: &Stream, wanted: &[Wanted], labels: &Labels) -> Option<Alignment> {
    let seen: Vec<Seen> = stream.gaps.iter().map(|gap| labels.seen(gap)).collect();
    let fits = Table::filled(wanted.len(), seen.len(), |row, gap| {
        seen.get(gap).map_or(0.0, |gap| labels.fit(row, gap, None))
    });
    // Numbers without end and without a label are no table of anybody's.
    if stream.slots.len() > UNLABELLED && !fits.any_from(FITS) {
        return None;
    }
    let on = |side: Side| {
        let grid = Grid {
            stream,
            wanted,
            labels,
            seen: &seen,
            fits: &fits,
            side,
        };
        grid.align()
    };
    let rows = wanted.len();
    let before = on(Side::Before);
    let worth = |found: &Option<Alignment>| found.as_ref().map_or(0.0, |it| it.score) + 0.2;
    let labelled = before.as_ref().map_or(0, |it| it.labelled);
    if labelled == rows {
        return before;
    }
    // Labels behind their values must be there for every row: a table with labels in front, read
    // one row off, has nearly all of them too.
    let after = on(Side::After).filter(|it| it.labelled == rows && it.score > worth(&before));
    if after.is_some() {
        return after;
    }
    // Words on both sides let a single row drift to its neighbour: they are believed only where
    // they make the whole table clearer.
    #[expect(clippy::cast_precision_loss, reason = "a form has few rows")]
    let much = AROUND * rows as f32;
    on(Side::Around)
        .filter(|it| it.score > worth(&before) + much)
        .or(before)
}

struct Grid<'a> {
    stream: &'a Stream,
    wanted: &'a [Wanted],
    labels: &'a Labels,
    seen: &'a [Seen],
    /// How well each gap alone labels each row.
    fits: &'a Table,
    side: Side,
}

impl Grid<'_> {
    fn slot(&self, at: usize) -> Option<&Slot> {
        self.stream.slots.get(at)
    }

    fn align(&self) -> Option<Alignment> {
        let (rows, slots) = (self.wanted.len(), self.stream.slots.len());
        let gains = Table::filled(rows, slots + 1, |row, at| self.gain(row, at));
        let low = f32::NEG_INFINITY;
        // The best worth of all rows before `row` within the slots before `at`.
        let mut before = Table::new(rows + 1, slots + 1, low);
        for at in 0..=slots {
            before.set(0, at, 0.0);
        }
        for row in 0..=rows {
            for at in 0..=slots {
                let here = before.get(row, at);
                if here.is_infinite() {
                    continue;
                }
                if row > 0 && at < slots {
                    before.raise(row, at + 1, here - self.pass(at));
                }
                if let Some(wanted) = self.wanted.get(row) {
                    before.raise(row + 1, at, here - ROW);
                    let gain = gains.get(row, at);
                    if gain > low {
                        before.raise(row + 1, at + wanted.slots, here + gain);
                    }
                }
            }
        }
        let mut after = Table::new(rows + 1, slots + 1, low);
        for at in 0..=slots {
            after.set(rows, at, 0.0);
        }
        for row in (0..=rows).rev() {
            for at in (0..=slots).rev() {
                let mut worth = after.get(row, at);
                if row > 0 && row < rows && at < slots {
                    worth = worth.max(after.get(row, at + 1) - self.pass(at));
                }
                if row == 0 && at < slots {
                    worth = worth.max(after.get(0, at + 1));
                }
                if let Some(wanted) = self.wanted.get(row) {
                    worth = worth.max(after.get(row + 1, at) - ROW);
                    let gain = gains.get(row, at);
                    if gain > low {
                        worth = worth.max(gain + after.get(row + 1, at + wanted.slots));
                    }
                }
                after.set(row, at, worth);
            }
        }
        let score = after.get(0, 0);
        self.trace(score, &gains, &before, &after)
    }

    /// Follows the best alignment and asks of each row whether another is nearly as good.
    fn trace(&self, score: f32, gains: &Table, before: &Table, after: &Table) -> Option<Alignment> {
        let slots = self.stream.slots.len();
        let mut rows = Vec::with_capacity(self.wanted.len());
        let mut labelled = 0;
        let mut from = 0;
        for (row, wanted) in self.wanted.iter().enumerate() {
            let worth = |at: usize| {
                before.get(row, at) + gains.get(row, at) + after.get(row + 1, at + wanted.slots)
            };
            let skipped = (0..=slots)
                .map(|at| before.get(row, at) - ROW + after.get(row + 1, at))
                .fold(f32::NEG_INFINITY, f32::max);
            let best = (from..=slots)
                .filter(|at| gains.get(row, *at) > f32::NEG_INFINITY)
                .fold(None, |best: Option<(usize, f32)>, at| {
                    let worth = worth(at);
                    if best.is_none_or(|(_, most)| worth > most + 1e-4) {
                        Some((at, worth))
                    } else {
                        best
                    }
                });
            let Some((at, most)) =
                best.filter(|(_, most)| *most + 1e-3 >= score && *most > skipped)
            else {
                rows.push(Found::Nowhere);
                continue;
            };
            let close = most - MARGIN;
            let rivalled = skipped > close
                || (0..=slots).any(|other| {
                    gains.get(row, other) > f32::NEG_INFINITY
                        && worth(other) > close
                        && !self.same(at, other, wanted.slots)
                });
            labelled += usize::from(self.evidence(row, at) >= FITS);

            rows.push(if rivalled {
                Found::Doubtful(at)
            } else {
                Found::At(at)
            });
            from = at + wanted.slots;
        }
        let named = (0..self.wanted.len())
            .map(|row| (0..self.seen.len()).any(|gap| self.fits.get(row, gap) >= FITS + 0.2))
            .collect();
        rows.iter()
            .any(|it| *it != Found::Nowhere)
            .then_some(Alignment {
                score,
                rows,
                labelled,
                named,
            })
    }

    /// Whether two places hold the same values, so that nothing hangs on the choice.
    fn same(&self, one: usize, other: usize, length: usize) -> bool {
        one == other
            || (0..length).all(|step| {
                let of = |at: usize| self.slot(at + step).map(|slot| &slot.content);
                of(one).is_some() && of(one) == of(other)
            })
    }

    fn pass(&self, at: usize) -> f32 {
        let Some(slot) = self.slot(at) else {
            return 0.0;
        };
        let number = slot.content.is_number();
        let starts = at
            .checked_sub(1)
            .and_then(|it| self.slot(it))
            .is_none_or(|it| it.row != slot.row || !it.content.is_number());
        let barrier = if slot.barrier { BARRIER } else { 0.0 };
        if number && starts {
            PASSED + barrier
        } else {
            barrier
        }
    }

    /// What it is worth to take `row` from slot `at` on; minus infinity if it cannot stand there.
    fn gain(&self, row: usize, at: usize) -> f32 {
        let Some(wanted) = self.wanted.get(row) else {
            return f32::NEG_INFINITY;
        };
        let Some(first) = self.slot(at) else {
            return f32::NEG_INFINITY;
        };
        let end = at + wanted.slots;
        let Some(taken) = self.stream.slots.get(at..end) else {
            return f32::NEG_INFINITY;
        };
        let whole_rows = taken
            .iter()
            .skip(1)
            .all(|slot| !slot.parted && !slot.barrier);
        if !whole_rows {
            return f32::NEG_INFINITY;
        }
        let number = |slot: &Slot| slot.content.is_number();
        let one_row = taken.iter().all(|slot| slot.row == first.row);
        // Numbers of the same printed row must not be left over on either side.
        let last = taken.last().unwrap_or(first);
        let (left, right) = (first.numbers.0, last.numbers.1);
        let multi = first.row_length > 1 || last.row_length > 1;
        let form = match (one_row, multi) {
            (true, _) if !left && !right => 0.3,
            (true, _) if wanted.slots == 1 => return f32::NEG_INFINITY,
            (false, false) => 0.1,
            // A line may hold several rows one after the other, but only whole ones.
            (true, _)
                if first.place % wanted.slots == 0 && first.row_length % wanted.slots == 0 =>
            {
                -0.2
            }
            (true, _) => return f32::NEG_INFINITY,
            (false, true) if left || right => return f32::NEG_INFINITY,
            (false, true) => 0.0,
        };
        let blanks_beside = one_row && first.row_length > wanted.slots && !taken.iter().all(number);
        let form = if blanks_beside {
            form - 0.1 * f32::from(u8::try_from(first.place).unwrap_or(u8::MAX))
        } else {
            form
        };
        let barrier = if first.barrier && row > 0 {
            BARRIER
        } else {
            0.0
        };
        let evidence = self.evidence(row, at);
        let blank = taken.iter().all(|slot| !number(slot));
        // A row without any number needs a label to be a row at all.
        let near = || {
            let gap = self.seen.get(first.gap);
            first.parted && gap.is_some_and(|gap| self.labels.near(row, gap) >= NEAR)
        };
        if blank && (evidence < FITS || !near()) {
            return f32::NEG_INFINITY;
        }
        form + evidence - barrier - if blank { EMPTY } else { 0.0 }
    }

    fn evidence(&self, row: usize, at: usize) -> f32 {
        let Some(slot) = self.slot(at) else {
            return 0.0;
        };
        let Some(wanted) = self.wanted.get(row) else {
            return 0.0;
        };
        let next = match self.slot(at + wanted.slots) {
            Some(slot) if slot.parted => Some(slot.gap),
            Some(_) => None,
            None => self.seen.len().checked_sub(1),
        };
        // Words further up speak for a row without words of its own, but never against it.
        let own = if slot.parted {
            self.fits.get(row, slot.gap)
        } else {
            (INHERITED * self.fits.get(row, slot.gap)).max(0.0)
        };
        let alone = |gap: Option<usize>| gap.map_or(0.0, |gap| self.fits.get(row, gap));
        match (self.side, next) {
            (Side::Before, _) | (Side::Around, None) => own,
            (Side::After, next) => alone(next),
            (Side::Around, Some(next)) => {
                let none = Seen::default();
                self.labels.fit(
                    row,
                    self.seen.get(slot.gap).unwrap_or(&none),
                    self.seen.get(next),
                )
            }
        }
    }
}

/// Numbers in rows and columns.
struct Table {
    width: usize,
    cells: Vec<f32>,
}

impl Table {
    fn new(rows: usize, width: usize, value: f32) -> Self {
        Self {
            width,
            cells: vec![value; rows * width],
        }
    }

    fn filled(rows: usize, width: usize, value: impl Fn(usize, usize) -> f32) -> Self {
        let cells = (0..rows)
            .flat_map(|row| (0..width).map(move |at| (row, at)))
            .map(|(row, at)| value(row, at))
            .collect();
        Self { width, cells }
    }

    fn any_from(&self, value: f32) -> bool {
        self.cells.iter().any(|cell| *cell >= value)
    }

    fn get(&self, row: usize, at: usize) -> f32 {
        if at >= self.width {
            return f32::NEG_INFINITY;
        }
        self.cells
            .get(row * self.width + at)
            .copied()
            .unwrap_or(f32::NEG_INFINITY)
    }

    fn set(&mut self, row: usize, at: usize, value: f32) {
        if at < self.width
            && let Some(cell) = self.cells.get_mut(row * self.width + at)
        {
            *cell = value;
        }
    }

    fn raise(&mut self, row: usize, at: usize, value: f32) {
        if value > self.get(row, at) {
            self.set(row, at, value);
        }
    }
}
