//! Whose a quantity of prose is, and of which year, as far as the words around it say so clearly.

use std::borrow::Cow;

use super::clause::{
    STOPS, clauses, compares, counts, holds, is_averaged, is_of_some, months, opening_year,
    outside, without, years,
};
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
    /// Whether it takes up what was told before: 2015年收到的 48 件.
    pub(super) taken_up: bool,
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

    /// Whether it is of the year reported on, all of it.
    ///
    /// The nearest words decide: those of the clause, of the clauses before it in its sentence, of
    /// the sentences before in its passage. A comparison speaks of its own number only. Where no
    /// word speaks of a time, a report tells of its own year, but not where it tells what is planned.
    pub(super) fn this_year(&self, around: &Around<'_>) -> Option<bool> {
        let year = self.year?;
        let other = |text: &str| holds(text, &self.words.other_years) || compares(text);
        let own = self.unsummed(around);
        let own = outside(&own);
        let near = |words: &[String]| holds(&own, words) || holds(around.after, words);
        if around.broken
            || near(&self.words.other_years)
            || near(&self.words.plans)
            || is_averaged(&own)
        {
            return Some(false);
        }
        let outside_earlier = outside(around.earlier);
        let mut named = months(&own);
        // What a clause with a number of its own says is said of that number.
        let earlier: Vec<&str> = clauses(&outside_earlier)
            .filter(|it| !other(it) || !counts(it))
            .collect();
        let last = earlier.last().filter(|it| !counts(it));
        named.extend(last.into_iter().flat_map(|it| months(it)));
        let whole = named.contains(&1) && named.contains(&12);
        if !named.is_empty() && !whole {
            // Up to December is mostly the year.
            let mut told = last.into_iter().copied().chain([&*own]);
            let up_to = told.any(|it| it.contains(['截', '至', '到', '底', '末', '日']));
            return (!named.contains(&12) || !up_to).then_some(false);
        }
        let clause = years(&own);
        if !clause.is_empty() {
            // 2021年、2022年分别收到 3 件、4 件: which is which is open.
            let several = own.contains("分别") && !years(around.earlier).is_empty();
            return Some(!several && clause.iter().all(|it| *it == year));
        }
        if self.is_in_span(around) {
            return Some(false);
        }
        if earlier.iter().any(|it| other(it)) {
            return None;
        }
        let mut told = earlier.iter().flat_map(|it| years(it));
        if let Some(nearest) = told.rfind(|it| self.holds_on(around.earlier, *it)) {
            let part = around.earlier.rsplit(';').next().unwrap_or_default();
            let opens = nearest < year && opening_year(part) == Some(nearest);
            return if opens {
                Some(false)
            } else {
                self.is_told(nearest)
            };
        }
        // The year a passage began with goes on in it.
        let before = outside(around.passage);
        let passage = before.split(STOPS).flat_map(|sentence| {
            let clauses = clauses(sentence).filter(|it| !other(it));
            clauses
                .flat_map(years)
                .filter(|it| self.holds_on(sentence, *it))
        });
        let passage = passage.last();
        let says = |it: &str| holds(it, &self.words.this_year);
        if passage.is_some_and(|it| it > year) {
            return Some(false);
        }
        if says(around.clause) || says(around.earlier) {
            return Some(true);
        }
        if earlier.iter().any(|it| holds(it, &self.words.plans)) {
            return Some(false);
        }
        let headed = |words: &[String]| around.headings.iter().any(|it| it.holds_any(words));
        match passage {
            Some(told) => self.is_told(told),
            None => (says(around.passage) || !headed(&self.words.plan_headings)).then_some(true),
        }
    }

    /// Whether a clause before tells of a time that is not the year reported on, and none since then of
    /// that year.
    fn is_in_span(&self, around: &Around<'_>) -> bool {
        let earlier = outside(around.earlier);
        let part = earlier.rsplit(';').next().unwrap_or_default();
        let this = |it: &str| {
            let year = self.year.is_some_and(|own| years(it).contains(&own));
            year || holds(it, &self.words.this_year)
        };
        let spans = |it: &str| {
            self.words.spans.iter().any(|word| {
                let head = it.find(word.as_str()).and_then(|at| it.get(..at));
                head.is_some_and(|it| !it.ends_with(['比', '较', '与', '和', '同', '对']))
            })
        };
        let clause = outside(around.clause);
        if this(&clause) {
            return false;
        }
        let since = clauses(part).rev().take_while(|it| !this(it));
        let times = since.filter(|it| counts(it) || it.chars().count() <= SHORT);
        spans(&clause) || times.into_iter().any(spans)
    }

    /// The clause of a number; of what summed up in a year that it or the words before it name, without
    /// the word for it: 全年累计, but not 累计.
    fn unsummed<'t>(&self, around: &Around<'t>) -> Cow<'t, str> {
        let names = |text: &str| {
            holds(text, &self.words.this_year)
                || years(text).into_iter().any(|it| Some(it) == self.year)
        };
        let before = clauses(around.earlier).next_back();
        // 施行至2010年底累计: of all the years up to then.
        let since = |it: &str| holds(it, &self.words.spans);
        let told = names(around.clause) || before.is_some_and(|it| names(it) && !counts(it));
        let told = told && !since(around.clause) && !before.is_some_and(since);
        let mut clause = Cow::Borrowed(around.clause);
        for word in self.words.summed.iter().filter(|_| told) {
            if clause.contains(word.as_str()) {
                clause = Cow::Owned(clause.replace(word.as_str(), ""));
            }
        }
        clause
    }

    /// The year that its sentence opens with, if it is the first number told there.
    pub(super) fn told(&self, around: &Around<'_>) -> Option<i32> {
        let first = !counts(around.earlier) && !counts(around.clause);
        self.opening(around).filter(|_| first)
    }

    /// The year that its sentence opens with, if nothing is compared: a past one where the passage
    /// names the year reported on nowhere is likely left over from the report of that year.
    fn opening(&self, around: &Around<'_>) -> Option<i32> {
        let year = self.year.filter(|_| !around.taken_up)?;
        let sentence = [around.earlier, around.clause, around.after].concat();
        let told = opening_year(&sentence)?;
        let own = format!("{year}年");
        let around = [around.passage, around.earlier, around.clause, around.rest];
        let compared = holds(&sentence, &self.words.other_years)
            || compares(&sentence)
            || holds(&sentence, &self.words.left_over)
            || told < year && around.iter().any(|it| it.contains(&own));
        (!compared).then_some(told)
    }

    /// Whether what follows a sentence, or its own rest, may be told of a year that it names. A later
    /// year than the one reported on says until when something lasts, unless the sentence or one of its
    /// clauses opens with it; a clause that opens with a month of it tells of that month.
    fn holds_on(&self, sentence: &str, told: i32) -> bool {
        let opens = |text: &str| text.trim_start().starts_with(&format!("{told}年"));
        let alone = |clause: &str| {
            let rest = clause.trim_start().strip_prefix(&format!("{told}年"));
            rest.is_some_and(|it| !it.trim_start().starts_with(|it: char| it.is_ascii_digit()))
        };
        self.year.is_none_or(|year| told <= year) || opens(sentence) || clauses(sentence).any(alone)
    }

    /// Whether a year that was told before means the year reported on; a past one may be told of
    /// what is not counted in it.
    fn is_told(&self, told: i32) -> Option<bool> {
        let year = self.year?;
        (told >= year).then_some(told == year)
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
        let name = without(clause, self.words.this_year.iter());
        let name = name.trim_start_matches(['年', '度', '在', '内']);
        let name = name.trim_end_matches(['共', '均', '也', '都', '新', '计']);
        let ends = |it: &&String| name.ends_with(it.as_str()) && !self.organ.contains(it.as_str());
        let mut bodies = self.words.bodies.iter();
        let letters = name.chars().count();
        let whole = name.starts_with(['我', '本', '全', '该'])
            || name.ends_with("网站")
            || !name.chars().all(char::is_alphabetic);
        (2..=BODY).contains(&letters)
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

/// A clause of so many letters tells no more than a time.
const SHORT: usize = 12;

/// A clause of so few letters before what is counted leaves out whose it is: 办结, 共举办.
const FEW: usize = 4;

/// The name of a body has no more letters.
const BODY: usize = 8;

/// The fewest letters that name an organ or a place.
const LEAST: usize = 3;
