//! The true grid of a table, and which tables are none.

/// A paragraph, its lines parted by LF, or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Text),
    Table(Table),
}

/// What a paragraph says, and which of its file it is, where a reader counts them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) said: String,
    pub(super) from: Option<usize>,
}

impl Text {
    pub(super) const fn of(said: String) -> Self {
        Self { said, from: None }
    }
}

/// A table: cells at their places in the grid, in the order of rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) cells: Vec<Cell>,
    /// For each row, its page, where the format has pages.
    pub(super) pages: Vec<usize>,
}

/// A cell: its first row and column from 0, and how many of each it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The first of its paragraphs, blank or not, where a reader counts them.
    pub(super) from: Option<usize>,
    pub(super) blocks: Vec<Block>,
}

/// A cell with more letters than this holds a text.
const TEXT: usize = 400;

impl Table {
    pub(super) fn new(rows: usize, mut cells: Vec<Cell>) -> Self {
        for cell in &mut cells {
            cell.rows = cell.rows.min(rows.saturating_sub(cell.row)).max(1);
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut table = Self {
            rows,
            columns: 0,
            cells,
            pages: Vec::new(),
        };
        table.drop_margins();
        table
    }

    /// Drops columns at the left and right in which nothing stands in any row.
    fn drop_margins(&mut self) {
        let filled = || self.cells.iter().filter(|it| !it.blocks.is_empty());
        let first = filled().map(|it| it.column).min().unwrap_or(0);
        let end = filled().map(Cell::end).max().unwrap_or(0);
        self.cells.retain(|it| it.column < end && it.end() > first);
        for cell in &mut self.cells {
            cell.columns = cell.end().min(end) - cell.column.max(first);
            cell.column = cell.column.max(first) - first;
        }
        self.columns = end - first;
    }

    /// Drops rows at the top in which nothing stands: editors of pages write the widths of columns
    /// there. A blank row below others may be one of values.
    pub(super) fn drop_top(&mut self) {
        let filled = self.cells.iter().filter(|it| !it.blocks.is_empty());
        let first = filled.map(|it| it.row).min().unwrap_or(0);
        self.cells.retain(|it| it.row + it.rows > first);
        for cell in &mut self.cells {
            cell.rows = cell.row + cell.rows - cell.row.max(first);
            cell.row = cell.row.max(first) - first;
        }
        self.rows -= first;
    }

    /// The table itself; or what stands in it, if it only arranges a page.
    pub(super) fn dissolved(self) -> Vec<Block> {
        if self.arranges() {
            return self.cells.into_iter().flat_map(|it| it.blocks).collect();
        }
        vec![Block::Table(self)]
    }

    /// Whether it only arranges what stands in it: it has one column, holds tables, or most of it
    /// is the text of one cell.
    fn arranges(&self) -> bool {
        let longest = self.cells.iter().map(Cell::letters).max().unwrap_or(0);
        let all: usize = self.cells.iter().map(Cell::letters).sum();
        let holds_table = |it: &Cell| it.blocks.iter().any(|it| matches!(it, Block::Table(_)));
        self.columns <= 1
            || self.cells.iter().any(holds_table)
            || (longest > TEXT && longest * 2 > all)
    }
}

impl Cell {
    pub(super) const fn end(&self) -> usize {
        self.column + self.columns
    }

    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Paragraph(text) => text.said.split('\n').collect::<Vec<_>>(),
            Block::Table(_) => Vec::new(),
        })
    }

    /// How much memory its copy takes, at least.
    pub(super) fn length(&self) -> usize {
        let own = size_of::<Self>() + size_of_val(self.blocks.as_slice());
        own + self.paragraphs().map(str::len).sum::<usize>()
    }

    fn letters(&self) -> usize {
        self.paragraphs().map(|it| it.chars().count()).sum()
    }
}
