//! From the tree of a page to the flow of its text.

use super::content::{Region, Spread};
use super::look::{counting, is_block, is_unread};
use super::tree::{Node, Tree};
use crate::read::counting::Counting;
use crate::read::error::Fault;
use crate::read::flow::{Flow, Rows};
use crate::read::grid::Block;

/// Reads what stands in `region` of the page, without its lists of links.
pub(super) fn walk(tree: &Tree, spread: &Spread, region: &Region) -> Result<Vec<Block>, Fault> {
    let mut walk = Walk {
        flow: Flow::default(),
        blank: None,
        lists: Vec::new(),
        label: None,
        verbatim: 0,
    };
    let mut place = 0;
    let mut rest = vec![Step::In(region.root)];
    while let Some(step) = rest.pop() {
        match step {
            Step::In(at) => {
                let Some(node) = tree.node(at) else { continue };
                let own = place;
                place += 1;
                let links = own > 0 && is_block(node) && spread.is_links(at);
                if is_unread(node) || links {
                    place += tree.order(at).len() - 1;
                    // A cell keeps its place in the row.
                    if links && matches!(node.name.as_str(), "td" | "th" | "tr") {
                        walk.enter(node);
                        walk.leave(node);
                    }
                    continue;
                }
                // Above the title and below the text, only the elements around them are seen.
                let shown = node.name.is_empty() || node.name == "img";
                if shown && (own < region.from || own >= region.to) {
                    continue;
                }
                walk.enter(node);
                rest.push(Step::Out(at));
                rest.extend(node.children.iter().rev().map(|it| Step::In(*it)));
            }
            Step::Out(at) => {
                if let Some(node) = tree.node(at) {
                    walk.leave(node);
                }
            }
        }
    }
    walk.flow.finish()
}

enum Step {
    In(usize),
    Out(usize),
}

/// A list that is open.
struct List {
    ordered: bool,
    counting: (Counting, &'static str),
    next: u32,
}

struct Walk {
    flow: Flow,
    /// Blanks that wait for the next word, and whether a line of the file ended among them.
    blank: Option<bool>,
    lists: Vec<List>,
    /// The number of a list's item, waiting for its text.
    label: Option<String>,
    /// How deep in text whose line ends count.
    verbatim: usize,
}

impl Walk {
    fn enter(&mut self, node: &Node) {
        if node.name.is_empty() {
            self.say(&node.text);
            return;
        }
        if is_block(node) {
            self.end_line();
        }
        match node.name.as_str() {
            "br" => self.line_break(),
            "table" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "td" | "th" => {
                let rows = match span(node, "rowspan") {
                    Some(0) => usize::MAX,
                    rows => rows.unwrap_or(1),
                };
                let columns = span(node, "colspan").unwrap_or(1);
                self.flow.open_cell(columns, Rows::Count(rows));
            }
            "ol" | "ul" | "menu" | "dir" => self.lists.push(List {
                ordered: node.name == "ol",
                // Not said: converters leave out that headings counted 一、二、, and the 1. of a
                // browser would be a number that the report does not have.
                counting: counting(node).unwrap_or((Counting::Nothing, "")),
                next: number(node, "start").unwrap_or(1),
            }),
            "li" => {
                if let Some(list) = self.lists.last_mut().filter(|it| it.ordered) {
                    let number = number(node, "value").unwrap_or(list.next);
                    list.next = number.saturating_add(1);
                    let (counting, mark) = counting(node).unwrap_or(list.counting);
                    let shown = counting.print(number);
                    self.label = (!shown.is_empty()).then(|| shown + mark);
                }
            }
            "pre" => self.verbatim += 1,
            "img" => self.flow.picture(),
            _ => {}
        }
    }

    fn leave(&mut self, node: &Node) {
        if is_block(node) {
            self.end_line();
        }
        match node.name.as_str() {
            "table" => self.flow.close_table(),
            "td" | "th" => self.flow.close_cell(),
            "ol" | "ul" | "menu" | "dir" => {
                self.lists.pop();
            }
            "li" => self.label = None,
            "pre" => self.verbatim = self.verbatim.saturating_sub(1),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        self.blank = None;
        self.flow.end_paragraph();
    }

    /// One `<br>` ends a line, two end a paragraph.
    fn line_break(&mut self) {
        self.blank = None;
        if self.flow.at_line_start() {
            self.flow.end_paragraph();
        } else {
            self.flow.text("\n");
        }
    }

    fn say(&mut self, text: &str) {
        // Blanks that are no white space are indents when a line begins: so begins a paragraph.
        let indented = || {
            let mut start = text.chars().skip_while(char::is_ascii_whitespace);
            matches!(start.next(), Some('\u{a0}' | '\u{3000}'))
                && matches!(start.next(), Some('\u{a0}' | '\u{3000}'))
        };
        if self.flow.at_line_start() && indented() {
            self.flow.end_paragraph();
        }
        for character in text.chars() {
            match character {
                '\n' if self.verbatim > 0 => self.line_break(),
                _ if character.is_ascii_whitespace() => {
                    *self.blank.get_or_insert(false) |= character == '\n';
                }
                '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => {}
                '\u{a0}' | '\u{3000}' if self.flow.at_line_start() => {}
                _ => self.letter(if character == '\u{a0}' {
                    ' '
                } else {
                    character
                }),
            }
        }
    }

    fn letter(&mut self, letter: char) {
        if let Some(label) = self.label.take() {
            self.flow.text(&label);
        }
        // A line end in the file between two Chinese characters is no blank.
        if let Some(line_end) = self.blank.take()
            && !self.flow.at_line_start()
        {
            let chinese = |it: Option<char>| it.is_some_and(|it| !it.is_ascii());
            if !(line_end && chinese(self.flow.last_char()) && chinese(Some(letter))) {
                self.flow.text(" ");
            }
        }
        self.flow.text(letter.encode_utf8(&mut [0; 4]));
    }
}

fn number(node: &Node, attribute: &str) -> Option<u32> {
    node.attribute(attribute)?.trim().parse().ok()
}

/// How many rows or columns a cell covers, as browsers read it: digits first, the rest ignored.
fn span(node: &Node, attribute: &str) -> Option<usize> {
    let said = node.attribute(attribute)?.trim_start();
    let digits = said.trim_start_matches(|it: char| it.is_ascii_digit());
    said.strip_suffix(digits)?.parse().ok()
}
