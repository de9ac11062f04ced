//! How many of all suits or reviews are about disclosure, where that is told behind their number:
//! 行政诉讼案件 71 件, 其中涉及政府信息公开 4 件.

use super::{Exactness, Within, holds, in_order};
use crate::pack::Indicator;

/// Marks before the words that say what a number is of.
const MARKS: [char; 6] = [',', ';', ':', '(', '、', ')'];

/// What is told of those who ask, not of what they then do.
const ASKED: [&str; 4] = ["收到", "新收", "受理", "办结"];

impl Within<'_> {
    /// The indicator that a number is of because its clause says that it is about disclosure, and the
    /// number before it in its part of the sentence is of all that the indicator is one kind of.
    pub(super) fn share_of_all<'p>(&self, indicators: &[&'p Indicator]) -> Option<&'p Indicator> {
        if self.quantity.exactness != Exactness::Exact {
            return None;
        }
        let head = self.text.get(self.sentence..self.quantity.span.start)?;
        let part = head.rsplit(';').next()?;
        let clause = part.rsplit(MARKS).next()?;
        let before = part.strip_suffix(clause)?;
        let counted = before.contains(|it: char| it.is_ascii_digit());
        let asked = clause.ends_with("申请") || ASKED.iter().any(|it| clause.contains(it));
        if !counted || asked || clause.contains("分别") {
            return None;
        }
        let names = |it: &Indicator| {
            let mut words = it.words.iter();
            words.any(|words| in_order(before, words).is_some())
        };
        let is = |it: &&&Indicator| {
            !it.because.is_empty()
                && it.units.contains(&self.quantity.unit)
                && holds(clause, &it.about)
                && !holds(clause, &it.but)
                && !holds(clause, &it.matters)
                // What is about disclosure from the beginning has been counted.
                && !holds(before, &it.about)
                && !holds(before, &it.but)
                && names(it)
        };
        // Of suits and reviews together, which is meant is open.
        let mut of = indicators.iter().filter(is);
        let only = of.next();
        only.filter(|_| of.next().is_none()).copied()
    }
}
