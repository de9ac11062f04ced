//! Lists of the prose: a whole and the parts it is said to have.

use std::sync::Arc;

use super::Api;
use super::numbers::plain;
use super::quantities::quantity;
use super::report::Report;
use crate::fact::{Exactness, Facts, ListFact, Mention};
use crate::script::kind::Kind;
use crate::script::run::{Item, Many};
use crate::script::value::{Lack, Number, Truth};
use crate::source::Span;

/// One list of the prose, by index.
#[derive(Debug, Clone)]
pub(super) struct ListOf {
    pub(super) facts: Arc<Facts>,
    pub(super) index: usize,
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

pub(super) fn register(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "lists"),
        Kind::Lists,
        (
            "正文里“总数，其中……”的各处列举",
            "Wholes of its prose with the parts they are said to have",
        ),
        |it: &mut Report| {
            let facts = Arc::clone(&it.run.facts);
            let items = (0..facts.lists.len()).map(|index| ListOf {
                facts: Arc::clone(&facts),
                index,
            });
            Many::new(&it.run, items.collect())
        },
    );
    lists(api);
    api.engine.register_iterator::<Many<ListOf>>();
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
