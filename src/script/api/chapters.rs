//! What headings say of themselves: their official words, and how many items stand under them.

use std::sync::Arc;

use rhai::Array;
use rust_decimal::Decimal;

use super::facts::HeadingOf;
use super::parts::listed_chapters;
use super::report::{Report, SectionOf};
use super::text::texts;
use super::{Answer, Api, charge};
use crate::fact::SectionFact;
use crate::fold::Folded;
use crate::parse::ordinal;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run};
use crate::script::value::{Lack, Number, Place, Truth, Words, stated};

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
pub(super) fn register(api: &mut Api<'_>) {
    api.property(
        (Kind::Heading, "official"),
        Kind::Words,
        (
            "这一章的官方标题；不是规则包里的一章就不适用",
            "The official title of its chapter",
        ),
        |it: &mut HeadingOf| {
            let fact = it.fact();
            let mut chapters = it.run.words.chapters.iter();
            let own = fact.and_then(|fact| chapters.find(|own| fact.id.as_ref() == Some(&own.id)));
            Words {
                text: own
                    .and_then(|own| own.titles.first().cloned())
                    .ok_or_else(|| Lack::not_applicable("不是规定的一章")),
                name: "官方标题".to_owned(),
                span: fact.map(|it| it.span),
            }
        },
    );
    api.method(
        (Kind::Heading, "said"),
        &[("words", Accepts::Texts)],
        Kind::Number,
        (
            "标题里写在这些字前面的数，如“三个方面”；没有就不适用",
            "The number its title has before one of these words",
        ),
        |it: &mut HeadingOf, words: Array| -> Answer<Number> {
            let Some(fact) = it.fact() else {
                return Ok(Number::lacking(Lack::not_applicable("没有标题")));
            };
            charge(&it.run, 16 * fact.title.len())?;
            let title = Folded::new(&fact.title);
            // A sentence that begins like a heading tells of other things as well.
            let sentence = title.text().contains(['。', ',', ';']) || fact.number.is_none();
            if sentence {
                let why = "不是有序号的短标题";
                return Ok(Number::lacking(Lack::not_applicable(why)));
            }
            let said = texts(words).iter().find_map(|word| {
                let (before, _) = title.text().split_once(Folded::new(word).text())?;
                number_at_end(before.trim_end())
            });
            Ok(said.map_or_else(
                || Number::lacking(Lack::not_applicable("标题没有写几项")),
                |said| {
                    let shows = stated(&format!("标题“{}”", fact.title), "", Some(fact.span));
                    Number::exact(Decimal::from(said), vec![shows])
                },
            ))
        },
    );
    api.property(
        (Kind::Heading, "subheadings"),
        Kind::Number,
        (
            "下面有几个下一级标题；序号不连续的不适用，可能还有没认出来的就无法判断",
            "How many headings of the next level stand under it, if their numbers run on",
        ),
        |it: &mut HeadingOf| {
            let run = Arc::clone(&it.run);
            it.fact().map_or_else(
                || Number::lacking(Lack::not_applicable("没有标题")),
                |fact| match subheadings(&run, fact) {
                    Ok(count) => {
                        let shows = stated("下一级标题", "", Some(fact.span));
                        Number::exact(Decimal::from(count), vec![shows])
                    }
                    Err(lack) => Number::lacking(lack),
                },
            )
        },
    );
    api.property(
        (Kind::Section, "has_number"),
        Kind::Truth,
        (
            "它的标题有没有序号；转换文件时丢了序号的，下级标题也分不清",
            "Whether its heading has a number; where conversion lost it, levels are not clear",
        ),
        |it: &mut SectionOf| {
            let mut sections = it.run.facts.sections.iter();
            let own = sections.find(|own| own.id.as_deref() == Some(it.id.as_str()));
            let has = own.is_some_and(|own| own.number.is_some());
            let shows = stated(&it.name, "", own.map(|own| own.span));
            Truth::new(has, format!("“{}”的标题没有序号", it.name)).with([shows])
        },
    );
    api.property(
        (Kind::Report, "lists_chapters"),
        Kind::Truth,
        (
            "前言是不是说清了有几部分，又把各章都列举出来",
            "Whether its first paragraphs clearly say and list its chapters",
        ),
        |it: &mut Report| Truth::new(listed_chapters(&it.run).is_some(), "前言没有清楚列举各部分"),
    );
    api.property(
        (Kind::Report, "unlisted_chapters"),
        Kind::Places,
        (
            "正文有、前言列举时没有的各章；前言没有说清就一处也没有",
            "Chapters it has that its first paragraphs do not list, if these are clear",
        ),
        |it: &mut Report| {
            let listed = listed_chapters(&it.run);
            let chapters = it.run.facts.sections.iter().filter(|it| it.level == 1);
            let items = chapters.filter(|chapter| {
                let unlisted = |listed: &Vec<String>| {
                    chapter.id.as_ref().is_some_and(|id| !listed.contains(id))
                };
                listed.as_ref().is_some_and(unlisted)
            });
            let items = items.map(|chapter| Place {
                text: chapter.title.clone(),
                span: chapter.span,
            });
            Many::new(&it.run, items.collect())
        },
    );
}

/// The number a text ends with: 三, 12.
fn number_at_end(text: &str) -> Option<u32> {
    const HAN: &str = "一二三四五六七八九十";
    let is = |it: &char| it.is_ascii_digit() || HAN.contains(*it);
    let digits: Vec<char> = text.chars().rev().take_while(is).take(4).collect();
    let digits: String = digits.into_iter().rev().collect();
    match (digits.is_empty(), text.ends_with('两')) {
        (true, true) => Some(2),
        (true, false) => None,
        (false, _) => ordinal(&digits).filter(|it| (1..100).contains(it)),
    }
}

/// How many headings of the next level stand under `heading`.
fn subheadings(run: &Run, heading: &SectionFact) -> Result<usize, Lack> {
    let sections = &run.facts.sections;
    run.charge(sections.len() + heading.extent.len());
    let from = sections.partition_point(|it| it.span.start < heading.span.end);
    let within = sections.iter().skip(from);
    let inner: Vec<&SectionFact> = within
        .take_while(|it| it.span.start < heading.extent.end && it.level > heading.level)
        .collect();
    let level = inner.iter().map(|it| it.level).min();
    let of_level: Vec<&SectionFact> = inner
        .into_iter()
        .filter(|it| Some(it.level) == level)
        .collect();
    let numbers = of_level.iter().zip(1..);
    let run_on = numbers.clone().all(|(it, expected)| {
        let number = it.number.as_deref().and_then(ordinal);
        number == Some(expected)
    });
    if of_level.len() < 2 || !run_on {
        return Err(Lack::not_applicable("下一级标题没有连续的序号"));
    }
    // An item whose heading is a long paragraph is no heading, but it still has its number.
    let text = run.facts.source.text();
    let text = text.get(heading.span.end..heading.extent.end);
    let text = Folded::new(text.unwrap_or_default());
    let next = of_level.len() + 1;
    let han = han(next).unwrap_or_default();
    let signs = [
        format!("({han})"),
        format!("{han}、"),
        format!("{han}是"),
        format!("第{han}"),
        format!("({next})"),
        format!("{next}."),
        format!("{next}、"),
    ];
    if signs.iter().any(|sign| text.text().contains(sign.as_str())) {
        return Err(Lack::cannot_assess("下一级可能还有没认出来的标题"));
    }
    Ok(of_level.len())
}

/// A number up to twenty in Chinese.
fn han(number: usize) -> Option<String> {
    let digit = |digit: usize| "一二三四五六七八九".chars().nth(digit.checked_sub(1)?);
    match number {
        1..=9 => digit(number).map(String::from),
        10 => Some("十".to_owned()),
        11..=19 => digit(number - 10).map(|it| format!("十{it}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{han, number_at_end};

    #[test]
    fn numbers_in_titles() {
        for (text, number) in [
            ("存在的三", Some(3)),
            ("主要有两", Some(2)),
            ("共12", Some(12)),
            ("存在的", None),
            ("2021", None),
        ] {
            assert_eq!(number_at_end(text), number, "{text}");
        }
        assert_eq!(han(12).as_deref(), Some("十二"));
    }
}
