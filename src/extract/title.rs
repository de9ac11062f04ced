//! The title of a report and the organ that it names.

pub(super) mod announced;

use crate::document::{Document, Node, NodeKind};
use crate::fact::Located;
use crate::fold::Folded;
use crate::pack::Pack;
use crate::parse::{find_dates, year_of};
use crate::source::Span;

/// The first nodes, where title and clutter stand.
pub(super) fn head(document: &Document) -> impl Iterator<Item = &Node> {
    document.nodes.iter().take(40)
}

/// The year a piece of the report names.
pub(super) fn year_in(document: &Document, span: Span) -> Option<Located<i32>> {
    let range = document.folded.range(span);
    let (value, at) = year_of(document.folded.slice(range))?;
    let span = document
        .folded
        .span(Span::new(range.start + at.start, range.start + at.end));
    Some(Located { value, span })
}

/// Whether `document` has a title of the kind of report that `pack` judges.
#[must_use]
pub fn is_titled(document: &Document, pack: &Pack) -> bool {
    title(document, pack, 0).is_some()
}

/// The title and the organ it names. A page may show a short title above the report's own: then
/// the second names the organ, if it is about the same year.
pub(super) fn title_and_organ(
    document: &Document,
    pack: &Pack,
) -> (Option<Located<String>>, Option<Located<String>>) {
    let Some(first) = title(document, pack, 0) else {
        return (None, None);
    };
    let first = bare(document, pack, &first).unwrap_or(first);
    if let Some(organ) = organ(document, pack, &first) {
        return (Some(with_organ(document, first, &organ)), Some(organ));
    }
    let year = |title: &Located<String>| year_in(document, title.span).map(|it| it.value);
    let own = title(document, pack, first.span.end)
        .filter(|it| year(&first).is_none() || year(it) == year(&first));
    match own.and_then(|own| Some((organ(document, pack, &own)?, own))) {
        Some((organ, own)) => (Some(own), Some(organ)),
        None => (Some(first), None),
    }
}

/// The title with the organ on the line right above it.
fn with_organ(
    document: &Document,
    title: Located<String>,
    organ: &Located<String>,
) -> Located<String> {
    let between = Span::new(organ.span.end, title.span.start.max(organ.span.end));
    let marks = |it: char| it.is_whitespace() || matches!(it, '#' | '*');
    let right_above = organ.span.end <= title.span.start
        && document.source.slice(between).chars().all(marks)
        && document.source.slice(between).contains('\n');
    if !right_above {
        return title;
    }
    let span = organ.span.to(title.span);
    Located {
        value: format!(
            "{}{}",
            compact(document.source.slice(organ.span)),
            title.value
        ),
        span,
    }
}

/// The title by itself, when the first line that holds it holds more: a field of the page (名称:),
/// the name of the site behind it, or the notice that makes the report public.
fn bare(document: &Document, pack: &Pack, first: &Located<String>) -> Option<Located<String>> {
    let mut after = first.span.end;
    while let Some(next) = title(document, pack, after) {
        if let Some((front, behind)) = first.value.split_once(next.value.as_str())
            && !(front.is_empty() && behind.is_empty())
            && (front.is_empty()
                || front.ends_with([':', '：'])
                || front.contains("关于")
                || is_field(document, pack, first, front))
        {
            return Some(next);
        }
        after = next.span.end;
    }
    None
}

/// Whether a blank parts `front` from the rest of a title, and it names no organ: a field of the
/// page, 名称 or 标 题, that lost its colon.
fn is_field(document: &Document, pack: &Pack, title: &Located<String>, front: &str) -> bool {
    let mut text = document.source.slice(title.span).trim_start().chars();
    let alike = front
        .chars()
        .all(|it| text.find(|own| !own.is_whitespace()) == Some(it));
    let parted = text.next().is_some_and(char::is_whitespace);
    alike && parted && front.chars().count() <= 4 && kind(pack, front).is_none()
}

/// The line, or two lines, from byte `after` on that hold the words of a report's title.
fn title(document: &Document, pack: &Pack, after: usize) -> Option<Located<String>> {
    let cells: Vec<Span> = head(document)
        .filter(|node| node.span.start >= after && node.kind == NodeKind::Cell)
        .map(|node| node.span)
        .collect();
    let lines: Vec<Span> = head(document)
        .filter(|node| node.span.start >= after)
        .filter_map(|node| match &node.kind {
            // A title above a day looks like a name above a day.
            NodeKind::Title | NodeKind::TitleLike | NodeKind::Signature => Some(node.span),
            NodeKind::Section(heading) => Some(heading.span),
            NodeKind::Paragraph { lines } => {
                lines.first().copied().filter(|line| line.len() <= 180)
            }
            NodeKind::Table
            | NodeKind::Row
            | NodeKind::Cell
            | NodeKind::Date(_)
            | NodeKind::Furniture => None,
        })
        .collect();
    let titled: Vec<Span> = head(document)
        .take_while(|node| !matches!(node.kind, NodeKind::Section(_)))
        .filter(|node| {
            matches!(
                node.kind,
                NodeKind::Title | NodeKind::TitleLike | NodeKind::Signature
            )
        })
        .map(|node| node.span)
        .collect();
    let text = |span: Span| compact(document.folded.slice(document.folded.range(span)));
    let is_title = |text: &str| {
        text.chars().count() <= 70
            && !text.contains(['。', ',', ';'])
            && !text.ends_with(':')
            && !is_trail(text)
            && has_title(pack, &unquoted(text))
    };
    let dated = |text: &str| is_title(text) && year_of(text).is_some();
    let singles: Vec<Span> = lines
        .iter()
        .copied()
        .filter(|span| is_title(&text(*span)) && on_one_line(document, *span))
        .collect();
    // Entries of a list of reports stand above the report.
    let mut others = singles.iter().filter(|it| !is_entry(&text(**it)));
    let single = others.next().or(singles.first());
    let pair = |fits: &dyn Fn(&str) -> bool| {
        lines.windows(2).find_map(|pair| {
            let [one, two] = pair else { return None };
            let joined = format!("{}{}", text(*one), text(*two));
            let fits = fits(&joined) && !joined.contains('《') && !text(*one).ends_with("如下:");
            fits.then(|| one.to(*two))
        })
    };
    // A title that says no year goes on from the line above when that line does.
    let whole = |span: &Span| {
        let at = lines.iter().position(|line| line == span)?;
        let above = lines.get(at.checked_sub(1)?)?;
        let part = year_of(&text(*span)).is_none() && year_of(&text(*above)).is_some();
        (part && text(*above).chars().count() <= 40).then(|| above.to(*span))
    };
    // The name of a page's column says no year; the title that stands below it does.
    let later = |column: Span| {
        let below = |span: Span| titled.contains(&span) && span.start > column.start;
        let single = singles.iter().copied();
        let mut single = single.filter(|it| below(*it) && dated(&text(*it)));
        let pair = || pair(&dated).filter(|it| titled.iter().any(|line| line.start == it.start));
        single
            .next()
            .or_else(|| pair().filter(|it| it.start > column.start))
    };
    let chosen = |span: &Span| {
        let undated = year_of(&text(*span)).is_none();
        let named = || named(document, pack, *span)[0].is_some();
        let column = whole(span).is_none() && undated && !named();
        column
            .then(|| later(*span))
            .flatten()
            .or_else(|| whole(span))
            .unwrap_or(*span)
    };
    // A page may be laid out as a table.
    let celled = || cells.iter().copied().find(|span| dated(&text(*span)));
    let span = single
        .map(chosen)
        .or_else(|| pair(&is_title))
        .or_else(celled)?;
    Some(Located {
        value: compact(document.source.slice(span)),
        span,
    })
}

/// A text without the names of documents in it, be the mark behind one on the next line.
fn unquoted(text: &str) -> String {
    let mut parts = text.split('《');
    let first = parts.next().unwrap_or_default().to_owned();
    let behind = parts.filter_map(|it| it.split_once('》').map(|(_, rest)| rest));
    behind.fold(first, |all, it| all + it)
}

/// Whether a line holds the words of a report's title.
pub(super) fn has_title(pack: &Pack, text: &str) -> bool {
    let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    has(&pack.report.subject) && has(&pack.report.kind)
}

fn on_one_line(document: &Document, span: Span) -> bool {
    document.source.line_of(span.start) == document.source.line_of(span.end)
}

/// Whether a line is an entry of a list of pages, with the day of each, or leads to another page.
fn is_entry(text: &str) -> bool {
    let day = find_dates(text).last();
    day.is_some_and(|(date, at)| date.day.is_some() && at.end == text.len())
        || ["上一", "下一"].iter().any(|it| text.starts_with(it))
}

/// Whether a line is the way to a page of a site: 首页 > 政务公开 > 年度报告.
fn is_trail(text: &str) -> bool {
    text.contains("首页") || text.contains(['>', '»', '›', '→'])
}

fn compact(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .concat()
        .trim_matches(['#', '*'])
        .to_owned()
}

/// The organ in the title before or behind the year, or on the line above.
fn organ(document: &Document, pack: &Pack, title: &Located<String>) -> Option<Located<String>> {
    let [in_front, behind] = named(document, pack, title.span);
    let above = || {
        let above = || {
            let nodes = head(document).filter(|node| node.span.end <= title.span.start);
            nodes.filter(|node| node.kind != NodeKind::Furniture)
        };
        // The line right above that names an organ, perhaps with the year; else the last title.
        let right = above().last().and_then(|node| {
            let value = compact(document.source.slice(node.span));
            let name = value.trim_end_matches(|it: char| it.is_numeric() || it == '年');
            let line = matches!(
                node.kind,
                NodeKind::Title | NodeKind::TitleLike | NodeKind::Paragraph { .. }
            );
            (line && kind(pack, name).is_some()).then(|| (name.to_owned(), node.span))
        });
        let titled = || {
            let node = above().filter(|it| it.kind == NodeKind::Title).last()?;
            Some((compact(document.source.slice(node.span)), node.span))
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
fn named(document: &Document, pack: &Pack, title: Span) -> [Option<Located<String>>; 2] {
    let range = document.folded.range(title);
    let folded = document.folded.slice(range);
    let located = |from: usize, to: usize| {
        let text = folded.get(from..to)?;
        // 名称: a field of the page that holds the title; 【图文】 before it is a mark of the site.
        let text = text.rsplit([':', '】']).next().unwrap_or(text);
        let trimmed = text
            .trim_matches(|it: char| it.is_whitespace() || matches!(it, '#' | '*' | '《'))
            .trim_end_matches("关于")
            .trim_start_matches("关于");
        if compact(trimmed).chars().count() < 3 {
            return None;
        }
        let start = range.start + to - text.len() + text.find(trimmed)?;
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

pub(super) fn kind(pack: &Pack, organ: &str) -> Option<String> {
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
