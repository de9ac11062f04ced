//! A table over one page or several.

use super::super::grid::{Block, Cell, Table, Text};
use super::ruled::{Field, Grid};

/// Edges of columns on two pages that are no further apart are one.
const NEAR: f64 = 4.0;
/// The sides of a table on two pages may be so far apart.
const SIDE: f64 = 8.0;

/// A label of fewer characters is whole, unless it has a number and its rest has none.
const LONG: usize = 6;

/// What stands on pages.
#[derive(Debug)]
pub(super) enum Found {
    Block(Block),
    /// Lines in parts, as tables without ruled lines have them, and the words between them.
    Lines(Vec<String>),
}

/// A piece of the report, and the page it begins on.
pub(super) type Placed = (usize, Found);

/// A table that may go on.
#[derive(Debug)]
pub(super) struct Spread {
    /// For each row, its page.
    pages: Vec<usize>,
    /// The edges of all columns.
    xs: Vec<f64>,
    cells: Vec<Part>,
    /// The first row of the page that was added last.
    first: usize,
}

/// A cell, placed by its edges.
#[derive(Debug, Clone)]
struct Part {
    row: usize,
    rows: usize,
    from: f64,
    to: f64,
    lines: Vec<String>,
    full: bool,
}

impl Part {
    fn text(&self) -> String {
        self.lines.concat().trim().to_owned()
    }

    fn end(&self) -> usize {
        self.row + self.rows
    }

    fn is_blank(&self) -> bool {
        self.text().is_empty()
    }

    fn is_value(&self) -> bool {
        let text = self.text();
        !text.is_empty() && !text.chars().any(char::is_alphabetic)
    }

    fn over(&self, other: &Self) -> bool {
        (self.from - other.from).abs() <= NEAR && (self.to - other.to).abs() <= NEAR
    }
}

fn parts(grid: Grid, offset: usize) -> Vec<Part> {
    let edge = |at: usize| grid.xs.get(at).copied().unwrap_or_default();
    let part = |cell: Field| Part {
        row: cell.row + offset,
        rows: cell.rows,
        from: edge(cell.column),
        to: edge(cell.column + cell.columns),
        lines: cell.lines,
        full: cell.full,
    };
    grid.cells.into_iter().map(part).collect()
}

impl Spread {
    pub(super) fn new(page: usize, grid: Grid) -> Self {
        Self {
            pages: vec![page; grid.ys.len().saturating_sub(1)],
            xs: grid.xs.clone(),
            cells: parts(grid, 0),
            first: 0,
        }
    }

    /// Whether a table at the top of a page goes on with this one.
    pub(super) fn goes_on(&self, page: usize, grid: &Grid) -> bool {
        let near = |a: Option<&f64>, b: Option<&f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= SIDE,
            _ => false,
        };
        self.pages.last().is_some_and(|last| last + 1 == page)
            && near(self.xs.first(), grid.xs.first())
            && near(self.xs.last(), grid.xs.last())
    }

    pub(super) fn add(&mut self, page: usize, grid: Grid) {
        let rows = self.pages.len();
        self.first = rows;
        self.xs.extend(&grid.xs);
        let count = grid.ys.len().saturating_sub(1);
        let mut next = parts(grid, rows);
        let repeated = self.repeated(&next, rows);
        next.retain(|it| it.row >= rows + repeated);
        for part in &mut next {
            part.row -= repeated;
        }
        self.pages.extend(vec![page; count - repeated.min(count)]);
        let cut = self.is_cut(&next, rows);
        self.join_labels(&mut next, rows, cut);
        if cut {
            self.join_rows(&mut next, rows);
        }
        self.cells.append(&mut next);
    }

    /// How many rows at the top of the next page repeat the header.
    fn repeated(&self, next: &[Part], rows: usize) -> usize {
        let texts = |cells: &[Part], row: usize| -> Vec<String> {
            let own = cells.iter().filter(|it| it.row == row);
            own.map(Part::text).collect()
        };
        let header = |row: &usize| {
            let (one, other) = (texts(&self.cells, *row), texts(next, rows + row));
            let words = |it: &String| it.chars().any(char::is_alphabetic);
            one == other && one.iter().any(words) && one.iter().all(|it| it.is_empty() || words(it))
        };
        let count = (0..rows).take_while(header).count();
        // A header ends where all its cells do.
        let whole = |count: &usize| {
            !next
                .iter()
                .any(|it| it.row < rows + count && it.end() > rows + count)
        };
        (1..=count).rev().find(whole).unwrap_or(0)
    }

    /// A label over several rows goes on in the cell under it on the next page, which holds the
    /// rest of its words or none. Where a row is `cut`, its other labels are too.
    fn join_labels(&mut self, next: &mut Vec<Part>, rows: usize, cut: bool) {
        let mut joined = Vec::new();
        for (at, part) in next.iter().enumerate().filter(|(_, it)| it.row == rows) {
            let above = self
                .cells
                .iter_mut()
                .find(|it| it.end() == rows && it.over(part));
            let Some(above) = above else {
                continue;
            };
            let label = !above.is_blank() && !above.is_value() && !part.is_value();
            let torn = (cut || above.rows > 1) && !begins_item(&part.text());
            if label && (part.is_blank() || torn) && above.rows + part.rows > 2 {
                above.rows += part.rows;
                above.lines.extend(part.lines.iter().cloned());
                joined.push(at);
            }
        }
        let mut at = 0;
        next.retain(|_| {
            at += 1;
            !joined.contains(&(at - 1))
        });
    }

    /// Whether the last row is cut by the end of its page: its label goes on, and its values stand
    /// on one side only.
    fn is_cut(&self, next: &[Part], rows: usize) -> bool {
        let Some(last) = rows.checked_sub(1) else {
            return false;
        };
        let single = |it: &&Part, row: usize| it.row == row && it.rows == 1;
        let above: Vec<&Part> = self.cells.iter().filter(|it| single(it, last)).collect();
        let below: Vec<&Part> = next.iter().filter(|it| single(it, rows)).collect();
        let values = |cells: &[&Part]| cells.iter().any(|it| it.is_value());
        let is_label = |it: &Part| !it.is_blank() && !it.is_value();
        let goes_on = above.iter().any(|label| {
            let rest = below.iter().find(|it| it.over(label) && is_label(it));
            // A short label without a number may be whole, and its values blank.
            let text = label.text();
            let open = begins_item(&text) || text.chars().count() >= LONG;
            is_label(label) && label.full && open && rest.is_some_and(|it| !begins_item(&it.text()))
        });
        let same = below
            .iter()
            .all(|it| above.iter().any(|other| other.over(it)));
        goes_on && same && above.len() > 2 && values(&above) != values(&below)
    }

    fn join_rows(&mut self, next: &mut Vec<Part>, rows: usize) {
        let last = rows - 1;
        for above in self
            .cells
            .iter_mut()
            .filter(|it| it.row == last && it.rows == 1)
        {
            let below = next
                .iter()
                .find(|it| it.row == rows && it.rows == 1 && it.over(above));
            if let Some(below) = below {
                above.lines.extend(below.lines.iter().cloned());
            }
        }
        next.retain(|it| it.row != rows || it.rows > 1);
        for part in next.iter_mut() {
            if part.row == rows {
                part.rows -= 1;
            } else {
                part.row -= 1;
            }
        }
        for above in self.cells.iter_mut().filter(|it| it.end() > rows) {
            above.rows -= 1;
        }
        self.pages.pop();
    }

    /// The table; or what stands in it, if it only frames a text.
    pub(super) fn blocks(mut self) -> Vec<Placed> {
        self.xs.sort_by(f64::total_cmp);
        let mut edges: Vec<f64> = Vec::new();
        for x in self.xs {
            if edges.last().is_none_or(|last| x - last > NEAR) {
                edges.push(x);
            }
        }
        let column = |x: f64| {
            let distance = |at: &usize| edges.get(*at).map_or(f64::MAX, |edge| (edge - x).abs());
            (0..edges.len())
                .min_by(|a, b| distance(a).total_cmp(&distance(b)))
                .unwrap_or(0)
        };
        let cell = |part: Part| {
            let (from, to) = (column(part.from), column(part.to));
            let text = part.lines.join("\n");
            let blocks = if text.trim().is_empty() {
                Vec::new()
            } else {
                vec![Block::Paragraph(Text::of(text))]
            };
            Cell {
                from: None,
                row: part.row,
                column: from,
                rows: part.rows,
                columns: to.saturating_sub(from).max(1),
                blocks,
            }
        };
        let cells = self.cells.into_iter().map(cell).collect();
        let page = self.pages.first().copied().unwrap_or(1);
        let mut table = Table::new(self.pages.len(), cells);
        table.pages = self.pages;
        let placed = |block| (page, Found::Block(block));
        table.dissolved().into_iter().map(placed).collect()
    }
}

/// Whether a label begins with its number: （一）, 一、, 1. and their like.
fn begins_item(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(', '第']);
    let rest = text
        .trim_start_matches(|it: char| it.is_ascii_digit() || "一二三四五六七八九十".contains(it));
    rest.len() < text.len()
        && rest.starts_with([
            '）', ')', '、', '.', '．', '，', ',', '项', '條', '条', '項',
        ])
}
