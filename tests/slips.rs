//! What fresh authors do wrong, each slip made on the pack of the guide: what the program says of it
//! stands in a file of the slip's name. Every fault says its place and its cure, in both languages.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic, read and write files"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::bilingual::Bilingual as _;
use hegui::pack::{self, PackError, PackErrors};
use hegui::suite::{self, Folder};
use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::program::{Ran, program, ran, scratch};

/// The pack that the slips are made in, and the slips.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/slips")
}

const PACK: &str = "yunling";

/// A slip.
struct Slip {
    name: String,
    what: String,
    file: Option<String>,
    old: Option<String>,
    new: Option<String>,
    saved: Option<String>,
    moved: Option<String>,
    run: String,
}

fn slips() -> Vec<Slip> {
    let text = fs::read_to_string(folder().join("slips.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let all = table.get("slip").unwrap().as_array().unwrap().iter();
    all.map(|it| {
        let text = |key: &str| it.get(key).map(|it| it.as_str().unwrap().to_owned());
        Slip {
            name: text("name").unwrap(),
            what: text("what").unwrap(),
            file: text("file"),
            old: text("old"),
            new: text("new"),
            saved: text("saved"),
            moved: text("moved"),
            run: text("run").unwrap_or_else(|| "check".into()),
        }
    })
    .collect()
}

/// The files of the pack with the slip in them.
fn slipped(slip: &Slip) -> Folder {
    let root = folder().join(PACK);
    let mut files = Folder::new();
    for entry in fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read(&path).unwrap());
    }
    let Some(file) = &slip.file else {
        return files;
    };
    let text = String::from_utf8(files.remove(file).unwrap()).unwrap();
    let text = match (&slip.old, &slip.new) {
        (Some(old), Some(new)) => {
            assert!(text.contains(old), "{}: `{old}` is not there", slip.name);
            text.replacen(old, new, 1)
        }
        _ => text,
    };
    let bytes = match slip.saved.as_deref() {
        None => text.into_bytes(),
        Some("gone") => return files,
        Some("empty") => Vec::new(),
        Some("gb18030") => encoding_rs::GB18030.encode(&text).0.into_owned(),
        Some("utf16") => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Some(_) => format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes(),
    };
    let name = slip.moved.clone().unwrap_or_else(|| file.clone());
    files.insert(name, bytes);
    files
}

/// What is said of the slip: that of loading in here, everything else by the program.
fn said(slip: &Slip) -> (String, Vec<PackError>) {
    let files = slipped(slip);
    if slip.run == "check" && slip.saved.is_none() {
        let mut packs = pack::builtin();
        packs.push(suite::pack_files(PACK, &files));
        return match pack::load(&packs) {
            Ok(_) => ("没有错误\n".to_owned(), Vec::new()),
            Err(errors) => (rendered(&errors), errors.0),
        };
    }
    let root = scratch(&format!("slips/{}", slip.name));
    fs::create_dir_all(root.join(PACK)).unwrap();
    for (name, bytes) in &files {
        fs::write(root.join(PACK).join(name), bytes).unwrap();
    }
    if slip.run.starts_with("try") {
        let report = "tests/reports/2021-clean.txt";
        fs::copy(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(report),
            root.join("2021-clean.txt"),
        )
        .unwrap();
    }
    let words: Vec<&str> = slip.run.split(' ').collect();
    let mut page = String::new();
    for lang in ["zh", "en"] {
        let mut args = vec!["pack"];
        args.extend(&words);
        if words.len() > 1 {
            args.push("--pack");
        }
        args.extend([PACK, "--lang", lang]);
        let Ran { code, out, err } = ran(program().current_dir(&root).args(args));
        let err: String = err
            .lines()
            .filter(|it| !it.contains("µs") && !it.contains("微秒"))
            .fold(String::new(), |text, line| text + line + "\n");
        let _ = write!(page, "{lang} {code}\n{out}{err}");
    }
    (page, Vec::new())
}

fn rendered(errors: &PackErrors) -> String {
    let mut text = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .render_report(&mut text, errors)
        .unwrap();
    for error in &errors.0 {
        let (message, help) = error.english();
        let _ = write!(text, "\nen: {message}\n    {}\n", help.unwrap_or_default());
    }
    text
}

#[test]
fn what_is_said_of_every_slip_helps() {
    let slips = slips();
    assert!(slips.len() >= 90);
    let half = slips.len().div_ceil(2);
    let all: Vec<(String, Vec<PackError>)> = std::thread::scope(|scope| {
        let halves: Vec<_> = slips
            .chunks(half)
            .map(|part| scope.spawn(move || part.iter().map(said).collect::<Vec<_>>()))
            .collect();
        let done = halves.into_iter().flat_map(|it| it.join().unwrap());
        done.collect()
    });
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("slips");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (slip, (page, errors)) in slips.iter().zip(&all) {
            let lacking: Vec<String> = errors.iter().filter_map(lacking).collect();
            assert!(lacking.is_empty(), "{}: {lacking:?}", slip.name);
            insta::assert_snapshot!(slip.name.as_str(), format!("{}\n{page}", slip.what));
        }
    });
}

/// What a fault lacks: a cure, or English. Words of packs are quoted as they are.
pub(crate) fn lacking(error: &PackError) -> Option<String> {
    let (message, help) = error.english();
    let Some(help) = help else {
        return Some(format!("no cure: {}", error.message));
    };
    let chinese = |text: &str| {
        // The names there are follow.
        let text = text.split("there are: ").next().unwrap_or_default();
        let bare = text.split('`').step_by(2).collect::<String>();
        let bare = bare.split('"').step_by(2).collect::<String>();
        bare.chars()
            .any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
    };
    let parts = [message, help];
    let left = parts.into_iter().find(|it| chinese(it));
    left.map(|it| format!("not English: {it}"))
}
