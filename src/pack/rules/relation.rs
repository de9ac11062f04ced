//! Rules that state a relation: every cell in it found.

use super::{Written, forms_and_cells};
use crate::form::{Each, Form, Instance, Scope, Unknown, terms};
use crate::pack::effective::Effective;
use crate::pack::error::{Fault, Faults, Place};
use crate::pack::written::WrittenRule;
use crate::relation::{Comparison, Path, Predicate, Relation, Term};
use crate::rule::Role;

pub(super) struct Checker<'c> {
    pub(super) rule: &'c WrittenRule,
    pub(super) relation: &'c Relation,
    pub(super) holds: &'c Written<String>,
    pub(super) scope: Scope<'c>,
    pub(super) effective: &'c Effective<'c>,
    pub(super) faults: &'c Faults,
}

impl Checker<'_> {
    fn parts(&self) -> Option<&Path> {
        self.rule.parts.as_ref().map(|parts| &parts.value)
    }

    fn value(&self, place: &Place, message: &str, help: Option<&str>) {
        self.faults.add(
            Fault::Value,
            place,
            message.to_owned(),
            help.map(str::to_owned),
        );
    }

    /// `each`, `form` and `parts` fit each other.
    pub(super) fn each(&self) {
        let each = self.rule.each.value;
        let place = &self.rule.each.place;
        let has_part = self.relation.paths().iter().any(|path| path.name == "part");
        let predicate = matches!(self.relation, Relation::Predicate { .. });
        if each != Each::Once && predicate {
            self.value(
                place,
                "问有没有的规则只查一次，不能写 `each`",
                Some("删去 `each`"),
            );
        } else if each != Each::Once && self.scope.form.is_none() {
            let forms = self.effective.forms.iter().map(|it| it.id.as_str());
            let forms: Vec<&str> = forms.collect();
            let help = format!("加一行：form = \"……\"；可用的有：{}", forms.join("、"));
            self.value(place, "写了 `each`，就要写 `form`", Some(&help));
        }
        match (&self.rule.parts, each == Each::Part) {
            (None, true) => {
                let message = "`each = \"part\"` 要有 `parts`".to_owned();
                let help = "加一行：parts = \"……\"".to_owned();
                self.faults
                    .add(Fault::MissingField, place, message, Some(help));
            }
            (Some(parts), false) => {
                self.value(
                    &parts.place,
                    "`parts` 只和 `each = \"part\"` 一起用",
                    Some("写上 each = \"part\"，或者删去 parts"),
                );
            }
            (Some(parts), true) if self.scope.form.is_some() => {
                if self.scope.candidates(Some(&parts.value)).is_empty() {
                    self.unknown_path(&parts.value, &parts.place, &self.names());
                }
                if !has_part {
                    let place = &self.holds.place;
                    self.value(
                        place,
                        "关系式里没有用到 `part`",
                        Some("`part` 是当前的一项"),
                    );
                }
            }
            (Some(_), true) | (None, false) => {}
        }
    }

    fn unknown_path(&self, path: &Path, place: &Place, names: &[String]) {
        let name = Written {
            value: path.name.clone(),
            place: place.clone(),
        };
        let what = match self.rule.each.value {
            Each::Column => "行",
            Each::Row => "列",
            Each::Once | Each::Part => "格",
        };
        self.faults
            .unknown(&name, what, names.iter().map(String::as_str));
    }

    /// What `path` could name: with a form before it cells, in Chinese short names.
    fn names_like(&self, path: &str) -> Vec<String> {
        let forms = &self.effective.forms;
        let begins = |form: &Form| {
            let rest = path.strip_prefix(form.id.as_str());
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        if forms.iter().any(begins) {
            return forms_and_cells(forms);
        }
        let own = self.scope.form.and_then(|form| forms.get(form));
        match own {
            Some(form) if !path.is_ascii() => {
                let blocks = &form.blocks;
                let rows = blocks.iter().flat_map(|it| &it.rows).map(|it| &it.name);
                let columns = blocks.iter().flat_map(|it| &it.columns);
                rows.chain(columns.map(|it| &it.name)).cloned().collect()
            }
            Some(_) | None => self.names(),
        }
    }

    /// What a path of this rule could name.
    fn names(&self) -> Vec<String> {
        let own = self
            .scope
            .form
            .and_then(|form| self.effective.forms.get(form));
        let Some(form) = own else {
            return forms_and_cells(&self.effective.forms);
        };
        let rows = form.blocks.iter().flat_map(|it| &it.rows);
        let mut rows: Vec<String> = rows.map(|row| row.id.clone()).collect();
        // A group has no row of its own: `closed.refused` of `closed.refused.secret`.
        let mut groups: Vec<String> = Vec::new();
        for row in &rows {
            let mut above = row.as_str();
            while let Some((group, _)) = above.rsplit_once('.') {
                groups.push(group.to_owned());
                above = group;
            }
        }
        rows.extend(groups);
        let rows = rows.into_iter();
        match self.rule.each.value {
            Each::Column => rows.collect(),
            Each::Row => form
                .blocks
                .iter()
                .flat_map(|it| &it.columns)
                .map(|it| it.id.clone())
                .collect(),
            Each::Once | Each::Part => rows
                .chain(form.cells().map(|cell| form.path(cell)))
                .collect(),
        }
    }

    fn place(&self, path: &Path) -> Place {
        self.holds.place.within(&self.holds.value, path.span)
    }

    /// Whether every path names something; those that do not are reported.
    pub(super) fn paths(&self) -> bool {
        if let Relation::Predicate { predicate, path } = self.relation {
            self.asked(*predicate, path);
            return true; // it has one instance, whatever it asks of
        }
        if self.rule.each.value != Each::Once && self.scope.form.is_none() {
            return false; // reported; nothing can be looked up
        }
        let candidates = self.scope.candidates(self.parts());
        if candidates.is_empty() {
            return false; // unknown parts, reported
        }
        let mut all_known = true;
        for term in terms(self.relation) {
            let (path, found) = match term {
                Term::Integer(_) => continue,
                Term::Path(path) | Term::Prior(path) => (path, self.find(&candidates, path)),
                Term::SumOf(path) => {
                    let some = candidates
                        .iter()
                        .any(|it| !self.scope.group(it, path).is_empty());
                    (path, if some { Ok(()) } else { Err(Unknown::Name) })
                }
            };
            all_known &= found.is_ok();
            match found {
                Ok(()) => {}
                Err(Unknown::Name) => {
                    self.unknown_path(path, &self.place(path), &self.names_like(&path.name));
                }
                Err(Unknown::NeedsColumn) => self.needs_column(path, &self.place(path)),
                Err(Unknown::Heading) => self.value(
                    &self.place(path),
                    &format!("`{}` 是标题行，没有格", path.name),
                    Some("写它下面的行，或者写 sum(….*)"),
                ),
            }
        }
        if all_known && self.scope.instances(self.relation, self.parts()).is_empty() {
            let help = "关系式里的名字没有同时在一列（一行）里出现";
            self.value(
                &self.rule.each.place,
                "这样的 `each` 一次也不会查",
                Some(help),
            );
        }
        all_known
    }

    fn needs_column(&self, path: &Path, place: &Place) {
        let message = format!("`{}` 一行有几列，没有说是哪一列", path.name);
        self.value(
            place,
            &message,
            Some("写成“行.列”；要逐列查就写 `each = \"column\"`"),
        );
    }

    fn find(&self, candidates: &[Instance], path: &Path) -> Result<(), Unknown> {
        let mut unknown = Unknown::Name;
        for candidate in candidates {
            match self.scope.cell(candidate, path) {
                Ok(_) => return Ok(()),
                Err(found) if unknown == Unknown::Name => unknown = found,
                Err(_) => {}
            }
        }
        Err(unknown)
    }

    /// What a question about presence asks of.
    fn asked(&self, predicate: Predicate, path: &Path) {
        let names: Vec<String> = match predicate {
            Predicate::Present | Predicate::Written | Predicate::Titled => self
                .effective
                .sections
                .iter()
                .map(|it| format!("section.{}", it.id.value))
                .collect(),
            Predicate::Found => self
                .effective
                .forms
                .iter()
                .map(|it| format!("form.{}", it.id))
                .collect(),
            Predicate::Filled | Predicate::Totalled => {
                if !self.scope.region(path).is_empty() {
                    return;
                }
                let cells = forms_and_cells(&self.effective.forms);
                cells
                    .into_iter()
                    .map(|name| format!("form.{name}"))
                    .collect()
            }
        };
        if !names.contains(&path.name) {
            self.unknown_path(path, &self.place(path), &names);
        }
    }

    /// An identity is an equality within one form.
    pub(super) fn role(&self) {
        if self.rule.role.value != Role::Identity {
            return;
        }
        let place = &self.rule.role.place;
        if self.scope.form.is_none() {
            self.value(
                place,
                "`role = \"identity\"` 要有 `form`",
                Some("加一行：form = \"……\"；不是同一张表里的就删去 role"),
            );
        }
        let exact = match self.relation {
            Relation::Predicate { .. } => false,
            Relation::Chain { rest, .. } => {
                rest.iter()
                    .all(|(comparison, _)| *comparison == Comparison::Equal)
                    && terms(self.relation).all(|term| !matches!(term, Term::Prior(_)))
            }
        };
        if !exact {
            self.value(
                place,
                "`role = \"identity\"` 的关系式只能用 `=`，且不用 prior",
                Some("删去 role"),
            );
        }
    }

    /// The names that stand for something in the messages.
    pub(super) fn placeholders(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        match self.rule.each.value {
            Each::Once => {}
            Each::Column => names.push("column".into()),
            Each::Row => names.push("row".into()),
            Each::Part => names.push("part".into()),
        }
        match self.relation {
            Relation::Chain { .. } => {
                names.extend(["left", "right", "difference"].map(str::to_owned));
            }
            Relation::Predicate {
                predicate: Predicate::Filled | Predicate::Totalled,
                ..
            } => names.push("blanks".into()),
            Relation::Predicate { .. } => {}
        }
        match self.relation {
            Relation::Predicate { path, .. } => names.push(path.name.clone()),
            Relation::Chain { .. } => {
                names.extend(terms(self.relation).filter_map(|term| match term {
                    Term::Integer(_) => None,
                    Term::Path(path) | Term::SumOf(path) => Some(path.name.clone()),
                    Term::Prior(path) => Some(format!("prior.{}", path.name)),
                }));
            }
        }
        names
    }

    /// Its instances.
    pub(super) fn instances(&self) -> Vec<Instance> {
        self.scope.instances(self.relation, self.parts())
    }
}
