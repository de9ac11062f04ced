//! Puts the tree together from classified lines.

use super::classify::{Piece, Role};
use super::date::parse_date;
use super::line::{Number, Style};
use crate::document::{Heading, Node, NodeKind};
use crate::fold::Folded;
use crate::source::Span;

pub(super) fn assemble(folded: &Folded, pieces: &[Piece<'_>]) -> Vec<Node> {
    let mut tree = Tree {
        folded,
        nodes: Vec::with_capacity(pieces.len()),
        depth: 0,
        levels: levels(pieces),
        in_table: None,
    };
    let body = pieces
        .iter()
        .position(|it| {
            matches!(it.role, Role::Prose | Role::Heading(_, _, _))
                || matches!(&it.role, Role::Row(cells) if cells.len() > 1)
        })
        .unwrap_or(pieces.len());
    let last_table_line = last_rows(pieces);
    for (at, piece) in pieces.iter().enumerate() {
        let table_goes_on = last_table_line.get(at).copied().unwrap_or(false);
        match &piece.role {
            Role::Blank => {}
            Role::Furniture => tree.leaf(NodeKind::Furniture, piece.span),
            Role::Row(cells) => tree.row(piece.span, cells),
            Role::Heading(number, title, body) => tree.heading(number, *title, *body),
            Role::Short if table_goes_on => tree.row(piece.span, &[piece.span]),
            Role::Short => tree.short(piece, at < body),
            Role::Prose => tree.paragraph(piece.span),
            Role::Continued => tree.continued(piece.span),
        }
        match piece.role {
            Role::Row(_) | Role::Blank | Role::Furniture => {}
            Role::Short if table_goes_on => {}
            Role::Short | Role::Heading(_, _, _) | Role::Prose | Role::Continued => {
                tree.in_table = None;
            }
        }
    }
    tree.close();
    tree.nodes
}

/// For each line, whether it is a short line inside a table: rows stand close before and after.
fn last_rows(pieces: &[Piece<'_>]) -> Vec<bool> {
    const NEAR: usize = 6;
    let near = |order: &mut dyn Iterator<Item = usize>| {
        let mut distance = usize::MAX;
        let mut near = vec![false; pieces.len()];
        for at in order {
            let Some(piece) = pieces.get(at) else {
                continue;
            };
            match piece.role {
                Role::Row(_) => distance = 0,
                Role::Short => distance = distance.saturating_add(1),
                Role::Blank | Role::Furniture => {}
                Role::Heading(_, _, _) | Role::Prose | Role::Continued => distance = usize::MAX,
            }
            if let Some(slot) = near.get_mut(at) {
                *slot = distance <= NEAR;
            }
        }
        near
    };
    let after = near(&mut (0..pieces.len()).rev());
    let before = near(&mut (0..pieces.len()));
    before
        .into_iter()
        .zip(after)
        .map(|(before, after)| before && after)
        .collect()
}

/// The depth of each style of number: those the report uses, from the outermost.
fn levels(pieces: &[Piece<'_>]) -> Vec<(Style, u8)> {
    let numbers: Vec<&Number> = pieces
        .iter()
        .filter_map(|piece| match &piece.role {
            Role::Heading(number, _, _) => Some(number),
            Role::Row(_)
            | Role::Blank
            | Role::Furniture
            | Role::Short
            | Role::Prose
            | Role::Continued => None,
        })
        .collect();
    let mut styles: Vec<Style> = numbers.iter().map(|it| it.style).collect();
    styles.sort_unstable();
    styles.dedup();
    if digits_count_chapters(&numbers) {
        styles.sort_by_key(|it| *it != Style::Digit);
    }
    styles.into_iter().zip(1..).collect()
}

/// Whether 1., 2., 3. count the chapters and （一） what is in them: there is no 一、, and from before
/// the first （一） on digits run up past others. One of them may be lost, and lists may begin anew.
fn digits_count_chapters(numbers: &[&Number]) -> bool {
    /// So many chapters are no list.
    const CHAPTERS: usize = 3;
    let mut chapters: Vec<usize> = Vec::new();
    let mut next = 1;
    for (at, number) in numbers.iter().enumerate() {
        let digit = number.ordinal.filter(|_| number.style == Style::Digit);
        let follows = |it: &u32| *it == next || (next > 1 && *it == next + 1);
        if let Some(ordinal) = digit.filter(follows) {
            chapters.push(at);
            next = ordinal + 1;
        }
    }
    let bracketed = || {
        let styles = numbers.iter().enumerate();
        styles.filter(|(_, it)| it.style == Style::BracketedHan)
    };
    let (first, last) = (chapters.first(), chapters.last());
    chapters.len() >= CHAPTERS
        && numbers.iter().all(|it| it.style != Style::Han)
        && bracketed().all(|(at, _)| first.is_some_and(|first| *first < at))
        && bracketed().any(|(at, _)| last.is_some_and(|last| at < *last))
}

struct Tree<'t> {
    folded: &'t Folded,
    nodes: Vec<Node>,
    /// The depth of what stands in the open section.
    depth: u32,
    levels: Vec<(Style, u8)>,
    /// The node of the open table.
    in_table: Option<usize>,
}

impl Tree<'_> {
    fn original(&self, span: Span) -> Span {
        self.folded.span(span)
    }

    fn leaf(&mut self, kind: NodeKind, span: Span) {
        self.nodes.push(Node {
            kind,
            span: self.original(span),
            depth: self.depth,
        });
    }

    fn heading(&mut self, number: &Number, title: Span, body: Span) {
        let level = self
            .levels
            .iter()
            .find(|(style, _)| *style == number.style)
            .map_or(1, |(_, level)| *level);
        let written = (!number.span.is_empty()).then(|| self.original(number.span));
        let title = self.original(title);
        let span = written.map_or(title, |number| number.to(title));
        self.depth = u32::from(level) - 1;
        self.nodes.push(Node {
            kind: NodeKind::Section(Heading {
                level,
                number: written,
                ordinal: number.ordinal,
                title,
                span,
            }),
            span,
            depth: self.depth,
        });
        self.depth += 1;
        if !body.is_empty() {
            self.paragraph(body);
        }
    }

    fn paragraph(&mut self, span: Span) {
        let line = self.original(span);
        self.leaf(NodeKind::Paragraph { lines: vec![line] }, span);
    }

    fn continued(&mut self, span: Span) {
        let line = self.original(span);
        let open = self
            .nodes
            .iter_mut()
            .rev()
            .find(|node| node.kind != NodeKind::Furniture);
        match open {
            Some(Node {
                kind: NodeKind::Paragraph { lines },
                span,
                ..
            }) => {
                lines.push(line);
                *span = span.to(line);
            }
            Some(_) | None => self.paragraph(span),
        }
    }

    fn short(&mut self, piece: &Piece<'_>, in_head: bool) {
        let text = piece.text.trim();
        // 【图文】 before a title is a mark of the site.
        let marked = text.strip_prefix('【').and_then(|it| it.split_once('】'));
        let bare = marked.map_or(text, |(_, rest)| rest);
        let clutter =
            in_head && (bare.is_empty() || bare.contains([':', '>', '[', ']', '【', '】', '|']));
        let kind = match parse_date(text) {
            Some(date) => {
                if let Some(before) = self.nodes.last_mut()
                    && before.kind == NodeKind::TitleLike
                {
                    before.kind = NodeKind::Signature;
                }
                NodeKind::Date(date)
            }
            None if clutter => NodeKind::Furniture,
            None if in_head => NodeKind::Title,
            None => NodeKind::TitleLike,
        };
        self.leaf(kind, piece.span);
    }

    fn row(&mut self, span: Span, cells: &[Span]) {
        let row = self.original(span);
        if self.in_table.is_none() {
            self.in_table = Some(self.nodes.len());
            self.nodes.push(Node {
                kind: NodeKind::Table,
                span: row,
                depth: self.depth,
            });
        }
        if let Some(table) = self.in_table.and_then(|at| self.nodes.get_mut(at)) {
            table.span = table.span.to(row);
        }
        self.nodes.push(Node {
            kind: NodeKind::Row,
            span: row,
            depth: self.depth + 1,
        });
        for cell in cells {
            let span = self.original(*cell);
            self.nodes.push(Node {
                kind: NodeKind::Cell,
                span,
                depth: self.depth + 2,
            });
        }
    }

    /// Lets every section reach to the next one of its depth or above.
    fn close(&mut self) {
        let mut ends: Vec<(u32, usize)> = Vec::new();
        let mut end = self
            .nodes
            .iter()
            .map(|node| node.span.end)
            .max()
            .unwrap_or(0);
        let mut last = end;
        for node in self.nodes.iter_mut().rev() {
            if let NodeKind::Section(_) = node.kind {
                while ends.last().is_some_and(|(depth, _)| *depth > node.depth) {
                    ends.pop();
                }
                end = match ends.last() {
                    Some((depth, start)) if *depth <= node.depth => *start,
                    Some(_) | None => last,
                };
                ends.push((node.depth, node.span.start));
                node.span.end = node
                    .span
                    .end
                    .max(trimmed_end(self.folded, node.span.start, end));
            }
            last = last.max(node.span.end);
        }
    }
}

/// The end of the last character that is no blank between two places of the original.
fn trimmed_end(folded: &Folded, start: usize, end: usize) -> usize {
    let range = folded.range(Span::new(start, end));
    let text = folded.slice(range);
    folded
        .span(Span::new(range.start, range.start + text.trim_end().len()))
        .end
}
