//! Source: a name and one canonical text, and the places in it.

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
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|(_, byte)| *byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect();
        Self {
            inner: Arc::new(Inner {
                name: name.into(),
                text,
                line_starts,
                format,
                sha256,
            }),
        }
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

    /// What kind of file it came from: `text`.
    #[must_use]
    pub fn format(&self) -> &'static str {
        self.inner.format
    }

    /// The SHA-256 of the file's bytes in hex; empty for a text that was no file.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.inner.sha256
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
