//! A finding on the list of waivers, on the page beside those on the report.

use super::{Told, class};
use crate::render::Lang;
use crate::render::words::severity_demand;
use crate::waiver::{Fault, Used};

/// The finding on the list of waivers that `fault` is.
pub(super) fn told(used: &Used, fault: Fault, number: usize, lang: Lang) -> Told {
    let (message, help) = (used.message(fault), used.help(fault));
    let source = &used.waiver.source;
    let (name, line) = (source.name(), source.line_of(used.place(fault).start));
    let severity = fault.severity();
    Told {
        number,
        severity: class(severity),
        word: severity_demand(severity, lang),
        message: lang.pick(&message.0, &message.1).to_owned(),
        code: fault.code().to_owned(),
        rule: fault.id().to_owned(),
        places: Vec::new(),
        why: Vec::new(),
        help: Some(lang.pick(&help.0, &help.1).to_owned()),
        others: Vec::new(),
        basis: match lang {
            Lang::Zh => format!("豁免清单 {name} 第 {line} 行"),
            Lang::En => format!("the list of waivers, {name}, line {line}"),
        },
        quote: None,
        operands: Vec::new(),
    }
}
