//! What the words before a quantity say of it: that it is no part, no whole, or part of a part.

use super::Sentence;
use crate::source::Span;

/// Words that begin something new: what follows them is no part.
const ENDERS: [&str; 22] = [
    "另", "此外", "同时", "还", "并", "累计", "全年", "共", "总", "合计", "年内", "除", "截至",
    "截止", "较", "比", "同比", "均", "都", "全部", "已", "剩余",
];

/// Words before a quantity that is another year's, or the difference from it.
const COMPARERS: [&str; 14] = [
    "较",
    "比",
    "同比",
    "环比",
    "与上年",
    "与去年",
    "增加",
    "增长",
    "净增",
    "减少",
    "下降",
    "降幅",
    "上升",
    "多了",
];

/// Words in what is said before a number that is so many of each, or a bound: it has no parts.
const MEASURES: [&str; 12] = [
    "平均",
    "人均",
    "户均",
    "校均",
    "月均",
    "日均",
    "年均",
    "每",
    "至少",
    "不少于",
    "不低于",
    "不超过",
];

/// Words before a number that is a part of the part before it.
const INNER: [&str; 13] = [
    "涉及",
    "涵盖",
    "覆盖",
    "主要",
    "重点是",
    "重点为",
    "里面",
    "里边",
    "具体",
    "尤其",
    "特别",
    "内含",
    "又分",
];

/// What ends a comparison that leaves nothing to tell: 与 2017 年持平.
const LEVEL: [&str; 4] = ["持平", "相当", "相同", "一致"];

/// Whether words between a whole and what opens its list may stand there: by how much it grew.
pub(super) fn leads_on(words: &str) -> bool {
    let level = words.starts_with(['与', '和', '同']) && LEVEL.iter().any(|it| words.ends_with(it));
    level || COMPARERS.iter().any(|it| words.starts_with(it))
}

impl Sentence<'_> {
    /// Whether the words before a quantity begin something new.
    pub(super) fn begins_anew(&self, label: Span) -> bool {
        let words = self.words(label);
        ENDERS.iter().any(|it| words.starts_with(it))
    }

    /// Whether the words before a quantity compare the one before it with another year's.
    pub(super) fn compares(&self, label: Span) -> bool {
        let words = self.words(label);
        let year = words.trim_end_matches(['度', '同', '期', '为', '是', '共', '有']);
        let digits = year.trim_end_matches('年');
        ["上年", "去年", "上一年", "前年"].contains(&year)
            || digits.len() == 4 && digits.parse::<u16>().is_ok()
            || leads_on(words)
    }

    /// Whether the words before a quantity make it an average or a bound.
    pub(super) fn measures(&self, label: Span) -> bool {
        let words = self.words(label);
        MEASURES.iter().any(|it| words.contains(it))
    }

    /// Whether the words before a quantity make it a part of the part before it, which `prior` names:
    /// 工作动态 266 条, 工作动态中防汛信息 95 条.
    pub(super) fn is_inner(&self, label: Span, prior: Span) -> bool {
        let (words, prior) = (self.words(label), self.words(prior));
        let rest = words.strip_prefix(prior);
        let opens = |it: &&str| words.starts_with(it) && !prior.starts_with(it);
        INNER.iter().any(opens)
            || rest.is_some_and(|it| it.len() < words.len() && it.starts_with(['中', '里', '内']))
    }
}
