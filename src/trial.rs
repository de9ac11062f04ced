//! Trial: a case of a rule, tried on the blank report with its changes, the whole way from bytes.

mod whole;

use std::sync::Arc;

use crate::audit::{Audit, ChosenBy, Terms, judge};
use crate::blank::{self, Changes};
use crate::document::Date;
use crate::extract::extract;
use crate::fact::Facts;
use crate::gist::{Cohort, organ_key};
use crate::pack::{self, Lack, Pack, Remark};
use crate::parse;
use crate::read;
use crate::rule::Case;
use crate::script::{Beside, Prior};
use crate::verdict::{Outcome, RuleResult};

pub use whole::{Judged, Report, is_own, whole};

/// What came of one case.
#[derive(Debug, Clone)]
pub struct Trial<'p> {
    /// The whole audit of the changed report.
    pub audit: Audit<'p>,
    /// The rule's place in the pack.
    rule: usize,
    wanted: Wanted,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    outcome: Option<String>,
    fail: Vec<String>,
}

/// Why a case could not be tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untried {
    /// It wants to replace words that are not in the report.
    #[error("空白报告里没有“{0}”，无法替换；hegui pack template --sample 写出空白报告")]
    NotThere(String),
    /// The pack governs no year by itself.
    #[error("规则包没有适用年度（pack.toml 的 [years]），无法写出空白报告")]
    NoYear,
    /// The blank report cannot be read.
    #[error("报告无法读取：{0}")]
    Unreadable(String),
}

impl Untried {
    /// The same in English.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::NotThere(words) => {
                format!(
                    "the blank report has no “{words}” to replace; hegui pack template --sample shows it"
                )
            }
            Self::NoYear => "the pack governs no year, so it has no blank report".to_owned(),
            Self::Unreadable(why) => format!("the report cannot be read: {why}"),
        }
    }
}

/// The blank report of `pack` with the changes of `case`.
///
/// # Errors
///
/// Says what of the case cannot be written.
pub fn report(pack: &Pack, case: &Case) -> Result<String, Untried> {
    let mut text = blank::write(pack, &changes(pack, case)?);
    for (old, new) in &case.replace {
        if !text.contains(old) {
            return Err(Untried::NotThere(old.clone()));
        }
        text = text.replace(old, new);
    }
    Ok(text)
}

/// The report of the year and the organ of `case` that people are to fill in.
///
/// # Errors
///
/// When the pack governs no year.
pub fn template(pack: &Pack, case: &Case) -> Result<String, Untried> {
    Ok(blank::template(pack, &changes(pack, case)?))
}

fn changes(pack: &Pack, case: &Case) -> Result<Changes, Untried> {
    let year = case.year.or(pack.years.map(|(from, _)| from));
    let organ = case.organ.clone();
    Ok(Changes {
        year: year.ok_or(Untried::NoYear)?,
        organ: organ.unwrap_or_else(|| pack.report.organ.clone()),
        cells: case.set.iter().cloned().collect(),
        remove_sections: case.remove.clone(),
        remove_forms: case.remove_forms.clone(),
        append: case.append.clone(),
        ..Changes::default()
    })
}

/// Tries `case` of the rule at `rule` in `pack`.
///
/// # Errors
///
/// Says why the case cannot be tried.
pub fn trial<'p>(pack: &'p Pack, rule: usize, case: &Case) -> Result<Trial<'p>, Untried> {
    let text = report(pack, case)?;
    let source = read::read(&case.name, text.as_bytes())
        .map_err(|error| Untried::Unreadable(error.to_string()))?;
    let document = parse::parse(source);
    let terms = Terms {
        beside: beside(pack, case)?,
        as_of: case.as_of.as_deref().and_then(Date::of),
        ..Terms::of(ChosenBy::Report)
    };
    let audit = judge(extract(&document, pack), pack, &terms);
    let mut fail = case.fail.clone();
    fail.sort_unstable();
    Ok(Trial {
        audit,
        rule,
        wanted: Wanted {
            outcome: case.outcome.clone(),
            fail,
        },
    })
}

/// The other reports that the case tells of.
pub(crate) fn beside(pack: &Pack, case: &Case) -> Result<Beside, Untried> {
    let year = case.year.or(pack.years.map(|(from, _)| from));
    let mut beside = Beside::default();
    let told = [&case.prior, &case.prior_append, &case.prior_replace];
    if told.iter().any(|it| !it.is_empty()) {
        let before = Case {
            set: case.prior.clone(),
            append: case.prior_append.clone(),
            replace: case.prior_replace.clone(),
            organ: case.organ.clone(),
            year: year.and_then(|year| year.checked_sub(1)),
            ..Case::default()
        };
        beside.prior = Ok(Prior::of(&facts(pack, "prior", &before)?, &pack.words));
    }
    let mut gists = Vec::new();
    for organ in &case.others {
        let other = Case {
            append: case.others_append.clone(),
            organ: Some(organ.clone()),
            year: case.year,
            ..Case::default()
        };
        gists.push(Prior::of(&facts(pack, organ, &other)?, &pack.words).gist);
    }
    let cohort = Cohort::new(gists.iter().map(Arc::as_ref));
    let organ = case.organ.as_deref().unwrap_or(&pack.report.organ);
    if cohort.others(&organ_key(organ)) > 0 {
        beside.others = Ok(Arc::new(cohort));
    }
    Ok(beside)
}

/// What is read of the report of another case.
fn facts(pack: &Pack, name: &str, case: &Case) -> Result<Facts, Untried> {
    let text = report(pack, case)?;
    let source = read::read(name, text.as_bytes())
        .map_err(|error| Untried::Unreadable(error.to_string()))?;
    Ok(extract(&parse::parse(source), pack))
}

/// What could be better in `pack`, its rules tried too.
#[must_use]
pub fn review(pack: &Pack) -> Vec<Remark> {
    let mut remarks = pack::review(pack);
    // A pack that governs no year is tried in those that extend it.
    if pack.years.is_some() {
        let own = pack.rules.iter().enumerate();
        for (at, rule) in own.filter(|(_, rule)| rule.pack == pack.id) {
            // Why it never applies is said already.
            let said = Remark::of(rule, Lack::Contradiction);
            if remarks.contains(&said) {
                continue;
            }
            let judges = |case: &Case| {
                let tried = trial(pack, at, case);
                let outcome = tried.ok().and_then(|it| Some(it.result()?.outcome));
                // What could not be tried says nothing of the rule.
                outcome.is_none_or(|it| !matches!(it, Outcome::NotApplicable | Outcome::Blocked))
            };
            if !judges(&Case::default()) && !rule.cases.iter().any(judges) {
                remarks.push(Remark::of(rule, Lack::Judgement));
            }
        }
    }
    remarks
}

impl Trial<'_> {
    /// What came of the rule.
    #[must_use]
    pub fn result(&self) -> Option<&RuleResult> {
        self.audit.results.iter().find(|it| it.rule == self.rule)
    }

    /// Whether it came out as the case says.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let Some(result) = self.result() else {
            return false;
        };
        let outcome = self.wanted.outcome.as_deref();
        // A case that only says that the rule fails leaves open where.
        let anywhere = self.wanted.fail.is_empty() && outcome == Some("fail");
        (anywhere || failing(result) == self.wanted.fail)
            && outcome.is_none_or(|it| it == result.outcome.id())
    }

    /// What the case wants, in a line.
    #[must_use]
    pub fn wanted(&self) -> String {
        said(
            self.wanted.outcome.as_deref().unwrap_or("fail"),
            &self.wanted.fail,
        )
    }

    /// What came, in a line.
    #[must_use]
    pub fn came(&self) -> String {
        let Some(result) = self.result() else {
            return "nothing".to_owned();
        };
        let mut line = said(result.outcome.id(), &failing(result));
        let mut reasons: Vec<&str> = result.reason.iter().map(String::as_str).collect();
        let open = result
            .verdicts
            .iter()
            .filter(|it| it.outcome != Outcome::Pass);
        reasons.extend(open.map(|it| it.message.as_str()));
        if !reasons.is_empty() {
            line.push_str(": ");
            line.push_str(&reasons.join("; "));
        }
        line
    }
}

fn said(outcome: &str, failing: &[String]) -> String {
    if failing.is_empty() {
        outcome.to_owned()
    } else {
        format!("{outcome} {failing:?}")
    }
}

/// The instances that fail, sorted.
fn failing(result: &RuleResult) -> Vec<String> {
    let failing = result
        .verdicts
        .iter()
        .filter(|it| it.outcome == Outcome::Fail);
    let mut instances: Vec<String> = failing.map(|it| it.instance.clone()).collect();
    instances.sort_unstable();
    instances
}
