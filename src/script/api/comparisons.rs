//! The verbs of `check` that compare numbers and days.

use rhai::{Array, Dynamic};
use rust_decimal::Decimal;

use super::numbers::number;
use super::verbs::Check;
use super::{Answer, Api};
use crate::document::Date;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Run, Said};
use crate::script::value::{Day, Lack, Number};

const C: Kind = Kind::Check;

pub(super) fn register(api: &mut Api<'_>) {
    comparisons(api);
    days(api);
}

/// Whether two ranges of numbers can stand in a relation.
type Fits = fn((Decimal, Decimal), (Decimal, Decimal)) -> bool;

fn comparisons(api: &mut Api<'_>) {
    let verbs: [(&str, &str, &str, Fits); 3] = [
        (
            "equal",
            "两数相等；约数按区间，能相等就算相等",
            "Both are equal; for ranges, may be equal",
            |one, other| one.0 <= other.1 && other.0 <= one.1,
        ),
        (
            "at_most",
            "前一个不大于后一个",
            "The first is no more than the second",
            |one, other| one.0 <= other.1,
        ),
        (
            "at_least",
            "前一个不小于后一个",
            "The first is no less than the second",
            |one, other| one.1 >= other.0,
        ),
    ];
    for (name, zh, en, fits) in verbs {
        api.method(
            (C, name),
            &[
                ("left", Accepts::Value(Kind::Number)),
                ("right", Accepts::Value(Kind::Number)),
            ],
            Kind::Nothing,
            (zh, en),
            move |it: &mut Check, left: Dynamic, right: Dynamic| -> Answer<()> {
                compare(&it.run, number(left)?, number(right)?, fits);
                Ok(())
            },
        );
    }
    api.method(
        (C, "one_of"),
        &[
            ("value", Accepts::Value(Kind::Number)),
            ("allowed", Accepts::Value(Kind::Numbers)),
        ],
        Kind::Nothing,
        ("等于其中一个数", "It equals one of these"),
        |it: &mut Check, value: Dynamic, allowed: Array| -> Answer<()> {
            let value = number(value)?;
            let allowed: Vec<Number> = allowed.into_iter().map(number).collect::<Answer<_>>()?;
            one_of(&it.run, value, allowed);
            Ok(())
        },
    );
}

fn compare(run: &Run, left: Number, right: Number, fits: Fits) {
    let values = sides(&left, &right);
    let (one, other) = (left.bounds.clone(), right.bounds.clone());
    let holds = one.and_then(|one| other.map(|other| fits(one, other)));
    let sums = summed(&left, &right);
    let operands = left.plus(right).operands;
    let said = Said {
        values,
        operands,
        left: sums,
        ..Said::default()
    };
    run.judge(holds, said);
}

/// How many operands are added up on the left, if both sides are plain sums, of more than one number each
/// or one of them.
fn summed(left: &Number, right: &Number) -> Option<usize> {
    let plain = |it: &Number| {
        let values: Option<Vec<Decimal>> = it.operands.iter().map(|it| it.value).collect();
        let sum: Decimal = values?.into_iter().sum();
        (it.bounds == Ok((sum, sum))).then_some(it.operands.len())
    };
    let apart = left.operands.iter().all(|it| !right.operands.contains(it));
    let (one, other) = (plain(left)?, plain(right)?);
    (apart && one > 0 && other > 0 && one + other > 2).then_some(one)
}

fn sides(left: &Number, right: &Number) -> Vec<(&'static str, String)> {
    let (Ok(one), Ok(other)) = (&left.bounds, &right.bounds) else {
        return Vec::new();
    };
    // Of ranges, what at least lies between them.
    let (less, more) = if one.0 > other.1 {
        (other.1, one.0)
    } else if other.0 > one.1 {
        (one.1, other.0)
    } else {
        (one.0, other.0)
    };
    let difference = more
        .checked_sub(less)
        .map_or_else(|| "很多".to_owned(), |it| it.abs().normalize().to_string());
    vec![
        ("left", left.told(*one)),
        ("right", right.told(*other)),
        ("difference", difference),
    ]
}

fn one_of(run: &Run, value: Number, allowed: Vec<Number>) {
    let mut holds = value.bounds.clone().map(|_| false);
    let mut lack: Option<Lack> = None;
    let mut known: Vec<String> = Vec::new();
    for number in &allowed {
        match (&value.bounds, &number.bounds) {
            (Ok(one), Ok(other)) => {
                if one.0 <= other.1 && other.0 <= one.1 {
                    holds = Ok(true);
                }
                let text = number.told(*other);
                if !known.contains(&text) {
                    known.push(text);
                }
            }
            (Ok(_), Err(missing)) => lack = Some(missing.clone()),
            (Err(_), _) => {}
        }
    }
    // A number that equals none of those known may equal the one that is not.
    if let (Ok(false), Some(lack)) = (&holds, lack) {
        holds = Err(lack);
    }
    let mut values = vec![("right", known.join("、"))];
    values.extend(value.bounds.iter().map(|one| ("left", value.told(*one))));
    let operands = allowed.into_iter().fold(value, Number::plus).operands;
    run.judge(
        holds,
        Said {
            values,
            operands,
            ..Said::default()
        },
    );
}

fn days(api: &mut Api<'_>) {
    type Before = fn((Date, Date), (Date, Date)) -> bool;
    let verbs: [(&str, &str, &str, Before); 3] = [
        (
            "not_after",
            "前一天不晚于后一天",
            "The first day is not after the second",
            |one, other| one.0 <= other.1,
        ),
        (
            "not_before",
            "前一天不早于后一天",
            "The first day is not before the second",
            |one, other| one.1 >= other.0,
        ),
        (
            "same_day",
            "是同一天",
            "Both are the same day",
            |one, other| one.0 <= other.1 && other.0 <= one.1,
        ),
    ];
    for (name, zh, en, fits) in verbs {
        api.method(
            (C, name),
            &[
                ("first", Accepts::Value(Kind::Day)),
                ("second", Accepts::Value(Kind::Day)),
            ],
            Kind::Nothing,
            (zh, en),
            move |it: &mut Check, one: Day, other: Day| {
                let holds = match (&one.date, &other.date) {
                    (Ok(one), Ok(other)) => Ok(fits(span(*one), span(*other))),
                    (Err(lack), _) | (_, Err(lack)) => Err(lack.clone()),
                };
                let text = |day: &Day| {
                    day.date
                        .as_ref()
                        .map_or_else(|_| "？".to_owned(), ToString::to_string)
                };
                let values = vec![("left", text(&one)), ("right", text(&other))];
                let mut operands = one.operands;
                operands.extend(other.operands);
                it.run.judge(
                    holds,
                    Said {
                        values,
                        operands,
                        ..Said::default()
                    },
                );
            },
        );
    }
}

/// The first and the last day that a date may mean.
fn span(date: Date) -> (Date, Date) {
    let filled = |month, day| Date {
        year: date.year,
        month: Some(date.month.unwrap_or(month)),
        day: Some(date.day.unwrap_or(day)),
    };
    (filled(1, 1), filled(12, 31))
}
