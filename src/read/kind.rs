//! Kind: what a file is, by its bytes.

use crate::bilingual::Both;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Html,
    Docx,
    Pdf,
    /// A format that is not read, and what to do about it.
    Other(Both, Both),
}

const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

/// Neither text nor a known format.
pub(super) const BINARY: Both = both("二进制内容", "binary data");
pub(super) const WANTED: Both = both(
    "请提供报告的 .docx、PDF、网页或文本",
    "give the report as .docx, PDF, a web page or text",
);
const WORD: Both = both(
    "请在 Word 或 WPS 中另存为“Word 文档（*.docx）”",
    "save it in Word or WPS as a Word document (*.docx)",
);
const PICTURE: Both = both("图片", "an image");
const PACKED: Both = both("压缩文件", "an archive");
const UNPACK: Both = both(
    "请先解压，再审查里面的报告",
    "unpack it and audit the reports in it",
);

/// Formats told by their first bytes.
const MAGIC: [(&[u8], Both, Both); 7] = [
    (
        b"\xD0\xCF\x11\xE0",
        both("旧版 Word 或 WPS 文件", "a file of an old Word or WPS"),
        WORD,
    ),
    (b"{\\rtf", both("RTF 文件", "an RTF file"), WORD),
    (b"\x89PNG", PICTURE, WANTED),
    (b"\xFF\xD8\xFF", PICTURE, WANTED),
    (b"GIF8", PICTURE, WANTED),
    (b"Rar!", PACKED, UNPACK),
    (b"7z\xBC\xAF", PACKED, UNPACK),
];

/// Formats that are zips, by a name or a word that stands in them unpacked.
const ZIPS: [(&[u8], Both, Both); 4] = [
    (
        b"xl/workbook",
        both("Excel 表格", "an Excel workbook"),
        WANTED,
    ),
    (
        b"ppt/presentation",
        both("演示文稿", "a presentation"),
        WANTED,
    ),
    (b"opendocument.text", both("ODT 文件", "an ODT file"), WORD),
    (b"OFD.xml", both("OFD 版式文件", "an OFD file"), WANTED),
];

pub(super) fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes);
    }
    // Something may stand before the mark, as much as the format allows.
    let start = bytes.get(..1024).unwrap_or(bytes);
    if start.windows(5).any(|it| it == b"%PDF-") {
        return Kind::Pdf;
    }
    let known = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic));
    if let Some((_, kind, help)) = known {
        return Kind::Other(*kind, *help);
    }
    let head = head(bytes);
    if head.starts_with("mime-version:") || head.starts_with("from: <saved by") {
        let help = both(
            "请在浏览器中打开，另存为“网页，仅 HTML”",
            "open it in a browser and save it as HTML only",
        );
        return Kind::Other(both("网页归档（MHT）", "a web archive (MHT)"), help);
    }
    if head.contains("schemas.microsoft.com/office/word/2003/wordml") && head.starts_with("<?xml") {
        let kind = both("Word 2003 XML 文档", "a Word 2003 XML document");
        return Kind::Other(kind, WORD);
    }
    if is_html(&head) {
        Kind::Html
    } else {
        Kind::Text
    }
}

fn zip(bytes: &[u8]) -> Kind {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|it| it == name);
    if holds(b"word/") {
        return Kind::Docx;
    }
    let known = ZIPS.iter().find(|(name, ..)| holds(name));
    known.map_or(Kind::Other(PACKED, UNPACK), |(_, kind, help)| {
        Kind::Other(*kind, *help)
    })
}

/// The first characters that are ASCII, in lower case: enough to tell a page by its tags.
fn head(bytes: &[u8]) -> String {
    bytes
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take(4000)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

fn is_html(head: &str) -> bool {
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with("<?xml") && head.contains("<html"))
        || (head.starts_with('<') && (head.contains("<meta") || head.contains("<head>")))
        || ((head.contains("<body") || head.contains("<div")) && head.contains("</"))
}
