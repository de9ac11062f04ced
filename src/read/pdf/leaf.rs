//! Leaf: a page as the lines and ruled tables on it.

use super::line::{Line, lines};
use super::page::Sheet;
use super::ruled::{Grid, tables};

/// A page, from top to bottom.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Its number, from 1.
    pub(super) number: usize,
    pub(super) height: f64,
    pub(super) items: Vec<Item>,
}

#[derive(Debug)]
pub(super) enum Item {
    Line(Line),
    Table(Grid),
}

impl Item {
    fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.area.y0,
            Self::Table(grid) => grid.area.y0,
        }
    }
}

impl Leaf {
    pub(super) fn new(number: usize, sheet: &Sheet) -> Self {
        let (grids, loose) = tables(&sheet.rules, &sheet.glyphs);
        let mut items: Vec<Item> = lines(&loose).into_iter().map(Item::Line).collect();
        items.extend(grids.into_iter().map(Item::Table));
        items.sort_by(|a, b| a.top().total_cmp(&b.top()));
        Self {
            number,
            height: sheet.height,
            items,
        }
    }
}
