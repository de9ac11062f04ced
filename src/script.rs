//! Script: functions of rule packs that judge what a relation cannot say, in a sandbox.
//!
//! A script is compiled once, with every name, method and type in it checked without a report, and
//! run often. It is given a read-only report and a `check`; only the verbs of `check` give a
//! judgement. It reaches nothing else, and is bounded in steps, depth and the size of its values.

mod api;
mod fit;
mod function;
mod kind;
mod run;
mod sandbox;
mod typing;
mod value;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Date;
use crate::fact::Facts;
use crate::source::{Source, Span};
use crate::verdict::{Addition, Label, Operand, Outcome};

pub use api::{Entry, Param, entries};
pub use kind::{Accepts, Kind, Namespace};
pub use vocabulary::Vocabulary;

/// A compiled script.
#[derive(Debug, Clone)]
pub struct Script {
    source: Source,
    ast: Arc<rhai::AST>,
    functions: Vec<function::Function>,
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
    /// If a whole was compared with a sum, which operands they are.
    pub addition: Option<Addition>,
}

impl Script {
    /// Compiles `source`, without looking at the names in it.
    ///
    /// # Errors
    ///
    /// The first place that is not written right.
    pub fn compile(source: &Source) -> Result<Self, ScriptError> {
        let ast = sandbox::compile(source)?;
        let functions = function::functions(&ast);
        Ok(Self {
            source: source.clone(),
            ast: Arc::new(ast),
            functions,
        })
    }

    /// The text it was compiled from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The names of its functions with the place of each, in the order of the text.
    pub fn functions(&self) -> impl Iterator<Item = (&str, Span)> {
        self.functions
            .iter()
            .map(|it| (it.name.as_str(), sandbox::place(&self.source, it.position)))
    }

    /// The text of `function`, from `fn` to its last brace.
    #[must_use]
    pub fn text_of(&self, function: &str) -> Option<&str> {
        let text = self.source.text();
        let start = text.find(&format!("fn {function}("))?;
        let end = text.get(start..)?.find("\n}")?;
        text.get(start..start + end + 2)
    }

    /// Checks `function` as the check of a rule: every name, method and type in it and in what it
    /// calls, also where no report ever leads. Gives the names it notes for messages.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in the order of the text.
    pub fn check(&self, function: &str, words: &Vocabulary) -> Result<Checked, Vec<ScriptError>> {
        typing::check(&self.source, &self.functions, function, words)
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
    ) -> Result<Vec<Judgement>, ScriptError> {
        let run = run::Run::new(facts, words, as_of);
        sandbox::call(&self.ast, &self.source, function, &run)?;
        Ok(run.judgements())
    }
}

/// What is known of a function that is right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// The names it gives values for messages.
    pub notes: Vec<String>,
    /// The functions of the script it calls.
    pub calls: Vec<String>,
}

/// The placeholders that every script fills, beside those it notes.
pub const PLACEHOLDERS: [&str; 6] = ["item", "left", "right", "difference", "found", "count"];
