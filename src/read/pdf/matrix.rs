//! Places on a page: from the left and the top, in points.

/// The least sine of the angle to the sides of the page at which text goes aslant.
const ASLANT: f64 = 0.2;

/// A linear map of the plane: where it takes a step to the right, a step up, and the origin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix {
    right: (f64, f64),
    up: (f64, f64),
    origin: (f64, f64),
}

/// Where a text runs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Right,
    Down,
    Left,
    Up,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self::shift(0.0, 0.0);

    /// The six numbers of a matrix, as PDF writes them.
    pub(super) const fn new(numbers: [f64; 6]) -> Self {
        Self {
            right: (numbers[0], numbers[1]),
            up: (numbers[2], numbers[3]),
            origin: (numbers[4], numbers[5]),
        }
    }

    pub(super) const fn shift(x: f64, y: f64) -> Self {
        Self {
            right: (1.0, 0.0),
            up: (0.0, 1.0),
            origin: (x, y),
        }
    }

    /// This first, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            right: next.step(self.right),
            up: next.step(self.up),
            origin: next.apply(self.origin),
        }
    }

    /// Where it takes a step.
    fn step(self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            self.right.0 * x + self.up.0 * y,
            self.right.1 * x + self.up.1 * y,
        )
    }

    /// Where it takes a point.
    pub(super) fn apply(self, point: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.step(point);
        (x + self.origin.0, y + self.origin.1)
    }

    /// The upright area that holds the area between two corners.
    pub(super) fn area(self, x0: f64, y0: f64, x1: f64, y1: f64) -> Area {
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|it| self.apply(it));
        Area::around(&corners)
    }

    /// How high a unit is.
    pub(super) fn height(self) -> f64 {
        self.up.0.hypot(self.up.1)
    }

    /// Where a line of text goes; none if it goes aslant.
    pub(super) fn turn(self) -> Option<Turn> {
        let (x, y) = self.right;
        if x.abs().min(y.abs()) > ASLANT * x.hypot(y) {
            return None;
        }
        Some(if x.abs() >= y.abs() {
            if x >= 0.0 { Turn::Right } else { Turn::Left }
        } else if y > 0.0 {
            Turn::Down
        } else {
            Turn::Up
        })
    }
}

/// An upright rectangle; a line if it has no width or height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Area {
    /// The smallest one that holds all points.
    pub(super) fn around(points: &[(f64, f64)]) -> Self {
        let mut area = Self {
            x0: f64::INFINITY,
            y0: f64::INFINITY,
            x1: f64::NEG_INFINITY,
            y1: f64::NEG_INFINITY,
        };
        for (x, y) in points {
            area.x0 = area.x0.min(*x);
            area.x1 = area.x1.max(*x);
            area.y0 = area.y0.min(*y);
            area.y1 = area.y1.max(*y);
        }
        area
    }

    pub(super) fn to(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    pub(super) fn center(self) -> (f64, f64) {
        (self.x0.midpoint(self.x1), self.y0.midpoint(self.y1))
    }

    /// Whether a point lies in it.
    pub(super) fn holds(self, (x, y): (f64, f64)) -> bool {
        (self.x0..=self.x1).contains(&x) && (self.y0..=self.y1).contains(&y)
    }

    pub(super) fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(self) -> f64 {
        self.y1 - self.y0
    }

    pub(super) fn size(self) -> f64 {
        self.width() * self.height()
    }
}
