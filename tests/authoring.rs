//! What a pack's author and an office do, end to end: make a pack, check it, test it, try a rule,
//! let findings stand.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::fs;
use std::path::PathBuf;

use hegui::pack::{Fault, Lack};

use crate::program::{Ran, hegui, scratch};

/// A folder of its own for a test, empty.
fn empty(name: &str) -> PathBuf {
    scratch(&format!("authoring/{name}"))
}

/// A new pack called `name` on top of `base`.
fn made(name: &str, base: &str) -> PathBuf {
    let folder = empty(name);
    let ran = hegui(&["pack", "new", folder.to_str().unwrap(), "--extends", base]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    folder
}

#[test]
fn a_new_pack_works_at_once_on_every_base() {
    for base in ["gid-2008", "gid-2019", "gid-2021"] {
        let folder = made(&format!("new-{base}"), base);
        let folder = folder.to_str().unwrap();
        let checked = hegui(&["pack", "check", folder]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        // Nothing is left to say but that the words of the example are to be replaced.
        let about: Vec<&str> = checked.out.lines().skip(1).collect();
        assert_eq!(about.len(), 3, "{}", checked.out);
        let tested = hegui(&["pack", "test", folder]);
        assert_eq!(tested.code, 0, "{}", tested.out);
        assert!(tested.says("4 个符合"), "{}", tested.out);
    }
    let again = hegui(&["pack", "new", empty("new-gid-2021").to_str().unwrap()]);
    assert_eq!(again.code, 0, "{}", again.err);
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let folder = made("taken", "gid-2021");
    let again = hegui(&["pack", "new", folder.to_str().unwrap()]);
    assert_eq!(again.code, 2);
    assert!(again.says("已经有了"), "{}", again.err);
}

#[test]
fn all_faults_come_at_once_for_people_and_for_editors() {
    let folder = made("faulty", "gid-2021");
    let rules = folder.join("extra.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let text = text
        .replacen("severity", "severty", 1)
        .replace("没有找到“", "没有找到{lefft}“");
    fs::write(&rules, text).unwrap();
    let script = folder.join("extra.rhai");
    let text = fs::read_to_string(&script).unwrap();
    fs::write(&script, text.replace("has_heading", "has_headin")).unwrap();

    let folder = folder.to_str().unwrap();
    let people = hegui(&["pack", "check", folder]);
    assert_eq!(people.code, 2);
    for said in ["severty", "lefft", "是不是想写 `has_heading`？"] {
        assert!(people.says(said), "{said}: {}", people.err);
    }
    let editor = hegui(&["pack", "check", folder, "--format", "json"]);
    assert_eq!(editor.code, 2);
    let page: serde_json::Value = serde_json::from_str(&editor.out).unwrap();
    let faults = page["faults"].as_array().unwrap();
    assert!(faults.len() >= 3, "{}", editor.out);
    assert!(
        faults.iter().all(|it| it["line"].is_u64()),
        "{}",
        editor.out
    );
}

#[test]
fn a_case_that_comes_out_otherwise_shows_what_the_officer_would_see() {
    let folder = made("wrong", "gid-2021");
    let script = folder.join("extra.rhai");
    let text = fs::read_to_string(&script).unwrap();
    fs::write(&script, text.replace("300", "1")).unwrap();
    let folder = folder.to_str().unwrap();
    let ran = hegui(&["pack", "test", folder]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for said in ["✗ wrong X02", "应当：fail", "实际：pass", "1 个不符合"] {
        assert!(ran.says(said), "{said}: {}", ran.out);
    }
    let junit = hegui(&["pack", "test", folder, "--format", "junit"]);
    assert!(junit.says("tests=\"4\" failures=\"1\""), "{}", junit.out);
    let json = hegui(&["pack", "test", folder, "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(page["cases"].as_array().unwrap().len(), 4);
}

#[test]
fn a_rule_is_tried_on_a_report_with_every_operand() {
    let folder = made("tried", "gid-2021");
    let report = "tests/reports/2021-clean.txt";
    let ran = hegui(&[
        "pack",
        "try",
        "x02",
        report,
        "--pack",
        folder.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.says("字数 = "), "{}", ran.out);
    assert!(
        ran.says("check.at_least(section.length, 300)"),
        "{}",
        ran.out
    );
    let none = hegui(&["pack", "try", "GJ99", report]);
    assert_eq!(none.code, 2);
}

#[test]
fn the_sample_is_a_report_without_findings_and_the_template_is_not() {
    for year in ["2017", "2020", "2023"] {
        let args = [
            "pack",
            "template",
            "--year",
            year,
            "--organ",
            "岚桥区水务局",
        ];
        let audited = |page: Ran| {
            assert_eq!(page.code, 0, "{}", page.err);
            let file = scratch("template.txt");
            fs::write(&file, &page.out).unwrap();
            let ran = hegui(&["audit", file.to_str().unwrap(), "--fail-on", "warning"]);
            assert!(ran.says("岚桥区水务局"), "{}", ran.out);
            ran
        };
        let sample = audited(hegui(&[&args[..], &["--sample"]].concat()));
        assert_eq!(sample.code, 0, "{}", sample.out);
        // What is not filled in is found, and nothing else is wrong with the form of it.
        let template = audited(hegui(&args));
        assert_eq!(template.code, 1, "{}", template.out);
        assert!(template.says("ST28"), "{}", template.out);
        assert!(!template.says("必须改："), "{}", template.out);
    }
}

/// What an editor is told of `folders`: exit code, and the codes of its faults and remarks.
fn told(folders: &[&str]) -> (i32, Vec<String>) {
    let args = ["pack", "check", "--format", "json"];
    let ran = hegui(&[&args[..], folders].concat());
    let page: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let list = |name: &str| page.get(name).unwrap().as_array().unwrap();
    let codes = list("faults").iter().chain(list("remarks"));
    let codes = codes.map(|it| it.get("code").unwrap().as_str().unwrap().to_owned());
    (ran.code, codes.collect())
}

#[test]
fn every_kind_of_fault_and_remark_is_told_in_two_languages() {
    let every = "tests/faulty/every-fault";
    let others = ["tests/faulty/no-manifest", "tests/faulty/broken-file"];
    let (code, mut faults) = told(&[every]);
    assert_eq!(code, 2);
    faults.extend(told(&others).1);
    for fault in Fault::ALL {
        assert!(
            faults.iter().any(|it| it == fault.code()),
            "no {fault:?} in {faults:?}"
        );
    }
    let remarked = "tests/faulty/every-remark";
    let (code, remarks) = told(&[remarked]);
    assert_eq!(code, 0);
    for lack in Lack::ALL {
        assert!(
            remarks.iter().any(|it| it == lack.code()),
            "no {lack:?} in {remarks:?}"
        );
    }
    for lang in ["zh", "en"] {
        let ran = |folders: &[&str]| hegui(&[&["pack", "check", "--lang", lang], folders].concat());
        let page = [ran(&[every]).err, ran(&others).err, ran(&[remarked]).out].concat();
        insta::assert_snapshot!(format!("every-kind-{lang}"), page);
    }
}

#[test]
fn a_new_rule_begins_with_a_case_that_does_not_come_out() {
    let folder = made("rules", "gid-2021");
    let folder = folder.to_str().unwrap();
    for (id, more) in [("no-training", &[][..]), ("vague-words", &["--script"])] {
        let added = hegui(&[&["pack", "new-rule", folder, id], more].concat());
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let checked = hegui(&["pack", "check", folder]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(checked.says("自己的规则 4 条"), "{}", checked.out);
    let tested = hegui(&["pack", "test", folder]);
    assert_eq!(tested.code, 1, "{}", tested.err);
    let wanted = [
        "X03 no-training",
        "X04 vague-words",
        "8 个用例，6 个符合，2 个不符合",
    ];
    for said in wanted {
        assert!(tested.says(said), "{said}: {}", tested.out);
    }
    for (id, said) in [
        ("no-training", "已经有叫 `no-training` 的规则：X03"),
        ("documents-in-force-too-few", "GJ07，出自 gid-2021"),
        ("No_Training", "例如 no-training"),
        ("缺培训", "规则不能叫"),
    ] {
        let refused = hegui(&["pack", "new-rule", folder, id]);
        assert_eq!(refused.code, 2);
        assert!(refused.says(said), "{said}: {}", refused.err);
    }
    assert!(
        hegui(&["pack", "test", folder]).says("8 个用例"),
        "what is refused changes nothing"
    );
}

#[test]
fn a_new_pack_has_a_form_of_its_own_if_asked() {
    for base in ["gid-2008", "gid-2019", "gid-2021"] {
        let folder = empty(&format!("form-{base}"));
        let folder = folder.to_str().unwrap();
        let ran = hegui(&["pack", "new", folder, "--extends", base, "--form"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(hegui(&["pack", "check", folder]).code, 0);
        let tested = hegui(&["pack", "test", folder]);
        assert!(tested.says("6 个符合，0 个不符合"), "{}", tested.out);
    }
}

#[test]
fn whole_reports_are_tried_and_their_outcomes_written() {
    let folder = made("whole", "gid-2021");
    let tests = folder.join("tests");
    fs::create_dir_all(&tests).unwrap();
    fs::copy("tests/reports/2021-clean.txt", tests.join("clean.txt")).unwrap();
    let folder = folder.to_str().unwrap();
    assert_eq!(hegui(&["pack", "check", folder]).code, 0);
    let before = hegui(&["pack", "test", folder]);
    assert_eq!(before.code, 1);
    assert!(before.says("hegui pack test --update"), "{}", before.out);
    let written = hegui(&["pack", "test", folder, "--update"]);
    assert_eq!(written.code, 0, "{}", written.out);
    assert!(written.says("1 份报告，1 份符合"), "{}", written.out);
    let expected = tests.join("clean.expect.toml");
    let text = fs::read_to_string(&expected).unwrap();
    assert!(text.contains("fail = ["), "{text}");

    // A file that expects otherwise, or of what there is not.
    let more = text.replace("cannot_assess = [", "cannot_assess = [\"X01\", ");
    fs::write(&expected, more).unwrap();
    let wrong = hegui(&["pack", "test", folder]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.says("缺少：X01"), "{}", wrong.out);
    let junit = hegui(&["pack", "test", folder, "--format", "junit"]);
    assert!(junit.says("tests=\"5\" failures=\"1\""), "{}", junit.out);
    fs::write(&expected, "fail = [\"X22\"]\nfial = []\n").unwrap();
    let refused = hegui(&["pack", "test", folder]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.says("X22") && refused.says("`fail`"),
        "{}",
        refused.err
    );
}

#[test]
fn coverage_names_the_lines_of_scripts_that_no_test_comes_to() {
    let folder = made("coverage", "gid-2021");
    let script = folder.join("extra.rhai");
    let text = fs::read_to_string(&script).unwrap();
    let never = "    for place in report.find(\"没有人写的字\") {\n        check.note(\"which\", place.text);\n    }\n}";
    fs::write(&script, text.replace('}', never)).unwrap();
    let folder = folder.to_str().unwrap();
    let ran = hegui(&["pack", "test", folder, "--coverage"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(
        ran.says("extra.rhai:10 没有用例走到：check.note(\"which\", place.text);"),
        "{}",
        ran.out
    );
    assert!(ran.says("脚本 5 行，用例走到 4 行"), "{}", ran.out);
}

#[test]
fn rules_show_where_each_comes_from_and_who_changed_it() {
    let folder = made("precedence", "gid-2021");
    let manifest = folder.join("pack.toml");
    let changes = r#"
[[change]]
rule = "documents-in-force-too-few"
off = true
reason = "另行核对"
[[change]]
rule = "applications-cells-blank"
severity = "error"
reason = "空格一律退回"
[[change]]
rule = "other-heading-missing"
off = true
reason = "另有写法"
"#;
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, [text.as_str(), changes].concat()).unwrap();
    // A rule of its own under the name of an inherited one.
    let rules = folder.join("extra.toml");
    let text = fs::read_to_string(&rules).unwrap();
    let own = text
        .split("id = \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let text = text.replace(own, "other-heading-missing");
    fs::write(&rules, text).unwrap();
    let args = [
        "rules",
        "--year",
        "2023",
        "--pack",
        folder.to_str().unwrap(),
    ];
    let ran = hegui(&args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "后面的管前面的：gid-common",
        "→ gid-2021 → precedence",
        "precedence 改了严重程度）",
        "（other-heading-missing，替换 ",
        "的同名规则）",
        "整条替换：另有写法（precedence 改 ",
        "documents-in-force-too-few  停用：另行核对（precedence 改 ",
    ] {
        assert!(ran.says(said), "{said}: {}", ran.out);
    }
    let listed = ran.out.split("改动的规则").next().unwrap();
    assert!(!listed.contains("documents-in-force-too-few"), "{listed}");
    let english = hegui(&[&args[..], &["--lang", "en"]].concat());
    for said in [
        "in place of that of",
        "precedence: severity changed",
        "switched off",
    ] {
        assert!(english.says(said), "{said}: {}", english.out);
    }
}
