//! What became of waivers, for machines.

use serde::Serialize;

use crate::audit::Audit;

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
    expired: bool,
    too_broad: bool,
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
            until: used.waiver.until.map(|day| day.to_string()),
            findings: used.findings,
            expired: used.expired,
            too_broad: used.is_too_broad(),
        })
        .collect()
}
