//! Whose a quantity of prose is, as far as the words around it say so clearly.

mod time;

use std::borrow::Cow;

use super::clause::{STOPS, clauses, counts, holds, is_of_some, outside, without, years};
use crate::fold::Folded;
use crate::letters::Lettered;
use crate::pack::{Indicator, Pack, ProseWords};

/// Who reports, on which year, and the words that matter.
pub(super) struct Whose<'p> {
    words: &'p ProseWords,
    organ: String,
    /// The place that a government is named after.
    place: Option<String>,
    kind: Option<&'p str>,
    government: bool,
    /// The letter that says of what size the area of a government is: 市, 县.
    level: Option<char>,
    year: Option<i32>,
}

/// The words around a quantity.
pub(super) struct Around<'t> {
    /// The sentences of the passage before its own.
    pub(super) passage: &'t str,
    /// The clauses of its sentence before its own.
    pub(super) earlier: &'t str,
    /// Its clause, up to the words that say what it is.
    pub(super) clause: &'t str,
    /// What stands behind it in its clause.
    pub(super) after: &'t str,
    /// All that stands behind it in its passage.
    pub(super) rest: &'t str,
    /// The headings it stands under.
    pub(super) headings: [Lettered<'t>; 3],
    /// Whether it says that there was none.
    pub(super) denied: bool,
    /// Whether it is a zero behind what it is of.
    pub(super) zero: bool,
    /// Whether it counts parts of a thing, as what is averaged does.
    pub(super) broken: bool,
    /// What stands before the number in its clause.
    pub(super) subject: &'t str,
}

impl<'p> Whose<'p> {
    pub(super) fn new(
        pack: &'p Pack,
        organ: Option<&str>,
        kind: Option<&'p str>,
        year: Option<i32>,
    ) -> Self {
        let words = &pack.prose;
        let organ = Folded::new(organ.unwrap_or_default());
        let organ: String = organ.text().split_whitespace().collect();
        let place = words.seats.iter().find_map(|it| organ.strip_suffix(it));
        let place = place.filter(|it| it.chars().count() >= LEAST);
        let mut seats = words.seats.iter();
        let level = seats.find_map(|it| organ.find(it.as_str()));
        let level = level.and_then(|at| organ.get(..at)?.chars().next_back());
        Self {
            words,
            place: place.map(str::to_owned),
            organ,
            kind,
            government: kind.is_some_and(|kind| words.governments.iter().any(|it| it == kind)),
            level,
            year,
        }
    }

    /// The indicators with the years beside that of the report in their words.
    pub(super) fn dated<'i>(&self, indicators: &'i [Indicator]) -> Vec<Cow<'i, Indicator>> {
        indicators.iter().map(|it| it.dated(self.year)).collect()
    }

    /// Whether it is the organ's own number, all of it.
    pub(super) fn own(&self, around: &Around<'_>) -> Option<bool> {
        let (clause, earlier) = (outside(around.clause), outside(around.earlier));
        let (clause, earlier) = (&*clause, &*earlier);
        let near = |words: &[String]| holds(clause, words) || holds(around.after, words);
        let every = |it: &String| clause.contains(&format!("{it}{EVERY}"));
        if self.covers(clause) && self.words.wide.iter().any(every) {
            return Some(true);
        }
        if near(&self.words.others)
            || self.is_of_another(clause)
            || self.is_of_a_body(clause)
            || around.denied && is_of_some(clause)
        {
            return Some(false);
        }
        if near(&self.words.wide) {
            return Some(self.covers(clause) || self.covers(around.after));
        }
        // A clause that begins anew says so, or names who: 全年, 我局.
        let elliptic = clause.chars().count() <= FEW && !holds(clause, &self.words.this_year);
        // Who is named at the head of a sentence goes on being spoken of: 各县局收到 9 件, 办结 8 件.
        let goes_on = |is: &dyn Fn(&str) -> bool| {
            let said = earlier.rsplit(';').next().unwrap_or_default();
            let mut clauses = clauses(said).filter(|it| counts(it));
            elliptic && clauses.any(is)
        };
        if holds(around.earlier, &self.words.others) {
            let others = goes_on(&|it| holds(it, &self.words.others));
            return others.then_some(false);
        }
        if goes_on(&|it| self.is_of_another(it)) {
            return Some(false);
        }
        let said = [clause, earlier];
        if said.iter().any(|it| holds(it, &self.words.wide)) {
            if said.iter().any(|it| self.covers(it)) {
                return Some(true);
            }
            return goes_on(&|it| holds(it, &self.words.wide)).then_some(false);
        }
        let named = said
            .iter()
            .any(|it| holds(it, &self.words.own) || self.names_organ(it));
        if named {
            // A government speaks of its own office too.
            return (!self.government).then_some(true);
        }
        let place = |it: &&str| {
            let called =
                |place: &String| it.contains(place) || !self.government && is_named(it, place);
            self.place.as_ref().is_some_and(called)
        };
        if said.iter().any(place) {
            return Some(true);
        }
        // Where its sentence goes on to tell the number of the whole area, a government's office told
        // its own first.
        let sentence = around.rest.split(STOPS).next();
        let whole = |it: &&str| holds(it, &self.words.wide) && counts(it);
        if self.government && sentence.is_some_and(|it| clauses(it).any(|it| whole(&it))) {
            return Some(false);
        }
        // Without a subject, a report speaks of the organ that makes it; that of a government of its
        // whole area, once it has said so.
        let known = !self.government && self.kind.is_some() || self.speaks_of_area(around.passage);
        let silent = known && (self.is_idle(clause) || self.is_short_name(clause));
        // A zero of something that is not told otherwise may be that of a part: 逾期的…为零.
        let part = around.zero && !self.government;
        (silent || part).then_some(silent)
    }

    /// Whether words for a whole area mean that of this government: 全市 in the report of a city.
    fn covers(&self, text: &str) -> bool {
        let own = |it: &&String| {
            let level = it.chars().next_back();
            self.level.is_none() || self.level == level || !is_area(level)
        };
        let mut wide = self.words.wide.iter().filter(own);
        self.government && wide.any(|it| text.contains(it.as_str()))
    }

    /// Whether a clause is of a body that was before (原县农机局), or of the government that an office
    /// belongs to.
    fn is_of_another(&self, clause: &str) -> bool {
        let clause = clause.trim_start();
        let former = clause.strip_prefix('原');
        let former = former.is_some_and(|it| !it.starts_with(['有', '来', '先', '定', '则', '因']));
        let above = || {
            !is_area(self.level)
                && clause.match_indices("政府").any(|(at, it)| {
                    let head = clause.get(..at).filter(|it| !it.contains('向'));
                    let before = head.and_then(|it| it.chars().next_back());
                    let after = clause.get(at + it.len()..).unwrap_or_default();
                    is_area(before)
                        && !["信息", "网", "门户", "公报"]
                            .iter()
                            .any(|it| after.starts_with(it))
                })
        };
        former || !self.names_organ(clause) && above()
    }

    /// Whether a clause says no more than what kind of body the organ is: 2016年街道, 全年总局.
    fn is_short_name(&self, clause: &str) -> bool {
        let ends = self.words.short_names.iter().filter(|it| {
            self.organ.contains(it.trim_end_matches("政府")) && !clause.contains(&format!("各{it}"))
        });
        let mut rests = ends.filter_map(|it| clause.split_once(it.as_str()));
        rests.any(|(before, after)| self.is_idle(before) && self.is_idle(after))
    }

    /// Whether the sentences before spoke of the whole area of a government, and since then of no part.
    fn speaks_of_area(&self, passage: &str) -> bool {
        let wide = self.words.wide.iter();
        let ends = wide.filter_map(|it| Some(passage.rfind(it.as_str())? + it.len()));
        let rest = ends.max().and_then(|it| passage.get(it..));
        let Some(rest) = rest.filter(|_| self.government) else {
            return false;
        };
        let ProseWords {
            others,
            own,
            offices,
            ..
        } = self.words;
        outside(rest).split(STOPS).all(|sentence| {
            // What 其中 tells of parts, ends with its sentence.
            let sentence = sentence.split("其中").next().unwrap_or_default();
            let part = [others, own, offices].iter().any(|it| holds(sentence, it));
            !part && !self.names_organ(sentence)
        })
    }

    /// Whether the words name the organ: in full, or shortened to some of its characters.
    fn names_organ(&self, text: &str) -> bool {
        is_named(text, &self.organ)
    }

    /// Whether nothing is left of a clause without its year and its idle words.
    fn is_idle(&self, clause: &str) -> bool {
        if years(clause).into_iter().any(|it| Some(it) != self.year) {
            return false;
        }
        let idle = self.words.idle.iter().chain(&self.words.this_year);
        without(clause, idle)
            .chars()
            .all(|it| matches!(it, '年' | '度' | '.' | '(' | ')'))
    }

    /// Whether a clause says no more than the name of a body that belongs to the organ, or to the
    /// government it is: 法规司, 云岭镇.
    fn is_of_a_body(&self, clause: &str) -> bool {
        let clause = clause
            .trim_start_matches("其中")
            .trim_start_matches([',', ':']);
        let name = without(clause, self.words.this_year.iter());
        let name = name.trim_start_matches(['年', '度', '在', '内']);
        let name =
            name.trim_end_matches(['共', '均', '也', '都', '新', '计', '少', '多', '各', '还']);
        let ends = |it: &&String| name.ends_with(it.as_str()) && !self.organ.contains(it.as_str());
        let mut bodies = self.words.bodies.iter();
        let letters = name.chars().count();
        let whole = name.starts_with(['我', '本', '全', '该'])
            || name.ends_with("网站")
            || !name.chars().all(char::is_alphabetic);
        (1..=BODY).contains(&letters)
            && !whole
            && !self.organ.is_empty()
            && bodies.any(|it| ends(&it))
    }
}

/// Whether a letter says of what size an area is.
fn is_area(letter: Option<char>) -> bool {
    letter.is_some_and(|it| AREAS.contains(&it))
}

/// Whether a text holds a name: in full, or shortened to some of its characters.
fn is_named(text: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let Some(last) = name.last() else {
        return false;
    };
    let text: Vec<char> = text.chars().collect();
    text.iter().enumerate().any(|(at, end)| {
        if end != last {
            return false;
        }
        let mut rest = name.iter().rev();
        let same = text.iter().take(at + 1).rev();
        let length = same.take_while(|it| rest.any(|own| own == *it)).count();
        let before = (at + 1).checked_sub(length + 1).and_then(|it| text.get(it));
        let elsewhere = before.is_some_and(|it| "省市县区旗州各级".contains(*it));
        length >= LEAST && !elsewhere
    })
}

/// Letters that areas are named by.
const AREAS: &[char] = &['省', '市', '县', '区', '州', '旗', '盟'];

/// A clause of so few letters before what is counted leaves out whose it is: 办结, 共举办.
const FEW: usize = 4;

/// Behind a word for an area this means all who are in it: 全市各级行政机关.
const EVERY: &str = "各级";

/// The name of a body has no more letters.
const BODY: usize = 12;

/// The fewest letters that name an organ or a place.
const LEAST: usize = 3;
