//! What each line is by its form alone.

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::numeral::ordinal;
use crate::source::Span;

#[derive(Parser)]
#[grammar = "grammar/report.pest"]
struct Grammar;

/// A line of the folded view.
#[derive(Debug, Clone)]
pub(super) struct Line<'t> {
    /// Its form.
    pub(super) form: Form,
    /// Its bytes without the line end.
    pub(super) span: Span,
    /// Its text.
    pub(super) text: &'t str,
}

/// The form of a line; spans are of the folded view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing but blanks.
    Empty,
    /// A picture or a page number.
    Furniture,
    /// Cells, without the blanks around them.
    Row(Vec<Span>),
    /// A line that begins with a number of a heading.
    Numbered(Number),
    /// Any other line.
    Text,
}

/// The number at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// How it is written.
    pub(super) style: Style,
    /// The number as written; empty for a Markdown mark alone.
    pub(super) span: Span,
    /// Whether blanks alone part it from its title: 一 概述
    pub(super) bare: bool,
    /// What it says.
    pub(super) ordinal: Option<u32>,
    /// What follows it.
    pub(super) rest: Span,
}

/// How a number is written, from the outermost use to the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 第一部分
    Part,
    /// Markdown's mark without a number
    Mark,
    /// 一、
    Han,
    /// （一）
    BracketedHan,
    /// 1.
    Digit,
    /// （1）
    BracketedDigit,
    /// ①
    Circled,
    /// 一是
    Ordinal,
}

/// The lines of a folded text.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let Ok(mut pairs) = Grammar::parse(Rule::report, text) else {
        // The grammar takes every text; if it ever did not, nothing may be lost.
        return plain(text);
    };
    let Some(report) = pairs.next() else {
        return plain(text);
    };
    report.into_inner().filter_map(line).collect()
}

/// What converters write where a picture was.
const PICTURES: [&str; 3] = ["[image:", "![", "<img"];

/// How the names of files end that are pictures.
const FILES: [&str; 5] = [".png", ".jpg", ".jpeg", ".gif", ".bmp"];

/// A line of more bytes is no name of a file.
const NAME: usize = 120;

/// Whether a line stands for a picture: a converter's mark, or the names of files that a page printed
/// in its place.
pub(crate) fn is_picture(line: &str) -> bool {
    let line = line.trim();
    let ends = |it: &&str| {
        let from = line.len().checked_sub(it.len());
        from.and_then(|from| line.get(from..))
            .is_some_and(|end| end.eq_ignore_ascii_case(it))
    };
    let names = || line.len() <= NAME && FILES.iter().any(&ends) && !line.contains([',', '。']);
    PICTURES.iter().any(|it| line.starts_with(it)) || names()
}

fn plain(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split('\n')
        .map(|text| {
            let span = Span::new(start, start + text.len());
            start = span.end + 1;
            Line {
                form: Form::Text,
                span,
                text,
            }
        })
        .collect()
}

fn line(pair: Pair<'_, Rule>) -> Option<Line<'_>> {
    let (span, text) = (span_of(&pair), pair.as_str());
    let form = match pair.as_rule() {
        Rule::EOI => return None,
        Rule::empty => Form::Empty,
        Rule::picture | Rule::page | Rule::separator => Form::Furniture,
        Rule::tabbed | Rule::piped => Form::Row(cells(pair)),
        Rule::heading => Form::Numbered(number(pair)),
        Rule::text if is_picture(text) => Form::Furniture,
        Rule::report
        | Rule::line
        | Rule::furnished
        | Rule::headed
        | Rule::text
        | Rule::dashed
        | Rule::counted
        | Rule::fraction
        | Rule::dash
        | Rule::tab_cell
        | Rule::pipe_cell
        | Rule::marks
        | Rule::stars
        | Rule::number
        | Rule::part
        | Rule::counted_han
        | Rule::spaced_han
        | Rule::bracketed_han
        | Rule::bracketed_digit
        | Rule::circled
        | Rule::digit
        | Rule::ordinal
        | Rule::han
        | Rule::formal
        | Rule::arabic
        | Rule::rest => Form::Text,
    };
    Some(Line { form, span, text })
}

fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.end())
}

/// The cells of a row. Strokes at the two ends of a Markdown row make no cell.
fn cells(row: Pair<'_, Rule>) -> Vec<Span> {
    let piped = row.as_rule() == Rule::piped;
    let mut cells: Vec<Span> = row
        .into_inner()
        .map(|cell| trimmed(cell.as_span()))
        .collect();
    if piped {
        if cells.len() > 1 && cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        if cells.len() > 1 && cells.first().is_some_and(|cell| cell.is_empty()) {
            cells.remove(0);
        }
    }
    cells
}

fn trimmed(span: pest::Span<'_>) -> Span {
    trim(span.as_str(), span.start())
}

pub(super) fn slice<'t>(line: &Line<'t>, span: Span) -> &'t str {
    line.text
        .get(span.start.saturating_sub(line.span.start)..span.end.saturating_sub(line.span.start))
        .unwrap_or_default()
}

/// The bytes of `text`, which begins at `start`, without the blanks and bold marks around it.
pub(super) fn trim(text: &str, start: usize) -> Span {
    let edge = |it: char| it == ' ' || it == '\t' || it == '*';
    let left = text.len() - text.trim_start_matches(edge).len();
    let inner = text.trim_matches(edge).len();
    Span::new(start + left, start + left + inner)
}

fn number(heading: Pair<'_, Rule>) -> Number {
    let mut found = Number {
        style: Style::Mark,
        span: Span::new(heading.as_span().start(), heading.as_span().start()),
        bare: false,
        ordinal: None,
        rest: span_of(&heading),
    };
    for part in heading.into_inner() {
        match part.as_rule() {
            Rule::number => {
                found.span = span_of(&part);
                if let Some(kind) = part.into_inner().next() {
                    found.style = style(kind.as_rule());
                    found.bare = kind.as_rule() == Rule::spaced_han;
                    let text = kind.as_str();
                    found.ordinal = kind.into_inner().next().map_or_else(
                        || {
                            text.chars()
                                .next()
                                .map(|it| u32::from(it) - u32::from('①') + 1)
                        },
                        |digits| ordinal(digits.as_str()),
                    );
                }
            }
            Rule::rest => found.rest = trimmed(part.as_span()),
            Rule::EOI
            | Rule::report
            | Rule::line
            | Rule::furnished
            | Rule::headed
            | Rule::empty
            | Rule::picture
            | Rule::page
            | Rule::dashed
            | Rule::counted
            | Rule::fraction
            | Rule::dash
            | Rule::separator
            | Rule::tabbed
            | Rule::tab_cell
            | Rule::piped
            | Rule::pipe_cell
            | Rule::heading
            | Rule::marks
            | Rule::stars
            | Rule::part
            | Rule::counted_han
            | Rule::spaced_han
            | Rule::bracketed_han
            | Rule::bracketed_digit
            | Rule::circled
            | Rule::digit
            | Rule::ordinal
            | Rule::han
            | Rule::formal
            | Rule::arabic
            | Rule::text => {}
        }
    }
    found
}

fn style(rule: Rule) -> Style {
    match rule {
        Rule::part => Style::Part,
        Rule::counted_han | Rule::spaced_han => Style::Han,
        Rule::bracketed_han => Style::BracketedHan,
        Rule::digit => Style::Digit,
        Rule::bracketed_digit => Style::BracketedDigit,
        Rule::circled => Style::Circled,
        Rule::ordinal => Style::Ordinal,
        Rule::EOI
        | Rule::report
        | Rule::line
        | Rule::furnished
        | Rule::headed
        | Rule::empty
        | Rule::picture
        | Rule::page
        | Rule::dashed
        | Rule::counted
        | Rule::fraction
        | Rule::dash
        | Rule::separator
        | Rule::tabbed
        | Rule::tab_cell
        | Rule::piped
        | Rule::pipe_cell
        | Rule::heading
        | Rule::marks
        | Rule::stars
        | Rule::number
        | Rule::han
        | Rule::formal
        | Rule::arabic
        | Rule::rest
        | Rule::text => Style::Mark,
    }
}
