//! Which indicators there were none of: 未收到…, 无人…提出…申请, …为零, …零受理, …0件.

use super::{Exactness, Letters, Within, ends, in_order};
use crate::extract::scope::is_of_topic;
use crate::pack::{Indicator, ProseWords};

/// Marks that part what is told of one thing from what is told of another.
const MARKS: [char; 9] = [',', ';', ':', '。', '(', ')', '!', '?', '\n'];

/// What is not done to things of one kind only; what else stands behind it is another matter.
const ACTS: [&str; 8] = [
    "制定", "制发", "出台", "印发", "作出", "做出", "实施", "采取",
];

/// What joins the things that share a zero.
const JOINTS: [char; 6] = ['、', '和', '及', '与', '或', '以'];

/// What may stand between the name of a thing and its zero.
const FILLERS: [char; 22] = [
    '各', '均', '都', '全', '部', '数', '量', '件', '总', '共', '计', '仍', '依', '然', '为', '是',
    '实', '现', '“', '”', '"', ' ',
];

/// All that a chapter says in which there is nothing to tell.
const NONE: [&str; 10] = [
    "无",
    "本年度无",
    "无此类情况",
    "无此类情形",
    "无此类事项",
    "无相关情况",
    "无此情况",
    "无上述情况",
    "本年度无此类情况",
    "本年度无相关情况",
];

/// What a heading names: 依申请公开情况.
fn heading_name(heading: &str) -> &str {
    let mut name = heading.trim();
    while let Some(rest) = ["情况", "方面", "工作", "的"]
        .iter()
        .find_map(|it| name.strip_suffix(it))
    {
        name = rest;
    }
    name
}

impl Within<'_> {
    /// The indicators it says there were none of.
    pub(super) fn all_denied<'p>(
        &self,
        indicators: &[&'p Indicator],
        words: &ProseWords,
    ) -> Vec<&'p Indicator> {
        if self.behind.chars().any(|it| it.is_ascii_digit()) {
            return Vec::new(); // a number is stated after all
        }
        let span = self.quantity.span;
        let denied = self
            .text
            .get(span.start..span.end + self.behind.len())
            .unwrap_or_default();
        let token = self.text.get(span.start..span.end).unwrap_or_default();
        let act = ACTS.iter().any(|it| token.ends_with(it));
        let of_act = |words: &Vec<String>| {
            let mut first = words.first().into_iter().flat_map(|it| it.split('|'));
            !act || first.any(|it| token.contains(it))
        };
        let letters = Letters::of(denied);
        let says = |words: &&Vec<String>| {
            let may = words.iter().all(|it| letters.may_hold(it));
            may && of_act(words) && in_order(denied, words).is_some()
        };
        let denotes = |it: &&Indicator| {
            let headed = || !act && ends(denied, &it.headed) && self.is_near(&it.under);
            let named = || {
                let mut all = it.denied.iter();
                all.any(|words| {
                    let mut each = words.iter().map(|it| it.split('|'));
                    let may = each.all(|mut some| some.any(|it| letters.may_hold(it)));
                    may && of_act(words) && one_of_each(denied, words)
                })
            };
            (it.words.iter().any(|words| says(&words)) || named() || headed())
                && !is_of_topic(denied, words, it)
                && !self.is_narrower(denied, it, words)
                && self.fits(it, denied, &[])
        };
        indicators.iter().copied().filter(denotes).collect()
    }

    /// The indicators that the heading above names, where all that stands under it is that there were
    /// none; none if anything else is said.
    pub(super) fn denied_by_heading<'p>(
        &self,
        indicators: &[&'p Indicator],
    ) -> Option<Vec<&'p Indicator>> {
        let said = self.text.trim_matches(|it: char| !it.is_alphanumeric());
        if !NONE.contains(&said) {
            return None;
        }
        let [_, _, last] = self.above.headings;
        let names = last.text.split(JOINTS);
        let names: Vec<&str> = names.flat_map(|it| [it, heading_name(it)]).collect();
        let called = |it: &&Indicator| {
            let ends = |name: &&str| it.zero.iter().any(|zero| name.ends_with(zero.as_str()));
            names
                .iter()
                .any(|name| ends(name) && self.fits(it, name, &[]))
        };
        Some(indicators.iter().copied().filter(called).collect())
    }

    /// The indicators whose names stand before a zero, or before what each has, besides those that are `said` otherwise.
    pub(super) fn zeroed<'p>(
        &self,
        indicators: &[&'p Indicator],
        said: &[&Indicator],
    ) -> Vec<&'p Indicator> {
        let span = self.quantity.span;
        let token = self.text.get(span.start..span.end).unwrap_or_default();
        let zero = match self.quantity.exactness {
            Exactness::None => token.starts_with('零'),
            Exactness::Exact => self.quantity.value.is_zero(),
            Exactness::AtLeast | Exactness::AtMost | Exactness::Below | Exactness::About => false,
        };
        let head = self.text.get(self.head_from()..span.start);
        let head = head.unwrap_or_default();
        // 复议、诉讼各 2 件.
        let each = head.trim_end().ends_with(['各', '均']);
        let each = each && self.quantity.exactness == Exactness::Exact;
        if !zero && !each {
            return Vec::new();
        }
        let names: Vec<&str> = head
            .split(JOINTS)
            .map(|it| it.trim_end_matches(FILLERS))
            .collect();
        let unit = &self.quantity.unit;
        // What is said of the first is said of all: 被纠正的行政复议、行政诉讼.
        let first = names.first().copied().unwrap_or_default();
        // And what is said of the last too: 行政复议、行政诉讼被纠错.
        let last = names.last().copied().unwrap_or_default();
        let mut known = indicators.iter().flat_map(|it| &it.zero);
        if !known.any(|it| last.ends_with(it.as_str())) {
            return Vec::new();
        }
        let denotes = |it: &&Indicator| {
            let called = |name: &&str| {
                let ends = it.zero.iter().any(|zero| name.ends_with(zero.as_str()));
                ends && self.fits(it, name, &[]) && self.fits(it, first, &[])
            };
            (unit.is_empty() || it.units.contains(unit))
                && !said.iter().any(|other| other.id == it.id)
                && names.iter().any(called)
        };
        indicators.iter().copied().filter(denotes).collect()
    }

    /// Where the part of its sentence begins that it stands in.
    pub(super) fn head_from(&self) -> usize {
        let head = self.text.get(self.sentence..self.quantity.span.start);
        let last = head.and_then(|head| head.rfind(MARKS).map(|at| (at, head)));
        let mark =
            |(at, head): (usize, &str)| head.get(at..)?.chars().next().map(|it| at + it.len_utf8());
        self.sentence + last.and_then(mark).unwrap_or_default()
    }

    /// Where the first name begins that shares a zero.
    pub(super) fn zero_from(&self, zeroed: &[&Indicator]) -> Option<usize> {
        let from = self.head_from();
        let shared = self.text.get(from..self.quantity.span.start)?;
        let names = zeroed.iter().flat_map(|it| &it.zero);
        let first = names.filter_map(|it| shared.find(it.as_str())).min()?;
        Some(from + first)
    }
}

/// Whether of each of `words`, which may be several with | between, one stands in `text`, in order.
fn one_of_each(text: &str, words: &[String]) -> bool {
    let mut rest = text;
    words.iter().all(|word| {
        let found = word
            .split('|')
            .filter_map(|it| rest.find(it).map(|at| at + it.len()));
        let Some(end) = found.min() else {
            return false;
        };
        rest = rest.get(end..).unwrap_or_default();
        true
    })
}
