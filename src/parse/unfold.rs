//! Parts an over-long line: pages that lost their line ends give a whole report in one.

use super::line::{self, Form, Line};
use crate::quantity::is_number;
use crate::source::Span;

/// A line of more characters than this is searched for the lines it may have swallowed.
const LONG: usize = 300;
/// A title that a blank ends has no more characters than this.
const TITLE: usize = 45;
/// A cell of a table has no more characters than this, if it has a sentence.
const CELL: usize = 60;
/// No more lines than this stand before the text, each ended by a blank.
const HEAD: usize = 6;

/// The lines of a folded text, which is cut at `cuts` besides, and what over-long ones seem to hold.
pub(super) fn lines<'t>(text: &'t str, cuts: &[usize]) -> Vec<Line<'t>> {
    let whole = line::lines(text).into_iter();
    let parts = whole.flat_map(|line| {
        let first = cuts.partition_point(|at| *at <= line.span.start);
        let inside = cuts
            .iter()
            .skip(first)
            .take_while(|at| **at < line.span.end);
        let mut at: Vec<usize> = inside.map(|at| at - line.span.start).collect();
        if at.is_empty() {
            return unfold(line, LONG);
        }
        at.insert(0, 0);
        let parts = parted(&line, &at).into_iter();
        parts.flat_map(|part| unfold(part, 0)).collect()
    });
    parts.collect()
}

/// The lines that a line of more than `long` characters seems to hold; any other line as it is.
fn unfold(line: Line<'_>, long: usize) -> Vec<Line<'_>> {
    if line.text.len() < long
        || line.text.chars().nth(long).is_none()
        || matches!(line.form, Form::Row(_)) && !line.text.contains("--") && !holds_prose(&line)
    {
        return match title_before(&line).or_else(|| last_heading(&line)) {
            Some(at) => parted(&line, &[0, at]),
            None => vec![line],
        };
    }
    let tables = tables(line.text);
    if tables.is_empty() && matches!(line.form, Form::Row(_)) && !holds_prose(&line) {
        return vec![line];
    }
    let mut cuts = head_cuts(line.text);
    cuts.extend(row_ends(line.text));
    let mut before = ' ';
    for (at, character) in line.text.char_indices() {
        let edge = matches!(before, ' ' | '。' | '!' | '\t');
        let begins = edge && "一二三四五六七八九十(#第".contains(character);
        if let Some(rest) = line
            .text
            .get(at..)
            .filter(|rest| begins && number(rest).is_some())
        {
            cuts.push(at);
            cuts.extend(title_end(rest).map(|end| at + end));
        }
        before = character;
    }
    // What looks like a heading inside a table is a label.
    let whole = |rows: &Vec<usize>| Some((*rows.first()?, *rows.last()?));
    let ranges: Vec<(usize, usize)> = tables.iter().filter_map(whole).collect();
    cuts.retain(|at| {
        let next = ranges.partition_point(|(_, end)| end < at);
        ranges.get(next).is_none_or(|(start, _)| at < start)
    });
    cuts.extend(tables.iter().flatten());
    cuts.push(0);
    cuts.sort_unstable();
    cuts.dedup();
    let parts = parted(&line, &cuts);
    if parts.len() < 2 { vec![line] } else { parts }
}

/// Whether a row has sentences among its cells: it is several lines, of which some were rows.
fn holds_prose(line: &Line<'_>) -> bool {
    let Form::Row(cells) = &line.form else {
        return false;
    };
    let text = |cell: &Span| {
        let from = cell.start.checked_sub(line.span.start)?;
        line.text.get(from..cell.end.checked_sub(line.span.start)?)
    };
    let mut texts = cells.iter().filter_map(text);
    texts.any(|it| it.chars().nth(CELL).is_some() && it.contains('。'))
}

/// Where rows parted by TABs end: with a number before the words of the next, or with words before
/// the first number of the next.
fn row_ends(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut ends = Vec::new();
    for cell in text.split('\t') {
        if let Some((value, rest)) = cell.split_once(' ').filter(|_| at > 0)
            && is_number(value)
            && !rest
                .trim_start()
                .starts_with(|it: char| it.is_ascii_digit() && is_number(rest))
        {
            ends.push(at + value.len());
        } else if let Some((words, value)) = cell.rsplit_once(' ').filter(|_| at > 0)
            && is_number(value)
        {
            ends.push(at + words.len());
        }
        at += cell.len() + 1;
    }
    ends
}

/// Where the title ends that a line begins with, if the header of a table or sentences follow it.
fn title_before(line: &Line<'_>) -> Option<usize> {
    /// Fewer words behind a title may be a part of it.
    const WORDS: usize = 4;
    if !matches!(line.form, Form::Numbered(_)) || line.text.starts_with('(') {
        return None;
    }
    let end = title_end(line.text)?;
    let rest = line.text.get(end..)?.trim_start();
    let words: Vec<&str> = rest.split(' ').filter(|it| !it.is_empty()).collect();
    // The first row of a part of a table stands behind the part's name.
    let row = number(rest).is_some() || words.iter().take(2).any(|it| is_number(it));
    let told = rest.contains('。');
    (told && number(rest).is_some() || words.len() >= WORDS && !row).then_some(end)
}

/// The lines between `cuts`.
fn parted<'t>(line: &Line<'t>, cuts: &[usize]) -> Vec<Line<'t>> {
    let ends = cuts.iter().skip(1).copied().chain([line.text.len()]);
    let parts = cuts.iter().copied().zip(ends).filter_map(|(from, to)| {
        let text = line.text.get(from..to)?;
        let mut part = line::lines(text).into_iter().next()?;
        shift(&mut part, line.span.start + from);
        Some(part)
    });
    parts.collect()
}

/// Where a heading begins that the last sentence of a line swallowed: ……联系。一、总体情况
fn last_heading(line: &Line<'_>) -> Option<usize> {
    const SHORT: usize = 20;
    let text = line.text.trim_end();
    let at = text.rfind('。')? + '。'.len_utf8();
    let rest = text.get(at..)?;
    let start =
        number(rest).filter(|_| rest.starts_with(|it| "一二三四五六七八九十".contains(it)))?;
    let title = rest.get(start..)?;
    let letters = title.chars().count();
    (is_title(title) && (4..=SHORT).contains(&letters) && !title.contains([':', '、']))
        .then_some(at)
}

/// Where the rows of each Markdown table begin, and where the last one ends. The line under its
/// header says how many cells a row has.
fn tables(text: &str) -> Vec<Vec<usize>> {
    let strokes: Vec<usize> = text.match_indices('|').map(|(at, _)| at).collect();
    let between = |at: usize| {
        let (from, to) = (strokes.get(at)? + 1, *strokes.get(at + 1)?);
        text.get(from..to).map(str::trim)
    };
    let is_mark = |at: usize| {
        between(at).is_some_and(|cell| {
            let dashes = cell.trim_matches(':');
            dashes.len() >= 2 && dashes.bytes().all(|it| it == b'-')
        })
    };
    // The first stroke of each such line, and how many cells it has.
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < strokes.len() {
        let cells = (at..strokes.len()).take_while(|it| is_mark(*it)).count();
        if cells > 0 {
            marks.push((at, cells));
        }
        at += cells + 1;
    }
    let header = |(mark, cells): (usize, usize)| mark.checked_sub(cells + 1);
    let mut tables = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let Some(start) = header(*mark) else {
            continue;
        };
        let next = marks.get(index + 1).and_then(|it| header(*it));
        let limit = next.unwrap_or(strokes.len());
        let (mut row, width) = (start, mark.1 + 1);
        let mut rows = Vec::new();
        let follows = |row: usize| row == start || between(row - 1).is_some_and(str::is_empty);
        while row + width <= limit && follows(row) {
            rows.extend(strokes.get(row));
            row += width;
        }
        rows.extend(
            row.checked_sub(1)
                .and_then(|it| strokes.get(it))
                .map(|it| it + 1),
        );
        tables.push(rows);
    }
    tables
}

/// The bytes of a heading's number that begins here: 一、, （一） or 第一部分.
fn number(text: &str) -> Option<usize> {
    let open = text.starts_with('(');
    let part = text.starts_with('第');
    let inner = text.strip_prefix(['(', '第']).unwrap_or(text);
    let rest = inner.trim_start_matches(|it| "一二三四五六七八九十".contains(it));
    let digits = inner.len() - rest.len();
    let close = match (open, part) {
        (true, _) => ")",
        (false, true) => "部分",
        (false, false) => "、",
    };
    let ends = (3..=9).contains(&digits) && rest.starts_with(close);
    ends.then(|| text.len() - rest.len() + close.len())
}

/// Where the title behind a heading's number ends, if a blank ends it and no value follows.
fn title_end(text: &str) -> Option<usize> {
    let start = number(text)?;
    let rest = text.get(start..)?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let title = rest.get(blanks..)?;
    // 概 述 is one word.
    let letters = |end: usize| {
        let title = title.get(..end).unwrap_or_default();
        title.chars().filter(|it| *it != ' ').count()
    };
    let ends = |(at, it): &(usize, char)| {
        *it == ' ' || *it == '(' && title.get(*at..).is_some_and(|it| number(it).is_some())
    };
    let length = title
        .char_indices()
        .filter(ends)
        .map(|(at, _)| at)
        .find(|at| letters(*at) >= 2)?;
    let (title, after) = (title.get(..length)?, title.get(length..)?);
    let next = after
        .split(' ')
        .find(|it| !it.is_empty())
        .unwrap_or_default();
    (is_title(title) && title.chars().count() >= 2 && !is_number(next))
        .then_some(start + blanks + length)
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= TITLE
        && !text.contains(['。', ',', ';'])
        && text.chars().any(char::is_alphabetic)
}

/// Where the lines before the text end: the organ, the title, what a page prints above them.
fn head_cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut at = 0;
    for _ in 0..HEAD {
        let rest = text.get(at..).unwrap_or_default();
        let start = at + rest.len() - rest.trim_start_matches(' ').len();
        let Some(length) = text.get(start..).and_then(|rest| rest.find(' ')) else {
            break;
        };
        let piece = text.get(start..start + length).unwrap_or_default();
        if !is_title(piece) || number(piece).is_some() {
            break;
        }
        at = start + length;
        cuts.push(at);
    }
    cuts
}

/// Moves a line that was read on its own to its place in the text.
pub(super) fn shift(line: &mut Line<'_>, by: usize) {
    let moved = |span: &mut Span| *span = Span::new(span.start + by, span.end + by);
    moved(&mut line.span);
    match &mut line.form {
        Form::Numbered(number) => {
            moved(&mut number.span);
            moved(&mut number.rest);
        }
        Form::Row(cells) => cells.iter_mut().for_each(moved),
        Form::Empty | Form::Furniture | Form::Text => {}
    }
}
