//! Dates in the folded text: 2021年1月31日, 2021-01-31, 二〇二一年一月三十一日.

use crate::document::Date;
use crate::source::Span;

/// The day a text as a whole says, brackets around it aside.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let inner =
        text.trim_matches(|it: char| it.is_whitespace() || matches!(it, '(' | ')' | '*' | '。'));
    if !inner.starts_with(FIRST) {
        return None;
    }
    let (date, end) = date_at(inner, 0)?;
    (end == inner.len() && date.day.is_some()).then_some(date)
}

/// The first date in a text with its bytes.
#[must_use]
pub fn find_date(text: &str) -> Option<(Date, Span)> {
    find_dates(text).next()
}

/// All dates in a text that give at least year and month, with their bytes.
pub fn find_dates(text: &str) -> impl Iterator<Item = (Date, Span)> {
    let mut from = 0;
    starts(text).filter_map(move |at| {
        let (date, end) = date_at(text, at).filter(|_| at >= from)?;
        from = end;
        Some((date, Span::new(at, end)))
    })
}

/// What a year begins with.
const FIRST: [char; 4] = ['1', '2', '一', '二'];

/// Where in a text a year may begin.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(FIRST)
        .filter(|(at, _)| {
            let before = at.checked_sub(1).and_then(|it| text.as_bytes().get(it));
            !before.is_some_and(u8::is_ascii_digit)
        })
        .map(|(at, _)| at)
}

/// The first year in a text, `2021年` or `二〇二一年`, that is no part of a date, with its bytes.
#[must_use]
pub fn year_of(text: &str) -> Option<(i32, Span)> {
    starts(text).find_map(|at| {
        let mut scan = Scan { text, at };
        let year = scan.year()?;
        scan.blanks();
        scan.one_of(&["年"])?;
        let end = scan.at;
        scan.blanks();
        let dated = scan.small().is_some() && {
            scan.blanks();
            scan.one_of(&["月"]).is_some()
        };
        (!dated).then_some((i32::from(year), Span::new(at, end)))
    })
}

fn date_at(text: &str, at: usize) -> Option<(Date, usize)> {
    let mut scan = Scan { text, at };
    let year = scan.year()?;
    scan.blanks();
    let mark = scan.one_of(&["年", "-", "/", "."])?;
    scan.blanks();
    let month = scan.small().filter(|it| (1..=12).contains(it))?;
    scan.blanks();
    let after_month = scan.at;
    scan.one_of(if mark == "年" {
        &["月"]
    } else {
        &["-", "/", "."]
    })?;
    let after_mark = scan.at;
    scan.blanks();
    let day = scan.small().filter(|it| (1..=31).contains(it));
    if mark == "年" {
        let end = scan.at;
        scan.blanks();
        let closed = scan.one_of(&["日", "号"]).is_some();
        let day = day.filter(|_| closed);
        let end = if closed {
            scan.at
        } else if day.is_some() {
            end
        } else {
            after_mark
        };
        return valid(year, month, day).map(|date| (date, end));
    }
    let day = day?;
    let _ = after_month;
    valid(year, month, Some(day)).map(|date| (date, scan.at))
}

fn valid(year: i16, month: i8, day: Option<i8>) -> Option<Date> {
    if let Some(day) = day {
        jiff::civil::Date::new(year, month, day).ok()?;
    }
    Some(Date {
        year,
        month: Some(month),
        day,
    })
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
    }

    fn one_of(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let word = words
            .iter()
            .copied()
            .find(|word| self.rest().starts_with(word))?;
        self.at += word.len();
        Some(word)
    }

    /// A year of four digits, Arabic or Chinese, from 1990 to 2099.
    fn year(&mut self) -> Option<i16> {
        let mut year = 0_i16;
        let mut length = 0;
        for character in self.rest().chars().take(4) {
            year = year * 10 + digit(character)?;
            length += character.len_utf8();
        }
        let more = self
            .rest()
            .get(length..)
            .and_then(|it| it.chars().next())
            .is_some_and(|it| it.is_ascii_digit());
        if more || !(1990..=2099).contains(&year) {
            return None;
        }
        self.at += length;
        Some(year)
    }

    /// A number below 100: 12, 十二, 三十一.
    fn small(&mut self) -> Option<i8> {
        let (mut value, mut seen, mut length) = (0_i8, 0, 0);
        for character in self.rest().chars().take(3) {
            match (character, digit(character)) {
                ('十', _) => value = value.max(1).checked_mul(10)?,
                (_, Some(one)) if character.is_ascii_digit() && seen < 2 => {
                    value = value
                        .checked_mul(10)?
                        .checked_add(i8::try_from(one).ok()?)?;
                }
                (_, Some(one)) if !character.is_ascii_digit() => {
                    value = value.checked_add(i8::try_from(one).ok()?)?;
                }
                (_, Some(_) | None) => break,
            }
            seen += 1;
            length += character.len_utf8();
        }
        self.at += length;
        (seen > 0).then_some(value)
    }
}

fn digit(character: char) -> Option<i16> {
    let value = character.to_digit(10).or_else(|| {
        "〇一二三四五六七八九"
            .chars()
            .zip(0..)
            .find(|(it, _)| *it == character || (character == '零' && *it == '〇'))
            .map(|(_, value)| value)
    })?;
    i16::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_dates() {
        let cases = [
            ("发布时间：2024-01-10 18:11", "2024-01-10"),
            ("二〇一〇年六月十三日", "2010-06-13"),
            ("2018年1月24日", "2018-01-24"),
            ("自 2024 年 1 月 1 日起", "2024-01-01"),
            ("2021年2月31日", ""),
            ("2017年度", ""),
            ("2019年12月", "2019-12"),
            ("2023/1/5", "2023-01-05"),
        ];
        for (text, expected) in cases {
            let found = find_date(text)
                .map(|(date, _)| date.to_string())
                .unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(
            year_of("某局2021年度报告(2022年1月3日)").map(|(year, _)| year),
            Some(2021)
        );
        assert_eq!(year_of("二〇二一年报告").map(|(year, _)| year), Some(2021));
    }
}
