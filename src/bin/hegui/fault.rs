//! Fault: why the program could not do what it was asked, with what to do about it.

use std::fmt;

use hegui::bilingual::Bilingual;
use miette::Diagnostic;

/// The same words in Chinese and in English.
#[derive(Debug)]
pub(super) struct Said {
    zh: String,
    en: String,
}

/// The same words in Chinese and in English.
pub(super) fn said(zh: impl Into<String>, en: impl Into<String>) -> Said {
    Said {
        zh: zh.into(),
        en: en.into(),
    }
}

/// Why something could not be done.
#[derive(Debug)]
pub(super) struct Fault {
    message: Said,
    help: Said,
}

impl Fault {
    /// A fault with its cure.
    pub(super) const fn new(message: Said, help: Said) -> Self {
        Self { message, help }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.zh)
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help.zh))
    }
}

impl Bilingual for Fault {
    fn english(&self) -> (String, Option<String>) {
        (self.message.en.clone(), Some(self.help.en.clone()))
    }
}
