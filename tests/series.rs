//! Reports beside other reports: folders, series of years, many organs. The reports are blank ones
//! with sentences of invented organs.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
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
    let again = root.join("b.txt");
    let args = ["audit", root.to_str().unwrap(), again.to_str().unwrap()];
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

#[test]
fn what_was_not_read_stands_in_the_table() {
    let good = report("青澜市水务局", 2021, &[], &[]);
    let bare = good.replace("2021", "××××").replace("2022", "××××");
    let files = [
        ("好.txt", good.as_str()),
        ("坏.docx", "PK\u{3}\u{4}broken"),
        ("空.txt", ""),
        ("何年.txt", &bare),
        ("通知.txt", "会议通知。\n"),
    ];
    let root = folder("series-left", &files);
    let ran = audit(&root, &["--fail-on", "never"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let table = ran.out.split("没有读成，没有审查：3 份").nth(1).unwrap();
    let (unread, others) = table.split_once("不是报告，没有审查：1 份").unwrap();
    for (file, why) in [("坏", "打不开"), ("空", "空文件"), ("何年", "--year")] {
        assert!(unread.contains(file) && unread.contains(why), "{unread}");
    }
    assert!(others.contains("通知.txt："), "{others}");
    let ran = audit(&root, &["--format", "csv", "--fail-on", "never"]);
    let rows: Vec<&str> = ran.out.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 6, "{}", ran.out);
    assert!(rows[0].starts_with("文件,机关,年度,"), "{}", ran.out);
    assert!(
        rows[1].contains("好.txt,青澜市水务局,2021,gid-2021,已审查,"),
        "{}",
        rows[1]
    );
    assert!(rows[5].contains("通知.txt,,,,不是报告,"), "{}", rows[5]);

    // The facts of all that was read, each row with its report.
    let ran = hegui(&["facts", root.to_str().unwrap(), "--format", "csv"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.out.starts_with("file,organ,year,form,"), "{}", ran.out);
    assert_eq!(ran.out.matches("file,organ").count(), 1);
    let ran = hegui(&["facts", root.to_str().unwrap(), "--format", "json"]);
    let facts: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(facts.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_report_judged_by_another_year_says_so() {
    let name = folder(
        "series-year",
        &[("b.txt", &report("青澜市水务局", 2021, &[], &[]))],
    );
    let name = name.join("b.txt");
    let args = [
        "audit",
        name.to_str().unwrap(),
        "--fail-on",
        "never",
        "--year",
    ];
    let ran = hegui(&[&args[..], &["2017"]].concat());
    assert!(ran.says("报告自己写的是 2021 年度"), "{}", ran.out);
    let ran = hegui(&[&args[..], &["2017", "--format", "json"]].concat());
    let audit: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(audit["packs"][0]["foreign_year"], 2021);
    let ran = hegui(&[&args[..], &["2023"]].concat());
    assert!(!ran.says("报告自己写的是"), "{}", ran.out);
}

const OLD: &str = "我县今后要改的，是各站所送来的图表口径不一，编辑逐项返工。准备印发统一的填报样张，由县里的信息员逐站讲解，并在每季度末抽查二十份。窗口对哪些图纸可以公开拿不准，拟按类别定出清单。";
const NEW: &str = "去年定下的样张已经用上。现在的难处是乡里老人不会用网上检索，打印的目录又常常过期。明年在每个村的议事亭放一本活页目录，由联络员每月换页，并教会两名村民帮人查找。";

/// What rule `code` came to in an audit, and the reason or the first message.
fn outcome(audit: &Value, code: &str) -> (String, String) {
    let results = audit["results"].as_array().unwrap();
    let result = results.iter().find(|it| it["code"] == code).unwrap();
    let said = result["reason"].as_str();
    let said = said.or_else(|| result["verdicts"][0]["message"].as_str());
    let outcome = result["outcome"].as_str().unwrap();
    (outcome.to_owned(), said.unwrap_or_default().to_owned())
}

/// An audit of the folder by its file.
fn of<'a>(audits: &'a [Value], name: &str) -> &'a Value {
    audits.iter().find(|it| file(it) == name).unwrap()
}

const OUT: [(&str, &str); 4] = [
    ("applications.received.natural_person", "30"),
    ("applications.received.total", "30"),
    ("applications.carried_out.natural_person", "30"),
    ("applications.carried_out.total", "30"),
];

#[test]
fn a_series_is_compared_year_by_year_and_never_over_a_gap() {
    let organ = "松岭县人民政府";
    let problems = |text| [("problems", text)];
    let grown = "全年共收到政府信息公开申请12件，较上年增长20%。";
    let in_12 = [
        ("applications.received.natural_person", "12"),
        ("applications.received.total", "12"),
    ];
    let root = folder(
        "series-years",
        &[
            ("2018.txt", &report(organ, 2018, &[], &problems(OLD))),
            ("2019.txt", &report(organ, 2019, &OUT, &problems(OLD))),
            ("2020.txt", &report(organ, 2020, &[], &problems(NEW))),
            ("2021.txt", &report(organ, 2021, &OUT, &problems(NEW))),
            (
                "2022.txt",
                &report(
                    organ,
                    2022,
                    &in_12,
                    &[("overview", grown), ("problems", OLD)],
                ),
            ),
            ("2024.txt", &report(organ, 2024, &[], &problems(OLD))),
        ],
    );
    let audits = audits(&root);
    let came = |name: &str, code: &str| outcome(of(&audits, name), code);

    // The oldest has none before it.
    assert_eq!(came("2018.txt", "XY05.1").1, "需要上一年的报告");
    // A new layout: the wording is compared, cells that are not in both are not.
    let (what, why) = came("2019.txt", "XY05.1");
    assert_eq!(what, "fail", "{why}");
    assert!(why.contains("样张"), "{why}");
    let (what, why) = came("2019.txt", "XY01");
    assert_eq!(what, "not_applicable");
    assert!(why.contains("格式不同"), "{why}");
    // The same layout: 30 carried out, none carried in.
    assert_eq!(came("2020.txt", "XY01").0, "fail");
    assert_eq!(came("2020.txt", "XY05.1").0, "pass");
    assert_eq!(came("2020.txt", "XY07.2").0, "fail");
    // The next layout has table 3 alike.
    assert_eq!(came("2021.txt", "XY01").0, "pass");
    assert_eq!(came("2021.txt", "XY05.1").0, "fail");
    // 12 of 30 is no growth.
    let (what, why) = came("2022.txt", "XY04");
    assert_eq!(what, "fail", "{why}");
    assert!(why.contains("-60%"), "{why}");
    assert_eq!(came("2022.txt", "XY05.1").0, "pass");
    // 2023 is not there, and 2022 does not stand in for it.
    for code in ["XY01", "XY02", "XY05.1"] {
        let (what, why) = came("2024.txt", code);
        assert_eq!(what, "not_applicable", "{code}");
        assert!(why.contains("需要 2023 年度的报告"), "{why}");
        assert!(why.contains("2022 年度"), "{why}");
    }
    let before = &of(&audits, "2022.txt")["compared"]["before"];
    assert_eq!(before["year"], 2021);
    assert!(of(&audits, "2024.txt").get("compared").is_none());
}

#[test]
fn two_reports_of_one_year_are_not_compared() {
    let organ = "松岭县人民政府";
    let root = folder(
        "series-doubles",
        &[
            ("a.txt", &report(organ, 2021, &OUT, &[("problems", OLD)])),
            ("b.txt", &report(organ, 2021, &[], &[("problems", OLD)])),
            ("c.txt", &report(organ, 2022, &[], &[("problems", OLD)])),
            (
                "d.txt",
                &report("松岭县人民政府（本级）", 2022, &[], &[("problems", OLD)]),
            ),
        ],
    );
    let ran = audit(&root, &["--fail-on", "never"]);
    let (one, two) = (root.join("a.txt"), root.join("b.txt"));
    let names = format!("`{}`、`{}`", one.display(), two.display());
    assert_eq!(ran.err.matches(&names).count(), 1, "{}", ran.err);
    let audits = audits(&root);
    let (what, why) = outcome(of(&audits, "c.txt"), "XY01");
    assert_eq!(
        (what.as_str(), why.contains("有 2 份")),
        ("not_applicable", true)
    );
    // A name that is nearly the same is neither taken for the organ nor for another.
    let (what, why) = outcome(of(&audits, "d.txt"), "XY05.1");
    assert_eq!(what, "not_applicable");
    assert!(why.contains("没有当作同一机关"), "{why}");
    for name in ["a.txt", "c.txt", "d.txt"] {
        assert_eq!(outcome(of(&audits, name), "XY06.1").0, "not_applicable");
    }
}

#[test]
fn of_three_organs_the_two_that_copied_are_named() {
    let mine = |organ: &str| format!("{organ}{}", OLD.replace("我县", "").replace("县里", "本级"));
    let water = mine("青澜市水务局");
    let roads = mine("青澜市交通运输局");
    let root = folder(
        "series-cohort",
        &[
            (
                "水务.txt",
                &report("青澜市水务局", 2023, &[], &[("problems", &water)]),
            ),
            (
                "交通.txt",
                &report("青澜市交通运输局", 2023, &[], &[("problems", &roads)]),
            ),
            (
                "林业.txt",
                &report("青澜市林业局", 2023, &[], &[("problems", NEW)]),
            ),
            (
                "往年.txt",
                &report("青澜市林业局", 2021, &[], &[("problems", &water)]),
            ),
        ],
    );
    let audits = audits(&root);
    for (name, other) in [
        ("水务.txt", "青澜市交通运输局"),
        ("交通.txt", "青澜市水务局"),
    ] {
        let (what, why) = outcome(of(&audits, name), "XY06.1");
        assert_eq!(what, "fail", "{why}");
        assert!(
            why.contains(&format!("其他 1 个机关的报告雷同：{other}")),
            "{why}"
        );
        let results = of(&audits, name)["results"].as_array().unwrap();
        let labels =
            &results.iter().find(|it| it["code"] == "XY06.1").unwrap()["verdicts"][0]["labels"];
        assert!(labels.as_array().unwrap().len() >= 2, "{labels}");
        assert!(
            labels[0]["text"].as_str().unwrap().contains(other),
            "{labels}"
        );
    }
    assert_eq!(outcome(of(&audits, "林业.txt"), "XY06.1").0, "pass");
    // A number in the name makes another organ.
    let root = folder(
        "series-numbers",
        &[
            ("1.txt", &report("青澜市第1水厂", 2023, &[], &[])),
            ("2.txt", &report("青澜市第2水厂", 2023, &[], &[])),
        ],
    );
    assert_eq!(audit(&root, &["--fail-on", "never"]).err, "");
    // Other years are no part of the cohort.
    assert_eq!(
        outcome(of(&audits, "往年.txt"), "XY06.1").0,
        "not_applicable"
    );
    assert_eq!(of(&audits, "水务.txt")["compared"]["others"], 2);
}

/// Sentences of `count` out of many that differ, another choice for each `seed`.
fn prose(seed: usize, count: usize) -> String {
    let who = [
        "办公室",
        "档案室",
        "信息科",
        "各站所",
        "窗口人员",
        "村级联络员",
        "值班人员",
    ];
    let does = [
        "逐条核对",
        "按旬汇总",
        "分批整理",
        "重新编排",
        "公开征求意见后修订",
        "配图说明",
        "当场解释",
    ];
    let what = [
        "河道保洁合同",
        "供水管网图",
        "防汛物资清单",
        "水价听证记录",
        "水库调度计划",
        "抗旱补贴名单",
        "取水许可台账",
        "水质月报",
        "移民安置账目",
        "小水电退出方案",
        "节水器具目录",
    ];
    let why = [
        "方便用户查找",
        "减少重复来电",
        "便于村民监督",
        "供企业办事参考",
        "弥补往年的缺漏",
    ];
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(97);
    let mut next = |words: &[&str]| -> String {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) % words.len()].to_owned()
    };
    let sentence = |_| {
        format!(
            "{}{}{}，{}。",
            next(&who),
            next(&does),
            next(&what),
            next(&why)
        )
    };
    (0..count).map(sentence).collect()
}

/// Writes what `docs/quality.md` measures: 500 organs on two years, some of which copy.
#[test]
#[ignore = "writes a thousand files, for measuring"]
fn a_thousand_reports() {
    let root = scratch("many");
    for organ in 0..500 {
        // Names that are no beginning of each other.
        let parts = [
            "白石", "红枫", "松岭", "云溪", "石桥", "柳河", "东坪", "西冲", "北塘", "南屏",
        ];
        let part = |at: usize| parts[at % parts.len()];
        let name = format!(
            "{}县{}镇{}水务所",
            part(organ / 100),
            part(organ / 10),
            part(organ)
        );
        for year in [2022, 2023] {
            // Every tenth organ has the problems of the one before it, every fifteenth last year's.
            let whose = if organ % 10 == 1 { organ - 1 } else { organ };
            let when = if organ % 15 == 0 { 2022 } else { year };
            let count = (organ % 40).to_string();
            let cells = [
                ("applications.received.natural_person", count.as_str()),
                ("applications.received.total", &count),
                ("applications.carried_out.natural_person", &count),
                ("applications.carried_out.total", &count),
            ];
            let text = report(
                &name,
                i32::try_from(year).unwrap(),
                &cells,
                &[
                    ("overview", &prose(organ * 7 + year, 40)),
                    ("problems", &prose(whose * 13 + when, 12)),
                ],
            );
            let path = root.join(format!("{year}/{organ:03}.txt"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}
