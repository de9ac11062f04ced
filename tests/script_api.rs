//! docs/script-api.md lists what scripts can ask and say, as it is registered.
#![expect(clippy::disallowed_methods, reason = "a test may read its files")]

use std::fmt::Write as _;

use hegui::script::{Accepts, Entry, Kind, entries};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/script-api.md");

#[test]
fn the_documentation_lists_what_there_is() {
    let page = page();
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        assert!(std::fs::write(FILE, &page).is_ok(), "cannot write {FILE}");
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == page, "HEGUI_UPDATE=1 cargo test script_api::");
}

fn page() -> String {
    let mut page = String::from(
        "# 脚本接口 · What scripts can ask and say\n\n\
         规则的脚本写在 `<主题>.rhai` 里：`fn 规则名(report, check) { … }`。名字都写在引号里，章节、指标、表、行、列用 id 或简称都可以。\n\
         事实之间只用 `check.…` 比较；`+`、`-` 用于数，`&`、`|`、`!` 用于是否，数可以 `*` 整数。\n\n\
         This page is made from what is registered: `HEGUI_UPDATE=1 cargo test script_api::`.\n",
    );
    let mut kinds: Vec<Kind> = Vec::new();
    for entry in entries() {
        kinds.extend(entry.receiver);
    }
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let _ = write!(page, "\n## {} · {kind:?}\n\n", kind.name());
        page += "| 写法 | 给出 | 意思 | meaning |\n|---|---|---|---|\n";
        for entry in entries().iter().filter(|it| it.receiver == Some(kind)) {
            let Entry {
                zh, en, returns, ..
            } = entry;
            let _ = writeln!(
                page,
                "| `.{}` | {} | {zh} | {en} |",
                written(entry),
                returns.name()
            );
        }
        if let Some(item) = kind.item() {
            let _ = writeln!(page, "\n`for` 逐个给出：{}。", item.name());
        }
    }
    page
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
        let get = if entry.property { "get " } else { "" };
        let returns = rhai_type(entry.returns);
        let _ = write!(
            text,
            "\n/// {zh}\n///\n/// {en}\nfn {get}{name}({}) -> {returns};\n",
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
