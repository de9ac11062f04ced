//! The cases that try a rule: whether what they name exists.

use super::{Written, forms_and_cells, position};
use crate::document::Date;
use crate::form::{Each, Instance, Scope, Unknown};
use crate::pack::effective::Effective;
use crate::pack::error::{Fault, Faults};
use crate::pack::written::WrittenCase;
use crate::relation::Path;
use crate::rule::Case;
use crate::source::Span;

/// A case of a rule with these instances, if they are known before a report is read.
pub(super) fn case(
    case: &WrittenCase,
    instances: Option<&[Instance]>,
    effective: &Effective<'_>,
    faults: &Faults,
) -> Case {
    let cells = Scope {
        forms: &effective.forms,
        form: None,
        each: Each::Once,
    };
    let set = settings(&case.set, &cells, effective, faults);
    let prior = settings(&case.prior, &cells, effective, faults);
    let sections: Vec<&str> = effective
        .sections
        .iter()
        .map(|it| it.id.value.as_str())
        .collect();
    let appended = [&case.append, &case.prior_append, &case.others_append];
    let appended = appended.into_iter().flatten().map(|(name, _)| name);
    for name in case.remove.iter().chain(appended) {
        let mut titled = effective.sections.iter().map(|it| &it.value.section);
        let titled = titled.find(|it| it.name == name.value || it.titles.contains(&name.value));
        match titled.filter(|it| it.id != name.value) {
            Some(section) => faults.called_otherwise(name, "章节", &section.id),
            None => {
                position(name, "章节", &sections, faults);
            }
        }
    }
    if let Some(as_of) = &case.as_of
        && Date::of(&as_of.value).is_none()
    {
        let message = format!("`{}` 不是日期", as_of.value);
        let help = "写成 2022-02-01 这样".to_owned();
        faults.add(Fault::Value, &as_of.place, message, Some(help));
    }
    let forms: Vec<&str> = effective.forms.iter().map(|it| it.id.as_str()).collect();
    for name in &case.remove_forms {
        let mut titled = effective.forms.iter();
        let titled = titled.find(|it| it.name == name.value || it.title == name.value);
        match titled.filter(|it| it.id != name.value) {
            Some(form) => faults.called_otherwise(name, "表", &form.id),
            None => {
                position(name, "表", &forms, faults);
            }
        }
    }
    let failing = case.fail.iter().map(|it| failing(it, instances, faults));
    let fail = failing.collect();
    Case {
        name: case.name.value.clone(),
        place: Some(case.name.place.line()),
        set,
        remove: case.remove.iter().map(|it| it.value.clone()).collect(),
        remove_forms: case
            .remove_forms
            .iter()
            .map(|it| it.value.clone())
            .collect(),
        append: plain(&case.append),
        replace: plain(&case.replace),
        prior,
        prior_append: plain(&case.prior_append),
        prior_replace: plain(&case.prior_replace),
        others: case.others.clone(),
        others_append: plain(&case.others_append),
        organ: case.organ.clone(),
        year: case.year,
        as_of: case.as_of.as_ref().map(|it| it.value.clone()),
        fail,
        outcome: case.outcome.clone(),
    }
}

/// The id of the instance that is to fail; it may be written by its short name.
fn failing(written: &Written<String>, instances: Option<&[Instance]>, faults: &Faults) -> String {
    let instances = instances.unwrap_or_default();
    let called = instances.iter().find(|it| it.name == written.value);
    if let Some(called) = called {
        return called.id.clone();
    }
    if !instances.is_empty() {
        let ids: Vec<&str> = instances.iter().map(|it| it.id.as_str()).collect();
        position(written, "列、行或者项", &ids, faults);
    }
    written.value.clone()
}

fn plain(settings: &[(Written<String>, String)]) -> Vec<(String, String)> {
    let plain = settings
        .iter()
        .map(|(name, text)| (name.value.clone(), text.clone()));
    plain.collect()
}

/// Cells and their texts, each cell by its ids.
fn settings(
    written: &[(Written<String>, String)],
    cells: &Scope<'_>,
    effective: &Effective<'_>,
    faults: &Faults,
) -> Vec<(String, String)> {
    let mut set = Vec::new();
    for (name, text) in written {
        let path = Path {
            name: name.value.clone(),
            span: Span::new(0, name.value.len()),
        };
        let found = cells
            .candidates(None)
            .first()
            .map(|it| cells.cell(it, &path));
        if let Some(Ok(address)) = found {
            // Short names are written as ids from here on.
            let form = effective.forms.get(address.form);
            let path = form.map(|it| format!("{}.{}", it.id, it.path(address.cell)));
            set.extend(path.map(|path| (path, text.clone())));
        } else if let Some(Err(Unknown::NeedsColumn)) = found {
            let message = format!("`{}` 一行有几列，没有说是哪一列", path.name);
            let help = "写成“行.列”".to_owned();
            faults.add(Fault::Value, &name.place, message, Some(help));
        } else {
            let names = forms_and_cells(&effective.forms);
            faults.unknown(name, "格", names.iter().map(String::as_str));
        }
    }
    set
}
