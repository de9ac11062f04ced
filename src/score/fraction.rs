//! Exact figures: quarters of a point, and fractions of integers.

use std::fmt;

use serde::{Serialize, Serializer};

/// Points, exact to a quarter. Written as a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Points(u64);

impl Points {
    /// Whole points.
    #[must_use]
    pub fn whole(points: u32) -> Self {
        Self(u64::from(points) * 4)
    }

    /// As many quarters of `points`.
    #[must_use]
    pub fn of(points: u32, quarters: u32) -> Self {
        Self(u64::from(points) * u64::from(quarters))
    }

    /// How many quarters of a point.
    #[must_use]
    pub const fn quarters(self) -> u64 {
        self.0
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left, at least nothing.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 % 4 {
            0 => format!("{}", self.0 / 4),
            1 => format!("{}.25", self.0 / 4),
            2 => format!("{}.5", self.0 / 4),
            _ => format!("{}.75", self.0 / 4),
        };
        f.pad(&text)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A fraction between nothing and one, in lowest terms. Shown in hundredths to one decimal,
/// rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    /// `numerator` of `denominator`; none of nothing.
    #[must_use]
    pub fn new(numerator: u64, denominator: u64) -> Option<Self> {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        (denominator != 0).then(|| Self {
            numerator: numerator / a.max(1),
            denominator: denominator / a.max(1),
        })
    }

    /// Its numerator.
    #[must_use]
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// Its denominator.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// Which of both is more, exactly.
    #[must_use]
    pub fn compare(self, other: Self) -> std::cmp::Ordering {
        let own = u128::from(self.numerator) * u128::from(other.denominator);
        own.cmp(&(u128::from(other.numerator) * u128::from(self.denominator)))
    }

    /// Whether it is at least so many hundredths, exactly.
    #[must_use]
    pub fn at_least(self, hundredths: u64) -> bool {
        u128::from(self.numerator) * 100 >= u128::from(hundredths) * u128::from(self.denominator)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = u128::from(self.numerator) * 1000 / u128::from(self.denominator).max(1);
        f.pad(&format!("{}.{}", thousandths / 10, thousandths % 10))
    }
}
