//! Erasures: totals left blank over parts that are filled. Their numbers follow from the
//! identities of the form and are *inferred*; nothing else is.

use rust_decimal::Decimal;

use crate::fact::{CellState, FormFacts};
use crate::form::{CellId, Form, Scope};
use crate::relation::{Comparison, Relation, Sign, Sum, Term};

/// An equality of a form: weighted cells and a constant that add up to zero.
struct Equation {
    terms: Vec<(CellId, Decimal)>,
    constant: Decimal,
    /// The cell that is the sum of all others, if there is one.
    whole: Option<CellId>,
}

/// Gives each blank total of `facts`, the readings of `forms` in their order, the sum of its
/// parts. A total over nothing but blanks stays blank, and so does one for which two identities
/// give different sums.
pub fn infer(forms: &[Form], facts: &mut [FormFacts]) {
    for (at, (form, facts)) in forms.iter().zip(facts).enumerate() {
        let blank = |cell: CellId| form.is_total(cell) && is_blank(facts, cell);
        if !facts.found || !form.cells().any(blank) {
            continue;
        }
        let equations = equations(forms, at, form, facts);
        // A total may be a part of another: each round gives at least one more.
        while fill(form, facts, &equations) {}
        confirm(form, facts, &equations);
    }
}

fn is_blank(facts: &FormFacts, cell: CellId) -> bool {
    let fact = facts.cell(cell);
    fact.is_some_and(|it| matches!(it.state, CellState::Blank | CellState::Dash))
}

/// The number a cell stands for, if it is known.
fn number(form: &Form, facts: &FormFacts, cell: CellId) -> Option<Decimal> {
    if is_blank(facts, cell) {
        return form.blank_is_zero(cell).then_some(Decimal::ZERO);
    }
    facts.cell(cell)?.value
}

/// Fills the totals that can be filled now; whether there were any.
fn fill(form: &Form, facts: &mut FormFacts, equations: &[Equation]) -> bool {
    let known = &*facts;
    let inferred: Vec<(CellId, Decimal)> = form
        .cells()
        .filter(|cell| form.is_total(*cell) && is_blank(known, *cell))
        .filter_map(|cell| {
            let mut sums = equations
                .iter()
                .filter(|it| it.whole == Some(cell))
                .filter_map(|it| sum_of_parts(form, known, it, cell));
            let first = sums.next()?;
            sums.all(|it| it == first).then_some((cell, first))
        })
        .collect();
    for (cell, value) in &inferred {
        if let Ok(at) = facts.cells.binary_search_by(|it| it.cell.cmp(cell))
            && let Some(fact) = facts.cells.get_mut(at)
        {
            fact.state = CellState::Inferred;
            fact.value = Some(value.normalize());
        }
    }
    !inferred.is_empty()
}

/// What the parts of `whole` come to; none if one is not known or none is written.
fn sum_of_parts(
    form: &Form,
    facts: &FormFacts,
    equation: &Equation,
    whole: CellId,
) -> Option<Decimal> {
    let parts = || equation.terms.iter().filter(|(cell, _)| *cell != whole);
    if parts().all(|(cell, _)| is_blank(facts, *cell)) {
        return None;
    }
    parts().try_fold(Decimal::ZERO, |sum, (cell, _)| {
        sum.checked_add(number(form, facts, *cell)?)
    })
}

/// Marks the inferred numbers that another identity bears out.
fn confirm(form: &Form, facts: &mut FormFacts, equations: &[Equation]) {
    let holds = |equation: &&Equation| {
        let known = &*facts;
        let mut terms = equation.terms.iter();
        let sum = terms.try_fold(equation.constant, |sum, (cell, weight)| {
            sum.checked_add(number(form, known, *cell)?.checked_mul(*weight)?)
        });
        sum.is_some_and(|it| it.is_zero())
    };
    let holding: Vec<&Equation> = equations.iter().filter(holds).collect();
    for fact in &mut facts.cells {
        let stands_in = |it: &&&Equation| it.terms.iter().any(|(cell, _)| *cell == fact.cell);
        fact.confirmed =
            fact.state == CellState::Inferred && holding.iter().filter(stands_in).nth(1).is_some();
    }
}

fn equations(forms: &[Form], at: usize, form: &Form, facts: &FormFacts) -> Vec<Equation> {
    let mut equations = Vec::new();
    for identity in &form.identities {
        let Relation::Chain { first, rest } = &identity.relation else {
            continue;
        };
        let [(Comparison::Equal, second)] = rest.as_slice() else {
            continue;
        };
        let scope = Scope {
            forms,
            form: Some(at),
            each: identity.each,
        };
        for instance in scope.instances(&identity.relation, None) {
            let cells = |sum: &Sum| -> Option<(Vec<(CellId, Decimal)>, Decimal)> {
                let (mut cells, mut constant) = (Vec::new(), Decimal::ZERO);
                for (sign, term) in &sum.terms {
                    let weight = match sign {
                        Sign::Plus => Decimal::ONE,
                        Sign::Minus => Decimal::NEGATIVE_ONE,
                    };
                    let named = match term {
                        Term::Integer(value) => {
                            constant += weight * Decimal::from(*value);
                            Vec::new()
                        }
                        Term::Prior(_) => return None,
                        Term::Path(path) => vec![scope.cell(&instance, path).ok()?],
                        Term::SumOf(path) => scope.group(&instance, path),
                    };
                    let present = named.iter().filter(|it| {
                        let fact = facts.cell(it.cell);
                        fact.is_some_and(|it| it.state != CellState::Absent)
                    });
                    cells.extend(present.map(|it| (it.cell, weight)));
                }
                Some((cells, constant))
            };
            if let (Some(left), Some(right)) = (cells(first), cells(second)) {
                equations.push(equation(left, right));
            }
        }
    }
    equations
}

type Side = (Vec<(CellId, Decimal)>, Decimal);

fn equation(left: Side, right: Side) -> Equation {
    let added = |side: &Side| side.0.iter().all(|(_, weight)| *weight == Decimal::ONE);
    let plain = left.1.is_zero() && right.1.is_zero() && added(&left) && added(&right);
    let whole = match (left.0.as_slice(), right.0.as_slice()) {
        ([(whole, _)], [_, _, ..]) | ([_, _, ..], [(whole, _)]) if plain => Some(*whole),
        _ => None,
    };
    let taken = right.0.into_iter().map(|(cell, weight)| (cell, -weight));
    Equation {
        terms: left.0.into_iter().chain(taken).collect(),
        constant: left.1 - right.1,
        whole,
    }
}
