//! Trace: what a run of a script went through, and the values it came by.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// The most values a trace keeps: a loop comes by many.
const VALUES: usize = 200;

/// What a run of a script went through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The lines of the script that were reached, from 1.
    pub lines: BTreeSet<usize>,
    /// The values that were given names, in their order; of many only the first.
    pub values: Vec<Named>,
}

/// A value that a script gave a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The line that was reached next, from 1.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// What it is, in words.
    pub value: String,
}

/// A trace that is being written.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    trace: Trace,
    /// What each name was last.
    last: BTreeMap<String, String>,
}

impl Watch {
    /// The script reached `line`, where `values` have names.
    pub(super) fn reached(&self, line: usize, values: impl Iterator<Item = (String, String)>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.trace.lines.insert(line);
        for (name, value) in values {
            let full = seen.trace.values.len() >= VALUES;
            if !full && seen.last.get(&name) != Some(&value) {
                seen.last.insert(name.clone(), value.clone());
                seen.trace.values.push(Named { line, name, value });
            }
        }
    }

    pub(super) fn trace(&self) -> Trace {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.trace.clone()
    }
}
