//! The verbs of `check`: the only way to a judgement.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Array, Dynamic, ImmutableString};
use rust_decimal::Decimal;

use super::numbers::number;
use super::{Answer, Api};
use crate::document::Date;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run, Said};
use crate::script::value::{Day, Lack, Number, Place, Truth, Words, shortened, shown, stated};
use crate::verdict::Label;

/// What gives judgements.
#[derive(Debug, Clone)]
pub(in crate::script) struct Check {
    pub(in crate::script) run: Arc<Run>,
}

const C: Kind = Kind::Check;

pub(super) fn register(api: &mut Api<'_>) {
    conditions(api);
    comparisons(api);
    truths(api);
    days(api);
}

fn conditions(api: &mut Api<'_>) {
    api.method(
        (C, "given"),
        &[("condition", Accepts::Value(Kind::Truth))],
        Kind::Nothing,
        (
            "后面的判断以此为条件：不成立就是不适用，不知道就照它的原因",
            "What follows is judged only if this holds; within a loop, for this round",
        ),
        |it: &mut Check, condition: Truth| it.run.given(condition),
    );
    api.method(
        (C, "note"),
        &[
            ("name", Accepts::NewName),
            ("value", Accepts::Value(Kind::Number)),
        ],
        Kind::Nothing,
        (
            "给消息里的 {名字} 一个数",
            "Gives a number to {name} of the messages",
        ),
        |it: &mut Check, name: ImmutableString, value: Dynamic| -> Answer<()> {
            let value = number(value)?;
            it.run
                .note(&name, value.bounds.map_or_else(|_| "？".to_owned(), shown));
            Ok(())
        },
    );
    api.method(
        (C, "note"),
        &[
            ("name", Accepts::NewName),
            ("value", Accepts::Value(Kind::Words)),
        ],
        Kind::Nothing,
        (
            "给消息里的 {名字} 一段文字",
            "Gives words to {name} of the messages",
        ),
        |it: &mut Check, name: ImmutableString, value: Words| {
            it.run.note(
                &name,
                value
                    .text
                    .map_or_else(|_| "？".to_owned(), |it| shortened(&it)),
            );
        },
    );
    api.method(
        (C, "note"),
        &[
            ("name", Accepts::NewName),
            ("value", Accepts::Value(Kind::Day)),
        ],
        Kind::Nothing,
        (
            "给消息里的 {名字} 一个日期",
            "Gives a day to {name} of the messages",
        ),
        |it: &mut Check, name: ImmutableString, value: Day| {
            it.run.note(
                &name,
                value
                    .date
                    .map_or_else(|_| "？".to_owned(), |it| it.to_string()),
            );
        },
    );
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
    let operands = left.plus(right).operands;
    run.judge(
        holds,
        Said {
            values,
            operands,
            labels: Vec::new(),
        },
    );
}

fn sides(left: &Number, right: &Number) -> Vec<(&'static str, String)> {
    let (Ok(one), Ok(other)) = (&left.bounds, &right.bounds) else {
        return Vec::new();
    };
    let difference = one
        .0
        .checked_sub(other.0)
        .map_or_else(|| "很多".to_owned(), |it| it.abs().normalize().to_string());
    vec![
        ("left", shown(*one)),
        ("right", shown(*other)),
        ("difference", difference),
    ]
}

fn one_of(run: &Run, value: Number, allowed: Vec<Number>) {
    let mut holds = value.bounds.clone().map(|_| false);
    let mut lack: Option<Lack> = None;
    let mut known: Vec<String> = Vec::new();
    for other in &allowed {
        match (&value.bounds, &other.bounds) {
            (Ok(one), Ok(other)) => {
                if one.0 <= other.1 && other.0 <= one.1 {
                    holds = Ok(true);
                }
                let text = shown(*other);
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
    values.extend(value.bounds.iter().map(|one| ("left", shown(*one))));
    let operands = allowed.into_iter().fold(value, Number::plus).operands;
    run.judge(
        holds,
        Said {
            values,
            operands,
            labels: Vec::new(),
        },
    );
}

fn truths(api: &mut Api<'_>) {
    api.method(
        (C, "holds"),
        &[("truth", Accepts::Value(Kind::Truth))],
        Kind::Nothing,
        ("成立", "It is so"),
        |it: &mut Check, truth: Truth| {
            let said = Said {
                operands: truth.operands,
                ..Said::default()
            };
            it.run.judge(truth.is, said);
        },
    );
    api.method(
        (C, "present"),
        &[("places", Accepts::Value(Kind::Places))],
        Kind::Nothing,
        ("至少有一处", "There is at least one"),
        |it: &mut Check, places: Many<Place>| {
            let said = found(&places);
            it.run.judge(Ok(!places.items.is_empty()), said);
        },
    );
    api.method(
        (C, "absent"),
        &[("places", Accepts::Value(Kind::Places))],
        Kind::Nothing,
        ("一处也没有", "There is none"),
        |it: &mut Check, places: Many<Place>| {
            let said = found(&places);
            it.run.judge(Ok(places.items.is_empty()), said);
        },
    );
    api.method(
        (C, "like"),
        &[
            ("words", Accepts::Value(Kind::Words)),
            ("pattern", Accepts::Pattern),
        ],
        Kind::Nothing,
        ("符合正则表达式", "The words match the pattern"),
        |it: &mut Check, words: Words, pattern: ImmutableString| -> Answer<()> {
            let pattern = regex::Regex::new(&pattern).map_err(|error| error.to_string())?;
            let is = words
                .text
                .clone()
                .map(|text| pattern.is_match(crate::fold::Folded::new(&text).text()));
            let values = vec![(
                "found",
                words.text.as_deref().map(shortened).unwrap_or_default(),
            )];
            it.run.judge(
                is,
                Said {
                    values,
                    operands: vec![words.operand()],
                    labels: Vec::new(),
                },
            );
            Ok(())
        },
    );
    api.method(
        (C, "unlike"),
        &[
            ("first", Accepts::Value(Kind::Words)),
            ("second", Accepts::Value(Kind::Words)),
            ("percent", Accepts::Value(Kind::Integer)),
        ],
        Kind::Nothing,
        (
            "两段文字的相似度不到这个百分数",
            "Two texts are less alike than so many per cent",
        ),
        |it: &mut Check, one: Words, other: Words, percent: i64| {
            let alike = match (&one.text, &other.text) {
                (Ok(one), Ok(other)) => Ok(likeness(one, other)),
                (Err(lack), _) | (_, Err(lack)) => Err(lack.clone()),
            };
            let values = alike
                .iter()
                .map(|alike| ("left", format!("{alike}%")))
                .chain([("right", format!("{percent}%"))])
                .collect();
            let operands = vec![one.operand(), other.operand()];
            it.run.judge(
                alike.map(|alike| alike < percent),
                Said {
                    values,
                    operands,
                    labels: Vec::new(),
                },
            );
        },
    );
}

fn found(places: &Many<Place>) -> Said {
    let mut texts: Vec<String> = Vec::new();
    for place in &places.items {
        let text = format!("“{}”", shortened(&place.text));
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let more = texts.len() > 5;
    texts.truncate(5);
    let end = if more { "等" } else { "" };
    Said {
        values: vec![
            ("found", format!("{}{end}", texts.join("、"))),
            ("count", places.items.len().to_string()),
        ],
        operands: places
            .items
            .iter()
            .take(50)
            .map(|it| stated("原文", &it.text, Some(it.span)))
            .collect(),
        labels: places
            .items
            .iter()
            .take(50)
            .map(|it| Label {
                span: it.span,
                text: "这里".to_owned(),
            })
            .collect(),
    }
}

/// How many per cent of the letter pairs of two texts are common to both.
fn likeness(one: &str, other: &str) -> i64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().filter(|it| it.is_alphanumeric()).collect();
        let mut counted: BTreeMap<(char, char), usize> = BTreeMap::new();
        for (first, second) in letters.iter().zip(letters.iter().skip(1)) {
            *counted.entry((*first, *second)).or_default() += 1;
        }
        counted
    };
    let (one, other) = (pairs(one), pairs(other));
    let total: usize = one.values().chain(other.values()).sum();
    let common: usize = one
        .iter()
        .map(|(pair, count)| (*count).min(other.get(pair).copied().unwrap_or(0)))
        .sum();
    if total == 0 {
        return 0;
    }
    i64::try_from(200 * common / total).unwrap_or(100)
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
                        labels: Vec::new(),
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
