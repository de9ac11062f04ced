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
        for (kind, span) in [
            (Kind::Heading, chapter.span),
            (Kind::Section, chapter.extent),
        ] {
            let rules = broken(base, id, span);
            if !rules.is_empty() {
                mutations.push(Mutation {
                    kind,
                    what: format!("“{}”", chapter.title),
                    ways: vec![vec![Edit::new(span, "")]],
                    expected: Expected::One(rules),
                    placed: false,
                    case: None,
                });
            }
        }
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

/// The rules that a report without `lost` breaks, of those that ask for a section, its heading or
/// its table: another heading, a sentence or a table may bear it too.
fn broken(base: &Base<'_>, id: &str, lost: Span) -> Vec<usize> {
    let (pack, facts) = (base.pack, &base.audit.facts);
    let Some(section) = pack.sections.iter().find(|it| it.id == id) else {
        return Vec::new();
    };
    let kept = |it: Span| it.end <= lost.start || lost.end <= it.start;
    let mut sections = facts.sections.iter();
    let titled = sections.any(|it| it.id.as_deref() == Some(id) && kept(it.span));
    let prose = facts.prose.iter().filter(|it| kept(it.span));
    let sentences: Vec<&str> = prose
        .flat_map(|it| it.text.text().split_inclusive(['。', ';', '!', '?']))
        .collect();
    let all_in = |words: &Vec<String>| {
        let mut sentences = sentences.iter();
        sentences.any(|it| words.iter().all(|word| it.contains(word.as_str())))
    };
    let mut words = section.content.iter().chain(&section.content_in_place);
    let written = titled || words.any(all_in);
    let found = |form: &str| {
        let mut forms = facts.forms.iter();
        forms.any(|it| it.form == form && it.span.is_some_and(kept))
    };
    let shown = |path: &String| found(path.split('.').next().unwrap_or(path));
    let present = written || section.shown_by.iter().any(shown);
    let broken = |relation: &Relation| {
        let Relation::Predicate { predicate, path } = relation else {
            return false;
        };
        let name = path.name.strip_prefix("section.").unwrap_or(&path.name);
        let form = path.name.strip_prefix("form.").unwrap_or(&path.name);
        match predicate {
            Predicate::Titled => name == id && !titled,
            Predicate::Written => name == id && !written,
            Predicate::Present => name == id && !present,
            Predicate::Found => {
                let mut forms = facts.forms.iter().filter(|it| it.form == form);
                forms.any(|it| it.span.is_some_and(|it| !kept(it)))
            }
            Predicate::Filled | Predicate::Totalled => false,
        }
    };
    let rules = pack.rules.iter().enumerate();
    rules
        .filter(|(_, it)| it.check.relation().is_some_and(broken))
        .map(|(index, _)| index)
        .collect()
}

/// The blank of another pack, written for a year that this one governs.
fn version(base: &Base<'_>, other: &Pack) -> Option<Mutation> {
    let (from, _) = base.pack.years?;
    let same = |it: &Pack| it.report.subject == base.pack.report.subject;
    if other.id == base.pack.id || other.years.is_none() || !same(other) {
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
