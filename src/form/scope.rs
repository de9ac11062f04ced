//! What the paths of a relation name: which instances it has, and which cells each of them means.

use super::{CellId, Each, Form, Row};
use crate::relation::{Path, Relation, Term};

/// A cell of one of several forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The form, by index.
    pub form: usize,
    /// The cell.
    pub cell: CellId,
}

/// One of the times a relation is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The id of the column, row or part; empty if there is only one.
    pub id: String,
    /// Its short Chinese name.
    pub name: String,
    /// The cell that `part` names.
    part: Option<Address>,
}

/// Where a relation's paths are looked up.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'f> {
    /// All forms of the pack.
    pub forms: &'f [Form],
    /// The form the relation is about.
    pub form: Option<usize>,
    /// Over what it is repeated.
    pub each: Each,
}

/// Why a path names no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// No such name.
    Name,
    /// A row of several columns, where one cell is wanted.
    NeedsColumn,
    /// A row without cells.
    Heading,
}

impl<'f> Scope<'f> {
    fn own(&self) -> Option<(usize, &'f Form)> {
        let index = self.form?;
        Some((index, self.forms.get(index)?))
    }

    /// The instances of `relation`, in the form's order; those over columns and rows are the ones
    /// in which every single path names a cell.
    #[must_use]
    pub fn instances(&self, relation: &Relation, parts: Option<&Path>) -> Vec<Instance> {
        let repeated = matches!(self.each, Each::Column | Each::Row);
        let holds = |instance: &Instance| {
            terms(relation).all(|term| match term {
                Term::Integer(_) => true,
                Term::Path(path) | Term::Prior(path) => self.cell(instance, path).is_ok(),
                Term::SumOf(path) => !self.group(instance, path).is_empty(),
            })
        };
        self.candidates(parts)
            .into_iter()
            .filter(|it| !repeated || holds(it))
            .collect()
    }

    /// All columns, rows or parts that could be an instance, whatever the relation asks for.
    #[must_use]
    pub fn candidates(&self, parts: Option<&Path>) -> Vec<Instance> {
        let whole = Instance {
            id: String::new(),
            name: String::new(),
            part: None,
        };
        match (self.each, self.own()) {
            (Each::Once, _) => vec![whole],
            (Each::Column | Each::Row | Each::Part, None) => Vec::new(),
            (Each::Part, Some((_, form))) => {
                let group = parts.map_or_else(Vec::new, |parts| self.group(&whole, parts));
                group
                    .into_iter()
                    .map(|part| Instance {
                        id: part_id(form, part.cell),
                        name: form.cell_name(part.cell),
                        part: Some(part),
                    })
                    .collect()
            }
            (Each::Column, Some((_, form))) => named(
                form.blocks
                    .iter()
                    .flat_map(|block| &block.columns)
                    .map(|it| (&it.id, &it.name)),
            ),
            (Each::Row, Some((_, form))) => named(
                form.blocks
                    .iter()
                    .flat_map(|block| &block.rows)
                    .filter(|row| !row.heading)
                    .map(|row| (&row.id, &row.name)),
            ),
        }
    }

    /// The one cell that `path` names in `instance`.
    ///
    /// # Errors
    ///
    /// Says why it names none.
    pub fn cell(&self, instance: &Instance, path: &Path) -> Result<Address, Unknown> {
        if let (Each::Part, "part", Some(part)) = (self.each, path.name.as_str(), instance.part) {
            return Ok(part);
        }
        let in_own = self.own().map(|(index, form)| {
            let found = match self.each {
                Each::Column => form.cell(&path.name, &instance.id).ok_or(Unknown::Name),
                Each::Row => form.cell(&instance.id, &path.name).ok_or(Unknown::Name),
                Each::Once | Each::Part => whole_cell(form, &path.name),
            };
            found.map(|cell| Address { form: index, cell })
        });
        match in_own {
            Some(Ok(address)) => return Ok(address),
            Some(Err(unknown)) if unknown != Unknown::Name => return Err(unknown),
            Some(Err(_)) | None => {}
        }
        let (index, form, rest) = self.qualified(&path.name).ok_or(Unknown::Name)?;
        whole_cell(form, rest).map(|cell| Address { form: index, cell })
    }

    /// The leaf cells at or under `path` in `instance`, those of all alternatives.
    #[must_use]
    pub fn group(&self, instance: &Instance, path: &Path) -> Vec<Address> {
        let own = self.own().map_or_else(Vec::new, |(index, form)| {
            let cells: Vec<CellId> = match self.each {
                Each::Column => form
                    .cells()
                    .filter(|cell| form.column(*cell).is_some_and(|it| it.id == instance.id))
                    .filter(|cell| form.row(*cell).is_some_and(|it| lies_under(it, &path.name)))
                    .collect(),
                Each::Row => form.cell(&instance.id, &path.name).into_iter().collect(),
                Each::Once | Each::Part => whole_group(form, &path.name),
            };
            cells
                .into_iter()
                .map(|cell| Address { form: index, cell })
                .collect()
        });
        if !own.is_empty() {
            return own;
        }
        self.qualified(&path.name)
            .map_or_else(Vec::new, |(index, form, rest)| {
                whole_group(form, rest)
                    .into_iter()
                    .map(|cell| Address { form: index, cell })
                    .collect()
            })
    }

    /// Every cell of the form, row, group or cell that `path` names with its form.
    #[must_use]
    pub fn region(&self, path: &Path) -> Vec<Address> {
        let name = path.name.strip_prefix("form.").unwrap_or(&path.name);
        let (form, rest) = match name.split_once('.') {
            Some((form, rest)) => (form, Some(rest)),
            None => (name, None),
        };
        let named = self
            .forms
            .iter()
            .position(|it| it.is_called(form))
            .map(|index| (index, rest));
        let Some((index, rest)) = named.or(self.form.map(|own| (own, Some(name)))) else {
            return Vec::new();
        };
        let Some(form) = self.forms.get(index) else {
            return Vec::new();
        };
        form.cells()
            .filter(|cell| match (rest, form.row(*cell)) {
                (None, _) => true,
                (Some(rest), Some(row)) => lies_under(row, rest) || form.path(*cell) == rest,
                (Some(_), None) => false,
            })
            .map(|cell| Address { form: index, cell })
            .collect()
    }

    /// The form a path begins with, and the rest of the path.
    fn qualified<'p>(&self, name: &'p str) -> Option<(usize, &'f Form, &'p str)> {
        let (form, rest) = name.split_once('.')?;
        let index = self.forms.iter().position(|it| it.is_called(form))?;
        Some((index, self.forms.get(index)?, rest))
    }
}

/// The terms of a relation, none for a question about presence.
pub fn terms(relation: &Relation) -> impl Iterator<Item = &Term> {
    let sums: Vec<_> = match relation {
        Relation::Predicate { .. } => Vec::new(),
        Relation::Chain { first, rest } => std::iter::once(first)
            .chain(rest.iter().map(|(_, sum)| sum))
            .collect(),
    };
    sums.into_iter()
        .flat_map(|sum| sum.terms.iter().map(|(_, term)| term))
}

/// Whether `row` is the one called `name` or lies under it.
fn lies_under(row: &Row, name: &str) -> bool {
    let rest = row.id.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) || row.name == name
}

/// `row.column`, or `row` in a block with a single column.
fn whole_cell(form: &Form, name: &str) -> Result<CellId, Unknown> {
    if let Some(cell) = name
        .rsplit_once('.')
        .and_then(|(row, column)| form.cell(row, column))
    {
        return Ok(cell);
    }
    let mut cells = form
        .cells()
        .filter(|cell| form.row(*cell).is_some_and(|row| row.is_called(name)));
    match (cells.next(), cells.next()) {
        (Some(cell), None) => Ok(cell),
        (Some(_), Some(_)) => Err(Unknown::NeedsColumn),
        (None, _)
            if form
                .blocks
                .iter()
                .flat_map(|it| &it.rows)
                .any(|row| row.is_called(name)) =>
        {
            Err(Unknown::Heading)
        }
        (None, _) => Err(Unknown::Name),
    }
}

/// The cells of the rows at or under `name`, in blocks with a single column or under the column
/// that `name` ends with.
fn whole_group(form: &Form, name: &str) -> Vec<CellId> {
    let single = |cell: &CellId| {
        form.blocks
            .get(cell.block)
            .is_some_and(|block| block.columns.len() == 1)
    };
    let rows: Vec<CellId> = form
        .cells()
        .filter(|cell| single(cell) && form.row(*cell).is_some_and(|it| lies_under(it, name)))
        .collect();
    if !rows.is_empty() {
        return rows;
    }
    let Some((group, column)) = name.rsplit_once('.') else {
        return Vec::new();
    };
    form.cells()
        .filter(|cell| form.row(*cell).is_some_and(|it| lies_under(it, group)))
        .filter(|cell| form.column(*cell).is_some_and(|it| it.is_called(column)))
        .collect()
}

/// Each id once, in order.
fn named<'f>(items: impl Iterator<Item = (&'f String, &'f String)>) -> Vec<Instance> {
    let mut instances: Vec<Instance> = Vec::new();
    for (id, name) in items {
        if instances.iter().all(|it| it.id != *id) {
            instances.push(Instance {
                id: id.clone(),
                name: name.clone(),
                part: None,
            });
        }
    }
    instances
}

/// The row's id, with the column's where the block has several.
fn part_id(form: &Form, cell: CellId) -> String {
    let single = form
        .blocks
        .get(cell.block)
        .is_some_and(|block| block.columns.len() == 1);
    match form.row(cell) {
        Some(row) if single => row.id.clone(),
        Some(_) | None => form.path(cell),
    }
}
