//! Paths: which of what a page draws are ruled lines.

use super::matrix::{Area, Matrix};

/// A filled rectangle no thicker than this is a ruled line.
const THICK: f64 = 3.0;
/// A path of more points than this is a drawing.
const POINTS: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Path {
    /// Pieces that hang together; none of a piece with a curve counts.
    pieces: Vec<Vec<(f64, f64)>>,
    points: usize,
}

/// How a path is painted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paints {
    fill: bool,
    stroke: bool,
    close: bool,
}

impl Path {
    /// Goes on with the path; says how it is painted when it ends.
    pub(super) fn operate(&mut self, operator: &[u8], numbers: &[f64]) -> Option<Paints> {
        let paints = |fill, stroke, close| {
            Some(Paints {
                fill,
                stroke,
                close,
            })
        };
        match (operator, numbers) {
            (b"l", [x, y]) => self.go((*x, *y)),
            (b"m", [x, y]) | (b"c", [.., x, y]) | (b"v" | b"y", [_, _, x, y]) => {
                self.begin((*x, *y));
            }
            (b"re", [x, y, width, height]) => {
                self.begin((*x, *y));
                self.go((x + width, *y));
                self.go((x + width, y + height));
                self.go((*x, y + height));
                self.go((*x, *y));
            }
            (b"h", _) => self.close(),
            (b"S", _) => return paints(false, true, false),
            (b"s", _) => return paints(false, true, true),
            (b"f" | b"F" | b"f*", _) => return paints(true, false, false),
            (b"B" | b"B*", _) => return paints(true, true, false),
            (b"b" | b"b*", _) => return paints(true, true, true),
            (b"n", _) => return paints(false, false, false),
            _ => {}
        }
        None
    }

    fn begin(&mut self, point: (f64, f64)) {
        self.points += 1;
        if self.points < POINTS {
            self.pieces.push(vec![point]);
        }
    }

    fn go(&mut self, point: (f64, f64)) {
        self.points += 1;
        if self.points < POINTS
            && let Some(piece) = self.pieces.last_mut()
        {
            piece.push(point);
        }
    }

    fn close(&mut self) {
        let first = self.pieces.last().and_then(|it| it.first()).copied();
        if let Some(first) = first {
            self.go(first);
        }
    }

    /// The ruled lines it paints on the page, if its colours can be seen.
    pub(super) fn rules(
        &mut self,
        paints: Paints,
        (fill, stroke): (bool, bool),
        matrix: Matrix,
    ) -> Vec<Area> {
        if paints.close {
            self.close();
        }
        let mut rules = Vec::new();
        if self.points >= POINTS {
            return rules;
        }
        for piece in &self.pieces {
            let corners: Vec<(f64, f64)> = piece.iter().map(|it| matrix.apply(*it)).collect();
            let whole = Area::around(&corners);
            let thin = whole.width().min(whole.height()) <= THICK;
            if (paints.fill && fill || paints.stroke && stroke) && thin && corners.len() > 1 {
                rules.push(whole);
            } else if paints.stroke && stroke {
                let ends = corners.iter().zip(corners.iter().skip(1));
                let lines = ends.map(|(from, to)| Area::around(&[*from, *to]));
                rules.extend(lines.filter(|it| it.width().min(it.height()) <= 1.0));
            }
        }
        rules
    }
}
