//! The verbs of `check`: the only way to a judgement.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, EvalAltResult, ImmutableString, NativeCallContext};

use super::numbers::number;
use super::{Answer, Api, charge};
use crate::pattern;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run, Said};
use crate::script::value::{Day, Place, Truth, Words, shortened, shown, stated};
use crate::verdict::Label;

/// What gives judgements.
#[derive(Debug, Clone)]
pub(in crate::script) struct Check {
    pub(in crate::script) run: Arc<Run>,
}

const C: Kind = Kind::Check;

/// How deep the function of a rule itself stands among the calls.
const OWN_LEVEL: usize = 1;

pub(super) fn register(api: &mut Api<'_>) {
    conditions(api);
    truths(api);
}

fn conditions(api: &mut Api<'_>) {
    api.method(
        (C, "given"),
        &[("condition", Accepts::Value(Kind::Truth))],
        Kind::Nothing,
        (
            "后面的判断以此为条件：不成立就是不适用，不知道就照它的原因；这一轮循环或者函数到此为止",
            "What follows is judged only if this holds; else the round or the function ends here",
        ),
        |context: NativeCallContext<'_>, it: &mut Check, condition: Truth| -> Answer<()> {
            let met = matches!(condition.is, Ok(true));
            it.run.given(condition);
            // A helper returns to what called it, which goes on.
            if met || context.call_level() > OWN_LEVEL {
                return Ok(());
            }
            it.run.judge(Ok(true), Said::default());
            let end = if it.run.is_in_loop() {
                EvalAltResult::LoopBreak(false, Dynamic::UNIT, context.call_position())
            } else {
                EvalAltResult::Return(Dynamic::UNIT, context.call_position())
            };
            Err(end.into())
        },
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
            let run = &it.run;
            let words = |text: String| shortened(&run.written(&text, value.span));
            run.note(&name, value.text.map_or_else(|_| "？".to_owned(), words));
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
            let pattern = pattern::pattern(&pattern)?;
            charge(&it.run, words.text.as_ref().map_or(0, String::len))?;
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
                    ..Said::default()
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
        |it: &mut Check, one: Words, other: Words, percent: i64| -> Answer<()> {
            let bytes = [&one, &other].map(|it| it.text.as_ref().map_or(0, String::len));
            charge(&it.run, 32 * bytes.iter().sum::<usize>())?;
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
                    ..Said::default()
                },
            );
            Ok(())
        },
    );
}

fn found(places: &Many<Place>) -> Said {
    let mut texts: Vec<String> = Vec::new();
    for place in &places.items {
        let written = places.run.written(&place.text, Some(place.span));
        let text = format!("“{}”", shortened(&written));
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
            .chain(places.among.clone().filter(|_| places.items.is_empty()))
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
        left: None,
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
