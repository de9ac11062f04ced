//! What a rule stands on: the cells it may ask for and what was read of them.

use rust_decimal::Decimal;

use super::Subject;
use super::message::number;
use crate::fact::{CellFact, CellState, Facts, FormFacts};
use crate::form::{Address, Form, Scope};
use crate::pack::Pack;
use crate::rule::Rule;
use crate::script::Prior;
use crate::verdict::{Label, Operand};

/// A rule, and the report it is tried on.
pub(super) struct Ground<'a> {
    pub(super) facts: &'a Facts,
    pub(super) pack: &'a Pack,
    pub(super) rule: &'a Rule,
    pub(super) scope: Scope<'a>,
    /// The report of the year before, if it is known.
    pub(super) prior: Option<&'a Prior>,
}

/// A cell that takes part in a relation.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of the cell"
)]
pub(super) struct Taken {
    pub(super) operand: Operand,
    /// Whether the form lets it be blank for zero.
    pub(super) blank_is_zero: bool,
    /// Whether it is a total of others.
    pub(super) total: bool,
    /// Whether its number was inferred and nothing bears that out.
    pub(super) unconfirmed: bool,
    /// Whether it is a total left blank over parts that are not zero.
    pub(super) left_out: bool,
}

impl<'a> Ground<'a> {
    pub(super) fn new(subject: &'a Subject<'a>, rule: &'a Rule) -> Self {
        let (facts, pack): (&Facts, &Pack) = (subject.facts, subject.pack);
        let scope = Scope {
            forms: &pack.forms,
            form: rule.form,
            each: rule.each,
        };
        Self {
            facts,
            pack,
            rule,
            scope,
            prior: subject.beside.prior.as_ref().ok(),
        }
    }

    pub(super) fn form(&self, index: usize) -> Option<(&'a Form, Option<&'a FormFacts>)> {
        let form = self.pack.forms.get(index)?;
        let facts = self
            .facts
            .forms
            .iter()
            .find(|it| it.form == form.id && it.found);
        Some((form, facts))
    }

    /// What was read of a cell; none if the report's table has no such cell.
    pub(super) fn take(&self, address: Address) -> Option<Taken> {
        let (form, facts) = self.form(address.form)?;
        let fact = facts?.cell(address.cell)?;
        let total = form.is_total(address.cell);
        (fact.state != CellState::Absent).then(|| Taken {
            operand: operand(form.cell_name(address.cell), fact),
            blank_is_zero: form.blank_is_zero(address.cell),
            total,
            unconfirmed: fact.state == CellState::Inferred && !fact.confirmed,
            left_out: fact.left_out(),
        })
    }
}

pub(super) fn operand(name: String, fact: &CellFact) -> Operand {
    // A total over nothing but zeros is a blank that counts as zero.
    let as_zero = fact.erased() && !fact.left_out();
    // A number that is not there cannot have been read.
    let state = match (fact.state, fact.value) {
        (CellState::Inferred, Some(_)) if as_zero && fact.raw.trim().is_empty() => CellState::Blank,
        (CellState::Inferred, Some(_)) if as_zero => CellState::Dash,
        (CellState::Read | CellState::Inferred, None) => CellState::Unread,
        (state, _) => state,
    };
    let given = as_zero || matches!(state, CellState::Read | CellState::Inferred);
    let value = given.then_some(fact.value);
    Operand {
        name,
        value: value.flatten(),
        raw: fact.raw.clone(),
        state,
        as_zero,
        span: fact.span,
    }
}

impl Taken {
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.operand.state, CellState::Blank | CellState::Dash)
    }

    pub(super) fn is_unread(&self) -> bool {
        self.operand.state == CellState::Unread
    }

    pub(super) fn is_zero(&self) -> bool {
        self.operand.value.is_some_and(|value| value.is_zero())
    }

    pub(super) fn read_as_zero(&mut self) {
        self.operand.value = Some(Decimal::ZERO);
        self.operand.as_zero = true;
    }

    /// Its place and what to say of it there.
    pub(super) fn label(&self) -> Option<Label> {
        let Operand {
            name,
            value,
            state,
            as_zero,
            ..
        } = &self.operand;
        let text = match (state, value) {
            (CellState::Blank, _) if *as_zero => format!("{name} 空白，按 0 计"),
            (CellState::Dash, _) if *as_zero => format!("{name} 没有填数，按 0 计"),
            (CellState::Blank, _) => format!("{name} 空白"),
            (CellState::Dash, _) => format!("{name} 没有填数"),
            (CellState::Inferred, Some(value)) => format!("{name} = {}（推算）", number(*value)),
            (CellState::Read, Some(value)) => format!("{name} = {}", number(*value)),
            (CellState::Absent, _) => format!("没有 {name}"),
            (CellState::Unread | CellState::Read | CellState::Inferred, _) => {
                format!("{name} 没有读清")
            }
        };
        self.operand.span.map(|span| Label { span, text })
    }
}
