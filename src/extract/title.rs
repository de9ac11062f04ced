//! The title of a report and the organ that it names.

pub(super) mod announced;
mod misnamed;
pub(super) mod organ;

use misnamed::misnamed;
use organ::{kind, named, organ};

use crate::document::{Document, Node, NodeKind};
use crate::fact::Located;
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
                || front.contains("关于") && !(front.ends_with("关于") && behind.is_empty())
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
            let fits = fits(&joined) && !joined.contains('《') && !text(*one).ends_with(':');
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
        .or_else(celled);
    let Some(span) = span else {
        return misnamed(document, pack, after);
    };
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
