//! waivers.toml: the findings an office lets stand.

use super::error::{Fault, Faults, PackErrors};
use super::fields::{Fields, read};
use crate::document::Date;
use crate::source::Source;
use crate::waiver::Waiver;

/// Reads the waivers in `source`.
///
/// # Errors
///
/// Every fault in it.
pub fn waivers(source: &Source) -> Result<Vec<Waiver>, PackErrors> {
    let faults = Faults::default();
    let waivers = read(source, &faults, |mut fields| {
        let tables = fields.tables("waiver");
        fields.finish();
        tables.into_iter().map(|it| waiver(it, &faults)).collect()
    });
    let errors = faults.into_errors();
    if errors.is_empty() {
        Ok(waivers.unwrap_or_default())
    } else {
        Err(PackErrors(errors))
    }
}

fn waiver(mut fields: Fields<'_>, faults: &Faults) -> Waiver {
    let place = fields.place().clone();
    let until = fields.text_or_none("until");
    let day = until.as_ref().and_then(|it| Date::of(&it.value));
    if let (Some(text), None) = (&until, day) {
        let message = format!("`{}` 不是日期", text.value);
        let help = "写成 2022-02-01 这样".to_owned();
        faults.add(Fault::Value, &text.place, message, Some(help));
    }
    let year = fields.integer_or_none("year");
    let waiver = Waiver {
        rule: fields.text("rule").value,
        organ: fields.text_or_none("organ").map(|it| it.value),
        year: year.and_then(|it| i32::try_from(it.value).ok()),
        instance: fields.text_or_none("instance").map(|it| it.value),
        reason: fields.text("reason").value,
        by: fields.text("by").value,
        until: day,
        place: place.line(),
    };
    fields.finish();
    waiver
}
