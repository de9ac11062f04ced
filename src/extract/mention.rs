//! The quantities the prose states, and which of the pack's indicators they are.

use crate::document::{Document, NodeKind};
use crate::fact::{Exactness, Mention};
use crate::pack::{Indicator, Pack};
use crate::parse::quantities;
use crate::source::Span;

/// Every quantity in the prose of a report.
pub(super) fn mentions(document: &Document, pack: &Pack) -> Vec<Mention> {
    let mut found = Vec::new();
    for node in &document.nodes {
        let NodeKind::Paragraph { lines } = &node.kind else {
            continue;
        };
        let joined = document
            .folded
            .join(lines.iter().map(|line| document.folded.range(*line)));
        let text = joined.text();
        for quantity in quantities(text).all {
            let after = text.get(quantity.span.end..).unwrap_or_default();
            let clause = after
                .find([',', '。', ';', '、', '('])
                .map_or(after, |end| after.get(..end).unwrap_or(after));
            let words = match quantity.exactness {
                // What is said not to have come stands behind the word that says so.
                Exactness::None => format!(
                    "{}{}{clause}",
                    quantity.subject,
                    joined.slice(quantity.span)
                ),
                Exactness::Exact | Exactness::AtLeast | Exactness::AtMost | Exactness::About => {
                    quantity.subject.clone()
                }
            };
            let indicator = pack
                .indicators
                .iter()
                .find(|it| denotes(it, &words, &quantity.unit))
                .map(|it| it.id.clone());
            let span: Span = joined.span(quantity.span);
            found.push(Mention {
                indicator,
                value: quantity.value.normalize(),
                exactness: quantity.exactness,
                unit: quantity.unit,
                text: document.source.slice(span).split_whitespace().collect(),
                span,
            });
        }
    }
    found
}

fn denotes(indicator: &Indicator, words: &str, unit: &str) -> bool {
    let in_order = |wanted: &Vec<String>| {
        let mut rest = words;
        wanted
            .iter()
            .all(|word| match rest.split_once(word.as_str()) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            })
    };
    (unit.is_empty() || indicator.units.is_empty() || indicator.units.iter().any(|it| it == unit))
        && indicator.words.iter().any(in_order)
        && !indicator
            .not
            .iter()
            .any(|word| words.contains(word.as_str()))
}
