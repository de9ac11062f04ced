//! The report itself, line by line and table by table, with the findings marked in it.

use serde::Serialize;

use crate::audit::Audit;
use crate::cause::Finding;
use crate::rule::{Rule, Severity};
use crate::source::Span;
use crate::verdict::Verdict;

use super::class;

/// The most marks of one finding.
const MARKS: usize = 40;

/// A place in the report that a finding points at.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// What it is called on the page.
    pub(super) id: usize,
    /// The number of the finding.
    pub(super) finding: usize,
    severity: &'static str,
    pub(super) span: Span,
    says: String,
}

/// The places the findings point at, none within another, in the order of the findings. A place
/// belongs to the first finding that points at it.
pub(super) fn marks(
    audit: &Audit<'_>,
    told: &[(Severity, (Finding, &Rule, &Verdict))],
) -> Vec<Mark> {
    let text = audit.facts.source.text();
    let mut marks: Vec<Mark> = Vec::new();
    for (at, (severity, (_, _, verdict))) in told.iter().enumerate() {
        for label in verdict.labels.iter().take(MARKS) {
            let span = label.span;
            // A mark stays in its line; a longer place is marked where it begins.
            let rest = text.get(span.start..span.end).unwrap_or_default();
            let end = span.start + rest.find('\n').unwrap_or(rest.len());
            let span = Span::new(span.start, end);
            let free = marks
                .iter()
                .all(|it| it.span.end <= span.start || span.end <= it.span.start);
            if free && !span.is_empty() {
                marks.push(Mark {
                    id: marks.len() + 1,
                    finding: at + 1,
                    severity: class(*severity),
                    span,
                    says: label.text.clone(),
                });
            }
        }
    }
    marks
}

/// A paragraph or a table.
#[derive(Debug, Serialize)]
pub(super) struct Block {
    heading: bool,
    pieces: Vec<Piece>,
    rows: Vec<Vec<Vec<Piece>>>,
}

/// A piece of text, marked or not.
#[derive(Debug, Serialize)]
pub(super) struct Piece {
    text: String,
    mark: Option<usize>,
    finding: Option<usize>,
    severity: &'static str,
    says: String,
}

/// The report in blocks, its marks in their places.
pub(super) fn blocks(audit: &Audit<'_>, marks: &[Mark]) -> Vec<Block> {
    let source = &audit.facts.source;
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|it| it.span);
    let mut blocks: Vec<Block> = Vec::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let text = line.trim_end_matches('\n');
        let span = Span::new(start, start + text.len());
        start += line.len();
        if text.contains('\t') {
            let row = cells(text, span.start, &sorted);
            match blocks.last_mut() {
                Some(table) if !table.rows.is_empty() => table.rows.push(row),
                _ => blocks.push(Block {
                    heading: false,
                    pieces: Vec::new(),
                    rows: vec![row],
                }),
            }
        } else if !text.trim().is_empty() {
            // Prose that goes on behind a heading is no heading.
            let whole = |it: Span| span.contains(it.start) && it.end + 6 >= span.end;
            let heading = audit.facts.sections.iter().any(|it| whole(it.span));
            let title = audit
                .facts
                .title
                .as_ref()
                .is_some_and(|it| span.contains(it.span.start));
            blocks.push(Block {
                heading: heading || title,
                pieces: pieces(text, span.start, &sorted),
                rows: Vec::new(),
            });
        }
    }
    blocks
}

fn cells(line: &str, start: usize, marks: &[&Mark]) -> Vec<Vec<Piece>> {
    let mut at = start;
    let mut cells = Vec::new();
    for cell in line.split('\t') {
        cells.push(pieces(cell, at, marks));
        at += cell.len() + 1;
    }
    cells
}

/// `text`, which begins at byte `start` of the report, cut at the marks in it.
fn pieces(text: &str, start: usize, marks: &[&Mark]) -> Vec<Piece> {
    let end = start + text.len();
    let from = marks.partition_point(|it| it.span.end <= start);
    let own = marks.iter().skip(from).take_while(|it| it.span.start < end);
    let slice = |span: Span| {
        let from = span.start.max(start) - start;
        let to = span.end.min(end).saturating_sub(start);
        text.get(from..to).unwrap_or_default().to_owned()
    };
    let plain = |span: Span| Piece {
        text: slice(span),
        mark: None,
        finding: None,
        severity: "",
        says: String::new(),
    };
    let mut pieces = Vec::new();
    let mut at = start;
    for mark in own {
        if at < mark.span.start {
            pieces.push(plain(Span::new(at, mark.span.start)));
        }
        pieces.push(Piece {
            text: slice(mark.span),
            mark: (mark.span.start >= start).then_some(mark.id),
            finding: Some(mark.finding),
            severity: mark.severity,
            says: mark.says.clone(),
        });
        at = mark.span.end.min(end);
    }
    if at < end || pieces.is_empty() {
        pieces.push(plain(Span::new(at, end)));
    }
    pieces
}
