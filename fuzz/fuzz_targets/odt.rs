//! The text of an `OpenDocument` file.
#![no_main]

use std::io::{Cursor, Write as _};

use hegui::read::read;
use libfuzzer_sys::fuzz_target;
use zip::CompressionMethod::Stored;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|text: &str| {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, part) in [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", text),
    ] {
        let options = SimpleFileOptions::default().compression_method(Stored);
        zip.start_file(path, options).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    let _ = read("case", &zip.finish().unwrap().into_inner());
});
