//! Unclosed: the first quote or bracket that a line of TOML leaves open. All behind it is then read as
//! a part of it, so its reader finds fault with every line but the one that is wrong.

use crate::source::{Source, Span};

/// The end of the line that leaves something open, and what its reader would say of it.
pub(super) fn first(source: &Source) -> Option<(Span, &'static str)> {
    let mut long = None;
    let mut begun = None;
    for line in 1..=source.line_count() {
        let span = source.line_span(line);
        let end = Span::new(span.end, span.end);
        let text = source.slice(span).trim();
        let was_long = long.is_some();
        let Some(bare) = bare(text, &mut long) else {
            return Some((end, "basic string"));
        };
        if !was_long && long.is_some() {
            begun = Some(end);
        }
        let bare = bare.trim();
        let left = |open: char, close: char| {
            let count = |mark: char| bare.matches(mark).count();
            count(open) > count(close)
        };
        let said = match (left('{', '}'), left('[', ']')) {
            (true, _) => "inline table",
            (_, true) if bare.starts_with('[') => "array table",
            (_, true) => "unclosed array",
            _ => continue,
        };
        let mut after =
            (line + 1..=source.line_count()).map(|it| source.slice(source.line_span(it)));
        let next = after.find_map(|it| it.trim().chars().next());
        let goes_on = next.is_some_and(|it| [',', ']', '}', '#'].contains(&it));
        if !goes_on && !bare.ends_with([',', '[', '{']) {
            return Some((end, said));
        }
    }
    // A text over several lines that nothing ends.
    begun
        .filter(|_| long.is_some())
        .map(|it| (it, "basic string"))
}

/// What of a line stands outside of quotes and comments; none if a quote is left open. `long` is the
/// mark of a text over several lines that goes on.
fn bare(text: &str, long: &mut Option<&'static str>) -> Option<String> {
    let mut bare = String::new();
    let mut rest = text;
    loop {
        if let Some(mark) = *long {
            let Some((_, after)) = rest.split_once(mark) else {
                return Some(bare);
            };
            *long = None;
            rest = after;
        }
        let Some(at) = rest.find(['"', '\'', '#']) else {
            bare += rest;
            return Some(bare);
        };
        let (before, quoted) = rest.split_at_checked(at)?;
        bare += before;
        if quoted.starts_with('#') {
            return Some(bare);
        }
        if let Some(mark) = ["\"\"\"", "'''"]
            .into_iter()
            .find(|it| quoted.starts_with(it))
        {
            *long = Some(mark);
            rest = quoted.strip_prefix(mark)?;
            continue;
        }
        rest = behind(quoted)?;
    }
}

/// What stands behind the quoted text that `text` begins with.
fn behind(text: &str) -> Option<&str> {
    let mut letters = text.char_indices();
    let (_, quote) = letters.next()?;
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            return text.get(at + letter.len_utf8()..);
        }
    }
    None
}
