//! What can be known of a script without a report: every name, method and kind of value in it.

mod calls;

use rhai::{BinaryExpr, Expr, Position, Stmt};

use super::function::Function;
use super::kind::Kind;
use super::vocabulary::said;
use super::{Checked, ScriptError, Vocabulary, syntax};
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
        known: Vec::new(),
    };
    let Some(function) = functions.iter().find(|it| it.name == name) else {
        return Err(vec![ScriptError {
            span: Span::new(0, source.text().len().min(1)),
            message: format!("脚本里没有函数 `{name}`"),
            help: nearest(name, functions.iter().map(|it| it.name.as_str())).map_or_else(
                || Some(format!("写成 fn {name}(report, check) {{ … }}")),
                |near| Some(said(near)),
            ),
        }]);
    };
    if function.params == ["check", "report"] {
        let help = format!("写成 fn {name}(report, check) {{ … }}");
        checker.wrong_in(function.span, "两个参数写反了", Some(help));
    } else if function.params.len() == 2 {
        checker.function(function, &[Some(Kind::Report), Some(Kind::Check)]);
        if checker.verbs == 0 && checker.errors.is_empty() {
            let help = "用 check.equal(…)、check.holds(…) 等给出结论";
            checker.wrong_in(function.span, "这个函数得不出任何结论", Some(help.into()));
        }
    } else {
        let help = format!("写成 fn {name}(report, check) {{ … }}");
        checker.wrong_in(function.span, "规则的函数要有两个参数", Some(help));
    }
    if checker.errors.is_empty() {
        Ok(checker.found)
    } else {
        checker.errors.sort_by_key(|it| it.span);
        checker.errors.dedup();
        Err(checker.errors)
    }
}

/// What scripts are made of.
const UNUSUAL: &str = "只用 let、if、for、函数和 check.…，写法见 docs/script-api.md";

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
    /// What functions gave that were checked, by name and kinds of arguments.
    known: Vec<Given>,
}

/// A function, the kinds of its arguments, and what it gives.
type Given = (String, Vec<Option<Kind>>, Option<Kind>);

impl<'s> Checker<'s> {
    fn wrong(&mut self, at: Position, message: impl Into<String>, help: Option<String>) {
        self.wrong_in(syntax::place(self.source, at), message, help);
    }

    fn wrong_in(&mut self, span: Span, message: impl Into<String>, help: Option<String>) {
        self.errors.push(ScriptError {
            span,
            message: message.into(),
            help,
        });
    }

    /// Checks the body of `function` with arguments of these kinds, and gives its value.
    fn function(&mut self, function: &'s Function, arguments: &[Option<Kind>]) -> Option<Kind> {
        let mut known = self.known.iter();
        if let Some((_, _, value)) = known.find(|it| it.0 == function.name && it.1 == arguments) {
            return *value;
        }
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
        self.known
            .push((function.name.clone(), arguments.to_vec(), value));
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
                    let help =
                        "能逐个查的：各标题、各格、各数量、各列举、各增减、各处，和写出来的列表";
                    self.wrong(flow.expr.start_position(), message, Some(help.into()));
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
                let help = UNUSUAL.to_owned();
                self.wrong(statement.position(), "脚本里不能这样写", Some(help));
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
                let near = nearest(&variable.1, names.clone()).map(said);
                let all = || format!("可用的有：{}", names.collect::<Vec<_>>().join("、"));
                let help = near.unwrap_or_else(all);
                let message = format!("没有名叫 `{}` 的值", variable.1);
                self.wrong(expression.start_position(), message, Some(help));
                None
            }
            Expr::FnCall(call, at) => self.call(call, *at),
            Expr::Dot(pair, ..) => {
                let kind = self.expression(&pair.lhs);
                self.member(kind, &pair.rhs)
            }
            Expr::Array(items, _) => self.list(items, expression.start_position()),
            Expr::And(parts, _) | Expr::Or(parts, _) => {
                let plain: Vec<bool> = parts.iter().map(|it| self.is_plain(it)).collect();
                plain.iter().all(|it| *it).then_some(Kind::Bool)
            }
            Expr::Index(..) => {
                self.index(expression.position());
                None
            }
            Expr::InterpolatedString(..) => {
                let help = "用 check.note(名字, 值)，再在消息里写 {名字}".to_owned();
                self.wrong(expression.position(), "文字里不能夹值", Some(help));
                None
            }
            _ => {
                let help = UNUSUAL.to_owned();
                self.wrong(expression.position(), "脚本里不能这样写", Some(help));
                None
            }
        }
    }

    /// Whether a part of `&&` or `||` is a plain yes or no.
    fn is_plain(&mut self, part: &Expr) -> bool {
        let kind = self.expression(part);
        if let Some(kind) = kind.filter(|kind| *kind != Kind::Bool) {
            let message = format!("{}不能用 && 和 ||", kind.name());
            let help = "两个“是否”用 & 和 | 相连，用 ! 取反".to_owned();
            self.wrong(part.start_position(), message, Some(help));
        }
        kind == Some(Kind::Bool)
    }

    fn index(&mut self, at: Position) {
        let help = "用 for 逐个查".to_owned();
        self.wrong(at, "不能用 […] 取值", Some(help));
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
            let help = "写成 [\"若干\", \"等等\"] 或者 [1, 2]".to_owned();
            self.wrong(at, "列表里只能都是引号里的文字，或者都是数", Some(help));
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
            Expr::Index(..) => {
                self.index(member.position());
                None
            }
            other => {
                let help = "写成 值.属性 或者 值.方法(…)".to_owned();
                self.wrong(other.position(), "点后面要写属性或方法", Some(help));
                None
            }
        }
    }
}
