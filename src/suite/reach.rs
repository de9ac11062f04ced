//! Reach: what of the packs no test came to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Suite;
use crate::audit::Audit;
use crate::pack::Pack;
use crate::rule::{Case, Check, Rule};
use crate::script::Script;

/// What no test came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// How many lines of scripts have a statement.
    pub lines: usize,
    /// Those of them that no test came to.
    pub missed: Vec<Line>,
    /// Rules that no case shows failing: pack, code and id.
    pub rules: Vec<(String, String, String)>,
    /// Requirements that no rule checks: pack and id.
    pub requirements: Vec<(String, String)>,
}

/// A line of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The script.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is written on it.
    pub text: String,
}

/// Scripts by their names, and the lines of each that tests came to.
type Reached<'p> = BTreeMap<&'p str, (&'p Script, BTreeSet<usize>)>;

impl<'p> Suite<'p> {
    /// What of `packs` none of its tests came to; of what they inherit only if `whole`.
    #[must_use]
    pub fn reach(&self, packs: &[&'p Pack], whole: bool) -> Reach {
        let mut reached: Reached<'p> = BTreeMap::new();
        let mut reach = Reach::default();
        for pack in packs {
            for rule in pack.rules.iter().filter(|it| whole || it.pack == pack.id) {
                if let Some((script, _)) = scripted(pack, rule) {
                    let name = script.source().name();
                    reached.entry(name).or_insert((script, BTreeSet::new()));
                }
                if !rule.cases.iter().any(Case::shows_failure) {
                    let names = (pack.id.clone(), rule.code.clone(), rule.id.clone());
                    reach.rules.push(names);
                }
            }
            for (at, requirement) in pack.requirements.iter().enumerate() {
                let own = whole || requirement.pack == pack.id;
                if own && pack.rules.iter().all(|rule| rule.requirement != at) {
                    let names = (pack.id.clone(), requirement.id.clone());
                    reach.requirements.push(names);
                }
            }
        }
        for tried in &self.cases {
            if let Ok(trial) = &tried.came {
                follow(&trial.audit, Some(tried.rule), &mut reached);
            }
        }
        for (_, judged) in &self.reports {
            if let Ok((audit, _)) = &judged.came {
                follow(audit, None, &mut reached);
            }
        }
        for (file, (script, lines)) in reached {
            let all = script.lines();
            reach.lines += all.len();
            let text: Vec<&str> = script.source().text().lines().collect();
            let missed = all.difference(&lines).map(|line| Line {
                file: file.to_owned(),
                line: *line,
                text: text
                    .get(line.saturating_sub(1))
                    .map_or_else(String::new, |it| it.trim().to_owned()),
            });
            reach.missed.extend(missed);
        }
        reach
    }
}

/// The script that checks `rule`, and its function.
fn scripted<'p>(pack: &'p Pack, rule: &'p Rule) -> Option<(&'p Script, &'p str)> {
    match &rule.check {
        Check::Script { script, function } => Some((pack.scripts.get(*script)?, function)),
        Check::Relation { .. } | Check::Phrases => None,
    }
}

/// Notes what the scripts of `audit` go through: that of the rule `only`, or all.
fn follow(audit: &Audit<'_>, only: Option<usize>, reached: &mut Reached<'_>) {
    let beside = Arc::new(audit.beside.clone());
    let results = audit.results.iter();
    let meant = results.filter(|it| only.is_none_or(|only| it.rule == only));
    for result in meant.filter(|it| it.blocked_by.is_empty()) {
        let rule = audit.pack.rules.get(result.rule);
        let Some((script, function)) = rule.and_then(|rule| scripted(audit.pack, rule)) else {
            continue;
        };
        if let Some((_, lines)) = reached.get_mut(script.source().name()) {
            let trace = script.watch(
                function,
                &audit.facts,
                &audit.pack.words,
                audit.as_of,
                &beside,
            );
            lines.extend(trace.lines);
        }
    }
}
