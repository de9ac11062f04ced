//! What differs between two packs: rule by rule, and of forms, sections and requirements.

use super::{Pack, Section};
use crate::form::{Each, Form};
use crate::phrase::Phrase;
use crate::rule::{Cap, Check, Class, Precision, Requirement, Rule, Severity};

/// A part of a pack that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is a part of.
    pub part: Part,
    /// Its id.
    pub id: String,
    /// Its title, that of the second pack if it has it.
    pub title: String,
    /// What became of it.
    pub change: Change,
}

/// The parts that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A rule.
    Rule,
    /// A requirement.
    Requirement,
    /// A form.
    Form,
    /// A section.
    Section,
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Only the second pack has it.
    Added,
    /// Only the first pack has it.
    Removed,
    /// Both have it: the fields that differ, with what each pack says.
    Changed(Vec<(&'static str, String, String)>),
}

/// The fields of a part in the words of the files.
type Fields = Vec<(&'static str, String)>;

/// What is not the same in `old` and `new`, by id: rules, requirements, forms, sections.
#[must_use]
pub fn diff(old: &Pack, new: &Pack) -> Vec<Difference> {
    // What a rule waited for that is no more needs no word of its own.
    let there = |id: &String| new.rules.iter().any(|it| it.id == *id);
    let rules = |pack: &Pack| {
        listed(&pack.rules, |it| {
            let waits = it.blocked_by.iter().filter(|id| there(id)).cloned();
            let waits: Vec<String> = waits.collect();
            rule(pack, it, &waits)
        })
    };
    let requirements = |pack: &Pack| listed(&pack.requirements, requirement);
    let forms = |pack: &Pack| listed(&pack.forms, form);
    let sections = |pack: &Pack| listed(&pack.sections, section);
    [
        compared(Part::Rule, &rules(old), &rules(new)),
        compared(Part::Requirement, &requirements(old), &requirements(new)),
        compared(Part::Form, &forms(old), &forms(new)),
        compared(Part::Section, &sections(old), &sections(new)),
    ]
    .concat()
}

/// A part: its id, its title and its fields.
struct Listed {
    id: String,
    title: String,
    fields: Fields,
}

fn listed<T>(items: &[T], fields: impl Fn(&T) -> Listed) -> Vec<Listed> {
    items.iter().map(fields).collect()
}

fn compared(part: Part, old: &[Listed], new: &[Listed]) -> Vec<Difference> {
    let of = |it: &Listed, change| Difference {
        part,
        id: it.id.clone(),
        title: it.title.clone(),
        change,
    };
    let known = |all: &[Listed], id: &str| all.iter().any(|it| it.id == id);
    let removed = old
        .iter()
        .filter(|it| !known(new, &it.id))
        .map(|it| of(it, Change::Removed));
    let rest = new.iter().filter_map(|it| {
        let Some(before) = old.iter().find(|before| before.id == it.id) else {
            return Some(of(it, Change::Added));
        };
        let changed: Vec<(&'static str, String, String)> = before
            .fields
            .iter()
            .zip(&it.fields)
            .filter(|(before, now)| before.1 != now.1)
            .map(|(before, now)| (now.0, before.1.clone(), now.1.clone()))
            .collect();
        (!changed.is_empty()).then(|| of(it, Change::Changed(changed)))
    });
    removed.chain(rest).collect()
}

fn rule(pack: &Pack, it: &Rule, blocked_by: &[String]) -> Listed {
    let requirement = pack.requirements.get(it.requirement);
    let form = it.form.and_then(|form| pack.forms.get(form));
    let check = match &it.check {
        Check::Relation { text, .. } => text.clone(),
        Check::Phrases => {
            let lines: Vec<String> = pack.phrases.of(&it.id).map(Phrase::line).collect();
            lines.join("\n")
        }
        Check::Script { script, function } => {
            let script = pack.scripts.get(*script);
            let body = script.and_then(|it| it.text_of(function));
            body.unwrap_or_default().to_owned()
        }
    };
    let cases: Vec<&str> = it.cases.iter().map(|case| case.name.as_str()).collect();
    Listed {
        id: it.id.clone(),
        title: format!("{} {}", it.code, it.title.zh),
        fields: vec![
            ("code", it.code.clone()),
            ("title", it.title.zh.clone()),
            ("severity", severity(it.severity).to_owned()),
            ("precision", precision(it.precision).to_owned()),
            ("dimension", it.dimension.clone()),
            (
                "requirement",
                requirement.map_or_else(String::new, |it| it.id.clone()),
            ),
            (
                "points",
                requirement.map_or_else(String::new, |it| it.points.to_string()),
            ),
            ("cap", cap(it.cap).to_owned()),
            ("blocked_by", blocked_by.join("、")),
            ("form", form.map_or_else(String::new, |it| it.id.clone())),
            ("each", each(it.each).to_owned()),
            (
                "parts",
                it.parts
                    .as_ref()
                    .map_or_else(String::new, |it| it.name.clone()),
            ),
            ("holds", check),
            ("fail", it.fail.clone()),
            ("pass", it.pass.clone()),
            ("help", it.help.clone().unwrap_or_default()),
            ("test", cases.join("；")),
        ],
    }
}

fn requirement(it: &Requirement) -> Listed {
    Listed {
        id: it.id.clone(),
        title: it.title.zh.clone(),
        fields: vec![
            ("title", it.title.zh.clone()),
            ("document", it.document.clone()),
            ("article", it.article.clone()),
            ("quote", it.quote.clone().unwrap_or_default()),
            ("class", class(it.class).to_owned()),
            ("points", it.points.to_string()),
            ("presence", it.presence.to_string()),
            ("checked", it.checked.zh.clone()),
        ],
    }
}

fn form(it: &Form) -> Listed {
    let columns = it.blocks.iter().flat_map(|block| &block.columns);
    let rows = it.blocks.iter().flat_map(|block| &block.rows);
    let named = |id: &str, labels: &[String]| format!("{id}（{}）", labels.join("、"));
    let columns: Vec<String> = columns.map(|it| named(&it.id, &it.labels)).collect();
    let rows: Vec<String> = rows.map(|it| named(&it.id, &it.labels)).collect();
    Listed {
        id: it.id.clone(),
        title: format!("{} {}", it.name, it.title),
        fields: vec![
            ("name", it.name.clone()),
            ("title", it.title.clone()),
            ("section", it.section.clone().unwrap_or_default()),
            ("columns", columns.join("；")),
            ("rows", rows.join("；")),
        ],
    }
}

fn section(it: &Section) -> Listed {
    let joined = |lists: &[Vec<String>]| {
        let lists: Vec<String> = lists.iter().map(|it| it.join("…")).collect();
        lists.join("；")
    };
    Listed {
        id: it.id.clone(),
        title: it.name.clone(),
        fields: vec![
            ("name", it.name.clone()),
            (
                "number",
                it.number.map_or_else(String::new, |it| it.to_string()),
            ),
            ("titles", it.titles.join("；")),
            ("title_words", joined(&it.title_words)),
            ("content", joined(&it.content)),
            ("content_in_place", joined(&it.content_in_place)),
            ("shown_by", it.shown_by.join("、")),
        ],
    }
}

const fn severity(it: Severity) -> &'static str {
    match it {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

const fn precision(it: Precision) -> &'static str {
    match it {
        Precision::Exact => "exact",
        Precision::MayOver => "may-over",
        Precision::MayUnder => "may-under",
    }
}

const fn class(it: Class) -> &'static str {
    match it {
        Class::Must => "must",
        Class::Should => "should",
        Class::Hint => "hint",
    }
}

const fn cap(it: Option<Cap>) -> &'static str {
    match it {
        None => "",
        Some(Cap::Return) => "return",
        Some(Cap::Fair) => "fair",
    }
}

const fn each(it: Each) -> &'static str {
    match it {
        Each::Once => "",
        Each::Column => "column",
        Each::Row => "row",
        Each::Part => "part",
    }
}
