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
