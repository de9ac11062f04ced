//! What stands behind a label: names, numbers of registration, addresses.

use crate::document::{Document, NodeKind};
use crate::fact::Located;
use crate::fold::key;
use crate::pack::Pack;
use crate::source::Span;

/// The fields of the pack that the report fills in, by id.
pub(super) fn fields(document: &Document, pack: &Pack) -> Vec<(String, Located<String>)> {
    let all: Vec<String> = pack
        .fields
        .iter()
        .flat_map(|it| &it.labels)
        .map(|label| key(label))
        .collect();
    let found = pack.fields.iter().filter_map(|field| {
        let own: Vec<String> = field.labels.iter().map(|label| key(label)).collect();
        Some((field.id.clone(), behind(document, &own, &all)?))
    });
    found.collect()
}

/// What stands behind the first of `labels`: in the next cell of its row, behind a colon or blanks, or
/// on the next line where a table lost its cells.
fn behind(document: &Document, labels: &[String], all: &[String]) -> Option<Located<String>> {
    let source = &document.source;
    let is_own = |text: &str| labels.contains(&key(text));
    let located = |span: Span| {
        let text = source.slice(span);
        let start = span.start + (text.len() - text.trim_start().len());
        let value = text.trim();
        // A label behind a label says that nothing stands there.
        (!value.is_empty() && !all.contains(&key(value)) || value.chars().any(char::is_numeric))
            .then(|| Located {
                value: value.to_owned(),
                span: Span::new(start, start + value.len()),
            })
    };
    let after_colon = |span: Span| {
        let text = source.slice(span);
        let at = text.find(['：', ':'])?;
        let rest = text.get(at..)?;
        let skip = at + rest.chars().next().map_or(0, char::len_utf8);
        is_own(text.get(..at)?)
            .then(|| located(Span::new(span.start + skip, span.end)))
            .flatten()
    };
    let after_blank = |span: Span| {
        let text = source.slice(span);
        let blanks = text.char_indices().filter(|(_, it)| it.is_whitespace());
        let mut ends = blanks.map(|(at, _)| at);
        let at = ends.find(|at| text.get(..*at).is_some_and(is_own))?;
        located(Span::new(span.start + at, span.end))
    };
    let leaves = leaves(document);
    let behind = |(at, leaf): (usize, &Leaf)| {
        let next = leaves.get(at + 1);
        let next =
            next.filter(|it| is_own(source.slice(leaf.span)) && (it.row == leaf.row || leaf.alone));
        let inside = || after_colon(leaf.span).or_else(|| after_blank(leaf.span));
        next.and_then(|it| located(it.span)).or_else(inside)
    };
    leaves.iter().enumerate().find_map(behind)
}

/// A cell, or a line outside tables.
struct Leaf {
    span: Span,
    /// The row it stands in; none outside tables.
    row: Option<usize>,
    /// Whether nothing stands beside it.
    alone: bool,
}

/// What a document is made of, in its order.
fn leaves(document: &Document) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut row = 0;
    for node in &document.nodes {
        match &node.kind {
            NodeKind::Row => row += 1,
            NodeKind::Cell => {
                let beside = leaves.last_mut().filter(|it| it.row == Some(row));
                let alone = beside.map(|it| it.alone = false).is_none();
                leaves.push(Leaf {
                    span: node.span,
                    row: Some(row),
                    alone,
                });
            }
            NodeKind::Paragraph { lines } => leaves.extend(lines.iter().map(|it| Leaf::line(*it))),
            NodeKind::Title | NodeKind::TitleLike | NodeKind::Furniture => {
                leaves.push(Leaf::line(node.span));
            }
            NodeKind::Section(_) | NodeKind::Table | NodeKind::Signature | NodeKind::Date(_) => {}
        }
    }
    leaves
}

impl Leaf {
    const fn line(span: Span) -> Self {
        Self {
            span,
            row: None,
            alone: true,
        }
    }
}
