//! Cells, headings and places.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Api;
use crate::fact::{CellState, FormFacts, SectionFact};
use crate::form::{Address, Column, Form, Row};
use crate::parse::find_dates;
use crate::script::kind::Kind;
use crate::script::run::{Item, Many, Run};
use crate::script::value::{Day, Lack, Number, Place, Truth, Words, denied, stated};
use crate::source::Span;
use crate::verdict::Operand;

/// One cell of a form.
#[derive(Debug, Clone)]
pub(super) struct CellOf {
    pub(super) run: Arc<Run>,
    pub(super) address: Address,
}

/// One heading, by index.
#[derive(Debug, Clone)]
pub(super) struct HeadingOf {
    pub(super) run: Arc<Run>,
    pub(super) index: usize,
}

impl CellOf {
    fn operand(&self) -> Option<Operand> {
        cell(&self.run, self.address).operands.into_iter().next()
    }
}

impl Item for CellOf {
    fn key(&self) -> String {
        form(&self.run, self.address.form)
            .map_or_else(String::new, |(form, _)| form.path(self.address.cell))
    }

    fn span(&self) -> Option<Span> {
        self.operand().and_then(|it| it.span)
    }
}

impl HeadingOf {
    pub(super) fn fact(&self) -> Option<&SectionFact> {
        self.run.facts.sections.get(self.index)
    }
}

impl Item for HeadingOf {
    fn key(&self) -> String {
        self.fact().map_or_else(String::new, |it| it.title.clone())
    }

    fn span(&self) -> Option<Span> {
        self.fact().map(|it| it.span)
    }
}

/// A form and what was read of it, if it was found.
pub(super) fn form(run: &Run, index: usize) -> Option<(&Form, &FormFacts)> {
    let form = run.words.forms.get(index)?;
    let facts = run
        .facts
        .forms
        .iter()
        .find(|it| it.form == form.id && it.found)?;
    Some((form, facts))
}

/// The number of a cell, as the relations read it.
pub(super) fn cell(run: &Run, address: Address) -> Number {
    let Some(own) = run.words.forms.get(address.form) else {
        return Number::lacking(Lack::cannot_assess("没有这张表"));
    };
    let name = own.cell_name(address.cell);
    let Some((_, facts)) = form(run, address.form) else {
        return Number::lacking(Lack::not_applicable(format!("没有找到{}", own.name)));
    };
    let Some(fact) = facts
        .cell(address.cell)
        .filter(|it| it.state != CellState::Absent)
    else {
        return Number::lacking(Lack::not_applicable(format!("{}里没有“{name}”", own.name)));
    };
    let blank = matches!(fact.state, CellState::Blank | CellState::Dash);
    let as_zero = blank && own.blank_is_zero(address.cell);
    let value = if as_zero {
        Some(Decimal::ZERO)
    } else {
        fact.value.filter(|_| !blank)
    };
    let operand = Operand {
        name: format!("{}“{name}”", own.name),
        value,
        raw: fact.raw.clone(),
        state: fact.state,
        as_zero,
        span: fact.span,
    };
    let bounds = match (value, blank) {
        (Some(value), _) => Ok((value, value)),
        (None, true) => Err(Lack::cannot_assess(format!("“{name}”空白"))),
        (None, false) => Err(Lack::cannot_assess(format!("“{name}”没有读清"))),
    };
    Number {
        bounds,
        operands: vec![operand],
    }
}

pub(super) fn register(api: &mut Api<'_>) {
    cells(api);
    places(api);
    api.engine.register_iterator::<Many<CellOf>>();
}

fn cells(api: &mut Api<'_>) {
    api.property(
        (Kind::Cell, "number"),
        Kind::Number,
        ("格里的数", "Its number"),
        |it: &mut CellOf| cell(&it.run, it.address),
    );
    api.property(
        (Kind::Cell, "name"),
        Kind::Words,
        ("格的名字", "Its name"),
        |it: &mut CellOf| {
            let operand = it.operand();
            Words {
                text: Ok(operand
                    .as_ref()
                    .map_or_else(String::new, |it| it.name.clone())),
                name: "格".to_owned(),
                span: operand.and_then(|it| it.span),
            }
        },
    );
    api.property(
        (Kind::Cell, "text"),
        Kind::Words,
        ("格里的原文", "What is written in it"),
        |it: &mut CellOf| {
            let operand = it.operand();
            Words {
                text: Ok(operand
                    .as_ref()
                    .map_or_else(String::new, |it| it.raw.clone())),
                name: "格里的原文".to_owned(),
                span: operand.and_then(|it| it.span),
            }
        },
    );
    for (name, zh, en, may) in [
        (
            "may_be_negative",
            "可不可以是负数（增减一类）",
            "Whether it may be less than zero",
            (|_, column| column.signed) as fn(&Row, &Column) -> bool,
        ),
        (
            "may_have_decimals",
            "可不可以是小数（金额一类）",
            "Whether it may have decimals",
            |row, column| row.decimal || column.decimal,
        ),
    ] {
        api.property(
            (Kind::Cell, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut CellOf| {
                let form = it.run.words.forms.get(it.address.form);
                let is = form.is_some_and(|form| {
                    let (row, column) = (form.row(it.address.cell), form.column(it.address.cell));
                    row.is_some_and(|row| column.is_some_and(|column| may(row, column)))
                });
                Truth::new(is, denied(zh))
            },
        );
    }
    for (name, states, zh, en) in [
        (
            "is_blank",
            &[CellState::Blank][..],
            "是不是空白",
            "Whether it is blank",
        ),
        (
            "is_dash",
            &[CellState::Dash],
            "是不是只有横线、斜线",
            "Whether it holds a dash or a slash",
        ),
        (
            "is_unread",
            &[CellState::Unread],
            "是不是没有读清",
            "Whether it could not be read for sure",
        ),
    ] {
        api.property(
            (Kind::Cell, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut CellOf| {
                let operand = it.operand();
                let is = operand
                    .as_ref()
                    .is_some_and(|it| states.contains(&it.state));
                Truth::new(is, denied(zh)).with(operand)
            },
        );
    }
}

fn places(api: &mut Api<'_>) {
    api.property(
        (Kind::Place, "year"),
        Kind::Number,
        ("这一处最后写的年份", "The last year it names"),
        |it: &mut Place| {
            let year = last_year(&it.text);
            year.map_or_else(
                || Number::lacking(Lack::not_applicable("没有写年份")),
                |year| {
                    Number::exact(
                        Decimal::from(year),
                        vec![stated("原文", &it.text, Some(it.span))],
                    )
                },
            )
        },
    );
    api.property(
        (Kind::Place, "day"),
        Kind::Day,
        ("这一处最后写的日期", "The last day it names"),
        |it: &mut Place| Day {
            date: find_dates(&it.text)
                .last()
                .map(|(date, _)| date)
                .ok_or_else(|| Lack::not_applicable("没有写日期")),
            operands: vec![stated("原文", &it.text, Some(it.span))],
        },
    );
}

/// The last number of four digits before 年.
fn last_year(text: &str) -> Option<i32> {
    let digits = |before: &str| {
        let digits: String = before
            .trim_end()
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        let year = digits.chars().rev().collect::<String>();
        (year.len() == 4).then(|| year.parse().ok()).flatten()
    };
    text.rmatch_indices('年')
        .find_map(|(at, _)| digits(text.get(..at).unwrap_or_default()))
}
