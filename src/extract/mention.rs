//! The quantities the prose states, which of the pack's indicators they are, and whose.

mod denial;
mod matter;
mod narrower;
mod outcome;
mod parts;
mod thing;
mod wordings;

use std::borrow::Cow;
use std::collections::BTreeSet;

use self::parts::{lists_of, name_parts};
use self::thing::Counts;
use self::wordings::{ends, in_order, is_of_other_cause, named, untitled};
use super::clause::{Letters, STOPS, holds};
use super::scope::{Scope, cut, scope};
use super::whose::{Around, Whose};
use crate::fact::{Exactness, ListFact, Mention, Passage};
use crate::pack::{Indicator, Pack, ProseWords};
use crate::parse::quantities;
use crate::quantity::Quantity;
use crate::source::Source;

/// Bytes around a quantity that are read for what they say of it.
const CONTEXT: usize = 1500;

/// The most bytes of a first sentence that says what its passage is about.
const OPENING: usize = 90;

/// Every quantity in the prose of a report, and which are parts of which.
pub(super) fn mentions(
    source: &Source,
    prose: &[Passage],
    pack: &Pack,
    whose: &Whose<'_>,
) -> (Vec<Mention>, Vec<ListFact>) {
    let mut found = Vec::new();
    let mut lists = Vec::new();
    let indicators = whose.dated(&pack.indicators);
    // The chapter and the last two headings say what a passage is about.
    let mut headings = ["", "", ""];
    let mut opens = false;
    for passage in prose {
        if passage.heading {
            let heading = passage.text.text();
            let [chapter, _, last] = headings;
            headings = [
                if passage.chapter { heading } else { chapter },
                last,
                heading,
            ];
            opens = true;
            continue;
        }
        let text = &*joined(passage.text.text(), &pack.prose.anyone);
        let quantities = quantities(text);
        let parts: BTreeSet<usize> = quantities
            .lists
            .iter()
            .flat_map(|it| it.parts.iter().copied())
            .collect();
        // Where each quantity stands among the mentions; what says of nothing in particular that
        // there was none is no mention.
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut before: Vec<(&Quantity, &str)> = Vec::new();
        for (index, quantity) in quantities.all.iter().enumerate() {
            let part = parts.contains(&index);
            let within = Within::new(text, headings, quantity);
            before.retain(|(it, _)| it.sentence == quantity.sentence);
            let mut said = within.said(&indicators, &pack.prose, part, opens, &before);
            let counts = Counts {
                all: &quantities.all,
                index,
                parts: &parts,
                said: &before,
            };
            said.all
                .retain(|it| !within.is_of_other_thing(it, &indicators, &counts, &pack.prose));
            before.extend(said.all.iter().map(|it| (quantity, it.id.as_str())));
            let zero_from = within.zero_from(&said.zeroed);
            let named = said.all.iter().map(|it| Some(*it));
            let unnamed =
                (said.all.is_empty() && quantity.exactness != Exactness::None).then_some(None);
            places.push(
                unnamed
                    .is_some()
                    .then_some(found.len())
                    .or_else(|| (!said.all.is_empty()).then_some(found.len())),
            );
            let scope = if said.all.is_empty() {
                Scope::Whole
            } else {
                scope(text, &quantities.all, index, &pack.prose)
            };
            for indicator in named.chain(unnamed) {
                let span = passage.text.span(quantity.span);
                let is_of = |all: &[&Indicator]| {
                    indicator.is_some_and(|it| all.iter().any(|other| other.id == it.id))
                };
                // What became of all, is told of what is counted.
                let settled = is_of(&said.settled);
                let told = if settled { said.counted } else { indicator };
                let around = within.around(told, zero_from.filter(|_| is_of(&said.zeroed)));
                let own = match scope {
                    Scope::Whole => whose.own(&around),
                    Scope::Open => whose.own(&around).filter(|own| !own),
                    Scope::Smaller => Some(false),
                };
                found.push(Mention {
                    indicator: indicator.map(|it| it.id.clone()),
                    value: quantity.value.normalize(),
                    exactness: quantity.exactness,
                    unit: quantity.unit.clone(),
                    text: source.slice(span).split_whitespace().collect(),
                    own,
                    this_year: whose.this_year(&around),
                    told: whose.told(&around),
                    span,
                });
            }
        }
        let place = |index: usize| places.get(index).copied().flatten();
        let own: Vec<ListFact> = lists_of(text, &quantities, pack)
            .into_iter()
            .filter_map(|list| {
                Some(ListFact {
                    whole: place(list.whole)?,
                    parts: list.parts.into_iter().filter_map(place).collect(),
                    ..list
                })
            })
            .collect();
        name_parts(
            &quantities,
            &own,
            &places,
            &mut found,
            &indicators,
            &pack.prose,
        );
        lists.extend(own);
        opens = false;
    }
    (found, lists)
}

/// A text in which those who may ask, named together (公民、法人), are named by one word.
fn joined<'t>(text: &'t str, anyone: &[String]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for named in anyone.iter().filter(|it| it.contains('、')) {
        if text.contains(named.as_str()) {
            // A letter of the same length: the places stay.
            text = Cow::Owned(text.replace(named.as_str(), &named.replace('、', "和")));
        }
    }
    text
}

/// Whether a number without a unit is one of the values of a row: right behind another, or of as many
/// digits as all of them, glued together behind its label.
fn is_glued(text: &str, quantity: &Quantity) -> bool {
    const DIGITS: usize = 7;
    let written = text.get(quantity.span.start..quantity.span.end);
    let digits = |it: &str| it.bytes().filter(u8::is_ascii_digit).count();
    let before = text.get(..quantity.span.start).unwrap_or_default();
    let behind = before.trim_end().ends_with(|it: char| it.is_ascii_digit());
    quantity.unit.is_empty() && (behind || written.is_some_and(|it| digits(it) >= DIGITS))
}

/// The indicators that a quantity is a number of.
struct Said<'p> {
    all: Vec<&'p Indicator>,
    /// What it counts, if that is told.
    counted: Option<&'p Indicator>,
    /// Those that share a zero.
    zeroed: Vec<&'p Indicator>,
    /// What became of all that it counts.
    settled: Vec<&'p Indicator>,
}

/// A quantity within its passage.
struct Within<'t> {
    text: &'t str,
    headings: [&'t str; 3],
    quantity: &'t Quantity,
    /// Where its sentence and the one before it begin.
    sentence: usize,
    before: usize,
    /// Where its surroundings begin.
    far: usize,
    /// What stands behind it in its clause, and in the part of its sentence up to a comma.
    after: &'t str,
    behind: &'t str,
    /// All that stands behind it.
    rest: &'t str,
}

impl<'t> Within<'t> {
    fn new(text: &'t str, headings: [&'t str; 3], quantity: &'t Quantity) -> Self {
        // What is farther away says nothing of a number, and would be read for each anew.
        let far = floor(text, quantity.span.start.saturating_sub(CONTEXT));
        let head = text.get(far..quantity.span.start).unwrap_or_default();
        let begins = |head: &str| {
            let stop = head.char_indices().rfind(|(_, it)| STOPS.contains(it));
            stop.map_or(0, |(at, it)| at + it.len_utf8())
        };
        let sentence = begins(head);
        let before = head
            .get(..sentence)
            .map_or(0, |it| begins(it.trim_end_matches(STOPS)));
        let (sentence, before) = (far + sentence, far + before);
        let end = floor(text, (quantity.span.end + CONTEXT).min(text.len()));
        let rest = text.get(quantity.span.end..end).unwrap_or_default();
        let until = |marks: &[char]| {
            let end = rest.find(marks).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        };
        Self {
            text,
            headings,
            quantity,
            sentence,
            before,
            far,
            after: until(&[',', '。', ';', '、', '(', '!', '?', '\n']),
            behind: until(&[',', '。', ';', '(', '!', '?', '\n']),
            rest,
        }
    }

    /// The indicators it is a number of; `opens` is whether its passage stands right under its heading,
    /// `part` whether it is a part in a list, `before` the numbers before it.
    fn said<'p>(
        &self,
        indicators: &'p [Indicator],
        words: &ProseWords,
        part: bool,
        opens: bool,
        before: &[(&Quantity, &str)],
    ) -> Said<'p> {
        let mut all: Vec<&Indicator> = match self.quantity.exactness {
            Exactness::None => {
                let headed = self.denied_by_heading(indicators).filter(|_| opens);
                headed.unwrap_or_else(|| self.all_denied(indicators, words))
            }
            Exactness::Exact | Exactness::AtLeast | Exactness::AtMost | Exactness::About => {
                let stated = self.stated(indicators, part, before);
                let whole = |_: &&Indicator| !is_glued(self.text, self.quantity);
                stated.filter(whole).into_iter().collect()
            }
        };
        let (mut zeroed, mut settled) = (Vec::new(), Vec::new());
        if !part {
            zeroed = self.zeroed(indicators, &all);
            all.extend(&zeroed);
        }
        let counted = all.first().copied();
        if !part {
            settled = self.settled(indicators, counted);
            all.extend(&settled);
        }
        Said {
            all,
            counted,
            zeroed,
            settled,
        }
    }

    /// The indicator it is a number of; `said` are those of the numbers before it in its sentence.
    fn stated<'p>(
        &self,
        indicators: &'p [Indicator],
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
        let behind = |words: &Vec<String>| may(words) && in_order(self.after, words).is_some();
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
        indicators.iter().find(|it| {
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

    /// Whether the words around do not speak against it; what its own `wording` says does not.
    fn fits(&self, indicator: &Indicator, clause: &str, wording: &[String]) -> bool {
        // What a document is called says nothing of its number.
        let clause = &*untitled(clause);
        if holds(clause, &indicator.but)
            || is_of_other_cause(clause, &indicator.because)
            || self.is_of_other_matter(indicator)
        {
            return false;
        }
        if indicator.about.is_empty() {
            let letters = Letters::of(clause);
            let mut not = indicator.not.iter();
            return !not.any(|it| {
                let other = || !wording.iter().any(|own| own.contains(it.as_str()));
                letters.may_hold(it) && clause.contains(it.as_str()) && other()
            });
        }
        let end = self.quantity.span.end + named(self.behind).len();
        let sentence = self.text.get(self.sentence..end).unwrap_or_default();
        let headed = |it: &&str| self.quantity.value.is_zero() && holds(it, &indicator.under);
        (self.is_near(&indicator.about) || self.headings.iter().any(headed))
            && !holds(sentence, &indicator.not)
    }

    /// Whether its headings, the opening of its passage, its sentence or the one before it hold one
    /// of `words`.
    fn is_near(&self, words: &[String]) -> bool {
        let end = self.quantity.span.end + self.behind.len();
        let both = self.text.get(self.before..end).unwrap_or_default();
        let opening = self
            .text
            .get(..floor(self.text, OPENING))
            .unwrap_or_default();
        let opening = opening.find(STOPS).and_then(|end| opening.get(..end));
        self.headings.iter().any(|it| holds(it, words))
            || holds(both, words)
            || opening.is_some_and(|it| holds(it, words))
    }

    /// The words that say whose it is, without those that say what it is.
    fn around(&self, indicator: Option<&Indicator>, zero_from: Option<usize>) -> Around<'t> {
        let start = self.quantity.span.start;
        let clause = start - self.quantity.subject.len().min(start);
        let first = indicator
            .into_iter()
            .flat_map(|it| it.words.iter().chain(&it.headed))
            .filter(|words| words.iter().any(|it| !it.is_empty()))
            .filter_map(|words| {
                in_order(&format!("{}#{}", self.quantity.subject, self.after), words)
            })
            .filter(|at| *at < self.quantity.subject.len())
            .min();
        let what = clause + first.unwrap_or(self.quantity.subject.len());
        // What shares a zero stands before it, the first of it first.
        let what = zero_from.unwrap_or(what);
        let clause = if zero_from.is_some() {
            self.head_from()
        } else {
            self.reached_back(clause)
        };
        Around {
            passage: self.text.get(self.far..self.sentence).unwrap_or_default(),
            earlier: self
                .text
                .get(self.sentence..clause.max(self.sentence))
                .unwrap_or_default(),
            clause: self.text.get(clause..what).unwrap_or_default(),
            after: self.after,
            rest: self.rest,
            headings: self.headings,
            denied: self.quantity.exactness == Exactness::None,
            zero: zero_from.is_some(),
        }
    }
}

/// The last place up to `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
