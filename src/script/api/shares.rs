//! Shares: what per cent one number is of another.

use rust_decimal::Decimal;

use super::Api;
use super::near::{Near, between_of, is_like, is_nearly, is_of, percent, share_of};
use super::quantities::{MentionOf, quantity};
use crate::fact::{Exactness, Facts, Mention};
use crate::letters::Lettered;
use crate::pattern::pattern;
use crate::script::kind::{Accepts, Kind};
use crate::script::value::{Lack, Number, Truth};
use crate::source::Span;

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Number, "percent_of"),
        &[("whole", Accepts::Value(Kind::Number))],
        Kind::Number,
        (
            "占另一个数的百分之几；那个数是 0、有约数，就不适用",
            "How many per cent it is of another number",
        ),
        |it: &mut Number, whole: Number| percent(it.clone(), whole),
    );
    api.property(
        (Kind::Mention, "share_meant"),
        Kind::Number,
        (
            "“其中若干件，占总数的百分之几”里，照前面的数算出的百分数；列举套着列举的，取最接近的",
            "Of a share behind a part of a list: what it should be by the part and its whole",
        ),
        |it: &mut MentionOf| {
            it.charge_passage();
            let facts = &it.run.facts;
            share(facts, it.index)
                .unwrap_or_else(|| Number::lacking(Lack::not_applicable("看不出是哪个数占哪个数")))
        },
    );
    api.method(
        (Kind::Mention, "may_be"),
        &[("number", Accepts::Value(Kind::Number))],
        Kind::Truth,
        (
            "写出的百分数、增减，是不是由这个数四舍五入、舍去尾数而来，或者相差不过半个",
            "Whether it may be that number rounded or cut at its last digit, or is less than a half away from it",
        ),
        |it: &mut MentionOf, number: Number| {
            let fits = |(low, high): (Decimal, Decimal)| {
                it.fact()
                    .is_some_and(|told| is_nearly(told, low) || is_nearly(told, high))
            };
            Truth {
                is: number.bounds.map(fits),
                operands: number.operands,
                otherwise: "相差超过半个".to_owned(),
            }
        },
    );
}

/// What may stand between a part and the per cent that it is of its whole, behind 占.
const OF: &str = "^占(?P<of>[^,;0-9(]{0,12}?)(的|比例?|比重|比率|的比例|的比重)?(为|达|达到|是)?$";
/// What says nothing of which whole is meant.
const ANY: &str =
    "比例|比重|全部|总数|总量|数量|总|全年|年度|本年|当年|所有|上述|其|数|量|件|条|约|的";

/// The share that the part before the mention `index` is of what it is a part of.
fn share(facts: &Facts, index: usize) -> Option<Number> {
    let told = facts.mentions.get(index)?;
    let near = Near::of(facts, index)?;
    let found = counted_whole(facts, &near, index)
        .or_else(|| listed_whole(facts, &near, index))
        .or_else(|| named_whole(facts, &near, index))?;
    let told_as_is = |at: &usize| {
        let mention = facts.mentions.get(*at)?;
        let exact = mention.exactness == Exactness::Exact && found.counted;
        (exact || mention.is_exact()).then_some(mention)
    };
    let part = told_as_is(&found.part)?;
    let wholes: Option<Vec<&Mention>> = found.wholes.iter().map(told_as_is).collect();
    let wholes = wholes?;
    let of_one_unit =
        |it: &&Mention| it.unit == part.unit || found.counted && !is_money(it) && !is_money(part);
    if wholes.is_empty() || !wholes.iter().all(of_one_unit) {
        return None;
    }
    // 甲 10 件、乙 20 件, 占 60%: it may be the share of both.
    let parts = near.values_to(found.part, &part.unit);
    let sums = (2..=parts.len()).filter_map(|it| Some(parts.get(parts.len() - it..)?.iter().sum()));
    let around = near.around(found.part, &part.unit);
    let value = |whole: &Mention| share_of(part.value, whole.value);
    let fits = wholes
        .iter()
        .any(|it| value(it).is_some_and(|it| is_nearly(told, it)));
    // 21.8 万人 may be some more or less, and so may what was worked out from it.
    let within = |whole: &&Mention| {
        let ((less, more), (low, high)) = (part.bounds(), whole.bounds());
        let half = Decimal::new(5, 1);
        let least = share_of(less, high).is_some_and(|it| it.saturating_sub(half) <= told.value);
        least && share_of(more, low).is_some_and(|it| told.value <= it.saturating_add(half))
    };
    if !fits && wholes.iter().any(within) {
        return Some(Number::exact(told.value, quantity(part, facts).operands));
    }
    let others = sums
        .flat_map(|sum: Decimal| wholes.iter().map(move |it| (sum, it.value)))
        .chain(around.iter().map(|it| (part.value, *it)));
    let other = others
        .filter(|(part, whole)| !fits && part < whole)
        .find_map(|(part, whole)| share_of(part, whole).filter(|it| is_of(told, *it)));
    let shares = wholes.iter().filter_map(|it| Some((value(it)?, it)));
    let (nearest, whole) = shares.min_by_key(|(share, _)| (share - told.value).abs())?;
    let mut operands = quantity(part, facts).operands;
    operands.extend(quantity(whole, facts).operands);
    Some(Number::exact(
        other.unwrap_or_else(|| nearest.round_dp(2)),
        operands,
    ))
}

/// A part and the numbers that it may be told as a share of.
struct Shared {
    part: usize,
    wholes: Vec<usize>,
    /// Whether the number of the whole is told with the share.
    counted: bool,
}

fn is_money(mention: &Mention) -> bool {
    mention.unit.ends_with('元')
}

/// 其中甲 13 件, 占 30%: of the whole of the list it stands in, and of those around it.
fn listed_whole(facts: &Facts, near: &Near<'_>, index: usize) -> Option<Shared> {
    let part = index.checked_sub(1)?;
    let wholes = wholes(facts, part);
    let meant = of_whole(facts, near, index, "")?;
    let all = !wholes.is_empty() && wholes.iter().all(|it| is_named(facts, *it, &meant));
    all.then_some(Shared {
        part,
        wholes,
        counted: false,
    })
}

/// 甲 13 件, 占全部 44 件的 30%.
fn counted_whole(facts: &Facts, near: &Near<'_>, index: usize) -> Option<Shared> {
    let whole = index.checked_sub(1)?;
    let part = whole.checked_sub(1).filter(|it| near.has(*it))?;
    let (one, next) = (facts.mentions.get(part)?, facts.mentions.get(whole)?);
    let before = between_of(facts, one, next)?;
    let behind = near.before(index);
    let counts = is_like("^,?占[^,;。:0-9]{0,14}$", &before)
        && is_like(
            "^[^,;。:()0-9]{0,6}\\)?的(比例|比重)?(为|是|达|达到)?$",
            &behind,
        );
    counts.then_some(Shared {
        part,
        wholes: vec![whole],
        counted: true,
    })
}

/// 44 件中有 13 件, 占 30%.
fn named_whole(facts: &Facts, near: &Near<'_>, index: usize) -> Option<Shared> {
    let part = index.checked_sub(1).filter(|it| near.has(*it))?;
    let whole = part.checked_sub(1).filter(|it| near.has(*it))?;
    let lead = near.before(part);
    let meant = of_whole(facts, near, index, "([^,;。()0-9占]{0,10})")?;
    let of = is_like("^[^,;。:()]{0,10}中,?[^,;。:()]{0,14}$", &lead);
    (of && is_named(facts, whole, &meant)).then_some(Shared {
        part,
        wholes: vec![whole],
        counted: false,
    })
}

/// What the words before the share call the whole, with what may stand between part and share.
fn of_whole(facts: &Facts, near: &Near<'_>, index: usize, aside: &str) -> Option<String> {
    let part = facts.mentions.get(index.checked_sub(1)?)?;
    let told = facts.mentions.get(index)?;
    let between = between_of(facts, part, told)?;
    let wanted = pattern(&format!("^{aside},?{}", OF.trim_start_matches('^'))).ok()?;
    let found = wanted.captures(&between)?;
    near.has(index).then(|| {
        found
            .name("of")
            .map_or_else(String::new, |it| it.as_str().to_owned())
    })
}

/// Whether what a share is said to be of is what the whole counts, or says nothing of it.
fn is_named(facts: &Facts, whole: usize, meant: &str) -> bool {
    let (Ok(any), Some(near)) = (pattern(ANY), Near::of(facts, whole)) else {
        return false;
    };
    let names = format!("{}{}", near.label(whole), near.behind(whole));
    let said_of_any: Vec<Span> = any.spans(Lettered::new(meant));
    let own = |at: usize| !said_of_any.iter().any(|it| it.contains(at));
    let letters = meant.char_indices().filter(|(at, _)| own(*at));
    let letters: Vec<char> = letters.map(|(_, it)| it).collect();
    let mut words = letters.chunks(2);
    words.all(|it| names.contains(&it.iter().collect::<String>()))
}

/// The wholes that `part` is a part of, and those that these are parts of, by index.
fn wholes(facts: &Facts, part: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut next = vec![part];
    while let Some(part) = next.pop() {
        for list in facts.lists.iter().filter(|it| it.parts.contains(&part)) {
            if !found.contains(&list.whole) {
                found.push(list.whole);
                next.push(list.whole);
            }
        }
    }
    found
}
