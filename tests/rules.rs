//! Every case of every rule of the built-in packs: the blank report with the case's changes goes
//! the whole way from bytes to outcomes.
#![expect(clippy::expect_used, reason = "a test may panic")]

use hegui::audit::{Audit, ChosenBy, Terms, audit};
use hegui::blank::{self, Changes};
use hegui::pack::Pack;
use hegui::rule::{Case, Rule};
use hegui::verdict::{Outcome, RuleResult};

/// Rules whose cases cannot show them failing, by the end of their id: a case can take a section
/// out of the blank report, but not a heading alone.
const NEVER_FAILING: [&str; 1] = ["-heading-missing"];

fn packs() -> Vec<Pack> {
    hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load")
}

/// The packs that judge reports by themselves, with their first year.
fn judging(packs: &[Pack]) -> impl Iterator<Item = (&Pack, i32)> {
    packs.iter().filter_map(|pack| Some((pack, pack.years?.0)))
}

fn unchanged(year: i32) -> Changes {
    Changes {
        year,
        organ: "青澜市水务局".into(),
        ..Changes::default()
    }
}

fn audited<'p>(pack: &'p Pack, changes: &Changes) -> Audit<'p> {
    let text = blank::write(pack, changes);
    let source = hegui::read::read("blank.txt", text.as_bytes()).expect("a blank report is text");
    let document = hegui::parse::parse(source);
    audit(&document, pack, &Terms::of(ChosenBy::Report)).expect("it is a report")
}

/// What came of the rule at `index`, on the blank report with the changes of `case`.
fn result(pack: &Pack, year: i32, index: usize, case: &Case) -> RuleResult {
    let changes = Changes {
        cells: case.set.iter().cloned().collect(),
        remove_sections: case.remove.clone(),
        remove_forms: case.remove_forms.clone(),
        ..unchanged(year)
    };
    let results = audited(pack, &changes).results;
    results
        .into_iter()
        .find(|it| it.rule == index)
        .expect("every rule has a result")
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::RuleFault => "rule_fault",
        Outcome::Fail => "fail",
        Outcome::CannotAssess => "cannot_assess",
        Outcome::Pass => "pass",
        Outcome::NotApplicable => "not_applicable",
        Outcome::Blocked => "blocked",
        Outcome::Waived => "waived",
    }
}

fn failing(result: &RuleResult) -> Vec<&str> {
    let mut instances: Vec<&str> = result
        .verdicts
        .iter()
        .filter(|it| it.outcome == Outcome::Fail)
        .map(|it| it.instance.as_str())
        .collect();
    instances.sort_unstable();
    instances
}

/// What a case wants and what came, if they differ.
fn difference(case: &Case, result: &RuleResult) -> Option<(String, String)> {
    let mut wanted: Vec<&str> = case.fail.iter().map(String::as_str).collect();
    wanted.sort_unstable();
    let instances = failing(result);
    let outcome = case.outcome.as_deref();
    let right = instances == wanted && outcome.is_none_or(|it| it == name(result.outcome));
    let say = |outcome: &str, instances: &[&str]| format!("{outcome}, failing {instances:?}");
    (!right).then(|| {
        (
            say(outcome.unwrap_or("fail"), &wanted),
            say(name(result.outcome), &instances),
        )
    })
}

#[test]
fn every_case_comes_out_as_it_says() {
    let packs = packs();
    let mut tried = 0;
    let mut wrong = Vec::new();
    for (pack, year) in judging(&packs) {
        for (index, rule) in pack.rules.iter().enumerate() {
            for case in &rule.cases {
                tried += 1;
                let result = result(pack, year, index, case);
                if let Some((wanted, got)) = difference(case, &result) {
                    wrong.push(format!(
                        "{} {} {}, {}: expected {wanted}; came {got}; {:?}",
                        pack.id, rule.code, rule.id, case.name, result.reason
                    ));
                }
            }
        }
    }
    assert!(tried > 100, "only {tried} cases");
    assert!(
        wrong.is_empty(),
        "{} of {tried} cases:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_blank_report_fails_no_rule() {
    let packs = packs();
    let mut wrong = Vec::new();
    for (pack, year) in judging(&packs) {
        for result in audited(pack, &unchanged(year)).results {
            let rule = pack.rules.get(result.rule).expect("a rule of the pack");
            if result.outcome != Outcome::Pass {
                wrong.push(format!(
                    "{} {} {}: {} {:?} {:?}",
                    pack.id,
                    rule.code,
                    rule.id,
                    name(result.outcome),
                    failing(&result),
                    result.reason
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_blank_report_is_read_whole() {
    let packs = packs();
    for (pack, year) in judging(&packs) {
        let facts = audited(pack, &unchanged(year)).facts;
        assert_eq!(
            facts.year.as_ref().map(|it| it.value),
            Some(year),
            "{}",
            pack.id
        );
        assert_eq!(
            facts.organ.as_ref().map(|it| it.value.as_str()),
            Some("青澜市水务局"),
            "{}",
            pack.id
        );
        for form in &facts.forms {
            assert!(form.found, "{} {}", pack.id, form.form);
            assert!(
                form.cells
                    .iter()
                    .all(|it| it.value == Some(rust_decimal::Decimal::ZERO) && it.raw == "0"),
                "{} {}",
                pack.id,
                form.form
            );
        }
    }
}

#[test]
fn every_rule_has_a_case_that_fails_and_one_that_passes() {
    let packs = packs();
    let fails = |rule: &Rule| {
        rule.cases
            .iter()
            .any(|it| !it.fail.is_empty() || it.outcome.as_deref() == Some("fail"))
    };
    let passes = |rule: &Rule| {
        rule.cases
            .iter()
            .any(|it| it.outcome.as_deref() == Some("pass"))
    };
    let mut lacking = Vec::new();
    for (pack, _) in judging(&packs) {
        for rule in &pack.rules {
            let excused = NEVER_FAILING.iter().any(|it| rule.id.ends_with(it));
            if fails(rule) == excused {
                lacking.push(format!("{} {} {}: fail", pack.id, rule.code, rule.id));
            }
            if !passes(rule) {
                lacking.push(format!("{} {} {}: pass", pack.id, rule.code, rule.id));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
