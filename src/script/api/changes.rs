//! Changes told beside both numbers: 48 件, 比上年的 40 件增长 20%.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Api;
use super::near::{Near, between_of, depth, is_like, is_nearly, is_of, outside, said, share_of};
use super::quantities::{MentionOf, quantity};
use super::report::Report;
use crate::fact::{Facts, Mention};
use crate::script::kind::Kind;
use crate::script::run::Many;
use crate::script::value::{Lack, Number};
use crate::source::Span;

/// What stands between the number of last year and the change.
const MORE: [&str; 15] = [
    "增长",
    "增加",
    "上升",
    "上涨",
    "提高",
    "增幅",
    "增幅为",
    "增幅达",
    "涨幅",
    "涨幅为",
    "增长率",
    "增长率为",
    "增长幅度为",
    "增",
    "多",
];
const LESS: [&str; 11] = [
    "下降",
    "减少",
    "降低",
    "下滑",
    "降幅",
    "降幅为",
    "降幅达",
    "减幅",
    "下降率为",
    "下降幅度为",
    "少",
];

/// What stands before the number of last year.
const BEFORE: &str = "[,(](比|较|与|相比|相较于?|同比)?(上年度?|上一年度?|去年|[0-9]{4}年度?)(同期|全年)?(的|为|是|共|收到|受理|公开|发布)?$";

/// What stands before last year's number behind what both count: 网站公开数比 2015 年的.
const THAN: &str =
    "(比|较|与|同|和|相比|相较于?)(上年度?|上一年度?|去年|[0-9]{4}年度?)(同期|全年)?的$";
/// What stands before last year's number in a bracket: 与上年（.
const BRACKETED: &str =
    "(比|较|与|同|和|相比|相较于?)(上年度?|上一年度?|去年|[0-9]{4}年度?)(同期|全年)?(的|数)?\\($";
/// What stands before any number of another time: 较 2021 年的 301 条.
const EARLIER: &str = "(比|较|与|相比|相较于?|同比|上年度?|上一年度?|去年|[0-9]{4}年度?)(上年度?|上一年度?|去年|[0-9]{4}年度?)?(同期|全年)?(的|为|是|共|收到|受理|公开|发布)?$";
/// What stands before the first and between the two numbers of 由 60 篇增加到 158 篇.
const FROM: &str = "(由|从|自)(上年度?|上一年度?|去年|[0-9]{4}年度?)?(同期|全年)?的?$";
const TO: &str = "^(增加|增长|上升|提高|扩大|下降|减少|降低|回落|增|升|降)(到|至|为)了?(本年度?|今年|[0-9]{4}年度?)?的?$";
/// What stands between a number and the change of it, and between the change and last year's number
/// in a bracket behind it.
const RISEN: &str = "^,?(同比|(比|较|与)(上年度?|上一年度?|去年|[0-9]{4}年度?)(同期|全年)?(相比)?,?)?(增长|增加|上升|提高|多|下降|减少|降低|少)了?$";
const REMARK: &str = "^\\((上年度?|上一年度?|去年|[0-9]{4}年度?)(同期|全年)?(为|是|共)?$";
/// What stands before the number of this year, behind last year's in the same bracket.
const NOW: &str = "^[,、;](本年度?|今年|当年|[0-9]{4}年度?)(为|是|共)?$";

/// So many letters hold any word of a change, and so many most clauses.
const CHANGE: usize = 12;
const CLAUSE: usize = 60;

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
            run.charge(facts.mentions.len());
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
            it.charge_passage();
            let facts = &it.run.facts;
            change(facts, it.index)
                .unwrap_or_else(|| Number::lacking(Lack::not_applicable("看不出是哪个数与上年比")))
        },
    );
}

/// What the change at mention `index` should be by the number of last year and one of this.
fn change(facts: &Facts, index: usize) -> Option<Number> {
    let told = facts.mentions.get(index)?;
    word_of_end(&last_before(facts, told, CHANGE))?;
    if let Some(grown) = grown(facts, index) {
        return Some(grown);
    }
    let (before, more, compared) = remarked(facts, index)
        .or_else(|| led(facts, index))
        .or_else(|| beside(facts, index))?;
    if !before.is_exact() || before.value <= Decimal::ZERO {
        return None;
    }
    let meant = |now: &Mention| {
        let risen = if more {
            now.value - before.value
        } else {
            before.value - now.value
        };
        let value = if told.unit == "%" {
            let share = (risen * Decimal::ONE_HUNDRED).checked_div(before.value)?;
            // Of two percentages, it may be told in points.
            let points =
                before.unit == "%" && (risen - told.value).abs() < (share - told.value).abs();
            if points { risen } else { share.round_dp(2) }
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
    // One that is told about leaves open what it is compared with.
    let nearest = compared.iter().find(|it| it.unit == before.unit)?;
    if !nearest.is_exact() {
        return None;
    }
    compared
        .into_iter()
        .filter(|it| it.is_exact() && it.unit == before.unit)
        .filter_map(meant)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, number)| number)
}

/// The number of last year, whether the change is one to more, and the numbers it may be of.
type Compared<'f> = (&'f Mention, bool, Vec<&'f Mention>);

/// 48 件, 比上年的 40 件增长 20%: of several numbers before, any that is of no other time.
fn beside(facts: &Facts, index: usize) -> Option<Compared<'_>> {
    let told = facts.mentions.get(index)?;
    let (before, earlier) = facts.mentions.get(..index)?.split_last()?;
    let more = direction(facts, before, told)?;
    let last = earlier.last()?;
    let words = between_of(facts, last, before)?;
    // 2021年71件, 2022年58件, 下降…: the nearer one is this year's.
    let year = facts.year.as_ref().map(|it| format!("{}年", it.value));
    let of_year = |words: &str| year.as_ref().is_some_and(|it| words.contains(it.as_str()));
    // 2023年 48 件, 增长 20%, 2022年 40 件, 增长 25%: each year has a growth of its own.
    let own = last.unit == "%" && !words.contains(['比', '较', '与']);
    if !is_like(BEFORE, &words) || of_year(&words) || own {
        return None;
    }
    let of_now = |at: usize| {
        let head = at.checked_sub(1).and_then(|it| earlier.get(it));
        let head = head.zip(earlier.get(at));
        let head = head.and_then(|(one, next)| between_of(facts, one, next));
        !head.is_some_and(|it| is_like(EARLIER, &it) && !of_year(&it))
    };
    let near = earlier.iter().enumerate().rev().take(BACK);
    let near = near.map(|(at, it)| (at, it, between_of(facts, it, before).unwrap_or_default()));
    let near = near.take_while(|(_, _, between)| !between.contains(['。', '!', '?']));
    // What stands in a bracket that is closed is a remark.
    let compared = near.filter(|(at, _, between)| depth(between) >= 0 && of_now(*at));
    let compared = compared.map(|(_, it, _)| it);
    Some((before, more, compared.collect()))
}

/// 比上年的 143 条增加 35 条, 增长 24.5%; 178 条, 比上年增加 35 条, 增长 24.5%: the per cent that the
/// difference is of last year's number.
fn grown(facts: &Facts, index: usize) -> Option<Number> {
    let told = facts.mentions.get(index).filter(|it| it.unit == "%")?;
    let near = Near::of(facts, index)?;
    let at = near.outside_before(index).next()?;
    let by = facts.mentions.get(at).filter(|it| it.is_exact())?;
    let more = word_of(&outside(&between_of(facts, by, told)?))?;
    let now = |it: Decimal| if more { it - by.value } else { it + by.value };
    let beside = in_bracket(facts, &near, at, more);
    let beside = beside.map(|it| (it, true));
    // Last year's number is named as such; this year's is only the one before.
    let (other, is_before) = beside.or_else(|| compared_with(facts, &near, at, more))?;
    let before = if is_before {
        other.value
    } else {
        now(other.value)
    };
    let share = share_of(by.value, before).filter(|_| before > Decimal::ZERO)?;
    // The number of this year may be another of the paragraph.
    let around = near.around(at, &by.unit);
    let others = around.iter().filter(|it| !is_before && **it != other.value);
    let others = others.flat_map(|it| [*it, now(*it)]);
    let others = others.filter(|it| !is_nearly(told, share) && *it > Decimal::ZERO);
    let mut others = others.filter_map(|it| share_of(by.value, it));
    let meant = others.find(|it| is_of(told, *it)).unwrap_or(share);
    let mut operands = quantity(by, facts).operands;
    operands.extend(quantity(other, facts).operands);
    Some(Number::exact(meant.round_dp(2), operands))
}

/// 与上年（6 件）相比, 新收增加 4 件: last year's number, in a bracket before the difference at `at`.
fn in_bracket<'f>(facts: &'f Facts, near: &Near<'_>, at: usize, more: bool) -> Option<&'f Mention> {
    let by = facts.mentions.get(at)?;
    let last = at.checked_sub(1).filter(|it| near.has(*it))?;
    let before = facts.mentions.get(last)?;
    let lead = between_of(facts, before, by)?;
    let told = is_like(BRACKETED, &near.before(last))
        && is_like("^\\)(相比|比较|比)?,?[^,;。()0-9]{0,12}$", &lead)
        && word_of_end(&lead) == Some(more);
    let alike = before.unit == by.unit && before.is_exact() && before.value > Decimal::ZERO;
    (told && alike).then_some(before)
}

/// The number of last year that the difference at `at` is told beside, or else that of this year, and
/// whether it is last year's.
fn compared_with<'f>(
    facts: &'f Facts,
    near: &Near<'_>,
    at: usize,
    more: bool,
) -> Option<(&'f Mention, bool)> {
    let by = facts.mentions.get(at)?;
    let alike = |it: &&Mention| it.unit == by.unit && it.is_exact();
    // 48 件（上年 40 件）, 增长 20%: what stands before the bracket is no difference.
    let differs = word_of_end(&near.before(at)) == Some(more);
    let remark = facts.mentions.get(at + 1).filter(alike).filter(|_| differs);
    let remark =
        remark.filter(|it| between_of(facts, by, it).is_some_and(|it| is_like(REMARK, &it)));
    if let Some(before) = remark {
        return Some((before, true));
    }
    let prior = near.outside_before(at).next()?;
    let last = facts.mentions.get(prior).filter(alike)?;
    let lead = outside(&between_of(facts, last, by)?);
    let words = near.before(prior);
    let words = words.rsplit([',', '(']).next().unwrap_or_default();
    // 较原 5 个部门 2018 年合计数 6904 条: all of such a clause says what it is compared with.
    let than = || {
        let before = last_before(facts, last, CLAUSE);
        let clause = before.rsplit([',', ';', '。', '(']).next();
        let compares = clause.is_some_and(|it| it.starts_with(['比', '较']));
        compares || is_like(BEFORE, &format!(",{words}")) || is_like(THAN, words)
    };
    if word_of(&lead) == Some(more) && than() {
        return Some((last, true));
    }
    let risen = is_like(RISEN, &lead) && word_of_end(&lead) == Some(more);
    risen.then_some((last, false))
}

/// 由 60 篇增加到 158 篇, 增长 163%: of these two alone.
fn led(facts: &Facts, index: usize) -> Option<Compared<'_>> {
    let told = facts.mentions.get(index)?;
    let now = facts.mentions.get(index.checked_sub(1)?)?;
    let before = facts.mentions.get(index.checked_sub(2)?)?;
    let more = direction(facts, now, told)?;
    let from = is_like(FROM, &line_before(facts, before));
    let moved = from && is_like(TO, &between_of(facts, before, now)?);
    moved.then(|| (before, more, vec![now]))
}

/// 294 条, 同比增长 11.8%（上年 263 条）, 同比增加 31 条（上年 263 条, 本年 294 条）.
fn remarked(facts: &Facts, index: usize) -> Option<Compared<'_>> {
    let told = facts.mentions.get(index)?;
    let before = facts.mentions.get(index + 1)?;
    if !is_like(REMARK, &between_of(facts, told, before)?) {
        return None;
    }
    let behind = |it: &Mention| {
        facts
            .source
            .text()
            .get(it.span.end..)?
            .trim_start()
            .chars()
            .next()
    };
    let closed = |it: &Mention| behind(it).is_some_and(|it| matches!(it, ')' | '）'));
    let last = facts.mentions.get(..index)?.last();
    let head = last.and_then(|it| between_of(facts, it, told));
    let more = word_of_end(&line_before(facts, told))?;
    if closed(before) {
        let now = last.filter(|_| head.is_some_and(|it| is_like(RISEN, &it)))?;
        return Some((before, more, vec![now]));
    }
    let now = facts.mentions.get(index + 2).filter(|it| closed(it))?;
    is_like(NOW, &between_of(facts, before, now)?).then(|| (before, more, vec![now]))
}

/// Whether `told` is said to be more than `before`, or less; none if it is no change of it.
fn direction(facts: &Facts, before: &Mention, told: &Mention) -> Option<bool> {
    let between = between_of(facts, before, told)?;
    word_of(between.strip_prefix(')').unwrap_or(&between))
}

/// Whether words that lead to a change say more, or less.
fn word_of(words: &str) -> Option<bool> {
    let words = words
        .trim_start_matches([',', '、'])
        .trim_start_matches("同比");
    let words = words.strip_suffix('了').unwrap_or(words);
    if MORE.contains(&words) {
        Some(true)
    } else {
        LESS.contains(&words).then_some(false)
    }
}

/// The same of words that end with it.
fn word_of_end(words: &str) -> Option<bool> {
    let words = words.strip_suffix('了').unwrap_or(words);
    let ends = |of: &[&str]| of.iter().any(|it| words.ends_with(it));
    if ends(&MORE) {
        Some(true)
    } else {
        ends(&LESS).then_some(false)
    }
}

/// The last of the folded text before a mention, so many letters without the blanks among them.
fn last_before(facts: &Facts, mention: &Mention, letters: usize) -> String {
    let text = facts.source.text().get(..mention.span.start);
    let before = text.unwrap_or_default().char_indices().rev();
    let from = before
        .take(letters)
        .last()
        .map_or(mention.span.start, |(at, _)| at);
    said(facts, Span::new(from, mention.span.start))
}

/// The folded text before a mention in its line, without blanks.
fn line_before(facts: &Facts, mention: &Mention) -> String {
    let at = mention.span.start;
    let line = facts.source.line_span(facts.source.line_of(at));
    said(facts, Span::new(line.start, at))
}
