//! Numbers, truths and days.

use rhai::{Dynamic, ImmutableString};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Answer, Api};
use crate::document::Date;
use crate::script::kind::{Accepts, Kind};
use crate::script::value::{Day, Lack, Number, Truth, Words, denied, shown, stated};

/// A number given as such or as a plain integer.
pub(super) fn number(value: Dynamic) -> Answer<Number> {
    if let Ok(integer) = value.as_int() {
        return Ok(Number::exact(Decimal::from(integer), Vec::new()));
    }
    let kind = value.type_name();
    value
        .try_cast::<Number>()
        .ok_or_else(|| format!("这里要一个数，给的是 {kind}").into())
}

/// The least and the most a number may be.
type Range = (Decimal, Decimal);

const ZERO: Range = (Decimal::ZERO, Decimal::ZERO);

/// Whether `one` is more than `other`, if it is so, or not so, whatever they are in their ranges.
fn more(one: Range, other: Range) -> Option<bool> {
    if one.0 > other.1 {
        Some(true)
    } else if one.1 <= other.0 {
        Some(false)
    } else {
        None
    }
}

/// Whether both are the same, if that can be said.
fn same(one: Range, other: Range) -> Option<bool> {
    if one.0 > other.1 || other.0 > one.1 {
        Some(false)
    } else if one.0 == one.1 && other.0 == other.1 {
        Some(true)
    } else {
        None
    }
}

fn known(number: &Number, is: fn(Range) -> Option<bool>) -> Result<bool, Lack> {
    let range = number.bounds.clone()?;
    is(range).ok_or_else(|| unsure(&[shown(range)]))
}

fn unsure(ranges: &[String]) -> Lack {
    Lack::cannot_assess(format!("约数说不准：{}", ranges.join("，")))
}

pub(super) fn register(api: &mut Api<'_>) {
    numbers(api);
    truths_and_days(api);
}

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
fn numbers(api: &mut Api<'_>) {
    let engine = &mut *api.engine;
    engine
        .register_fn("+", |left: Number, right: Number| left.plus(right))
        .register_fn("-", |left: Number, right: Number| left.minus(right))
        .register_fn("+", |left: Number, right: i64| left.plus(plain(right)))
        .register_fn("-", |left: Number, right: i64| left.minus(plain(right)))
        .register_fn("+", |left: i64, right: Number| plain(left).plus(right))
        .register_fn("-", |left: i64, right: Number| plain(left).minus(right))
        .register_fn("*", |left: Number, right: i64| left.times(right));
    api.method(
        (Kind::Number, "day"),
        &[
            ("month", Accepts::Value(Kind::Integer)),
            ("day", Accepts::Value(Kind::Integer)),
        ],
        Kind::Day,
        ("这一年的某月某日", "A day of this year"),
        |year: &mut Number, month: i64, day: i64| {
            let date = year.bounds.clone().and_then(|(low, _)| {
                let parts = (
                    low.to_i16(),
                    i8::try_from(month).ok(),
                    i8::try_from(day).ok(),
                );
                match parts {
                    (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => Ok(Date {
                        year,
                        month: Some(month),
                        day: Some(day),
                    }),
                    _ => Err(Lack::cannot_assess("没有这一天")),
                }
            });
            Day {
                date,
                operands: year.operands.clone(),
            }
        },
    );
    for (name, zh, en, is) in [
        (
            "is_zero",
            "是不是 0",
            "Whether it is zero",
            (|it| same(it, ZERO)) as fn(Range) -> Option<bool>,
        ),
        (
            "is_positive",
            "是不是大于 0",
            "Whether it is more than zero",
            |it| more(it, ZERO),
        ),
        (
            "is_negative",
            "是不是小于 0",
            "Whether it is less than zero",
            |it| more(ZERO, it),
        ),
        (
            "is_whole",
            "是不是整数",
            "Whether it has no decimals",
            |it| (it.0 == it.1).then(|| it.0.fract().is_zero()),
        ),
    ] {
        api.property(
            (Kind::Number, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut Number| Truth {
                is: known(it, is),
                otherwise: it.operands.first().map_or_else(
                    || match name {
                        // How many there are of what was looked for.
                        "is_positive" => "报告里没有可查的内容".to_owned(),
                        _ => denied(zh),
                    },
                    |first| {
                        let value = first.value.map(|it| it.normalize().to_string());
                        let value = value.unwrap_or_else(|| "空白".to_owned());
                        format!("{} = {value}", first.name)
                    },
                ),
                operands: it.operands.clone(),
            },
        );
    }
    for (name, zh, en, is) in [
        (
            "is_more_than",
            "是不是大于另一个数",
            "Whether it is more than another",
            more as fn(Range, Range) -> Option<bool>,
        ),
        (
            "is_less_than",
            "是不是小于另一个数",
            "Whether it is less than another",
            |one, other| more(other, one),
        ),
        (
            "is_same_as",
            "是不是等于另一个数",
            "Whether it is as much as another",
            same,
        ),
    ] {
        api.method(
            (Kind::Number, name),
            &[("second", Accepts::Value(Kind::Number))],
            Kind::Truth,
            (zh, en),
            move |it: &mut Number, other: Dynamic| -> Answer<Truth> {
                let other = number(other)?;
                let both = it.bounds.clone().and_then(|one| {
                    let other = other.bounds.clone()?;
                    is(one, other).ok_or_else(|| unsure(&[shown(one), shown(other)]))
                });
                let joint = it.clone().plus(other);
                let otherwise: Vec<String> = joint
                    .operands
                    .iter()
                    .map(|it| format!("{} = {}", it.name, it.raw))
                    .collect();
                Ok(Truth {
                    is: both,
                    operands: joint.operands,
                    otherwise: otherwise.join("，"),
                })
            },
        );
    }
}

pub(super) fn plain(value: i64) -> Number {
    Number::exact(Decimal::from(value), Vec::new())
}

fn truths_and_days(api: &mut Api<'_>) {
    let engine = &mut *api.engine;
    engine
        .register_fn("&", |left: Truth, right: Truth| left.combine(right, false))
        .register_fn("|", |left: Truth, right: Truth| left.combine(right, true))
        .register_fn("!", |it: Truth| it.negated());
    api.method(
        (Kind::Truth, "or_words"),
        &[("words", Accepts::Value(Kind::Text))],
        Kind::Words,
        (
            "不成立时的这几个字；成立时没有字",
            "These words if it is false; none if it is true",
        ),
        |it: &mut Truth, words: ImmutableString| Words {
            text: it
                .is
                .clone()
                .map(|is| if is { String::new() } else { words.to_string() }),
            name: String::new(),
            span: None,
        },
    );
    api.property(
        (Kind::Day, "is_known"),
        Kind::Truth,
        ("有没有这个日期", "Whether there is such a day"),
        |it: &mut Day| {
            let mut operands = it.operands.clone();
            if operands.is_empty() {
                operands.push(stated("日期", "", None));
            }
            Truth::new(it.date.is_ok(), "没有日期").with(operands)
        },
    );
    api.property(
        (Kind::Day, "name"),
        Kind::Words,
        ("它是什么日期", "What day it is"),
        |it: &mut Day| Words {
            text: it.date.clone().map(|_| {
                let named = it.operands.first();
                named.map_or_else(String::new, |it| it.name.clone())
            }),
            name: String::new(),
            span: None,
        },
    );
    for (name, zh, en, after) in [
        (
            "is_after",
            "是不是晚于另一天",
            "Whether it is later than another day",
            true,
        ),
        (
            "is_before",
            "是不是早于另一天",
            "Whether it is earlier than another day",
            false,
        ),
    ] {
        api.method(
            (Kind::Day, name),
            &[("second", Accepts::Value(Kind::Day))],
            Kind::Truth,
            (zh, en),
            move |it: &mut Day, other: Day| {
                let (one, two) = (it.date.clone(), other.date.clone());
                let is =
                    one.and_then(|one| two.map(|two| if after { one > two } else { one < two }));
                let mut operands = it.operands.clone();
                operands.extend(other.operands);
                Truth {
                    is,
                    operands,
                    otherwise: denied(zh),
                }
            },
        );
    }
    api.property(
        (Kind::Day, "year"),
        Kind::Number,
        ("它的年份", "Its year"),
        |it: &mut Day| Number {
            bounds: it
                .date
                .clone()
                .map(|date| (Decimal::from(date.year), Decimal::from(date.year))),
            operands: it.operands.clone(),
        },
    );
}
