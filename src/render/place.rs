//! Where something stands, as a user finds it: the line of a text file; the paragraph, or the
//! row and column of a table, of any other.

use super::Lang;
use crate::source::{Part, Source};

/// Where the character at `offset` stands.
pub(super) fn place(source: &Source, offset: usize, lang: Lang) -> String {
    let line = || match lang {
        Lang::Zh => format!("第 {} 行", source.line_of(offset)),
        Lang::En => format!("line {}", source.line_of(offset)),
    };
    let Some(place) = source.place_of(offset) else {
        return line();
    };
    if lang == Lang::Zh {
        return place.to_string();
    }
    let page = place.page.map(|it| format!("page {it}, "));
    let part = match &place.part {
        Part::Paragraph(number) => format!("paragraph {number}"),
        Part::Cell {
            table, row, column, ..
        } => format!("table {table}, row {row}, column {column}"),
        Part::Note(number) => format!("note {number}"),
        Part::Property(name) => format!("property {name}"),
    };
    format!("{}{part}", page.unwrap_or_default())
}

/// Where the character at `offset` stands, short enough for the margin: 94; 12段; 表2行4.
pub(super) fn mark(source: &Source, offset: usize) -> String {
    match source.place_of(offset).map(|it| &it.part) {
        None => source.line_of(offset).to_string(),
        Some(Part::Paragraph(number)) => format!("{number}段"),
        Some(Part::Cell { table, row, .. }) => format!("表{table}行{row}"),
        Some(Part::Note(number)) => format!("注{number}"),
        Some(Part::Property(_)) => "属性".to_owned(),
    }
}

/// How wide the margin for such marks is.
pub(super) fn margin(source: &Source) -> usize {
    if source.is_plain() { 5 } else { 9 }
}

/// What the foot of a page says of the marks in its margin.
pub(super) fn legend(source: &Source, lang: Lang) -> &'static str {
    if source.is_plain() {
        lang.pick("行首数字为所在行。", "Each begins with its line. ")
    } else {
        lang.pick(
            "行首为所在的段，或第几个表格的第几行。",
            "Each begins with its paragraph (段), or its table and row (表 行). ",
        )
    }
}

/// An excerpt that miette drew of `source`, with places for the line and column in the heads of its
/// pieces, and without the line numbers: they are those of a text that no user sees.
pub(super) fn replaced(drawn: String, source: &Source, lang: Lang) -> String {
    if source.is_plain() {
        return drawn;
    }
    let lines = drawn.split('\n').map(|line| {
        if line.contains('╭') {
            with_place(line, source, lang)
        } else {
            without_number(line)
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `…[报告.docx:68:30]` with the place for the two numbers.
fn with_place(line: &str, source: &Source, lang: Lang) -> String {
    let offset = |row: &str, column: &str| -> Option<usize> {
        let span = source.line_span(row.parse().ok()?);
        let before: usize = column.parse().ok()?;
        let before = source.slice(span).chars().take(before.saturating_sub(1));
        Some(span.start + before.map(char::len_utf8).sum::<usize>())
    };
    let end = line.rfind(']').unwrap_or(line.len());
    let (head, tail) = line.split_at(end);
    let mut parts = head.rsplitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(column), Some(row), Some(name)) => match offset(row, column) {
            Some(offset) => format!("{name} {}{tail}", place(source, offset, lang)),
            None => line.to_owned(),
        },
        _ => line.to_owned(),
    }
}

/// A line without the number in its margin; colours stay.
fn without_number(line: &str) -> String {
    let Some((margin, rest)) = line.split_once('│') else {
        return line.to_owned();
    };
    let mut plain = String::with_capacity(margin.len());
    let mut in_colour = false;
    for character in margin.chars() {
        in_colour |= character == '\u{1b}';
        match character {
            _ if in_colour => plain.push(character),
            digit if digit.is_ascii_digit() => plain.push(' '),
            ' ' => plain.push(' '),
            _ => return line.to_owned(),
        }
        in_colour &= character != 'm';
    }
    format!("{plain}│{rest}")
}
