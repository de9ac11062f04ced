//! Which lines are rows, headings and prose, seen with their neighbours.

use unicode_width::UnicodeWidthStr;

use super::date::parse_date;
use super::line::{Form, Line, Number, Style, lines, slice, trim};
use super::row::{is_value, spaced};
use super::sentence::{counts, prose, quoting, tells, unfinished};
use super::settled;
use super::unfold::shift;
use crate::fold::is_letter;
use crate::source::Span;

/// A line, or a part of an over-long one, and what it is.
#[derive(Debug, Clone)]
pub(super) struct Piece<'t> {
    pub(super) role: Role,
    /// Its bytes in the folded view without the blanks around it.
    pub(super) span: Span,
    pub(super) text: &'t str,
}

/// What a line is in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    Blank,
    Furniture,
    /// Cells of a table row.
    Row(Vec<Span>),
    /// A heading: its number, its title, and the prose that follows on its line.
    Heading(Number, Span, Span),
    /// A short line that is no sentence.
    Short,
    /// The first line of a paragraph.
    Prose,
    /// A line that goes on with the paragraph before it.
    Continued,
}

/// A heading has no more characters than this.
const TITLE: usize = 120;
/// A heading that shares its line with prose has no more characters than this.
const RUN_IN: usize = 36;
/// The values of a row, glued together, have at least as many digits.
const GLUED: usize = 7;
/// A row of so many values has no label in front.
const UNLABELLED: usize = 12;
/// The name of a field of the page is no wider.
const FIELD: usize = 24;
/// So many digits on a line of their own belong to no sentence.
const LONE: usize = 15;

pub(super) fn classify(mut lines: Vec<Line<'_>>) -> Vec<Piece<'_>> {
    settled::settle(&mut lines);
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(lines.len());
    // The state of the paragraph before: whether it is open, and how many blank lines ago it ended.
    let mut open = None::<usize>;
    for line in &lines {
        let role = role(line, open, &pieces);
        open = match role {
            Role::Prose | Role::Continued => unfinished(line.text).then_some(0),
            Role::Blank => open.map(|blanks| blanks + 1).filter(|blanks| *blanks < 3),
            Role::Furniture => open,
            Role::Heading(_, _, body) => (!body.is_empty() && unfinished(line.text)).then_some(0),
            Role::Row(_) | Role::Short => None,
        };
        pieces.push(Piece {
            role,
            span: trim(line.text, line.span.start),
            text: line.text,
        });
    }
    settle(&mut pieces);
    pieces
}

fn role(line: &Line<'_>, open: Option<usize>, before: &[Piece<'_>]) -> Role {
    match &line.form {
        Form::Empty => Role::Blank,
        Form::Furniture => Role::Furniture,
        Form::Row(cells) => row_or_text(line, cells, open),
        Form::Numbered(number) => {
            let goes_on = open == Some(0) && number.style >= Style::Digit;
            if let Some(cells) = spaced(line.text, line.span.start) {
                Role::Row(cells)
            } else if goes_on && !sentence_ended(before) {
                Role::Continued
            } else {
                numbered(line, number)
            }
        }
        Form::Text => text_role(line, open),
    }
}

/// A single cell that is a sentence is a paragraph indented by TAB.
fn row_or_text(line: &Line<'_>, cells: &[Span], open: Option<usize>) -> Role {
    let filled: Vec<&Span> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    match filled.as_slice() {
        [only] if prose(slice(line, **only)) => {
            if open == Some(0) {
                Role::Continued
            } else {
                Role::Prose
            }
        }
        _ => Role::Row(cells.to_vec()),
    }
}

fn sentence_ended(before: &[Piece<'_>]) -> bool {
    before
        .iter()
        .rev()
        .find(|it| it.role != Role::Blank && it.role != Role::Furniture)
        .is_none_or(|it| !unfinished(it.text))
}

fn text_role(line: &Line<'_>, open: Option<usize>) -> Role {
    let text = line.text.trim();
    // Blanks in a day make no cells: 2022 年 1 月 18 日.
    if parse_date(text).is_some() {
        return Role::Short;
    }
    if let Some(cells) = spaced(line.text, line.span.start)
        && !(open == Some(0)
            && text
                .trim_start_matches(|it: char| it.is_ascii_digit())
                .len()
                + LONE
                > text.len()
            && cells.len() < 4
            && cells
                .iter()
                .filter(|cell| is_value(slice(line, **cell)))
                .count()
                < 2)
    {
        return Role::Row(cells);
    }
    let is_prose = prose(text);
    match open {
        Some(0) => Role::Continued,
        // A page break or a converter may part a sentence by blank lines.
        Some(_) if is_prose && !text.starts_with(['《', '【', '附']) => Role::Continued,
        Some(_) | None if is_prose => Role::Prose,
        Some(_) | None => Role::Short,
    }
}

/// Whether a line without a mark of a sentence ends in the digits of a whole row, glued together.
fn ends_in_glued(text: &str) -> bool {
    let words = text.trim_end_matches(|it: char| it.is_ascii_digit());
    text.len() - words.len() >= GLUED && !text.contains([',', '。', ';', ':'])
}

/// A numbered line is a heading if what follows the number is a title.
fn numbered(line: &Line<'_>, number: &Number) -> Role {
    let rest = slice(line, number.rest);
    let inner = number.style >= Style::Digit;
    let longest = if inner { RUN_IN } else { TITLE };
    let sentence = rest.find(['。', ';']).unwrap_or(rest.len());
    let behind = rest.get(sentence..).unwrap_or_default();
    let stop = behind.chars().next().map_or(0, char::len_utf8);
    let whole_line = stop == behind.len();
    let head = rest.get(..sentence).unwrap_or(rest);
    let length = head.chars().count();
    let comma = head.contains(',');
    let empty = Span::new(number.rest.end, number.rest.end);
    let title = |length: usize| Span::new(number.rest.start, number.rest.start + length);
    let body = |from: usize| {
        trim(
            rest.get(from..).unwrap_or_default(),
            number.rest.start + from,
        )
    };
    if length == 0 {
        return if rest.is_empty() {
            Role::Short
        } else {
            Role::Prose
        };
    }
    // 1.处理情况：没有受理申请。
    if let Some(colon) = head
        .find(':')
        .filter(|colon| head.len() - colon > 12 && *colon > 0)
        && let Some(before) = head.get(..colon)
        && before.chars().count() <= RUN_IN / 2
        && !before.contains(['《', '('])
    {
        return Role::Heading(number.clone(), title(colon), body(colon + 1));
    }
    // 一是渠道畅通；二是答复规范。新收 13 件，…: a list of what was done, and no title of what follows.
    if (behind.starts_with(';') && !whole_line) || (stop > 0 && counts(head)) {
        return Role::Prose;
    }
    if whole_line && length <= longest && !(comma && inner) && !tells(rest) {
        return Role::Heading(
            number.clone(),
            title(head.trim_end_matches([':', '、', ' ']).len()),
            empty,
        );
    }
    if !whole_line && length <= RUN_IN && !comma {
        return Role::Heading(number.clone(), title(sentence), body(sentence + stop));
    }
    // A page that lost its line ends parts title and text by a blank or a colon at most.
    let soft = head.find([' ', ':']).unwrap_or(head.len());
    let soft_head = head.get(..soft).unwrap_or(head);
    if soft < head.len()
        && soft_head.chars().count() <= RUN_IN
        && soft_head.chars().count() >= 4
        && !soft_head.contains(',')
    {
        return Role::Heading(number.clone(), title(soft), body(soft + 1));
    }
    if ends_in_glued(rest) {
        return Role::Short;
    }
    Role::Prose
}

/// Whether a line is the name of a field and nothing behind it.
fn is_empty_field(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(':') && text.width() <= FIELD && !text.ends_with("如下:")
}

/// Takes short lines right above a paragraph as its beginning, if they are as wide as its lines,
/// or if they end in the name of a document above the first heading, as titles do not.
fn reach_back(pieces: &mut [Piece<'_>]) {
    let head = pieces
        .iter()
        .position(|it| matches!(it.role, Role::Heading(_, _, _) | Role::Row(_)))
        .unwrap_or(0);
    let mut wide = None::<usize>;
    for (at, piece) in pieces.iter_mut().enumerate().rev() {
        let width = piece.text.trim().width();
        let ends_in_name = quoting(piece.text) || piece.text.trim_end().ends_with('》');
        match piece.role {
            // 浏览次数: is a field of the page without its value.
            Role::Prose => wide = Some(width).filter(|_| !is_empty_field(piece.text)),
            Role::Short
                if wide.is_some_and(|wide| {
                    at < head && ends_in_name || width >= 40 && width * 10 >= wide * 9
                }) =>
            {
                piece.role = Role::Prose;
            }
            Role::Continued => {}
            Role::Short | Role::Blank | Role::Furniture | Role::Row(_) | Role::Heading(_, _, _) => {
                wide = None;
            }
        }
    }
    let full = full_width(pieces);
    let (mut open, mut cut) = (false, false);
    let mut joined = 0;
    for piece in pieces.iter_mut() {
        let text = piece.text.trim();
        if piece.role == Role::Prose && (open || cut && joined < CUTS && !is_numbered(text)) {
            joined += usize::from(!open);
            piece.role = Role::Continued;
        } else if piece.role != Role::Continued {
            joined = 0;
        }
        let told = matches!(piece.role, Role::Prose | Role::Continued);
        open = told && unfinished(text);
        // A semicolon at the edge of the page ends no paragraph.
        cut = told && text.ends_with(';') && full.is_some_and(|it| text.width() >= it);
    }
}

/// No sentence has more lines that end in a semicolon.
const CUTS: usize = 12;

fn is_numbered(text: &str) -> bool {
    let line = lines(text).into_iter().next();
    line.is_some_and(|it| matches!(it.form, Form::Numbered(_)))
}

/// How wide a line is that reaches the edge of a page on which lines are broken; none if they are not.
fn full_width(pieces: &[Piece<'_>]) -> Option<usize> {
    /// So many lines end at the edge where lines are broken.
    const LINES: usize = 4;
    let told = |it: &&Piece<'_>| matches!(it.role, Role::Prose | Role::Continued);
    let widths = pieces.iter().filter(told);
    let widths: Vec<usize> = widths.map(|it| it.text.trim_end().width()).collect();
    let edge = widths.iter().max().map(|widest| widest * 4 / 5)?;
    let full = widths.iter().filter(|width| **width >= edge).count();
    (full >= LINES && full * 3 >= widths.len()).then_some(edge)
}

/// Mends what only the lines after can tell.
fn settle(pieces: &mut [Piece<'_>]) {
    reach_back(pieces);
    let solid: Vec<usize> = pieces
        .iter()
        .enumerate()
        .filter(|(_, it)| it.role != Role::Blank && it.role != Role::Furniture)
        .map(|(at, _)| at)
        .collect();
    let rows: Vec<bool> = solid
        .iter()
        .map(|at| {
            pieces
                .get(*at)
                .is_some_and(|it| matches!(it.role, Role::Row(_)))
        })
        .collect();
    // More values than any label has stand under a heading: the row of a form that lost its labels.
    let values_only = |piece: &Piece<'_>| {
        matches!(&piece.role, Role::Row(cells) if cells.len() < UNLABELLED)
            && !piece.text.chars().any(is_letter)
    };
    let lone: Vec<bool> = solid
        .iter()
        .map(|at| pieces.get(*at).is_some_and(values_only))
        .collect();
    for (place, at) in solid.iter().enumerate() {
        let is_row =
            |step: Option<usize>| step.and_then(|it| rows.get(it)).copied().unwrap_or(false);
        let (before, after) = (is_row(place.checked_sub(1)), is_row(Some(place + 1)));
        let value_after = lone.get(place + 1).copied().unwrap_or(false);
        let Some(piece) = pieces.get_mut(*at) else {
            continue;
        };
        match &piece.role {
            Role::Heading(number, _, body) if body.is_empty() => {
                let inner = number.style >= Style::BracketedHan;
                if value_after || (inner && before && after) {
                    piece.role = Role::Row(vec![piece.span]);
                }
            }
            Role::Row(cells)
                if !before
                    && !after
                    && cells.iter().filter(|it| !it.is_empty()).count() == 1
                    && piece.text.starts_with('\t') =>
            {
                piece.role = reread(piece);
            }
            Role::Row(_)
            | Role::Heading(_, _, _)
            | Role::Blank
            | Role::Furniture
            | Role::Short
            | Role::Prose
            | Role::Continued => {}
        }
    }
}

/// Reads a line indented by TAB that stands alone as the line it would be without.
fn reread(piece: &Piece<'_>) -> Role {
    let Some(mut line) = lines(piece.text.trim()).into_iter().next() else {
        return Role::Short;
    };
    shift(&mut line, piece.span.start);
    match &line.form {
        Form::Numbered(number) => numbered(&line, number),
        Form::Text | Form::Row(_) if prose(line.text) => Role::Prose,
        Form::Text | Form::Row(_) => Role::Short,
        Form::Empty => Role::Blank,
        Form::Furniture => Role::Furniture,
    }
}
