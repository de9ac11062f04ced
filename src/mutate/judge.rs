//! What came of a mutation: reported at the right place, elsewhere, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::apply;
use super::report::{Base, audited};
use super::{Expected, Harmless, Kind, Mutated, Mutation};
use crate::audit::{Audit, Terms};
use crate::document::Date;
use crate::pack::Pack;
use crate::rule::Severity;
use crate::source::Span;
use crate::verdict::{Outcome, Verdict};

/// What came of one mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// A rule that ought to report it did, and names the place.
    Right,
    /// Something else was reported.
    Elsewhere,
    /// Nothing was.
    Missed,
}

/// How mutations came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those tried.
    pub tried: usize,
    /// Those reported at the right place.
    pub right: usize,
    /// Those reported elsewhere only.
    pub elsewhere: usize,
    /// Those not reported.
    pub missed: usize,
}

impl Share {
    fn add(&mut self, came: Came) {
        self.tried += 1;
        match came {
            Came::Right => self.right += 1,
            Came::Elsewhere => self.elsewhere += 1,
            Came::Missed => self.missed += 1,
        }
    }
}

/// A change that did not come out as it should.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The report.
    pub report: String,
    /// What was changed.
    pub what: String,
    /// What kind of change; none for a harmless one.
    pub kind: Option<Kind>,
    /// The rules that ought to report it, by index in the pack.
    pub expected: Vec<usize>,
    /// What came of it.
    pub came: Came,
    /// What was reported instead: the rule and what it says.
    pub reported: Vec<(usize, String)>,
    /// The changed report.
    pub text: String,
}

/// What is known so far.
pub(super) struct Judged<'p> {
    done: Mutated<'p>,
    kinds: BTreeMap<Kind, Share>,
}

/// A finding that was not there before the change.
struct New<'a> {
    rule: usize,
    verdict: &'a Verdict,
    /// Where its cause suspects the mistake, or that its table was perhaps misread.
    suspects: Vec<Span>,
}

impl<'p> Judged<'p> {
    pub(super) fn new(pack: &'p Pack) -> Self {
        let share = Share::default();
        Self {
            done: Mutated {
                pack,
                rules: vec![share; pack.rules.len()],
                kinds: Vec::new(),
                harmless: Vec::new(),
                wrong: Vec::new(),
                alarms: Vec::new(),
            },
            kinds: BTreeMap::new(),
        }
    }

    /// Tries a mutation that breaks something.
    pub(super) fn error(&mut self, base: &Base<'p>, mutation: &Mutation) {
        let rules = match &mutation.expected {
            Expected::Each(rules) | Expected::One(rules) => rules.as_slice(),
            Expected::Any => &[],
        };
        let mut came: BTreeMap<usize, Came> = BTreeMap::new();
        let mut best = Came::Missed;
        let mut reported = Vec::new();
        let mut changed = String::new();
        for way in &mutation.ways {
            let (text, places) = apply(&base.text, way);
            let terms = terms(base, mutation);
            let Some(audit) = audited(base.pack, &base.name, &text, &terms) else {
                continue;
            };
            let new = news(&base.audit, &audit);
            let at = |it: &New<'_>| !mutation.placed || touches(it, &places, &audit);
            let errors = |it: &&New<'_>| {
                let severity = base.pack.rules.get(it.rule).map(|it| it.severity);
                mutation.placed || severity == Some(Severity::Error)
            };
            for rule in rules {
                let right = new
                    .iter()
                    .any(|it| (it.rule == *rule || blocks(&audit, it.rule, *rule)) && at(it));
                let now = came_of(right, !new.is_empty());
                let came = came.entry(*rule).or_insert(now);
                *came = now.min(*came);
            }
            let right = match mutation.expected {
                Expected::Any => new.iter().filter(errors).any(at),
                // A number may become what another rule reads: the greatest part of a list.
                Expected::One(_) => {
                    let named = mutation.kind == Kind::Read && new.iter().any(at);
                    named || came.values().any(|it| *it == Came::Right)
                }
                Expected::Each(_) => came.values().all(|it| *it == Came::Right),
            };
            let now = came_of(right, !new.is_empty());
            if now < best || reported.is_empty() {
                let said = new.iter().map(|it| (it.rule, it.verdict.message.clone()));
                reported = said.collect();
            }
            if changed.is_empty() {
                changed = text;
            }
            best = best.min(now);
            // Where several ways are open, the first rule is asked whether one of them breaks it.
            let first = rules.first().and_then(|it| came.get(it));
            if best == Came::Right && first.is_none_or(|it| *it == Came::Right) {
                break;
            }
        }
        self.kinds.entry(mutation.kind).or_default().add(best);
        let one = matches!(mutation.expected, Expected::One(_));
        for (rule, came) in &came {
            // Of several that might have reported it, those that did not have nothing to answer for.
            if one && best == Came::Right && *came != Came::Right {
                continue;
            }
            if let Some(share) = self.done.rules.get_mut(*rule) {
                share.add(*came);
            }
        }
        if best != Came::Right {
            self.done.wrong.push(Tried {
                report: base.name.clone(),
                what: mutation.what.clone(),
                kind: Some(mutation.kind),
                expected: rules.to_vec(),
                came: best,
                reported,
                text: changed,
            });
        }
    }

    /// Tries a change that breaks nothing.
    pub(super) fn harmless(&mut self, base: &Base<'p>, change: Harmless) {
        let text = change.done_to(&base.text);
        if text == base.text {
            return;
        }
        match self.done.harmless.iter_mut().find(|it| it.0 == change) {
            Some((_, tried)) => *tried += 1,
            None => self.done.harmless.push((change, 1)),
        }
        let Some(audit) = audited(base.pack, &base.name, &text, &base.terms) else {
            return;
        };
        let before = counted(&base.audit);
        let after = counted(&audit);
        // Odd digits may be hinted at: the facts stay the same, the writing does not.
        let hint = |rule: &usize| {
            let rule = base.pack.rules.get(*rule);
            change.is_odd() && rule.is_some_and(|it| it.severity == Severity::Hint)
        };
        let more = |rule: &usize| after.get(rule) > before.get(rule) && !hint(rule);
        let new: BTreeSet<usize> = after.keys().copied().filter(more).collect();
        if !new.is_empty() {
            let said = news(&base.audit, &audit)
                .into_iter()
                .filter(|it| new.contains(&it.rule));
            self.done.alarms.push(Tried {
                report: base.name.clone(),
                what: change.id().to_owned(),
                kind: None,
                expected: Vec::new(),
                came: Came::Elsewhere,
                reported: said
                    .map(|it| (it.rule, it.verdict.message.clone()))
                    .collect(),
                text,
            });
        }
    }

    pub(super) fn done(mut self) -> Mutated<'p> {
        self.done.kinds = self.kinds.into_iter().collect();
        self.done
    }
}

/// Whether `rule` waits for what `other` found.
fn blocks(audit: &Audit<'_>, other: usize, rule: usize) -> bool {
    let id = audit.pack.rules.get(other).map(|it| &it.id);
    let mut results = audit.results.iter().filter(|it| it.rule == rule);
    results.any(|it| id.is_some_and(|id| it.blocked_by.contains(id)))
}

fn came_of(right: bool, any: bool) -> Came {
    match (right, any) {
        (true, _) => Came::Right,
        (false, true) => Came::Elsewhere,
        (false, false) => Came::Missed,
    }
}

/// The terms of the report, with the day that the case is judged by.
fn terms(base: &Base<'_>, mutation: &Mutation) -> Terms {
    let day = mutation.case.as_ref().and_then(|it| it.as_of.as_deref());
    Terms {
        as_of: day.and_then(Date::of).or(base.terms.as_of),
        ..base.terms.clone()
    }
}

/// How many findings each rule has.
fn counted(audit: &Audit<'_>) -> BTreeMap<usize, usize> {
    let mut counted = BTreeMap::new();
    for result in &audit.results {
        let fail = |it: &&Verdict| it.outcome == Outcome::Fail;
        let findings = result.verdicts.iter().filter(fail).count();
        counted.insert(result.rule, findings);
    }
    for cause in audit.causes.iter().filter(|it| it.doubt.is_some()) {
        for finding in &cause.findings {
            if let Some(result) = audit.results.get(finding.result) {
                *counted.entry(result.rule).or_default() += 1;
            }
        }
    }
    counted
}

/// The findings of `after` that `before` has not; those withdrawn because a table may have been misread
/// are among them.
fn news<'a>(before: &Audit<'_>, after: &'a Audit<'_>) -> Vec<New<'a>> {
    let mut known: BTreeSet<(usize, &str, &str)> = BTreeSet::new();
    for result in &before.results {
        for it in result
            .verdicts
            .iter()
            .filter(|it| it.outcome == Outcome::Fail)
        {
            known.insert((result.rule, &it.instance, &it.message));
        }
    }
    let mut new = Vec::new();
    for (at, result) in after.results.iter().enumerate() {
        for (nth, verdict) in result.verdicts.iter().enumerate() {
            let cause = after.causes.iter().find(|it| {
                let mut findings = it.findings.iter();
                findings.any(|it| it.result == at && it.verdict == nth)
            });
            let withdrawn = cause.is_some_and(|it| it.doubt.is_some());
            let fails = verdict.outcome == Outcome::Fail || withdrawn;
            if !fails || known.contains(&(result.rule, &verdict.instance, &verdict.message)) {
                continue;
            }
            let changes = cause.iter().flat_map(|it| &it.repairs);
            let mut suspects: Vec<Span> = changes
                .flat_map(|it| &it.changes)
                .filter_map(|it| it.span)
                .collect();
            let doubt = cause.and_then(|it| it.doubt.as_ref());
            suspects.extend(doubt.and_then(|it| it.span));
            new.push(New {
                rule: result.rule,
                verdict,
                suspects,
            });
        }
    }
    new
}

/// Whether a finding names one of the changed places. A cell that is left blank has no place of its own
/// in many files; then its line stands for it.
fn touches(new: &New<'_>, places: &[Span], audit: &Audit<'_>) -> bool {
    let source = &audit.facts.source;
    let labels = new.verdict.labels.iter().map(|it| it.span);
    let operands = new.verdict.operands.iter().filter_map(|it| it.span);
    let named: Vec<Span> = labels
        .chain(operands)
        .chain(new.suspects.iter().copied())
        .collect();
    places.iter().any(|place| {
        let blank = source.slice(*place).trim().is_empty();
        let place = if blank {
            source.line_span(source.line_of(place.start))
        } else {
            *place
        };
        named
            .iter()
            .any(|it| it.start <= place.end && place.start <= it.end)
    })
}
