//! The prose of a report: paragraphs and headings, each in one piece.

use std::collections::BTreeSet;

use crate::document::{Document, Node, NodeKind};
use crate::fact::{Passage, SectionFact};
use crate::letters::Letters;

/// The passages in the order of the report.
pub(super) fn prose(document: &Document, sections: &[SectionFact]) -> Vec<Passage> {
    let folded = &document.folded;
    let chapters: BTreeSet<usize> = sections
        .iter()
        .filter(|it| it.level == 1)
        .map(|it| it.span.start)
        .collect();
    let passage = |node: &Node| {
        let (text, heading, span) = match &node.kind {
            NodeKind::Paragraph { lines } => {
                let lines = lines.iter().map(|line| folded.range(*line));
                (folded.join(lines), false, node.span)
            }
            NodeKind::Title | NodeKind::TitleLike => {
                let text = folded.join([folded.range(node.span)]);
                // A short line that is a sentence is none: 无。
                let heading = node.kind == NodeKind::Title || !text.text().ends_with('。');
                (text, heading, node.span)
            }
            NodeKind::Section(heading) => (
                folded.join([folded.range(heading.span)]),
                true,
                heading.span,
            ),
            NodeKind::Table
            | NodeKind::Row
            | NodeKind::Cell
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => return None,
        };
        let chapter = heading && chapters.contains(&span.start);
        Some(Passage {
            letters: Letters::of(text.text()),
            text,
            heading,
            chapter,
            span,
        })
    };
    document.nodes.iter().filter_map(passage).collect()
}
