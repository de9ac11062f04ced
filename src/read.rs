//! Read: the bytes of a file to a [`Source`], whatever its format.
//!
//! What a file is, its bytes say, never its name; that only words why one is refused. One reader a format gives the same canonical
//! text (`canon`): text files are their own; .docx, .odt, .rtf and HTML become a flow of paragraphs and
//! tables (`flow`, `grid`) first, and so do the glyphs and ruled lines of PDF.

mod canon;
mod counting;
mod docx;
mod error;
mod flow;
mod grid;
mod html;
mod kind;
mod odt;
mod pdf;
mod rtf;
mod text;
mod xml;
mod zipped;

use sha2::{Digest, Sha256};

use crate::bilingual::Both;
use crate::source::{Source, Span};
use canon::Canon;
use error::Fault;
use kind::Kind;

pub use error::{ReadError, Said};
pub use kind::Legacy;

const WORD: Both = Both {
    zh: "Word 文档",
    en: "a Word document",
};
const OFFICE: Both = Both {
    zh: "Office 文件",
    en: "an Office file",
};
const OPEN: Both = Both {
    zh: "ODT 文档",
    en: "an ODT document",
};
const RICH: Both = Both {
    zh: "RTF 文件",
    en: "an RTF file",
};
const PRINT: Both = Both {
    zh: "PDF 文件",
    en: "a PDF file",
};
const PAGE: Both = Both {
    zh: "网页",
    en: "a web page",
};

/// A file of more bytes than this is refused: a report has some ten thousand.
pub const LIMIT: usize = 32 * 1024 * 1024;

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When the file is empty, too large, damaged, of a format that is not read, or in an encoding
/// that cannot be told.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, ReadError> {
    if bytes.len() > LIMIT {
        return Err(ReadError::TooLarge {
            name: name.to_owned(),
            size: bytes.len(),
            limit: LIMIT,
        });
    }
    match kind::kind(bytes) {
        Kind::Docx => {
            let canon = docx::read(bytes).map_err(|fault| fault.of(name, WORD))?;
            placed(name, bytes, canon, "docx")
        }
        Kind::Odt => {
            let canon = odt::read(bytes).map_err(|fault| fault.of(name, OPEN))?;
            placed(name, bytes, canon, "odt")
        }
        Kind::Rtf => {
            let canon = rtf::read(bytes).map_err(|fault| fault.of(name, RICH))?;
            placed(name, bytes, canon, "rtf")
        }
        Kind::Legacy(legacy) => Err(ReadError::NotText {
            name: name.to_owned(),
            kind: legacy.name(),
            help: Legacy::CURE,
        }),
        Kind::Pdf => {
            let canon = pdf::read(bytes).map_err(|fault| fault.of(name, PRINT))?;
            placed(name, bytes, canon, "pdf")
        }
        Kind::Html => {
            let text = text::decode(name, bytes, html::declared(bytes))?;
            let canon = html::read(&text).map_err(|fault| fault.of(name, PAGE))?;
            placed(name, bytes, canon, "html")
        }
        Kind::Text => {
            let text = text::decode(name, bytes, None).map_err(|it| claimed(name, it))?;
            if text.trim().is_empty() {
                return Err(empty(name));
            }
            let text = text::with_lf(text);
            Ok(Source::of_file(name, text, "text", sha256(bytes)))
        }
        Kind::Locked => Err(Fault::locked(
            "文件已加密，需要密码才能打开",
            "it is encrypted and needs a password",
        )
        .of(name, OFFICE)),
        Kind::Other(kind, help) => {
            let name = name.to_owned();
            Err(claimed(
                &name.clone(),
                ReadError::NotText { name, kind, help },
            ))
        }
    }
}

/// Why a file is refused that its name says could be read: of a download that broke off there may be the
/// first bytes of a format, or nothing but zeros.
fn claimed(name: &str, error: ReadError) -> ReadError {
    let unlike = [kind::BINARY, kind::PACKED, kind::HOLLOW];
    let ending = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
    let claimed = match ending.as_deref() {
        Some("docx") => WORD,
        Some("odt") => OPEN,
        Some("rtf") => RICH,
        Some("pdf") => PRINT,
        Some("doc" | "wps") => Legacy::Word.name(),
        Some(_) | None => return error,
    };
    if !matches!(&error, ReadError::NotText { kind, .. } if unlike.contains(kind)) {
        return error;
    }
    Fault::damaged(
        "里面没有正文，文件损坏，多半没有下载完",
        "there is no text in it: it is damaged, most likely by a download that broke off",
    )
    .of(name, claimed)
}

/// Which old format `bytes` are in, if it is one that another program can make a .docx of.
#[must_use]
pub fn legacy(bytes: &[u8]) -> Option<Legacy> {
    match kind::kind(bytes) {
        Kind::Legacy(legacy) => Some(legacy),
        Kind::Text
        | Kind::Html
        | Kind::Docx
        | Kind::Odt
        | Kind::Pdf
        | Kind::Rtf
        | Kind::Locked
        | Kind::Other(..) => None,
    }
}

/// Reads the .docx that was made of the file called `name`, whose own bytes are `original`.
///
/// # Errors
/// As [`read`], and when what was made is no .docx.
pub fn read_converted(name: &str, original: &[u8], made: &[u8]) -> Result<Source, ReadError> {
    let format = legacy(original).map_or("docx", Legacy::extension);
    let canon = docx::read(made).map_err(|fault| fault.of(name, WORD))?;
    placed(name, original, canon, format)
}

/// A comment on what stands at `span` of a report, or on all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The place, in the canonical text.
    pub span: Option<Span>,
    /// What it says, line by line.
    pub text: String,
}

/// The .docx `bytes` with `comments` in it and nothing else changed. A comment stands on the whole
/// paragraph or cell; one that has no place on the first paragraph.
///
/// # Errors
/// When the bytes are no .docx, or one that cannot be read.
pub fn with_comments(name: &str, bytes: &[u8], comments: &[Comment]) -> Result<Vec<u8>, ReadError> {
    let canon = docx::read(bytes).map_err(|fault| fault.of(name, WORD))?;
    let origins = canon.origins();
    let first = origins.iter().find_map(|(_, from)| *from);
    let on = |span: Span| {
        let after = origins.partition_point(|(start, _)| *start <= span.start);
        origins.get(after.checked_sub(1)?)?.1
    };
    let comments: Vec<_> = comments
        .iter()
        .map(|it| docx::OnParagraph {
            on: it.span.and_then(on).or(first),
            text: &it.text,
        })
        .collect();
    docx::with_comments(bytes, &comments).map_err(|fault| fault.of(name, WORD))
}

fn placed(
    name: &str,
    bytes: &[u8],
    canon: Canon,
    format: &'static str,
) -> Result<Source, ReadError> {
    if canon.full {
        let fault = Fault::beyond("展开后的文字超过 16 MB", "its text has more than 16 MB");
        return Err(fault.of(name, PAGE));
    }
    if canon.is_empty() {
        return Err(empty(name));
    }
    let (text, places) = canon.finish();
    Ok(Source::placed(name, text, places, format, sha256(bytes)))
}

fn empty(name: &str) -> ReadError {
    ReadError::Empty {
        name: name.to_owned(),
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}
