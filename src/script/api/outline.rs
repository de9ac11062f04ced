//! How a report is built: its chapters, their order and numbers, and what it says of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::facts::HeadingOf;
use super::parts::said;
use super::report::{Report, SectionOf};
use super::{Answer, Api};
use crate::fact::SectionFact;
use crate::fold::{Folded, key};
use crate::parse::ordinal;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run};
use crate::script::value::{Lack, Number, Place, Truth, Words, denied, stated};

pub(super) fn register(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "preamble"),
        Kind::Section,
        (
            "前言：第一个标题以前的正文",
            "The prose before its first heading",
        ),
        |it: &mut Report| SectionOf {
            run: Arc::clone(&it.run),
            id: String::new(),
            name: "前言".to_owned(),
        },
    );
    titles(api);
    headings(api);
    order(api);
    api.engine.register_iterator::<Many<HeadingOf>>();
    for (name, zh, en, which) in [
        (
            "parts_said",
            "前言说全文有几部分",
            "How many parts its first paragraphs say it has",
            (|said| said.0) as fn((usize, usize)) -> usize,
        ),
        (
            "parts_listed",
            "前言列举了几部分",
            "How many parts its first paragraphs list",
            |said| said.1,
        ),
    ] {
        api.property(
            (Kind::Report, name),
            Kind::Number,
            (zh, en),
            move |it: &mut Report| {
                said(&it.run).map_or_else(
                    || Number::lacking(Lack::not_applicable("前言没有说明并列举全文有几部分")),
                    |parts| {
                        let value = Decimal::from(which(parts.numbers));
                        let place = Some(parts.span);
                        let operand = super::report::number(zh, value, &it.run.facts, place);
                        Number::exact(value, vec![operand])
                    },
                )
            },
        );
    }
}

fn titles(api: &mut Api<'_>) {
    api.property(
        (Kind::Heading, "title"),
        Kind::Words,
        ("标题的文字，不带序号", "Its title without the number"),
        |it: &mut HeadingOf| {
            let fact = it.fact();
            Words {
                text: Ok(fact.map_or_else(String::new, |it| it.title.clone())),
                name: "标题".to_owned(),
                span: fact.map(|it| it.span),
            }
        },
    );
    api.property(
        (Kind::Heading, "level"),
        Kind::Integer,
        ("级别，最高是 1", "Its level; the highest is 1"),
        |it: &mut HeadingOf| it.fact().map_or(0, |it| i64::from(it.level)),
    );
    api.property(
        (Kind::Heading, "has_number"),
        Kind::Truth,
        ("有没有序号", "Whether it has a number"),
        |it: &mut HeadingOf| {
            let fact = it.fact();
            let has = fact.is_some_and(|it| it.number.is_some());
            let title = fact.map_or("", |it| it.title.as_str());
            Truth::new(has, format!("“{title}”没有序号")).with([stated(
                "标题",
                title,
                fact.map(|it| it.span),
            )])
        },
    );
}

fn headings(api: &mut Api<'_>) {
    type Is = fn(&HeadingOf, &SectionFact) -> bool;
    let entries: [(&str, &str, &str, Is); 4] = [
        (
            "is_chapter",
            "是不是规则包里的一章",
            "Whether it is a chapter of the pack",
            |_, fact| fact.level == 1 && fact.id.is_some(),
        ),
        (
            "is_official",
            "是不是官方标题或者认可的写法",
            "Whether its words are official or accepted ones",
            |it, fact| {
                let title = key(&fact.title);
                let chapters = it.run.words.chapters.iter();
                let titles = chapters
                    .filter(|chapter| fact.id.as_ref() == Some(&chapter.id))
                    .flat_map(|chapter| &chapter.titles);
                titles.into_iter().any(|it| key(it) == title)
            },
        ),
        (
            "has_form",
            "是不是按格式要有表的一章",
            "Whether a form of the pack belongs to it",
            |it, fact| {
                let mut forms = it.run.words.forms.iter();
                fact.id.is_some() && forms.any(|form| form.section == fact.id)
            },
        ),
        (
            "is_empty",
            "是不是空标题（下面什么也没有）",
            "Whether nothing stands under it",
            |it, fact| {
                let others = it.run.facts.sections.iter();
                // A run that charges too much is stopped; a report has a few dozen headings.
                others
                    .filter(|other| other.id.is_some() && other.id == fact.id)
                    .all(|other| it.run.charge(HEADING) && is_empty(&it.run, other))
            },
        ),
    ];
    for (name, zh, en, is) in entries {
        api.property(
            (Kind::Heading, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut HeadingOf| {
                let found = it.fact();
                let title = found.map_or("", |it| it.title.as_str());
                let is = found.is_some_and(|fact| is(it, fact));
                let shows = stated("标题", title, found.map(|it| it.span));
                Truth::new(is, format!("“{title}”{}", denied(zh))).with([shows])
            },
        );
    }
}

/// Whether nothing stands between a heading and the next, which is a chapter of the pack. A heading
/// that is followed by others may be the first of a list.
fn is_empty(run: &Run, heading: &SectionFact) -> bool {
    let facts = &run.facts;
    let next = facts
        .sections
        .partition_point(|it| it.span.start < heading.span.end);
    let next = facts.sections.get(next);
    let end = next.map_or(heading.extent.end, |it| it.span.start);
    // Who signs, and when, is nothing that the last chapter says.
    let signatory = facts.signatory.iter().map(|it| it.span.start);
    let below = signatory.chain(facts.signed.iter().map(|it| it.span.start));
    let below = below.filter(|at| *at >= heading.span.end).min();
    let end = below.map_or(end, |at| at.min(end));
    let body = facts.source.text().get(heading.span.end..end);
    let silent = body.is_some_and(|text| !text.chars().any(char::is_alphanumeric));
    let said = heading.title.contains([':', '：', '。', '，', '；', '无']);
    silent && !said && next.is_none_or(|it| it.level == 1 && it.id.is_some())
}

fn order(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "find_chapters"),
        &[("pattern", Accepts::Pattern)],
        Kind::Places,
        (
            "标题符合正则表达式的各章",
            "The chapters whose title matches the pattern",
        ),
        |it: &mut Report, pattern: ImmutableString| -> Answer<Many<Place>> {
            let pattern = crate::pattern::pattern(&pattern)?;
            let chapters = it.run.facts.sections.iter().filter(|it| it.level == 1);
            let items = chapters
                .filter(|it| pattern.is_match(Folded::new(&it.title).text()))
                .map(|chapter| Place {
                    text: chapter.title.clone(),
                    span: chapter.span,
                });
            Ok(Many::new(&it.run, items.collect()))
        },
    );
    api.property(
        (Kind::Report, "misplaced_chapters"),
        Kind::Places,
        (
            "次序在前一章以前的各章",
            "Chapters whose place is before that of the chapter above them",
        ),
        |it: &mut Report| {
            let mut last = 0;
            places(&it.run, |run, chapter| {
                let number = official(run, chapter);
                let number = number.filter(|number| *number != last)?;
                let before = last;
                last = last.max(number);
                (number < before).then_some(())
            })
        },
    );
    api.property(
        (Kind::Report, "misnumbered_chapters"),
        Kind::Places,
        (
            "序号缺失、跳号或者重号的各章",
            "Chapters without a number, or whose number does not follow that above",
        ),
        |it: &mut Report| {
            let mut last = 0;
            let mut chapters = it.run.facts.sections.iter().filter(|it| it.level == 1);
            let first = |it: &SectionFact| it.number.as_deref().and_then(ordinal) == Some(1);
            let begins = chapters.any(first);
            places(&it.run, |run, chapter| {
                let number = chapter.number.as_deref().and_then(ordinal);
                // What stands before the first number may well go without one.
                if last == 0 && number.is_none() && begins {
                    return None;
                }
                let expected = last + 1;
                last = number.unwrap_or(expected);
                // Under its official number it is right, and those before it are missing.
                let missing = number.is_some_and(|it| it > expected)
                    && number == official(run, chapter)
                    && !(expected..last).any(|it| is_there(run, it));
                (number != Some(expected) && !missing).then_some(())
            })
        },
    );
}

/// The number that the pack gives a chapter.
fn official(run: &Run, chapter: &SectionFact) -> Option<u32> {
    let mut chapters = run.words.chapters.iter();
    let chapter = chapters.find(|it| chapter.id.as_ref() == Some(&it.id));
    chapter.and_then(|it| it.number)
}

/// Whether the report has the chapter to which the pack gives this number.
fn is_there(run: &Run, number: u32) -> bool {
    let mut sections = run.facts.sections.iter().filter(|it| it.level == 1);
    sections.any(|it| official(run, it) == Some(number))
}

/// The chapters that `is_wrong` finds. A report with a table of contents has each chapter twice,
/// and one without any numbers has no order to break: then there are none.
fn places(
    run: &Arc<Run>,
    mut is_wrong: impl FnMut(&Run, &SectionFact) -> Option<()>,
) -> Many<Place> {
    let chapters: Vec<&SectionFact> = run
        .facts
        .sections
        .iter()
        .filter(|it| it.level == 1)
        .collect();
    let mut seen = BTreeSet::new();
    let once = chapters
        .iter()
        .all(|it| it.id.is_none() || seen.insert(&it.id));
    let numbered = chapters.iter().filter(|it| it.number.is_some()).count();
    let mut items = Vec::new();
    if once && numbered * 2 >= chapters.len() && numbered > 1 {
        for chapter in chapters {
            if is_wrong(run, chapter).is_some() {
                items.push(Place {
                    text: run.facts.source.slice(chapter.span).trim().to_owned(),
                    span: chapter.span,
                });
            }
        }
    }
    Many::new(run, items)
}

/// What looking at one heading is charged.
const HEADING: usize = 256;
