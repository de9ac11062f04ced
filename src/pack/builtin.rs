//! The packs that come with the program.

use std::borrow::Cow;

use include_dir::{Dir, include_dir};

use super::PackFiles;
use crate::source::Source;

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The files of the packs that come with the program, by name of their folder.
#[must_use]
pub fn builtin() -> Vec<PackFiles> {
    let mut folders: Vec<&Dir<'_>> = RULES.dirs().collect();
    folders.sort_by_key(|folder| folder.path());
    folders
        .into_iter()
        .map(|folder| {
            let mut files = PackFiles::new();
            collect(folder, folder, &mut files);
            files
        })
        .collect()
}

fn collect(folder: &Dir<'_>, pack: &Dir<'_>, files: &mut PackFiles) {
    for file in folder.files() {
        let inside = file.path().strip_prefix(pack.path()).unwrap_or(file.path());
        // What is no UTF-8 would show as a fault of the file.
        let text = file
            .contents_utf8()
            .map_or_else(|| String::from_utf8_lossy(file.contents()), Cow::Borrowed);
        let name = format!("rules/{}", slashed(file.path()));
        files.insert(slashed(inside), Source::new(name, text));
    }
    for inner in folder.dirs() {
        collect(inner, pack, files);
    }
}

fn slashed(path: &std::path::Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
