//! What a report is made of: headings and sections lost or in each other's place, and the blank of
//! another year followed.

use super::edit::Edit;
use super::report::Base;
use super::{Expected, Kind, Mutation};
use crate::fact::SectionFact;
use crate::pack::Pack;
use crate::relation::{Predicate, Relation};
use crate::rule::Case;
use crate::source::Span;
use crate::trial;

/// The mutations of the structure of `base`.
pub(super) fn mutations(base: &Base<'_>, packs: &[Pack]) -> Vec<Mutation> {
    let facts = &base.audit.facts;
    let chapters: Vec<&SectionFact> = facts
        .sections
        .iter()
        .filter(|it| it.level == 1 && it.id.is_some())
        .collect();
    let mut mutations = Vec::new();
    for chapter in &chapters {
        let Some(id) = &chapter.id else { continue };
        let twice = chapters
            .iter()
            .filter(|it| it.id.as_ref() == Some(id))
            .count()
            > 1;
        let mut add = |kind, span: Span, rules: Vec<usize>| {
            if !rules.is_empty() && !twice {
                mutations.push(Mutation {
                    kind,
                    what: format!("“{}”", chapter.title),
                    ways: vec![vec![Edit::new(span, "")]],
                    expected: Expected::One(rules),
                    placed: false,
                    case: None,
                });
            }
        };
        let heads = [Predicate::Titled, Predicate::Present, Predicate::Written];
        add(Kind::Heading, chapter.span, about(base.pack, id, &heads));
        let section = [
            Predicate::Titled,
            Predicate::Present,
            Predicate::Written,
            Predicate::Found,
        ];
        add(
            Kind::Section,
            chapter.extent,
            about(base.pack, id, &section),
        );
    }
    for (one, other) in chapters.iter().zip(chapters.iter().skip(1)) {
        let text = |it: &SectionFact| facts.source.slice(it.extent).to_owned();
        let apart = one.extent.end <= other.extent.start;
        if apart {
            mutations.push(Mutation {
                kind: Kind::Order,
                what: format!("“{}”和“{}”", one.title, other.title),
                ways: vec![vec![
                    Edit::new(one.extent, text(other) + "\n"),
                    Edit::new(other.extent, text(one) + "\n"),
                ]],
                expected: Expected::Any,
                placed: true,
                case: None,
            });
        }
    }
    if base.cells.as_ref().is_some_and(Vec::is_empty) {
        mutations.extend(packs.iter().filter_map(|it| version(base, it)));
    }
    mutations
}

/// The rules that ask for a section, its heading or its table.
fn about(pack: &Pack, id: &str, questions: &[Predicate]) -> Vec<usize> {
    let table = |name: &str| {
        let mut forms = pack.forms.iter();
        forms.any(|it| it.id == name && it.section.as_deref() == Some(id))
    };
    let asks = |relation: &Relation| match relation {
        Relation::Predicate { predicate, path } => {
            let name = path.name.strip_prefix("section.").unwrap_or(&path.name);
            let own = name == id || table(name.strip_prefix("form.").unwrap_or(name));
            own && questions.contains(predicate)
        }
        Relation::Chain { .. } => false,
    };
    let rules = pack.rules.iter().enumerate();
    rules
        .filter(|(_, it)| it.check.relation().is_some_and(asks))
        .map(|(index, _)| index)
        .collect()
}

/// The blank of another pack, written for a year that this one governs.
fn version(base: &Base<'_>, other: &Pack) -> Option<Mutation> {
    let (from, _) = base.pack.years?;
    let same = |it: &Pack| it.report.subject == base.pack.report.subject;
    if other.id == base.pack.id || base.pack.extends.contains(&other.id) || !same(other) {
        return None;
    }
    let case = Case {
        year: Some(from),
        organ: Some(base.pack.report.organ.clone()),
        ..Case::default()
    };
    let text = trial::report(other, &case)
        .ok()
        .filter(|_| !other.forms.is_empty())?;
    Some(Mutation {
        kind: Kind::Version,
        what: other.id.clone(),
        ways: vec![vec![Edit::new(Span::new(0, base.text.len()), text)]],
        expected: Expected::Any,
        placed: false,
        case: None,
    })
}
