//! Finds the blank cells of rows that are aligned by blanks.
//!
//! Such a row shows a blank cell only by where its other values stand. The columns are learned
//! from all rows between two breaks; a row with fewer values is completed if each of them falls
//! to a column of its own beyond doubt. A character may count as one place (as tools that read
//! PDF do) or as wide as it is shown: the measure is taken under which all rows line up.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;

use crate::document::{Document, NodeKind};
use crate::quantity::{CellText, cell_text};
use crate::source::Span;

/// So many rows must have a value in each column.
const SUPPORT: usize = 2;
/// Fewer columns are not told from other words.
const FEWEST: usize = 3;
/// Values of one column begin, end or centre within so many places.
const SPREAD: usize = 2;
/// Columns are so many places apart.
const APART: usize = 2;
/// So many lines without values between two rows are the header of another table.
const HEADER: usize = 3;
/// No table has more columns.
const MOST: usize = 40;
/// A line that began more bytes ago is not printed in columns.
const LINE: usize = 2000;

/// A row as its cells stand in the text.
struct Row {
    /// The node.
    node: usize,
    /// Where its line begins.
    line: usize,
    cells: Vec<Span>,
    /// The first of its values; from there on all cells are values.
    first: usize,
}

impl Row {
    fn values(&self) -> &[Span] {
        self.cells.get(self.first..).unwrap_or_default()
    }
}

/// From place to place in its line.
type Interval = (usize, usize);

/// For each row (by node) with lost blanks, its cells with the blank ones put in.
pub(super) fn completed(document: &Document) -> BTreeMap<usize, Vec<Span>> {
    let mut found = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    // Lines without values since the last row: a few are labels, more are a header.
    let mut words = 0;
    for (at, node) in document.nodes.iter().enumerate() {
        let row = match node.kind {
            NodeKind::Row => row(document, at),
            NodeKind::Furniture | NodeKind::Paragraph { .. } => {
                words = HEADER;
                None
            }
            NodeKind::Title
            | NodeKind::Section(_)
            | NodeKind::TitleLike
            | NodeKind::Signature
            | NodeKind::Date(_) => {
                words += 1;
                None
            }
            NodeKind::Table | NodeKind::Cell => None,
        };
        let Some(row) = row else {
            let cells = document.nodes.iter().skip(at + 1).take(2);
            let beside = cells.filter(|it| it.kind == NodeKind::Cell).count() > 1;
            words += usize::from(node.kind == NodeKind::Row && beside);
            continue;
        };
        let new_page = rows.last().and_then(Row::end).is_some_and(|end| {
            let between = Span::new(end, node.span.start.max(end));
            document.source.slice(between).contains('\u{c}')
        });
        if new_page || words >= HEADER {
            complete(document, &rows, &mut found);
            rows.clear();
        }
        words = 0;
        rows.push(row);
    }
    complete(document, &rows, &mut found);
    found
}

impl Row {
    fn end(&self) -> Option<usize> {
        self.cells.last().map(|cell| cell.end)
    }
}

/// The row at `node`, if blanks part its cells and it ends in values.
fn row(document: &Document, node: usize) -> Option<Row> {
    let span = document.nodes.get(node)?.span;
    if document.source.slice(span).contains(['\t', '|']) {
        return None;
    }
    let cells: Vec<Span> = document
        .nodes
        .iter()
        .skip(node + 1)
        .take_while(|it| it.kind == NodeKind::Cell)
        .map(|it| it.span)
        .collect();
    let is_value = |cell: &Span| {
        let folded = document.folded.slice(document.folded.range(*cell));
        matches!(cell_text(folded), CellText::Number(_, _) | CellText::Dash)
    };
    let first = cells.iter().position(is_value)?;
    let values = cells.get(first..)?;
    let line = line_start(document, values.first()?.start)?;
    values.iter().all(is_value).then_some(Row {
        node,
        line,
        cells,
        first,
    })
}

/// Where the line or page around `at` begins, if it is not too long ago.
fn line_start(document: &Document, at: usize) -> Option<usize> {
    let before = document.source.text().as_bytes().get(..at)?;
    let back = before.iter().rev().take(LINE);
    let length = back.take_while(|it| !matches!(it, b'\n' | 0xc)).count();
    (length < LINE).then_some(at - length)
}

fn complete(document: &Document, rows: &[Row], found: &mut BTreeMap<usize, Vec<Span>>) {
    let columns = rows.iter().map(|row| row.values().len()).max().unwrap_or(0);
    let whole = rows.iter().filter(|row| row.values().len() == columns);
    if !(FEWEST..=MOST).contains(&columns) || evenly_parted(rows, whole) {
        return;
    }
    let readings: Vec<Vec<Vec<usize>>> = [str::width, count]
        .into_iter()
        .filter_map(|measure| {
            let places: Vec<Vec<Interval>> = rows
                .iter()
                .map(|row| {
                    let place = |cell: &Span| place(document, row.line, *cell, measure);
                    row.values().iter().map(place).collect()
                })
                .collect();
            let labels: Vec<usize> = rows
                .iter()
                .map(|row| {
                    let label = row.cells.get(..row.first).and_then(<[Span]>::last);
                    label.map_or(0, |cell| place(document, row.line, *cell, measure).1)
                })
                .collect();
            assigned(&places, &labels, columns)
        })
        .collect();
    let Some((reading, others)) = readings.split_first() else {
        return;
    };
    for (at, row) in rows.iter().enumerate() {
        let Some(taken) = reading.get(at) else {
            continue;
        };
        let agreed = others.iter().all(|other| other.get(at) == Some(taken));
        if agreed && taken.len() < columns {
            found.insert(row.node, filled(row, taken, columns));
        }
    }
}

/// Whether the same blanks stand between the values of all rows, and before those of `whole` rows:
/// then they part the cells, and show no columns.
fn evenly_parted<'r>(rows: &[Row], whole: impl Iterator<Item = &'r Row>) -> bool {
    let gap = |one: &Span, next: &Span| next.start.saturating_sub(one.end);
    let between: BTreeSet<usize> = rows
        .iter()
        .flat_map(|row| row.values().iter().zip(row.values().iter().skip(1)))
        .map(|(one, next)| gap(one, next))
        .collect();
    let before: BTreeSet<usize> = whole
        .filter_map(|row| {
            let label = row.cells.get(row.first.checked_sub(1)?)?;
            Some(gap(label, row.values().first()?))
        })
        .collect();
    between.len() < 2 && before.len() < 2
}

fn count(text: &str) -> usize {
    text.chars().count()
}

/// Where `cell` stands in the line that begins at `line`.
fn place(document: &Document, line: usize, cell: Span, measure: fn(&str) -> usize) -> Interval {
    let before = Span::new(line, cell.start.max(line));
    let from = measure(document.source.slice(before));
    (from, from + measure(document.source.slice(cell)))
}

/// For each row the columns of its values; none if the rows do not line up in `columns` columns, or
/// if words (`labels`: where they end) reach into them.
fn assigned(rows: &[Vec<Interval>], labels: &[usize], columns: usize) -> Option<Vec<Vec<usize>>> {
    let mut all: Vec<Interval> = rows.iter().flatten().copied().collect();
    all.sort_unstable();
    let mut clusters: Vec<Interval> = Vec::new();
    for (from, to) in all {
        match clusters.last_mut() {
            Some((_, end)) if from < *end + APART => *end = (*end).max(to),
            Some(_) | None => clusters.push((from, to)),
        }
    }
    if clusters.len() != columns {
        return None;
    }
    let first = clusters.first().map_or(0, |(from, _)| *from);
    let column = |(from, _): &Interval| clusters.partition_point(|(start, _)| start <= from) - 1;
    // A row whose words stand among the columns is taken as it is.
    let taken: Vec<Vec<usize>> = rows
        .iter()
        .zip(labels)
        .map(|(row, label)| {
            let taken: Vec<usize> = row.iter().map(column).collect();
            if *label <= first {
                taken
            } else {
                (0..columns).collect()
            }
        })
        .collect();
    let each_its_own = taken
        .iter()
        .all(|row| row.is_sorted_by(|one, next| one < next));
    let supported = (0..columns).all(|at| {
        let rows = taken.iter().filter(|row| row.contains(&at));
        rows.count() >= SUPPORT
    });
    let edges: [fn(&Interval) -> usize; 3] = [|it| 2 * it.0, |it| 2 * it.1, |it| it.0 + it.1];
    let lined_up = edges.into_iter().any(|edge| {
        (0..columns).all(|at| {
            let values = || {
                let own = rows.iter().flatten().filter(|it| column(it) == at);
                own.map(edge)
            };
            let (least, most) = (values().min(), values().max());
            most.zip(least)
                .is_some_and(|(most, least)| most - least <= 2 * SPREAD)
        })
    });
    (each_its_own && supported && lined_up).then_some(taken)
}

/// The cells of `row` with an empty one for each column that no value takes.
fn filled(row: &Row, taken: &[usize], columns: usize) -> Vec<Span> {
    let label = row.cells.get(..row.first).unwrap_or_default();
    let mut cells = label.to_vec();
    let mut values = taken.iter().zip(row.values()).peekable();
    let mut end = cells.last().map_or_else(
        || row.values().first().map_or(0, |it| it.start),
        |it| it.end,
    );
    for column in 0..columns {
        match values.next_if(|(at, _)| **at == column) {
            Some((_, value)) => {
                cells.push(*value);
                end = value.end;
            }
            None => cells.push(Span::new(end, end)),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// The rows that were completed: their cells, a dot for a blank one.
    fn read(lines: &[&str]) -> Vec<String> {
        let text = format!("表\n{}\n", lines.join("\n"));
        let document = crate::parse::parse(Source::new("test", text));
        let cell = |span: &Span| match document.source.slice(*span) {
            "" => ".".to_owned(),
            text => text.to_owned(),
        };
        let rows = completed(&document).into_values();
        rows.map(|cells| cells.iter().map(cell).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn places_values_below_those_of_whole_rows() {
        let by_width = [
            "予以公开        12      0     3",
            "部分             1      4   115",
            "重复                          7",
            "要求             5            6",
        ];
        assert_eq!(read(&by_width), ["重复 . . 7", "要求 5 . 6"]);
        let by_characters = [
            "予以公开        12      0     3",
            "部分           1      4   115",
            "重复                        7",
            "要求           5            6",
        ];
        assert_eq!(read(&by_characters), ["重复 . . 7", "要求 5 . 6"]);
    }

    #[test]
    fn leaves_rows_alone_whose_columns_are_not_sure() {
        // Parted by the same blanks everywhere: nothing is below anything.
        let parted = ["甲乙  1  0  3", "丙丁  4  5  6", "戊己  7  8"];
        assert!(read(&parted).is_empty());
        // A value between two columns.
        let between = [
            "甲乙        12      0     3",
            "丙丁丁       1      4   115",
            "戊己            7",
        ];
        assert!(read(&between).is_empty());
        // Nothing but one row says where the second column is.
        let single = ["甲乙        12      0     3", "丙丁丁       1          115"];
        assert!(read(&single).is_empty());
    }
}
