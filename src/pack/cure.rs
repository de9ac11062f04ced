//! Cure: what to write instead of a field or a line that is not written right.

use crate::source::{Source, Span};

/// A line with the field `name`, as an example.
pub(super) fn example(name: &str) -> String {
    match name {
        "title" | "checked" => format!("{name} = {{ zh = \"……\" }}"),
        "severity" => "severity = \"warning\"".to_owned(),
        "class" => "class = \"should\"".to_owned(),
        "points" => "points = 4".to_owned(),
        "from" | "to" => format!("{name} = 2030"),
        "version" => "version = \"0.1.0\"".to_owned(),
        _ => format!("{name} = \"……\""),
    }
}

/// The field `name` with a value of the kind that is `wanted`, as an example: with what was `written`
/// as a text, where that is all that is wrong.
pub(super) fn shaped(name: &str, wanted: &str, written: &str) -> String {
    let number = written.trim().parse::<i64>().ok();
    match wanted {
        "文字的列表" if !written.is_empty() => format!("{name} = [\"{written}\"]"),
        "文字的列表" => format!("{name} = [\"……\", \"……\"]"),
        "列表的列表" => format!("{name} = [[\"……\", \"……\"], [\"……\"]]"),
        "整数" => match number {
            Some(number) => format!("{name} = {number}"),
            None if ["from", "to"].contains(&name) => example(name),
            None => format!("{name} = 4"),
        },
        " true 或 false" if written == "false" => format!("{name} = false"),
        " true 或 false" => format!("{name} = true"),
        "表" if !written.is_empty() => format!("{name} = {{ zh = \"{written}\" }}"),
        "表" => format!("{name} = {{ zh = \"……\" }}"),
        "表的列表" => format!("[[{name}]]"),
        _ => example(name),
    }
}

/// The word of a choice for what people say of it.
pub(super) fn meant(written: &str) -> Option<&'static str> {
    Some(match written {
        "错误" | "必须改" => "error",
        "警告" | "应当改" => "warning",
        "提示" | "可以改进" | "建议" => "hint",
        "必须" => "must",
        "应当" => "should",
        "通过" | "passed" | "passes" => "pass",
        "不通过" | "failed" | "fails" => "fail",
        "无法判断" => "cannot_assess",
        "不适用" => "not_applicable",
        "暂未检查" => "blocked",
        "逐列" | "列" => "column",
        "逐行" | "行" => "row",
        _ => return None,
    })
}

/// Where a table belongs that is written where only `asked` are known.
pub(super) fn misplaced(name: &str, asked: &[&str]) -> Option<String> {
    let place = match name {
        "test" if asked == ["rule"] => {
            return Some("用例写成 [[rule.test]]，放在它的规则下面".to_owned());
        }
        "rule" => "主题文件，例如 extra.toml",
        "requirement" => "requirements.toml",
        "phrase" => "phrases.toml",
        "organ" => "organs.toml",
        "change" | "section" | "indicator" | "dimension" | "field" | "years" | "extends" => {
            "pack.toml"
        }
        _ => return None,
    };
    // Only tables that stand alone are put into the wrong file.
    let alone = asked.len() == 1 && !asked.contains(&name);
    alone.then(|| format!("`{name}` 写在 {place} 里"))
}

/// The tables of which a file may hold several.
const SEVERAL: [&str; 11] = [
    "rule",
    "rule.test",
    "requirement",
    "phrase",
    "change",
    "section",
    "indicator",
    "dimension",
    "field",
    "organ",
    "waiver",
];

/// Marks that a Chinese keyboard gives where TOML wants its own.
const CHINESE_MARKS: &str = "　“”‘’＝＂＇，：；［］｛｝【】＃";

/// What to do about text that is no TOML, and where. `said` are the words of its reader.
pub(super) fn of(source: &Source, at: Span, said: &str) -> (Span, String) {
    let line = source.line_of(at.start);
    let text = source.slice(source.line_span(line));
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let (name, value) = (name.trim(), value.trim());
    let quotes = value.matches('"').count();
    if value.starts_with('"') && !value.starts_with("\"\"") && quotes > 2 && !value.contains("\\\"")
    {
        let cure = "文字里面的引号写成中文的“”，或者写成 \\\"";
        return (at, cure.to_owned());
    }
    // Marks inside of quotes and comments are text.
    let bare: String = text.split('"').step_by(2).collect();
    let bare = bare.split('#').next().unwrap_or_default();
    let mut marks: Vec<char> = bare
        .chars()
        .filter(|it| CHINESE_MARKS.contains(*it))
        .collect();
    marks.dedup();
    if !marks.is_empty() {
        let marks = marks.iter().map(|it| match it {
            '　' => "（全角空格）".to_owned(),
            mark => mark.to_string(),
        });
        let marks: String = marks.collect();
        let cure = format!(
            "这一行有中文标点 {marks}，引号、等号、逗号、括号、空格都要用半角的（英文输入法）"
        );
        return (at, cure);
    }
    if said.contains("duplicate key") {
        return repeated(source, at, text);
    }
    let header = said.contains("array table") || said.contains("table header");
    let cure = if header {
        "方括号没有配对，规则写成 [[rule]]"
    } else if said.contains("inline table") {
        "花括号没有配对，写成 { zh = \"……\" }"
    } else if said.contains("unclosed array") {
        "方括号没有配对，列表写成 [\"……\", \"……\"]"
    } else if value.is_empty() && name.contains(':') {
        "名字后面写 =，不写冒号"
    } else if !name.is_ascii() && !name.starts_with(['"', '[']) {
        "字段名用英文，例如 severity；中文只写在引号里"
    } else if value.starts_with(char::is_alphabetic) && quotes == 0 {
        "文字要写在引号里"
    } else if said.contains("basic string") || said.contains("literal string") {
        "引号没有配对，文字写在一行的两个引号里"
    } else if said.contains("missing value") {
        "文字要写在引号里"
    } else if said.contains("missing assignment") || said.contains("missing key-value separator") {
        "名字和值之间用 ="
    } else {
        "写成 名字 = 值，一行一项；文字写在引号里"
    };
    (at, cure.to_owned())
}

/// What is written twice on the line `text`; of `[rule]` before `[[rule]]` the first is wrong.
fn repeated(source: &Source, at: Span, text: &str) -> (Span, String) {
    let name = text.split('=').next().unwrap_or_default().trim();
    let alone = name.strip_prefix('[').and_then(|it| it.split_once(']'));
    if let Some((table, _)) = alone.filter(|(it, _)| SEVERAL.contains(it)) {
        return (at, format!("写成 [[{table}]]，两个方括号"));
    }
    let table = name.strip_prefix("[[").and_then(|it| it.split_once("]]"));
    if let Some((table, _)) = table {
        let single = format!("[{table}]");
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            if line.trim() == single && start < at.start {
                let cure = format!("写成 [[{table}]]，两个方括号");
                return (Span::new(start, start + line.trim_end().len()), cure);
            }
            start += line.len();
        }
    }
    (at, format!("“{name}”这一项写了两遍，删去一遍"))
}
