//! The text of a Word file, and comments put in it.
#![no_main]

use std::io::{Cursor, Write as _};

use hegui::read::{Comment, read, with_comments};
use hegui::source::Span;
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

const STYLES: &str = include_str!("../parts/styles.xml");
const LISTS: &str = include_str!("../parts/numbering.xml");
const RELATIONS: &str = r#"<Relationships><Relationship Type="x/styles" Target="styles.xml"/><Relationship Type="x/numbering" Target="numbering.xml"/></Relationships>"#;

fuzz_target!(|text: &str| {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, part) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", text),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", LISTS),
        ("word/_rels/document.xml.rels", RELATIONS),
    ] {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let Ok(source) = read("case", &bytes) else { return };
    let half = source.text().len() / 2;
    let comments = [None, Some(Span::new(half, half))].map(|span| Comment {
        span,
        text: "a\n<b>".to_owned(),
    });
    if let Ok(made) = with_comments("case", &bytes, &comments) {
        assert_eq!(read("case", &made).unwrap().text(), source.text());
    }
});
