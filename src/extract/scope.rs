//! Whether a number is told of a smaller number only: of one topic, of a quarter, of what was left over.

use super::clause::outside;
use crate::pack::{Indicator, ProseWords};
use crate::quantity::{Exactness, Quantity};

/// How much smaller than the whole year's is what a number is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Nothing says that it is smaller.
    Whole,
    /// A smaller number goes before; whether it is still spoken of is open.
    Open,
    /// It is smaller: 对涉及征地的3件申请, 二季度的3件中, 征地类3件(…).
    Smaller,
}

/// What the quantity at `index` is told of, by the numbers before it in its sentence.
pub(super) fn scope(text: &str, all: &[Quantity], index: usize, words: &ProseWords) -> Scope {
    let Some(own) = all.get(index) else {
        return Scope::Whole;
    };
    let mut found: Option<(&Quantity, Scope)> = None;
    let counts = |it: &Quantity| it.exactness != Exactness::None && it.unit != "%";
    let opened = opens_with_part(text, own);
    let before = all.iter().take(index).rev();
    let near: Vec<&Quantity> = before
        .take_while(|it| it.sentence == own.sentence || opened && it.sentence + 1 == own.sentence)
        .take(FAR)
        .filter(|it| counts(it) && (own.unit.is_empty() || it.unit == own.unit))
        .collect();
    for other in near.into_iter().rev() {
        let between = text.get(other.span.end..own.span.start).unwrap_or_default();
        // What stands in a bracket that is closed, or before a semicolon, is spoken of no more.
        if closes(between) || outside(between).contains(';') {
            continue;
        }
        if found.is_some_and(|(smaller, _)| smaller.value < other.value) {
            found = None; // it is no part of the smaller number
        }
        let within = narrows(other, between, words);
        if within != Scope::Whole {
            found = Some((other, within));
        }
    }
    let found = found.filter(|(other, _)| own.value <= other.value);
    found.map_or(Scope::Whole, |(_, scope)| scope)
}

/// Whether the sentence of `own` opens with 其中, which goes on from the sentence before.
fn opens_with_part(text: &str, own: &Quantity) -> bool {
    let head = text.get(..own.span.start).unwrap_or_default();
    let sentence = head.rsplit(['。', '!', '?', '\n']).next();
    sentence.is_some_and(|it| it.trim_start().starts_with("其中"))
}

/// Whether the words of `other` make it smaller than the whole, and `between` goes on speaking of it.
fn narrows(other: &Quantity, between: &str, words: &ProseWords) -> Scope {
    let marks = [',', '、', ';', ':', '。', '(', '\n'];
    let after = between.split(marks).next().unwrap_or_default().trim_end();
    let clause = format!("{}#{after}", other.subject);
    let topic = words.topics.iter().any(|it| names(&clause, it, words));
    let left = words
        .left_over
        .iter()
        .any(|it| clause.contains(it.as_str()));
    let rest = between.get(after.len()..).unwrap_or_default();
    let outcome = words.outcomes.iter().any(|it| clause.contains(it.as_str()));
    let bracket = rest.starts_with('(') && after.chars().count() <= TAIL;
    let start = other.subject.trim_start_matches("其中");
    let taken = is_of_which(after) || start.starts_with(['对', '就']) || start.starts_with("针对");
    // 12 月新收 16 件, 其中 3 件结转.
    let part = rest.trim_start_matches([',', ';']).starts_with("其中");
    match (topic, left, bracket || taken || topic && part) {
        (true, _, true) | (_, true, true) => Scope::Smaller,
        _ if outcome && taken => Scope::Smaller,
        (true, _, false) => Scope::Open,
        (false, false, _) | (false, true, false) => Scope::Whole,
    }
}

/// No more numbers before one are looked at.
const FAR: usize = 40;

/// So many letters of what is counted may stand between a number and its bracket.
const TAIL: usize = 6;

/// Whether a clause holds a word that names a topic, and not the topic of all: 关于政府信息公开的申请.
fn names(clause: &str, word: &str, words: &ProseWords) -> bool {
    let Some(at) = clause.find(word) else {
        return false;
    };
    let rest = clause.get(at + word.len()..).unwrap_or_default();
    // A topic is named behind its word, a time is one.
    word.contains(['#', '月', '季', '半'])
        || !words.idle.iter().any(|it| rest.starts_with(it.as_str()))
}

/// Whether a denial is one of a topic only: 未收到关于征地的申请, but not 未收到关于政府信息公开的申请.
pub(super) fn is_of_topic(denied: &str, words: &ProseWords, indicator: &Indicator) -> bool {
    let all = || indicator.words.iter().chain(&indicator.denied).flatten();
    words.topics.iter().any(|topic| {
        let rest = denied.find(topic.as_str()).map(|at| at + topic.len());
        let rest = rest.and_then(|at| denied.get(at..)).unwrap_or_default();
        !rest.is_empty()
            && names(denied, topic, words)
            && !all().any(|it| rest.starts_with(it.as_str()))
    })
}

/// Whether what stands behind a number says that what follows is of it: 3件中, 3件申请里.
fn is_of_which(after: &str) -> bool {
    let of = after.trim_end_matches('有');
    of.ends_with(['中', '里', '内']) || cut(after) > 0
}

/// Whether a bracket closes in `text` that was opened before it.
fn closes(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|it| {
        let closing = it == ')' && depth == 0;
        match it {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        closing
    })
}

/// Where a text goes on behind the last 3件中, 申请里: what follows is said of a part.
pub(super) fn cut(text: &str) -> usize {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut places = letters.windows(2).rev().filter_map(|pair| match pair {
        [(_, before), (at, it)] => {
            let end = at + it.len_utf8();
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            let of = matches!(it, '中' | '里' | '内')
                && "件宗起份条项请案之当结息量数".contains(*before)
                && !next.is_some_and(|next| "心央国介小容部外".contains(next));
            of.then_some(end)
        }
        _ => None,
    });
    places.next().unwrap_or_default()
}
