//! What scripts cannot do, and what their numbers remember.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use hegui::pack::{self, Pack, PackErrors};
use hegui::render::{self, Evidence, Lang, View};
use hegui::rule::Case;
use hegui::source::Source;
use hegui::trial::trial;
use hegui::verdict::{Outcome, RuleResult};

/// The sound packs with one rule, `probe`, that this script checks.
fn load(script: &str) -> Result<Vec<Pack>, PackErrors> {
    let mut packs = crate::misspelt::sound::sound();
    let rule = r#"[[rule]]
id = "probe"
code = "P1"
title = { zh = "试探" }
requirement = "shelter-act/intake"
severity = "error"
dimension = "accuracy"
fail = "左 {left} 右 {right}"
pass = "左 {left} 右 {right}"
"#;
    let own = packs.get_mut("shelter-2030").unwrap();
    own.insert("prose.toml".into(), Source::new("prose.toml", rule));
    own.insert("prose.rhai".into(), Source::new("prose.rhai", script));
    pack::load(&packs.into_values().collect::<Vec<_>>())
}

fn within(body: &str) -> String {
    format!("fn probe(report, check) {{\n    {body}\n}}\n")
}

/// What comes of `body` on the blank report with these changes, and of the other rules.
fn run(body: &str, case: &Case) -> (RuleResult, Vec<RuleResult>) {
    let packs = load(&within(body)).unwrap();
    let pack = pack::choose(&packs, 2030).unwrap();
    let rule = pack.rules.iter().position(|it| it.id == "probe").unwrap();
    let trial = trial(pack, rule, case).unwrap();
    let own = trial.result().unwrap().clone();
    let others = trial.audit.results.iter().filter(|it| it.rule != rule);
    (own, others.cloned().collect())
}

fn saying(text: &str) -> Case {
    Case {
        append: vec![("overview".into(), text.into())],
        ..Case::default()
    }
}

fn setting(cells: &[(&str, &str)]) -> Case {
    let set = cells
        .iter()
        .map(|(name, text)| (String::from(*name), String::from(*text)));
    Case {
        set: set.collect(),
        ..Case::default()
    }
}

#[test]
fn what_could_reach_out_or_run_on_is_refused() {
    let nested = |open: &str, close: &str, count: usize| {
        format!(
            "check.equal({}1{}, 1);",
            open.repeat(count),
            close.repeat(count)
        )
    };
    let bodies = [
        "loop { check.equal(1, 1); }".to_owned(),
        "while true { check.equal(1, 1); }".into(),
        "do { check.equal(1, 1); } while true;".into(),
        "for i in 0..1000000 { check.equal(1, 1); }".into(),
        "for i in range(0, 9) { check.equal(1, 1); }".into(),
        "probe(report, check);".into(),
        "eval(\"1\"); check.equal(1, 1);".into(),
        "import \"other\" as other; check.equal(1, 1);".into(),
        "export check; check.equal(1, 1);".into(),
        "let f = |x| x; check.equal(1, 1);".into(),
        "let f = Fn(\"probe\"); check.equal(1, 1);".into(),
        "call(\"probe\"); check.equal(1, 1);".into(),
        "report.call(\"probe\"); check.equal(1, 1);".into(),
        "let t = timestamp(); check.equal(1, 1);".into(),
        "check.equal(rand(), 1);".into(),
        "sleep(1); check.equal(1, 1);".into(),
        "print(\"x\"); check.equal(1, 1);".into(),
        "debug(\"x\"); check.equal(1, 1);".into(),
        "let t = type_of(report); check.equal(1, 1);".into(),
        "is_def_fn(\"probe\", 2); check.equal(1, 1);".into(),
        "this.x(); check.equal(1, 1);".into(),
        "let x = global::y; check.equal(1, 1);".into(),
        "let x = \"a\" * 100000; check.equal(1, 1);".into(),
        "let x = \"a\" + \"b\"; check.equal(1, 1);".into(),
        "let x = [1]; x.push(2); check.equal(1, 1);".into(),
        "let x = [1] + [2]; check.equal(1, 1);".into(),
        "let x = #{}; check.equal(1, 1);".into(),
        "let x = blob(100000); check.equal(1, 1);".into(),
        "let x = 1 << 60; check.equal(x, 1);".into(),
        "let x = 10 ** 10; check.equal(x, 1);".into(),
        "let x = 'a'; check.equal(1, 1);".into(),
        "check = report; check.equal(1, 1);".into(),
        "let check = 1; report.year.day(1, 1);".into(),
        "report.year = 1; check.equal(1, 1);".into(),
        "if report == report { check.equal(1, 1); }".into(),
        "if report.year ?? 1 { check.equal(1, 1); }".into(),
        "if report.title == \"x\" { check.equal(1, 1); }".into(),
        "if report.year in [2030] { check.equal(1, 1); }".into(),
        "if !report.year { check.equal(1, 1); }".into(),
        "if report.published < 3 { check.equal(1, 1); }".into(),
        "let x = if true { 1 } else { 2 }; check.equal(x, 1);".into(),
        "let x = { 1 }; check.equal(x, 1);".into(),
        nested("(", ")", 100_000),
        nested("[", "]", 100_000),
        nested("-", "", 100_000),
        format!("check.equal(1{}, 1);", " + 1".repeat(100_000)),
        format!("check.equal(report{}, 1);", ".year".repeat(100_000)),
        format!("{}{}", "if true { ".repeat(50_000), "}".repeat(50_000)),
        format!("{} check.equal(1, 1);", "if true { } else ".repeat(50_000)),
        format!("check.holds({}report.has(\"x\"));", "!".repeat(100_000)),
        format!("check.holds(report.has(\"{}\"));", "x".repeat(100_000)),
        format!(
            "check.holds(report.has_any([{}]));",
            "\"x\",".repeat(10_000)
        ),
    ];
    let mut lacking = Vec::new();
    for body in bodies {
        let shown: String = body.chars().take(60).collect();
        let errors = load(&within(&body)).err();
        assert!(errors.is_some(), "it loads: {shown}");
        let errors = errors.unwrap();
        assert!(
            errors
                .0
                .iter()
                .all(|it| it.file == "prose.rhai" && it.span.is_some()),
            "{shown}: {errors:?}"
        );
        lacking.extend(errors.0.iter().filter_map(crate::slips::lacking));
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn functions_that_call_each_other_are_checked_in_bounded_time() {
    // Each calls the next twice: as many ways through as there are functions, and two to its power.
    let chain = (0..200).map(|at| {
        let next = at + 1;
        format!("fn f{at}(check) {{ f{next}(check); f{next}(check); }}\n")
    });
    let chain: Vec<String> = chain.collect();
    let last = "fn f200(check) { check.equal(1, 1); }\n".to_owned();
    let script = [within("f0(check);"), chain.concat(), last].concat();
    let errors = load(&script).unwrap_err();
    assert!(
        errors.0.iter().any(|it| it.message.contains("最多 16 层")),
        "{errors:?}"
    );
}

#[test]
fn what_breaks_on_a_report_is_a_fault_of_the_rule_alone() {
    let numbers: Vec<String> = (1..800)
        .map(|it| format!("收容所认真做好各项工作，本年新收 {it} 只。\n\n"))
        .collect();
    let numbers = numbers.concat();
    let long = "收容工作有序开展，".repeat(20_000);
    let cases = [
        (
            "check.equal(9223372036854775807 + 1, 1);",
            saying(""),
            "溢出",
        ),
        ("check.equal(1 / (1 - 1), 1);", saying(""), "除以零"),
        (
            "for a in report.quantities { for b in report.quantities { for c in report.quantities { check.given(a.is_own & b.is_own & c.is_own); } } } check.equal(1, 1);",
            saying(&numbers),
            "太多",
        ),
        (
            "for a in report.quantities { for b in report.quantities { check.equal(a.count, b.count); } }",
            saying(&numbers),
            "太多",
        ),
        (
            "for a in report.quantities { let b = report.quantities; let c = report.quantities; let d = report.headings; for e in report.quantities { let f = report.quantities; } } check.equal(1, 1);",
            saying(&numbers),
            "太多",
        ),
        (
            "for a in report.quantities { check.absent(report.find(\"没有的字\")); check.absent(report.find_any([\"甲乙\", \"丙丁\"])); } check.equal(1, 1);",
            saying(&format!("{numbers}{long}")),
            "太多",
        ),
        (
            "let text = report.section(\"overview\").text; for a in report.quantities { check.given(text.has(\"没有的字\")); } check.equal(1, 1);",
            saying(&format!("{numbers}{long}")),
            "太多",
        ),
    ];
    for (body, case, says) in cases {
        let (own, others) = run(body, &case);
        let fault = own.fault.clone();
        assert_eq!(own.outcome, Outcome::RuleFault, "{body}: {own:?}");
        let fault = fault.unwrap();
        assert!(fault.message.contains(says), "{body}: {}", fault.message);
        assert_eq!(fault.source.name(), "prose.rhai");
        let (line, text) = (
            fault.source.line_of(fault.span.start),
            fault.source.slice(fault.span),
        );
        assert!(line <= 2 && !text.is_empty(), "{body}: {line} {text}");
        assert_eq!(others.len(), 3);
        assert!(others.iter().all(|it| it.outcome != Outcome::RuleFault));
    }
}

#[test]
fn a_fault_is_shown_at_its_place_in_the_script() {
    let packs = load(&within("check.equal(9223372036854775807 + 1, 1);")).unwrap();
    let pack = pack::choose(&packs, 2030).unwrap();
    let rule = pack.rules.iter().position(|it| it.id == "probe").unwrap();
    let trial = trial(pack, rule, &Case::default()).unwrap();
    let view = |lang| View {
        width: 80,
        color: false,
        lang,
        evidence: Evidence::Findings,
    };
    for lang in [Lang::Zh, Lang::En] {
        let page = render::human(&trial.audit, &view(lang));
        assert!(page.contains("prose.rhai:2:"), "{page}");
        assert!(page.contains("9223372036854775807 + 1"), "{page}");
        assert!(page.contains("P1 试探"), "{page}");
    }
    let json: serde_json::Value = serde_json::from_str(&render::json(&trial.audit)).unwrap();
    let results = json["results"].as_array().unwrap();
    let own = results.iter().find(|it| it["rule"] == "probe").unwrap();
    assert_eq!(own["outcome"], "rule_fault");
    assert_eq!(own["fault"]["line"], 2);
    assert_eq!(own["fault"]["file"], "prose.rhai");
    assert_eq!(own["fault"]["message"], "整数算术溢出或除以零");
}

#[test]
fn numbers_keep_what_they_are_made_of() {
    let body = "let all = report.cell(\"intake.received.cats\") + report.cell(\"收容表.本年新收.狗\") * 2 - 1;
    check.equal(all, report.cell(\"intake.received.total\") + report.cell(\"intake.received.cats\"));";
    let (own, _) = run(
        body,
        &setting(&[
            ("intake.received.cats", "3"),
            ("intake.received.dogs", "4"),
            ("intake.received.total", "7"),
        ]),
    );
    assert_eq!(own.outcome, Outcome::Pass, "{own:?}");
    let verdict = own.verdicts.first().unwrap();
    assert_eq!(verdict.message, "左 10 右 10");
    let operands: Vec<(&str, &str)> = verdict
        .operands
        .iter()
        .map(|it| (it.name.as_str(), it.raw.as_str()))
        .collect();
    assert_eq!(
        operands,
        [
            ("收容表“本年新收/猫”", "3"),
            ("收容表“本年新收/狗”", "4"),
            ("收容表“本年新收/总计”", "7")
        ]
    );
    assert!(verdict.operands.iter().all(|it| it.span.is_some()));
    assert_eq!(verdict.labels.len(), 3);
}

#[test]
fn what_is_not_given_does_not_apply_and_says_why() {
    let body =
        "check.given(report.cell(\"intake.received.total\").is_positive);\n    check.equal(1, 2);";
    let (own, _) = run(body, &Case::default());
    assert_eq!(own.outcome, Outcome::NotApplicable);
    let verdict = own.verdicts.first().unwrap();
    assert_eq!(verdict.message, "收容表“本年新收/总计” = 0");
    assert_eq!(
        verdict.operands.first().unwrap().name,
        "收容表“本年新收/总计”"
    );
    assert!(verdict.operands.first().unwrap().span.is_some());
}

#[test]
fn what_is_not_given_ends_the_round_or_the_function_and_no_helper() {
    let given = "check.given(report.cell(\"intake.received.total\").is_positive);";
    let breaks = "check.equal(9223372036854775807 + 1, 1);";
    let (own, _) = run(&format!("{given}\n    {breaks}"), &Case::default());
    assert_eq!(own.outcome, Outcome::NotApplicable, "{own:?}");
    // The second round goes on behind the first.
    let rounds = format!(
        "for cell in report.form(\"intake\").cells {{\n    check.given(cell.number.is_positive);\n    {breaks}\n    }}"
    );
    let (own, _) = run(&rounds, &Case::default());
    assert_eq!(own.outcome, Outcome::NotApplicable, "{own:?}");
    let (own, _) = run(&rounds, &setting(&[("intake.received.cats", "3")]));
    assert_eq!(own.outcome, Outcome::RuleFault, "{own:?}");
    let helper = format!("}}\nfn helper(report, check) {{\n    {given}\n    {breaks}");
    let (own, _) = run(
        &format!("helper(report, check);\n{helper}"),
        &Case::default(),
    );
    assert_eq!(own.outcome, Outcome::RuleFault, "{own:?}");
}

#[test]
fn what_could_not_be_read_is_named() {
    let body =
        "check.given(report.cell(\"intake.received.total\").is_positive);\n    check.equal(1, 2);";
    for text in ["不详", ""] {
        let (own, _) = run(body, &setting(&[("intake.received.total", text)]));
        assert_eq!(own.outcome, Outcome::CannotAssess, "{text}: {own:?}");
        let verdict = own.verdicts.first().unwrap();
        assert!(
            verdict.message.contains("本年新收/总计"),
            "{}",
            verdict.message
        );
    }
    let body = "check.equal(report.cell(\"intake.received.total\") + 1, report.cell(\"intake.received.cats\"));";
    let (own, _) = run(body, &setting(&[("intake.received.total", "不详")]));
    assert_eq!(own.outcome, Outcome::CannotAssess, "{own:?}");
}

#[test]
fn approximate_numbers_are_ranges() {
    let compare = "for m in report.mentions(\"received\") { check.equal(m.count, report.cell(\"intake.received.total\")); }";
    let more = "for m in report.mentions(\"新收数\") { check.given(m.count.is_more_than(report.cell(\"intake.received.total\"))); check.equal(1, 1); }";
    let of = |body: &str, prose: &str, cell: &str| {
        let case = Case {
            append: vec![("overview".into(), format!("本年新收{prose}。"))],
            ..setting(&[("intake.received.total", cell)])
        };
        let (own, _) = run(body, &case);
        assert_eq!(own.verdicts.len(), 1, "{prose}: {own:?}");
        own.outcome
    };
    assert_eq!(of(compare, "734余只", "734"), Outcome::Pass);
    assert_eq!(of(compare, "734余只", "735"), Outcome::Fail);
    assert_eq!(of(compare, "700余只", "734"), Outcome::Pass);
    assert_eq!(of(compare, "700余只", "800"), Outcome::Fail);
    assert_eq!(of(compare, "700余只", "699"), Outcome::Fail);
    assert_eq!(of(compare, "约100只", "95"), Outcome::Pass);
    assert_eq!(of(compare, "100只", "95"), Outcome::Fail);
    // Neither more nor not more, as far as anybody can say.
    assert_eq!(of(more, "700余只", "734"), Outcome::CannotAssess);
    assert_eq!(of(more, "700余只", "699"), Outcome::Pass);
    assert_eq!(of(more, "700余只", "800"), Outcome::NotApplicable);
}

#[test]
fn functions_no_rule_uses_are_refused_in_packs_that_others_extend_too() {
    let mut packs = crate::misspelt::sound::sound();
    let base = packs.get_mut("shelter-common").unwrap();
    let script = "fn spare(report, check) {\n    check.equal(1, 1);\n}\n";
    base.insert("sections.rhai".into(), Source::new("sections.rhai", script));
    let errors = pack::load(&packs.into_values().collect::<Vec<_>>()).unwrap_err();
    let all: Vec<(&str, Option<usize>)> = errors
        .0
        .iter()
        .map(|it| (it.file.as_str(), it.line()))
        .collect();
    assert_eq!(all, [("sections.rhai", Some(1))]);
}
