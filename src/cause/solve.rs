//! The smallest sets of cells whose change satisfies a system of equations. Pure arithmetic: it
//! knows nothing of forms and rules.
//!
//! The equations of a table are a parity code in two dimensions: a wrong cell shows in its row
//! and in its column, and the amounts by which they miss tell by how much it is wrong.

use std::collections::BTreeSet;

/// A number that may be changed, in units that make all of them whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) value: i128,
    /// A changed value is a multiple of this.
    pub(super) step: i128,
    /// Whether it may be negative.
    pub(super) signed: bool,
}

/// Weighted cells and a constant that must add up to zero, or to no more than zero.
#[derive(Debug, Clone, Default)]
pub(super) struct Equation {
    pub(super) terms: Vec<(usize, i128)>,
    pub(super) constant: i128,
    /// Whether less than zero will do.
    pub(super) at_most: bool,
}

/// New amounts for cells: by how much each changes, in the order of the cells.
pub(super) type Deltas = Vec<(usize, i128)>;

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Every smallest set of changes.
    pub(super) repairs: BTreeSet<Deltas>,
    /// Whether the search was given up before it was sure of all of them.
    pub(super) cut_short: bool,
}

/// Cells and equations.
#[derive(Debug, Default)]
pub(super) struct System {
    pub(super) cells: Vec<Cell>,
    pub(super) equations: Vec<Equation>,
    /// For each cell the equations it stands in, with its weight.
    of_cell: Vec<Vec<(usize, i128)>>,
}

/// So many cells are tried in every way.
const ANY: usize = 2;
/// So many are tried if each change satisfies more equations than it breaks.
const PEELED: usize = 4;
/// So many are tried if each satisfies at least two equations that no other change touches.
const MATCHED: usize = 8;
/// The most changes looked at for one search.
const LOOKS: usize = 8_000;
/// The most repairs that are told apart.
const REPAIRS: usize = 64;

/// How a set of changes may be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Any,
    Peeled,
    Matched,
}

impl Equation {
    /// What it amounts to; none if that cannot be held.
    pub(super) fn amount(&self, values: impl Fn(usize) -> Option<i128>) -> Option<i128> {
        self.terms
            .iter()
            .try_fold(self.constant, |sum, (cell, weight)| {
                sum.checked_add(values(*cell)?.checked_mul(*weight)?)
            })
    }

    pub(super) const fn allows(&self, amount: i128) -> bool {
        amount == 0 || self.at_most && amount < 0
    }
}

impl System {
    pub(super) fn new(cells: Vec<Cell>, equations: Vec<Equation>) -> Self {
        let mut of_cell = vec![Vec::new(); cells.len()];
        for (at, equation) in equations.iter().enumerate() {
            for (cell, weight) in &equation.terms {
                if let Some(of) = of_cell.get_mut(*cell) {
                    of.push((at, *weight));
                }
            }
        }
        Self {
            cells,
            equations,
            of_cell,
        }
    }

    /// What each equation amounts to; none if one of them cannot be held.
    pub(super) fn amounts(&self) -> Option<Vec<i128>> {
        let value = |cell: usize| self.cells.get(cell).map(|it| it.value);
        self.equations.iter().map(|it| it.amount(value)).collect()
    }

    /// The equations `cell` stands in, with its weight.
    pub(super) fn of(&self, cell: usize) -> &[(usize, i128)] {
        self.of_cell.get(cell).map_or(&[], Vec::as_slice)
    }

    /// The equations by number, those that share a cell together, of `which`.
    pub(super) fn components(&self, which: &[usize]) -> Vec<Vec<usize>> {
        let mut parts: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
        for at in which {
            let Some(equation) = self.equations.get(*at) else {
                continue;
            };
            let mut cells: BTreeSet<usize> = equation.terms.iter().map(|(it, _)| *it).collect();
            let mut equations = vec![*at];
            let (joined, apart) = parts
                .into_iter()
                .partition(|(of, _)| !of.is_disjoint(&cells));
            parts = apart;
            let joined: Vec<(BTreeSet<usize>, Vec<usize>)> = joined;
            for (of, others) in joined {
                cells.extend(of);
                equations.extend(others);
            }
            equations.sort_unstable();
            parts.push((cells, equations));
        }
        let mut components: Vec<Vec<usize>> = parts.into_iter().map(|(_, it)| it).collect();
        components.sort();
        components
    }

    /// Whether `cell` may hold its value changed by `delta`.
    pub(super) fn may(&self, cell: usize, delta: i128) -> bool {
        self.cells.get(cell).is_some_and(|it| {
            it.value
                .checked_add(delta)
                .is_some_and(|new| new % it.step == 0 && (it.signed || new >= 0))
        })
    }

    /// The smallest sets of changes that satisfy the equations of `wrong`, which share cells,
    /// and break none of the others.
    pub(super) fn repairs(&self, amounts: &[i128], wrong: &[usize]) -> Found {
        let most = (0..self.cells.len())
            .map(|cell| self.of(cell).len())
            .max()
            .unwrap_or(0);
        let mut search = Search {
            system: self,
            amounts: amounts.to_vec(),
            wrong: wrong.iter().copied().collect(),
            most,
            changes: Vec::new(),
            seen: BTreeSet::new(),
            looks: 0,
            found: Found::default(),
        };
        for size in 1..=MATCHED {
            let way = match size {
                0..=ANY => Way::Any,
                _ if size <= PEELED => Way::Peeled,
                _ => Way::Matched,
            };
            search.seen.clear();
            search.step(size, way);
            if !search.found.repairs.is_empty() {
                break;
            }
        }
        search.found
    }
}

struct Search<'s> {
    system: &'s System,
    amounts: Vec<i128>,
    wrong: BTreeSet<usize>,
    /// In how many equations a cell stands at most.
    most: usize,
    changes: Deltas,
    /// Sets of changes that were gone on from.
    seen: BTreeSet<Deltas>,
    looks: usize,
    found: Found,
}

impl Search<'_> {
    /// Goes on with `left` more changes.
    fn step(&mut self, left: usize, way: Way) {
        let Some(first) = self.wrong.first().copied() else {
            return;
        };
        if left == 0 || self.wrong.len() > left.saturating_mul(self.most) {
            return;
        }
        if self.looks > LOOKS || self.found.repairs.len() >= REPAIRS {
            self.found.cut_short = true;
            return;
        }
        // The last change satisfies all that is left, and matched changes share no equation: one
        // of the cells of any equation must do.
        let from: Vec<usize> = if left == 1 || way == Way::Matched {
            vec![first]
        } else {
            self.wrong.iter().copied().collect()
        };
        let mut tried: BTreeSet<(usize, i128)> = BTreeSet::new();
        for at in from {
            let (Some(equation), Some(amount)) =
                (self.system.equations.get(at), self.amounts.get(at).copied())
            else {
                continue;
            };
            for (cell, weight) in &equation.terms {
                if amount % weight != 0 {
                    continue;
                }
                let delta = -(amount / weight);
                let again = self.changes.iter().any(|(it, _)| it == cell);
                if !again && self.system.may(*cell, delta) && tried.insert((*cell, delta)) {
                    self.change(*cell, delta, left, way);
                }
            }
        }
    }

    /// Tries one change.
    fn change(&mut self, cell: usize, delta: i128, left: usize, way: Way) {
        self.looks += 1;
        let (mut mended, mut broken, mut others) = (0_usize, 0_usize, 0_usize);
        for (at, weight) in self.system.of(cell) {
            let Some(amount) = self.amounts.get(*at) else {
                return;
            };
            let Some(new) = weight
                .checked_mul(delta)
                .and_then(|it| it.checked_add(*amount))
            else {
                return;
            };
            match (self.wrong.contains(at), new == 0) {
                (true, true) => mended += 1,
                (true, false) => others += 1,
                (false, _) => broken += 1,
            }
        }
        if left == 1 {
            if mended == self.wrong.len() && broken == 0 && others == 0 {
                let mut repair = self.changes.clone();
                repair.push((cell, delta));
                repair.sort_unstable();
                self.found.repairs.insert(repair);
            }
            return;
        }
        let goes = match way {
            Way::Any => true,
            Way::Peeled => mended > broken,
            Way::Matched => mended >= 2 && broken == 0 && others == 0,
        };
        let after = self.wrong.len() - mended + broken;
        if !goes || after == 0 || after > (left - 1).saturating_mul(self.most) {
            return;
        }
        self.changes.push((cell, delta));
        let mut key = self.changes.clone();
        key.sort_unstable();
        if self.seen.insert(key) {
            self.apply(cell, delta);
            self.step(left - 1, way);
            self.apply(cell, -delta);
        }
        self.changes.pop();
    }

    fn apply(&mut self, cell: usize, delta: i128) {
        for (at, weight) in self.system.of(cell) {
            if let Some(amount) = self.amounts.get_mut(*at) {
                // It was tried before that this can be held.
                *amount = amount.saturating_add(weight.saturating_mul(delta));
                if *amount == 0 {
                    self.wrong.remove(at);
                } else {
                    self.wrong.insert(*at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cell, Equation, System};

    /// A grid whose last row and column are totals, with the numbers of the others.
    fn grid(rows: usize, columns: usize, parts: &[i128]) -> System {
        let index = |row: usize, column: usize| row * (columns + 1) + column;
        let part = |row: usize, column: usize| {
            let at = (row * columns + column) % parts.len().max(1);
            parts.get(at).copied().unwrap_or(0)
        };
        let row = |row: usize| (0..columns).map(|column| part(row, column)).sum::<i128>();
        let column = |column: usize| (0..rows).map(|row| part(row, column)).sum::<i128>();
        let mut cells = Vec::new();
        for at in 0..=rows {
            for of in 0..=columns {
                let value = match (at == rows, of == columns) {
                    (false, false) => part(at, of),
                    (false, true) => row(at),
                    (true, false) => column(of),
                    (true, true) => (0..rows).map(row).sum(),
                };
                let signed = false;
                cells.push(Cell {
                    value,
                    step: 1,
                    signed,
                });
            }
        }
        let sum = |whole: usize, parts: Vec<usize>| Equation {
            terms: std::iter::once((whole, 1))
                .chain(parts.into_iter().map(|it| (it, -1)))
                .collect(),
            ..Equation::default()
        };
        let mut equations = Vec::new();
        for at in 0..=rows {
            let parts = (0..columns).map(|of| index(at, of)).collect();
            equations.push(sum(index(at, columns), parts));
        }
        for of in 0..=columns {
            let parts = (0..rows).map(|at| index(at, of)).collect();
            equations.push(sum(index(rows, of), parts));
        }
        System::new(cells, equations)
    }

    /// `grid` with errors; what each equation amounts to, and which do not hold.
    fn spoilt(mut system: System, errors: &[(usize, i128)]) -> (System, Vec<i128>, Vec<usize>) {
        let count = system.cells.len();
        for (cell, by) in errors {
            if let Some(cell) = system.cells.get_mut(cell % count) {
                cell.value += by;
            }
        }
        let amounts = system.amounts().unwrap();
        let wrong = super::super::positions(&amounts, |it| *it != 0);
        (system, amounts, wrong)
    }

    proptest! {
        #[test]
        fn a_repair_satisfies_every_identity(
            parts in prop::collection::vec(0_i128..40, 12),
            errors in prop::collection::vec((0_usize..20, 1_i128..30), 1..7),
        ) {
            let (system, amounts, wrong) = spoilt(grid(3, 4, &parts), &errors);
            for component in system.components(&wrong) {
                for repair in system.repairs(&amounts, &component).repairs {
                    let mut mended = System::new(system.cells.clone(), system.equations.clone());
                    for (cell, delta) in repair {
                        let cell = mended.cells.get_mut(cell).unwrap();
                        cell.value += delta;
                        prop_assert!(cell.value >= 0);
                    }
                    let after = mended.amounts().unwrap();
                    for at in &component {
                        prop_assert_eq!(after.get(*at), Some(&0));
                    }
                    let held = amounts.iter().zip(&after).all(|(one, other)| *one != 0 || *other == 0);
                    prop_assert!(held, "breaks an identity");
                }
            }
        }

        #[test]
        fn a_single_wrong_cell_is_the_only_repair(
            parts in prop::collection::vec(1_i128..40, 12),
            cell in 0_usize..20,
            by in 1_i128..30,
        ) {
            let (system, amounts, wrong) = spoilt(grid(3, 4, &parts), &[(cell, by)]);
            let found = system.repairs(&amounts, &wrong);
            prop_assert_eq!(found.repairs.into_iter().collect::<Vec<_>>(), [vec![(cell, -by)]]);
            prop_assert!(!found.cut_short);
        }
    }
}
