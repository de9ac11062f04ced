//! The equations that the judged relations of a report are, over its cells.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Finding;
use super::solve::{Cell, Equation, System};
use crate::fact::{CellFact, CellState, Facts};
use crate::form::{Address, Form, Instance, Scope};
use crate::pack::Pack;
use crate::relation::{Comparison, Relation, Sign, Sum, Term};
use crate::rule::{Precision, Role, Rule};
use crate::verdict::{Operand, Outcome, RuleResult, Verdict};

/// The cells that were compared, and how.
pub(super) struct Net {
    /// What must hold exactly: the identities.
    pub(super) hard: System,
    /// For each identity the verdict on it.
    pub(super) hard_from: Vec<Finding>,
    /// Bounds and expectations, with the verdict on each.
    pub(super) soft: Vec<(Equation, Finding)>,
    pub(super) cells: Vec<NetCell>,
    /// The decimal places of the units.
    scale: u32,
}

/// A cell of the report.
pub(super) struct NetCell {
    pub(super) address: Address,
    /// Whether its number follows from others.
    inferred: bool,
    value: Decimal,
}

/// One comparison of a verdict, before the numbers are brought to one unit.
struct Compared {
    terms: Vec<(Address, bool)>,
    constant: i64,
    at_most: bool,
    hard: bool,
    from: Finding,
}

impl Net {
    pub(super) fn new(facts: &Facts, pack: &Pack, results: &[RuleResult]) -> Self {
        let mut cells: BTreeMap<Address, NetCell> = BTreeMap::new();
        let mut all: Vec<Compared> = Vec::new();
        for (result, it) in results.iter().enumerate() {
            if let Some(rule) = pack.rules.get(it.rule) {
                gather(facts, pack, rule, (result, it), &mut cells, &mut all);
            }
        }
        let cells: Vec<NetCell> = cells.into_values().collect();
        let scales = cells.iter().map(|it| it.value.normalize().scale());
        let mut net = Self {
            hard: System::default(),
            hard_from: Vec::new(),
            soft: Vec::new(),
            scale: scales.max().unwrap_or(0),
            cells,
        };
        net.build(pack, &all);
        net
    }

    fn build(&mut self, pack: &Pack, all: &[Compared]) {
        let one = 10_i128.pow(self.scale.min(28));
        let numbers: Option<Vec<Cell>> = self
            .cells
            .iter()
            .map(|it| {
                let form = pack.forms.get(it.address.form)?;
                let decimal =
                    form.row(it.address.cell)?.decimal || form.column(it.address.cell)?.decimal;
                Some(Cell {
                    value: units(it.value, self.scale)?,
                    step: if decimal { 1 } else { one },
                    signed: form.column(it.address.cell)?.signed,
                })
            })
            .collect();
        // Numbers too large to count with are left alone.
        let Some(numbers) = numbers else {
            return;
        };
        let index = |address: &Address| {
            let found = self.cells.binary_search_by(|it| it.address.cmp(address));
            found.ok()
        };
        let (mut hard, mut hard_from, mut soft) = (Vec::new(), Vec::new(), Vec::new());
        for it in all {
            let mut terms: BTreeMap<usize, i128> = BTreeMap::new();
            for (address, plus) in &it.terms {
                if let Some(cell) = index(address) {
                    *terms.entry(cell).or_default() += if *plus { 1 } else { -1 };
                }
            }
            terms.retain(|_, weight| *weight != 0);
            let equation = Equation {
                terms: terms.into_iter().collect(),
                constant: i128::from(it.constant) * one,
                at_most: it.at_most,
            };
            if it.hard {
                hard.push(equation);
                hard_from.push(it.from);
            } else {
                soft.push((equation, it.from));
            }
        }
        for (cell, _) in self.cells.iter().enumerate().filter(|(_, it)| it.inferred) {
            eliminate(cell, &numbers, &mut hard, &mut soft);
        }
        // An identity that only gave a number says nothing any more.
        let kept = |equation: &Equation| !equation.terms.is_empty();
        hard_from = hard_from
            .into_iter()
            .zip(&hard)
            .filter(|(_, it)| kept(it))
            .map(|(from, _)| from)
            .collect();
        hard.retain(kept);
        self.hard_from = hard_from;
        self.soft = soft;
        self.hard = System::new(numbers, hard);
    }

    /// Identities, then bounds and expectations, as one system.
    pub(super) fn whole(&self) -> System {
        let soft = self.soft.iter().map(|(equation, _)| equation);
        let equations = self.hard.equations.iter().chain(soft).cloned().collect();
        System::new(self.hard.cells.clone(), equations)
    }

    /// The number that `cell` would hold, changed by `delta`.
    pub(super) fn changed(&self, cell: usize, delta: i128) -> Option<Decimal> {
        let value = self.hard.cells.get(cell)?.value.checked_add(delta)?;
        let number = Decimal::try_from_i128_with_scale(value, self.scale).ok()?;
        Some(number.normalize())
    }
}

/// `value` counted in units of that many decimal places.
fn units(value: Decimal, scale: u32) -> Option<i128> {
    let value = value.normalize();
    let more = scale.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(more)?)
}

/// Puts what an inferred `cell` was computed from in its place, so that it changes with that.
fn eliminate(
    cell: usize,
    numbers: &[Cell],
    hard: &mut [Equation],
    soft: &mut [(Equation, Finding)],
) {
    let value = |at: usize| numbers.get(at).map(|it| it.value);
    let weight_in = |it: &Equation| {
        let found = it.terms.iter().find(|(at, _)| *at == cell);
        found.map(|(_, weight)| *weight)
    };
    let source = hard.iter().position(|it| {
        weight_in(it).is_some_and(|weight| weight.abs() == 1) && it.amount(value) == Some(0)
    });
    let by = match source.and_then(|at| hard.get_mut(at)) {
        Some(it) => std::mem::take(it),
        // Nothing to put in its place: its number stands.
        None => Equation {
            terms: vec![(cell, 1)],
            constant: -value(cell).unwrap_or(0),
            at_most: false,
        },
    };
    let own = weight_in(&by).unwrap_or(1);
    for equation in hard.iter_mut().chain(soft.iter_mut().map(|(it, _)| it)) {
        let Some(weight) = weight_in(equation) else {
            continue;
        };
        let mut terms: BTreeMap<usize, i128> = equation.terms.iter().copied().collect();
        for (at, of) in &by.terms {
            *terms.entry(*at).or_default() -= weight * own * of;
        }
        terms.retain(|_, weight| *weight != 0);
        equation.terms = terms.into_iter().collect();
        equation.constant -= weight * own * by.constant;
    }
}

/// Adds the comparisons of one rule's verdicts.
fn gather(
    facts: &Facts,
    pack: &Pack,
    rule: &Rule,
    (result, judged): (usize, &RuleResult),
    cells: &mut BTreeMap<Address, NetCell>,
    all: &mut Vec<Compared>,
) {
    let Some(holds @ Relation::Chain { first, rest }) = rule.check.relation() else {
        return;
    };
    let scope = Scope {
        forms: &pack.forms,
        form: rule.form,
        each: rule.each,
    };
    let instances = scope.instances(holds, rule.parts.as_ref());
    for (verdict, (it, instance)) in judged.verdicts.iter().zip(&instances).enumerate() {
        if !matches!(it.outcome, Outcome::Pass | Outcome::Fail) {
            continue;
        }
        let sums: Option<Vec<Vec<(Address, bool)>>> = std::iter::once(first)
            .chain(rest.iter().map(|(_, sum)| sum))
            .map(|sum| addresses(facts, &scope, instance, sum))
            .collect();
        let Some(sums) = sums else {
            continue;
        };
        if !take_values(it, &sums, cells) {
            continue;
        }
        let constants: Vec<i64> = std::iter::once(first)
            .chain(rest.iter().map(|(_, sum)| sum))
            .map(constant)
            .collect();
        let sides = sums.iter().zip(&constants);
        for ((comparison, _), (left, right)) in rest.iter().zip(sides.clone().zip(sides.skip(1))) {
            let ((more, plus), (less, minus)) = match comparison {
                Comparison::Equal | Comparison::AtMost => (left, right),
                Comparison::AtLeast => (right, left),
            };
            let taken = less.iter().map(|(address, plus)| (*address, !plus));
            all.push(Compared {
                terms: more.iter().copied().chain(taken).collect(),
                constant: plus.saturating_sub(*minus),
                at_most: *comparison != Comparison::Equal,
                hard: rule.role == Role::Identity
                    && rule.precision == Precision::Exact
                    && *comparison == Comparison::Equal,
                from: Finding { result, verdict },
            });
        }
    }
}

/// The cells of a sum that the report has, and whether each is added; none if one cannot be named.
fn addresses(
    facts: &Facts,
    scope: &Scope<'_>,
    instance: &Instance,
    sum: &Sum,
) -> Option<Vec<(Address, bool)>> {
    let mut cells = Vec::new();
    for (sign, term) in &sum.terms {
        let named = match term {
            Term::Integer(_) => Vec::new(),
            Term::Prior(_) => return None,
            Term::Path(path) => vec![scope.cell(instance, path).ok()?],
            Term::SumOf(path) => scope.group(instance, path),
        };
        let present = named.into_iter().filter(|it| {
            let form = scope.forms.get(it.form);
            let fact = form.and_then(|form| fact(facts, form, *it));
            fact.is_some_and(|it| it.state != CellState::Absent)
        });
        cells.extend(present.map(|it| (it, *sign == Sign::Plus)));
    }
    Some(cells)
}

/// What was read of a cell.
pub(super) fn fact<'f>(facts: &'f Facts, form: &Form, address: Address) -> Option<&'f CellFact> {
    let of = facts.forms.iter().find(|it| it.form == form.id && it.found);
    of?.cell(address.cell)
}

/// Notes the numbers a verdict compared; false if they do not fit its cells.
fn take_values(
    verdict: &Verdict,
    sums: &[Vec<(Address, bool)>],
    cells: &mut BTreeMap<Address, NetCell>,
) -> bool {
    let named: Vec<Address> = sums.iter().flatten().map(|(it, _)| *it).collect();
    if named.len() != verdict.operands.len() {
        return false;
    }
    let values: Option<Vec<(Address, Decimal, &Operand)>> = named
        .into_iter()
        .zip(&verdict.operands)
        .map(|(address, operand)| Some((address, operand.value?, operand)))
        .collect();
    let Some(values) = values else {
        return false;
    };
    for (address, value, operand) in values {
        cells.entry(address).or_insert(NetCell {
            address,
            inferred: operand.state == CellState::Inferred,
            value,
        });
    }
    true
}

fn constant(sum: &Sum) -> i64 {
    let integers = sum
        .terms
        .iter()
        .filter_map(|(sign, term)| match (sign, term) {
            (Sign::Plus, Term::Integer(value)) => Some(*value),
            (Sign::Minus, Term::Integer(value)) => Some(value.saturating_neg()),
            (_, Term::Path(_) | Term::SumOf(_) | Term::Prior(_)) => None,
        });
    integers.fold(0, i64::saturating_add)
}
