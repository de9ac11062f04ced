//! What could be better in a pack that loads.

use super::Pack;
use crate::rule::{Case, Rule};

/// Something that could be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The id of the rule or requirement.
    pub about: String,
    /// What is lacking.
    pub lack: Lack,
}

/// What is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No case shows the rule failing.
    FailingCase,
    /// No case shows the rule passing.
    PassingCase,
    /// No rule checks the requirement, though points hang on it.
    Rule,
    /// The rule says nothing of what to do.
    Help,
}

impl Case {
    /// Whether it shows the rule failing.
    #[must_use]
    pub fn shows_failure(&self) -> bool {
        !self.fail.is_empty() || self.outcome.as_deref() == Some("fail")
    }
}

/// What could be better in what `pack` itself adds to those it extends.
#[must_use]
pub fn review(pack: &Pack) -> Vec<Remark> {
    let own = pack.rules.iter().filter(|rule| rule.pack == pack.id);
    let mut remarks: Vec<Remark> = own.flat_map(of_rule).collect();
    for (index, requirement) in pack.requirements.iter().enumerate() {
        let checked = pack.rules.iter().any(|rule| rule.requirement == index);
        if requirement.pack == pack.id && requirement.points > 0 && !checked {
            remarks.push(Remark {
                about: requirement.id.clone(),
                lack: Lack::Rule,
            });
        }
    }
    remarks
}

fn of_rule(rule: &Rule) -> Vec<Remark> {
    let passing = |case: &Case| case.outcome.as_deref() == Some("pass");
    let lacks = [
        (
            Lack::FailingCase,
            !rule.cases.iter().any(Case::shows_failure),
        ),
        (Lack::PassingCase, !rule.cases.iter().any(passing)),
        (Lack::Help, rule.help.is_none()),
    ];
    let lacking = lacks.into_iter().filter(|(_, lacking)| *lacking);
    lacking
        .map(|(lack, _)| Remark {
            about: rule.id.clone(),
            lack,
        })
        .collect()
}
