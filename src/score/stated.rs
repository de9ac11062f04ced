//! What an audit's JSON states: its sheet, and the score it claims for it.

use serde::Deserialize;
use serde_json::Value;

use super::{Duty, Judged, MODEL, Score, Sheet, score};
use crate::rule::{Cap, Precision, Severity, Words};
use crate::verdict::Outcome;

/// One audit as its JSON states it.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The name of the report.
    pub name: String,
    /// What its score follows from.
    pub sheet: Sheet,
    /// The score it states.
    score: Value,
    /// The points each requirement is said to lose.
    lost: Vec<Value>,
}

/// Why a text states no score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unstated {
    /// It is not JSON, or not of an audit; with what is wrong.
    NotAnAudit(String),
    /// Its score follows another model.
    OtherModel(String),
}

/// Something that was stated otherwise than it comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where in the file.
    pub at: String,
    /// What is stated.
    pub stated: String,
    /// What comes out.
    pub computed: String,
}

impl Stated {
    /// The score that follows from the sheet.
    #[must_use]
    pub fn recomputed(&self) -> Score {
        score(&self.sheet)
    }

    /// Where the stated score is not the one that follows.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        let score = self.recomputed();
        let mut differences = Vec::new();
        // Numbers and strings only: nothing here can fail to be written.
        let computed = serde_json::to_value(&score).unwrap_or_default();
        compare("score", &self.score, &computed, &mut differences);
        for (duty, stated) in self.sheet.duties.iter().zip(&self.lost) {
            let lost = serde_json::to_value(score.lost_of(&duty.id)).unwrap_or_default();
            let at = format!("requirements[{}].lost", duty.id);
            compare(&at, stated, &lost, &mut differences);
        }
        differences
    }
}

/// Adds where `stated` and `computed` differ, as deep as can be said.
fn compare(at: &str, stated: &Value, computed: &Value, differences: &mut Vec<Difference>) {
    if stated == computed {
        return;
    }
    if let (Value::Object(stated), Value::Object(computed)) = (stated, computed) {
        let mut keys: Vec<&String> = stated.keys().chain(computed.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let of = |it: &serde_json::Map<String, Value>| it.get(key).cloned().unwrap_or_default();
            // The objects of a score lie in each other four deep.
            compare(
                &format!("{at}.{key}"),
                &of(stated),
                &of(computed),
                differences,
            );
        }
        return;
    }
    differences.push(Difference {
        at: at.to_owned(),
        stated: stated.to_string(),
        computed: computed.to_string(),
    });
}

#[derive(Deserialize)]
struct Page {
    schema: String,
    document: Document,
    requirements: Vec<Requirement>,
    results: Vec<Outcomes>,
    causes: Vec<Cause>,
    score: Value,
}

#[derive(Deserialize)]
struct Document {
    name: String,
}

#[derive(Deserialize)]
struct Requirement {
    id: String,
    title: String,
    points: u32,
    presence: bool,
    lost: Value,
}

#[derive(Deserialize)]
struct Cause {
    id: String,
}

#[derive(Deserialize)]
struct Dimensions {
    dimensions: Vec<Dimension>,
}

#[derive(Deserialize)]
struct Dimension {
    id: String,
    title: String,
}

#[derive(Deserialize)]
struct Outcomes {
    rule: String,
    code: String,
    title: String,
    requirement: String,
    severity: String,
    precision: String,
    dimension: String,
    cap: Option<String>,
    outcome: String,
    #[serde(default)]
    blocked_by: Vec<String>,
    verdicts: Vec<Verdict>,
}

#[derive(Deserialize)]
struct Verdict {
    outcome: String,
    cause: Option<String>,
    operands: Vec<Operand>,
}

#[derive(Deserialize)]
struct Operand {
    name: String,
    state: String,
}

/// The audits that `text` states: one, or a list of them.
///
/// # Errors
///
/// It is not the JSON of audits, or another model worked out their scores.
pub fn stated(text: &str) -> Result<Vec<Stated>, Unstated> {
    let wrong = |error: serde_json::Error| Unstated::NotAnAudit(error.to_string());
    let mut page: Value = serde_json::from_str(text).map_err(wrong)?;
    let pages = match page.as_array_mut() {
        Some(pages) => std::mem::take(pages),
        None => vec![page],
    };
    if pages.is_empty() {
        return Err(Unstated::NotAnAudit("empty list".to_owned()));
    }
    let page = |page: Value| one(serde_json::from_value(page).map_err(wrong)?);
    pages.into_iter().map(page).collect()
}

fn one(page: Page) -> Result<Stated, Unstated> {
    if page.schema != "hegui.audit/1" {
        return Err(Unstated::NotAnAudit(format!("schema {}", page.schema)));
    }
    let model = page.score.get("model").and_then(Value::as_str);
    if model != Some(MODEL) {
        return Err(Unstated::OtherModel(model.unwrap_or_default().to_owned()));
    }
    let dimensions = Dimensions::deserialize(&page.score)
        .map_err(|error| Unstated::NotAnAudit(error.to_string()))?
        .dimensions;
    let dimensions = dimensions.into_iter().map(|it| (it.id, words(it.title)));
    let mut sheet = Sheet {
        dimensions: dimensions.collect(),
        causes: page.causes.into_iter().map(|it| it.id).collect(),
        ..Sheet::default()
    };
    let mut lost = Vec::new();
    for it in page.requirements {
        sheet.duties.push(Duty {
            id: it.id,
            title: words(it.title),
            points: it.points,
            presence: it.presence,
        });
        lost.push(it.lost);
    }
    for it in page.results {
        let unknown = format!("results[{}]", it.rule);
        let rule = judged(&mut sheet, it).ok_or(Unstated::NotAnAudit(unknown))?;
        sheet.rules.push(rule);
    }
    Ok(Stated {
        name: page.document.name,
        sheet,
        score: page.score,
        lost,
    })
}

fn words(zh: String) -> Words {
    Words { zh, en: None }
}

/// A rule's result; none if it holds a word that nobody knows.
fn judged(sheet: &mut Sheet, it: Outcomes) -> Option<Judged> {
    let verdicts: Option<Vec<_>> = it
        .verdicts
        .iter()
        .map(|verdict| Some((outcome(&verdict.outcome)?, verdict.cause.as_deref())))
        .collect();
    let unread = it.verdicts.iter().flat_map(|it| &it.operands);
    let unread = unread.filter(|it| it.state == "unread");
    let mut names: Vec<String> = unread.map(|it| it.name.clone()).collect();
    names.dedup();
    Some(Judged {
        verdicts: sheet.judgements(verdicts?.into_iter(), &it.code),
        duty: sheet
            .duties
            .iter()
            .position(|duty| duty.id == it.requirement)?,
        severity: match it.severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            "hint" => Severity::Hint,
            _ => return None,
        },
        precision: match it.precision.as_str() {
            "exact" => Precision::Exact,
            "may-over" => Precision::MayOver,
            "may-under" => Precision::MayUnder,
            _ => return None,
        },
        cap: match it.cap.as_deref() {
            None => None,
            Some("return") => Some(Cap::Return),
            Some("fair") => Some(Cap::Fair),
            Some(_) => return None,
        },
        outcome: outcome(&it.outcome)?,
        id: it.rule,
        code: it.code,
        title: words(it.title),
        dimension: it.dimension,
        blocked_by: it.blocked_by,
        unread: names,
    })
}

fn outcome(id: &str) -> Option<Outcome> {
    Some(match id {
        "rule_fault" => Outcome::RuleFault,
        "fail" => Outcome::Fail,
        "cannot_assess" => Outcome::CannotAssess,
        "pass" => Outcome::Pass,
        "not_applicable" => Outcome::NotApplicable,
        "blocked" => Outcome::Blocked,
        "waived" => Outcome::Waived,
        _ => return None,
    })
}
