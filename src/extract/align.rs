//! Aligns the slots of a document to the rows of a form, both in order.
//!
//! A row takes as many neighbouring slots as it has columns. Labels near the slots speak for a
//! row, words that name something else against it. Rows and slots may be passed over at a price.
//! A row is read only if every other way to align it is clearly worse.

use std::collections::{BTreeMap, BTreeSet};

use super::fits::Fits;
use super::place::{BARRIER, Place, pass, places};
use super::stream::{Gap, Slot, Stream};
use crate::form::{Labels, Seen};

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
/// A label stands there as a whole from here on.
const WHOLE: f32 = 0.9;
/// A label fits from here on.
pub(super) const FITS: f32 = 0.5;

pub(super) fn align(stream: &Stream, wanted: &[Wanted], labels: &Labels) -> Option<Alignment> {
    let seen: Vec<Seen> = stream
        .gaps
        .iter()
        .map(|gap| labels.seen(&gap.words, &gap.nearest))
        .collect();
    let fits = Fits::filled(wanted.len(), seen.len(), |row, gap| {
        seen.get(gap).map_or(0.0, |gap| labels.fit(row, gap, None))
    });
    // Numbers without end and without a label are no table of anybody's.
    if stream.slots.len() > UNLABELLED && !fits.any_from(FITS) {
        return None;
    }
    let widths: BTreeSet<usize> = wanted.iter().map(|row| row.slots).collect();
    let places: Vec<(usize, Vec<Option<Place>>)> = widths
        .into_iter()
        .map(|width| (width, places(stream, width)))
        .collect();
    let passes: Vec<f32> = (0..=stream.slots.len())
        .map(|at| pass(stream, at))
        .collect();
    let on = |side: Side| {
        let grid = Grid {
            stream,
            wanted,
            labels,
            seen: &seen,
            fits: &fits,
            places: &places,
            passes: &passes,
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
    let after = fits
        .all_rows_from(FITS)
        .then(|| on(Side::After))
        .flatten()
        .filter(|it| it.labelled == rows && it.score > worth(&before));
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
    fits: &'a Fits,
    /// For each number of slots that a row may have, how one stands from each slot on.
    places: &'a [(usize, Vec<Option<Place>>)],
    /// What it costs to pass over each slot.
    passes: &'a [f32],
    side: Side,
}

impl Grid<'_> {
    fn slot(&self, at: usize) -> Option<&Slot> {
        self.stream.slots.get(at)
    }

    fn align(&self) -> Option<Alignment> {
        let gains: Vec<Vec<f32>> = (0..self.wanted.len()).map(|row| self.gains(row)).collect();
        let before = self.before(&gains);
        let after = self.after(&gains);
        let begun = self.begun(&gains, &after);
        self.trace(&begun, &gains, &before, &after)
    }

    /// What `row` need not pay at each slot if it is the first of the form that is there: prose stands
    /// before a table, not in it.
    fn freed(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        let slots = self.wanted.get(row).map_or(0, |wanted| wanted.slots);
        let places = self.places.iter().find(|(width, _)| *width == slots);
        let places = places.into_iter().flat_map(|(_, places)| places);
        places.map(|it| it.filter(|it| it.barrier).map_or(0.0, |_| BARRIER))
    }

    /// What all rows before `row` are worth if none of them is there.
    #[expect(clippy::cast_precision_loss, reason = "a form has few rows")]
    fn none_before(row: usize) -> f32 {
        -ROW * row as f32
    }

    /// For each row, and one after the last: the best worth of it and all after it if none before it
    /// is there.
    fn begun(&self, gains: &[Vec<f32>], after: &[Vec<f32>]) -> Vec<f32> {
        let mut begun = vec![0.0];
        let mut below = 0.0_f32;
        let tables = gains.iter().zip(after.iter().skip(1)).enumerate().rev();
        for (row, (gains, after)) in tables {
            let slots = self.wanted.get(row).map_or(0, |wanted| wanted.slots);
            let here = self.freed(row).zip(gains).zip(after.iter().skip(slots));
            let here = here.map(|((freed, gain), after)| freed + gain + after);
            below = here.fold(below - ROW, f32::max);
            begun.push(below);
        }
        begun.reverse();
        begun
    }

    /// For each row, and one after the last, and each slot: the best worth of all rows before that
    /// row within the slots before that slot.
    fn before(&self, gains: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut table = Vec::with_capacity(gains.len() + 1);
        // Slots before the first row cost nothing.
        let mut above = vec![0.0; self.passes.len()];
        for (at, (wanted, gains)) in self.wanted.iter().zip(gains).enumerate() {
            let mut row: Vec<f32> = above.iter().map(|worth| worth - ROW).collect();
            let worths = self.entered(at, &above).zip(gains);
            for (here, (worth, gain)) in row.iter_mut().skip(wanted.slots).zip(worths) {
                *here = here.max(worth + gain);
            }
            let mut passed = f32::NEG_INFINITY;
            for (here, pass) in row.iter_mut().zip(self.passes) {
                *here = here.max(passed);
                passed = *here - pass;
            }
            table.push(std::mem::replace(&mut above, row));
        }
        table.push(above);
        table
    }

    /// The best worth of all rows before `row` within the slots before each slot at which it is taken;
    /// `above` is that without what it is freed of.
    fn entered<'t>(&'t self, row: usize, above: &'t [f32]) -> impl Iterator<Item = f32> + 't {
        let none = Self::none_before(row);
        let freed = self.freed(row).map(move |freed| none + freed);
        above.iter().zip(freed).map(|(worth, none)| worth.max(none))
    }

    /// For each row, and one after the last, and each slot: the best worth of that row and all
    /// after it from that slot on.
    fn after(&self, gains: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut table = Vec::with_capacity(gains.len() + 1);
        // Slots after the last row cost nothing.
        let mut below = vec![0.0; self.passes.len()];
        for (at, (wanted, gains)) in self.wanted.iter().zip(gains).enumerate().rev() {
            let mut row: Vec<f32> = below.iter().map(|worth| worth - ROW).collect();
            for ((here, worth), gain) in row
                .iter_mut()
                .zip(below.iter().skip(wanted.slots))
                .zip(gains)
            {
                *here = here.max(gain + worth);
            }
            let mut passed = f32::NEG_INFINITY;
            for (here, pass) in row.iter_mut().zip(self.passes).rev() {
                *here = here.max(passed - if at > 0 { *pass } else { 0.0 });
                passed = *here;
            }
            table.push(std::mem::replace(&mut below, row));
        }
        table.push(below);
        table.reverse();
        table
    }

    /// Follows the best alignment and asks of each row whether another is nearly as good.
    fn trace(
        &self,
        begun: &[f32],
        gains: &[Vec<f32>],
        before: &[Vec<f32>],
        after: &[Vec<f32>],
    ) -> Option<Alignment> {
        let score = begun.first().copied().unwrap_or(0.0);
        let mut rows = Vec::with_capacity(self.wanted.len());
        let mut labelled = 0;
        let mut from = 0;
        let tables = gains.iter().zip(before).zip(after.iter().skip(1));
        for ((row, wanted), ((gains, before), after)) in self.wanted.iter().enumerate().zip(tables)
        {
            // What the whole is worth with the row at each slot, and without it.
            let worths: Vec<f32> = self
                .entered(row, before)
                .zip(gains)
                .zip(after.iter().skip(wanted.slots))
                .map(|((before, gain), after)| before + gain + after)
                .collect();
            let below = begun.get(row + 1).copied().unwrap_or(0.0);
            let skipped = before
                .iter()
                .zip(after)
                .map(|(before, after)| before - ROW + after)
                .fold(Self::none_before(row + 1) + below, f32::max);
            let best = worths.iter().enumerate().skip(from).fold(
                None,
                |best: Option<(usize, f32)>, (at, worth)| {
                    let most = best.map_or(f32::NEG_INFINITY, |(_, most)| most);
                    if *worth > most + 1e-4 {
                        Some((at, *worth))
                    } else {
                        best
                    }
                },
            );
            let Some((at, most)) =
                best.filter(|(_, most)| *most + 1e-3 >= score && *most > skipped)
            else {
                rows.push(Found::Nowhere);
                continue;
            };
            let close = most - MARGIN;
            let rivalled = skipped > close
                || worths
                    .iter()
                    .enumerate()
                    .any(|(other, worth)| *worth > close && !self.same(at, other, wanted.slots));
            labelled += usize::from(self.evidence(row, at) >= FITS);

            rows.push(if rivalled {
                Found::Doubtful(at)
            } else {
                Found::At(at)
            });
            from = at + wanted.slots;
        }
        let named = self.named(&rows);
        rows.iter()
            .any(|it| *it != Found::Nowhere)
            .then_some(Alignment {
                score,
                rows,
                labelled,
                named,
            })
    }

    /// For each row, whether its label stands somewhere. Words that are wholly the label of another
    /// row, and fit it as well, are not its own: 不同意公开 holds 同意公开.
    fn named(&self, rows: &[Found]) -> Vec<bool> {
        let mut owners: BTreeMap<usize, usize> = BTreeMap::new();
        for (row, found) in rows.iter().enumerate() {
            let slot = match found {
                Found::At(at) => self.slot(*at),
                Found::Doubtful(_) | Found::Nowhere => None,
            };
            let whole = |it: &&Slot| {
                let gap = self.stream.gaps.get(it.gap);
                it.parted && gap.is_some_and(|it| it.labels == 1)
            };
            if let Some(slot) = slot.filter(whole).filter(|_| self.side == Side::Before) {
                owners.insert(slot.gap, row);
            }
        }
        let is_named = |row: usize| {
            (0..self.seen.len()).any(|gap| {
                let fit = self.fits.get(row, gap);
                let owner = owners.get(&gap).filter(|it| **it != row);
                fit >= FITS + 0.2 && owner.is_none_or(|it| self.fits.get(*it, gap) < fit)
            })
        };
        (0..self.wanted.len()).map(is_named).collect()
    }

    /// Whether two places hold the same values, so that nothing hangs on the choice.
    fn same(&self, one: usize, other: usize, length: usize) -> bool {
        one == other
            || (0..length).all(|step| {
                let of = |at: usize| self.slot(at + step).map(|slot| &slot.content);
                of(one).is_some() && of(one) == of(other)
            })
    }

    /// What it is worth to take `row` from each slot on; minus infinity where it cannot stand.
    fn gains(&self, row: usize) -> Vec<f32> {
        let slots = self.wanted.get(row).map_or(0, |wanted| wanted.slots);
        let places = self.places.iter().find(|(width, _)| *width == slots);
        let places = places.into_iter().flat_map(|(_, places)| places);
        places
            .enumerate()
            .map(|(at, place)| place.map_or(f32::NEG_INFINITY, |place| self.gain(row, at, place)))
            .collect()
    }

    fn gain(&self, row: usize, at: usize, place: Place) -> f32 {
        let barrier = if place.barrier { BARRIER } else { 0.0 };
        let evidence = self.evidence(row, at);
        // A row without any number needs a label to be a row at all.
        let near = || {
            let slot = self.slot(at).filter(|slot| slot.parted);
            let gap = slot.and_then(|slot| self.seen.get(slot.gap));
            gap.is_some_and(|gap| self.labels.near(row, gap) >= NEAR)
        };
        if place.blank && (evidence < FITS || !near()) {
            return f32::NEG_INFINITY;
        }
        place.worth + evidence - barrier - if place.blank { EMPTY } else { 0.0 }
    }

    /// Whether the words next to the slots behind a gap are the whole label of `row`.
    fn is_before(&self, row: usize, gap: usize) -> bool {
        let near = || self.seen.get(gap).map(|gap| self.labels.near(row, gap));
        let last = |it: &Gap| it.words.ends_with(&it.nearest);
        self.fits.get(row, gap) >= WHOLE
            && near().is_some_and(|it| it >= NEAR)
            && self.stream.gaps.get(gap).is_some_and(last)
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
            // A label that stands wholly before the next value is that of the next.
            (Side::Around, Some(next)) if self.is_before(row, next) => own,
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
