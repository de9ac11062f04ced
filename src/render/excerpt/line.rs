//! One line of an excerpt, cut to the page around its marks.

use crate::render::width::{char_width, clean, lines, shown, width};
use crate::source::Span;
use crate::verdict::Label;

/// The columns kept before a label when its line is cut.
const BEFORE: usize = 6;

/// One line as a terminal shows it: its characters and the column each begins at.
pub(super) struct Line {
    characters: Vec<char>,
    /// The byte each came from; one more for the end.
    bytes: Vec<usize>,
    /// The column each begins at; one more for the end.
    columns: Vec<usize>,
}

/// A label on a line, by character.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) label: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: Vec<String>,
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        let mut line = Self {
            characters: Vec::new(),
            bytes: vec![0],
            columns: vec![0],
        };
        let (mut byte, mut column) = (0, 0);
        for character in text.chars() {
            byte += character.len_utf8();
            // A cell's end is two blanks: a TAB would move with every cut.
            column += if character == '\t' {
                2
            } else {
                char_width(shown(character))
            };
            line.characters.push(character);
            line.bytes.push(byte);
            line.columns.push(column);
        }
        line
    }

    fn column(&self, character: usize) -> usize {
        self.columns
            .get(character)
            .or(self.columns.last())
            .copied()
            .unwrap_or(0)
    }

    /// The first character at or after `column`.
    fn at_column(&self, column: usize) -> usize {
        self.columns
            .partition_point(|it| *it < column)
            .min(self.characters.len())
    }

    /// `label` on this line, which is the bytes `span`; what it says is wrapped, its place clipped.
    pub(super) fn mark(&self, at: usize, label: &Label, span: Span, room: usize) -> Mark {
        let place = |byte: usize| {
            let byte = byte.saturating_sub(span.start);
            self.bytes
                .partition_point(|it| *it < byte)
                .min(self.characters.len())
        };
        let text = lines(&clean(&label.text), (room / 2).min(48).saturating_sub(6));
        let says = text.iter().map(|line| width(line)).max().unwrap_or(0);
        let start = place(label.span.start);
        let most = (room - 2).min(2 * room.saturating_sub(says + 8));
        let last = self
            .columns
            .partition_point(|it| *it <= self.column(start) + most)
            - 1;
        let end = place(label.span.end.min(span.end)).min(last).max(start);
        Mark {
            label: at,
            start,
            end,
            text,
        }
    }

    /// How far right the marks and what they say reach.
    fn reach(&self, marks: &[Mark]) -> usize {
        marks
            .iter()
            .map(|mark| {
                let (start, end) = (self.column(mark.start), self.column(mark.end));
                let says = mark.text.iter().map(|line| width(line)).max().unwrap_or(0);
                // miette hangs the text four columns right of the middle of the place.
                (usize::midpoint(start, end.max(start + 1)) + 4 + says).max(end + 1)
            })
            .max()
            .unwrap_or(0)
    }

    /// The characters to leave out before the first mark, so that the marks fit in `room`.
    fn elision(&self, marks: &[Mark], room: usize) -> Option<(usize, usize)> {
        let over = self.reach(marks).saturating_sub(room);
        let first = marks.first().map_or(0, |mark| mark.start);
        if over == 0 {
            return Some((0, 0));
        }
        // The longest cell can spare its end; a single long text, what is not near the place.
        let spare = self
            .cells(first)
            .max_by_key(|(from, to)| self.column(*to) - self.column(*from));
        let near = self
            .at_column(self.column(first).saturating_sub(BEFORE))
            .min(first);
        let fits = |to: &usize| self.column(*to) > over + BEFORE;
        let to = spare
            .filter(|(from, to)| self.column(*to) - self.column(*from) > over + BEFORE)
            .map(|(_, to)| to)
            .or(Some(near).filter(fits))
            .unwrap_or(first);
        let from = self.column(to).checked_sub(over + 1)?;
        Some((
            self.columns
                .partition_point(|it| *it <= from)
                .saturating_sub(1),
            to,
        ))
    }

    /// The cells that end before the character `before`: what stands between two blanks or TABs.
    fn cells(&self, before: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let blank = |at: usize| self.characters.get(at).is_none_or(|it| it.is_whitespace());
        let tab = |at: usize| self.characters.get(at) == Some(&'\t');
        let ends = move |at: usize| blank(at) && (tab(at) || blank(at + 1));
        let mut from = 0;
        (0..before)
            .filter(move |at| ends(*at))
            .map(move |at| (std::mem::replace(&mut from, at + 1), at))
    }

    pub(super) fn fits(&self, marks: &[Mark], room: usize) -> bool {
        self.elision(marks, room).is_some()
    }

    /// Writes the line, cut to `room`, and gives the place of each mark in what was written.
    pub(super) fn write(
        &self,
        marks: &[Mark],
        room: usize,
        out: &mut String,
    ) -> Vec<(usize, usize)> {
        let first = marks.first().map_or(0, |mark| mark.start);
        let (from, to) = self.elision(marks, room).unwrap_or((0, first));
        let gone = (self.column(to) - self.column(from)).saturating_sub(1);
        let whole = self.column(self.characters.len()) - gone <= room;
        let base = out.len();
        let mut places = vec![0; self.characters.len() + 1];
        for (at, character) in self.characters.iter().enumerate() {
            if at == from && to > from {
                out.push('…');
            }
            if let Some(place) = places.get_mut(at) {
                *place = out.len() - base;
            }
            let hidden = from <= at && at < to;
            let past = !whole && self.column(at + 1).saturating_sub(gone) >= room;
            if past {
                out.push('…');
                let end = out.len() - base;
                places
                    .iter_mut()
                    .skip(at + 1)
                    .for_each(|place| *place = end);
                return marks.iter().map(|mark| place_of(&places, mark)).collect();
            }
            match character {
                _ if hidden => {}
                '\t' => out.push_str("  "),
                other => out.push(shown(*other)),
            }
        }
        if let Some(place) = places.last_mut() {
            *place = out.len() - base;
        }
        marks.iter().map(|mark| place_of(&places, mark)).collect()
    }
}

fn place_of(places: &[usize], mark: &Mark) -> (usize, usize) {
    let place = |at: usize| places.get(at).copied().unwrap_or(0);
    (place(mark.start), place(mark.end).max(place(mark.start)))
}
