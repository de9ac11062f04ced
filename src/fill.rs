//! Numbers for a form: distinct, not zero, and such that every identity of the form holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::{CellId, Each, Form};
use crate::relation::{Comparison, Path, Relation, Sign, Sum, Term};
use rust_decimal::Decimal;

/// Which of two layouts of the same rows is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The detailed rows, or the only ones.
    Detailed,
    /// The single row that stands for several.
    Single,
}

impl Variant {
    /// The variants `form` has.
    pub fn of(form: &Form) -> Vec<Self> {
        let both = form
            .blocks
            .iter()
            .flat_map(|block| &block.rows)
            .any(|row| !row.instead_of.is_empty());
        if both {
            vec![Self::Detailed, Self::Single]
        } else {
            vec![Self::Detailed]
        }
    }

    /// What tells it apart in a name.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Detailed => "",
            Self::Single => " (single row)",
        }
    }

    /// The rows of `form` in this variant, as block and row.
    fn rows(self, form: &Form) -> BTreeSet<(usize, usize)> {
        let mut rows = BTreeSet::new();
        for (at, block) in form.blocks.iter().enumerate() {
            let replaced: Vec<&String> =
                block.rows.iter().flat_map(|row| &row.instead_of).collect();
            for (row, it) in block.rows.iter().enumerate() {
                let left_out = match self {
                    Self::Detailed => !it.instead_of.is_empty(),
                    Self::Single => replaced.contains(&&it.id),
                };
                if !left_out {
                    rows.insert((at, row));
                }
            }
        }
        rows
    }
}

/// Which cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All, none of them zero.
    Dense,
    /// Some parts are zero and written blank.
    BlankZeros,
    /// All totals are written blank.
    BlankTotals,
    /// All, most of them zero and the others small, as in the table of a small office.
    Small,
    /// As with blank zeros, but a dash stands for them.
    Dashes,
    /// Some hold words instead of a number.
    Words,
    /// All, with their units behind them.
    Units,
    /// All, large: in full-width digits, or with commas after thousands.
    Large,
}

/// What a cell holds and how it is written.
#[derive(Debug, Clone)]
pub struct Fill {
    /// The number.
    pub value: Decimal,
    /// Empty for a cell left blank.
    pub text: String,
}

/// A filled form.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The rows it has, as block and row, headings too.
    pub rows: BTreeSet<(usize, usize)>,
    /// What stands in each.
    pub cells: BTreeMap<CellId, Fill>,
}

/// A linear equation: the weighted cells and the constant add up to zero.
#[derive(Debug, Clone, Default)]
pub struct Equation {
    /// The cells and their weights.
    pub terms: BTreeMap<CellId, i64>,
    constant: i64,
}

impl Equation {
    fn add(&mut self, factor: i64, cell: CellId) {
        let weight = self.terms.entry(cell).or_default();
        *weight += factor;
        if *weight == 0 {
            self.terms.remove(&cell);
        }
    }

    /// Replaces `cell` by what it equals.
    fn replace(&mut self, cell: CellId, by: &Self) {
        if let Some(weight) = self.terms.remove(&cell) {
            for (other, factor) in &by.terms {
                self.add(weight * factor, *other);
            }
            self.constant += weight * by.constant;
        }
    }

    fn value(&self, values: &BTreeMap<CellId, i64>) -> i64 {
        self.constant
            + self
                .terms
                .iter()
                .map(|(cell, weight)| weight * values.get(cell).copied().unwrap_or(0))
                .sum::<i64>()
    }

    /// Whether it holds in `filled`.
    #[must_use]
    pub fn holds(&self, filled: &Filled) -> bool {
        let parts = self.terms.iter().map(|(cell, weight)| {
            let value = filled.cells.get(cell).map_or(Decimal::ZERO, |it| it.value);
            Decimal::from(*weight) * value
        });
        parts.sum::<Decimal>() + Decimal::from(self.constant) == Decimal::ZERO
    }
}

/// `form` filled; the same every time. None if its identities leave no distinct numbers above zero.
#[must_use]
pub fn fill(form: &Form, variant: Variant, kind: Kind) -> Option<Filled> {
    let rows = variant.rows(form);
    let equations = equations(form, &rows);
    let solved = solve(form, &equations);
    let cells: Vec<CellId> = form
        .cells()
        .filter(|cell| rows.contains(&(cell.block, cell.row)))
        .collect();
    let values = (1..200).find_map(|seed| try_values(form, &cells, &solved, kind, seed))?;
    let bound: BTreeSet<CellId> = equations
        .iter()
        .flat_map(|it| it.terms.keys().copied())
        .collect();
    let cells = cells
        .into_iter()
        .filter_map(|cell| {
            let value = *values.get(&cell)?;
            let fill = written(form, cell, value, bound.contains(&cell), kind)?;
            Some((cell, fill))
        })
        .collect();
    Some(Filled { rows, cells })
}

/// One number for each cell; none if two are equal or one is not above zero.
fn try_values(
    form: &Form,
    cells: &[CellId],
    solved: &BTreeMap<CellId, Equation>,
    kind: Kind,
    seed: u64,
) -> Option<BTreeMap<CellId, i64>> {
    let mut random = Random(seed);
    let mut used = BTreeSet::new();
    let mut values = BTreeMap::new();
    for cell in cells.iter().filter(|cell| !solved.contains_key(cell)) {
        let zeros = matches!(kind, Kind::BlankZeros | Kind::Dashes);
        if zeros && form.blank_is_zero(*cell) && random.below(3) == 0 {
            values.insert(*cell, 0);
            continue;
        }
        if kind == Kind::Small {
            let zero = random.below(8) > 0;
            values.insert(*cell, if zero { 0 } else { random.below(40) + 1 });
            continue;
        }
        let limit = if kind == Kind::Large { 59_999 } else { 599 };
        let mut value = random.below(limit) + 1;
        while !used.insert(value) {
            value = random.below(limit) + 1;
        }
        values.insert(*cell, value);
    }
    for (cell, equation) in solved {
        let value = equation.value(&values);
        let fits = match kind {
            Kind::Small => value >= 0,
            Kind::BlankZeros | Kind::Dashes if value == 0 => true,
            Kind::Dense
            | Kind::BlankZeros
            | Kind::BlankTotals
            | Kind::Dashes
            | Kind::Words
            | Kind::Units
            | Kind::Large => value > 0 && used.insert(value),
        };
        if !fits {
            return None;
        }
        values.insert(*cell, value);
    }
    Some(values)
}

/// How `value` is written in `cell`.
fn written(form: &Form, cell: CellId, value: i64, bound: bool, kind: Kind) -> Option<Fill> {
    let (row, column) = (form.row(cell)?, form.column(cell)?);
    let total = row.total || column.total;
    let mut value = Decimal::from(value);
    let mut text = value.to_string();
    if !bound && (row.decimal || column.decimal) {
        value += Decimal::new(25, 2);
        text = value.to_string();
    } else if !bound && column.signed && value != Decimal::ZERO {
        let negative = cell.row % 2 == 1;
        text = format!("{}{value}", if negative { "-" } else { "+" });
        value.set_sign_negative(negative);
    }
    let zero = value == Decimal::ZERO && form.blank_is_zero(cell);
    let text = match kind {
        Kind::BlankZeros if zero => String::new(),
        Kind::Dashes if zero => "-".into(),
        Kind::BlankTotals if total && bound => String::new(),
        Kind::Words if (cell.row * 7 + cell.column * 3) % 37 == 4 => WORDS.into(),
        Kind::Units => {
            let unit = row.unit.as_deref().or(column.unit.as_deref());
            text + unit.unwrap_or_default()
        }
        Kind::Large if cell.row.is_multiple_of(2) => text.chars().map(full_width).collect(),
        Kind::Large => with_commas(&text),
        Kind::Dense
        | Kind::BlankZeros
        | Kind::BlankTotals
        | Kind::Small
        | Kind::Dashes
        | Kind::Words => text,
    };
    Some(Fill { value, text })
}

/// What stands in a cell instead of a number.
pub const WORDS: &str = "不详";

fn full_width(digit: char) -> char {
    "０１２３４５６７８９"
        .chars()
        .nth(digit.to_digit(10).unwrap_or(10) as usize)
        .unwrap_or(digit)
}

/// A comma after thousands, whatever stands before and behind.
fn with_commas(text: &str) -> String {
    let whole = text.find('.').unwrap_or(text.len());
    let sign = usize::from(text.starts_with(['+', '-']));
    let mut text = text.to_owned();
    let mut at = whole;
    while at > sign + 3 {
        at -= 3;
        text.insert(at, ',');
    }
    text
}

/// Each dependent cell by what it equals. Totals depend first, then the cells that come first.
fn solve(form: &Form, equations: &[Equation]) -> BTreeMap<CellId, Equation> {
    let mut solved: BTreeMap<CellId, Equation> = BTreeMap::new();
    for equation in equations {
        let mut equation = equation.clone();
        for (cell, by) in &solved {
            equation.replace(*cell, by);
        }
        let totals = |cell: &CellId| {
            usize::from(form.row(*cell).is_some_and(|it| it.total))
                + usize::from(form.column(*cell).is_some_and(|it| it.total))
        };
        let pivot = equation
            .terms
            .iter()
            .filter(|(_, weight)| weight.abs() == 1)
            .map(|(cell, _)| *cell)
            .min_by_key(|cell| (std::cmp::Reverse(totals(cell)), *cell));
        // Without one it follows from those before.
        let Some(pivot) = pivot else { continue };
        let weight = equation.terms.remove(&pivot).unwrap_or(1);
        equation.terms.values_mut().for_each(|it| *it *= -weight);
        equation.constant *= -weight;
        for other in solved.values_mut() {
            other.replace(pivot, &equation);
        }
        solved.insert(pivot, equation);
    }
    solved
}

/// The identities of `form` on each of their instances, over `rows` only.
pub fn equations(form: &Form, rows: &BTreeSet<(usize, usize)>) -> Vec<Equation> {
    let cells: Vec<CellId> = form
        .cells()
        .filter(|cell| rows.contains(&(cell.block, cell.row)))
        .collect();
    let mut equations = Vec::new();
    for identity in &form.identities {
        let instances: BTreeSet<(usize, usize)> = match identity.each {
            Each::Once | Each::Part => [(0, 0)].into(),
            Each::Column => cells.iter().map(|cell| (cell.block, cell.column)).collect(),
            Each::Row => cells.iter().map(|cell| (cell.block, cell.row)).collect(),
        };
        for (block, at) in instances {
            let scope: Vec<(CellId, String)> = cells
                .iter()
                .filter_map(|cell| {
                    name(form, *cell, identity.each, block, at).map(|name| (*cell, name))
                })
                .collect();
            equations.extend(of_relation(form, &identity.relation, &scope));
        }
    }
    equations
}

/// What a relation calls `cell` in the instance `at` of `block`; none if it is not of that instance.
fn name(form: &Form, cell: CellId, each: Each, block: usize, at: usize) -> Option<String> {
    let (row, column) = (form.row(cell)?, form.column(cell)?);
    match each {
        Each::Column => (cell.block == block && cell.column == at).then(|| row.id.clone()),
        Each::Row => (cell.block == block && cell.row == at).then(|| column.id.clone()),
        Each::Once if form.blocks.get(cell.block)?.columns.len() == 1 => Some(row.id.clone()),
        Each::Once => Some(form.path(cell)),
        Each::Part => None,
    }
}

fn of_relation(form: &Form, relation: &Relation, scope: &[(CellId, String)]) -> Vec<Equation> {
    match relation {
        Relation::Predicate { .. } => Vec::new(),
        Relation::Chain { first, rest } => {
            let sums: Vec<&Sum> = std::iter::once(first)
                .chain(rest.iter().map(|(_, sum)| sum))
                .collect();
            let pairs = sums.iter().zip(sums.iter().skip(1)).zip(rest);
            pairs
                .filter(|(_, (comparison, _))| *comparison == Comparison::Equal)
                .filter_map(|((left, right), _)| {
                    let mut equation = Equation::default();
                    put(form, &mut equation, left, 1, scope)?;
                    put(form, &mut equation, right, -1, scope)?;
                    Some(equation)
                })
                .collect()
        }
    }
}

/// Adds `sum` to `equation`; none if the table lacks one of its cells.
fn put(
    form: &Form,
    equation: &mut Equation,
    sum: &Sum,
    factor: i64,
    scope: &[(CellId, String)],
) -> Option<()> {
    let prefix = format!("{}.", form.id);
    for (sign, term) in &sum.terms {
        let factor = match sign {
            Sign::Plus => factor,
            Sign::Minus => -factor,
        };
        let find = |path: &Path| -> Vec<CellId> {
            let wanted = path.name.strip_prefix(&prefix).unwrap_or(&path.name);
            let single = |name: &str, cell: CellId| {
                let column = form.column(cell).map_or("", |column| column.id.as_str());
                name == wanted || format!("{name}.{column}") == wanted
            };
            scope
                .iter()
                .filter(|(cell, name)| single(name, *cell))
                .map(|(cell, _)| *cell)
                .collect()
        };
        match term {
            Term::Integer(number) => equation.constant += factor * number,
            Term::Path(path) => equation.add(factor, *find(path).first()?),
            Term::SumOf(path) => {
                let wanted = path.name.strip_prefix(&prefix).unwrap_or(&path.name);
                let under = format!("{wanted}.");
                let parts = scope
                    .iter()
                    .filter(|(_, it)| it == wanted || it.starts_with(&under));
                parts.for_each(|(cell, _)| equation.add(factor, *cell));
            }
            Term::Prior(_) => return None,
        }
    }
    Some(())
}

/// A linear congruential generator: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % limit.max(1)).unwrap_or_default()
    }
}
