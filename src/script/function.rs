//! The functions of a compiled script, as its checker reads them.

use rhai::{AST, ASTNode, Expr, Position, Stmt};

use super::syntax;
use crate::source::{Source, Span};

/// A function of a script.
#[derive(Debug, Clone)]
pub(super) struct Function {
    pub(super) name: String,
    /// Where its name is written.
    pub(super) span: Span,
    pub(super) params: Vec<String>,
    pub(super) body: Vec<Stmt>,
    /// The lines on which its statements begin, from 1.
    pub(super) lines: Vec<usize>,
    /// The names it calls without a receiver, operators too.
    pub(super) calls: Vec<String>,
    /// Whether it is written as a method of some type.
    pub(super) is_method: bool,
}

/// The functions of a compiled script, in the order of its text, and where statements stand that
/// belong to none.
pub(super) fn functions(ast: &AST, source: &Source) -> (Vec<Function>, Vec<Span>) {
    let mut functions: Vec<((Position, Position), Function)> = ast
        .shared_lib()
        .iter_script_fn_info()
        .map(|(_, _, _, _, definition)| {
            let body = &definition.body;
            let name = definition.name.to_string();
            let function = Function {
                span: named(source, &name, body.start_position()),
                name,
                params: definition.params.iter().map(ToString::to_string).collect(),
                body: Vec::new(),
                lines: Vec::new(),
                calls: Vec::new(),
                is_method: definition.this_type.is_some(),
            };
            ((body.start_position(), body.end_position()), function)
        })
        .collect();
    functions.sort_by_key(|(place, _)| *place);
    let mut outside = Vec::new();
    // The engine shows bodies only while it walks the whole script.
    ast.walk(&mut |path| {
        if let [ASTNode::Stmt(statement), ..] = path {
            let at = statement.position();
            let own = functions
                .iter_mut()
                .find(|((start, end), _)| (*start..=*end).contains(&at));
            match own {
                Some((_, function)) => {
                    if path.len() == 1 {
                        function.body.push((*statement).clone());
                    }
                    if let Some(ASTNode::Stmt(inner)) = path.last()
                        && !matches!(inner, Stmt::Noop(_) | Stmt::Block(_))
                    {
                        function.lines.extend(inner.position().line());
                    }
                    function.calls.extend(called(path.last()));
                }
                None if path.len() > 1 || matches!(statement, Stmt::Noop(_)) => {}
                None => outside.push(syntax::place(source, at)),
            }
        }
        true
    });
    let functions = functions.into_iter().map(|(_, function)| function);
    (functions.collect(), outside)
}

/// What a node calls without a receiver.
fn called(node: Option<&ASTNode<'_>>) -> Option<String> {
    match node {
        Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) => {
            Some(call.name.to_string())
        }
        Some(_) | None => None,
    }
}

/// Where the name of the function is written whose body begins at `body`.
fn named(source: &Source, name: &str, body: Position) -> Span {
    let brace = syntax::place(source, body);
    let before = source.text().get(..brace.start).unwrap_or_default();
    let start = before
        .rfind("fn ")
        .and_then(|at| Some(at + before.get(at..)?.find(name)?));
    start.map_or(brace, |start| Span::new(start, start + name.len()))
}
