//! Vocabulary: what the names in scripts stand for, those of one pack.

use super::kind::Namespace;
use crate::form::{Address, Each, Form, Scope, Unknown};
use crate::names::nearest;
use crate::relation::Path;
use crate::source::Span;

/// The names of one pack. Each has an id and a short Chinese name, and either will do.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The blanks of its tables.
    pub forms: Vec<Form>,
    /// Ids and short names of sections.
    pub sections: Vec<(String, String)>,
    /// Ids and short names of indicators.
    pub indicators: Vec<(String, String)>,
    /// Ids and names of kinds of organ.
    pub organs: Vec<(String, String)>,
}

impl Vocabulary {
    /// Whether `name` is one of `namespace`; if not, what may have been meant.
    pub(super) fn known(&self, namespace: Namespace, name: &str) -> Result<(), Option<String>> {
        if namespace == Namespace::Cell {
            return match self.cell(name) {
                Ok(_) => Ok(()),
                Err(Unknown::NeedsColumn) => Err(Some("写成“表.行.列”".into())),
                Err(Unknown::Heading) => Err(Some("那是标题行，没有格".into())),
                Err(Unknown::Name) => {
                    Err(nearest(name, self.cells().iter().map(String::as_str)).map(said))
                }
            };
        }
        let names = self.names(namespace);
        if names
            .iter()
            .any(|(id, title)| *id == name || *title == name)
        {
            return Ok(());
        }
        let all = names.iter().flat_map(|(id, title)| [*id, *title]);
        Err(nearest(name, all).map(said))
    }

    fn names(&self, namespace: Namespace) -> Vec<(&str, &str)> {
        match namespace {
            Namespace::Section => borrowed(&self.sections),
            Namespace::Indicator => borrowed(&self.indicators),
            Namespace::Organ => borrowed(&self.organs),
            Namespace::Form => self
                .forms
                .iter()
                .map(|it| (it.id.as_str(), it.name.as_str()))
                .collect(),
            Namespace::Cell => Vec::new(),
        }
    }

    /// The id that `name` stands for.
    pub(super) fn id<'n>(&'n self, namespace: Namespace, name: &'n str) -> &'n str {
        let names = self.names(namespace);
        names
            .iter()
            .find(|(id, title)| *id == name || *title == name)
            .map_or(name, |(id, _)| *id)
    }

    /// The form of this id or name, by index.
    pub(super) fn form(&self, name: &str) -> Option<usize> {
        self.forms
            .iter()
            .position(|it| it.id == name || it.name == name)
    }

    /// The cell `form.row.column`, each by its id or its short name.
    pub(super) fn cell(&self, name: &str) -> Result<Address, Unknown> {
        let scope = Scope {
            forms: &self.forms,
            form: None,
            each: Each::Once,
        };
        let path = Path {
            name: name.to_owned(),
            span: Span::new(0, name.len()),
        };
        let by_id = scope
            .candidates(None)
            .first()
            .map(|it| scope.cell(it, &path));
        match by_id {
            Some(Ok(address)) => return Ok(address),
            Some(Err(unknown)) if unknown != Unknown::Name => return Err(unknown),
            Some(Err(_)) | None => {}
        }
        self.cell_by_name(name).ok_or(Unknown::Name)
    }

    fn cell_by_name(&self, name: &str) -> Option<Address> {
        let (form, rest) = name.split_once('.')?;
        let index = self.form(form)?;
        let form = self.forms.get(index)?;
        let cell = form.cells().find(|cell| {
            let (Some(row), Some(column)) = (form.row(*cell), form.column(*cell)) else {
                return false;
            };
            let rows = [row.id.as_str(), row.name.as_str()];
            let columns = [column.id.as_str(), column.name.as_str()];
            let single = form
                .blocks
                .get(cell.block)
                .is_some_and(|it| it.columns.len() == 1);
            rows.iter().any(|row| {
                let after = rest.strip_prefix(row);
                after.is_some_and(|after| {
                    single && after.is_empty()
                        || after
                            .strip_prefix('.')
                            .is_some_and(|it| columns.contains(&it))
                })
            })
        })?;
        Some(Address { form: index, cell })
    }

    fn cells(&self) -> Vec<String> {
        let of = |form: &Form| -> Vec<String> {
            let cells = form.cells();
            cells
                .map(|cell| format!("{}.{}", form.id, form.path(cell)))
                .collect()
        };
        self.forms.iter().flat_map(of).collect()
    }
}

fn borrowed(names: &[(String, String)]) -> Vec<(&str, &str)> {
    names
        .iter()
        .map(|(id, title)| (id.as_str(), title.as_str()))
        .collect()
}

/// What to say of the name that was perhaps meant.
pub(super) fn said(name: &str) -> String {
    format!("是不是想写 `{name}`？")
}
