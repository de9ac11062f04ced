//! Who reports, for which year, and when.

use crate::document::{Date, Document, Node, NodeKind};
use crate::fact::Located;
use crate::fold::Folded;
use crate::pack::Pack;
use crate::parse::{find_date, find_dates, year_of};
use crate::source::Span;

/// Who a report is from and what time it is about.
#[derive(Debug, Default)]
pub(super) struct Identity {
    pub(super) title: Option<Located<String>>,
    pub(super) organ: Option<Located<String>>,
    pub(super) organ_kind: Option<String>,
    pub(super) year: Option<Located<i32>>,
    pub(super) period: Option<Located<(Date, Date)>>,
    pub(super) published: Option<Located<Date>>,
    pub(super) signed: Option<Located<Date>>,
}

/// The year a report is about: by its title, else by the period it states, else by what its
/// first lines say.
#[must_use]
pub fn year(document: &Document) -> Option<Located<i32>> {
    let in_head = |wanted: &dyn Fn(&NodeKind) -> bool| {
        head(document)
            .filter(|node| wanted(&node.kind))
            .find_map(|node| year_in(document, node.span))
    };
    in_head(&|kind| matches!(kind, NodeKind::Title))
        .or_else(|| {
            period(document, &[]).map(|it| Located {
                value: i32::from(it.value.0.year),
                span: it.span,
            })
        })
        .or_else(|| in_head(&|kind| matches!(kind, NodeKind::TitleLike | NodeKind::Section(_))))
        .or_else(|| in_head(&|kind| matches!(kind, NodeKind::Paragraph { .. } | NodeKind::Cell)))
}

fn year_in(document: &Document, span: Span) -> Option<Located<i32>> {
    let range = document.folded.range(span);
    let (value, at) = year_of(document.folded.slice(range))?;
    let span = document
        .folded
        .span(Span::new(range.start + at.start, range.start + at.end));
    Some(Located { value, span })
}

/// The first nodes, where title and clutter stand.
fn head(document: &Document) -> impl Iterator<Item = &Node> {
    document.nodes.iter().take(40)
}

/// Whether `document` has a title of the kind of report that `pack` judges.
#[must_use]
pub fn is_titled(document: &Document, pack: &Pack) -> bool {
    title(document, pack, 0).is_some()
}

pub(super) fn identity(
    document: &Document,
    pack: &Pack,
    fields: &[(String, Located<String>)],
) -> Identity {
    let (title, named) = title_and_organ(document, pack);
    let field = pack.report.organ_field.as_deref();
    let stated = fields.iter().find(|(id, _)| Some(id.as_str()) == field);
    let organ = stated.map(|(_, organ)| organ.clone()).or(named);
    let organ_kind = organ.as_ref().and_then(|organ| kind(pack, &organ.value));
    let by_title = title
        .as_ref()
        .and_then(|title| year_in(document, title.span));
    Identity {
        year: by_title.or_else(|| year(document)),
        title,
        organ,
        organ_kind,
        period: period(document, &pack.report.period),
        published: published(document, pack),
        signed: signed(document),
    }
}

/// The title and the organ it names. A page may show a short title above the report's own: then
/// the second names the organ, if it is about the same year.
fn title_and_organ(
    document: &Document,
    pack: &Pack,
) -> (Option<Located<String>>, Option<Located<String>>) {
    let Some(first) = title(document, pack, 0) else {
        return (None, None);
    };
    let first = bare(document, pack, &first).unwrap_or(first);
    if let Some(organ) = organ(document, pack, &first) {
        return (Some(first), Some(organ));
    }
    let year = |title: &Located<String>| year_in(document, title.span).map(|it| it.value);
    let own = title(document, pack, first.span.end)
        .filter(|it| year(&first).is_none() || year(it) == year(&first));
    match own.and_then(|own| Some((organ(document, pack, &own)?, own))) {
        Some((organ, own)) => (Some(own), Some(organ)),
        None => (Some(first), None),
    }
}

/// The title by itself, when the first line that holds it holds more: a field of the page (名称:),
/// the name of the site behind it, or the notice that makes the report public.
fn bare(document: &Document, pack: &Pack, first: &Located<String>) -> Option<Located<String>> {
    let mut after = first.span.end;
    while let Some(next) = title(document, pack, after) {
        if let Some((front, behind)) = first.value.split_once(next.value.as_str())
            && !(front.is_empty() && behind.is_empty())
            && (front.is_empty() || front.ends_with([':', '：']) || front.contains("关于"))
        {
            return Some(next);
        }
        after = next.span.end;
    }
    None
}

/// The line, or two lines, from byte `after` on that hold the words of a report's title.
fn title(document: &Document, pack: &Pack, after: usize) -> Option<Located<String>> {
    let lines: Vec<Span> = head(document)
        .filter(|node| node.span.start >= after)
        .filter_map(|node| match &node.kind {
            NodeKind::Title | NodeKind::TitleLike => Some(node.span),
            NodeKind::Section(heading) => Some(heading.span),
            NodeKind::Paragraph { lines } => {
                lines.first().copied().filter(|line| line.len() <= 180)
            }
            NodeKind::Table
            | NodeKind::Row
            | NodeKind::Cell
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => None,
        })
        .collect();
    let text = |span: Span| compact(document.folded.slice(document.folded.range(span)));
    let has = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    let is_title = |text: &str| {
        text.chars().count() <= 70
            && !text.contains(['。', ',', ';'])
            && has(text, &pack.report.subject)
            && has(text, &pack.report.kind)
    };
    let single = lines.iter().find(|span| {
        is_title(&text(**span))
            && document.source.line_of(span.start) == document.source.line_of(span.end)
    });
    let pair = || {
        lines.windows(2).find_map(|pair| {
            let [one, two] = pair else { return None };
            let joined = format!("{}{}", text(*one), text(*two));
            (is_title(&joined) && !joined.contains('《')).then(|| one.to(*two))
        })
    };
    // A title that says no year goes on from the line above when that line does.
    let whole = |span: &Span| {
        let at = lines.iter().position(|line| line == span)?;
        let above = lines.get(at.checked_sub(1)?)?;
        let part = year_of(&text(*span)).is_none() && year_of(&text(*above)).is_some();
        (part && text(*above).chars().count() <= 40).then(|| above.to(*span))
    };
    let span = single
        .map(|span| whole(span).unwrap_or(*span))
        .or_else(pair)?;
    Some(Located {
        value: compact(document.source.slice(span)),
        span,
    })
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
    let range = document.folded.range(title.span);
    let folded = document.folded.slice(range);
    let located = |from: usize, to: usize| {
        let text = folded.get(from..to)?;
        // 名称: a field of the page that holds the title.
        let text = text.rsplit(':').next().unwrap_or(text);
        let trimmed = text
            .trim_matches(|it: char| it.is_whitespace() || matches!(it, '#' | '*' | '《' | '关'));
        if compact(trimmed).chars().count() < 3 {
            return None;
        }
        let start = range.start + to - text.len() + text.find(trimmed)?;
        let span = document
            .folded
            .span(Span::new(start, start + trimmed.len()));
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
    let in_front = located(0, before.min(subject));
    let behind = || {
        let gap = folded.get(after..subject)?;
        let skip = gap.len() - gap.trim_start_matches([' ', '度']).len();
        located(after + skip, subject)
    };
    let above = || {
        let nodes: Vec<&Node> = head(document)
            .filter(|node| node.kind == NodeKind::Title && node.span.end <= title.span.start)
            .collect();
        let node = nodes.last()?;
        let value = compact(document.source.slice(node.span));
        (value.chars().count() >= 3 && value.chars().count() <= 40).then_some(Located {
            value,
            span: node.span,
        })
    };
    in_front.or_else(above).or_else(behind)
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

fn kind(pack: &Pack, organ: &str) -> Option<String> {
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

/// The period a report states: two days joined by 至 or 到, the second perhaps without its year.
/// One of `words` stands shortly before it; other dates that are joined so are of something else.
fn period(document: &Document, words: &[String]) -> Option<Located<(Date, Date)>> {
    head(document).find_map(|node| {
        let NodeKind::Paragraph { lines } = &node.kind else {
            return None;
        };
        let joined = document
            .folded
            .join(lines.iter().map(|line| document.folded.range(*line)));
        let text = joined.text();
        find_dates(text).find_map(|(from, at)| {
            from.day?;
            let before = tail(text.get(..at.start)?, 40);
            if !words.is_empty() && !words.iter().any(|word| before.contains(word.as_str())) {
                return None;
            }
            let rest = text.get(at.end..)?;
            let joint = rest.find(['至', '到']).filter(|joint| *joint <= 9)?;
            let tail = rest.get(joint + '至'.len_utf8()..)?.trim_start();
            let begins =
                |text: &str| find_date(text).filter(|(to, at)| at.start == 0 && to.day.is_some());
            let (to, length) = if let Some((to, at)) = begins(tail) {
                (to, at.end)
            } else {
                let prefix = format!("{}年", from.year);
                let (to, at) = begins(&format!("{prefix}{tail}"))?;
                (to, at.end - prefix.len())
            };
            let end = text.len() - tail.len() + length;
            Some(Located {
                value: (from, to),
                span: joined.span(Span::new(at.start, end)),
            })
        })
    })
}

/// The last letters of a text, at most so many.
fn tail(text: &str, letters: usize) -> &str {
    let start = text.char_indices().rev().nth(letters.saturating_sub(1));
    start.map_or(text, |(at, _)| text.get(at..).unwrap_or_default())
}

fn dated(document: &Document, span: Span) -> Option<Located<Date>> {
    let range = document.folded.range(span);
    let (value, at) = find_date(document.folded.slice(range))?;
    value.day?;
    let at = Span::new(range.start + at.start, range.start + at.end);
    Some(Located {
        value,
        span: document.folded.span(at),
    })
}

/// The day on the page before the text, else the day under the signature.
fn published(document: &Document, pack: &Pack) -> Option<Located<Date>> {
    let first = document
        .nodes
        .iter()
        .position(|node| matches!(node.kind, NodeKind::Section(_)))
        .unwrap_or(document.nodes.len());
    let page = document
        .nodes
        .iter()
        .take(first)
        .filter_map(|node| match &node.kind {
            NodeKind::Furniture | NodeKind::Date(_) | NodeKind::Title | NodeKind::Cell => {
                Some(node.span)
            }
            NodeKind::Paragraph { lines } => lines.first().copied().filter(|_| {
                lines.len() == 1
                    && !document
                        .source
                        .slice(node.span)
                        .contains(['。', '，', '、'])
            }),
            NodeKind::TitleLike => Some(node.span).filter(|span| is_labelled(document, *span)),
            NodeKind::Section(_) | NodeKind::Table | NodeKind::Row | NodeKind::Signature => None,
        })
        .filter(|span| is_of_publication(document, pack, *span));
    page.chain(days(document))
        .find_map(|span| dated(document, span))
}

/// Whether the date in a line stands behind a label: 日期: 2025-03-31.
fn is_labelled(document: &Document, span: Span) -> bool {
    let text = document.folded.slice(document.folded.range(span));
    find_date(text).is_some_and(|(_, at)| {
        let before = text.get(..at.start).unwrap_or_default();
        before.trim_end().ends_with(':')
    })
}

/// Whether the date in a line of the page can be that of publication: it stands alone, or behind
/// words that do not say that it is of something else, and is no part of a period.
fn is_of_publication(document: &Document, pack: &Pack, span: Span) -> bool {
    let text = document.folded.slice(document.folded.range(span));
    let Some((_, at)) = find_date(text) else {
        return false;
    };
    let (before, after) = (text.get(..at.start), text.get(at.end..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let joined = after
        .trim_start()
        .starts_with(['起', '至', '到', '止', '~', '—']);
    let other = |word: &String| tail(before, 12).contains(word.as_str());
    !joined && !pack.report.other_dates.iter().any(other)
}

/// The lines that are a date, the last first.
fn days(document: &Document) -> impl Iterator<Item = Span> {
    let days = document.nodes.iter().rev();
    days.filter(|node| matches!(node.kind, NodeKind::Date(_)))
        .map(|node| node.span)
}

/// The day under the signature or under the title.
fn signed(document: &Document) -> Option<Located<Date>> {
    days(document).find_map(|span| dated(document, span))
}
