//! The score: worked out a second time by other lines, kept when rules are split, and worked out in
//! `docs/score.md` for real reports.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may panic, read files it is pointed to, and say that it skips"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::audit::{Audit, ChosenBy, Terms, audit};
use hegui::blank::{self, Changes};
use hegui::pack::Pack;
use hegui::render;
use hegui::score::{Fraction, Grade, Sheet, score, stated};
use serde_json::Value;

fn packs() -> Vec<Pack> {
    hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load")
}

fn audited<'p>(packs: &'p [Pack], name: &str, bytes: &[u8]) -> Audit<'p> {
    let source = hegui::read::read(name, bytes).expect("the report is text");
    let document = hegui::parse::parse(source);
    let year = hegui::extract::year(&document).expect("a report names its year");
    let pack = hegui::pack::choose(packs, year.value).expect("a pack governs the year");
    audit(&document, pack, &Terms::of(ChosenBy::Report)).expect("it is a report")
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "txt"));
    paths.sort();
    paths
}

/// The invented reports, and blank ones with whole parts taken out.
fn audits(packs: &[Pack]) -> Vec<(String, Audit<'_>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    let mut audits: Vec<_> = texts(&folder)
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let audit = audited(packs, &name, &fs::read(path).unwrap());
            (name, audit)
        })
        .collect();
    for pack in packs {
        let Some((year, _)) = pack.years else {
            continue;
        };
        for form in &pack.forms {
            let mut changes = unchanged(year);
            changes.remove_forms = vec![form.id.clone()];
            let name = format!("{year} without {}", form.id);
            let text = blank::write(pack, &changes);
            audits.push((name.clone(), audited(packs, &name, text.as_bytes())));
        }
    }
    audits
}

fn unchanged(year: i32) -> Changes {
    Changes {
        year,
        organ: "青澜市水务局".into(),
        ..Changes::default()
    }
}

/// The score of `page` by the letter of `docs/score.md`, in quarters of a point: what applies, is
/// assessed, lost and open.
fn by_hand(page: &Value) -> [u64; 4] {
    let rules: Vec<&Value> = page["results"].as_array().unwrap().iter().collect();
    let weighs = |it: &&&Value| it["severity"] != "hint" && it["precision"] != "may-over";
    let mut dearest: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    let mut duties = Vec::new();
    for (at, duty) in page["requirements"].as_array().unwrap().iter().enumerate() {
        let of_it = |it: &&&Value| it["requirement"] == duty["id"];
        let of_it: Vec<&Value> = rules.iter().filter(weighs).filter(of_it).copied().collect();
        let has = |outcome: &str| of_it.iter().any(|it| it["outcome"] == outcome);
        let part = |outcome: &str| {
            let verdicts = of_it.iter().filter(|it| it["outcome"] == "fail");
            let mut verdicts = verdicts.flat_map(|it| it["verdicts"].as_array().unwrap());
            verdicts.any(|it| it["outcome"] == outcome)
        };
        let causes: BTreeSet<&str> = of_it
            .iter()
            .filter(|it| it["outcome"] == "fail")
            .flat_map(|it| it["verdicts"].as_array().unwrap())
            .filter(|it| it["outcome"] == "fail")
            .map(|it| it["cause"].as_str().unwrap())
            .collect();
        let points = duty["points"].as_u64().unwrap() * 4;
        let presence = duty["presence"].as_bool().unwrap();
        let first = if presence { points } else { points / 2 };
        for cause in &causes {
            if dearest.get(cause).is_none_or(|(most, _)| first > *most) {
                dearest.insert(cause, (first, at));
            }
        }
        let open = ["cannot_assess", "rule_fault", "blocked"].map(|it| has(it) || part(it));
        let open = open.contains(&true);
        duties.push((points, presence, causes, open, has("pass")));
    }
    let mut sums = [0; 4];
    for (at, (points, presence, causes, open, passes)) in duties.into_iter().enumerate() {
        let here = causes.iter().filter(|it| dearest[*it].1 == at).count() as u64;
        let lost = match (here, presence) {
            (0, _) => 0,
            (_, true) => points,
            (here, false) => (points / 4 * (here + 1)).min(points),
        };
        let judged = !causes.is_empty() || (passes && !open);
        let unread = if open { points - lost } else { 0 };
        let applies = judged || open;
        sums[0] += if applies { points } else { 0 };
        sums[1] += if judged { points } else { 0 };
        sums[2] += lost;
        sums[3] += unread;
    }
    sums
}

fn fraction(value: &Value) -> Option<Fraction> {
    let of = |key: &str| value[key].as_u64();
    Fraction::new(of("numerator")?, of("denominator")?)
}

#[test]
fn other_lines_come_to_the_same_score() {
    let packs = packs();
    for (name, audit) in audits(&packs) {
        let text = render::json(&audit);
        let page: Value = serde_json::from_str(&text).unwrap();
        let [applicable, assessed, lost, unread] = by_hand(&page);
        let score = &page["score"];
        let expected = [
            ("value", Fraction::new(assessed - lost, assessed)),
            ("low", Fraction::new(applicable - lost - unread, applicable)),
            ("high", Fraction::new(applicable - lost, applicable)),
            ("coverage", Fraction::new(assessed, applicable)),
        ];
        for (figure, by_hand) in expected {
            assert_eq!(fraction(&score[figure]), by_hand, "{name}: {figure}");
        }
        let quarters = |it: &Value| {
            let points: rust_decimal::Decimal = it.as_str().unwrap().parse().unwrap();
            points * rust_decimal::Decimal::from(4)
        };
        let ledger = score["ledger"].as_array().unwrap().iter();
        let sum: rust_decimal::Decimal = ledger.map(|it| quarters(&it["lost"])).sum();
        assert_eq!(sum, lost.into(), "{name}: the ledger");
        let again = stated(&text).expect("it states a score");
        assert_eq!(again[0].differences(), [], "{name}");
        assert_eq!(again[0].recomputed(), audit.score, "{name}");
    }
}

#[test]
fn splitting_a_rule_changes_no_score() {
    let packs = packs();
    for (name, audit) in audits(&packs) {
        let sheet = Sheet::of(audit.pack, &audit.results, &audit.causes);
        let before = score(&sheet);
        for at in 0..sheet.rules.len() {
            let mut twice = sheet.clone();
            let mut second = twice.rules[at].clone();
            second.id += "-again";
            twice.rules.insert(at + 1, second);
            let mut after = score(&twice);
            after.caps.retain(|it| !it.rule.ends_with("-again"));
            assert_eq!(before, after, "{name}: {}", sheet.rules[at].id);
        }
    }
}

#[test]
fn one_wrong_cell_costs_once() {
    let packs = packs();
    let cell = "applications.received.natural_person";
    for pack in packs
        .iter()
        .filter(|it| it.years.is_some_and(|it| it.0 >= 2019))
    {
        let mut changes = unchanged(pack.years.unwrap().0);
        changes.cells.insert(cell.into(), "3".into());
        let text = blank::write(pack, &changes);
        let audit = audited(&packs, "one wrong cell", text.as_bytes());
        let mut sheet = Sheet::of(audit.pack, &audit.results, &audit.causes);
        // Whatever explains the findings: here, that one cell does.
        let verdicts = sheet.rules.iter_mut().flat_map(|it| &mut it.verdicts);
        for verdict in verdicts.filter(|it| it.cause.is_some()) {
            verdict.cause = Some(0);
        }
        let score = score(&sheet);
        assert_eq!(score.lost.to_string(), "5", "{}", pack.id);
        assert_eq!(score.ledger.len(), 2, "the row and the column: {}", pack.id);
        assert_eq!(score.grade, Some(Grade::Fair), "{}", pack.id);
    }
}

#[test]
fn taking_a_table_out_is_never_better_than_a_wrong_one() {
    let packs = packs();
    for (name, audit) in audits(&packs) {
        // Of 2008 to 2018, the table only should be there.
        let must = audit.pack.years.unwrap().0 >= 2019;
        if must && name.contains(" without ") {
            assert!(audit.score.grade <= Some(Grade::Fair), "{name}");
        }
    }
}

const BEGIN: &str = "<!-- worked examples: HEGUI_UPDATE=1 cargo test score:: -->\n";
const END: &str = "<!-- end of worked examples -->\n";

/// The ledger of a real report, by codes and figures only.
fn worked(file: &str, audit: &Audit<'_>) -> String {
    let score = &audit.score;
    let shown = |it: Option<Fraction>| match it {
        Some(it) => format!("{}/{} = {it}", it.numerator(), it.denominator()),
        None => "none".to_owned(),
    };
    let grade = serde_json::to_value(score.grade).unwrap();
    let grade = grade.as_str().unwrap_or("none").to_owned();
    let mut text = format!(
        "### {file} ({})\n\nApplicable {}, assessed {}, lost {}, open {}. Score {}; low {}; high {}; coverage {}. \
         Grade: {grade}.\n",
        audit.pack.id,
        score.applicable,
        score.assessed,
        score.lost,
        score.unread,
        shown(score.value),
        shown(score.low),
        shown(score.high),
        shown(score.coverage),
    );
    for it in &score.caps {
        let cap = serde_json::to_value(it.cap).unwrap();
        let _ = write!(
            text,
            "\nCapped at {} by `{}`.\n",
            cap.as_str().unwrap(),
            it.rule
        );
    }
    text += "\n| requirement | points | stands | cause | lost |\n|---|---|---|---|---|\n";
    let sheet = Sheet::of(audit.pack, &audit.results, &audit.causes);
    for (at, duty) in sheet.duties.iter().enumerate() {
        if duty.points == 0 {
            continue;
        }
        let entries: Vec<_> = score
            .ledger
            .iter()
            .filter(|it| it.requirement == duty.id)
            .collect();
        let open = sheet.weighing(at).any(hegui::score::Judged::is_open);
        let passes = sheet
            .weighing(at)
            .any(|it| it.outcome == hegui::verdict::Outcome::Pass);
        let stands = match (entries.is_empty(), open, passes) {
            (false, false, _) => "broken",
            (_, true, _) => "open",
            (true, false, true) => "kept",
            (true, false, false) => continue,
        };
        if entries.is_empty() {
            let _ = writeln!(text, "| `{}` | {} | {stands} | | |", duty.id, duty.points);
        }
        for it in entries {
            let cause = sheet.causes.iter().position(|cause| *cause == it.cause);
            let by = sheet
                .rules
                .iter()
                .find(|rule| rule.findings().any(|it| Some(it) == cause));
            let code = by.map_or("", |rule| rule.code.as_str());
            let _ = writeln!(
                text,
                "| `{}` | {} | {stands} | {code} | {} |",
                duty.id, duty.points, it.lost
            );
        }
    }
    text + "\n"
}

#[test]
fn the_worked_examples_are_what_the_program_says() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HEGUI_CORPUS").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: no real reports in {}", folder.display());
        return;
    }
    let packs = packs();
    let mut block = BEGIN.to_owned() + "\n";
    for path in texts(&folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let number = name.split('_').next().unwrap();
        if number.parse::<u32>().is_err() {
            continue;
        }
        let audit = audited(&packs, name, &fs::read(&path).unwrap());
        assert!(
            audit.score.grade >= Some(Grade::Fair),
            "{name} is not hopeless: {:?}",
            audit.score.grade
        );
        block += &worked(number, &audit);
    }
    block += END;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/score.md");
    let docs = fs::read_to_string(&path).unwrap();
    let (before, rest) = docs
        .split_once(BEGIN)
        .expect("the document has its examples");
    let (_, after) = rest.split_once(END).expect("the examples end");
    let text = [before, &block, after].concat();
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    } else {
        assert!(docs == text, "run HEGUI_UPDATE=1 cargo test score::");
    }
}
