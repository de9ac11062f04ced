//! Chinese numerals.

use rust_decimal::Decimal;

use crate::fold::Folded;

/// What a numeral counts by itself.
pub(super) fn digit(numeral: char) -> Option<u32> {
    let digits = "零一二三四五六七八九";
    let at = digits.chars().position(|it| it == numeral);
    at.and_then(|at| u32::try_from(at).ok())
        .or((numeral == '两').then_some(2))
}

/// What a numeral multiplies the one before it by.
pub(super) fn worth(numeral: char) -> Option<u32> {
    match numeral {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// The number that Chinese numerals below ten thousand say; none if they are no number.
pub(super) fn spelled(numerals: &str) -> Option<Decimal> {
    let (mut total, mut last, mut below) = (0_u32, None, 10_000);
    for letter in numerals.chars() {
        if let Some(worth) = worth(letter) {
            if worth >= below {
                return None;
            }
            total += last.take().unwrap_or(1) * worth;
            below = worth;
        } else if last.is_some_and(|it| it > 0) {
            return None;
        } else {
            last = digit(letter);
        }
    }
    Some(Decimal::from(total + last.unwrap_or_default()))
}

/// What a short number says: 十二、, 12.
#[must_use]
pub fn ordinal(text: &str) -> Option<u32> {
    let mut number = None;
    for character in Folded::new(text).text().chars() {
        let digit = character.to_digit(10).or_else(|| {
            let han = "一二三四五六七八九".chars().zip(1..);
            han.into_iter()
                .find(|(it, _)| *it == character)
                .map(|(_, it)| it)
        });
        let before: u32 = number.unwrap_or(0);
        number = match (character, digit) {
            ('十', _) => Some(before.max(1).checked_mul(10)?),
            (_, Some(digit)) if character.is_ascii_digit() => {
                Some(before.checked_mul(10)?.checked_add(digit)?)
            }
            (_, Some(digit)) => Some(before.checked_add(digit)?),
            (_, None) => number,
        };
    }
    number
}
