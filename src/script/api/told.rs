//! What the sentence of a quantity says of its time, and whether a pack knows it.

use rust_decimal::Decimal;

use super::Api;
use super::near::Near;
use super::quantities::{MentionOf, is_clear};
use crate::fact::{Exactness, Facts, Mention};
use crate::script::kind::{Accepts, Kind};
use crate::script::value::{Lack, Number, Truth, denied, stated};
use crate::source::Span;

pub(super) fn register(api: &mut Api<'_>) {
    use Kind::Mention as M;
    api.property(
        (M, "told_year"),
        Kind::Number,
        (
            "这一句开头写的年份；是拿往年来比较的，就不适用",
            "The year its sentence opens with, unless a past year is compared with the report's own",
        ),
        |it: &mut MentionOf| {
            let fact = it.fact();
            fact.and_then(|fact| Some((fact, fact.told?))).map_or_else(
                || Number::lacking(Lack::not_applicable("这一句开头没有写年份")),
                |(fact, year)| {
                    let shows = stated("正文", &fact.text, Some(fact.span));
                    Number::exact(Decimal::from(year), vec![shows])
                },
            )
        },
    );
    let zh = "是不是另写了报告年度的这个指标，数不相同";
    api.property(
        (M, "is_told_otherwise"),
        Kind::Truth,
        (
            zh,
            "Whether the prose clearly states its indicator for the year reported on, as another number",
        ),
        move |it: &mut MentionOf| {
            it.run.charge(it.run.facts.mentions.len());
            let told = |own: &Mention| {
                let counted = |it: &&Mention| it.exactness != Exactness::None && is_clear(it);
                let mut all = it.run.facts.mentions.iter().filter(counted);
                let other = |it: &Mention| it.indicator == own.indicator && it.value != own.value;
                own.indicator.is_some() && all.any(other)
            };
            Truth::new(it.fact().is_some_and(told), denied(zh))
        },
    );
    let zh = "是不是规则包认得的数";
    api.property(
        (M, "is_indicator"),
        Kind::Truth,
        (zh, "Whether it is one of the pack's indicators"),
        move |it: &mut MentionOf| {
            let known = it.fact().is_some_and(|it| it.indicator.is_some());
            Truth::new(known, "看不出是什么数")
        },
    );
    let zh =
        "是不是同一句里另写了这个数，或者与旁边的数加起来是这个数（前面有带引号的名称的，看全文）";
    api.method(
        (M, "stands_beside"),
        &[("number", Accepts::Value(Kind::Number))],
        Kind::Truth,
        (zh, "Whether its sentence states this number besides it, or numbers that make it with it; behind a name in quotes, whether the report does"),
        move |it: &mut MentionOf, number: Number| {
            let facts = &it.run.facts;
            it.run.charge(facts.mentions.len());
            let told = |value: Decimal| it.fact().is_some_and(|own| is_told(facts, own, value));
            let summed = |value: Decimal| sums(facts, it.index).contains(&value);
            let is = number.bounds.map(|(low, high)| low == high && (told(low) || summed(low)));
            Truth {
                is,
                operands: number.operands,
                otherwise: denied(zh),
            }
        },
    );
}

/// The sums of the number at `index` and those of its unit beside it in its sentence.
fn sums(facts: &Facts, index: usize) -> Vec<Decimal> {
    let Some((near, own)) = Near::of(facts, index).zip(facts.mentions.get(index)) else {
        return Vec::new();
    };
    let alike = |it: &&Mention| it.unit == own.unit;
    let (first, last) = near.sentence;
    let before = facts.mentions.get(first..index).unwrap_or_default();
    let behind = facts.mentions.get(index + 1..last).unwrap_or_default();
    let behind: Vec<Decimal> = behind
        .iter()
        .take_while(alike)
        .take(BESIDE)
        .map(|it| it.value)
        .collect();
    let before: Vec<Decimal> = before
        .iter()
        .rev()
        .take_while(alike)
        .take(BESIDE)
        .map(|it| it.value)
        .collect();
    let mut found = Vec::new();
    for less in 0..=before.len() {
        for more in 0..=behind.len() {
            let mut some = before.iter().take(less).chain(behind.iter().take(more));
            let sum = some.try_fold(own.value, |sum, it| sum.checked_add(*it));
            found.extend(sum.filter(|_| less + more > 0));
        }
    }
    found
}

/// No more numbers on either side are added to one.
const BESIDE: usize = 8;

/// Whether the sentence of `own` states `value` besides it.
fn is_told(facts: &Facts, own: &Mention, value: Decimal) -> bool {
    let stops = ['。', '！', '？', '!', '?'];
    let apart = |it: &Mention| {
        let first = it.span.end.min(own.span.end);
        let last = it.span.start.max(own.span.start);
        first > last || facts.source.slice(Span::new(first, last)).contains(stops)
    };
    let same = facts.mentions.iter().filter(|it| it.value == value);
    let mut same = same.filter(|it| it.span != own.span && it.unit == own.unit);
    let alike = |it: &Mention| it.indicator.is_some() && it.indicator == own.indicator;
    same.any(|it| !apart(it) || alike(it) && is_named(facts, own))
}

/// Whether a name in quotes stands before a quantity in its clause: that of one of several accounts.
fn is_named(facts: &Facts, own: &Mention) -> bool {
    let marks = ['。', '！', '？', '!', '?', '，', ',', '、', '；', ';', '\n'];
    let text = facts
        .source
        .text()
        .get(..own.span.start)
        .unwrap_or_default();
    let mut back = text.chars().rev().take(CLAUSE);
    back.by_ref()
        .take_while(|it| !marks.contains(it))
        .any(|it| matches!(it, '”' | '"' | '」' | '』'))
}

/// Letters before a quantity in which its clause is looked for.
const CLAUSE: usize = 40;
