//! The folded view of a text: one way of writing each character, with a map back.

use crate::source::Span;

/// A folded text and where each piece of it came from.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Where the offset between the two texts changes: folded byte, original byte.
    runs: Vec<(usize, usize)>,
    /// The length of the original text.
    end: usize,
}

impl Folded {
    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
