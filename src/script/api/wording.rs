//! Slips of the pen: marks without partner, words written twice, one number of two documents.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{Array, ImmutableString};

use super::doubled::doubled;
use super::report::{Report, SectionOf};
use super::text::{Prose, gather, texts};
use super::{Answer, Api, charge};
use crate::fact::Passage;
use crate::fold::Folded;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::Many;
use crate::script::value::Place;
use crate::source::{Source, Span};

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "unpaired"),
        &[("pairs", Accepts::Value(Kind::Text))],
        Kind::Places,
        (
            "不成对的符号：“《》（）”写明左右各是什么",
            "Marks without their partner; the text gives left and right of each pair",
        ),
        |it: &mut Report, pairs: ImmutableString| -> Answer<Many<Place>> {
            let marks = Folded::new(&pairs);
            let marks: Vec<char> = marks.text().chars().collect();
            let pairs: Vec<(char, char)> = marks
                .chunks_exact(2)
                .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
                .collect();
            let passages = it.passages();
            charge(
                &it.run,
                passages.iter().map(|it| it.text.text().len()).sum(),
            )?;
            Ok(Many::new(
                &it.run,
                unpaired(&passages, &pairs, &it.run.facts.source),
            ))
        },
    );
    api.method(
        (Kind::Report, "repeated"),
        &[("letters", Accepts::Value(Kind::Integer))],
        Kind::Places,
        (
            "正文里第二次出现的、至少这么多字的片段",
            "Pieces of at least so many letters that come a second time",
        ),
        |it: &mut Report, letters: i64| -> Answer<Many<Place>> {
            let mut passages = it.passages();
            passages.retain(|it| !is_row(it.text.text()));
            charge(
                &it.run,
                8 * passages
                    .iter()
                    .map(|passage| passage.text.text().len())
                    .sum::<usize>(),
            )?;
            let length = usize::try_from(letters).unwrap_or(0).max(8);
            Ok(Many::new(&it.run, repeated(&passages, length)))
        },
    );
    api.method(
        (Kind::Section, "repeated_without"),
        &[
            ("words", Accepts::Texts),
            ("letters", Accepts::Value(Kind::Integer)),
        ],
        Kind::Places,
        (
            "这些词一个也没有的章节里，别处也有的、至少这么多字的片段；有其中一个词就没有",
            "Pieces of at least so many letters that stand elsewhere too, if the section has none of these words",
        ),
        |it: &mut SectionOf, words: Array, letters: i64| -> Answer<Many<Place>> {
            let all = &it.run.facts.prose;
            let total: usize = all.iter().map(|passage| passage.text.text().len()).sum();
            charge(&it.run, 16 * total)?;
            let length = usize::try_from(letters).unwrap_or(0).max(8);
            let own = it.passages();
            let words: Vec<Folded> = texts(words).iter().map(|it| Folded::new(it)).collect();
            let told = own.iter().any(|passage| {
                let text = passage.lettered();
                words.iter().any(|it| text.holds(it.text()))
            });
            let starts: Vec<usize> = own.iter().map(|it| it.span.start).collect();
            let others = all.iter().filter(|it| !starts.contains(&it.span.start));
            let places = if told || own.is_empty() {
                Vec::new()
            } else {
                shared(&own, &others.collect::<Vec<_>>(), length)
            };
            Ok(Many::new(&it.run, places))
        },
    );
    api.method(
        (Kind::Report, "doubled"),
        &[
            ("letters", Accepts::Value(Kind::Integer)),
            ("right", Accepts::Texts),
        ],
        Kind::Places,
        (
            "紧接着写了两遍的词，至少这么多字；在这些字句里的本来就对",
            "Words of at least so many letters written twice in a row, but for those in these wordings",
        ),
        |it: &mut Report, letters: i64, right: Array| -> Answer<Many<Place>> {
            let least = usize::try_from(letters).unwrap_or(0).max(2);
            let right = texts(right);
            gather(it, 8 + right.len(), |text| doubled(text.text, least, &right))
        },
    );
    api.property(
        (Kind::Report, "numbers_of_two_documents"),
        Kind::Places,
        (
            "前文已用在另一份文件上的文号，连同文件名",
            "Document numbers, with their titles, that an earlier place gives another document",
        ),
        |it: &mut Report| Many::new(&it.run, of_two_documents(&it.passages())),
    );
}

/// In one piece of a file a mark may stand so many passages before its partner.
const NEAR: usize = 8;

/// Marks of `pairs` that lack their partner. A mark that closes nothing ends what the passage before
/// left open: a page or a line end stood between. So does one in the same piece of the file, such
/// as a table without lines, in which a label goes on beside other words.
fn unpaired(passages: &[&Passage], pairs: &[(char, char)], source: &Source) -> Vec<Place> {
    let piece = |index: usize| {
        let passage: &&Passage = passages.get(index)?;
        source.place_of(passage.span.start)
    };
    let mut alone: Vec<(usize, char, Span)> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let text = passage.text.text();
        for span in alone_in(text, pairs) {
            let mark = text.get(span.start..).and_then(|it| it.chars().next());
            let Some(mark) = mark else { continue };
            let opened = alone.iter().rposition(|(before, left, _)| {
                let near = before + 1 == index
                    || before + NEAR >= index
                        && piece(*before).is_some_and(|it| piece(index) == Some(it));
                near && pairs.contains(&(*left, mark))
            });
            match opened {
                Some(at) => drop(alone.remove(at)),
                None => alone.push((index, mark, span)),
            }
        }
    }
    let place = |(index, mark, span): (usize, char, Span)| {
        let passage = passages.get(index)?;
        if super::letters::has_partner_beside(source, passage.text.span(span), mark, pairs) {
            return None;
        }
        let text = passage.text.text();
        let rest = text.get(span.start..)?.char_indices().nth(12);
        let end = rest.map_or(text.len(), |(at, _)| span.start + at);
        let closing = pairs.iter().any(|(_, right)| {
            text.get(span.start..)
                .is_some_and(|it| it.starts_with(*right))
        });
        let shown = if closing {
            let before = text.get(..span.end)?;
            let start = before.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
            Span::new(start, span.end)
        } else {
            Span::new(span.start, end)
        };
        // Around a mark that stands among no words there is no sentence, but what a picture left.
        let around = Span::new(shown.start, end.max(shown.end));
        let words = passage.text.slice(around);
        let letters = words
            .chars()
            .filter(|it| it.is_alphabetic() && !it.is_ascii());
        (letters.count() >= 3).then(|| Place {
            text: passage.text.slice(shown).to_owned(),
            span: passage.text.span(span),
        })
    };
    alone.into_iter().filter_map(place).collect()
}

fn alone_in(text: &str, pairs: &[(char, char)]) -> Vec<Span> {
    let mut open: Vec<(char, Span)> = Vec::new();
    let mut alone = Vec::new();
    for (at, mark) in text.char_indices() {
        let span = Span::new(at, at + mark.len_utf8());
        if let Some((_, right)) = pairs.iter().find(|(left, _)| *left == mark) {
            open.push((*right, span));
        } else if pairs.iter().any(|(_, right)| *right == mark) {
            match open.iter().rposition(|(wanted, _)| *wanted == mark) {
                // What was opened since then is never closed.
                Some(index) => alone.extend(open.drain(index..).skip(1).map(|(_, span)| span)),
                // The bracket behind a number that opens an item, 1), has no partner.
                None if mark == ')' && counts(text.get(..at).unwrap_or_default()) => {}
                None => alone.push(span),
            }
        }
    }
    alone.extend(open.into_iter().map(|(_, span)| span));
    alone.retain(|span| !runs_on(text.get(span.end..).unwrap_or_default()));
    alone.sort_unstable();
    alone
}

/// Whether a year runs on into a number, 〔202130号: the mark between them was lost on the way here.
fn runs_on(after: &str) -> bool {
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    digits > 4
        && after
            .get(digits..)
            .is_some_and(|it| it.starts_with(['号', ')']))
}

/// Whether a text ends in a number that may count an item.
fn counts(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_some_and(|it| it.is_ascii_digit() || "一二三四五六七八九十".contains(it))
}

/// Titles with numbers that an earlier place gives to a document of another title.
fn of_two_documents(passages: &[&Passage]) -> Vec<Place> {
    let Ok(pattern) = crate::pattern::pattern(
        r"《([^《》]+)》\s*\(?\s*(\p{Han}{1,12}\s*[〔\[(]\s*[0-9]{4}\s*[〕\])]\s*[0-9]{1,5}\s*号)",
    ) else {
        return Vec::new();
    };
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut places = Vec::new();
    for passage in passages {
        for found in pattern.captures_iter(passage.lettered()) {
            // A pattern that counts the letters of titles takes long to compile.
            let title = found
                .get(1)
                .filter(|it| (4..=80).contains(&it.as_str().chars().count()));
            let (Some(whole), Some(title), Some(number)) = (found.get(0), title, found.get(2))
            else {
                continue;
            };
            let (title, number) = (plain(title.as_str()), plain(number.as_str()));
            let titles = known.entry(number).or_default();
            // One that leaves words of the other out is its short form.
            if !titles.is_empty()
                && !titles
                    .iter()
                    .any(|it| shortens(it, &title) || shortens(&title, it))
            {
                let span = Span::new(whole.start(), whole.end());
                places.push(Place {
                    text: passage.text.slice(span).to_owned(),
                    span: passage.text.span(span),
                });
            }
            titles.push(title);
        }
    }
    places
}

/// Letters and digits alone.
fn plain(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// Whether the letters of `short` stand in `long` in their order.
fn shortens(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().all(|it| letters.any(|other| other == it))
}

/// The letters of a piece that are no part of a document's name or number: those stand again
/// wherever the document is cited. The piece may begin or end within a name.
fn beside_names(text: &str) -> usize {
    let whole = match text.find('》') {
        Some(end) if !text.get(..end).is_some_and(|it| it.contains('《')) => {
            text.get(end + '》'.len_utf8()..)
        }
        _ => Some(text),
    };
    let mut depth = 0_usize;
    let letters = whole.unwrap_or_default().chars().filter(|letter| {
        match letter {
            '《' | '(' => depth += 1,
            '》' | ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    letters.count()
}

/// Whether a text is rather a row of a table, the header of which repeats its words.
fn is_row(text: &str) -> bool {
    /// A row has no fewer cells.
    const CELLS: usize = 4;
    !text.contains([',', '。', ';', '、', ':']) && text.split_whitespace().count() >= CELLS
}

/// Pieces of at least `length` letters that stand in an earlier place too.
fn repeated(passages: &[&Passage], length: usize) -> Vec<Place> {
    let mut windows: Vec<(&str, usize, usize)> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let text = passage.text.text();
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let ends: Vec<usize> = ends.collect();
        for (start, end) in ends.iter().zip(ends.iter().skip(length)) {
            windows.extend(text.get(*start..*end).map(|window| (window, index, *start)));
        }
    }
    windows.sort_unstable();
    let mut again: Vec<(usize, Span)> = windows
        .iter()
        .zip(windows.iter().skip(1))
        .filter(|((before, ..), (window, ..))| before == window)
        .map(|(_, (window, index, start))| (*index, Span::new(*start, start + window.len())))
        .collect();
    again.sort_unstable();
    let mut joined: Vec<(usize, Span)> = Vec::new();
    for (index, span) in again {
        match joined.last_mut() {
            Some((last, run)) if *last == index && span.start <= run.end => *run = run.to(span),
            _ => joined.push((index, span)),
        }
    }
    joined
        .into_iter()
        .filter_map(|(index, range)| {
            let passage = passages.get(index)?;
            let text = passage.text.slice(range);
            (beside_names(text) >= length).then(|| Place {
                text: text.to_owned(),
                span: passage.text.span(range),
            })
        })
        .collect()
}

/// The first piece of each of `own` of at least `length` letters that one of `others` has too.
fn shared(own: &[&Passage], others: &[&Passage], length: usize) -> Vec<Place> {
    let windows = |text: &'_ str| -> Vec<(usize, usize)> {
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let ends: Vec<usize> = ends.collect();
        let starts = ends.iter().zip(ends.iter().skip(length));
        starts.map(|(start, end)| (*start, *end)).collect()
    };
    let known: BTreeSet<&str> = others
        .iter()
        .flat_map(|it| {
            let text = it.text.text();
            windows(text)
                .into_iter()
                .filter_map(|(start, end)| text.get(start..end))
        })
        .collect();
    own.iter()
        .filter_map(|passage| {
            let text = passage.text.text();
            let found = windows(text)
                .into_iter()
                .find(|(start, end)| text.get(*start..*end).is_some_and(|it| known.contains(it)));
            let (start, end) = found?;
            let range = Span::new(start, end);
            Some(Place {
                text: passage.text.slice(range).to_owned(),
                span: passage.text.span(range),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{alone_in, beside_names, shortens};

    #[test]
    fn names_of_documents_are_no_part_of_what_is_repeated() {
        assert_eq!(beside_names("度报告编制办法》(青政办发〔2021〕4号)要求"), 2);
        assert_eq!(
            beside_names("根据《公开条例》(以下简称《条例》)和《省政"),
            3
        );
        assert_eq!(beside_names("本机关梳理目录"), 7);
    }

    const PAIRS: [(char, char); 3] = [('《', '》'), ('(', ')'), ('“', '”')];

    #[test]
    fn finds_marks_without_partner() {
        for (text, count) in [
            ("《条例》(试行)", 0),
            ("《条例(试行)要求", 1),
            ("1)建制度;2)抓落实", 0),
            ("(一)制度", 0),
            ("(一)《甲》《乙", 1),
            ("公开)", 1),
        ] {
            assert_eq!(alone_in(text, &PAIRS).len(), count, "{text}");
        }
    }

    #[test]
    fn a_short_title_leaves_words_out() {
        assert!(shortens("科研诚信的意见", "加强科研诚信建设的实施意见"));
        assert!(!shortens("政务公开要点", "政务公开工作规定"));
    }
}
