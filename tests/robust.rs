//! No text makes reading, parsing, extraction or an audit panic, and every span is sound.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use hegui::audit::{ChosenBy, Terms, judge};
use hegui::document::{Document, NodeKind};
use hegui::extract::extract;
use hegui::fold::Folded;
use hegui::pack::{Pack, builtin, load};
use hegui::parse::parse;
use hegui::read::read;
use hegui::render;
use hegui::source::{Source, Span};
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use proptest::sample::Index;

fn packs() -> Vec<Pack> {
    load(&builtin()).unwrap()
}

fn examples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    #[expect(clippy::disallowed_methods, reason = "a test reads its cases")]
    let mut texts: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "txt"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    texts.sort();
    texts
}

/// Checks that a span lies in the text on character boundaries.
fn sound(source: &Source, span: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(
        source.text().get(span.start..span.end).is_some(),
        "{span:?} of {}",
        source.text().len()
    );
}

fn sound_tree(document: &Document) {
    for node in &document.nodes {
        sound(&document.source, node.span);
        match &node.kind {
            NodeKind::Section(heading) => {
                sound(&document.source, heading.title);
                sound(&document.source, heading.span);
                sound(&document.source, heading.number.unwrap_or_default());
            }
            NodeKind::Paragraph { lines } => {
                for line in lines {
                    sound(&document.source, *line);
                }
            }
            NodeKind::Title
            | NodeKind::TitleLike
            | NodeKind::Table
            | NodeKind::Row
            | NodeKind::Cell
            | NodeKind::Signature
            | NodeKind::Date(_)
            | NodeKind::Furniture => {}
        }
    }
}

fn run(packs: &[Pack], text: &str) {
    let document = parse(Source::new("case.txt", text));
    sound_tree(&document);
    for pack in packs {
        let facts = extract(&document, pack);
        let result = judge(facts, pack, &Terms::of(ChosenBy::Option));
        let facts = &result.facts;
        let cells = facts
            .forms
            .iter()
            .flat_map(|form| &form.cells)
            .filter_map(|cell| cell.span);
        let sections = facts
            .sections
            .iter()
            .flat_map(|section| [section.span, section.extent]);
        let mentions = facts.mentions.iter().map(|mention| mention.span);
        let duties = facts.duties.iter().filter_map(|duty| duty.span);
        for span in cells.chain(sections).chain(mentions).chain(duties) {
            sound(&facts.source, span);
        }
        let verdicts = result.results.iter().flat_map(|it| &it.verdicts);
        for label in verdicts.flat_map(|verdict| &verdict.labels) {
            sound(&facts.source, label.span);
        }
        assert!(!render::json(&result).is_empty());
    }
}

/// One change to a text, at places given as shares of its length.
#[derive(Debug, Clone)]
enum Change {
    Cut(Index, Index),
    Repeat(Index, Index),
    Move(Index, Index, Index),
    Put(Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    let mark = proptest::sample::select(vec![
        "\t",
        "\n",
        "|",
        "（",
        "）",
        "《",
        "一、",
        "（一）",
        "1.",
        "0",
        "-",
        "　",
        "99999999999999999999",
        "其中",
        "。",
        "\u{200b}",
        "⼀",
        "\u{0}",
        "😀",
        "2021年",
        "**",
        "\r",
        "# ",
        "第",
        "\u{c}",
    ]);
    proptest::prop_oneof![
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Cut(a, b)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Repeat(a, b)),
        (any::<Index>(), any::<Index>(), any::<Index>())
            .prop_map(|(a, b, c)| Change::Move(a, b, c)),
        (any::<Index>(), mark).prop_map(|(a, mark)| Change::Put(a, mark.to_owned())),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let length = characters.len().max(1);
    // Changes stay small, so that the report is still one.
    let range = |a: &Index, b: &Index| {
        let start = a.index(length).min(characters.len());
        (start, (start + b.index(60)).min(characters.len()))
    };
    match change {
        Change::Cut(a, b) => {
            let (start, end) = range(a, b);
            characters.drain(start..end);
        }
        Change::Repeat(a, b) => {
            let (start, end) = range(a, b);
            let copy: Vec<char> = characters
                .iter()
                .skip(start)
                .take(end - start)
                .copied()
                .collect();
            characters.splice(start..start, copy);
        }
        Change::Move(a, b, c) => {
            let (start, end) = range(a, b);
            let moved: Vec<char> = characters.drain(start..end).collect();
            let to = c.index(characters.len().max(1)).min(characters.len());
            characters.splice(to..to, moved);
        }
        Change::Put(a, mark) => {
            let at = a.index(length).min(characters.len());
            characters.splice(at..at, mark.chars());
        }
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_report_is_no_panic(which in any::<Index>(), changes in proptest::collection::vec(change(), 1..12)) {
        let texts = examples();
        let text = changes.iter().fold(which.get(&texts).clone(), |text, change| apply(&text, change));
        run(&packs(), &text);
    }

    #[test]
    fn any_text_is_no_panic(text in "[\\PC\t\n|（）一二三0-9、。其中]{0,400}") {
        run(&packs(), &text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(source) = read("case", &bytes) {
            run(&packs(), source.text());
        }
    }

    #[test]
    fn folding_and_joining_map_back(text in "[\\PC\t\n　（１⼀⺠規\u{200b}]{0,200}") {
        let folded = Folded::new(&text);
        let whole = folded.text();
        let mut pieces = Vec::new();
        let mut start = 0;
        for line in whole.split('\n') {
            pieces.push(Span::new(start, start + line.len()));
            start += line.len() + 1;
        }
        let joined = folded.join(pieces);
        for view in [&folded, &joined] {
            for (at, character) in view.text().char_indices() {
                let span = view.span(Span::new(at, at + character.len_utf8()));
                let original = text.get(span.start..span.end).unwrap_or_else(|| panic!("{span:?}"));
                let again: String = Folded::new(original).text().to_owned();
                // A blank put between two Latin words at a seam comes from no character.
                assert!(again.starts_with(character) || (character == ' ' && !again.contains(|it: char| it.is_alphabetic())), "{character:?} from {original:?}");
            }
        }
        for (at, character) in text.char_indices() {
            let range = folded.range(Span::new(at, at + character.len_utf8()));
            assert!(whole.get(range.start..range.end).is_some());
        }
    }
}

#[test]
fn deep_and_long_texts_are_no_panic() {
    let packs: Vec<Pack> = packs()
        .into_iter()
        .filter(|pack| pack.id == "gid-2021")
        .collect();
    let row = |number: usize| format!("{number}.属于国家秘密\t1\t2\t3\t4\t5\t6\t21\n");
    let texts = [
        "（".repeat(50_000),
        format!("{}{}", "《".repeat(50_000), "》".repeat(50_000)),
        "一、总体情况\n".repeat(100_000),
        "（一）其中（".repeat(30_000),
        (0..10_000).map(row).collect::<String>(),
        "0\n".repeat(30_000),
        "1 ".repeat(50_000),
        "共计3588条，其中".repeat(20_000),
        "\t".repeat(50_000),
        "|".repeat(50_000),
        "收到政府信息公开申请9件，".repeat(600),
        "收到来信9件，办结8件，办结率75%，".repeat(300),
        "比上年的9件增长75%，".repeat(300),
        // Sums and products of the largest numbers.
        format!("公开9条，其中{}。", "甲99999999999999亿条、".repeat(900)),
        "甲动态999999999999999亿条，占全部0.00000001亿条的30%。".to_owned(),
        "收到999999999999999亿件，办结0.00000001亿件，办结率30%。".to_owned(),
    ];
    for text in texts {
        run(&packs, &text);
    }
}
