//! A `[[indicator]]` of pack.toml.

use crate::pack::Indicator;
use crate::pack::error::{Faults, Written};
use crate::pack::fields::Fields;

/// An indicator and the places of the names it uses.
#[derive(Debug, Clone)]
pub(in crate::pack) struct WrittenIndicator {
    pub(in crate::pack) indicator: Indicator,
    /// The other indicators it names.
    pub(in crate::pack) named: Vec<Written<String>>,
}

pub(super) fn indicator(fields: &mut Fields<'_>, id: &str, _: &Faults) -> WrittenIndicator {
    let [follows, within] = ["follows", "within"].map(|it| fields.texts(it));
    let values = |named: &[Written<String>]| named.iter().map(|it| it.value.clone()).collect();
    let indicator = Indicator {
        id: id.to_owned(),
        name: fields.text("name").value,
        words: fields.text_lists("words"),
        after: fields.text_lists("after"),
        headed: fields.text_lists("headed"),
        follows: values(&follows),
        all: fields.plain_texts("all"),
        denied: fields.text_lists("denied"),
        zero: fields.plain_texts("zero"),
        within: values(&within),
        parts: fields.plain_texts("parts"),
        under: fields.plain_texts("under"),
        about: fields.plain_texts("about"),
        not: fields.plain_texts("not"),
        but: fields.plain_texts("but"),
        because: fields.plain_texts("because"),
        matters: fields.plain_texts("matters"),
        jointly: fields.plain_texts("jointly"),
        units: fields.plain_texts("units"),
        part: fields.flag("part", false),
    };
    let named = follows.into_iter().chain(within).collect();
    WrittenIndicator { indicator, named }
}
