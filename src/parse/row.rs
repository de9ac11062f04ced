//! Rows of text in which cells stand between blanks.

use super::sentence::sentence;
use crate::fold::is_letter;
use crate::quantity::{CellText, cell_text, is_unit};
use crate::source::Span;

/// Whether a cell holds a number or a mark that there is none.
pub(super) fn is_value(text: &str) -> bool {
    match cell_text(text) {
        CellText::Number(_, _) => true,
        // 无 on a line of its own is more often a sentence.
        CellText::Dash => !text.contains(char::is_alphabetic),
        CellText::Words => text.bytes().all(|it| it.is_ascii_digit()),
        CellText::Blank => false,
    }
}

/// The cells of a line that parts them by blanks; none if it is no such row.
pub(super) fn spaced(text: &str, start: usize) -> Option<Vec<Span>> {
    let mut cells: Vec<Span> = Vec::new();
    let (mut values, mut last_is_value, mut words) = (0, false, 0);
    let (mut neighbours, mut told) = (false, 0);
    let mut gap = 0;
    let mut at = 0;
    for piece in text.split([' ', '\t']) {
        let span = Span::new(start + at, start + at + piece.len());
        at += piece.len() + 1;
        if piece.is_empty() {
            gap += 1;
            continue;
        }
        let value = is_value(piece);
        match cells.last_mut() {
            Some(cell) if !value && !last_is_value && gap < 1 => cell.end = span.end,
            Some(_) | None => cells.push(span),
        }
        neighbours |= value && last_is_value;
        told += usize::from(last_is_value && gap < 1 && counts_on(piece));
        values += usize::from(value);
        words += usize::from(!value);
        last_is_value = value;
        gap = 0;
    }
    let label = || text.chars().filter(|it| is_letter(*it)).count();
    let row = match values {
        _ if told > 1 => false,
        0 => cells.len() >= 3 && !sentence(text) && text.contains("  "),
        1 => words == 0 || (last_is_value && label() <= 60 && !sentence(text)),
        // Blanks around each number of a sentence make no cells: values of a row stand side by side.
        _ => !sentence(text) || (neighbours && values >= 5 && values * 12 > label()),
    };
    row.then_some(cells)
}

/// Whether words behind a number are its unit and go on: 件、部分公开.
fn counts_on(words: &str) -> bool {
    let end = words.find(['、', ',', ';', '。', '(']);
    end.and_then(|it| words.get(..it)).is_some_and(is_unit)
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn blanks_around_the_numbers_of_a_sentence_make_no_cells() {
        let told = "办理结果为：予以公开 3 件、部分公开 9 件、不予公开 8 件、不予处理 7";
        assert_eq!(spaced(told, 0), None);
        let told = "8 件，占 86.7%；其他 2 件。办结 9 件，结转 2025 年 5 件，共 4 件。";
        assert_eq!(spaced(told, 0), None);
        assert!(spaced("1.重复申请 8 0 0 1", 0).is_some());
    }
}
