//! Audit: everything one audit says, unless what is read is no report at all.

mod mask;

use std::sync::Arc;

use miette::Diagnostic;
use thiserror::Error;

use crate::bilingual::Bilingual;
use crate::cause::{Cause, causes};
use crate::check::{check, waive};
use crate::document::{Date, Document};
use crate::extract::extract;
use crate::fact::Facts;
use crate::gist::organ_key;
use crate::pack::{self, Pack};
use crate::rule::Words;
use crate::score::{Score, Sheet, score};
use crate::script::Beside;
use crate::verdict::RuleResult;
use crate::waiver::{self, Used, Waiver};

/// What one audit of one report says, with what judged it.
#[derive(Debug, Clone)]
pub struct Audit<'p> {
    /// The pack that judged.
    pub pack: &'p Pack,
    /// How the pack was chosen.
    pub chosen_by: ChosenBy,
    /// The day the audit is judged by, if one was given.
    pub as_of: Option<Date>,
    /// What it was compared with.
    pub beside: Beside,
    /// What the report says.
    pub facts: Arc<Facts>,
    /// What came of each rule, in the pack's order.
    pub results: Vec<RuleResult>,
    /// What mistakes explain the findings.
    pub causes: Vec<Cause>,
    /// What became of the waivers that are for this report.
    pub waivers: Vec<Used>,
    /// What the report is worth.
    pub score: Score,
}

/// What is told to an audit beside the report.
#[derive(Debug, Clone)]
pub struct Terms {
    /// How the pack was chosen.
    pub chosen_by: ChosenBy,
    /// The day to judge by, for a report that does not say when it was published.
    pub as_of: Option<Date>,
    /// The kind of organ, by its id in the pack; otherwise the organ's name shows it.
    pub organ_kind: Option<String>,
    /// The findings that an office lets stand.
    pub waivers: Vec<Waiver>,
    /// The other reports it is compared with.
    pub beside: Beside,
}

impl Audit<'_> {
    /// The year that the report says it is of, where somebody chose a pack that does not govern it.
    #[must_use]
    pub fn foreign_year(&self) -> Option<i32> {
        let year = self.facts.year.as_ref().map(|it| it.value)?;
        let governed = pack::choose(std::slice::from_ref(self.pack), year).is_some();
        (self.chosen_by == ChosenBy::Option && !governed).then_some(year)
    }

    /// How many other organs' reports it was compared with.
    #[must_use]
    pub fn others(&self) -> usize {
        let organ = self.facts.organ.as_ref().map(|it| organ_key(&it.value));
        let cohort = self.beside.others.as_ref().ok();
        cohort
            .zip(organ)
            .map_or(0, |(cohort, key)| cohort.others(&key))
    }

    /// The waivers that should be mended themselves, each with what is wrong.
    pub fn wrong_waivers(&self) -> impl Iterator<Item = (&Used, waiver::Fault)> {
        let waivers = self.waivers.iter();
        waivers.filter_map(|it| Some((it, it.fault()?)))
    }
}

impl Terms {
    /// Nothing but how the pack was chosen.
    #[must_use]
    pub fn of(chosen_by: ChosenBy) -> Self {
        Self {
            chosen_by,
            as_of: None,
            organ_kind: None,
            waivers: Vec::new(),
            beside: Beside::default(),
        }
    }
}

/// What was read is no report: it has no title of one, fewer than two of its sections and no form.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` 不像{}：没有标题，认得的章节不到两个，也没有表格", kind.zh)]
#[diagnostic(
    code(hegui::audit::not_a_report),
    help("请确认是不是选错了文件；hegui parse 可以看到读出的结构")
)]
pub struct NotAReport {
    /// The file.
    pub name: String,
    /// What kind of report was looked for: the title of the pack.
    pub kind: Words,
}

impl Bilingual for NotAReport {
    fn english(&self) -> (String, Option<String>) {
        let Self { name, kind } = self;
        let kind = kind.en.as_ref().unwrap_or(&kind.zh);
        (
            format!(
                "`{name}` is not of this kind: {kind}. It has no title, fewer than two known sections and no form"
            ),
            Some("see whether this is the right file; hegui parse shows what was read".to_owned()),
        )
    }
}

/// Refuses what is no report at all.
///
/// # Errors
///
/// When nothing in `facts` shows a report of the kind `pack` knows.
pub fn require_report(facts: &Facts, pack: &Pack) -> Result<(), NotAReport> {
    let sections = facts.sections.iter().filter(|it| it.id.is_some()).count();
    if facts.title.is_some() || sections >= 2 || facts.forms.iter().any(|form| form.found) {
        return Ok(());
    }
    Err(NotAReport {
        name: facts.source.name().to_owned(),
        kind: pack.title.clone(),
    })
}

/// Audits `document` by `pack`.
///
/// # Errors
///
/// When the document is no report at all: an audit of it would find everything missing.
pub fn audit<'p>(
    document: &Document,
    pack: &'p Pack,
    terms: &Terms,
) -> Result<Audit<'p>, NotAReport> {
    let facts = extract(document, pack);
    require_report(&facts, pack)?;
    Ok(judge(facts, pack, terms))
}

/// Audits what was read, whatever it is.
#[must_use]
pub fn judge<'p>(mut facts: Facts, pack: &'p Pack, terms: &Terms) -> Audit<'p> {
    if terms.organ_kind.is_some() {
        facts.organ_kind.clone_from(&terms.organ_kind);
    }
    let facts = Arc::new(facts);
    let mut results = check(&facts, pack, terms.as_of, &terms.beside);
    let waivers = waive(&mut results, &facts, pack, &terms.waivers, terms.as_of);
    let causes = causes(&facts, pack, &mut results);
    let score = score(&Sheet::of(pack, &results, &causes));
    let facts = mask::mask(facts, &mut results);
    Audit {
        pack,
        chosen_by: terms.chosen_by,
        beside: terms.beside.clone(),
        as_of: terms.as_of,
        facts,
        results,
        causes,
        waivers,
        score,
    }
}

/// How a pack was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenBy {
    /// `--year`.
    Option,
    /// The report's own year.
    Report,
}
