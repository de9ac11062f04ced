//! Denials that say more than that there was nothing: of what has one cause, of what else there was.

use super::{STOPS, Within};
use crate::extract::clause::without;
use crate::pack::{Indicator, ProseWords};

/// What makes a thing one besides those already told.
const ELSE: [&str; 5] = ["其他", "其它", "另外", "别的", "新的"];

/// What stands behind such a word where it is no thing besides: 公民、法人或者其他组织.
const WHO: [&str; 12] = [
    "组织",
    "社会",
    "单位",
    "个人",
    "人员",
    "公民",
    "法人",
    "机构",
    "团体",
    "主体",
    "任何",
    "当事人",
];

/// What takes up something told before.
const TOLD: [&str; 8] = ["上述", "以上", "前述", "上列", "此", "该", "上文", "所列"];

impl Within<'_> {
    /// Whether a denial, `denied` from its first word on, leaves room for what it does not name.
    pub(super) fn is_narrower(
        &self,
        denied: &str,
        indicator: &Indicator,
        words: &ProseWords,
    ) -> bool {
        self.is_of_the_rest(denied)
            || !indicator.because.is_empty()
                && !words.denials.is_empty()
                && self.says_more(denied, words)
    }

    /// Whether it is of what there is besides something told: 除上述 2 件外, 没有其他复议.
    fn is_of_the_rest(&self, denied: &str) -> bool {
        let besides = |word: &&str| {
            let mut places = denied.match_indices(*word);
            places.any(|(at, it)| {
                let rest = denied.get(at + it.len()..).unwrap_or_default();
                !WHO.iter().any(|who| rest.starts_with(who))
            })
        };
        if ELSE.iter().any(besides) || denied.contains("再") {
            return true;
        }
        let head = self.text.get(self.sentence..self.quantity.span.start);
        let excepted = head.and_then(|it| it.rsplit(';').next()?.rsplit_once('除'));
        let excepted = excepted.and_then(|(_, rest)| rest.rsplit_once('外'));
        excepted.is_some_and(|(what, _)| {
            what.contains(|it: char| it.is_ascii_digit()) || TOLD.iter().any(|it| what.contains(it))
        })
    }

    /// Whether anything is left of it without the words that a plain denial is made of.
    fn says_more(&self, denied: &str, words: &ProseWords) -> bool {
        let token = self.quantity.span.end - self.quantity.span.start;
        let said = denied.get(token..).unwrap_or_default();
        let said = said.split(STOPS).next().unwrap_or_default();
        let plain = words.own.iter().chain(&words.wide).chain(&words.denials);
        without(said, plain).contains(char::is_alphabetic)
    }
}
