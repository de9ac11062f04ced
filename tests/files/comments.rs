//! Findings as comments in a copy of the report: where they stand, and that nothing else changes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use hegui::audit::{ChosenBy, Terms, audit};
use hegui::extract;
use hegui::pack;
use hegui::parse::parse;
use hegui::read::{Comment, read, with_comments};
use hegui::render::{self, View};
use hegui::source::Span;

use crate::files::packages::package;
use crate::files::{packs, root};
use crate::program::{file, hegui, scratch};

/// The parts of a package, unpacked.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(file.name().unwrap().into_owned(), text);
    }
    parts
}

/// `xml` without every piece from `start` to the next `end`.
fn without(xml: &str, start: &str, end: &str) -> String {
    let mut left = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once(start) {
        left += before;
        rest = after.split_once(end).unwrap().1;
    }
    left + rest
}

/// The text of a document without the marks of comments whose ids begin at `first`.
fn unmarked(xml: &str, ids: impl Iterator<Item = usize>) -> String {
    let mut xml = xml.to_owned();
    for id in ids {
        for mark in [
            format!("<w:commentRangeStart w:id=\"{id}\"/>"),
            format!("<w:commentRangeEnd w:id=\"{id}\"/>"),
            format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>"),
        ] {
            assert_eq!(xml.matches(&mark).count(), 1, "{mark}");
            xml = xml.replace(&mark, "");
        }
    }
    // An empty paragraph has to be opened for a comment.
    xml.replace("<w:p></w:p>", "<w:p/>")
}

#[test]
fn nothing_but_the_comments_is_added() {
    let packs = packs();
    let mut commented = 0;
    for entry in fs::read_dir(root().join("files")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "docx") {
            continue;
        }
        let name = path.display().to_string();
        let bytes = fs::read(&path).unwrap();
        let source = read(&name, &bytes).unwrap();
        let document = parse(source.clone());
        let year = extract::year(&document).unwrap().value;
        let pack = pack::choose(&packs, year).unwrap();
        let audit = audit(&document, pack, &Terms::of(ChosenBy::Report)).unwrap();
        let comments = render::comments(&audit, &View::plain(80));
        commented += comments.len();
        let made = with_comments(&name, &bytes, &comments).unwrap();
        assert_eq!(made, with_comments(&name, &bytes, &comments).unwrap());
        assert_eq!(read(&name, &made).unwrap().text(), source.text(), "{name}");

        let (mut old, mut new) = (parts(&bytes), parts(&made));
        let said = new.remove("word/comments.xml").unwrap();
        assert_eq!(said.matches("<w:comment ").count(), comments.len());
        let first: usize = said
            .split("w:id=\"")
            .nth(1)
            .map_or(1, |it| it.split('"').next().unwrap().parse().unwrap());
        let main = "word/document.xml";
        let text = new.remove(main).unwrap();
        let left = unmarked(&text, first..first + comments.len());
        assert!(left == old.remove(main).unwrap(), "{name}");
        for (list, start) in [
            (
                "[Content_Types].xml",
                "<Override PartName=\"/word/comments.xml\"",
            ),
            (
                "word/_rels/document.xml.rels",
                "<Relationship Id=\"hegui1\"",
            ),
        ] {
            let left = without(&new.remove(list).unwrap(), start, "/>");
            assert!(left == old.remove(list).unwrap(), "{name}: {list}");
        }
        assert!(old == new, "{name}");

        // Each stands around the text its finding points at.
        for (comment, id) in comments.iter().zip(first..) {
            let Some(span) = comment.span else { continue };
            let (_, rest) = text
                .split_once(&format!("<w:commentRangeStart w:id=\"{id}\"/>"))
                .unwrap();
            let (within, _) = rest
                .split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>"))
                .unwrap();
            let kept = |it: &char| !it.is_whitespace();
            let shown: String = without(within, "<", ">").chars().filter(kept).collect();
            let line = source.slice(source.line_span(source.line_of(span.start)));
            let line: String = line.chars().filter(kept).collect();
            assert!(
                line.contains(&shown)
                    || shown.contains(&line)
                    || shown.contains(source.slice(span)),
                "{name}: {shown} for {line}"
            );
        }
    }
    assert!(commented > 30, "{commented}");
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A document with this body, its list of parts and this part of comments.
fn document(body: &str, comments: Option<&str>) -> Vec<u8> {
    let text = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let mut parts = vec![
        ("[Content_Types].xml", "<Types xmlns=\"x\"/>"),
        ("word/document.xml", &text),
    ];
    let list = "<r:Relationships xmlns:r=\"x\"><r:Relationship Id=\"a\" Type=\"x/comments\" Target=\"notes/said.xml\"/></r:Relationships>";
    if let Some(comments) = comments {
        parts.push(("word/notes/said.xml", comments));
        parts.push(("word/_rels/document.xml.rels", list));
    }
    package(&parts)
}

/// The document and its comments after a comment on each of `needles`.
fn commented(bytes: &[u8], needles: &[&str], comments: &str) -> (String, String) {
    let source = read("x.docx", bytes).unwrap();
    let comment = |needle: &&str| Comment {
        span: source
            .text()
            .find(needle)
            .map(|at| Span::new(at, at + needle.len())),
        text: format!("说“{needle}”\n<改>"),
    };
    let said: Vec<Comment> = needles.iter().map(comment).collect();
    let mut parts = parts(&with_comments("x.docx", bytes, &said).unwrap());
    (
        parts.remove("word/document.xml").unwrap(),
        parts.remove(comments).unwrap(),
    )
}

#[test]
fn old_comments_are_kept_and_numbers_go_on() {
    let old = format!("<w:comments {W}><w:comment w:id=\"7\"><w:p/></w:comment></w:comments>\n");
    let bytes = document(
        "<w:p><w:pPr><w:jc/></w:pPr><w:commentRangeStart w:id=\"7\"/><w:r><w:t>文</w:t></w:r></w:p>",
        Some(&old),
    );
    let (text, said) = commented(&bytes, &["文"], "word/notes/said.xml");
    assert!(
        text.contains("</w:pPr><w:commentRangeStart w:id=\"8\"/><w:commentRangeStart w:id=\"7\"/>"),
        "{text}"
    );
    assert!(
        text.contains(
            "</w:r><w:commentRangeEnd w:id=\"8\"/><w:r><w:commentReference w:id=\"8\"/></w:r></w:p>"
        ),
        "{text}"
    );
    let (before, after) = said.split_once("<w:comment xmlns").unwrap();
    assert_eq!(before, old.split_once("</w:comments>").unwrap().0);
    assert!(
        after.contains("w:id=\"8\"") && after.contains("&lt;改&gt;"),
        "{said}"
    );
    assert_eq!(parts(&with_comments("x", &bytes, &[]).unwrap()).len(), 4);
}

#[test]
fn comments_stand_where_they_may() {
    // An empty paragraph is opened for them; a text box may hold none, what it stands in does.
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let p = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>");
    let t = |said: &str| format!("<w:t>{said}</w:t>");
    let boxed = format!(
        "<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>",
        p(&t("框"))
    );
    let body = [
        p(&format!("{}{boxed}", t("题"))),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell(&p(&t("甲"))),
            cell("<w:p w:rsidR=\"1\" />"),
            cell(&p(&t("乙"))),
            cell(&p(&t("9")))
        ),
    ]
    .concat();
    let bytes = document(&body, None);
    let (text, said) = commented(
        &bytes,
        &["框", "甲\t", "没有", "9", "\n乙", "\n乙"],
        "word/comments.xml",
    );
    let range = |id: usize| {
        let (_, rest) = text
            .split_once(&format!("<w:commentRangeStart w:id=\"{id}\"/>"))
            .unwrap();
        without(
            rest.split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>"))
                .unwrap()
                .0,
            "<",
            ">",
        )
    };
    assert_eq!(
        [range(1), range(2), range(3), range(4)],
        ["题框", "甲", "题框", "9"]
    );
    assert_eq!([range(5), range(6)], ["", ""]);
    assert!(
        text.contains(
            "<w:p w:rsidR=\"1\" ><w:commentRangeStart w:id=\"5\"/><w:commentRangeStart w:id=\"6\"/><w:commentRangeEnd w:id=\"5\"/>"
        ) && text.contains("<w:commentReference w:id=\"6\"/></w:r></w:p></w:tc></w:tr>"),
        "{text}"
    );
    assert_eq!(said.matches("<w:comment ").count(), 6);
    let all = parts(&with_comments("x", &bytes, &[]).unwrap());
    assert!(
        all["[Content_Types].xml"].ends_with("comments+xml\"/></Types>"),
        "{all:?}"
    );
    assert!(all["word/_rels/document.xml.rels"].contains("Target=\"/word/comments.xml\""));
    assert_eq!(
        read("x", &bytes).unwrap().text(),
        read("x", &with_comments("x", &bytes, &[]).unwrap())
            .unwrap()
            .text()
    );
}

#[test]
fn other_prefixes_are_kept() {
    let text = "<document xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><body><p><r><t>文</t></r></p></body></document>";
    let bytes = package(&[
        ("[Content_Types].xml", "<c:Types xmlns:c=\"x\"></c:Types>"),
        ("word/document.xml", text),
    ]);
    let (text, said) = commented(&bytes, &["文"], "word/comments.xml");
    let strict = "xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"";
    assert!(
        text.contains(&format!("<p><w:commentRangeStart {strict} w:id=\"1\"/><r>")),
        "{text}"
    );
    assert!(said.contains(strict), "{said}");
    let parts = parts(&with_comments("x", &bytes, &[]).unwrap());
    assert!(parts["[Content_Types].xml"].contains("<c:Override"));
    assert!(
        parts["word/_rels/document.xml.rels"]
            .contains("purl.oclc.org/ooxml/officeDocument/relationships/comments")
    );
}

#[test]
fn the_program_writes_a_copy() {
    let folder = scratch("comments");
    fs::create_dir_all(&folder).unwrap();
    let out = folder.join("批注.docx").display().to_string();
    let report = "tests/files/2021-flawed.docx";
    let ran = hegui(&["audit", report, "--format", "docx", "--output", &out]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    let said = &parts(&fs::read(&out).unwrap())["word/comments.xml"];
    assert!(said.contains("【必须改】GJ02"), "{said}");
    let refused = |args: &[&str], words: &str| {
        let ran = hegui(&[&["audit", "--format", "docx"], args].concat());
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.says(words), "{}", ran.err);
    };
    refused(&[report], "写批注要用 --output");
    refused(&[report, report, "--output", &out], "一次只能一份报告");
    refused(
        &["tests/reports/2021-flawed.txt", "--output", &out],
        "不是 .docx",
    );
    let own = file(
        "own.docx",
        &fs::read(root().join("files/2021-clean.docx")).unwrap(),
    );
    refused(&[&own, "--output", &own], "--output 不能是报告本身");
}
