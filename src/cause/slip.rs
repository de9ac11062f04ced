//! How easily one number is written for another.

/// How plausible it is that `to` was meant where `from` stands; the smaller, the more plausible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// Two digits changed places, one of several was lost or doubled, or zeros were.
    Plain,
    /// One of several digits is wrong, or two neighbouring ones changed places; of numbers close
    /// to each other that is often so by chance.
    Near,
    /// A blank stands for a number.
    Blank,
    /// One digit for another where there is only one, or a zero where a number was left out.
    Digit,
    /// Nothing explains it.
    None,
}

/// How `from`, none for a blank, may have been written for `to`; whole numbers in decimal.
pub(super) fn slip(from: Option<&str>, to: &str) -> Slip {
    let Some(from) = from else {
        return Slip::Blank;
    };
    if from == "0" {
        return Slip::Digit;
    }
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len() == to.len() {
        let apart: Vec<usize> = (0..from.len())
            .filter(|at| from.get(*at) != to.get(*at))
            .collect();
        return match apart.as_slice() {
            [_] if from.len() > 1 => Slip::Near,
            [_] => Slip::Digit,
            [one, other]
                if from.get(*one) == to.get(*other) && from.get(*other) == to.get(*one) =>
            {
                let digit = |at: usize| from.get(at).and_then(|it| it.to_digit(10)).unwrap_or(0);
                if digit(*one).abs_diff(digit(*other)) > 1 {
                    Slip::Plain
                } else {
                    Slip::Near
                }
            }
            _ => Slip::None,
        };
    }
    let (short, long) = if from.len() < to.len() {
        (&from, &to)
    } else {
        (&to, &from)
    };
    let zeros = long.iter().skip(short.len()).all(|it| *it == '0');
    if to != ['0'] && (zeros && long.starts_with(short) || lacks_one(short, long)) {
        Slip::Plain
    } else {
        Slip::None
    }
}

/// Whether `long` without one character is `short`.
fn lacks_one(short: &[char], long: &[char]) -> bool {
    let same = short
        .iter()
        .zip(long)
        .take_while(|(one, other)| one == other)
        .count();
    long.len() == short.len() + 1 && long.get(same + 1..) == short.get(same..)
}

#[cfg(test)]
mod tests {
    use super::{Slip, slip};

    #[test]
    fn slips_are_told_apart() {
        let of = |from: &str, to: &str| slip(Some(from), to);
        assert_eq!(of("41", "14"), Slip::Plain);
        assert_eq!(of("3588", "3598"), Slip::Near);
        assert_eq!(of("312", "321"), Slip::Near);
        assert_eq!(of("359", "3598"), Slip::Plain);
        assert_eq!(of("3598", "358"), Slip::Plain);
        assert_eq!(of("12", "1200"), Slip::Plain);
        assert_eq!(of("120", "12"), Slip::Plain);
        assert_eq!(of("3", "5"), Slip::Digit);
        assert_eq!(of("0", "10"), Slip::Digit);
        assert_eq!(of("32", "41"), Slip::None);
        assert_eq!(slip(None, "9"), Slip::Blank);
    }
}
