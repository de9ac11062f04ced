//! The quantities the prose states, which of the pack's indicators they are, and whose.

mod denial;
mod parts;

use std::borrow::Cow;
use std::collections::BTreeSet;

use self::parts::{lists_of, name_parts};
use super::clause::{Letters, STOPS, holds};
use super::scope::{Scope, cut, scope};
use super::whose::{Around, Whose};
use crate::fact::{Exactness, ListFact, Mention, Passage};
use crate::pack::{Indicator, Pack};
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
    // The last two headings say what a passage is about.
    let mut headings = ["", ""];
    for passage in prose {
        if passage.heading {
            headings = [headings[1], passage.text.text()];
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
        for (index, quantity) in quantities.all.iter().enumerate() {
            let part = parts.contains(&index);
            let within = Within::new(text, headings, quantity);
            let mut said: Vec<&Indicator> = match quantity.exactness {
                Exactness::None => within.all_denied(&indicators, &pack.prose),
                Exactness::Exact | Exactness::AtLeast | Exactness::AtMost | Exactness::About => {
                    let stated = within.stated(&indicators, part);
                    stated
                        .filter(|_| !is_glued(text, quantity))
                        .into_iter()
                        .collect()
                }
            };
            let zeroed = if part {
                Vec::new()
            } else {
                within.zeroed(&indicators, &said)
            };
            let zero_from = within.zero_from(&zeroed);
            said.extend(&zeroed);
            let named = said.iter().map(|it| Some(*it));
            let unnamed =
                (said.is_empty() && quantity.exactness != Exactness::None).then_some(None);
            places.push(
                unnamed
                    .is_some()
                    .then_some(found.len())
                    .or_else(|| (!said.is_empty()).then_some(found.len())),
            );
            let scope = if said.is_empty() {
                Scope::Whole
            } else {
                scope(text, &quantities.all, index, &pack.prose)
            };
            for indicator in named.chain(unnamed) {
                let span = passage.text.span(quantity.span);
                let zero = indicator.filter(|it| zeroed.iter().any(|other| other.id == it.id));
                let around = within.around(indicator, zero_from.filter(|_| zero.is_some()));
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

/// Whether a number without a unit has as many digits as the values of a whole row, glued together
/// behind its label.
fn is_glued(text: &str, quantity: &Quantity) -> bool {
    const DIGITS: usize = 7;
    let written = text.get(quantity.span.start..quantity.span.end);
    let digits = |it: &str| it.bytes().filter(u8::is_ascii_digit).count();
    quantity.unit.is_empty() && written.is_some_and(|it| digits(it) >= DIGITS)
}

/// A quantity within its passage.
struct Within<'t> {
    text: &'t str,
    headings: [&'t str; 2],
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
    fn new(text: &'t str, headings: [&'t str; 2], quantity: &'t Quantity) -> Self {
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

    /// The indicator it is a number of.
    fn stated<'p>(&self, indicators: &'p [Indicator], part: bool) -> Option<&'p Indicator> {
        let unit = &self.quantity.unit;
        // What is counted may stand behind the number: 收到 3 件申请. Of 办结的 44 件中有 1 件, what
        // stands before 中 is said of another number.
        let subject = self.direct();
        let clause = format!("{subject}#{}", self.after);
        let subject = subject.len();
        let joint = self.joint();
        let letters = Letters::of(&clause);
        let may = |words: &[String]| words.iter().all(|it| letters.may_hold(it));
        let before = |words: &Vec<String>| {
            may(words) && in_order(&clause, words).is_some_and(|at| at < subject)
        };
        let behind = |words: &Vec<String>| may(words) && in_order(self.after, words).is_some();
        let shared = self.shared();
        let headed = |it: &Indicator| ends(shared, &it.headed) && self.is_near(&it.under);
        indicators.iter().find(|it| {
            (it.part || !part)
                && (unit.is_empty() || it.units.is_empty() || it.units.contains(unit))
                && (it.words.iter().any(before) || it.after.iter().any(behind) || headed(it))
                && !it.jointly.iter().any(|word| joint.contains(word.as_str()))
                && self.fits(it, &clause)
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

    /// Whether the words around do not speak against it.
    fn fits(&self, indicator: &Indicator, clause: &str) -> bool {
        if holds(clause, &indicator.but)
            || is_of_other_cause(clause, &indicator.because)
            || self.is_of_other_matter(indicator)
        {
            return false;
        }
        if indicator.about.is_empty() {
            return !holds(clause, &indicator.not);
        }
        let end = self.quantity.span.end + self.behind.len();
        let sentence = self.text.get(self.sentence..end).unwrap_or_default();
        let headed = |it: &&str| self.quantity.value.is_zero() && holds(it, &indicator.under);
        (self.is_near(&indicator.about) || self.headings.iter().any(headed))
            && !holds(sentence, &indicator.not)
    }

    /// Whether its sentence tells of another matter, since it told what the indicator is about:
    /// 因处罚引起的复议 21 件, 诉讼 6 件.
    fn is_of_other_matter(&self, indicator: &Indicator) -> bool {
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

    /// Where the clause that begins at `clause` begins, if that is inside of a bracket: 各县(市、区)局.
    fn reached_back(&self, clause: usize) -> usize {
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

    /// The words that say whose it is, without those that say what it is.
    fn around(&self, indicator: Option<&Indicator>, zero_from: Option<usize>) -> Around<'t> {
        let start = self.quantity.span.start;
        let clause = start - self.quantity.subject.len().min(start);
        let first = indicator
            .into_iter()
            .flat_map(|it| it.words.iter().chain(&it.headed))
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

/// Marks between clauses.
const MARKS: [char; 6] = [',', '、', ';', ':', '(', '。'];

/// Whether a clause tells a cause (因征地引发) in which none of `words` stands, if there are any.
fn is_of_other_cause(clause: &str, words: &[String]) -> bool {
    let told = clause.split_once('因').and_then(|(_, rest)| {
        let ends = ["引发", "引起", "导致", "产生", "被", "提起"];
        let end = ends.iter().filter_map(|it| rest.find(it)).min()?;
        rest.get(..end)
    });
    told.is_some_and(|it| !it.is_empty() && !words.is_empty() && !holds(it, words))
}

/// Whether a text ends with one of these wordings: what goes on, speaks of something else.
fn ends(text: &str, wordings: &[Vec<String>]) -> bool {
    let text = text.trim_end_matches(['共', '计', '为', '的', '情', '况']);
    let last = |words: &Vec<String>| words.last().is_some_and(|it| text.ends_with(it.as_str()));
    wordings
        .iter()
        .any(|it| last(it) && in_order(text, it).is_some())
}

/// The last place up to `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the first of `words` stands, if they all stand in `text` in order.
fn in_order(text: &str, words: &[String]) -> Option<usize> {
    let mut from = 0;
    let mut first = None;
    for word in words {
        let at = from + text.get(from..)?.find(word.as_str())?;
        first = first.or(Some(at));
        from = at + word.len();
    }
    first
}
