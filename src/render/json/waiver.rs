//! What became of waivers, for machines.

use serde::Serialize;

use crate::audit::Audit;
use crate::render::words::severity_id;
use crate::waiver::Used;

#[derive(Serialize)]
pub(super) struct Waived<'a> {
    rule: &'a str,
    organ: Option<&'a str>,
    year: Option<i32>,
    instance: Option<&'a str>,
    reason: &'a str,
    by: &'a str,
    until: Option<String>,
    findings: usize,
    fault: Option<Wrong>,
}

/// What is wrong with the waiver itself, as findings are told.
#[derive(Serialize)]
struct Wrong {
    code: &'static str,
    rule: &'static str,
    severity: &'static str,
    message: String,
    help: String,
    file: String,
    line: usize,
    column: usize,
}

fn wrong(used: &Used) -> Option<Wrong> {
    let fault = used.fault()?;
    let source = &used.waiver.source;
    let at = source.position(used.place(fault).start);
    Some(Wrong {
        code: fault.code(),
        rule: fault.id(),
        severity: severity_id(fault.severity()),
        message: used.message(fault).0,
        help: used.help(fault).0,
        file: source.name().to_owned(),
        line: at.line,
        column: at.column,
    })
}

pub(super) fn waivers<'a>(audit: &'a Audit<'_>) -> Vec<Waived<'a>> {
    let waivers = audit.waivers.iter();
    waivers
        .map(|used| Waived {
            rule: &used.waiver.rule,
            organ: used.waiver.organ.as_deref(),
            year: used.waiver.year,
            instance: used.waiver.instance.as_deref(),
            reason: &used.waiver.reason,
            by: &used.waiver.by,
            until: used.waiver.until.map(|(day, _)| day.to_string()),
            findings: used.findings,
            fault: wrong(used),
        })
        .collect()
}
