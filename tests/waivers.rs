//! Waivers: what they let stand stays in sight, and one that is out of date, of no use or too broad is
//! a finding itself wherever findings are told.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::fs;

use serde_json::Value;

use crate::program::{Ran, hegui, scratch};

const REPORT: &str = "tests/reports/2021-flawed.txt";
const WAIVERS: &str = "tests/waivers/2021-flawed.toml";

fn audit(waivers: &str, more: &[&str]) -> Ran {
    let args = ["audit", REPORT, "--waivers", waivers];
    hegui(&[&args[..], &["--as-of", "2023-02-01"], more].concat())
}

fn json(waivers: &str) -> Value {
    serde_json::from_str(&audit(waivers, &["--format", "json"]).out).unwrap()
}

/// A list of one waiver of `rule`, which is for the report; with `more` lines.
fn list(name: &str, rule: &str, more: &str) -> String {
    let file = scratch(name);
    let text = format!(
        "[[waiver]]\nrule = \"{rule}\"\norgan = \"岚桥区卫生健康局\"\nyear = 2022\n\
         reason = \"口径调整\"\nby = \"岚桥区人民政府办公室\"\n{more}"
    );
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn what_is_waived_stays_in_sight_and_a_wrong_waiver_is_a_finding() {
    let ran = audit(WAIVERS, &[]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for said in [
        "已豁免 2 项",
        "豁免清单应当改 2 处",
        "警告 HM01 waiver-expired",
        "对 GJ02 的豁免到 2022-06-30 为止",
        "[tests/waivers/2021-flawed.toml:22:9]",
        "警告 HM02 waiver-too-broad",
        "[tests/waivers/2021-flawed.toml:12:8]",
        "错误 GJ02",
    ] {
        assert!(ran.says(said), "{said}: {}", ran.out);
    }
    assert!(!ran.says("与本报告无关"), "{}", ran.out);
    assert!(ran.says(":25（青澜市水务局 2022）"), "{}", ran.err);
    let english = audit(WAIVERS, &["--lang", "en"]);
    for said in [
        "warning HM01 waiver-expired",
        "the waiver of GJ02 held until 2022-06-30",
        "help: write `organ` and `year`",
        "warnings on the list",
    ] {
        assert!(english.says(said), "{said}: {}", english.out);
    }
    let page = json(WAIVERS);
    let waivers = page["waivers"].as_array().unwrap();
    let used: Vec<(u64, Option<&str>, Option<u64>)> = waivers
        .iter()
        .map(|it| {
            let fault = &it["fault"];
            let findings = it["findings"].as_u64().unwrap();
            (findings, fault["code"].as_str(), fault["line"].as_u64())
        })
        .collect();
    let expected = [
        (1, None, None),
        (1, Some("HM02"), Some(12)),
        (0, Some("HM01"), Some(22)),
    ];
    assert_eq!(used, expected);
}

/// It is told on the page and in the comments too.
#[test]
fn a_wrong_waiver_is_told_in_every_format() {
    let html = audit(WAIVERS, &["--format", "html"]).out;
    for said in ["HM01 waiver-expired", "2021-flawed.toml 第 22 行"] {
        assert!(html.contains(said), "{said}");
    }
    let copy = scratch("waived.docx");
    let (report, copy) = ("tests/files/2021-flawed.docx", copy.to_str().unwrap());
    let args = ["audit", report, "--format", "docx", "--output", copy];
    let ran = hegui(&[&args[..], &["--waivers", WAIVERS, "--as-of", "2023-02-01"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let bytes = fs::read(copy).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let comments = zip.by_name("word/comments.xml").unwrap();
    let comments = std::io::read_to_string(comments).unwrap();
    assert!(comments.contains("【应当改】HM01"), "{comments}");
}

/// It is a warning: with `--fail-on warning` it counts, and no points are at stake.
#[test]
fn a_wrong_waiver_ends_the_program_as_a_warning_and_costs_nothing() {
    let clean = "tests/reports/2021-clean.txt";
    let waivers = scratch("broad.toml");
    let text = "[[waiver]]\nrule = \"GJ01\"\nreason = \"口径\"\nby = \"市政府办\"\n";
    fs::write(&waivers, text).unwrap();
    let waivers = ["--waivers", waivers.to_str().unwrap()];
    let code = |more: &[&str]| hegui(&[&["audit", clean], more].concat()).code;
    let least = ["--fail-on", "warning"];
    assert_eq!(code(&least), 0);
    assert_eq!(code(&[&waivers[..], &least].concat()), 1);
    assert_eq!(code(&waivers), 0);
    let score = |more: &[&str]| {
        let json = hegui(&[&["audit", clean, "--format", "json"], more].concat()).out;
        serde_json::from_str::<Value>(&json).unwrap()["score"].clone()
    };
    assert_eq!(score(&[]), score(&waivers));
}

#[test]
fn a_waiver_that_nothing_needs_is_of_no_use() {
    let unused = list("unused.toml", "GJ01", "");
    let ran = audit(&unused, &[]);
    assert!(ran.says("警告 HM03 waiver-unused"), "{}", ran.out);
    let used = &json(&unused)["waivers"][0];
    let fault = (&used["findings"], &used["fault"]["code"]);
    assert_eq!(fault, (&0.into(), &"HM03".into()));
}

/// An instance is named by its id or by what it is called; of another name those that fail are told.
#[test]
fn an_instance_is_one_that_fails() {
    for name in ["direct_suit", "未经复议直接起诉"] {
        let waivers = list("instance.toml", "gj04", &format!("instance = \"{name}\"\n"));
        assert_eq!(json(&waivers)["waivers"][0]["findings"], 1, "{name}");
    }
    let waivers = list("instance.toml", "GJ04", "instance = \"总计\"\n");
    let ran = audit(&waivers, &[]);
    let said = "没有 `总计` 这一处；这条规则不通过的是：direct_suit";
    assert!(ran.says(said), "{}", ran.out);
}

#[test]
fn a_misspelt_waiver_is_refused() {
    for (name, old, new, cure) in [
        ("field.toml", "reason", "resaon", "`reason`"),
        ("rule.toml", "GJ01", "GJ0I", "`GJ01`"),
    ] {
        let file = list(name, "GJ01", "");
        let text = fs::read_to_string(&file).unwrap().replace(old, new);
        fs::write(&file, text).unwrap();
        let ran = audit(&file, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        for said in ["豁免清单有 1 处错误", new, cure] {
            assert!(ran.says(said), "{said}: {}", ran.err);
        }
    }
}

#[test]
fn what_is_wrong_with_a_waiver_can_be_looked_up() {
    for name in ["HM01", "hm02", "waiver-unused"] {
        let ran = hegui(&["explain", name]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.says("豁免清单，不是报告"), "{}", ran.out);
    }
}
