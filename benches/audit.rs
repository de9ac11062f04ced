//! How long each stage takes on the example reports.
#![expect(clippy::expect_used, reason = "a bench may panic")]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use hegui::audit::{Audit, ChosenBy, Terms, audit};
use hegui::document::Document;
use hegui::pack::{self, Pack, Shelf};
use hegui::render::{self, Evidence, Lang, View};
use hegui::score::{Sheet, score};
use hegui::script::Beside;
use hegui::{cause, check, extract, parse, read};

/// A report, and the year whose pack judges it.
type Example = (&'static str, &'static [u8], i32);

const EXAMPLES: [&str; 2] = ["2021-clean", "2017-clean"];
/// Bytes of the reports that `parse` is timed on.
const SIZES: [usize; 3] = [10_000, 100_000, 10_000_000];

fn example(name: &str) -> Example {
    match name {
        "2017-clean" => (
            "2017-clean.txt",
            include_bytes!("../tests/reports/2017-clean.txt"),
            2017,
        ),
        _ => (
            "2021-clean.txt",
            include_bytes!("../tests/reports/2021-clean.txt"),
            2021,
        ),
    }
}

fn packs() -> Vec<Pack> {
    pack::load(&pack::builtin()).expect("the built-in packs load")
}

fn of_year(packs: &[Pack], year: i32) -> &Pack {
    pack::choose(packs, year).expect("a built-in pack governs the year")
}

fn document((name, bytes, _): Example) -> Document {
    parse::parse(read::read(name, bytes).expect("the example is text"))
}

fn judged(packs: &[Pack], example: Example) -> Audit<'_> {
    let pack = of_year(packs, example.2);
    audit(&document(example), pack, &Terms::of(ChosenBy::Report)).expect("it is a report")
}

const VIEW: View = View {
    width: 80,
    color: false,
    lang: Lang::Zh,
    evidence: Evidence::Findings,
};

fn main() {
    divan::main();
}

#[divan::bench(args = EXAMPLES)]
fn read_parse_extract(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let example = example(name);
    let pack = of_year(&packs, example.2);
    bencher
        .counter(BytesCount::of_slice(example.1))
        .bench(|| extract::extract(&document(black_box(example)), pack));
}

/// Prose and tables of a report, repeated and cut behind a line.
#[divan::bench(args = SIZES, sample_count = 20)]
fn parse_bytes(bencher: Bencher<'_, '_>, size: usize) {
    let (name, bytes, _) = example("2021-clean");
    let mut text = bytes.repeat(size.div_ceil(bytes.len()));
    let end = text.iter().take(size).rposition(|byte| *byte == b'\n');
    text.truncate(end.map_or(size, |at| at + 1));
    let source = read::read(name, &text).expect("the example is text");
    bencher
        .counter(BytesCount::of_slice(&text))
        .with_inputs(|| source.clone())
        .bench_values(parse::parse);
}

#[divan::bench(args = EXAMPLES)]
fn read_alone(bencher: Bencher<'_, '_>, name: &str) {
    let (name, bytes, _) = example(name);
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| read::read(name, black_box(bytes)));
}

/// A file of another format, by its name.
const FILES: [(&str, &[u8]); 8] = [
    (
        "2021-clean.docx",
        include_bytes!("../tests/files/2021-clean.docx"),
    ),
    (
        "2021-clean.libreoffice.docx",
        include_bytes!("../tests/files/2021-clean.libreoffice.docx"),
    ),
    (
        "2021-clean.libreoffice.odt",
        include_bytes!("../tests/files/2021-clean.libreoffice.odt"),
    ),
    (
        "2017-clean.outline.odt",
        include_bytes!("../tests/files/2017-clean.outline.odt"),
    ),
    (
        "2021-clean.soup.html",
        include_bytes!("../tests/files/2021-clean.soup.html"),
    ),
    (
        "2021-flawed.word.htm",
        include_bytes!("../tests/files/2021-flawed.word.htm"),
    ),
    (
        "2021-clean.chromium.pdf",
        include_bytes!("../tests/files/2021-clean.chromium.pdf"),
    ),
    (
        "2021-flawed.unruled.pdf",
        include_bytes!("../tests/files/2021-flawed.unruled.pdf"),
    ),
];

#[divan::bench(args = FILES.map(|it| it.0))]
fn read_file(bencher: Bencher<'_, '_>, name: &str) {
    let file = FILES.iter().find(|it| it.0 == name);
    let (name, bytes) = *file.expect("the file is one of these");
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| read::read(name, black_box(bytes)));
}

#[divan::bench(args = EXAMPLES)]
fn extract_alone(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let example = example(name);
    let pack = of_year(&packs, example.2);
    let document = document(example);
    bencher.bench(|| extract::extract(black_box(&document), pack));
}

#[divan::bench(args = EXAMPLES)]
fn check_alone(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let audit = judged(&packs, example(name));
    bencher.bench(|| {
        check::check(
            black_box(&audit.facts),
            audit.pack,
            None,
            &Beside::default(),
        )
    });
}

/// What follows the check: what explains the findings, and what the report is worth.
#[divan::bench(args = EXAMPLES)]
fn causes_and_score(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let audit = judged(&packs, example(name));
    bencher
        .with_inputs(|| audit.results.clone())
        .bench_values(|mut results| {
            let causes = cause::causes(&audit.facts, audit.pack, &mut results);
            score(&Sheet::of(audit.pack, &results, &causes))
        });
}

/// Giving back the memory of an audit, which the benches of its stages do not count.
#[divan::bench(args = EXAMPLES)]
fn drop_audit(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    bencher
        .with_inputs(|| judged(&packs, example(name)))
        .bench_values(drop);
}

/// What the program loads to judge one report: the pack of its year, and what that extends.
#[divan::bench(args = EXAMPLES)]
fn load_pack_of_year(bencher: Bencher<'_, '_>, name: &str) {
    let (_, _, year) = example(name);
    bencher.bench(|| {
        let shelf = Shelf::new(pack::builtin()).expect("the built-in packs load");
        assert!(shelf.of_year(year).is_ok_and(|it| it.is_some()));
        shelf
    });
}

/// From the bytes of a file to the page for people, the packs being loaded.
#[divan::bench(args = EXAMPLES)]
fn whole_audit(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let example = example(name);
    bencher.bench(|| render::human(&judged(&packs, black_box(example)), &VIEW));
}

/// A page with one finding, at the end of 10 MB.
#[divan::bench]
fn one_finding_at_the_end(bencher: Bencher<'_, '_>) {
    let mut pack = of_year(&packs(), 2021).clone();
    pack.rules.retain(|it| it.code == "TX01");
    let (_, bytes, _) = example("2021-clean");
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let filler = "\n\n各项工作按计划有序开展，成效明显。";
    text += &filler.repeat(10_000_000 / filler.len());
    text += "\n\n印发《工作制度，明确责任。\n";
    let document = parse::parse(read::read("long.txt", text.as_bytes()).expect("it is text"));
    let audit = audit(&document, &pack, &Terms::of(ChosenBy::Report)).expect("it is a report");
    let page = render::human(&audit, &VIEW);
    assert!(page.contains("印发《工作制度"), "{page}");
    bencher.bench(|| render::human(black_box(&audit), &VIEW));
}

#[divan::bench]
fn load_builtin_packs() -> Vec<Pack> {
    packs()
}

#[divan::bench(args = EXAMPLES)]
fn render_human(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let audit = judged(&packs, example(name));
    bencher.bench(|| render::human(black_box(&audit), &VIEW));
}

#[divan::bench(args = EXAMPLES)]
fn render_json(bencher: Bencher<'_, '_>, name: &str) {
    let packs = packs();
    let audit = judged(&packs, example(name));
    bencher.bench(|| render::json(black_box(&audit)));
}
