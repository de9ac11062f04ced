//! The valid reports that are changed: the blank of the pack, its forms filled, the passing cases of
//! its rules, and examples.

use super::Example;
use crate::audit::{Audit, ChosenBy, Terms, judge};
use crate::document::Date;
use crate::extract::{extract, year};
use crate::fill::{self, Kind, Variant};
use crate::pack::Pack;
use crate::parse::parse;
use crate::read::read;
use crate::rule::Case;
use crate::trial;
use crate::verdict::Outcome;

/// A valid report and what is said of it.
#[derive(Debug)]
pub(super) struct Base<'p> {
    pub(super) pack: &'p Pack,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) audit: Audit<'p>,
    /// What its cells were set to, for a report made of the blank.
    pub(super) cells: Option<Vec<(String, String)>>,
    /// The rule whose case it is.
    pub(super) rule: Option<usize>,
    pub(super) terms: Terms,
}

/// The reports of `pack`; of the passing cases of a rule only the first, if `few` are wanted.
pub(super) fn bases<'p>(pack: &'p Pack, examples: &[Example], few: bool) -> Vec<Base<'p>> {
    let mut bases = Vec::new();
    bases.extend(of_case(pack, "空白报告", &Case::default(), None));
    for variant in [Variant::Detailed, Variant::Single] {
        let cells = filled(pack, variant);
        if let Some(set) = cells.filter(|it| !it.is_empty()) {
            let name = match variant {
                Variant::Detailed => "填满的报告",
                Variant::Single => "填满的报告（合并的行）",
            };
            let case = Case {
                set,
                ..Case::default()
            };
            bases.extend(of_case(pack, name, &case, None));
        }
    }
    bases.extend(examples.iter().filter_map(|it| of_example(pack, it)));
    for (index, rule) in pack.rules.iter().enumerate() {
        let passing = |it: &&Case| it.outcome.as_deref() == Some("pass");
        let most = if few { 1 } else { usize::MAX };
        for case in rule.cases.iter().filter(passing).take(most) {
            let name = format!("{} 的用例“{}”", rule.code, case.name);
            bases.extend(of_case(pack, &name, case, Some(index)));
        }
    }
    bases
}

/// Every form filled with numbers that agree; none if no form has this variant.
fn filled(pack: &Pack, variant: Variant) -> Option<Vec<(String, String)>> {
    let mut cells = Vec::new();
    if !pack
        .forms
        .iter()
        .any(|it| Variant::of(it).contains(&variant))
    {
        return None;
    }
    for form in &pack.forms {
        let variant = if Variant::of(form).contains(&variant) {
            variant
        } else {
            Variant::Detailed
        };
        for (cell, it) in fill::fill(form, variant, Kind::Dense)?.cells {
            cells.push((format!("{}.{}", form.id, form.path(cell)), it.text));
        }
    }
    Some(cells)
}

fn of_case<'p>(pack: &'p Pack, name: &str, case: &Case, rule: Option<usize>) -> Option<Base<'p>> {
    let text = trial::report(pack, case).ok()?;
    let terms = Terms {
        as_of: case.as_of.as_deref().and_then(Date::of),
        beside: trial::beside(pack, case).ok()?,
        ..Terms::of(ChosenBy::Report)
    };
    let audit = audited(pack, name, &text, &terms)?;
    // Only what is right can be broken.
    let right = |rule| {
        let mut results = audit.results.iter();
        results.any(|it| it.rule == rule && it.outcome == Outcome::Pass)
    };
    rule.is_none_or(right).then(|| Base {
        pack,
        name: name.to_owned(),
        text,
        cells: Some(case.set.clone()),
        rule,
        terms,
        audit,
    })
}

/// An example, if the pack governs its year.
fn of_example<'p>(pack: &'p Pack, example: &Example) -> Option<Base<'p>> {
    let source = read(&example.name, &example.bytes).ok()?;
    let document = parse(source);
    let year = year(&document)?.value;
    let (from, to) = pack.years?;
    if year < from || to.is_some_and(|to| to < year) {
        return None;
    }
    let text = document.source.text().to_owned();
    let terms = Terms::of(ChosenBy::Report);
    let audit = audited(pack, &example.name, &text, &terms)?;
    Some(Base {
        pack,
        name: example.name.clone(),
        text,
        audit,
        cells: None,
        rule: None,
        terms,
    })
}

/// What `pack` says of a text, the whole way from bytes.
pub(super) fn audited<'p>(
    pack: &'p Pack,
    name: &str,
    text: &str,
    terms: &Terms,
) -> Option<Audit<'p>> {
    let source = read(name, text.as_bytes()).ok()?;
    Some(judge(extract(&parse(source), pack), pack, terms))
}
