//! Any diagnostic as text: miette draws it, its cure is said in our words.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::render::View;
use crate::render::width::wrap;

/// Any diagnostic as text, with all its related ones and their cures.
#[must_use]
pub fn fault(diagnostic: &dyn Diagnostic, view: &View) -> String {
    let mut text = graphical(&Bare(diagnostic), view);
    if let Some(help) = diagnostic.help() {
        let first = view.lang.pick("  改法：", "  help: ");
        for (at, line) in help.to_string().lines().enumerate() {
            text += &if at == 0 {
                wrap(first, line, view.width)
            } else {
                wrap("        ", line, view.width)
            };
        }
    }
    for related in diagnostic.related().into_iter().flatten() {
        text.push('\n');
        text += &fault(related, view);
    }
    text
}

/// `diagnostic` as miette draws it, without blanks at the ends of lines.
pub(super) fn graphical(diagnostic: &dyn Diagnostic, view: &View) -> String {
    let theme = if view.color {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(view.width)
        .with_links(false)
        .with_context_lines(1);
    let mut text = String::new();
    // Writing to a string fails only if a place lies outside its text; what was written stands.
    let _ = handler.render_report(&mut text, diagnostic);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// A diagnostic without its cure and its related ones: miette's words for those are English.
#[derive(Debug)]
struct Bare<'d>(&'d dyn Diagnostic);

impl fmt::Display for Bare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

impl std::error::Error for Bare<'_> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl Diagnostic for Bare<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.0.code()
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.0.severity()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.0.labels()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code()
    }
}
