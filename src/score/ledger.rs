//! The ledger: to which requirement each cause is charged, and how much.

use std::collections::{BTreeMap, BTreeSet};

use super::{Duty, Entry, Judged, Points, Sheet};
use crate::verdict::Outcome;

/// Causes by the requirement they touch.
#[derive(Debug)]
pub(super) struct Ledger {
    /// The causes that break each requirement, in order, and what each costs there.
    broken: BTreeMap<usize, Vec<(usize, Points)>>,
}

impl Ledger {
    /// Charges every cause of `sheet` once: to the requirement where it would cost most if it
    /// were alone, of equals to the first. So nothing hangs on the order of rules or causes.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut touched: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut dearest: BTreeMap<usize, (Points, usize)> = BTreeMap::new();
        for (at, duty) in sheet.duties.iter().enumerate() {
            let price = price(duty, 0);
            for cause in sheet.weighing(at).flat_map(Judged::findings) {
                touched.entry(at).or_default().insert(cause);
                let dear = dearest.entry(cause).or_insert((price, at));
                if price > dear.0 {
                    *dear = (price, at);
                }
            }
        }
        let charged = |(at, causes): (usize, BTreeSet<usize>)| {
            let mut before = 0;
            let cost = |cause: usize| {
                let here = dearest.get(&cause).is_some_and(|(_, dear)| *dear == at);
                let duty = sheet.duties.get(at).filter(|_| here);
                let cost = duty.map_or(Points::default(), |duty| price(duty, before));
                before += usize::from(here);
                (cause, cost)
            };
            (at, causes.into_iter().map(cost).collect())
        };
        Self {
            broken: touched.into_iter().map(charged).collect(),
        }
    }

    /// What the requirement at `duty` loses.
    pub(super) fn lost(&self, duty: usize) -> Points {
        let costs = self.broken.get(&duty).into_iter().flatten();
        costs.fold(Points::default(), |sum, (_, cost)| sum.plus(*cost))
    }

    /// Its lines, by requirement and cause. A requirement that is blocked shows what blocks it.
    pub(super) fn entries(&self, sheet: &Sheet) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (at, duty) in sheet
            .duties
            .iter()
            .enumerate()
            .filter(|(_, it)| it.points > 0)
        {
            let broken = self.broken.get(&at).map_or(&[][..], Vec::as_slice);
            let mut lines: BTreeMap<usize, Points> = blocking(sheet, at)
                .into_iter()
                .map(|cause| (cause, Points::default()))
                .collect();
            lines.extend(broken.iter().copied());
            entries.extend(lines.into_iter().map(|(cause, lost)| Entry {
                requirement: duty.id.clone(),
                cause: sheet.causes.get(cause).cloned().unwrap_or_default(),
                lost,
            }));
        }
        entries
    }
}

/// What one more cause costs a requirement that `before` have broken already.
fn price(duty: &Duty, before: usize) -> Points {
    let quarters = match (duty.presence, before) {
        (true, 0) => 4,
        (false, 0) => 2,
        (false, 1 | 2) => 1,
        (true | false, _) => 0,
    };
    Points::of(duty.points, quarters)
}

/// The causes that keep the requirement at `duty` from being judged.
fn blocking(sheet: &Sheet, duty: usize) -> BTreeSet<usize> {
    let blocked = |rule: &&Judged| rule.outcome == Outcome::Blocked;
    let mut waiting: Vec<&Judged> = sheet.weighing(duty).filter(blocked).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut causes = BTreeSet::new();
    while let Some(rule) = waiting.pop() {
        for blocker in sheet
            .rules
            .iter()
            .filter(|it| rule.blocked_by.contains(&it.id))
        {
            causes.extend(blocker.findings());
            if blocker.outcome == Outcome::Blocked && seen.insert(&blocker.id) {
                waiting.push(blocker);
            }
        }
    }
    causes
}
