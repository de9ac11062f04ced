//! Text by display width: a Chinese character takes two columns.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns of `text`.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The columns of one character.
pub(super) fn char_width(character: char) -> usize {
    UnicodeWidthChar::width(character).unwrap_or(0)
}

/// What a terminal may be sent for `character`: blanks for blanks, nothing that steers it.
pub(super) fn shown(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => ' ',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        control if control.is_control() => '\u{FFFD}',
        other => other,
    }
}

/// `text` on one line, without characters that steer a terminal.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// `text` cut to `columns`, the cut marked.
pub(super) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut room = columns.saturating_sub(1);
    let mut kept = String::new();
    for character in text.chars() {
        let Some(left) = room.checked_sub(char_width(character)) else {
            break;
        };
        room = left;
        kept.push(character);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// `text` cut or filled with blanks on its right to exactly `columns`.
pub(super) fn left(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let fill = columns.saturating_sub(width(&text));
    format!("{text}{:fill$}", "")
}

/// `text` cut or filled with blanks on its left to exactly `columns`.
pub(super) fn right(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let fill = columns.saturating_sub(width(&text));
    format!("{:fill$}{text}", "")
}

/// `text` broken to lines of `columns`, the first after `first`, the others after as many blanks.
pub(super) fn wrap(first: &str, text: &str, columns: usize) -> String {
    hang(first, &" ".repeat(width(first)), text, columns)
}

/// `text` broken to lines of `columns`, the first after `first`, the others after `rest`.
pub(super) fn hang(first: &str, rest: &str, text: &str, columns: usize) -> String {
    let room = columns.max(width(first).max(width(rest)) + 8);
    let options = textwrap::Options::new(room)
        .initial_indent(first)
        .subsequent_indent(rest);
    let mut filled = textwrap::fill(&clean(text), options);
    filled.push('\n');
    filled
}

/// `text` broken to lines of `columns`.
pub(super) fn lines(text: &str, columns: usize) -> Vec<String> {
    textwrap::wrap(text, columns.max(2))
        .into_iter()
        .map(Cow::into_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{clean, cut, left, right, width, wrap};

    #[test]
    fn chinese_is_cut_and_filled_by_columns() {
        assert_eq!(cut("政府信息公开", 7), "政府信…");
        assert_eq!(cut("政府", 4), "政府");
        assert_eq!(width(&left("政府信息", 6)), 6);
        assert_eq!(right("12", 4), "  12");
    }

    #[test]
    fn chinese_without_blanks_is_broken() {
        let text = "先核对各分项，再改总计；不要只改总计凑数。".repeat(4);
        for line in wrap("  改法：", &text, 40).lines() {
            assert!(width(line) <= 40, "{line}");
            assert!(!line.trim_start().starts_with(['，', '。', '；']), "{line}");
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            clean("a\u{1b}[31mb\u{202E}c\td"),
            "a\u{FFFD}[31mb\u{FFFD}c d"
        );
    }
}
