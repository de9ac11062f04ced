//! A kind of organ as its file writes it.

use crate::pack::Organ;
use crate::pack::error::{Fault, Faults};
use crate::pack::fields::Fields;

/// Reads one `[[organ]]`.
pub(super) fn organ(fields: &mut Fields<'_>, id: &str, faults: &Faults) -> Organ {
    let deadline = fields.text_or_none("deadline");
    let day = deadline
        .as_ref()
        .and_then(|text| month_and_day(&text.value));
    if let (Some(text), None) = (&deadline, day) {
        let message = format!("`{}` 不是日期", text.value);
        let help = "写成“月-日”，例如 01-31".to_owned();
        faults.add(Fault::Value, &text.place, message, Some(help));
    }
    Organ {
        id: id.to_owned(),
        name: fields.words("name"),
        ends_with: fields.plain_texts("ends_with"),
        contains: fields.plain_texts("contains"),
        deadline: day,
    }
}

fn month_and_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=last).contains(&day).then_some((month, day))
}
