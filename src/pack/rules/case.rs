//! The cases that try a rule: whether what they name exists.

use super::super::written::WrittenCase;
use super::{Checker, forms_and_cells, position};
use crate::form::{Each, Scope, Unknown};
use crate::relation::Path;
use crate::rule::Case;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn case(&self, case: &WrittenCase) -> Case {
        let cells = Scope {
            form: None,
            each: Each::Once,
            ..self.scope
        };
        for (name, _) in &case.set {
            let path = Path {
                name: name.value.clone(),
                span: Span::new(0, name.value.len()),
            };
            let found = cells
                .candidates(None)
                .first()
                .map(|it| cells.cell(it, &path));
            if let Some(Err(Unknown::NeedsColumn)) = found {
                self.needs_column(&path, &name.place);
            } else if !matches!(found, Some(Ok(_))) {
                let names = forms_and_cells(&self.effective.forms);
                self.faults
                    .unknown(name, "格", names.iter().map(String::as_str));
            }
        }
        let sections: Vec<&str> = self
            .effective
            .sections
            .iter()
            .map(|it| it.id.value.as_str())
            .collect();
        for name in &case.remove {
            position(name, "章节", &sections, self.faults);
        }
        let forms: Vec<&str> = self
            .effective
            .forms
            .iter()
            .map(|it| it.id.as_str())
            .collect();
        for name in &case.remove_forms {
            position(name, "表", &forms, self.faults);
        }
        let instances = self.scope.instances(self.relation, self.parts());
        let instances: Vec<&str> = instances.iter().map(|it| it.id.as_str()).collect();
        for name in &case.fail {
            position(name, "实例", &instances, self.faults);
        }
        Case {
            name: case.name.clone(),
            set: case
                .set
                .iter()
                .map(|(name, text)| (name.value.clone(), text.clone()))
                .collect(),
            remove: case.remove.iter().map(|it| it.value.clone()).collect(),
            remove_forms: case
                .remove_forms
                .iter()
                .map(|it| it.value.clone())
                .collect(),
            fail: case.fail.iter().map(|it| it.value.clone()).collect(),
            outcome: case.outcome.clone(),
        }
    }
}
