//! With `--lang en` the program's own words are English: what is left in Chinese stands in the report, in the
//! rules, or in the pack at hand.
#![expect(clippy::disallowed_methods, reason = "a test may read files")]

use std::fs;
use std::path::Path;

use crate::misspelt::sound::files;
use crate::program::{program, ran};

const FLAWED: &str = "tests/reports/2021-flawed.txt";

/// Pages, and the files they quote beside the rules.
const PAGES: [(&[&str], &[&str]); 18] = [
    (
        &[
            "audit",
            FLAWED,
            "--evidence",
            "all",
            "--as-of",
            "2024-03-05",
        ],
        &[FLAWED],
    ),
    (
        &[
            "audit",
            "tests/reports/2019-flawed.txt",
            "--evidence",
            "all",
        ],
        &["tests/reports/2019-flawed.txt"],
    ),
    (
        &["audit", "tests/reports/2017-clean.txt", "--evidence", "all"],
        &["tests/reports/2017-clean.txt"],
    ),
    (
        &[
            "audit",
            FLAWED,
            "--waivers",
            "tests/waivers/2021-flawed.toml",
            "--as-of",
            "2023-02-01",
        ],
        &[FLAWED, "tests/waivers/2021-flawed.toml"],
    ),
    (
        &["audit", "tests/reports/2021-clean.txt", FLAWED],
        &["tests/reports/2021-clean.txt", FLAWED],
    ),
    (&["facts", FLAWED], &[FLAWED]),
    (&["parse", FLAWED], &[FLAWED]),
    (&["rules", "--pack", "examples/packs/yunling"], &[]),
    (&["explain", "GJ01"], &[]),
    (&["explain", "GJ99"], &[]),
    (&["pack", "check", "tests/faulty/every-remark"], &[]),
    (
        &["pack", "test", "examples/packs/yunling", "--coverage"],
        &[],
    ),
    (
        &[
            "pack",
            "try",
            "YL04",
            FLAWED,
            "--pack",
            "tests/slips/yunling",
        ],
        &[FLAWED],
    ),
    (&["pack", "diff", "gid-2019", "gid-2021"], &[]),
    (&["pack", "new", "tests/slips"], &[]),
    (&["pack", "check", "nowhere"], &[]),
    (&["audit", "Cargo.toml"], &[]),
    (&["audit", "--nothing"], &[]),
];

#[test]
fn our_own_words_are_english() {
    let mut told = String::new();
    for folder in ["rules", "examples", "tests/slips/yunling", "tests/faulty"] {
        for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            told += &fs::read_to_string(file).unwrap_or_default();
        }
    }
    let mut wrong = Vec::new();
    for (args, quoted) in PAGES {
        let quoted: String = quoted
            .iter()
            .map(|it| fs::read_to_string(it).unwrap())
            .collect();
        let known = [told.as_str(), quoted.as_str()].concat();
        let known = [known.as_str(), &unquoted(&known)].concat();
        let ran = ran(program()
            .env("COLUMNS", "2000")
            .args(args)
            .args(["--lang", "en"]));
        for line in [ran.out, ran.err].concat().lines() {
            for word in chinese(line) {
                // A column or row is called by its label.
                let label = word.trim_end_matches(['列', '行']);
                if !known.contains(label) {
                    wrong.push(format!("{}: {word} in {}", args.join(" "), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The runs of Chinese letters in `line` that are not quoted, nor the text of a rule or of the report.
fn chinese(line: &str) -> Vec<String> {
    let told = ["× ", "⚠ ", "☞ ", "help: ", "passes　", "basis: "];
    let rule = told.iter().any(|it| line.trim_start().starts_with(it));
    if rule || line.contains(['│', '╰', '╭']) {
        return Vec::new();
    }
    let bare = unquoted(line);
    let is = |it: char| ('\u{4e00}'..='\u{9fff}').contains(&it);
    let words = bare.split(|it| !is(it)).filter(|it| !it.is_empty());
    words.map(str::to_owned).collect()
}

/// `text` without what stands in quotes.
fn unquoted(text: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '\n' => depth = 0,
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && letter != '”' {
            bare.push(letter);
        }
    }
    bare
}
