//! Causes in the audit for machines.

use serde::Serialize;

use crate::audit::Audit;
use crate::cause::{Cause, Change, Finding, Repair};

#[derive(Serialize)]
pub(super) struct Explanation<'a> {
    id: &'a str,
    verdicts: Vec<Explained<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<Vec<Changed<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidates: Option<Candidates<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surplus: Option<Surplus<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<Doubt<'a>>,
}

#[derive(Serialize)]
struct Explained<'a> {
    rule: &'a str,
    instance: &'a str,
}

#[derive(Serialize)]
struct Candidates<'a> {
    found: usize,
    likely: bool,
    repairs: Vec<Vec<Changed<'a>>>,
}

#[derive(Serialize)]
struct Changed<'a> {
    form: &'a str,
    cell: String,
    name: &'a str,
    from: Option<String>,
    to: String,
    nearest: bool,
    line: Option<usize>,
}

#[derive(Serialize)]
struct Surplus<'a> {
    difference: String,
    over: bool,
    parts: Vec<&'a str>,
}

#[derive(Serialize)]
struct Doubt<'a> {
    form: &'a str,
    message: &'a str,
}

/// A cause with what it explains and what would repair it.
pub(super) fn explanation<'a>(audit: &'a Audit<'_>, cause: &'a Cause) -> Explanation<'a> {
    let mut repairs: Vec<Vec<Changed<'a>>> = cause
        .repairs
        .iter()
        .map(|it| it.changes.iter().map(|of| changed(audit, it, of)).collect())
        .collect();
    let repair = if cause.found == 1 {
        repairs.pop()
    } else {
        None
    };
    let explained = |it: &Finding| {
        let result = audit.results.get(it.result)?;
        Some(Explained {
            rule: &audit.pack.rules.get(result.rule)?.id,
            instance: &result.verdicts.get(it.verdict)?.instance,
        })
    };
    Explanation {
        id: &cause.id,
        verdicts: cause.findings.iter().filter_map(explained).collect(),
        repair,
        candidates: (!repairs.is_empty()).then_some(Candidates {
            found: cause.found,
            likely: cause.likely,
            repairs,
        }),
        surplus: cause.surplus.as_ref().map(|it| Surplus {
            difference: it.difference.normalize().to_string(),
            over: it.over,
            parts: it.parts.iter().map(|(name, _)| name.as_str()).collect(),
        }),
        doubt: cause.doubt.as_ref().map(|it| Doubt {
            form: form_id(audit, it.form),
            message: &it.message,
        }),
    }
}

fn form_id<'a>(audit: &Audit<'a>, form: usize) -> &'a str {
    audit.pack.forms.get(form).map_or("", |it| it.id.as_str())
}

fn changed<'a>(audit: &Audit<'a>, repair: &Repair, change: &'a Change) -> Changed<'a> {
    let form = audit.pack.forms.get(change.cell.form);
    let span = change.span;
    Changed {
        form: form_id(audit, change.cell.form),
        cell: form.map_or_else(String::new, |it| it.path(change.cell.cell)),
        name: &change.name,
        from: change.from.map(|it| it.normalize().to_string()),
        to: change.to.to_string(),
        nearest: repair.nearest,
        line: span.map(|it| audit.facts.source.line_of(it.start)),
    }
}
