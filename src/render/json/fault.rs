//! What broke of a rule, in JSON.

use serde::Serialize;

use crate::verdict::RuleFault;

/// What broke of a rule, and where in its script.
#[derive(Serialize)]
pub(super) struct Broken<'a> {
    file: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// `fault` with its place.
pub(super) fn broken(fault: &RuleFault) -> Broken<'_> {
    let position = fault.source.position(fault.span.start);
    Broken {
        file: fault.source.name(),
        start: fault.span.start,
        end: fault.span.end,
        line: position.line,
        column: position.column,
        message: &fault.message,
        help: fault.help.as_deref(),
    }
}
