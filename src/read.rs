//! Read: the bytes of a file to a [`Source`].
//!
//! Text only so far: UTF-8, UTF-16, GB18030 and Big5, with or without a byte order mark.

use chardetng::{EncodingDetector, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use miette::Diagnostic;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::bilingual::{Bilingual, Both};
use crate::source::Source;

/// A file of more bytes than this is refused: a report has some ten thousand.
pub const LIMIT: usize = 32 * 1024 * 1024;
/// How many bytes are looked at to tell the encoding.
const SAMPLE: usize = 64 * 1024;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
pub enum ReadError {
    /// It holds nothing.
    #[error("`{name}` 是空文件，没有可以审查的内容")]
    #[diagnostic(code(hegui::read::empty), help("请确认导出或下载是否完整"))]
    Empty {
        /// The file.
        name: String,
    },
    /// It is too large.
    #[error("`{name}` 有 {size} 字节，超过上限 {limit} 字节")]
    #[diagnostic(
        code(hegui::read::too_large),
        help("报告通常只有几十 KB；请确认是不是选错了文件，或者只保留报告正文")
    )]
    TooLarge {
        /// The file.
        name: String,
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// It is no text, and what it seems to be.
    #[error("`{name}` 不是文本文件：{}", kind.zh)]
    #[diagnostic(code(hegui::read::not_text), help("{}", help.zh))]
    NotText {
        /// The file.
        name: String,
        /// What it seems to be.
        kind: Both,
        /// What to do.
        help: Both,
    },
    /// Its encoding could not be told.
    #[error("`{name}` 的文字编码无法识别：按 {encoding} 读出 {broken} 处乱码")]
    #[diagnostic(code(hegui::read::encoding), help("请另存为 UTF-8 编码的文本后再试"))]
    Encoding {
        /// The file.
        name: String,
        /// The most likely encoding.
        encoding: &'static str,
        /// How many characters could not be read.
        broken: usize,
    },
}

impl Bilingual for ReadError {
    fn english(&self) -> (String, Option<String>) {
        let (message, help) = match self {
            Self::Empty { name } => (
                format!("`{name}` is empty: there is nothing to audit"),
                "see whether it was exported or downloaded whole",
            ),
            Self::TooLarge { name, size, limit } => (
                format!("`{name}` has {size} bytes, more than the {limit} that are accepted"),
                "a report has some ten thousand bytes: see whether this is the right file",
            ),
            Self::NotText { name, kind, help } => {
                (format!("`{name}` is no text file: {}", kind.en), help.en)
            }
            Self::Encoding {
                name,
                encoding,
                broken,
            } => (
                format!(
                    "the encoding of `{name}` cannot be told: as {encoding}, {broken} characters are broken"
                ),
                "save it as text in UTF-8",
            ),
        };
        (message, Some(help.to_owned()))
    }
}

/// Neither text nor a known format.
const BINARY: Both = Both {
    zh: "二进制内容",
    en: "binary data",
};
const WANTED: Both = Both {
    zh: "请提供报告的文本",
    en: "give the text of the report",
};

/// Reads the bytes of the file called `name` as text.
///
/// # Errors
/// When the file is empty, too large, no text, or in an encoding that cannot be told.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, ReadError> {
    let name = || name.to_owned();
    if bytes.len() > LIMIT {
        return Err(ReadError::TooLarge {
            name: name(),
            size: bytes.len(),
            limit: LIMIT,
        });
    }
    if let Some((kind, help)) = other_format(bytes) {
        return Err(ReadError::NotText {
            name: name(),
            kind,
            help,
        });
    }
    let text = decode(&name(), bytes)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty { name: name() });
    }
    if looks_like_html(&text) {
        let help = Both {
            zh: "请在浏览器中打开，全选复制正文，另存为 .txt；目前只读纯文本和 Markdown",
            en: "open it in a browser, copy all its text and save that as .txt; only plain text and Markdown are read so far",
        };
        return Err(ReadError::NotText {
            name: name(),
            kind: Both {
                zh: "网页（HTML）源代码",
                en: "the source of a web page (HTML)",
            },
            help,
        });
    }
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        for half in [byte >> 4, byte & 15] {
            sha256.extend(char::from_digit(u32::from(half), 16));
        }
    }
    Ok(Source::of_file(name(), text, "text", sha256))
}

/// Formats told by their first bytes, and what to do with them.
fn other_format(bytes: &[u8]) -> Option<(Both, Both)> {
    const WORD: Both = Both {
        zh: "请在 Word 或 WPS 中另存为“纯文本（*.txt）”，编码选 UTF-8",
        en: "save it in Word or WPS as plain text (*.txt), encoded as UTF-8",
    };
    const PDF: Both = Both {
        zh: "请用 pdftotext -layout 或阅读器的“另存为文本”取出文字；扫描件没有文字，无法审查",
        en: "take its text out with pdftotext -layout or a viewer; a scan has no text and cannot be audited",
    };
    const IMAGE: Both = Both {
        zh: "图片",
        en: "an image",
    };
    let known: [(&[u8], Both, Both); 7] = [
        (
            b"PK\x03\x04",
            Both {
                zh: "Word、WPS 或压缩文件",
                en: "a Word, WPS or compressed file",
            },
            WORD,
        ),
        (
            b"\xD0\xCF\x11\xE0",
            Both {
                zh: "旧版 Word 或 WPS 文件",
                en: "a file of an old Word or WPS",
            },
            WORD,
        ),
        (
            b"{\\rtf",
            Both {
                zh: "RTF 文件",
                en: "an RTF file",
            },
            WORD,
        ),
        (
            b"%PDF",
            Both {
                zh: "PDF 文件",
                en: "a PDF file",
            },
            PDF,
        ),
        (b"\x89PNG", IMAGE, WANTED),
        (b"\xFF\xD8\xFF", IMAGE, WANTED),
        (b"GIF8", IMAGE, WANTED),
    ];
    known
        .iter()
        .find(|(magic, _, _)| bytes.starts_with(magic))
        .map(|(_, kind, help)| (*kind, *help))
}

fn decode(name: &str, bytes: &[u8]) -> Result<String, ReadError> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => UTF_8,
        None => guess(name, bytes)?,
    };
    let (text, _, _) = encoding.decode(bytes);
    let broken = text.chars().filter(|it| *it == '\u{fffd}').count();
    let control = text
        .chars()
        .filter(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t' | '\u{c}'))
        .count();
    let length = text.chars().count().max(1);
    if control * 50 > length {
        return Err(ReadError::NotText {
            name: name.to_owned(),
            kind: BINARY,
            help: WANTED,
        });
    }
    // A few damaged characters are the report's own trouble and stay in sight.
    if broken * 100 > length {
        return Err(ReadError::Encoding {
            name: name.to_owned(),
            encoding: encoding.name(),
            broken,
        });
    }
    Ok(text.into_owned())
}

/// The encoding of bytes that are no UTF-8 and have no byte order mark.
fn guess(name: &str, bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // Line ends and digits of UTF-16 have their zero byte on one side only.
        return match (even, odd) {
            (few, many) if few * 20 < many => Ok(UTF_16LE),
            (many, few) if few * 20 < many => Ok(UTF_16BE),
            _ => Err(ReadError::NotText {
                name: name.to_owned(),
                kind: BINARY,
                help: WANTED,
            }),
        };
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, bytes.len() <= SAMPLE);
    let found = detector.guess(None, Utf8Detection::Allow);
    Ok(if found == GBK {
        GB18030
    } else if found == BIG5 || found == GB18030 || found == UTF_8 {
        found
    } else {
        likelier(bytes, found)
    })
}

/// Of the encodings Chinese files have, the one that reads with the fewest damaged characters.
fn likelier(bytes: &[u8], found: &'static Encoding) -> &'static Encoding {
    let broken = |encoding: &'static Encoding| {
        encoding
            .decode_without_bom_handling(bytes)
            .0
            .chars()
            .filter(|it| *it == '\u{fffd}')
            .count()
    };
    [GB18030, BIG5]
        .into_iter()
        .find(|encoding| broken(encoding) == 0)
        .unwrap_or(found)
}

fn looks_like_html(text: &str) -> bool {
    let head: String = text
        .trim_start()
        .chars()
        .take(4000)
        .collect::<String>()
        .to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.contains("<body") || head.contains("<div")) && head.contains("</")
}
