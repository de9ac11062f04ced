//! What rules cost: relations and scripts beside the same checks written by hand.
#![expect(clippy::expect_used, reason = "a bench may panic")]

use std::sync::Arc;

use divan::{Bencher, black_box};
use hegui::check;
use hegui::fact::Facts;
use hegui::form::{CellId, Form, Scope};
use hegui::pack::{self, Pack};
use hegui::relation::{Relation, Sum, Term};
use hegui::rule::Role;
use hegui::script::Beside;
use hegui::source::Source;
use hegui::verdict::{Label, Operand, Outcome, Verdict};
use hegui::{extract, parse, read};
use rust_decimal::Decimal;

const REPORT: &[u8] = include_bytes!("../tests/reports/2021-clean.txt");

/// Three rules that a script checks, as a pack author would write them.
const RULES: &str = r#"
[[rule]]
id = "bench-balance"
code = "XX1"
title = { zh = "总计平衡" }
requirement = "format/applications/balance"
severity = "error"
dimension = "accuracy"
fail = "{left} ≠ {right}"
pass = "{left} ＝ {right}"

[[rule]]
id = "bench-prose"
code = "XX2"
title = { zh = "正文与表一致" }
requirement = "format/applications/balance"
severity = "error"
dimension = "accuracy"
fail = "{left} ≠ {right}"
pass = "{left} ＝ {right}"

[[rule]]
id = "bench-words"
code = "XX3"
title = { zh = "没有定下来的话" }
requirement = "format/applications/balance"
severity = "hint"
dimension = "accuracy"
fail = "写了{found}"
pass = "没有发现"
"#;

const SCRIPT: &str = r#"
fn bench_balance(report, check) {
    check.equal(
        report.cell("applications.received.total") + report.cell("applications.carried_in.total"),
        report.cell("applications.closed.total.total") + report.cell("applications.carried_out.total"),
    );
}

fn bench_prose(report, check) {
    for mention in report.mentions("received") {
        check.given(mention.is_own);
        check.equal(mention.count, report.cell("applications.received.total"));
    }
}

fn bench_words(report, check) {
    check.absent(report.find_any(["待补充", "待核实", "XXX", "某某"]));
}
"#;

fn packs() -> Vec<Pack> {
    let mut packs = pack::builtin();
    let own = packs
        .iter_mut()
        .find(|it| {
            it.get("pack.toml")
                .is_some_and(|it| it.text().contains("id = \"gid-2021\""))
        })
        .expect("the pack is built in");
    own.insert("bench.toml".into(), Source::new("bench.toml", RULES));
    own.insert("bench.rhai".into(), Source::new("bench.rhai", SCRIPT));
    pack::load(&packs).expect("the rules are right")
}

/// The pack with only some of its rules, and what the example report says.
fn only(which: fn(&hegui::rule::Rule) -> bool) -> (Pack, Arc<Facts>) {
    let packs = packs();
    let mut pack = pack::choose(&packs, 2021)
        .expect("a pack governs it")
        .clone();
    let document = parse::parse(read::read("2021-clean.txt", REPORT).expect("it is text"));
    let facts = Arc::new(extract::extract(&document, &pack));
    pack.rules.retain(which);
    for rule in &mut pack.rules {
        rule.blocked_by.clear();
    }
    (pack, facts)
}

fn main() {
    divan::main();
}

#[divan::bench]
fn all_rules(bencher: Bencher<'_, '_>) {
    let (pack, facts) = only(|it| !it.id.starts_with("bench-"));
    bencher.bench(|| check::check(black_box(&facts), &pack, None, &Beside::default()));
}

fn is_identity(rule: &hegui::rule::Rule) -> bool {
    rule.role == Role::Identity
}

#[divan::bench]
fn identities(bencher: Bencher<'_, '_>) {
    let (pack, facts) = only(is_identity);
    bencher.bench(|| check::check(black_box(&facts), &pack, None, &Beside::default()));
}

/// The cells of one side of an equality.
type Side = Vec<(usize, CellId)>;

/// The same equalities, their cells found beforehand: the least there is to do.
#[divan::bench]
fn identities_by_hand(bencher: Bencher<'_, '_>) {
    let (pack, facts) = only(is_identity);
    let mut equalities: Vec<(Side, Side)> = Vec::new();
    for rule in &pack.rules {
        let scope = Scope {
            forms: &pack.forms,
            form: rule.form,
            each: rule.each,
        };
        let Some(relation @ Relation::Chain { first, rest }) = rule.check.relation() else {
            continue;
        };
        for instance in scope.instances(relation, rule.parts.as_ref()) {
            let side = |sum: &Sum| -> Side {
                let terms = sum.terms.iter();
                let cells = terms.flat_map(|(_, term)| match term {
                    Term::Path(path) | Term::Prior(path) => {
                        scope.cell(&instance, path).into_iter().collect()
                    }
                    Term::SumOf(path) => scope.group(&instance, path),
                    Term::Integer(_) => Vec::new(),
                });
                cells.map(|it| (it.form, it.cell)).collect()
            };
            equalities.extend(rest.iter().map(|(_, sum)| (side(first), side(sum))));
        }
    }
    bencher.bench(|| -> Vec<Verdict> {
        let facts = black_box(&facts);
        let judge = |(left, right): &(Side, Side)| by_hand(facts, &pack.forms, left, right);
        equalities.iter().map(judge).collect()
    });
}

#[divan::bench]
fn scripts(bencher: Bencher<'_, '_>) {
    let (pack, facts) = only(|it| it.id.starts_with("bench-"));
    bencher.bench(|| check::check(black_box(&facts), &pack, None, &Beside::default()));
}

#[divan::bench]
fn one_script(bencher: Bencher<'_, '_>) {
    let (pack, facts) = only(|it| it.id == "bench-balance");
    bencher.bench(|| check::check(black_box(&facts), &pack, None, &Beside::default()));
}

/// What the three scripts do, in Rust.
#[divan::bench]
fn scripts_by_hand(bencher: Bencher<'_, '_>) {
    let (pack, facts) = only(|it| it.id == "bench-balance");
    let index = pack.forms.iter().position(|it| it.id == "applications");
    let index = index.expect("the form is there");
    let form = pack.forms.get(index).expect("the form is there");
    let cell = |row| (index, form.cell(row, "total").expect("the cell is there"));
    let left = vec![cell("received"), cell("carried_in")];
    let right = vec![cell("closed.total"), cell("carried_out")];
    let received = vec![cell("received")];
    let words = ["待补充", "待核实", "xxx", "某某"];
    bencher.bench(|| -> (Verdict, Vec<(bool, Operand)>, usize) {
        let facts = black_box(&facts);
        let balance = by_hand(facts, &pack.forms, &left, &right);
        let prose = facts
            .mentions
            .iter()
            .filter(|it| it.indicator.as_deref() == Some("received") && it.own == Some(true));
        let prose = prose.map(|mention| {
            let (sum, operands) = summed(facts, &pack.forms, &received);
            let (low, high) = mention.bounds();
            let operand = operands.into_iter().next().expect("one cell");
            (low <= sum && sum <= high, operand)
        });
        let found = facts.prose.iter().map(|passage| {
            let text = passage.text.text();
            words
                .iter()
                .map(|it| text.matches(it).count())
                .sum::<usize>()
        });
        (balance, prose.collect(), found.sum())
    });
}

fn by_hand(facts: &Facts, forms: &[Form], left: &Side, right: &Side) -> Verdict {
    let (one, mut operands) = summed(facts, forms, left);
    let (other, more) = summed(facts, forms, right);
    operands.extend(more);
    let labels = operands.iter().filter_map(|it| {
        let text = format!("{} = {}", it.name, it.value?);
        it.span.map(|span| Label { span, text })
    });
    Verdict {
        instance: String::new(),
        outcome: if one == other {
            Outcome::Pass
        } else {
            Outcome::Fail
        },
        message: format!("{one} ＝ {other}"),
        labels: labels.collect(),
        operands,
        left: None,
    }
}

fn summed(facts: &Facts, forms: &[Form], side: &Side) -> (Decimal, Vec<Operand>) {
    let mut sum = Decimal::ZERO;
    let mut operands = Vec::with_capacity(side.len());
    for (form, cell) in side {
        let form = forms.get(*form).expect("a form of the pack");
        let read = facts.forms.iter().find(|it| it.form == form.id);
        let Some(fact) = read.and_then(|it| it.cell(*cell)) else {
            continue;
        };
        sum += fact.value.unwrap_or_default();
        operands.push(Operand {
            name: format!("{}“{}”", form.name, form.cell_name(*cell)),
            value: fact.value,
            raw: fact.raw.clone(),
            state: fact.state,
            as_zero: false,
            span: fact.span,
        });
    }
    (sum, operands)
}
