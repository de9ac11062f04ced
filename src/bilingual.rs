//! Bilingual: what went wrong, in Chinese and in English.

mod english;

use miette::Diagnostic;

pub use english::{english, name, reason};

/// A fault that says in two languages what is wrong and what to do. As a [`Diagnostic`] it speaks
/// Chinese.
pub trait Bilingual: Diagnostic {
    /// The same in English: what is wrong, and what to do.
    fn english(&self) -> (String, Option<String>);

    /// The faults it is made of.
    fn parts(&self) -> Vec<&dyn Bilingual> {
        Vec::new()
    }
}

impl<E: Bilingual + Send + Sync + 'static> From<E> for Box<dyn Bilingual + Send + Sync> {
    fn from(error: E) -> Self {
        Box::new(error)
    }
}

/// A few words in Chinese and in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}
