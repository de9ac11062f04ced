//! Why a file could not be read, and what to do about it.

use miette::Diagnostic;
use thiserror::Error;

use crate::bilingual::{Bilingual, Both};

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
    /// It is of a format that is read, but damaged.
    #[error("`{name}` 打不开（{}）：{}", kind.zh, what.zh)]
    #[diagnostic(
        code(hegui::read::damaged),
        help("请用 Word、WPS 或浏览器确认文件能正常打开，另存一份再试；下载的文件请重新下载")
    )]
    Damaged {
        /// The file.
        name: String,
        /// What it is.
        kind: Both,
        /// What is wrong with it.
        what: Said,
    },
    /// Only who knows its password may read it.
    #[error("`{name}` 打不开（{}）：{}", kind.zh, what.zh)]
    #[diagnostic(
        code(hegui::read::locked),
        help("请去掉密码，另存一份再试；不知道密码的，请报送的单位去掉以后重新报送")
    )]
    Locked {
        /// The file.
        name: String,
        /// What it is.
        kind: Both,
        /// How it is locked.
        what: Said,
    },
    /// It shows pictures of text, or text that nobody can take out of it.
    #[error("`{name}` 无法审查：{}", what.zh)]
    #[diagnostic(
        code(hegui::read::no_text),
        help(
            "请用排版这份报告的原始文档（Word 或 WPS），或者由它另存的 PDF；文字识别（OCR）的结果须人工核对后再用"
        )
    )]
    NoText {
        /// The file.
        name: String,
        /// What is missing.
        what: Said,
    },
    /// It goes beyond a limit that no report comes near.
    #[error("`{name}` 超出处理上限：{}", what.zh)]
    #[diagnostic(
        code(hegui::read::beyond_limit),
        help("正常的报告远小于这个上限；请确认是不是选错了文件，或者把报告正文复制到新文档中另存")
    )]
    BeyondLimit {
        /// The file.
        name: String,
        /// The limit and what goes beyond it.
        what: Said,
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
            Self::Damaged { name, kind, what } => (
                format!("`{name}` cannot be opened as {}: {}", kind.en, what.en),
                "see whether it opens in Word, WPS or a browser, and save it anew; download it again",
            ),
            Self::Locked { name, kind, what } => (
                format!("`{name}` cannot be opened as {}: {}", kind.en, what.en),
                "take the password away and save it anew, or ask whoever sent it for a file without one",
            ),
            Self::NoText { name, what } => (
                format!("`{name}` cannot be audited: {}", what.en),
                "give the document it was made from, or a PDF saved from that; check the result of OCR by hand before you use it",
            ),
            Self::BeyondLimit { name, what } => (
                format!("`{name}` goes beyond what is read: {}", what.en),
                "no report comes near the limit: see whether this is the right file",
            ),
        };
        (message, Some(help.to_owned()))
    }
}

/// What is wrong with a file, in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What is wrong with a file, before its name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    Damaged(Said),
    Locked(Said),
    NoText(Said),
    Beyond(Said),
}

impl Fault {
    pub(super) fn damaged(zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        Self::Damaged(Said { zh, en })
    }

    pub(super) fn locked(zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        Self::Locked(Said { zh, en })
    }

    pub(super) fn beyond(zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        Self::Beyond(Said { zh, en })
    }

    pub(super) fn no_text(zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        Self::NoText(Said { zh, en })
    }

    /// A document with next to no text and pictures in it.
    pub(super) fn pictures() -> Self {
        Self::no_text(
            "里面没有报告正文，只有图片（多半是扫描件），无法判断",
            "it has no text, only pictures (most likely a scan), and cannot be judged",
        )
    }

    pub(super) fn of(self, name: &str, kind: Both) -> ReadError {
        let name = name.to_owned();
        match self {
            Self::Damaged(what) => ReadError::Damaged { name, kind, what },
            Self::Locked(what) => ReadError::Locked { name, kind, what },
            Self::NoText(what) => ReadError::NoText { name, what },
            Self::Beyond(what) => ReadError::BeyondLimit { name, what },
        }
    }
}
