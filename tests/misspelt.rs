//! A misspelled rule never looks like a clean report: each case changes one place of a sound pack,
//! and the pack is refused at that place, with what was perhaps meant.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and read its cases"
)]

pub(crate) mod sound;

use std::fs;

use hegui::pack::{self, PackFiles};
use hegui::source::Source;

use self::sound::{files, folder, sound};

/// One change of the sound packs, and what must be said of it.
struct Case {
    /// What is misspelled.
    what: String,
    /// The file that is changed.
    file: String,
    /// What is written there.
    old: String,
    /// What stands there instead.
    new: String,
    /// The file and line of the fault, if it is not that of the change.
    at: Option<(String, usize)>,
    /// Words of the help or the message.
    says: String,
    /// How many faults there are.
    faults: usize,
}

#[test]
fn sound_packs_load() {
    let packs: Vec<PackFiles> = sound().into_values().collect();
    if let Err(errors) = pack::load(&packs) {
        let all: Vec<String> = errors.0.iter().map(said).collect();
        std::panic::panic_any(all.join("\n"));
    }
}

#[test]
fn every_slip_is_refused_at_its_place() {
    let cases: Vec<Case> = files(&folder())
        .iter()
        .filter(|it| it.extension().is_some_and(|it| it == "toml"))
        .filter(|it| it.parent() == Some(&folder()))
        .flat_map(|it| cases(&fs::read_to_string(it).unwrap()))
        .collect();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(wrong).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// What is wrong with what is said of `case`.
fn wrong(case: &Case) -> Option<String> {
    let mut packs = sound();
    let (name, inside) = case.file.split_once('/').unwrap();
    let pack = packs.get_mut(name).unwrap();
    let text = pack[inside].text().to_owned();
    let Some(at) = text.find(&case.old) else {
        return Some(format!("{}: `{}` is not there", case.what, case.old));
    };
    let line = text.get(..at).unwrap().matches('\n').count() + 1;
    let changed = text.replacen(&case.old, &case.new, 1);
    pack.insert(inside.into(), Source::new(case.file.as_str(), changed));
    let Err(errors) = pack::load(&packs.into_values().collect::<Vec<_>>()) else {
        return Some(format!("{}: it loads", case.what));
    };
    let place = case.at.clone().unwrap_or((case.file.clone(), line));
    let right = errors.0.iter().any(|error| {
        let words = format!(
            "{}\n{}",
            error.message,
            error.help.as_deref().unwrap_or_default()
        );
        (error.file.clone(), error.line().unwrap_or(0)) == place && words.contains(&case.says)
    });
    let lacking = errors.0.iter().find_map(crate::slips::lacking);
    if let Some(lacking) = lacking {
        return Some(format!("{}: {lacking}", case.what));
    }
    (!right || errors.0.len() != case.faults).then(|| {
        let all: Vec<String> = errors.0.iter().map(said).collect();
        format!(
            "{}: expected {}:{} {} ({} faults); came\n    {}",
            case.what,
            place.0,
            place.1,
            case.says,
            case.faults,
            all.join("\n    ")
        )
    })
}

fn said(error: &pack::PackError) -> String {
    let line = error.line().unwrap_or(0);
    let help = error.help.as_deref().unwrap_or("-");
    format!("{}:{line} {} [{help}]", error.file, error.message)
}

fn cases(text: &str) -> Vec<Case> {
    let table: toml::Table = text.parse().unwrap();
    let all = table.get("case").unwrap().as_array().unwrap();
    let case = |case: &toml::Value| {
        let text = |key: &str| case.get(key).map(|it| it.as_str().unwrap().to_owned());
        let file = text("file").unwrap();
        let line = case
            .get("line")
            .map(|it| usize::try_from(it.as_integer().unwrap()).unwrap());
        Case {
            what: text("what").unwrap(),
            old: text("old").unwrap(),
            new: text("new").unwrap(),
            at: line.map(|line| (text("in").unwrap_or(file.clone()), line)),
            says: text("says").unwrap(),
            faults: case
                .get("faults")
                .map_or(1, |it| usize::try_from(it.as_integer().unwrap()).unwrap()),
            file,
        }
    };
    all.iter().map(case).collect()
}
