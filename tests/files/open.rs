//! `OpenDocument` files: what is printed, and packages that are damaged or made to do damage.

use hegui::read::{ReadError, read};

use crate::files::packages::package;

const HEAD: &str = "<office:document-content><office:body><office:text>";
const TAIL: &str = "</office:text></office:body></office:document-content>";

fn file(body: &str, styles: &str) -> Vec<u8> {
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &format!("{HEAD}{body}{TAIL}")),
        (
            "styles.xml",
            &format!("<office:document-styles>{styles}</office:document-styles>"),
        ),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
    ])
}

fn text(body: &str, styles: &str) -> String {
    let source = read("x", &file(body, styles)).unwrap();
    assert_eq!(source.format(), "odt");
    source.text().replace("\n\n", "\n")
}

const LISTS: &str = r#"<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
<text:list-level-style-number text:level="3" style:num-format="①, ②, ③, ..." loext:num-list-format="第%3%款"/>
<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>
<style:style style:name="in" style:family="paragraph" style:list-style-name="L"/>
<style:style style:name="child" style:family="paragraph" style:parent-style-name="in"/>"#;

fn item(said: &str) -> String {
    format!("<text:list-item><text:p>{said}</text:p><text:p>续</text:p></text:list-item>")
}

#[test]
fn lists_count_as_they_print() {
    let body = [
        r#"<text:list text:style-name="L" xml:id="a">"#,
        &item("甲"),
        "<text:list-item><text:p>乙</text:p><text:list>",
        &item("子"),
        &item("丑"),
        "<text:list-item><text:list><text:list-item><text:p>寅</text:p></text:list-item></text:list></text:list-item>",
        "</text:list></text:list-item><text:list-header><text:p>无号</text:p></text:list-header></text:list>",
        r#"<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>丙</text:p></text:list-item></text:list>"#,
        r#"<text:list text:style-name="L"><text:list-item text:start-value="7"><text:p>丁</text:p></text:list-item></text:list>"#,
        r#"<text:list text:continue-list="a"><text:list-item><text:p text:style-name="child">戊</text:p></text:list-item></text:list>"#,
        r#"<text:list text:continue-list="a"><text:list-item><text:list><text:list-item><text:list><text:list-item><text:list><text:list-item><text:p text:style-name="in">点</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item></text:list></text:list-item></text:list>"#,
    ]
    .concat();
    assert_eq!(
        text(&body, LISTS),
        "一、甲\n续\n二、乙\n二.1 子\n续\n二.2 丑\n续\n第①款 寅\n无号\n三、丙\n七、丁\n四、戊\n点\n"
    );
}

#[test]
fn headings_count_by_the_outline() {
    let outline = r#"<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/><text:outline-level-style text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/></text:outline-style>"#;
    let h =
        |level: u8, said: &str| format!("<text:h text:outline-level=\"{level}\">{said}</text:h>");
    let body = [
        h(1, "甲"),
        h(2, "子"),
        h(2, "丑"),
        h(1, "乙"),
        h(2, "寅"),
        h(3, "卯"),
    ]
    .concat();
    assert_eq!(
        text(&body, outline),
        "一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅\n卯\n"
    );
    assert_eq!(text(&body, ""), "甲\n子\n丑\n乙\n寅\n卯\n");
}

#[test]
fn tables_become_their_true_grid() {
    let body = r#"<table:table><table:table-column table:number-columns-repeated="3"/><table:table-header-rows>
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>头</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>数</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>标</text:p></table:table-cell><table:table-cell><text:p>一</text:p></table:table-cell><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell><text:p>盖住的</text:p></table:covered-table-cell><table:table-cell><text:p>二</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>三</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>0</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell><text:p>收起的</text:p></table:table-cell></table:table-row>
</table:table>"#;
    assert_eq!(
        text(body, ""),
        "头\t数\n标\t一\t1\n标\t二\t2\n三\t0\t0\n三\t0\t0\n"
    );
}

#[test]
fn blanks_in_the_file_are_one_blank() {
    let body =
        "<text:p>\n  共 <text:s text:c=\"2\"/>3\n\t件<text:tab/>另<text:line-break/>起</text:p>";
    assert_eq!(text(body, ""), "共   3 件 另\n起\n");
    let boxed = "<text:p>前<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box><svg:desc>图</svg:desc></draw:frame>后</text:p>";
    assert_eq!(text(boxed, ""), "前后\n框\n");
}

#[test]
fn damaged_files_are_refused() {
    let said = |bytes: &[u8]| match read("x.odt", bytes) {
        Err(ReadError::Damaged { what, .. } | ReadError::BeyondLimit { what, .. }) => what.zh,
        other => panic!("{other:?}"),
    };
    let kind = ("mimetype", "application/vnd.oasis.opendocument.text");
    assert!(said(&package(&[kind])).contains("没有正文"));
    assert!(said(&package(&[kind, ("content.xml", "<a/>")])).contains("没有正文"));
    let locked = (
        "META-INF/manifest.xml",
        "<m><manifest:encryption-data/></m>",
    );
    assert!(said(&package(&[kind, locked])).contains("密码"));
    let cut = package(&[kind, ("content.xml", HEAD)]);
    assert!(said(&cut).contains("不完整或有错"));
    let deep = file(&"<text:section>".repeat(300), "");
    assert!(said(&deep).contains("嵌套超过 256 层"));
    let cell = "<table:table-cell table:number-columns-repeated=\"999999999\"><text:p>9</text:p></table:table-cell>";
    let row = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"99999999\">{cell}</table:table-row></table:table>"
    );
    assert!(said(&file(&row, "")).contains("表格超过"));
    let blanks = format!(
        "<text:p>a{}b</text:p>",
        "<text:s text:c=\"9999999\"/>".repeat(40_000)
    );
    assert!(said(&file(&blanks, "")).contains("32 MB"));
    let wide = row
        .replace("999999999", "200")
        .replace("99999999", "200")
        .replace(">9<", &format!(">{}<", "长".repeat(1000)));
    assert!(said(&file(&wide, "")).contains("32 MB"));
    // Empty ones fill a sheet up to its edge.
    let edge = row.replace("<text:p>9</text:p>", "");
    let source = read("x", &file(&format!("<text:p>文</text:p>{edge}"), "")).unwrap();
    assert_eq!(source.text().trim(), "文");
}
