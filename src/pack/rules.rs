//! Rules: every name in them looked up, every cell they speak of found.

mod case;

use super::error::{Fault, Faults, Place, Written, suggestion};
use super::resolve::Effective;
use super::written::{Item, WrittenRule};
use crate::form::{Each, Form, Instance, Scope, Unknown, terms};
use crate::relation::{Comparison, Path, Predicate, Relation, Term};
use crate::rule::{Check, Piece, Role, Rule, pieces};

/// All rules of a pack that are right; those that are not are reported.
pub(super) fn rules(effective: &Effective<'_>, faults: &Faults) -> Vec<Rule> {
    cycles(&effective.rules, faults);
    effective
        .rules
        .iter()
        .filter_map(|item| rule(item, effective, faults))
        .collect()
}

fn rule(item: &Item<WrittenRule>, effective: &Effective<'_>, faults: &Faults) -> Option<Rule> {
    let rule = &item.value;
    let requirement = position(&rule.requirement, "要求", &effective.requirements, faults);
    position(&rule.dimension, "质量维度", &effective.dimensions, faults);
    let ids: Vec<&str> = effective
        .rules
        .iter()
        .map(|it| it.id.value.as_str())
        .collect();
    for blocker in &rule.blocked_by {
        position(blocker, "规则", &ids, faults);
    }
    let forms: Vec<&str> = effective.forms.iter().map(|it| it.id.as_str()).collect();
    let form = match &rule.form {
        None => None,
        // Without its form nothing more can be said of the rule.
        Some(form) => Some(position(form, "表", &forms, faults)?),
    };
    let scope = Scope {
        forms: &effective.forms,
        form,
        each: rule.each.value,
    };
    let relation = rule.relation.as_ref()?;
    let checker = Checker {
        rule,
        relation,
        scope,
        effective,
        faults,
    };
    checker.each();
    checker.paths();
    checker.role();
    for message in [&rule.fail, &rule.pass] {
        checker.placeholders(message);
    }
    let cases = rule.cases.iter().map(|case| checker.case(case)).collect();
    Some(Rule {
        id: item.id.value.clone(),
        code: rule.code.value.clone(),
        title: rule.title.clone(),
        requirement: requirement?,
        severity: rule.severity,
        dimension: rule.dimension.value.clone(),
        precision: rule.precision,
        blocked_by: rule.blocked_by.iter().map(|it| it.value.clone()).collect(),
        form,
        each: rule.each.value,
        parts: rule.parts.as_ref().map(|parts| parts.value.clone()),
        role: rule.role.value,
        check: Check::Relation {
            holds: relation.clone(),
            text: rule.holds.value.clone(),
        },
        cap: rule.cap,
        fail: rule.fail.value.clone(),
        pass: rule.pass.value.clone(),
        help: rule.help.clone(),
        pack: item.pack.clone(),
        cases,
    })
}

fn position(name: &Written<String>, what: &str, names: &[&str], faults: &Faults) -> Option<usize> {
    let found = names.iter().position(|it| *it == name.value);
    if found.is_none() {
        faults.unknown(name, what, names.iter().copied());
    }
    found
}

/// Rules that wait for themselves.
fn cycles(rules: &[&Item<WrittenRule>], faults: &Faults) {
    for start in rules {
        let mut reached: Vec<&str> = Vec::new();
        let mut next: Vec<&str> = start
            .value
            .blocked_by
            .iter()
            .map(|it| it.value.as_str())
            .collect();
        while let Some(name) = next.pop() {
            if reached.contains(&name) {
                continue;
            }
            reached.push(name);
            let found = rules.iter().find(|it| it.id.value == name);
            next.extend(
                found
                    .iter()
                    .flat_map(|it| &it.value.blocked_by)
                    .map(|it| it.value.as_str()),
            );
        }
        if let (true, Some(first)) = (
            reached.contains(&start.id.value.as_str()),
            start.value.blocked_by.first(),
        ) {
            let message = format!("`{}` 绕了一圈又等自己", start.id.value);
            faults.add(Fault::Cycle, &first.place, message, None);
        }
    }
}

struct Checker<'c> {
    rule: &'c WrittenRule,
    relation: &'c Relation,
    scope: Scope<'c>,
    effective: &'c Effective<'c>,
    faults: &'c Faults,
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
    fn each(&self) {
        let each = self.rule.each.value;
        let place = &self.rule.each.place;
        let has_part = self.relation.paths().iter().any(|path| path.name == "part");
        let predicate = matches!(self.relation, Relation::Predicate { .. });
        if each != Each::Once && predicate {
            self.value(place, "问有没有的规则只查一次，不能写 `each`", None);
        } else if each != Each::Once && self.scope.form.is_none() {
            self.value(place, "写了 `each`，就要写 `form`", None);
        }
        match (&self.rule.parts, each == Each::Part) {
            (None, true) => {
                let message = "`each = \"part\"` 要有 `parts`".to_owned();
                self.faults.add(Fault::MissingField, place, message, None);
            }
            (Some(parts), false) => {
                self.value(&parts.place, "`parts` 只和 `each = \"part\"` 一起用", None);
            }
            (Some(parts), true) if self.scope.form.is_some() => {
                if self.scope.candidates(Some(&parts.value)).is_empty() {
                    self.unknown_path(&parts.value, &parts.place, &self.names());
                }
                if !has_part {
                    let place = &self.rule.holds.place;
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

    /// What a path of this rule could name.
    fn names(&self) -> Vec<String> {
        let own = self
            .scope
            .form
            .and_then(|form| self.effective.forms.get(form));
        let Some(form) = own else {
            return forms_and_cells(&self.effective.forms);
        };
        let rows = form
            .blocks
            .iter()
            .flat_map(|it| &it.rows)
            .map(|row| row.id.clone());
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
        self.rule
            .holds
            .place
            .within(&self.rule.holds.value, path.span)
    }

    /// Every path names something.
    fn paths(&self) {
        if let Relation::Predicate { predicate, path } = self.relation {
            self.asked(*predicate, path);
            return;
        }
        if self.rule.each.value != Each::Once && self.scope.form.is_none() {
            return; // reported; nothing can be looked up
        }
        let candidates = self.scope.candidates(self.parts());
        if candidates.is_empty() {
            return; // unknown parts, reported
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
                Err(Unknown::Name) => self.unknown_path(path, &self.place(path), &self.names()),
                Err(Unknown::NeedsColumn) => self.needs_column(path, &self.place(path)),
                Err(Unknown::Heading) => self.value(
                    &self.place(path),
                    &format!("`{}` 是标题行，没有格", path.name),
                    None,
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
    fn role(&self) {
        if self.rule.role.value != Role::Identity {
            return;
        }
        let place = &self.rule.role.place;
        if self.scope.form.is_none() {
            self.value(place, "`role = \"identity\"` 要有 `form`", None);
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
                None,
            );
        }
    }

    fn placeholders(&self, message: &Written<String>) {
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
        names.extend(
            self.relation
                .paths()
                .into_iter()
                .map(|path| path.name.clone()),
        );
        for piece in pieces(&message.value) {
            let (name, span) = match piece {
                Piece::Text(_) => continue,
                Piece::Placeholder(name, span) => (name, span),
                Piece::Unclosed(span) => {
                    let place = message.place.within(&message.value, span);
                    let text = "`{` 没有配对的 `}`".to_owned();
                    self.faults.add(Fault::Placeholder, &place, text, None);
                    continue;
                }
            };
            if names.iter().all(|it| it != name) {
                let place = message.place.within(&message.value, span);
                let text = format!("这条规则没有 `{{{name}}}` 可填");
                let help = suggestion(name, names.iter().map(String::as_str));
                self.faults.add(Fault::Placeholder, &place, text, help);
            }
        }
    }
}

/// Every form and every cell with its form.
pub(super) fn forms_and_cells(forms: &[Form]) -> Vec<String> {
    forms
        .iter()
        .flat_map(|form| {
            let cells = form
                .cells()
                .map(|cell| format!("{}.{}", form.id, form.path(cell)));
            std::iter::once(form.id.clone()).chain(cells)
        })
        .collect()
}
