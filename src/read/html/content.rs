//! Where on a page the report stands, told by how text, links and tables are spread.
//!
//! No site and no system that makes pages is named: navigation is text in links, a report is
//! sentences and tables outside them.

use super::look::{is_block, is_unread};
use super::tree::Tree;

/// What stands in each node of a page.
pub(super) struct Spread {
    counts: Vec<Count>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// Characters, and those of them in links.
    letters: usize,
    linked: usize,
    links: usize,
    /// Characters of sentences and of cells, outside links.
    weight: usize,
    /// Tables that hold no table, with more than links in them.
    tables: usize,
    cells: usize,
    unread: bool,
}

/// The part of a page that is read.
pub(super) struct Region {
    /// The element it lies in.
    pub(super) root: usize,
    /// What of that is read, as places in its order: from the title to the end of the text.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Spread {
    pub(super) fn new(tree: &Tree) -> Self {
        let order = tree.order(0);
        let mut counts = vec![Count::default(); tree.nodes.len()];
        let mut inside = vec![(false, false); tree.nodes.len()];
        for at in &order {
            let Some(node) = tree.node(*at) else { continue };
            let above = node
                .parent
                .and_then(|it| counts.get(it))
                .is_some_and(|it| it.unread);
            let (in_link, in_cell) = node
                .parent
                .and_then(|it| inside.get(it).copied())
                .unwrap_or_default();
            let link = node.name == "a";
            let cell = matches!(node.name.as_str(), "td" | "th");
            if let Some(inside) = inside.get_mut(*at) {
                *inside = (in_link || link, in_cell || cell);
            }
            let Some(count) = counts.get_mut(*at) else {
                continue;
            };
            count.unread = above || is_unread(node);
            if count.unread {
                continue;
            }
            count.links = usize::from(link);
            count.cells = usize::from(cell);
            let letters = node.text.chars().filter(|it| !it.is_whitespace()).count();
            count.letters = letters;
            if in_link {
                count.linked = letters;
            } else if in_cell || (letters >= 12 && node.text.contains(['。', '；', '，', '、']))
            {
                count.weight = letters;
            }
        }
        for at in order.iter().rev() {
            let (Some(node), Some(mut count)) = (tree.node(*at), counts.get(*at).copied()) else {
                continue;
            };
            if node.name == "table" && count.tables == 0 && count.cells >= 4 && !count.is_links() {
                count.tables = 1;
                if let Some(own) = counts.get_mut(*at) {
                    own.tables = 1;
                }
            }
            if let Some(parent) = node.parent.and_then(|it| counts.get_mut(it)) {
                parent.letters += count.letters;
                parent.linked += count.linked;
                parent.links += count.links;
                parent.weight += count.weight;
                parent.tables += count.tables;
                parent.cells += count.cells;
            }
        }
        Self { counts }
    }

    fn of(&self, at: usize) -> Count {
        self.counts.get(at).copied().unwrap_or_default()
    }

    /// Whether what stands in `at` is a list of links: navigation, not text.
    pub(super) fn is_links(&self, at: usize) -> bool {
        self.of(at).is_links()
    }

    /// The smallest element that holds nearly all sentences and every table.
    fn smallest(&self, tree: &Tree) -> usize {
        let mut at = 0;
        let all = self.of(0);
        loop {
            let children = tree.node(at).map(|it| it.children.as_slice());
            let next = children.unwrap_or_default().iter().find(|child| {
                let count = self.of(**child);
                tree.node(**child).is_some_and(is_block)
                    && count.weight * 10 >= all.weight * 9
                    && count.tables == all.tables
            });
            // A paragraph is not the text, though it may be most of it.
            let holds_blocks = |at: usize| {
                let children = tree.node(at).map(|it| it.children.as_slice());
                let mut blocks = children.unwrap_or_default().iter();
                blocks.any(|it| tree.node(*it).is_some_and(is_block))
            };
            match next {
                Some(next) if self.of(*next).weight > 0 && holds_blocks(*next) => at = *next,
                Some(_) | None => return at,
            }
        }
    }

    /// The part of the page from the words `title`, where they stand above the text, to its end.
    pub(super) fn region(&self, tree: &Tree, titles: &[String]) -> Region {
        let smallest = self.smallest(tree);
        let text = outside_tables(tree, smallest);
        let order = tree.order(0);
        let begins = order.iter().position(|at| *at == text).unwrap_or(0);
        let above = order.get(..begins).unwrap_or_default();
        let line = |at: &usize| {
            !self.of(*at).unread
                && (6..=120).contains(&self.of(*at).letters)
                && self.of(*at).linked == 0
                && tree.node(*at).is_some_and(is_block)
                && !tree.above(text).any(|it| it == *at)
        };
        let find = |wanted: &dyn Fn(&str) -> bool| {
            let mut above = above.iter().rev().copied();
            above.find(|at| line(at) && wanted(&self.text(tree, *at)))
        };
        let title =
            find(&|text| titles.iter().any(|it| is_title(text, it))).or_else(|| find(&says_year));
        let Some(title) = title else {
            let length = tree.order(text).len();
            return Region {
                root: text,
                from: 0,
                to: length,
            };
        };
        let over_title: Vec<usize> = tree.above(title).collect();
        let root = tree
            .above(text)
            .find(|it| over_title.contains(it))
            .unwrap_or(0);
        let root = outside_tables(tree, root);
        let order = tree.order(root);
        let from = order.iter().position(|at| *at == title).unwrap_or(0);
        let to = order.iter().position(|at| *at == text).unwrap_or(0) + tree.order(text).len();
        Region { root, from, to }
    }

    /// The text of `at` without blanks.
    pub(super) fn text(&self, tree: &Tree, at: usize) -> String {
        let order = tree.order(at);
        let shown = order.iter().filter(|it| !self.of(**it).unread);
        let texts = shown
            .filter_map(|it| tree.node(*it))
            .map(|it| it.text.as_str());
        texts.flat_map(str::split_whitespace).collect()
    }
}

impl Count {
    fn is_links(self) -> bool {
        self.links >= 2 && self.linked * 2 >= self.letters && self.weight * 4 < self.linked
    }
}

/// Rows and cells are read with the table they belong to.
fn outside_tables(tree: &Tree, at: usize) -> usize {
    let is_part = |at: usize| {
        let name = tree.node(at).map(|it| it.name.as_str());
        matches!(name, Some("tr" | "tbody" | "thead" | "tfoot"))
    };
    let mut at = at;
    while is_part(at) {
        match tree.node(at).and_then(|it| it.parent) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}

/// Whether a line names a year, as a title does: 2022年 or 二〇二二年, and no day of it.
pub(super) fn says_year(line: &str) -> bool {
    let number = |it: &char| it.is_ascii_digit() || "〇○零一二三四五六七八九".contains(*it);
    let Some((before, after)) = line.split_once('年') else {
        return false;
    };
    let digits = before.trim_end().chars().rev().take_while(number);
    let is_day = after
        .trim_start()
        .starts_with(|it: char| it.is_ascii_digit());
    line.chars().count() <= 70 && !line.contains('。') && !is_day && digits.count() >= 4
}

/// Whether `text` is the title `known`, or the better part of it.
fn is_title(text: &str, known: &str) -> bool {
    let length = text.chars().count();
    length >= 6 && (text == known || (known.contains(text) && length * 2 >= known.chars().count()))
}
