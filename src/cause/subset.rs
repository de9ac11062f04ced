//! Which parts of a sum make up what it misses its whole by.

use rust_decimal::Decimal;

/// The most parts that are put together.
const PARTS: usize = 4;
/// The most parts, zeros apart, among which is searched.
const AMONG: usize = 24;

/// The only few of `parts` that add up to `difference`, by index; none if there are several ways
/// or none, or if the difference is so small that it says nothing.
pub(super) fn subset(difference: Decimal, parts: &[Decimal]) -> Option<Vec<usize>> {
    let difference = difference.abs();
    let some: Vec<(usize, Decimal)> = parts
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, part)| *part > Decimal::ZERO && *part <= difference)
        .collect();
    if difference < Decimal::TEN || some.len() > AMONG {
        return None;
    }
    let mut ways = Vec::new();
    extend(&some, difference, &mut Vec::new(), &mut ways);
    match ways.len() {
        1 => ways.pop(),
        _ => None,
    }
}

/// Adds the ways in which at most `PARTS` of `some` make up `left`, two at most.
fn extend(
    some: &[(usize, Decimal)],
    left: Decimal,
    taken: &mut Vec<usize>,
    ways: &mut Vec<Vec<usize>>,
) {
    if left.is_zero() {
        ways.push(taken.clone());
        return;
    }
    let mut rest = some;
    while let Some(((at, part), behind)) = rest.split_first() {
        rest = behind;
        if taken.len() == PARTS || ways.len() > 1 {
            return;
        }
        if *part <= left
            && let Some(still) = left.checked_sub(*part)
        {
            taken.push(*at);
            extend(behind, still, taken, ways);
            taken.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::subset;

    fn of(difference: i64, parts: &[i64]) -> Option<Vec<usize>> {
        let parts: Vec<Decimal> = parts.iter().map(|it| Decimal::from(*it)).collect();
        subset(Decimal::from(difference), &parts)
    }

    #[test]
    fn the_only_way_is_told() {
        assert_eq!(of(204, &[1139, 45, 907, 80, 0, 79]), Some(vec![1, 3, 5]));
        assert_eq!(of(-45, &[45, 907]), Some(vec![0]));
        assert_eq!(of(90, &[45, 90, 45]), None, "two ways");
        assert_eq!(of(5, &[5, 9]), None, "too small to say anything");
        assert_eq!(of(17, &[5, 9]), None);
        assert_eq!(of(50, &[10, 10, 10, 10, 10]), None, "five parts");
    }
}
