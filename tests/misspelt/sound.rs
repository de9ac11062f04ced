//! The sound packs that tests change.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::pack::PackFiles;
use hegui::source::Source;

/// Packs by name.
pub(crate) type Packs = BTreeMap<String, PackFiles>;

/// The sound packs of tests/packs, with a topic whose rules are checked by a script.
pub(crate) fn sound() -> Packs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut packs = Packs::new();
    let mut add = |path: &str, file: &Path| {
        let (pack, inside) = path.split_once('/').unwrap();
        let source = Source::new(path, fs::read_to_string(file).unwrap());
        let pack = packs.entry(pack.into()).or_default();
        pack.insert(inside.into(), source);
    };
    let base = root.join("packs/sound");
    for file in files(&base) {
        let path = file.strip_prefix(&base).unwrap().to_str().unwrap();
        add(&path.replace('\\', "/"), &file);
    }
    for name in ["prose.toml", "prose.rhai"] {
        add(
            &format!("shelter-2030/{name}"),
            &folder().join("sound").join(name),
        );
    }
    packs
}

/// Where the cases are.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/misspelt")
}

/// Every file under `folder`, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
