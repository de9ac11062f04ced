//! Forms whose words are there and whose values are not: one printed row under its header that has
//! not as many cells as it should, and tables that lost their values on the way here.

use std::collections::BTreeSet;

use super::stream::{Slot, Stream};
use crate::document::{Document, NodeKind};
use crate::fact::{CellFact, CellState, FormFacts};
use crate::fold::{bare, is_letter, key};
use crate::form::{Form, Layout, Printed};
use crate::source::Span;

/// How much of the words of the header must be there.
const HEADED: f32 = 0.6;
/// Over so many stretches of words a header may be spread by the blanks of merged cells.
const SPREAD: usize = 4;

/// The form with every cell unread; none unless its header is there.
pub(super) fn uneven(document: &Document, stream: &Stream, form: &Form) -> Option<FormFacts> {
    let [layout] = form.layouts() else {
        return None;
    };
    let [row] = layout.rows.as_slice() else {
        return None;
    };
    let held: Vec<f32> = (0..stream.gaps.len())
        .map(|from| {
            let gaps = stream.gaps.iter().skip(from).take(SPREAD);
            let words: String = gaps.map(|gap| gap.words.as_str()).collect();
            let labels = &layout.labels;
            labels.held(0, &labels.seen(&words, ""))
        })
        .collect();
    let most = held.iter().copied().fold(0.0, f32::max);
    if most < HEADED {
        return None;
    }
    // Of the stretches that hold the most, the one where the header begins is the last.
    let header = held.iter().rposition(|it| *it >= most)?;
    let values = values(stream, header);
    let first = values.first().copied();
    let span = first
        .zip(values.last())
        .map(|(first, last)| first.span.to(last.span));
    let counted = values.len();
    let parted = span.is_some_and(|span| {
        let range = document.folded.range(span);
        let text = document.folded.slice(range);
        let before = document.folded.slice(Span::new(0, range.start));
        let header = before.trim_end_matches(['\t', '|', ' ']);
        let words = header.trim_end_matches(|it: char| it.is_ascii_digit());
        // A value that touches the header has lost what parts the two.
        let glued = words.len() < header.len() && words.ends_with(is_letter);
        !glued && text.matches(['\t', '|']).count() + 1 >= counted
    });
    // A table for each of its rows, or one cell a line, has all of them; it is only not read.
    let columns = form.blocks.iter().map(|it| it.columns.len()).max();
    let whole = columns.is_some_and(|it| counted <= it);
    Some(FormFacts {
        span,
        uneven: (parted && !whole && counted != row.cells.len()).then_some(counted),
        ..unread(form, layout)
    })
}

/// So many rows of a form are not named by chance, and so much of all of them.
const MANY: usize = 4;
const SHARE: usize = 80;
/// How much of the words of a label must be there.
const WHOLE: f32 = 0.99;
/// Over so many stretches of words the labels of a table without values are spread.
const STRETCHES: usize = 8;

/// The form with every cell unread, when nearly all its labels stand together.
pub(super) fn labels_only(document: &Document, stream: &Stream, form: &Form) -> Option<FormFacts> {
    let mut layouts = form.layouts().iter();
    let (layout, first) = layouts.find_map(|layout| Some((layout, named(stream, layout)?)))?;
    let gaps = stream.gaps.iter().skip(first).take(STRETCHES);
    let of_form = |text: &str| {
        let title = bare(text);
        let keys = form.label_keys().iter();
        title.chars().count() >= 2 && keys.clone().any(|key| *key == title)
    };
    let mut pieces = gaps
        .flat_map(|gap| &gap.pieces)
        .filter(|piece| of_form(document.folded.slice(document.folded.range(**piece))));
    let begin = pieces.next()?;
    let end = pieces.next_back().unwrap_or(begin);
    Some(FormFacts {
        span: Some(begin.to(*end)),
        ..unread(form, layout)
    })
}

/// A form of fewer columns is not told by how many cells its rows have.
const COLUMNS: usize = 4;

/// The form with every cell unread, when most of its rows are there under their labels and all have
/// the same wrong number of cells: it lacks a column.
pub(super) fn narrow(stream: &Stream, form: &Form) -> Option<FormFacts> {
    let [block] = form.blocks.as_slice() else {
        return None;
    };
    let columns = block.columns.len();
    if block.across || columns < COLUMNS {
        return None;
    }
    let layout = form.layouts().first()?;
    let parted = stream.slots.iter().filter(|it| it.parted);
    let rows: Vec<(usize, &Slot)> = parted
        .filter_map(|slot| {
            let gap = stream.gaps.get(slot.gap)?;
            let seen = layout.labels.seen(&gap.words, &gap.nearest);
            let row =
                (0..layout.rows.len()).find(|row| layout.labels.held(*row, &seen) >= WHOLE)?;
            Some((row, slot))
        })
        .collect();
    let named: BTreeSet<usize> = rows.iter().map(|(row, _)| *row).collect();
    let counted = rows.first()?.1.row_length;
    let even = rows.iter().filter(|(_, it)| it.row_length == counted);
    let whole = named.len() * 100 >= layout.rows.len() * form.found_at as usize
        && even.count() * 100 >= rows.len() * SHARE;
    let fits = (COLUMNS - 1..=columns + 1).contains(&counted) && counted != columns;
    (whole && fits).then(|| FormFacts {
        span: rows
            .first()
            .zip(rows.last())
            .map(|(first, last)| first.1.span.to(last.1.span)),
        uneven: Some(counted),
        ..unread(form, layout)
    })
}

/// Shorter labels stand in prose, too.
const LETTERS: usize = 5;
/// The words of a header are looked for together with the labels of the rows, and may be shorter.
const HEADER: usize = 4;

/// The form with every cell unread, when a good part of the labels of its many rows stand somewhere,
/// however they are laid out, or nearly all of its labels and the words of its header.
pub(super) fn labels_anywhere(document: &Document, form: &Form) -> Option<FormFacts> {
    let layout = form.layouts().first()?;
    let long = |labels: Vec<String>, least: usize| -> Vec<String> {
        let long = labels.into_iter();
        long.filter(|it| it.chars().count() >= least).collect()
    };
    let rows = || layout.rows.iter().map(|row| row.names().collect());
    let columns = form.blocks.iter().flat_map(|block| {
        let rows = block.rows.iter().map(|row| &row.labels);
        let columns = block.columns.iter().map(|column| &column.labels);
        rows.chain(columns)
    });
    let columns = columns.map(|labels| labels.iter().map(|it| key(it)).collect());
    let (wanted, share): (Vec<Vec<String>>, usize) = if form.row_names().is_empty() {
        let official = |labels: &Vec<String>| {
            let first = labels.first();
            first.is_some_and(|it| it.chars().count() >= HEADER)
        };
        let wanted = columns.filter(official).map(|it| long(it, HEADER));
        (wanted.collect(), SHARE)
    } else {
        let wanted = rows().map(|it| long(it, LETTERS));
        (wanted.collect(), form.found_at as usize)
    };
    let texts: Vec<(Span, String)> = document
        .nodes
        .iter()
        .filter(|it| !matches!(it.kind, NodeKind::Table | NodeKind::Row))
        .map(|it| it.heading().map_or(it.span, |heading| heading.span))
        .map(|span| {
            (
                span,
                bare(document.folded.slice(document.folded.range(span))),
            )
        })
        .collect();
    // Lines break labels.
    let joined: String = texts.iter().map(|(_, text)| text.as_str()).collect();
    let mut ends: Vec<usize> = Vec::with_capacity(texts.len());
    for (_, text) in &texts {
        ends.push(ends.last().map_or(0, |it| *it) + text.len());
    }
    let place = |labels: &Vec<String>| {
        let at = labels.iter().find_map(|it| joined.find(it.as_str()))?;
        let line = ends.partition_point(|end| *end <= at);
        texts.get(line).map(|(span, _)| *span)
    };
    let places: Vec<Span> = wanted.iter().filter_map(place).collect();
    let enough = places.len() >= MANY && places.len() * 100 >= wanted.len() * share;
    let first = places.iter().min_by_key(|it| it.start)?;
    let last = places.iter().max_by_key(|it| it.end)?;
    enough.then(|| FormFacts {
        span: Some(first.to(*last)),
        ..unread(form, layout)
    })
}

/// So many headers of blocks, or of rows beside each other, do not stand on lines of their own by chance.
const HEADERS: usize = 3;

/// The form with every cell unread, when all headers of its blocks stand on lines without a sentence.
pub(super) fn headers_anywhere(document: &Document, form: &Form) -> Option<FormFacts> {
    let layout = form.layouts().first()?;
    let wanted: Vec<&Vec<String>> = match form.blocks.as_slice() {
        [block] if block.across => block.rows.iter().map(|row| &row.labels).collect(),
        blocks => blocks.iter().map(|block| &block.header).collect(),
    };
    let lines: Vec<(Span, String)> = document
        .nodes
        .iter()
        .filter(|it| matches!(it.kind, NodeKind::TitleLike | NodeKind::Cell))
        .map(|it| it.span)
        .map(|it| (it, bare(document.folded.slice(document.folded.range(it)))))
        .collect();
    let place = |labels: &&Vec<String>| {
        let keys: Vec<String> = labels.iter().map(|it| key(it)).collect();
        let holds = |text: &str| keys.iter().any(|it| !it.is_empty() && text.contains(it));
        lines.iter().find(|(_, text)| holds(text)).map(|it| it.0)
    };
    let places: Vec<Span> = wanted.iter().map(place).collect::<Option<_>>()?;
    let first = places.iter().min_by_key(|it| it.start)?;
    let last = places.iter().max_by_key(|it| it.end)?;
    (places.len() >= HEADERS).then(|| FormFacts {
        span: Some(first.to(*last)),
        ..unread(form, layout)
    })
}

/// The first of the stretches in which nearly all rows of a layout are named.
fn named(stream: &Stream, layout: &Layout) -> Option<usize> {
    let rows = layout.rows.len();
    if rows < MANY {
        return None;
    }
    let seen: Vec<_> = stream
        .gaps
        .iter()
        .map(|gap| layout.labels.seen(&gap.words, ""))
        .collect();
    (0..seen.len()).find(|from| {
        let near = || seen.iter().skip(*from).take(STRETCHES);
        let held = |row: usize| near().any(|gap| layout.labels.held(row, gap) >= WHOLE);
        let begins = (0..rows).any(|row| {
            seen.get(*from)
                .is_some_and(|gap| layout.labels.held(row, gap) >= WHOLE)
        });
        begins && (0..rows).filter(|row| held(*row)).count() * 100 >= rows * SHARE
    })
}

/// A form that is there, with none of its cells read.
fn unread(form: &Form, layout: &Layout) -> FormFacts {
    let cells = layout.rows.iter().flat_map(|row: &Printed| &row.cells);
    let mut cells: Vec<CellFact> = cells
        .map(|cell| CellFact {
            cell: *cell,
            value: None,
            raw: String::new(),
            state: CellState::Unread,
            confirmed: false,
            span: None,
        })
        .collect();
    cells.sort_by_key(|it| it.cell);
    FormFacts {
        form: form.id.clone(),
        found: true,
        span: None,
        cells,
        uneven: None,
        labels: Vec::new(),
        foreign_headers: Vec::new(),
    }
}

/// The cells of the first row with a value behind the words from `header` on. Blanks before it are
/// those of the header.
fn values(stream: &Stream, header: usize) -> Vec<&Slot> {
    let behind = |slot: &&Slot| (header..header + SPREAD).contains(&slot.gap);
    let rows = stream.slots.iter().filter(behind);
    let Some(row) = rows
        .clone()
        .find(|slot| slot.content.is_number())
        .map(|slot| slot.row)
    else {
        return Vec::new();
    };
    let one_row = stream.slots.iter().filter(|slot| slot.row == row);
    one_row.collect()
}
