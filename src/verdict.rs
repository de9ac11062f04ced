//! Verdict: one instance of a rule on one report, with its evidence.

use rust_decimal::Decimal;

use crate::fact::CellState;
use crate::source::{Source, Span};

/// What came of a rule or of one instance of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It broke while it ran.
    RuleFault,
    /// The report breaks it.
    Fail,
    /// Something it needs could not be read.
    CannotAssess,
    /// The report keeps it.
    Pass,
    /// It does not concern this report.
    NotApplicable,
    /// Another rule failed first.
    Blocked,
    /// Waived by the office.
    Waived,
}

/// What came of a rule with these verdicts: the first present of their outcomes.
#[must_use]
pub fn outcome(verdicts: &[Verdict]) -> Outcome {
    let order = [
        Outcome::RuleFault,
        Outcome::Fail,
        Outcome::CannotAssess,
        Outcome::Pass,
    ];
    let present = |outcome: &Outcome| verdicts.iter().any(|it| it.outcome == *outcome);
    order
        .into_iter()
        .find(present)
        .unwrap_or(Outcome::NotApplicable)
}

impl Outcome {
    /// Its name in files and in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::RuleFault => "rule_fault",
            Self::Fail => "fail",
            Self::CannotAssess => "cannot_assess",
            Self::Pass => "pass",
            Self::NotApplicable => "not_applicable",
            Self::Blocked => "blocked",
            Self::Waived => "waived",
        }
    }
}

/// What came of one rule.
#[derive(Debug, Clone)]
pub struct RuleResult {
    /// The rule's index in the pack.
    pub rule: usize,
    /// The first present of its verdicts' outcomes, or blocked.
    pub outcome: Outcome,
    /// Why, when no verdict says it.
    pub reason: Option<String>,
    /// The ids of the rules that block it.
    pub blocked_by: Vec<String>,
    /// One for each instance.
    pub verdicts: Vec<Verdict>,
    /// What broke, if it is a rule fault.
    pub fault: Option<RuleFault>,
}

/// What broke while a rule ran, and where in its script.
#[derive(Debug, Clone)]
pub struct RuleFault {
    /// The script.
    pub source: Source,
    /// The place in it.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// One instance of a rule.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Which instance: the id of a column, row or part; empty when there is only one.
    pub instance: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The rule's words for it, filled in.
    pub message: String,
    /// The places to show, the main one first.
    pub labels: Vec<Label>,
    /// What was compared.
    pub operands: Vec<Operand>,
    /// How many operands stand on its left side, if sums of them were compared.
    pub left: Option<usize>,
}

impl Verdict {
    /// Whether it was left open since nobody can tell whose, or of which year, a number of the text is.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::NotApplicable && self.message.contains(OPEN)
    }

    /// What was added up on either side, if sums were compared.
    #[must_use]
    pub fn sides(&self) -> Option<(&[Operand], &[Operand])> {
        self.operands.split_at_checked(self.left?)
    }

    /// The whole and its parts, if one number was compared with the sum of several.
    #[must_use]
    pub fn addition(&self) -> Option<(&Operand, &[Operand])> {
        match self.sides()? {
            ([whole], parts @ [_, _, ..]) | (parts @ [_, _, ..], [whole]) => Some((whole, parts)),
            _ => None,
        }
    }
}

/// How the reason begins where it cannot be told what a number of the text is of.
pub const OPEN: &str = "说不准“";

/// A place in the report and what to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say.
    pub text: String,
}

/// A value that took part in a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// Its short Chinese name.
    pub name: String,
    /// The number used; none if it could not be read.
    pub value: Option<Decimal>,
    /// The text as written.
    pub raw: String,
    /// How it was read.
    pub state: CellState,
    /// Whether a blank or a dash was taken as zero.
    pub as_zero: bool,
    /// Where.
    pub span: Option<Span>,
}
