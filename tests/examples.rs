//! The packs in `examples/` end to end, by the program: they load, their cases come out right, and
//! reports are judged by them.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::program::{hegui, scratch};

const PACKS: [&str; 2] = ["examples/packs/website-2017", "examples/packs/yunling"];

/// The audit of `report` by the pack in `folder`: exit code, the JSON, and the codes by outcome.
fn audited(report: &str, folder: &str, more: &[&str]) -> (i32, serde_json::Value) {
    let args = ["audit", report, "--pack", folder, "--format", "json"];
    let ran = hegui(&[&args[..], more].concat());
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

fn codes(audit: &serde_json::Value, outcome: &str) -> BTreeSet<String> {
    let results = audit["results"].as_array().unwrap().iter();
    results
        .filter(|it| it["outcome"] == outcome)
        .map(|it| it["code"].as_str().unwrap().to_owned())
        .collect()
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn the_packs_load_without_remarks_and_their_cases_come_out_right() {
    for folder in PACKS {
        let checked = hegui(&["pack", "check", folder]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        assert_eq!(checked.out.lines().count(), 1, "{}", checked.out);
        let tested = hegui(&["pack", "test", folder]);
        assert_eq!(tested.code, 0, "{}", tested.out);
        assert!(tested.says("，0 个不符合"), "{}", tested.out);
    }
}

#[test]
fn another_kind_of_report_is_judged_by_its_own_pack() {
    let [website, _] = PACKS;
    let (code, audit) = audited("examples/reports/website-clean.txt", website, &[]);
    assert_eq!(code, 0);
    assert_eq!(audit["packs"][0]["id"], "website-2017");
    assert_eq!(codes(&audit, "pass").len(), 28, "{audit:#}");

    let report = "examples/reports/website-flawed.txt";
    let facts = hegui(&["facts", report, "--pack", website]);
    assert!(
        facts.says("政府网站标识码［code］：530888001"),
        "{}",
        facts.out
    );
    let (code, audit) = audited(report, website, &[]);
    assert_eq!(code, 1);
    let wanted = ["WZ01", "WZ02", "WZ06", "WZ22.2", "WZ23.6", "WZ24", "WZ27"];
    assert_eq!(codes(&audit, "fail"), set(&wanted));
    assert_eq!(codes(&audit, "cannot_assess"), set(&["WZ09", "WZ21"]));
}

#[test]
fn the_title_tells_which_of_several_packs_judges() {
    let [website, _] = PACKS;
    let (code, audit) = audited("tests/reports/2021-clean.txt", website, &[]);
    assert_eq!(
        (code, audit["packs"][0]["id"].as_str()),
        (0, Some("gid-2021"))
    );
    let page = hegui(&["pack", "template", "--pack", website, "--year", "2023"]);
    assert!(page.says("政府网站工作年度报表"), "{}", page.out);
    let rules = hegui(&["rules", "--pack", website]);
    assert!(rules.out.starts_with("website-2017"), "{}", rules.out);
}

#[test]
fn a_province_adds_its_duties_and_lets_findings_stand() {
    let [_, yunling] = PACKS;
    let report = "examples/reports/yunling.txt";
    let (code, audit) = audited(report, yunling, &[]);
    assert_eq!(code, 1);
    assert_eq!(codes(&audit, "fail"), set(&["YL01", "YL02", "YL04"]));
    let waivers = "examples/waivers/yunling.toml";
    let day = ["--waivers", waivers, "--as-of", "2024-01-20"];
    let (code, audit) = audited(report, yunling, &day);
    assert_eq!(code, 0);
    assert_eq!(codes(&audit, "fail"), set(&["YL02"]));
    let used = audit["waivers"].as_array().unwrap();
    assert!(used.iter().all(|it| it["findings"] == 1), "{used:?}");
}

#[test]
fn a_manual_shows_each_rule_with_what_the_officer_sees() {
    for pack in [PACKS[0], PACKS[1], "gid-2008"] {
        let text = hegui(&["pack", "docs", pack]);
        assert_eq!(text.code, 0, "{}", text.err);
        for said in ["## 要求和检查", "不通过的例子", "通过的例子", "改法："] {
            assert!(text.says(said), "{pack}: {said}");
        }
        assert!(!text.says("{{") && !text.says("{%"), "{pack}");
    }
    let file = scratch("manual.html");
    let name = file.to_str().unwrap();
    let ran = hegui(&[
        "pack", "docs", PACKS[1], "--format", "html", "--output", name,
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("id=\"training-not-reported\""));
    assert!(!page.contains("src=") && !page.contains("http://"));
    assert_eq!(hegui(&["pack", "docs", "gid-2022"]).code, 2);
}

#[test]
fn the_manual_of_a_rule_reads_well() {
    let text = hegui(&["pack", "docs", PACKS[0]]).out;
    let (_, page) = text.split_once("<a id=\"visitors-above-visits\">").unwrap();
    let (page, _) = page.split_once("<a id=").unwrap();
    insta::assert_snapshot!(page);
}

#[test]
fn what_differs_between_two_packs_is_told_rule_by_rule() {
    let overlay = hegui(&["pack", "diff", "gid-2021", PACKS[1]]);
    assert_eq!(overlay.code, 0, "{}", overlay.err);
    // Other rules of the base come and go; what the overlay does to it stays.
    for said in [
        "规则：新增 4，删去 1，",
        "- GJ07 现行有效件数过少（documents-in-force-too-few）",
        "~ TB05.2 表三有空格（applications-cells-blank）\n    severity  - warning\n              + error",
        "+ YL01 总体情况没有写业务培训（training-not-reported）",
        "要求：新增 4，删去 0，改动 0",
    ] {
        assert!(overlay.says(said), "{said}: {}", overlay.out);
    }
    let none = hegui(&["pack", "diff", "gid-2021", "gid-2021"]);
    assert!(none.says("没有不同"), "{}", none.out);
    let versions = hegui(&["pack", "diff", "gid-2019", "gid-2021"]);
    assert!(versions.says("规则：新增"), "{}", versions.out);
}

#[test]
fn a_misspelt_field_is_refused_where_it_stands() {
    let folder = scratch("fields/website-2017");
    fs::create_dir_all(folder.join("forms")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(PACKS[0]);
    for name in [
        "pack.toml",
        "requirements.toml",
        "completeness.toml",
        "completeness.rhai",
        "numbers.toml",
        "numbers.rhai",
        "forms/annual.toml",
        "blank.txt",
    ] {
        let text = fs::read_to_string(from.join(name)).unwrap();
        let text = text
            .replace("organ_field = \"sponsor\"", "organ_field = \"sponser\"")
            .replace("report.field(\"icp\")", "report.field(\"ipc\")");
        fs::write(folder.join(name), text).unwrap();
    }
    let ran = hegui(&["pack", "check", folder.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    for said in [
        "有 2 处错误",
        "是不是想写 `sponsor`？",
        "是不是想写 `icp`？",
    ] {
        assert!(ran.says(said), "{said}: {}", ran.err);
    }
}

#[test]
fn the_repository_of_rules_stands_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules-repository");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(readme.contains("```sh\ncargo test\n```"), "{readme}");
    // It is a workspace of its own, with one package and the path to the library; `tests/main.rs` runs its test.
    let described = std::process::Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--no-deps",
            "--format-version",
            "1",
        ])
        .current_dir(&folder)
        .output()
        .unwrap();
    let page: serde_json::Value = serde_json::from_slice(&described.stdout).unwrap();
    let root = page["workspace_root"].as_str().unwrap();
    assert!(root.ends_with("rules-repository"), "{root}");
    let dependencies = page["packages"][0]["dependencies"].as_array().unwrap();
    let library = dependencies
        .iter()
        .find(|it| it["name"] == "hegui")
        .unwrap();
    let path = Path::new(library["path"].as_str().unwrap());
    assert_eq!(path, Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(folder.join("tests/pack.rs").is_file());
}
