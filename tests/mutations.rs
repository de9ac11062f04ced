//! Valid reports of every built-in pack with one thing changed: whether the rules report it at its place,
//! and that what changes nothing is not reported. A sample; `hegui pack mutate` tries all.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and reads its examples"
)]

use std::fs;
use std::path::Path;

use hegui::mutate::{Example, Plan, mutate};
use hegui::render::{self, Lang, View};

use crate::misspelt::sound::files;
use crate::program::{hegui, scratch};

/// So many changes are tried of each pack.
const SAMPLE: usize = 100;

/// The invented reports in which nothing is wrong.
fn examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut paths: Vec<_> = paths
        .filter(|it| it.to_str().unwrap().ends_with("-clean.txt"))
        .collect();
    paths.sort();
    let example = |path: &std::path::PathBuf| Example {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        bytes: fs::read(path).unwrap(),
    };
    paths.iter().map(example).collect()
}

fn holds(id: &str) {
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let pack = packs.iter().find(|it| it.id == id).unwrap();
    let plan = Plan {
        seed: 1,
        most: Some(SAMPLE),
    };
    let mutated = mutate(pack, &packs, &examples(), plan);
    assert!(
        mutated.alarms.is_empty(),
        "{}",
        render::mutations(&mutated, &View::plain(100))
    );
    insta::with_settings!(
        { snapshot_path => "mutations", prepend_module_to_snapshot => false, omit_expression => true },
        { insta::assert_snapshot!(id, render::shares(&mutated, Lang::En)) }
    );
    // Machines are told the same, beside the cases.
    let all = std::slice::from_ref(&mutated);
    let page: serde_json::Value =
        serde_json::from_str(&render::trials_json(&[], &[], all)).unwrap();
    assert_eq!(page.pointer("/mutations/0/pack").unwrap(), id);
    let junit = render::trials_junit(&[], &[], all);
    let suite = format!("tests=\"{}\" failures=\"0\"", mutated.harmless.len());
    assert!(junit.contains(&suite), "{junit}");
    assert!(
        junit.contains(&format!("classname=\"{id}.mutate\"")),
        "{junit}"
    );
}

#[test]
fn of_2008() {
    holds("gid-2008");
}

#[test]
fn of_2019() {
    holds("gid-2019");
}

#[test]
fn of_2021() {
    holds("gid-2021");
}

/// A copy of the pack of another kind of report, with a rule that takes words around the report for its
/// own where `alarming`.
fn copied(name: &str, alarming: bool) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/packs/website-2017");
    let to = scratch(name);
    for path in files(&from) {
        let copy = to.join(path.strip_prefix(&from).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&path, &copy).unwrap();
    }
    if alarming {
        let rules = to.join("completeness.toml");
        let before = fs::read_to_string(&rules).unwrap();
        let requirement = before.split("requirement = ").nth(1).unwrap();
        let requirement = requirement.lines().next().unwrap();
        let dimension = before.split("dimension = ").nth(1).unwrap();
        let dimension = dimension.lines().next().unwrap();
        let rule = format!(
            "\n[[rule]]\nid = \"words-around\"\ncode = \"WZ99\"\ntitle = {{ zh = \"夹有别的话\" }}\n\
             requirement = {requirement}\nseverity = \"hint\"\ndimension = {dimension}\n\
             fail = \"夹有别的话\"\npass = \"没有夹别的话\"\nhelp = \"删去。\"\n"
        );
        fs::write(&rules, before + rule.as_str()).unwrap();
        let script = to.join("completeness.rhai");
        let function =
            "\nfn words_around(report, check) {\n    check.absent(report.find(\"打印本页\"));\n}\n";
        fs::write(&script, fs::read_to_string(&script).unwrap() + function).unwrap();
    }
    to.to_str().unwrap().to_owned()
}

/// What is not reported may be nobody's fault and is only told; what is reported of a valid report ends the
/// tests of a pack with 1.
#[test]
fn a_false_alarm_fails_the_tests_of_a_pack() {
    let sound = copied("website-sound", false);
    let ran = hegui(&["pack", "test", &sound, "--mutate"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.says("应当报：") && ran.says("什么也没有报"),
        "{}",
        ran.out
    );
    let alarming = copied("website-alarming", true);
    assert_eq!(hegui(&["pack", "test", &alarming]).code, 0);
    let ran = hegui(&["pack", "test", &alarming, "--mutate"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.says("，网页上下文") && ran.says("WZ99 夹有别的话"),
        "{}",
        ran.out
    );
}
