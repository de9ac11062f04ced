//! Quantities: numbers as reports write them, in cells and in prose.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::source::Span;

/// What the text of a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellText {
    /// Nothing.
    Blank,
    /// A dash, a slash, 无 or another mark that stands for nothing.
    Dash,
    /// A number, and the unit written behind it.
    Number(Decimal, String),
    /// Anything else.
    Words,
}

/// Measure words that may stand behind the number of a cell.
const UNITS: [&str; 24] = [
    "元", "万元", "亿元", "件", "条", "项", "次", "篇", "个", "人", "人次", "份", "场", "期", "部",
    "家", "起", "宗", "类", "名", "例", "册", "处", "页",
];

/// A number has no more digits and separators; so no sum or product of numbers grows too large.
const LONGEST: usize = 15;

/// Words that a cell without a number is filled with.
const FILLERS: [&str; 6] = ["无", "暂无", "不适用", "N/A", "n/a", "NA"];

/// Whether `text` is a measure word and nothing else.
pub(crate) fn is_unit(text: &str) -> bool {
    UNITS.contains(&text)
}

/// Reads the folded text of a cell.
#[must_use]
pub fn cell_text(text: &str) -> CellText {
    let text = text.trim_matches(|it: char| it == ' ' || it == '\t' || it == '*');
    if text.is_empty() || text == "&nbsp;" {
        return CellText::Blank;
    }
    if FILLERS.contains(&text) {
        return CellText::Dash;
    }
    if text
        .chars()
        .all(|it| matches!(it, '-' | '—' | '–' | '―' | '/' | '\\' | '─' | '~' | '*'))
        && text.chars().count() <= 6
    {
        return CellText::Dash;
    }
    let split = text
        .char_indices()
        .find(|(at, it)| {
            !(it.is_ascii_digit()
                || matches!(it, '.' | ',')
                || (*at == 0 && matches!(it, '+' | '-')))
        })
        .map_or(text.len(), |(at, _)| at);
    let (digits, unit) = (
        text.get(..split).unwrap_or_default(),
        text.get(split..).unwrap_or_default().trim(),
    );
    match number(digits) {
        Some(value) if unit.is_empty() || UNITS.contains(&unit) => {
            CellText::Number(value, unit.to_owned())
        }
        Some(_) | None => CellText::Words,
    }
}

/// Reads a number: a sign, digits with or without thousands separators, decimals. One of more digits
/// than any report counts is none: it is several that ran together.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().filter(|it| digits(it))?;
    let rest: Vec<&str> = groups.collect();
    if !digits(decimals) || whole.len() > LONGEST || decimals.len() > 8 {
        return None;
    }
    if !rest.is_empty() && (first.len() > 3 || rest.iter().any(|it| it.len() != 3 || !digits(it))) {
        return None;
    }
    let plain = text.strip_prefix('+').unwrap_or(text).replace(',', "");
    Decimal::from_str(&plain).ok()
}

/// Whether a text is a number as no cell should have it: 8 905, 4,1276, 约2, 十二.
#[must_use]
pub fn is_odd_number(text: &str) -> bool {
    let text = text.trim();
    if let Some(about) = text.strip_prefix(['约', '近']) {
        return is_number(about);
    }
    let han = |it: char| "〇零一二两三四五六七八九十百千万".contains(it);
    if text.chars().count() > 1 && text.chars().all(han) {
        return true;
    }
    let part = |it: char| it.is_ascii_digit() || matches!(it, ',' | '.') || it.is_whitespace();
    let ends = |it: char| it.is_ascii_digit();
    text.starts_with(ends) && text.ends_with(ends) && text.chars().all(part) && !is_number(text)
}

/// Whether a folded piece of text is a bare number.
#[must_use]
pub fn is_number(text: &str) -> bool {
    matches!(cell_text(text), CellText::Number(_, unit) if unit.is_empty())
}

/// How exactly a number is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// As it stands.
    Exact,
    /// 余, 多, 超过: at least so many.
    AtLeast,
    /// 近: at most so many.
    AtMost,
    /// 不足, 不到: less than so many.
    Below,
    /// 约, 左右: about so many.
    About,
    /// 未收到, 没有, 无: none.
    None,
}

/// A number in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number, 万 and 亿 multiplied out.
    pub value: Decimal,
    /// How exactly it is stated.
    pub exactness: Exactness,
    /// What one more in its last written digit is worth, if it is told in 万 or 亿; zero if every
    /// digit is told.
    pub grain: Decimal,
    /// Its measure word; `%` for a share; empty if there is none.
    pub unit: String,
    /// The words of its clause before it.
    pub subject: String,
    /// Its bytes in the text that was read.
    pub span: Span,
    /// The sentence it stands in, counted from 0.
    pub sentence: usize,
}

/// A whole and the parts a sentence names of it, by index among the quantities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The whole.
    pub whole: usize,
    /// Its parts in order.
    pub parts: Vec<usize>,
    /// Whether the parts are told in full: 分别为, 其他若干.
    pub exhaustive: bool,
    /// Whether the words leave no doubt that the parts exclude one another.
    pub apart: bool,
    /// From the words of the first part to the last part, in the text that was read.
    pub span: Span,
}

/// The quantities of a text in order, and which are parts of which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quantities {
    /// The quantities.
    pub all: Vec<Quantity>,
    /// Wholes with their parts; a part may be a whole itself.
    pub lists: Vec<Parts>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_odd_numbers() {
        for text in [
            "8 905",
            "4,1276",
            "1 4",
            "1,86,24",
            "12,34",
            "约2",
            "三百一十二",
        ] {
            assert!(is_odd_number(text), "{text}");
        }
        for text in [
            "8905",
            "8,905",
            "2.1",
            "",
            "1.",
            "3件",
            "2021年",
            "-",
            "一",
            "近年来",
        ] {
            assert!(!is_odd_number(text), "{text}");
        }
    }

    #[test]
    fn reads_cells() {
        let cases = [
            ("", "Blank"),
            ("—", "Dash"),
            ("/", "Dash"),
            ("无", "Dash"),
            ("不适用", "Dash"),
            ("N/A", "Dash"),
            ("无法提供", "Words"),
            ("无锡市", "Words"),
            ("1,234", "1234"),
            ("12,34", "Words"),
            ("2.1 万元", "2.1万元"),
            ("+1036", "1036"),
            ("-3", "-3"),
            ("是", "Words"),
            ("7545.00", "7545.00"),
            ("1 2", "Words"),
            ("3件", "3件"),
            ("1.属于", "Words"),
        ];
        for (text, expected) in cases {
            let read = match cell_text(text) {
                CellText::Blank => "Blank".to_owned(),
                CellText::Dash => "Dash".to_owned(),
                CellText::Words => "Words".to_owned(),
                CellText::Number(value, unit) => format!("{value}{unit}"),
            };
            assert_eq!(read, expected, "{text}");
        }
    }
}
