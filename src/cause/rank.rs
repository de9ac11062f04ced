//! In which order several repairs are offered, and whether one of them stands out.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::net::{self, Net};
use super::slip::{Slip, slip};
use super::solve::Deltas;
use super::{Cause, Change, Finding, Repair};
use crate::fact::{CellState, Facts};
use crate::pack::Pack;

/// So many candidates are listed.
const LISTED: usize = 4;

/// A repair that is considered, and what speaks for it.
pub(super) struct Candidate {
    pub(super) deltas: Deltas,
    /// Findings about bounds and expectations that it would satisfy too.
    pub(super) mended: Vec<Finding>,
    /// Whether its values are only the nearest that would do.
    pub(super) nearest: bool,
}

/// A candidate with what it is ranked by.
struct Ranked {
    /// How plausible each of its changes is, the least plausible first.
    slips: Vec<Slip>,
    /// How many of its changes are no totals.
    parts: usize,
    candidate: Candidate,
    repair: Repair,
}

impl Ranked {
    fn key(&self) -> (Reverse<usize>, &[Slip], usize, &Deltas) {
        let Candidate { deltas, mended, .. } = &self.candidate;
        (Reverse(mended.len()), &self.slips, self.parts, deltas)
    }

    /// Whether it is clearly more plausible than `other`.
    fn stands_out(&self, other: &Self) -> bool {
        self.candidate.mended.len() > other.candidate.mended.len()
            || self.slips.iter().all(|it| *it == Slip::Plain) && other.slips.contains(&Slip::None)
    }
}

/// Puts the candidates into the cause, the most plausible first.
pub(super) fn offer(
    facts: &Facts,
    pack: &Pack,
    net: &Net,
    cause: &mut Cause,
    candidates: Vec<Candidate>,
    unsure: bool,
) {
    let mut ranked: Vec<Ranked> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let repair = repair(facts, pack, net, &candidate)?;
            let mut slips: Vec<Slip> = repair.changes.iter().map(slip_of).collect();
            slips.sort_unstable_by_key(|it| Reverse(*it));
            let part = |it: &&Change| {
                let form = pack.forms.get(it.cell.form);
                form.is_some_and(|form| !form.is_total(it.cell.cell))
            };
            Some(Ranked {
                slips,
                parts: repair.changes.iter().filter(part).count(),
                candidate,
                repair,
            })
        })
        .collect();
    ranked.sort_by(|one, other| one.key().cmp(&other.key()));
    cause.found = ranked.len() + usize::from(unsure);
    if let [first, others @ ..] = ranked.as_slice() {
        cause.likely = !unsure
            && !others.is_empty()
            && !first.candidate.nearest
            && others.iter().all(|it| first.stands_out(it));
        // Bounds that are mended whichever candidate is right, or by the one that stands out.
        let alone = cause.likely || cause.found == 1;
        let by_all = |finding: &&Finding| {
            let mends = |it: &Ranked| it.candidate.mended.contains(finding);
            alone || others.iter().all(mends)
        };
        for finding in first.candidate.mended.iter().filter(by_all) {
            if !cause.findings.contains(finding) {
                cause.findings.push(*finding);
            }
        }
    }
    cause.repairs = ranked
        .into_iter()
        .take(LISTED)
        .map(|it| it.repair)
        .collect();
}

fn slip_of(change: &Change) -> Slip {
    let text = |number: Decimal| number.normalize().to_string();
    slip(change.from.map(text).as_deref(), &text(change.to))
}

fn repair(facts: &Facts, pack: &Pack, net: &Net, candidate: &Candidate) -> Option<Repair> {
    let changes: Option<Vec<Change>> = candidate
        .deltas
        .iter()
        .map(|(cell, delta)| {
            let address = net.cells.get(*cell)?.address;
            let form = pack.forms.get(address.form)?;
            let fact = net::fact(facts, form, address)?;
            Some(Change {
                cell: address,
                name: form.cell_name(address.cell),
                from: fact.value.filter(|_| fact.state == CellState::Read),
                to: net.changed(*cell, *delta)?,
                span: fact.span,
            })
        })
        .collect();
    Some(Repair {
        changes: changes?,
        nearest: candidate.nearest,
    })
}
