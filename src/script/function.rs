//! The functions of a compiled script, as its checker reads them.

use rhai::{AST, ASTNode, Position, Stmt};

/// A function of a script.
#[derive(Debug, Clone)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) params: Vec<String>,
    pub(super) body: Vec<Stmt>,
    pub(super) position: Position,
}

/// The functions of a compiled script, in the order of its text.
pub(super) fn functions(ast: &AST) -> Vec<Function> {
    let mut functions: Vec<(Position, Function)> = Vec::new();
    for (_, _, _, _, definition) in ast.shared_lib().iter_script_fn_info() {
        let position = definition.body.start_position();
        let end = definition.body.end_position();
        let mut body = Vec::new();
        ast.walk(&mut |path| {
            if let [ASTNode::Stmt(statement)] = path
                && (position..=end).contains(&statement.position())
            {
                body.push((*statement).clone());
            }
            true
        });
        let function = Function {
            name: definition.name.to_string(),
            params: definition.params.iter().map(ToString::to_string).collect(),
            body,
            position,
        };
        functions.push((position, function));
    }
    functions.sort_by_key(|(position, _)| *position);
    functions
        .into_iter()
        .map(|(_, function)| function)
        .collect()
}
