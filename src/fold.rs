//! The folded view of a text: one way of writing each character, with a map back.
//!
//! Folding makes labels comparable: full-width forms become ASCII, odd blanks become a blank,
//! zero-width characters go, radicals and compatibility forms (PDFs spell ⼀ for 一 and ⺠ for 民)
//! become the ideograph, traditional characters become simplified ones, one for one. It is not
//! NFKC, which would leave half of the radicals and spoil ① and …. Line ends stay where they are.

use std::sync::LazyLock;

use crate::source::{Source, Span};

/// Pairs of characters: a form met in files, and the one it is folded to.
///
/// Traditional to simplified: the character pairs of the Open Chinese Convert data. Radicals and
/// compatibility ideographs: the equivalents of the Unicode Standard.
const PAIRS: &str = include_str!("fold/characters.txt");

/// The fold of each character of the basic plane; zero where it stays.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0_u16; 0x1_0000];
    for line in PAIRS.lines() {
        let mut characters = line.chars();
        while let (Some(from), Some(to)) = (characters.next(), characters.next()) {
            if let (Some(slot), Ok(to)) =
                (table.get_mut(from as usize), u16::try_from(u32::from(to)))
            {
                *slot = to;
            }
        }
    }
    table
});

/// The character of the traditional script that folds to each: of several, the first.
static BACK: LazyLock<std::collections::BTreeMap<char, char>> = LazyLock::new(|| {
    let mut back = std::collections::BTreeMap::new();
    for line in PAIRS.lines() {
        let mut characters = line.chars();
        while let (Some(from), Some(to)) = (characters.next(), characters.next()) {
            if ('\u{4E00}'..='\u{9FFF}').contains(&from) {
                back.entry(to).or_insert(from);
            }
        }
    }
    back
});

/// `text` in the traditional script, character by character, as it may come from a converter.
#[must_use]
pub fn traditional(text: &str) -> String {
    let back = |it: char| BACK.get(&it).copied().unwrap_or(it);
    text.chars().map(back).collect()
}

/// A folded or joined text and where each piece of it came from.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Where the distance between the two texts changes: byte here, byte in the original.
    runs: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            runs: vec![(0, 0)],
        };
        let table: &[u16] = &TABLE;
        for (at, character) in text.char_indices() {
            if character.is_ascii() {
                folded
                    .text
                    .push(if character == '\u{c}' || character == '\r' {
                        ' '
                    } else {
                        character
                    });
                continue;
            }
            match fold_character(character, table) {
                Some(to) => {
                    folded.text.push(to);
                    if to.len_utf8() != character.len_utf8() {
                        folded.mark(at + character.len_utf8());
                    }
                }
                None => folded.mark(at + character.len_utf8()),
            }
        }
        folded
    }

    /// Notes that what follows comes from byte `original` on. Of two notes at one place the first
    /// is the end of what stands before, the last the start of what comes after.
    fn mark(&mut self, original: usize) {
        self.runs.push((self.text.len(), original));
    }

    /// The text of this view.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range of this view; empty if it is not on character boundaries.
    #[must_use]
    pub fn slice(&self, range: Span) -> &str {
        self.text.get(range.start..range.end).unwrap_or_default()
    }

    /// Where byte `at` of this view stands in the original.
    #[must_use]
    pub fn original(&self, at: usize) -> usize {
        self.after_run(at, self.runs.partition_point(|(here, _)| *here <= at))
    }

    /// Where byte `at` stands in the original if run `next` is the first that begins after it.
    fn after_run(&self, at: usize, next: usize) -> usize {
        let (here, original) = next
            .checked_sub(1)
            .and_then(|run| self.runs.get(run))
            .copied()
            .unwrap_or((0, 0));
        original + at.saturating_sub(here)
    }

    /// The original of a range of this view.
    #[must_use]
    pub fn span(&self, range: Span) -> Span {
        /// Most ranges end within so many runs.
        const NEAR: usize = 16;
        let first = self.runs.partition_point(|(here, _)| *here <= range.start);
        let start = self.after_run(range.start, first);
        if range.is_empty() {
            return Span::new(start, start);
        }
        let rest = self.runs.get(first..).unwrap_or_default();
        let ends = |(here, _): &(usize, usize)| *here >= range.end;
        let next = first
            + match rest.iter().take(NEAR).position(ends) {
                Some(near) => near,
                None => rest.partition_point(|run| !ends(run)),
            };
        let end = match self.runs.get(next) {
            Some((here, original)) if *here == range.end => *original,
            Some(_) | None => self.after_run(range.end, next),
        };
        Span::new(start, end)
    }

    /// The range of this view that stands for `span` of the original.
    #[must_use]
    pub fn range(&self, span: Span) -> Span {
        Span::new(self.position(span.start), self.position(span.end))
    }

    fn position(&self, original: usize) -> usize {
        let next = self.runs.partition_point(|(_, there)| *there <= original);
        let run = next.checked_sub(1).and_then(|run| self.runs.get(run));
        let (here, there) = run.copied().unwrap_or((0, 0));
        let limit = self
            .runs
            .get(next)
            .map_or(self.text.len(), |(here, _)| *here);
        let mut at = (here + original.saturating_sub(there)).min(limit);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The parts of a range between blanks that set a number apart.
    fn numbers_apart(&self, piece: Span) -> Vec<Span> {
        let text = self.slice(piece);
        let mut parts = Vec::new();
        let mut start = 0;
        let mut before = None;
        for (at, character) in text.char_indices() {
            if character == ' ' {
                continue;
            }
            if let Some((end, last)) = before.replace((at + character.len_utf8(), character))
                && end < at
                && sets_apart(last, character)
            {
                parts.push(Span::new(piece.start + start, piece.start + end));
                start = at;
            }
        }
        parts.push(Span::new(piece.start + start, piece.end));
        parts
    }

    /// The joined view of some ranges of this one: their text without what lies between.
    ///
    /// Blanks at the seams go, but for one between two words in Latin script, and so do those that set
    /// a number apart: 结转 2025 年度 85 件.
    #[must_use]
    pub fn join(&self, pieces: impl IntoIterator<Item = Span>) -> Self {
        let mut joined = Self::default();
        for piece in pieces.into_iter().flat_map(|it| self.numbers_apart(it)) {
            let whole = self.slice(piece);
            let trimmed = whole.trim_matches(' ');
            let start = piece.start + (whole.len() - whole.trim_start_matches(' ').len());
            let latin =
                |character: Option<char>| character.is_some_and(|it| it.is_ascii_alphabetic());
            if latin(joined.text.chars().next_back()) && latin(trimmed.chars().next()) {
                joined.text.push(' ');
            }
            joined.mark(self.original(start));
            let base = joined.text.len();
            let from = self.runs.partition_point(|(here, _)| *here <= start);
            let inside = self
                .runs
                .iter()
                .skip(from)
                .take_while(|(here, _)| *here < start + trimmed.len());
            joined
                .runs
                .extend(inside.map(|(here, original)| (base + (here - start), *original)));
            joined.text.push_str(trimmed);
            joined.mark(self.span(Span::new(start, start + trimmed.len())).end);
        }
        joined
    }
}

/// Whether blanks between two characters set a number apart from an ideograph or its mark.
fn sets_apart(before: char, after: char) -> bool {
    let number = |it: char| it.is_ascii_digit() || it == '%';
    number(before) && !after.is_ascii() || !before.is_ascii() && number(after)
}

/// Folded words of `source` that stand at `span`, with the marks they are written with; as they are
/// where lines were joined.
#[must_use]
pub fn written<'t>(source: &'t Source, text: &'t str, span: Span) -> &'t str {
    let written = source.slice(span).trim();
    let folded = Folded::new(written);
    // A passage has lost the blanks that set its numbers apart.
    let letters = |text: &str| text.chars().filter(|it| *it != ' ').collect::<String>();
    if letters(folded.text()) == letters(text) {
        written
    } else {
        text
    }
}

fn fold_character(character: char, table: &[u16]) -> Option<char> {
    match character {
        '\u{3000}'
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{85}' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
        '\u{2212}' => Some('-'),
        _ => match table.get(character as usize) {
            Some(0) | None => Some(character),
            Some(to) => char::from_u32(u32::from(*to)),
        },
    }
}

/// The ideograph that `character` looks like, if it is a radical or a compatibility form of one: fonts
/// tell both by one shape, and a file may name either.
#[must_use]
pub fn ideograph(character: char) -> char {
    let form = matches!(character, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}');
    let to = TABLE.get(character as usize).filter(|it| form && **it != 0);
    to.and_then(|it| char::from_u32(u32::from(*it)))
        .unwrap_or(character)
}

/// The simplified form of a traditional ideograph; none of one that is written so in simplified texts.
#[must_use]
pub fn simplified(character: char) -> Option<char> {
    // Radicals and compatibility forms stand outside of this block.
    let own = matches!(character, '\u{4e00}'..='\u{9fff}').then_some(character)?;
    let to = TABLE.get(own as usize).filter(|it| **it != 0)?;
    char::from_u32(u32::from(*to)).filter(|it| *it != own)
}

/// The key of a label: folded, and only its letters and ideographs, without a leading number.
#[must_use]
pub fn key(label: &str) -> String {
    let folded = Folded::new(label);
    bare(folded.text())
}

/// The letters and ideographs of a folded text.
#[must_use]
pub fn bare(folded: &str) -> String {
    folded.chars().filter(|it| is_letter(*it)).collect()
}

/// Whether a character is a letter or an ideograph.
#[must_use]
pub fn is_letter(character: char) -> bool {
    // All of this block are letters; asking the tables of Unicode for each takes far longer.
    matches!(character, '\u{4e00}'..='\u{9fff}') || character.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_a_radical_looks_like() {
        let seen = |text: &str| text.chars().map(ideograph).collect::<String>();
        assert_eq!(
            seen("临湖县⼈⺠医院⼯作⾏为⻓⻔"),
            "临湖县人民医院工作行为长门"
        );
        // Nothing else is changed: the text stays as it was written.
        assert_eq!(seen("（１）規範性〇①…"), "（１）規範性〇①…");
    }

    #[test]
    fn folds_what_files_hold_and_maps_back() {
        let text = "第⼀项　人⺠政府（１）規範性\u{200b}文件。① …";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "第一项 人民政府(1)规范性文件。① …");
        let at = folded.text().find("(1)").unwrap();
        let span = folded.span(Span::new(at, at + 3));
        assert_eq!(text.get(span.start..span.end).unwrap(), "（１）");
        let at = folded.text().find("文件").unwrap();
        let span = folded.span(Span::new(at, at + "文件".len()));
        assert_eq!(text.get(span.start..span.end).unwrap(), "文件");
        assert_eq!(folded.range(span), Span::new(at, at + "文件".len()));
    }

    #[test]
    fn joins_lines_and_maps_back() {
        let text = "公开政府常务会议　7\n  期，（共）\n完";
        let folded = Folded::new(text);
        let mut pieces = Vec::new();
        let mut start = 0;
        for line in folded.text().split('\n') {
            pieces.push(Span::new(start, start + line.len()));
            start += line.len() + 1;
        }
        let joined = folded.join(pieces);
        assert_eq!(joined.text(), "公开政府常务会议7期,(共)完");
        for word in ["7", "期", "(共)", "完"] {
            let at = joined.text().find(word).unwrap();
            let span = joined.span(Span::new(at, at + word.len()));
            assert_eq!(
                Folded::new(text.get(span.start..span.end).unwrap()).text(),
                word
            );
        }
    }
}
