//! Form: the blank of one official table, as data.
//!
//! A form is a sequence of blocks; a block has columns and rows; a cell is one row under one
//! column and is addressed `form.row.column`.

mod label;
mod layout;
mod scope;

use crate::relation::Relation;

pub(crate) use label::{Labels, Seen};
pub use layout::Layouts;
pub(crate) use layout::{Layout, Printed};
pub use scope::{Address, Instance, Scope, Unknown, terms};

/// The blank of one official table.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its id in paths, such as `applications`.
    pub id: String,
    /// Its short Chinese name, such as 表三.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Its official title.
    pub title: String,
    /// The id of the section it belongs to.
    pub section: Option<String>,
    /// The share of its rows (0–100) that must be recognised for the form to count as found.
    pub found_at: u32,
    /// Its blocks, in official order.
    pub blocks: Vec<Block>,
    /// The relations that hold exactly in every right table, set when the pack is loaded.
    pub identities: Vec<FormRelation>,
    /// Its official layouts, made from its blocks.
    pub layouts: Layouts,
}

/// An identity of a form, with the instances it is checked on.
#[derive(Debug, Clone)]
pub struct FormRelation {
    /// Over what it is repeated.
    pub each: Each,
    /// The equality itself.
    pub relation: Relation,
}

/// Over what a relation is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// Once; its paths name whole cells.
    Once,
    /// For each column; its paths name rows.
    Column,
    /// For each row; its paths name columns.
    Row,
    /// For each part, a cell named `part` in the relation.
    Part,
}

/// Rows under one header.
#[derive(Debug, Clone)]
pub struct Block {
    /// The words of its header, official and accepted.
    pub header: Vec<String>,
    /// Headers of the same rows in the table of another time: numbers under them alone are not its own.
    pub foreign_header: Vec<String>,
    /// Whether the rows stand beside each other in one printed row without labels.
    pub across: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of a block.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its id, without dots.
    pub id: String,
    /// Its short Chinese name.
    pub name: String,
    /// Official label, then accepted variants.
    pub labels: Vec<String>,
    /// Words over it where it stands beside others that are not asked for: those of parts of the
    /// organ, of other years.
    pub whole: Vec<String>,
    /// What its cells count; a row's unit goes before it.
    pub unit: Option<String>,
    /// Whether its cells are totals of others.
    pub total: bool,
    /// Whether its cells may hold decimals.
    pub decimal: bool,
    /// Whether its cells may be negative.
    pub signed: bool,
}

/// A row of a block.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each marks the printed row by itself"
)]
pub struct Row {
    /// Its id, dots for nesting.
    pub id: String,
    /// Its short Chinese name.
    pub name: String,
    /// Official label, then accepted variants.
    pub labels: Vec<String>,
    /// What its cells count.
    pub unit: Option<String>,
    /// Whether its cells are totals of others.
    pub total: bool,
    /// Whether its cells may hold decimals.
    pub decimal: bool,
    /// Whether it is a heading in the table, without cells.
    pub heading: bool,
    /// Whether a blank or dashed cell in it may be read as zero.
    pub blank_is_zero: bool,
    /// The ids of the rows that this single row stands for in another official layout.
    pub instead_of: Vec<String>,
}

/// A row and a column of a form, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    /// The block.
    pub block: usize,
    /// The row in the block.
    pub row: usize,
    /// The column in the block.
    pub column: usize,
}

impl Column {
    /// Whether `name` is its id or its short name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.name == name
    }
}

impl Row {
    /// Whether `name` is its id or its short name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.name == name
    }
}

impl Form {
    /// Whether `name` is its id or its short name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.name == name
    }

    /// Every cell in the form's own order, those of all alternatives.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + '_ {
        self.blocks.iter().enumerate().flat_map(|(block, it)| {
            it.rows
                .iter()
                .enumerate()
                .filter(|(_, row)| !row.heading)
                .flat_map(move |(row, _)| {
                    (0..it.columns.len()).map(move |column| CellId { block, row, column })
                })
        })
    }

    /// The row of `cell`.
    #[must_use]
    pub fn row(&self, cell: CellId) -> Option<&Row> {
        self.blocks.get(cell.block)?.rows.get(cell.row)
    }

    /// The column of `cell`.
    #[must_use]
    pub fn column(&self, cell: CellId) -> Option<&Column> {
        self.blocks.get(cell.block)?.columns.get(cell.column)
    }

    /// The cell of row `row` and column `column`, each by its id or its short name.
    #[must_use]
    pub fn cell(&self, row: &str, column: &str) -> Option<CellId> {
        self.blocks.iter().enumerate().find_map(|(block, it)| {
            let called = |it: &Row| it.is_called(row) && !it.heading;
            let row = it.rows.iter().position(called)?;
            let column = it.columns.iter().position(|it| it.is_called(column))?;
            Some(CellId { block, row, column })
        })
    }

    /// Whether a blank or dashed `cell` may be read as zero: a part of a row that says so.
    #[must_use]
    pub fn blank_is_zero(&self, cell: CellId) -> bool {
        self.row(cell)
            .is_some_and(|row| row.blank_is_zero && !row.total)
            && self.column(cell).is_some_and(|column| !column.total)
    }

    /// Whether `cell` is a total of others.
    #[must_use]
    pub fn is_total(&self, cell: CellId) -> bool {
        self.row(cell).is_some_and(|row| row.total)
            || self.column(cell).is_some_and(|column| column.total)
    }

    /// `row.column` of `cell`, by id.
    #[must_use]
    pub fn path(&self, cell: CellId) -> String {
        match (self.row(cell), self.column(cell)) {
            (Some(row), Some(column)) => format!("{}.{}", row.id, column.id),
            _ => String::new(),
        }
    }

    /// The short Chinese name of `cell`: row, and column where there is more than one.
    #[must_use]
    pub fn cell_name(&self, cell: CellId) -> String {
        let single = self
            .blocks
            .get(cell.block)
            .is_some_and(|block| block.columns.len() < 2);
        match (self.row(cell), self.column(cell)) {
            (Some(row), Some(_)) if single => row.name.clone(),
            (Some(row), Some(column)) => format!("{}/{}", row.name, column.name),
            _ => String::new(),
        }
    }
}
