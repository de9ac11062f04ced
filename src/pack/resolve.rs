//! A written pack and what it extends → the pack as it applies, every name looked up.

use std::sync::Arc;

use super::error::{Fault, Faults, Place, Written, suggestion};
use super::inherit::{Lineage, joint_digest};
use super::rules;
use super::written::{
    Item, WrittenForm, WrittenPack, WrittenRule, WrittenScript, WrittenSection, distinct_codes,
};
use super::{Indicator, Organ, Pack, ReportWords};
use crate::form::{Each, Form, FormRelation, Scope};
use crate::rule::{Piece, Role, pieces};
use crate::script::Vocabulary;
use crate::source::{Source, Span};

/// What of a lineage applies, before any name in it is looked up.
pub(super) struct Effective<'w> {
    pub(super) dimensions: Vec<&'w str>,
    pub(super) sections: Vec<&'w Item<WrittenSection>>,
    pub(super) requirements: Vec<&'w str>,
    pub(super) rules: Vec<&'w Item<WrittenRule>>,
    pub(super) scripts: Vec<&'w WrittenScript>,
    pub(super) words: Vocabulary,
    pub(super) forms: Vec<Form>,
}

/// The last pack of `lineage`.
pub(super) fn pack(lineage: &Lineage<'_>, extended: bool, faults: &Faults) -> Pack {
    faults.forgive_names(!lineage.complete);
    let packs: Vec<&WrittenPack> = lineage.packs.iter().map(|(pack, _)| pack).collect();
    let dimensions = merged(&packs, |pack| &pack.dimensions);
    let sections = merged(&packs, |pack| &pack.sections);
    let requirements = merged(&packs, |pack| &pack.requirements);
    let mut forms = merged(&packs, |pack| &pack.forms);
    let official = |form: &&Item<WrittenForm>| {
        let section = form.value.form.section.as_deref();
        let at = sections
            .iter()
            .position(|it| Some(it.id.value.as_str()) == section);
        at.unwrap_or(usize::MAX)
    };
    forms.sort_by_key(official);
    let organs: Vec<Organ> = values(&merged(&packs, |pack| &pack.organs));
    let indicators: Vec<Indicator> = values(&merged(&packs, |pack| &pack.indicators));
    let all_forms: Vec<Form> = forms.iter().map(|it| it.value.form.clone()).collect();
    let effective = Effective {
        words: vocabulary(&all_forms, &sections, &indicators, &organs),
        scripts: packs.iter().flat_map(|pack| &pack.scripts).collect(),
        dimensions: dimensions.iter().map(|it| it.id.value.as_str()).collect(),
        sections,
        requirements: requirements.iter().map(|it| it.id.value.as_str()).collect(),
        rules: merged(&packs, |pack| &pack.rules),
        forms: all_forms,
    };
    for form in &forms {
        let names = || effective.sections.iter().map(|it| it.id.value.as_str());
        if let Some(section) = &form.value.section
            && names().all(|name| name != section.value)
        {
            faults.unknown(section, "章节", names());
        }
    }
    shown_by(&effective, faults);
    distinct_codes(effective.rules.iter().map(|it| &it.value.code), faults);
    // A pack that governs no year may use names that those who extend it give; its rules are
    // looked at again with each of them.
    let unheard = Faults::default();
    let own = packs.last();
    let base = extended && own.is_some_and(|own| own.years.is_none());
    let heard = if base { &unheard } else { faults };
    let id = own.map_or("", |own| own.id.value.as_str());
    let resolved = rules::rules(id, &effective, heard);
    let blank = packs.iter().rev().find_map(|pack| pack.blank.as_ref());
    if let Some(blank) = blank {
        markers(blank, &effective, faults);
    }

    let Some(own) = own else {
        return nothing();
    };
    let mut pack = Pack {
        id: own.id.value.clone(),
        version: own.version.clone(),
        title: own.title.clone(),
        years: own.years,
        extends: packs
            .iter()
            .rev()
            .skip(1)
            .map(|pack| pack.id.value.clone())
            .collect(),
        sha256: joint_digest(lineage),
        report: packs
            .iter()
            .rev()
            .find_map(|pack| pack.report.clone())
            .unwrap_or_default(),
        dimensions: dimensions
            .iter()
            .map(|it| (it.id.value.clone(), it.value.clone()))
            .collect(),
        sections: effective
            .sections
            .iter()
            .map(|it| it.value.section.clone())
            .collect(),
        organs,
        forms: effective.forms,
        indicators,
        requirements: values(&requirements),
        rules: resolved,
        scripts: effective
            .scripts
            .iter()
            .map(|it| it.script.clone())
            .collect(),
        words: Arc::new(effective.words),
        blank: blank.map_or_else(String::new, |source| source.text().to_owned()),
    };
    for rule in pack.rules.iter().filter(|rule| rule.role == Role::Identity) {
        let form = rule.form.and_then(|form| pack.forms.get_mut(form));
        if let (Some(form), Some(relation)) = (form, rule.check.relation()) {
            form.identities.push(FormRelation {
                each: rule.each,
                relation: relation.clone(),
            });
        }
    }
    pack
}

/// A lineage always ends with its pack; this stands for one that does not.
fn nothing() -> Pack {
    Pack {
        id: String::new(),
        version: String::new(),
        title: crate::rule::Words::default(),
        years: None,
        extends: Vec::new(),
        sha256: String::new(),
        report: ReportWords::default(),
        dimensions: Vec::new(),
        sections: Vec::new(),
        organs: Vec::new(),
        forms: Vec::new(),
        indicators: Vec::new(),
        requirements: Vec::new(),
        rules: Vec::new(),
        scripts: Vec::new(),
        words: Arc::default(),
        blank: String::new(),
    }
}

/// What the names in scripts stand for.
fn vocabulary(
    forms: &[Form],
    sections: &[&Item<WrittenSection>],
    indicators: &[Indicator],
    organs: &[Organ],
) -> Vocabulary {
    let sections = sections.iter().map(|it| &it.value.section);
    Vocabulary {
        forms: forms.to_vec(),
        sections: sections
            .map(|it| (it.id.clone(), it.name.clone()))
            .collect(),
        indicators: indicators
            .iter()
            .map(|it| (it.id.clone(), it.name.clone()))
            .collect(),
        organs: organs
            .iter()
            .map(|it| (it.id.clone(), it.name.zh.clone()))
            .collect(),
    }
}

/// The items of all packs; one with an id that was there takes the place of that one.
fn merged<'w, T>(
    packs: &[&'w WrittenPack],
    items: impl Fn(&'w WrittenPack) -> &'w Vec<Item<T>>,
) -> Vec<&'w Item<T>> {
    let mut merged: Vec<&Item<T>> = Vec::new();
    for item in packs.iter().flat_map(|pack| items(pack)) {
        match merged.iter_mut().find(|it| it.id.value == item.id.value) {
            Some(inherited) => *inherited = item,
            None => merged.push(item),
        }
    }
    merged
}

fn values<T: Clone>(items: &[&Item<T>]) -> Vec<T> {
    items.iter().map(|item| item.value.clone()).collect()
}

/// What shows a section is a form, or a cell of one.
fn shown_by(effective: &Effective<'_>, faults: &Faults) {
    let scope = Scope {
        forms: &effective.forms,
        form: None,
        each: Each::Once,
    };
    for name in effective.sections.iter().flat_map(|it| &it.value.shown_by) {
        let path = crate::relation::Path {
            name: name.value.clone(),
            span: Span::new(0, name.value.len()),
        };
        if scope.region(&path).is_empty() {
            faults.unknown(
                name,
                "表或格",
                rules::forms_and_cells(&effective.forms)
                    .iter()
                    .map(String::as_str),
            );
        }
    }
}

/// The markers of a blank report.
fn markers(blank: &Source, effective: &Effective<'_>, faults: &Faults) {
    for piece in pieces(blank.text()) {
        let (name, span) = match piece {
            Piece::Text(_) => continue,
            Piece::Placeholder(name, span) => (name, span),
            Piece::Unclosed(span) => ("", span),
        };
        let known = match name.split_once(':') {
            Some(("section", id)) => effective.sections.iter().any(|it| it.id.value == id),
            Some(("form", id)) => effective.forms.iter().any(|it| it.id == id),
            Some(_) => false,
            None => ["year", "next_year", "organ"].contains(&name),
        };
        if !known && faults.misses_names() {
            let place = Place {
                source: blank.clone(),
                span,
            };
            let marker = Written {
                value: name.to_owned(),
                place,
            };
            let names = ["year", "next_year", "organ"]
                .map(str::to_owned)
                .into_iter();
            let names: Vec<String> = names
                .chain(
                    effective
                        .sections
                        .iter()
                        .map(|it| format!("section:{}", it.id.value)),
                )
                .chain(effective.forms.iter().map(|it| format!("form:{}", it.id)))
                .collect();
            let message = format!("空白报告里没有 `{{{}}}` 这种标记", marker.value);
            let help = suggestion(&marker.value, names.iter().map(String::as_str));
            faults.add(Fault::Placeholder, &marker.place, message, help);
        }
    }
}
