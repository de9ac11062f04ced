//! Word files: what Word prints, and packages that are damaged or made to do damage.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use hegui::read::{ReadError, read};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::files::root;

/// A package with these parts.
pub(super) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        let packed = if *path == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(packed);
        zip.start_file(*path, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HEAD: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

fn document(body: &str) -> Vec<u8> {
    let text = format!("{HEAD}{body}</w:body></w:document>");
    package(&[("word/document.xml", &text)])
}

fn damaged(bytes: &[u8]) -> String {
    match read("x.docx", bytes) {
        Err(ReadError::Damaged { what, .. } | ReadError::BeyondLimit { what, .. }) => what.zh,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_scan_in_a_document_is_not_judged() {
    let picture = "<w:p><w:r><w:drawing><a:blip r:embed=\"rId4\"/></w:drawing></w:r></w:p>";
    let title = "<w:p><w:r><w:t>某市2023年年报</w:t></w:r></w:p>";
    let scan = document(&format!("{title}{picture}{picture}"));
    assert!(matches!(
        read("x.docx", &scan),
        Err(ReadError::NoText { .. })
    ));
    let text = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "公开".repeat(150));
    assert!(read("x.docx", &document(&format!("{text}{picture}"))).is_ok());
}

#[test]
fn damaged_packages_are_refused() {
    let whole = fs::read(root().join("files/2021-clean.docx")).unwrap();
    for part in 1..8 {
        let cut = whole.get(..whole.len() * part / 8).unwrap();
        assert!(damaged(cut).contains("压缩结构不完整"));
    }
    let no_end = package(&[(
        "word/document.xml",
        &format!("{HEAD}<w:p><w:r><w:t>没有结尾"),
    )]);
    assert!(damaged(&no_end).contains("不完整或有错"));
    let crossed = document("<w:p><w:r></w:p></w:r>");
    assert!(damaged(&crossed).contains("不完整或有错"));
    assert!(damaged(&package(&[("word/other.xml", "")])).contains("没有正文"));
    let entities = package(&[(
        "word/document.xml",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><w:document>&b;</w:document>",
    )]);
    assert!(damaged(&entities).contains("DTD"));
    let empty = document("<w:p/>");
    assert!(matches!(
        read("x.docx", &empty),
        Err(ReadError::Empty { .. })
    ));
}

#[test]
fn bombs_are_refused() {
    let spaces = format!("{HEAD}{}", " ".repeat(40 * 1024 * 1024));
    let bomb = package(&[("word/document.xml", &spaces)]);
    assert!(bomb.len() < 100_000);
    assert!(damaged(&bomb).contains("解压后超过 32 MB"));
    let deep = document(&format!(
        "{}{}",
        "<w:sdt>".repeat(300),
        "</w:sdt>".repeat(300)
    ));
    assert!(damaged(&deep).contains("嵌套超过 256 层"));
    // An element with a million attributes, and one attribute of twenty megabytes.
    let many: String = (0..1_000_000).map(|it| format!(" a{it}=\"1\"")).collect();
    let wide = document(&format!("<w:p{many}><w:r><w:t>文</w:t></w:r></w:p>"));
    assert_eq!(read("x", &wide).unwrap().text(), "文\n");
    let long = document(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>",
        "x".repeat(20_000_000)
    ));
    assert_eq!(read("x", &long).unwrap().text(), "文\n");
    // Nor is what stands before each paragraph of a list.
    let long = format!(
        "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:lvlText w:val=\"{}\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>",
        "长".repeat(5_000_000)
    );
    let shown = text(&in_list(1, 0, "短").repeat(30), "", &long);
    assert_eq!(shown.chars().count(), 30 * (255 + 3));
    let paragraphs = in_list(1, 0, "短").repeat(60_000);
    assert!(damaged(&listed(&paragraphs, "", &long)).contains("32 MB"));
    // A merged label of a table with many rows is not repeated without end.
    let label = format!(
        "<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",
        "长".repeat(110)
    );
    let first = format!("<w:tr>{}<w:tc><w:p/></w:tc></w:tr>", label.repeat(30));
    let next = "<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>".repeat(30);
    let rows =
        format!("<w:tr>{next}<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>").repeat(6000);
    let wide = document(&format!("<w:tbl>{first}{rows}</w:tbl>"));
    assert!(damaged(&wide).contains("16 MB"));
}

#[test]
fn formats_are_told_by_content() {
    let kind = |bytes: &[u8]| match read("报告", bytes) {
        Err(ReadError::NotText { kind, .. }) => kind.zh,
        Ok(source) => source.format(),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(kind("一、总体情况\n".as_bytes()), "text");
    assert_eq!(
        kind(&document("<w:p><w:r><w:t>一</w:t></w:r></w:p>")),
        "docx"
    );
    assert_eq!(kind(&package(&[("xl/workbook.xml", "")])), "Excel 表格");
    assert_eq!(kind(&package(&[("OFD.xml", "")])), "OFD 版式文件");
    assert_eq!(kind(&package(&[("a.txt", "")])), "压缩文件");
    let sheet = package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]);
    assert_eq!(kind(&sheet), "ODS 表格");
}

/// The text of a document with this body, these styles and lists.
fn text(body: &str, styles: &str, lists: &str) -> String {
    let source = read("x", &listed(body, styles, lists)).unwrap();
    source.text().replace("\n\n", "\n")
}

fn listed(body: &str, styles: &str, lists: &str) -> Vec<u8> {
    let part = |name: &str, inner: &str| {
        format!(
            "<w:{name} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{inner}</w:{name}>"
        )
    };
    let relations = r#"<Relationships><Relationship Type="x/styles" Target="styles.xml"/><Relationship Type="x/numbering" Target="numbering.xml"/></Relationships>"#;
    package(&[
        (
            "word/document.xml",
            &part("document", &format!("<w:body>{body}</w:body>")),
        ),
        ("word/styles.xml", &part("styles", styles)),
        ("word/numbering.xml", &part("numbering", lists)),
        ("word/_rels/document.xml.rels", relations),
    ])
}

fn p(properties: &str, said: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{said}</w:t></w:r></w:p>")
}

fn in_list(num: u32, level: u32, said: &str) -> String {
    p(
        &format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr>"),
        said,
    )
}

const LISTS: &str = r#"<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:lvlRestart w:val="0"/><w:lvlText w:val="%4"/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="linked"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>"#;

#[test]
fn automatic_numbers_are_those_of_word() {
    let lines = |body: &[String], styles: &str| text(&body.concat(), styles, LISTS);
    let body = [
        in_list(1, 0, "甲"),
        in_list(1, 1, "乙"),
        in_list(1, 1, "丙"),
        in_list(1, 2, "丁"),
        in_list(1, 3, "戊"),
        in_list(1, 4, "己"),
        in_list(1, 0, "庚"),
        in_list(1, 1, "辛"),
        in_list(1, 3, "壬"),
        in_list(2, 0, "癸"),
        in_list(2, 0, "子"),
        in_list(1, 0, "丑"),
    ];
    let shown = "一、甲\n（一）乙\n（二）丙\n1.1 丁\n①戊\n己\n二、庚\n（一）辛\n②壬\n五、癸\n六、子\n七、丑\n";
    assert_eq!(lines(&body, ""), shown);

    let styles = r#"<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="h"/></w:style>
        <w:style w:type="numbering" w:styleId="linked"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>"#;
    let in_style = |style: &str, more: &str, said: &str| {
        p(&format!("<w:pStyle w:val=\"{style}\"/>{more}"), said)
    };
    let body = [
        in_style("t", "", "目录里的一行 1"),
        in_style("child", "", "甲"),
        in_style("h", "<w:numPr><w:numId w:val=\"0\"/></w:numPr>", "没有编号"),
        in_style("h", "<w:numPr><w:ilvl w:val=\"1\"/></w:numPr>", "乙"),
        in_list(3, 0, "丙"),
    ];
    assert_eq!(lines(&body, styles), "一、甲\n没有编号\n（一）乙\n二、丙\n");
}

#[test]
fn changes_are_read_as_accepted() {
    let shown = |body: &str| text(body, "", "");
    let deleted_end =
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>";
    assert_eq!(shown(&format!("{deleted_end}{}", p("", "后"))), "前后\n");
    let moved = "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(shown(moved), "新\n");
    let row = |properties: &str, said: &str| {
        let cell = format!("<w:tc>{}</w:tc>", p("", said));
        format!("<w:tr><w:trPr>{properties}</w:trPr>{cell}{cell}</w:tr>")
    };
    let rows = [row("", "1"), row("<w:del w:id=\"1\"/>", "2"), row("", "3")].concat();
    assert_eq!(shown(&format!("<w:tbl>{rows}</w:tbl>")), "1\t1\n3\t3\n");
}

#[test]
fn tables_become_their_true_grid() {
    let cell = |properties: &str, said: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", said))
    };
    let table = |rows: &[String]| {
        let rows: String = rows.iter().map(|it| format!("<w:tr>{it}</w:tr>")).collect();
        format!("<w:tbl>{rows}</w:tbl>")
    };
    let (begins, goes_on) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let body = table(&[
        [cell("<w:gridSpan w:val=\"2\"/>", "头"), cell("", "数")].concat(),
        [cell(begins, "标"), cell("", "一"), cell("", "1")].concat(),
        [cell(goes_on, ""), cell("", "二"), cell(begins, "9")].concat(),
        [cell(goes_on, ""), cell("", "三"), cell(goes_on, "")].concat(),
    ]);
    assert_eq!(
        text(&body, "", ""),
        "头\t数\n标\t一\t1\n标\t二\t9\n标\t三\t\n"
    );
    // A frame around a table is none; a row set in from the left keeps its columns.
    let inner = table(&[
        [cell("", "甲"), cell("", "1")].concat(),
        [cell("", "乙"), cell("", "2")].concat(),
    ]);
    let frame = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}<w:p/></w:tc></w:tr></w:tbl>",
        p("", "框")
    );
    assert_eq!(text(&frame, "", ""), "框\n甲\t1\n乙\t2\n");
    // A text in a table of many columns is a text, and a caption over its rows is a row.
    let wide = "<w:gridSpan w:val=\"2\"/>";
    let body = table(&[
        cell(wide, "说明"),
        cell(wide, "这里是一段话。"),
        [cell("", "甲"), cell("", "1")].concat(),
        cell(wide, "小标题"),
        [cell("", "乙"), cell("", "2")].concat(),
    ]);
    assert_eq!(
        text(&body, "", ""),
        "说明\n这里是一段话。\n甲\t1\n\t小标题\n乙\t2\n"
    );
}

#[test]
fn notes_stand_behind_the_text() {
    let relations = r#"<Relationships><Relationship Type="x/footnotes" Target="/word/footnotes.xml"/></Relationships>"#;
    let notes = format!(
        "<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:footnote w:type=\"separator\">{}</w:footnote><w:footnote w:id=\"1\">{}</w:footnote></w:footnotes>",
        p("", "线"),
        p("", "注")
    );
    let bytes = package(&[
        (
            "word/document.xml",
            &format!(
                "{HEAD}<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p></w:body></w:document>"
            ),
        ),
        ("word/_rels/document.xml.rels", relations),
        ("word/footnotes.xml", &notes),
    ]);
    let source = read("x", &bytes).unwrap();
    assert_eq!(source.text(), "文\n\n注\n");
    let at = source.text().find('注').unwrap();
    assert_eq!(source.place_of(at).unwrap().to_string(), "脚注 1");
}

/// A few of many ways in which a part can be damaged: none may panic.
#[test]
fn damaged_parts_are_no_panic() {
    let bytes = fs::read(root().join("files/2021-flawed.docx")).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut whole = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut whole)
        .unwrap();
    for round in 0..40 {
        // Elements are left out, so that cells stand without rows and rows without tables.
        let mut at = round;
        let changed: String = whole
            .split_inclusive('>')
            .filter(|_| {
                at += 1;
                at % 41 != 0
            })
            .collect();
        let _ = read("x", &package(&[("word/document.xml", &changed)]));
        let tags = [
            "w:tr",
            "w:tc",
            "w:tbl",
            "w:p",
            "w:r",
            "w:pPr",
            "w:tcPr",
            "mc:Choice",
        ];
        let other = whole.replace(tags[round % 8], tags[(round / 8 + round + 1) % 8]);
        let _ = read("x", &package(&[("word/document.xml", &other)]));
    }
}
