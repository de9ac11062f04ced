//! The examples of the script interface: each is run on a blank report with small changes, and must
//! come to exactly what docs/script-api says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use hegui::audit::Audit;
use hegui::pack::{self, Pack};
use hegui::rule::Case;
use hegui::script::{Judgement, Kind, Named, Script};
use hegui::source::Source;
use hegui::suite::{self, Folder};
use hegui::trial::trial;
use hegui::verdict::Outcome;

/// The year of the report that examples are run on.
const YEAR: i32 = 2023;

/// What stands between an example and what comes of it.
const ARROW: &str = " → ";

/// What is written of one entry.
pub(super) struct About {
    /// `Kind.name`.
    pub(super) name: String,
    /// What each argument means.
    pub(super) args: Vec<String>,
    /// What it gives, with its unit and range.
    pub(super) gives: String,
    /// When it gives nothing, and what comes of the rule then.
    pub(super) lacks: Option<String>,
    /// What is tried, each with what comes of it.
    pub(super) examples: Vec<Example>,
}

/// Something to try, and what comes of it.
pub(super) struct Example {
    /// As it is written: the report, what is asked, what comes.
    pub(super) text: String,
}

/// An operator.
pub(super) struct Operator {
    pub(super) sign: String,
    pub(super) zh: String,
    pub(super) examples: Vec<Example>,
}

/// A report that examples are run on.
pub(super) struct Report {
    pub(super) name: String,
    /// What is in it.
    pub(super) says: String,
    pack: Option<String>,
    case: Case,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/script-api")
}

pub(super) fn table(file: &str) -> toml::Table {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    text.parse().unwrap()
}

fn text(table: &toml::Value, key: &str) -> Option<String> {
    table.get(key).map(|it| it.as_str().unwrap().to_owned())
}

fn texts(table: &toml::Value, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array);
    let list = list.into_iter().flatten();
    list.map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn tables(file: &str, key: &str) -> Vec<toml::Value> {
    let list = table(file)
        .get(key)
        .and_then(toml::Value::as_array)
        .cloned();
    list.unwrap_or_default()
}

fn examples(table: &toml::Value) -> Vec<Example> {
    let all = texts(table, "examples").into_iter();
    all.map(|text| Example { text }).collect()
}

/// The files that tell of entries.
const FILES: [&str; 4] = ["report.toml", "text.toml", "check.toml", "values.toml"];

pub(super) fn abouts() -> Vec<About> {
    let all = FILES.into_iter().flat_map(|file| tables(file, "entry"));
    all.map(|it| About {
        name: text(&it, "name").unwrap(),
        args: texts(&it, "args"),
        gives: text(&it, "gives").unwrap(),
        lacks: text(&it, "lacks"),
        examples: examples(&it),
    })
    .collect()
}

pub(super) fn operators() -> Vec<Operator> {
    let all = tables("operators.toml", "operator").into_iter();
    all.map(|it| Operator {
        sign: text(&it, "sign").unwrap(),
        zh: text(&it, "zh").unwrap(),
        examples: examples(&it),
    })
    .collect()
}

pub(super) fn reports() -> Vec<Report> {
    let all = tables("cases.toml", "case").into_iter();
    all.map(|it| {
        let pairs = |key: &str| -> Vec<(String, String)> {
            let table = it.get(key).and_then(toml::Value::as_table);
            let said = |value: &toml::Value| {
                let text = value.as_str().map(str::to_owned);
                text.unwrap_or_else(|| value.to_string())
            };
            let all = table.into_iter().flatten();
            all.map(|(key, value)| (key.clone(), said(value))).collect()
        };
        Report {
            name: text(&it, "name").unwrap(),
            says: text(&it, "says").unwrap(),
            pack: text(&it, "pack"),
            case: Case {
                year: it.get("pack").is_none().then_some(YEAR),
                set: pairs("set"),
                append: pairs("append"),
                replace: pairs("replace"),
                remove: texts(&it, "remove"),
                remove_forms: texts(&it, "remove_forms"),
                as_of: text(&it, "as_of"),
                prior: pairs("prior"),
                prior_append: pairs("prior_append"),
                others: texts(&it, "others"),
                others_append: pairs("others_append"),
                ..Case::default()
            },
        }
    })
    .collect()
}

/// The packs that examples use, with no rules to judge by but one.
static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/packs/website-2017");
    let mut files = pack::builtin();
    let mut website = Folder::new();
    for file in crate::misspelt::sound::files(&folder) {
        let path = file.strip_prefix(&folder).unwrap().to_str().unwrap();
        website.insert(path.replace('\\', "/"), fs::read(&file).unwrap());
    }
    files.push(suite::pack_files("website-2017", &website));
    let mut packs = pack::load(&files).unwrap();
    for pack in &mut packs {
        pack.rules.truncate(1);
    }
    packs
});

fn pack_of(report: Option<&Report>) -> &'static Pack {
    let name = report.and_then(|it| it.pack.as_deref());
    let name = name.unwrap_or("gid-2021");
    PACKS.iter().find(|it| it.id == name).unwrap()
}

impl Example {
    /// The report it is run on, in words; what is tried; what comes of it.
    pub(super) fn parts(&self) -> (Option<&str>, &str, &str) {
        let (tried, comes) = self.text.split_once(ARROW).unwrap_or((&self.text, ""));
        let ends = [('[', "] "), ('“', "” ")];
        let report = ends.into_iter().find_map(|(start, end)| {
            let inner = tried.strip_prefix(start)?;
            inner.split_once(end)
        });
        match report {
            Some((report, tried)) => (Some(report), tried, comes),
            None => (None, tried, comes),
        }
    }

    /// What comes of it.
    pub(super) fn comes(&self, reports: &[Report]) -> String {
        let (report, tried, _) = self.parts();
        let named = reports.iter().find(|it| Some(it.name.as_str()) == report);
        let known = report.is_none() || named.is_some() || self.text.starts_with('“');
        assert!(known, "no such report: {}", self.text);
        let case = match (named, report) {
            (Some(named), _) => named.case.clone(),
            (None, said) => Case {
                year: Some(YEAR),
                append: said
                    .map(|it| ("overview".into(), it.into()))
                    .into_iter()
                    .collect(),
                ..Case::default()
            },
        };
        let pack = pack_of(named);
        let trial = trial(pack, 0, &case);
        assert!(trial.is_ok(), "{:?}: {}", trial.err(), self.text);
        let audit = trial.unwrap().audit;
        of(tried, pack, &audit)
    }
}

/// What comes of `tried` on the report of `audit`.
fn of(tried: &str, pack: &Pack, audit: &Audit<'_>) -> String {
    let (round, tried) = match tried.split_once(": ") {
        Some((round, tried)) if round.contains(" in ") => (Some(round), tried),
        _ => (None, tried),
    };
    let judges = tried.contains("check.");
    let body = if judges {
        tried.to_owned()
    } else {
        format!("let it = {tried};\n        check.equal(1, 1);")
    };
    let body = match round {
        Some(round) => format!("for {round} {{\n        {body}\n    }}"),
        None => body,
    };
    let text = format!("fn example(report, check) {{\n    {body}\n}}\n");
    let refused = |errors: Vec<hegui::script::ScriptError>| {
        let all = errors.into_iter().map(|it| match it.help {
            Some(help) => format!("{}（{help}）", it.message),
            None => it.message,
        });
        format!("拒绝：{}", all.collect::<Vec<_>>().join("；"))
    };
    let script = match Script::compile(&Source::new("example.rhai", text)) {
        Ok(script) => script,
        Err(errors) => return refused(errors),
    };
    if let Err(errors) = script.check("example", &pack.words) {
        return refused(errors);
    }
    let beside = Arc::new(audit.beside.clone());
    if judges {
        return match script.run("example", &audit.facts, &pack.words, audit.as_of, &beside) {
            Ok(judgements) => {
                let all: Vec<String> = judgements.iter().map(judged).collect();
                all.join("；")
            }
            Err(error) => format!("规则出错：{}", error.message),
        };
    }
    let trace = script.watch("example", &audit.facts, &pack.words, audit.as_of, &beside);
    let value = trace.values.into_iter().find(|it: &Named| it.name == "it");
    value.map_or_else(|| "（没有走到）".to_owned(), |it| it.value)
}

/// One judgement in words.
fn judged(judgement: &Judgement) -> String {
    let outcome = match judgement.outcome {
        Outcome::Pass => "通过",
        Outcome::Fail => "不通过",
        Outcome::NotApplicable => "不适用",
        Outcome::CannotAssess => "无法判断",
        Outcome::Blocked | Outcome::RuleFault | Outcome::Waived => "？",
    };
    if let Some(why) = &judgement.why {
        return format!("{outcome}：{why}");
    }
    let place = |name: &str| {
        let all = ["left", "right", "difference", "found", "count"];
        all.iter().position(|it| *it == name).unwrap_or(all.len())
    };
    let values = judgement.values.iter();
    let values = values.filter(|(name, value)| *name != "item" && !value.is_empty());
    let mut values: Vec<_> = values.collect();
    values.sort_by_key(|(name, _)| place(name));
    let values = values
        .iter()
        .map(|(name, value)| format!("{{{name}}} {value}"));
    let values: Vec<String> = values.collect();
    if values.is_empty() {
        outcome.to_owned()
    } else {
        format!("{outcome}（{}）", values.join("，"))
    }
}

/// The examples that come to something else than is said; if asked, what comes is written instead.
pub(super) static WRONG: LazyLock<Vec<String>> = LazyLock::new(wrong);

fn wrong() -> Vec<String> {
    let reports = reports();
    let update = std::env::var_os("HEGUI_UPDATE").is_some();
    let mut wrong = Vec::new();
    for file in FILES.into_iter().chain(["operators.toml"]) {
        let path = folder().join(file);
        let before = fs::read_to_string(&path).unwrap();
        let mut after = before.clone();
        let all = ["entry", "operator"]
            .into_iter()
            .flat_map(|key| tables(file, key));
        for example in all.flat_map(|it| examples(&it)) {
            let comes = example.comes(&reports);
            let (_, _, stated) = example.parts();
            if stated != comes {
                let tried = example.text.split(ARROW).next().unwrap();
                let new = format!("{tried}{ARROW}{comes}");
                after = after.replace(&format!("'{}'", example.text), &format!("'{new}'"));
                wrong.push(new);
            }
        }
        if update && after != before {
            fs::write(&path, after).unwrap();
        }
    }
    if update { Vec::new() } else { wrong }
}

/// What is said of a name or value that does not fit, by what the argument may be.
pub(super) fn refusals() -> Vec<(String, String, String, String)> {
    let types = table("types.toml");
    let reports = reports();
    let params = types.get("params").unwrap().as_table().unwrap();
    let refused = types.get("refused").unwrap();
    let all = params.iter().map(|(kind, zh)| {
        let tried = refused.get(kind).unwrap().as_str().unwrap();
        let named = if kind == "Field" {
            "[网站报表] "
        } else {
            ""
        };
        let example = Example {
            text: format!("{named}{tried}"),
        };
        let zh = zh.as_str().unwrap().to_owned();
        (kind.clone(), zh, tried.to_owned(), example.comes(&reports))
    });
    all.collect()
}

/// What a kind of value is, in a sentence.
pub(super) fn kind(kind: Kind) -> String {
    let types = table("types.toml");
    let said = types
        .get("types")
        .and_then(|it| it.get(format!("{kind:?}")));
    said.map_or_else(String::new, |it| it.as_str().unwrap().to_owned())
}
