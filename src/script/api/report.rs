//! What can be asked of a report: who, when, its sections, forms and cells.

use std::sync::Arc;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::Api;
use super::facts::{HeadingOf, cell};
use crate::document::Date;
use crate::fact::{CellState, Evidence, Facts, Located};
use crate::script::kind::{Accepts, Kind, Namespace};
use crate::script::run::{Many, Run};
use crate::script::value::{Day, Lack, Number, Truth, Words, stated};
use crate::source::Span;
use crate::verdict::Operand;

/// The report, as scripts see it.
#[derive(Debug, Clone)]
pub(in crate::script) struct Report {
    pub(in crate::script) run: Arc<Run>,
}

/// One section of the pack, as the report bears it.
#[derive(Debug, Clone)]
pub(super) struct SectionOf {
    pub(super) run: Arc<Run>,
    pub(super) id: String,
    pub(super) name: String,
}

pub(super) fn register(api: &mut Api<'_>) {
    who_and_when(api);
    sections(api);
    forms(api);
}

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
fn who_and_when(api: &mut Api<'_>) {
    use Kind::Report as R;
    api.property(
        (R, "year"),
        Kind::Number,
        ("报告的年度", "The year it reports on"),
        |it: &mut Report| {
            let located = it.run.facts.year.as_ref();
            located.map_or_else(
                || Number::lacking(Lack::cannot_assess("看不出报告年度")),
                |year| {
                    let value = Decimal::from(year.value);
                    Number::exact(
                        value,
                        vec![number("报告年度", value, &it.run.facts, Some(year.span))],
                    )
                },
            )
        },
    );
    api.property(
        (R, "title"),
        Kind::Words,
        ("报告的标题", "Its title"),
        |it: &mut Report| words("标题", it.run.facts.title.as_ref()),
    );
    api.property(
        (R, "organ"),
        Kind::Words,
        ("公布报告的机关", "The organ that reports"),
        |it: &mut Report| words("机关", it.run.facts.organ.as_ref()),
    );
    api.property(
        (R, "published"),
        Kind::Day,
        (
            "公布或者成文的日期；没有就用 --as-of 的日期，再没有就是未发布稿",
            "The day of publication or signature, else that of --as-of",
        ),
        |it: &mut Report| {
            let facts = &it.run.facts;
            match (&facts.published, it.run.as_of) {
                (Some(date), _) => day(
                    // Of what has no other day, that under the signature is taken.
                    match &facts.signed {
                        Some(signed) if signed.span == date.span => "成文日期",
                        Some(_) | None => "公布日期",
                    },
                    date.value,
                    facts.source.slice(date.span).trim(),
                    Some(date.span),
                ),
                (None, Some(date)) => day("判断日期", date, &date.to_string(), None),
                (None, None) => Day {
                    date: Err(Lack::not_applicable("没有公布日期，按未发布稿处理")),
                    operands: Vec::new(),
                },
            }
        },
    );
    api.property(
        (R, "signed"),
        Kind::Day,
        (
            "成文的日期：写在落款处或者标题下的",
            "The day under its signature or its title",
        ),
        |it: &mut Report| told("成文日期", it, |facts| facts.signed.as_ref()),
    );
    api.property(
        (R, "updated"),
        Kind::Day,
        (
            "网页更新的日期：公布以后可能又改过",
            "The day the page was last changed",
        ),
        |it: &mut Report| told("更新日期", it, |facts| facts.updated.as_ref()),
    );
    for (name, last, zh, en) in [
        (
            "period_start",
            false,
            "所写统计期限的第一天",
            "The first day of the period it states",
        ),
        (
            "period_end",
            true,
            "所写统计期限的最后一天",
            "The last day of the period it states",
        ),
    ] {
        api.property((R, name), Kind::Day, (zh, en), move |it: &mut Report| {
            let facts = &it.run.facts;
            facts.period.as_ref().map_or_else(
                || Day {
                    date: Err(Lack::not_applicable("没有读出统计期限")),
                    operands: Vec::new(),
                },
                |period| {
                    let date = if last { period.value.1 } else { period.value.0 };
                    // Both days stand in the words that state the period.
                    day("所写统计期限", date, &date.to_string(), Some(period.span))
                },
            )
        });
    }
    api.method(
        (R, "is_kind"),
        &[("kind", Accepts::Name(Namespace::Organ))],
        Kind::Truth,
        (
            "是不是这一类机关；看不出来就不适用",
            "Whether the organ is of this kind",
        ),
        |it: &mut Report, kind: ImmutableString| {
            let id = it.run.words.id(Namespace::Organ, &kind);
            let named = |wanted: &str| {
                let found = it.run.words.organs.iter().find(|(id, _)| id == wanted);
                found.map_or_else(|| wanted.to_owned(), |(_, name)| name.clone())
            };
            match &it.run.facts.organ_kind {
                None => Truth {
                    is: Err(Lack::not_applicable("看不出是哪一类机关")),
                    operands: Vec::new(),
                    otherwise: String::new(),
                },
                Some(own) => {
                    let span = it.run.facts.organ.as_ref().map(|it| it.span);
                    let shows = stated("机关类型", &named(own), span);
                    Truth::new(own == id, format!("机关是{}", named(own))).with([shows])
                }
            }
        },
    );
}

fn sections(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "section"),
        &[("section", Accepts::Name(Namespace::Section))],
        Kind::Section,
        ("这一章节", "This section"),
        |it: &mut Report, name: ImmutableString| {
            let id = it.run.words.id(Namespace::Section, &name).to_owned();
            let named = it.run.words.sections.iter().find(|(it, _)| *it == id);
            let name = named.map_or_else(|| id.clone(), |(_, name)| name.clone());
            SectionOf {
                run: Arc::clone(&it.run),
                id,
                name,
            }
        },
    );
    api.property(
        (Kind::Report, "headings"),
        Kind::Headings,
        ("各标题，按先后", "Its headings in order"),
        |it: &mut Report| {
            let items = (0..it.run.facts.sections.len()).map(|index| HeadingOf {
                run: Arc::clone(&it.run),
                index,
            });
            Many::new(&it.run, items.collect())
        },
    );
    for (name, enough, zh, en) in [
        (
            "is_there",
            Evidence::Form,
            "有没有标题、正文或者表格承载这一章",
            "Whether a heading, prose or a table bears it",
        ),
        (
            "is_written",
            Evidence::Prose,
            "有没有标题或者正文承载这一章",
            "Whether a heading or prose bears it",
        ),
        (
            "has_heading",
            Evidence::Heading,
            "有没有自己的标题",
            "Whether it has a heading of its own",
        ),
    ] {
        api.property(
            (Kind::Section, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut SectionOf| {
                let duty = it
                    .run
                    .facts
                    .duties
                    .iter()
                    .find(|duty| duty.section == it.id);
                let evidence = duty.map_or(Evidence::None, |duty| duty.evidence);
                let shows = stated(&it.name, "", duty.and_then(|duty| duty.span));
                Truth::new(evidence >= enough, format!("没有“{}”", it.name)).with([shows])
            },
        );
    }
}

fn forms(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "cell"),
        &[("path", Accepts::Name(Namespace::Cell))],
        Kind::Number,
        (
            "一格的数：“表.行.列”；允许留空的空格按 0 计",
            "The number of a cell, form.row.column; a blank that may stand for zero is zero",
        ),
        |it: &mut Report, path: ImmutableString| match it.run.words.cell(&path) {
            Ok(address) => cell(&it.run, address),
            Err(_) => Number::lacking(Lack::cannot_assess(format!("没有 {path} 这一格"))),
        },
    );
}

/// A number of the report as an operand.
pub(super) fn number(name: &str, value: Decimal, facts: &Facts, span: Option<Span>) -> Operand {
    Operand {
        name: name.to_owned(),
        value: Some(value),
        raw: span.map_or_else(String::new, |span| {
            facts.source.slice(span).trim().to_owned()
        }),
        state: CellState::Read,
        as_zero: false,
        span,
    }
}

pub(super) fn words(name: &str, located: Option<&Located<String>>) -> Words {
    Words {
        text: located.map_or_else(
            || Err(Lack::cannot_assess(format!("没有找到{name}"))),
            |it| Ok(it.value.clone()),
        ),
        name: name.to_owned(),
        span: located.map(|it| it.span),
    }
}

/// A day that the report states, or that it states none of this name.
fn told(name: &str, report: &Report, which: impl Fn(&Facts) -> Option<&Located<Date>>) -> Day {
    let facts = &report.run.facts;
    let Some(date) = which(facts) else {
        return Day {
            date: Err(Lack::not_applicable(format!("没有{name}"))),
            operands: Vec::new(),
        };
    };
    day(
        name,
        date.value,
        facts.source.slice(date.span).trim(),
        Some(date.span),
    )
}

fn day(name: &str, date: Date, raw: &str, span: Option<Span>) -> Day {
    Day {
        date: Ok(date),
        operands: vec![stated(name, raw, span)],
    }
}
