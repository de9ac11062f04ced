//! Wholes and their parts: which lists a passage holds, and which parts their names make indicators.

use std::collections::BTreeSet;

use super::{CONTEXT, STOPS, floor, holds};
use crate::fact::{Exactness, ListFact, Mention};
use crate::pack::{Indicator, Pack, ProseWords};
use crate::quantity::{Parts, Quantities, Quantity};

/// The places of the quantities that are parts of others; what came in and what was left over from
/// before are told for themselves, and then added: 新收 9 件, 上年结转 1 件, 共计 10 件.
pub(super) fn parts_of(quantities: &Quantities, words: &ProseWords) -> BTreeSet<usize> {
    let left = |at: &usize| {
        let part = quantities.all.get(*at);
        part.is_some_and(|it| holds(&it.subject, &words.left_over))
    };
    let added = |list: &&Parts| {
        let behind = list.parts.iter().all(|it| *it < list.whole);
        behind && list.parts.len() == 2 && list.parts.iter().any(left)
    };
    let lists = quantities.lists.iter().filter(|it| !added(it));
    lists.flat_map(|it| it.parts.iter().copied()).collect()
}

/// Lists by where their numbers stand among the mentions.
pub(super) fn placed(lists: Vec<ListFact>, places: &[Option<usize>]) -> Vec<ListFact> {
    let place = |index: usize| places.get(index).copied().flatten();
    let lists = lists.into_iter().filter_map(|list| {
        Some(ListFact {
            whole: place(list.whole)?,
            parts: list.parts.into_iter().filter_map(place).collect(),
            ..list
        })
    });
    lists.collect()
}

/// The wholes of a passage with their parts, by index among its quantities.
pub(super) fn lists_of(text: &str, quantities: &Quantities, pack: &Pack) -> Vec<ListFact> {
    let mut lists: Vec<ListFact> = quantities
        .lists
        .iter()
        .filter_map(|list| {
            let whole = quantities.all.get(list.whole)?;
            let start = whole.span.start - whole.subject.len().min(whole.span.start);
            let parts = text.get(list.span.start..list.span.end).unwrap_or_default();
            let own = text.get(start..list.span.end).unwrap_or_default();
            let end = floor(text, list.span.end + CONTEXT);
            let rest = text.get(list.span.end..end).unwrap_or_default();
            let mut rest = rest.split(STOPS);
            let behind = rest.next().unwrap_or_default();
            // The next sentence may be a remark on all of it: one with numbers or about the ways on
            // which something went speaks of another matter.
            let remark = rest.next().unwrap_or_default();
            let digit = |it: char| it.is_ascii_digit();
            let remark = !remark.contains(digit)
                && !holds(remark, &pack.prose.channels)
                && holds(remark, &pack.prose.overlapping);
            let counted = text.get(start..whole.span.end).unwrap_or_default();
            let trait_of = |pair: &Vec<String>| match pair.as_slice() {
                [of, part] => counted.contains(of.as_str()) && parts.contains(part.as_str()),
                _ => false,
            };
            // What comes in comes by one way.
            let by_one_way = holds(counted, &pack.prose.arrivals);
            let overlap = remark
                || [own, behind]
                    .iter()
                    .any(|it| holds(it, &pack.prose.overlapping))
                || !by_one_way && holds(parts, &pack.prose.channels)
                || pack.prose.traits.iter().any(trait_of);
            Some(ListFact {
                whole: list.whole,
                parts: list.parts.clone(),
                exhaustive: list.exhaustive,
                apart: list.apart && !overlap,
            })
        })
        .collect();
    let pairs = quantities
        .all
        .iter()
        .enumerate()
        .zip(quantities.all.iter().skip(1));
    for ((index, whole), part) in pairs {
        if is_stage(text, whole, part, pack) {
            lists.push(ListFact {
                whole: index,
                parts: vec![index + 1],
                exhaustive: false,
                apart: true,
            });
        }
    }
    lists
}

/// Whether `part` is what became of some of `whole`: 报送 9 条, 采用 3 条.
fn is_stage(text: &str, whole: &Quantity, part: &Quantity, pack: &Pack) -> bool {
    let between = text
        .get(whole.span.end..part.span.start)
        .unwrap_or_default();
    let Some(between) = between.strip_prefix(',') else {
        return false;
    };
    let between = between.trim_start_matches(['被', '已', '均', '其', '中']);
    let counts = |it: &Quantity| !matches!(it.exactness, Exactness::None) && it.unit != "%";
    let rest = text.get(part.span.end..).unwrap_or_default();
    let rest = rest.get(..floor(rest, CONTEXT)).unwrap_or_default();
    let end = rest.find(STOPS).unwrap_or(rest.len());
    let sentence = rest.get(..end).unwrap_or_default();
    let later = |it: &&String| sentence.contains(it.as_str()) || between.contains(it.as_str());
    whole.unit == part.unit
        && !whole.unit.is_empty()
        && counts(whole)
        && counts(part)
        && whole.sentence == part.sentence
        && !between.contains([',', '、', ';', '('])
        && pack.prose.other_years.iter().find(later).is_none()
        && pack
            .prose
            .stages
            .iter()
            .any(|stage| match stage.as_slice() {
                [first, then, over @ ..] => {
                    let rest = between.strip_prefix(then.as_str());
                    // What came in before may be finished too.
                    (over.is_empty() || part.value <= whole.value)
                        && whole.subject.contains(first.as_str())
                        && rest.is_some_and(|it| goes_on(it, &whole.subject))
                }
                _ => false,
            })
}

/// Whether what stands between a stage and its number names nothing else: 整改到位 7 个, 整改问题 7 个.
fn goes_on(rest: &str, whole: &str) -> bool {
    let rest = rest.trim_end_matches(['了', '的']);
    let done = ["", "完成", "到位", "完毕", "落实", "销号", "稿件", "信息"];
    done.contains(&rest) || whole.contains(rest)
}

/// Makes indicators of parts that are called by a name only, in lists of a whole that has such parts:
/// 公开 90 条, 其中网站 80 条. `places` says where each quantity stands among the mentions.
pub(super) fn name_parts(
    quantities: &Quantities,
    lists: &[ListFact],
    places: &[Option<usize>],
    found: &mut [Mention],
    indicators: &[&Indicator],
    words: &ProseWords,
) {
    for (at, quantity) in quantities.all.iter().enumerate() {
        let Some(place) = places.get(at).copied().flatten() else {
            continue;
        };
        let whole = lists.iter().find(|it| it.parts.contains(&place));
        let whole = whole.and_then(|it| found.get(it.whole)).cloned();
        let (Some(whole), Some(part)) = (whole, found.get_mut(place)) else {
            continue;
        };
        // 其中一季度网站 30 条, 微信 20 条: the part before says of what they are.
        let before = quantities.all.iter().take(at).rev();
        let mut before = before.take_while(|it| it.sentence == quantity.sentence);
        if before
            .any(|it| holds(&it.subject, &words.topics) || holds(&it.subject, &words.left_over))
        {
            continue;
        }
        let name = quantity.subject.trim_start_matches("其中");
        let name =
            name.trim_start_matches(|it: char| it.is_whitespace() || "为通过以有含".contains(it));
        let name = name.trim_end_matches(['为', '有', '的', '共', ' ']);
        let named = indicators.iter().find(|it| {
            let of = whole.indicator.as_ref();
            of.is_some_and(|of| it.within.contains(of)) && it.parts.iter().any(|part| part == name)
        });
        if let (Some(indicator), None) = (named, &part.indicator) {
            part.indicator = Some(indicator.id.clone());
            part.own = whole.own;
            part.this_year = whole.this_year;
        }
    }
}
