//! The quantities the prose states, which of the pack's indicators they are, and whose.

mod denial;
mod matter;
mod narrower;
mod outcome;
mod parts;
mod share;
mod stated;
mod thing;
mod wordings;

use std::borrow::Cow;
use std::cell::OnceCell;

use self::parts::{lists_of, name_parts, parts_of, placed};
use self::thing::Counts;
use self::wordings::{ends, in_order, is_of_other_cause, named, untitled};
use super::clause::{STOPS, holds};
use super::scope::{Scope, scope};
use super::whose::{Around, Whose};
use crate::fact::{Exactness, ListFact, Mention, Passage};
use crate::letters::{Lettered, Letters};
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
    let indicators: Vec<&Indicator> = indicators.iter().map(|it| &**it).collect();
    // The chapter and the last two headings say what a passage is about.
    let mut headings = [Lettered::new(""); 3];
    let mut opens = false;
    for passage in prose {
        if passage.heading {
            let heading = passage.lettered();
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
        let parts = parts_of(&quantities, &pack.prose);
        let above = Above {
            headings,
            opening: opening(text),
        };
        // Where each quantity stands among the mentions; what says of nothing in particular that
        // there was none is no mention.
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut before: Vec<(&Quantity, &str)> = Vec::new();
        for (index, quantity) in quantities.all.iter().enumerate() {
            let part = parts.contains(&index);
            let within = Within::new(text, &above, quantity);
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
            let is_mention = unnamed.is_some() || !said.all.is_empty();
            places.push(is_mention.then_some(found.len()));
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
                    grain: quantity.grain,
                    unit: quantity.unit.clone(),
                    text: source.slice(span).split_whitespace().collect(),
                    own,
                    this_year: whose.this_year(&around),
                    told: whose.told(&around),
                    span,
                });
            }
        }
        let own = placed(lists_of(text, &quantities, pack), &places);
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

/// What says of all quantities of a passage what they may be about.
struct Above<'t> {
    headings: [Lettered<'t>; 3],
    /// The first sentence, if it is short.
    opening: Option<Lettered<'t>>,
}

/// A quantity within its passage.
struct Within<'t> {
    text: &'t str,
    above: &'t Above<'t>,
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
    /// Its sentence and the one before it.
    near: OnceCell<Lettered<'t>>,
}

impl<'t> Within<'t> {
    fn new(text: &'t str, above: &'t Above<'t>, quantity: &'t Quantity) -> Self {
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
            above,
            quantity,
            sentence,
            before,
            far,
            after: until(&[',', '。', ';', '、', '(', '!', '?', '\n']),
            behind: until(&[',', '。', ';', '(', '!', '?', '\n']),
            rest,
            near: OnceCell::new(),
        }
    }

    /// The indicators it is a number of; `opens` is whether its passage stands right under its heading,
    /// `part` whether it is a part in a list, `before` the numbers before it.
    fn said<'p>(
        &self,
        indicators: &[&'p Indicator],
        words: &ProseWords,
        part: bool,
        opens: bool,
        before: &[(&Quantity, &str)],
    ) -> Said<'p> {
        let mut all: Vec<&Indicator> = match self.quantity.exactness {
            Exactness::None => {
                let headed = opens.then(|| self.denied_by_heading(indicators));
                headed
                    .flatten()
                    .unwrap_or_else(|| self.all_denied(indicators, words))
            }
            Exactness::Exact
            | Exactness::AtLeast
            | Exactness::AtMost
            | Exactness::Below
            | Exactness::About => {
                let stated = self.stated(indicators, part, before);
                let whole = |_: &&Indicator| !is_glued(self.text, self.quantity);
                let stated = stated.or_else(|| self.share_of_all(indicators));
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

    /// Whether the words around do not speak against it; what its own `wording` says does not.
    fn fits(&self, indicator: &Indicator, clause: &str, wording: &[String]) -> bool {
        // What a document is called says nothing of its number.
        let clause = &*untitled(clause);
        if holds(clause, &indicator.but)
            || is_of_other_cause(clause, &indicator.because)
            || self.is_of_other_matter(indicator)
            || self.is_of_any_matter(indicator)
        {
            return false;
        }
        if indicator.about.is_empty() {
            let clause = Lettered::new(clause);
            let mut not = indicator.not.iter();
            return !not.any(|it| {
                let other = || !wording.iter().any(|own| own.contains(it.as_str()));
                clause.holds(it) && other()
            });
        }
        let end = self.quantity.span.end + named(self.behind).len();
        let sentence = self.text.get(self.sentence..end).unwrap_or_default();
        let zero = self.quantity.value.is_zero();
        let mut headings = self.above.headings.iter();
        (self.is_near(&indicator.about)
            || zero && headings.any(|it| it.holds_any(&indicator.under)))
            && !holds(sentence, &indicator.not)
    }

    /// Whether its headings, the opening of its passage, its sentence or the one before it hold one
    /// of `words`.
    fn is_near(&self, words: &[String]) -> bool {
        let near = self.near.get_or_init(|| {
            let end = self.quantity.span.end + self.behind.len();
            Lettered::new(self.text.get(self.before..end).unwrap_or_default())
        });
        let Above { headings, opening } = self.above;
        let mut places = headings.iter().chain([near]).chain(opening);
        places.any(|it| it.holds_any(words))
    }

    /// The words that say whose it is, without those that say what it is.
    fn around(&self, indicator: Option<&Indicator>, zero_from: Option<usize>) -> Around<'t> {
        let start = self.quantity.span.start;
        let clause = start - self.quantity.subject.len().min(start);
        let told = format!("{}#{}", self.quantity.subject, self.after);
        let letters = Letters::of(&told);
        let wordings = indicator.map(|it| it.words.iter().chain(&it.headed));
        let first = wordings
            .into_iter()
            .flatten()
            .filter(|words| words.iter().any(|it| !it.is_empty()))
            .filter(|words| words.iter().all(|it| letters.may_hold(it)))
            .filter_map(|words| in_order(&told, words))
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
            headings: self.above.headings,
            denied: self.quantity.exactness == Exactness::None,
            zero: zero_from.is_some(),
            subject: &self.quantity.subject,
            broken: !self.quantity.value.fract().is_zero() && !self.quantity.unit.ends_with('元'),
        }
    }
}

/// The first sentence of a passage, if it is short enough to say what the passage is about.
fn opening(text: &str) -> Option<Lettered<'_>> {
    let first = text.get(..floor(text, OPENING)).unwrap_or_default();
    let end = first.find(STOPS)?;
    first.get(..end).map(Lettered::new)
}

/// The last place up to `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
