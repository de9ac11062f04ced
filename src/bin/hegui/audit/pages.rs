//! Pages: what is said of each report, printed one after the other.

use hegui::audit::Audit;
use hegui::render::{self, Left, Line, View};

use crate::Failure;
use crate::args::{self, AuditFormat};
use crate::files::Output;
use crate::screen;

/// From so many reports on, a table of all follows them.
const MANY: usize = 3;

/// The page of one audit.
pub(super) fn page(audit: &Audit<'_>, format: AuditFormat, view: &View) -> String {
    match format {
        AuditFormat::Human => render::human(audit, view),
        AuditFormat::Json => render::json(audit),
        AuditFormat::Html => render::html(audit, view),
        // The copy of the report says it, or the table of all.
        AuditFormat::Docx | AuditFormat::Csv => String::new(),
    }
}

/// The pages printed so far.
pub(super) struct Pages<'a> {
    format: AuditFormat,
    view: View,
    /// Whether JSON is an array: always but for one named file.
    array: bool,
    output: Option<Output<'a>>,
    lines: Vec<Line>,
    /// What there is no page of.
    left: Vec<Left>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(args: &'a args::Audit, view: View, left: Vec<Left>) -> Self {
        let single = matches!(args.files.as_slice(), [file] if !file.is_dir());
        Self {
            format: args.format,
            view,
            array: !single,
            output: args.output.as_deref().map(Output::new),
            lines: Vec::new(),
            left,
        }
    }

    /// Prints the page of the next report.
    pub(super) fn add(&mut self, page: &str, line: Line) -> Result<(), Failure> {
        let first = self.lines.is_empty();
        self.lines.push(line);
        match self.format {
            AuditFormat::Human => {
                if !first {
                    self.print(&self.rule())?;
                }
                self.print(page)
            }
            AuditFormat::Json if self.array => {
                self.print(if first { "[\n" } else { ",\n" })?;
                self.print(page.trim_end())
            }
            AuditFormat::Html | AuditFormat::Json => self.print(page),
            AuditFormat::Docx | AuditFormat::Csv => Ok(()),
        }
    }

    /// Prints what stands behind the last page.
    pub(super) fn close(mut self) -> Result<(), Failure> {
        match self.format {
            AuditFormat::Human if self.lines.len() + self.left.len() >= MANY => {
                let table = render::batch(&self.lines, &self.left, &self.view);
                self.print(&self.rule())?;
                self.print(&table)?;
            }
            AuditFormat::Json if self.array && !self.lines.is_empty() => self.print("\n]\n")?,
            AuditFormat::Csv => {
                let table = render::batch_csv(&self.lines, &self.left, self.view.lang);
                self.print(&table)?;
            }
            AuditFormat::Human | AuditFormat::Html | AuditFormat::Json | AuditFormat::Docx => {}
        }
        self.output.map_or(Ok(()), |it| Ok(it.close()?))
    }

    fn rule(&self) -> String {
        format!("\n{}\n\n", "═".repeat(self.view.width.min(100)))
    }

    fn print(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.output {
            Some(output) => output.write(text)?,
            None => screen::print(text),
        }
        Ok(())
    }
}
