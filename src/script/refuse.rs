//! What a script must not have, whatever its rules are.

use super::ScriptError;
use super::function::Function;
use super::sandbox;
use crate::source::Span;

/// Everything in a script that is written right but would change what its words mean.
pub(super) fn refused(functions: &[Function], outside: &[Span]) -> Vec<ScriptError> {
    let mut errors: Vec<ScriptError> = outside
        .iter()
        .map(|span| ScriptError {
            span: *span,
            message: "函数外面不能写语句".into(),
            help: Some("脚本里只有函数：fn 名字(report, check) { … }".into()),
        })
        .collect();
    for (index, function) in functions.iter().enumerate() {
        let wrong = |message: String, help: &str| ScriptError {
            span: function.span,
            message,
            help: Some(help.to_owned()),
        };
        let name = &function.name;
        if function.is_method {
            let message = format!("函数 `{name}` 不能写成某一类值的方法");
            errors.push(wrong(message, "写成 fn 名字(值) { … }"));
        }
        // A function with the name of a method would be called in its stead.
        if sandbox::entries().iter().any(|it| it.name == name) {
            let message = format!("`{name}` 是已有的方法或属性，不能另写");
            errors.push(wrong(message, "换一个名字"));
        }
        let before = functions.iter().take(index);
        if before.into_iter().any(|it| it.name == *name) {
            let message = format!("有两个函数叫 `{name}`");
            errors.push(wrong(message, "换一个名字"));
        }
    }
    errors.sort_by_key(|it| it.span);
    errors
}
