//! What a number leaves out to say that it counts: 办结 8 件 is of what was counted before.

use std::collections::BTreeSet;

use super::wordings::{named, untitled};
use super::{Within, holds};
use crate::extract::clause::without;
use crate::fact::Exactness;
use crate::pack::{Indicator, ProseWords};
use crate::quantity::Quantity;

/// What stands before a thing that came in; who got it stands before that.
const GOT: [&str; 7] = ["收到", "新收", "接到", "接收", "受理", "承接", "接收到"];

/// Marks that end a clause.
const MARKS: [char; 9] = [',', '。', ';', '、', '(', ')', '!', '?', '\n'];

/// The numbers of a passage.
pub(super) struct Counts<'q> {
    pub(super) all: &'q [Quantity],
    /// The place of the number that is looked at.
    pub(super) index: usize,
    /// Those that are parts of others.
    pub(super) parts: &'q BTreeSet<usize>,
    /// Those before it in its sentence that are some indicator's.
    pub(super) said: &'q [(&'q Quantity, &'q str)],
}

/// What a number before counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    /// What the indicator is about.
    Own,
    /// Something else.
    Other,
    /// That is left out there, too.
    Open,
}

impl Within<'_> {
    /// Whether its number is of something else than what `indicator` is about, which was counted
    /// before: 受理工单 80 件, 办结 79 件.
    pub(super) fn is_of_other_thing(
        &self,
        indicator: &Indicator,
        indicators: &[&Indicator],
        counts: &Counts<'_>,
        words: &ProseWords,
    ) -> bool {
        let own = format!("{}#{}", self.quantity.subject, named(self.after));
        let near = [&indicator.about, &indicator.under];
        let mut all = near.into_iter().flatten().peekable();
        let of_asked = all.peek().is_some() && all.all(|it| holds(it, &words.asked));
        if !of_asked || near.iter().any(|it| holds(&own, it)) {
            return false;
        }
        if holds(&own, &words.things) {
            return true;
        }
        // What is named again, is only of something else that is called so: 受理低保申请 9 件.
        let asked = holds(&own, &words.asked);
        let mut other = false;
        for (at, before) in counts.all.iter().enumerate().take(counts.index).rev() {
            let far = before.sentence + 1 < self.quantity.sentence;
            let same = before.sentence == self.quantity.sentence;
            if far || other && !same {
                break;
            }
            let counted = before.exactness != Exactness::None && !before.value.is_zero();
            let part = counts.parts.contains(&at);
            let unit = indicator.units.contains(&before.unit);
            let named = || !unit && before.unit != "%" && holds(&before.subject, &words.things);
            if !counted || part || !(unit || named()) {
                continue;
            }
            let about = |id: &str| {
                let mut it = indicators.iter().filter(|it| it.id == id);
                it.any(|it| {
                    it.about == indicator.about || holds(&indicator.about.concat(), &it.under)
                })
            };
            let mut said = counts.said.iter().filter(|it| it.0.span == before.span);
            let thing = if said.any(|(_, id)| about(id)) {
                Thing::Own
            } else {
                self.thing(before, indicator, words)
            };
            match thing {
                Thing::Other if asked && !holds(&before.subject, &words.asked) => {}
                Thing::Own => return false,
                // Of the sentence before, only what surely is another matter may go on.
                Thing::Other if !same && !self.names_thing(before, words) => {}
                Thing::Other if before.value >= self.quantity.value => return true,
                Thing::Other => other = true,
                Thing::Open => {}
            }
        }
        other
    }

    /// Whether a number before is surely of another matter, and no smaller.
    fn names_thing(&self, before: &Quantity, words: &ProseWords) -> bool {
        before.value >= self.quantity.value
            && [&words.things, &words.asked]
                .iter()
                .any(|it| holds(&before.subject, it))
    }

    fn thing(&self, before: &Quantity, indicator: &Indicator, words: &ProseWords) -> Thing {
        let rest = self.text.get(before.span.end..).unwrap_or_default();
        let after = named(rest.split(MARKS).next().unwrap_or_default());
        let clause = format!("{}#{after}", before.subject);
        let clause = untitled(&clause);
        if holds(&clause, &indicator.about) || holds(&clause, &indicator.under) {
            return Thing::Own;
        }
        if holds(&clause, &words.things) {
            return Thing::Other;
        }
        // A class of what was asked for.
        if before.subject.ends_with(['类', '中']) || after.starts_with('类') {
            return Thing::Open;
        }
        let got = GOT
            .iter()
            .filter_map(|it| Some(clause.rfind(it)? + it.len()));
        let counted = got.max().and_then(|at| clause.get(at..));
        let idle = [&words.plain, &words.own, &words.wide, &words.this_year];
        let left = without(counted.unwrap_or(&clause), idle.into_iter().flatten());
        if left.contains(char::is_alphabetic) {
            Thing::Other
        } else {
            Thing::Open
        }
    }
}
