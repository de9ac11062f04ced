//! Waiver: a finding that an office lets stand, and why.

use crate::document::Date;

/// A finding that an office lets stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The id or the code of the rule.
    pub rule: String,
    /// The organ it is for; without one it is for every organ, which is too broad.
    pub organ: Option<String>,
    /// The report year it is for; without one it is for every year, which is too broad.
    pub year: Option<i32>,
    /// The only instance of the rule it is for.
    pub instance: Option<String>,
    /// Why.
    pub reason: String,
    /// Who lets it stand.
    pub by: String,
    /// The last day it holds.
    pub until: Option<Date>,
    /// The file it stands in, and the line, from 1.
    pub place: (String, usize),
}

/// What became of a waiver in one audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The waiver.
    pub waiver: Waiver,
    /// How many findings it lets stand.
    pub findings: usize,
    /// Whether its last day is past.
    pub expired: bool,
}

impl Used {
    /// Whether the waiver itself should be mended: it is out of date, of no use or too broad.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        self.expired || self.findings == 0 || self.is_too_broad()
    }

    /// Whether it says too little of what it is for.
    #[must_use]
    pub const fn is_too_broad(&self) -> bool {
        self.waiver.organ.is_none() || self.waiver.year.is_none()
    }
}
