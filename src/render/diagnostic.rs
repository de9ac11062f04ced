//! What went wrong as text: miette draws it, its cure is said in our words.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::bilingual::Bilingual;
use crate::render::width::wrap;
use crate::render::{Lang, View};

/// What went wrong as text in the language of `view`, with all its parts and their cures.
#[must_use]
pub fn fault(fault: &dyn Bilingual, view: &View) -> String {
    let (message, help) = match view.lang {
        Lang::Zh => (fault.to_string(), fault.help().map(|it| it.to_string())),
        Lang::En => fault.english(),
    };
    let mut text = graphical(&Bare { fault, message }, view);
    if let Some(help) = help {
        let first = view.lang.pick("  改法：", "  help: ");
        for (at, line) in help.lines().enumerate() {
            text += &if at == 0 {
                wrap(first, line, view.width)
            } else {
                wrap("        ", line, view.width)
            };
        }
    }
    for part in fault.parts() {
        text.push('\n');
        text += &self::fault(part, view);
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

/// A fault in one language, without its cure and its parts: miette's words for those are English.
#[derive(Debug)]
struct Bare<'f> {
    fault: &'f dyn Bilingual,
    message: String,
}

impl fmt::Display for Bare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Bare<'_> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.fault.source()
    }
}

impl Diagnostic for Bare<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.code()
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.fault.severity()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.fault.labels()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.fault.source_code()
    }
}
