//! What a list is of, and whether it names all of it.

use rust_decimal::Decimal;

use super::{List, Opener, Sentence, What, label};
use crate::parse::verb::verb;
use crate::quantity::{Exactness, Quantity};
use crate::source::Span;

/// What the words between a whole and 分别为 end with, if they say how it is sorted.
const SORTINGS: [&str; 14] = [
    "渠道",
    "方式",
    "途径",
    "类别",
    "类型",
    "来源",
    "载体",
    "形式",
    "种类",
    "类",
    "种",
    "个方面",
    "部分",
    "分",
];
/// What a last part is called that holds all the others.
const REST: [&str; 3] = ["其他", "其它", "其余"];
/// What says that some of a part does not count.
const TAKEN: [&str; 8] = [
    "撤销", "撤回", "撤下", "删除", "重复", "扣除", "下架", "注销",
];
/// What joins a last part to the one before.
const JOINTS: [&str; 4] = ["以及", "和", "及", "与"];
/// Numerals of lists that say how many parts they have.
const NUMERALS: [&str; 8] = ["两", "三", "四", "五", "六", "七", "八", "九"];

/// What says of a whole that it is of several years.
const YEARS: [&str; 5] = ["累计", "以来", "年来", "历年", "近"];

/// No more names than these share a number.
const NAMES: usize = 20;

/// What a whole is sorted by, each of it in one class: 按类别分, 从申请方式看.
const CLASSES: [&str; 14] = [
    "类别",
    "类型",
    "种类",
    "渠道",
    "方式",
    "途径",
    "载体",
    "形式",
    "来源",
    "层级",
    "级别",
    "季度",
    "月份",
    "申请人",
];
/// What says of a sentence that sorts that it does not tell all, or not by numbers.
const PARTLY: [&str; 13] = [
    "主要", "最多", "较多", "居", "排", "等", "为主", "其余", "余下", "剩余", "均", "都", "占比",
];

/// What a sentence that sorts the whole of the one before opens, and the bytes that say so: 按类别分.
pub(in crate::parse) fn sorted(sentence: &str) -> Option<(Opener, usize)> {
    let head = sentence.trim_start();
    let by = head.strip_prefix(['按', '从', '分'])?;
    let end = by.find([',', ':'])?;
    let words = by.get(..end)?;
    let words = ["来看", "来分", "划分", "统计", "分", "看"]
        .iter()
        .find_map(|it| words.strip_suffix(it))?;
    let named = words.chars().count() <= 8 && CLASSES.iter().any(|it| words.ends_with(it));
    let partly = PARTLY.iter().any(|it| by.contains(it));
    let opener = if partly { Opener::Some } else { Opener::All };
    named.then_some((opener, sentence.len() - by.len() + end))
}

impl Sentence<'_> {
    /// Whether what stands between a whole that ends at `from` and an opener leads from one to the
    /// other: marks, by how much it grew, or before 分别为 how it is sorted.
    pub(super) fn leads_on(&self, from: usize, opener: Opener, at: Span) -> bool {
        let between = self.text.get(from..at.start).unwrap_or_default();
        let mut parts = between.split([',', ':', ';', '(', '（']);
        let sorted = |words: &str| {
            opener == Opener::All
                && words.chars().count() <= 20
                && !words.starts_with("其中")
                && SORTINGS.iter().any(|it| words.ends_with(it))
        };
        parts.all(|it| {
            let words = it.trim_matches([' ', '的', ')', '）']);
            words.is_empty() || label::leads_on(words) || sorted(words)
        })
    }

    /// Whether a quantity is just what the parts of a list leave of its whole.
    pub(super) fn is_left(&self, list: &List, part: &Quantity) -> bool {
        let parts = list.parts.iter().filter_map(|it| self.all.get(it.0));
        let sum = parts
            .map(|it| it.value)
            .try_fold(part.value, Decimal::checked_add);
        let whole = self.all.get(list.whole);
        let left = whole.is_some_and(|it| sum == Some(it.value) && it.unit == part.unit);
        left && !list.parts.is_empty() && part.exactness == Exactness::Exact
    }

    /// Whether a part is told by its year alone, of a whole of several years: 累计 30 件, 其中 2008 年 12 件.
    pub(super) fn is_year_of(&self, label: Span, list: &List) -> bool {
        let year = self.words(label).strip_suffix('年');
        let year = year.is_some_and(|it| it.len() == 4 && it.parse::<u16>().is_ok());
        let whole = self
            .all
            .get(list.whole)
            .map_or("", |it| it.subject.as_str());
        year && list.opener.is_some() && YEARS.iter().any(|it| whole.contains(it))
    }

    /// The words before a quantity without one that joins it to the part before: 和, 以及.
    pub(super) fn joined(&self, label: Span) -> Option<Span> {
        let words = self.words(label);
        let text = self.text.get(label.start..label.end).unwrap_or_default();
        let at = label.start + text.find(words)?;
        let joint = JOINTS.iter().find(|it| words.starts_with(**it))?;
        Some(Span::new(at + joint.len(), label.end))
    }

    /// The words that name a part.
    pub(super) fn name(&self, label: Span) -> &str {
        // 和 begins names too: only before what stands for the rest it is sure to join.
        let rest = |it: &&str| REST.iter().any(|rest| it.starts_with(rest));
        let joined = self.joined(label).map(|it| self.words(it));
        joined.filter(rest).unwrap_or_else(|| self.words(label))
    }

    /// The quantity of the unit of a first part right before a whole of another unit: 12 期、340 人次,
    /// 其中甲 2 期.
    pub(super) fn counted_before(&self, list: &List, part: usize, label: Span) -> Option<usize> {
        let before = list.whole.checked_sub(1)?;
        let (one, whole) = (self.all.get(before)?, self.all.get(list.whole)?);
        let part = self.all.get(part)?;
        let between = self.text.get(one.span.end..whole.span.start)?;
        let words = between.trim_matches([',', '、', ' ']);
        let meant = list.parts.is_empty()
            && !list.bracket
            && one.sentence == whole.sentence
            && one.unit == part.unit
            && whole.unit != part.unit
            && !part.unit.is_empty()
            && words.chars().count() <= 2
            && verb(self.words(label)).is_none();
        meant.then_some(before)
    }

    /// How many names at least stand before the part at `at` that is so many of each: 甲、乙各 2 条;
    /// none if it is told of one name.
    pub(super) fn times(&self, list: &List, at: usize) -> usize {
        let Some((_, label, _)) = list.parts.get(at) else {
            return 0;
        };
        if !self.words(*label).ends_with('各') {
            return 0;
        }
        let before = at.checked_sub(1).and_then(|it| list.parts.get(it));
        let before = before.map_or(list.whole, |it| it.0);
        let from = self.all.get(before).map_or(0, |it| it.span.end);
        let names = self.text.get(from..label.end).unwrap_or_default();
        let names = names.rsplit([',', ';', ':', '(', '。']).next();
        let names = names.unwrap_or_default().trim_start_matches('、');
        1 + names.matches('、').count().min(NAMES)
    }

    /// Whether each stage between semicolons holds one part, named without a verb.
    pub(super) fn is_told_in_stages(&self, list: &List) -> bool {
        list.stages_of_one()
            && list.parts.len() > 2
            && list.parts.iter().all(|it| verb(self.words(it.1)).is_none())
    }

    /// Parts that make the whole already leave none for those behind them: these sort it anew.
    pub(super) fn leave_other_sorting(
        &self,
        whole: &Quantity,
        list: &List,
        parts: &mut Vec<usize>,
    ) {
        let mut sum = Decimal::ZERO;
        for count in 1..=parts.len() {
            let part = parts.get(count - 1).and_then(|it| self.all.get(*it));
            let value = part.map_or(Decimal::ZERO, |it| it.value);
            sum = sum.checked_add(value).unwrap_or(Decimal::MAX);
            // A part of another sorting is not more than the whole either.
            let more = |at: &usize| self.all.get(*at).is_some_and(|it| it.value > whole.value);
            // One part alone is no sorting where 、 joins the next to it.
            let next = list.parts.get(count).map(|it| it.2);
            let joined = count == 1 && next == Some(What::Pause);
            let sorted = !joined && !parts.iter().skip(count).any(more);
            if sum == whole.value && sorted && whole.exactness == Exactness::Exact {
                parts.truncate(count);
                return;
            }
        }
    }
}

/// Whether a bracket behind a part takes some of it back: 20 条（同时撤销 2 条）.
pub(super) fn takes_back(parts: &str) -> bool {
    let mut remarks = parts.split('(').skip(1);
    remarks.any(|it| {
        let remark = it.split(')').next().unwrap_or_default();
        let counts = remark.contains(|it: char| it.is_ascii_digit());
        counts && TAKEN.iter().any(|word| remark.contains(word))
    })
}

/// Whether the last part is the rest of the whole.
pub(super) fn ends_with_rest(labels: &[&str]) -> bool {
    let rest = |it: &&str| REST.iter().any(|rest| it.starts_with(rest));
    labels.len() > 1 && labels.last().is_some_and(rest)
}

/// Whether what follows the parts says that these are all of them: 甲 3 件、乙 2 件两类.
pub(super) fn are_counted(parts: usize, after: &str) -> bool {
    let numeral = parts.checked_sub(2).and_then(|it| NUMERALS.get(it));
    let kinds = numeral.and_then(|it| after.strip_prefix(it));
    kinds.is_some_and(|it| it.starts_with(['类', '种', '项']) || it.starts_with("部分"))
}
