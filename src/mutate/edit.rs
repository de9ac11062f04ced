//! Edit: words written in place of others.

use crate::source::Span;

/// One piece of a text, and what is written instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) text: String,
}

impl Edit {
    pub(super) fn new(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { span, text }
    }

    /// `text` in place of the first of `words`.
    pub(super) fn of_words(whole: &str, words: &str, text: &str) -> Option<Self> {
        let at = whole.find(words)?;
        Some(Self::new(Span::new(at, at + words.len()), text))
    }
}

/// `text` with `edits` done, and where they stand in it. Edits that overlap are left out.
pub(super) fn apply(text: &str, edits: &[Edit]) -> (String, Vec<Span>) {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|it| (it.span.start, it.span.end));
    let (mut changed, mut places, mut at) = (String::new(), Vec::new(), 0);
    for edit in edits {
        let Some(before) = text.get(at..edit.span.start) else {
            continue;
        };
        changed.push_str(before);
        let start = changed.len();
        changed.push_str(&edit.text);
        places.push(Span::new(start, changed.len()));
        at = edit.span.end;
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    (changed, places)
}
