//! The rows of a table: what its writer says of their cells, and the grid they make.

use super::super::flow::{Flow, Rows};

/// Edges nearer than this, in twentieths of a point, are one.
const NEAR: i32 = 60;
/// A row of more cells, and a table of more, are cut off: no report has them.
const CELLS: usize = 2000;
const ALL: usize = 200_000;

/// What is said of the cells of a row before or behind them.
#[derive(Debug, Default)]
pub(super) struct Definition {
    left: i32,
    cells: Vec<Edge>,
    next: Edge,
}

/// A cell: where it ends, and how it hangs together with others.
#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    right: i32,
    begins: bool,
    continues: bool,
    goes_on_left: bool,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    cells: usize,
    pub(super) full: bool,
}

#[derive(Debug)]
struct Row {
    left: i32,
    cells: Vec<(Edge, String)>,
}

impl Definition {
    pub(super) fn word(&mut self, word: &str, number: i32) {
        match word {
            "trowd" => *self = Self::default(),
            "trleft" => self.left = number,
            "clvmgf" => self.next.begins = true,
            "clvmrg" => self.next.continues = true,
            "clmrg" => self.next.goes_on_left = true,
            "cellx" => {
                let next = std::mem::take(&mut self.next);
                if self.cells.len() < CELLS {
                    self.cells.push(Edge {
                        right: number,
                        ..next
                    });
                }
            }
            _ => {}
        }
    }
}

impl Table {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row whose cells say `texts` has ended.
    pub(super) fn row(&mut self, definition: &Definition, texts: Vec<String>) {
        self.cells += texts.len();
        self.full |= texts.len() > CELLS || self.cells > ALL;
        if texts.is_empty() || self.full {
            return;
        }
        let mut cells: Vec<(Edge, String)> = Vec::with_capacity(texts.len());
        for (at, text) in texts.into_iter().enumerate() {
            let last = cells.last().map_or(definition.left, |(edge, _)| edge.right);
            let edge = definition.cells.get(at).copied().unwrap_or(Edge {
                // Nothing is said of it: it stands behind the others.
                right: last.saturating_add(20 * NEAR),
                ..Edge::default()
            });
            match cells.last_mut().filter(|_| edge.goes_on_left) {
                Some((before, said)) => {
                    before.right = edge.right;
                    said.push_str(&text);
                }
                None => cells.push((edge, text)),
            }
        }
        let left = definition.left;
        self.rows.push(Row { left, cells });
    }

    /// Tells the table, each cell at its place in the grid of all rows.
    pub(super) fn tell(self, flow: &mut Flow) {
        let mut edges: Vec<i32> = Vec::new();
        for row in &self.rows {
            edges.push(row.left);
            edges.extend(row.cells.iter().map(|(edge, _)| edge.right));
        }
        edges.sort_unstable();
        // Edges near to the first of them are one, so that none creeps away from it.
        let mut columns: Vec<i32> = Vec::new();
        for edge in edges {
            if columns
                .last()
                .is_none_or(|it| edge.saturating_sub(*it) > NEAR)
            {
                columns.push(edge);
            }
        }
        let column = |x: i32| columns.partition_point(|it| *it <= x).saturating_sub(1);
        flow.open_table();
        for row in self.rows {
            flow.open_row();
            let mut at = column(row.left);
            flow.skip_columns(at);
            for (edge, text) in row.cells {
                let end = column(edge.right);
                let rows = match edge {
                    Edge { begins: true, .. } => Rows::Begins,
                    Edge {
                        continues: true, ..
                    } => Rows::Continues,
                    _ => Rows::Count(1),
                };
                flow.open_cell(end.saturating_sub(at).max(1), rows);
                for paragraph in text.split('\r') {
                    flow.text(paragraph);
                    flow.end_paragraph();
                }
                flow.close_cell();
                at = end.max(at + 1);
            }
        }
        flow.close_table();
    }
}
