//! Fault: why the program could not do what it was asked, with what to do about it.

use std::fmt;

use miette::Diagnostic;

/// Why something could not be done.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    help: String,
}

impl Fault {
    /// A fault with its cure.
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }
}
