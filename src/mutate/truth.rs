//! Which relations of a pack the numbers of a report break, worked out from the numbers alone.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::fact::{CellState, Facts};
use crate::form::{Address, Instance, Scope};
use crate::pack::Pack;
use crate::relation::{Comparison, Relation, Sign, Sum, Term};

/// The numbers of a report's tables. A cell that is not there is not in it.
pub(super) type Numbers = BTreeMap<Address, Decimal>;

/// The numbers that were read, blanks that count as zero among them.
pub(super) fn numbers(facts: &Facts, pack: &Pack) -> Numbers {
    let mut numbers = Numbers::new();
    for (index, form) in pack.forms.iter().enumerate() {
        let of_form = facts
            .forms
            .iter()
            .filter(|it| it.form == form.id && it.found);
        for fact in of_form.flat_map(|it| &it.cells) {
            let zero = form.blank_is_zero(fact.cell).then_some(Decimal::ZERO);
            let value = match fact.state {
                CellState::Read | CellState::Inferred => fact.value,
                CellState::Blank | CellState::Dash => fact.value.or(zero),
                CellState::Unread | CellState::Absent => None,
            };
            let cell = fact.cell;
            numbers.extend(value.map(|it| (Address { form: index, cell }, it)));
        }
    }
    numbers
}

/// The rules and instances that `numbers` break.
pub(super) fn broken(pack: &Pack, numbers: &Numbers) -> BTreeSet<(usize, String)> {
    let mut broken = BTreeSet::new();
    for (index, rule) in pack.rules.iter().enumerate() {
        let Some(relation @ Relation::Chain { first, rest }) = rule.check.relation() else {
            continue;
        };
        let scope = Scope {
            forms: &pack.forms,
            form: rule.form,
            each: rule.each,
        };
        for instance in scope.instances(relation, rule.parts.as_ref()) {
            let total = |it: &Sum| total(&scope, &instance, it, numbers);
            let mut left = total(first);
            for (comparison, sum) in rest {
                let right = total(sum);
                let fits = match (left, right) {
                    (Some(left), Some(right)) => match comparison {
                        Comparison::Equal => left == right,
                        Comparison::AtMost => left <= right,
                        Comparison::AtLeast => left >= right,
                    },
                    _ => true,
                };
                if !fits {
                    broken.insert((index, instance.id.clone()));
                }
                left = right;
            }
        }
    }
    broken
}

/// What a sum comes to; none if the report lacks one of its numbers.
fn total(scope: &Scope<'_>, instance: &Instance, sum: &Sum, numbers: &Numbers) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    for (sign, term) in &sum.terms {
        let value = match term {
            Term::Integer(number) => Decimal::from(*number),
            Term::Path(path) => *numbers.get(&scope.cell(instance, path).ok()?)?,
            Term::SumOf(path) => {
                let cells = scope.group(instance, path).into_iter();
                cells.filter_map(|it| numbers.get(&it)).sum()
            }
            Term::Prior(_) => return None,
        };
        total = match sign {
            Sign::Plus => total.checked_add(value)?,
            Sign::Minus => total.checked_sub(value)?,
        };
    }
    Some(total)
}
