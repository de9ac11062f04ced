//! Reports beside other reports: folders, series of years, many organs. The reports are blank ones
//! with sentences of invented organs.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and write files"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hegui::blank::{self, Changes};
use hegui::pack::{self, Pack};
use serde_json::Value;

use crate::program::{Ran, hegui, scratch};

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| pack::load(&pack::builtin()).unwrap());

/// A report of `organ` on `year` with these cells and sentences.
pub(crate) fn report(
    organ: &str,
    year: i32,
    cells: &[(&str, &str)],
    sentences: &[(&str, &str)],
) -> String {
    let pair = |(one, two): &(&str, &str)| ((*one).to_owned(), (*two).to_owned());
    let changes = Changes {
        year,
        organ: organ.to_owned(),
        cells: cells.iter().map(pair).collect(),
        append: sentences.iter().map(pair).collect(),
        ..Changes::default()
    };
    blank::write(pack::choose(&PACKS, year).unwrap(), &changes)
}

/// A folder with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = scratch(name);
    for (file, text) in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn audit(folder: &Path, options: &[&str]) -> Ran {
    let path = folder.to_str().unwrap();
    let mut args = vec!["audit", path];
    args.extend(options);
    hegui(&args)
}

/// The audits of a folder, in their order.
fn audits(folder: &Path) -> Vec<Value> {
    let ran = audit(folder, &["--format", "json", "--fail-on", "never"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// The file's name of an audit.
fn file(audit: &Value) -> &str {
    let name = audit["document"]["name"].as_str().unwrap();
    name.rsplit('/').next().unwrap()
}

#[test]
fn a_folder_is_audited_whole_and_in_order() {
    let water = report("青澜市水务局", 2021, &[], &[]);
    let county = report("白石县人民政府", 2022, &[], &[]);
    let root = folder(
        "series-folder",
        &[
            ("b.txt", &water),
            ("a/2.txt", &county),
            ("a/10.txt", &report("红枫镇人民政府", 2022, &[], &[])),
            ("说明.md", "这里放各单位的年报。\n"),
            ("图.png", "\u{89}PNG\r\n\u{1a}\n\0\0\0\r"),
            (".hidden.txt", "不看。"),
            ("~$b.txt", "不看。"),
        ],
    );
    let names: Vec<String> = audits(&root).iter().map(|it| file(it).to_owned()).collect();
    assert_eq!(names, ["10.txt", "2.txt", "b.txt"]);

    let ran = audit(&root, &["--fail-on", "never"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("说明.md").count(), 1, "{}", ran.err);
    assert_eq!(ran.err.matches("图.png").count(), 1, "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    assert!(!ran.says("不看"), "{}", ran.out);
    let table = ran.out.split("共 3 份报告").nth(1).unwrap();
    for organ in ["青澜市水务局", "白石县人民政府", "红枫镇人民政府"] {
        assert_eq!(table.matches(organ).count(), 1, "{table}");
    }

    // A file that is named as well is not read again, and the same bytes come out every time.
    let named = root.join("b.txt");
    let args = ["audit", root.to_str().unwrap(), named.to_str().unwrap()];
    let ran = hegui(&[&args[..], &["--fail-on", "never"]].concat());
    assert!(ran.out.contains("共 3 份报告"), "{}", ran.out);
    let output = root.join("out.json");
    let options = ["--format", "json", "--output", output.to_str().unwrap()];
    assert_eq!(audit(&root, &options).out, "");
    let written = fs::read_to_string(&output).unwrap();
    fs::remove_file(&output).unwrap();
    assert_eq!(written, audit(&root, &["--format", "json"]).out);
}

#[test]
fn a_folder_without_reports_says_so() {
    let root = folder("series-none", &[("a.txt", "会议通知。\n")]);
    let ran = audit(&root, &[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.says("没有读到一份报告"), "{}", ran.err);
}
