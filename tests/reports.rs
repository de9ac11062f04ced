//! The invented reports: what is read of each against what its author wrote beside it, what is
//! found wrong in it, and every rendering of it as a snapshot.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may panic and read its cases"
)]

use std::fs;
use std::path::{Path, PathBuf};

use hegui::audit::{Audit, ChosenBy, Terms, audit};
use hegui::document::Document;
use hegui::extract;
use hegui::fact::{CellFact, CellState, Facts};
use hegui::pack::Pack;
use hegui::render::{self, Evidence, Lang, View};
use hegui::rule::Severity;
use hegui::verdict::Outcome;
use rust_decimal::Decimal;
use toml::{Table, Value};

struct Report {
    name: String,
    document: Document,
    expected: Table,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports")
}

fn packs() -> Vec<Pack> {
    hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load")
}

fn reports() -> Vec<Report> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "txt"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| report(path)).collect()
}

fn report(path: &Path) -> Report {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let shown = format!("tests/reports/{name}.txt");
    let source = hegui::read::read(&shown, &fs::read(path).unwrap()).unwrap();
    let expected = fs::read_to_string(path.with_extension("expect.toml")).unwrap();
    Report {
        name,
        document: hegui::parse::parse(source),
        expected: expected.parse().unwrap(),
    }
}

/// The audit of a report by the pack of the year it names.
fn audited<'p>(packs: &'p [Pack], report: &Report) -> Audit<'p> {
    let year = extract::year(&report.document).expect("a report names its year");
    let pack = hegui::pack::choose(packs, year.value).expect("a pack governs the year");
    audit(&report.document, pack, &Terms::of(ChosenBy::Report)).expect("it is a report")
}

#[test]
fn what_is_read_is_what_the_author_wrote() {
    let packs = packs();
    let mut wrong = Vec::new();
    for report in reports() {
        let audit = audited(&packs, &report);
        let mut differ = identity(&audit.facts, &report.expected);
        differ.extend(cells(&audit, &report.expected));
        wrong.extend(differ.iter().map(|it| format!("{}: {it}", report.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Year, organ and chapters that are read otherwise.
fn identity(facts: &Facts, expected: &Table) -> Vec<String> {
    let year = facts.year.as_ref().map(|it| i64::from(it.value));
    let organ = facts.organ.as_ref().map(|it| it.value.as_str());
    let mut wrong = Vec::new();
    if year != expected["year"].as_integer() {
        wrong.push(format!("the year is read as {year:?}"));
    }
    if organ != expected["organ"].as_str() {
        wrong.push(format!("the organ is read as {organ:?}"));
    }
    let read: Vec<(&str, &str)> = facts
        .sections
        .iter()
        .filter(|it| it.level == 1)
        .map(|it| {
            let number = it.number.as_deref().unwrap_or_default();
            (
                number.trim_end_matches(['、', '.', '．', ' ']),
                it.title.as_str(),
            )
        })
        .collect();
    let sections: Vec<(&str, &str)> = expected["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["number"].as_str().unwrap(),
                it["title"].as_str().unwrap(),
            )
        })
        .collect();
    if read != sections {
        wrong.push(format!("the chapters are read as {read:?}"));
    }
    wrong
}

/// Cells that are read otherwise, and cells read that nobody wrote.
fn cells(audit: &Audit<'_>, expected: &Table) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut forms = 0;
    for (id, cells) in expected["forms"].as_table().unwrap() {
        forms += 1;
        let form = audit.pack.forms.iter().find(|it| it.id == *id).unwrap();
        let read = audit.facts.forms.iter().find(|it| it.form == *id).unwrap();
        let cells = cells.as_table().unwrap();
        for (path, text) in cells {
            let (row, column) = path.rsplit_once('.').unwrap();
            let cell = form.cell(row, column).expect("the form has the cell");
            let fact = read.cell(cell);
            if !is_right(fact, text) {
                let said = fact.map(|it| (it.state, it.value, it.raw.as_str()));
                wrong.push(format!("{id}.{path} is {text}, read {said:?}"));
            }
        }
        for fact in &read.cells {
            let path = form.path(fact.cell);
            if fact.state != CellState::Absent && !cells.contains_key(&path) {
                wrong.push(format!("{id}.{path} was not written, read {:?}", fact.raw));
            }
        }
    }
    let found = audit.facts.forms.iter().filter(|it| it.found).count();
    if found != forms {
        wrong.push(format!("{found} forms found of {forms}"));
    }
    wrong
}

fn is_right(fact: Option<&CellFact>, text: &Value) -> bool {
    let text = text.as_str().unwrap();
    fact.is_some_and(|fact| {
        if text.is_empty() {
            fact.state == CellState::Blank && fact.value.is_none()
        } else {
            fact.state == CellState::Read && fact.value == Some(text.parse::<Decimal>().unwrap())
        }
    })
}

/// Whether `code` is `planted` or one of its parts: TJ05 has TJ05.1 and TJ05.2.
fn is_of(code: &str, planted: &str) -> bool {
    code.strip_prefix(planted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        || planted
            .strip_prefix(code)
            .is_some_and(|rest| rest.starts_with('.'))
}

#[test]
fn what_is_wrong_is_found_and_nothing_else() {
    let packs = packs();
    let mut differ = Vec::new();
    for report in reports() {
        let audit = audited(&packs, &report);
        let planted: Vec<&str> = report.expected["defects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        let failing = failing(&audit);
        for planted in &planted {
            let known = audit.pack.rules.iter().any(|it| is_of(&it.code, planted));
            let found = failing.iter().any(|(code, _)| is_of(code, planted));
            if known && !found {
                differ.push(format!("{}: {planted} is not found", report.name));
            }
        }
        for (code, severity) in failing {
            if severity >= Severity::Warning && !planted.iter().any(|it| is_of(code, it)) {
                differ.push(format!("{}: {code} is nobody's fault", report.name));
            }
        }
        for result in &audit.results {
            if matches!(result.outcome, Outcome::RuleFault) {
                differ.push(format!("{}: a rule broke", report.name));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// The codes of the rules that fail, with their severity.
fn failing<'p>(audit: &Audit<'p>) -> Vec<(&'p str, Severity)> {
    audit
        .results
        .iter()
        .filter(|it| it.outcome == Outcome::Fail)
        .map(|it| {
            let rule = &audit.pack.rules[it.rule];
            (rule.code.as_str(), rule.severity)
        })
        .collect()
}

/// Every rendering of a report, by name.
fn renderings(packs: &[Pack], report: &Report) -> [(&'static str, String); 4] {
    let audit = audited(packs, report);
    let view = View {
        width: 80,
        color: false,
        lang: Lang::Zh,
        evidence: Evidence::Findings,
    };
    [
        ("tree", render::tree(&report.document, &View::plain(80))),
        (
            "facts",
            render::facts_table(&audit.facts, audit.pack, &View::plain(100)),
        ),
        ("human", render::human(&audit, &view)),
        // The digest of the pack changes with every word of it.
        (
            "json",
            render::json(&audit).replace(&audit.pack.sha256, "…"),
        ),
    ]
}

#[test]
fn renderings_stay_as_they_are() {
    let packs = packs();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("reports");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for report in reports() {
            for (kind, text) in renderings(&packs, &report) {
                insta::assert_snapshot!(format!("{}.{kind}", report.name), text);
            }
        }
    });
}

#[test]
fn the_same_report_renders_to_the_same_bytes() {
    let (first, second) = (packs(), packs());
    for (one, other) in reports().iter().zip(&reports()) {
        assert_eq!(renderings(&first, one), renderings(&second, other));
    }
}
