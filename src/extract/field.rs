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

/// What stands behind the first of `labels`: in the next cell of its row, or behind a colon.
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
    let mut nodes = document.nodes.iter().peekable();
    while let Some(node) = nodes.next() {
        let found = match &node.kind {
            NodeKind::Cell if is_own(source.slice(node.span)) => nodes
                .peek()
                .filter(|next| next.kind == NodeKind::Cell)
                .and_then(|next| located(next.span)),
            NodeKind::Cell | NodeKind::Title | NodeKind::TitleLike => after_colon(node.span),
            NodeKind::Paragraph { lines } => lines.iter().find_map(|line| after_colon(*line)),
            NodeKind::Section(_)
            | NodeKind::Table
            | NodeKind::Row
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
