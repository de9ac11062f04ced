//! What the words farther before a quantity in its sentence say: another matter, the head of its clause.

use super::wordings::untitled;
use super::{Exactness, STOPS, Within, holds, is_of_other_cause};
use crate::pack::Indicator;

/// Marks between clauses.
const MARKS: [char; 6] = [',', '、', ';', ':', '(', '。'];

/// What says that none of what was counted is of something, or all but some.
const NONE: [&str; 8] = ["无", "没有", "未因", "未涉及", "非", "除", "不涉及", "不属"];

/// What is told of those who asked, not of what they then did.
const ASKED: [&str; 3] = ["申请", "收到", "新收"];

impl Within<'_> {
    /// Where the clause that begins at `clause` begins, if that is inside of a bracket: 各县(市、区)局.
    pub(super) fn reached_back(&self, clause: usize) -> usize {
        let own = self.text.get(clause..self.quantity.span.start);
        let closes = own.is_some_and(|own| {
            let open = own.find('(').unwrap_or(own.len());
            own.find(')').is_some_and(|close| close < open)
        });
        let head = self.text.get(self.sentence..clause).unwrap_or_default();
        let Some(open) = head.rfind('(').filter(|_| closes) else {
            return clause;
        };
        let before = head.get(..open).unwrap_or_default();
        let mark = before.char_indices().rfind(|(_, it)| MARKS.contains(it));
        self.sentence + mark.map_or(0, |(at, it)| at + it.len_utf8())
    }

    /// Whether it counts what came of any matter, since its sentence goes on to say how much of it, or
    /// that none, is of what the indicator is about: 诉讼 71 件, 其中涉及政府信息公开 4 件.
    pub(super) fn is_of_any_matter(&self, indicator: &Indicator) -> bool {
        let head = self.text.get(self.sentence..self.quantity.span.start);
        let head = head
            .and_then(|it| it.rsplit(';').next())
            .unwrap_or_default();
        if indicator.because.is_empty()
            || self.quantity.exactness == Exactness::None
            || holds(head, &indicator.about)
        {
            return false;
        }
        let sentence = self.rest.split(STOPS).next().unwrap_or_default();
        let mut clauses = sentence.split([',', ';', ':', '(', ')']);
        clauses.any(|clause| {
            let clause = untitled(clause);
            let about = indicator.about.iter();
            let about = about.filter_map(|it| clause.find(it.as_str())).min();
            let rest = about.and_then(|at| clause.get(at..));
            let counted = rest.is_some_and(|it| it.contains(|it: char| it.is_ascii_digit()));
            about.is_some()
                && !ASKED.iter().any(|it| clause.contains(it))
                && (counted || NONE.iter().any(|it| clause.contains(it)))
        })
    }

    /// Whether its sentence tells of another matter, since it told what the indicator is about:
    /// 因处罚引起的复议 21 件, 诉讼 6 件.
    pub(super) fn is_of_other_matter(&self, indicator: &Indicator) -> bool {
        if indicator.because.is_empty() {
            return false;
        }
        let head = self.text.get(self.sentence..self.quantity.span.start);
        let part = head
            .and_then(|it| it.rsplit(';').next())
            .unwrap_or_default();
        let about = indicator.about.iter();
        let ends = about.filter_map(|it| Some(part.rfind(it.as_str())? + it.len()));
        let since = part
            .get(ends.max().unwrap_or_default()..)
            .unwrap_or_default();
        let cause = since.rfind('因').and_then(|at| since.get(at..));
        holds(since, &indicator.matters)
            || cause.is_some_and(|it| is_of_other_cause(it, &indicator.because))
    }
}
