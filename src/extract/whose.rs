//! Whose a quantity of prose is, and of which year, as far as the words around it say so clearly.

use crate::fold::Folded;
use crate::pack::{Pack, ProseWords};

/// Who reports, on which year, and the words that matter.
pub(super) struct Whose<'p> {
    words: &'p ProseWords,
    organ: String,
    kind: Option<&'p str>,
    government: bool,
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
        Self {
            words,
            organ: organ
                .text()
                .chars()
                .filter(|it| !it.is_whitespace())
                .collect(),
            kind,
            government: kind.is_some_and(|kind| words.governments.iter().any(|it| it == kind)),
            year,
        }
    }

    /// Whether it is the organ's own number, all of it.
    pub(super) fn own(&self, around: &Around<'_>) -> Option<bool> {
        let holds =
            |text: &str, words: &[String]| words.iter().any(|it| text.contains(it.as_str()));
        let near = |words: &[String]| holds(around.clause, words) || holds(around.after, words);
        if near(&self.words.others) {
            return Some(false);
        }
        if near(&self.words.wide) {
            return Some(self.government);
        }
        if holds(around.earlier, &self.words.others) {
            return None;
        }
        let said = [around.clause, around.earlier];
        if said.iter().any(|it| holds(it, &self.words.wide)) {
            return self.government.then_some(true);
        }
        let named = said
            .iter()
            .any(|it| holds(it, &self.words.own) || self.names_organ(it));
        if named {
            // A government speaks of its own office too.
            return (!self.government).then_some(true);
        }
        // Without a subject, a report speaks of the organ that makes it.
        let silent = !self.government && self.kind.is_some() && self.is_idle(around.clause);
        silent.then_some(true)
    }

    /// Whether it is of the year reported on, all of it.
    pub(super) fn this_year(&self, around: &Around<'_>) -> Option<bool> {
        let other = |text: &str| {
            self.words
                .other_years
                .iter()
                .any(|it| text.contains(it.as_str()))
        };
        let year = self.year?;
        if other(around.clause) || other(around.after) {
            return Some(false);
        }
        let clause = years(around.clause);
        if !clause.is_empty() {
            return Some(clause.iter().all(|it| *it == year));
        }
        // What a clause with a number of its own says is said of that number.
        let mut earlier_clauses = around.earlier.split([',', '、', ';', ':']);
        if earlier_clauses.any(|clause| other(clause) && !counts(clause)) {
            return None;
        }
        let says = |text: &str| {
            self.words
                .this_year
                .iter()
                .any(|it| text.contains(it.as_str()))
        };
        let earlier = years(around.earlier);
        if !earlier.is_empty() {
            return earlier.iter().all(|it| *it == year).then_some(true);
        }
        if says(around.clause) || says(around.earlier) {
            return Some(true);
        }
        // The year a passage began with goes on in it.
        let passage = years(around.passage);
        let same = !passage.is_empty() && passage.iter().all(|it| *it == year);
        (same || says(around.passage) && passage.is_empty()).then_some(true)
    }

    /// Whether the words name the organ: in full, or shortened to some of its characters.
    fn names_organ(&self, text: &str) -> bool {
        const LEAST: usize = 3;
        let organ: Vec<char> = self.organ.chars().collect();
        let Some(last) = organ.last() else {
            return false;
        };
        let text: Vec<char> = text.chars().collect();
        text.iter().enumerate().any(|(at, end)| {
            if end != last {
                return false;
            }
            let mut rest = organ.iter().rev();
            let same = text.iter().take(at + 1).rev();
            let length = same.take_while(|it| rest.any(|own| own == *it)).count();
            let before = (at + 1).checked_sub(length + 1).and_then(|it| text.get(it));
            let elsewhere = before.is_some_and(|it| "省市县区旗州各级".contains(*it));
            length >= LEAST && !elsewhere
        })
    }

    /// Whether nothing is left of a clause without its year and its idle words.
    fn is_idle(&self, clause: &str) -> bool {
        let mut clause: String = clause
            .chars()
            .filter(|it| !it.is_ascii_digit() && !it.is_whitespace())
            .collect();
        for word in self.words.idle.iter().chain(&self.words.this_year) {
            if clause.contains(word.as_str()) {
                clause = clause.replace(word.as_str(), "");
            }
        }
        clause
            .chars()
            .all(|it| matches!(it, '年' | '度' | '.' | '(' | ')'))
    }
}

/// Whether a clause holds a number that is no part of a date.
fn counts(clause: &str) -> bool {
    let after = |at: usize| {
        clause
            .get(at..)
            .and_then(|it| it.trim_start().chars().next())
    };
    let mut ends = clause.char_indices().filter(|(at, it)| {
        it.is_ascii_digit() && after(at + 1).is_none_or(|it| !it.is_ascii_digit())
    });
    ends.any(|(at, _)| !after(at + 1).is_some_and(|it| matches!(it, '年' | '月' | '日')))
}

/// The years that a text names: four digits before 年.
fn years(text: &str) -> Vec<i32> {
    let year = |(at, _)| {
        let before = text.get(..at)?.chars().rev();
        let last: Vec<char> = before.filter(|it| !it.is_whitespace()).take(4).collect();
        let digits: String = last.into_iter().rev().collect();
        let year = digits.parse().ok();
        year.filter(|year| (1900..2100).contains(year))
    };
    text.match_indices('年').filter_map(year).collect()
}
