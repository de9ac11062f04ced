//! Score: model `hegui-score/1`, as `docs/score.md` tells it. One pure function over a small sheet
//! that can be made from an audit and from its JSON alike, so that anyone can work it out again.

mod fraction;
mod ledger;
mod sheet;
mod stated;

use serde::Serialize;

pub use fraction::{Fraction, Points};
pub use sheet::{Duty, Judged, Judgement, Sheet};
pub use stated::{Difference, Stated, Unstated, stated};

use crate::rule::{Cap, Severity};
use crate::verdict::Outcome;
use ledger::Ledger;

/// The model's name. Another way to work out a score has another name.
pub const MODEL: &str = "hegui-score/1";

/// What a report is worth, with everything that follows from its sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The model's name.
    pub model: &'static str,
    /// What is kept of what could be judged; none if nothing could.
    pub value: Option<Fraction>,
    /// The same if everything that is still open is lost.
    pub low: Option<Fraction>,
    /// The same if everything that is still open is kept.
    pub high: Option<Fraction>,
    /// How much of what applies could be judged.
    pub coverage: Option<Fraction>,
    /// None if too little could be judged.
    pub grade: Option<Grade>,
    /// The points of all that applies.
    pub applicable: u32,
    /// The points of what could be judged.
    pub assessed: u32,
    /// The points lost.
    pub lost: Points,
    /// The points that are still open.
    pub unread: Points,
    /// What limits the grade.
    pub caps: Vec<Limit>,
    /// The same sums for each side of quality.
    pub dimensions: Vec<Dimension>,
    /// The ids of requirements that are waived.
    pub waived: Vec<String>,
    /// What each cause costs at each requirement it touches.
    pub ledger: Vec<Entry>,
}

impl Score {
    /// What the requirement of this id loses.
    #[must_use]
    pub fn lost_of(&self, requirement: &str) -> Points {
        let entries = self
            .ledger
            .iter()
            .filter(|it| it.requirement == requirement);
        entries.fold(Points::default(), |sum, it| sum.plus(it.lost))
    }
}

/// How good a report is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// To be sent back and completed, whatever its number.
    Return,
    /// Less than 70 of 100.
    Poor,
    /// From 70.
    Fair,
    /// From 85.
    Good,
    /// From 95, with no error open.
    Excellent,
}

/// A rule that limits the grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// The best grade it leaves.
    pub cap: Grade,
    /// The rule's id.
    pub rule: String,
}

/// One side of quality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dimension {
    /// Its id in the pack.
    pub id: String,
    /// Its title in Chinese.
    pub title: String,
    /// What is kept of what could be judged; none if nothing could.
    pub value: Option<Fraction>,
    /// The points of all that applies.
    pub applicable: u32,
    /// The points of what could be judged.
    pub assessed: u32,
    /// The points lost.
    pub lost: Points,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The requirement's id.
    pub requirement: String,
    /// The cause's id.
    pub cause: String,
    /// The points lost here: none where the cause is charged to another requirement, or already
    /// all are lost.
    pub lost: Points,
}

/// How a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nothing that weighs concerns this report.
    Apart,
    /// Waived: it is in no sum.
    Waived,
    /// Something it needs could not be judged, and nothing is found.
    Unread,
    /// Something is found, and something else could not be judged.
    PartlyRead,
    /// All of it could be judged.
    Read,
}

/// Works out the score of `sheet`.
#[must_use]
pub fn score(sheet: &Sheet) -> Score {
    let ledger = Ledger::of(sheet);
    let mut all = Sums::default();
    let mut dimensions: Vec<(String, Sums)> = Vec::new();
    for rule in sheet.rules.iter().filter(|it| it.weighs()) {
        if !dimensions.iter().any(|(id, _)| *id == rule.dimension) {
            dimensions.push((rule.dimension.clone(), Sums::default()));
        }
    }
    let mut waived = Vec::new();
    for (at, duty) in sheet.duties.iter().enumerate() {
        let standing = standing(sheet, at);
        let lost = ledger.lost(at);
        all.add(duty.points, standing, lost);
        // The first rule that weighs says to what side a requirement belongs.
        let side = sheet.weighing(at).next().map(|it| &it.dimension);
        if let Some((_, sums)) = dimensions.iter_mut().find(|(id, _)| Some(id) == side) {
            sums.add(duty.points, standing, lost);
        }
        if standing == Standing::Waived {
            waived.push(duty.id.clone());
        }
    }
    let coverage = Fraction::new(u64::from(all.assessed), u64::from(all.applicable));
    let (value, low, high) = (all.value(), all.low(), all.high());
    let caps = limits(sheet, high);
    Score {
        model: MODEL,
        value,
        low,
        high,
        coverage,
        grade: graded(&caps, [value, low, high, coverage]),
        applicable: all.applicable,
        assessed: all.assessed,
        lost: all.lost,
        unread: all.unread,
        caps,
        dimensions: dimensions
            .into_iter()
            .filter(|(_, sums)| sums.applicable > 0)
            .map(|(id, sums)| Dimension {
                title: sheet.dimension(&id),
                id,
                value: sums.value(),
                applicable: sums.applicable,
                assessed: sums.assessed,
                lost: sums.lost,
            })
            .collect(),
        waived,
        ledger: ledger.entries(sheet),
    }
}

#[derive(Debug, Default)]
struct Sums {
    applicable: u32,
    assessed: u32,
    lost: Points,
    unread: Points,
}

impl Sums {
    fn add(&mut self, points: u32, standing: Standing, lost: Points) {
        let all = Points::whole(points);
        let (applies, assessed, unread) = match standing {
            Standing::Apart | Standing::Waived => (false, false, Points::default()),
            Standing::Unread => (true, false, all),
            Standing::PartlyRead => (true, true, all.less(lost)),
            Standing::Read => (true, true, Points::default()),
        };
        self.applicable += if applies { points } else { 0 };
        self.assessed += if assessed { points } else { 0 };
        self.lost = self.lost.plus(lost);
        self.unread = self.unread.plus(unread);
    }

    fn value(&self) -> Option<Fraction> {
        let assessed = Points::whole(self.assessed);
        Fraction::new(assessed.less(self.lost).quarters(), assessed.quarters())
    }

    fn low(&self) -> Option<Fraction> {
        let applicable = Points::whole(self.applicable);
        let kept = applicable.less(self.lost).less(self.unread);
        Fraction::new(kept.quarters(), applicable.quarters())
    }

    fn high(&self) -> Option<Fraction> {
        let applicable = Points::whole(self.applicable);
        Fraction::new(applicable.less(self.lost).quarters(), applicable.quarters())
    }
}

/// How the requirement at `duty` stands, by its rules that weigh.
fn standing(sheet: &Sheet, duty: usize) -> Standing {
    let any = |is: fn(&Judged) -> bool| sheet.weighing(duty).any(is);
    let open = any(Judged::is_open);
    if any(|it| it.findings().next().is_some()) {
        return if open {
            Standing::PartlyRead
        } else {
            Standing::Read
        };
    }
    // What is waived gives no credit; what is left of the requirement gives none either.
    if any(Judged::is_waived) {
        Standing::Waived
    } else if open {
        Standing::Unread
    } else if any(|it| it.outcome == Outcome::Pass) {
        Standing::Read
    } else {
        Standing::Apart
    }
}

/// What limits the grade: every rule found that has a cap of its own, and where the number alone
/// may be excellent, every error found, since none may be open then.
fn limits(sheet: &Sheet, high: Option<Fraction>) -> Vec<Limit> {
    let excellent = high.is_some_and(|it| band(it) == Grade::Excellent);
    let failing = sheet
        .rules
        .iter()
        .filter(|it| it.weighs() && it.findings().next().is_some());
    failing
        .filter_map(|rule| {
            let cap = match rule.cap {
                Some(Cap::Return) => Grade::Return,
                Some(Cap::Fair) => Grade::Fair,
                None if excellent && rule.severity == Severity::Error => Grade::Good,
                None => return None,
            };
            Some(Limit {
                cap,
                rule: rule.id.clone(),
            })
        })
        .collect()
}

/// The grade by value, low, high and coverage; none if too little could be judged.
fn graded(caps: &[Limit], figures: [Option<Fraction>; 4]) -> Option<Grade> {
    let best = caps.iter().map(|it| it.cap).min();
    if best == Some(Grade::Return) {
        return best;
    }
    let [Some(value), Some(low), Some(high), Some(coverage)] = figures else {
        return None;
    };
    let best = best.unwrap_or(Grade::Excellent);
    let band = |it: Fraction| band(it).min(best);
    if band(low) == band(high) || coverage.at_least(90) {
        Some(band(value))
    } else {
        None
    }
}

/// The grade a number alone would have.
fn band(it: Fraction) -> Grade {
    if it.at_least(95) {
        Grade::Excellent
    } else if it.at_least(85) {
        Grade::Good
    } else if it.at_least(70) {
        Grade::Fair
    } else {
        Grade::Poor
    }
}

#[cfg(test)]
mod tests;
