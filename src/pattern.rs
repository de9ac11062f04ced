//! Regular expressions: read once, compiled when a text first has what they need.
//!
//! Most patterns are looked for in vain in most passages. What every match of a pattern must hold
//! is found beforehand, so that a passage without it is passed over, and a pattern that no passage
//! of a report needs is never compiled: that takes far longer than reading it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use regex::{Captures, Match, Regex};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::letters::Lettered;
use crate::source::Span;

/// Patterns are written out in packs, so there are only so many.
static KNOWN: LazyLock<Mutex<BTreeMap<String, Arc<Pattern>>>> = LazyLock::new(Mutex::default);

/// So many texts at most are held for one place of a pattern.
const TEXTS: usize = 16;

/// A pattern of so many letters and ranges of letters, repetitions written out, is sure to compile.
const SMALL: usize = 10_000;

/// One pattern.
#[derive(Debug)]
pub struct Pattern {
    written: String,
    /// A match holds one text of each of these.
    needs: Vec<Vec<String>>,
    /// Whether it matches where nothing stands.
    empty: bool,
    compiled: OnceLock<Option<Regex>>,
}

/// `text` as a pattern.
///
/// # Errors
///
/// What is wrong in it, in our words where it is usual.
pub fn pattern(text: &str) -> Result<Arc<Pattern>, String> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pattern) = known.get(text) {
        return Ok(Arc::clone(pattern));
    }
    let tree = regex_syntax::parse(text).map_err(|error| last_line(&error))?;
    let compiled = OnceLock::new();
    if size(&tree) > SMALL {
        let now = Regex::new(text).map_err(|error| last_line(&error))?;
        compiled.get_or_init(|| Some(now));
    }
    let mut needs = match part(&tree) {
        Part::Exact(texts) => vec![texts],
        Part::Holds(needs) => needs,
    };
    needs.retain(|texts| !texts.is_empty() && texts.iter().all(|it| !it.is_empty()));
    let pattern = Arc::new(Pattern {
        written: text.to_owned(),
        needs,
        empty: tree.properties().minimum_len() == Some(0),
        compiled,
    });
    known.insert(text.to_owned(), Arc::clone(&pattern));
    Ok(pattern)
}

/// `text` as a pattern that matches its own letters only.
#[must_use]
pub fn verbatim(text: &str) -> String {
    regex::escape(text)
}

fn last_line(error: &impl ToString) -> String {
    let words = error.to_string();
    let words = words.lines().last().unwrap_or_default();
    let words = words.strip_prefix("error: ").unwrap_or(words);
    let usual = USUAL.iter().find(|(said, _)| words.contains(said));
    usual.map_or_else(
        || format!("正则表达式的引擎说：{words}"),
        |(_, zh)| (*zh).to_owned(),
    )
}

/// What the engine says of the slips that are made most, and what to do.
const USUAL: [(&str, &str); 9] = [
    ("unclosed group", "左括号 ( 没有配对；要找括号本身写 \\\\("),
    ("unopened group", "右括号 ) 没有配对；要找括号本身写 \\\\)"),
    (
        "unclosed character class",
        "左方括号 [ 没有配对；要找方括号本身写 \\\\[",
    ),
    (
        "repetition operator missing expression",
        "*、+、? 前面要有字；要找这些符号本身，前面写 \\\\",
    ),
    ("repetition quantifier", "{…} 里写次数，例如 {2,4}"),
    (
        "invalid repetition count range",
        "{…} 里前一个数不能大于后一个",
    ),
    (
        "unrecognized escape sequence",
        "反斜杠后面的字母没有这种写法",
    ),
    ("look-around", "不能用 (?=…)、(?!…) 这些向前向后看的写法"),
    ("too big", "重复的次数太多，写小一些"),
];

impl Pattern {
    /// As it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.written
    }

    /// Whether nothing at all matches it, so that it is found everywhere.
    #[must_use]
    pub fn fits_nothing(&self) -> bool {
        self.empty
    }

    /// The engine's form of it, if `text` has what a match needs.
    fn for_text(&self, text: &str) -> Option<&Regex> {
        self.needing(|it| text.contains(it))
    }

    /// The engine's form of it, if a text `has` what a match needs.
    fn needing(&self, has: impl Fn(&str) -> bool) -> Option<&Regex> {
        let mut needs = self.needs.iter();
        if !needs.all(|texts| texts.iter().any(|it| has(it))) {
            return None;
        }
        // It was read before, and is small: it compiles.
        self.compiled
            .get_or_init(|| Regex::new(&self.written).ok())
            .as_ref()
    }

    /// Whether it matches somewhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.for_text(text).is_some_and(|it| it.is_match(text))
    }

    /// Every match in `text` that does not overlap the one before: of a match with a group `at`,
    /// that group, since what is around it is there for comparison only.
    #[must_use]
    pub fn spans(&self, text: Lettered<'_>) -> Vec<Span> {
        let Some(found) = self.needing(|it| text.holds(it)) else {
            return Vec::new();
        };
        let span = |it: Match<'_>| Span::new(it.start(), it.end());
        if !self.written.contains("(?<at>") {
            return found.find_iter(text.text).map(span).collect();
        }
        let group = |it: Captures<'_>| it.name("at").or_else(|| it.get(0)).map(span);
        found.captures_iter(text.text).filter_map(group).collect()
    }

    /// The groups of the first match in `text`.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.for_text(text)?.captures(text)
    }

    /// The groups of every match in `text`.
    pub fn captures_iter<'t>(
        &'t self,
        text: Lettered<'t>,
    ) -> impl Iterator<Item = Captures<'t>> + 't {
        let found = self.needing(|it| text.holds(it)).into_iter();
        found.flat_map(move |it| it.captures_iter(text.text))
    }
}

/// What the matches of a part of a pattern have in common.
enum Part {
    /// They are these texts and no others.
    Exact(Vec<String>),
    /// Each holds one text of each of these.
    Holds(Vec<Vec<String>>),
}

fn part(tree: &Hir) -> Part {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => Part::Exact(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Part::Exact(vec![text.to_owned()]),
            Err(_) => Part::Holds(Vec::new()),
        },
        HirKind::Class(class) => letters(class),
        HirKind::Capture(capture) => part(&capture.sub),
        HirKind::Repetition(repetition) => {
            match (part(&repetition.sub), repetition.min, repetition.max) {
                (inner, 1, Some(1)) => inner,
                (Part::Exact(mut texts), 0, Some(1)) => {
                    texts.push(String::new());
                    Part::Exact(texts)
                }
                (_, 0, _) => Part::Holds(Vec::new()),
                (Part::Exact(texts), ..) => Part::Holds(vec![texts]),
                (holds, ..) => holds,
            }
        }
        HirKind::Concat(parts) => sequence(parts),
        HirKind::Alternation(branches) => either(branches),
    }
}

fn letters(class: &Class) -> Part {
    let Class::Unicode(class) = class else {
        return Part::Holds(Vec::new());
    };
    let ranges = class.ranges().iter();
    let letters = ranges.flat_map(|it| it.start()..=it.end());
    let texts: Vec<String> = letters.take(TEXTS + 1).map(String::from).collect();
    if texts.len() > TEXTS {
        return Part::Holds(Vec::new());
    }
    Part::Exact(texts)
}

fn sequence(parts: &[Hir]) -> Part {
    // What is exact up to here, and what was held before it.
    let mut exact = vec![String::new()];
    let mut held: Option<Vec<Vec<String>>> = None;
    for inner in parts {
        match part(inner) {
            Part::Exact(texts) if exact.len() * texts.len() <= TEXTS => {
                let joined = |one: &String| -> Vec<String> {
                    texts.iter().map(|it| [one, it.as_str()].concat()).collect()
                };
                exact = exact.iter().flat_map(joined).collect();
            }
            Part::Exact(texts) => {
                let before = std::mem::replace(&mut exact, texts);
                held.get_or_insert_default().push(before);
            }
            Part::Holds(needs) => {
                let before = std::mem::replace(&mut exact, vec![String::new()]);
                let held = held.get_or_insert_default();
                held.push(before);
                held.extend(needs);
            }
        }
    }
    match held {
        None => Part::Exact(exact),
        Some(mut held) => {
            held.push(exact);
            held.retain(|texts| texts.iter().all(|it| !it.is_empty()));
            Part::Holds(held)
        }
    }
}

/// What one of several branches matches. Of each branch that is not exact, what is longest counts.
fn either(branches: &[Hir]) -> Part {
    let mut all = Vec::new();
    let mut exact = true;
    for branch in branches {
        match part(branch) {
            Part::Exact(texts) => all.extend(texts),
            Part::Holds(needs) => {
                exact = false;
                let shortest = |texts: &Vec<String>| texts.iter().map(String::len).min();
                match needs.into_iter().max_by_key(shortest) {
                    Some(texts) => all.extend(texts),
                    None => return Part::Holds(Vec::new()),
                }
            }
        }
    }
    if exact && all.len() <= TEXTS {
        return Part::Exact(all);
    }
    Part::Holds(vec![all])
}

/// How many letters and ranges of letters a pattern has when every repetition is written out.
fn size(tree: &Hir) -> usize {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(capture) => size(&capture.sub),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            size(&repetition.sub).saturating_mul(usize::try_from(times).unwrap_or(usize::MAX))
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(size).fold(0, usize::saturating_add)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lettered, pattern};

    /// Nothing that the engine finds is passed over.
    #[test]
    fn what_a_match_needs_is_in_every_match() {
        for (written, text) in [
            ("15个?工作日[^。]{0,8}答复", "于15工作日内答复"),
            ("公开[是为]常态|不公开", "坚持不公开"),
            ("(一|二)?部分", "共三部分"),
            ("(?i)abc", "xAbCx"),
            ("[0-9]+(余|多)", "734余"),
            ("(ab)*c|d?", ""),
            ("(多种|各种)途经|途经(公开|发布)", "途经公开"),
            ("^近[0-9]", "近5"),
            ("(a|b|c|d|e)(a|b|c|d|e)x", "cex"),
            ("a{2,3}b", "aab"),
            ("(甲{1}乙?){2}丙", "甲甲乙丙"),
        ] {
            let known = pattern(written);
            assert!(known.is_ok_and(|it| it.is_match(text)), "{written}");
        }
    }

    #[test]
    fn a_pattern_needs_what_stands_in_all_its_matches() {
        for (written, needs) in [
            ("15个?工作日", "15个工作日/15工作日"),
            (".*决算", "决算"),
            ("a.b|cd", "b/cd"),
            (r"\d+", ""),
            ("(甲|乙.*丙丁)戊", "甲/丙丁 戊"),
        ] {
            let known = pattern(written).unwrap_or_else(|why| unreachable!("{written}: {why}"));
            let sets: Vec<String> = known.needs.iter().map(|it| it.join("/")).collect();
            assert_eq!(sets.join(" "), needs, "{written}");
        }
    }

    #[test]
    fn a_group_at_is_the_place_of_a_match() {
        for (written, text, found) in [
            ("[^存]在在", "时在在存在在", "时在在"),
            ("(?:^|[^存])(?<at>在在)", "时在在存在在", "在在"),
            ("(?:^|[^存])(?<at>在在)", "在在", "在在"),
            ("甲乙|(?<at>丙)丁", "甲乙丙丁", "甲乙 丙"),
        ] {
            let spans =
                pattern(written).map_or_else(|_| Vec::new(), |it| it.spans(Lettered::new(text)));
            let texts: Vec<&str> = spans
                .iter()
                .filter_map(|it| text.get(it.start..it.end))
                .collect();
            assert_eq!(texts.join(" "), found, "{written}");
        }
    }

    #[test]
    fn a_pattern_that_grows_too_large_is_refused_and_a_small_one_compiles() {
        for written in [r"\w{3000}", "(((a{20}){20}){20}){200}"] {
            assert!(pattern(written).is_err(), "{written}");
        }
        for written in [
            r"\w{12}",
            "[^。]{4900}",
            "[^。;,!?、]{1400}",
            "(a{90}){90}",
            r"\w{20}",
        ] {
            let known = pattern(written);
            let compiles = |it: &super::Pattern| regex::Regex::new(&it.written).is_ok();
            assert!(known.is_ok_and(|it| compiles(&it)), "{written}");
        }
    }
}
