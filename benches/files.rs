//! How long the readers of files take, without what comes after them.
#![expect(clippy::expect_used, reason = "a bench may panic")]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use hegui::read::read;

/// Reports in each format, and a long one printed on six pages.
const FILES: [(&str, &[u8]); 8] = [
    (
        "2021-clean.txt",
        include_bytes!("../tests/reports/2021-clean.txt"),
    ),
    (
        "2021-clean.docx",
        include_bytes!("../tests/files/2021-clean.docx"),
    ),
    (
        "2021-clean.libreoffice.odt",
        include_bytes!("../tests/files/2021-clean.libreoffice.odt"),
    ),
    (
        "2021-clean.libreoffice.rtf",
        include_bytes!("../tests/files/2021-clean.libreoffice.rtf"),
    ),
    (
        "2021-clean.soup.html",
        include_bytes!("../tests/files/2021-clean.soup.html"),
    ),
    (
        "2021-clean.chromium.pdf",
        include_bytes!("../tests/files/2021-clean.chromium.pdf"),
    ),
    (
        "2021-flawed.libreoffice.pdf",
        include_bytes!("../tests/files/2021-flawed.libreoffice.pdf"),
    ),
    (
        "2021-clean.six.pdf",
        include_bytes!("../tests/files/2021-clean.six.pdf"),
    ),
];

fn main() {
    divan::main();
}

#[divan::bench(args = FILES.map(|it| it.0))]
fn read_alone(bencher: Bencher<'_, '_>, name: &str) {
    let (name, bytes) = FILES
        .into_iter()
        .find(|it| it.0 == name)
        .expect("it is one of them");
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| read(name, black_box(bytes)).expect("the example can be read"));
}
