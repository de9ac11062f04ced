//! The text: what groups and control words make of the bytes.

use super::super::error::Fault;
use super::super::flow::{Flow, PICTURE};
use super::super::grid::Block;
use super::charset::Charsets;
use super::group::{Group, Into, is_left_out};
use super::rows::{Definition, Table};
use super::token::Token;

/// Groups inside groups deeper than this are refused.
const DEPTH: usize = 1000;
/// Text boxes and notes inside each other deeper than this are left out.
const ASIDES: usize = 8;
/// So much is kept of what a field is told to show.
const INSTRUCTION: usize = 200;

/// Where in a group the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Nothing was read of it.
    Begins,
    /// It is left out by those that do not know its first word.
    Starred,
    Past,
}

/// The text that waits while a text box or a note is read.
#[derive(Debug)]
struct Outer {
    depth: usize,
    is_note: bool,
    line: String,
    cell: String,
}

#[derive(Debug)]
pub(super) struct Body {
    flow: Flow,
    group: Group,
    groups: Vec<Group>,
    start: Start,
    charsets: Charsets,
    default_font: Option<i32>,
    /// Bytes of text whose characters are not yet told.
    bytes: Vec<u8>,
    /// How many of the next bytes are left out.
    skip: usize,
    /// The first half of a character of two.
    half: Option<u32>,
    instruction: String,
    /// Where the number of the paragraph begins in its line.
    label: usize,
    line: String,
    /// The paragraphs before the line in the same cell, each ended by CR.
    cell: String,
    row: Vec<String>,
    definition: Definition,
    table: Table,
    in_table: bool,
    outer: Vec<Outer>,
    /// Text boxes that wait for the end of the paragraph.
    asides: String,
    notes: Vec<String>,
    pub(super) pictures: bool,
    /// Whether the paragraph shows a picture.
    pictured: bool,
}

impl Default for Body {
    fn default() -> Self {
        Self {
            flow: Flow::default(),
            group: Group::outermost(),
            groups: Vec::new(),
            start: Start::Past,
            charsets: Charsets::default(),
            default_font: None,
            bytes: Vec::new(),
            skip: 0,
            half: None,
            instruction: String::new(),
            label: 0,
            line: String::new(),
            cell: String::new(),
            row: Vec::new(),
            definition: Definition::default(),
            table: Table::default(),
            in_table: false,
            outer: Vec::new(),
            asides: String::new(),
            notes: Vec::new(),
            pictures: false,
            pictured: false,
        }
    }
}

impl Body {
    pub(super) fn take(&mut self, token: &Token<'_>) -> Result<(), Fault> {
        if !matches!(token, Token::Byte(_) | Token::Text(_)) {
            self.flush();
        }
        match *token {
            Token::Open => {
                if self.groups.len() >= DEPTH {
                    return Err(Fault::beyond(
                        format!("嵌套超过 {DEPTH} 层"),
                        format!("it is nested more than {DEPTH} deep"),
                    ));
                }
                self.groups.push(self.group);
                self.skip = 0;
                self.start = Start::Begins;
                return Ok(());
            }
            Token::Close => self.close(),
            Token::Symbol(b'*') if self.start == Start::Begins => {
                self.start = Start::Starred;
                return Ok(());
            }
            Token::Word(word, number) => {
                // A character that stands for none ends where something else begins.
                self.skip = 0;
                if self.start != Start::Past {
                    self.begin(word);
                }
                self.word(word, number);
            }
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Byte(byte) => self.text(&[byte]),
            Token::Text(text) => self.text(text),
        }
        self.start = Start::Past;
        Ok(())
    }

    /// The first word of a group says what its text is.
    fn begin(&mut self, word: &str) {
        self.pictures |= word == "pict";
        self.pictured |= word == "pict";
        if self.group.into == Into::Nothing {
            return;
        }
        let contents = self.instruction.trim_start().starts_with("TOC");
        let aside = matches!(word, "shptxt" | "footnote");
        self.group.into = match word {
            "fonttbl" => Into::Fonts,
            "fldinst" => {
                self.instruction.clear();
                Into::Instruction
            }
            "fldrslt" if contents => Into::Nothing,
            "listtext" | "pntext" => {
                self.label = self.line.len();
                Into::Label
            }
            _ if aside && self.outer.len() < ASIDES => {
                self.outer.push(Outer {
                    depth: self.groups.len(),
                    is_note: word == "footnote",
                    line: std::mem::take(&mut self.line),
                    cell: std::mem::take(&mut self.cell),
                });
                Into::Aside
            }
            "shpinst" => self.group.into,
            _ if aside || self.start == Start::Starred || is_left_out(word) => Into::Nothing,
            _ => self.group.into,
        };
    }

    fn close(&mut self) {
        self.skip = 0;
        let Some(before) = self.groups.pop() else {
            return;
        };
        if self.group.into == Into::Label && before.into != Into::Label {
            // 一、总体情况, but 1.1 总体情况: a blank parts what would run together.
            // The line may have ended within the label.
            let start = Some(self.label).filter(|it| self.line.is_char_boundary(*it));
            let label = self.line.split_off(start.unwrap_or(0));
            self.line.push_str(label.trim());
            if label
                .trim()
                .ends_with(|it: char| it.is_ascii() || it.is_alphabetic())
            {
                self.line.push(' ');
            }
        }
        if self
            .outer
            .last()
            .is_some_and(|it| it.depth > self.groups.len())
            && let Some(outer) = self.outer.pop()
        {
            self.cell.push_str(&self.line);
            self.line = outer.line;
            let said = std::mem::replace(&mut self.cell, outer.cell);
            if outer.is_note {
                self.notes.push(said.replace('\r', "\n").trim().to_owned());
            } else {
                self.asides.push_str(&said);
                self.asides.push('\r');
            }
        }
        self.group = before;
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        match self.group.into {
            Into::Nothing | Into::Instruction => return,
            Into::Fonts => {
                match (word, number) {
                    ("f", Some(number)) => self.charsets.list(number),
                    ("fcharset", Some(number)) => self.charsets.letters(number),
                    _ => {}
                }
                return;
            }
            Into::Text | Into::Label | Into::Aside => {}
        }
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "par" | "sect" => self.end_paragraph(),
            "cell" => self.end_cell(),
            "nestcell" => self.end_line('\r'),
            "row" => self.end_row(),
            "intbl" => self.in_table = true,
            "itap" => self.in_table = number.unwrap_or(0) > 0,
            "pard" => self.in_table = false,
            "trowd" | "trleft" | "clvmgf" | "clvmrg" | "clmrg" | "cellx" => {
                self.definition.word(word, number.unwrap_or(0));
            }
            "plain" => {
                (self.group.hidden, self.group.deleted) = (false, false);
                self.group.font = self.default_font;
            }
            "v" => self.group.hidden = on,
            "deleted" => self.group.deleted = on,
            "f" => self.group.font = number,
            "deff" => {
                self.default_font = number;
                self.group.font = number;
            }
            "uc" => self.group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(0),
            "ansicpg" => self.charsets.code_page(number.unwrap_or(0)),
            "mac" => self.charsets.code_page(10000),
            "line" | "lbr" => self.say("\n"),
            "tab" | "emspace" | "enspace" | "qmspace" => self.say(" "),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            _ => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match symbol {
            b'~' => self.say(" "),
            b'_' => self.say("-"),
            b'\\' | b'{' | b'}' => self.text(&[symbol]),
            b'\r' | b'\n' => self.word("par", None),
            _ => {}
        }
    }

    fn text(&mut self, text: &[u8]) {
        let skipped = self.skip.min(text.len());
        self.skip -= skipped;
        let text = text.get(skipped..).unwrap_or_default();
        match self.group.into {
            Into::Nothing | Into::Fonts => {}
            Into::Instruction => {
                let room = INSTRUCTION.saturating_sub(self.instruction.len());
                let letters = text.iter().take(room).filter(|it| it.is_ascii());
                self.instruction.extend(letters.map(|it| char::from(*it)));
            }
            Into::Text | Into::Label | Into::Aside => self.bytes.extend(text),
        }
    }

    /// Says the bytes that were gathered, in the encoding of their font.
    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let text = self.charsets.of(self.group.font).read(&bytes);
            self.say(&text);
        }
    }

    fn unicode(&mut self, number: i32) {
        self.skip = self.group.fallback;
        // Numbers are those of sixteen bits, often below zero.
        let Ok(code) = u32::try_from(if number < 0 {
            number + 0x1_0000
        } else {
            number
        }) else {
            return;
        };
        let code = match (self.half.take(), code) {
            (None, 0xd800..0xdc00) => {
                self.half = Some(code);
                return;
            }
            (Some(high), 0xdc00..0xe000) => 0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00),
            _ => code,
        };
        let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.say(character.encode_utf8(&mut [0; 4]));
    }

    fn say(&mut self, text: &str) {
        if self.group.is_shown() {
            let plain = |it: char| if it == '\r' || it == '\t' { ' ' } else { it };
            self.line.extend(text.chars().map(plain));
        }
    }

    /// Ends the line within its cell, text box or note.
    fn end_line(&mut self, mark: char) {
        self.cell.push_str(&self.line);
        self.cell.push(mark);
        self.line.clear();
        self.label = 0;
    }

    fn end_paragraph(&mut self) {
        if !self.outer.is_empty() || self.in_table || !self.row.is_empty() {
            self.end_line('\r');
            return;
        }
        self.end_table();
        self.label = 0;
        let mut line = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.pictured) && line.trim().is_empty() {
            PICTURE.clone_into(&mut line);
        }
        let cell = std::mem::take(&mut self.cell);
        let asides = std::mem::take(&mut self.asides);
        for paragraph in cell
            .split('\r')
            .chain([line.as_str()])
            .chain(asides.split('\r'))
        {
            self.flow.text(paragraph);
            self.flow.end_paragraph();
        }
    }

    fn end_cell(&mut self) {
        self.end_line('\r');
        if self.outer.is_empty() {
            self.cell.push_str(&std::mem::take(&mut self.asides));
            self.row.push(std::mem::take(&mut self.cell));
        }
    }

    fn end_row(&mut self) {
        if !self.outer.is_empty() {
            return;
        }
        if !self.line.trim().is_empty() || !self.cell.trim().is_empty() {
            self.end_cell();
        }
        let cells = std::mem::take(&mut self.row);
        self.table.row(&self.definition, cells);
    }

    fn end_table(&mut self) {
        let table = std::mem::take(&mut self.table);
        if table.full {
            self.flow.overfill();
        }
        if !table.is_empty() {
            table.tell(&mut self.flow);
        }
    }

    /// What stands in the file, and its notes.
    pub(super) fn finish(mut self) -> Result<(Vec<Block>, Vec<String>), Fault> {
        self.flush();
        while !self.groups.is_empty() {
            self.close();
        }
        if !self.row.is_empty() {
            self.end_row();
        }
        self.in_table = false;
        self.end_paragraph();
        Ok((self.flow.finish()?, self.notes))
    }
}
