//! Check: Facts × Pack → what came of each rule.

mod cells;
mod chain;
mod message;
mod phrases;
mod presence;
mod prior;
mod script;
mod waive;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Date;
use crate::fact::Facts;
use crate::pack::Pack;
use crate::phrase::Hit;
use crate::relation::Relation;
use crate::rule::{Check, Class, Rule};
use crate::script::Beside;
use crate::verdict::{Outcome, RuleFault, RuleResult, Verdict, outcome};

use cells::Ground;

pub use waive::waive;

/// What is judged, by what, as of which day, and what was reported the year before.
struct Subject<'a> {
    facts: &'a Arc<Facts>,
    pack: &'a Pack,
    as_of: Option<Date>,
    beside: Arc<Beside>,
    /// For each rule those that go before it, in the pack's order.
    before: Vec<Vec<usize>>,
    /// The places of the pack's phrases, once a rule has asked for them.
    hits: OnceCell<Vec<Hit>>,
}

/// Checks `facts` by every rule of `pack`; the results stand in the pack's order.
#[must_use]
pub fn check(
    facts: &Arc<Facts>,
    pack: &Pack,
    as_of: Option<Date>,
    beside: &Beside,
) -> Vec<RuleResult> {
    let subject = Subject {
        facts,
        pack,
        as_of,
        beside: Arc::new(fitting(beside, facts)),
        before: prerequisites(&pack.rules),
        hits: OnceCell::new(),
    };
    let mut done: Vec<Option<RuleResult>> = pack.rules.iter().map(|_| None).collect();
    // Each round judges the rules whose prerequisites are judged; a pack that loads has no cycle.
    loop {
        let ready: Vec<(usize, RuleResult)> = pack
            .rules
            .iter()
            .enumerate()
            .filter(|(index, _)| matches!(done.get(*index), Some(None)))
            .filter(|(index, _)| {
                let mut before = subject.before(*index);
                before.all(|it| matches!(done.get(it), Some(Some(_))))
            })
            .map(|(index, rule)| (index, judge(index, rule, &subject, &done)))
            .collect();
        if ready.is_empty() {
            break;
        }
        for (index, result) in ready {
            if let Some(slot) = done.get_mut(index) {
                *slot = Some(result);
            }
        }
    }
    let unjudged = |rule: usize| RuleResult {
        rule,
        outcome: Outcome::RuleFault,
        reason: Some("规则互相等待，没有判断".into()),
        blocked_by: Vec::new(),
        verdicts: Vec::new(),
        fault: None,
    };
    done.into_iter()
        .enumerate()
        .map(|(rule, result)| result.unwrap_or_else(|| unjudged(rule)))
        .collect()
}

/// `beside`, but only with a report that is of the year before.
fn fitting(beside: &Beside, facts: &Facts) -> Beside {
    let mut beside = beside.clone();
    if beside.prior.as_ref().is_ok_and(|it| !it.is_before(facts)) {
        beside.prior = Beside::default().prior;
    }
    beside
}

/// For each of `rules` those that go before it, by index.
fn prerequisites(rules: &[Rule]) -> Vec<Vec<usize>> {
    let known: BTreeMap<&str, usize> = rules.iter().map(|it| it.id.as_str()).zip(0..).collect();
    let before = |rule: &Rule| {
        let names = rule.blocked_by.iter();
        let mut before: Vec<usize> = names
            .filter_map(|it| known.get(it.as_str()).copied())
            .collect();
        before.sort_unstable();
        before.dedup();
        before
    };
    rules.iter().map(before).collect()
}

impl Subject<'_> {
    /// The rules that go before rule `index`.
    fn before(&self, index: usize) -> impl Iterator<Item = usize> {
        self.before.get(index).into_iter().flatten().copied()
    }
}

fn judge(
    index: usize,
    rule: &Rule,
    subject: &Subject<'_>,
    done: &[Option<RuleResult>],
) -> RuleResult {
    let failed: Vec<&Rule> = subject
        .before(index)
        .filter(|it| {
            let result = done.get(*it).and_then(Option::as_ref);
            result.is_some_and(|it| matches!(it.outcome, Outcome::Fail | Outcome::Blocked))
        })
        .filter_map(|it| subject.pack.rules.get(it))
        .collect();
    if !failed.is_empty() {
        return stopped(index, &failed, subject.pack);
    }
    let looks_back = rule.check.relation().is_some_and(Relation::looks_back);
    if let (true, Err(why)) = (looks_back, &subject.beside.prior) {
        return alone(index, why);
    }
    let verdicts = match &rule.check {
        Check::Relation { holds, .. } => related(rule, holds, subject),
        Check::Phrases => vec![phrases::verdict(rule, subject)],
        Check::Script {
            script: at,
            function,
        } => match script::verdicts(rule, *at, function, subject) {
            Ok(verdicts) => verdicts,
            Err(fault) => return faulty(index, fault),
        },
    };
    let outcome = outcome(&verdicts);
    let reason = verdicts
        .is_empty()
        .then(|| "报告里没有可查的内容".to_owned());
    RuleResult {
        rule: index,
        outcome,
        reason,
        blocked_by: Vec::new(),
        verdicts,
        fault: None,
    }
}

/// What is lacking of what must be there blocks; what is lacking of what only should be there
/// leaves nothing to check.
fn stopped(index: usize, failed: &[&Rule], pack: &Pack) -> RuleResult {
    let must = |rule: &&&Rule| {
        let requirement = pack.requirements.get(rule.requirement);
        requirement.is_none_or(|it| it.class == Class::Must)
    };
    let titles: Vec<&str> = failed.iter().map(|rule| rule.title.zh.as_str()).collect();
    let blocking = failed.iter().any(|rule| must(&rule));
    RuleResult {
        rule: index,
        outcome: if blocking {
            Outcome::Blocked
        } else {
            Outcome::NotApplicable
        },
        reason: Some(format!("要先解决：{}", titles.join("；"))),
        blocked_by: failed.iter().map(|rule| rule.id.clone()).collect(),
        verdicts: Vec::new(),
        fault: None,
    }
}

/// What looks back needs the report of the year before.
fn alone(index: usize, why: &str) -> RuleResult {
    RuleResult {
        rule: index,
        outcome: Outcome::NotApplicable,
        reason: Some(why.to_owned()),
        blocked_by: Vec::new(),
        verdicts: Vec::new(),
        fault: None,
    }
}

/// A script that broke says nothing of the report.
fn faulty(index: usize, fault: RuleFault) -> RuleResult {
    RuleResult {
        rule: index,
        outcome: Outcome::RuleFault,
        reason: Some(fault.message.clone()),
        blocked_by: Vec::new(),
        verdicts: Vec::new(),
        fault: Some(fault),
    }
}

fn related(rule: &Rule, holds: &Relation, subject: &Subject<'_>) -> Vec<Verdict> {
    let ground = Ground::new(subject, rule);
    match holds {
        Relation::Predicate { predicate, path } => {
            vec![presence::verdict(&ground, *predicate, path)]
        }
        Relation::Chain { first, rest } => ground
            .scope
            .instances(holds, rule.parts.as_ref())
            .iter()
            .map(|instance| chain::verdict(&ground, instance, first, rest))
            .collect(),
    }
}

#[cfg(test)]
mod tests;
