//! Letters and numerals: traditional letters in a simplified text, numbers of headings that do not
//! go together.

use std::collections::BTreeMap;

use rhai::ImmutableString;

use super::report::Report;
use super::text::Prose;
use super::{Answer, Api, charge};
use crate::fact::SectionFact;
use crate::fold::{Folded, is_letter, simplified};
use crate::parse::ordinal;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run};
use crate::script::value::Place;
use crate::source::{Source, Span};

/// Of so many letters one may be traditional; a text with more of them is a traditional one.
const SIMPLIFIED: usize = 100;

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "traditional"),
        &[("but", Accepts::Value(Kind::Text))],
        Kind::Places,
        (
            "简体正文里的繁体字；写明的字除外，全文繁体的不算",
            "Traditional letters in a simplified text, but for those named; none in a traditional text",
        ),
        |it: &mut Report, but: ImmutableString| -> Answer<Many<Place>> {
            charge(&it.run, 4 * it.run.facts.source.text().len())?;
            Ok(Many::new(&it.run, traditional(it, &but)))
        },
    );
    api.property(
        (Kind::Report, "odd_numbers"),
        Kind::Places,
        (
            "同一种序号有两种写法时，少的那种写法的标题",
            "Headings whose numbers are written otherwise than most of their kind",
        ),
        |it: &mut Report| Many::new(&it.run, odd(&it.run)),
    );
    api.property(
        (Kind::Report, "skipped_numbers"),
        Kind::Places,
        (
            "各章以下，序号跳过或者重复、漏掉的序号正文里也没有的标题",
            "Headings below chapters whose number does not follow the one before, nor stands in the text between",
        ),
        |it: &mut Report| Many::new(&it.run, skipped(&it.run)),
    );
}

fn traditional(report: &Report, but: &str) -> Vec<Place> {
    let source = &report.run.facts.source;
    let mut places: Vec<Place> = Vec::new();
    let mut letters = 0_usize;
    let mut count = 0_usize;
    let mut from = 0;
    for passage in report.passages() {
        // Passages do not overlap, but a page may stand between the halves of one.
        let start = passage.span.start.max(from);
        from = passage.span.end.max(from);
        let text = source.slice(Span::new(start, passage.span.end.max(start)));
        for (at, character) in text.char_indices() {
            letters += usize::from(is_letter(character));
            if simplified(character).is_none() || but.contains(character) {
                continue;
            }
            count += 1;
            let span = Span::new(start + at, start + at + character.len_utf8());
            match places.last_mut() {
                Some(last) if last.span.end == span.start => {
                    last.span = last.span.to(span);
                    last.text.push(character);
                }
                _ => places.push(Place {
                    text: character.to_string(),
                    span,
                }),
            }
        }
    }
    if count * SIMPLIFIED > letters {
        places.clear();
    }
    places
}

/// The headings outside of forms that have a number.
fn numbered(run: &Run) -> Vec<(&SectionFact, &str)> {
    let facts = &run.facts;
    run.charge(256 * facts.sections.len());
    let forms: Vec<Span> = facts.forms.iter().filter_map(|it| it.span).collect();
    let outside = |it: &&SectionFact| !forms.iter().any(|form| form.contains(it.span.start));
    let sections = facts.sections.iter().filter(outside);
    sections
        .filter_map(|it| Some((it, it.number.as_deref()?)))
        .collect()
}

/// What kind of number it is, without the way its marks are written.
fn kind(number: &str) -> Option<&'static str> {
    let folded = Folded::new(number);
    let text = folded.text().trim();
    let digits = text.chars().any(|it| it.is_ascii_digit());
    let bracket = text.starts_with('(') && text.ends_with(')');
    match (bracket, digits) {
        (true, true) => Some("(1)"),
        (true, false) => Some("(一)"),
        (false, true) if text.ends_with(['.', '、', ',']) => Some("1."),
        (false, false) if text.ends_with(['.', '、', ',']) => Some("一、"),
        _ => None,
    }
}

/// How the marks of a number are written. Dots of either width are one.
fn marks(number: &str) -> String {
    let marks = number
        .chars()
        .filter(|it| !it.is_whitespace() && ordinal(&it.to_string()).is_none());
    marks.map(|it| if it == '．' { '.' } else { it }).collect()
}

fn odd(run: &Run) -> Vec<Place> {
    let mut kinds: BTreeMap<(u8, &str), BTreeMap<String, Vec<&SectionFact>>> = BTreeMap::new();
    for (section, number) in numbered(run) {
        if let Some(kind) = kind(number) {
            let ways = kinds.entry((section.level, kind)).or_default();
            ways.entry(marks(number)).or_default().push(section);
        }
    }
    let mut places: Vec<Place> = Vec::new();
    for ways in kinds.values() {
        let most = ways.values().map(Vec::len).max().unwrap_or(0);
        let usual = ways.values().position(|it| it.len() == most);
        let odd = ways
            .values()
            .enumerate()
            .filter(|(at, _)| Some(*at) != usual);
        places.extend(odd.flat_map(|(_, it)| it).map(|it| place(run, it)));
    }
    places.sort_by_key(|it| it.span.start);
    places
}

fn place(run: &Run, section: &SectionFact) -> Place {
    Place {
        text: run.facts.source.slice(section.span).trim().to_owned(),
        span: section.span,
    }
}

fn skipped(run: &Run) -> Vec<Place> {
    /// The numbers that go on at one level.
    struct Last<'r> {
        level: u8,
        kind: &'static str,
        value: u32,
        section: &'r SectionFact,
    }
    let mut open: Vec<Last<'_>> = Vec::new();
    let mut places = Vec::new();
    let numbers = numbered(run);
    for section in &run.facts.sections {
        open.retain(|it| it.level <= section.level);
        let found = numbers.iter().find(|(it, _)| it.span == section.span);
        let Some((kind, value)) = found.and_then(|(_, it)| Some((kind(it)?, ordinal(it)?))) else {
            continue;
        };
        let last = open.iter().rposition(|it| it.level == section.level);
        let before = last
            .and_then(|at| open.get(at))
            .filter(|it| it.kind == kind);
        if let Some(before) = before.filter(|_| section.level > 1) {
            let between = Span::new(before.section.span.end, section.span.start);
            let between = Folded::new(run.facts.source.slice(between));
            run.charge(between.text().len());
            let there = |value: u32| is_there(between.text(), kind, value);
            let gap = value > before.value + 1 && !(before.value + 1..value).any(there);
            if gap || value == before.value {
                places.push(place(run, section));
            }
        }
        if let Some(at) = last {
            open.remove(at);
        }
        open.push(Last {
            level: section.level,
            kind,
            value,
            section,
        });
    }
    places
}

/// Whether a number of `kind` stands somewhere in the folded `text`.
fn is_there(text: &str, kind: &str, value: u32) -> bool {
    const HAN: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let at = usize::try_from(value).ok().and_then(|it| it.checked_sub(1));
    let han = at.and_then(|it| HAN.get(it)).copied();
    let digits = value.to_string();
    let number = if kind.contains('1') {
        Some(digits.as_str())
    } else {
        han
    };
    // What cannot be looked for is not missed.
    number.is_none_or(|number| {
        let ways = if kind.starts_with('(') {
            vec![format!("({number})"), format!("{number})")]
        } else {
            vec![
                format!("{number}、"),
                format!("{number}."),
                format!("{number},"),
            ]
        };
        let blank: String = text.chars().filter(|it| *it != ' ').collect();
        ways.iter().any(|it| blank.contains(it.as_str())) || blank.contains(&format!("{number}是"))
    })
}

/// Whether the next mark of its kind outside of its line is its partner: a label of a table that goes on
/// over two lines is no passage.
pub(super) fn has_partner_beside(
    source: &Source,
    at: Span,
    mark: char,
    pairs: &[(char, char)],
) -> bool {
    /// The other line of a label begins within so many letters.
    const LETTERS: usize = 50;
    let Some((left, right)) = pairs
        .iter()
        .find(|(left, right)| [*left, *right].contains(&mark))
    else {
        return false;
    };
    let text = source.text();
    let (before, after) = (text.get(..at.start), text.get(at.end..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let mark_in = |it: &char| {
        let folded = Folded::new(&it.to_string());
        let folded = folded.text().chars().next();
        folded.filter(|it| it == left || it == right)
    };
    // Blanks and values part the lines of a label.
    let told = |it: &char| !it.is_whitespace() && !it.is_ascii_digit();
    if mark == *right {
        let mut near = before.chars().rev().filter(told).take(LETTERS);
        near.find_map(|it| mark_in(&it)) == Some(*left)
    } else {
        let mut near = after.chars().filter(told).take(LETTERS);
        near.find_map(|it| mark_in(&it)) == Some(*right)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_label_over_two_lines_has_both_marks() {
        let partner = |text: &str, mark: char| {
            let source = crate::source::Source::new("test", text);
            let at = text.rfind(mark).unwrap();
            let mark = if mark == '）' { ')' } else { mark };
            let pairs = [('(', ')'), ('《', '》')];
            super::has_partner_beside(
                &source,
                crate::source::Span::new(at, at + '）'.len_utf8()),
                mark,
                &pairs,
            )
        };
        assert!(partner("部分公开（只计这一情形，不计其\n他情形）\t1", '）'));
        assert!(!partner(
            "部分公开（只计）这一情形，不计其\n他情形）\t1",
            '）'
        ));
        assert!(partner("落实《审核\n办法》", '《'));
        assert!(!partner("落实《审核办法，按照规定\n办理", '《'));
    }
}
