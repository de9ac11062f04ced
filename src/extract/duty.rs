//! What bears each section that a pack asks for: a heading, sentences, a table.

use std::cell::LazyCell;

use super::heading::all_in;
use crate::document::{Document, Node, NodeKind};
use crate::fact::{CellState, Duty, Evidence, FormFacts, SectionFact};
use crate::fold::Folded;
use crate::pack::{Pack, Section};
use crate::source::Span;

/// What bears each section of the pack.
pub(super) fn duties(
    document: &Document,
    pack: &Pack,
    forms: &[FormFacts],
    sections: &[SectionFact],
) -> Vec<Duty> {
    let first = sections.first().map_or(0, |it| it.span.start);
    let sentences = LazyCell::new(|| {
        let end = document.source.text().len();
        body(document, pack, Span::new(first, end))
    });
    pack.sections
        .iter()
        .map(|section| {
            let heading = sections
                .iter()
                .find(|it| it.id.as_deref() == Some(section.id.as_str()))
                .map(|it| it.span);
            let prose = || {
                sentences
                    .iter()
                    .find(|(sentence, _)| {
                        section.content.iter().any(|words| all_in(words, sentence))
                    })
                    .map(|(_, span)| *span)
            };
            let in_place = || {
                let words = &section.content_in_place;
                let place = due(pack, sections, section).filter(|_| !words.is_empty())?;
                let place = body(document, pack, place);
                let mut sentences = place.into_iter();
                sentences.find_map(|(sentence, span)| {
                    let told = words.iter().any(|words| all_in(words, &sentence));
                    told.then_some(span)
                })
            };
            let shown = || {
                section
                    .shown_by
                    .iter()
                    .find_map(|path| shown(pack, forms, path))
            };
            let (evidence, span) = heading
                .map(|span| (Evidence::Heading, Some(span)))
                .or_else(|| prose().map(|span| (Evidence::Prose, Some(span))))
                .or_else(|| in_place().map(|span| (Evidence::Prose, Some(span))))
                .or_else(|| {
                    let place = within_prose(document, &section.titles, sections, pack);
                    place.map(|span| (Evidence::Prose, Some(span)))
                })
                .or_else(|| shown().map(|place| (Evidence::Form, place.span)))
                .unwrap_or((Evidence::None, None));
            Duty {
                section: section.id.clone(),
                evidence,
                span,
            }
        })
        .collect()
}

/// What ends a sentence that names the chapters.
const STOPS: [char; 2] = ['。', '\n'];

/// So many letters around one chapter name the others.
const LISTED: usize = 200;

/// So many chapters at least are named by a sentence that tells what the report is made of.
const NAMED: usize = 4;

/// Whether a sentence tells what chapters there are, and not what stands in them.
fn lists_chapters(sentence: &str, pack: &Pack) -> bool {
    let named = |section: &&Section| {
        let titled = section
            .titles
            .iter()
            .any(|it| sentence.contains(it.as_str()));
        titled || section.content.iter().any(|words| all_in(words, sentence))
    };
    let named = pack.sections.iter().filter(named);
    sentence.contains(['、', ',', ';']) && named.count() >= NAMED
}

/// Where one of `titles` stands with its number behind other words of a line, from the first section
/// on: a page that lost its line ends has its headings inside of its paragraphs.
fn within_prose(
    document: &Document,
    titles: &[String],
    sections: &[SectionFact],
    pack: &Pack,
) -> Option<Span> {
    let text = document.folded.text();
    let first = sections.first()?.span;
    let from = document.folded.range(first).end;
    let rest = text.get(from..)?;
    titles.iter().find_map(|title| {
        let title = Folded::new(title);
        let places = rest.match_indices(title.text());
        let mut places = places.filter(|(at, _)| {
            let before = rest.get(..*at).and_then(|it| it.strip_suffix('、'));
            let numbered =
                before.filter(|it| it.ends_with(|it| "一二三四五六七八九十".contains(it)));
            numbered.is_some_and(|before| {
                // What names the chapters names the next one soon.
                let from = before.char_indices().rev().nth(LISTED).map_or(0, |it| it.0);
                let near = before.get(from..).unwrap_or_default();
                let head = near.rsplit(STOPS).next().unwrap_or_default();
                let behind = rest.get(*at..).unwrap_or_default().chars();
                let tail = behind.take(LISTED).take_while(|it| !STOPS.contains(it));
                let sentence: String = head.chars().chain(tail).collect();
                !lists_chapters(&sentence, pack)
            })
        });
        let (at, found) = places.next()?;
        let range = Span::new(from + at, from + at + found.len());
        Some(document.folded.span(range))
    })
}

/// Where a section without a heading would stand: between the chapters before and behind it.
fn due(pack: &Pack, sections: &[SectionFact], section: &Section) -> Option<Span> {
    let own = section.number?;
    let numbered = sections.iter().filter(|it| it.level == 1).filter_map(|it| {
        let known = pack
            .sections
            .iter()
            .find(|of| Some(&of.id) == it.id.as_ref())?;
        Some((known.number?, it.span))
    });
    let before = numbered.clone().filter(|(number, _)| *number < own);
    let from = before.map(|(_, span)| span.end).max().unwrap_or(0);
    let mut behind = numbered.filter(|(number, span)| *number > own && span.start >= from);
    behind.next().map(|(_, span)| Span::new(from, span.start))
}

/// The sentences of the prose that begins within a place, folded, each with its own place, but for those
/// that tell what chapters there are.
fn body(document: &Document, pack: &Pack, place: Span) -> Vec<(String, Span)> {
    let mut sentences = Vec::new();
    let within = |node: &&Node| place.start <= node.span.start && node.span.start < place.end;
    for node in document.nodes.iter().filter(within) {
        let joined: Folded = match &node.kind {
            NodeKind::Paragraph { lines } => document
                .folded
                .join(lines.iter().map(|line| document.folded.range(*line))),
            NodeKind::Section(heading) => {
                document.folded.join([document.folded.range(heading.title)])
            }
            NodeKind::TitleLike
            | NodeKind::Title
            | NodeKind::Cell
            | NodeKind::Table
            | NodeKind::Row
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => continue,
        };
        let mut at = 0;
        for whole in joined.text().split_inclusive(['。', '!', '?']) {
            let lists = lists_chapters(whole, pack);
            for sentence in whole.split_inclusive(';') {
                let span = joined.span(Span::new(at, at + sentence.len()));
                at += sentence.len();
                if !lists {
                    sentences.push((sentence.to_owned(), span));
                }
            }
        }
    }
    sentences
}

/// A table or a cell that bears a duty, and where it stands if it has a place.
struct Shown {
    span: Option<Span>,
}

/// Where the report shows a form, or a cell of one (`form.row.column`) that its table has.
fn shown(pack: &Pack, forms: &[FormFacts], path: &str) -> Option<Shown> {
    let (form_id, cell) = path
        .split_once('.')
        .map_or((path, None), |(form, cell)| (form, Some(cell)));
    let (form, facts) = pack
        .forms
        .iter()
        .zip(forms)
        .find(|(form, _)| form.id == form_id)?;
    if !facts.found {
        return None;
    }
    let Some(path) = cell else {
        return Some(Shown { span: facts.span });
    };
    let id = form.cells().find(|cell| form.path(*cell) == path)?;
    let fact = facts.cell(id)?;
    (fact.state != CellState::Absent).then_some(Shown { span: fact.span })
}
