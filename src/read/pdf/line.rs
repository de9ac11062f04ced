//! Glyphs to lines of text.

use super::matrix::{Area, Turn};
use super::page::Glyph;

/// Glyphs that stand side by side with no wide gap between them.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) area: Area,
}

/// A line: pieces from left to right.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) area: Area,
    /// The size of most of its letters.
    pub(super) size: f64,
}

/// A gap of more than this part of a letter is a blank.
const BLANK: f64 = 0.3;
/// Between Chinese characters it must be wider: they are spread to fill a line.
const WIDE_BLANK: f64 = 0.7;
/// A gap of more letters than this parts pieces.
const GAP: f64 = 1.5;
/// A line has no more blanks than this, whatever its place.
const LONGEST: f64 = 400.0;
/// Glyphs nearer than this part of a letter, of the same character, are one printed twice.
const TWICE: f64 = 0.25;

impl Line {
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            if !text.is_empty() {
                text.push_str("  ");
            }
            text.push_str(&piece.text);
        }
        text
    }
}

impl Line {
    /// The line with blanks, so that each piece stands as far from `left` as on the page.
    pub(super) fn set_out(&self, left: f64) -> String {
        let mut text = String::new();
        let mut end = 0.0;
        for piece in &self.pieces {
            let least = if text.is_empty() { 0.0 } else { end + 2.0 };
            let start = (piece.area.x0 - left) / (self.size.max(1.0) / 2.0);
            while end + 0.5 < start.min(LONGEST) || end < least {
                text.push(' ');
                end += 1.0;
            }
            text.push_str(&piece.text);
            end += piece.text.chars().map(wideness).sum::<f64>();
        }
        text
    }
}

fn wideness(character: char) -> f64 {
    if u32::from(character) >= 0x2e80 {
        2.0
    } else {
        1.0
    }
}

/// The lines that glyphs make, from the top.
pub(super) fn lines(glyphs: &[&Glyph]) -> Vec<Line> {
    let turned: Vec<Glyph>;
    let turn = most(glyphs);
    let upright: Vec<&Glyph> = if turn == Turn::Right {
        glyphs.to_vec()
    } else {
        turned = glyphs.iter().map(|it| turned_back(it, turn)).collect();
        turned.iter().collect()
    };
    let mut rows: Vec<(Area, Vec<&Glyph>)> = Vec::new();
    let mut sorted = upright;
    sorted.sort_by(|a, b| a.area.center().1.total_cmp(&b.area.center().1));
    for glyph in sorted {
        let joins = rows.last_mut().filter(|(area, _)| {
            let shared = area.y1.min(glyph.area.y1) - area.y0.max(glyph.area.y0);
            shared > 0.5 * area.height().min(glyph.area.height())
        });
        if let Some((area, row)) = joins {
            // A line is as high as its largest glyph, and does not grow down glyph by glyph.
            if glyph.area.height() > area.height() {
                area.y0 = glyph.area.y0;
                area.y1 = glyph.area.y1;
            }
            row.push(glyph);
        } else {
            rows.push((glyph.area, vec![glyph]));
        }
    }
    rows.into_iter().filter_map(|(_, row)| line(row)).collect()
}

/// The turn most glyphs have.
fn most(glyphs: &[&Glyph]) -> Turn {
    let count = |turn: Turn| glyphs.iter().filter(|it| it.turn == turn).count();
    [Turn::Right, Turn::Down, Turn::Up, Turn::Left]
        .into_iter()
        .map(|turn| (count(turn), turn))
        .reduce(|best, it| if it.0 > best.0 { it } else { best })
        .map_or(Turn::Right, |it| it.1)
}

/// A glyph as it stands when the page is turned so that its line goes right.
fn turned_back(glyph: &Glyph, turn: Turn) -> Glyph {
    let back = |(x, y): (f64, f64)| match turn {
        Turn::Right => (x, y),
        Turn::Down => (y, -x),
        Turn::Left => (-x, -y),
        Turn::Up => (-y, x),
    };
    let Area { x0, y0, x1, y1 } = glyph.area;
    Glyph {
        area: Area::around(&[back((x0, y0)), back((x1, y1))]),
        ..glyph.clone()
    }
}

fn line(mut row: Vec<&Glyph>) -> Option<Line> {
    row.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut blank = false;
    let mut sizes: Vec<f64> = Vec::new();
    for glyph in row {
        if glyph.text.trim().is_empty() {
            blank = true;
            continue;
        }
        let near = TWICE * glyph.size;
        let twice = last.is_some_and(|it| {
            it.text == glyph.text
                && (it.area.x0 - glyph.area.x0).abs() < near
                && (it.area.y0 - glyph.area.y0).abs() < near
        });
        if twice {
            continue;
        }
        sizes.push(glyph.size);
        let gap = last.map(|it| (glyph.area.x0 - it.area.x1) / it.size.max(glyph.size).max(1.0));
        match (gap, pieces.last_mut()) {
            (Some(gap), Some(piece)) if gap <= GAP => {
                let wide = last.is_some_and(|it| is_wide(&it.text)) && is_wide(&glyph.text);
                let blank_from = if wide { WIDE_BLANK } else { BLANK };
                if gap > blank_from || (blank && gap > 0.05 && !wide) {
                    piece.text.push(' ');
                }
                piece.text.push_str(&glyph.text);
                piece.area = piece.area.to(glyph.area);
            }
            _ => pieces.push(Piece {
                text: glyph.text.clone(),
                area: glyph.area,
            }),
        }
        blank = false;
        last = Some(glyph);
    }
    let area = pieces.iter().map(|it| it.area).reduce(Area::to)?;
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
    Some(Line { pieces, area, size })
}

fn is_wide(text: &str) -> bool {
    text.chars().any(|it| u32::from(it) >= 0x2e80)
}
