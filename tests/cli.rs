//! Stories end to end: arguments, output, exit code; and the help texts in `docs/cli.md`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::program::{file, hegui, program, scratch};

const FLAWED: &str = "tests/reports/2021-flawed.txt";
const CLEAN: &str = "tests/reports/2021-clean.txt";

#[test]
fn bare_it_says_what_it_does() {
    let ran = hegui(&[]);
    assert_eq!(ran.code, 0);
    assert!(ran.says("hegui audit 报告.docx"), "{}", ran.out);
}

/// A page that shows a picture and no text.
#[test]
fn a_scan_is_neither_clean_nor_broken() {
    let scan = b"%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >> endobj
4 0 obj << /Length 27 >> stream
600 0 0 800 0 0 cm /P Do
endstream endobj
5 0 obj << /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >> stream
0
endstream endobj
trailer << /Root 1 0 R >>
";
    let scan = file("scan.pdf", scan);
    for command in ["audit", "facts", "parse"] {
        let ran = hegui(&[command, &scan]);
        assert_eq!(ran.code, 4, "{}", ran.err);
        assert!(ran.says("没有文字层（多半是扫描件）"), "{}", ran.err);
        assert!(ran.out.is_empty(), "{}", ran.out);
    }
    // Of several files, one that could not run at all is worse.
    let ran = hegui(&["audit", &scan, "no-such-file"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

/// The clean report with the numbers of table 3 one row lower, from its third row on.
fn shifted() -> String {
    let text = fs::read_to_string(CLEAN).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let numbers = |line: &str| -> Option<Vec<String>> {
        let words: Vec<&str> = line.split_whitespace().rev().take(7).collect();
        let all = words.len() == 7 && words.iter().all(|it| it.parse::<u32>().is_ok());
        all.then(|| words.iter().rev().map(|it| (*it).to_owned()).collect())
    };
    let mut above: Option<Vec<String>> = None;
    let mut row = 0;
    for line in &mut lines {
        let Some(own) = numbers(line).filter(|_| row < 25) else {
            continue;
        };
        row += 1;
        if let Some(above) = above.filter(|_| row > 3) {
            let first = own.first().unwrap();
            let label = line.find(&format!(" {first} ")).unwrap();
            *line = format!(
                "{}      {}",
                line.get(..label).unwrap(),
                above.join("      ")
            );
        }
        above = Some(own);
    }
    lines.join("\n")
}

#[test]
fn a_shifted_table_is_doubted_and_leaves_too_little() {
    let path = file("shifted.txt", shifted().as_bytes());
    let ran = hegui(&["audit", &path]);
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    assert!(ran.says("表三读取存疑，请核对："), "{}", ran.out);
    assert!(!ran.says("错误 GJ0"), "{}", ran.out);
}

#[test]
fn a_flawed_report_has_findings_and_a_clean_one_none() {
    let ran = hegui(&["audit", FLAWED]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.says("必须改") && ran.says("依据："), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "a pipe has no colours");
    let ran = hegui(&["audit", CLEAN]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(hegui(&["audit", FLAWED, "--fail-on", "never"]).code, 0);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for format in ["human", "json"] {
        let args = ["audit", FLAWED, "--format", format, "--evidence", "all"];
        assert_eq!(hegui(&args).out, hegui(&args).out);
    }
}

#[test]
fn no_line_is_wider_than_the_page() {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    for entry in fs::read_dir(reports).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "txt") {
            continue;
        }
        for columns in [80, 120] {
            let output = program()
                .args(["audit", "--evidence", "all"])
                .arg(&path)
                .env("COLUMNS", columns.to_string())
                .output()
                .unwrap();
            for line in String::from_utf8(output.stdout).unwrap().lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(width <= columns, "{}: {width}: {line}", path.display());
            }
        }
    }
}

#[test]
fn json_is_one_object_or_an_array() {
    let json =
        |args: &[&str]| -> serde_json::Value { serde_json::from_str(&hegui(args).out).unwrap() };
    let one = json(&["audit", FLAWED, "--format", "json"]);
    assert_eq!(one["schema"], "hegui.audit/1");
    assert_eq!(one["document"]["sha256"].as_str().unwrap().len(), 64);
    let two = json(&["audit", FLAWED, CLEAN, "--format", "json"]);
    assert_eq!(two.as_array().map(Vec::len), Some(2));
}

#[test]
fn output_goes_to_a_file() {
    let path = file("audit.txt", b"");
    let ran = hegui(&["audit", FLAWED, "--output", &path]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(fs::read_to_string(&path).unwrap().contains("必须改"));
    assert_eq!(
        hegui(&["audit", FLAWED, "--output", "没有/这个/文件"]).code,
        2
    );
}

#[test]
fn one_bad_file_stops_no_other() {
    let ran = hegui(&["audit", "没有.txt", CLEAN]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("没有 `没有.txt` 这个文件"), "{}", ran.err);
    assert!(ran.says("通过"), "{}", ran.out);
}

#[test]
fn what_cannot_be_judged_says_why_and_what_to_do() {
    let empty = file("empty.txt", b"");
    let zip = file("report.docx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00");
    let other = file(
        "other.txt",
        "会议通知\n\n请于周三上午到三楼会议室开会。\n".as_bytes(),
    );
    for args in [
        vec!["audit", empty.as_str()],
        vec!["audit", zip.as_str()],
        vec!["audit", other.as_str()],
        vec!["audit", other.as_str(), "--year", "2021"],
        vec!["audit", FLAWED, "--year", "1990"],
        vec!["audit", FLAWED, "--organ", "nobody"],
        vec!["audit", FLAWED, "--as-of", "明天"],
        vec!["audit", FLAWED, "--pack", "没有"],
        vec!["audit", FLAWED, "--yera", "2021"],
        vec!["audit"],
        vec!["audti"],
        vec!["facts", other.as_str(), "--year", "2021"],
        vec!["parse", empty.as_str()],
        vec!["explain", "没有这条规则"],
    ] {
        let ran = hegui(&args);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (2, ""),
            "{args:?}: {}",
            ran.err
        );
        assert!(ran.says("改法："), "{args:?}: {}", ran.err);
        let english: Vec<&str> = args.iter().copied().chain(["--lang", "en"]).collect();
        let ran = hegui(&english);
        assert_eq!(ran.code, 2, "{english:?}: {}", ran.err);
        assert!(ran.says("help: "), "{english:?}: {}", ran.err);
    }
}

#[test]
fn a_year_without_a_pack_lists_those_there_are() {
    let ran = hegui(&["audit", FLAWED, "--year", "1990"]);
    assert!(ran.says("1990") && ran.says("2021"), "{}", ran.err);
}

#[test]
fn a_broken_pack_is_refused_with_its_faults() {
    let folder = scratch("broken-pack");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("pack.toml"),
        "id = \"broken\"\nversion = \"0.1.0\"\nyaers = 1\n",
    )
    .unwrap();
    let ran = hegui(&["audit", FLAWED, "--pack", folder.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.says("yaers") && ran.says("pack.toml"), "{}", ran.err);
}

/// A rule that breaks on a report hides no other, and says where in its script it broke.
#[test]
fn a_rule_that_breaks_is_said_beside_all_findings() {
    let folder = scratch("breaking-pack");
    fs::create_dir_all(&folder).unwrap();
    let files = [
        (
            "pack.toml",
            "id = \"breaking\"\nversion = \"0.1.0\"\ntitle = { zh = \"会出错的规则包\" }\nextends = [\"gid-2021\"]\nyears = { from = 2021 }\n",
        ),
        (
            "own.toml",
            "[[rule]]\nid = \"own-rule\"\ncode = \"ZZ1\"\ntitle = { zh = \"会出错\" }\nrequirement = \"format/applications/balance\"\nseverity = \"error\"\ndimension = \"accuracy\"\nfail = \"不平\"\npass = \"平\"\n",
        ),
        (
            "own.rhai",
            "fn own_rule(report, check) {\n    check.equal(9223372036854775807 + 1, 1);\n}\n",
        ),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let folder = folder.to_str().unwrap();
    let ran = hegui(&["audit", CLEAN, "--pack", folder]);
    assert_eq!(ran.code, 3, "{}{}", ran.err, ran.out);
    for said in ["ZZ1", "own.rhai", "9223372036854775807 + 1", "溢出"] {
        assert!(ran.says(said), "{said}: {}{}", ran.err, ran.out);
    }
    let found = |ran: &crate::program::Ran| ran.out.matches("\n错误 ").count();
    let alone = hegui(&["audit", FLAWED]);
    let both = hegui(&["audit", FLAWED, "--pack", folder]);
    assert_eq!(both.code, 3, "{}", both.out);
    assert_eq!(found(&both), found(&alone), "{}", both.out);
}

#[test]
fn a_misspelt_rule_offers_the_nearest() {
    let list = hegui(&["rules"]);
    assert_eq!(list.code, 0, "{}", list.err);
    assert!(list.says("GJ01"), "{}", list.out);
    let ran = hegui(&["explain", "GJ01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.says("依据"), "{}", ran.out);
    let id = ran.out.lines().next().unwrap().split(' ').nth(1).unwrap();
    let ran = hegui(&["explain", &format!("{id}x")]);
    assert!(ran.says(&format!("是不是 `{id}`")), "{}", ran.err);
}

#[test]
fn a_score_is_worked_out_again_from_the_json_alone() {
    let path = file("scores.json", b"");
    let ran = hegui(&[
        "audit", FLAWED, CLEAN, "--format", "json", "--output", &path,
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let ran = hegui(&["score", "verify", &path]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(ran.out.matches("重算一致").count(), 2, "{}", ran.out);
    let ran = hegui(&["score", "explain", &path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.says("改好后"), "{}", ran.out);
    let ran = hegui(&["score", "explain", &path, "--lang", "en"]);
    assert!(ran.says("once mended"), "{}", ran.out);

    let text = fs::read_to_string(&path).unwrap();
    let forged = text.replace("\"points\": 10", "\"points\": 20");
    let forged = file("forged.json", forged.as_bytes());
    let ran = hegui(&["score", "verify", &forged]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.says("score.applicable"), "{}", ran.out);
    for wrong in ["{}", "[]", "报告", "{\"schema\": \"hegui.facts/1\"}"] {
        let wrong = file("wrong.json", wrong.as_bytes());
        let ran = hegui(&["score", "verify", &wrong]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.says("改法："), "{}", ran.err);
    }
}

#[test]
fn a_low_score_fails_where_one_is_asked_for() {
    let code = |least: &str, report: &str| {
        hegui(&["audit", report, "--fail-on", "never", "--min-score", least]).code
    };
    assert_eq!(code("100", CLEAN), 0);
    assert_eq!(code("100", FLAWED), 1);
    assert_eq!(code("0", FLAWED), 0);
    assert_eq!(code("101", FLAWED), 2);
}

/// Copies of a built-in pack and of what it extends in which nothing weighs.
fn packs_of_hints() -> [String; 3] {
    let copies = [
        ("gid-common", "hints-common"),
        ("gid-since-2019", "hints-since-2019"),
        ("gid-2021", "hints"),
    ];
    copies.map(|(own, copy)| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(copy);
        let rules = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("rules")
            .join(own);
        let _ = fs::remove_dir_all(&folder);
        for inside in ["", "forms"] {
            fs::create_dir_all(folder.join(inside)).unwrap();
            let Ok(files) = fs::read_dir(rules.join(inside)) else {
                continue;
            };
            for entry in files {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    continue;
                }
                let text = fs::read_to_string(&path)
                    .unwrap()
                    .replace("\"gid-2021\"", "\"hints\"")
                    .replace("\"gid-since-2019\"", "\"hints-since-2019\"")
                    .replace("\"gid-common\"", "\"hints-common\"")
                    .replace("severity = \"error\"", "severity = \"hint\"")
                    .replace("severity = \"warning\"", "severity = \"hint\"");
                fs::write(folder.join(inside).join(path.file_name().unwrap()), text).unwrap();
            }
        }
        folder.to_str().unwrap().to_owned()
    })
}

#[test]
fn without_a_score_none_is_high_enough() {
    let packs = packs_of_hints();
    let args = |more: [&'static str; 2]| {
        let packs = packs.iter().flat_map(|it| ["--pack", it]);
        ["audit", CLEAN]
            .into_iter()
            .chain(packs)
            .chain(more)
            .collect::<Vec<&str>>()
    };
    let ran = hegui(&args(["--min-score", "0"]));
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    assert!(ran.says("没有得分"), "{}", ran.err);
    let json = hegui(&args(["--format", "json"])).out;
    let path = file("no-score.json", json.as_bytes());
    assert_eq!(hegui(&["score", "verify", &path]).code, 0);
    let explained = hegui(&["score", "explain", &path]);
    assert!(explained.says("不给分"), "{}", explained.out);
}

#[test]
fn facts_and_trees_for_people_and_machines() {
    for (args, begins) in [
        (["facts", FLAWED, "--format", "table"], "标题"),
        (["facts", FLAWED, "--format", "json"], "{"),
        (
            ["facts", FLAWED, "--format", "csv"],
            "file,organ,year,form,row,column,value,raw,state,line\n",
        ),
        (["parse", FLAWED, "--format", "json"], "{"),
    ] {
        let ran = hegui(&args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        assert!(ran.out.starts_with(begins), "{args:?}: {}", ran.out);
    }
    assert!(hegui(&["parse", FLAWED]).out.contains("章节"));
    let english = hegui(&["parse", FLAWED, "--lang", "en"]).out;
    assert!(english.contains("section (level 1"), "{english}");
    let english = hegui(&["facts", FLAWED, "--lang", "en"]).out;
    assert!(english.starts_with("title "), "{english}");
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let mut child = program()
        .args(["facts", FLAWED, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn shells_complete_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ran = hegui(&["completions", shell]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        for word in ["audit", "evidence", "findings"] {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(hegui(&["completions", "cmd"]).code, 2);
}

/// Each command with its help, asked for with `more`: those that the help of another names.
fn helps(more: &[&str]) -> Vec<(String, String)> {
    let mut helps = Vec::new();
    let mut left = vec![String::new()];
    while let Some(command) = left.pop() {
        let words = command.split_whitespace().chain(["--help"]);
        let ran = hegui(&words.chain(more.iter().copied()).collect::<Vec<&str>>());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let listed = ran.out.lines().skip_while(|it| !is_head_of_commands(it));
        let below = listed.skip(1).take_while(|it| !it.is_empty());
        let names = below.filter_map(|it| it.split_whitespace().next());
        let names: Vec<String> = names.map(|it| format!("{command} {it}")).collect();
        left.extend(names.into_iter().rev());
        helps.push((command.trim().to_owned(), ran.out));
    }
    helps
}

fn is_head_of_commands(line: &str) -> bool {
    ["命令：", "Commands:"].contains(&line)
}

/// Every text of the help has its English, wherever the language is asked for.
#[test]
fn the_help_is_english_where_that_is_asked() {
    let chinese = |it: char| ('\u{3000}'..='\u{ffef}').contains(&it);
    let english = helps(&["--lang", "en"]);
    assert_eq!(english.len(), helps(&[]).len());
    for (command, help) in english {
        assert!(!help.contains(chinese), "{command}: {help}");
    }
    for args in [
        ["--lang=en", "--help"],
        ["--lang=en", "pack"],
        ["--lang=en", "audit"],
    ] {
        let ran = hegui(&args);
        let said = [ran.out, ran.err].concat();
        assert!(!said.contains(chinese), "{said}");
    }
    assert!(!hegui(&["--lang", "en"]).out.contains(chinese));
    let script = hegui(&["completions", "zsh", "--lang", "en"]).out;
    assert!(!script.contains(chinese), "{script}");
}

#[test]
fn the_help_stands_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let docs = fs::read_to_string(&path).unwrap();
    let mut text = docs
        .split_inclusive("<!-- help -->\n")
        .next()
        .unwrap()
        .to_owned();
    let mut pages = 0;
    for (command, help) in helps(&[]) {
        let title = format!("hegui {command}");
        let (title, out) = (title.trim(), help.trim_end());
        text += &["\n## ", title, "\n\n```text\n", out, "\n```\n"].concat();
        pages += 1;
    }
    assert!(pages > 15, "only {pages}");
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    } else {
        assert_eq!(docs, text, "run HEGUI_UPDATE=1 cargo test cli::");
    }
}

/// A README in which the lines that differ from what is printed by their numbers alone are those
/// that are printed.
fn with_numbers_anew(text: &str) -> String {
    let mut anew = String::new();
    let mut printed = String::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("<!-- output: ") {
            let words = command.trim_end_matches(" -->").split(' ');
            printed = hegui(&words.skip(1).collect::<Vec<&str>>()).out;
        }
        let bare = |line: &str| line.replace(|it: char| it.is_ascii_digit(), "");
        let same = printed
            .lines()
            .filter(|it| line.contains(|it: char| it.is_ascii_digit()) && bare(it) == bare(line));
        let same: Vec<&str> = same.collect();
        let line = match same.as_slice() {
            [only] => only,
            _ => line,
        };
        anew += line;
        anew.push('\n');
    }
    anew
}

/// What the two READMEs show is what the program prints; `…` on a line stands for what they leave
/// out.
#[test]
fn the_readmes_show_what_is_printed() {
    for name in ["README.md", "README.zh-CN.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let mut text = fs::read_to_string(&path).unwrap();
        if std::env::var_os("HEGUI_UPDATE").is_some() {
            text = with_numbers_anew(&text);
            fs::write(path, &text).unwrap();
        }
        let blocks: Vec<&str> = text.split("<!-- output: ").skip(1).collect();
        assert!(!blocks.is_empty(), "{name}");
        for block in blocks {
            let (command, rest) = block.split_once(" -->").unwrap();
            let (_, rest) = rest.split_once("```text\n").unwrap();
            let (shown, _) = rest.split_once("```").unwrap();
            let args: Vec<&str> = command.split(' ').skip(1).collect();
            let printed = hegui(&args).out;
            let mut left = printed.as_str();
            for part in shown.split("…\n").filter(|it| !it.is_empty()) {
                let found = left.split_once(part);
                let (_, after) = found.unwrap_or_else(|| panic!("{name}: not printed:\n{part}"));
                left = after;
            }
            assert!(shown.ends_with("…\n") || left.is_empty(), "{name}: {left}");
        }
    }
}

#[test]
fn reports_of_one_organ_are_compared_with_the_year_before() {
    let report = |year: &str, organ: &str, cells: &[(&str, &str)]| {
        let mut text = hegui(&[
            "pack", "template", "--sample", "--year", year, "--organ", organ,
        ])
        .out;
        for (old, new) in cells {
            assert!(text.contains(old), "{old}");
            text = text.replacen(old, new, 1);
        }
        file(&["series-", year, organ, ".txt"].concat(), text.as_bytes())
    };
    let out = "四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0";
    let received = "一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0";
    let first = report(
        "2021",
        "岚桥区水务局",
        &[
            (out, "四、结转下年度继续办理\t2\t0\t0\t0\t0\t0\t2"),
            (
                received,
                "一、本年新收政府信息公开申请数量\t2\t0\t0\t0\t0\t0\t2",
            ),
        ],
    );
    let second = report("2022", "岚桥区水务局", &[]);
    let other = report("2022", "岚桥区民政局", &[]);
    let alone = hegui(&["audit", &second, "--evidence", "all"]);
    assert_eq!(alone.code, 0, "{}", alone.out);
    assert!(alone.says("需要上一年的报告"), "{}", alone.out);
    let ran = hegui(&["audit", &second, &first, &other]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let said = "自然人：上年结转填 0 件，上一年报告的结转下年度是 2 件，相差 2";
    assert_eq!(ran.out.matches(said).count(), 1, "{}", ran.out);
    assert_eq!(ran.out.matches("错误 XY01").count(), 1, "{}", ran.out);
    let total = "同一原因：XY01 总计：上年结转填 0 件";
    assert!(ran.says(total), "{}", ran.out);
}
