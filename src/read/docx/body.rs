//! The text of a document: what a reader of the printed page sees, changes accepted.

use super::numbering::Numbering;
use super::styles::{InList, Styles};
use crate::read::error::Fault;
use crate::read::flow::{Flow, Rows};
use crate::read::grid::Block;
use crate::read::xml::{Element, Visitor};

pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: &'s mut Numbering,
    flow: Flow,
    /// How deep in an element that is left out.
    skipped: usize,
    paragraphs: Vec<Paragraph>,
    /// How many paragraphs of the part were opened, read or left out.
    count: usize,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    /// For each open content control, whether what it holds is left out.
    controls: Vec<bool>,
    /// For each open choice of ways to show something, whether one was taken.
    choices: Vec<bool>,
    /// Where the line begins that a deleted paragraph end has left open.
    joins: Option<usize>,
    in_properties: Properties,
    hidden: bool,
    in_text: bool,
    notes: Vec<Flow>,
}

/// Of what the properties are that are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Properties {
    None,
    Paragraph,
    Row,
    Cell,
}

#[derive(Default)]
struct Paragraph {
    /// Its number in the part, from 0.
    number: usize,
    /// Where it begins in the line.
    start: usize,
    style: Option<String>,
    list: InList,
    /// Whether its end was deleted, so that the next goes on with it.
    joined: bool,
}

#[derive(Default)]
struct Row {
    deleted: bool,
}

struct Cell {
    columns: usize,
    rows: Rows,
    open: bool,
}

impl<'s> Body<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: &'s mut Numbering) -> Self {
        Self {
            styles,
            numbering,
            flow: Flow::default(),
            skipped: 0,
            paragraphs: Vec::new(),
            count: 0,
            rows: Vec::new(),
            cells: Vec::new(),
            controls: Vec::new(),
            choices: Vec::new(),
            joins: None,
            in_properties: Properties::None,
            hidden: false,
            in_text: false,
            notes: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Result<Vec<Block>, Fault> {
        self.flow.finish()
    }

    pub(super) fn notes(self) -> Result<Vec<Vec<Block>>, Fault> {
        self.notes.into_iter().map(Flow::finish).collect()
    }

    fn say(&mut self, text: &str) {
        if !self.hidden && self.in_properties == Properties::None {
            self.flow.text(text);
        }
    }

    /// Begins the cell at hand: what it covers is known once its properties have been read.
    fn begin_cell(&mut self) {
        if let Some(cell) = self.cells.last_mut().filter(|it| !it.open) {
            cell.open = true;
            self.flow.open_cell(cell.columns, cell.rows);
        }
    }

    /// Whether an element and all in it is left out.
    fn leaves_out(&self, name: &str, element: &Element<'_>) -> bool {
        let run_level = self.in_properties == Properties::None;
        match name {
            "del" | "moveFrom" => run_level,
            "instrText" | "delText" | "delInstrText" | "rt" | "sectPr" | "pPrChange"
            | "rPrChange" | "tblPrChange" | "tcPrChange" | "trPrChange" | "tblGridChange"
            | "numberingChange" | "tblPrExChange" => true,
            "mc:Fallback" => self.choices.last() == Some(&true),
            "sdtContent" => self.controls.last() == Some(&true),
            "footnote" | "endnote" => element.attribute("type").is_some_and(|it| it != "normal"),
            _ => false,
        }
    }

    fn property(&mut self, name: &str, element: &Element<'_>) {
        match self.in_properties {
            Properties::Paragraph => {
                let Some(paragraph) = self.paragraphs.last_mut() else {
                    return;
                };
                match name {
                    "pStyle" => paragraph.style = element.value(),
                    "numId" => paragraph.list.num = element.value(),
                    "ilvl" => paragraph.list.level = element.number(),
                    "del" | "moveFrom" => paragraph.joined = true,
                    _ => {}
                }
            }
            Properties::Row => match name {
                "gridBefore" => self.flow.skip_columns(count(element)),
                "del" => {
                    if let Some(row) = self.rows.last_mut() {
                        row.deleted = true;
                    }
                }
                _ => {}
            },
            Properties::Cell => {
                if let Some(cell) = self.cells.last_mut() {
                    match name {
                        "gridSpan" => cell.columns = count(element).max(1),
                        "vMerge" if element.value().is_some_and(|it| it == "restart") => {
                            cell.rows = Rows::Begins;
                        }
                        "vMerge" => cell.rows = Rows::Continues,
                        _ => {}
                    }
                }
            }
            Properties::None => {}
        }
    }

    fn end_row(&mut self) {
        if self.rows.pop().is_some_and(|it| it.deleted) {
            self.flow.drop_row();
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        let style = paragraph.style.as_deref();
        if self.styles.is_contents(style) {
            self.flow.cut(paragraph.start);
        } else if paragraph.joined {
            self.joins = Some(paragraph.start);
            return;
        } else if let Some(label) = self.numbering.label(&paragraph.list, style, self.styles) {
            // 一、总体情况, but 1.1 总体情况: a blank parts what would run together.
            let blank = label.ends_with(|it: char| it.is_ascii() || it.is_alphabetic());
            let label = label + if blank { " " } else { "" };
            self.flow.insert(paragraph.start, &label);
        }
        self.flow.end_paragraph();
    }
}

fn count(element: &Element<'_>) -> usize {
    element
        .number()
        .and_then(|it| usize::try_from(it).ok())
        .unwrap_or(0)
}

/// What the signs of symbol fonts show that forms use as boxes to tick.
fn symbol(code: &str) -> &'static str {
    match code.to_ascii_uppercase().as_str() {
        "F0A3" | "F0A8" | "F06F" | "F071" => "□",
        "F052" | "F0FE" => "☑",
        "F0FC" => "√",
        _ => "",
    }
}

impl Visitor for Body<'_> {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        self.count += usize::from(name == "p");
        if self.skipped > 0 || self.leaves_out(name, element) {
            self.skipped += 1;
            return;
        }
        self.property(name, element);
        match name {
            "p" => {
                self.begin_cell();
                let start = self.joins.take().unwrap_or_else(|| self.flow.length());
                let number = self.count - 1;
                // What stands in a text box is said where the box is.
                let outer = self.paragraphs.first().map_or(number, |it| it.number);
                self.flow.begin_paragraph(outer);
                self.paragraphs.push(Paragraph {
                    number,
                    start,
                    ..Paragraph::default()
                });
            }
            "pPr" => self.in_properties = Properties::Paragraph,
            "trPr" => self.in_properties = Properties::Row,
            "tcPr" => self.in_properties = Properties::Cell,
            "tbl" => {
                self.begin_cell();
                self.joins = None;
                self.flow.open_table();
            }
            "tr" => {
                self.rows.push(Row::default());
                self.flow.open_row();
            }
            "tc" => self.cells.push(Cell {
                columns: 1,
                rows: Rows::Count(1),
                open: false,
            }),
            "txbxContent" => {
                self.flow.open_aside();
                self.joins = None;
            }
            "sdt" => self.controls.push(false),
            "docPartGallery" => {
                if let Some(control) = self.controls.last_mut() {
                    *control |= element.value().is_some_and(|it| it == "Table of Contents");
                }
            }
            "showingPlcHdr" => {
                if let Some(control) = self.controls.last_mut() {
                    *control |= element.is_on();
                }
            }
            "mc:AlternateContent" => self.choices.push(false),
            "mc:Choice" => {
                if let Some(choice) = self.choices.last_mut() {
                    *choice = true;
                }
            }
            "r" => self.hidden = false,
            "vanish" if self.in_properties == Properties::None => self.hidden = element.is_on(),
            "rStyle" if self.in_properties == Properties::None => {
                let hidden = |it: String| self.styles.is_hidden(&it);
                self.hidden |= element.value().is_some_and(hidden);
            }
            "t" | "m:t" => self.in_text = true,
            "a:blip" | "v:imagedata" => self.flow.picture(),
            "tab" | "ptab" => self.say(" "),
            "br" | "cr" => self.say("\n"),
            "noBreakHyphen" => self.say("-"),
            "sym" => {
                let shown = element.attribute("char").unwrap_or_default();
                self.say(symbol(&shown));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" | "trPr" => self.in_properties = Properties::None,
            "tcPr" => {
                self.in_properties = Properties::None;
                self.begin_cell();
            }
            "tbl" => self.flow.close_table(),
            "tr" => self.end_row(),
            "tc" => {
                self.begin_cell();
                self.joins = None;
                self.flow.close_cell();
                self.cells.pop();
            }
            "txbxContent" => {
                self.flow.close_aside();
                self.joins = None;
            }
            "sdt" => {
                self.controls.pop();
            }
            "mc:AlternateContent" => {
                self.choices.pop();
            }
            "r" => self.hidden = false,
            "t" | "m:t" => self.in_text = false,
            "footnote" | "endnote" => {
                self.notes.push(std::mem::take(&mut self.flow));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.in_text {
            self.say(text);
        }
    }
}
