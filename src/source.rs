//! Source: a name and one canonical text, and the places in it.

use std::fmt;
use std::sync::Arc;

/// A byte range `start..end` in the canonical text of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether `offset` lies in it.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// Where a piece of canonical text stands in the file it was read from. All numbers are from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page, where the format has pages.
    pub page: Option<usize>,
    /// What it is a piece of.
    pub part: Part,
}

/// What a piece of canonical text is a piece of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph outside tables: the how manieth that is not empty.
    Paragraph(usize),
    /// A cell of a table, by its place in the true grid, merged cells counted as all they cover.
    Cell {
        /// The how manieth table of the file.
        table: usize,
        /// Its first row.
        row: usize,
        /// Its first column.
        column: usize,
        /// What the table prints above the column, if that is short.
        header: Option<String>,
    },
    /// A footnote or an endnote.
    Note(usize),
    /// A property of the file under this name, printed nowhere.
    Property(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = self.page {
            write!(f, "第 {page} 页")?;
        }
        match &self.part {
            Part::Paragraph(number) => write!(f, "第 {number} 段"),
            Part::Cell {
                table,
                row,
                column,
                header,
            } => {
                write!(f, "第 {table} 个表格第 {row} 行")?;
                match header {
                    Some(header) => write!(f, "『{header}』列"),
                    None => write!(f, "第 {column} 列"),
                }
            }
            Part::Note(number) => write!(f, "脚注 {number}"),
            Part::Property(name) => write!(f, "网页属性 {name}"),
        }
    }
}

/// A named text that every span points into. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Source {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    format: &'static str,
    sha256: String,
    /// Where the text came from, in order; none of a text that is its own file.
    places: Vec<(Span, Place)>,
}

impl Source {
    /// A plain text called `name`, its lines ended by LF.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of_file(name, text, "text", String::new())
    }

    /// The canonical text of a file: its format, and the SHA-256 of its bytes in hex.
    #[must_use]
    pub fn of_file(
        name: impl Into<String>,
        text: impl Into<String>,
        format: &'static str,
        sha256: String,
    ) -> Self {
        Self::placed(name, text, Vec::new(), format, sha256)
    }

    /// As [`Source::of_file`], with the places that pieces of the text came from, in the order
    /// of the text.
    #[must_use]
    pub fn placed(
        name: impl Into<String>,
        text: impl Into<String>,
        places: Vec<(Span, Place)>,
        format: &'static str,
        sha256: String,
    ) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            inner: Arc::new(Inner {
                name: name.into(),
                text,
                line_starts,
                format,
                sha256,
                places,
            }),
        }
    }

    /// The same file with `text` for its own, which is as long, line by line.
    pub(crate) fn reworded(&self, text: String) -> Self {
        let Inner {
            name,
            places,
            format,
            sha256,
            ..
        } = &*self.inner;
        Self::placed(name, text, places.clone(), format, sha256.clone())
    }

    /// The name it is shown under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The whole canonical text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// What kind of file it came from: `text`, `docx`, `odt`, `rtf`, `html` or `pdf`; `doc` when
    /// another program made a .docx of it first.
    #[must_use]
    pub fn format(&self) -> &'static str {
        self.inner.format
    }

    /// The SHA-256 of the file's bytes in hex; empty for a text that was no file.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.inner.sha256
    }

    /// Whether the text is the file's own, so that its lines are the lines a reader sees.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.inner.places.is_empty()
    }

    /// Where in the file the character at `offset` came from, or the last one before it that came
    /// from anywhere; none in a plain text.
    #[must_use]
    pub fn place_of(&self, offset: usize) -> Option<&Place> {
        let places = &self.inner.places;
        let after = places.partition_point(|(span, _)| span.start <= offset);
        let (_, place) = places.get(after.saturating_sub(1))?;
        Some(place)
    }

    /// The text of `span`; empty if the span does not lie on character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.inner
            .text
            .get(span.start..span.end)
            .unwrap_or_default()
    }

    /// The number of lines.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.inner.line_starts.len()
    }

    /// The line that holds byte `offset`, from 1.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.inner
            .line_starts
            .partition_point(|start| *start <= offset)
            .max(1)
    }

    /// The bytes of `line` (from 1) without its line end.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let at = |line: usize| self.inner.line_starts.get(line).copied();
        let Some(start) = at(line.wrapping_sub(1)) else {
            return Span::new(self.inner.text.len(), self.inner.text.len());
        };
        let end = at(line).map_or(self.inner.text.len(), |next| next - 1);
        Span::new(start, end)
    }

    /// Line and column of byte `offset`.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.line_span(line).start;
        let before = self
            .inner
            .text
            .get(start..offset.min(self.inner.text.len()));
        Position {
            line,
            column: before.unwrap_or_default().chars().count() + 1,
        }
    }
}

/// The most characters shown left and right of a span in its line.
const REACH: usize = 60;
/// The most lines shown of a span that covers many.
const SPAN_LINES: usize = 12;

impl Source {
    /// At most `count` characters back from `offset`, not past `limit`.
    fn back(&self, offset: usize, limit: usize, count: usize) -> usize {
        let text = self.inner.text.get(limit..offset).unwrap_or_default();
        text.char_indices()
            .rev()
            .take(count)
            .last()
            .map_or(offset, |(at, _)| limit + at)
    }

    /// At most `count` characters on from `offset`, not past `limit`.
    fn ahead(&self, offset: usize, limit: usize, count: usize) -> usize {
        let text = self.inner.text.get(offset..limit).unwrap_or_default();
        text.char_indices()
            .nth(count)
            .map_or(limit.max(offset), |(at, _)| offset + at)
    }

    /// The nearest character boundary at or before `offset`.
    fn boundary(&self, offset: usize) -> usize {
        let offset = offset.min(self.inner.text.len());
        (0..=offset)
            .rev()
            .take(4)
            .find(|at| self.inner.text.is_char_boundary(*at))
            .unwrap_or(0)
    }
}

/// Shows a span's own lines with little around them, however long a line or a text is.
///
/// miette's own reading walks the whole text, counts columns in bytes and shows a paragraph of
/// five hundred characters as one line.
impl miette::SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        if span.offset() > self.inner.text.len() {
            return Err(miette::MietteError::OutOfBounds);
        }
        let start = self.boundary(span.offset());
        let end = self
            .boundary(span.offset().saturating_add(span.len()))
            .max(start);
        let first = self.line_of(start);
        let last = self
            .line_of(end.max(start + 1) - 1)
            .min(first + SPAN_LINES - 1);
        let head = self.line_span(first);
        let tail = self.line_span(last);
        let end = end.min(tail.end).max(start);

        let short = |line: &usize| self.line_span(*line).len() <= 6 * REACH;
        let left = match self.back(start, head.start, REACH) {
            _ if before == 0 => start,
            at if at > head.start => at,
            _ => {
                let line = (1..first).rev().take(before).take_while(short).last();
                self.line_span(line.unwrap_or(first)).start
            }
        };
        let right = match self.ahead(end, tail.end, REACH) {
            _ if after == 0 => end,
            at if at < tail.end => at,
            _ => {
                let line = (last + 1..=self.line_count())
                    .take(after)
                    .take_while(short)
                    .last();
                self.line_span(line.unwrap_or(last)).end
            }
        };

        let shown = Span::new(left, right.max(end));
        let line = self.line_of(left);
        let column = self.position(left).column - 1;
        Ok(Box::new(miette::MietteSpanContents::new_named(
            self.inner.name.clone(),
            self.slice(shown).as_bytes(),
            (shown.start, shown.len()).into(),
            line - 1,
            column,
            last + 1 - line.min(last),
        )))
    }
}

#[cfg(test)]
mod tests {
    use miette::SourceCode as _;

    use super::Source;

    fn read(source: &Source, start: usize, len: usize, context: usize) -> (String, usize, usize) {
        let contents = source
            .read_span(&(start, len).into(), context, context)
            .unwrap();
        let data = String::from_utf8(contents.data().to_vec()).unwrap();
        (data, contents.line(), contents.column())
    }

    #[test]
    fn a_long_line_is_cut_left_and_right() {
        let source = Source::new("长", "政".repeat(500));
        let (data, line, column) = read(&source, 300, 3, 1);
        assert_eq!(data.chars().count(), 121);
        assert_eq!((line, column), (0, 40));
    }

    #[test]
    fn columns_count_characters_and_lines_have_context() {
        let source = Source::new("短", "一、总体情况\n本年新收\t3\n二、其他\n");
        let start = source.text().find('3').unwrap();
        assert_eq!(read(&source, start, 1, 0), ("3".to_owned(), 1, 5));
        assert_eq!(
            read(&source, start, 1, 1).0,
            "一、总体情况\n本年新收\t3\n二、其他"
        );
    }

    #[test]
    fn a_span_over_many_lines_shows_few() {
        let source = Source::new("多", "行\n".repeat(200));
        let (data, ..) = read(&source, 0, 400, 0);
        assert_eq!(data.lines().count(), 12);
    }

    #[test]
    fn odd_spans_are_no_panic() {
        let source = Source::new("空", "政府");
        for (start, len) in [(0, 0), (1, 1), (6, 0), (6, 9), (5, usize::MAX)] {
            assert!(source.read_span(&(start, len).into(), 1, 1).is_ok());
        }
        assert!(source.read_span(&(7, 0).into(), 1, 1).is_err());
        assert!(
            Source::new("无", "")
                .read_span(&(0, 0).into(), 1, 1)
                .is_ok()
        );
    }
}
