//! Numbers, truths, days, cells, quantities and lists.

use std::sync::Arc;

use super::Api;
use super::numbers::plain;
use super::report::{cell, form};
use crate::fact::{CellState, Exactness, Facts, ListFact, Mention, SectionFact};
use crate::form::{Address, Column, Row};
use crate::script::kind::Kind;
use crate::script::run::{Item, Many, Run};
use crate::script::value::{Lack, Number, Truth, Words};
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

/// One quantity of the prose, by index.
#[derive(Debug, Clone)]
pub(super) struct MentionOf {
    pub(super) run: Arc<Run>,
    pub(super) index: usize,
}

/// One list of the prose, by index.
#[derive(Debug, Clone)]
pub(super) struct ListOf {
    pub(super) facts: Arc<Facts>,
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

impl MentionOf {
    fn fact(&self) -> Option<&Mention> {
        self.run.facts.mentions.get(self.index)
    }

    fn count(&self) -> Number {
        self.fact().map_or_else(
            || Number::lacking(Lack::cannot_assess("没有这个数量")),
            |mention| quantity(mention, &self.run.facts),
        )
    }
}

impl Item for MentionOf {
    fn key(&self) -> String {
        self.fact().map_or_else(String::new, |it| it.text.clone())
    }

    fn span(&self) -> Option<Span> {
        self.fact().map(|it| it.span)
    }
}

impl ListOf {
    fn fact(&self) -> Option<&ListFact> {
        self.facts.lists.get(self.index)
    }

    fn whole(&self) -> Option<&Mention> {
        self.facts.mentions.get(self.fact()?.whole)
    }

    fn parts(&self) -> impl Iterator<Item = &Mention> {
        let parts = self.fact().map_or(&[][..], |it| it.parts.as_slice());
        parts.iter().filter_map(|it| self.facts.mentions.get(*it))
    }
}

impl Item for ListOf {
    fn key(&self) -> String {
        self.whole().map_or_else(String::new, |it| it.text.clone())
    }

    fn span(&self) -> Option<Span> {
        self.whole().map(|it| it.span)
    }
}

/// A quantity of the prose as a number.
fn quantity(mention: &Mention, facts: &Facts) -> Number {
    let (low, high) = mention.bounds();
    Number {
        bounds: Ok((low, high)),
        operands: vec![Operand {
            name: format!("正文“{}”", mention.text),
            value: Some(mention.value),
            raw: facts.source.slice(mention.span).to_owned(),
            state: CellState::Read,
            as_zero: false,
            span: Some(mention.span),
        }],
    }
}

pub(super) fn register(api: &mut Api<'_>) {
    cells(api);
    quantities(api);
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
                Truth::new(is, format!("不满足“{zh}”"))
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
                Truth::new(is, format!("不满足“{zh}”")).with(operand)
            },
        );
    }
}

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
fn quantities(api: &mut Api<'_>) {
    use Kind::{List as L, Mention as M};
    api.property(
        (M, "count"),
        Kind::Number,
        (
            "数量；余、多、近、约按区间算",
            "How many; approximate words make it a range",
        ),
        |it: &mut MentionOf| it.count(),
    );
    for (name, zh, en, is) in [
        (
            "is_exact",
            "是不是确数",
            "Whether it is stated exactly",
            (|it| matches!(it.exactness, Exactness::Exact | Exactness::None))
                as fn(&Mention) -> bool,
        ),
        (
            "is_none",
            "是不是说没有（未收到、没有、0 件）",
            "Whether it says that there were none",
            |it| it.value.is_zero(),
        ),
    ] {
        api.property(
            (M, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut MentionOf| {
                let is = it.fact().is_some_and(is);
                Truth::new(is, format!("不满足“{zh}”")).with(it.count().operands)
            },
        );
    }
    for (name, zh, en, is) in [
        (
            "is_own",
            "是不是本机关的数；不是上级、下级、转办的",
            "Whether it is the organ's own number",
            (|it| it.own) as fn(&Mention) -> Option<bool>,
        ),
        (
            "is_this_year",
            "是不是报告年度的数；不是往年、来年的",
            "Whether it is of the year reported on",
            |it| it.this_year,
        ),
    ] {
        api.property(
            (M, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut MentionOf| {
                let truth = it.fact().and_then(is);
                let text = it.fact().map_or("", |it| it.text.as_str());
                Truth {
                    is: truth.ok_or_else(|| Lack::not_applicable(format!("说不准“{text}”{zh}"))),
                    operands: it.count().operands,
                    otherwise: format!("“{text}”不满足“{}”", zh.split('；').next().unwrap_or(zh)),
                }
            },
        );
    }
    api.property(
        (M, "unit"),
        Kind::Words,
        ("量词", "Its measure word"),
        |it: &mut MentionOf| {
            let fact = it.fact();
            Words {
                text: Ok(fact.map_or_else(String::new, |it| it.unit.clone())),
                name: "量词".to_owned(),
                span: fact.map(|it| it.span),
            }
        },
    );
    api.property(
        (L, "whole"),
        Kind::Number,
        ("总数", "The whole"),
        |it: &mut ListOf| {
            it.whole().map_or_else(
                || Number::lacking(Lack::cannot_assess("没有总数")),
                |whole| quantity(whole, &it.facts),
            )
        },
    );
    api.property(
        (L, "sum"),
        Kind::Number,
        ("各部分之和", "The sum of its parts"),
        |it: &mut ListOf| {
            it.parts()
                .map(|part| quantity(part, &it.facts))
                .fold(plain(0), Number::plus)
        },
    );
    api.property(
        (L, "largest"),
        Kind::Number,
        ("最大的一部分", "The largest part"),
        |it: &mut ListOf| {
            it.parts().max_by_key(|part| part.value).map_or_else(
                || Number::lacking(Lack::not_applicable("没有列举")),
                |part| quantity(part, &it.facts),
            )
        },
    );
    api.property(
        (L, "count"),
        Kind::Integer,
        ("列举了几部分", "How many parts it names"),
        |it: &mut ListOf| i64::try_from(it.parts().count()).unwrap_or(i64::MAX),
    );
    api.property(
        (L, "is_exhaustive"),
        Kind::Truth,
        (
            "是不是说全了（分别为、其他若干）",
            "Whether it says that these are all parts",
        ),
        |it: &mut ListOf| Truth::new(it.fact().is_some_and(|it| it.exhaustive), "列举没有说全"),
    );
    api.property(
        (L, "is_exact"),
        Kind::Truth,
        (
            "总数和各部分是不是都是确数",
            "Whether whole and parts are all exact",
        ),
        |it: &mut ListOf| {
            let exact = |it: &Mention| matches!(it.exactness, Exactness::Exact | Exactness::None);
            Truth::new(
                it.whole().is_some_and(exact) && it.parts().all(exact),
                "有约数",
            )
        },
    );
    api.property(
        (L, "is_of_one_unit"),
        Kind::Truth,
        (
            "总数和各部分是不是同一个量词",
            "Whether whole and parts have one measure word",
        ),
        |it: &mut ListOf| {
            let unit = it.whole().map_or("", |it| it.unit.as_str());
            Truth::new(
                !unit.is_empty() && it.parts().all(|part| part.unit == unit),
                "量词不同",
            )
        },
    );
    api.engine.register_iterator::<Many<CellOf>>();
    api.engine.register_iterator::<Many<MentionOf>>();
    api.engine.register_iterator::<Many<ListOf>>();
}
