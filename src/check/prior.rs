//! Prior: the same organ's report on the year before, for relations that look back.

use super::cells::{Taken, operand};
use super::message::number;
use crate::fact::CellState;
use crate::form::{Address, Form};
use crate::script::Prior;

/// What the report of the year before says of the cell that is `address` in `form` of the present
/// pack; none if its table has no such cell. The place is in another text, so it goes into the raw
/// words.
pub(super) fn take(prior: &Prior, form: &Form, address: Address) -> Option<Taken> {
    let (own, cell, gist) = prior.cell(form, address.cell)?;
    let fact = &gist.fact;
    let mut operand = operand(format!("上一年报告“{}”", own.cell_name(cell)), fact);
    let said = operand.value.map_or_else(|| operand.raw.clone(), number);
    operand.raw = format!("{said}（{}）", prior.place(gist));
    (fact.state != CellState::Absent).then(|| Taken {
        operand,
        blank_is_zero: own.blank_is_zero(cell),
        total: own.is_total(cell),
        unconfirmed: fact.state == CellState::Inferred && !fact.confirmed,
        left_out: fact.left_out(),
    })
}
