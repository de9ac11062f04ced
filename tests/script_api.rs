//! docs/script-api.md lists what scripts can ask and say, as it is registered, with what docs/script-api
//! tells of each: its units, what it lacks, and examples that are run here.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read its files"
)]

mod examples;

use std::fmt::Write as _;
use std::sync::LazyLock;

use hegui::script::{Accepts, Entry, Kind, entries};

use self::examples::{About, Example};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/script-api.md");

#[test]
fn every_example_comes_to_what_is_said_of_it() {
    assert!(
        examples::WRONG.is_empty(),
        "HEGUI_UPDATE=1 cargo test script_api:: writes what comes:\n{}",
        examples::WRONG.join("\n")
    );
}

#[test]
fn every_entry_has_units_and_an_example_of_its_own() {
    let abouts = examples::abouts();
    let mut wrong = Vec::new();
    for entry in entries() {
        let name = name_of(entry);
        let Some(about) = abouts.iter().find(|it| it.name == name) else {
            wrong.push(format!("{name} is not in docs/script-api"));
            continue;
        };
        let call = format!(".{}", entry.name);
        if !about.examples.iter().any(|it| it.parts().1.contains(&call)) {
            wrong.push(format!("no example has {call} ({name})"));
        }
        if about.args.len() != entry.params.len() {
            wrong.push(format!("{name} takes {} arguments", entry.params.len()));
        }
    }
    let known = |it: &About| entries().iter().any(|entry| name_of(entry) == it.name);
    let unknown = abouts.iter().filter(|it| !known(it));
    wrong.extend(unknown.map(|it| format!("nothing is called {}", it.name)));
    for kind in kinds() {
        if examples::kind(kind).is_empty() {
            wrong.push(format!("types.toml says nothing of {kind:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `Kind.name`, as docs/script-api calls it.
fn name_of(entry: &Entry) -> String {
    let receiver = entry.receiver.map(|it| format!("{it:?}"));
    format!("{}.{}", receiver.unwrap_or_default(), entry.name)
}

/// The kinds that something is asked of, and those they give or take, in the order of the page.
fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for entry in entries() {
        kinds.extend(entry.receiver);
        kinds.push(entry.returns);
        kinds.extend(entry.params.iter().filter_map(|it| match it.accepts {
            Accepts::Value(kind) => Some(kind),
            Accepts::Name(_) | Accepts::Pattern | Accepts::NewName | Accepts::Texts => None,
        }));
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn the_documentation_lists_what_there_is() {
    let page = page();
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        assert!(std::fs::write(FILE, &page).is_ok(), "cannot write {FILE}");
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == page, "HEGUI_UPDATE=1 cargo test script_api::");
}

const HEAD: &str = "# 脚本接口 · What scripts can ask and say

规则的脚本写在 `<主题>.rhai` 里：`fn 规则名(report, check) { … }`。名字都写在引号里，章节、指标、表、行、列用 id 或简称都可以。

每一个例子都由测试在一份空白报告上照样运行，箭头右边就是得到的值。空白报告由 `hegui pack template --sample --year 2023` 写出，机关是青澜市水务局，
表里的数都是 0；例子前面用方括号写明是[哪一份报告](#例子里的报告)，用引号写明总体情况里另有一句什么话，都没有就是空白报告本身。
`x in …: …` 是 `for x in … { … }`，只列第一个的值。

取不到的值不是错误：带着原因，用到它的结论就是“不适用”或者“无法判断”，不会当作 0，也不会算通过。名字、写法不对的，在读任何报告之前就拒绝
（[参数](#参数怎样写)）。脚本运行中出的错（整数太大、查找的内容太多）只停这一条规则，结论是“规则出错”。

This page is made from what is registered and from the files in `docs/script-api`, whose examples are run:
`HEGUI_UPDATE=1 cargo test script_api::`.
";

fn page() -> String {
    LazyLock::force(&examples::WRONG); // what comes is written before it is shown
    let mut page = String::from(HEAD);
    let abouts = examples::abouts();
    for kind in kinds() {
        let of_kind = || entries().iter().filter(|it| it.receiver == Some(kind));
        let _ = write!(
            page,
            "\n## {} · {kind:?}\n\n{}\n",
            kind.name(),
            examples::kind(kind)
        );
        if let Some(item) = kind.item() {
            let _ = writeln!(page, "\n`for` 逐个给出：{}。", item.name());
        }
        for about in &abouts {
            let same: Vec<&Entry> = of_kind().filter(|it| name_of(it) == about.name).collect();
            page += &told(about, &same);
        }
    }
    page += &operators();
    page += &params();
    page += "\n## 例子里的报告\n\n";
    for report in examples::reports() {
        let _ = writeln!(page, "- [{}]：{}。", report.name, report.says);
    }
    page
}

/// What is told of the entries of one name.
fn told(about: &About, same: &[&Entry]) -> String {
    let Some(first) = same.first() else {
        return String::new();
    };
    let mut text = String::new();
    let _ = write!(text, "\n### `.{}`", written(first));
    for other in same.iter().skip(1) {
        let _ = write!(text, "、`.{}`", written(other));
    }
    let _ = write!(text, " → {}\n\n", first.returns.name());
    for entry in same {
        let _ = writeln!(text, "{}。{}.\n", entry.zh, entry.en);
    }
    for (param, says) in first.params.iter().zip(&about.args) {
        let _ = writeln!(text, "- `{}`：{says}", param.name);
    }
    let gives = if first.returns == Kind::Nothing {
        "结论"
    } else {
        "给出"
    };
    let _ = writeln!(text, "- {gives}：{}", about.gives);
    if let Some(lacks) = &about.lacks {
        let _ = writeln!(text, "- 取不到：{lacks}");
    }
    shown(&mut text, &about.examples);
    text
}

fn shown(text: &mut String, examples: &[Example]) {
    for example in examples {
        let (report, tried, comes) = example.parts();
        let report = report.map_or_else(String::new, |it| {
            if example.text.starts_with('“') {
                format!("“{it}” ")
            } else {
                format!("[{it}] ")
            }
        });
        let _ = writeln!(text, "- 例：{report}`{tried}` → {comes}");
    }
}

fn operators() -> String {
    let mut text = String::from("\n## 运算\n\n");
    text +=
        "事实之间只用 `check.…` 和 `.is_…` 比较；`+`、`-`、`*` 用于数，`&`、`|`、`!` 用于是否。\n";
    for operator in examples::operators() {
        let _ = write!(text, "\n### `{}`\n\n{}。\n\n", operator.sign, operator.zh);
        shown(&mut text, &operator.examples);
    }
    text
}

fn params() -> String {
    let mut text = String::from("\n## 参数怎样写\n\n写错的，规则包整个不用，一处一处列出来：\n\n");
    for (_, zh, tried, comes) in examples::refusals() {
        assert!(comes.starts_with("拒绝"), "{tried}: {comes}");
        let _ = writeln!(text, "- {zh}`{tried}` → {comes}");
    }
    text
}

/// The entry with what it takes.
fn written(entry: &Entry) -> String {
    if entry.property {
        return entry.name.to_owned();
    }
    let params: Vec<String> = entry
        .params
        .iter()
        .map(|it| match it.accepts {
            Accepts::Value(kind) => kind.name().to_owned(),
            Accepts::Name(namespace) => format!("“{}名”", namespace.name()),
            Accepts::Pattern => "“正则表达式”".to_owned(),
            Accepts::NewName => "“新名字”".to_owned(),
            Accepts::Texts => "[“文字”, …]".to_owned(),
        })
        .collect();
    format!("{}({})", entry.name, params.join(", "))
}

const DEFINITIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/hegui.d.rhai");

#[test]
fn the_definitions_for_editors_list_what_there_is() {
    let text = definitions();
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        assert!(std::fs::write(DEFINITIONS, &text).is_ok());
    }
    let written = std::fs::read_to_string(DEFINITIONS).unwrap_or_default();
    assert!(written == text, "HEGUI_UPDATE=1 cargo test script_api::");
}

/// A definition file as the language server of Rhai reads it.
fn definitions() -> String {
    let mut text = String::from(
        "// 编辑器用的定义：脚本能问什么、能说什么。由登记的接口写出，不要手改。\n\
         // What scripts can ask and say, for editors; made from what is registered.\n\
         module static;\n",
    );
    LazyLock::force(&examples::WRONG);
    let abouts = examples::abouts();
    for entry in entries() {
        let Entry {
            receiver,
            name,
            zh,
            en,
            ..
        } = entry;
        let receiver = receiver.map(|kind| format!("it: &mut {}", rhai_type(kind)));
        let params = entry.params.iter().map(|param| {
            let kind = match param.accepts {
                Accepts::Value(kind) => rhai_type(kind),
                Accepts::Name(_) | Accepts::Pattern | Accepts::NewName => "String".to_owned(),
                Accepts::Texts => "Array".to_owned(),
            };
            format!("{}: {kind}", param.name)
        });
        let all: Vec<String> = receiver.into_iter().chain(params).collect();
        let told = abouts.iter().find(|it| it.name == name_of(entry));
        let mut about = String::new();
        if let Some(told) = told {
            let _ = write!(about, "///\n/// 给出：{}\n", told.gives);
            if let Some(lacks) = &told.lacks {
                let _ = writeln!(about, "/// 取不到：{lacks}");
            }
            for example in told.examples.iter().take(1) {
                let (_, tried, comes) = example.parts();
                let _ = writeln!(about, "/// 例：`{tried}` → {comes}");
            }
        }
        let get = if entry.property { "get " } else { "" };
        let returns = rhai_type(entry.returns);
        let _ = write!(
            text,
            "\n/// {zh}\n///\n/// {en}\n{about}fn {get}{name}({}) -> {returns};\n",
            all.join(", ")
        );
    }
    text
}

/// What the language calls values of `kind`.
fn rhai_type(kind: Kind) -> String {
    let own = format!("{kind:?}");
    let plain = match own.as_str() {
        "Text" => "String",
        "Integer" => "int",
        "Bool" => "bool",
        "Nothing" => "()",
        "Texts" | "Numbers" => "Array",
        _ => return own,
    };
    plain.to_owned()
}
