//! Effective: what of a pack and those it extends applies, before any name in it is looked up.

use super::error::{Fault, Faults, Written};
use super::written::{Item, WrittenForm, WrittenPack, WrittenRule, WrittenScript, WrittenSection};
use super::{Field, Indicator, Organ, Section};
use crate::form::Form;
use crate::likeness::Wording;
use crate::rule::{Requirement, Words};
use crate::script::{Chapter, Vocabulary};

/// What of a lineage applies.
pub(super) struct Effective<'w> {
    pub(super) dimensions: Vec<&'w Item<Words>>,
    /// In the order of their numbers.
    pub(super) sections: Vec<&'w Item<WrittenSection>>,
    pub(super) organs: Vec<Organ>,
    pub(super) indicators: Vec<Indicator>,
    /// The indicators that indicators name.
    pub(super) named_indicators: Vec<&'w Written<String>>,
    pub(super) fields: Vec<Field>,
    pub(super) requirements: Vec<&'w Item<Requirement>>,
    /// How a document or an article that a requirement names is cited instead, by what it names.
    pub(super) citations: Vec<&'w Item<String>>,
    /// With what later packs change of them; without those that they switch off.
    pub(super) rules: Vec<Item<WrittenRule>>,
    pub(super) scripts: Vec<&'w WrittenScript>,
    /// In the order of their sections.
    pub(super) forms: Vec<Form>,
    /// The sections the forms say they belong to.
    pub(super) form_sections: Vec<&'w Written<String>>,
    pub(super) words: Vocabulary,
}

impl<'w> Effective<'w> {
    /// What applies of `packs`, the farthest first.
    pub(super) fn of(packs: &[&'w WrittenPack], faults: &Faults) -> Self {
        let sections = in_order(merged(packs, |pack| &pack.sections));
        let mut written = merged(packs, |pack| &pack.forms);
        let official = |form: &&Item<WrittenForm>| {
            let section = form.value.form.section.as_deref();
            let at = sections
                .iter()
                .position(|it| Some(it.id.value.as_str()) == section);
            at.unwrap_or(usize::MAX)
        };
        written.sort_by_key(official);
        let organs: Vec<Organ> = values(&merged(packs, |pack| &pack.organs));
        let indicators = merged(packs, |pack| &pack.indicators);
        let named = indicators.iter().flat_map(|it| &it.value.named).collect();
        let indicators: Vec<Indicator> = indicators
            .iter()
            .map(|it| it.value.indicator.clone())
            .collect();
        let fields: Vec<Field> = values(&merged(packs, |pack| &pack.fields));
        let forms: Vec<Form> = written.iter().map(|it| it.value.form.clone()).collect();
        Self {
            words: Vocabulary {
                fields: fields
                    .iter()
                    .map(|it| (it.id.clone(), it.name.clone()))
                    .collect(),
                ..vocabulary(&forms, &sections, &indicators, &organs)
            },
            dimensions: merged(packs, |pack| &pack.dimensions),
            sections,
            organs,
            indicators,
            named_indicators: named,
            fields,
            requirements: merged(packs, |pack| &pack.requirements),
            citations: merged(packs, |pack| &pack.citations),
            rules: rules(packs, faults),
            scripts: packs.iter().flat_map(|pack| &pack.scripts).collect(),
            form_sections: written
                .iter()
                .filter_map(|it| it.value.section.as_ref())
                .collect(),
            forms,
        }
    }
}

/// The sections in the order of their numbers; one without stays behind the one it was behind.
fn in_order(sections: Vec<&Item<WrittenSection>>) -> Vec<&Item<WrittenSection>> {
    let mut number = 0;
    let mut numbered: Vec<(u32, &Item<WrittenSection>)> = sections
        .into_iter()
        .map(|it| {
            number = it.value.section.number.unwrap_or(number);
            (number, it)
        })
        .collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, it)| it).collect()
}

/// The rules of all packs, each pack's changes made to what it inherits.
fn rules(packs: &[&WrittenPack], faults: &Faults) -> Vec<Item<WrittenRule>> {
    let mut rules: Vec<Item<WrittenRule>> = Vec::new();
    for pack in packs {
        for change in &pack.changes {
            let names = || rules.iter().map(|it| it.id.value.as_str());
            let Some(at) = names().position(|name| name == change.rule.value) else {
                let mut coded = rules.iter();
                match coded.find(|it| it.value.code.value == change.rule.value) {
                    Some(rule) => faults.called_otherwise(&change.rule, "规则", &rule.id.value),
                    None => faults.unknown(&change.rule, "规则", names()),
                }
                continue;
            };
            if change.off {
                rules.remove(at);
            } else if let Some(rule) = rules.get_mut(at) {
                change.apply(&mut rule.value);
            }
        }
        for item in &pack.rules {
            match rules.iter_mut().find(|it| it.id.value == item.id.value) {
                Some(inherited) => {
                    replaced(inherited, item, faults);
                    inherited.clone_from(item);
                }
                None => rules.push(item.clone()),
            }
        }
    }
    // What was switched off blocks nothing any more.
    let off = |name: &str| {
        let mut changes = packs.iter().flat_map(|pack| &pack.changes);
        changes.any(|it| it.off && it.rule.value == name)
            && rules.iter().all(|it| it.id.value != name)
    };
    let gone: Vec<String> = rules
        .iter()
        .flat_map(|it| &it.value.blocked_by)
        .filter(|it| off(&it.value))
        .map(|it| it.value.clone())
        .collect();
    for rule in &mut rules {
        rule.value.blocked_by.retain(|it| !gone.contains(&it.value));
    }
    rules
}

/// A rule under the name of an inherited one would take its place without anybody saying so; what is
/// meant is written as a change.
fn replaced(inherited: &Item<WrittenRule>, own: &Item<WrittenRule>, faults: &Faults) {
    if inherited.pack == own.pack {
        return; // reported as a name given twice
    }
    let (id, from, code) = (&own.id.value, &inherited.pack, &inherited.value.code.value);
    let message = format!("`{id}` 与继承自 {from} 的 {code} 同名，那一条就不查了");
    let help = format!(
        "不是要替换它的，改 id；要替换的，在 pack.toml 写 [[change]]，rule = \"{id}\"，off = true，reason 写理由"
    );
    faults.add(Fault::Duplicate, &own.id.place, message, Some(help));
}

/// The items of all packs; one with an id that was there takes the place of that one.
pub(super) fn merged<'w, T>(
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

/// The values of items.
pub(super) fn values<T: Clone>(items: &[&Item<T>]) -> Vec<T> {
    items.iter().map(|item| item.value.clone()).collect()
}

/// What the names in scripts stand for.
fn vocabulary(
    forms: &[Form],
    sections: &[&Item<WrittenSection>],
    indicators: &[Indicator],
    organs: &[Organ],
) -> Vocabulary {
    let sections = sections.iter().map(|it| &it.value.section);
    let chapter = |it: &Section| Chapter {
        id: it.id.clone(),
        number: it.number,
        titles: it.titles.clone(),
    };
    Vocabulary {
        forms: forms.to_vec(),
        fields: Vec::new(),
        chapters: sections.clone().map(chapter).collect(),
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
        seats: Vec::new(),
        template: Wording::default(),
    }
}
