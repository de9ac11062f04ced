//! How well words fit the labels of a form.
//!
//! Labels are compared by pairs of neighbouring letters, each weighted by how few rows hold it:
//! that bears lost and damaged letters, numbering, and text that has come between.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fold::key;

/// The labels of a form's printed rows.
#[derive(Debug, Clone)]
pub(crate) struct Labels {
    /// The number of each pair of letters that a label holds.
    numbers: HashMap<(char, char), usize, BuildHasherDefault<PairHasher>>,
    /// The weight of each pair.
    weights: Vec<f32>,
    /// For each printed row, its labels.
    rows: Vec<Vec<Label>>,
    /// For each printed row, the pairs of all its labels.
    held: Vec<Pairs>,
}

#[derive(Debug, Clone)]
struct Label {
    pairs: Pairs,
    weight: f32,
    letters: usize,
}

/// What a gap holds of a form's pairs.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    words: Pairs,
    nearest: Pairs,
    /// How many pairs the nearest fragment has, known or not.
    nearest_pairs: usize,
}

/// Pairs by their numbers, in bits.
#[derive(Debug, Clone, Default)]
struct Pairs {
    bits: Vec<u64>,
}

impl Pairs {
    fn insert(&mut self, number: usize) {
        if self.bits.len() <= number / 64 {
            self.bits.resize(number / 64 + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(number / 64) {
            *bits |= 1 << (number % 64);
        }
    }

    /// All pairs of the labels of a row.
    fn union(row: &[Label]) -> Self {
        let mut held = Self::default();
        for pairs in row.iter().map(|label| &label.pairs) {
            held.bits.resize(held.bits.len().max(pairs.bits.len()), 0);
            for (all, own) in held.bits.iter_mut().zip(&pairs.bits) {
                *all |= own;
            }
        }
        held
    }

    fn bits(&self, at: usize) -> u64 {
        self.bits.get(at).copied().unwrap_or(0)
    }

    fn meets(&self, other: &Self) -> bool {
        let mut both = self.bits.iter().zip(&other.bits);
        both.any(|(one, other)| one & other != 0)
    }

    fn count_in(&self, other: &Self) -> usize {
        let both = self.bits.iter().zip(&other.bits);
        both.map(|(one, other)| ones(one & other).count()).sum()
    }

    /// The weight of those that `one` or `other` holds too, added in order.
    fn weight_in(&self, one: &Self, other: Option<&Self>, weights: &[f32]) -> f32 {
        let mut sum = 0.0;
        for (at, (own, weights)) in self.bits.iter().zip(weights.chunks(64)).enumerate() {
            let both = own & (one.bits(at) | other.map_or(0, |other| other.bits(at)));
            for place in ones(both) {
                sum += weights.get(place).copied().unwrap_or(0.0);
            }
        }
        sum
    }
}

/// The places of the bits that are set, in order.
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let place = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            place
        })
    })
}

/// Hashes two letters. The words of a report are looked up only, so nobody can crowd the table.
#[derive(Debug, Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, letter: u32) {
        self.0 = (self.0.rotate_left(26) ^ u64::from(letter)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

impl Labels {
    /// The labels of printed rows, in order.
    pub(crate) fn new<'l>(rows: impl Iterator<Item = &'l [String]>) -> Self {
        let mut numbers = HashMap::default();
        let rows: Vec<Vec<Label>> = rows
            .map(|labels| {
                labels
                    .iter()
                    .map(|label| {
                        let key = key(label);
                        let mut pairs = Pairs::default();
                        for pair in pairs_of(&key) {
                            let next = numbers.len();
                            pairs.insert(*numbers.entry(pair).or_insert(next));
                        }
                        Label {
                            pairs,
                            weight: 0.0,
                            letters: key.chars().count(),
                        }
                    })
                    .collect()
            })
            .collect();
        let held = rows.iter().map(|row| Pairs::union(row)).collect();
        let mut labels = Self {
            weights: vec![0.0; numbers.len()],
            numbers,
            rows,
            held,
        };
        labels.weigh();
        labels
    }

    /// A pair weighs the more, the fewer rows hold it; a label weighs what its pairs do.
    fn weigh(&mut self) {
        for held in &self.held {
            for (at, weights) in self.weights.chunks_mut(64).enumerate() {
                for place in ones(held.bits(at)) {
                    if let Some(rows) = weights.get_mut(place) {
                        *rows += 1.0;
                    }
                }
            }
        }
        for weight in &mut self.weights {
            *weight = 1.0 / weight.max(1.0);
        }
        for label in self.rows.iter_mut().flatten() {
            label.weight = label.pairs.weight_in(&label.pairs, None, &self.weights);
        }
    }

    /// What a gap holds of the form's pairs: all of its words, and those nearest to the slot.
    pub(crate) fn seen(&self, words: &str, nearest: &str) -> Seen {
        let known = |text: &str| {
            let mut known = Pairs::default();
            let numbers = pairs_of(text).filter_map(|pair| self.numbers.get(&pair));
            numbers.for_each(|number| known.insert(*number));
            known
        };
        Seen {
            words: known(words),
            nearest: known(nearest),
            nearest_pairs: nearest.chars().count().saturating_sub(1),
        }
    }

    /// How much of the fragment next to a slot is part of a label of printed row `row`.
    pub(crate) fn near(&self, row: usize, gap: &Seen) -> f32 {
        self.rows
            .get(row)
            .into_iter()
            .flatten()
            .map(|label| ratio(label.pairs.count_in(&gap.nearest), gap.nearest_pairs))
            .fold(0.0, f32::max)
    }

    /// How much of the longest label of printed row `row` a gap holds.
    pub(crate) fn held(&self, row: usize, gap: &Seen) -> f32 {
        let labels = self.rows.get(row).into_iter().flatten();
        let all = |label: &Label| label.pairs.count_in(&label.pairs);
        let longest = labels.max_by_key(|label| all(label));
        longest.map_or(0.0, |label| {
            ratio(label.pairs.count_in(&gap.words), all(label))
        })
    }

    /// How well printed row `row` is labelled by a gap: 1 fully, 0 not at all, below 0 if the gap
    /// clearly names something else.
    pub(crate) fn fit(&self, row: usize, gap: &Seen, more: Option<&Seen>) -> f32 {
        let (Some(labels), Some(held)) = (self.rows.get(row), self.held.get(row)) else {
            return 0.0;
        };
        let more = more.map(|more| &more.words);
        let near = [Some(&gap.words), Some(&gap.nearest), more];
        // Most words have nothing of most rows.
        let meets = near.into_iter().flatten().any(|it| held.meets(it));
        let labels = if meets { labels } else { &[][..] };
        let mut best = 0.0_f32;
        for label in labels {
            if label.weight <= 0.0 {
                continue;
            }
            let found = label.pairs.weight_in(&gap.words, more, &self.weights);
            let near = label.pairs.count_in(&gap.nearest);
            if found <= 0.0 && near == 0 {
                continue;
            }
            let recall = found / label.weight;
            let precision = ratio(near, gap.nearest_pairs);
            let whole = 0.75 * recall + 0.25 * precision;
            // An abbreviation is wholly part of the label.
            let short = if gap.nearest_pairs >= 1 && near >= 1 {
                0.7 * precision * precision
            } else {
                0.0
            };
            let tiny = if label.letters <= 2 {
                recall * precision
            } else {
                whole
            };
            best = best.max(
                if label.letters <= 2 {
                    tiny.max(0.5 * whole)
                } else {
                    whole
                }
                .max(short),
            );
        }
        if best < 0.3 && gap.nearest_pairs >= 2 {
            best - 0.6
        } else {
            best
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of letters in a label are small"
)]
fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        0.0
    } else {
        (part as f32 / whole as f32).min(1.0)
    }
}

fn pairs_of(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}
