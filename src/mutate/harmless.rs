//! Changes that break nothing: the same report as another program or another hand would write it.

use std::fmt::Write as _;

/// A way of writing a report otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harmless {
    /// Lines end as on Windows.
    LineEnds,
    /// Paragraphs are indented by two wide blanks.
    Indented,
    /// Lines end in blanks.
    Trailing,
    /// Empty lines stand between all lines.
    Apart,
    /// Digits of prose are full-width.
    WideDigits,
    /// Digits of tables are full-width.
    WideCells,
    /// Traditional script.
    Traditional,
    /// Chapters are numbered 1. 2. 3.
    ArabicNumbers,
    /// Chapters are parts: 第一部分.
    Parts,
    /// Sections are numbered with half-width brackets.
    HalfBrackets,
    /// Headings are marked as in Markdown.
    MarkedHeadings,
    /// Rows are written with pipes.
    Pipes,
    /// Cells are parted by blanks.
    Blanks,
    /// Every cell is a line.
    Flat,
    /// Long lines are broken.
    Wrapped,
    /// Page numbers stand between lines.
    PageNumbers,
    /// Blanks that do not break a line stand for others.
    HardBlanks,
    /// Numbers in tables have commas after thousands.
    Thousands,
    /// The words of a website stand around the report.
    Website,
}

impl Harmless {
    /// All, in order.
    pub const ALL: [Self; 19] = [
        Self::LineEnds,
        Self::Indented,
        Self::Trailing,
        Self::Apart,
        Self::WideDigits,
        Self::WideCells,
        Self::Traditional,
        Self::ArabicNumbers,
        Self::Parts,
        Self::HalfBrackets,
        Self::MarkedHeadings,
        Self::Pipes,
        Self::Blanks,
        Self::Flat,
        Self::Wrapped,
        Self::PageNumbers,
        Self::HardBlanks,
        Self::Thousands,
        Self::Website,
    ];

    /// Whether it writes the digits of tables in a way that no form asks for.
    #[must_use]
    pub const fn is_odd(self) -> bool {
        matches!(self, Self::WideCells | Self::Thousands)
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::LineEnds => "line-ends",
            Self::Indented => "indented",
            Self::Trailing => "trailing-blanks",
            Self::Apart => "empty-lines",
            Self::WideDigits => "wide-digits",
            Self::WideCells => "wide-cells",
            Self::Traditional => "traditional",
            Self::ArabicNumbers => "arabic-numbers",
            Self::Parts => "parts",
            Self::HalfBrackets => "half-brackets",
            Self::HardBlanks => "hard-blanks",
            Self::Thousands => "thousands",
            Self::MarkedHeadings => "marked-headings",
            Self::Pipes => "pipes",
            Self::Blanks => "blanks",
            Self::Flat => "flat",
            Self::Wrapped => "wrapped",
            Self::PageNumbers => "page-numbers",
            Self::Website => "website",
        }
    }

    /// `text` written so.
    pub(super) fn done_to(self, text: &str) -> String {
        match self {
            Self::LineEnds => text.replace('\n', "\r\n"),
            Self::Indented => lines(text, |it| {
                let prose = is_prose(it) && !it.starts_with(char::is_whitespace);
                if prose {
                    format!("\u{3000}\u{3000}{it}")
                } else {
                    it.to_owned()
                }
            }),
            Self::Trailing => lines(text, |it| {
                if is_row(it) {
                    it.to_owned()
                } else {
                    format!("{it}  ")
                }
            }),
            Self::Apart => lines(text, |it| {
                if is_row(it) || it.starts_with(' ') {
                    it.to_owned()
                } else {
                    format!("{it}\n")
                }
            }),
            Self::WideDigits => lines(text, |it| {
                if is_prose(it) {
                    wide(it)
                } else {
                    it.to_owned()
                }
            }),
            Self::WideCells => lines(text, |it| if is_row(it) { wide(it) } else { it.to_owned() }),
            Self::Traditional => crate::fold::traditional(text),
            Self::ArabicNumbers => lines(text, |it| arabic(it).unwrap_or_else(|| it.to_owned())),
            Self::Parts => lines(text, |it| match (arabic(it), it.trim().split_once('、')) {
                (Some(_), Some((number, title))) => format!("第{number}部分　{title}"),
                _ => it.to_owned(),
            }),
            Self::HalfBrackets => lines(text, |it| {
                let heading = it.trim_start().starts_with('（') && !is_row(it);
                if heading {
                    it.replacen('（', "(", 1).replacen('）', ")", 1)
                } else {
                    it.to_owned()
                }
            }),
            Self::HardBlanks => text.replace(' ', "\u{a0}"),
            Self::Thousands => lines(text, |it| {
                let cells = it.split('\t').map(commas);
                if it.contains('\t') {
                    cells.collect::<Vec<_>>().join("\t")
                } else {
                    it.to_owned()
                }
            }),
            Self::MarkedHeadings => lines(text, |it| match arabic(it) {
                Some(_) => format!("## {}", it.trim_start()),
                None => it.to_owned(),
            }),
            Self::Pipes => lines(text, |it| {
                if it.contains('\t') {
                    format!("| {} |", it.replace('\t', " | "))
                } else {
                    it.to_owned()
                }
            }),
            Self::Blanks => lines(text, |it| {
                let whole = it.split('\t').all(|cell| !cell.trim().is_empty());
                if whole {
                    it.replace('\t', "   ")
                } else {
                    it.to_owned()
                }
            }),
            Self::Flat => lines(text, |it| it.replace('\t', "\n")),
            Self::Wrapped => lines(text, |it| {
                if is_prose(it) {
                    wrapped(it)
                } else {
                    it.to_owned()
                }
            }),
            Self::PageNumbers => page_numbers(text),
            Self::Website => format!(
                "您所在的位置：首页 > 公开 > 正文\n字号：大 中 小\n打印本页\n\n{text}\n\n打印本页 关闭窗口\n主办单位：网站运行中心　备案号：0000000号\n"
            ),
        }
    }
}

fn lines(text: &str, write: impl Fn(&str) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    for line in text.lines() {
        written.push_str(&write(line));
        written.push('\n');
    }
    written
}

/// Whether cells stand in a line.
fn is_row(line: &str) -> bool {
    line.contains(['\t', '|']) || line.trim().contains("   ")
}

/// Whether a line is a paragraph.
fn is_prose(line: &str) -> bool {
    !is_row(line) && line.trim_end().ends_with('。') && line.chars().count() > 20
}

fn wide(line: &str) -> String {
    let wide = |it: char| match it.to_digit(10) {
        Some(digit) => char::from_u32(0xFF10 + digit).unwrap_or(it),
        None => it,
    };
    line.chars().map(wide).collect()
}

/// The line with the number of a chapter in Arabic digits; none if it is no heading of a chapter.
fn arabic(line: &str) -> Option<String> {
    const NUMBERS: &str = "一二三四五六七八九";
    let (number, title) = line.trim_start().split_once('、')?;
    let mut letters = number.chars();
    let first = letters.next().filter(|_| letters.next().is_none())?;
    let at = NUMBERS.chars().position(|it| it == first)?;
    let short = title.chars().count() < 40 && !is_row(line) && !title.contains('。');
    short.then(|| format!("{}. {title}", at + 1))
}

/// A whole number with a comma after thousands.
fn commas(cell: &str) -> String {
    // So many digits are the number of something registered, which nobody writes with commas.
    let digits = (4..9).contains(&cell.len()) && cell.chars().all(|it| it.is_ascii_digit());
    match cell
        .split_at_checked(cell.len().saturating_sub(3))
        .filter(|_| digits)
    {
        Some((thousands, rest)) => format!("{},{rest}", commas(thousands)),
        None => cell.to_owned(),
    }
}

/// A long line, broken after so many letters.
fn wrapped(line: &str) -> String {
    let mut broken = String::with_capacity(line.len() + 8);
    for (at, letter) in line.chars().enumerate() {
        if at > 0 && at.is_multiple_of(40) {
            broken.push('\n');
        }
        broken.push(letter);
    }
    broken
}

/// A page number after every twelve lines.
fn page_numbers(text: &str) -> String {
    let mut written = String::new();
    for (at, line) in text.lines().enumerate() {
        written.push_str(line);
        written.push('\n');
        if at % 12 == 11 {
            let _ = write!(written, "\n- {} -\n\n", at / 12 + 1);
        }
    }
    written
}
