//! Kind: what a file is, by its bytes.

use crate::bilingual::Both;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Html,
    Docx,
    Odt,
    Rtf,
    /// A format that another program makes a .docx of.
    Legacy(Legacy),
    Pdf,
    /// A document of an office that wants a password.
    Locked,
    /// A format that is not read, and what to do about it.
    Other(Both, Both),
}

/// A format of old offices that is not read itself: a program has to make a .docx of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legacy {
    /// .doc of Word 97 and later, also as WPS writes it, under .wps too.
    Word,
}

impl Legacy {
    /// What such a file is called.
    #[must_use]
    pub const fn name(self) -> Both {
        match self {
            Self::Word => both("旧版 Word 或 WPS 文件", "a file of an old Word or WPS"),
        }
    }

    /// How the names of such files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Word => "doc",
        }
    }

    /// What to do with such a file by hand.
    pub const CURE: Both = WORD;
}

/// The bytes of an entry in the directory of a compound file.
const ENTRY: usize = 128;

const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

/// What such a file should be: of its kind only the first bytes are there.
pub(super) const HOLLOW: Both = both(
    "旧版 Office 文件，里面没有 Word 正文",
    "an old Office file without a text of Word",
);
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
pub(super) const PACKED: Both = both("压缩文件", "an archive");
const UNPACK: Both = both(
    "请先解压，再审查里面的报告",
    "unpack it and audit the reports in it",
);

/// Formats told by their first bytes.
const MAGIC: [(&[u8], Both, Both); 5] = [
    (b"\x89PNG", PICTURE, WANTED),
    (b"\xFF\xD8\xFF", PICTURE, WANTED),
    (b"GIF8", PICTURE, WANTED),
    (b"Rar!", PACKED, UNPACK),
    (b"7z\xBC\xAF", PACKED, UNPACK),
];

/// Formats that are zips, by a name or a word that stands in them unpacked.
const ZIPS: [(&[u8], Both, Both); 5] = [
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
    (
        b"opendocument.spreadsheet",
        both("ODS 表格", "an ODS spreadsheet"),
        WANTED,
    ),
    (
        b"opendocument.presentation",
        both("演示文稿", "a presentation"),
        WANTED,
    ),
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
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Rtf;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return compound(bytes);
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
    if head.starts_with("<?xml") && head.contains("<office:document ") {
        let kind = both("单个 XML 的 OpenDocument 文件", "a flat OpenDocument file");
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
    // The first entry says what it is, unpacked; some writers pack it all the same.
    let start = bytes.get(..200).unwrap_or(bytes);
    let says = |name: &[u8]| start.windows(name.len()).any(|it| it == name);
    if says(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        return Kind::Odt;
    }
    if holds(b"word/") {
        return Kind::Docx;
    }
    let known = ZIPS.iter().find(|(name, ..)| holds(name));
    match known {
        Some((_, kind, help)) => Kind::Other(*kind, *help),
        None if holds(b"content.xml") && holds(b"META-INF/manifest.xml") => Kind::Odt,
        None => Kind::Other(PACKED, UNPACK),
    }
}

/// A compound file of older offices, by the streams in its directory. A document of Word may hold
/// a workbook, so it is asked for first.
fn compound(bytes: &[u8]) -> Kind {
    let entries: Vec<&[u8]> = bytes.chunks_exact(ENTRY).skip(4).collect();
    let has = |name: &str| {
        let name: Vec<u8> = name
            .encode_utf16()
            .chain([0])
            .flat_map(u16::to_le_bytes)
            .collect();
        let length = u16::try_from(name.len()).unwrap_or(0).to_le_bytes();
        entries.iter().any(|entry| {
            entry.starts_with(&name)
                && entry.get(64..66) == Some(&length)
                && entry.get(66) == Some(&2)
        })
    };
    if has("EncryptedPackage") {
        Kind::Locked
    } else if has("WordDocument") {
        Kind::Legacy(Legacy::Word)
    } else if has("Workbook") || has("Book") {
        Kind::Other(both("旧版 Excel 表格", "an old Excel workbook"), WANTED)
    } else if has("PowerPoint Document") {
        Kind::Other(both("旧版演示文稿", "an old presentation"), WANTED)
    } else if has("MatOST") || has("CONTENTS") {
        Kind::Other(
            both("Microsoft Works 文件", "a file of Microsoft Works"),
            WORD,
        )
    } else {
        Kind::Other(HOLLOW, WORD)
    }
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
