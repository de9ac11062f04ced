//! What must come of a whole report in a pack's tests, as the file beside it says.

use std::fmt::Write as _;

use super::Pack;
use super::error::{Fault, Faults, PackErrors, suggestion};
use super::fields::{Fields, read};
use crate::document::Date;
use crate::source::Source;

/// What must come of a report: of the pack's own rules those that fail and those that cannot
/// judge, by their codes. All others pass or do not concern it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expected {
    /// The codes of rules that fail, sorted.
    pub fail: Vec<String>,
    /// The codes of rules that cannot judge, sorted.
    pub cannot_assess: Vec<String>,
    /// The day to judge by.
    pub as_of: Option<Date>,
}

impl Expected {
    /// The same as a file.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = format!(
            "# 这份报告查出什么，按规则编号。由 hegui pack test --update 写出。\nfail = {:?}\ncannot_assess = {:?}\n",
            self.fail, self.cannot_assess
        );
        if let Some(day) = self.as_of {
            let _ = writeln!(text, "as_of = \"{day}\"");
        }
        text
    }
}

/// Reads what `source` expects of a report judged by `pack`.
///
/// # Errors
///
/// Every fault in it.
pub fn expected(source: &Source, pack: &Pack) -> Result<Expected, PackErrors> {
    let faults = Faults::default();
    let expected = read(source, &faults, |mut fields| {
        let as_of = fields.text_or_none("as_of");
        let day = as_of.as_ref().and_then(|it| Date::of(&it.value));
        if let (Some(text), None) = (&as_of, day) {
            let message = format!("`{}` 不是日期", text.value);
            let help = "写成 2022-02-01 这样".to_owned();
            faults.add(Fault::Value, &text.place, message, Some(help));
        }
        let expected = Expected {
            fail: codes(&mut fields, "fail", pack, &faults),
            cannot_assess: codes(&mut fields, "cannot_assess", pack, &faults),
            as_of: day,
        };
        fields.finish();
        expected
    });
    let errors = faults.into_errors();
    if errors.is_empty() {
        Ok(expected.unwrap_or_default())
    } else {
        Err(PackErrors(errors))
    }
}

fn codes(fields: &mut Fields<'_>, name: &'static str, pack: &Pack, faults: &Faults) -> Vec<String> {
    let known = || pack.rules.iter().map(|it| it.code.as_str());
    let written = fields.texts(name);
    for code in &written {
        if known().all(|it| it != code.value) {
            let message = format!("没有编号是 `{}` 的规则", code.value);
            let help = suggestion(&code.value, known());
            faults.add(Fault::UnknownName, &code.place, message, help);
        }
    }
    let mut codes: Vec<String> = written.into_iter().map(|it| it.value).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
