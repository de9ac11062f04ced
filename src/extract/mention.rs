//! The quantities the prose states, and which of the pack's indicators they are.

use crate::fact::{Exactness, ListFact, Mention, Passage};
use crate::pack::{Indicator, Pack};
use crate::parse::quantities;
use crate::source::{Source, Span};

/// Every quantity in the prose of a report, and which are parts of which.
pub(super) fn mentions(
    source: &Source,
    prose: &[Passage],
    pack: &Pack,
) -> (Vec<Mention>, Vec<ListFact>) {
    let mut found = Vec::new();
    let mut lists = Vec::new();
    for passage in prose.iter().filter(|it| !it.heading) {
        let text = passage.text.text();
        let quantities = quantities(text);
        let before = found.len();
        lists.extend(quantities.lists.into_iter().map(|list| ListFact {
            whole: before + list.whole,
            parts: list.parts.into_iter().map(|part| before + part).collect(),
            exhaustive: list.exhaustive,
        }));
        for quantity in quantities.all {
            let after = text.get(quantity.span.end..).unwrap_or_default();
            let clause = after
                .find([',', '。', ';', '、', '('])
                .map_or(after, |end| after.get(..end).unwrap_or(after));
            let words = match quantity.exactness {
                // What is said not to have come stands behind the word that says so.
                Exactness::None => format!(
                    "{}{}{clause}",
                    quantity.subject,
                    passage.text.slice(quantity.span)
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
            let span: Span = passage.text.span(quantity.span);
            found.push(Mention {
                indicator,
                value: quantity.value.normalize(),
                exactness: quantity.exactness,
                unit: quantity.unit,
                text: source.slice(span).split_whitespace().collect(),
                own: None,
                this_year: None,
                span,
            });
        }
    }
    (found, lists)
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
