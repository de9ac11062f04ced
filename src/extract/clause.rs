//! Clauses, and the times that they name.

use std::borrow::Cow;

use crate::letters::Lettered;

/// A text without what stands in closed brackets and without titles of documents.
pub(super) fn outside(text: &str) -> Cow<'_, str> {
    if !text.contains([')', '》']) {
        return Cow::Borrowed(text);
    }
    let mut kept: Vec<char> = Vec::with_capacity(text.len());
    let mut opened: Vec<usize> = Vec::new();
    for letter in text.chars() {
        match letter {
            '(' | '《' => opened.push(kept.len()),
            ')' | '》' => {
                let from = opened.pop().unwrap_or(kept.len());
                kept.truncate(from);
                continue;
            }
            _ => {}
        }
        kept.push(letter);
    }
    Cow::Owned(kept.into_iter().collect())
}

/// Marks that end a sentence.
pub(super) const STOPS: [char; 4] = ['。', '!', '?', '\n'];

/// Whether one of `words` stands in a text.
pub(super) fn holds(text: &str, words: &[String]) -> bool {
    Lettered::new(text).holds_any(words)
}

/// Words before a year that something is carried over or put off to.
const INTO: [&str; 9] = [
    "转",
    "转入",
    "转至",
    "转到",
    "延期至",
    "延期到",
    "延至",
    "顺延至",
    "推迟至",
];

/// The clauses of a text.
pub(super) fn clauses(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let marks = [',', '、', ';', ':', '。', '!', '?', '\n', '('];
    text.split(marks).filter(|it| !it.is_empty())
}

/// Whether a clause holds a number that is no part of a date.
pub(super) fn counts(clause: &str) -> bool {
    let mut ends = clause.char_indices().filter(|(at, it)| {
        it.is_ascii_digit() && after(clause, at + 1).is_none_or(|it| !it.is_ascii_digit())
    });
    // The first number of 1—6月 is of the second's kind.
    let ranged = |at: usize| {
        let rest = clause.get(at + 1..).unwrap_or_default().trim_start();
        let second = rest.trim_start_matches(RANGES).trim_start();
        second.len() < rest.len() && second.starts_with(|it: char| it.is_ascii_digit())
    };
    let dated =
        |at: usize| after(clause, at + 1).is_some_and(|it| matches!(it, '年' | '月' | '日'));
    ends.any(|(at, _)| !dated(at) && !ranged(at))
}

/// What stands between the first and the last of a range.
const RANGES: [char; 6] = ['-', '—', '–', '~', '至', '到'];

/// The years that a text names, four digits before 年, but for those that something goes on into.
pub(super) fn years(text: &str) -> Vec<i32> {
    let year = |(at, _)| {
        let before = text.get(..at)?;
        let last = before.chars().rev().filter(|it| !it.is_whitespace());
        let last: Vec<char> = last.take(4).collect();
        let digits: String = last.into_iter().rev().collect();
        let year = digits.parse().ok();
        year.filter(|year| (1900..2100).contains(year) && !goes_on_into(before))
    };
    text.match_indices('年').filter_map(year).collect()
}

/// Whether a clause says of a year that something is compared with it: 比 2023 年多 2 件.
pub(super) fn compares(clause: &str) -> bool {
    if !clause.contains('年') {
        return false;
    }
    let with = |(at, it): (usize, &str)| {
        let rest = clause.get(at + it.len()..).unwrap_or_default();
        rest.trim_start()
            .starts_with(|it: char| it.is_ascii_digit())
            && !years(rest).is_empty()
    };
    ["比", "与", "较", "同"]
        .iter()
        .any(|word| clause.match_indices(word).any(with))
}

/// A clause without digits, blanks and some words.
pub(super) fn without<'w>(clause: &str, words: impl Iterator<Item = &'w String>) -> String {
    let letters = clause.chars();
    let letters = letters.filter(|it| !it.is_ascii_digit() && !it.is_whitespace());
    let mut clause: String = letters.collect();
    for word in words {
        if clause.contains(word.as_str()) {
            clause = clause.replace(word.as_str(), "");
        }
    }
    clause
}

/// Whether a clause ends in words that make its number one of a day or a month: 日均, 每月均, but not
/// 12月31日均.
pub(super) fn is_averaged(clause: &str) -> bool {
    let clause = clause.trim_end().trim_end_matches(['共', '约']);
    let time = clause.strip_suffix('均').unwrap_or_default();
    let time = time.strip_suffix(['日', '天', '周', '月', '季', '年', '人']);
    let before = time.map(str::trim_end);
    before.is_some_and(|it| !it.ends_with(|it: char| it.is_ascii_digit()))
}

/// Whether a clause speaks of so many units, or of a part: 21个部门未收到, 其中没有收到.
pub(super) fn is_of_some(clause: &str) -> bool {
    let counted = |(at, _)| {
        let before = clause.get(..at).unwrap_or_default().trim_end();
        before
            .ends_with(|it: char| it.is_ascii_digit() || "一两二三四五六七八九十余多".contains(it))
    };
    clause.starts_with("其中") || clause.match_indices(['个', '家']).any(counted)
}

/// The months that a text names, the first of 1-6月 too.
pub(super) fn months(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('月') {
        let before = text.get(..at).unwrap_or_default();
        let (rest, last) = number_at_end(before);
        if rest.strip_suffix('年').is_some_and(goes_on_into) {
            continue;
        }
        found.extend(last);
        let ranged = rest.trim_end_matches(RANGES);
        if ranged.len() < rest.len() {
            found.extend(number_at_end(ranged).1);
        }
    }
    found.retain(|it| (1..=12).contains(it));
    found
}

/// Whether something is carried over or put off to the year whose digits end a text.
fn goes_on_into(text: &str) -> bool {
    let before = text.trim_end_matches(|it: char| it.is_ascii_digit() || it == ' ');
    INTO.iter().any(|it| before.ends_with(it))
}

/// What stands before the number at the end of a text, and the number.
fn number_at_end(text: &str) -> (&str, Option<u32>) {
    let text = text.trim_end();
    let rest = text.trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = text.get(rest.len()..).unwrap_or_default();
    (rest.trim_end(), digits.parse().ok())
}

/// The year that a sentence opens with as its time, not as part of a day or of a name.
pub(super) fn opening_year(sentence: &str) -> Option<i32> {
    let sentence = sentence.trim_start().trim_start_matches('在');
    let (digits, rest) = sentence.split_once('年')?;
    let year: i32 = digits.trim().parse().ok()?;
    let rest = rest.trim_start().trim_start_matches('度');
    let part = rest.starts_with([
        '的', '底', '末', '初', '前', '后', '以', '至', '到', '-', '—', '~', '和', '与', '及',
        '、', '起', '《', '报',
    ]) || rest.starts_with(|it: char| it.is_ascii_digit());
    ((1900..2100).contains(&year) && !part).then_some(year)
}

/// The first letter of `clause` from `at` that is no blank.
fn after(clause: &str, at: usize) -> Option<char> {
    clause.get(at..)?.trim_start().chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_brackets_stands_aside() {
        assert_eq!(outside("收到3件(上年9件),办结(含1"), "收到3件,办结(含1");
        assert_eq!(outside("按照《2013年(修订)要点》,)印发"), "按照,印发");
    }

    #[test]
    fn months_of_a_span_are_both_named() {
        assert_eq!(months("2023年1—6月"), [6, 1]);
        assert_eq!(months("自2023年1月1日至12月31日"), [1, 12]);
        assert_eq!(months("截至11月底"), [11]);
        assert_eq!(months("延期至2024年1月答复"), [0_u32; 0]);
        assert_eq!(months("每月"), [0_u32; 0]);
    }

    #[test]
    fn what_is_carried_over_to_a_year_is_not_of_it() {
        assert_eq!(years("2023年收到,结转2024年1件"), [2023]);
        assert_eq!(years("结转至 2024 年"), [0_i32; 0]);
        assert_eq!(years("截至2024年1月"), [2024]);
    }

    #[test]
    fn what_is_averaged_is_not_of_the_year() {
        for clause in ["日均", "全年月均", "每月均", "2023年日均共", "人均约"] {
            assert!(is_averaged(clause), "{clause}");
        }
        for clause in ["12月31日均", "12 月均", "均", "各部门均", "", "我局均"] {
            assert!(!is_averaged(clause), "{clause}");
        }
    }

    #[test]
    fn a_sentence_opens_with_a_year_as_its_time() {
        let cases = [
            ("2015年,我街道公开", Some(2015)),
            ("在2015年度全年", Some(2015)),
            ("2015年3月印发", None),
            ("2015年底建成", None),
            ("2015年编制的", Some(2015)),
            ("我街道2015年", None),
            ("2015—2017年", None),
            ("2015年报提出的", None),
        ];
        for (text, year) in cases {
            assert_eq!(opening_year(text), year, "{text}");
        }
    }
}
