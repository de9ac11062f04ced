//! What loads, and what is said of packs that do not. A case is a text with files that stand in
//! for those of the sound packs, `=== pack/path` before each; what is said stands beside it.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read its cases"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::pack::{self, PackFiles};
use hegui::rule::Severity;
use hegui::source::Source;
use miette::{GraphicalReportHandler, GraphicalTheme};

type Packs = BTreeMap<String, PackFiles>;

#[test]
fn sound_packs_load() {
    let packs = pack::load(&sound().into_values().collect::<Vec<_>>()).unwrap();
    let ids: Vec<&str> = packs.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["shelter-2030", "shelter-common"]);

    let pack = pack::choose(&packs, 2031).unwrap();
    assert_eq!(pack.id, "shelter-2030");
    assert_eq!(pack.extends, ["shelter-common"]);
    let rules: Vec<&str> = pack.rules.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        rules,
        [
            "overview-missing",
            "intake-table-missing",
            "intake-unbalanced"
        ]
    );
    assert_eq!(pack.sections.len(), 2);
    assert_eq!(pack.report.subject, ["收容"]);
    assert_eq!(pack.forms.first().unwrap().identities.len(), 1);
    assert_eq!(pack.sha256.len(), 64);
    assert!(pack::choose(&packs, 2029).is_none());
}

#[test]
fn digests_follow_every_file_of_every_base() {
    let digest = |packs: Packs| {
        let packs = pack::load(&packs.into_values().collect::<Vec<_>>()).unwrap();
        pack::choose(&packs, 2030).unwrap().sha256.clone()
    };
    let mut changed = sound();
    let base = changed.get_mut("shelter-common").unwrap();
    let text = base.get("sections.toml").unwrap().text().to_owned();
    base.insert(
        "sections.toml".into(),
        Source::new("sections.toml", format!("{text}\n")),
    );
    assert_ne!(digest(sound()), digest(changed));
    assert_eq!(digest(sound()), digest(sound()));
}

#[test]
fn a_rule_replaces_the_inherited_one_only_where_that_is_switched_off() {
    let load = |packs: Packs| pack::load(&packs.into_values().collect::<Vec<_>>());
    let mut packs = sound();
    let text = packs["shelter-common"]["sections.toml"]
        .text()
        .replace("error", "hint");
    let own = packs.get_mut("shelter-2030").unwrap();
    own.insert("sections.toml".into(), Source::new("sections.toml", text));
    let change = "\n[[change]]\nrule = \"overview-missing\"\noff = true\nreason = \"改作提示\"\n";
    let manifest = format!("{}{change}", own["pack.toml"].text());
    let refused = load(packs.clone()).unwrap_err();
    assert!(
        matches!(refused.0.as_slice(), [it] if it.message.contains("S01")),
        "{refused:?}"
    );
    let own = packs.get_mut("shelter-2030").unwrap();
    own.insert("pack.toml".into(), Source::new("pack.toml", manifest));
    let packs = load(packs).unwrap();
    let pack = pack::choose(&packs, 2030).unwrap();
    let rules = pack.rules.iter();
    let mut rules = rules.filter(|it| it.id == "overview-missing");
    assert_eq!(rules.next().unwrap().pack, "shelter-2030");
    assert!(rules.next().is_none());
    let changes: Vec<(&[&str], &str)> = pack
        .changes
        .iter()
        .map(|it| (it.fields.as_slice(), it.reason.as_str()))
        .collect();
    assert_eq!(changes, [(&["rule"][..], "改作提示")]);
}

#[test]
fn an_overlay_changes_what_it_inherits() {
    let overlay = r#"
        id = "shelter-province"
        version = "1.0.0"
        title = { zh = "省里的补充" }
        extends = ["shelter-2030"]
        [years]
        from = 2030
        [[change]]
        rule = "intake-table-missing"
        off = true
        reason = "另行报送"
        [[change]]
        rule = "overview-missing"
        severity = "hint"
        fail = "请补写总体情况"
        reason = "过渡一年"
    "#;
    let mut packs = sound();
    let files = PackFiles::from([("pack.toml".into(), Source::new("pack.toml", overlay))]);
    packs.insert("shelter-province".into(), files);
    let packs = pack::load(&packs.into_values().collect::<Vec<_>>()).unwrap();
    let pack = packs.iter().find(|it| it.id == "shelter-province").unwrap();
    let rules: Vec<(&str, Severity)> = pack
        .rules
        .iter()
        .map(|it| (it.id.as_str(), it.severity))
        .collect();
    assert_eq!(
        rules,
        [
            ("overview-missing", Severity::Hint),
            ("intake-unbalanced", Severity::Error)
        ]
    );
    assert_eq!(pack.rules[0].fail, "请补写总体情况");
    assert!(
        pack.rules[1].blocked_by.is_empty(),
        "what is off blocks nothing"
    );
    let changes: Vec<(&str, &[&str])> = pack
        .changes
        .iter()
        .map(|it| (it.rule.as_str(), it.fields.as_slice()))
        .collect();
    assert_eq!(
        changes,
        [
            ("intake-table-missing", &["off"][..]),
            ("overview-missing", &["severity", "fail"])
        ]
    );
}

#[test]
fn built_in_packs_load() {
    if let Err(errors) = pack::load(&pack::builtin()) {
        std::panic::panic_any(rendered(&errors));
    }
}

#[test]
fn broken_packs_say_what_is_wrong() {
    let mut cases: Vec<PathBuf> = files(&folder())
        .into_iter()
        .filter(|it| is_text(it))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("packs");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for case in cases {
            let name = case.file_stem().unwrap().to_str().unwrap();
            let packs = overlaid(&fs::read_to_string(&case).unwrap());
            let errors = pack::load(&packs.into_values().collect::<Vec<_>>()).unwrap_err();
            let lacking: Vec<String> = errors.0.iter().filter_map(crate::slips::lacking).collect();
            assert!(lacking.is_empty(), "{name}: {}", lacking.join("\n"));
            insta::assert_snapshot!(name, rendered(&errors));
        }
    });
}

fn rendered(errors: &pack::PackErrors) -> String {
    let mut text = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .render_report(&mut text, errors)
        .unwrap();
    text
}

/// The sound packs with the files of `case` in place of theirs.
fn overlaid(case: &str) -> Packs {
    let mut packs = sound();
    for file in case.split("=== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let (pack, inside) = path.split_once('/').unwrap();
        let source = Source::new(path, text);
        packs
            .entry(pack.into())
            .or_default()
            .insert(inside.into(), source);
    }
    packs
}

fn sound() -> Packs {
    let root = folder().join("sound");
    let mut packs = Packs::new();
    for file in files(&root) {
        let path = file
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        let (pack, inside) = path.split_once('/').unwrap();
        let source = Source::new(path.as_str(), fs::read_to_string(&file).unwrap());
        packs
            .entry(pack.into())
            .or_default()
            .insert(inside.into(), source);
    }
    packs
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs")
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "txt") && path.parent() == Some(&folder())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files
}
