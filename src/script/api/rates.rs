//! Rates told beside the numbers they are made of: 收到 12 件, 办结 9 件, 办结率 75%.

use rhai::Array;
use rust_decimal::Decimal;

use super::Api;
use super::near::{Near, between_of, is_like, is_nearly, is_of, outside, percent, share_of};
use super::quantities::{MentionOf, quantity};
use super::text::texts;
use crate::fact::{Facts, Mention};
use crate::pattern::pattern;
use crate::script::kind::{Accepts, Kind};
use crate::script::value::{Lack, Number};

/// What may stand before the word of a rate, and before that word in the name of a number.
const ADVERBS: &str = "(其中|已经?|共计?|累计|合计|总|全部|均|都|实际|实|年内|当年|本年度?|全年|按时|按期|如期|及时|有|的|被|成功|予以|主动|非常|比较|较为?|基本|很|和|或|、|表示|群众)*";
/// What may follow that word in the name of a number.
const DONE: &str = "(了|的|有效|有|数|完成|到位|完毕|落实|销号)*";
/// What makes the opposite of what follows.
const NOT: &str = "(不予|不|未予|未能|未|没有|尚未|无法)";
/// Before a number these say that it is all that there was to be done.
const DUE: &str = "^(应|需|须|待)";
/// Before a number these say that it is no whole of what follows.
const OTHER: &str =
    "(比|较|上年度?|去年|同期|[0-9]{4}年度?)[^,]{0,6}$|结转|转入|遗留|往年|其余|剩余|另";
/// A rate of what was done in time is not of all that was done.
const TIMELY: [&str; 4] = ["按时", "按期", "如期", "及时"];

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Mention, "rate_meant"),
        &[("stems", Accepts::Texts)],
        Kind::Number,
        (
            "“发现若干个，整改若干个，整改率百分之几”里，照这两个数算出的百分数；给的是“率”前面的词，同一个意思的用“|”接着写。同一句里别的两个数正好算得出来的，就取那两个数的",
            "Of a rate beside two numbers, one some of the other: what it should be; the words of the rate, others for the same behind |",
        ),
        |it: &mut MentionOf, stems: Array| {
            it.charge_passage();
            let facts = &it.run.facts;
            let stems: Vec<String> = texts(stems);
            rate(facts, it.index, &stems)
                .unwrap_or_else(|| Number::lacking(Lack::not_applicable("看不出是哪两个数的比率")))
        },
    );
}

/// A number that a rate may be made of, and how it is told.
struct Part<'f> {
    at: usize,
    mention: &'f Mention,
    /// Whether it is what the rate leaves out: 不满意 1 件.
    opposite: bool,
    /// What its name holds besides the word of the rate.
    of: String,
}

/// The rate that two numbers beside the mention `index` make, if one of `stems` says of what.
fn rate(facts: &Facts, index: usize, stems: &[String]) -> Option<Number> {
    let told = facts.mentions.get(index)?;
    let last = facts.mentions.get(index.checked_sub(1)?)?;
    let lead = between_of(facts, last, told)?;
    let words = stems.iter().map(|it| it.split('|').collect::<Vec<&str>>());
    let told_of = |words: &Vec<&str>| {
        let word = words.first().copied().unwrap_or_default();
        lead.contains(&format!("{word}率")) || lead.contains(&format!("{word}度"))
    };
    let words = words
        .filter(told_of)
        .max_by_key(|it| it.first().map(|it| it.len()))?;
    let near = Near::of(facts, index)?;
    if let Some(covered) = covered(facts, &near, index, &words) {
        return Some(covered);
    }
    let part = numerator(facts, &near, index, &words)?;
    let whole = facts
        .mentions
        .get(denominator(facts, &near, &part, index, &words)?)?;
    let value = if part.opposite {
        whole.value - part.mention.value
    } else {
        part.mention.value
    };
    let done = Number::exact(value, quantity(part.mention, facts).operands);
    let meant = percent(done, quantity(whole, facts));
    let fits = share_of(value, whole.value).is_some_and(|it| is_nearly(told, it));
    let other = (!fits && told.value < Decimal::ONE_HUNDRED)
        .then(|| other(&near, told, &part, value, whole.value))
        .flatten();
    Some(match other {
        Some(other) => Number::exact(other, meant.operands),
        None => meant,
    })
}

/// 12 个村中的 9 个设立, 覆盖率 75%: what is covered has another name.
fn covered(facts: &Facts, near: &Near<'_>, index: usize, words: &[&str]) -> Option<Number> {
    let told = facts.mentions.get(index)?;
    let (at, before) = (index.checked_sub(1)?, index.checked_sub(2)?);
    let (part, whole) = (facts.mentions.get(at)?, facts.mentions.get(before)?);
    let named = outside(&between_of(facts, whole, part)?);
    let lead = between_of(facts, part, told)?;
    let covers = words.first() == Some(&"覆盖")
        && near.has(before)
        && is_like("^[^,;、。:0-9]{0,10}中(的|有|已有)?$", &named)
        && is_like("^[^,;。:()0-9]{0,20},[^,;。:()0-9]{0,8}$", &lead)
        && part.unit == whole.unit
        && part.is_exact()
        && whole.is_exact();
    covers.then(|| percent(quantity(part, facts), quantity(whole, facts)))
}

/// The number that the rate is of: the last before it, or one in a bracket behind it.
fn numerator<'f>(
    facts: &'f Facts,
    near: &Near<'_>,
    index: usize,
    words: &[&str],
) -> Option<Part<'f>> {
    let told = facts.mentions.get(index)?;
    let stem = words.first()?;
    let rate = format!("(?P<adverbs>{ADVERBS}){stem}[率度](为|是|:|达|达到|达到了)?$");
    let rate = pattern(&rate).ok()?;
    let timely = |text: &str| TIMELY.iter().any(|it| text.contains(it));
    let tied = |at: usize, in_time: bool| {
        let mention = facts.mentions.get(at).filter(|it| it.is_exact())?;
        let part = tie(near, at, mention, words)?;
        let clear = !in_time || timely(&near.before(at)) || timely(&near.behind(at));
        clear.then_some(part)
    };
    // Of the numbers before, the last is meant, or none.
    if let Some(before) = near.outside_before(index).next() {
        let mention = facts.mentions.get(before)?;
        let between = outside(&between_of(facts, mention, told)?);
        let found = rate.captures(&between);
        let start = found.as_ref().and_then(|it| it.get(0)).map(|it| it.start());
        let head = start.and_then(|it| between.get(..it));
        let head = head.unwrap_or("。").trim_end_matches([',', '、', '(']);
        let in_time = found
            .and_then(|it| it.name("adverbs"))
            .is_some_and(|it| timely(it.as_str()));
        if (head.is_empty() || is_behind(head, words).is_some())
            && let Some(part) = tied(before, in_time)
        {
            return Some(part);
        }
    }
    let lead = near.before(index);
    let in_time = rate
        .captures(&lead)?
        .name("adverbs")
        .is_some_and(|it| timely(it.as_str()));
    let mut bracket = near.bracket_behind(index).into_iter();
    bracket.find_map(|at| tied(at, in_time))
}

/// How the words around a number tie it to those of the rate, if they do.
fn tie<'f>(near: &Near<'_>, at: usize, mention: &'f Mention, words: &[&str]) -> Option<Part<'f>> {
    let label = near.label(at);
    if is_like(DUE, &label) {
        return None;
    }
    // 59 件中不满意 1 件: what stands before 中 names the whole.
    let label = match label.split_once('中') {
        Some((of, rest)) if of.chars().count() <= 8 => rest,
        _ => &label,
    };
    let any = words.join("|");
    let name = format!("^{ADVERBS}(?P<not>{NOT}?){ADVERBS}({any}){DONE}(?P<of>.*)$");
    let part = |opposite, of: &str| Part {
        at,
        mention,
        opposite,
        of: of.to_owned(),
    };
    if let Some(found) = pattern(&name).ok()?.captures(label) {
        let has = |name: &str| found.name(name).map_or("", |it| it.as_str());
        return Some(part(!has("not").is_empty(), has("of")));
    }
    let bare = is_like(&format!("^{ADVERBS}$"), label);
    let opposite = is_behind(&near.behind(at), words).filter(|_| bare)?;
    Some(part(opposite, ""))
}

/// Whether what stands behind a number is the word of the rate, and then whether it says the opposite.
fn is_behind(text: &str, words: &[&str]) -> Option<bool> {
    let any = words.join("|");
    let behind = format!("^{ADVERBS}(?P<not>{NOT}?)({any})(的|了|等)?$");
    let found = pattern(&behind).ok()?.captures(text)?;
    Some(found.name("not").is_some_and(|it| !it.as_str().is_empty()))
}

/// The number that `part` is a part of, if that is certain.
fn denominator(
    facts: &Facts,
    near: &Near<'_>,
    part: &Part<'_>,
    index: usize,
    words: &[&str],
) -> Option<usize> {
    let mention = |at: usize| facts.mentions.get(at);
    let may_be = |at: &usize| {
        mention(*at).is_some_and(|it| {
            it.unit == part.mention.unit && !it.unit.is_empty() && it.value >= part.mention.value
        })
    };
    let rates = |text: &str| words.iter().any(|it| text.contains(it));
    let certain = |at: &usize| {
        let label = near.label(*at);
        let due = is_like(DUE, &label);
        let names = format!("{label}{}", near.behind(*at));
        mention(*at).is_some_and(Mention::is_exact)
            && !is_like(OTHER, &near.before(*at))
            && (due || !rates(&label))
            && (part.of.is_empty() || names.contains(&part.of))
    };
    // Of 甲 50 件、乙 30 件 both may be meant.
    let one_of_several = |at: usize| {
        let words = near.before(at);
        let joined =
            words.contains('、') || ["和", "及", "与"].iter().any(|it| words.starts_with(it));
        at > 0
            && joined
            && near.has(at - 1)
            && mention(at - 1).map(|it| &it.unit) == mention(at).map(|it| &it.unit)
    };
    let inside = |from: usize| near.bracket_behind(from).into_iter();
    let mut before = near.outside_before(part.at);
    if let Some(whole) = before.find(may_be) {
        return (certain(&whole) && !one_of_several(whole)).then_some(whole);
    }
    let mut brackets = inside(part.at)
        .chain(inside(index))
        .filter(|it| *it != part.at);
    brackets.find(|it| may_be(it) && certain(it))
}

/// What two other numbers of the sentence or the paragraph make, if that is what is told.
fn other(
    near: &Near<'_>,
    told: &Mention,
    part: &Part<'_>,
    value: Decimal,
    whole: Decimal,
) -> Option<Decimal> {
    let values = near.values(part.at, &part.mention.unit);
    let around = near.around(part.at, &part.mention.unit);
    let sums: Vec<Decimal> = (2..=4)
        .flat_map(|it| values.windows(it))
        .map(|it| it.iter().sum())
        .collect();
    let pairs = values
        .iter()
        .flat_map(|one| values.iter().map(move |next| (*one, *next)));
    let less: Vec<Decimal> = pairs.clone().map(|(one, next)| one - next).collect();
    let wholes = around
        .iter()
        .chain(&sums)
        .chain(&less)
        .map(|it| (value, *it));
    let parts = sums.iter().chain(&less).map(|it| (*it, whole));
    let proper = |(part, whole): &(Decimal, Decimal)| {
        *whole > Decimal::ZERO && *part >= Decimal::ZERO && part <= whole
    };
    let mut shares = wholes.chain(parts).chain(pairs).filter(proper);
    shares.find_map(|(part, whole)| share_of(part, whole).filter(|it| is_of(told, *it)))
}
