//! How well words fit the labels of a form.
//!
//! Labels are compared by pairs of neighbouring letters, each weighted by how few rows hold it:
//! that bears lost and damaged letters, numbering, and text that has come between.

use std::collections::HashMap;

use super::stream::Gap;
use crate::fold::key;
use crate::form::{Block, Row};

/// The labels of a form's printed rows.
#[derive(Debug)]
pub(super) struct Labels {
    pairs: HashMap<(char, char), u32>,
    /// For each printed row, its labels: pairs and their weight.
    rows: Vec<Vec<Label>>,
}

#[derive(Debug)]
struct Label {
    pairs: Vec<(u32, f32)>,
    weight: f32,
    letters: usize,
}

/// The pairs that a gap holds, in bits.
#[derive(Debug, Default)]
pub(super) struct Seen {
    words: Vec<u64>,
    nearest: Vec<u64>,
    /// How many pairs the nearest fragment has, known or not.
    nearest_pairs: usize,
}

/// The words a printed row may be labelled with.
pub(super) fn row_labels(block: &Block, row: &Row) -> Vec<String> {
    if block.across {
        vec![block.header.join("")]
    } else {
        row.labels.clone()
    }
}

impl Labels {
    pub(super) fn new(rows: &[Vec<String>]) -> Self {
        let mut pairs: HashMap<(char, char), u32> = HashMap::new();
        let mut spread: Vec<f32> = Vec::new();
        let keyed: Vec<Vec<(Vec<u32>, usize)>> = rows
            .iter()
            .map(|labels| {
                let keyed: Vec<(Vec<u32>, usize)> = labels
                    .iter()
                    .map(|label| {
                        let key = key(label);
                        let ids = pairs_of(&key)
                            .map(|pair| {
                                let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
                                *pairs.entry(pair).or_insert(next)
                            })
                            .collect();
                        (ids, key.chars().count())
                    })
                    .collect();
                keyed
            })
            .collect();
        spread.resize(pairs.len(), 0.0);
        for labels in &keyed {
            let mut ids: Vec<u32> = labels
                .iter()
                .flat_map(|(ids, _)| ids.iter().copied())
                .collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                if let Some(count) = spread.get_mut(id as usize) {
                    *count += 1.0;
                }
            }
        }
        let weight = |id: u32| {
            spread
                .get(id as usize)
                .map_or(0.0, |count| 1.0 / count.max(1.0))
        };
        let rows = keyed
            .into_iter()
            .map(|labels| {
                labels
                    .into_iter()
                    .map(|(mut ids, letters)| {
                        ids.sort_unstable();
                        ids.dedup();
                        let pairs: Vec<(u32, f32)> =
                            ids.into_iter().map(|id| (id, weight(id))).collect();
                        Label {
                            weight: pairs.iter().map(|(_, weight)| weight).sum(),
                            pairs,
                            letters,
                        }
                    })
                    .collect()
            })
            .collect();
        Self { pairs, rows }
    }

    /// What a gap holds of the form's pairs.
    pub(super) fn seen(&self, gap: &Gap) -> Seen {
        let bits = |text: &str| {
            let mut set = vec![0_u64; self.pairs.len() / 64 + 1];
            let mut count = 0;
            for pair in pairs_of(text) {
                count += 1;
                if let Some(id) = self.pairs.get(&pair)
                    && let Some(word) = set.get_mut(*id as usize / 64)
                {
                    *word |= 1 << (id % 64);
                }
            }
            (set, count)
        };
        let (words, _) = bits(&gap.words);
        let (nearest, nearest_pairs) = bits(&gap.nearest);
        Seen {
            words,
            nearest,
            nearest_pairs,
        }
    }

    /// How much of the fragment next to a slot is part of a label of printed row `row`.
    pub(super) fn near(&self, row: usize, gap: &Seen) -> f32 {
        self.rows
            .get(row)
            .into_iter()
            .flatten()
            .map(|label| {
                let near = label
                    .pairs
                    .iter()
                    .filter(|(id, _)| holds(&gap.nearest, *id))
                    .count();
                ratio(near, gap.nearest_pairs)
            })
            .fold(0.0, f32::max)
    }

    /// How much of the longest label of printed row `row` a gap holds.
    pub(super) fn held(&self, row: usize, gap: &Seen) -> f32 {
        let labels = self.rows.get(row).into_iter().flatten();
        let longest = labels.max_by_key(|label| label.pairs.len());
        longest.map_or(0.0, |label| {
            let held = label.pairs.iter().filter(|(id, _)| holds(&gap.words, *id));
            ratio(held.count(), label.pairs.len())
        })
    }

    /// How well printed row `row` is labelled by a gap: 1 fully, 0 not at all, below 0 if the gap
    /// clearly names something else.
    pub(super) fn fit(&self, row: usize, gap: &Seen, more: Option<&Seen>) -> f32 {
        let Some(labels) = self.rows.get(row) else {
            return 0.0;
        };
        let mut best = 0.0_f32;
        for label in labels {
            if label.weight <= 0.0 {
                continue;
            }
            let in_more = |id: u32| more.is_some_and(|more| holds(&more.words, id));
            let found: f32 = label
                .pairs
                .iter()
                .filter(|(id, _)| holds(&gap.words, *id) || in_more(*id))
                .map(|(_, weight)| weight)
                .sum();
            let recall = found / label.weight;
            let near = label
                .pairs
                .iter()
                .filter(|(id, _)| holds(&gap.nearest, *id))
                .count();
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

fn holds(set: &[u64], id: u32) -> bool {
    set.get(id as usize / 64)
        .is_some_and(|word| word >> (id % 64) & 1 == 1)
}

fn pairs_of(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}
