//! Files of old offices: told by content, and what is said where nothing can convert them.

use hegui::read::{Legacy, ReadError, legacy, read, read_converted};

use crate::files::root;
use crate::program::{file, program, ran};

/// The start of a compound file with a directory of these streams.
fn compound(streams: &[&str]) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for stream in streams {
        let mut entry: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(entry.len() + 2).unwrap();
        entry.resize(128, 0);
        entry[64] = length;
        entry[66] = 2;
        bytes.extend(entry);
    }
    bytes
}

#[test]
fn old_files_are_told_by_their_streams() {
    let kind = |streams: &[&str]| match read("报告", &compound(streams)) {
        Err(ReadError::NotText { kind, .. } | ReadError::Locked { kind, .. }) => kind.zh,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(&["1Table", "WordDocument"]), "旧版 Word 或 WPS 文件");
    assert_eq!(kind(&["Workbook"]), "旧版 Excel 表格");
    assert_eq!(kind(&["PowerPoint Document"]), "旧版演示文稿");
    assert_eq!(kind(&["EncryptedPackage"]), "Office 文件");
    assert_eq!(kind(&["CONTENTS"]), "Microsoft Works 文件");
    assert_eq!(kind(&[]), "旧版 Office 文件，里面没有 Word 正文");
    // A document that holds a workbook is a document.
    let both = compound(&["Workbook", "WordDocument"]);
    assert_eq!(legacy(&both), Some(Legacy::Word));
    assert_eq!(legacy(b"{\\rtf1\\ansi }"), None);
    assert_eq!(legacy(b"PK\x03\x04"), None);
}

#[test]
fn what_is_only_called_a_report_is_damaged() {
    let damaged = |name: &str, bytes: &[u8]| match read(name, bytes) {
        Err(ReadError::Damaged { kind, .. }) => kind.zh,
        other => panic!("{other:?}"),
    };
    assert_eq!(damaged("报告.docx", b"PK\x03\x04\x14"), "Word 文档");
    assert_eq!(damaged("报告.DOCX", &[0; 200]), "Word 文档");
    assert_eq!(damaged("报告.pdf", &[0; 200]), "PDF 文件");
    assert_eq!(damaged("报告.doc", &compound(&[])), "旧版 Word 或 WPS 文件");
    assert!(matches!(
        read("报告.zip", b"PK\x03\x04\x14"),
        Err(ReadError::NotText { .. })
    ));
}

#[test]
fn what_was_converted_keeps_its_own_name_and_print() {
    let old = compound(&["WordDocument"]);
    let made = std::fs::read(root().join("files/2021-clean.docx")).unwrap();
    let source = read_converted("报告.doc", &old, &made).unwrap();
    let direct = read("报告.docx", &made).unwrap();
    assert_eq!(source.text(), direct.text());
    assert_eq!((source.name(), source.format()), ("报告.doc", "doc"));
    assert_ne!(source.sha256(), direct.sha256());
}

#[test]
fn without_libreoffice_it_says_what_to_do() {
    let old = file("old.doc", &compound(&["WordDocument"]));
    let ran = ran(program().args(["audit", &old]).env("PATH", "/nowhere"));
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.says("没有 LibreOffice"), "{}", ran.err);
    assert!(ran.says("另存为“Word 文档（*.docx）”"), "{}", ran.err);
}
