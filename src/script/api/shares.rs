//! Shares: what per cent one number is of another.

use rhai::Array;
use rust_decimal::Decimal;

use super::Api;
use super::quantities::MentionOf;
use super::text::texts;
use crate::fact::{Exactness, Facts, Mention};
use crate::fold::Folded;
use crate::script::kind::{Accepts, Kind};
use crate::script::value::{Lack, Number};

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Number, "percent_of"),
        &[("whole", Accepts::Value(Kind::Number))],
        Kind::Number,
        (
            "占另一个数的百分之几；那个数是 0、有约数，就不适用",
            "How many per cent it is of another number",
        ),
        |it: &mut Number, whole: Number| percent(it.clone(), whole),
    );
    api.property(
        (Kind::Mention, "share_meant"),
        Kind::Number,
        (
            "“其中若干件，占总数的百分之几”里，照前面的数算出的百分数；列举套着列举的，取最接近的",
            "Of a share behind a part of a list: what it should be by the part and its whole",
        ),
        |it: &mut MentionOf| {
            let facts = &it.run.facts;
            share(facts, it.index)
                .unwrap_or_else(|| Number::lacking(Lack::not_applicable("看不出是哪个数占哪个数")))
        },
    );
    api.method(
        (Kind::Mention, "rate_meant"),
        &[("stems", Accepts::Texts)],
        Kind::Number,
        (
            "“发现若干个，整改若干个，整改率百分之几”里，照前面两个数算出的百分数；给的是“率”前面的词",
            "Of a rate behind two numbers, the second some of the first: what it should be",
        ),
        |it: &mut MentionOf, stems: Array| {
            let facts = &it.run.facts;
            let stems: Vec<String> = texts(stems);
            rate(facts, it.index, &stems)
                .unwrap_or_else(|| Number::lacking(Lack::not_applicable("看不出是哪两个数的比率")))
        },
    );
}

fn percent(part: Number, whole: Number) -> Number {
    let exact = |number: &Number| match &number.bounds {
        Ok((low, high)) if low == high => Ok(*low),
        Ok(_) => Err(Lack::not_applicable("有约数")),
        Err(lack) => Err(lack.clone()),
    };
    let bounds = exact(&part).and_then(|part| {
        let whole = exact(&whole)?;
        let share = (part * Decimal::ONE_HUNDRED).checked_div(whole);
        let share = share.ok_or_else(|| Lack::not_applicable("总数是 0"))?;
        Ok((share.round_dp(2), share.round_dp(2)))
    });
    let mut operands = part.operands;
    operands.extend(whole.operands);
    Number { bounds, operands }
}

/// The share that the part before the mention `index` is of what it is a part of.
fn share(facts: &Facts, index: usize) -> Option<Number> {
    let mention = facts.mentions.get(index)?;
    let before = index.checked_sub(1)?;
    let part = facts.mentions.get(before)?;
    let between = facts
        .source
        .slice(crate::source::Span::new(part.span.end, mention.span.start));
    let is_of_part = |text: &str| {
        let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
        let told = text.strip_prefix(',').unwrap_or(&text).strip_prefix('占');
        told.is_some_and(|rest| {
            [
                "",
                "比",
                "比例",
                "总数",
                "总量",
                "全部",
                "总数的",
                "总量的",
                "全部的",
                "比为",
                "比例为",
                "比达",
                "比约",
                "总数约",
                "总数的约",
                "约",
            ]
            .contains(&rest)
        })
    };
    if !is_of_part(Folded::new(between).text()) {
        return None;
    }
    let wholes = wholes(facts, before);
    let exact = |it: &&Mention| it.exactness == Exactness::Exact && it.unit == part.unit;
    let all: Vec<&Mention> = wholes
        .iter()
        .filter_map(|it| facts.mentions.get(*it))
        .collect();
    if all.is_empty() || !all.iter().all(exact) || part.exactness != Exactness::Exact {
        return None;
    }
    let shares = all.iter().map(|whole| {
        percent(
            super::quantities::quantity(part, facts),
            super::quantities::quantity(whole, facts),
        )
    });
    shares
        .filter_map(|share| {
            let (value, _) = share.bounds.clone().ok()?;
            Some(((value - mention.value).abs(), share))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, share)| share)
}

/// The rate that the two numbers before the mention `index` make, if one of `stems` says of what.
fn rate(facts: &Facts, index: usize, stems: &[String]) -> Option<Number> {
    let mention = facts.mentions.get(index)?;
    let at = index.checked_sub(1)?;
    let part = facts.mentions.get(at)?;
    let whole = facts.mentions.get(*wholes(facts, at).first()?)?;
    let between = |first: &Mention, then: &Mention| -> Option<String> {
        let from = (first.span.end <= then.span.start)
            .then(|| crate::source::Span::new(first.span.end, then.span.start))?;
        let text = Folded::new(facts.source.slice(from)).text().to_owned();
        Some(text.chars().filter(|it| !it.is_whitespace()).collect())
    };
    let told = between(part, mention)?;
    let told = told
        .trim_start_matches(',')
        .trim_end_matches(['为', '达', '到', '是']);
    let stem = told.strip_suffix('率')?;
    let of = between(whole, part)?;
    let exact = |it: &Mention| it.exactness == Exactness::Exact;
    let known = stems.iter().any(|it| it == stem) && of.contains(stem);
    (known && exact(part) && exact(whole)).then(|| {
        percent(
            super::quantities::quantity(part, facts),
            super::quantities::quantity(whole, facts),
        )
    })
}

/// The wholes that `part` is a part of, and those that these are parts of, by index.
fn wholes(facts: &Facts, part: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut next = vec![part];
    while let Some(part) = next.pop() {
        for list in facts.lists.iter().filter(|it| it.parts.contains(&part)) {
            if !found.contains(&list.whole) {
                found.push(list.whole);
                next.push(list.whole);
            }
        }
    }
    found
}
