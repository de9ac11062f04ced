//! The model on sheets made by hand.

use super::{Fraction, Grade, Points, Score, Sheet, score};
use crate::rule::{Cap, Precision, Severity, Words};
use crate::score::{Duty, Judged};
use crate::verdict::Outcome;

fn duty(id: &str, points: u32, presence: bool) -> Duty {
    Duty {
        id: id.to_owned(),
        title: Words::default(),
        points,
        presence,
    }
}

/// A rule on the requirement at `duty`, failing once for each of `causes`.
fn rule(sheet: &mut Sheet, duty: usize, id: &str, outcome: Outcome, causes: &[&str]) {
    let failing = causes.iter().map(|it| (Outcome::Fail, Some(*it)));
    let verdicts = sheet.judgements(failing, id);
    sheet.rules.push(Judged {
        id: id.to_owned(),
        code: id.to_owned(),
        title: Words::default(),
        duty,
        severity: Severity::Error,
        precision: Precision::Exact,
        dimension: "accuracy".to_owned(),
        cap: None,
        outcome,
        blocked_by: Vec::new(),
        verdicts,
        unread: Vec::new(),
    });
}

/// Three requirements: ten points, ten for presence, four.
fn sheet() -> Sheet {
    Sheet {
        duties: vec![
            duty("a", 10, false),
            duty("b", 10, true),
            duty("c", 4, false),
        ],
        ..Sheet::default()
    }
}

fn shown(it: Option<Fraction>) -> String {
    it.map_or("none".to_owned(), |it| {
        format!("{}/{}", it.numerator(), it.denominator())
    })
}

fn figures(score: &Score) -> [String; 4] {
    [score.value, score.low, score.high, score.coverage].map(shown)
}

fn lines(score: &Score) -> Vec<String> {
    let entries = score.ledger.iter();
    let line = |it: &super::Entry| format!("{} {} {}", it.requirement, it.cause, it.lost);
    entries.map(line).collect()
}

#[test]
fn the_first_cause_costs_half_and_each_further_a_quarter() {
    for (causes, lost) in [
        (&["C1"][..], "5"),
        (&["C1", "C2"], "7.5"),
        (&["C1", "C2", "C3"], "10"),
        (&["C1", "C2", "C3", "C4"], "10"),
        (&["C1", "C1", "C1"], "5"),
    ] {
        let mut sheet = sheet();
        rule(&mut sheet, 0, "R", Outcome::Fail, causes);
        assert_eq!(score(&sheet).lost.to_string(), lost, "{causes:?}");
    }
    let mut sheet = sheet();
    rule(&mut sheet, 1, "R", Outcome::Fail, &["C1", "C2"]);
    assert_eq!(lines(&score(&sheet)), ["b C1 10", "b C2 0"]);
}

#[test]
fn a_cause_is_charged_once_where_it_costs_most() {
    let mut sheet = sheet();
    rule(&mut sheet, 2, "small", Outcome::Fail, &["C1"]);
    rule(&mut sheet, 0, "dear", Outcome::Fail, &["C1"]);
    let one = score(&sheet);
    assert_eq!(lines(&one), ["a C1 5", "c C1 0"]);
    assert_eq!(figures(&one), ["9/14", "9/14", "9/14", "1/1"]);
    // Of equals the first requirement pays, whatever the order of the rules.
    sheet.duties[2].points = 10;
    assert_eq!(lines(&score(&sheet)), ["a C1 5", "c C1 0"]);
    sheet.rules.reverse();
    assert_eq!(lines(&score(&sheet)), ["a C1 5", "c C1 0"]);
}

#[test]
fn what_may_be_no_fault_and_hints_cost_nothing_and_are_in_no_sum() {
    let mut sheet = sheet();
    rule(&mut sheet, 0, "hint", Outcome::Fail, &["C1"]);
    rule(&mut sheet, 2, "may-over", Outcome::Fail, &["C2"]);
    sheet.rules[0].severity = Severity::Hint;
    sheet.rules[1].precision = Precision::MayOver;
    sheet.rules[1].cap = Some(Cap::Return);
    let score = score(&sheet);
    assert_eq!(figures(&score), ["none", "none", "none", "none"]);
    assert_eq!((score.grade, score.ledger.len()), (None, 0));
}

#[test]
fn what_is_blocked_is_open_and_shows_its_cause() {
    let mut sheet = sheet();
    rule(&mut sheet, 1, "missing", Outcome::Fail, &["C1"]);
    rule(&mut sheet, 0, "blocked", Outcome::Blocked, &[]);
    rule(&mut sheet, 2, "further", Outcome::Blocked, &[]);
    sheet.rules[1].blocked_by = vec!["missing".to_owned()];
    sheet.rules[2].blocked_by = vec!["blocked".to_owned()];
    let score = score(&sheet);
    assert_eq!(lines(&score), ["a C1 0", "b C1 10", "c C1 0"]);
    assert_eq!(figures(&score), ["0/1", "0/1", "7/12", "5/12"]);
    assert_eq!(score.grade, Some(Grade::Poor));
}

#[test]
fn unread_requirements_widen_the_range() {
    let mut sheet = sheet();
    rule(&mut sheet, 0, "kept", Outcome::Pass, &[]);
    rule(&mut sheet, 1, "unread", Outcome::CannotAssess, &[]);
    assert_eq!(figures(&score(&sheet)), ["1/1", "1/2", "1/1", "1/2"]);
    assert_eq!(score(&sheet).grade, None);
    // What broke while it ran is open too, never kept.
    sheet.rules[1].outcome = Outcome::RuleFault;
    assert_eq!(figures(&score(&sheet)), ["1/1", "1/2", "1/1", "1/2"]);
    // A finding beside something unread is judged; what is left stays open.
    rule(&mut sheet, 0, "broken", Outcome::Fail, &["C1"]);
    rule(&mut sheet, 0, "unread too", Outcome::CannotAssess, &[]);
    assert_eq!(figures(&score(&sheet)), ["1/2", "0/1", "3/4", "1/2"]);
}

#[test]
fn what_is_waived_leaves_both_sums() {
    let mut sheet = sheet();
    rule(&mut sheet, 0, "kept", Outcome::Pass, &[]);
    rule(&mut sheet, 1, "waived", Outcome::Waived, &["C1"]);
    let score = score(&sheet);
    assert_eq!(figures(&score), ["1/1", "1/1", "1/1", "1/1"]);
    assert_eq!((score.applicable, score.lost), (10, Points::default()));
    assert_eq!(score.waived, ["b"]);
}

#[test]
fn what_does_not_apply_is_in_no_sum() {
    let mut sheet = sheet();
    rule(&mut sheet, 0, "apart", Outcome::NotApplicable, &[]);
    assert_eq!(score(&sheet).value, None);
    rule(&mut sheet, 0, "kept", Outcome::Pass, &[]);
    assert_eq!(score(&sheet).applicable, 10);
}

/// A sheet of 400 quarters that loses as many.
fn losing(quarters: u32) -> Sheet {
    let mut sheet = Sheet::default();
    // Presence loses whole points, so quarters come from requirements of one point.
    let whole = quarters / 4;
    sheet.duties = vec![duty("kept", 99 - whole, true), duty("lost", whole, true)];
    sheet.duties.push(duty("rest", 1, false));
    rule(&mut sheet, 0, "kept", Outcome::Pass, &[]);
    rule(&mut sheet, 1, "lost", Outcome::Fail, &["C1"]);
    let causes: &[&str] = match quarters % 4 {
        2 => &["C2"],
        3 => &["C2", "C3"],
        _ => &[],
    };
    let outcome = if causes.is_empty() {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    rule(&mut sheet, 2, "rest", outcome, causes);
    for rule in &mut sheet.rules {
        rule.severity = Severity::Warning;
    }
    sheet
}

#[test]
fn grades_begin_exactly_where_they_say() {
    for (quarters, grade, shown) in [
        (20, Grade::Excellent, "95.0"),
        (22, Grade::Good, "94.5"),
        (60, Grade::Good, "85.0"),
        (62, Grade::Fair, "84.5"),
        (120, Grade::Fair, "70.0"),
        (123, Grade::Poor, "69.2"),
    ] {
        let score = score(&losing(quarters));
        assert_eq!(score.grade, Some(grade), "{quarters}");
        assert_eq!(score.value.unwrap().to_string(), shown);
    }
}

#[test]
fn figures_are_rounded_down_and_compared_exactly() {
    let just_below = Fraction::new(94_999, 100_000).unwrap();
    assert_eq!(just_below.to_string(), "94.9");
    assert!(!just_below.at_least(95));
    assert!(Fraction::new(19, 20).unwrap().at_least(95));
    assert_eq!(Fraction::new(2, 3).unwrap().to_string(), "66.6");
    assert_eq!(Fraction::new(1, 0), None);
    assert_eq!(Points::of(3, 1).to_string(), "0.75");
}

#[test]
fn caps_and_errors_limit_the_grade_and_never_the_number() {
    let mut sheet = losing(4);
    let free = score(&sheet);
    assert_eq!(free.grade, Some(Grade::Excellent));
    sheet.rules[1].severity = Severity::Error;
    assert_eq!(score(&sheet).grade, Some(Grade::Good));
    assert_eq!(
        score(&sheet).caps.first().map(|it| it.cap),
        Some(Grade::Good)
    );
    sheet.rules[1].cap = Some(Cap::Fair);
    assert_eq!(score(&sheet).grade, Some(Grade::Fair));
    sheet.rules[1].cap = Some(Cap::Return);
    let limited = score(&sheet);
    assert_eq!(limited.grade, Some(Grade::Return));
    assert_eq!(limited.value, free.value);
    // A cap is stated even where too little could be judged for a grade.
    sheet.rules[0].outcome = Outcome::CannotAssess;
    assert_eq!(score(&sheet).grade, Some(Grade::Return));
}

#[test]
fn a_mended_cause_gives_back_what_it_cost() {
    let mut sheet = sheet();
    rule(&mut sheet, 0, "one", Outcome::Fail, &["C1", "C2"]);
    rule(&mut sheet, 2, "other", Outcome::Fail, &["C1"]);
    assert_eq!(score(&sheet).lost.to_string(), "7.5");
    let mended = sheet.mended("C1");
    assert_eq!(lines(&score(&mended)), ["a C2 5"]);
    assert_eq!(score(&mended.mended("C2")).lost, Points::default());
    assert_eq!(mended.rules[1].outcome, Outcome::Pass);
}
