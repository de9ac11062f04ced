//! A text that lost its line ends, parted where the titles of its chapters begin and end.
//!
//! The parser does not know what a report must hold, so it cannot tell where a title ends that has no mark
//! behind it: 一、总体情况2023年，我局……. The pack knows the titles.

use super::heading;
use super::title;
use crate::document::{Document, NodeKind};
use crate::fold::{Folded, is_letter};
use crate::pack::Pack;
use crate::parse::{find_dates, part};
use crate::source::Span;

/// What counts chapters.
const NUMBERS: &str = "一二三四五六七八九十";
/// What stands before a number that is no heading's: the titles are told one after the other.
const TOLD_BEFORE: [char; 12] = [
    '、', ';', ':', ',', '《', '"', '“', '(', '第', '"', '至', '和',
];
/// What stands behind a title that is part of a sentence.
const TOLD_BEHIND: [char; 16] = [
    '、', ';', ',', '。', '》', '"', '”', ')', '的', '和', '及', '等', '中', '里', '方', '部',
];
/// So many letters at least stand between two titles that are no list of titles.
const CHAPTER: usize = 8;
/// No more letters than this stand between the last sentence and the day a report is signed.
const NAME: usize = 30;
/// Behind the title of a report a line goes on with at least so many letters.
const MORE: usize = 20;

/// The document with its lines parted; none if every chapter it has stands on lines of its own.
pub(super) fn parted(document: &Document, pack: &Pack) -> Option<Document> {
    let mut cuts = chapters(document, pack);
    cuts.extend(headline(document, pack));
    cuts.extend(tail(document));
    if cuts.is_empty() {
        return None;
    }
    cuts.sort_unstable();
    cuts.dedup();
    Some(part(document, &cuts))
}

/// A chapter's title inside a line.
struct Place {
    section: usize,
    /// Its number and its title in the folded view.
    range: Span,
}

/// Where the titles of chapters begin and end that no line shows by itself.
fn chapters(document: &Document, pack: &Pack) -> Vec<usize> {
    let shown = heading::titled(document, pack);
    let missing = |at: &usize| !shown.contains(at);
    let sections: Vec<usize> = (0..pack.sections.len()).filter(missing).collect();
    if sections.is_empty() {
        return Vec::new();
    }
    let text = document.folded.text();
    let titles: Vec<(usize, Vec<Folded>)> = sections
        .iter()
        .filter_map(|at| Some((*at, pack.sections.get(*at)?)))
        .map(|(at, section)| {
            (
                at,
                section.titles.iter().map(|it| Folded::new(it)).collect(),
            )
        })
        .collect();
    let mut places: Vec<Place> = Vec::new();
    for (at, _) in text.match_indices('、') {
        let Some(place) = place(text, at, &titles) else {
            continue;
        };
        if let Some(last) = places.last()
            && letters(text, last.range.end, place.range.start) < CHAPTER
        {
            places.pop();
        }
        places.push(place);
    }
    // Of a title that stands twice, the first is in a table of contents.
    let last = |at: usize, place: &Place| {
        let behind = places.iter().skip(at + 1);
        !behind.clone().any(|it| it.section == place.section)
    };
    let kept = places.iter().enumerate().filter(|(at, it)| last(*at, it));
    kept.flat_map(|(_, it)| [it.range.start, it.range.end])
        .collect()
}

/// The chapter whose number ends before the mark at byte `at`, and whose title follows on the same line
/// with more words behind it or before.
fn place(text: &str, at: usize, titles: &[(usize, Vec<Folded>)]) -> Option<Place> {
    let before = text.get(..at)?;
    let front = before.trim_end_matches(|it| NUMBERS.contains(it));
    if front.len() == before.len() || front.ends_with(TOLD_BEFORE) {
        return None;
    }
    let behind = text.get(at + '、'.len_utf8()..)?;
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    let rest = behind.get(blanks..)?;
    let found = titles.iter().filter_map(|(section, titles)| {
        let held = titles.iter().filter(|it| rest.starts_with(it.text()));
        let longest = held.map(|it| it.text().len()).max()?;
        Some((*section, longest))
    });
    let (section, length) = found.max_by_key(|(_, length)| *length)?;
    if rest
        .get(length..)?
        .trim_start_matches(' ')
        .starts_with(TOLD_BEHIND)
    {
        return None;
    }
    let end = at + '、'.len_utf8() + blanks + length;
    Some(Place {
        section,
        range: Span::new(front.len(), end),
    })
}

/// How many letters stand between two places.
fn letters(text: &str, from: usize, to: usize) -> usize {
    let between = text.get(from..to).unwrap_or_default();
    between.chars().filter(|it| is_letter(*it)).count()
}

/// Where the report's title ends, if the text goes on behind it on the same line.
fn headline(document: &Document, pack: &Pack) -> Option<usize> {
    if title::is_titled(document, pack) {
        return None;
    }
    let node =
        title::head(document).find(|it| !matches!(it.kind, NodeKind::Table | NodeKind::Row))?;
    let range = document.folded.range(node.span);
    let line = document.folded.slice(range);
    let line = line.split('\n').next()?;
    let ends = pack
        .report
        .kind
        .iter()
        .filter_map(|word| Some(line.find(word.as_str())? + word.len()));
    let end = ends.min()?;
    let (title, rest) = line.split_at_checked(end)?;
    let is_title = pack
        .report
        .subject
        .iter()
        .any(|it| title.contains(it.as_str()))
        && title::year_in(document, node.span).is_some()
        && !title.contains(['。', ',', ';', ':', '《'])
        && !rest.trim_start().starts_with(TOLD_BEHIND);
    (is_title && letters(rest, 0, rest.len()) >= MORE).then_some(range.start + end)
}

/// Where who signs and the day begin, if they stand behind the last sentence on its line.
fn tail(document: &Document) -> Vec<usize> {
    let text = document.folded.text();
    let Some(at) = text.rfind('。') else {
        return Vec::new();
    };
    let from = at + '。'.len_utf8();
    let rest = text.get(from..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let Some((_, day)) = find_dates(line)
        .last()
        .filter(|(date, _)| date.day.is_some())
    else {
        return Vec::new();
    };
    let name = line.get(..day.start).unwrap_or_default();
    let is_last = line
        .get(day.end..)
        .is_some_and(|it| letters(it, 0, it.len()) == 0);
    let short = letters(name, 0, name.len()) <= NAME && !name.contains([',', ':', '、', '《']);
    if is_last && short {
        vec![from, from + day.start, from + day.end]
    } else {
        Vec::new()
    }
}
