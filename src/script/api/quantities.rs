//! Quantities and lists of the prose.

use std::sync::Arc;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::Api;
use super::numbers::plain;
use super::report::Report;
use super::verbs::Check;
use crate::fact::{CellState, Exactness, Facts, ListFact, Mention};
use crate::script::kind::{Accepts, Kind, Namespace};
use crate::script::run::{Item, Many, Run, Said};
use crate::script::value::{Lack, Number, Truth, Words, denied, shown};
use crate::source::Span;
use crate::verdict::OPEN;
use crate::verdict::Operand;

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

impl MentionOf {
    pub(super) fn fact(&self) -> Option<&Mention> {
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
pub(super) fn quantity(mention: &Mention, facts: &Facts) -> Number {
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

/// A part of a list as a number, called by the words it has before it.
fn part(mention: &Mention, facts: &Facts) -> Number {
    let mut number = quantity(mention, facts);
    let words = words_before(facts.source.text(), mention.span.start);
    for operand in &mut number.operands {
        operand.name = format!("正文“{words}{}”", mention.text);
    }
    number
}

/// The words right before byte `at`, back to a mark or a number; none if they go on too long to be
/// a name.
fn words_before(text: &str, at: usize) -> String {
    const LONGEST: usize = 16;
    let before = text.get(..at).unwrap_or_default();
    let mut words: Vec<char> = before
        .chars()
        .rev()
        .filter(|it| !it.is_whitespace())
        .take_while(|it| it.is_alphabetic())
        .take(LONGEST + 1)
        .collect();
    if words.len() > LONGEST {
        words.clear();
    }
    let words: String = words.into_iter().rev().collect();
    let bare = LEADS.iter().find_map(|lead| words.strip_prefix(lead));
    bare.unwrap_or(&words).to_owned()
}

/// Words that open a list.
const LEADS: [&str; 8] = [
    "分别为",
    "分别是",
    "其中包括",
    "其中",
    "主要包括",
    "包括",
    "包含",
    "含",
];

pub(super) fn register(api: &mut Api<'_>) {
    quantities(api);
    lists(api);
    whole_report(api);
    api.engine.register_iterator::<Many<MentionOf>>();
    api.engine.register_iterator::<Many<ListOf>>();
}

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
fn quantities(api: &mut Api<'_>) {
    use Kind::Mention as M;
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
                Truth::new(is, denied(zh)).with(it.count().operands)
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
                let zh = zh.split('；').next().unwrap_or(zh);
                Truth {
                    is: truth.ok_or_else(|| Lack::not_applicable(format!("{OPEN}{text}”{zh}"))),
                    operands: it.count().operands,
                    otherwise: format!("“{text}”{}", denied(zh)),
                }
            },
        );
    }
    for (name, zh, en, is) in [
        (
            "is_surely_own",
            "有没有写清楚是本机关的数",
            "Whether it is clearly the organ's own number",
            (|it| it.own == Some(true)) as fn(&Mention) -> bool,
        ),
        (
            "is_surely_this_year",
            "有没有写清楚是报告年度的数",
            "Whether it is clearly of the year reported on",
            |it| it.this_year == Some(true),
        ),
        (
            "may_be_own",
            "会不会是本机关的数",
            "Whether it may be the organ's own number",
            |it| it.own != Some(false),
        ),
        (
            "may_be_this_year",
            "会不会是报告年度的数",
            "Whether it may be of the year reported on",
            |it| it.this_year != Some(false),
        ),
    ] {
        api.property(
            (M, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut MentionOf| {
                let truth = it.fact().is_some_and(is);
                let text = it.fact().map_or("", |it| it.text.as_str());
                Truth::new(truth, format!("“{text}”{}", denied(zh))).with(it.count().operands)
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
        (M, "text"),
        Kind::Words,
        (
            "写法，带约词和量词",
            "As it is written, with its approximate words and unit",
        ),
        |it: &mut MentionOf| {
            let fact = it.fact();
            Words {
                text: Ok(fact.map_or_else(String::new, |it| it.text.clone())),
                name: "写法".to_owned(),
                span: fact.map(|it| it.span),
            }
        },
    );
}

fn lists(api: &mut Api<'_>) {
    use Kind::List as L;
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
                .map(|mention| part(mention, &it.facts))
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
                |largest| part(largest, &it.facts),
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
                !unit.is_empty()
                    && it
                        .parts()
                        .all(|part| part.unit == unit || part.unit.is_empty()),
                "量词不同",
            )
        },
    );
    api.property(
        (L, "is_apart"),
        Kind::Truth,
        (
            "各部分是不是互不重叠；写了去重、渠道、先后环节的不算",
            "Whether nothing suggests that the same thing counts in several parts",
        ),
        |it: &mut ListOf| Truth::new(it.fact().is_some_and(|it| it.apart), "各部分可能重复计入"),
    );
}

/// Whether a quantity is clearly the organ's own of the year reported on.
fn is_clear(mention: &Mention) -> bool {
    mention.own == Some(true) && mention.this_year == Some(true)
}

fn whole_report(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "stated"),
        &[("indicator", Accepts::Name(Namespace::Indicator))],
        Kind::Number,
        (
            "正文明确写的本机关、本年度的这个数；没有写，或者前后说法不一，就不适用",
            "The one number its prose clearly states of this indicator, its own and of its year",
        ),
        |it: &mut Report, name: ImmutableString| {
            let id = it.run.words.id(Namespace::Indicator, &name);
            let named = it.run.words.title(Namespace::Indicator, &name);
            let facts = &it.run.facts;
            let mut said = facts
                .mentions
                .iter()
                .filter(|it| it.indicator.as_deref() == Some(id) && is_clear(it));
            let Some(first) = said.next() else {
                return Number::lacking(Lack::not_applicable(format!("正文没有明确写“{named}”")));
            };
            if said.any(|it| it.bounds() != first.bounds()) {
                return Number::lacking(Lack::not_applicable(format!("正文的“{named}”说法不一")));
            }
            quantity(first, facts)
        },
    );
    api.method(
        (Kind::Check, "agree"),
        &[("mentions", Accepts::Value(Kind::Mentions))],
        Kind::Nothing,
        (
            "本机关、本年度的各处说法一致；只有一处就不适用",
            "What its prose clearly states of its own is one number throughout",
        ),
        |it: &mut Check, mentions: Many<MentionOf>| {
            let clear: Vec<&MentionOf> = mentions
                .items
                .iter()
                .filter(|it| it.fact().is_some_and(is_clear))
                .collect();
            let numbers: Vec<Number> = clear.iter().map(|it| it.count()).collect();
            let bounds: Vec<(Decimal, Decimal)> = numbers
                .iter()
                .filter_map(|it| it.bounds.clone().ok())
                .collect();
            let low = bounds.iter().map(|it| it.0).max();
            let high = bounds.iter().map(|it| it.1).min();
            let is = if bounds.len() < 2 {
                Err(Lack::not_applicable("正文没有两处写这个数"))
            } else {
                Ok(low <= high)
            };
            let mut texts: Vec<String> = Vec::new();
            for text in bounds.iter().map(|it| shown(*it)) {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            let said = Said {
                values: vec![("found", texts.join("、"))],
                operands: numbers.into_iter().flat_map(|it| it.operands).collect(),
                ..Said::default()
            };
            it.run.judge(is, said);
        },
    );
}
