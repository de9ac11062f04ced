//! Dense valid tables with errors put into them: which errors are located, with which number, and
//! which are only narrowed down.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use hegui::cause::{Cause, causes};
use hegui::check::check;
use hegui::fact::{CellFact, CellState, Duty, Evidence, Facts, FormFacts};
use hegui::fill::{self, Filled, Kind, Variant};
use hegui::form::{CellId, Form};
use hegui::pack::Pack;
use hegui::relation::{Predicate, Relation};
use hegui::rule::{Role, Rule};
use hegui::script::Beside;
use hegui::source::{Source, Span};
use hegui::verdict::{Outcome, RuleResult};
use rust_decimal::Decimal;

type Values = BTreeMap<CellId, Decimal>;

/// A report that holds nothing but one form of a pack.
struct Bench {
    pack: Pack,
    form: Form,
    right: Values,
}

impl Bench {
    fn new(pack: &Pack, form: &Form, variant: Variant) -> Self {
        let Filled { cells, .. } = fill::fill(form, variant, Kind::Dense).unwrap();
        let mut right: Values = cells
            .into_iter()
            .map(|(cell, it)| (cell, it.value))
            .collect();
        // The expectation of the statistics table holds too: as many closed as answered.
        let cell = |row| form.cell(row, "count");
        if let (Some(closed), Some(answered), Some(on_time), Some(extended)) = (
            cell("closed"),
            cell("answered"),
            cell("closed_by.on_time"),
            cell("closed_by.extended"),
        ) {
            let answered = right[&answered];
            right.insert(closed, answered);
            right.insert(on_time, answered - right[&extended]);
        }
        let mut pack = pack.clone();
        let totalled = |it: &Rule| {
            let relation = it.check.relation();
            matches!(
                relation,
                Some(Relation::Predicate {
                    predicate: Predicate::Totalled,
                    ..
                })
            )
        };
        pack.rules
            .retain(|it| it.form.is_some() && it.check.relation().is_some() || totalled(it));
        Self {
            pack,
            form: form.clone(),
            right,
        }
    }

    fn facts(&self, values: &Values) -> Facts {
        let duties = self.pack.sections.iter().map(|it| Duty {
            section: it.id.clone(),
            evidence: Evidence::Heading,
            span: None,
        });
        let form = |form: &Form| {
            let found = form.id == self.form.id;
            let cells = values
                .iter()
                .enumerate()
                .map(|(at, (cell, value))| CellFact {
                    cell: *cell,
                    value: Some(*value),
                    raw: value.to_string(),
                    state: CellState::Read,
                    confirmed: false,
                    span: Some(Span::new(at, at + 1)),
                });
            FormFacts {
                form: form.id.clone(),
                found,
                span: None,
                cells: if found { cells.collect() } else { Vec::new() },
                uneven: None,
                labels: Vec::new(),
                foreign_headers: Vec::new(),
            }
        };
        Facts {
            source: Source::new("bench", "0".repeat(1000)),
            title: None,
            organ: None,
            organ_kind: None,
            year: None,
            period: None,
            published: None,
            signed: None,
            updated: None,
            sections: Vec::new(),
            duties: duties.collect(),
            forms: self.pack.forms.iter().map(form).collect(),
            mentions: Vec::new(),
            lists: Vec::new(),
            fields: Vec::new(),
            prose: Vec::new(),
            unspaced: String::new(),
            signatory: None,
            tables: Vec::new(),
            pictures: Vec::new(),
        }
    }

    /// The causes of what the relations of the form find, with all results.
    fn causes(&self, values: &Values) -> (Vec<Cause>, Vec<RuleResult>) {
        let facts = Arc::new(self.facts(values));
        let mut results = check(&facts, &self.pack, None, &Beside::default());
        let mut found = causes(&facts, &self.pack, &mut results);
        found.retain(|cause| {
            cause.findings.iter().any(|it| {
                let rule = &self.pack.rules[results[it.result].rule];
                let form = rule.form.map(|at| self.pack.forms[at].id.as_str());
                form == Some(&self.form.id) && rule.role == Role::Identity
            })
        });
        (found, results)
    }

    fn with(&self, changes: &[(CellId, Decimal)]) -> Values {
        let mut values = self.right.clone();
        values.extend(changes.iter().copied());
        values
    }

    /// The cells that stand in an identity.
    fn bound(&self) -> Vec<CellId> {
        let rows = self.right.keys().map(|it| (it.block, it.row)).collect();
        let equations = fill::equations(&self.form, &rows);
        let stands = |cell: &CellId| equations.iter().any(|it| it.terms.contains_key(cell));
        self.right.keys().copied().filter(stands).collect()
    }
}

/// Other numbers that could stand for `value`: one more or less, nine more or less, ten times as
/// much, nothing, and its digits swapped.
fn slips(value: Decimal) -> Vec<Decimal> {
    let mut swapped: Vec<char> = value.to_string().chars().collect();
    let last = swapped.len() - 1;
    if last > 0 {
        swapped.swap(last - 1, last);
    }
    let swapped: String = swapped.into_iter().collect();
    let mut slips = vec![
        value + Decimal::ONE,
        value - Decimal::ONE,
        value + Decimal::from(9),
        value - Decimal::from(9),
        value * Decimal::TEN,
        Decimal::ZERO,
        swapped.parse().unwrap(),
    ];
    slips.retain(|it| *it != value && !it.is_sign_negative());
    slips.sort();
    slips.dedup();
    slips
}

/// How far errors were found out: the least that was found out of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Located,
    Likely,
    Listed,
    Among,
    Missed,
    Misled,
    Unknown,
    Doubted,
    Silent,
}

const KNOWN: [(Known, &str); 9] = [
    (Known::Located, "located"),
    (Known::Likely, "likely"),
    (Known::Listed, "listed"),
    (Known::Among, "one of more"),
    (Known::Missed, "missed"),
    (Known::Misled, "misled"),
    (Known::Unknown, "unknown"),
    (Known::Doubted, "doubted"),
    (Known::Silent, "silent"),
];

/// What `causes` say of the errors in `cells`.
fn judge(bench: &Bench, causes: &[Cause], cells: &[CellId]) -> Known {
    if causes.is_empty() {
        return Known::Silent;
    }
    if causes.iter().any(|it| it.doubt.is_some()) {
        return Known::Doubted;
    }
    let right = |repair: &hegui::cause::Repair| {
        repair.changes.iter().all(|it| {
            cells.contains(&it.cell.cell) && it.to == bench.right[&it.cell.cell].normalize()
        })
    };
    let one = |cause: &Cause| {
        let listed = cause.repairs.iter().any(right);
        match (cause.found, cause.likely) {
            (0, _) => Known::Unknown,
            (1, _) if listed => Known::Located,
            (_, true) if right(&cause.repairs[0]) => Known::Likely,
            (1, _) | (_, true) => Known::Misled,
            _ if listed => Known::Listed,
            (more, _) if more > cause.repairs.len() => Known::Among,
            _ => Known::Missed,
        }
    };
    let worst = causes.iter().map(one).max().unwrap();
    let covered = |cell: &CellId| {
        causes.iter().any(|cause| {
            cause
                .repairs
                .iter()
                .flat_map(|it| &it.changes)
                .any(|it| it.cell.cell == *cell)
        })
    };
    if worst == Known::Located && !cells.iter().all(covered) {
        return Known::Missed;
    }
    worst
}

/// A linear congruential generator: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn benches(packs: &[Pack]) -> Vec<(String, Bench)> {
    let mut benches = Vec::new();
    for pack in packs.iter().filter(|it| it.years.is_some()) {
        for form in pack.forms.iter().filter(|it| !it.identities.is_empty()) {
            for variant in Variant::of(form) {
                let name = format!("{} | {}{}", pack.id, form.id, variant.suffix());
                benches.push((name, Bench::new(pack, form, variant)));
            }
        }
    }
    benches
}

/// Some ways of putting `count` errors into different cells.
fn errors(bench: &Bench, count: usize) -> Vec<Vec<(CellId, Decimal)>> {
    let cells = bench.bound();
    if count == 1 {
        let of = |cell: &CellId| {
            let slips = slips(bench.right[cell]).into_iter();
            slips.map(|value| vec![(*cell, value)]).collect::<Vec<_>>()
        };
        return cells.iter().flat_map(of).collect();
    }
    let mut random = Random(7);
    let one = |_| {
        let mut errors: BTreeMap<CellId, Decimal> = BTreeMap::new();
        while errors.len() < count {
            let cell = cells[random.below(cells.len())];
            let slips = slips(bench.right[&cell]);
            errors.insert(cell, slips[random.below(slips.len())]);
        }
        errors.into_iter().collect()
    };
    (0..100).map(one).collect()
}

#[test]
fn errors_are_located() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let mut table = String::from("| pack | form | errors | tried |");
    for (_, name) in KNOWN {
        write!(table, " {name} |").unwrap();
    }
    table.push_str("\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (name, bench) in benches(&packs) {
        let counts: &[usize] = if name.contains("single") {
            &[1]
        } else {
            &[1, 2, 3, 5]
        };
        for count in counts.iter().copied() {
            let mut counts: BTreeMap<Known, usize> = BTreeMap::new();
            let errors = errors(&bench, count);
            for changes in &errors {
                let (causes, _) = bench.causes(&bench.with(changes));
                let cells: Vec<CellId> = changes.iter().map(|(cell, _)| *cell).collect();
                let known = judge(&bench, &causes, &cells);
                *counts.entry(known).or_default() += 1;
                if count == 1 && name.contains("applications") {
                    assert_eq!(known, Known::Located, "{name} {changes:?} {causes:#?}");
                    assert_eq!(causes.len(), 1, "{name} {changes:?}");
                }
            }
            write!(table, "| {name} | {count} | {} |", errors.len()).unwrap();
            for (known, _) in KNOWN {
                write!(table, " {} |", counts.get(&known).copied().unwrap_or(0)).unwrap();
            }
            table.push('\n');
        }
    }
    insta::with_settings!(
        { snapshot_path => "causes", prepend_module_to_snapshot => false, omit_expression => true },
        { insta::assert_snapshot!("table", table) }
    );
}

/// The bench of table 3 of 2021.
fn applications(packs: &[Pack]) -> Bench {
    let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
    let form = pack
        .forms
        .iter()
        .find(|it| it.id == "applications")
        .unwrap();
    Bench::new(pack, form, Variant::Detailed)
}

#[test]
fn three_wrong_cells_are_three_causes() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let bench = applications(&packs);
    let cell = |row, column| bench.form.cell(row, column).unwrap();
    let wrong = [
        (cell("received", "enterprise"), 5),
        (cell("closed.granted", "natural_person"), 9),
        (cell("closed.unprocessed.repeated", "other"), -3),
    ];
    let changes: Vec<(CellId, Decimal)> = wrong
        .iter()
        .map(|(cell, by)| (*cell, bench.right[cell] + Decimal::from(*by)))
        .collect();
    let (causes, results) = bench.causes(&bench.with(&changes));
    assert_eq!(causes.len(), 3);
    for cause in &causes {
        assert_eq!(cause.found, 1);
        assert_eq!(cause.findings.len(), 2);
        let change = &cause.repairs[0].changes[0];
        assert_eq!(change.to, bench.right[&change.cell.cell]);
    }
    let identities = |it: &&RuleResult| bench.pack.rules[it.rule].role == Role::Identity;
    assert_eq!(
        results
            .iter()
            .filter(identities)
            .filter(|it| it.outcome == Outcome::Fail)
            .count(),
        3
    );
}

#[test]
fn a_table_shifted_by_a_row_is_doubted_once() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let bench = applications(&packs);
    let rows = bench.form.blocks[0].rows.iter().enumerate();
    let present: Vec<usize> = rows
        .filter(|(row, _)| bench.right.keys().any(|it| it.row == *row))
        .map(|(row, _)| row)
        .collect();
    let mut shifted = bench.right.clone();
    for pair in present.windows(2).skip(3) {
        for column in 0..7 {
            let from = CellId {
                block: 0,
                row: pair[0],
                column,
            };
            shifted.insert(
                CellId {
                    block: 0,
                    row: pair[1],
                    column,
                },
                bench.right[&from],
            );
        }
    }
    let (causes, results) = bench.causes(&shifted);
    assert_eq!(causes.len(), 1);
    assert!(causes[0].doubt.is_some());
    assert!(causes[0].findings.len() > 3);
    let of_form = |it: &&RuleResult| bench.pack.rules[it.rule].role == Role::Identity;
    for result in results.iter().filter(of_form) {
        assert_ne!(result.outcome, Outcome::Fail);
    }
}

/// Facts of `bench` with the cells of `blank` left blank and inferred where that can be done.
fn left_blank(bench: &Bench, values: &Values, blank: impl Fn(CellId) -> bool) -> Facts {
    let mut facts = bench.facts(values);
    for form in &mut facts.forms {
        for cell in form.cells.iter_mut().filter(|it| blank(it.cell)) {
            (cell.value, cell.state, cell.raw) = (None, CellState::Blank, String::new());
        }
    }
    hegui::erasure::infer(&bench.pack.forms, &mut facts.forms);
    facts
}

fn failing(bench: &Bench, results: &[RuleResult]) -> Vec<String> {
    let failed = results.iter().filter(|it| it.outcome == Outcome::Fail);
    failed
        .map(|it| bench.pack.rules[it.rule].id.clone())
        .collect()
}

#[test]
fn totals_left_out_are_computed_and_bear_out_others() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let bench = applications(&packs);
    let row = |id: &str| {
        bench.form.blocks[0]
            .rows
            .iter()
            .position(|it| it.id == id)
            .unwrap()
    };
    let (total, received) = (row("closed.total"), row("received"));
    // The whole row of totals is blank, and one column received more than it closed.
    let cell = CellId {
        block: 0,
        row: received,
        column: 1,
    };
    let sum = CellId {
        block: 0,
        row: received,
        column: 6,
    };
    let two = Decimal::TWO;
    let values = bench.with(&[
        (cell, bench.right[&cell] + two),
        (sum, bench.right[&sum] + two),
    ]);
    let facts = Arc::new(left_blank(&bench, &values, |it| it.row == total));
    let of_form = facts.forms.iter().find(|it| it.found).unwrap();
    for fact in of_form.cells.iter().filter(|it| it.cell.row == total) {
        assert_eq!(fact.value, Some(bench.right[&fact.cell]));
        assert_eq!((fact.state, fact.confirmed), (CellState::Inferred, true));
    }
    let mut results = check(&facts, &bench.pack, None, &Beside::default());
    let causes = causes(&facts, &bench.pack, &mut results);
    assert_eq!(
        failing(&bench, &results),
        ["applications-unbalanced", "applications-totals-left-out"]
    );
    let left_out = causes
        .iter()
        .find(|it| it.repairs.iter().any(|it| it.changes.len() == 7));
    let changes = &left_out.unwrap().repairs[0].changes;
    assert!(
        changes
            .iter()
            .all(|it| it.from.is_none() && it.to == bench.right[&it.cell.cell])
    );
}

#[test]
fn a_computed_total_that_nothing_bears_out_accuses_nobody() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let bench = applications(&packs);
    let cell = bench.form.cell("closed.total", "total").unwrap();
    let part = bench.form.cell("closed.total", "other").unwrap();
    // Both ways of computing the blank total disagree now, so it stays unknown.
    let values = bench.with(&[(part, bench.right[&part] + Decimal::ONE)]);
    let facts = left_blank(&bench, &values, |it| it == cell);
    let of_form = facts.forms.iter().find(|it| it.found).unwrap();
    assert_eq!(of_form.cell(cell).unwrap().state, CellState::Blank);
    let facts = Arc::new(facts);
    let mut results = check(&facts, &bench.pack, None, &Beside::default());
    let found = causes(&facts, &bench.pack, &mut results);
    let suggested = found
        .iter()
        .filter(|it| it.found == 1)
        .map(|it| &it.repairs[0].changes[0]);
    let suggested: Vec<(CellId, Decimal)> = suggested.map(|it| (it.cell.cell, it.to)).collect();
    assert_eq!(suggested, [(part, bench.right[&part])]);
}

#[test]
fn bounds_that_one_cell_breaks_are_one_cause() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let pack = packs.iter().find(|it| it.id == "gid-2008").unwrap();
    let form = pack.forms.iter().find(|it| it.id == "statistics").unwrap();
    let bench = Bench::new(pack, form, Variant::Detailed);
    let cell = |row| form.cell(row, "count").unwrap();
    let set = |disclosed: i64, website: i64, wechat: i64| {
        let mut values = bench.with(&[
            (cell("disclosed"), Decimal::from(disclosed)),
            (cell("channels.website"), Decimal::from(website)),
            (cell("channels.wechat"), Decimal::from(wechat)),
            (cell("disclosed_normative"), Decimal::ONE),
        ]);
        for row in ["channels.gazette", "channels.weibo", "channels.other"] {
            values.insert(cell(row), Decimal::ZERO);
        }
        let facts = Arc::new(bench.facts(&values));
        let mut results = check(&facts, &bench.pack, None, &Beside::default());
        let found = causes(&facts, &bench.pack, &mut results);
        let about = |it: &Cause| {
            let mut rules = it
                .findings
                .iter()
                .map(|it| &bench.pack.rules[results[it.result].rule].id);
            rules.any(|it| it.starts_with("disclosed-"))
        };
        found.into_iter().filter(about).collect::<Vec<_>>()
    };
    // Two channels hold more than the whole: only the whole can be wrong.
    let both = set(7, 9, 8);
    assert_eq!(
        (both.len(), both[0].findings.len(), both[0].found),
        (1, 2, 1)
    );
    let change = &both[0].repairs[0].changes[0];
    assert_eq!(
        (change.name.as_str(), change.to),
        ("主动公开政府信息数", Decimal::from(9))
    );
    assert!(both[0].repairs[0].nearest);
    // One more than the channels together: the whole or any channel.
    let above = set(18, 9, 8);
    assert_eq!(
        (above.len(), above[0].found, above[0].likely),
        (1, 6, false)
    );
    assert_eq!(above[0].repairs.len(), 4);
}
