//! The guide for pack authors, followed word for word in an empty folder: its files are written, its
//! commands run, and what they print is compared with what the guide shows.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic, read and write files"
)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Ran, program, ran, scratch};

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/writing-packs.md")
}

/// What `command` prints in `folder`; what is redirected goes to its file.
fn run(folder: &Path, command: &str) -> String {
    let (command, file) = match command.split_once(" > ") {
        Some((command, file)) => (command, Some(file)),
        None => (command, None),
    };
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("hegui"), "{command}");
    let Ran { code, out, err } = ran(program().current_dir(folder).args(words));
    match file {
        Some(file) => {
            fs::write(folder.join(file), out).unwrap();
            String::new()
        }
        None if code == 2 => out + err.as_str(),
        None => out,
    }
}

/// A block of commands as it should read: each with what it prints below it.
fn told(folder: &Path, block: &str) -> String {
    let mut text = String::new();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let out = run(folder, command);
        text += &["$ ", command, "\n", &out].concat();
    }
    text
}

#[test]
fn the_guide_does_what_it_says() {
    let folder = scratch("guide");
    fs::create_dir_all(&folder).unwrap();
    let docs = fs::read_to_string(guide()).unwrap();
    let mut written = String::new();
    let mut commands = 0;
    for (at, part) in docs.split("```").enumerate() {
        // Every second part is a block: its kind in the first line.
        let Some((kind, block)) = part.split_once('\n').filter(|_| at % 2 == 1) else {
            written += if at == 0 { "" } else { "```" };
            written += part;
            continue;
        };
        let mut shown = block.to_owned();
        if kind == "console" {
            commands += 1;
            shown = told(&folder, block);
        } else if let Some((_, path)) = kind.split_once(" file=") {
            fs::write(folder.join(path), block).unwrap();
        } else if let Some((_, path)) = kind.split_once(" append=") {
            let before = fs::read_to_string(folder.join(path)).unwrap();
            fs::write(folder.join(path), [before.as_str(), block].concat()).unwrap();
        }
        written += &["```", kind, "\n", &shown].concat();
    }
    assert!(commands > 5);
    if std::env::var_os("HEGUI_UPDATE").is_some() {
        fs::write(guide(), &written).unwrap();
    }
    assert_eq!(
        docs, written,
        "HEGUI_UPDATE=1 cargo test guide:: writes it anew"
    );
}
