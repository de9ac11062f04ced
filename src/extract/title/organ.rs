//! The organ that a title names, or the line above it.

use super::{compact, head};
use crate::document::{Document, NodeKind};
use crate::fact::Located;
use crate::fold::Folded;
use crate::pack::Pack;
use crate::parse::year_of;
use crate::source::Span;

/// The organ in the title before or behind the year, or on the line above.
pub(super) fn organ(
    document: &Document,
    pack: &Pack,
    title: &Located<String>,
) -> Option<Located<String>> {
    let [in_front, behind] = named(document, pack, title.span);
    let above = || {
        let above = || {
            let nodes = head(document).filter(|node| node.span.end <= title.span.start);
            nodes.filter(|node| node.kind != NodeKind::Furniture)
        };
        // The line right above that names an organ, perhaps with the year; else the last title, or
        // the line right above if it can be one whose kind is not known.
        let right = above().last().and_then(|node| {
            let span = node.heading().map_or(node.span, |it| it.span);
            let value = compact(document.source.slice(span));
            let name = value.trim_end_matches(|it: char| it.is_numeric() || it == '年');
            let name = own(pack, name);
            let line = matches!(
                node.kind,
                NodeKind::Title | NodeKind::TitleLike | NodeKind::Paragraph { .. }
            ) || node.heading().is_some_and(|it| it.number.is_none());
            (line && kind(pack, name).is_some()).then(|| (name.to_owned(), span))
        });
        let titled = || {
            let node = above().filter(|it| it.kind == NodeKind::Title).last()?;
            let value = compact(document.source.slice(node.span));
            let of_page = |it: &String| value.contains(it.as_str());
            let may_name = || {
                above().last() == Some(node)
                    && !pack.report.subject.iter().any(of_page)
                    && !value.contains(['《', '〔', '['])
                    && !value.contains("关于")
            };
            let is = kind(pack, &value).is_some() || may_name();
            is.then_some((value, node.span))
        };
        let (value, span) = right.or_else(titled)?;
        (3..=40)
            .contains(&value.chars().count())
            .then_some(Located { value, span })
    };
    // An organ behind the year is surer than whatever stands above.
    let (sure, other) = match behind {
        Some(organ) if kind(pack, &organ.value).is_some() => (Some(organ), None),
        behind => (None, behind),
    };
    in_front.or(sure).or_else(above).or(other)
}

/// The organ before and the organ behind the year of a title.
pub(super) fn named(document: &Document, pack: &Pack, title: Span) -> [Option<Located<String>>; 2] {
    let range = document.folded.range(title);
    let folded = document.folded.slice(range);
    let located = |from: usize, to: usize| {
        let text = folded.get(from..to)?;
        // 名称: a field of the page that holds the title; 【图文】 before it is a mark of the site.
        let text = text.rsplit([':', '】']).next().unwrap_or(text);
        let marks = |it: char| it.is_whitespace() || matches!(it, '#' | '*' | '《');
        let trimmed = text.trim_start_matches(')').trim_matches(marks);
        let trimmed = own(pack, trimmed).trim_matches(marks);
        if compact(trimmed).chars().count() < 3 {
            return None;
        }
        let start = range.start + to - text.len() + text.rfind(trimmed)?;
        let shared = shared_with_next(pack, trimmed, folded.get(to..).unwrap_or_default());
        let span = document
            .folded
            .span(Span::new(start, start + trimmed.len() + shared));
        Some(Located {
            value: compact(document.source.slice(span)),
            span,
        })
    };
    let (before, after) = year_of(folded).map_or((folded.len(), 0), |(_, at)| (at.start, at.end));
    let subject = pack
        .report
        .subject
        .iter()
        .filter_map(|word| find_broken(folded, word))
        .min()
        .unwrap_or(folded.len());
    let behind = folded.get(after..subject).and_then(|gap| {
        let skip = gap.len() - gap.trim_start_matches([' ', '度']).len();
        located(after + skip, subject)
    });
    [located(0, before.min(subject)), behind]
}

/// What is done with a report, between 关于 and the organ it is from.
const DONE: [&str; 11] = [
    "公布", "发布", "公开", "印发", "转发", "报送", "上报", "呈报", "编制", "做好", "对",
];

/// The organ in words that may hold 关于: the one behind it, whose report another makes public, else
/// the one before it.
fn own<'t>(pack: &Pack, words: &'t str) -> &'t str {
    let Some((before, mut behind)) = words.split_once("关于") else {
        return words;
    };
    while let Some(rest) = DONE.iter().find_map(|it| behind.strip_prefix(it)) {
        behind = rest.trim_start_matches(['《', ' ']);
    }
    if before.is_empty() || kind(pack, behind).is_some() {
        behind
    } else {
        before
    }
}

/// How many bytes behind a name belong to it too, where the words that follow begin with the end
/// of a known organ's name, written once for both: 某镇人民政府信息公开.
fn shared_with_next(pack: &Pack, name: &str, next: &str) -> usize {
    let words = pack.organs.iter().flat_map(|kind| &kind.ends_with);
    let shared = words.filter_map(|word| {
        let cuts = word.char_indices().skip(2).map(|(at, _)| at);
        let mut cuts = cuts.filter_map(|at| Some((word.get(..at)?, word.get(at..)?)));
        cuts.find_map(|(front, rest)| {
            (name.ends_with(front) && next.starts_with(rest)).then_some(rest.len())
        })
    });
    if kind(pack, name).is_some() {
        return 0;
    }
    shared.max().unwrap_or(0)
}

/// Where `word` begins in `text`, which may be broken by blanks and line ends.
fn find_broken(text: &str, word: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|at| {
        let mut rest = text.get(*at..).unwrap_or_default().chars();
        let mut first = true;
        word.chars().all(|letter| {
            let other = rest.find(|it| first || !it.is_whitespace());
            first = false;
            other == Some(letter)
        })
    })
}

pub(in crate::extract) fn kind(pack: &Pack, organ: &str) -> Option<String> {
    let name = compact(Folded::new(organ).text());
    // A second name in brackets is not the name.
    let plain = name.split('(').next().unwrap_or(&name);
    let fits = |words: &[String], test: &dyn Fn(&str) -> bool| words.iter().any(|word| test(word));
    pack.organs
        .iter()
        .find(|kind| {
            fits(&kind.ends_with, &|word| plain.ends_with(word))
                || fits(&kind.contains, &|word| plain.contains(word))
        })
        .map(|kind| kind.id.clone())
}
