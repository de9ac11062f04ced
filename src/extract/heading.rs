//! The sections of a report.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Node, NodeKind};
use crate::fact::{FormFacts, SectionFact};
use crate::fold::{Folded, bare, key};
use crate::form::Form;
use crate::pack::{Pack, Section};
use crate::parse::ordinal;
use crate::source::Span;

/// The headings of the report: those with a number, and those whose title the pack knows.
pub(super) fn sections(document: &Document, pack: &Pack, forms: &[FormFacts]) -> Vec<SectionFact> {
    let keys: Vec<(&Section, Vec<String>)> = pack
        .sections
        .iter()
        .map(|section| {
            (
                section,
                section.titles.iter().map(|title| key(title)).collect(),
            )
        })
        .collect();
    let exact = |title: &str| {
        keys.iter()
            .find(|(_, keys)| keys.iter().any(|key| key == title))
            .map(|(section, _)| *section)
    };
    let mut found: Vec<SectionFact> = Vec::new();
    let mut chapters: BTreeSet<usize> = BTreeSet::new();
    for node in &document.nodes {
        let (span, heading) = match &node.kind {
            NodeKind::Section(heading) => (heading.span, Some(heading)),
            // A heading that lost its number may stand between the rows of two tables.
            NodeKind::TitleLike | NodeKind::Title | NodeKind::Row => (node.span, None),
            NodeKind::Cell
            | NodeKind::Paragraph { .. }
            | NodeKind::Table
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => continue,
        };
        let range = document
            .folded
            .range(heading.map_or(node.span, |it| it.title));
        let folded = document.folded.slice(range);
        let written = |range| document.source.slice(document.folded.span(range));
        // A row has its number with its title.
        let counted = if heading.is_some() {
            0
        } else {
            counted(folded)
        };
        let title_key = bare(folded.get(counted..).unwrap_or_default());
        let known = exact(&title_key);
        let worded = known.or_else(|| by_words(pack, folded));
        let number = heading.and_then(|it| ordinal(document.source.slice(it.number?)));
        // What has the number of the chapter that its words name is no label that begins like them.
        let own = number.is_some() && number == worded.and_then(|it| it.number);
        let label = || in_form(document, pack, forms, (span, &title_key), own);
        if known.is_none() && (heading.is_none() || label()) || counted > 0 && label() {
            continue;
        }
        let section = worded;
        if known.is_some() {
            chapters.insert(span.start);
        }
        found.push(SectionFact {
            id: section.map(|it| it.id.clone()),
            level: heading.map_or(1, |it| it.level),
            number: match heading {
                Some(heading) => heading
                    .number
                    .map(|it| document.source.slice(it).trim().to_owned()),
                None => (counted > 0).then(|| {
                    let number = Span::new(range.start, range.start + counted);
                    written(number).trim().to_owned()
                }),
            },
            title: compact(written(behind(range, counted))),
            span,
            extent: span,
        });
    }
    found.extend(swallowed(document, &keys, &found));
    found.sort_by_key(|it| (it.span.start, it.span.end));
    level(&mut found, &chapters);
    let end = document
        .nodes
        .iter()
        .map(|node| node.span.end)
        .max()
        .unwrap_or(0);
    let ends: Vec<usize> = found
        .iter()
        .enumerate()
        .map(|(at, section)| {
            found
                .iter()
                .skip(at + 1)
                .find(|next| next.level <= section.level)
                .map_or(end, |next| next.span.start)
        })
        .collect();
    for (section, end) in found.iter_mut().zip(ends) {
        section.extent = Span::new(section.span.start, end.max(section.span.end));
    }
    by_place(pack, forms, &mut found);
    found
}

/// Knows chapters by where they stand: under the number of a chapter that the report has nowhere else, between
/// those before and behind it, and over its form.
fn by_place(pack: &Pack, forms: &[FormFacts], found: &mut [SectionFact]) {
    for section in pack.sections.iter().filter(|it| it.number.is_some()) {
        let number_of = |it: &SectionFact| {
            let known = pack
                .sections
                .iter()
                .find(|of| it.id.as_ref() == Some(&of.id));
            known.and_then(|it| it.number)
        };
        let counted = |it: &SectionFact| it.number.as_deref().and_then(ordinal);
        let over_form = |it: &SectionFact| {
            forms.iter().zip(&pack.forms).any(|(facts, form)| {
                let at = facts.span.filter(|_| facts.found).map(|it| it.start);
                form.section.as_ref() == Some(&section.id)
                    && at.is_some_and(|at| it.extent.start <= at && at < it.extent.end)
            })
        };
        let chapters = || found.iter().enumerate().filter(|(_, it)| it.level == 1);
        let is = |at: usize, it: &SectionFact| {
            let (mut before, mut behind) = (chapters().take_while(|(of, _)| *of < at), chapters());
            // One chapter at most stands over the form, so the others are looked through once.
            it.id.is_none()
                && counted(it) == section.number
                && over_form(it)
                && before.all(|(_, it)| number_of(it).is_none_or(|it| Some(it) < section.number))
                && behind.all(|(of, it)| {
                    of <= at || number_of(it).is_none_or(|it| Some(it) > section.number)
                })
        };
        let place = chapters().find(|(at, it)| is(*at, it)).map(|(at, _)| at);
        if let Some(chapter) = place.and_then(|at| found.get_mut(at)) {
            chapter.id = Some(section.id.clone());
        }
    }
}

/// Which sections of the pack have a line of their own with one of their titles.
pub(super) fn titled(document: &Document, pack: &Pack) -> BTreeSet<usize> {
    let nodes = document.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Section(heading) => Some(heading.title),
        NodeKind::TitleLike | NodeKind::Title | NodeKind::Row => Some(node.span),
        NodeKind::Cell
        | NodeKind::Paragraph { .. }
        | NodeKind::Table
        | NodeKind::Signature
        | NodeKind::Date(_)
        | NodeKind::Furniture => None,
    });
    let titles: BTreeSet<String> = nodes
        .map(|span| bare(document.folded.slice(document.folded.range(span))))
        .collect();
    let has = |section: &Section| section.titles.iter().any(|it| titles.contains(&key(it)));
    let sections = pack.sections.iter().enumerate();
    sections
        .filter(|(_, it)| has(it))
        .map(|(at, _)| at)
        .collect()
}

/// Where headings stand whose words are a chapter's own, and no label of a form.
pub(super) fn chapters(document: &Document, pack: &Pack) -> BTreeSet<usize> {
    let titles = pack.sections.iter().flat_map(|it| &it.titles);
    let keys: BTreeSet<String> = titles.map(|it| key(it)).collect();
    let headings = document.nodes.iter().filter_map(Node::heading);
    headings
        .filter(|it| it.level == 1)
        .filter(|it| {
            let title = bare(document.folded.slice(document.folded.range(it.title)));
            keys.contains(&title) && !pack.forms.iter().any(|form| is_label(form, &title))
        })
        .map(|it| it.span.start)
        .collect()
}

/// Gives chapters the first level, whatever counts them: the parser goes by the marks of the numbers alone,
/// and some count chapters with 1、 or （一）, or with nothing, and what is in them with 一、 or （一）.
fn level(found: &mut [SectionFact], chapters: &BTreeSet<usize>) {
    /// So many official titles show how the chapters are counted.
    const MANY: usize = 3;
    let is_chapter = |it: &SectionFact| chapters.contains(&it.span.start);
    let styles = found.iter().filter(|it| is_chapter(it)).map(style);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for style in styles {
        *counts.entry(style).or_default() += 1;
    }
    let Some((own, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return;
    };
    let outer = |it: &SectionFact| style(it) == own || is_chapter(it) && it.number.is_none();
    let inner = found.iter().filter(|it| !outer(it));
    let inner_first = inner.map(|it| it.level).min().is_some_and(|it| it == 1);
    let chapters_first = found.iter().filter(|it| outer(it)).all(|it| it.level == 1);
    if count < MANY || (!inner_first && chapters_first) {
        return;
    }
    // 一、 counts chapters wherever it counts anything, and parts count what chapters are in.
    let counts = |it: &SectionFact| style(it).starts_with('第') || style(it) == "一、";
    if own != "一、" && found.iter().any(|it| !is_chapter(it) && counts(it)) {
        return;
    }
    for section in found.iter_mut() {
        if outer(section) {
            section.level = 1;
        } else if inner_first && chapters_first {
            section.level += 1;
        } else {
            section.level = section.level.max(2);
        }
    }
}

/// How the number of a heading is written: the marks around it, and by what kind of digits.
fn style(section: &SectionFact) -> String {
    let number = Folded::new(section.number.as_deref().unwrap_or_default());
    let letters = number.text().chars().filter(|it| !it.is_whitespace());
    let kinds = letters.map(|it| match it {
        '0'..='9' => '1',
        it if "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾".contains(it) => '一',
        '.' | ',' => '、',
        it => it,
    });
    let mut style = String::new();
    for kind in kinds {
        if !style.ends_with(kind) {
            style.push(kind);
        }
    }
    style
}

/// How many bytes the number of a title takes that was not taken for a heading: 4. （三）
fn counted(title: &str) -> usize {
    let rest = title.trim_start_matches([' ', '(']);
    let digits = |it: char| it.is_ascii_digit() || "一二三四五六七八九十".contains(it);
    let behind = rest.trim_start_matches(digits);
    let marked = behind.trim_start_matches([')', '、', '.']);
    let is = behind.len() < rest.len() && marked.len() < behind.len();
    if is {
        title.len() - marked.trim_start().len()
    } else {
        0
    }
}

const fn behind(range: Span, skipped: usize) -> Span {
    Span::new(range.start + skipped, range.end)
}

/// Official titles inside a long cell: a page that lost its line ends and its numbers.
fn swallowed(
    document: &Document,
    keys: &[(&Section, Vec<String>)],
    found: &[SectionFact],
) -> Vec<SectionFact> {
    /// A title has more letters than a label that reads like it.
    const LETTERS: usize = 9;
    let mut more = Vec::new();
    for node in document
        .nodes
        .iter()
        .filter(|it| it.kind == NodeKind::Cell && it.span.len() > 60)
    {
        let range = document.folded.range(node.span);
        let mut at = range.start;
        for piece in document.folded.slice(range).split_inclusive(' ') {
            let here = Span::new(at, at + piece.trim_end().len());
            at += piece.len();
            let letters = bare(piece);
            if letters.chars().count() < LETTERS {
                continue;
            }
            let section = keys.iter().find(|(_, keys)| keys.contains(&letters));
            let known = |id: &str| found.iter().any(|it| it.id.as_deref() == Some(id));
            if let Some((section, _)) = section.filter(|(section, _)| !known(&section.id)) {
                let span = document.folded.span(here);
                more.push(SectionFact {
                    id: Some(section.id.clone()),
                    level: 1,
                    number: None,
                    title: compact(document.source.slice(span)),
                    span,
                    extent: span,
                });
            }
        }
    }
    more
}

/// A title without line ends and odd blanks.
fn compact(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches('*')
        .to_owned()
}

/// Whether a heading is a label of a form that was found around it.
/// One that is its chapter's `own` by number and words is a label only if that has all of its words.
fn in_form(
    document: &Document,
    pack: &Pack,
    forms: &[FormFacts],
    (span, title): (Span, &str),
    own: bool,
) -> bool {
    forms.iter().zip(&pack.forms).any(|(facts, form)| {
        let Some(around) = facts.span else {
            return false;
        };
        let line = |at: usize| document.source.line_of(at);
        let inside = around.start < span.start && span.end <= around.end;
        let near =
            line(span.start) + 12 >= line(around.start) && line(span.start) <= line(around.end) + 4;
        inside || (near && is_label(form, title) && (!own || in_label(form, title)))
    })
}

fn is_label(form: &Form, title: &str) -> bool {
    title.chars().count() >= 3
        && form
            .label_keys()
            .iter()
            .any(|label| label.contains(title) || title.starts_with(label.as_str()))
}

fn in_label(form: &Form, title: &str) -> bool {
    form.label_keys().iter().any(|it| it.contains(title))
}

fn by_words<'p>(pack: &'p Pack, title: &str) -> Option<&'p Section> {
    pack.sections
        .iter()
        .find(|section| section.title_words.iter().any(|words| all_in(words, title)))
}

pub(super) fn all_in(words: &[String], text: &str) -> bool {
    !words.is_empty() && words.iter().all(|word| text.contains(word.as_str()))
}
