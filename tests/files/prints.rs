//! PDF: what is shown, and files that are locked, scanned, damaged or made to do damage.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use hegui::read::{ReadError, read};

use crate::files::root;

/// A PDF of these objects, numbered from 1; the first is the catalog. No table of contents.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut text = String::from("%PDF-1.4\n");
    for (at, object) in objects.iter().enumerate() {
        write!(text, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    text.push_str("trailer << /Root 1 0 R >>\n%%EOF\n");
    text.into_bytes()
}

/// A page that draws `content` with a plain font called F.
fn page(content: &str) -> Vec<u8> {
    let stream = format!(
        "<< /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    );
    pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R /G 6 0 R >> /XObject << /P 8 0 R /S 9 0 R >> >> >>",
        &stream,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [7 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\n0\nendstream",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11 /Resources << /XObject << /S 9 0 R >> >> >>\nstream\n/S Do /S Do\nendstream",
    ])
}

fn text(content: &str) -> String {
    let source = read("x.pdf", &page(content)).unwrap();
    assert_eq!(source.format(), "pdf");
    source.text().to_owned()
}

fn refused(bytes: &[u8]) -> String {
    match read("x.pdf", bytes) {
        Err(
            ReadError::Damaged { what, .. }
            | ReadError::BeyondLimit { what, .. }
            | ReadError::Locked { what, .. }
            | ReadError::NoText { what, .. },
        ) => what.zh,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_scan_is_not_judged() {
    let scan = page("600 0 0 800 0 0 cm /P Do");
    assert!(matches!(read("x", &scan), Err(ReadError::NoText { .. })));
    assert!(refused(&scan).contains("没有文字层"));
    // What OCR found stands behind the picture and is shown to nobody.
    let ocr = page(
        "BT /F 12 Tf 3 Tr 50 700 Td (twelve 12 and thirteen 13) Tj ET 600 0 0 800 0 0 cm /P Do",
    );
    assert!(refused(&ocr).contains("没有文字层"));
    assert!(refused(&page("")).contains("没有文字层"));
}

#[test]
fn a_picture_between_lines_is_told() {
    let lines = |between: &str| {
        text(&format!(
            "BT /F 12 Tf 50 700 Td (table two) Tj ET q {between} /P Do Q BT /F 12 Tf 50 300 Td (table three) Tj ET"
        ))
    };
    assert_eq!(
        lines("400 0 0 200 50 400 cm"),
        "table two\n\n![图片]\n\ntable three\n"
    );
    // An ornament, and the ground that words stand on.
    let apart = "table two table three\n";
    assert_eq!(lines("40 0 0 40 50 400 cm"), apart);
    assert_eq!(lines("600 0 0 800 0 0 cm"), apart);
}

#[test]
fn a_locked_file_says_so() {
    let file = |name: &str| fs::read(root().join("files").join(name)).unwrap();
    assert!(refused(&file("locked.password.pdf")).contains("需要密码"));
    // Whoever may not change it may still read it.
    let open = read("x.pdf", &file("locked.owner.pdf")).unwrap();
    assert_eq!(open.text(), "one two three four five\n");
}

#[test]
fn chinese_fonts_need_not_be_in_the_file() {
    // 信息公开 in GBK, with the two bytes of each character.
    let shown = text("BT /G 12 Tf 50 700 Td <D0C5CFA2B9ABBFAA> Tj /F 12 Tf ( 2024, 12) Tj ET");
    assert_eq!(shown, "信息公开 2024, 12\n");
}

/// Two columns and two rows, ruled; `first` and `second` are the strings of the lower row.
fn grid(first: &str, second: &str) -> String {
    text(&format!(
        "50 700 m 250 700 l S 50 680 m 250 680 l S 50 660 m 250 660 l S 50 660 m 50 700 l S 150 660 m 150 700 l S 250 660 m 250 700 l S
         BT /F 10 Tf 60 687 Td (item alpha) Tj ET BT /F 10 Tf 160 687 Td (item beta) Tj ET {first} {second}"
    ))
}

#[test]
fn a_number_torn_by_a_line_is_not_two() {
    let apart = grid(
        "BT /F 10 Tf 60 667 Td (12) Tj ET",
        "BT /F 10 Tf 160 667 Td (34) Tj ET",
    );
    assert_eq!(apart, "item alpha\titem beta\n12\t34\n");
    // It begins in the first cell and ends in the second: neither can be told.
    let torn = grid("BT /F 10 Tf 140 667 Td (1234) Tj ET", "");
    assert!(!torn.contains("12\t34"), "{torn}");
    assert!(torn.contains('\u{fffd}'), "{torn}");
}

#[test]
fn what_is_printed_twice_is_read_once() {
    let bold = "BT /F 10 Tf 60 667 Td (95) Tj ET BT /F 10 Tf 60.3 667 Td (95) Tj ET";
    assert_eq!(grid(bold, ""), "item alpha\titem beta\n95\t\n");
}

#[test]
fn white_lines_part_nothing() {
    let white = "1 G 105 660 m 105 680 l S 0 G BT /F 10 Tf 92 667 Td (9500) Tj ET";
    assert_eq!(grid(white, ""), "item alpha\titem beta\n9500\t\n");
}

/// `data` packed as zlib does it.
fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// The page again, its content packed and of `kind`.
fn with_stream(kind: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = page("").split_off(0);
    let mut end = bytes.split_off(bytes.len() - "trailer << /Root 1 0 R >>\n%%EOF\n".len());
    let head = format!(
        "4 0 obj\n<< {kind} /Filter /FlateDecode /Length {} >>\nstream\n",
        data.len()
    );
    bytes.extend(head.bytes());
    bytes.extend(data);
    bytes.extend(b"\nendstream\nendobj\n");
    bytes.append(&mut end);
    bytes
}

#[test]
fn bombs_are_refused() {
    let bomb = packed(&vec![b' '; 70 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    assert!(refused(&with_stream("", &bomb)).contains("256 MB"));
    assert!(refused(&with_stream("/Type /ObjStm /N 1 /First 4", &bomb)).contains("256 MB"));
    let endless = packed("q Q ".repeat(15_000_000).as_bytes());
    assert!(refused(&with_stream("", &endless)).contains("2000 万条"));
    // A form that shows itself twice is followed eight deep.
    let twice = text("BT /F 10 Tf 50 700 Td (forms in forms) Tj ET /S Do");
    assert_eq!(twice, "forms in forms\n");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count 2100 >>",
            (3..2103).map(|it| format!("{it} 0 R ")).collect::<String>()
        ),
    ];
    objects.extend(
        (0..2100).map(|_| "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_owned()),
    );
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    assert!(refused(&pdf(&objects)).contains("2100 页"));
}

/// What refers to itself ends: trees of pages, tables of contents, lengths, fonts, streams of objects.
#[test]
fn loops_end() {
    let body = "<< /Type /Catalog /Pages 2 0 R >>";
    let content = "<< /Length 4 0 R >>\nstream\nBT /F 9 Tf (x) Tj ET\nendstream";
    let leaf =
        "<< /Type /Page /Parent 3 0 R /MediaBox 3 0 R /Contents [3 0 R 4 0 R] /Resources 3 0 R >>";
    let cases = [
        vec![body, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"],
        vec![
            body,
            "<< /Type /Pages /Kids [3 0 R] /Count 9999999 >>",
            "<< /Type /Pages /Kids [2 0 R] >>",
        ],
        vec![
            body,
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            leaf,
            content,
        ],
        vec!["1 0 R", "2 0 R"],
        vec![body, "<< /Type /Pages /Kids 2 0 R /Parent 2 0 R >>"],
    ];
    for case in &cases {
        let mut bytes = pdf(case);
        assert!(read("x.pdf", &bytes).is_err(), "{case:?}");
        // The same with a table of contents that names itself as the one before it.
        let at = bytes.len();
        let table = format!(
            "xref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R /Size 9 /Prev {at} /XRefStm {at} >>\nstartxref\n{at}\n%%EOF\n"
        );
        bytes.extend(table.bytes());
        assert!(read("x.pdf", &bytes).is_err(), "{case:?}");
    }
    // Fonts and forms within themselves.
    let fonts = page("BT /F 9 Tf (seen) Tj ET")
        .iter()
        .map(|it| *it as char)
        .collect::<String>();
    let inner = fonts
        .replace("/DescendantFonts [7 0 R]", "/DescendantFonts [6 0 R]")
        .replace("(seen) Tj", "(seen) Tj /G 9 Tf <b0a1> Tj");
    let _ = read("x.pdf", inner.as_bytes());
}

#[test]
fn damaged_files_are_refused_or_read() {
    assert!(refused(b"%PDF-1.7").contains("损坏"));
    let mut seed = 0x2026_1121_u64;
    let mut random = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut read_anyway = 0;
    for name in ["2021-flawed.libreoffice.pdf", "2021-clean.chromium.pdf"] {
        let whole = fs::read(root().join("files").join(name)).unwrap();
        for round in 0..100 {
            let mut bytes = whole.clone();
            if round % 2 == 0 {
                bytes.truncate(random(whole.len()));
            }
            for _ in 0..round {
                if !bytes.is_empty() {
                    let at = random(bytes.len());
                    bytes[at] ^= 1 << random(8);
                }
            }
            read_anyway += usize::from(read("x.pdf", &bytes).is_ok());
        }
    }
    assert!(read_anyway > 0);
}

#[test]
fn a_mark_over_the_page_is_not_read() {
    let marked = "BT /F 60 Tf 0.7 0.7 -0.7 0.7 60 300 Tm (copy) Tj ET BT /F 10 Tf 50 700 Td (what is said here) Tj ET";
    assert_eq!(text(marked), "what is said here\n");
    let down = "BT /F 10 Tf 0 -1 1 0 300 500 Tm (read downwards) Tj ET";
    assert_eq!(text(down), "read downwards\n");
}

#[test]
fn double_lines_are_one() {
    let mut drawn = String::new();
    for (at, by) in [(660, 0), (660, 4), (680, 0), (680, 4), (700, 0), (700, 4)] {
        write!(drawn, "50 {0} m 254 {0} l S ", at + by).unwrap();
    }
    for (at, by) in [(50, 0), (50, 4), (150, 0), (150, 4), (250, 0), (250, 4)] {
        write!(drawn, "{0} 660 m {0} 704 l S ", at + by).unwrap();
    }
    for (x, y, said) in [
        (60, 688, "item alpha"),
        (160, 688, "item beta"),
        (60, 668, "12"),
    ] {
        write!(drawn, "BT /F 10 Tf {x} {y} Td ({said}) Tj ET ").unwrap();
    }
    assert_eq!(text(&drawn), "item alpha\titem beta\n12\t\n");
}

#[test]
fn a_signature_on_a_page_of_its_own_is_two_lines() {
    let line = |y: usize, x: usize, said: &str| format!("BT /F 10 Tf {x} {y} Td ({said}) Tj ET ");
    let long = "all lines of the text are as long as this one, from margin to margin";
    let first: String = (0..9).map(|at| line(700 - 20 * at, 50, long)).collect();
    let second = [
        line(700, 340, "the bureau of x"),
        line(680, 340, "9 February 2024"),
    ]
    .concat();
    let stream = |it: &str| format!("<< /Length {} >>\nstream\n{it}\nendstream", it.len());
    let leaf = |content: usize| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F 5 0 R >> >> >>"
        )
    };
    let bytes = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        &leaf(6),
        &leaf(7),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        &stream(&first),
        &stream(&second),
    ]);
    let source = read("x.pdf", &bytes).unwrap();
    let text = source.text();
    assert!(
        text.ends_with("the bureau of x\n\n9 February 2024\n"),
        "{text}"
    );
}
