//! Vocabulary: what the names in scripts stand for, those of one pack.

use super::kind::Namespace;
use crate::form::{Address, CellId, Form, Unknown};
use crate::likeness::Wording;
use crate::names::nearest;

/// The names of one pack. Each has an id and a short Chinese name, and either will do.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The blanks of its tables.
    pub forms: Vec<Form>,
    /// Ids and short names of sections.
    pub sections: Vec<(String, String)>,
    /// The same sections as chapters.
    pub chapters: Vec<Chapter>,
    /// Ids and short names of indicators.
    pub indicators: Vec<(String, String)>,
    /// Ids and names of kinds of organ.
    pub organs: Vec<(String, String)>,
    /// Ids and short names of fields.
    pub fields: Vec<(String, String)>,
    /// How the offices of areas are called behind the name of the area.
    pub seats: Vec<String>,
    /// What every report says, so that it makes no two alike.
    pub template: Wording,
}

/// A section as a chapter of a report.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The section's id.
    pub id: String,
    /// Its official place, if it has one.
    pub number: Option<u32>,
    /// Official title, then accepted variants.
    pub titles: Vec<String>,
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
            Namespace::Field => borrowed(&self.fields),
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

    /// What people call the thing that `name` stands for.
    pub(super) fn title<'n>(&'n self, namespace: Namespace, name: &'n str) -> &'n str {
        let names = self.names(namespace);
        names
            .iter()
            .find(|(id, title)| *id == name || *title == name)
            .map_or(name, |(_, title)| *title)
    }

    /// The form of this id or name, by index.
    pub(super) fn form(&self, name: &str) -> Option<usize> {
        self.forms
            .iter()
            .position(|it| it.id == name || it.name == name)
    }

    /// The cell `form.row.column`, each by its id or its short name.
    ///
    /// # Errors
    ///
    /// Says why it names none.
    pub fn cell(&self, name: &str) -> Result<Address, Unknown> {
        let (form, rest) = name.split_once('.').ok_or(Unknown::Name)?;
        let index = self.form(form).ok_or(Unknown::Name)?;
        let form = self.forms.get(index).ok_or(Unknown::Name)?;
        let mut unknown = Unknown::Name;
        let mut found: Option<CellId> = None;
        for (block, its) in form.blocks.iter().enumerate() {
            for (row, written) in its.rows.iter().enumerate() {
                let Some(after) = [&written.id, &written.name]
                    .into_iter()
                    .find_map(|it| rest.strip_prefix(it.as_str()))
                    .filter(|after| after.is_empty() || after.starts_with('.'))
                else {
                    continue;
                };
                let column = match after.strip_prefix('.') {
                    Some(column) => its.columns.iter().position(|it| it.is_called(column)),
                    None => (its.columns.len() == 1).then_some(0),
                };
                match column {
                    _ if written.heading && after.is_empty() => unknown = Unknown::Heading,
                    _ if written.heading => {}
                    None if after.is_empty() => unknown = Unknown::NeedsColumn,
                    None => {}
                    // A short name that two rows share names neither.
                    Some(_) if found.is_some() => return Err(Unknown::Name),
                    Some(column) => found = Some(CellId { block, row, column }),
                }
            }
        }
        let cell = found.ok_or(unknown)?;
        Ok(Address { form: index, cell })
    }

    /// Every cell by its ids, and by its short names.
    fn cells(&self) -> Vec<String> {
        let mut names = Vec::new();
        for form in &self.forms {
            for cell in form.cells() {
                names.push(format!("{}.{}", form.id, form.path(cell)));
                if let (Some(row), Some(column)) = (form.row(cell), form.column(cell)) {
                    names.push(format!("{}.{}.{}", form.name, row.name, column.name));
                }
            }
        }
        names
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
