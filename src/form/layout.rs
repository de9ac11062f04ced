//! The official layouts of a form: the rows each prints, with their labels ready to be compared.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::label::Labels;
use super::{Block, CellId, Form};
use crate::fold::{bare, key};

/// A form with one value a row and at least so many rows is told by single lines, too.
const LIST: usize = 8;

/// What reading a form needs again for each report, made when it is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Layouts(OnceLock<Prepared>);

#[derive(Debug, Clone)]
struct Prepared {
    layouts: Vec<Layout>,
    keys: Vec<String>,
    names: BTreeSet<String>,
}

/// One official layout of a form.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) rows: Vec<Printed>,
    pub(crate) labels: Labels,
}

/// A row as it is printed: its slots are the cells of one row of a block, or of all of them when
/// the block runs across.
#[derive(Debug, Clone)]
pub(crate) struct Printed {
    pub(crate) cells: Vec<CellId>,
    labels: Vec<String>,
}

impl Printed {
    /// The letters of its labels, without numbers before them.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> + '_ {
        let labels = self.labels.iter();
        labels.map(|label| unnumbered(&key(label)).to_owned())
    }
}

impl Form {
    /// The official layouts of the form; its rows no longer change when this is asked.
    pub(crate) fn layouts(&self) -> &[Layout] {
        &self.prepared().layouts
    }

    /// The keys of all labels and header words.
    pub(crate) fn label_keys(&self) -> &[String] {
        &self.prepared().keys
    }

    /// The labels of the rows of a form with many rows of one value each; none of another form.
    pub(crate) fn row_names(&self) -> &BTreeSet<String> {
        &self.prepared().names
    }

    /// Whether a folded text is the label of a row, with or without its number, of such a form.
    pub(crate) fn is_row_name(&self, text: &str) -> bool {
        // No label is as long as a line of prose.
        text.len() < 400 && self.row_names().contains(unnumbered(&bare(text)))
    }

    fn prepared(&self) -> &Prepared {
        self.layouts.0.get_or_init(|| {
            let words = self.blocks.iter().flat_map(|block| {
                let labels = block.rows.iter().flat_map(|row| &row.labels);
                labels.chain(&block.header)
            });
            Prepared {
                layouts: layouts(self)
                    .into_iter()
                    .map(|rows| Layout {
                        labels: Labels::new(rows.iter().map(|row| row.labels.as_slice())),
                        rows,
                    })
                    .collect(),
                keys: words.map(|word| key(word)).collect(),
                names: names(self),
            }
        })
    }
}

/// The labels of all rows with a value, if each has one value and they are many.
fn names(form: &Form) -> BTreeSet<String> {
    let single = |block: &Block| block.columns.len() == 1 && !block.across;
    let rows: usize = form.blocks.iter().map(|it| it.rows.len()).sum();
    if rows < LIST || !form.blocks.iter().all(single) {
        return BTreeSet::new();
    }
    let rows = form.blocks.iter().flat_map(|block| &block.rows);
    let labels = rows.filter(|row| !row.heading).flat_map(|row| &row.labels);
    let names = labels.map(|label| unnumbered(&key(label)).to_owned());
    names.filter(|it| !it.is_empty()).collect()
}

/// The letters of a label without the number before them.
fn unnumbered(letters: &str) -> &str {
    letters.trim_start_matches(|it| "一二三四五六七八九十".contains(it))
}

/// The printed rows of each official layout of the form.
fn layouts(form: &Form) -> Vec<Vec<Printed>> {
    let single: Vec<&str> = form
        .blocks
        .iter()
        .flat_map(|block| &block.rows)
        .filter(|row| !row.instead_of.is_empty())
        .map(|row| row.id.as_str())
        .collect();
    let choices = 1_usize << single.len().min(4);
    (0..choices)
        .map(|choice| {
            let chosen = |id: &str| {
                single
                    .iter()
                    .position(|it| *it == id)
                    .map(|at| choice >> at & 1 == 1)
            };
            let replaced = |id: &str| {
                form.blocks.iter().flat_map(|block| &block.rows).any(|row| {
                    chosen(&row.id) == Some(true) && row.instead_of.iter().any(|other| other == id)
                })
            };
            printed(form, &|id| chosen(id) != Some(false) && !replaced(id))
        })
        .collect()
}

fn printed(form: &Form, present: &dyn Fn(&str) -> bool) -> Vec<Printed> {
    let mut printed = Vec::new();
    for (at, block) in form.blocks.iter().enumerate() {
        let mut across = Vec::new();
        for (row, it) in block
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.heading && present(&row.id))
        {
            let cells = (0..block.columns.len()).map(|column| CellId {
                block: at,
                row,
                column,
            });
            if block.across {
                across.extend(cells);
            } else {
                printed.push(Printed {
                    cells: cells.collect(),
                    labels: it.labels.clone(),
                });
            }
        }
        if !across.is_empty() {
            printed.push(Printed {
                cells: across,
                labels: vec![block.header.join("")],
            });
        }
    }
    printed
}
