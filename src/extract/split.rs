//! Parts digits that stand for all values of a row with nothing between them.
//!
//! `1203` may be 12, 0 and 3, or 1, 20 and 3. Only the identities of the form can tell, so the
//! values are *inferred*, and only if one single way to part all rows of the form satisfies every
//! identity that touches them. Where several do, or none, or where it would take too long to
//! know, the cells stay unread. Values that stand apart are given, never chosen.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::fact::{CellState, FormFacts};
use crate::form::{CellId, Each, Form, Scope};
use crate::relation::{Comparison, Relation, Sign, Sum, Term};

/// A row whose values are glued together.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) cells: Vec<CellId>,
    pub(super) digits: String,
}

/// Steps after which the splits of a form's rows are too many to go through.
const STEPS: usize = 2_000_000;
/// Steps after which the ways to combine them are too many.
const JOINT: usize = 200_000;
/// A value has no more digits than this.
const DIGITS: usize = 9;
/// Rows of fewer values are not parted.
const FEWEST: usize = 3;

/// How many values a printed row of `form` has, if its identities can part them.
pub(super) fn size(form: &Form) -> Option<usize> {
    if form.identities.iter().all(|it| it.each != Each::Row) {
        return None;
    }
    let mut sizes = form.blocks.iter().map(|block| {
        let rows = block.rows.iter().filter(|row| !row.heading).count();
        block.columns.len() * if block.across { rows } else { 1 }
    });
    let size = sizes.next()?;
    (size >= FEWEST && sizes.all(|it| it == size)).then_some(size)
}

/// Gives the cells of `runs` their values in `facts`, if there is exactly one way to.
pub(super) fn infer(forms: &[Form], index: usize, facts: &mut FormFacts, runs: &[Run]) {
    let Some(form) = forms.get(index) else {
        return;
    };
    let open: BTreeSet<CellId> = runs.iter().flat_map(|run| &run.cells).copied().collect();
    // What else is unread may be where the identities break.
    let doubtful = |cell: CellId, state| state == CellState::Unread && !open.contains(&cell);
    if runs.is_empty() || facts.cells.iter().any(|it| doubtful(it.cell, it.state)) {
        return;
    }
    let Some(equations) = equations(forms, index, form, facts, &open) else {
        return;
    };
    let Some(values) = solve(&equations, runs) else {
        return;
    };
    for fact in &mut facts.cells {
        if let Some(value) = values.get(&fact.cell) {
            fact.value = Some(Decimal::from(*value));
            fact.state = CellState::Inferred;
        }
    }
}

/// The weighted cells and the constant add up to zero.
#[derive(Debug, Default)]
struct Equation {
    terms: BTreeMap<CellId, i64>,
    constant: i64,
}

/// The identities that touch `open` cells, with what was read put in; none if they leave one of
/// those cells untouched.
fn equations(
    forms: &[Form],
    index: usize,
    form: &Form,
    facts: &FormFacts,
    open: &BTreeSet<CellId>,
) -> Option<Vec<Equation>> {
    let mut equations = Vec::new();
    for identity in &form.identities {
        let scope = Scope {
            forms,
            form: Some(index),
            each: identity.each,
        };
        let Relation::Chain { first, rest } = &identity.relation else {
            continue;
        };
        for instance in scope.instances(&identity.relation, None) {
            let cells = |term: &Term| -> Vec<CellId> {
                let addresses = match term {
                    Term::Integer(_) | Term::Prior(_) => Vec::new(),
                    Term::Path(path) => scope.cell(&instance, path).into_iter().collect(),
                    Term::SumOf(path) => scope.group(&instance, path),
                };
                let own = addresses.iter().filter(|it| it.form == index);
                own.map(|it| it.cell).collect()
            };
            let sums: Vec<&Sum> = std::iter::once(first)
                .chain(rest.iter().map(|(_, sum)| sum))
                .collect();
            for (pair, (comparison, _)) in sums.windows(2).zip(rest) {
                if let [left, right] = pair
                    && *comparison == Comparison::Equal
                    && let Some(equation) = equation(left, right, cells, form, facts, open)
                    && !equation.terms.is_empty()
                {
                    equations.push(equation);
                }
            }
        }
    }
    let touched = |cell| {
        equations
            .iter()
            .any(|it: &Equation| it.terms.contains_key(cell))
    };
    open.iter().all(touched).then_some(equations)
}

/// `left` equals `right`; none if what stands in one of the cells is no whole number.
fn equation(
    left: &Sum,
    right: &Sum,
    cells: impl Fn(&Term) -> Vec<CellId>,
    form: &Form,
    facts: &FormFacts,
    open: &BTreeSet<CellId>,
) -> Option<Equation> {
    let mut equation = Equation::default();
    for (side, sum) in [(1, left), (-1, right)] {
        for (sign, term) in &sum.terms {
            let factor = match sign {
                Sign::Plus => side,
                Sign::Minus => -side,
            };
            let mut taken = 0;
            for cell in cells(term) {
                let Some(fact) = facts.cell(cell) else {
                    continue;
                };
                if fact.state == CellState::Absent {
                    continue;
                }
                taken += 1;
                if open.contains(&cell) {
                    *equation.terms.entry(cell).or_default() += factor;
                    continue;
                }
                let value = match (fact.state, fact.value) {
                    (CellState::Read, Some(value)) if value.fract().is_zero() => value.to_i64()?,
                    (CellState::Blank | CellState::Dash, _) if form.blank_is_zero(cell) => 0,
                    _ => return None,
                };
                equation.constant = equation.constant.checked_add(factor.checked_mul(value)?)?;
            }
            match term {
                Term::Integer(value) => {
                    equation.constant =
                        equation.constant.checked_add(factor.checked_mul(*value)?)?;
                }
                Term::Path(_) | Term::SumOf(_) if taken > 0 => {}
                Term::Path(_) | Term::SumOf(_) | Term::Prior(_) => return None,
            }
        }
    }
    equation.terms.retain(|_, factor| *factor != 0);
    Some(equation)
}

/// The one way to part all `runs` that satisfies all `equations`.
fn solve(equations: &[Equation], runs: &[Run]) -> Option<BTreeMap<CellId, i64>> {
    let mut steps = STEPS;
    let mut choices: Vec<(&Run, Vec<Vec<i64>>)> = Vec::with_capacity(runs.len());
    for run in runs {
        let splits = Splits::of(run, equations, &mut steps)?;
        choices.push((run, splits));
    }
    // Rows that leave no choice come first; what they say narrows the others.
    choices.sort_by_key(|(_, splits)| splits.len());
    let chosen = joint(equations, &choices)?;
    let mut values = BTreeMap::new();
    for ((run, splits), choice) in choices.iter().zip(chosen) {
        let split = splits.get(choice)?;
        values.extend(run.cells.iter().copied().zip(split.iter().copied()));
    }
    Some(values)
}

/// The factors of an equation by place in a row, and its constant.
type Check = (Vec<(usize, i64)>, i64);

/// Every way to part the digits of one row that satisfies the identities within the row.
struct Splits<'a> {
    digits: &'a [u8],
    size: usize,
    /// For each value, the equations that are complete with it.
    checks: Vec<Vec<Check>>,
    found: Vec<Vec<i64>>,
}

impl<'a> Splits<'a> {
    /// None if there is no such way, or too many steps are needed to know them all.
    fn of(run: &'a Run, equations: &[Equation], steps: &mut usize) -> Option<Vec<Vec<i64>>> {
        let mut splits = Self {
            digits: run.digits.as_bytes(),
            size: run.cells.len(),
            checks: vec![Vec::new(); run.cells.len()],
            found: Vec::new(),
        };
        for equation in equations {
            let place = |(cell, factor): (&CellId, &i64)| {
                let at = run.cells.iter().position(|it| it == cell)?;
                Some((at, *factor))
            };
            if let Some(terms) = equation
                .terms
                .iter()
                .map(place)
                .collect::<Option<Vec<(usize, i64)>>>()
                && let Some(last) = terms.iter().map(|(at, _)| *at).max()
                && let Some(checks) = splits.checks.get_mut(last)
            {
                checks.push((terms, equation.constant));
            }
        }
        splits.grow(0, &mut Vec::with_capacity(run.cells.len()), steps)?;
        (!splits.found.is_empty()).then_some(splits.found)
    }

    /// Adds one value to those parted off, in every way; it calls itself once a value at most.
    fn grow(&mut self, at: usize, values: &mut Vec<i64>, steps: &mut usize) -> Option<()> {
        let rest = self.digits.get(at..).unwrap_or_default();
        if values.len() == self.size {
            if rest.is_empty() {
                self.found.push(values.clone());
            }
            return Some(());
        }
        let others = self.size - values.len() - 1;
        let longest = if rest.first() == Some(&b'0') {
            1
        } else {
            DIGITS
        };
        let mut value = 0;
        for (length, digit) in (1..=longest).zip(rest) {
            value = value * 10 + i64::from(digit - b'0');
            let left = rest.len() - length;
            if left < others {
                break;
            }
            if left > others * DIGITS {
                continue;
            }
            *steps = steps.checked_sub(1)?;
            values.push(value);
            if self.holds(values) {
                self.grow(at + length, values, steps)?;
            }
            values.pop();
        }
        Some(())
    }

    /// Whether the equations that the last value completes are satisfied.
    fn holds(&self, values: &[i64]) -> bool {
        let checks = values
            .len()
            .checked_sub(1)
            .and_then(|it| self.checks.get(it));
        checks.into_iter().flatten().all(|(terms, constant)| {
            let value = |at: usize| values.get(at).copied().unwrap_or_default();
            let sum: i64 = terms.iter().map(|(at, factor)| factor * value(*at)).sum();
            sum + constant == 0
        })
    }
}

/// Which split each row takes, if exactly one choice satisfies all equations.
fn joint(equations: &[Equation], choices: &[(&Run, Vec<Vec<i64>>)]) -> Option<Vec<usize>> {
    // What each split adds to each equation.
    let adds = |run: &Run, split: &Vec<i64>| -> Vec<i64> {
        let by_cell: BTreeMap<&CellId, &i64> = run.cells.iter().zip(split).collect();
        let add = |equation: &Equation| {
            let parts = equation
                .terms
                .iter()
                .filter_map(|(cell, factor)| Some(factor * **by_cell.get(cell)?));
            parts.sum()
        };
        equations.iter().map(add).collect()
    };
    let rows: Vec<Vec<Vec<i64>>> = choices
        .iter()
        .map(|(run, splits)| splits.iter().map(|split| adds(run, split)).collect())
        .collect();
    // The least and the most that the rows from each on can still add.
    let mut reach = vec![vec![(0_i64, 0_i64); equations.len()]];
    for row in rows.iter().rev() {
        let after = reach.last()?;
        let here = after.iter().enumerate().map(|(at, (least, most))| {
            let all = || row.iter().filter_map(|add| add.get(at).copied());
            (
                least + all().min().unwrap_or(0),
                most + all().max().unwrap_or(0),
            )
        });
        reach.push(here.collect());
    }
    reach.reverse();
    let mut search = Search {
        rows: &rows,
        reach: &reach,
        steps: JOINT,
        chosen: Vec::new(),
        found: Vec::new(),
    };
    let start: Vec<i64> = equations.iter().map(|it| it.constant).collect();
    search.choose(&start)?;
    match search.found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

struct Search<'a> {
    rows: &'a [Vec<Vec<i64>>],
    reach: &'a [Vec<(i64, i64)>],
    steps: usize,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Tries every split of the next row; it calls itself once a row at most. None as soon as two
    /// choices are found, or too many steps are needed.
    fn choose(&mut self, sums: &[i64]) -> Option<()> {
        let next = self.chosen.len();
        let within = self.reach.get(next)?.iter().zip(sums);
        if within
            .into_iter()
            .any(|((least, most), sum)| sum + least > 0 || sum + most < 0)
        {
            return Some(());
        }
        let Some(row) = self.rows.get(next) else {
            self.found.push(self.chosen.clone());
            return (self.found.len() < 2).then_some(());
        };
        for (at, add) in row.iter().enumerate() {
            self.steps = self.steps.checked_sub(1)?;
            let sums: Vec<i64> = sums.iter().zip(add).map(|(sum, add)| sum + add).collect();
            self.chosen.push(at);
            self.choose(&sums)?;
            self.chosen.pop();
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: usize, column: usize) -> CellId {
        CellId {
            block: 0,
            row,
            column,
        }
    }

    /// Rows of three, the third the sum of the others; in each column the last row is the sum.
    fn parted(rows: &[&str]) -> Option<Vec<i64>> {
        let runs: Vec<Run> = (0..)
            .zip(rows)
            .map(|(row, digits)| Run {
                cells: (0..3).map(|column| cell(row, column)).collect(),
                digits: (*digits).to_owned(),
            })
            .collect();
        let sum = |parts: Vec<CellId>, total| Equation {
            terms: parts
                .into_iter()
                .map(|part| (part, 1))
                .chain([(total, -1)])
                .collect(),
            constant: 0,
        };
        let across = (0..rows.len()).map(|row| sum(vec![cell(row, 0), cell(row, 1)], cell(row, 2)));
        let last = rows.len() - 1;
        let down = (0..3).map(|column| {
            sum(
                (0..last).map(|row| cell(row, column)).collect(),
                cell(last, column),
            )
        });
        let equations: Vec<Equation> = if last == 0 {
            across.collect()
        } else {
            across.chain(down).collect()
        };
        Some(solve(&equations, &runs)?.into_values().collect())
    }

    #[test]
    fn parts_digits_only_if_there_is_one_way() {
        assert_eq!(parted(&["12012"]).unwrap(), [12, 0, 12]);
        assert_eq!(parted(&["000"]).unwrap(), [0, 0, 0]);
        // 1 + 23 = 24 and 12 + 3 = 15 are told apart by the total.
        assert_eq!(parted(&["12324"]).unwrap(), [1, 23, 24]);
        // No leading zeros, and nothing adds up.
        assert_eq!(parted(&["1203"]), None);
        assert_eq!(parted(&["12"]), None);
        assert_eq!(parted(&[""]), None);
    }

    #[test]
    fn columns_tell_rows_apart() {
        // 1 + 11 = 12 or 11 + 1 = 12.
        assert_eq!(parted(&["11112"]), None);
        assert_eq!(
            parted(&["11112", "202", "31114"]).unwrap(),
            [1, 11, 12, 2, 0, 2, 3, 11, 14]
        );
        // The last row could be 3, 11 and 14 only; with 4 it adds up in itself, but not below.
        assert_eq!(parted(&["11112", "202", "41115"]), None);
    }

    #[test]
    fn gives_up_where_there_is_too_much_to_try() {
        let long = "1".repeat(60);
        let rows: Vec<&str> = std::iter::repeat_n(long.as_str(), 30).collect();
        assert_eq!(parted(&rows), None);
    }
}
