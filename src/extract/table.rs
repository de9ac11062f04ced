//! The rows of a document's tables, with their cells.

use std::collections::BTreeMap;

use crate::document::{Document, NodeKind};
use crate::source::Span;

/// A row of a table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its node.
    pub(super) node: usize,
    pub(super) cells: Vec<Span>,
}

/// Each table's rows, those of `completed` (by node) with lost blanks put in.
pub(super) fn tables(document: &Document, completed: &BTreeMap<usize, Vec<Span>>) -> Vec<Vec<Row>> {
    let mut tables = vec![Vec::new()];
    for (node, it) in document.nodes.iter().enumerate() {
        if it.kind == NodeKind::Table {
            tables.push(Vec::new());
        }
        let Some(table) = tables.last_mut() else {
            continue;
        };
        if it.kind == NodeKind::Row {
            let cells = Vec::new();
            table.push(Row { node, cells });
        } else if it.kind == NodeKind::Cell
            && let Some(row) = table.last_mut()
        {
            row.cells.push(it.span);
        }
    }
    for row in tables.iter_mut().flatten() {
        if let Some(whole) = completed.get(&row.node) {
            row.cells.clone_from(whole);
        }
    }
    tables.retain(|it| !it.is_empty());
    tables
}
