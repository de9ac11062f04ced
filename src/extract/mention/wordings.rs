//! Whether a text says a wording, and what of it says anything of a number.

use std::borrow::Cow;

use crate::extract::clause::holds;
use crate::extract::scope::cut;

/// What says that all that was counted is meant.
pub(super) const ALL: [&str; 3] = ["均", "全部", "都"];

/// Whether a clause tells a cause (因征地引发) in which none of `words` stands, if there are any.
pub(super) fn is_of_other_cause(clause: &str, words: &[String]) -> bool {
    let told = clause.split_once('因').and_then(|(_, rest)| {
        let ends = ["引发", "引起", "导致", "产生", "被", "提起"];
        let end = ends.iter().filter_map(|it| rest.find(it)).min()?;
        rest.get(..end)
    });
    told.is_some_and(|it| !it.is_empty() && !words.is_empty() && !holds(it, words))
}

/// Whether a text ends with one of these wordings: what goes on, speaks of something else. One without
/// words is that of a text that is empty.
pub(super) fn ends(text: &str, wordings: &[Vec<String>]) -> bool {
    let trimmed = text.trim_end_matches(['共', '计', '为', '的', '情', '况', '有', '了']);
    let last = |words: &Vec<String>| {
        words.last().is_some_and(|it| {
            let empty = it.is_empty() && !trimmed.is_empty();
            !empty && (trimmed.ends_with(it.as_str()) || text.ends_with(it.as_str()))
        })
    };
    wordings
        .iter()
        .any(|it| last(it) && in_order(text, it).is_some())
}

/// What is counted, of what stands behind a number, without what is then told of all or of some of it:
/// 申请均已答复, 申请中.
pub(super) fn named(behind: &str) -> &str {
    let ends = ALL.iter().filter_map(|it| behind.find(it));
    let some = cut(behind);
    let end = ends.chain((some > 0).then_some(some)).min();
    behind.get(..end.unwrap_or(behind.len())).unwrap_or(behind)
}

/// A text without the titles of documents in it.
pub(super) fn untitled(text: &str) -> Cow<'_, str> {
    if !text.contains('》') {
        return Cow::Borrowed(text);
    }
    let pieces = text.split('《');
    Cow::Owned(
        pieces
            .map(|it| it.split_once('》').map_or(it, |(_, rest)| rest))
            .collect(),
    )
}

/// Where the first of `words` stands, if they all stand in `text` in order.
pub(super) fn in_order(text: &str, words: &[String]) -> Option<usize> {
    let mut from = 0;
    let mut first = None;
    for word in words {
        let at = from + text.get(from..)?.find(word.as_str())?;
        first = first.or(Some(at));
        from = at + word.len();
    }
    first
}
