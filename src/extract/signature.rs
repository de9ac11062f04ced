//! Who signs a report.

use super::title::organ::kind;
use crate::document::{Document, Node, NodeKind};
use crate::fact::Located;
use crate::pack::Pack;
use crate::source::Span;

/// The name on the last line that stands over a day, else an organ's name alone on the last line of all.
pub(super) fn signatory(document: &Document, pack: &Pack) -> Option<Located<String>> {
    let mut nodes = document.nodes.iter().rev();
    let over_day = nodes.find(|it| it.kind == NodeKind::Signature);
    let span = over_day
        .map(|it| it.span)
        .or_else(|| last(document, pack))?;
    Some(Located {
        value: document.source.slice(span).trim().to_owned(),
        span,
    })
}

/// The organ that signs, where the text has no other name for who it is from: 我街道 of a report is
/// the 街道 that signs it, whereas an office may sign for the government it serves.
pub(super) fn organ(document: &Document, pack: &Pack) -> Option<Located<String>> {
    let signatory = signatory(document, pack)?;
    kind(pack, &signatory.value)?;
    let text = document.folded.text();
    let own = pack
        .prose
        .own
        .iter()
        .filter(|it| text.contains(it.as_str()));
    // What stands behind 我, 本 or 全 is the kind of organ.
    let mut kinds = own.filter_map(|it| it.char_indices().nth(1).and_then(|(at, _)| it.get(at..)));
    kinds
        .any(|it| signatory.value.contains(it))
        .then_some(signatory)
}

/// An organ's name on the last line, where the line above is none: links to other pages stand together.
fn last(document: &Document, pack: &Pack) -> Option<Span> {
    let is_organ = |node: &Node| {
        let text = document.folded.slice(document.folded.range(node.span));
        // 监督单位：某局 is no signature.
        node.kind == NodeKind::TitleLike && !text.contains(':') && kind(pack, text).is_some()
    };
    let furniture = |it: &&Node| it.kind != NodeKind::Furniture;
    let mut nodes = document.nodes.iter().rev().filter(furniture);
    let (node, above) = (nodes.next()?, nodes.next()?);
    (is_organ(node) && !is_organ(above)).then_some(node.span)
}
