//! Words written twice in a row.

use crate::source::Span;

/// Words of at least `least` letters that are written twice in a row, but not in one of the `right`
/// wordings. 一点一点 is meant so, and so is a noun before the verb of the same letters:
/// 年度报告报告如下.
pub(super) fn doubled(text: &str, least: usize, right: &[String]) -> Vec<Span> {
    const LONGEST: usize = 8;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    // Where a word begins that follows itself, by how long it is, the longest first.
    let mut begins: Vec<(usize, usize)> = Vec::new();
    for length in least..=LONGEST {
        let mut same = 0;
        for (at, ((_, one), (_, other))) in
            letters.iter().zip(letters.iter().skip(length)).enumerate()
        {
            same = if one == other { same + 1 } else { 0 };
            if same >= length {
                begins.push((at + 1 - length, LONGEST - length));
            }
        }
    }
    begins.sort_unstable();
    let mut found: Vec<Span> = Vec::new();
    for (start, shorter) in begins {
        let end = start + LONGEST - shorter;
        let Some(word) = letters.get(start..end) else {
            continue;
        };
        let first = word.first().map_or(' ', |it| it.1);
        let is_word = word
            .iter()
            .all(|(_, it)| it.is_alphabetic() && !it.is_ascii());
        let several = word.iter().any(|(_, it)| *it != first);
        let from = word.first().map_or(0, |it| it.0);
        let apart = found.last().is_none_or(|last| last.end <= from);
        let behind = letters.get(2 * end - start).map_or(text.len(), |it| it.0);
        if text.get(behind..).is_some_and(|it| it.starts_with("如下")) {
            continue;
        }
        if !(is_word && several && apart) || "一逐层".contains(first) {
            continue;
        }
        // A wording that holds both words begins no farther before the end of the second than it is long.
        let is_right = right.iter().any(|it| {
            let before = behind.saturating_sub(it.len())..=from;
            let mut begins = before.filter_map(|at| text.get(at..));
            begins.any(|rest| rest.starts_with(it.as_str()))
        });
        if !is_right {
            found.push(Span::new(from, behind));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn finds_words_written_twice() {
        for (text, count) in [
            ("公开公开申请", 1),
            ("工作年度报告报告如下", 0),
            ("现将报告报告给大家", 1),
            ("可通过可以通过", 0),
            ("一件一件办", 0),
            ("层层落实等等", 0),
            ("2020年2020年", 0),
            ("大岭镇人民政府政府信息公开", 0),
            ("各级政府政府信息公开", 1),
        ] {
            let right = ["人民政府政府".to_owned()];
            assert_eq!(doubled(text, 2, &right).len(), count, "{text}");
        }
    }
}
