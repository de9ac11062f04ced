//! How a report is built: its chapters, their order and numbers, and what it says of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::facts::HeadingOf;
use super::report::{Report, SectionOf};
use super::{Answer, Api};
use crate::fact::SectionFact;
use crate::fold::{Folded, key};
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run};
use crate::script::value::{Lack, Number, Place, Truth, Words, denied, stated};
use crate::source::Span;

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
                let number = run
                    .words
                    .chapters
                    .iter()
                    .find(|it| chapter.id.as_ref() == Some(&it.id))
                    .and_then(|it| it.number);
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
            places(&it.run, |_, chapter| {
                let number = chapter.number.as_deref().and_then(ordinal);
                let expected = last + 1;
                last = number.unwrap_or(expected);
                (number != Some(expected)).then_some(())
            })
        },
    );
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

/// What a short number says: 十二、, 12.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    let mut number = None;
    for character in Folded::new(text).text().chars() {
        let digit = character.to_digit(10).or_else(|| {
            let han = "一二三四五六七八九".chars().zip(1..);
            han.into_iter()
                .find(|(it, _)| *it == character)
                .map(|(_, it)| it)
        });
        let before: u32 = number.unwrap_or(0);
        number = match (character, digit) {
            ('十', _) => Some(before.max(1).checked_mul(10)?),
            (_, Some(digit)) if character.is_ascii_digit() => {
                Some(before.checked_mul(10)?.checked_add(digit)?)
            }
            (_, Some(digit)) => Some(before.checked_add(digit)?),
            (_, None) => number,
        };
    }
    number
}

/// What looking at one heading is charged.
const HEADING: usize = 256;

/// What stands for a title in a sentence whose titles were taken out.
const TITLE: char = '\u{1}';

/// What the first paragraphs say of the parts of the report.
struct Parts {
    /// How many they say it has, and how many they list.
    numbers: (usize, usize),
    /// The chapters they list by titles that the pack knows, one for each.
    known: Vec<String>,
    span: Span,
}

/// The chapters that the first paragraphs list; none unless they list as many as they say, all by
/// titles that the pack knows.
pub(super) fn listed_chapters(run: &Run) -> Option<Vec<String>> {
    let parts = said(run)?;
    let (said, listed) = parts.numbers;
    (said == listed && parts.known.len() == listed).then_some(parts.known)
}

/// What the first paragraphs say; none if they do not say clearly how many parts there are and
/// which.
fn said(run: &Run) -> Option<Parts> {
    let count =
        crate::pattern::pattern(r"(\d{1,2}|[一二三四五六七八九十]{1,2})(个|大)?部分").ok()?;
    let first = run
        .facts
        .sections
        .first()
        .map_or(usize::MAX, |it| it.span.start);
    let passages = run.facts.prose.iter();
    let mut sentences = passages
        .filter(|it| !it.heading && it.span.start < first)
        .flat_map(|passage| passage.text.text().split('。').map(|it| (it, passage.span)))
        .map(|(it, span)| -> (String, Span) { (it.split_whitespace().collect(), span) })
        .filter(|(sentence, _)| count.is_match(sentence))
        .peekable();
    sentences.peek()?;
    let chapters = run.words.chapters.iter();
    let mut titles: Vec<(String, &str)> = chapters
        .flat_map(|it| it.titles.iter().map(|title| (title, it.id.as_str())))
        .map(|(title, id)| (Folded::new(title).text().to_owned(), id))
        .collect();
    titles.sort_by_key(|(title, _)| std::cmp::Reverse(title.len()));
    sentences.find_map(|(mut text, span)| {
        let mut known = Vec::new();
        for (title, id) in &titles {
            let times = text.matches(title.as_str()).count();
            known.extend(std::iter::repeat_n((*id).to_owned(), times));
            text = text.replace(title.as_str(), &TITLE.to_string());
        }
        let found = count.captures(&text)?;
        let number = ordinal(found.get(1)?.as_str())?;
        let listed = listed(&text, found.get(0)?.start())?;
        let said = usize::try_from(number).ok()?;
        Some(Parts {
            numbers: (said, listed),
            known,
            span,
        })
    })
}

/// How many parts a sentence lists that says their number at byte `said`.
fn listed(text: &str, said: usize) -> Option<usize> {
    let first = text.find(TITLE)?;
    let head = text.get(..first)?;
    let start = [
        "包括",
        "包含",
        "由",
        "分为",
        ":",
        "分别是",
        "分别为",
        "即",
        "涵盖",
        "含",
    ]
    .iter()
    .filter_map(|word| head.rfind(word).map(|at| at + word.len()))
    .max()?;
    let end = if said > first { said } else { text.len() };
    let mut count = 0;
    let mut unknown = false;
    for item in text.get(start..end)?.split(['、', ',', ';', ':']) {
        let titles = item.matches(TITLE).count();
        let letters = item.chars().filter(|it| it.is_alphabetic()).count();
        let aside = item.starts_with(['并', '附', '另', '共', '等']);
        if titles > 0 {
            count += titles;
            unknown = false;
        } else if letters >= 2 && !aside {
            // Titles that nobody knows may hold the mark that parts them.
            if unknown {
                return None;
            }
            unknown = true;
            count += 1;
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::{TITLE, listed, ordinal};

    #[test]
    fn counts_what_a_sentence_lists() {
        let cases = [
            ("本报告由@、@、@、@、@、@六部分组成", Some(6)),
            ("全文包括@,@以及@等三个部分", Some(3)),
            ("报告共分六个部分:一、@;二、@;三、新做法;四、@", Some(4)),
            ("包括@、甲工作、乙工作、@四部分", None),
            ("共六部分", None),
        ];
        for (text, expected) in cases {
            let text = text.replace('@', &TITLE.to_string());
            let said = text.find(['六', '三', '四']).unwrap_or(0);
            let said = if text.starts_with("报告") {
                said
            } else {
                text.rfind("部分").unwrap_or(said)
            };
            assert_eq!(listed(&text, said), expected, "{text}");
        }
    }

    #[test]
    fn reads_the_numbers_of_chapters() {
        for (text, number) in [("十二、", 12), ("（三）", 3), ("10.", 10), ("第二部分", 2)]
        {
            assert_eq!(ordinal(text), Some(number), "{text}");
        }
    }
}
