//! Whether the words of a line are a sentence, and whether it goes on in the next.

use unicode_width::UnicodeWidthStr;

use crate::quantity::is_unit;

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
    // Fields of a page, the last of them empty: 发布日期:2023-01-28 浏览次数:
    let fields = marks == 0 && text.ends_with(':') && text.matches(':').count() > 1;
    (marks > 0 && length >= 12) || (text.ends_with(['。', ';', ',', ':']) && length >= 5 && !fields)
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

/// Whether a sentence states a number of something: 公开政策文件12件.
pub(super) fn counts(sentence: &str) -> bool {
    let digits = |it: char| it.is_ascii_digit();
    let places = sentence.match_indices(digits).map(|(at, it)| at + it.len());
    let rests = places.filter_map(|at| sentence.get(at..));
    let mut units = rests.map(|rest| rest.trim_start_matches(' '));
    units.any(|rest| {
        let ends = rest.char_indices().skip(1).take(2).map(|(at, _)| at);
        let mut ends = ends.chain([rest.len()]);
        ends.any(|end| rest.get(..end).is_some_and(is_unit))
    })
}

/// Whether what follows （一） on its line is a whole sentence of several parts. A title may end with the mark
/// of a sentence, and may have two short parts.
pub(super) fn tells(rest: &str) -> bool {
    /// A title of two parts has no more characters.
    const PARTS: usize = 24;
    let sentence = rest.strip_suffix(['。', ';']);
    sentence.is_some_and(|it| it.contains(',') && it.chars().count() > PARTS)
}
