//! The repository's own rules: layers, rooms of foreign crates, names, sizes, and that what knows
//! a regulation is in `rules/`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::pack::Pack;

/// A foreign crate, and the only modules or files that may name it.
const ROOMS: &[(&str, &[&str])] = &[
    ("pest", &["parse"]),
    ("pest_derive", &["parse"]),
    ("toml", &["pack"]),
    ("include_dir", &["pack"]),
    ("chardetng", &["read"]),
    ("encoding_rs", &["read"]),
    ("zip", &["read"]),
    ("quick_xml", &["read"]),
    ("html5ever", &["read"]),
    ("hayro_syntax", &["read"]),
    ("hayro_cmap", &["read"]),
    ("flate2", &["read"]),
    ("serde_json", &["score", "render", "bin"]),
    ("rhai", &["script"]),
    ("regex", &["pattern"]),
    ("regex_syntax", &["pattern"]),
    ("aho_corasick", &["phrase"]),
    ("minijinja", &["render"]),
    ("textwrap", &["render"]),
    ("unicode_width", &["parse", "extract", "render"]),
    (
        "clap",
        &[
            "bin/hegui/args.rs",
            "bin/hegui/args/pack.rs",
            "bin/hegui/args/completions.rs",
            "bin/hegui/args/help.rs",
        ],
    ),
    ("clap_complete", &["bin/hegui/args/completions.rs"]),
    ("terminal_size", &["bin/hegui/screen.rs"]),
    ("std::fs", &["bin/hegui/files.rs", "bin/hegui/convert.rs"]),
];

/// The files that say what the program is for, and the words of packs that takes.
const ABOUT: [&str; 2] = ["bin/hegui/args.rs", "bin/hegui/main.rs"];
const SUBJECT: [&str; 4] = ["政府信息", "信息公开", "政府信息公开", "年度报告"];

/// The most lines of a file.
const LINES: usize = 450;

/// Every Rust file of `src/` by its path in it, with its text.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    gather(&root, &mut files);
    files.sort();
    let named = |path: PathBuf| {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        (name, fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(named).collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

/// Every grammar, with its text.
fn grammars() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar");
    let paths = fs::read_dir(root).unwrap().map(|it| it.unwrap().path());
    paths
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect()
}

/// The module a file belongs to.
fn module(name: &str) -> &str {
    name.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The lines of code before the tests, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| *line != "mod tests {")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(at, line)| (at + 1, line))
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether `line` names the crate or module `foreign`, and not something that ends in its name.
fn names(line: &str, foreign: &str) -> bool {
    line.match_indices(foreign).any(|(at, _)| {
        let before = line.get(..at).unwrap().chars().last();
        let after = line.get(at + foreign.len()..).unwrap();
        let whole = before.is_none_or(|it| !is_name(it) && it != ':' && it != '.');
        whole && (after.starts_with("::") || (line.starts_with("use ") && after.starts_with(';')))
    })
}

/// The modules as `lib.rs` declares them, lowest first. A module uses only those before it.
fn layers(sources: &[(String, String)]) -> Vec<&str> {
    let (_, lib) = sources.iter().find(|(name, _)| name == "lib.rs").unwrap();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod "));
    modules.filter_map(|it| it.strip_suffix(';')).collect()
}

#[test]
fn a_module_uses_only_layers_below_it() {
    let sources = sources();
    let layers = layers(&sources);
    assert!(layers.len() > 15, "{layers:?}");
    let mut wrong = Vec::new();
    for (name, text) in &sources {
        let own = module(name);
        if own == "bin" || own == "lib" {
            continue;
        }
        let Some(layer) = layers.iter().position(|it| *it == own) else {
            wrong.push(format!("{name}: `{own}` has no layer"));
            continue;
        };
        for (line, code) in code(text) {
            for used in code.split("crate::").skip(1) {
                let used = used.split(|it| !is_name(it)).next().unwrap();
                let below = layers
                    .iter()
                    .position(|it| *it == used)
                    .is_some_and(|it| it <= layer);
                if used.is_empty() {
                    wrong.push(format!("{name}:{line}: one `use crate::…` line a module"));
                } else if !below {
                    wrong.push(format!("{name}:{line}: {own} uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_foreign_crate_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (foreign, rooms) in ROOMS {
            if rooms
                .iter()
                .any(|room| name == *room || module(&name) == *room)
            {
                continue;
            }
            let found = code(&text).filter(|(_, line)| names(line, foreign));
            wrong.extend(found.map(|(line, _)| format!("{name}:{line}: {foreign}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    for (name, text) in sources() {
        assert!(
            text.starts_with("//! "),
            "{name} does not begin with what it is"
        );
        let lines = text.lines().count();
        assert!(
            lines <= LINES,
            "{name} has {lines} lines: split it by stage"
        );
        let stem = name.rsplit('/').next().unwrap().trim_end_matches(".rs");
        let vague = [
            "utils", "util", "helpers", "helper", "common", "misc", "prelude", "mod",
        ];
        assert!(!vague.contains(&stem), "{name}: name it for what it does");
    }
}

#[test]
fn no_file_of_tests_is_left_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = fs::read_to_string(root.join("main.rs")).unwrap();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_file = path.extension().is_some_and(|it| it == "rs") && name != "main";
        assert!(
            !is_file || main.contains(&format!("mod {name};\n")),
            "tests/{name}.rs"
        );
    }
}

#[test]
fn nothing_is_left_to_do() {
    for (name, text) in sources() {
        for (at, line) in text.lines().enumerate() {
            assert!(
                !line.contains("TODO") && !line.contains("FIXME"),
                "{name}:{}: {line}",
                at + 1
            );
        }
    }
}

/// Whether a file holds only what tests need.
fn is_test(name: &str) -> bool {
    let stem = name.rsplit('/').next().unwrap();
    ["tests.rs", "sample.rs"].contains(&stem)
}

fn folded(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// What the packs alone may name: regulations, forms, rows, kinds of organ, official labels.
fn official_words(packs: &[Pack]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut add = |word: &str, least: usize| {
        let word = folded(word);
        if word.chars().count() >= least {
            words.insert(word);
        }
    };
    for pack in packs {
        add(&pack.id, 1);
        add(&pack.title.zh, 1);
        let kinds = pack.report.subject.iter().chain(&pack.report.kind);
        kinds.for_each(|it| add(it, 3));
        for section in &pack.sections {
            section
                .title_words
                .iter()
                .flatten()
                .for_each(|it| add(it, 4));
            section.titles.iter().for_each(|it| add(it, 4));
            add(&section.name, 4);
            add(&format!("\"{}\"", section.id), 1);
        }
        for organ in &pack.organs {
            let words = organ.ends_with.iter().chain(&organ.contains);
            words.for_each(|it| add(it, 3));
            add(&organ.name.zh, 3);
            add(&format!("\"{}\"", organ.id), 1);
        }
        for form in &pack.forms {
            add(&form.name, 1);
            add(&form.title, 1);
            add(&format!("\"{}\"", form.id), 1);
            for block in &form.blocks {
                block.header.iter().for_each(|it| add(it, 4));
                let columns = block.columns.iter().map(|it| (&it.name, &it.labels));
                let rows = block.rows.iter().map(|it| (&it.name, &it.labels));
                for (name, labels) in columns.chain(rows) {
                    add(name, 4);
                    for label in labels {
                        add(label, 4);
                    }
                }
            }
        }
        for indicator in &pack.indicators {
            add(&indicator.name, 4);
            indicator.words.iter().flatten().for_each(|it| add(it, 4));
        }
        for requirement in &pack.requirements {
            let parts = requirement.document.split(['《', '》', '（', '）']);
            parts.for_each(|it| add(it, 4));
        }
    }
    words
}

/// The first and last years of the packs.
fn years(packs: &[Pack]) -> BTreeSet<String> {
    let spans = packs.iter().filter_map(|it| it.years);
    let years = spans.flat_map(|(from, to)| [Some(from), to]);
    years.flatten().map(|it| it.to_string()).collect()
}

#[test]
fn nothing_in_the_program_names_a_regulation() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let (words, years) = (official_words(&packs), years(&packs));
    assert!(words.len() > 300 && years.len() > 3, "{words:?} {years:?}");
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().chain(grammars()) {
        if is_test(&name) {
            continue;
        }
        let code: String = code(&text).map(|(_, line)| folded(line)).collect();
        for word in words.iter().filter(|it| code.contains(it.as_str())) {
            if !(ABOUT.contains(&name.as_str()) && SUBJECT.contains(&word.as_str())) {
                wrong.push(format!("{name}: {word}"));
            }
        }
        for (line, code) in self::code(&text) {
            let mut numbers = code.split(|it: char| !it.is_ascii_alphanumeric());
            if numbers.any(|it| years.contains(it)) {
                wrong.push(format!("{name}:{line}: {code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
