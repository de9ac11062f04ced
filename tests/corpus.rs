//! Real reports, when their folder stands beside the checkout or `HEGUI_CORPUS` names it. Only
//! facts are asserted; none of their text stands here.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may panic, read files it is pointed to, and say that it skips"
)]

use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{BIG5, Encoding, GB18030};
use hegui::audit::{Audit, ChosenBy, Terms, audit};
use hegui::extract;
use hegui::fact::{CellState, Facts};
use hegui::pack::Pack;
use hegui::verdict::Outcome;
use rust_decimal::Decimal;

/// What is true of one report.
struct Truth {
    /// How its file name begins.
    file: &'static str,
    year: i32,
    organ_kind: &'static str,
    chapters: usize,
    /// The forms in it, with the number of cells it uses.
    forms: &'static [(&'static str, usize)],
    failing: &'static [&'static str],
    /// Cells by `form.row.column`.
    figures: &'static [(&'static str, &'static str)],
}

const HONGZE: Truth = Truth {
    file: "huaian-hongze-2024.layout",
    year: 2024,
    organ_kind: "county_government",
    chapters: 6,
    forms: &[("disclosure", 10), ("applications", 161), ("disputes", 15)],
    failing: &["ID12", "ST24", "TB04"],
    figures: &[
        ("applications.received.total", "95"),
        ("applications.closed.granted.total", "50"),
        ("applications.closed.partial.total", "9"),
        ("applications.closed.unavailable.not_held.total", "31"),
        ("disclosure.licences.decided", "9487"),
        ("disclosure.penalties.decided", "2776"),
        ("disclosure.coercion.decided", "84"),
        ("disclosure.fees.amount", "7545"),
        ("disputes.review.upheld", "1"),
        ("disputes.review.corrected", "1"),
        ("disputes.review.other", "0"),
        ("disputes.review.pending", "0"),
        ("disputes.review.total", "2"),
        ("disputes.direct_suit.upheld", "1"),
        ("disputes.direct_suit.corrected", "0"),
        ("disputes.direct_suit.other", "0"),
        ("disputes.direct_suit.pending", "0"),
        ("disputes.direct_suit.total", "1"),
        ("disputes.suit_after_review.upheld", "2"),
        ("disputes.suit_after_review.corrected", "0"),
        ("disputes.suit_after_review.other", "1"),
        ("disputes.suit_after_review.pending", "0"),
        ("disputes.suit_after_review.total", "3"),
    ],
};

const TRUTHS: [Truth; 7] = [
    Truth {
        file: "000_",
        year: 2016,
        organ_kind: "department",
        chapters: 6,
        forms: &[("statistics", 58)],
        failing: &[
            "TJ01.1", "ST02.6", "ST02.2bh", "ID12", "TJ04", "TX04", "TB04", "YR08",
        ],
        figures: &[
            ("statistics.disclosed.count", "5019"),
            ("statistics.channels.gazette.count", "5"),
            ("statistics.channels.website.count", "3050"),
            ("statistics.channels.weibo.count", "130"),
            ("statistics.channels.wechat.count", "1245"),
            ("statistics.channels.other.count", "588"),
            ("statistics.staff.count", "8"),
            ("statistics.staff_by.full_time.count", "3"),
            ("statistics.staff_by.part_time.count", "5"),
            ("statistics.budget.count", "10"),
        ],
    },
    Truth {
        file: "001_",
        year: 2017,
        organ_kind: "department",
        chapters: 7,
        forms: &[],
        failing: &[
            "ST02.3", "ST02.2b", "ST02.6", "ST14", "ID05", "ID12", "TX04", "NA07", "YR03", "TX07.1",
        ],
        figures: &[],
    },
    Truth {
        file: "002_",
        year: 2019,
        organ_kind: "department",
        chapters: 5,
        forms: &[("disclosure", 22), ("applications", 161), ("disputes", 15)],
        failing: &[
            "ST01.6", "TB05.3", "ID05", "ID12", "TX06", "ST23.2", "GJ20", "TB04",
        ],
        figures: &[
            ("applications.received.natural_person", "1"),
            ("applications.received.total", "1"),
            ("applications.closed.unavailable.not_held.total", "1"),
            ("disclosure.procurement.amount", "2.1"),
            ("disputes.review.upheld", ""),
            ("disputes.review.corrected", ""),
            ("disputes.review.other", ""),
            ("disputes.review.pending", ""),
            ("disputes.review.total", ""),
        ],
    },
    Truth {
        file: "003_",
        year: 2021,
        organ_kind: "department",
        chapters: 6,
        forms: &[("disclosure", 10), ("applications", 175), ("disputes", 15)],
        failing: &["ID04", "ID12", "ST16", "NA01", "TX04", "QL08", "TB04"],
        figures: &[("disclosure.licences.decided", "11")],
    },
    Truth {
        file: "004_",
        year: 2017,
        organ_kind: "department",
        chapters: 6,
        forms: &[],
        failing: &["QL03", "ST14", "ST22", "TX01", "TX08", "YR02"],
        figures: &[],
    },
    HONGZE,
    Truth {
        file: "huaian-hongze-2024.raw",
        ..HONGZE
    },
];

/// The folder of real reports, if it is there.
fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HEGUI_CORPUS").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real reports in {}", folder.display());
    None
}

/// Every report that is there, with its text.
fn texts() -> Vec<(&'static Truth, String)> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let text = |truth: &Truth| {
        let is_it = |path: &&PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with(truth.file) && path.extension().is_some_and(|it| it == "txt")
        };
        let path = files.iter().find(is_it).expect("the report is there");
        fs::read_to_string(path).unwrap()
    };
    TRUTHS.iter().map(|truth| (truth, text(truth))).collect()
}

fn packs() -> Vec<Pack> {
    hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load")
}

fn audited<'p>(packs: &'p [Pack], name: &str, bytes: &[u8]) -> Audit<'p> {
    let source = hegui::read::read(name, bytes).expect("the report is text");
    let document = hegui::parse::parse(source);
    let year = extract::year(&document).expect("a report names its year");
    let pack = hegui::pack::choose(packs, year.value).expect("a pack governs the year");
    audit(&document, pack, &Terms::of(ChosenBy::Report)).expect("it is a report")
}

/// The codes of the rules that fail, sorted.
fn failing(audit: &Audit<'_>) -> Vec<String> {
    let mut codes: Vec<String> = audit
        .results
        .iter()
        .filter(|it| it.outcome == Outcome::Fail)
        .map(|it| audit.pack.rules[it.rule].code.clone())
        .collect();
    codes.sort();
    codes
}

/// How every cell of every form was read.
type Cells = Vec<(String, CellState, Option<Decimal>, String)>;

fn cells(facts: &Facts, pack: &Pack) -> Cells {
    let mut cells = Cells::new();
    for (read, form) in facts.forms.iter().zip(&pack.forms) {
        for it in &read.cells {
            let path = format!("{}.{}", form.id, form.path(it.cell));
            cells.push((path, it.state, it.value, it.raw.clone()));
        }
    }
    cells
}

#[test]
fn real_reports_are_read_rightly() {
    let packs = packs();
    let mut wrong = Vec::new();
    for (truth, text) in texts() {
        let audit = audited(&packs, truth.file, text.as_bytes());
        wrong.extend(
            differences(&audit, truth)
                .iter()
                .map(|it| format!("{}: {it}", truth.file)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is read otherwise than it is.
fn differences(audit: &Audit<'_>, truth: &Truth) -> Vec<String> {
    let facts = &audit.facts;
    let mut wrong = Vec::new();
    if facts.year.as_ref().map(|it| it.value) != Some(truth.year) {
        wrong.push(format!("year {:?}", facts.year));
    }
    if facts.organ_kind.as_deref() != Some(truth.organ_kind) {
        wrong.push(format!("kind of organ {:?}", facts.organ_kind));
    }
    let chapters = facts.sections.iter().filter(|it| it.level == 1).count();
    if chapters != truth.chapters {
        wrong.push(format!("{chapters} chapters"));
    }
    let forms: Vec<(&str, usize)> = facts
        .forms
        .iter()
        .filter(|it| it.found)
        .map(|it| (it.form.as_str(), it.cells.len()))
        .collect();
    if forms != truth.forms {
        wrong.push(format!("forms {forms:?}"));
    }
    let mut codes = truth.failing.to_vec();
    codes.sort_unstable();
    if failing(audit) != codes {
        wrong.push(format!("failing {:?}", failing(audit)));
    }
    let cells = cells(facts, audit.pack);
    for (path, state, _, _) in &cells {
        if *state == CellState::Unread {
            wrong.push(format!("{path} is unread"));
        }
    }
    for (path, figure) in truth.figures {
        let cell = cells.iter().find(|it| it.0 == *path);
        let right = cell.is_some_and(|(_, state, value, _)| match figure.parse::<Decimal>() {
            Ok(figure) => *state == CellState::Read && *value == Some(figure),
            Err(_) => *state == CellState::Blank && value.is_none(),
        });
        if !right {
            wrong.push(format!("{path} is read {cell:?}"));
        }
    }
    wrong
}

/// The same report as PDF: the tables over two pages, vertical text, no text of its own.
#[test]
fn a_real_pdf_is_read_as_its_text() {
    let Some(folder) = folder() else {
        return;
    };
    let packs = packs();
    let read = |name: &str| {
        let bytes = fs::read(folder.join(name)).expect("the report is there");
        audited(&packs, name, &bytes)
    };
    let (pdf, text) = (
        read("huaian-hongze-2024.pdf"),
        read("huaian-hongze-2024.layout.txt"),
    );
    let wrong = differences(&pdf, &HONGZE);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let values = |audit: &Audit<'_>| -> Vec<(String, CellState, Option<Decimal>)> {
        let cells = cells(&audit.facts, audit.pack).into_iter();
        cells.map(|it| (it.0, it.1, it.2)).collect()
    };
    assert_eq!(values(&pdf), values(&text));
    let titles = |audit: &Audit<'_>| -> Vec<String> {
        let sections = audit.facts.sections.iter();
        sections.map(|it| it.title.replace(' ', "")).collect()
    };
    assert_eq!(titles(&pdf), titles(&text));
}

#[test]
fn a_table_of_zeros_is_read_as_zeros() {
    let packs = packs();
    for (truth, text) in texts().iter().filter(|(truth, _)| truth.file == "003_") {
        let audit = audited(&packs, truth.file, text.as_bytes());
        let zeros = cells(&audit.facts, audit.pack)
            .iter()
            .filter(|it| it.0.starts_with("applications."))
            .filter(|it| it.1 == CellState::Read && it.2 == Some(Decimal::ZERO))
            .count();
        assert_eq!(zeros, 175);
    }
}

fn utf_16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(bytes)
        .collect()
}

/// The text in `encoding`, without the characters it does not have.
fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let has = |it: &char| !encoding.encode(it.encode_utf8(&mut [0; 4])).2;
    let text: String = text.chars().filter(has).collect();
    let (bytes, _, lost) = encoding.encode(&text);
    assert!(!lost);
    bytes.into_owned()
}

#[test]
fn every_encoding_reads_the_same() {
    let packs = packs();
    let mut wrong = Vec::new();
    for (truth, text) in texts() {
        let plain = audited(&packs, truth.file, text.as_bytes());
        let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
        let mut files = vec![
            ("UTF-8, BOM", format!("\u{feff}{lines}").into_bytes()),
            ("UTF-16LE, BOM", utf_16(&lines, u16::to_le_bytes)),
            ("UTF-16BE, BOM", utf_16(&lines, u16::to_be_bytes)),
            ("GB18030", encoded(&lines, GB18030)),
        ];
        if truth.file == "004_" {
            files.push(("Big5", encoded(&lines, BIG5)));
        }
        for (encoding, bytes) in files {
            let audit = audited(&packs, truth.file, &bytes);
            let same = cells(&audit.facts, audit.pack) == cells(&plain.facts, plain.pack)
                && failing(&audit) == failing(&plain)
                && audit.facts.year.as_ref().map(|it| it.value) == Some(truth.year)
                && audit.facts.sections.len() == plain.facts.sections.len();
            if !same {
                wrong.push(format!("{}: {encoding}", truth.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
