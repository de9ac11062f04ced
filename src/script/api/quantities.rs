//! Quantities and lists of the prose.

use std::sync::Arc;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::report::Report;
use super::verbs::Check;
use super::{Answer, Api, charge};
use crate::fact::{CellState, Exactness, Facts, Mention};
use crate::fold::Folded;
use crate::pattern;
use crate::script::kind::{Accepts, Kind, Namespace};
use crate::script::run::{Item, Many, Run, Said};
use crate::script::value::{Lack, Number, Truth, Words, denied};
use crate::source::Span;
use crate::verdict::OPEN;
use crate::verdict::Operand;

/// One quantity of the prose, by index.
#[derive(Debug, Clone)]
pub(super) struct MentionOf {
    pub(super) run: Arc<Run>,
    pub(super) index: usize,
}

impl MentionOf {
    pub(super) fn fact(&self) -> Option<&Mention> {
        self.run.facts.mentions.get(self.index)
    }

    /// Counts the passage it stands in as gone through.
    pub(super) fn charge_passage(&self) {
        let facts = &self.run.facts;
        let passage = self.fact().and_then(|it| facts.passage_at(it.span.start));
        self.run
            .charge(passage.map_or(0, |it| it.text.text().len()));
    }

    fn count(&self) -> Number {
        self.fact().map_or_else(
            || Number::lacking(Lack::cannot_assess("没有这个数量")),
            |mention| quantity(mention, &self.run.facts),
        )
    }
}

impl Item for MentionOf {
    fn key(&self) -> String {
        self.fact().map_or_else(String::new, |it| it.text.clone())
    }

    fn span(&self) -> Option<Span> {
        self.fact().map(|it| it.span)
    }
}

/// A quantity of the prose as a number.
pub(super) fn quantity(mention: &Mention, facts: &Facts) -> Number {
    let (low, high) = mention.bounds();
    Number {
        bounds: Ok((low, high)),
        operands: vec![Operand {
            name: format!("正文“{}”", mention.text),
            value: Some(mention.value),
            raw: facts.source.slice(mention.span).to_owned(),
            state: CellState::Read,
            as_zero: false,
            span: Some(mention.span),
        }],
    }
}

pub(super) fn register(api: &mut Api<'_>) {
    quantities(api);
    found(api);
    whole_report(api);
    api.engine.register_iterator::<Many<MentionOf>>();
}

#[expect(clippy::too_many_lines, reason = "a list of registrations")]
fn quantities(api: &mut Api<'_>) {
    use Kind::Mention as M;
    api.property(
        (M, "count"),
        Kind::Number,
        (
            "数量；余、多、近、约按区间算",
            "How many; approximate words make it a range",
        ),
        |it: &mut MentionOf| it.count(),
    );
    for (name, zh, en, is) in [
        (
            "is_exact",
            "是不是确数",
            "Whether it is stated exactly",
            (|it| matches!(it.exactness, Exactness::Exact | Exactness::None))
                as fn(&Mention) -> bool,
        ),
        (
            "is_none",
            "是不是说没有（未收到、没有、0 件）",
            "Whether it says that there were none",
            |it| it.value.is_zero(),
        ),
    ] {
        api.property(
            (M, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut MentionOf| {
                let is = it.fact().is_some_and(is);
                let otherwise = match name {
                    "is_none" => "说的是有".to_owned(),
                    _ => denied(zh),
                };
                Truth::new(is, otherwise).with(it.count().operands)
            },
        );
    }
    for (name, zh, en, is) in [
        (
            "is_own",
            "是不是本机关的数；不是上级、下级、转办的",
            "Whether it is the organ's own number",
            (|it| it.own) as fn(&Mention) -> Option<bool>,
        ),
        (
            "is_this_year",
            "是不是报告年度的数；不是往年、来年的",
            "Whether it is of the year reported on",
            |it| it.this_year,
        ),
    ] {
        api.property(
            (M, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut MentionOf| {
                let truth = it.fact().and_then(is);
                let text = it.fact().map_or("", |it| it.text.as_str());
                let zh = zh.split('；').next().unwrap_or(zh);
                Truth {
                    is: truth.ok_or_else(|| Lack::not_applicable(format!("{OPEN}{text}”{zh}"))),
                    operands: it.count().operands,
                    otherwise: denied(zh),
                }
            },
        );
    }
    for (name, zh, en, is) in [
        (
            "is_surely_own",
            "有没有写清楚是本机关的数",
            "Whether it is clearly the organ's own number",
            (|it| it.own == Some(true)) as fn(&Mention) -> bool,
        ),
        (
            "is_surely_this_year",
            "有没有写清楚是报告年度的数",
            "Whether it is clearly of the year reported on",
            |it| it.this_year == Some(true),
        ),
        (
            "may_be_own",
            "会不会是本机关的数",
            "Whether it may be the organ's own number",
            |it| it.own != Some(false),
        ),
        (
            "may_be_this_year",
            "会不会是报告年度的数",
            "Whether it may be of the year reported on",
            |it| it.this_year != Some(false),
        ),
    ] {
        api.property(
            (M, name),
            Kind::Truth,
            (zh, en),
            move |it: &mut MentionOf| {
                let truth = it.fact().is_some_and(is);
                Truth::new(truth, denied(zh)).with(it.count().operands)
            },
        );
    }
    api.property(
        (M, "unit"),
        Kind::Words,
        ("量词", "Its measure word"),
        |it: &mut MentionOf| {
            let fact = it.fact();
            Words {
                text: Ok(fact.map_or_else(String::new, |it| it.unit.clone())),
                name: "量词".to_owned(),
                span: fact.map(|it| it.span),
            }
        },
    );
    api.property(
        (M, "name"),
        Kind::Words,
        ("所说的指标的名称", "The name of the indicator it is of"),
        |it: &mut MentionOf| {
            let fact = it.fact();
            let named = fact.and_then(|it| it.indicator.as_deref());
            let named = named.map(|id| it.run.words.title(Namespace::Indicator, id).to_owned());
            Words {
                // The names of some say where they are read, which messages say anyway.
                text: named
                    .map(|it| it.trim_start_matches("正文").to_owned())
                    .ok_or_else(|| Lack::not_applicable("没有说是哪个指标")),
                name: "指标".to_owned(),
                span: None,
            }
        },
    );
    api.property(
        (M, "text"),
        Kind::Words,
        (
            "写法，带约词和量词",
            "As it is written, with its approximate words and unit",
        ),
        |it: &mut MentionOf| {
            let fact = it.fact();
            Words {
                text: Ok(fact.map_or_else(String::new, |it| it.text.clone())),
                name: "写法".to_owned(),
                span: fact.map(|it| it.span),
            }
        },
    );
}

fn mentions(run: &Arc<Run>, which: impl Fn(&Mention) -> bool) -> Many<MentionOf> {
    let facts = &run.facts;
    let items = facts.mentions.iter().enumerate();
    let items = items.filter(|(_, it)| which(it));
    let items = items.map(|(index, _)| MentionOf {
        run: Arc::clone(run),
        index,
    });
    run.charge(facts.mentions.len());
    Many::new(run, items.collect())
}

/// Whether a quantity is clearly the organ's own of the year reported on.
pub(super) fn is_clear(mention: &Mention) -> bool {
    mention.own == Some(true) && mention.this_year == Some(true)
}

/// Why a text has not one clear number of an indicator.
pub(super) enum Unclear {
    /// It clearly says none.
    Unsaid,
    /// It says several.
    Several,
}

impl Unclear {
    /// The number that `text` lacks of what is `named`.
    pub(super) fn number(self, text: &str, named: &str) -> Number {
        Number::lacking(Lack::not_applicable(match self {
            Self::Unsaid => format!("{text}没有明确写“{named}”"),
            Self::Several => format!("{text}的“{named}”说法不一"),
        }))
    }
}

/// The first of `mentions` that clearly states the indicator `id`, if all that do state the same.
pub(super) fn only<'m>(mentions: &'m [Mention], id: &str) -> Result<&'m Mention, Unclear> {
    let clear = |it: &&Mention| it.indicator.as_deref() == Some(id) && is_clear(it);
    let mut said = mentions.iter().filter(clear);
    let first = said.next().ok_or(Unclear::Unsaid)?;
    if said.any(|it| it.bounds() != first.bounds()) {
        return Err(Unclear::Several);
    }
    Ok(first)
}

fn found(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "quantities"),
        Kind::Mentions,
        ("正文里的所有数量", "Every quantity of its prose"),
        |it: &mut Report| mentions(&it.run, |_| true),
    );
    api.method(
        (Kind::Report, "quantities_like"),
        &[("pattern", Accepts::Pattern)],
        Kind::Mentions,
        (
            "正文里写法符合正则表达式的数量",
            "The quantities of its prose whose text matches the pattern",
        ),
        |it: &mut Report, pattern: ImmutableString| -> Answer<Many<MentionOf>> {
            let pattern = pattern::pattern(&pattern)?;
            let bytes = it.run.facts.mentions.iter().map(|it| it.text.len()).sum();
            charge(&it.run, bytes)?;
            Ok(mentions(&it.run, |own| {
                pattern.is_match(Folded::new(&own.text).text())
            }))
        },
    );
    api.method(
        (Kind::Report, "quantities_of"),
        &[("unit", Accepts::Value(Kind::Text))],
        Kind::Mentions,
        (
            "正文里带这个量词的数量",
            "The quantities of its prose with this measure word",
        ),
        |it: &mut Report, unit: ImmutableString| mentions(&it.run, |own| own.unit == unit.as_str()),
    );
    api.property(
        (Kind::Report, "dated_quantities"),
        Kind::Mentions,
        (
            "正文里所在的句子以年份开头的数量",
            "The quantities of its prose whose sentence opens with a year",
        ),
        |it: &mut Report| mentions(&it.run, |own| own.told.is_some()),
    );
    api.method(
        (Kind::Report, "mentions"),
        &[("indicator", Accepts::Name(Namespace::Indicator))],
        Kind::Mentions,
        (
            "正文里说这个指标的各处数量",
            "The quantities of its prose that are this indicator",
        ),
        |it: &mut Report, name: ImmutableString| {
            let id = it.run.words.id(Namespace::Indicator, &name).to_owned();
            mentions(&it.run, |own| own.indicator.as_deref() == Some(id.as_str()))
        },
    );
}

/// How much of a number is one of `included`, as said right behind it: 242件（含上年结转13件）.
fn stated_within(facts: &Facts, own: &Mention, included: &[&Mention]) -> Option<Decimal> {
    /// So many bytes may stand between.
    const BETWEEN: usize = 45;
    let within = |it: &&&Mention| {
        let between = it.span.start.checked_sub(own.span.end);
        between.is_some_and(|it| it <= BETWEEN)
            && facts
                .source
                .slice(Span::new(own.span.end, it.span.start))
                .trim_start_matches(['（', '(', '，', ','])
                .starts_with(['含', '包', '其'])
    };
    included.iter().find(within).map(|it| it.value)
}

fn whole_report(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "stated"),
        &[("indicator", Accepts::Name(Namespace::Indicator))],
        Kind::Number,
        (
            "正文明确写的本机关、本年度的这个数；没有写，或者前后说法不一，就不适用",
            "The one number its prose clearly states of this indicator, its own and of its year",
        ),
        |it: &mut Report, name: ImmutableString| {
            let id = it.run.words.id(Namespace::Indicator, &name);
            let named = it.run.words.title(Namespace::Indicator, &name);
            let facts = &it.run.facts;
            only(&facts.mentions, id)
                .map_or_else(|why| why.number("正文", named), |it| quantity(it, facts))
        },
    );
    api.method(
        (Kind::Check, "agree"),
        &[("mentions", Accepts::Value(Kind::Mentions))],
        Kind::Nothing,
        (
            "本机关、本年度的各处说法一致；只有一处就不适用",
            "What its prose clearly states of its own is one number throughout",
        ),
        |it: &mut Check, mentions: Many<MentionOf>| agree(&it.run, &mentions, &[]),
    );
    api.method(
        (Kind::Check, "agree_but_for"),
        &[
            ("mentions", Accepts::Value(Kind::Mentions)),
            ("included", Accepts::Value(Kind::Mentions)),
        ],
        Kind::Nothing,
        (
            "同 agree；后面写明含多少的，减去以后一样也算一致",
            "As agree, but a number may be said to include one of the second indicator's",
        ),
        |it: &mut Check, mentions: Many<MentionOf>, included: Many<MentionOf>| {
            let included: Vec<&Mention> =
                included.items.iter().filter_map(MentionOf::fact).collect();
            agree(&it.run, &mentions, &included);
        },
    );
}

/// Judges whether what is clearly stated is one number throughout, but for what some say they include.
fn agree(run: &Run, mentions: &Many<MentionOf>, included: &[&Mention]) {
    let clear = mentions.items.iter();
    let clear: Vec<&MentionOf> = clear.filter(|it| it.fact().is_some_and(is_clear)).collect();
    let numbers: Vec<Number> = clear.iter().map(|it| it.count()).collect();
    let bounds = numbers.iter().filter_map(|it| it.bounds.clone().ok());
    let bounds: Vec<(Decimal, Decimal)> = bounds.collect();
    let is_sum = |own: &&&MentionOf| {
        let own = own
            .fact()
            .map(|it| (it, stated_within(&run.facts, it, included)));
        own.is_some_and(|(it, part)| {
            let rest = part.and_then(|part| it.value.checked_sub(part));
            rest.is_some_and(|rest| bounds.contains(&(rest, rest)))
        })
    };
    let plain = clear.iter().filter(|it| !is_sum(it));
    let plain: Vec<(Decimal, Decimal)> = plain.filter_map(|it| it.count().bounds.ok()).collect();
    let low = plain.iter().map(|it| it.0).max();
    let high = plain.iter().map(|it| it.1).min();
    let is = if bounds.len() < 2 {
        Err(Lack::not_applicable("正文没有两处写这个数"))
    } else {
        Ok(low <= high)
    };
    let mut texts: Vec<String> = Vec::new();
    for number in &numbers {
        let text = number.bounds.as_ref().map(|it| number.told(*it));
        texts.extend(text.ok().filter(|it| !texts.contains(it)));
    }
    let said = Said {
        values: vec![("found", texts.join("、"))],
        operands: numbers.into_iter().flat_map(|it| it.operands).collect(),
        ..Said::default()
    };
    run.judge(is, said);
}
