//! The values of scripts in words, for those who follow a run.

use rhai::{Dynamic, ImmutableString};

use super::beside::GrowthOf;
use super::facts::{CellOf, HeadingOf};
use super::form::FormOf;
use super::lists::ListOf;
use super::quantities::MentionOf;
use super::report::SectionOf;
use crate::script::run::{Item, Many};
use crate::script::value::{Day, Lack, Number, Place, Truth, Words, shortened, shown};
use crate::verdict::Outcome;

/// `value` in words; none for what has none, such as the report.
pub(in crate::script) fn described(value: &Dynamic) -> Option<String> {
    number(value)
        .or_else(|| truth(value))
        .or_else(|| words(value))
        .or_else(|| day(value))
        .or_else(|| plain(value))
        .or_else(|| item::<Place>(value))
        .or_else(|| item::<CellOf>(value))
        .or_else(|| item::<HeadingOf>(value))
        .or_else(|| item::<MentionOf>(value))
        .or_else(|| item::<ListOf>(value))
        .or_else(|| many::<Place>(value))
        .or_else(|| many::<CellOf>(value))
        .or_else(|| many::<HeadingOf>(value))
        .or_else(|| many::<MentionOf>(value))
        .or_else(|| many::<ListOf>(value))
        .or_else(|| many::<GrowthOf>(value))
        .or_else(|| item::<GrowthOf>(value))
        .or_else(|| Some(value.read_lock::<FormOf>()?.named()))
        .or_else(|| {
            let section = value.read_lock::<SectionOf>()?;
            Some(format!("章节“{}”", section.name))
        })
}

/// Why there is no value, and what comes of a rule that needs it.
fn lacking(lack: &Lack) -> String {
    let unknown = lack.outcome == Outcome::CannotAssess;
    let outcome = if unknown { "无法判断" } else { "不适用" };
    format!("没有值（{outcome}）：{}", lack.why)
}

fn number(value: &Dynamic) -> Option<String> {
    let number = value.read_lock::<Number>()?;
    Some(match &number.bounds {
        Ok(bounds) => shown(*bounds),
        Err(lack) => lacking(lack),
    })
}

fn truth(value: &Dynamic) -> Option<String> {
    let truth = value.read_lock::<Truth>()?;
    Some(match &truth.is {
        Ok(true) => "是".to_owned(),
        Ok(false) => format!("否：{}", truth.otherwise),
        Err(lack) => lacking(lack),
    })
}

fn words(value: &Dynamic) -> Option<String> {
    let words = value.read_lock::<Words>()?;
    Some(match &words.text {
        Ok(text) => format!("“{}”", shortened(text)),
        Err(lack) => lacking(lack),
    })
}

fn day(value: &Dynamic) -> Option<String> {
    let day = value.read_lock::<Day>()?;
    Some(match &day.date {
        Ok(date) => date.to_string(),
        Err(lack) => lacking(lack),
    })
}

/// What scripts write themselves.
fn plain(value: &Dynamic) -> Option<String> {
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Some(format!("“{}”", shortened(&text)));
    }
    let flag = value.as_bool().ok();
    let flag = flag.map(|it| if it { "是" } else { "否" }.to_owned());
    flag.or_else(|| value.as_int().ok().map(|it| it.to_string()))
}

fn item<T: Item + Clone + Send + Sync + 'static>(value: &Dynamic) -> Option<String> {
    Some(format!("“{}”", value.read_lock::<T>()?.key()))
}

fn many<T: Item + Clone + Send + Sync + 'static>(value: &Dynamic) -> Option<String> {
    let many = value.read_lock::<Many<T>>()?;
    let first = many.items.first();
    let first = first.map_or_else(String::new, |it| format!("，第一处“{}”", it.key()));
    Some(format!("{} 处{first}", many.items.len()))
}
