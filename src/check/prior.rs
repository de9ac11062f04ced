//! Prior: the same organ's report on the year before, for relations that look back.

use std::sync::Arc;

use super::cells::{Taken, operand};
use super::message::number;
use crate::fact::{CellState, Facts};
use crate::form::{Address, Form};
use crate::script::Vocabulary;

/// The report of the year before, read with the pack of its own year.
#[derive(Debug, Clone)]
pub struct Prior {
    /// What it says.
    pub facts: Arc<Facts>,
    /// The names of the pack it was read with.
    pub words: Arc<Vocabulary>,
}

impl Prior {
    /// Whether it is the report of the year before `facts`.
    #[must_use]
    pub fn is_before(&self, facts: &Facts) -> bool {
        let year = |facts: &Facts| facts.year.as_ref().map(|it| it.value);
        match (year(&self.facts), year(facts)) {
            (Some(before), Some(year)) => before.checked_add(1) == Some(year),
            (None, _) | (_, None) => false,
        }
    }

    /// What it says of the cell that is `address` in `form` of the present pack; none if its table
    /// has no such cell. The place is in another text, so it goes into the raw words.
    pub(super) fn take(&self, form: &Form, address: Address) -> Option<Taken> {
        let name = format!("{}.{}", form.id, form.path(address.cell));
        let there = self.words.cell(&name).ok()?;
        let own = self.words.forms.get(there.form)?;
        let facts = self
            .facts
            .forms
            .iter()
            .find(|it| it.form == own.id && it.found)?;
        let fact = facts.cell(there.cell)?;
        let mut operand = operand(format!("上年{}", own.cell_name(there.cell)), fact);
        if let Some(span) = fact.span {
            let source = &self.facts.source;
            let said = operand.value.map_or_else(|| operand.raw.clone(), number);
            operand.raw = format!(
                "{said}（{} 第 {} 行）",
                source.name(),
                source.line_of(span.start)
            );
        }
        operand.span = None;
        (fact.state != CellState::Absent).then(|| Taken {
            operand,
            blank_is_zero: own.blank_is_zero(there.cell),
            total: own.is_total(there.cell),
            unconfirmed: fact.state == CellState::Inferred && !fact.confirmed,
            left_out: fact.left_out(),
        })
    }
}
