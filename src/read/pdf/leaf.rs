//! Leaf: a page as the lines, ruled tables and pictures on it.

use super::line::{Line, lines};
use super::matrix::Area;
use super::page::Sheet;
use super::ruled::{Grid, tables};

/// A picture that takes no more of its page is an ornament.
const SMALL: f64 = 0.04;

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
    Picture(Area),
}

impl Item {
    fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.area.y0,
            Self::Table(grid) => grid.area.y0,
            Self::Picture(area) => area.y0,
        }
    }
}

impl Leaf {
    pub(super) fn new(number: usize, sheet: &Sheet) -> Self {
        let (grids, loose) = tables(&sheet.rules, &sheet.glyphs);
        let mut items: Vec<Item> = lines(&loose).into_iter().map(Item::Line).collect();
        items.extend(grids.into_iter().map(Item::Table));
        // What words stand on is their ground, and a small picture shows no table.
        let bare = |area: &&Area| {
            let mut centers = sheet.glyphs.iter().map(|it| it.area.center());
            sheet.share(area) > SMALL && !centers.any(|it| area.holds(it))
        };
        items.extend(
            sheet
                .pictures
                .iter()
                .filter(bare)
                .map(|it| Item::Picture(*it)),
        );
        items.sort_by(|a, b| a.top().total_cmp(&b.top()));
        Self {
            number,
            height: sheet.height,
            items,
        }
    }
}
