//! Pages to what a reader finds on them: paragraphs and tables, in reading order.

use super::super::flow::PICTURE;
use super::super::grid::{Block, Text};
use super::furniture::drop_furniture;
use super::leaf::{Item, Leaf};
use super::line::Line;
use super::spread::{Found, Placed, Spread};

/// A line that is further in than so many letters begins a paragraph.
const INDENT: f64 = 1.2;
/// A line that ends so many letters before the others ends its paragraph.
const SHORT: f64 = 2.0;
/// After a line in parts, one narrower than this part of the text is a label between rows.
const NARROW: f64 = 0.6;

/// A page with fewer lines does not tell its own margins.
const FEW: usize = 6;

/// Reads from page to page.
pub(super) fn read_on(mut leaves: Vec<Leaf>) -> Vec<Placed> {
    drop_furniture(&mut leaves);
    let mut done: Vec<Placed> = Vec::new();
    let mut open = Paragraph::default();
    let mut spread: Option<Spread> = None;
    let all = margins(&leaves);
    for (leaf, margins) in leaves.into_iter().zip(all) {
        let mut above: Option<Line> = None;
        for item in leaf.items {
            match item {
                Item::Line(line) => {
                    done.extend(spread.take().into_iter().flat_map(Spread::blocks));
                    if open.ends_before(&line, above.as_ref(), &margins) {
                        open.end(&mut done);
                    }
                    open.add(leaf.number, &line, &margins);
                    above = Some(line);
                }
                Item::Picture(_) => {
                    done.extend(spread.take().into_iter().flat_map(Spread::blocks));
                    open.end(&mut done);
                    above = None;
                    let picture = Text::of(PICTURE.to_owned());
                    done.push((leaf.number, Found::Block(Block::Paragraph(picture))));
                }
                Item::Table(grid) => {
                    open.end(&mut done);
                    above = None;
                    match &mut spread {
                        Some(spread) if spread.goes_on(leaf.number, &grid) => {
                            spread.add(leaf.number, grid);
                        }
                        _ => {
                            let before = spread.replace(Spread::new(leaf.number, grid));
                            done.extend(before.into_iter().flat_map(Spread::blocks));
                        }
                    }
                }
            }
        }
    }
    open.end(&mut done);
    done.extend(spread.into_iter().flat_map(Spread::blocks));
    done
}

/// The margins of each page. Those of a page with few lines are told by the page of its height that
/// has the most: a signature alone on the last page would else be as wide as its text.
fn margins(leaves: &[Leaf]) -> Vec<Margins> {
    let own: Vec<Margins> = leaves.iter().map(Margins::of).collect();
    let whole = |leaf: &Leaf, margins: Margins| {
        let pages = leaves.iter().zip(&own);
        let alike = pages.filter(|(it, _)| (it.height - leaf.height).abs() < 1.0);
        match alike.map(|it| it.1).max_by_key(|it| it.lines) {
            Some(other) if margins.lines < FEW && other.lines >= FEW => Margins {
                left: margins.left.min(other.left),
                right: margins.right.max(other.right),
                pitch: other.pitch,
                lines: margins.lines,
            },
            Some(_) | None => margins,
        }
    };
    leaves
        .iter()
        .zip(&own)
        .map(|(leaf, margins)| whole(leaf, *margins))
        .collect()
}

/// Where the lines of a page begin and end, and how far apart they are.
#[derive(Debug, Clone, Copy)]
struct Margins {
    left: f64,
    right: f64,
    pitch: f64,
    lines: usize,
}

impl Margins {
    fn of(leaf: &Leaf) -> Self {
        let lines: Vec<&Line> = leaf
            .items
            .iter()
            .filter_map(|it| match it {
                Item::Line(line) => Some(line),
                Item::Table(_) | Item::Picture(_) => None,
            })
            .collect();
        let widest = lines.iter().map(|it| it.area.width()).fold(0.0, f64::max);
        let long = lines.iter().filter(|it| it.area.width() > 0.5 * widest);
        let left = long.map(|it| it.area.x0).fold(f64::INFINITY, f64::min);
        let left = if left.is_finite() { left } else { 0.0 };
        let right = lines.iter().map(|it| it.area.x1).fold(0.0, f64::max);
        let mut pitches: Vec<f64> = lines
            .iter()
            .zip(lines.iter().skip(1))
            .map(|(a, b)| b.area.center().1 - a.area.center().1)
            .collect();
        pitches.sort_by(f64::total_cmp);
        Self {
            left,
            right,
            pitch: pitches
                .get(pitches.len() / 2)
                .copied()
                .unwrap_or(f64::INFINITY),
            lines: lines.len(),
        }
    }
}

/// A paragraph, or lines in parts, that has not ended.
#[derive(Debug, Default)]
struct Paragraph {
    page: usize,
    text: String,
    /// Lines in parts; then there is no text.
    lines: Vec<String>,
    /// The size of its letters.
    size: f64,
    /// Whether its last line is as long as lines are.
    full: bool,
}

impl Paragraph {
    fn ends_before(&self, line: &Line, above: Option<&Line>, margins: &Margins) -> bool {
        let parted = line.pieces.len() > 1;
        if !self.lines.is_empty() {
            return !parted && line.area.width() > NARROW * (margins.right - margins.left);
        }
        let indented = line.area.x0 > margins.left + INDENT * line.size;
        let far =
            above.is_some_and(|it| line.area.center().1 - it.area.center().1 > 1.6 * margins.pitch);
        let other = (line.size - self.size).abs() > 0.12 * self.size;
        indented || far || parted || other || !self.full
    }

    fn add(&mut self, page: usize, line: &Line, margins: &Margins) {
        if self.text.is_empty() && self.lines.is_empty() {
            self.page = page;
            self.size = line.size;
        }
        if line.pieces.len() > 1 || !self.lines.is_empty() {
            self.lines.push(line.set_out(margins.left));
            return;
        }
        let text = line.text();
        let last = self.text.chars().next_back();
        let word = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphabetic());
        if word(last) && word(text.chars().next()) {
            self.text.push(' ');
        }
        self.text.push_str(&text);
        self.full = line.area.x1 > margins.right - SHORT * line.size;
    }

    fn end(&mut self, done: &mut Vec<Placed>) {
        let text = std::mem::take(&mut self.text);
        let lines = std::mem::take(&mut self.lines);
        if !lines.is_empty() {
            done.push((self.page, Found::Lines(lines)));
        } else if !text.trim().is_empty() {
            done.push((self.page, Found::Block(Block::Paragraph(Text::of(text)))));
        }
        self.full = false;
    }
}
