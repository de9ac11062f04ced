//! The prose of a report and what is found in it. Everything is compared in folded letters.

use std::sync::Arc;

use rhai::{Array, ImmutableString, NativeCallContext};
use rust_decimal::Decimal;

use super::report::{Report, SectionOf};
use super::{Answer, Api, charge, charge_in};
use crate::fact::Passage;
use crate::fold::Folded;
use crate::letters::Lettered;
use crate::pattern;
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run};
use crate::script::value::{Lack, Number, Place, Truth, Words, stated};
use crate::source::Span;
use crate::verdict::Operand;

/// Something that holds passages of prose.
pub(super) trait Prose: Clone + Send + Sync + 'static {
    const KIND: Kind;
    fn run(&self) -> &Arc<Run>;
    fn passages(&self) -> Vec<&Passage>;
    /// What it is, and where it begins.
    fn shown(&self) -> Operand;
}

impl Prose for Report {
    const KIND: Kind = Kind::Report;

    fn run(&self) -> &Arc<Run> {
        &self.run
    }

    fn passages(&self) -> Vec<&Passage> {
        self.run.facts.prose.iter().collect()
    }

    fn shown(&self) -> Operand {
        stated("所查的范围", "正文", None)
    }
}

impl Prose for SectionOf {
    const KIND: Kind = Kind::Section;

    fn run(&self) -> &Arc<Run> {
        &self.run
    }

    /// What stands under the headings of this section, without the headings; of no section, what
    /// stands before the first heading.
    fn passages(&self) -> Vec<&Passage> {
        let facts = &self.run.facts;
        if self.id.is_empty() {
            let first = facts
                .sections
                .first()
                .map_or(usize::MAX, |it| it.span.start);
            let prose = facts.prose.iter();
            return prose
                .filter(|it| !it.heading && it.span.start < first)
                .collect();
        }
        self.run.charge(facts.sections.len() + facts.prose.len());
        facts.passages_of(&self.id)
    }

    fn shown(&self) -> Operand {
        let sections = &self.run.facts.sections;
        match sections
            .iter()
            .find(|it| it.id.as_deref() == Some(self.id.as_str()))
        {
            Some(section) => stated("所查的章", &section.title, Some(section.span)),
            None => stated(&self.name, "", None),
        }
    }
}

pub(super) fn register(api: &mut Api<'_>) {
    searches::<Report>(api);
    searches::<SectionOf>(api);
    headings(api);
    sections(api);
    places(api);
    words(api);
}

fn searches<T: Prose>(api: &mut Api<'_>) {
    api.method(
        (T::KIND, "has"),
        &[("words", Accepts::Value(Kind::Text))],
        Kind::Truth,
        ("正文里有没有这些字", "Whether its prose has these words"),
        |it: &mut T, wanted: ImmutableString| -> Answer<Truth> {
            let wanted = Folded::new(&wanted);
            let found = gather(it, 1, |text| occurrences(text, wanted.text()))?;
            let first = found.items.first();
            let shows = stated(
                &format!("“{}”", wanted.text()),
                first.map_or("", |it| it.text.as_str()),
                first.map(|it| it.span),
            );
            Ok(Truth::new(first.is_some(), format!("没有“{}”", wanted.text())).with([shows]))
        },
    );
    api.method(
        (T::KIND, "has_any"),
        &[("words", Accepts::Texts)],
        Kind::Truth,
        (
            "正文里有没有其中任何一个",
            "Whether its prose has any of these",
        ),
        |it: &mut T, wanted: Array| -> Answer<Truth> {
            let wanted: Vec<Folded> = texts(wanted).iter().map(|it| Folded::new(it)).collect();
            let found = gather(it, wanted.len(), |text| any_of(text, &wanted))?;
            let names: Vec<String> = wanted.iter().map(|it| format!("“{}”", it.text())).collect();
            let first = found.items.first();
            let shows = stated(
                &names.join("、"),
                first.map_or("", |it| it.text.as_str()),
                first.map(|it| it.span),
            );
            Ok(Truth::new(first.is_some(), format!("没有{}", names.join("、"))).with([shows]))
        },
    );
    api.method(
        (T::KIND, "find"),
        &[("words", Accepts::Value(Kind::Text))],
        Kind::Places,
        (
            "正文里这些字的每一处",
            "Every place of its prose with these words",
        ),
        |it: &mut T, wanted: ImmutableString| -> Answer<Many<Place>> {
            let wanted = Folded::new(&wanted);
            gather(it, 1, |text| occurrences(text, wanted.text()))
        },
    );
    api.method(
        (T::KIND, "find_any"),
        &[("words", Accepts::Texts)],
        Kind::Places,
        (
            "正文里其中任何一个的每一处",
            "Every place of its prose with any of these",
        ),
        |it: &mut T, wanted: Array| -> Answer<Many<Place>> {
            let wanted: Vec<Folded> = texts(wanted).iter().map(|it| Folded::new(it)).collect();
            gather(it, wanted.len(), |text| any_of(text, &wanted))
        },
    );
    api.method(
        (T::KIND, "find_pattern"),
        &[("pattern", Accepts::Pattern)],
        Kind::Places,
        (
            "正文里符合正则表达式的每一处",
            "Every place of its prose that matches the pattern",
        ),
        |it: &mut T, pattern: ImmutableString| -> Answer<Many<Place>> {
            let pattern = pattern::pattern(&pattern)?;
            gather(it, 1, |text| pattern.spans(text))
        },
    );
}

fn headings(api: &mut Api<'_>) {
    api.method(
        (Kind::Section, "has_any_heading"),
        &[("words", Accepts::Texts)],
        Kind::Truth,
        (
            "这一章下面的小标题里有没有其中任何一个",
            "Whether a heading below its own has any of these",
        ),
        |it: &mut SectionOf, wanted: Array| -> Answer<Truth> {
            let wanted = texts(wanted);
            let sections = &it.run.facts.sections;
            charge(&it.run, sections.len() * wanted.len())?;
            let own = |at: &&crate::fact::SectionFact| at.id.as_deref() == Some(it.id.as_str());
            let chapter = sections.iter().filter(own).min_by_key(|at| at.level);
            let under = |at: &&crate::fact::SectionFact| {
                chapter.is_some_and(|chapter| {
                    at.level > chapter.level && chapter.extent.contains(at.span.start)
                })
            };
            let first = sections.iter().filter(under).find(|at| {
                let title = Folded::new(&at.title);
                let has = |word: &String| title.text().contains(Folded::new(word).text());
                wanted.iter().any(has)
            });
            let shows = stated(
                &format!("“{}”下面的小标题", it.name),
                first.map_or("", |it| it.title.as_str()),
                first.map(|it| it.span),
            );
            Ok(Truth::new(first.is_some(), format!("没有{}", wanted.join("、"))).with([shows]))
        },
    );
}

fn sections(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "count_words"),
        &[("words", Accepts::Texts)],
        Kind::Number,
        (
            "全文（连同表格，不计空白和换行）里有其中几个",
            "How many of these the whole report has, its tables too, blanks and line ends aside",
        ),
        |it: &mut Report, wanted: Array| -> Answer<Number> {
            let text = &it.run.facts.unspaced;
            let mut found = texts(wanted);
            charge(&it.run, found.len() * text.len())?;
            found.retain(|it| text.contains(Folded::new(it).text()));
            let operand = stated("写有", &found.join("、"), None);
            Ok(Number::exact(Decimal::from(found.len()), vec![operand]))
        },
    );
    api.property(
        (Kind::Section, "length"),
        Kind::Number,
        (
            "正文的字数，不算标点、空格和表格",
            "The letters of its prose, without marks, blanks and tables",
        ),
        |it: &mut SectionOf| {
            let facts = &it.run.facts;
            let Some(heading) = facts
                .sections
                .iter()
                .find(|section| section.id.as_deref() == Some(it.id.as_str()))
            else {
                return Number::lacking(Lack::not_applicable(format!("没有“{}”这个标题", it.name)));
            };
            let passages = it.passages();
            charge_all(&it.run, &passages);
            let letters: usize = passages
                .iter()
                .map(|passage| {
                    passage
                        .text
                        .text()
                        .chars()
                        .filter(|it| it.is_alphanumeric())
                        .count()
                })
                .sum();
            let value = Decimal::from(letters);
            Number::exact(
                value,
                vec![super::report::number(
                    &format!("“{}”的字数", it.name),
                    value,
                    facts,
                    Some(heading.span),
                )],
            )
        },
    );
    api.property(
        (Kind::Section, "text"),
        Kind::Words,
        ("正文", "Its prose"),
        |it: &mut SectionOf| {
            let passages = it.passages();
            charge_all(&it.run, &passages);
            let text: Vec<&str> = passages.iter().map(|passage| passage.text.text()).collect();
            Words {
                text: if text.is_empty() {
                    Err(Lack::not_applicable(format!("“{}”没有正文", it.name)))
                } else {
                    Ok(text.join("\n"))
                },
                name: it.name.clone(),
                span: passages.first().map(|it| it.span),
            }
        },
    );
}

fn places(api: &mut Api<'_>) {
    api.property(
        (Kind::Places, "count"),
        Kind::Number,
        ("有几处", "How many they are"),
        |it: &mut Many<Place>| {
            let operands = it
                .items
                .iter()
                .take(20)
                .map(|place| stated("原文", &place.text, Some(place.span)));
            Number::exact(Decimal::from(it.items.len()), operands.collect())
        },
    );
    api.property(
        (Kind::Places, "first"),
        Kind::Words,
        ("第一处的文字", "The text of the first"),
        |it: &mut Many<Place>| Words {
            text: it.items.first().map_or_else(
                || Err(Lack::not_applicable("一处也没有")),
                |place| Ok(place.text.clone()),
            ),
            name: "原文".to_owned(),
            span: it.items.first().map(|it| it.span),
        },
    );
    // Both, one after the other.
    api.engine
        .register_fn("+", |mut one: Many<Place>, other: Many<Place>| {
            one.items.extend(other.items);
            one
        });
    api.property(
        (Kind::Place, "text"),
        Kind::Words,
        ("这一处的文字", "Its text"),
        |it: &mut Place| Words {
            text: Ok(it.text.clone()),
            name: "原文".to_owned(),
            span: Some(it.span),
        },
    );
    api.engine.register_iterator::<Many<Place>>();
}

fn words(api: &mut Api<'_>) {
    api.method(
        (Kind::Words, "has"),
        &[("words", Accepts::Value(Kind::Text))],
        Kind::Truth,
        ("有没有这些字", "Whether these words are in it"),
        |context: NativeCallContext<'_>,
         it: &mut Words,
         wanted: ImmutableString|
         -> Answer<Truth> {
            let wanted = Folded::new(&wanted);
            Ok(Truth {
                is: folded(&context, it)?.map(|text| text.text().contains(wanted.text())),
                operands: vec![it.operand()],
                otherwise: format!("{}里没有“{}”", it.name, wanted.text()),
            })
        },
    );
    api.property(
        (Kind::Words, "year"),
        Kind::Number,
        ("文字里第一个年份", "The first year in it"),
        |it: &mut Words| {
            let year = it.text.clone().and_then(|text| {
                let found = crate::parse::year_of(Folded::new(&text).text());
                found.ok_or_else(|| Lack::not_applicable(format!("{}里没有年份", it.name)))
            });
            Number {
                bounds: year.map(|(year, _)| (Decimal::from(year), Decimal::from(year))),
                operands: vec![it.operand()],
            }
        },
    );
    api.method(
        (Kind::Words, "is_like"),
        &[("pattern", Accepts::Pattern)],
        Kind::Truth,
        ("符不符合正则表达式", "Whether it matches the pattern"),
        |context: NativeCallContext<'_>,
         it: &mut Words,
         pattern: ImmutableString|
         -> Answer<Truth> {
            let pattern = pattern::pattern(&pattern)?;
            Ok(Truth {
                is: folded(&context, it)?.map(|text| pattern.is_match(text.text())),
                operands: vec![it.operand()],
                otherwise: it.said(),
            })
        },
    );
}

/// `words` as they are compared. Those of the prose are folded already, and stay as they are.
pub(super) fn folded(
    context: &NativeCallContext<'_>,
    words: &Words,
) -> Answer<Result<Folded, Lack>> {
    charge_in(context, 16 * words.text.as_ref().map_or(0, String::len))?;
    Ok(words.text.as_deref().map(Folded::new).map_err(Lack::clone))
}

/// What `find` finds in each passage, in the order of the report, going through it `times` times.
pub(super) fn gather<T: Prose>(
    of: &T,
    times: usize,
    find: impl Fn(Lettered<'_>) -> Vec<Span>,
) -> Answer<Many<Place>> {
    let mut items = Vec::new();
    for passage in of.passages() {
        let text = passage.lettered();
        charge(of.run(), times.saturating_mul(text.text.len()))?;
        items.extend(find(text).into_iter().map(|range| Place {
            text: passage.text.slice(range).to_owned(),
            span: passage.text.span(range),
        }));
    }
    Ok(Many {
        among: Some(of.shown()),
        ..Many::new(of.run(), items)
    })
}

/// Counts all the text of `passages` where no error can be raised.
fn charge_all(run: &Run, passages: &[&Passage]) {
    run.charge(passages.iter().map(|it| it.text.text().len()).sum());
}

fn occurrences(text: Lettered<'_>, wanted: &str) -> Vec<Span> {
    if wanted.is_empty() || !text.holds(wanted) {
        return Vec::new();
    }
    text.text
        .match_indices(wanted)
        .map(|(at, found)| Span::new(at, at + found.len()))
        .collect()
}

fn any_of(text: Lettered<'_>, wanted: &[Folded]) -> Vec<Span> {
    let mut found: Vec<Span> = wanted
        .iter()
        .flat_map(|it| occurrences(text, it.text()))
        .collect();
    found.sort_unstable();
    found
}

pub(super) fn texts(array: Array) -> Vec<String> {
    array
        .into_iter()
        .filter_map(|it| it.into_string().ok())
        .collect()
}
