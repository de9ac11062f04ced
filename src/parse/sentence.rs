//! Which lines are sentences, or parts of them, by their marks and their length.

use unicode_width::UnicodeWidthStr;

/// Whether a line is a sentence or a part of one, and no label.
pub(super) fn prose(text: &str) -> bool {
    let length = text.trim().chars().count();
    sentence(text) || (length > 60 && !text.contains("  "))
}

/// Whether the marks in a line are those of a sentence; a label has some in brackets at most.
pub(super) fn sentence(text: &str) -> bool {
    let text = text.trim();
    let mut depth = 0_u32;
    let mut marks = 0;
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // A comma after thousands is no mark of a sentence.
        let within = before.is_ascii_digit() && characters.peek().is_some_and(char::is_ascii_digit);
        before = character;
        match character {
            ',' if within => {}
            '(' | '〔' | '[' | '<' => depth += 1,
            ')' | '〕' | ']' | '>' => depth = depth.saturating_sub(1),
            '。' | '!' | '?' | ';' => marks += 2,
            ',' if depth == 0 => marks += 1,
            _ => {}
        }
    }
    let length = text.chars().count();
    (marks > 0 && length >= 12) || (text.ends_with(['。', ';', ',', ':']) && length >= 5)
}

/// Whether a line stops in the middle of a sentence.
pub(super) fn unfinished(text: &str) -> bool {
    let text = text.trim().trim_end_matches('*');
    let closed = text.ends_with(['。', '!', '?', ':', ';', '.'])
        || text.ends_with("。\"")
        || text.ends_with("。”")
        || text.ends_with("。)");
    !closed && (quoting(text) || text.ends_with([',', '、']) || text.width() >= 36)
}

/// Whether a line stops within the name of a document.
pub(super) fn quoting(text: &str) -> bool {
    text.rfind('《') > text.rfind('》')
}

/// Whether what follows （一） on its line is a whole sentence that tells something: it has the mark of one
/// at its end, and parts or an amount. A title may end with the mark, and a long one may have parts.
pub(super) fn tells(rest: &str) -> bool {
    /// A title of two parts has no more characters.
    const PARTS: usize = 24;
    let Some(sentence) = rest.strip_suffix(['。', ';']) else {
        return false;
    };
    let amount = sentence.char_indices().any(|(at, it)| {
        let before = sentence.get(..at).unwrap_or_default().trim_end();
        "件条次项个份篇人场期余万".contains(it) && before.ends_with(|it: char| it.is_ascii_digit())
    });
    amount || sentence.contains(',') && sentence.chars().count() > PARTS
}
