//! Tables by their ruled lines: which cells there are, and what stands in them.

use super::font::UNKNOWN;
use super::line::lines;
use super::matrix::Area;
use super::page::Glyph;

/// Lines nearer than this are one; ends nearer than this meet.
const NEAR: f64 = 3.0;
/// A side that is open is drawn at the ends of the lines, if they reach so far.
const OPEN: f64 = 8.0;
/// No column and no row is narrower than this: two lines so near are one that is drawn double.
const DOUBLE: f64 = 6.0;
/// A page of more lines than this, across or down, is a drawing.
const LINES: usize = 1500;
/// Digits nearer than this part of a letter belong together.
const TOUCH: f64 = 0.15;

/// A table: where its columns and rows part, and its cells.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) area: Area,
    /// The edges of the columns.
    pub(super) xs: Vec<f64>,
    /// The edges of the rows.
    pub(super) ys: Vec<f64>,
    pub(super) cells: Vec<Field>,
}

/// A cell: its first row and column, how many it covers, and the lines in it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) lines: Vec<String>,
    /// Whether its last line is as wide as the cell, so that it may go on elsewhere.
    pub(super) full: bool,
}

/// A line across (`at` is how far down) or down (`at` is how far right).
#[derive(Debug, Clone, Copy)]
struct Rule {
    at: f64,
    from: f64,
    to: f64,
}

/// The tables of a page, and the glyphs that stand in none.
pub(super) fn tables<'g>(rules: &[Area], glyphs: &'g [Glyph]) -> (Vec<Grid>, Vec<&'g Glyph>) {
    let flat = |it: &&Area| it.height() <= it.width();
    let across = merged(rules.iter().filter(flat).map(|it| Rule {
        at: it.center().1,
        from: it.x0,
        to: it.x1,
    }));
    let down = merged(rules.iter().filter(|it| !flat(it)).map(|it| Rule {
        at: it.center().0,
        from: it.y0,
        to: it.y1,
    }));
    let mut grids = grids(&across, &down);
    // A frame around a text is no table.
    grids.retain(|grid| grid.cells.len() > 1);
    let mut loose = Vec::new();
    let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); grids.len()];
    for glyph in glyphs {
        let (x, y) = glyph.area.center();
        let within = grids.iter().position(|grid| {
            let Area { x0, y0, x1, y1 } = grid.area;
            x0 <= x && x <= x1 && y0 <= y && y <= y1
        });
        match within.and_then(|at| inside.get_mut(at)) {
            Some(list) => list.push(glyph),
            None => loose.push(glyph),
        }
    }
    for (grid, glyphs) in grids.iter_mut().zip(&inside) {
        grid.fill(glyphs);
    }
    (grids, loose)
}

/// Lines at one place that touch are one line. Short ones are corners.
fn merged(rules: impl Iterator<Item = Rule>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules.collect();
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut groups: Vec<(f64, Vec<Rule>)> = Vec::new();
    for rule in rules {
        match groups.last_mut() {
            Some((first, group)) if rule.at - *first <= NEAR => group.push(rule),
            _ => groups.push((rule.at, vec![rule])),
        }
    }
    let mut merged = Vec::new();
    for (_, mut group) in groups {
        let count = u32::try_from(group.len()).unwrap_or(u32::MAX);
        let at = group.iter().map(|it| it.at).sum::<f64>() / f64::from(count);
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<Rule> = None;
        for rule in group {
            match &mut open {
                Some(it) if rule.from <= it.to + NEAR => it.to = it.to.max(rule.to),
                _ => merged.extend(open.replace(Rule { at, ..rule })),
            }
        }
        merged.extend(open);
    }
    merged.retain(|it| it.to - it.from > NEAR);
    merged
}

/// Lines that meet make a table.
fn grids(across: &[Rule], down: &[Rule]) -> Vec<Grid> {
    if across.len() > LINES || down.len() > LINES {
        return Vec::new();
    }
    // For each line, the smallest number of the lines it hangs together with.
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let meet = a.from - NEAR <= d.at
                && d.at <= a.to + NEAR
                && d.from - NEAR <= a.at
                && a.at <= d.to + NEAR;
            if meet {
                let (one, other) = (root(&group, i), root(&group, across.len() + j));
                if let Some(slot) = group.get_mut(one.max(other)) {
                    *slot = one.min(other);
                }
            }
        }
    }
    let mut roots: Vec<usize> = (0..group.len()).map(|it| root(&group, it)).collect();
    let of = |kind: &[Rule], offset: usize, wanted: usize| -> Vec<Rule> {
        let own = kind.iter().enumerate();
        own.filter(|(at, _)| root(&group, offset + at) == wanted)
            .map(|(_, rule)| *rule)
            .collect()
    };
    roots.sort_unstable();
    roots.dedup();
    let grid = |wanted: usize| grid(&of(across, 0, wanted), &of(down, across.len(), wanted));
    roots.into_iter().filter_map(grid).collect()
}

fn root(group: &[usize], mut at: usize) -> usize {
    while let Some(up) = group.get(at).copied().filter(|up| *up != at) {
        at = up;
    }
    at
}

fn grid(across: &[Rule], down: &[Rule]) -> Option<Grid> {
    if across.is_empty() || down.is_empty() {
        return None;
    }
    let xs = edges(down, across);
    let ys = edges(across, down);
    let (rows, columns) = (ys.len().checked_sub(1)?, xs.len().checked_sub(1)?);
    if rows == 0 || columns == 0 || rows * columns > 100_000 {
        return None;
    }
    let mut owner: Vec<usize> = (0..rows * columns).collect();
    let mut join = |one: usize, other: usize| {
        let (one, other) = (root(&owner, one), root(&owner, other));
        if let Some(slot) = owner.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    };
    for (row, y) in ys.iter().zip(ys.iter().skip(1)).enumerate() {
        for (column, x) in xs.iter().zip(xs.iter().skip(1)).enumerate() {
            let at = row * columns + column;
            if column + 1 < columns && !is_drawn(down, *x.1, (*y.0, *y.1)) {
                join(at, at + 1);
            }
            if row + 1 < rows && !is_drawn(across, *y.1, (*x.0, *x.1)) {
                join(at, at + columns);
            }
        }
    }
    let owner: Vec<usize> = (0..owner.len()).map(|at| root(&owner, at)).collect();
    let area = Area {
        x0: *xs.first()?,
        y0: *ys.first()?,
        x1: *xs.last()?,
        y1: *ys.last()?,
    };
    let cells = fields(&owner, columns);
    Some(Grid {
        area,
        xs,
        ys,
        cells,
    })
}

/// Where columns or rows part: at the lines, and at the ends of the others where a side is open.
fn edges(lines: &[Rule], others: &[Rule]) -> Vec<f64> {
    let mut edges: Vec<f64> = lines.iter().map(|it| it.at).collect();
    let first = lines.iter().map(|it| it.at).fold(f64::INFINITY, f64::min);
    let last = lines
        .iter()
        .map(|it| it.at)
        .fold(f64::NEG_INFINITY, f64::max);
    let from = others
        .iter()
        .map(|it| it.from)
        .fold(f64::INFINITY, f64::min);
    let to = others
        .iter()
        .map(|it| it.to)
        .fold(f64::NEG_INFINITY, f64::max);
    edges.extend((from < first - OPEN).then_some(from));
    edges.extend((to > last + OPEN).then_some(to));
    edges.sort_by(f64::total_cmp);
    let mut parted: Vec<f64> = Vec::new();
    let mut first = f64::NEG_INFINITY;
    for edge in edges {
        match parted.last_mut() {
            Some(last) if edge - first <= DOUBLE => *last = first.midpoint(edge),
            _ => {
                first = edge;
                parted.push(edge);
            }
        }
    }
    parted
}

/// Whether a line at `at` is drawn along most of a side.
fn is_drawn(lines: &[Rule], at: f64, (from, to): (f64, f64)) -> bool {
    let near = lines.iter().filter(|it| (it.at - at).abs() <= NEAR);
    let covered: f64 = near
        .map(|it| (it.to.min(to) - it.from.max(from)).max(0.0))
        .sum();
    covered > 0.6 * (to - from)
}

/// Cells of the squares that belong together; squares that make no rectangle stay rows apart.
fn fields(owner: &[usize], columns: usize) -> Vec<Field> {
    let mut cells = Vec::new();
    let mut taken = vec![false; owner.len()];
    let same = |at: usize, wanted: usize, taken: &[bool]| {
        owner.get(at) == Some(&wanted) && taken.get(at) == Some(&false)
    };
    for at in 0..owner.len() {
        let Some(wanted) = owner.get(at).copied().filter(|it| same(at, *it, &taken)) else {
            continue;
        };
        let (row, column) = (at / columns, at % columns);
        let width = (column..columns)
            .take_while(|it| same(row * columns + it, wanted, &taken))
            .count();
        let whole = |row: usize| {
            (column..column + width).all(|it| same(row * columns + it, wanted, &taken))
        };
        let height = (row..owner.len() / columns)
            .take_while(|it| whole(*it))
            .count();
        for row in row..row + height {
            for column in column..column + width {
                if let Some(slot) = taken.get_mut(row * columns + column) {
                    *slot = true;
                }
            }
        }
        cells.push(Field {
            row,
            column,
            rows: height.max(1),
            columns: width.max(1),
            lines: Vec::new(),
            full: false,
        });
    }
    cells
}

impl Grid {
    /// Puts what stands on the page into the cells.
    fn fill(&mut self, glyphs: &[&Glyph]) {
        let mut owner = vec![0; self.ys.len() * self.xs.len()];
        for (at, cell) in self.cells.iter().enumerate() {
            for row in cell.row..cell.row + cell.rows {
                for column in cell.column..cell.column + cell.columns {
                    if let Some(slot) = owner.get_mut(row * self.xs.len() + column) {
                        *slot = at;
                    }
                }
            }
        }
        let place = |glyph: &Glyph| {
            let (x, y) = glyph.area.center();
            let row = self.ys.partition_point(|it| *it <= y).saturating_sub(1);
            let column = self.xs.partition_point(|it| *it <= x).saturating_sub(1);
            let row = row.min(self.ys.len().saturating_sub(2));
            let column = column.min(self.xs.len().saturating_sub(2));
            owner.get(row * self.xs.len() + column).copied()
        };
        let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); self.cells.len()];
        for glyph in glyphs {
            if let Some(list) = place(glyph).and_then(|at| inside.get_mut(at)) {
                list.push(glyph);
            }
        }
        let torn = torn(glyphs, place);
        for (at, glyphs) in inside.iter().enumerate() {
            let Some(cell) = self.cells.get_mut(at) else {
                continue;
            };
            let lines = lines(glyphs);
            let edge = |column: usize| self.xs.get(column).copied().unwrap_or_default();
            let width = edge(cell.column + cell.columns) - edge(cell.column);
            cell.full = lines
                .last()
                .is_some_and(|it| it.area.width() > width - 2.6 * it.size);
            cell.lines = lines.iter().map(super::line::Line::text).collect();
            if torn.contains(&at) {
                cell.lines.push(UNKNOWN.to_string());
            }
        }
    }
}

/// Cells between which a number is torn: it is wider than its cell, or two numbers touch. What
/// such a cell says cannot be told.
fn torn(glyphs: &[&Glyph], place: impl Fn(&Glyph) -> Option<usize>) -> Vec<usize> {
    let is_digit = |it: &&&Glyph| it.text.chars().all(|it| it.is_ascii_digit() || it == '.');
    let mut digits: Vec<&Glyph> = glyphs.iter().filter(is_digit).copied().collect();
    digits.sort_by(|a, b| {
        let level = |it: &Glyph| it.area.y0.round();
        level(a)
            .total_cmp(&level(b))
            .then(a.area.x0.total_cmp(&b.area.x0))
    });
    let mut torn = Vec::new();
    for (one, next) in digits.iter().zip(digits.iter().skip(1)) {
        let touch = (one.area.y0 - next.area.y0).abs() < 0.3 * one.size
            && (next.area.x0 - one.area.x1) < TOUCH * one.size
            && next.area.x0 > one.area.x0;
        if touch
            && let (Some(a), Some(b)) = (place(one), place(next))
            && a != b
        {
            torn.extend([a, b]);
        }
    }
    torn
}
