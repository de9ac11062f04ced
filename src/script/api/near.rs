//! The numbers and words around a per cent in its sentence, and what the per cent may stand for.

use rust_decimal::Decimal;

use crate::fact::{Facts, Mention};
use crate::fold::Folded;
use crate::pattern::pattern;
use crate::script::value::{Lack, Number};
use crate::source::Span;

/// What ends a sentence.
const STOPS: [char; 5] = ['。', '!', '！', '?', '？'];
/// Marks that part the words that name a number from others.
const MARKS: [char; 8] = [',', '、', ';', ':', '(', ')', '。', '"'];
/// No more numbers on either side are looked at.
const REACH: usize = 8;
/// No more numbers on either side belong to its sentence or its paragraph.
const FAR: usize = 5 * REACH;

/// The mentions around one: those of its sentence and of its paragraph.
pub(super) struct Near<'f> {
    facts: &'f Facts,
    /// The first mention of the sentence, and the first behind it.
    pub(super) sentence: (usize, usize),
    paragraph: (usize, usize),
    /// Where the sentence begins and ends.
    span: Span,
}

impl<'f> Near<'f> {
    pub(super) fn of(facts: &'f Facts, index: usize) -> Option<Self> {
        let at = facts.mentions.get(index)?.span;
        let passage = facts.passage_at(at.start)?;
        let (begin, end) = (passage.span.start, passage.span.end.max(at.end));
        let before = facts.source.slice(Span::new(begin, at.start));
        let behind = facts.source.slice(Span::new(at.end, end));
        let mark = before.char_indices().rfind(|(_, it)| STOPS.contains(it));
        let start = mark.map_or(begin, |(at, it)| begin + at + it.len_utf8());
        let stop = behind.find(STOPS).map_or(end, |it| at.end + it);
        let within = |from: usize, to: usize| {
            let is = |it: &&Mention| (from..to).contains(&it.span.start);
            let (head, tail) = facts.mentions.split_at_checked(index).unwrap_or_default();
            let before = head.iter().rev().take(FAR).take_while(is).count();
            let behind = tail.iter().take(FAR).take_while(is).count();
            (index - before, index + behind)
        };
        Some(Self {
            facts,
            sentence: within(start, stop),
            paragraph: within(begin, end),
            span: Span::new(start, stop),
        })
    }

    pub(super) fn has(&self, index: usize) -> bool {
        (self.sentence.0..self.sentence.1).contains(&index)
    }

    /// The words before a number of the sentence, back to the number before it.
    pub(super) fn before(&self, index: usize) -> String {
        let Some(mention) = self.facts.mentions.get(index) else {
            return String::new();
        };
        let last = index.checked_sub(1).filter(|it| self.has(*it));
        let last = last.and_then(|it| self.facts.mentions.get(it));
        let from = last.map_or(self.span.start, |it| it.span.end);
        said(
            self.facts,
            Span::new(from.min(mention.span.start), mention.span.start),
        )
    }

    /// The words that name a number: those before it, back to a mark.
    pub(super) fn label(&self, index: usize) -> String {
        let before = self.before(index);
        before.rsplit(MARKS).next().unwrap_or_default().to_owned()
    }

    /// The words behind a number, up to a mark or the next number.
    pub(super) fn behind(&self, index: usize) -> String {
        let Some(mention) = self.facts.mentions.get(index) else {
            return String::new();
        };
        let next = Some(index + 1).filter(|it| self.has(*it));
        let next = next.and_then(|it| self.facts.mentions.get(it));
        let to = next.map_or(self.span.end, |it| it.span.start);
        let words = said(
            self.facts,
            Span::new(mention.span.end, to.max(mention.span.end)),
        );
        words.split(MARKS).next().unwrap_or_default().to_owned()
    }

    /// The numbers before `index` in its sentence, the nearest first, but for those in brackets that
    /// are closed before it.
    pub(super) fn outside_before(&self, index: usize) -> impl Iterator<Item = usize> {
        let last = self.facts.mentions.get(index);
        let open = move |at: &usize| {
            let between = self.facts.mentions.get(*at).zip(last);
            let between = between.and_then(|(one, last)| between_of(self.facts, one, last));
            between.is_some_and(|it| !it.contains(';') && depth(&it) >= 0)
        };
        let near = (self.sentence.0..index).rev().take(REACH);
        near.filter(open)
    }

    /// The numbers in the bracket right behind the number at `index`.
    pub(super) fn bracket_behind(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let Some(first) = self.facts.mentions.get(index) else {
            return found;
        };
        for at in (index + 1..self.sentence.1).take(REACH) {
            let between = self.facts.mentions.get(at);
            let between = between.and_then(|it| between_of(self.facts, first, it));
            let Some(between) = between else { break };
            if !between.starts_with('(') || between.contains(')') {
                break;
            }
            found.push(at);
        }
        found
    }

    /// The exact numbers of one unit in the sentence, the nearest to `index`.
    pub(super) fn values(&self, index: usize, unit: &str) -> Vec<Decimal> {
        let from = self.sentence.0.max(index.saturating_sub(REACH));
        self.of_unit(from, self.sentence.1.min(index + REACH), unit)
    }

    /// The exact numbers of one unit in the sentence up to `index`.
    pub(super) fn values_to(&self, index: usize, unit: &str) -> Vec<Decimal> {
        let from = self.sentence.0.max(index.saturating_sub(REACH));
        self.of_unit(from, index + 1, unit)
    }

    /// The exact numbers of one unit in the paragraph.
    pub(super) fn around(&self, index: usize, unit: &str) -> Vec<Decimal> {
        let from = self.paragraph.0.max(index.saturating_sub(4 * REACH));
        self.of_unit(from, self.paragraph.1.min(index + REACH), unit)
    }

    fn of_unit(&self, from: usize, to: usize, unit: &str) -> Vec<Decimal> {
        let some = self.facts.mentions.get(from..to).unwrap_or_default();
        let alike = some.iter().filter(|it| it.unit == unit && it.is_exact());
        alike.map(|it| it.value).collect()
    }
}

/// The folded text between two mentions, without blanks.
pub(super) fn between_of(facts: &Facts, one: &Mention, next: &Mention) -> Option<String> {
    let (start, end) = (one.span.end, next.span.start);
    (start <= end).then(|| said(facts, Span::new(start, end)))
}

/// The folded text of a span, without blanks.
pub(super) fn said(facts: &Facts, span: Span) -> String {
    let text = Folded::new(facts.source.slice(span));
    let letters = text.text().chars();
    letters.filter(|it| !it.is_whitespace()).collect()
}

/// How many more brackets a text opens than it closes.
pub(super) fn depth(text: &str) -> i32 {
    text.chars().fold(0, |depth, it| match it {
        '(' => depth + 1,
        ')' => depth - 1,
        _ => depth,
    })
}

/// A text without what stands in closed brackets.
pub(super) fn outside(text: &str) -> String {
    let mut kept: Vec<char> = Vec::new();
    let mut opened: Vec<usize> = Vec::new();
    for letter in text.chars() {
        if letter == ')' {
            kept.truncate(opened.pop().unwrap_or(kept.len()));
            continue;
        }
        if letter == '(' {
            opened.push(kept.len());
        }
        kept.push(letter);
    }
    kept.into_iter().collect()
}

pub(super) fn is_like(wanted: &str, text: &str) -> bool {
    pattern(wanted).is_ok_and(|it| it.is_match(text))
}

/// How many per cent `part` is of `whole`.
pub(super) fn share_of(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(hundredfold.checked_div(whole)?.round_dp(3))
}

pub(super) fn percent(part: Number, whole: Number) -> Number {
    let exact = |number: &Number| match &number.bounds {
        Ok((low, high)) if low == high => Ok(*low),
        Ok(_) => Err(Lack::not_applicable("有约数")),
        Err(lack) => Err(lack.clone()),
    };
    let bounds = exact(&part).and_then(|part| {
        let share = share_of(part, exact(&whole)?);
        let share = share.ok_or_else(|| Lack::not_applicable("总数是 0"))?;
        let share = share.round_dp(2);
        Ok((share, share))
    });
    let mut operands = part.operands;
    operands.extend(whole.operands);
    Number { bounds, operands }
}

/// Whether a number that is told may be `value` rounded, or cut at its last digit.
pub(super) fn is_of(told: &Mention, value: Decimal) -> bool {
    let last = last_digit(told);
    // Half of it, and what was cut off when `value` was worked out.
    let rounded = last * Decimal::new(5, 1) + Decimal::new(5, 3);
    let less = value - told.value;
    less.abs() <= rounded || less >= Decimal::ZERO && less < last
}

/// The same, or less than a half away from it.
pub(super) fn is_nearly(told: &Mention, value: Decimal) -> bool {
    is_of(told, value) || (value - told.value).abs() <= Decimal::new(5, 1)
}

/// What one more in the last digit of a number is worth.
fn last_digit(told: &Mention) -> Decimal {
    let text = Folded::new(&told.text);
    let behind = text.text().split_once('.').map_or("", |(_, it)| it);
    let digits = behind.chars().take_while(char::is_ascii_digit).count();
    Decimal::new(1, u32::try_from(digits.min(6)).unwrap_or_default())
}
