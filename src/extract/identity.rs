//! Who reports, for which year, and when.

use super::signature;
use super::title::announced::announced;
use super::title::organ::kind;
use super::title::{has_title, head, title_and_organ, year_in};
use crate::document::{Date, Document, Heading, Node, NodeKind};
use crate::fact::Located;
use crate::fold::is_letter;
use crate::pack::{Pack, ReportWords};
use crate::parse::{find_date, find_dates, year_of};
use crate::source::Span;

/// A field of the page has no more bytes than this, and so has a bar of several.
const FIELD: usize = 400;

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
    pub(super) updated: Option<Located<Date>>,
}

/// The year a report is about: by its title, else by the period it states, else by what its
/// first lines say.
#[must_use]
pub fn year(document: &Document) -> Option<Located<i32>> {
    let in_head = |wanted: &dyn Fn(&Node) -> Option<Span>| {
        head(document)
            .filter_map(wanted)
            .find_map(|span| year_in(document, span))
    };
    in_head(&|node| (node.kind == NodeKind::Title).then_some(node.span))
        .or_else(|| {
            let period = period(document, &ReportWords::default())?;
            let value = i32::from(period.value.0.year);
            let span = period.span;
            // A period that all the rest contradicts is a slip of the pen, not the year.
            let told = told(document, Some(span));
            let own = told.iter().find(|(year, _)| year.value == value);
            let own = own.map_or(0, |(_, times)| *times);
            let titled = in_head(&|node| (node.kind == NodeKind::TitleLike).then_some(node.span));
            let titled = titled.map(|it| it.value);
            let other = told.into_iter().find(|(year, times)| {
                year.value != value
                    && (own == 0 && *times >= 3 || titled == Some(year.value) && *times > own)
            });
            Some(other.map_or(Located { value, span }, |(year, _)| year))
        })
        .or_else(|| {
            in_head(&|node| {
                if let NodeKind::Section(heading) = &node.kind {
                    return Some(heading.span);
                }
                (node.kind == NodeKind::TitleLike).then_some(node.span)
            })
        })
        .or_else(|| {
            told(document, None)
                .into_iter()
                .next()
                .map(|(year, _)| year)
        })
        .or_else(|| in_head(&|node| (node.kind == NodeKind::Cell).then_some(node.span)))
}

/// The years that the first paragraphs tell of, outside of `period`, and how often each: the most
/// often told first.
fn told(document: &Document, period: Option<Span>) -> Vec<(Located<i32>, usize)> {
    let mut years: Vec<(Located<i32>, usize)> = Vec::new();
    for node in head(document) {
        let NodeKind::Paragraph { .. } = node.kind else {
            continue;
        };
        let range = document.folded.range(node.span);
        let text = document.folded.slice(range);
        for (value, at) in self::years(text) {
            let span = Span::new(range.start + at.start, range.start + at.end);
            let span = document.folded.span(span);
            // 2021年度部门决算 is published in another year. No pack is chosen yet that could say so.
            let behind = text.get(at.end..).unwrap_or_default().chars();
            if behind.take(8).collect::<String>().contains("决算") {
                continue;
            }
            if period.is_some_and(|it| it.start < span.end && span.start < it.end) {
                continue;
            }
            match years.iter_mut().find(|(year, _)| year.value == value) {
                Some((_, times)) => *times += 1,
                None => years.push((Located { value, span }, 1)),
            }
        }
    }
    years.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    years
}

pub(super) fn identity(
    document: &Document,
    pack: &Pack,
    fields: &[(String, Located<String>)],
) -> Identity {
    let (title, named) = title_and_organ(document, pack);
    let field = pack.report.organ_field.as_deref();
    let stated = fields.iter().find(|(id, _)| Some(id.as_str()) == field);
    let organ = stated
        .map(|(_, organ)| organ.clone())
        .or(named)
        .or_else(|| announced(document, pack))
        .or_else(|| signature::organ(document, pack));
    let organ_kind = organ.as_ref().and_then(|organ| kind(pack, &organ.value));
    let by_title = title
        .as_ref()
        .and_then(|title| year_in(document, title.span));
    Identity {
        year: by_title.or_else(|| year(document)),
        organ,
        organ_kind,
        period: period(document, &pack.report),
        published: published(document, pack, title.as_ref().map(|it| it.span)),
        title,
        signed: signed(document, pack),
        updated: labelled(document, &pack.report.updated_dates),
    }
}

/// What joins the two days of a period.
const JOINTS: [char; 9] = ['至', '到', '—', '–', '―', '─', '〜', '-', '~'];
/// What stands between a year and the days in it: 2023年度（1月1日至12月31日）.
const IN_YEAR: [char; 5] = ['度', '(', ':', ' ', '的'];

/// So many letters before a period may say what it is of.
const SENTENCE: usize = 80;

/// The period a report states: two days joined by 至, 到 or a dash, the second perhaps without its year.
/// One of the words for it stands shortly before; other dates that are joined so are of something else.
fn period(document: &Document, words: &ReportWords) -> Option<Located<(Date, Date)>> {
    head(document).find_map(|node| {
        let NodeKind::Paragraph { lines } = &node.kind else {
            return None;
        };
        let joined = document
            .folded
            .join(lines.iter().map(|line| document.folded.range(*line)));
        let text = joined.text();
        let mut days: Vec<(Date, Span)> = find_dates(text).chain(days_of_year(text)).collect();
        days.sort_by_key(|(_, at)| at.start);
        days.iter().find_map(|(from, at)| {
            from.day?;
            let before = text.get(..at.start)?;
            let sentence = tail(before, SENTENCE).rsplit('。').next()?;
            let holds = |text: &str, words: &[String]| words.iter().any(|it| text.contains(it));
            let told = words.period.is_empty() || holds(tail(before, 40), &words.period);
            if !told || holds(sentence, &words.other_periods) {
                return None;
            }
            let (mut to, mut end) = until(text, *from, at.end)?;
            // What was told of a body before it was merged and of the one after it makes one period.
            for (next, place) in days.iter().filter(|(_, it)| it.start > at.start) {
                if let Some(joined) = until(text, *next, place.end)
                    && to.next() == Some(*next)
                {
                    (to, end) = joined;
                }
            }
            Some(Located {
                value: (*from, to),
                span: joined.span(Span::new(at.start, end)),
            })
        })
    })
}

/// The days that a bracket parts from their year, with the place of both.
fn days_of_year(text: &str) -> Vec<(Date, Span)> {
    let day = |(year, at): (i32, Span)| {
        let rest = text.get(at.end..)?;
        let inner = rest.trim_start_matches(IN_YEAR);
        let skipped = rest.len() - inner.len();
        let prefix = format!("{year}年");
        let (date, place) = find_date(&format!("{prefix}{inner}"))?;
        let end = at.end + skipped + place.end.checked_sub(prefix.len())?;
        (skipped > 0 && place.start == 0).then_some((date, Span::new(at.start, end)))
    };
    years(text).into_iter().filter_map(day).collect()
}

/// The years a text names, with their bytes.
fn years(text: &str) -> Vec<(i32, Span)> {
    let mut years = Vec::new();
    let mut from = 0;
    while let Some((value, at)) = text.get(from..).and_then(year_of) {
        years.push((value, Span::new(from + at.start, from + at.end)));
        from += at.end;
    }
    years
}

/// The last day of the period that begins with `from`, which ends at byte `at`, and where it ends.
fn until(text: &str, from: Date, at: usize) -> Option<(Date, usize)> {
    let rest = text.get(at..)?;
    let joint = rest.find(JOINTS).filter(|joint| *joint <= 9)?;
    let tail = rest
        .get(joint..)?
        .trim_start_matches(|it| it == ' ' || JOINTS.contains(&it));
    let begins = |text: &str| find_date(text).filter(|(to, at)| at.start == 0 && to.day.is_some());
    let (to, length) = if let Some((to, at)) = begins(tail) {
        (to, at.end)
    } else {
        // 2023年1月1日至12月31日, 2023.1.1-12.31
        ["年", ".", "/", "-"].into_iter().find_map(|mark| {
            let prefix = format!("{}{mark}", from.year);
            let (to, at) = begins(&format!("{prefix}{tail}"))?;
            Some((to, at.end - prefix.len()))
        })?
    };
    Some((to, text.len() - tail.len() + length))
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

/// The day on the page before the text, else the day under the signature or behind the label of one.
fn published(document: &Document, pack: &Pack, title: Option<Span>) -> Option<Located<Date>> {
    // The day behind the title of a report may be that of another in a list.
    let text = |span: Span| document.folded.slice(document.folded.range(span));
    let titled = |span: &Span| has_title(pack, text(*span));
    let days_in = |titled_too: bool| {
        let lines = page(document, title).filter(move |it| titled(it) == titled_too);
        lines.filter_map(|span| day_of_publication(document, pack, span))
    };
    let below = days(document, pack).filter_map(|span| dated(document, span));
    let mut days = days_in(false).chain(below).chain(days_in(true));
    days.next()
        .or_else(|| labelled(document, &pack.report.signed_dates))
}

/// The lines of the page above the text that may hold its day. Markdown marks a title, and what stands
/// above it, as it does a heading.
fn page(document: &Document, title: Option<Span>) -> impl Iterator<Item = Span> {
    let is_title = |heading: &Heading| {
        heading.number.is_none() && title.is_some_and(|it| heading.span.start <= it.start)
    };
    let mut nodes = document.nodes.iter();
    let first = nodes
        .position(|node| node.heading().is_some_and(|it| !is_title(it)))
        .unwrap_or(document.nodes.len());
    let nodes = document.nodes.iter().take(first);
    nodes.filter_map(|node| match &node.kind {
        NodeKind::Furniture | NodeKind::Date(_) | NodeKind::Title | NodeKind::Row => {
            // A longer text tells of something that happened on a day.
            Some(node.span).filter(|span| span.len() <= FIELD)
        }
        NodeKind::Paragraph { lines } => lines.first().copied().filter(|_| {
            lines.len() == 1
                && !document
                    .source
                    .slice(node.span)
                    .contains(['。', '，', '、'])
        }),
        NodeKind::TitleLike => Some(node.span).filter(|span| is_labelled(document, *span)),
        NodeKind::Section(_) | NodeKind::Table | NodeKind::Cell | NodeKind::Signature => None,
    })
}

/// Whether the date in a line stands behind a label: 日期: 2025-03-31.
fn is_labelled(document: &Document, span: Span) -> bool {
    let text = document.folded.slice(document.folded.range(span));
    find_dates(text).any(|(_, at)| {
        let before = text.get(..at.start).unwrap_or_default();
        before.trim_end().ends_with(':')
    })
}

/// The date in a line of the page that can be that of publication: it stands alone, or behind
/// words that do not say that it is of something else, and is no part of a period.
fn day_of_publication(document: &Document, pack: &Pack, span: Span) -> Option<Located<Date>> {
    let range = document.folded.range(span);
    let text = document.folded.slice(range);
    find_dates(text).find_map(|(value, at)| {
        value.day?;
        let (before, after) = (text.get(..at.start)?, text.get(at.end..)?);
        let ends = || {
            let line = document
                .folded
                .text()
                .get(..range.start)
                .unwrap_or_default();
            let before = if before.trim().is_empty() {
                line
            } else {
                before
            };
            before.trim_end().ends_with(JOINTS)
        };
        let joined = after
            .trim_start()
            .starts_with(['起', '至', '到', '止', '~', '—'])
            || ends();
        let label: String = tail(before, 12).split_whitespace().collect();
        let other = |word: &String| label.contains(word.as_str());
        if joined || pack.report.other_dates.iter().any(other) {
            return None;
        }
        let at = Span::new(range.start + at.start, range.start + at.end);
        Some(Located {
            value,
            span: document.folded.span(at),
        })
    })
}

/// The lines that are a date, the last first, but for those below the report: days of other pages.
fn days(document: &Document, pack: &Pack) -> impl Iterator<Item = Span> {
    let text = |node: &Node| {
        let text = document.folded.slice(document.folded.range(node.span));
        text.trim_start_matches(|it: char| !is_letter(it))
            .to_owned()
    };
    let begins = |node: &Node| {
        let text = text(node);
        pack.report
            .other_pages
            .iter()
            .any(|it| text.starts_with(it.as_str()))
    };
    let last = document
        .nodes
        .iter()
        .rposition(|it| matches!(it.kind, NodeKind::Section(_)))
        .unwrap_or(0);
    let below = document.nodes.iter().skip(last);
    let end = below
        .clone()
        .position(begins)
        .map_or(document.nodes.len(), |it| last + it);
    let nodes = document.nodes.iter().take(end);
    let pairs = [None].into_iter().chain(nodes.clone().map(Some)).zip(nodes);
    // 网站标识码：3300000001 above a day is no signature.
    let signed = move |above: Option<&Node>| {
        above.is_none_or(|it| {
            it.kind != NodeKind::Signature || !document.source.slice(it.span).contains([':', '：'])
        })
    };
    let days: Vec<Span> = pairs
        .filter(|(above, it)| matches!(it.kind, NodeKind::Date(_)) && signed(*above))
        .map(|(_, it)| it.span)
        .collect();
    days.into_iter().rev()
}

/// The day under the signature or under the title, else the day on the page that is labelled so.
fn signed(document: &Document, pack: &Pack) -> Option<Located<Date>> {
    let mut below = days(document, pack).filter_map(|span| dated(document, span));
    below
        .next()
        .or_else(|| labelled(document, &pack.report.signed_dates))
}

/// The first day on the page that one of `labels` stands before.
fn labelled(document: &Document, labels: &[String]) -> Option<Located<Date>> {
    head(document).find_map(|node| {
        let range = document.folded.range(node.span);
        let text = document.folded.slice(range);
        if matches!(node.kind, NodeKind::Section(_) | NodeKind::Table) || text.len() > FIELD {
            return None;
        }
        find_dates(text).find_map(|(value, at)| {
            value.day?;
            let before = text.get(..at.start)?;
            let parts = |it: char| it.is_whitespace() || matches!(it, ':' | '|' | ']' | '】');
            let label = before.trim_end_matches(parts);
            if label.len() == before.len() {
                return None;
            }
            let label: String = label.split_whitespace().collect();
            let at = Span::new(range.start + at.start, range.start + at.end);
            let word = |word: &String| label.ends_with(word.as_str());
            labels.iter().any(word).then(|| Located {
                value,
                span: document.folded.span(at),
            })
        })
    })
}
