//! Whole reports of a pack's tests, tried.

use super::Untried;
use crate::audit::{Audit, ChosenBy, Terms, judge, require_report};
use crate::extract::extract;
use crate::pack::{Expected, Pack};
use crate::parse;
use crate::read;
use crate::rule::Rule;
use crate::verdict::Outcome;

/// A report of a pack's tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its file, as it is shown.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What must come of it; none if nobody wrote that yet.
    pub wanted: Option<Expected>,
}

/// What came of a report.
#[derive(Debug, Clone)]
pub struct Judged<'p> {
    /// Its file, as it is shown.
    pub name: String,
    /// What must come of it; none if nobody wrote that yet.
    pub wanted: Option<Expected>,
    /// The whole audit, and what came of the pack's own rules.
    pub came: Result<(Audit<'p>, Expected), Untried>,
}

/// Tries `pack` on a whole report.
#[must_use]
pub fn whole<'p>(pack: &'p Pack, report: &Report) -> Judged<'p> {
    Judged {
        name: report.name.clone(),
        wanted: report.wanted.clone(),
        came: came(pack, report),
    }
}

fn came<'p>(pack: &'p Pack, report: &Report) -> Result<(Audit<'p>, Expected), Untried> {
    let unreadable = |error: &dyn std::fmt::Display| Untried::Unreadable(error.to_string());
    let source = read::read(&report.name, &report.bytes).map_err(|error| unreadable(&error))?;
    let facts = extract(&parse::parse(source), pack);
    require_report(&facts, pack).map_err(|error| unreadable(&error))?;
    let as_of = report.wanted.as_ref().and_then(|it| it.as_of);
    let terms = Terms {
        as_of,
        ..Terms::of(ChosenBy::Option)
    };
    let audit = judge(facts, pack, &terms);
    let codes = |wanted: &[Outcome]| {
        let results = audit.results.iter();
        let mut codes: Vec<String> = results
            .filter(|it| wanted.contains(&it.outcome))
            .filter_map(|it| pack.rules.get(it.rule))
            .filter(|rule| is_own(pack, rule))
            .map(|rule| rule.code.clone())
            .collect();
        codes.sort_unstable();
        codes
    };
    let came = Expected {
        fail: codes(&[Outcome::Fail]),
        cannot_assess: codes(&[Outcome::CannotAssess, Outcome::RuleFault]),
        as_of,
    };
    Ok((audit, came))
}

/// Whether `rule` is the pack's own: of what it inherits, only what it changes is.
#[must_use]
pub fn is_own(pack: &Pack, rule: &Rule) -> bool {
    rule.pack == pack.id || pack.changes.iter().any(|it| it.rule == rule.id)
}

impl Judged<'_> {
    /// Whether it came out as it must.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let came = self.came.as_ref().ok().map(|(_, came)| came);
        came.is_some() && came == self.wanted.as_ref()
    }

    /// The codes that came out otherwise: what came though nothing says so, then what did not.
    #[must_use]
    pub fn differences(&self) -> (Vec<&str>, Vec<&str>) {
        let (Ok((_, came)), Some(wanted)) = (&self.came, &self.wanted) else {
            return (Vec::new(), Vec::new());
        };
        let lists = [
            (&came.fail, &wanted.fail),
            (&came.cannot_assess, &wanted.cannot_assess),
        ];
        let lacking = |of: &'_ [String], code: &String| !of.contains(code);
        let more = lists.iter().flat_map(|(came, wanted)| {
            let more = came.iter().filter(|it| lacking(wanted, it));
            more.map(String::as_str)
        });
        let less = lists.iter().flat_map(|(came, wanted)| {
            let less = wanted.iter().filter(|it| lacking(came, it));
            less.map(String::as_str)
        });
        (more.collect(), less.collect())
    }
}
