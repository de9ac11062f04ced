//! Which indicator a number is of, by the words before and behind it in its clause.

use super::wordings::{ends, in_order, named};
use super::{Letters, Within};
use crate::extract::scope::cut;
use crate::pack::Indicator;
use crate::quantity::Quantity;

impl<'t> Within<'t> {
    /// The indicator it is a number of; `said` are those of the numbers before it in its sentence.
    pub(super) fn stated<'p>(
        &self,
        indicators: &[&'p Indicator],
        part: bool,
        said: &[(&Quantity, &str)],
    ) -> Option<&'p Indicator> {
        let unit = &self.quantity.unit;
        // What is counted may stand behind the number: 收到 3 件申请. Of 办结的 44 件中有 1 件, what
        // stands before 中 is said of another number.
        let subject = self.direct();
        let full = format!("{subject}#{}", self.after);
        let clause = format!("{subject}#{}", named(self.after));
        let subject = subject.len();
        let joint = self.joint();
        let letters = Letters::of(&full);
        let may = |words: &[String]| words.iter().all(|it| letters.may_hold(it));
        let before = |words: &&Vec<String>| {
            may(words) && in_order(&clause, words).is_some_and(|at| at < subject)
        };
        // 18 件中有 8 件转入下年: what stands behind 中 is said of the next number.
        let some = match cut(self.after) {
            _ if self.after.starts_with(['中', '里']) => "",
            0 => self.after,
            end => self.after.get(..end).unwrap_or_default(),
        };
        let behind = |words: &Vec<String>| may(words) && in_order(some, words).is_some();
        let shared = self.shared();
        let follows = |it: &Indicator| {
            let mut said = said.iter();
            said.any(|(before, id)| {
                // What 其中 begins to tell is of a part.
                let between = self.text.get(before.span.end..self.quantity.span.start);
                let whole = between.is_some_and(|it| !it.contains("其中"));
                whole && it.follows.iter().any(|own| own == id)
            })
        };
        let headed =
            |it: &Indicator| ends(shared, &it.headed) && (self.is_near(&it.under) || follows(it));
        let denotes = |it: &Indicator| {
            if let Some(words) = it.words.iter().find(before) {
                return self.fits(it, &clause, words);
            }
            it.after.iter().any(behind) && self.fits(it, &full, &[])
                || headed(it) && self.fits(it, &clause, &[])
        };
        indicators.iter().copied().find(|it| {
            (it.part || !part)
                && (unit.is_empty() || it.units.is_empty() || it.units.contains(unit))
                && !it.jointly.iter().any(|word| joint.contains(word.as_str()))
                && denotes(it)
        })
    }

    /// What stands before it in its clause since the number before, or since that of which it is some.
    fn direct(&self) -> &str {
        let subject = self.quantity.subject.as_str();
        let unit = self.quantity.unit.as_str();
        let counted = |(at, _): &(usize, &str)| {
            let before = subject.get(..*at).unwrap_or_default();
            before.ends_with(|it: char| it.is_ascii_digit())
        };
        let last = if unit.is_empty() {
            None
        } else {
            subject.rmatch_indices(unit).find(counted)
        };
        let last = last.map_or(0, |(at, it)| at + it.len());
        subject.get(last.max(cut(subject))..).unwrap_or_default()
    }

    /// What the number is of when several things share it: all since the number before it in its
    /// part of the sentence. Of nothing at all, each had none, and no word speaks of sharing.
    fn joint(&self) -> String {
        if self.quantity.value.is_zero() {
            return String::new();
        }
        format!("{}#{}", self.shared(), self.after)
    }

    /// What stands before it since the number before it in its part of the sentence.
    fn shared(&self) -> &'t str {
        let head = self.text.get(self.sentence..self.quantity.span.start);
        let head = head.unwrap_or_default();
        let parted = |it: char| matches!(it, ',' | ';' | ':' | '(') || it.is_ascii_digit();
        let start = head.rfind(parted).map_or(0, |at| at + 1);
        let shared = head.get(start..).unwrap_or_default();
        // 3 件、…: the unit of the number before, and the mark behind it.
        let begins = shared.char_indices().take(4).find(|(_, it)| *it == '、');
        let shared = match begins {
            Some((at, mark)) if start > 0 => shared.get(at + mark.len_utf8()..),
            _ => Some(shared),
        };
        shared.unwrap_or_default()
    }
}
