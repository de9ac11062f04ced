//! Excerpt: the user's own lines around some labels, fitted to the width of the page.
//!
//! miette neither cuts a long line nor wraps a label, so an excerpt is a small text of its own,
//! made of the lines to show, with the labels moved into it. Line numbers and columns stay those
//! of the report.

mod line;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::render::width::{clean, cut};
use crate::source::{Position, Source, Span};
use crate::verdict::Label;

use line::{Line, Mark};

/// The most lines shown away from the main place.
const FAR_LINES: usize = 8;
/// The most blank-free groups of lines shown.
const GROUPS: usize = 3;
/// Of a table with one value a line, so many places are shown in the excerpt.
const FEW: usize = 3;
/// Lines closer than this are shown with what is between them.
const GAP: usize = 3;

/// The lines to show, with what miette asks of a source.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    groups: Vec<Group>,
    labels: Vec<Placed>,
}

/// Lines that follow each other.
#[derive(Debug)]
struct Group {
    /// The number of the first.
    first: usize,
    count: usize,
    span: Span,
}

/// A label in the excerpt's own text.
#[derive(Debug)]
struct Placed {
    span: Span,
    text: String,
    position: Position,
    main: bool,
}

impl Excerpt {
    /// The places of `labels` in `source`, the first being the main one, on lines of `columns`;
    /// and which of the labels are shown.
    pub(super) fn new(source: &Source, labels: &[&Label], columns: usize) -> (Self, Vec<bool>) {
        let name = cut(&clean(source.name()), columns.saturating_sub(20).max(16)).into_owned();
        let mut excerpt = Self {
            name,
            text: String::new(),
            groups: Vec::new(),
            labels: Vec::new(),
        };
        let mut seen = vec![false; labels.len()];
        let chosen = choose_lines(source, labels);
        let digits = chosen.last().map_or(1, |line| line.to_string().len());
        let room = columns.saturating_sub(digits + 4).max(24);
        for line in chosen {
            let here: Vec<usize> = (0..labels.len())
                .filter(|at| {
                    labels
                        .get(*at)
                        .is_some_and(|it| source.line_of(it.span.start) == line)
                })
                .collect();
            excerpt.add_line(source, line, labels, &here, room, &mut seen);
        }
        (excerpt, seen)
    }

    /// The labels as miette wants them.
    pub(super) fn labels(&self) -> Vec<LabeledSpan> {
        self.labels
            .iter()
            .map(|label| {
                let text = Some(label.text.clone());
                let span = (label.span.start, label.span.len());
                if label.main {
                    LabeledSpan::new_primary_with_span(text, span)
                } else {
                    LabeledSpan::new_with_span(text, span)
                }
            })
            .collect()
    }

    fn add_line(
        &mut self,
        source: &Source,
        line: usize,
        labels: &[&Label],
        here: &[usize],
        room: usize,
        seen: &mut [bool],
    ) {
        let span = source.line_span(line);
        let text = Line::new(source.slice(span));
        let mut marks: Vec<Mark> = Vec::new();
        for at in here {
            let Some(label) = labels.get(*at) else {
                continue;
            };
            let mark = text.mark(*at, label, span, room);
            let mut with: Vec<Mark> = marks.iter().cloned().chain([mark]).collect();
            with.sort_by_key(|mark| (mark.start, mark.end));
            if marks.is_empty() || text.fits(&with, room) {
                marks = with;
            }
        }
        let base = self.begin_line(line);
        let places = text.write(&marks, room, &mut self.text);
        for (mark, (start, end)) in marks.iter().zip(places) {
            if let Some(seen) = seen.get_mut(mark.label) {
                *seen = true;
            }
            self.labels.push(Placed {
                span: Span::new(base + start, base + end),
                text: mark.text.join("\n"),
                position: Position {
                    line,
                    column: mark.start + 1,
                },
                main: mark.label == 0,
            });
        }
        if let Some(group) = self.groups.last_mut() {
            group.span.end = self.text.len();
        }
    }

    /// Begins `line` in the group it continues or in a new one; gives the offset it starts at.
    fn begin_line(&mut self, line: usize) -> usize {
        if !self.text.is_empty() || !self.groups.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        match self.groups.last_mut() {
            Some(group) if group.first + group.count == line => group.count += 1,
            _ => self.groups.push(Group {
                first: line,
                count: 1,
                span: Span::new(start, start),
            }),
        }
        start
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let holds = |group: &&Group| group.span.start <= start && end <= group.span.end;
        let group = self
            .groups
            .iter()
            .find(holds)
            .ok_or(MietteError::OutOfBounds)?;
        // Without context miette only wants to know where the main place is.
        let position = self
            .labels
            .iter()
            .find(|label| before == 0 && label.span == Span::new(start, end))
            .map_or(
                Position {
                    line: group.first,
                    column: 1,
                },
                |label| label.position,
            );
        let text = self
            .text
            .get(group.span.start..group.span.end)
            .unwrap_or_default();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            text.as_bytes(),
            (group.span.start, group.span.len()).into(),
            position.line - 1,
            position.column - 1,
            group.count,
        )))
    }
}

/// The lines to show: those near the main place, and others while they are few and tell something.
fn choose_lines(source: &Source, labels: &[&Label]) -> Vec<usize> {
    let Some(main) = labels.first().map(|label| source.line_of(label.span.start)) else {
        return Vec::new();
    };
    let bare = |label: &Label| {
        let line = source.slice(source.line_span(source.line_of(label.span.start)));
        line.trim() == source.slice(label.span).trim()
    };
    let mut wanted = vec![main];
    if labels.first().is_some_and(|label| bare(label)) {
        // One value a line: the lines say little, and a list of the others is shorter.
        let near = |label: &&Label| source.line_of(label.span.start).abs_diff(main) < GAP;
        if labels.len() <= FEW && labels.iter().all(near) {
            wanted.extend(labels.iter().map(|label| source.line_of(label.span.start)));
        }
        // A line of one letter is a unit of measure; what is counted stands before it.
        let says = |line: &usize| {
            let text = source.slice(source.line_span(*line));
            text.chars().filter(|it| it.is_alphabetic()).count() > 1
        };
        let before = (1..GAP).filter_map(|up| main.checked_sub(up));
        wanted.extend(before.filter(|line| *line > 0).find(says));
    } else {
        let mut far = 0;
        for label in labels {
            let line = source.line_of(label.span.start);
            let near = wanted.iter().any(|it| it.abs_diff(line) < GAP);
            if near || (!bare(label) && far < FAR_LINES) {
                far += usize::from(!near);
                wanted.push(line);
            }
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for line in wanted {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| line - last < GAP) => {
                let from = group.last().map_or(line, |last| last + 1);
                group.extend(from..=line);
            }
            _ => groups.push(vec![line]),
        }
    }
    let own = groups
        .iter()
        .position(|group| group.contains(&main))
        .unwrap_or(0);
    let kept = if groups.len() > GROUPS {
        own..own + 1
    } else {
        0..groups.len()
    };
    groups.drain(kept).flatten().collect()
}
