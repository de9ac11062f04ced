//! The official layouts of a form: the rows each prints, with their labels ready to be compared.

use std::sync::OnceLock;

use super::label::Labels;
use super::{CellId, Form};
use crate::fold::key;

/// What reading a form needs again for each report, made when it is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Layouts(OnceLock<Prepared>);

#[derive(Debug, Clone)]
struct Prepared {
    layouts: Vec<Layout>,
    keys: Vec<String>,
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

impl Form {
    /// The official layouts of the form; its rows no longer change when this is asked.
    pub(crate) fn layouts(&self) -> &[Layout] {
        &self.prepared().layouts
    }

    /// The keys of all labels and header words.
    pub(crate) fn label_keys(&self) -> &[String] {
        &self.prepared().keys
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
            }
        })
    }
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
