//! How much a quantity is, and how finely that is told.

use pest::iterators::Pairs;
use rust_decimal::Decimal;

use super::Rule;
use crate::parse::numeral::times;
use crate::quantity::{Exactness, number};

/// How much a quantity is.
#[derive(Clone, Copy)]
pub(super) struct Amount {
    pub(super) value: Decimal,
    pub(super) exactness: Exactness,
    pub(super) grain: Decimal,
}

impl Amount {
    pub(super) const fn exact(value: Decimal) -> Self {
        Self {
            value,
            exactness: Exactness::Exact,
            grain: Decimal::ZERO,
        }
    }
}

/// A number and what one more in its last digit is worth.
type Grained = (Option<Decimal>, Decimal);

/// 8千 or 8000 behind 2万, unless it is more than the last digit before leaves open.
pub(super) fn more(value: Option<Decimal>, grain: Decimal, parts: Pairs<'_, Rule>) -> Grained {
    let (mut added, mut last) = (None, Decimal::ONE);
    for part in parts {
        if part.as_rule() == Rule::scale {
            last *= times(part.as_str());
        } else {
            added = number(part.as_str());
        }
    }
    let added = added.and_then(|it| it.checked_mul(last));
    let added = added.filter(|it| *it < grain);
    (
        value.zip(added).and_then(|(one, it)| one.checked_add(it)),
        last,
    )
}

/// What one more in the last digit of a number is worth that is not zero.
pub(super) fn last_digit(value: Decimal) -> Decimal {
    let mut worth = Decimal::ONE;
    while !value.is_zero() && (value % (worth * Decimal::TEN)).is_zero() {
        worth *= Decimal::TEN;
    }
    worth
}
