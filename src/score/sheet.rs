//! The sheet: all that a score is worked out from, and nothing else.

use crate::cause::{Cause, Finding};
use crate::fact::CellState;
use crate::pack::Pack;
use crate::rule::{Cap, Precision, Severity, Words};
use crate::verdict::{Outcome, RuleResult};

/// What a score is worked out from.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The requirements, in the pack's order.
    pub duties: Vec<Duty>,
    /// What came of each rule, in the pack's order.
    pub rules: Vec<Judged>,
    /// The ids of the causes.
    pub causes: Vec<String>,
    /// The sides of quality: id and title.
    pub dimensions: Vec<(String, Words)>,
}

/// A requirement.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// What it demands.
    pub title: Words,
    /// The points that hang on it.
    pub points: u32,
    /// Whether its lack costs all points.
    pub presence: bool,
}

/// What came of a rule.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The rule's id.
    pub id: String,
    /// Its short code.
    pub code: String,
    /// What is wrong when it fails.
    pub title: Words,
    /// The requirement it checks, by index.
    pub duty: usize,
    /// How bad a breach is.
    pub severity: Severity,
    /// How far it can be trusted.
    pub precision: Precision,
    /// The side of quality it belongs to.
    pub dimension: String,
    /// The best grade that a breach leaves.
    pub cap: Option<Cap>,
    /// What came of it.
    pub outcome: Outcome,
    /// The ids of the rules that block it.
    pub blocked_by: Vec<String>,
    /// One for each instance.
    pub verdicts: Vec<Judgement>,
    /// The names of the values that it needs and that could not be read.
    pub unread: Vec<String>,
}

/// What came of one instance of a rule.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// What came of it.
    pub outcome: Outcome,
    /// The cause of a failing one, by index.
    pub cause: Option<usize>,
}

impl Judged {
    /// Whether its findings cost anything.
    #[must_use]
    pub fn weighs(&self) -> bool {
        self.severity.weighs(self.precision)
    }

    /// The causes of its failing instances.
    pub fn findings(&self) -> impl Iterator<Item = usize> {
        let counts = matches!(self.outcome, Outcome::Fail | Outcome::RuleFault);
        let failing = self
            .verdicts
            .iter()
            .filter(move |it| counts && it.outcome == Outcome::Fail);
        failing.filter_map(|it| it.cause)
    }

    /// Whether some of it could not be judged.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let open = |it: Outcome| {
            matches!(
                it,
                Outcome::RuleFault | Outcome::CannotAssess | Outcome::Blocked
            )
        };
        let within =
            self.outcome == Outcome::Fail && self.verdicts.iter().any(|it| open(it.outcome));
        open(self.outcome) || within
    }

    pub(super) fn is_waived(&self) -> bool {
        let some = self.verdicts.iter().any(|it| it.outcome == Outcome::Waived);
        self.outcome == Outcome::Waived || some
    }
}

impl Sheet {
    /// The sheet of an audit.
    #[must_use]
    pub fn of(pack: &Pack, results: &[RuleResult], causes: &[Cause]) -> Self {
        let duties = pack.requirements.iter().map(|it| Duty {
            id: it.id.clone(),
            title: it.title.clone(),
            points: it.points,
            presence: it.presence,
        });
        let mut sheet = Self {
            duties: duties.collect(),
            rules: Vec::new(),
            causes: causes.iter().map(|it| it.id.clone()).collect(),
            dimensions: pack.dimensions.clone(),
        };
        for (at, result) in results.iter().enumerate() {
            let Some(rule) = pack.rules.get(result.rule) else {
                continue;
            };
            let verdicts = result.verdicts.iter().enumerate().map(|(verdict, it)| {
                let finding = Finding {
                    result: at,
                    verdict,
                };
                let cause = causes.iter().find(|it| it.findings.contains(&finding));
                (it.outcome, cause.map(|it| it.id.as_str()))
            });
            let verdicts = sheet.judgements(verdicts, &rule.code);
            let operands = result.verdicts.iter().flat_map(|it| &it.operands);
            let unread = operands.filter(|it| it.state == CellState::Unread);
            let mut unread: Vec<String> = unread.map(|it| it.name.clone()).collect();
            unread.dedup();
            sheet.rules.push(Judged {
                id: rule.id.clone(),
                code: rule.code.clone(),
                title: rule.title.clone(),
                duty: rule.requirement,
                severity: rule.severity,
                precision: rule.precision,
                dimension: rule.dimension.clone(),
                cap: rule.cap,
                outcome: result.outcome,
                blocked_by: result.blocked_by.clone(),
                verdicts,
                unread,
            });
        }
        sheet
    }

    /// Outcomes with the ids of their causes. What fails without a cause is one under `code`.
    pub(super) fn judgements<'a>(
        &mut self,
        verdicts: impl Iterator<Item = (Outcome, Option<&'a str>)>,
        code: &str,
    ) -> Vec<Judgement> {
        let mut place = |id: &str| {
            let known = self.causes.iter().position(|it| it == id);
            known.unwrap_or_else(|| {
                self.causes.push(id.to_owned());
                self.causes.len().saturating_sub(1)
            })
        };
        verdicts
            .map(|(outcome, cause)| Judgement {
                outcome,
                cause: (outcome == Outcome::Fail).then(|| place(cause.unwrap_or(code))),
            })
            .collect()
    }

    /// The Chinese title of the side of quality of this id.
    pub(super) fn dimension(&self, id: &str) -> String {
        let known = self.dimensions.iter().find(|(it, _)| it == id);
        known.map_or(id.to_owned(), |(_, title)| title.zh.clone())
    }

    /// The rules that weigh for the requirement at `duty`.
    pub fn weighing(&self, duty: usize) -> impl Iterator<Item = &Judged> {
        self.rules
            .iter()
            .filter(move |it| it.duty == duty && it.weighs())
    }

    /// The sheet once the cause of this id is mended. What it blocks stays blocked: nobody knows
    /// yet what comes of it.
    #[must_use]
    pub fn mended(&self, cause: &str) -> Self {
        let mended = self.causes.iter().position(|it| it == cause);
        let mut sheet = self.clone();
        for rule in &mut sheet.rules {
            let verdicts = rule.verdicts.iter_mut();
            let touched = verdicts.filter(|it| it.cause.is_some() && it.cause == mended);
            let mut any = false;
            for verdict in touched {
                (verdict.outcome, verdict.cause, any) = (Outcome::Pass, None, true);
            }
            let outcomes = rule.verdicts.iter().map(|it| it.outcome);
            if any && rule.outcome == Outcome::Fail {
                rule.outcome = outcomes.min().unwrap_or(Outcome::Pass);
            }
        }
        sheet
    }
}
