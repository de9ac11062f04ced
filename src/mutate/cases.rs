//! What the failing cases of rules show, put into other reports: what is wrong in the blank report is
//! wrong in a full one too.

use super::edit::Edit;
use super::report::Base;
use super::{Expected, Kind, Mutation};
use crate::rule::Case;
use crate::source::Span;
use crate::trial;

/// The mutations that the cases of all rules make of `base`.
pub(super) fn mutations(base: &Base<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for (index, rule) in base.pack.rules.iter().enumerate() {
        // A case that sets cells counts on all others being zero.
        let alone = |it: &&Case| {
            let cells = it.set.is_empty() && it.prior.is_empty();
            let beside = [&it.prior_append, &it.prior_replace];
            let words = beside.iter().all(|it| it.is_empty()) && it.others.is_empty();
            cells && words && it.shows_failure()
        };
        for case in rule.cases.iter().filter(alone) {
            let edits = match &base.cells {
                Some(cells) => of_blank(base, cells, case),
                None => of_example(base, case),
            };
            let Some(edits) = edits.filter(|it| !it.is_empty() || case.as_of.is_some()) else {
                continue;
            };
            mutations.push(Mutation {
                kind: Kind::Case,
                what: format!("{} 的用例“{}”", rule.code, case.name),
                ways: vec![edits],
                expected: Expected::One(vec![index]),
                placed: false,
                case: Some(case.clone()),
            });
        }
    }
    mutations
}

/// The blank report of the case with the cells of this one: a text of its own.
fn of_blank(base: &Base<'_>, cells: &[(String, String)], case: &Case) -> Option<Vec<Edit>> {
    let case = Case {
        set: cells.to_vec(),
        ..case.clone()
    };
    let text = trial::report(base.pack, &case).ok()?;
    let whole = Span::new(0, base.text.len());
    Some(if text == base.text {
        Vec::new()
    } else {
        vec![Edit::new(whole, text)]
    })
}

/// The changes of the case, where the example has what they ask for.
fn of_example(base: &Base<'_>, case: &Case) -> Option<Vec<Edit>> {
    let facts = &base.audit.facts;
    let same_kind = case.organ.is_none() && facts.organ_kind == blank_kind(base);
    // What else bears a section of an example is for `structure` to say.
    let lost = !case.remove.is_empty() || !case.remove_forms.is_empty();
    if !same_kind || case.year.is_some() || lost {
        return None;
    }
    let extent = |id: &String| {
        let mut sections = facts.sections.iter();
        sections
            .find(|it| it.id.as_ref() == Some(id))
            .map(|it| it.extent)
    };
    let mut edits = Vec::new();
    for (id, sentence) in &case.append {
        let end = extent(id)?.end;
        edits.push(Edit::new(
            Span::new(end, end),
            format!("\n\n{sentence}\n\n"),
        ));
    }
    for (old, new) in &case.replace {
        edits.push(Edit::of_words(&base.text, old, new)?);
    }
    Some(edits)
}

/// The kind of organ that the blank report is from.
fn blank_kind(base: &Base<'_>) -> Option<String> {
    let named = |it: &&crate::pack::Organ| {
        let name = &base.pack.report.organ;
        it.ends_with.iter().any(|end| name.ends_with(end.as_str()))
            || it.contains.iter().any(|word| name.contains(word.as_str()))
    };
    base.pack.organs.iter().find(named).map(|it| it.id.clone())
}
