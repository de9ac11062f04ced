//! Every case of the pack and every report in its tests. What the officer sees of them is kept in
//! `snapshots/`; after a change `cargo insta review` shows what is different.

use std::fs;
use std::path::Path;

use hegui::render::{self, Lang, View};
use hegui::suite::{Folder, Loaded};

fn read(folder: &Path, inside: &str, files: &mut Folder) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{inside}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

#[test]
fn the_pack_says_what_it_should() {
    let mut files = Folder::new();
    read(
        &Path::new(file!()).with_file_name("../xingtan"),
        "",
        &mut files,
    );
    let loaded = Loaded::new("xingtan", &files)
        .unwrap_or_else(|errors| panic!("{}", render::fault(&errors, &View::plain(100))));
    let suite = loaded.run();
    let came = suite.came();
    let pages = came.iter().map(|it| format!("# {}\n{}", it.name, it.page));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("xingtan", pages.collect::<Vec<_>>().join("\n"));
    });
    assert!(suite.is_right(), "{}", suite.page(Lang::Zh));
}
