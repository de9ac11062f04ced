//! Numbers that are a person's own: a report prints them, an audit does not print them again.

use std::ops::Range;
use std::sync::Arc;

use crate::fact::Facts;
use crate::verdict::RuleResult;

/// How much of a mobile number is left at its two ends.
const MOBILE: (usize, usize) = (3, 4);
/// How much of an identity number is.
const IDENTITY: (usize, usize) = (4, 4);

/// Writes stars for the middle of such numbers wherever an audit shows the text of the report. Each
/// character keeps its length, so that every span goes on to point at the same words.
pub(super) fn mask(facts: Arc<Facts>, results: &mut [RuleResult]) -> Arc<Facts> {
    let Some(text) = masked(facts.source.text()) else {
        return facts;
    };
    for verdict in results.iter_mut().flat_map(|it| &mut it.verdicts) {
        hide(&mut verdict.message);
        hide(&mut verdict.instance);
        for label in &mut verdict.labels {
            hide(&mut label.text);
        }
        for operand in &mut verdict.operands {
            hide(&mut operand.name);
            hide(&mut operand.raw);
        }
    }
    let mut facts = Arc::unwrap_or_clone(facts);
    facts.source = facts.source.reworded(text);
    for mention in &mut facts.mentions {
        hide(&mut mention.text);
    }
    Arc::new(facts)
}

fn hide(text: &mut String) {
    if let Some(masked) = masked(text) {
        *text = masked;
    }
}

/// `text` with stars in such numbers; none if there are none.
fn masked(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut hidden: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let rest = characters.get(at..).unwrap_or_default();
        // A number within a longer run of letters and digits is the mark of a document.
        let length = rest
            .iter()
            .take_while(|it| plain(**it).is_ascii_alphanumeric())
            .count();
        let run: String = rest.iter().take(length).map(|it| plain(*it)).collect();
        if let Some((first, last)) = kept(&run) {
            hidden.push(at + first..at + length - last);
        }
        at += length.max(1);
    }
    let (first, last) = (hidden.first()?.start, hidden.last()?.end);
    let within = |at: usize| {
        let before = hidden.partition_point(|it| it.end <= at);
        (first..last).contains(&at) && hidden.get(before).is_some_and(|it| it.contains(&at))
    };
    let shown = |(at, character): (usize, char)| match character.len_utf8() {
        _ if !within(at) => character,
        1 => '*',
        _ => '＊',
    };
    Some(characters.iter().copied().enumerate().map(shown).collect())
}

/// A digit or letter of full width as the one of half width that it is.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        _ => character,
    }
}

/// How many characters are left at both ends of a run, if it is a mobile or an identity number.
fn kept(run: &str) -> Option<(usize, usize)> {
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let of = |from: usize, to: usize| run.get(from..to)?.parse::<u32>().ok();
    let mobile = run.len() == 11 && digits(run) && run.starts_with('1') && of(1, 2)? > 2;
    if mobile {
        return Some(MOBILE);
    }
    let (number, check) = run.split_at_checked(17)?;
    let checked = digits(check) || check.eq_ignore_ascii_case("x");
    let identity = run.len() == 18 && digits(number) && checked;
    let born = matches!(of(6, 8)?, 19 | 20) && (1..=12).contains(&of(10, 12)?);
    (identity && born).then_some(IDENTITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_the_numbers_of_persons_and_no_others() {
        for (text, shown) in [
            ("电话13800012345。", "电话138****2345。"),
            ("证号110101199001010011，", "证号1101**********0011，"),
            ("11010119900101001x", "1101**********001x"),
            ("１３８０００１２３４５", "１３８＊＊＊＊２３４５"),
            (
                "石磊13800012345、江南13900054321",
                "石磊138****2345、江南139****4321",
            ),
        ] {
            assert_eq!(masked(text).as_deref(), Some(shown));
            assert_eq!(masked(text).unwrap().len(), text.len());
        }
        for text in [
            "",
            "座机0471-6200000、12345热线",
            "索引号11330824000000000000",
            "信用代码11330824MB0000000A",
            "公开10471条，访问12000000000次",
            "备案号110101202313010011",
            "文号A13800012345",
        ] {
            assert_eq!(masked(text), None, "{text}");
        }
    }
}
