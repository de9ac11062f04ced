//! Cells of tables, mistaken in the ways authors mistake them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::edit::Edit;
use super::report::Base;
use super::truth::{self, Numbers};
use super::{Expected, Kind, Mutation};
use crate::fact::{CellFact, CellState};
use crate::form::{Address, CellId, Each, Form, Scope};
use crate::relation::{Predicate, Relation};
use crate::source::Span;

/// The mutations of all tables of `base`.
pub(super) fn mutations(base: &Base<'_>) -> Vec<Mutation> {
    let numbers = truth::numbers(&base.audit.facts, base.pack);
    let before = truth::broken(base.pack, &numbers);
    let mut mutations = Vec::new();
    for (index, form) in base.pack.forms.iter().enumerate() {
        let table = Table {
            base,
            index,
            form,
            numbers: &numbers,
            before: &before,
        };
        for fact in table.cells() {
            mutations.extend(table.values(fact));
            mutations.extend(table.others(fact));
        }
        mutations.extend(table.moved());
    }
    mutations
}

struct Table<'a> {
    base: &'a Base<'a>,
    index: usize,
    form: &'a Form,
    numbers: &'a Numbers,
    before: &'a BTreeSet<(usize, String)>,
}

impl<'a> Table<'a> {
    /// The cells that hold a number.
    fn cells(&self) -> impl Iterator<Item = &'a CellFact> {
        let forms = self.base.audit.facts.forms.iter();
        let own = forms.filter(|it| it.form == self.form.id && it.found);
        own.flat_map(|it| &it.cells)
            .filter(|it| it.state == CellState::Read && it.span.is_some())
    }

    fn fact(&self, cell: CellId) -> Option<&'a CellFact> {
        self.cells().find(|it| it.cell == cell)
    }

    fn name(&self, cell: CellId) -> String {
        format!("{}“{}”", self.form.name, self.form.cell_name(cell))
    }

    /// The rules that the new values of some cells break.
    fn broken(&self, changes: &[(CellId, Option<Decimal>)]) -> Vec<usize> {
        let mut numbers = self.numbers.clone();
        for (cell, value) in changes {
            let address = Address {
                form: self.index,
                cell: *cell,
            };
            match value {
                Some(value) => numbers.insert(address, *value),
                None => numbers.remove(&address),
            };
        }
        let after = truth::broken(self.base.pack, &numbers);
        let rules: BTreeSet<usize> = after.difference(self.before).map(|it| it.0).collect();
        let blocked = |it: usize| {
            let by = self.base.pack.rules.get(it).map(|it| &it.blocked_by);
            let mut others = rules.iter().filter_map(|it| self.base.pack.rules.get(*it));
            others.any(|other| by.is_some_and(|by| by.contains(&other.id)))
        };
        rules.iter().copied().filter(|it| !blocked(*it)).collect()
    }

    /// Another number, where it breaks a relation.
    fn values(&self, fact: &CellFact) -> Vec<Mutation> {
        let (Some(value), Some(span)) = (fact.value, fact.span) else {
            return Vec::new();
        };
        let of = |slip: Decimal| {
            let rules = self.broken(&[(fact.cell, Some(slip))]);
            (!rules.is_empty()).then(|| Mutation {
                kind: Kind::Value,
                what: format!("{}由 {value} 写成 {slip}", self.name(fact.cell)),
                ways: vec![vec![Edit::new(span, slip.to_string())]],
                expected: Expected::Each(rules),
                placed: true,
                case: None,
            })
        };
        slips(value).into_iter().filter_map(of).collect()
    }

    /// A blank, a dash, and what is no number of this cell.
    fn others(&self, fact: &CellFact) -> Vec<Mutation> {
        let (Some(value), Some(span)) = (fact.value, fact.span) else {
            return Vec::new();
        };
        let form = self.form;
        let zero = form.blank_is_zero(fact.cell).then_some(Decimal::ZERO);
        let mut mutations = Vec::new();
        let mut add = |kind, text: String, mut rules: Vec<usize>, value: Option<Decimal>| {
            rules.extend(self.broken(&[(fact.cell, value)]));
            if !rules.is_empty() {
                mutations.push(Mutation {
                    kind,
                    what: format!("{}写成“{}”", self.name(fact.cell), text),
                    ways: vec![vec![Edit::new(span, text)]],
                    expected: Expected::One(rules),
                    placed: true,
                    case: None,
                });
            }
        };
        for text in ["", "-", "/"] {
            // Where only blanks part the cells, a blank leaves no trace.
            if !text.is_empty() || self.is_ruled(span) {
                add(Kind::Blank, text.to_owned(), self.wanting(fact.cell), zero);
            }
        }
        for (text, rules) in self.texts(fact.cell) {
            let value = text.parse().ok().unwrap_or(value);
            add(Kind::Written, text, rules, Some(value));
        }
        mutations
    }

    /// Whether something other than blanks parts the cells around.
    fn is_ruled(&self, span: Span) -> bool {
        let source = &self.base.audit.facts.source;
        let line = source.slice(source.line_span(source.line_of(span.start)));
        line.contains(['\t', '|'])
    }

    /// What failing cases write into cells of this form that no such cell may hold: a number below
    /// zero, a part of one, words; with the rules whose cases they are.
    fn texts(&self, cell: CellId) -> BTreeMap<String, Vec<usize>> {
        let prefix = format!("{}.", self.form.id);
        let mut texts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, rule) in self.base.pack.rules.iter().enumerate() {
            let failing = rule.cases.iter().filter(|it| it.shows_failure());
            let set = failing.flat_map(|it| &it.set);
            let inner = |path: &'a str| path.strip_prefix(&prefix).unwrap_or_default();
            for (path, text) in set.map(|(path, text)| (inner(path), text)) {
                let mut own = self.form.cells().filter(|it| self.form.path(*it) == path);
                // Where the case has it must it be as odd as here.
                let odd = own.any(|it| self.is_odd(it, text)) && self.is_odd(cell, text);
                if odd {
                    let rules = texts.entry(text.clone()).or_default();
                    if !rules.contains(&index) {
                        rules.push(index);
                    }
                }
            }
        }
        texts
    }

    /// Whether `text` is no number that `cell` may hold.
    fn is_odd(&self, cell: CellId, text: &str) -> bool {
        let (row, column) = (self.form.row(cell), self.form.column(cell));
        let decimal = row.is_some_and(|it| it.decimal) || column.is_some_and(|it| it.decimal);
        let signed = column.is_some_and(|it| it.signed);
        match text.parse::<Decimal>() {
            _ if decimal => false,
            Ok(it) => it < Decimal::ZERO && !signed || !it.fract().is_zero(),
            Err(_) => text.contains(char::is_alphanumeric),
        }
    }

    /// The rules that want `cell` filled.
    fn wanting(&self, cell: CellId) -> Vec<usize> {
        let rules = self.base.pack.rules.iter().enumerate();
        let wants = rules.filter(|(_, rule)| {
            let Some(Relation::Predicate { predicate, path }) = rule.check.relation() else {
                return false;
            };
            let asks = match predicate {
                Predicate::Filled => true,
                Predicate::Totalled => self.form.is_total(cell),
                Predicate::Present | Predicate::Written | Predicate::Titled | Predicate::Found => {
                    false
                }
            };
            let scope = Scope {
                forms: &self.base.pack.forms,
                form: rule.form,
                each: Each::Once,
            };
            let address = Address {
                form: self.index,
                cell,
            };
            asks && scope.region(path).contains(&address)
        });
        wants.map(|(index, _)| index).collect()
    }

    /// Rows and columns swapped and shifted.
    fn moved(&self) -> Vec<Mutation> {
        let mut mutations = Vec::new();
        for (index, block) in self.form.blocks.iter().enumerate() {
            let facts: Vec<&CellFact> = self.cells().filter(|it| it.cell.block == index).collect();
            let rows: BTreeSet<usize> = facts.iter().map(|it| it.cell.row).collect();
            let rows: Vec<usize> = rows.into_iter().collect();
            let columns: Vec<usize> = (0..block.columns.len()).collect();
            let row_name = |at: usize| block.rows.get(at).map_or("", |it| it.name.as_str());
            let column_name = |at: usize| block.columns.get(at).map_or("", |it| it.name.as_str());
            let cell = |row, column| CellId {
                block: index,
                row,
                column,
            };
            for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
                let pairs = columns.iter().flat_map(|column| {
                    let (one, other) = (cell(*row, *column), cell(*next, *column));
                    [(one, other), (other, one)]
                });
                let what = format!("“{}”和“{}”两行填反", row_name(*row), row_name(*next));
                mutations.extend(self.copied(Kind::Swapped, &what, pairs));
                let below = rows
                    .iter()
                    .zip(rows.iter().skip(1))
                    .filter(|it| it.0 >= row);
                let pairs = below.flat_map(|(from, to)| {
                    columns
                        .iter()
                        .map(move |column| (cell(*to, *column), cell(*from, *column)))
                });
                mutations.extend(self.lost(*row, row_name(*row), &facts));
                let what = format!("自“{}”起下移一行", row_name(*row));
                mutations.extend(self.copied(Kind::Shifted, &what, pairs));
            }
            for (column, next) in columns.iter().zip(columns.iter().skip(1)) {
                let pairs = rows.iter().flat_map(|row| {
                    let (one, other) = (cell(*row, *column), cell(*row, *next));
                    [(one, other), (other, one)]
                });
                let what = format!(
                    "“{}”和“{}”两列填反",
                    column_name(*column),
                    column_name(*next)
                );
                mutations.extend(self.copied(Kind::Swapped, &what, pairs));
                let right = columns
                    .iter()
                    .zip(columns.iter().skip(1))
                    .filter(|it| it.0 >= column);
                let pairs = right.flat_map(|(from, to)| {
                    rows.iter()
                        .map(move |row| (cell(*row, *to), cell(*row, *from)))
                });
                let what = format!("自“{}”起右移一列", column_name(*column));
                mutations.extend(self.copied(Kind::Shifted, &what, pairs));
            }
        }
        mutations
    }

    /// A row left out, where that breaks a relation.
    fn lost(&self, row: usize, name: &str, facts: &[&CellFact]) -> Option<Mutation> {
        let own: Vec<&&CellFact> = facts.iter().filter(|it| it.cell.row == row).collect();
        let (first, last) = (own.first()?.span?, own.last()?.span?);
        let source = &self.base.audit.facts.source;
        let line = source.line_of(first.start);
        let block = self.form.blocks.get(own.first()?.cell.block)?;
        // The whole row has to stand in the line, its label too.
        let words = source
            .slice(source.line_span(line))
            .contains(char::is_alphabetic);
        let whole = words && self.is_ruled(first) && source.line_of(last.start) == line;
        if block.across || !whole {
            return None;
        }
        let changes: Vec<(CellId, Option<Decimal>)> =
            own.iter().map(|it| (it.cell, None)).collect();
        let rules = self.broken(&changes);
        (!rules.is_empty()).then(|| Mutation {
            kind: Kind::Lost,
            what: format!("{}少了“{name}”一行", self.form.name),
            ways: vec![vec![Edit::new(source.line_span(line), "")]],
            expected: Expected::One(rules),
            placed: false,
            case: None,
        })
    }

    /// Cells that hold what others should, where that breaks a relation.
    fn copied(
        &self,
        kind: Kind,
        what: &str,
        pairs: impl Iterator<Item = (CellId, CellId)>,
    ) -> Option<Mutation> {
        let (mut edits, mut changes) = (Vec::new(), Vec::new());
        for (to, from) in pairs {
            let (Some(to), Some(from)) = (self.fact(to), self.fact(from)) else {
                continue;
            };
            if to.value != from.value {
                edits.push(Edit::new(to.span?, from.raw.clone()));
                changes.push((to.cell, from.value));
            }
        }
        let rules = self.broken(&changes);
        (!rules.is_empty()).then(|| Mutation {
            kind,
            what: format!("{}{what}", self.form.name),
            ways: vec![edits],
            expected: Expected::One(rules),
            placed: true,
            case: None,
        })
    }
}

/// Other numbers that could stand for `value`: one and nine more and less, ten times as much, a
/// digit lost, the last two swapped, nothing.
fn slips(value: Decimal) -> Vec<Decimal> {
    let digits: Vec<char> = value.to_string().chars().collect();
    let mut swapped = digits.clone();
    let last = digits.len().saturating_sub(1);
    if last > 0 {
        swapped.swap(last - 1, last);
    }
    let shorter = digits.iter().take(last);
    let parsed = |it: String| it.parse::<Decimal>().ok();
    let mut slips = vec![Decimal::ZERO];
    for by in [Decimal::ONE, Decimal::from(9)] {
        slips.extend(value.checked_add(by));
        slips.extend(value.checked_sub(by));
    }
    slips.extend(value.checked_mul(Decimal::TEN));
    slips.extend(parsed(swapped.into_iter().collect()));
    slips.extend(parsed(shorter.collect()));
    slips.retain(|it| *it != value && !it.is_sign_negative());
    slips.sort();
    slips.dedup();
    slips
}
