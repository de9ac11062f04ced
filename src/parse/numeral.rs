//! Chinese numerals.

use rust_decimal::Decimal;

use crate::fold::Folded;

/// What a numeral counts by itself.
fn digit(numeral: char) -> Option<u32> {
    let digits = "零一二三四五六七八九";
    let at = digits.chars().position(|it| it == numeral);
    at.and_then(|at| u32::try_from(at).ok())
        .or((numeral == '两').then_some(2))
}

/// What a numeral multiplies the one before it by.
fn worth(numeral: char) -> Option<u32> {
    match numeral {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// What a numeral multiplies all before it by.
fn myriad(numeral: char) -> Option<Decimal> {
    match numeral {
        '万' => Some(Decimal::from(10_000)),
        '亿' => Some(Decimal::from(100_000_000)),
        _ => None,
    }
}

/// What a numeral for two or three tens says.
fn tens(numeral: char) -> Option<u32> {
    match numeral {
        '廿' => Some(20),
        '卅' => Some(30),
        _ => None,
    }
}

/// Whether a letter is one of a number in numerals.
pub(super) fn is_numeral(letter: char) -> bool {
    digit(letter).is_some()
        || worth(letter).is_some()
        || myriad(letter).is_some()
        || tens(letter).is_some()
}

/// What a scale behind digits multiplies them by.
pub(super) fn times(scale: &str) -> Decimal {
    let letters = scale.chars();
    letters.fold(Decimal::ONE, |all, it| {
        let it = if matches!(it, 'w' | 'W') { '万' } else { it };
        let by = worth(it).map(Decimal::from).or_else(|| myriad(it));
        all * by.unwrap_or(Decimal::ONE)
    })
}

/// The number that Chinese numerals say; none if they are no number.
pub(super) fn spelled(numerals: &str) -> Option<Decimal> {
    let (mut all, mut above) = (Decimal::ZERO, Decimal::MAX);
    // What was read since the last 万 or 亿.
    let (mut total, mut last, mut below) = (0_u32, None, 10_000);
    for letter in numerals.chars() {
        if let Some(myriad) = myriad(letter) {
            total += last.take().unwrap_or_default();
            if total == 0 || myriad >= above {
                return None;
            }
            all += Decimal::from(total) * myriad;
            (total, above, below) = (0, myriad, 10_000);
        } else if let Some(tens) = tens(letter) {
            if last.is_some() || below <= 10 {
                return None;
            }
            total += tens;
            below = 10;
        } else if let Some(worth) = worth(letter) {
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
    Some(all + Decimal::from(total + last.unwrap_or_default()))
}

/// What a short number says: 十二、, 拾贰, 12.
#[must_use]
pub fn ordinal(text: &str) -> Option<u32> {
    let mut number = None;
    for character in Folded::new(text).text().chars() {
        let digit = character.to_digit(10).or_else(|| {
            let digits = ["一二三四五六七八九", "壹贰叁肆伍陆柒捌玖"];
            let mut digits = digits.iter().flat_map(|it| it.chars().zip(1..));
            digits.find(|(it, _)| *it == character).map(|(_, it)| it)
        });
        let before: u32 = number.unwrap_or(0);
        number = match (character, digit) {
            ('十' | '拾', _) => Some(before.max(1).checked_mul(10)?),
            (_, Some(digit)) if character.is_ascii_digit() => {
                Some(before.checked_mul(10)?.checked_add(digit)?)
            }
            (_, Some(digit)) => Some(before.checked_add(digit)?),
            (_, None) => number,
        };
    }
    number
}
