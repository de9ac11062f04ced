//! What the words farther before a quantity in its sentence say: another matter, the head of its clause.

use super::{Within, holds, is_of_other_cause};
use crate::pack::Indicator;

/// Marks between clauses.
const MARKS: [char; 6] = [',', '、', ';', ':', '(', '。'];

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
