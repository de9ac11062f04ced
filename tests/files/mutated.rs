//! Files changed at random, as bytes and, where they are packages, inside: none breaks a reader.
//!
//! `HEGUI_ROUNDS=200000 cargo test --release mutated -- --ignored` goes on for long.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use hegui::extract::extract;
use hegui::pack::{self, Pack};
use hegui::parse::parse;
use hegui::read::{Comment, legacy, read, with_comments};
use hegui::source::Span;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::files::{packs, root};

/// A little generator: the same numbers in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % limit.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a [u8]]) -> &'a [u8] {
        of[self.below(of.len())]
    }
}

/// What readers stumble over.
const WORDS: [&[u8]; 22] = [
    b"999999999999",
    b"-1",
    b"0",
    b"\0",
    b"\xff\xfe",
    b"<",
    b">",
    b"</",
    b"/>",
    b"\"",
    b"&#x110000;",
    b"&lt;",
    b"<!--",
    b"<![CDATA[",
    b"<table>",
    b"<w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"<text:list>",
    b"table:number-columns-repeated=\"99999\"",
    b" endobj ",
    b" BT /F 1 Tf (x) Tj ",
    b"colspan=99999 rowspan=99999",
];

fn changed(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(200)).min(bytes.len());
        match chance.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            4 => {
                // A tag goes, so that what stands in it stands elsewhere.
                let open = bytes[at..]
                    .iter()
                    .position(|it| *it == b'<')
                    .map(|it| at + it);
                if let Some(open) = open
                    && let Some(close) = bytes[open..].iter().position(|it| *it == b'>')
                {
                    bytes.drain(open..=open + close);
                }
            }
            _ => {
                let word = chance.one(&WORDS);
                let end = if chance.below(2) == 0 { at } else { end };
                bytes.splice(at..end, word.iter().copied());
            }
        }
    }
    bytes
}

/// The package with one of its parts changed.
fn changed_inside(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let parts = old.len();
    let which = chance.below(parts);
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..parts {
        let mut file = old.by_index(at).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut part = Vec::new();
        file.read_to_end(&mut part).ok()?;
        let main = name.ends_with("document.xml") || name.ends_with("content.xml");
        if at == which || main && chance.below(2) == 0 {
            part = changed(&part, chance);
        }
        let options = SimpleFileOptions::default().compression_method(file.compression());
        new.start_file(name, options).ok()?;
        new.write_all(&part).ok()?;
    }
    Some(new.finish().ok()?.into_inner())
}

fn run(packs: &[Pack], name: &str, bytes: &[u8]) {
    let _ = legacy(bytes);
    let Ok(source) = read(name, bytes) else {
        return;
    };
    if source.format() == "docx" {
        let half = source.text().len() / 2;
        let comments = [None, Some(Span::new(half, half))].map(|span| Comment {
            span,
            text: "看这里".to_owned(),
        });
        if let Ok(made) = with_comments(name, bytes, &comments) {
            assert_eq!(read(name, &made).unwrap().text(), source.text());
        }
    }
    let document = parse(source);
    let pack = pack::choose(packs, 2021).unwrap();
    let _ = extract(&document, pack);
}

fn rounds(count: usize) {
    let packs = packs();
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("files"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it != "rs" && it != "py"))
        .collect();
    paths.sort();
    let files: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| (path.display().to_string(), fs::read(path).unwrap()))
        .collect();
    for round in 0..count {
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (u64::try_from(round).unwrap() << 20));
        chance.below(2);
        let (name, bytes) = &files[round % files.len()];
        let packed = bytes.starts_with(b"PK") && chance.below(8) > 0;
        let case = if packed {
            changed_inside(bytes, &mut chance)
        } else {
            Some(changed(bytes, &mut chance))
        };
        let Some(case) = case else { continue };
        let kept = catch_unwind(AssertUnwindSafe(|| run(&packs, name, &case)));
        if kept.is_err() {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("broken-{round}"));
            fs::write(&path, &case).unwrap();
            panic!("round {round}, {name}: kept as {}", path.display());
        }
    }
}

#[test]
fn changed_files_are_no_panic() {
    rounds(150);
}

#[test]
#[ignore = "goes on for long"]
fn changed_files_are_no_panic_for_long() {
    let count = std::env::var("HEGUI_ROUNDS").unwrap_or_default();
    rounds(count.parse().unwrap_or(20_000));
}
