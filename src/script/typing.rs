//! What can be known of a script without a report: every name, method and kind of value in it.

use rhai::{BinaryExpr, Expr, FnCallExpr, Position, Stmt};

use super::fit::{self, accepts, wanted};
use super::function::Function;
use super::kind::{Accepts, Kind};
use super::vocabulary::said;
use super::{Checked, Entry, PLACEHOLDERS, ScriptError, Vocabulary, sandbox};
use crate::names::nearest;
use crate::source::{Source, Span};

/// Checks `name` as the check of a rule, with all it calls.
pub(super) fn check(
    source: &Source,
    functions: &[Function],
    name: &str,
    words: &Vocabulary,
) -> Result<Checked, Vec<ScriptError>> {
    let mut checker = Checker {
        source,
        functions,
        words,
        errors: Vec::new(),
        found: Checked::default(),
        verbs: 0,
        variables: Vec::new(),
        open: Vec::new(),
    };
    let Some(function) = functions.iter().find(|it| it.name == name) else {
        return Err(vec![ScriptError {
            span: Span::new(0, source.text().len().min(1)),
            message: format!("脚本里没有函数 `{name}`"),
            help: nearest(name, functions.iter().map(|it| it.name.as_str()))
                .map(|near| format!("是不是想写 `{near}`？")),
        }]);
    };
    if function.params.len() == 2 {
        checker.function(function, &[Some(Kind::Report), Some(Kind::Check)]);
        if checker.verbs == 0 && checker.errors.is_empty() {
            let help = "用 check.equal(…)、check.holds(…) 等给出结论";
            checker.wrong(
                function.position,
                "这个函数得不出任何结论",
                Some(help.into()),
            );
        }
    } else {
        let help = format!("写成 fn {name}(report, check) {{ … }}");
        checker.wrong(function.position, "规则的函数要有两个参数", Some(help));
    }
    if checker.errors.is_empty() {
        Ok(checker.found)
    } else {
        checker.errors.sort_by_key(|it| it.span);
        checker.errors.dedup();
        Err(checker.errors)
    }
}

struct Checker<'s> {
    source: &'s Source,
    functions: &'s [Function],
    words: &'s Vocabulary,
    errors: Vec<ScriptError>,
    found: Checked,
    /// How many verbs give a judgement.
    verbs: usize,
    /// What is in sight; none for the kind of what is wrong already.
    variables: Vec<(String, Option<Kind>)>,
    /// The functions that are being checked.
    open: Vec<String>,
}

impl<'s> Checker<'s> {
    fn wrong(&mut self, at: Position, message: impl Into<String>, help: Option<String>) {
        self.errors.push(ScriptError {
            span: sandbox::place(self.source, at),
            message: message.into(),
            help,
        });
    }

    /// Checks the body of `function` with arguments of these kinds, and gives its value.
    fn function(&mut self, function: &'s Function, arguments: &[Option<Kind>]) -> Option<Kind> {
        let around = std::mem::take(&mut self.variables);
        self.variables = function
            .params
            .iter()
            .cloned()
            .zip(arguments.iter().copied())
            .collect();
        self.open.push(function.name.clone());
        let value = self.block(&function.body);
        self.open.pop();
        self.variables = around;
        value
    }

    /// Checks statements and gives the value of the last.
    fn block<'b>(&mut self, statements: impl IntoIterator<Item = &'b Stmt>) -> Option<Kind> {
        let in_sight = self.variables.len();
        let mut value = Some(Kind::Nothing);
        for statement in statements {
            value = self.statement(statement);
        }
        self.variables.truncate(in_sight);
        value
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum of the engine is open"
    )]
    fn statement(&mut self, statement: &Stmt) -> Option<Kind> {
        match statement {
            Stmt::Expr(value) => self.expression(value),
            Stmt::FnCall(call, at) => self.call(call, *at),
            Stmt::Noop(_) => Some(Kind::Nothing),
            Stmt::Block(block) => self.block(block.iter()),
            Stmt::Var(variable, ..) => {
                let (name, value, _) = variable.as_ref();
                let kind = self.expression(value);
                self.variables.push((name.name.to_string(), kind));
                Some(Kind::Nothing)
            }
            Stmt::If(flow, _) => {
                self.condition(&flow.expr);
                self.block(flow.body.iter());
                self.block(flow.branch.iter());
                Some(Kind::Nothing)
            }
            Stmt::For(parts, _) => {
                let (item, counter, flow) = parts.as_ref();
                let kind = self.expression(&flow.expr);
                let of_item = kind.and_then(Kind::item);
                if let (Some(kind), None) = (kind, of_item) {
                    let message = format!("{}不能逐个查", kind.name());
                    self.wrong(flow.expr.start_position(), message, None);
                }
                let in_sight = self.variables.len();
                self.variables.push((item.name.to_string(), of_item));
                if let Some(counter) = counter {
                    let name = counter.name.to_string();
                    self.variables.push((name, Some(Kind::Integer)));
                }
                self.block(flow.body.iter());
                self.variables.truncate(in_sight);
                Some(Kind::Nothing)
            }
            Stmt::Assignment(_) => {
                let help = "每个值用 let 起一个名字".to_owned();
                self.wrong(statement.position(), "值不能改写", Some(help));
                None
            }
            _ => {
                self.wrong(statement.position(), "脚本里不能这样写", None);
                None
            }
        }
    }

    fn condition(&mut self, expression: &Expr) {
        let kind = self.expression(expression);
        if let Some(kind) = kind.filter(|kind| *kind != Kind::Bool) {
            let message = format!("{}不能直接作条件", kind.name());
            let help = "用 check.given(…)：不成立就是不适用，不知道就是无法判断".to_owned();
            self.wrong(expression.start_position(), message, Some(help));
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum of the engine is open"
    )]
    fn expression(&mut self, expression: &Expr) -> Option<Kind> {
        match expression {
            Expr::BoolConstant(..) => Some(Kind::Bool),
            Expr::IntegerConstant(..) => Some(Kind::Integer),
            Expr::StringConstant(..) => Some(Kind::Text),
            Expr::Unit(_) => Some(Kind::Nothing),
            Expr::Variable(variable, ..) => {
                let known = self.variables.iter().rev().find(|it| it.0 == variable.1);
                if let Some((_, kind)) = known {
                    return *kind;
                }
                let names = self.variables.iter().map(|it| it.0.as_str());
                let near = nearest(&variable.1, names).map(said);
                let message = format!("没有名叫 `{}` 的值", variable.1);
                self.wrong(expression.start_position(), message, near);
                None
            }
            Expr::FnCall(call, at) => self.call(call, *at),
            Expr::Dot(pair, ..) => {
                let kind = self.expression(&pair.lhs);
                self.member(kind, &pair.rhs)
            }
            Expr::Array(items, _) => self.list(items, expression.start_position()),
            Expr::And(parts, _) | Expr::Or(parts, _) => {
                for part in parts.iter() {
                    self.logical(part);
                }
                Some(Kind::Bool)
            }
            Expr::InterpolatedString(..) => {
                let help = "用 check.note(名字, 值)，再在消息里写 {名字}".to_owned();
                self.wrong(expression.position(), "文字里不能夹值", Some(help));
                None
            }
            _ => {
                self.wrong(expression.position(), "脚本里不能这样写", None);
                None
            }
        }
    }

    fn logical(&mut self, part: &Expr) {
        let kind = self.expression(part);
        if let Some(kind) = kind.filter(|kind| *kind != Kind::Bool) {
            let message = format!("{}不能用 && 和 ||", kind.name());
            let help = "两个“是否”用 & 和 | 相连，用 ! 取反".to_owned();
            self.wrong(part.start_position(), message, Some(help));
        }
    }

    fn list(&mut self, items: &[Expr], at: Position) -> Option<Kind> {
        let kinds: Vec<Kind> = items
            .iter()
            .map(|item| self.expression(item))
            .collect::<Option<_>>()?;
        let all = |wanted: &[Kind]| !kinds.is_empty() && kinds.iter().all(|it| wanted.contains(it));
        if all(&[Kind::Text]) {
            Some(Kind::Texts)
        } else if all(&[Kind::Number, Kind::Integer]) {
            Some(Kind::Numbers)
        } else {
            self.wrong(at, "列表里只能都是引号里的文字，或者都是数", None);
            None
        }
    }

    /// What stands behind a dot.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum of the engine is open"
    )]
    fn member(&mut self, of: Option<Kind>, member: &Expr) -> Option<Kind> {
        match member {
            Expr::Dot(pair, ..) => {
                let BinaryExpr { lhs, rhs } = pair.as_ref();
                let kind = self.member(of, lhs);
                self.member(kind, rhs)
            }
            Expr::Property(property, at) => self.look_up(of?, &property.2, None, *at),
            Expr::MethodCall(call, at) => self.look_up(of?, &call.name, Some(call), *at),
            other => {
                self.wrong(other.position(), "点后面要写属性或方法", None);
                None
            }
        }
    }

    fn look_up(
        &mut self,
        of: Kind,
        name: &str,
        call: Option<&FnCallExpr>,
        at: Position,
    ) -> Option<Kind> {
        let given = call.map_or(&[][..], |call| call.args.as_slice());
        let kinds: Vec<Option<Kind>> = given.iter().map(|it| self.expression(it)).collect();
        let own = || {
            sandbox::entries()
                .iter()
                .filter(move |it| it.receiver == Some(of))
        };
        let named: Vec<&Entry> = own().filter(|it| it.name == name).collect();
        let Some(first) = named.first() else {
            let near = nearest(name, own().map(|it| it.name)).map(said);
            let all: Vec<&str> = own().map(|it| it.name).collect();
            let help = near.unwrap_or_else(|| format!("{}有：{}", of.name(), all.join("、")));
            self.wrong(at, format!("{}没有 `{name}`", of.name()), Some(help));
            return None;
        };
        if first.property == call.is_some() {
            let help = if first.property {
                format!("写成 .{name}，不带括号")
            } else {
                format!("写成 .{name}(…)")
            };
            self.wrong(at, format!("`{name}` 用错了写法"), Some(help));
            return Some(first.returns);
        }
        self.fitting(&named, name, given, &kinds, at)
    }

    /// The one of `named` that takes these arguments.
    fn fitting(
        &mut self,
        named: &[&Entry],
        name: &str,
        given: &[Expr],
        kinds: &[Option<Kind>],
        at: Position,
    ) -> Option<Kind> {
        if kinds.iter().any(Option::is_none) {
            return named.first().map(|it| it.returns); // what is wrong was said
        }
        let takes = |entry: &&&Entry| {
            entry.params.len() == given.len()
                && entry
                    .params
                    .iter()
                    .zip(kinds)
                    .all(|(param, kind)| kind.is_some_and(|kind| accepts(param.accepts, kind)))
        };
        let Some(entry) = named.iter().find(takes) else {
            let wanted: Vec<String> = named
                .iter()
                .map(|entry| {
                    let params: Vec<&str> =
                        entry.params.iter().map(|it| wanted(it.accepts)).collect();
                    format!("{name}({})", params.join("，"))
                })
                .collect();
            let got: Vec<&str> = kinds.iter().flatten().map(|it| it.name()).collect();
            let message = format!("`{name}` 不能这样用：给的是（{}）", got.join("，"));
            self.wrong(at, message, Some(format!("写成 {}", wanted.join(" 或 "))));
            return named.first().map(|it| it.returns);
        };
        for (param, argument) in entry.params.iter().zip(given) {
            self.written_out(param.accepts, argument);
        }
        if entry.receiver == Some(Kind::Check) && !["given", "note"].contains(&entry.name) {
            self.verbs += 1;
        }
        Some(entry.returns)
    }

    /// Names must be written out, and be there.
    fn written_out(&mut self, accepts: Accepts, argument: &Expr) {
        let at = argument.start_position();
        let Expr::StringConstant(text, _) = argument else {
            if !matches!(accepts, Accepts::Value(_) | Accepts::Texts) {
                self.wrong(at, "这里的名字要直接写在引号里，不能是算出来的", None);
            }
            return;
        };
        match accepts {
            Accepts::Value(_) | Accepts::Texts => {}
            Accepts::Name(namespace) => {
                if let Err(help) = self.words.known(namespace, text) {
                    let message = format!("没有名叫 `{text}` 的{}", namespace.name());
                    self.wrong(at, message, help);
                }
            }
            Accepts::Pattern => {
                if let Err(error) = regex::Regex::new(text) {
                    let reason = error.to_string();
                    let last = reason.lines().last().unwrap_or_default().to_owned();
                    self.wrong(at, "正则表达式写得不对", Some(last));
                }
            }
            Accepts::NewName => {
                if PLACEHOLDERS.contains(&text.as_str()) {
                    self.wrong(at, format!("`{text}` 已经有含义，请换一个名字"), None);
                }
                self.found.notes.push(text.to_string());
            }
        }
    }

    /// A call without a receiver: an operator, a function of the script or one of the API.
    fn call(&mut self, call: &FnCallExpr, at: Position) -> Option<Kind> {
        let kinds: Vec<Option<Kind>> = call.args.iter().map(|it| self.expression(it)).collect();
        if call.op_token.is_some() || call.name == "!" {
            let kinds: Vec<Kind> = kinds.into_iter().collect::<Option<_>>()?;
            return self.operator(&call.name, &kinds, at);
        }
        let functions = self.functions;
        if let Some(function) = functions.iter().find(|it| it.name == call.name) {
            if function.params.len() != call.args.len() {
                let message = format!("`{}` 要 {} 个参数", call.name, function.params.len());
                self.wrong(at, message, None);
                return None;
            }
            if self.open.contains(&function.name) {
                self.wrong(at, format!("`{}` 绕了一圈又调用自己", call.name), None);
                return None;
            }
            if !self.found.calls.contains(&function.name) {
                self.found.calls.push(function.name.clone());
            }
            return self.function(function, &kinds);
        }
        let free = || sandbox::entries().iter().filter(|it| it.receiver.is_none());
        let named: Vec<&Entry> = free().filter(|it| it.name == call.name.as_str()).collect();
        if named.is_empty() {
            let own = functions.iter().map(|it| it.name.as_str());
            let near = nearest(&call.name, own.chain(free().map(|it| it.name))).map(said);
            self.wrong(at, format!("没有名叫 `{}` 的函数", call.name), near);
            return None;
        }
        self.fitting(&named, &call.name, &call.args, &kinds, at)
    }

    fn operator(&mut self, name: &str, kinds: &[Kind], at: Position) -> Option<Kind> {
        let joined = fit::operator(name, kinds);
        if joined.is_none() {
            let kinds: Vec<&str> = kinds.iter().map(|it| it.name()).collect();
            let message = format!("`{name}` 不能用于（{}）", kinds.join("，"));
            let help = match name {
                "==" => "比较用 check.equal(…)",
                "<" | "<=" => "比较用 check.at_most(…)",
                ">" | ">=" => "比较用 check.at_least(…)",
                "!=" => "用 check.holds(!…)，或 check.equal(…)",
                _ => "数可以 + - 数，也可以 * 整数；“是否”可以用 & | !",
            };
            self.wrong(at, message, Some(help.into()));
        }
        joined
    }
}
