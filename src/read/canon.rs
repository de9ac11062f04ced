//! Canon: the canonical text of a file that is no plain text, with the place of every piece.
//!
//! A paragraph is one line, or one for each of its own lines; a row of a table is one line, its
//! cells parted by TAB. A label merged over rows is repeated in each of them, a merged value is
//! not. A cell merged over columns is one cell.

use super::grid::Block;
use super::grid::{Cell, Table};
use crate::source::{Part, Place, Span};

/// A text of more bytes than this is no report.
const LIMIT: usize = 16 * 1024 * 1024;
/// A label of more characters than this is not repeated.
const LABEL: usize = 120;
/// A header of more characters than this does not name a column.
const HEADER: usize = 12;
/// A cell as wide as its table of more characters than this is a paragraph.
const CAPTION: usize = 60;
/// A report has more letters than this.
const FEW: usize = 200;

#[derive(Debug, Default)]
pub(super) struct Canon {
    text: String,
    places: Vec<(Span, Place)>,
    /// For each of the places, which paragraph of the file it is.
    from: Vec<Option<usize>>,
    page: Option<usize>,
    paragraphs: usize,
    tables: usize,
    /// Whether something was left out because the text is too long.
    pub(super) full: bool,
}

/// What a row of a table is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Cells.
    Cells,
    /// One cell over all columns, printed as a row.
    Caption,
    /// One cell over all columns, printed as paragraphs.
    Text,
}

impl Canon {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.paragraph(&text.said, text.from),
                Block::Table(table) => self.table(table),
            }
        }
    }

    /// A block that begins on `page`.
    pub(super) fn block_on(&mut self, page: usize, block: &Block) {
        self.page = Some(page);
        self.blocks(std::slice::from_ref(block));
    }

    /// Lines of `page` whose blanks say what stands under what.
    pub(super) fn lines_on(&mut self, page: usize, lines: &[String]) {
        self.page = Some(page);
        self.paragraphs += 1;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in lines {
            if self.room(line.len()) {
                self.piece(line, Part::Paragraph(self.paragraphs), None);
                self.text.push('\n');
            }
        }
    }

    fn paragraph(&mut self, text: &str, from: Option<usize>) {
        self.paragraphs += 1;
        let part = Part::Paragraph(self.paragraphs);
        self.lines(text.split('\n'), &part, from);
    }

    /// A footnote, apart from the text that names it.
    pub(super) fn note(&mut self, number: usize, blocks: &[Block]) {
        for block in blocks {
            if let Block::Paragraph(text) = block {
                self.lines(text.said.split('\n'), &Part::Note(number), None);
            }
        }
    }

    /// Something the file says of itself and prints nowhere.
    pub(super) fn property(&mut self, name: &str, text: &str) {
        self.lines([text].into_iter(), &Part::Property(name.to_owned()), None);
    }

    /// Lines that belong together, with an empty one before them: it keeps paragraphs apart.
    fn lines<'t>(
        &mut self,
        lines: impl Iterator<Item = &'t str>,
        part: &Part,
        from: Option<usize>,
    ) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in lines {
            let line = line.trim();
            if !line.is_empty() && self.room(line.len()) {
                self.piece(line, part.clone(), from);
                self.text.push('\n');
            }
        }
    }

    fn room(&mut self, length: usize) -> bool {
        self.full |= self.text.len() + length > LIMIT;
        !self.full
    }

    /// Writes `text` without blanks that would part cells, and notes where it came from.
    fn piece(&mut self, text: &str, part: Part, from: Option<usize>) {
        let start = self.text.len();
        for character in text.chars() {
            self.text.push(if character.is_control() {
                ' '
            } else {
                character
            });
        }
        let place = Place {
            page: self.page,
            part,
        };
        self.places.push((Span::new(start, self.text.len()), place));
        self.from.push(from);
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let lines = lines_of(table);
        let mut headers: Vec<Option<String>> = vec![None; table.columns];
        let mut cells = table.cells.iter().peekable();
        let mut above: Vec<&Cell> = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            self.page = table.pages.get(row).copied().or(self.page);
            above.retain(|cell| cell.row + cell.rows > row);
            let begun = above.len();
            while let Some(cell) = cells.next_if(|cell| cell.row == row) {
                above.push(cell);
            }
            let own = above.get(begun..).unwrap_or_default();
            head(table, own, &mut headers);
            if *line == Line::Text {
                for cell in own {
                    let part = self.part(cell, row, &headers);
                    self.lines(cell.paragraphs(), &part, cell.from);
                }
                continue;
            }
            above.sort_by_key(|cell| cell.column);
            self.row(*line, row, &above, &headers);
            if self.full {
                return;
            }
        }
    }

    fn row(&mut self, line: Line, row: usize, cells: &[&Cell], headers: &[Option<String>]) {
        if cells.is_empty() {
            return;
        }
        if line == Line::Caption
            && let Some(cell) = cells.first()
        {
            let part = self.part(cell, row, headers);
            self.piece("", part, cell.from);
            self.text.push('\t');
        }
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push('\t');
            }
            let text = joined(cell);
            let shown = if cell.row == row || is_label(&text) {
                text.as_str()
            } else {
                ""
            };
            if !self.room(shown.len() + 1) {
                break;
            }
            let part = self.part(cell, row, headers);
            self.piece(shown, part, cell.from);
        }
        self.text.push('\n');
    }

    fn part(&self, cell: &Cell, row: usize, headers: &[Option<String>]) -> Part {
        let header = headers.get(cell.column).cloned().flatten();
        Part::Cell {
            table: self.tables,
            row: row + 1,
            column: cell.column + 1,
            header: header.filter(|_| !is_words(cell)),
        }
    }

    /// Whether it says too little for a report, though it may be its title.
    pub(super) fn is_short(&self) -> bool {
        let letters = self.text.chars().filter(|it| !it.is_whitespace());
        letters.take(FEW).count() < FEW
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Where pieces of the text begin, and which paragraph of the file each is of.
    pub(super) fn origins(&self) -> Vec<(usize, Option<usize>)> {
        let starts = self.places.iter().map(|(span, _)| span.start);
        starts.zip(self.from.iter().copied()).collect()
    }

    pub(super) fn finish(self) -> (String, Vec<(Span, Place)>) {
        (self.text, self.places)
    }
}

/// How each row is printed. Rows of one cell are paragraphs if they are long or stand together:
/// then a table frames a text. Alone, such a row is a caption of the rows below it.
fn lines_of(table: &Table) -> Vec<Line> {
    let mut count = vec![0_usize; table.rows];
    let mut wide = vec![None::<(usize, bool)>; table.rows];
    for cell in &table.cells {
        let last = (cell.row + cell.rows).min(table.rows);
        for row in count.get_mut(cell.row..last).unwrap_or_default() {
            *row += 1;
        }
        if cell.columns >= table.columns
            && let Some(wide) = wide.get_mut(cell.row)
        {
            let letters = cell.paragraphs().map(|it| it.chars().count()).sum();
            *wide = Some((letters, cell.blocks.len() > 1));
        }
    }
    let alone = |row: usize| {
        wide.get(row)
            .copied()
            .flatten()
            .filter(|(letters, _)| *letters > 0 && count.get(row) == Some(&1))
    };
    (0..table.rows)
        .map(|row| {
            let next = alone(row + 1).is_some() || row.checked_sub(1).and_then(alone).is_some();
            match alone(row) {
                Some((letters, many)) if next || many || letters > CAPTION => Line::Text,
                Some(_) => Line::Caption,
                None => Line::Cells,
            }
        })
        .collect()
}

/// Notes what a row without values prints above the columns.
fn head(table: &Table, cells: &[&Cell], headers: &mut [Option<String>]) {
    let has_value = cells.iter().any(|it| {
        let text = joined(it);
        !text.is_empty() && !text.chars().any(char::is_alphabetic)
    });
    if has_value {
        return;
    }
    for cell in cells.iter().filter(|it| it.columns < table.columns) {
        let text = joined(cell);
        if !text.is_empty() {
            let header = (text.chars().count() <= HEADER).then_some(text);
            for slot in headers.get_mut(cell.column..cell.end()).unwrap_or_default() {
                slot.clone_from(&header);
            }
        }
    }
}

fn is_words(cell: &Cell) -> bool {
    cell.paragraphs()
        .any(|it| it.chars().any(char::is_alphabetic))
}

fn is_label(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && text.chars().count() <= LABEL
}

/// The text of a cell on one line. Lines of Chinese go on without a blank: labels are broken
/// where the column ends, or written downwards.
fn joined(cell: &Cell) -> String {
    let mut text = String::new();
    for line in cell.paragraphs().map(str::trim).filter(|it| !it.is_empty()) {
        let ascii = |it: Option<char>| it.is_some_and(|it| it.is_ascii());
        if ascii(text.chars().next_back()) && ascii(line.chars().next()) {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}
