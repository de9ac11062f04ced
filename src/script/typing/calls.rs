//! Calls in a script: what is asked of what, and whether the arguments fit.

use rhai::{Expr, FnCallExpr, Position};

use super::Checker;
use crate::names::{nearest, where_to_look};
use crate::pattern::pattern;
use crate::script::api::filled_by;
use crate::script::fit::{self, accepts, wanted};
use crate::script::kind::{Accepts, Kind};
use crate::script::vocabulary::said;
use crate::script::{Entry, PLACEHOLDERS, sandbox};

/// What authors want of `check` that no verb is called.
const VERDICTS: [&str; 6] = ["fail", "pass", "error", "warning", "report", "assert"];

impl Checker<'_> {
    /// A property of something, or a method of it with its arguments.
    pub(super) fn look_up(
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
            let near = near.or_else(|| {
                let verdict = of == Kind::Check && VERDICTS.contains(&name);
                verdict
                    .then(|| "通过还是不通过，由 check.holds(…)、check.equal(…) 等得出".to_owned())
            });
            let mut all: Vec<&str> = own().map(|it| it.name).collect();
            all.dedup();
            let help = near.unwrap_or_else(|| match all.as_slice() {
                [] => "它没有属性和方法，只能整个交给别的方法".to_owned(),
                all => format!("{}有：{}", of.name(), all.join("、")),
            });
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
            let filled = filled_by(entry.name).iter().copied();
            self.found.placeholders.extend(filled.map(str::to_owned));
        }
        Some(entry.returns)
    }

    /// Names must be written out, and be there.
    fn written_out(&mut self, accepts: Accepts, argument: &Expr) {
        let at = argument.start_position();
        let Expr::StringConstant(text, _) = argument else {
            if !matches!(accepts, Accepts::Value(_) | Accepts::Texts) {
                let help = "在括号里直接写 \"名字\"".to_owned();
                self.wrong(at, "这里的名字要直接写在引号里，不能是算出来的", Some(help));
            }
            return;
        };
        match accepts {
            Accepts::Value(_) | Accepts::Texts => {}
            Accepts::Name(namespace) => {
                if let Err(help) = self.words.known(namespace, text) {
                    let what = namespace.name();
                    let message = format!("没有名叫 `{text}` 的{what}");
                    let help = help.or_else(|| where_to_look(what).map(str::to_owned));
                    self.wrong(at, message, help);
                }
            }
            Accepts::Pattern => {
                if let Err(why) = pattern(text) {
                    self.wrong(at, "正则表达式写得不对", Some(why));
                }
            }
            Accepts::NewName => {
                if PLACEHOLDERS.contains(&text.as_str()) {
                    let help = format!("这些已经有含义：{}", PLACEHOLDERS.join("、"));
                    self.wrong(at, format!("`{text}` 已经有含义，请换一个名字"), Some(help));
                }
                self.found.placeholders.push(text.to_string());
            }
        }
    }

    /// A call without a receiver: an operator, a function of the script or one of the API.
    pub(super) fn call(&mut self, call: &FnCallExpr, at: Position) -> Option<Kind> {
        let kinds: Vec<Option<Kind>> = call.args.iter().map(|it| self.expression(it)).collect();
        // `in` comes as a call of `contains`.
        if call.op_token.is_some() || ["!", "contains"].contains(&call.name.as_str()) {
            let kinds: Vec<Kind> = kinds.into_iter().collect::<Option<_>>()?;
            return self.operator(&call.name, &kinds, at);
        }
        let functions = self.functions;
        if let Some(function) = functions.iter().find(|it| it.name == call.name) {
            if function.params.len() != call.args.len() {
                let message = format!("`{}` 要 {} 个参数", call.name, function.params.len());
                let help = format!("写成 {}({})", call.name, function.params.join(", "));
                self.wrong(at, message, Some(help));
                return None;
            }
            if self.open.contains(&function.name) {
                let help = "去掉其中一处调用；逐个查用 for".to_owned();
                let message = format!("`{}` 绕了一圈又调用自己", call.name);
                self.wrong(at, message, Some(help));
                return None;
            }
            if self.open.len() >= sandbox::CALLS {
                let message = format!("函数一层层调用，最多 {} 层", sandbox::CALLS);
                let help = "少套几层函数".to_owned();
                self.wrong(at, message, Some(help));
                return None;
            }
            return self.function(function, &kinds);
        }
        let free = || sandbox::entries().iter().filter(|it| it.receiver.is_none());
        let named: Vec<&Entry> = free().filter(|it| it.name == call.name.as_str()).collect();
        if named.is_empty() {
            let own = functions.iter().map(|it| it.name.as_str());
            // Of what is asked of the report or said by check, the beginning was forgotten.
            let begun = [(Kind::Check, "check"), (Kind::Report, "report")];
            let begun = begun.into_iter().find_map(|(kind, begin)| {
                let mut all = sandbox::entries().iter();
                let named = |it: &&Entry| it.receiver == Some(kind) && it.name == call.name;
                all.find(named)
                    .map(|it| format!("是不是想写 `{begin}.{}`？", it.name))
            });
            let near = nearest(&call.name, own.chain(free().map(|it| it.name))).map(said);
            let help = begun.or(near);
            let help = help.unwrap_or_else(|| "写成 值.方法(…)，例如 check.holds(…)".to_owned());
            self.wrong(at, format!("没有名叫 `{}` 的函数", call.name), Some(help));
            return None;
        }
        self.fitting(&named, &call.name, &call.args, &kinds, at)
    }

    fn operator(&mut self, name: &str, kinds: &[Kind], at: Position) -> Option<Kind> {
        let joined = fit::operator(name, kinds);
        if joined.is_none() {
            let kinds: Vec<&str> = kinds.iter().map(|it| it.name()).collect();
            let shown = if name == "contains" { "in" } else { name };
            let message = format!("`{shown}` 不能用于（{}）", kinds.join("，"));
            let help = match name {
                "==" => "比较用 check.equal(…)",
                "<" | "<=" => "得出结论用 check.at_most(…)；作条件用 check.given(….is_zero) 这样",
                ">" | ">=" => {
                    "得出结论用 check.at_least(…)；作条件用 check.given(….is_positive) 这样"
                }
                "!=" => "用 check.holds(!…)，或 check.equal(…)",
                _ => "数可以 + - 数，也可以 * 整数；“是否”可以用 & | !",
            };
            self.wrong(at, message, Some(help.into()));
        }
        joined
    }
}
