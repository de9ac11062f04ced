//! Who signs, and whether two names may be of one organ; what a report has beside its prose.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, NativeCallContext};

use super::report::{Report, words};
use super::text::folded;
use super::{Answer, Api};
use crate::script::kind::{Accepts, Kind};
use crate::script::run::{Many, Run};
use crate::script::value::{Lack, Place, Truth, Words, stated};

pub(super) fn register(api: &mut Api<'_>) {
    api.property(
        (Kind::Report, "signatory"),
        Kind::Words,
        (
            "落款的机关：日期上面的，或者最后一行；没有落款就不适用",
            "The organ that signs, over a day or on the last line",
        ),
        |it: &mut Report| {
            let signatory = it.run.facts.signatory.as_ref();
            let mut words = words("落款", signatory);
            if signatory.is_none() {
                words.text = Err(Lack::not_applicable("没有落款"));
            }
            words
        },
    );
    api.method(
        (Kind::Words, "may_name"),
        &[("organ", Accepts::Value(Kind::Words))],
        Kind::Truth,
        (
            "会不会是同一个机关的名称：短的一个，每个字长的一个里都有",
            "Whether both may be names of one organ: the longer has every letter of the shorter",
        ),
        |context: NativeCallContext<'_>, it: &mut Words, other: Words| -> Answer<Truth> {
            let (one, two) = (folded(&context, it)?, folded(&context, &other)?);
            let is = match (one, two) {
                (Ok(one), Ok(two)) => {
                    let run = context.tag().and_then(Dynamic::read_lock::<Arc<Run>>);
                    let seats = run.as_ref().map_or(&[][..], |it| &it.words.seats);
                    Ok(may_be_one(one.text(), two.text(), seats))
                }
                (Err(lack), _) | (_, Err(lack)) => Err(lack),
            };
            Ok(Truth {
                is,
                operands: vec![it.operand(), other.operand()],
                otherwise: format!("{}与{}不是同一个名称", it.name, other.name),
            })
        },
    );
    api.property(
        (Kind::Report, "has_table"),
        Kind::Truth,
        (
            "有没有表格；没有表格而有图片的无法判断",
            "Whether it has a table; not known if it has pictures instead",
        ),
        |it: &mut Report| {
            let facts = &it.run.facts;
            let shows = stated("表格", "", facts.tables.first().copied());
            let mut truth = Truth::new(!facts.tables.is_empty(), "没有表格").with([shows]);
            if facts.tables.is_empty() && !facts.pictures.is_empty() {
                truth.is = Err(Lack::cannot_assess("有图片，看不出是不是表格"));
            }
            truth
        },
    );
    api.property(
        (Kind::Report, "pictures"),
        Kind::Places,
        (
            "转换文件时替图片留下的标记",
            "What a converter wrote where pictures were",
        ),
        |it: &mut Report| {
            let facts = &it.run.facts;
            let items = facts.pictures.iter().map(|span| Place {
                text: facts.source.slice(*span).trim().to_owned(),
                span: *span,
            });
            Many::new(&it.run, items.collect())
        },
    );
}

/// Whether the longer of two names has every letter of the shorter: a short name, or the same words
/// in another order. What `seats` call the office of an area at the end of either says nothing.
fn may_be_one(one: &str, two: &str, seats: &[String]) -> bool {
    let letters = |name: &str| {
        let seat = seats.iter().find_map(|it| name.strip_suffix(it.as_str()));
        let name = seat.unwrap_or(name);
        let mut letters: BTreeMap<char, usize> = BTreeMap::new();
        for letter in name.chars().filter(|it| it.is_alphanumeric()) {
            *letters.entry(letter).or_default() += 1;
        }
        letters
    };
    let (one, two) = (letters(one), letters(two));
    let within = |part: &BTreeMap<char, usize>, whole: &BTreeMap<char, usize>| {
        part.iter()
            .all(|(letter, count)| whole.get(letter).is_some_and(|it| it >= count))
    };
    within(&one, &two) || within(&two, &one)
}

#[cfg(test)]
mod tests {
    use super::may_be_one;

    #[test]
    fn short_names_and_other_orders_are_one() {
        for (one, two, is) in [
            ("青澜市水务局", "市水务局", true),
            ("青澜市公安局岚桥分局", "岚桥公安分局", true),
            ("岚桥区教育局", "岚桥区教育和体育局", true),
            ("青澜市水务局", "青澜市水利局", false),
            ("岚桥区审计局", "岚桥区统计局", false),
            ("岚桥区望江乡", "望江乡人民政府", true),
            ("岚桥区石井街道", "石井街道办事处", true),
            ("岚桥区望江乡", "青湾乡人民政府", false),
            ("岚桥区人民政府", "望江区人民政府", false),
        ] {
            let seats = ["人民政府".to_owned(), "办事处".to_owned()];
            assert_eq!(may_be_one(one, two, &seats), is, "{one} {two}");
        }
    }
}
