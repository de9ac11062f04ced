//! Rich text: what Word prints of it, and files made to do damage.

use std::fs;

use hegui::read::{ReadError, read};

use crate::files::root;

fn text(body: &str) -> String {
    let file = format!(
        "{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f0\\fcharset0 Arial;}}{{\\f1\\fcharset136 x;}}{{\\f2\\fcharset2 Wingdings;}}}}{body}}}"
    );
    let source = read("x.rtf", file.as_bytes()).unwrap();
    assert_eq!(source.format(), "rtf");
    source.text().replace("\n\n", "\n")
}

#[test]
fn text_is_read_as_it_is_shown() {
    for (body, shown) in [
        (
            "\\'d0\\'c5\\'cf\\'a2 2024\\par \\'b9\\'ab",
            "信息 2024\n公\n",
        ),
        (
            "\\uc2\\u20449\\'d0\\'c5{\\uc0\\u24687 x}\\u24687 ??x",
            "信息x息x\n",
        ),
        ("{\\f1 \\'ab\\'48}\\'d0\\'c5", "信信\n"),
        ("{\\f2\\'fe\\'a8\\'41}a\\~b\\_c\\line d", "☑□a b-c\nd\n"),
        (
            "a{\\v b{\\v0 c}}{\\deleted d}{\\*\\new e}{\\*\\shppict{\\blip 00}}f",
            "acf\n",
        ),
        (
            "{\\listtext\\pard 1.1\\tab}\\'d0\\'c5\\par{\\pntext \\'d2\\'bb\\'a1\\'a2\\tab}x",
            "1.1 信\n一、x\n",
        ),
        ("\\{a\\}\\\\", "{a}\\\n"),
        // A number that is cut by the end of its paragraph: found by fuzzing.
        ("ab{\\listtext c\\par \\'d0\\'c5}", "abc\n信\n"),
        ("ab{\\listtext c\\nestcell \\'d0\\'c5}", "abc\n信\n"),
    ] {
        assert_eq!(text(body), shown, "{body}");
    }
    assert_eq!(text("\\u20449 ?\\u-10179 ?\\u-8704 ?x"), "信😀x\n");
    // Who writes no character for old readers loses no end of a paragraph by it.
    assert_eq!(text("\\u20449\\par\\u24687\\par"), "信\n息\n");
}

#[test]
fn rows_make_a_grid() {
    let cell = |said: &str| format!("\\pard\\intbl {said}\\cell ");
    let row = |defined: &str, said: &[&str]| {
        let cells: String = said.iter().map(|it| cell(it)).collect();
        format!("\\trowd\\trleft-108 {defined}{cells}\\row ")
    };
    let wide = row("\\cellx1000\\cellx3010", &["item", "wide"]);
    let below = row(
        "\\clvmgf\\cellx1000\\cellx2000\\cellx3000",
        &["all", "1", "2"],
    );
    let third = row("\\clvmrg\\cellx1005\\cellx1995\\cellx3000", &["", "3", "4"]);
    let merged = row(
        "\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000",
        &["sum\\par all", "10", ""],
    );
    let table = format!("before\\par {wide}{below}{third}{merged}\\pard after\\par");
    assert_eq!(
        text(&table),
        "before\nitem\twide\nall\t1\t2\nall\t3\t4\nsum all\t10\nafter\n"
    );
    // What is said of a row may stand behind its cells.
    let behind = "\\pard\\intbl a\\cell 1\\cell\\trowd\\cellx1000\\cellx2000\\row\\pard x";
    assert_eq!(text(behind), "a\t1\nx\n");
}

#[test]
fn files_made_to_do_damage_are_read_or_refused() {
    let beyond = |body: &str| {
        let file = format!("{{\\rtf1 {body}");
        matches!(
            read("x.rtf", file.as_bytes()),
            Err(ReadError::BeyondLimit { .. })
        )
    };
    assert!(beyond(&"{".repeat(2_000_000)));
    assert!(beyond(&format!("{}\\row x", "a\\cell ".repeat(3000))));
    assert!(beyond(&"a\\cell\\row ".repeat(300_000)));
    let rows = "\\trowd\\cellx9\\row ".repeat(100_000);
    assert_eq!(text(&format!("x\\par {rows}")), "x\n");
    let aside = "{\\shptxt a\\par {\\footnote b ";
    assert!(text(&format!("x{}", aside.repeat(400))).contains('x'));
    for name in ["2021-flawed.word.rtf", "2021-clean.libreoffice.rtf"] {
        let bytes = fs::read(root().join("files").join(name)).unwrap();
        for part in 1..30 {
            let _ = read("x", &bytes[..bytes.len() * part / 30]);
            let mut changed = bytes.clone();
            for at in (part * 7..changed.len()).step_by(197) {
                changed[at] = b"{}\\ 0'u-"[(at + part) % 8];
            }
            let _ = read("x", &changed);
        }
    }
}
