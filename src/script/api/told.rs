//! What the sentence of a quantity says of its time, and whether a pack knows it.

use rust_decimal::Decimal;

use super::Api;
use super::quantities::MentionOf;
use crate::script::kind::Kind;
use crate::script::value::{Lack, Number, Truth, denied, stated};

pub(super) fn register(api: &mut Api<'_>) {
    use Kind::Mention as M;
    api.property(
        (M, "told_year"),
        Kind::Number,
        (
            "这一句开头写的年份；是拿往年来比较的，就不适用",
            "The year its sentence opens with, unless a past year is compared with the report's own",
        ),
        |it: &mut MentionOf| {
            let fact = it.fact();
            fact.and_then(|fact| Some((fact, fact.told?))).map_or_else(
                || Number::lacking(Lack::not_applicable("这一句开头没有写年份")),
                |(fact, year)| {
                    let shows = stated("正文", &fact.text, Some(fact.span));
                    Number::exact(Decimal::from(year), vec![shows])
                },
            )
        },
    );
    let zh = "是不是规则包认得的数";
    api.property(
        (M, "is_indicator"),
        Kind::Truth,
        (zh, "Whether it is one of the pack's indicators"),
        move |it: &mut MentionOf| {
            let known = it.fact().is_some_and(|it| it.indicator.is_some());
            Truth::new(known, denied(zh))
        },
    );
}
