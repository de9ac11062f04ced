//! Changes told beside both numbers: 48 件, 比上年的 40 件增长 20%.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Api;
use super::quantities::{MentionOf, quantity};
use super::report::Report;
use crate::fact::{Exactness, Facts, Mention};
use crate::fold::Folded;
use crate::pattern::pattern;
use crate::script::kind::Kind;
use crate::script::run::Many;
use crate::script::value::{Lack, Number};
use crate::source::Span;

/// What stands between the number of last year and the change.
const MORE: [&str; 8] = [
    "增长",
    "增加",
    "上升",
    "提高",
    "增幅",
    "增幅为",
    "增长率为",
    "多",
];
const LESS: [&str; 7] = ["下降", "减少", "降低", "降幅", "降幅为", "下降率为", "少"];

/// What stands before the number of last year.
const BEFORE: &str = "[,(](比|较|与|相比|相较于?|同比)?(上年度?|上一年度?|去年|[0-9]{4}年度?)(同期|全年)?(的|为|是|共|收到|受理|公开|发布)?$";

/// Numbers that far back may be the one compared.
const BACK: usize = 6;

pub(super) fn register(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "changes"),
        Kind::Mentions,
        (
            "写在本年数和上年数旁边的增减",
            "Changes told beside both numbers",
        ),
        |it: &mut Report| {
            let run = &it.run;
            let facts = &run.facts;
            let told = (0..facts.mentions.len()).filter(|index| change(facts, *index).is_some());
            let changes = told.map(|index| MentionOf {
                run: Arc::clone(run),
                index,
            });
            Many::new(run, changes.collect())
        },
    );
    api.property(
        (Kind::Mention, "change_meant"),
        Kind::Number,
        (
            "“若干件，比上年的若干件增长百分之几、增加几件”里，照前后两个数算出的百分数或者件数；增减写反了是负数，前面有几个同类的数，取最接近的",
            "Of a change behind a number and last year's: what it should be; negative where more and less are mixed up",
        ),
        |it: &mut MentionOf| {
            let facts = &it.run.facts;
            change(facts, it.index)
                .unwrap_or_else(|| Number::lacking(Lack::not_applicable("看不出是哪个数与上年比")))
        },
    );
}

/// What the change at mention `index` should be by the number before it and one before that.
fn change(facts: &Facts, index: usize) -> Option<Number> {
    let told = facts.mentions.get(index)?;
    let earlier = facts.mentions.get(..index)?;
    let (before, earlier) = earlier.split_last()?;
    // 1.2 万条 is rounded, and so is what was worked out from it.
    let exact = |it: &Mention| it.exactness == Exactness::Exact && !it.text.contains(['万', '亿']);
    if !exact(before) || before.value <= Decimal::ZERO {
        return None;
    }
    let more = direction(facts, before, told)?;
    let last = earlier.last()?;
    let head = between(facts, last, before)?;
    if !pattern(BEFORE).ok()?.is_match(&head) {
        return None;
    }
    let compared = earlier.iter().rev().take(BACK).take_while(|it| {
        between(facts, it, before).is_some_and(|it| !it.contains(['。', '!', '?']))
    });
    let meant = |now: &Mention| {
        let risen = if more {
            now.value - before.value
        } else {
            before.value - now.value
        };
        let value = if told.unit == "%" {
            (risen * Decimal::ONE_HUNDRED)
                .checked_div(before.value)?
                .round_dp(2)
        } else {
            risen
        };
        let mut operands = quantity(now, facts).operands;
        operands.extend(quantity(before, facts).operands);
        Some(((value - told.value).abs(), Number::exact(value, operands)))
    };
    if told.unit != "%" && told.unit != before.unit {
        return None;
    }
    compared
        .filter(|it| exact(it) && it.unit == before.unit)
        .filter_map(meant)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, number)| number)
}

/// Whether `told` is said to be more than `before`, or less; none if it is no change of it.
fn direction(facts: &Facts, before: &Mention, told: &Mention) -> Option<bool> {
    let words = between(facts, before, told)?;
    let words = words.trim_start_matches(',').trim_start_matches("同比");
    let words = words.strip_suffix('了').unwrap_or(words);
    if MORE.contains(&words) {
        Some(true)
    } else {
        LESS.contains(&words).then_some(false)
    }
}

/// The folded text between two mentions, without blanks.
fn between(facts: &Facts, one: &Mention, next: &Mention) -> Option<String> {
    let (start, end) = (one.span.end, next.span.start);
    if start > end {
        return None;
    }
    let text = Folded::new(facts.source.slice(Span::new(start, end)));
    Some(
        text.text()
            .chars()
            .filter(|it| !it.is_whitespace())
            .collect(),
    )
}
