//! One mistake put into a report without any is one cause, with all findings that it brings.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::fs;

use hegui::audit::{Audit, ChosenBy, Terms, audit};
use hegui::pack::{builtin, load};
use hegui::parse::parse;
use hegui::render::{self, View};
use hegui::source::Source;

/// What is found in a clean report of `year` with the pieces of its text changed: for each cause the codes of
/// its rules, and what its findings say.
fn found(year: &str, changes: &[(&str, &str)]) -> Vec<(Vec<String>, String)> {
    audited(year, changes, |audit| {
        audit.causes.iter().map(|it| told(audit, it)).collect()
    })
}

fn audited<T>(year: &str, changes: &[(&str, &str)], of: impl Fn(&Audit<'_>) -> T) -> T {
    let mut text = fs::read_to_string(format!("tests/reports/{year}-clean.txt")).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    let packs = load(&builtin()).unwrap();
    let id = if year == "2021" {
        "gid-2021"
    } else {
        "gid-2008"
    };
    let pack = packs.iter().find(|it| it.id == id).unwrap();
    let document = parse(Source::new("report.txt", &text));
    let audit = audit(&document, pack, &Terms::of(ChosenBy::Report)).unwrap();
    of(&audit)
}

fn told(audit: &Audit<'_>, cause: &hegui::cause::Cause) -> (Vec<String>, String) {
    let of = |it: &hegui::cause::Finding| {
        let result = audit.results.get(it.result).unwrap();
        let message = &result.verdicts.get(it.verdict).unwrap().message;
        let code = &audit.pack.rules.get(result.rule).unwrap().code;
        (code.clone(), message.clone())
    };
    let (codes, messages): (Vec<_>, Vec<_>) = cause.findings.iter().map(of).unzip();
    (codes, messages.join("\n"))
}

#[track_caller]
fn one(year: &str, changes: &[(&str, &str)], codes: &[&str]) {
    let found = found(year, changes);
    let found: Vec<&[String]> = found.iter().map(|(codes, _)| codes.as_slice()).collect();
    assert_eq!(found, [codes]);
}

const ROW: &str = "二、上年结转政府信息公开申请数量                   17      4      0      0      2      0     23";

#[test]
fn a_blank_that_a_repair_fills_is_told_once() {
    let blank = "二、上年结转政府信息公开申请数量\t\t4\t0\t0\t2\t0\t23";
    one("2021", &[(ROW, blank)], &["GJ01", "GJ03", "TB05.2"]);
    // Among others it is named with its number.
    let blanks = "二、上年结转政府信息公开申请数量\t\t4\t\t0\t2\t0\t23";
    let found = found("2021", &[(ROW, blanks)]);
    let blanks: Vec<&str> = found
        .iter()
        .filter(|(codes, _)| *codes == ["TB05.2"])
        .map(|(_, told)| told.as_str())
        .collect();
    assert_eq!(
        blanks,
        [
            "表三有没填数字的格：“上年结转/自然人”、“上年结转/科研机构”；其中“上年结转/自然人”推算为 17，不是 0"
        ]
    );
}

#[test]
fn a_number_of_the_text_is_wrong_once() {
    for (right, wrong, codes) in [
        ("申请412件", "申请421件", ["CX01", "NA04"]),
        (
            "结转下年度继续办理28件",
            "结转下年度继续办理29件",
            ["NA04", "CX04"],
        ),
    ] {
        let mut codes = codes;
        codes.sort_unstable();
        let found = found("2021", &[(right, wrong)]);
        let mut own: Vec<&str> = found
            .iter()
            .flat_map(|it| &it.0)
            .map(String::as_str)
            .collect();
        own.sort_unstable();
        assert_eq!((found.len(), own.as_slice()), (1, codes.as_slice()));
    }
}

#[test]
fn two_numbers_of_the_text_that_are_wrong_are_two() {
    let both = [("申请412件", "申请421件"), ("上年结转23件", "上年结转32件")];
    assert!(found("2021", &both).len() > 1);
}

#[test]
fn what_the_text_bears_out_is_the_repair_to_suggest() {
    let text = fs::read_to_string("tests/reports/2017-clean.txt").unwrap();
    let right = text
        .lines()
        .position(|it| it.contains("（一）收到申请数"))
        .unwrap();
    let row: Vec<&str> = text.lines().skip(right).take(3).collect();
    let row = row.join("\n");
    let wrong = row.replace("38", "83");
    one("2017", &[(&row, &wrong)], &["CX01", "TJ07.1"]);
}

#[test]
fn a_cause_is_called_by_the_finding_it_is_shown_with() {
    let wrong = [("申请412件", "申请421件")];
    let page = audited("2021", &wrong, |it| render::human(it, &View::plain(100)));
    assert!(
        page.contains("错误 CX01") && page.contains("同一原因：NA04"),
        "{page}"
    );
    assert!(page.contains("扣分      CX01"), "{page}");
}
