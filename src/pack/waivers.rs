//! waivers.toml: the findings an office lets stand.

use std::fmt;

use miette::Diagnostic;

use super::Pack;
use super::error::{Fault, Faults, PackError};
use super::fields::{Fields, read};
use crate::bilingual::Bilingual;
use crate::document::Date;
use crate::source::Source;
use crate::waiver::Waiver;

/// All faults of a list of waivers.
#[derive(Debug, thiserror::Error)]
#[error("豁免清单有 {} 处错误，没有审查", .0.len())]
pub struct WaiverErrors(pub Vec<PackError>);

impl Diagnostic for WaiverErrors {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("hegui::waivers"))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.0.iter().map(|error| error as &dyn Diagnostic),
        ))
    }
}

impl Bilingual for WaiverErrors {
    fn english(&self) -> (String, Option<String>) {
        let count = self.0.len();
        let message = format!("nothing was audited; faults in the list of waivers: {count}");
        (message, None)
    }

    fn parts(&self) -> Vec<&dyn Bilingual> {
        self.0.iter().map(|error| error as &dyn Bilingual).collect()
    }
}

/// Reads the waivers in `source`, of rules of `packs`.
///
/// # Errors
///
/// Every fault in it, also a rule that no pack has.
pub fn waivers(source: &Source, packs: &[Pack]) -> Result<Vec<Waiver>, WaiverErrors> {
    let faults = Faults::default();
    let waivers = read(source, &faults, |mut fields| {
        let tables = fields.tables("waiver");
        fields.finish();
        tables
            .into_iter()
            .map(|it| waiver(it, packs, &faults))
            .collect()
    });
    let errors = faults.into_errors();
    if errors.is_empty() {
        Ok(waivers.unwrap_or_default())
    } else {
        Err(WaiverErrors(errors))
    }
}

fn waiver(mut fields: Fields<'_>, packs: &[Pack], faults: &Faults) -> Waiver {
    let until = fields.text_or_none("until");
    let day = until.as_ref().and_then(|it| Date::of(&it.value));
    if let (Some(text), None) = (&until, day) {
        let message = format!("`{}` 不是日期", text.value);
        let help = "写成 2022-02-01 这样".to_owned();
        faults.add(Fault::Value, &text.place, message, Some(help));
    }
    let until = until.and_then(|it| Some((day?, it.place.span)));
    let rule = fields.text("rule");
    let rules = || packs.iter().flat_map(|pack| &pack.rules);
    if !rules().any(|it| it.is_called(&rule.value)) {
        let names = rules().flat_map(|it| [it.code.as_str(), it.id.as_str()]);
        faults.unknown(&rule, "规则", names);
    }
    let year = fields.integer_or_none("year");
    let waiver = Waiver {
        rule: rule.value,
        organ: fields.text_or_none("organ").map(|it| it.value),
        year: year.and_then(|it| i32::try_from(it.value).ok()),
        instance: fields.text_or_none("instance").map(|it| it.value),
        reason: fields.text("reason").value,
        by: fields.text("by").value,
        until,
        source: rule.place.source,
        span: rule.place.span,
    };
    fields.finish();
    waiver
}
