//! Flow: what stands in a file, in reading order, as its paragraphs and tables.
//!
//! A reader tells it what it meets: text, the ends of lines and paragraphs, tables with their
//! rows and cells. Tables that only arrange a page are dissolved when they end, so that what
//! comes out is flat, whatever was nested in what.

use super::error::Fault;
use super::grid::{Block, Cell, Table, Text};

/// How many rows a cell covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// So many; the columns it covers are taken in the rows below.
    Count(usize),
    /// One, and the cells below that continue it.
    Begins,
    /// It belongs to the cell above.
    Continues,
}

/// What stands for a picture, as converters to Markdown write it.
pub(super) const PICTURE: &str = "![图片]";
/// A table of more columns is refused.
const COLUMNS: usize = 2000;
/// A cell covers no more columns, as in browsers.
const SPAN: usize = 1000;
/// A table of more cells is refused.
const CELLS: usize = 200_000;

/// A file that tells more bytes than this, with all it repeats, is no report.
const TOLD: usize = 32 * 1024 * 1024;
/// A cell or row that says it stands so many times and more is refused, unless it is empty.
const COPIES: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Flow {
    line: String,
    /// Which paragraph of the file the line belongs to.
    from: Option<usize>,
    blocks: Vec<Block>,
    /// What waits for the end of the paragraph: text boxes are read after it.
    asides: Vec<Block>,
    /// Whether the line shows a picture, and no words so far.
    pictured: bool,
    frames: Vec<Frame>,
    /// Whether a table had more columns or cells than are kept.
    full: bool,
    /// How many bytes were told, copies included.
    told: usize,
}

#[derive(Debug)]
enum Frame {
    Table {
        outer: Vec<Block>,
        table: Open,
    },
    /// A cell, with what its table's own frame holds meanwhile.
    Cell {
        cell: Option<Cell>,
        into: Option<usize>,
    },
    Aside {
        line: String,
        blocks: Vec<Block>,
        asides: Vec<Block>,
    },
}

/// A table that has not ended.
#[derive(Debug, Default)]
struct Open {
    cells: Vec<Cell>,
    rows: usize,
    column: usize,
    /// For each column, the row before which it is taken from above.
    taken: Vec<usize>,
    /// For each column, the cell that a continuation belongs to.
    merging: Vec<Option<usize>>,
}

impl Flow {
    pub(super) fn text(&mut self, text: &str) {
        if self.room(text.len()) {
            self.line.push_str(text);
        }
        self.pictured &= text.trim().is_empty();
    }

    fn room(&mut self, length: usize) -> bool {
        self.told = self.told.saturating_add(length);
        self.told <= TOLD
    }

    /// A table of the file has more cells than are kept.
    pub(super) fn overfill(&mut self) {
        self.full = true;
    }

    /// From here on, the paragraph of the file that is number `number` is told.
    pub(super) fn begin_paragraph(&mut self, number: usize) {
        self.from = Some(number);
        if let Some(Frame::Cell {
            cell: Some(cell), ..
        }) = self.frames.last_mut()
        {
            cell.from = cell.from.or(self.from);
        }
    }

    /// Whether nothing was said since the last end of a line or paragraph.
    pub(super) fn at_line_start(&self) -> bool {
        self.line.is_empty() || self.line.ends_with('\n')
    }

    /// How long the line is.
    pub(super) fn length(&self) -> usize {
        self.line.len()
    }

    /// Takes back what the line says from byte `start` on.
    pub(super) fn cut(&mut self, start: usize) {
        if self.line.is_char_boundary(start) {
            self.line.truncate(start);
        }
    }

    /// Says `text` before what the line says from byte `start` on.
    pub(super) fn insert(&mut self, start: usize, text: &str) {
        if self.line.is_char_boundary(start) && self.room(text.len()) {
            self.line.insert_str(start, text);
        }
    }

    pub(super) fn last_char(&self) -> Option<char> {
        self.line.chars().next_back()
    }

    /// A picture stands here: beside words it says nothing, on a line of its own it may show a table.
    pub(super) fn picture(&mut self) {
        self.pictured = self.at_line_start();
    }

    pub(super) fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.pictured) {
            self.line.push_str(PICTURE);
        }
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            let from = self.from;
            self.blocks
                .push(Block::Paragraph(Text { said: line, from }));
        }
        self.blocks.append(&mut self.asides);
    }

    /// Begins a text box.
    pub(super) fn open_aside(&mut self) {
        self.frames.push(Frame::Aside {
            line: std::mem::take(&mut self.line),
            blocks: std::mem::take(&mut self.blocks),
            asides: std::mem::take(&mut self.asides),
        });
    }

    pub(super) fn close_aside(&mut self) {
        self.end_paragraph();
        match self.frames.pop() {
            Some(Frame::Aside {
                line,
                blocks,
                mut asides,
            }) => {
                asides.append(&mut self.blocks);
                self.line = line;
                self.blocks = blocks;
                self.asides = asides;
            }
            Some(other) => self.frames.push(other),
            None => {}
        }
    }

    pub(super) fn open_table(&mut self) {
        self.end_paragraph();
        self.frames.push(Frame::Table {
            outer: std::mem::take(&mut self.blocks),
            table: Open::default(),
        });
    }

    pub(super) fn open_row(&mut self) {
        self.loose();
        if let Some(Frame::Table { table, .. }) = self.frames.last_mut() {
            table.rows += 1;
            table.column = 0;
        }
    }

    /// Leaves so many columns of the row out.
    pub(super) fn skip_columns(&mut self, count: usize) {
        if let Some(Frame::Table { table, .. }) = self.frames.last_mut() {
            table.column = table.column.saturating_add(count).min(COLUMNS);
        }
    }

    /// Takes the row back that was begun last, with its cells.
    pub(super) fn drop_row(&mut self) {
        if let Some(Frame::Table { table, .. }) = self.frames.last_mut()
            && table.rows > 0
        {
            table.rows -= 1;
            let row = table.rows;
            table.cells.retain(|cell| cell.row < row);
            let left = table.cells.len();
            for merging in &mut table.merging {
                *merging = merging.filter(|at| *at < left);
            }
            for cell in &mut table.cells {
                cell.rows = cell.rows.min(row - cell.row);
            }
        }
    }

    pub(super) fn open_cell(&mut self, columns: usize, rows: Rows) {
        self.loose();
        let (cell, into) = match self.frames.last_mut() {
            Some(Frame::Table { table, .. }) => table.place(columns.clamp(1, SPAN), rows),
            Some(Frame::Cell { .. } | Frame::Aside { .. }) | None => (None, None),
        };
        self.frames.push(Frame::Cell { cell, into });
    }

    pub(super) fn close_cell(&mut self) {
        self.end_paragraph();
        match self.frames.pop() {
            Some(Frame::Cell { cell, into }) => {
                if let Some(Frame::Table { table, .. }) = self.frames.last_mut() {
                    let blocks = std::mem::take(&mut self.blocks);
                    if let Some(above) = into.and_then(|at| table.cells.get_mut(at)) {
                        above.blocks.extend(blocks);
                    } else if let Some(mut cell) = cell
                        && table.cells.len() < CELLS
                    {
                        cell.blocks = blocks;
                        table.cells.push(cell);
                    } else {
                        self.full = true;
                    }
                }
            }
            Some(other) => self.frames.push(other),
            None => {}
        }
    }

    /// The cell that ended last stands `times` more.
    pub(super) fn repeat_cell(&mut self, times: usize) {
        let Some(Frame::Table { table, .. }) = self.frames.last() else {
            return;
        };
        let Some(cell) = table.cells.last().cloned().filter(|_| times > 0) else {
            return;
        };
        // Empty cells fill a sheet up to its edge; of others no table repeats many.
        self.full |= times > COPIES && !cell.blocks.is_empty();
        for _ in 0..times.min(COPIES) {
            self.copy_cell(&cell);
        }
    }

    /// The row that ended last stands `times` more.
    pub(super) fn repeat_row(&mut self, times: usize) {
        let Some(Frame::Table { table, .. }) = self.frames.last() else {
            return;
        };
        let row = table.rows.saturating_sub(1);
        let cells: Vec<Cell> = table
            .cells
            .iter()
            .filter(|it| it.row == row)
            .cloned()
            .collect();
        if times == 0 || cells.iter().all(|it| it.blocks.is_empty()) {
            return;
        }
        self.full |= times > COPIES;
        for _ in 0..times.min(COPIES) {
            self.open_row();
            for cell in &cells {
                self.copy_cell(cell);
            }
        }
    }

    fn copy_cell(&mut self, cell: &Cell) {
        if self.room(cell.length()) {
            self.open_cell(cell.columns, Rows::Count(cell.rows));
            self.blocks.clone_from(&cell.blocks);
            self.close_cell();
        }
    }

    pub(super) fn close_table(&mut self) {
        self.loose();
        match self.frames.pop() {
            Some(Frame::Table { outer, mut table }) => {
                table.drop_ornaments();
                self.blocks = outer;
                let mut table = Table::new(table.rows, table.cells);
                table.drop_top();
                self.blocks.extend(table.dissolved());
            }
            Some(other) => self.frames.push(other),
            None => {}
        }
    }

    /// Text between rows or cells, where none may stand, is kept before the table.
    fn loose(&mut self) {
        if let Some(Frame::Table { .. }) = self.frames.last() {
            self.end_paragraph();
            let mut loose = std::mem::take(&mut self.blocks);
            if let Some(Frame::Table { outer, .. }) = self.frames.last_mut() {
                outer.append(&mut loose);
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<Vec<Block>, Fault> {
        self.end_paragraph();
        while let Some(frame) = self.frames.last() {
            match frame {
                Frame::Table { .. } => self.close_table(),
                Frame::Cell { .. } => self.close_cell(),
                Frame::Aside { .. } => self.close_aside(),
            }
        }
        self.end_paragraph();
        if self.told > TOLD {
            let most = TOLD / 1024 / 1024;
            return Err(Fault::beyond(
                format!("展开后的文字超过 {most} MB"),
                format!("its text has more than {most} MB"),
            ));
        }
        if self.full {
            return Err(Fault::beyond(
                format!("表格超过 {COLUMNS} 列或 {CELLS} 格"),
                format!("a table has more than {COLUMNS} columns or {CELLS} cells"),
            ));
        }
        Ok(self.blocks)
    }
}

impl Open {
    /// Leaves pictures out that fill cells of a row by themselves: they hold its columns apart.
    fn drop_ornaments(&mut self) {
        if self.taken.len() < 2 {
            return;
        }
        let is_picture = |it: &Block| matches!(it, Block::Paragraph(text) if text.said == PICTURE);
        for cell in &mut self.cells {
            if cell.blocks.iter().all(is_picture) {
                cell.blocks.clear();
            }
        }
    }

    /// A new cell of the row at hand, or the one above that it belongs to.
    fn place(&mut self, columns: usize, rows: Rows) -> (Option<Cell>, Option<usize>) {
        self.rows = self.rows.max(1);
        let row = self.rows - 1;
        let taken = |it: &Self, column: usize| it.taken.get(column).is_some_and(|end| *end > row);
        while self.column < COLUMNS && taken(self, self.column) {
            self.column += 1;
        }
        let column = self.column;
        let end = (column + columns).min(COLUMNS);
        self.column = end.max(column);
        if column >= COLUMNS {
            return (None, None);
        }
        let width = end.max(self.taken.len());
        self.taken.resize(width, 0);
        self.merging.resize(width, None);
        let above = self.merging.get(column).copied().flatten();
        if rows == Rows::Continues
            && let Some(at) = above
            && let Some(cell) = self.cells.get_mut(at)
        {
            cell.rows = row + 1 - cell.row;
            return (None, Some(at));
        }
        let count = match rows {
            Rows::Count(count) => count.max(1),
            Rows::Begins | Rows::Continues => 1,
        };
        let begun = (rows == Rows::Begins).then_some(self.cells.len());
        for at in column..end {
            if let Some(end) = self.taken.get_mut(at) {
                *end = if count > 1 {
                    row.saturating_add(count)
                } else {
                    0
                };
            }
            if let Some(merging) = self.merging.get_mut(at) {
                *merging = begun.filter(|_| at == column);
            }
        }
        let cell = Cell {
            row,
            column,
            rows: count,
            columns: end - column,
            from: None,
            blocks: Vec::new(),
        };
        (Some(cell), None)
    }
}
