//! What is wrong with a pack, each fault at its place.

use std::cell::{Cell, RefCell};
use std::fmt;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use crate::bilingual::{Bilingual, english};
use crate::fold::Folded;
use crate::names::{nearest, where_to_look};
use crate::source::{Source, Span};

/// What kind of fault a pack has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file is not TOML.
    Syntax,
    /// No such field is known here.
    UnknownField,
    /// A field is wanted.
    MissingField,
    /// The value of a field has another type.
    WrongType,
    /// A pack holds no such file.
    UnknownFile,
    /// A pack lacks a file.
    MissingFile,
    /// Nothing has this name.
    UnknownName,
    /// Two have this name.
    Duplicate,
    /// Something depends on itself.
    Cycle,
    /// A relation is not written right.
    Relation,
    /// A script is not written right.
    Script,
    /// A message asks for what there is not.
    Placeholder,
    /// The value makes no sense here.
    Value,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Syntax,
        Self::UnknownField,
        Self::MissingField,
        Self::WrongType,
        Self::UnknownFile,
        Self::MissingFile,
        Self::UnknownName,
        Self::Duplicate,
        Self::Cycle,
        Self::Relation,
        Self::Script,
        Self::Placeholder,
        Self::Value,
    ];

    /// The code it is known by.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "hegui::pack::syntax",
            Self::UnknownField => "hegui::pack::unknown-field",
            Self::MissingField => "hegui::pack::missing-field",
            Self::WrongType => "hegui::pack::wrong-type",
            Self::UnknownFile => "hegui::pack::unknown-file",
            Self::MissingFile => "hegui::pack::missing-file",
            Self::UnknownName => "hegui::pack::unknown-name",
            Self::Duplicate => "hegui::pack::duplicate",
            Self::Cycle => "hegui::pack::cycle",
            Self::Relation => "hegui::pack::relation",
            Self::Script => "hegui::pack::script",
            Self::Placeholder => "hegui::pack::placeholder",
            Self::Value => "hegui::pack::value",
        }
    }
}

impl Fault {
    /// What kind of fault it is, in English.
    const fn english(self) -> &'static str {
        match self {
            Self::Syntax => "the file is not TOML",
            Self::UnknownField => "no such field is known here",
            Self::MissingField => "a field is wanted",
            Self::WrongType => "the value has another type",
            Self::UnknownFile => "a pack holds no such file",
            Self::MissingFile => "the pack lacks a file",
            Self::UnknownName => "nothing has this name",
            Self::Duplicate => "two have this name",
            Self::Cycle => "it depends on itself",
            Self::Script => "the script is not written right",
            Self::Relation => "the relation is not written right",
            Self::Placeholder => "the message asks for what there is not",
            Self::Value => "the value makes no sense here",
        }
    }
}

/// One fault of a pack.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct PackError {
    /// What kind of fault it is.
    pub fault: Fault,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The name of the file.
    pub file: String,
    /// Where in it; none if the file as a whole is meant.
    pub span: Option<Span>,
    text: NamedSource<String>,
}

impl PackError {
    /// The line it stands on, from 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        let before = self.text.inner().get(..self.span?.start)?;
        Some(before.matches('\n').count() + 1)
    }
}

impl Diagnostic for PackError {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.fault.code()))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span.map(|_| &self.text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span?;
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None,
            span.start,
            span.len(),
        ))))
    }
}

impl Bilingual for PackError {
    fn english(&self) -> (String, Option<String>) {
        // What nobody translated is said by its kind, before the words for it.
        let message = english(&self.message)
            .unwrap_or_else(|| format!("{} ({})", self.fault.english(), self.message));
        let help = self.help.as_deref();
        let help = help.map(|it| english(it).unwrap_or_else(|| it.to_owned()));
        (message, help)
    }
}

/// All faults of all packs that were loaded together.
#[derive(Debug, thiserror::Error)]
#[error("规则包有 {} 处错误，没有使用", .0.len())]
pub struct PackErrors(pub Vec<PackError>);

impl Diagnostic for PackErrors {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("hegui::pack"))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.0.iter().map(|error| error as &dyn Diagnostic),
        ))
    }
}

impl Bilingual for PackErrors {
    fn english(&self) -> (String, Option<String>) {
        let count = self.0.len();
        (
            format!("no rule pack was used; faults in them: {count}"),
            None,
        )
    }

    fn parts(&self) -> Vec<&dyn Bilingual> {
        self.0.iter().map(|error| error as &dyn Bilingual).collect()
    }
}

/// Where something is written.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) source: Source,
    pub(super) span: Span,
}

impl Place {
    /// The name of the file and the line, from 1.
    pub(super) fn line(&self) -> (String, usize) {
        let line = self.source.line_of(self.span.start);
        (self.source.name().to_owned(), line)
    }

    /// A part of the string written here, by its byte range in the string's value. Escapes shift
    /// bytes, so with them it is the whole string.
    pub(super) fn within(&self, value: &str, part: Span) -> Self {
        let written = self.source.slice(self.span);
        let span = written.find(value).map_or(self.span, |quote| {
            let start = self.span.start + quote;
            let end = (start + part.end).max(start + part.start + 1);
            Span::new(start + part.start, end)
        });
        Self {
            source: self.source.clone(),
            span,
        }
    }
}

/// Something and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Written<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// The faults found so far. Shared while reading, so that one fault stops nothing.
#[derive(Debug, Default)]
pub(super) struct Faults {
    errors: RefCell<Vec<PackError>>,
    /// Whether a part of the pack could not be read, so that names it gives are not known.
    incomplete: Cell<bool>,
    /// Whether the packs are known to be right.
    trusting: bool,
}

impl Faults {
    /// For packs that are known to be right: what nothing but faults could come of is left out.
    pub(super) fn trusting() -> Self {
        Self {
            trusting: true,
            ..Self::default()
        }
    }

    /// Whether faults are looked for everywhere.
    pub(super) fn are_sought(&self) -> bool {
        !self.trusting
    }

    /// Notes a fault, unless the same kind of fault is already known at that place: what a pack
    /// extends is looked at again in each pack that extends it.
    pub(super) fn add(&self, fault: Fault, place: &Place, message: String, help: Option<String>) {
        let file = place.source.name();
        self.push(PackError {
            fault,
            message,
            help,
            file: file.to_owned(),
            span: Some(place.span),
            text: NamedSource::new(file, place.source.text().to_owned()),
        });
    }

    fn push(&self, error: PackError) {
        let mut errors = self.errors.borrow_mut();
        let same = |it: &PackError| {
            it.fault == error.fault && it.span == error.span && it.file == error.file
        };
        if error.span.is_none() || !errors.iter().any(same) {
            errors.push(error);
        }
    }

    /// Does `work` on each of `items`, side by side: what one takes does not depend on the others. The
    /// results and the faults stand in the order of the items.
    pub(super) fn side_by_side<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T, &Self) -> R + Sync,
    ) -> Vec<R> {
        let incomplete = self.incomplete.get();
        let trusting = self.trusting;
        let alone = |item| {
            let faults = Self {
                incomplete: Cell::new(incomplete),
                trusting,
                ..Self::default()
            };
            let result = work(item, &faults);
            (result, faults.into_errors())
        };
        let done: Vec<(R, Vec<PackError>)> = std::thread::scope(|scope| {
            let alone = &alone;
            let running: Vec<_> = items
                .iter()
                .map(|item| (item, scope.spawn(move || alone(item))))
                .collect();
            let ended = running.into_iter();
            // What a panic took is done once more, where it shows.
            ended
                .map(|(item, it)| it.join().unwrap_or_else(|_| alone(item)))
                .collect()
        });
        done.into_iter()
            .map(|(result, errors)| {
                for error in errors {
                    self.push(error);
                }
                result
            })
            .collect()
    }

    /// Notes a fault of a whole file or pack.
    pub(super) fn add_file(&self, fault: Fault, file: &str, message: String, help: Option<String>) {
        self.errors.borrow_mut().push(PackError {
            fault,
            message,
            help,
            file: file.to_owned(),
            span: None,
            text: NamedSource::new(file, String::new()),
        });
    }

    /// From here on names are not missed: where some could not be read, the rest would be noise.
    pub(super) fn forgive_names(&self, incomplete: bool) {
        self.incomplete.set(incomplete);
    }

    /// Whether a name that nothing has is a fault.
    pub(super) fn misses_names(&self) -> bool {
        !self.incomplete.get()
    }

    /// Notes a name that nothing has, with the nearest that something has.
    pub(super) fn unknown<'n>(
        &self,
        name: &Written<String>,
        what: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        // An empty name was already reported as missing.
        if !name.value.is_empty() && self.misses_names() {
            let help = suggestion(&name.value, names);
            self.missed(name, what, help);
        }
    }

    /// Notes a name that nothing has, where something with the id `meant` is called so otherwise: by its
    /// short name or its code.
    pub(super) fn called_otherwise(&self, name: &Written<String>, what: &str, meant: &str) {
        if self.misses_names() {
            self.missed(name, what, Some(asked(meant)));
        }
    }

    fn missed(&self, name: &Written<String>, what: &str, help: Option<String>) {
        let message = format!("没有名叫 `{}` 的{what}", name.value);
        let help = help.or_else(|| where_to_look(what).map(str::to_owned));
        self.add(Fault::UnknownName, &name.place, message, help);
    }

    pub(super) fn into_errors(self) -> Vec<PackError> {
        self.errors.into_inner()
    }
}

/// Whether `meant` was meant.
pub(super) fn asked(meant: &str) -> String {
    format!("是不是想写 `{meant}`？")
}

/// What somebody may have meant: the nearest name, or all of them if they are few.
pub(super) fn suggestion<'n>(
    written: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    let names: Vec<&str> = names
        .into_iter()
        .filter(|name| seen.insert(*name))
        .collect();
    let folded = |name: &str| Folded::new(name).text().to_lowercase();
    let same = folded(written);
    let same = names.iter().copied().find(|it| folded(it) == same);
    if let Some(meant) = same.or_else(|| nearest(written, names.iter().copied())) {
        return Some(asked(meant));
    }
    // What is written may lack what stands before it: the pack, the form.
    let lacking = names.iter().copied().filter(|name| {
        let before = name.strip_suffix(written);
        before.is_some_and(|it| it.ends_with(['/', '.']))
    });
    let lacking: Vec<&str> = lacking.collect();
    let names = match lacking.as_slice() {
        [] => names,
        [only] => return Some(asked(only)),
        _ => lacking,
    };
    (1..=12)
        .contains(&names.len())
        .then(|| format!("可用的有：{}", names.join("、")))
}
