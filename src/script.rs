//! Script: functions of rule packs that judge what a relation cannot say, in a sandbox.
//!
//! A script is compiled once, with every name, method and type in it checked without a report, and
//! run often. It is given a read-only report and a `check`; only the verbs of `check` give a
//! judgement. It reaches nothing else, and is bounded in steps, depth and the size of its values.

mod api;
mod beside;
mod fit;
mod function;
mod kind;
mod refuse;
mod run;
mod sandbox;
mod syntax;
mod trace;
mod typing;
mod value;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::Date;
use crate::fact::Facts;
use crate::source::{Source, Span};
use crate::verdict::{Label, Operand, Outcome};

pub use beside::{Beside, Prior};

pub use api::{Entry, Param};
pub use kind::{Accepts, Kind, Namespace};
pub use sandbox::entries;
pub use trace::{Named, Trace};
pub use vocabulary::{Chapter, Vocabulary};

/// A compiled script.
#[derive(Debug, Clone)]
pub struct Script {
    source: Source,
    ast: Arc<rhai::AST>,
    functions: Arc<[function::Function]>,
}

/// What is wrong in a script, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// The place, bytes of the script's text.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// One judgement a script came to.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// What it is about; empty if the script judges once.
    pub instance: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, if nothing was compared.
    pub why: Option<String>,
    /// What the placeholders of the rule's messages stand for.
    pub values: BTreeMap<String, String>,
    /// What was compared, the main operand first.
    pub operands: Vec<Operand>,
    /// Places to show beside those of the operands.
    pub labels: Vec<Label>,
    /// How many operands stand on the left side, if sums of them were compared.
    pub left: Option<usize>,
}

impl Script {
    /// Compiles `source`, without looking at the names in it.
    ///
    /// # Errors
    ///
    /// The first place that is not written right, or every one that means what scripts must not.
    pub fn compile(source: &Source) -> Result<Self, Vec<ScriptError>> {
        let ast = sandbox::compile(source).map_err(|error| vec![error])?;
        let (functions, outside) = function::functions(&ast, source);
        let errors = refuse::refused(&functions, &outside);
        if errors.is_empty() {
            Ok(Self {
                source: source.clone(),
                ast: Arc::new(ast),
                functions: functions.into(),
            })
        } else {
            Err(errors)
        }
    }

    /// The text it was compiled from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The names of its functions with the place of each, in the order of the text.
    pub fn functions(&self) -> impl Iterator<Item = (&str, Span)> {
        self.functions.iter().map(|it| (it.name.as_str(), it.span))
    }

    /// The text of `function`, from `fn` to its last brace.
    #[must_use]
    pub fn text_of(&self, function: &str) -> Option<&str> {
        let text = self.source.text();
        let start = text.find(&format!("fn {function}("))?;
        let end = text.get(start..)?.find("\n}")?;
        text.get(start..start + end + 2)
    }

    /// Functions that none of `roots` calls, however far, with their places. None are known while
    /// something is called that is not there: that may be one of them, misspelled.
    pub fn unreached<'s>(&'s self, roots: &'s [String]) -> impl Iterator<Item = (&'s str, Span)> {
        let mut reached: Vec<&str> = roots.iter().map(String::as_str).collect();
        let mut next = 0;
        let mut whole = true;
        while let Some(name) = reached.get(next).copied() {
            let function = self.functions.iter().find(|it| it.name == name);
            let calls = function.map_or(&[][..], |it| &it.calls);
            for call in calls.iter().map(String::as_str) {
                let known = self.functions.iter().any(|it| it.name == call);
                let named = call.starts_with(|it: char| it.is_alphabetic() || it == '_');
                // `in` comes as a call of `contains`.
                whole &= known || !named || call == "contains";
                if known && !reached.contains(&call) {
                    reached.push(call);
                }
            }
            next += 1;
        }
        self.functions()
            .filter(move |(name, _)| whole && !reached.contains(name))
    }

    /// Checks `function` as the check of a rule: every name, method and type in it and in what it
    /// calls, also where no report ever leads. Gives what its messages may ask for.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in the order of the text.
    pub fn check(&self, function: &str, words: &Vocabulary) -> Result<Checked, Vec<ScriptError>> {
        typing::check(&self.source, &self.functions, function, words)
    }

    /// The lines on which its statements begin, from 1.
    #[must_use]
    pub fn lines(&self) -> BTreeSet<usize> {
        let all = self.functions.iter().flat_map(|it| &it.lines);
        all.copied().collect()
    }

    /// Runs `function` on a report as [`Self::run`] does, for what it goes through.
    #[must_use]
    pub fn watch(
        &self,
        function: &str,
        facts: &Arc<Facts>,
        words: &Arc<Vocabulary>,
        as_of: Option<Date>,
        beside: &Arc<Beside>,
    ) -> Trace {
        let watch = Arc::default();
        let run = run::Run::watched(facts, words, as_of, beside, Arc::clone(&watch));
        // What it raises was told by the run that judged.
        let _ = sandbox::call(&self.ast, &self.source, function, &run);
        watch.trace()
    }

    /// Runs `function` on a report.
    ///
    /// # Errors
    ///
    /// What it raised, and where; what it had judged before is lost.
    pub fn run(
        &self,
        function: &str,
        facts: &Arc<Facts>,
        words: &Arc<Vocabulary>,
        as_of: Option<Date>,
        beside: &Arc<Beside>,
    ) -> Result<Vec<Judgement>, ScriptError> {
        let run = run::Run::new(facts, words, as_of, beside);
        sandbox::call(&self.ast, &self.source, function, &run)?;
        if run.is_exhausted() {
            let own = self.functions.iter().find(|it| it.name == function);
            return Err(ScriptError {
                span: own.map_or(Span::new(0, 0), |it| it.span),
                message: run::EXHAUSTED.to_owned(),
                help: Some("少套几层循环".to_owned()),
            });
        }
        Ok(run.judgements())
    }
}

/// What is known of a function that is right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What messages may ask for: what its verbs fill, and what it notes.
    pub placeholders: Vec<String>,
}

/// The placeholders that verbs fill, `item` in loops over facts.
pub const PLACEHOLDERS: [&str; 6] = ["item", "left", "right", "difference", "found", "count"];
