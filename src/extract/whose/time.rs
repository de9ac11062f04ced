//! Of which year a quantity of prose is, as far as the words around it say so clearly.

use std::borrow::Cow;

use super::{Around, Whose};
use crate::extract::clause::{
    STOPS, clauses, compares, counts, holds, is_averaged, months, opening_year, outside, years,
};

/// A clause of so many letters tells no more than a time.
const SHORT: usize = 12;

/// What ends a comparison in which nothing is left to tell: 与 2017 年持平.
const LEVEL: [&str; 4] = ["持平", "相当", "相同", "一致"];

/// Whether a clause says only that a number is that of another year.
fn is_level(clause: &str) -> bool {
    compares(clause) && LEVEL.iter().any(|it| clause.ends_with(it))
}

impl Whose<'_> {
    /// Whether it is of the year reported on, all of it.
    ///
    /// The nearest words decide: those of the clause, of the clauses before it in its sentence, of
    /// the sentences before in its passage. A comparison speaks of its own number only. Where no
    /// word speaks of a time, a report tells of its own year, but not where it tells what is planned.
    pub(in crate::extract) fn this_year(&self, around: &Around<'_>) -> Option<bool> {
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
            .filter(|it| (!other(it) || !counts(it)) && !is_level(it))
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
        // 2019年结转 1 件: where what is left over came from is no time of what follows.
        let origin = |it: &str| counts(it) && holds(it, &self.words.left_over);
        let told = earlier.iter().filter(|it| !origin(it));
        let mut told = told.flat_map(|it| years(it));
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
            let clauses = clauses(sentence).filter(|it| !other(it) && !origin(it));
            let clauses = clauses.filter(|it| !self.names_by_year(it));
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

    /// Whether a clause names by a past year what it tells of: 在2021年度考核中列第 9 名.
    fn names_by_year(&self, clause: &str) -> bool {
        let opens = clause
            .trim_start()
            .starts_with(|it: char| it.is_ascii_digit());
        !opens && holds(clause, &self.words.named_by_year)
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
    pub(in crate::extract) fn told(&self, around: &Around<'_>) -> Option<i32> {
        let first = !counts(around.earlier) && !counts(around.clause);
        self.opening(around).filter(|_| first)
    }

    /// The year that its sentence opens with, if nothing is compared: a past one where the passage
    /// names the year reported on nowhere is likely left over from the report of that year.
    fn opening(&self, around: &Around<'_>) -> Option<i32> {
        // 2015年收到的 48 件: what was told before is taken up.
        let year = self.year.filter(|_| !around.subject.ends_with('的'))?;
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
}
