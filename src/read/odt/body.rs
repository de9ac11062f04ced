//! The text of a document: what a reader of the printed page sees, changes accepted.

use super::lists::Lists;
use super::styles::Styles;
use crate::read::error::Fault;
use crate::read::flow::{Flow, Rows};
use crate::read::grid::Block;
use crate::read::xml::{Element, Visitor};

/// No more blanks than this stand for one element.
const BLANKS: usize = 1000;

pub(super) struct Body {
    styles: Styles,
    lists: Lists,
    flow: Flow,
    /// Whether the text has begun, and whether there is one.
    begun: bool,
    found: bool,
    /// How deep in an element that is left out.
    skipped: usize,
    paragraphs: Vec<Paragraph>,
    rows: Vec<usize>,
    cells: Vec<usize>,
    /// What waits while a note is read.
    outer: Vec<(Flow, Lists, Vec<Paragraph>)>,
    notes: Vec<Flow>,
}

struct Paragraph {
    /// Where it begins in the line.
    start: usize,
    label: Option<String>,
}

type Read = (Vec<Block>, Vec<Vec<Block>>);

impl Body {
    pub(super) fn new(styles: Styles) -> Self {
        Self {
            styles,
            lists: Lists::default(),
            flow: Flow::default(),
            begun: false,
            found: false,
            skipped: 0,
            paragraphs: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            outer: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The text and its notes; none if the file holds no text document.
    pub(super) fn finish(self) -> Result<Option<Read>, Fault> {
        if !self.found {
            return Ok(None);
        }
        let notes = self.notes.into_iter().map(Flow::finish);
        Ok(Some((
            self.flow.finish()?,
            notes.collect::<Result<_, _>>()?,
        )))
    }

    /// Whether an element and all in it is left out.
    fn leaves_out(&self, name: &str, element: &Element<'_>) -> bool {
        let said = |attribute: &str| element.attribute(attribute);
        let is = |attribute: &str, value: &str| said(attribute).is_some_and(|it| it == value);
        match name {
            "text:tracked-changes"
            | "office:annotation"
            | "office:annotation-end"
            | "office:forms"
            | "text:note-citation"
            | "text:ruby-text"
            | "text:hidden-text"
            | "text:placeholder"
            | "text:table-of-content"
            | "text:table-index"
            | "text:illustration-index"
            | "text:alphabetical-index"
            | "text:user-index"
            | "text:object-index"
            | "text:bibliography"
            | "text:variable-decls"
            | "text:sequence-decls"
            | "text:user-field-decls"
            | "svg:title"
            | "svg:desc"
            | "draw:object"
            | "table:covered-table-cell"
            | "text:script" => true,
            "text:section" => is("text:display", "none"),
            "table:table-row" | "table:table-column" => is("table:visibility", "collapse"),
            "text:span" => said("text:style-name").is_some_and(|it| self.styles.is_hidden_run(&it)),
            "text:p" | "text:h" => {
                said("text:style-name").is_some_and(|it| self.styles.is_hidden(&it))
            }
            _ => false,
        }
    }

    fn open_paragraph(&mut self, name: &str, element: &Element<'_>) {
        let style = element.attribute("text:style-name").unwrap_or_default();
        let unnumbered = element
            .attribute("text:is-list-header")
            .is_some_and(|it| it == "true");
        let label = if unnumbered {
            None
        } else if self.lists.in_list() {
            self.lists.label(&style, &self.styles)
        } else if name == "text:h" {
            let level = count(element, "text:outline-level");
            self.lists.heading(level, &self.styles)
        } else {
            None
        };
        let start = self.flow.length();
        self.paragraphs.push(Paragraph { start, label });
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        if let Some(label) = paragraph.label {
            // 一、总体情况, but 1.1 总体情况: a blank parts what would run together.
            let blank = label.ends_with(|it: char| it.is_ascii() || it.is_alphabetic());
            let label = label + if blank { " " } else { "" };
            self.flow.insert(paragraph.start, &label);
        }
        self.flow.end_paragraph();
    }

    fn open_note(&mut self) {
        let outer = (
            std::mem::take(&mut self.flow),
            std::mem::take(&mut self.lists),
            std::mem::take(&mut self.paragraphs),
        );
        self.outer.push(outer);
    }

    fn close_note(&mut self) {
        if let Some((flow, lists, paragraphs)) = self.outer.pop() {
            self.notes.push(std::mem::replace(&mut self.flow, flow));
            self.lists = lists;
            self.paragraphs = paragraphs;
        }
    }
}

/// The number an attribute says; 1 if it says none.
fn count(element: &Element<'_>, attribute: &str) -> usize {
    element
        .attribute(attribute)
        .and_then(|it| it.trim().parse().ok())
        .unwrap_or(1)
}

impl Visitor for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if !self.begun {
            self.begun = name == "office:body";
            self.styles.open(name, element);
            return;
        }
        if self.skipped > 0 || self.leaves_out(name, element) {
            self.skipped += 1;
            return;
        }
        let said = |attribute: &str| element.attribute(attribute);
        match name {
            "office:text" => self.found = true,
            "text:p" | "text:h" => self.open_paragraph(name, element),
            "text:list" => self.lists.open_list(
                said("text:style-name"),
                said("xml:id"),
                said("text:continue-numbering").is_some_and(|it| it == "true"),
                said("text:continue-list"),
            ),
            "text:list-item" => {
                let start = said("text:start-value").and_then(|it| it.trim().parse().ok());
                self.lists.open_item(start);
            }
            "text:s" if !self.paragraphs.is_empty() => {
                let blanks = count(element, "text:c").min(BLANKS);
                self.flow.text(&" ".repeat(blanks));
            }
            "draw:image" => self.flow.picture(),
            "text:tab" if !self.paragraphs.is_empty() => self.flow.text(" "),
            "text:line-break" if !self.paragraphs.is_empty() => self.flow.text("\n"),
            "table:table" | "table:sub-table" => self.flow.open_table(),
            "table:table-row" => {
                self.rows.push(count(element, "table:number-rows-repeated"));
                self.flow.open_row();
            }
            "table:table-cell" => {
                self.cells
                    .push(count(element, "table:number-columns-repeated"));
                let columns = count(element, "table:number-columns-spanned");
                let rows = count(element, "table:number-rows-spanned");
                self.flow.open_cell(columns, Rows::Count(rows));
            }
            "draw:text-box" | "draw:custom-shape" | "draw:rect" => self.flow.open_aside(),
            "text:note-body" => self.open_note(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if !self.begun {
            self.styles.close(name);
            return;
        }
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "text:p" | "text:h" => self.end_paragraph(),
            "text:list" => self.lists.close_list(),
            "text:list-item" => self.lists.close_item(),
            "table:table" | "table:sub-table" => self.flow.close_table(),
            "table:table-row" => {
                let times = self.rows.pop().unwrap_or(1);
                self.flow.repeat_row(times.saturating_sub(1));
            }
            "table:table-cell" => {
                let times = self.cells.pop().unwrap_or(1);
                self.flow.close_cell();
                self.flow.repeat_cell(times.saturating_sub(1));
            }
            "draw:text-box" | "draw:custom-shape" | "draw:rect" => self.flow.close_aside(),
            "text:note-body" => self.close_note(),
            _ => {}
        }
    }

    /// Blanks and ends of lines in the file are one blank, and none where a line begins.
    fn text(&mut self, text: &str) {
        if self.skipped > 0 || self.paragraphs.is_empty() {
            return;
        }
        let mut plain = String::with_capacity(text.len());
        for character in text.chars() {
            if !matches!(character, ' ' | '\t' | '\n' | '\r') {
                plain.push(character);
                continue;
            }
            let before = plain.chars().next_back().or_else(|| self.flow.last_char());
            if !matches!(before, None | Some(' ' | '\n')) {
                plain.push(' ');
            }
        }
        self.flow.text(&plain);
    }
}
