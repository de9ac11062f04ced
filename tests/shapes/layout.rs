//! A filled form as printed lines of words, before any shape is given to it.

use hegui::form::{CellId, Form};

use hegui::fill::Filled;

/// A printed table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) blocks: Vec<Block>,
}

/// Lines under one header.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The line above the columns, if there is one.
    pub(crate) above: Vec<String>,
    /// What stands over the labels and the units.
    pub(crate) lead: Vec<String>,
    /// What stands over the values.
    pub(crate) columns: Vec<String>,
    /// The rows; one without a label where rows stand beside each other.
    pub(crate) rows: Vec<Line>,
}

/// One printed row.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) label: Option<String>,
    pub(crate) unit: Option<String>,
    /// Empty for a heading.
    pub(crate) values: Vec<String>,
}

impl Table {
    /// `form` as it is printed with the numbers of `filled`.
    pub(crate) fn of(form: &Form, filled: &Filled) -> Self {
        let block = |at: usize| {
            if form.blocks[at].across {
                across(form, at, filled)
            } else {
                down(form, at, filled)
            }
        };
        Self {
            blocks: (0..form.blocks.len()).map(block).collect(),
        }
    }

    /// The same with every row label changed by `change`, which is given the row's number.
    pub(crate) fn relabelled(&self, change: impl Fn(usize, &str) -> String) -> Self {
        let mut table = self.clone();
        let rows = table.blocks.iter_mut().flat_map(|block| &mut block.rows);
        for (at, row) in rows.enumerate() {
            row.label = row.label.as_ref().map(|label| change(at, label));
        }
        table
    }
}

impl Line {
    /// Its cells from left to right.
    pub(crate) fn cells(&self) -> Vec<String> {
        self.label
            .iter()
            .chain(&self.unit)
            .chain(&self.values)
            .cloned()
            .collect()
    }

    /// Its unit and values, without the label.
    pub(crate) fn numbers(&self) -> Vec<String> {
        self.unit.iter().chain(&self.values).cloned().collect()
    }
}

impl Block {
    /// The lines of the header.
    pub(crate) fn head(&self) -> Vec<Vec<String>> {
        let above = (!self.above.is_empty()).then(|| self.above.clone());
        let columns = self.lead.iter().chain(&self.columns).cloned().collect();
        above.into_iter().chain([columns]).collect()
    }
}

fn values(form: &Form, filled: &Filled, block: usize, row: usize) -> Vec<String> {
    let columns = 0..form.blocks[block].columns.len();
    columns
        .map(|column| filled.cells[&CellId { block, row, column }].text.clone())
        .collect()
}

fn down(form: &Form, at: usize, filled: &Filled) -> Block {
    let block = &form.blocks[at];
    let units = block.columns.len() == 1 && block.rows.iter().any(|row| row.unit.is_some());
    let rows = block
        .rows
        .iter()
        .enumerate()
        .filter(|(row, _)| filled.rows.contains(&(at, *row)));
    let rows = rows.map(|(index, row)| Line {
        label: Some(row.labels[0].clone()),
        unit: units.then(|| row.unit.clone().unwrap_or_else(|| "—".into())),
        values: if row.heading {
            vec!["—".into()]
        } else {
            values(form, filled, at, index)
        },
    });
    // With units the first header words stand over the labels and the units themselves.
    let lead = if units {
        block.header.iter().take(2).cloned().collect()
    } else {
        vec![String::new()]
    };
    Block {
        above: if units {
            Vec::new()
        } else {
            vec![block.header[0].clone()]
        },
        lead,
        columns: block
            .columns
            .iter()
            .map(|column| column.labels[0].clone())
            .collect(),
        rows: rows.collect(),
    }
}

fn across(form: &Form, at: usize, filled: &Filled) -> Block {
    let block = &form.blocks[at];
    let mut line = Line {
        label: None,
        unit: None,
        values: Vec::new(),
    };
    let mut header = Block {
        above: Vec::new(),
        lead: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
    };
    for (index, row) in block.rows.iter().enumerate() {
        header.above.push(row.labels[0].clone());
        header
            .above
            .extend(block.columns.iter().skip(1).map(|_| String::new()));
        header
            .columns
            .extend(block.columns.iter().map(|column| column.labels[0].clone()));
        line.values.extend(values(form, filled, at, index));
    }
    header.rows = vec![line];
    header
}
