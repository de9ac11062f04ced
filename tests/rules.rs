//! Every case of every rule of the built-in packs: the blank report with the case's changes goes
//! the whole way from bytes to outcomes, by the means of `hegui pack test`.
#![expect(clippy::expect_used, reason = "a test may panic")]

use hegui::pack::{Lack, Pack};
use hegui::relation::Relation;
use hegui::render::Lang;
use hegui::rule::{Case, Check, Rule};
use hegui::suite::Suite;
use hegui::trial::{Trial, trial};
use hegui::verdict::Outcome;

fn packs() -> Vec<Pack> {
    hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load")
}

/// The packs that judge reports by themselves.
fn judging(packs: &[Pack]) -> impl Iterator<Item = &Pack> {
    packs.iter().filter(|pack| pack.years.is_some())
}

/// The blank report of `pack`.
fn unchanged(pack: &Pack) -> Trial<'_> {
    trial(pack, 0, &Case::default()).expect("a blank report can be audited")
}

#[test]
fn every_case_comes_out_as_it_says() {
    let packs = packs();
    let mut suite = Suite::default();
    for pack in judging(&packs) {
        suite.whole(pack);
    }
    let tried = suite.cases.len();
    assert!(tried > 100, "only {tried} cases");
    assert!(suite.is_right(), "{}", suite.page(Lang::Zh));
}

#[test]
fn the_blank_report_fails_no_rule() {
    let packs = packs();
    let mut wrong = Vec::new();
    for pack in judging(&packs) {
        for result in unchanged(pack).audit.results {
            let rule = pack.rules.get(result.rule).expect("a rule of the pack");
            let right = [Outcome::Pass, Outcome::NotApplicable];
            if !right.contains(&result.outcome) {
                wrong.push(format!(
                    "{} {} {}: {:?} {:?}",
                    pack.id, rule.code, rule.id, result.outcome, result.verdicts
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_blank_report_is_read_whole() {
    let packs = packs();
    for pack in judging(&packs) {
        let facts = unchanged(pack).audit.facts;
        let year = pack.years.map(|(from, _)| from);
        assert_eq!(facts.year.as_ref().map(|it| it.value), year, "{}", pack.id);
        assert_eq!(
            facts.organ.as_ref().map(|it| it.value.as_str()),
            Some(pack.report.organ.as_str()),
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
    for pack in judging(&packs) {
        for rule in &pack.rules {
            if !fails(rule) {
                lacking.push(format!("{} {} {}: fail", pack.id, rule.code, rule.id));
            }
            if !passes(rule) {
                lacking.push(format!("{} {} {}: pass", pack.id, rule.code, rule.id));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

/// Whether a rule compares what cells hold; how a cell is written is another matter.
fn compares_cells(pack: &Pack, rule: &Rule) -> bool {
    match &rule.check {
        Check::Script { script, function } => {
            let script = pack.scripts.get(*script);
            let body = script.and_then(|it| it.text_of(function));
            body.is_some_and(|it| it.contains(".cell("))
        }
        Check::Relation { holds, .. } => !matches!(holds, Relation::Predicate { .. }),
        Check::Phrases => false,
    }
}

#[test]
fn every_rule_that_compares_cells_has_a_case_that_cannot_be_assessed() {
    let packs = packs();
    let unread = |rule: &Rule| {
        let mut cases = rule.cases.iter();
        cases.any(|it| it.outcome.as_deref() == Some("cannot_assess"))
    };
    let mut lacking = Vec::new();
    for pack in judging(&packs) {
        for rule in &pack.rules {
            if compares_cells(pack, rule) && !unread(rule) {
                lacking.push(format!("{} {} {}", pack.id, rule.code, rule.id));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_message_shows_the_fault_itself_and_the_number_it_names() {
    let packs = packs();
    let pack = packs.iter().find(|it| it.id == "gid-2021");
    let pack = pack.expect("a pack of that id");
    let cells = [
        ("applications.closed.granted.total", "8"),
        ("applications.carried_in.total", "5"),
    ];
    for (id, sentence, told) in [
        (
            "day-does-not-exist",
            "于2022年2月30日开会；6月31日前整改，9月40日复查。",
            "没有这一天：“2022年2月30日”、“6月31日”、“9月40日”",
        ),
        (
            "words-doubled",
            "同时在在网站发布，必须将将要办的事公开。",
            "词语紧接着写了两遍：“在在”、“将将”",
        ),
        (
            "all-granted-differs",
            "全年收到政府信息公开申请2件，均予以公开。",
            "正文写 2 件全部予以公开，表三予以公开 8 件",
        ),
    ] {
        let rule = pack.rules.iter().position(|it| it.id == id);
        let case = Case {
            append: vec![("overview".to_owned(), sentence.to_owned())],
            set: cells
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .to_vec(),
            ..Case::default()
        };
        let trial = trial(pack, rule.expect("a rule of that id"), &case).expect("it is audited");
        let verdict = trial.result().and_then(|it| it.verdicts.first());
        assert_eq!(verdict.map(|it| it.message.as_str()), Some(told), "{id}");
    }
}

#[test]
fn every_class_of_a_pattern_can_be_met() {
    let packs = packs();
    let remarks = packs.iter().flat_map(hegui::pack::review);
    let unmet: Vec<String> = remarks
        .filter(|it| it.lack == Lack::Unmet)
        .map(|it| format!("{} {:?}", it.about, it.place))
        .collect();
    assert!(unmet.is_empty(), "{}", unmet.join("\n"));
}
