//! Pack: one regulation version, as data; loading it from its files.

mod addition;
mod builtin;
mod cure;
mod diff;
mod effective;
mod error;
mod expected;
mod fields;
mod inherit;
mod resolve;
mod review;
mod rules;
mod shelf;
mod starter;
mod unclosed;
mod waivers;
mod written;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::Form;
use crate::phrase::Phrases;
use crate::rule::{Requirement, Rule, Words};
use crate::script::{Script, Vocabulary};
use crate::source::Source;

pub use addition::{Addition, Refused, addition};
pub use builtin::builtin;
pub use diff::{Change, Difference, Part, diff};
pub use error::{Fault, PackError, PackErrors};
pub use expected::{Expected, expected};
pub use review::{Lack, Remark, review};
pub use shelf::Shelf;
pub use starter::starter;
pub use waivers::{WaiverErrors, waivers};

/// The files of one pack by path inside it, `/` between folders.
pub type PackFiles = BTreeMap<String, Source>;

/// Loads packs together: a pack may extend any other of them.
///
/// # Errors
///
/// Every fault of every file of every pack.
pub fn load(packs: &[PackFiles]) -> Result<Vec<Pack>, PackErrors> {
    loaded(packs, |_| true, error::Faults::default())
}

/// Those of `packs` whose id is `wanted`; all of them are there to be extended.
fn loaded(
    packs: &[PackFiles],
    wanted: impl Fn(&str) -> bool,
    faults: error::Faults,
) -> Result<Vec<Pack>, PackErrors> {
    let written: Vec<(written::WrittenPack, String)> = faults
        .side_by_side(packs, |files, faults| {
            Some((written::pack(files, faults)?, inherit::digest(files)))
        })
        .into_iter()
        .flatten()
        .collect();
    faults.forgive_names(written.len() < packs.len());
    let lineages = inherit::lineages(&written, &faults);
    let asked: Vec<&inherit::Lineage<'_>> =
        lineages.iter().filter(|it| it.is_of(&wanted)).collect();
    let loaded = faults.side_by_side(&asked, |lineage, faults| {
        let extended = lineages.iter().any(|it| it.extends(lineage));
        resolve::pack(lineage, extended, faults)
    });
    let errors = faults.into_errors();
    if errors.is_empty() {
        Ok(loaded)
    } else {
        Err(PackErrors(errors))
    }
}

/// The last of `packs` that governs `year`: what was added later goes before what was there.
#[must_use]
pub fn choose(packs: &[Pack], year: i32) -> Option<&Pack> {
    choose_titled(packs, year, |_| true)
}

/// The last of `packs` that governs `year` and whose kind of report is `titled` so; if none is, the
/// last that governs `year`.
#[must_use]
pub fn choose_titled(packs: &[Pack], year: i32, titled: impl Fn(&Pack) -> bool) -> Option<&Pack> {
    let governing = |pack: &&Pack| {
        pack.years
            .is_some_and(|(from, to)| from <= year && to.is_none_or(|to| year <= to))
    };
    let mut fitting = packs.iter().rev().filter(governing);
    let last = packs.iter().rfind(governing);
    fitting.find(|pack| titled(pack)).or(last)
}

/// One regulation version: what it demands of a report and how that is checked.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its id, such as `gid-2021`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: Words,
    /// The first and last report year it governs; none for a pack that is only extended.
    pub years: Option<(i32, Option<i32>)>,
    /// The ids of the packs it extends, nearest first.
    pub extends: Vec<String>,
    /// SHA-256 over its files and those it extends, in hex.
    pub sha256: String,
    /// How a title of this kind of report reads.
    pub report: ReportWords,
    /// Sides of quality: id and name.
    pub dimensions: Vec<(String, Words)>,
    /// The sections a report has.
    pub sections: Vec<Section>,
    /// The kinds of organ, the first that fits is taken.
    pub organs: Vec<Organ>,
    /// The blanks of the tables.
    pub forms: Vec<Form>,
    /// The quantities its rules ask the prose for.
    pub indicators: Vec<Indicator>,
    /// The words that say whose and when the quantities of prose are.
    pub prose: ProseWords,
    /// What stands behind labels.
    pub fields: Vec<Field>,
    /// What is demanded.
    pub requirements: Vec<Requirement>,
    /// How it is checked.
    pub rules: Vec<Rule>,
    /// The wordings that its rules look for.
    pub phrases: Phrases,
    /// The scripts of its rules.
    pub scripts: Vec<Script>,
    /// What the names in them stand for.
    pub words: Arc<Vocabulary>,
    /// What was changed of inherited rules, by it and by those it extends, in their order.
    pub changes: Vec<RuleChange>,
    /// The blank report.
    pub blank: String,
    /// The report that people are to fill in.
    pub template: String,
}

/// What a pack changes of a rule it inherits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// The id of the pack that changes it.
    pub pack: String,
    /// The id of the rule.
    pub rule: String,
    /// Its code; what is switched off has it nowhere else.
    pub code: String,
    /// The id of the pack whose rule it was till then.
    pub from: String,
    /// What is changed, by the names of the fields; `off` if it is switched off, `rule` if it is for another
    /// rule of the pack under its name.
    pub fields: Vec<&'static str>,
    /// Why.
    pub reason: String,
}

/// How the title of a report reads.
#[derive(Debug, Clone, Default)]
pub struct ReportWords {
    /// Words one of which every title of such a report holds.
    pub subject: Vec<String>,
    /// Words for the kind of document, one of which ends the title.
    pub kind: Vec<String>,
    /// What a title ends with that does not call the report what it should.
    pub misnamed: Vec<String>,
    /// Words one of which stands before the period a report is about.
    pub period: Vec<String>,
    /// Words in the sentence before a period that is not the one the report is about.
    pub other_periods: Vec<String>,
    /// Words before a date that is not the day of publication.
    pub other_dates: Vec<String>,
    /// Words before the day the report was signed.
    pub signed_dates: Vec<String>,
    /// Words before the day the page was last changed.
    pub updated_dates: Vec<String>,
    /// Words that begin what a page shows below the report: other pages.
    pub other_pages: Vec<String>,
    /// The organ that the blank report is from when nothing else is said.
    pub organ: String,
    /// The field that names the organ, where the title does not.
    pub organ_field: Option<String>,
}

/// A section a report has.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its official place among the chapters, if it is one.
    pub number: Option<u32>,
    /// Its short Chinese name.
    pub name: String,
    /// Official title, then accepted variants.
    pub titles: Vec<String>,
    /// Words a heading is taken for this section by, all of one entry being in it.
    pub title_words: Vec<Vec<String>>,
    /// Words that show its subject in a sentence, all of one entry being in it.
    pub content: Vec<Vec<String>>,
    /// Words that show so only where the section belongs: between the headings of its neighbours.
    pub content_in_place: Vec<Vec<String>>,
    /// Forms and cells (`form`, `form.row.column`) that report its subject.
    pub shown_by: Vec<String>,
}

/// A kind of organ.
#[derive(Debug, Clone)]
pub struct Organ {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Words,
    /// Its name ends with one of these.
    pub ends_with: Vec<String>,
    /// Or holds one of these.
    pub contains: Vec<String>,
    /// The last day to publish, month and day of the next year.
    pub deadline: Option<(i8, i8)>,
}

/// Something other than a number that stands behind a label, such as an address.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its id.
    pub id: String,
    /// Its short Chinese name.
    pub name: String,
    /// Official label, then accepted variants.
    pub labels: Vec<String>,
}

/// A quantity with the wording that denotes it.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its short Chinese name.
    pub name: String,
    /// Wordings: words that all stand before the number in its clause, in order; `{last_year}` and
    /// `{next_year}` in them stand for the years beside that of the report.
    pub words: Vec<Vec<String>>,
    /// The same, behind the number in its clause.
    pub after: Vec<Vec<String>>,
    /// Wordings that say it only where one of `under` is near: all before the number, marks of a
    /// pause between them or not; an empty word says that nothing stands there.
    pub headed: Vec<Vec<String>>,
    /// Indicators: `headed` counts without `under` too where a number before it in its sentence is one
    /// of these (制定规范性文件 2 件, 废止 5 件), and `all` only of a number that is one of these.
    pub follows: Vec<String>,
    /// What became of all that a number counts: N 件, 均已办结.
    pub all: Vec<String>,
    /// Wordings of a denial only: in each place one of the words with `|` between, in order.
    pub denied: Vec<Vec<String>>,
    /// What stands right before 为零, 零受理 or 0件 where there was none.
    pub zero: Vec<String>,
    /// Indicators whose lists may have it as a part, and what the part is called there.
    pub within: Vec<String>,
    /// The names of the part.
    pub parts: Vec<String>,
    /// Words of the headings, the opening of the passage, the sentence or the one before it that give
    /// `headed` its meaning.
    pub under: Vec<String>,
    /// Words one of which must be as near as those of `under`, if there are any.
    pub about: Vec<String>,
    /// Words that rule it out in its clause, or in its sentence if `about` is asked for.
    pub not: Vec<String>,
    /// Words that rule it out in its clause.
    pub but: Vec<String>,
    /// Words one of which stands in the cause that its clause tells, if it tells one and there are any.
    pub because: Vec<String>,
    /// Other matters that bring about the same: named after what it is about, it is theirs.
    pub matters: Vec<String>,
    /// Words that make a number one of several things together, and a denial one of each.
    pub jointly: Vec<String>,
    /// Its measure words.
    pub units: Vec<String>,
    /// Whether a part of a list may be it, not only a whole.
    pub part: bool,
}

impl Indicator {
    /// It with `year`'s neighbours for `{last_year}` and `{next_year}` in its words.
    #[must_use]
    pub fn dated(&self, year: Option<i32>) -> Cow<'_, Self> {
        let mut lists = [&self.words, &self.after, &self.headed]
            .into_iter()
            .flatten();
        if !lists.any(|it| it.iter().any(|it| it.contains('{'))) {
            return Cow::Borrowed(self);
        }
        let of =
            |offset| year.map_or_else(String::new, |it: i32| it.saturating_add(offset).to_string());
        let (last, next) = (of(-1), of(1));
        let dated = |lists: &[Vec<String>]| -> Vec<Vec<String>> {
            let known = |it: &&Vec<String>| year.is_some() || !it.iter().any(|it| it.contains('{'));
            let put = |it: &String| {
                it.replace("{last_year}", &last)
                    .replace("{next_year}", &next)
            };
            lists
                .iter()
                .filter(known)
                .map(|it| it.iter().map(put).collect())
                .collect()
        };
        Cow::Owned(Self {
            words: dated(&self.words),
            after: dated(&self.after),
            headed: dated(&self.headed),
            ..self.clone()
        })
    }
}

/// Words around a quantity of prose.
#[derive(Debug, Clone, Default)]
pub struct ProseWords {
    /// The organ speaks of itself.
    pub own: Vec<String>,
    /// The number is another's, or only a part of the organ's.
    pub others: Vec<String>,
    /// Letters of the names of an area's offices and parts.
    pub offices: Vec<String>,
    /// Those who may ask, named together: the mark between them parts nothing.
    pub anyone: Vec<String>,
    /// The number is of the whole area, which only governments report on.
    pub wide: Vec<String>,
    /// The kinds of organ that are governments.
    pub governments: Vec<String>,
    /// What stands behind the name of a place in the name of its government.
    pub seats: Vec<String>,
    /// The number is of the year reported on.
    pub this_year: Vec<String>,
    /// The number is of another time or of a part of the year.
    pub other_years: Vec<String>,
    /// The number is what came up to a day; where a year is named, that of the year.
    pub summed: Vec<String>,
    /// The number is what is planned.
    pub plans: Vec<String>,
    /// Headings under which plans are told.
    pub plan_headings: Vec<String>,
    /// What bodies call themselves for short.
    pub short_names: Vec<String>,
    /// What the names of bodies end with that are told apart from the organ they belong to.
    pub bodies: Vec<String>,
    /// Words that say nothing of whose a number is.
    pub idle: Vec<String>,
    /// The same thing may count in several parts of a list.
    pub overlapping: Vec<String>,
    /// Ways on which the same thing may go: parts named by them may overlap.
    pub channels: Vec<String>,
    /// What comes in by one way each: parts of it named by ways do not overlap.
    pub arrivals: Vec<String>,
    /// Pairs of words, of a whole and of a part, for what one thing may be at once with others.
    pub traits: Vec<Vec<String>>,
    /// Pairs of words for a number and another that is some of it; a third word says by what the
    /// other may be more: 收到, 办结, 结转.
    pub stages: Vec<Vec<String>>,
    /// Words that make a number one of a topic or of a part of the year, with `#` for the number.
    pub topics: Vec<String>,
    /// Words that make a number one of what the year before left over.
    pub left_over: Vec<String>,
    /// All that a denial of every matter with a cause may say beside its matter: whatever else it
    /// says makes it a narrower one.
    pub denials: Vec<String>,
    /// Things that are counted besides what was asked for.
    pub things: Vec<String>,
    /// What all that was asked for is called.
    pub asked: Vec<String>,
    /// Words that name nothing else than what was asked for.
    pub plain: Vec<String>,
    /// Words that make a number one of what was decided in one way only.
    pub outcomes: Vec<String>,
    /// Times that are not the year, or not all of it: what is told of one goes on being told of it.
    pub spans: Vec<String>,
    /// What is named by a year, so that the year is no time: an assessment, a list of points.
    pub named_by_year: Vec<String>,
    /// Sentences that every report may have, so that they make no two alike.
    pub formulas: Vec<String>,
}
