//! The messages of rules: text with placeholders in braces.

use crate::source::Span;

/// A piece of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'m> {
    /// Text as it stands.
    Text(&'m str),
    /// A name in braces, with the byte range of both in the message.
    Placeholder(&'m str, Span),
    /// A brace that is never closed.
    Unclosed(Span),
}

/// The pieces of `message` in order.
#[must_use]
pub fn pieces(message: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = message;
    let mut at = 0;
    while let Some((text, after)) = rest.split_once('{') {
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let open = at + text.len();
        let Some((name, left)) = after.split_once('}') else {
            pieces.push(Piece::Unclosed(Span::new(open, message.len())));
            return pieces;
        };
        at = open + name.len() + 2;
        pieces.push(Piece::Placeholder(name, Span::new(open, at)));
        rest = left;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}
