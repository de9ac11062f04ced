//! The other reports that one is compared with: last year's numbers, growth, and shared wording.

use std::sync::Arc;

use rhai::{Dynamic, ImmutableString};
use rust_decimal::Decimal;

use super::facts::CellOf;
use super::numbers::number;
use super::quantities::{MentionOf, only, quantity};
use super::report::Report;
use super::verbs::Check;
use super::{Answer, Api};
use crate::fact::{CellState, Mention};
use crate::form::Address;
use crate::pattern::pattern;
use crate::script::beside::Prior;
use crate::script::kind::{Accepts, Kind, Namespace};
use crate::script::run::{Item, Many, Run, Said};
use crate::script::value::{Lack, Number, Words, shown, stated};
use crate::source::Span;
use crate::verdict::Operand;

/// The report of the year before, if it is known.
#[derive(Debug, Clone)]
struct PriorOf {
    run: Arc<Run>,
}

/// A quantity of the prose that is said to have grown or shrunk since the year before.
#[derive(Debug, Clone)]
pub(super) struct GrowthOf {
    now: MentionOf,
    /// By how many per cent, below zero if it shrank.
    percent: Decimal,
    text: String,
    span: Span,
}

impl Item for GrowthOf {
    fn key(&self) -> String {
        self.text.clone()
    }

    fn span(&self) -> Option<Span> {
        Some(self.span)
    }
}

pub(super) fn register(api: &mut Api<'_>) {
    prior(api);
    growth(api);
    grown(api);
    super::wordings::register(api);
}

fn prior(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "prior"),
        Kind::Prior,
        (
            "同一机关上一年的报告；没有给出时，从它取的数都不适用",
            "The same organ's report on the year before; if it is not given, its numbers do not apply",
        ),
        |it: &mut Report| PriorOf {
            run: Arc::clone(&it.run),
        },
    );
    api.method(
        (Kind::Prior, "cell"),
        &[("path", Accepts::Name(Namespace::Cell))],
        Kind::Number,
        (
            "上一年报告里同一格的数；上一年的表没有这一格就不适用",
            "The number of the same cell a year before; not applicable if its form has no such cell",
        ),
        |it: &mut PriorOf, path: ImmutableString| match it.run.words.cell(&path) {
            Ok(address) => before(&it.run, address),
            Err(_) => Number::lacking(Lack::cannot_assess(format!("没有 {path} 这一格"))),
        },
    );
    api.property(
        (Kind::Cell, "prior"),
        Kind::Number,
        (
            "上一年报告里同一格的数",
            "The number of the same cell a year before",
        ),
        |it: &mut CellOf| before(&it.run, it.address),
    );
    api.method(
        (Kind::Prior, "stated"),
        &[("indicator", Accepts::Name(Namespace::Indicator))],
        Kind::Number,
        (
            "上一年报告正文明确写的、它本机关当年的这个数；没有写，或者前后说法不一，就不适用",
            "The one number that last year's prose clearly states of this indicator as its own",
        ),
        |it: &mut PriorOf, name: ImmutableString| stated_before(&it.run, &name),
    );
    api.method(
        (Kind::Number, "otherwise"),
        &[("second", Accepts::Value(Kind::Number))],
        Kind::Number,
        (
            "没有这个数时，用另一个数",
            "Another number where this one is not there",
        ),
        |it: &mut Number, other: Dynamic| -> Answer<Number> {
            let applies = |it: &Number| match &it.bounds {
                Ok(_) => true,
                Err(lack) => lack.outcome != crate::verdict::Outcome::NotApplicable,
            };
            if applies(it) {
                Ok(it.clone())
            } else {
                number(other)
            }
        },
    );
}

/// The number that the report of the year before has in the cell at `address`.
fn before(run: &Run, address: Address) -> Number {
    let prior = match &run.beside.prior {
        Ok(prior) => prior,
        Err(why) => return Number::lacking(Lack::not_applicable(why.clone())),
    };
    let Some(form) = run.words.forms.get(address.form) else {
        return Number::lacking(Lack::cannot_assess("没有这张表"));
    };
    let found = prior.cell(form, address.cell);
    let Some((own, cell, gist)) = found.filter(|(_, _, it)| it.fact.state != CellState::Absent)
    else {
        let why = "上一年的报告里没有这一格（格式不同，或者表里缺这一行）";
        return Number::lacking(Lack::not_applicable(why));
    };
    let fact = &gist.fact;
    let name = format!("上一年报告{}“{}”", own.name, own.cell_name(cell));
    let blank = matches!(fact.state, CellState::Blank | CellState::Dash);
    let as_zero = blank && own.blank_is_zero(cell);
    // What was inferred and is borne out by nothing is no ground to judge another report by.
    let sure = fact.state != CellState::Inferred || fact.confirmed;
    let value = if as_zero {
        Some(Decimal::ZERO)
    } else {
        fact.value.filter(|_| !blank && sure)
    };
    let said = value.map_or_else(|| fact.raw.clone(), |it| it.normalize().to_string());
    let bounds = value.map_or_else(
        || {
            let lacks = if blank { "空白" } else { "没有读清" };
            Err(Lack::cannot_assess(format!("{name}{lacks}")))
        },
        |value| Ok((value, value)),
    );
    Number {
        bounds,
        operands: vec![Operand {
            name,
            value,
            raw: format!("{said}（{}）", prior.place(gist)),
            state: fact.state,
            as_zero,
            span: None,
        }],
    }
}

fn stated_before(run: &Run, name: &str) -> Number {
    let id = run.words.id(Namespace::Indicator, name);
    let prior: &Prior = match &run.beside.prior {
        Ok(prior) => prior,
        Err(why) => return Number::lacking(Lack::not_applicable(why.clone())),
    };
    let first = match only(&prior.gist.mentions, id) {
        Ok(first) => first,
        Err(why) => {
            let named = run.words.title(Namespace::Indicator, name);
            return why.number("上一年正文", named);
        }
    };
    Number {
        bounds: Ok(first.bounds()),
        operands: vec![Operand {
            name: format!("上一年报告正文“{}”", first.text),
            value: Some(first.value),
            raw: format!("{}（{}）", first.text, prior.gist.name),
            state: CellState::Read,
            as_zero: false,
            span: None,
        }],
    }
}

fn growth(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "growths"),
        &[
            ("indicator", Accepts::Name(Namespace::Indicator)),
            ("up", Accepts::Pattern),
            ("down", Accepts::Pattern),
        ],
        Kind::Growths,
        (
            "正文里这个指标的确数，紧接着写了增减百分之几的；两个正则表达式各写增加、减少，第一个括号里是百分数",
            "Exact quantities of this indicator with a growth per cent right behind; the first group of either pattern is the number",
        ),
        |it: &mut Report,
         name: ImmutableString,
         up: ImmutableString,
         down: ImmutableString|
         -> Answer<Many<GrowthOf>> {
            let id = it.run.words.id(Namespace::Indicator, &name);
            let (up, down) = (pattern(&up)?, pattern(&down)?);
            let facts = &it.run.facts;
            let own = |it: &Mention| {
                it.indicator.as_deref() == Some(id)
                    && it.is_exact()
                    && it.own != Some(false)
            };
            let mut items = Vec::new();
            for (index, mention) in facts.mentions.iter().enumerate().filter(|(_, it)| own(it)) {
                let Some(passage) = facts.passage_at(mention.span.start) else { continue };
                let from = passage.text.range(mention.span).end;
                let behind = passage.text.text().get(from..).unwrap_or_default();
                let behind = behind.split('。').next().unwrap_or_default();
                it.run.charge(2 * behind.len());
                let said = [(&up, Decimal::ONE), (&down, Decimal::NEGATIVE_ONE)];
                let found = said.into_iter().find_map(|(pattern, sign)| {
                    let found = pattern.captures(behind)?;
                    let percent = crate::quantity::number(found.get(1)?.as_str())?;
                    Some((found.get(0)?.end(), percent.checked_mul(sign)?))
                });
                if let Some((end, percent)) = found {
                    let span = passage.text.span(Span::new(from, from + end));
                    items.push(GrowthOf {
                        now: MentionOf {
                            run: Arc::clone(&it.run),
                            index,
                        },
                        percent,
                        text: facts.source.slice(mention.span.to(span)).to_owned(),
                        span: mention.span.to(span),
                    });
                }
            }
            Ok(Many::new(&it.run, items))
        },
    );
    api.property(
        (Kind::Growth, "now"),
        Kind::Number,
        ("写的本年的数", "The number stated of this year"),
        |it: &mut GrowthOf| {
            let facts = &it.now.run.facts;
            facts.mentions.get(it.now.index).map_or_else(
                || Number::lacking(Lack::cannot_assess("没有这个数量")),
                |mention| quantity(mention, facts),
            )
        },
    );
    api.property(
        (Kind::Growth, "text"),
        Kind::Words,
        ("写法", "As it is written"),
        |it: &mut GrowthOf| Words {
            text: Ok(it.text.clone()),
            name: "写法".to_owned(),
            span: Some(it.span),
        },
    );
    api.engine.register_iterator::<Many<GrowthOf>>();
}

fn grown(api: &mut Api<'_>) {
    api.method(
        (Kind::Check, "grown"),
        &[
            ("growth", Accepts::Value(Kind::Growth)),
            ("before", Accepts::Value(Kind::Number)),
        ],
        Kind::Nothing,
        (
            "写的百分数与两年的数相合，差 0.1 个百分点以内，写成整数的差 0.5 以内；上一年是 0 的不适用",
            "The growth stated is that of both numbers, within a tenth of a point, a whole number within half a point; none from zero",
        ),
        |it: &mut Check, growth: GrowthOf, before: Dynamic| -> Answer<()> {
            let before = number(before)?;
            let facts = &it.run.facts;
            let now = facts.mentions.get(growth.now.index).map(|it| it.value);
            let grown = before
                .bounds
                .clone()
                .and_then(|before| now_over(now, before));
            let holds = grown.clone().map(|grown| {
                // A whole number was rounded to be one.
                let whole = growth.percent.fract().is_zero() && growth.percent.scale() == 0;
                let far = if whole { Decimal::new(5, 1) } else { Decimal::new(1, 1) };
                (grown - growth.percent).abs() <= far
            });
            let mut operands = vec![stated("原文", &growth.text, Some(growth.span))];
            operands.extend(before.operands);
            let percent = |it: Decimal| format!("{}%", it.round_dp(2).normalize());
            let right = grown.map_or_else(|_| "？".to_owned(), percent);
            it.run.judge(
                holds,
                Said {
                    values: vec![
                        (
                            "left",
                            format!("{}%", shown((growth.percent, growth.percent))),
                        ),
                        ("right", right),
                    ],
                    operands,
                    ..Said::default()
                },
            );
            Ok(())
        },
    );
}

/// By how many per cent `now` is more than what was before.
fn now_over(now: Option<Decimal>, before: (Decimal, Decimal)) -> Result<Decimal, Lack> {
    let (low, high) = before;
    let sure = (low == high).then_some(low);
    let sure = sure.ok_or_else(|| Lack::cannot_assess("上一年的数是约数"))?;
    if sure.is_zero() {
        return Err(Lack::not_applicable("上一年的数是 0，没有增长率"));
    }
    let grown = now.and_then(|now| now.checked_sub(sure)?.checked_mul(Decimal::ONE_HUNDRED));
    let grown = grown.and_then(|it| it.checked_div(sure));
    grown.ok_or_else(|| Lack::cannot_assess("数值太大，无法计算"))
}
