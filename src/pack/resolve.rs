//! A written pack and what it extends → the pack as it applies, every name looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::effective::{Effective, values};
use super::error::{Fault, Faults, Place, Written, suggestion};
use super::inherit::{Lineage, joint_digest};
use super::rules;
use super::written::{Item, WrittenPack, distinct_codes};
use super::{Pack, ReportWords, RuleChange};
use crate::form::{Each, FormRelation, Scope};
use crate::rule::{Piece, Requirement, Role, pieces};
use crate::script::Vocabulary;
use crate::source::{Source, Span};

/// The last pack of `lineage`.
pub(super) fn pack(lineage: &Lineage<'_>, extended: bool, faults: &Faults) -> Pack {
    faults.forgive_names(!lineage.complete);
    let packs: Vec<&WrittenPack> = lineage.packs.iter().map(|(pack, _)| pack).collect();
    let effective = Effective::of(&packs, faults);
    // A pack that governs no year may use names that those who extend it give; it is looked
    // at again with each of them.
    let unheard = Faults::default();
    let own = packs.last();
    let base = extended && own.is_some_and(|own| own.years.is_none());
    let heard = if base { &unheard } else { faults };
    for section in &effective.form_sections {
        let names = || effective.sections.iter().map(|it| it.id.value.as_str());
        if names().all(|name| name != section.value) {
            heard.unknown(section, "章节", names());
        }
    }
    for name in &effective.named_indicators {
        let names = || effective.indicators.iter().map(|it| it.id.as_str());
        if names().all(|it| it != name.value) {
            heard.unknown(name, "指标", names());
        }
    }
    shown_by(&effective, heard);
    cites(&packs, faults);
    organ_field(&packs, &effective, faults);
    distinct_codes(effective.rules.iter().map(|it| &it.value.code), faults);
    let id = own.map_or("", |own| own.id.value.as_str());
    let resolved = rules::rules(&effective, heard);
    let phrases = rules::phrases(&packs, &effective, faults, heard);
    let blank = packs.iter().rev().find_map(|pack| pack.blank.as_ref());
    let template = template(&packs);
    if faults.are_sought() {
        rules::unused(id, &effective, faults);
        for blank in blank.into_iter().chain(template) {
            markers(blank, &effective, faults);
        }
    }

    let Some(own) = own else {
        return nothing();
    };
    let prose = packs.iter().rev().find_map(|pack| pack.prose.clone());
    let prose = prose.unwrap_or_default();
    let formulas = prose.formulas.iter().map(String::as_str);
    let words = Vocabulary {
        template: Vocabulary::template(formulas.chain(blank.map(Source::text))),
        seats: prose.seats.clone(),
        ..effective.words
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
        prose,
        dimensions: effective
            .dimensions
            .iter()
            .map(|it| (it.id.value.clone(), it.value.clone()))
            .collect(),
        sections: effective
            .sections
            .iter()
            .map(|it| it.value.section.clone())
            .collect(),
        organs: effective.organs,
        forms: effective.forms,
        indicators: effective.indicators,
        fields: effective.fields,
        requirements: cited(values(&effective.requirements), &effective.citations),
        rules: resolved,
        phrases,
        scripts: effective
            .scripts
            .iter()
            .map(|it| it.script.clone())
            .collect(),
        words: Arc::new(words),
        changes: changes(&packs),
        blank: blank.map_or_else(String::new, |source| source.text().to_owned()),
        template: template.map_or_else(String::new, |source| source.text().to_owned()),
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

/// The report to be filled in: whoever writes a blank report of its own has no other than it, or its own.
fn template<'w>(packs: &[&'w WrittenPack]) -> Option<&'w Source> {
    let mut written = packs.iter().rev();
    written.find_map(|pack| pack.template.as_ref().or(pack.blank.as_ref()))
}

/// The requirements with their documents and articles as the years of the pack cite them.
fn cited(mut requirements: Vec<Requirement>, citations: &[&Item<String>]) -> Vec<Requirement> {
    for it in &mut requirements {
        for text in [&mut it.document, &mut it.article] {
            if let Some(other) = citations.iter().find(|other| other.id.value == *text) {
                text.clone_from(&other.value);
            }
        }
    }
    requirements
}

/// Looks up what citations put other words for: what a requirement of the packs names.
fn cites(packs: &[&WrittenPack], faults: &Faults) {
    let requirements = || packs.iter().flat_map(|it| &it.requirements);
    let names = || requirements().flat_map(|it| [&*it.value.document, &*it.value.article]);
    for name in packs.iter().flat_map(|it| &it.citations).map(|it| &it.id) {
        if names().all(|it| it != name.value) {
            faults.unknown(name, "文件或者条文", names());
        }
    }
}

/// Looks up the field that names the organ.
fn organ_field(packs: &[&WrittenPack], effective: &Effective<'_>, faults: &Faults) {
    for name in packs.iter().filter_map(|pack| pack.organ_field.as_ref()) {
        let names = || effective.fields.iter().map(|it| it.id.as_str());
        if names().all(|it| it != name.value) {
            faults.unknown(name, "栏目", names());
        }
    }
}

/// What the packs change of the rules they inherit, the farthest first.
fn changes(packs: &[&WrittenPack]) -> Vec<RuleChange> {
    let mut homes: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let mut changes = Vec::new();
    for pack in packs {
        let id = pack.id.value.as_str();
        for written in &pack.changes {
            let home = homes.get(written.rule.value.as_str());
            let (from, code) = home.copied().unwrap_or_default();
            let mut change = written.change(id, from, code);
            // What is switched off to make room for another is replaced.
            if written.off && pack.rules.iter().any(|it| it.id.value == change.rule) {
                change.fields = vec!["rule"];
            }
            changes.push(change);
        }
        for rule in &pack.rules {
            homes.insert(&rule.id.value, (id, &rule.value.code.value));
        }
    }
    changes
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
        prose: super::ProseWords::default(),
        fields: Vec::new(),
        requirements: Vec::new(),
        rules: Vec::new(),
        phrases: crate::phrase::Phrases::default(),
        scripts: Vec::new(),
        words: Arc::default(),
        changes: Vec::new(),
        blank: String::new(),
        template: String::new(),
    }
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
