//! Reports as files of other formats: what is read of each against what is read of its text, and
//! files that are damaged or made to do damage.
//!
//! `tests/files/generate.py` and `print.py` made the files from the reports in `tests/reports`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_collect,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may panic, read its cases and say what it skips"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::audit::{ChosenBy, Terms, audit};
use hegui::fact::{CellFact, CellState, Facts};
use hegui::pack::{self, Pack};
use hegui::read::read;
use hegui::source::{Part, Source};
use hegui::{extract, parse};

mod comments;
mod mutated;
mod old;
mod open;
mod packages;
mod pages;
mod prints;
mod rich;

/// What is known to be read otherwise than from the text: take a line away when it is mended.
const KNOWN: [&str; 0] = [];

/// Rules about what the files were made without: the signs of changes, and what heads a table.
const UNPRINTED: [&str; 3] = ["GJ20", "TB12.1", "TB12.2"];
/// Rules that judge numbered headings only.
const NUMBERED: [&str; 2] = ["ST17", "ST23"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn packs() -> Vec<Pack> {
    pack::load(&pack::builtin()).expect("the built-in packs load")
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_str().unwrap();
    read(name, &fs::read(path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

struct Read {
    facts: std::sync::Arc<Facts>,
    /// The outcome of each rule.
    outcomes: Vec<(String, String)>,
}

fn report(packs: &[Pack], source: Source) -> Read {
    let document = parse::parse(source);
    let year = extract::year(&document).expect("a report names its year");
    let pack = pack::choose(packs, year.value).expect("a pack governs the year");
    let audit = audit(&document, pack, &Terms::of(ChosenBy::Report)).expect("it is a report");
    let outcomes = audit
        .results
        .iter()
        .map(|it| {
            (
                pack.rules[it.rule].code.clone(),
                format!("{:?}", it.outcome),
            )
        })
        .collect();
    Read {
        facts: audit.facts,
        outcomes,
    }
}

/// How many cells of a format are read as from the text.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    unread: usize,
}

#[test]
fn a_file_reads_as_its_text() {
    let wrong = differences(&root().join("files"));
    assert_eq!(wrong, KNOWN, "{}", wrong.join("\n"));
}

/// `HEGUI_FILES=folder cargo test other_files -- --ignored --nocapture` compares the files of a folder,
/// named as those in `tests/files`.
#[test]
#[ignore = "asks for files that are not kept"]
fn other_files_read_as_their_text() {
    let folder = std::env::var_os("HEGUI_FILES").expect("HEGUI_FILES names a folder");
    let wrong = differences(Path::new(&folder));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the files of `folder` say otherwise than their texts.
fn differences(folder: &Path) -> Vec<String> {
    let packs = packs();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let kinds = ["docx", "odt", "rtf", "html", "htm", "pdf"];
            path.extension()
                .is_some_and(|it| kinds.iter().any(|kind| *kind == it))
                && !path.ends_with("locked.owner.pdf")
                && !path.ends_with("locked.password.pdf")
        })
        .collect();
    paths.sort();
    let mut wrong = Vec::new();
    let mut table: BTreeMap<String, Count> = BTreeMap::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (report_name, kind) = name.split_once('.').unwrap();
        let text = report(
            &packs,
            source(&root().join("reports").join(format!("{report_name}.txt"))),
        );
        let file = report(&packs, source(&path));
        let count = table.entry(kind.to_owned()).or_default();
        let differ = compare(&text, &file, count);
        wrong.extend(differ.iter().map(|it| format!("{name}: {it}")));
    }
    for (kind, count) in &table {
        let Count {
            right,
            wrong,
            unread,
        } = count;
        println!("{kind:20} right {right:5}  wrong {wrong:3}  unread {unread:3}");
    }
    wrong
}

fn compare(text: &Read, file: &Read, count: &mut Count) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut same = |what: &str, text: String, file: String| {
        if text != file {
            wrong.push(format!("{what}: {file}, in the text {text}"));
        }
    };
    let (a, b) = (&text.facts, &file.facts);
    let title = |it: &Facts| format!("{:?}", it.title.as_ref().map(|it| it.value.clone()));
    let organ = |it: &Facts| format!("{:?}", it.organ.as_ref().map(|it| it.value.clone()));
    let year = |it: &Facts| format!("{:?}", it.year.as_ref().map(|it| it.value));
    let period = |it: &Facts| format!("{:?}", it.period.as_ref().map(|it| it.value));
    let published = |it: &Facts| format!("{:?}", it.published.as_ref().map(|it| it.value));
    // LibreOffice's HTML does not say how its headings were numbered, nor so which is above which.
    let lost = b.source.name().ends_with(".libreoffice.html");
    let sections = |it: &Facts| {
        let mark = |it: char| lost || " 、.（）()".contains(it);
        let of = |number: &Option<String>| number.clone().unwrap_or_default().replace(mark, "");
        let sections = it.sections.iter();
        let shown = sections.map(|it| {
            let level = if lost { 0 } else { it.level };
            format!("{level} {} {}", of(&it.number), it.title)
        });
        shown.collect::<Vec<_>>().join(" / ")
    };
    // A page shows on one line what the text has on two.
    if !title(b).contains(title(a).trim_start_matches("Some(\"")) {
        same("title", title(a), title(b));
    }
    same("organ", organ(a), organ(b));
    same("year", year(a), year(b));
    same("period", period(a), period(b));
    same("published", published(a), published(b));
    same("sections", sections(a), sections(b));
    for (text, file) in text.outcomes.iter().zip(&file.outcomes) {
        let by_number = lost && NUMBERED.iter().any(|it| text.0.starts_with(it));
        if !UNPRINTED.contains(&text.0.as_str()) && !by_number {
            same(&text.0, text.1.clone(), file.1.clone());
        }
    }
    for (text, file) in a.forms.iter().zip(&b.forms) {
        same(&text.form, text.found.to_string(), file.found.to_string());
        for cell in &text.cells {
            let other = file.cells.iter().find(|it| it.cell == cell.cell);
            let shown = |it: Option<&CellFact>| {
                it.map(|it| format!("{:?} {:?} {}", it.state, it.value, it.cell.block))
            };
            if shown(Some(cell)) == shown(other) {
                count.right += 1;
                continue;
            }
            if other.is_none_or(|it| it.state == CellState::Unread) {
                count.unread += 1;
            } else {
                count.wrong += 1;
            }
            let at = format!(
                "{} row {} column {}",
                text.form, cell.cell.row, cell.cell.column
            );
            let show = |it: Option<&CellFact>| {
                it.map_or("none".to_owned(), |it| {
                    format!("{:?} {:?}", it.state, it.raw)
                })
            };
            same(&at, show(Some(cell)), show(other));
        }
    }
    wrong
}

#[test]
fn what_is_not_printed_is_not_read() {
    let of = |name: &str| source(&root().join("files").join(name));
    for name in [
        "2021-flawed.docx",
        "2019-flawed.outline.odt",
        "2017-flawed.libreoffice.odt",
        "2021-flawed.word.rtf",
        "2017-flawed.word.rtf",
    ] {
        for hidden in [
            "已删除的",
            "隐藏的",
            "PAGE",
            "页眉",
            "内部资料",
            "批注",
            "目录 ",
            "旧年报",
        ] {
            assert!(!of(name).text().contains(hidden), "{name}: {hidden}");
        }
    }
    let source = of("2019-flawed.outline.odt");
    let note = source.text().find("脚注里的话。").unwrap();
    assert_eq!(source.place_of(note).unwrap().to_string(), "脚注 1");
    let source = of("2021-flawed.word.rtf");
    let note = source.text().find("脚注里的话。").unwrap();
    assert_eq!(source.place_of(note).unwrap().to_string(), "脚注 1");
    assert_eq!(source.text().matches("文本框里的话。").count(), 1);
    let source = of("2021-flawed.docx");
    assert_eq!(source.text().matches("文本框里的话。").count(), 1);
    assert!(source.text().contains("插入的话保留。"));
}

#[test]
fn a_place_is_the_one_the_user_sees() {
    let source = source(&root().join("files/2021-clean.docx"));
    let at = |needle: &str| {
        source
            .place_of(source.text().find(needle).unwrap())
            .unwrap()
    };
    assert_eq!(at("一、总体情况").to_string(), "第 4 段");
    assert_eq!(at("412\n").to_string(), "第 2 个表格第 4 行『总计』列");
    assert_eq!(
        at("412\n").part,
        Part::Cell {
            table: 2,
            row: 4,
            column: 10,
            header: Some("总计".to_owned())
        }
    );
    assert_eq!(at("38641.25").to_string(), "第 1 个表格第 14 行第 2 列");
}

/// The official blank form, when the corpus stands beside the checkout: every cell is there and blank.
#[test]
fn a_blank_form_has_blank_cells() {
    let corpus = std::env::var_os("HEGUI_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    let path = corpus.join("blank-form-2021-template.docx");
    if !path.is_file() {
        println!("skipped: no {}", path.display());
        return;
    }
    let document = parse::parse(source(&path));
    let packs = packs();
    let pack = pack::choose(&packs, 2021).unwrap();
    let facts = extract::extract(&document, pack);
    for form in &facts.forms {
        assert!(form.found, "{} is not found", form.form);
        let filled: Vec<&CellFact> = form
            .cells
            .iter()
            .filter(|it| !matches!(it.state, CellState::Blank | CellState::Absent))
            .collect();
        let blank = form
            .cells
            .iter()
            .filter(|it| it.state == CellState::Blank)
            .count();
        println!("{}: {blank} blank", form.form);
        assert!(filled.is_empty(), "{}: {filled:#?}", form.form);
        assert!(blank >= 9, "{}: {blank}", form.form);
    }
}
