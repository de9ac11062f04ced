//! What is printed, and how wide and bright the screen is.
#![expect(
    clippy::disallowed_methods,
    reason = "NO_COLOR and COLUMNS are the user's settings"
)]

use std::io::{self, IsTerminal as _, Write as _};

use hegui::bilingual::Bilingual;
use hegui::render::{Evidence, Lang, View};

/// The columns of a page that is not shown on a terminal.
const PAGE: usize = 80;
/// No page is narrower: an excerpt would show nothing.
const NARROWEST: usize = 40;

/// Prints `text`. When nobody reads any more, nothing more is to be said.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a line beside the output.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints what went wrong to the standard error.
pub(super) fn complain(fault: &dyn Bilingual, lang: Lang) {
    let view = View {
        width: width(),
        color: io::stderr().is_terminal() && color_is_wanted(),
        lang,
        evidence: Evidence::Findings,
    };
    let _ = io::stderr()
        .lock()
        .write_all(hegui::render::fault(fault, &view).as_bytes());
}

/// The columns of the terminal, else those asked for with COLUMNS, else those of a page.
pub(super) fn width() -> usize {
    let asked = || {
        std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
    };
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let terminal = io::stdout().is_terminal().then(terminal).flatten();
    terminal.or_else(asked).unwrap_or(PAGE).max(NARROWEST)
}

/// Whether the standard output wants colours.
pub(super) fn color() -> bool {
    io::stdout().is_terminal() && color_is_wanted()
}

fn color_is_wanted() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // The old console of Windows shows the signs that colours are made of, unless it is told not to.
    let names = ["WT_SESSION", "TERM", "ANSICON", "ConEmuANSI"];
    let knows = !cfg!(windows) || names.iter().any(|name| std::env::var_os(name).is_some());
    !refused && knows && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
