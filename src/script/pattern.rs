//! Regular expressions, each compiled once.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;

/// Patterns are written out in scripts, so there are only so many.
static KNOWN: LazyLock<Mutex<BTreeMap<String, Regex>>> = LazyLock::new(Mutex::default);

/// `text` as a pattern.
///
/// # Errors
///
/// What is wrong in it, in the last line of the engine's words.
pub(super) fn pattern(text: &str) -> Result<Regex, String> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pattern) = known.get(text) {
        return Ok(pattern.clone());
    }
    let pattern = Regex::new(text).map_err(|error| {
        let words = error.to_string();
        words.lines().last().unwrap_or_default().to_owned()
    })?;
    known.insert(text.to_owned(), pattern.clone());
    Ok(pattern)
}
