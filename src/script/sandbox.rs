//! The sandbox: an engine that knows nothing but the API, and every limit set by hand.

use std::sync::{Arc, LazyLock};

use rhai::debugger::DebuggerCommand;
use rhai::packages::{ArithmeticPackage, LogicPackage, Package};
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, OptimizationLevel, Scope};

use super::api::{self, Api, Report};
use super::run::Run;
use super::{Entry, ScriptError, syntax};
use crate::names::nearest;
use crate::source::Source;

/// Steps of one run. Loops go over facts only, so this is reached by none but loops in loops.
const STEPS: u64 = 5_000_000;
/// How deep functions may call each other.
pub(super) const CALLS: usize = 16;
const EXPRESSION_DEPTH: usize = 64;
const TEXT_BYTES: usize = 64 * 1024;
const LIST_ITEMS: usize = 1_000;
const VARIABLES: usize = 128;
const FUNCTIONS: usize = 256;

static ENGINE: LazyLock<(Engine, Vec<Entry>)> = LazyLock::new(engine);

/// The same engine, stopping at every place of a script to tell who follows the run.
static WATCHING: LazyLock<Engine> = LazyLock::new(|| {
    let (mut engine, _) = engine();
    #[expect(deprecated, reason = "the engine says by it that this may change")]
    engine.register_debugger(
        |_, debugger| debugger,
        |context, _, _, _, at| {
            let run = context.tag().read_lock::<Arc<Run>>();
            let watch = run.as_ref().and_then(|it| it.watch.as_ref());
            if let (Some(watch), Some(line)) = (watch, at.line()) {
                let values = context.scope().iter();
                let values = values
                    .filter_map(|(name, _, value)| Some((name.into(), api::described(&value)?)));
                watch.reached(line, values);
            }
            Ok(DebuggerCommand::StepInto)
        },
    );
    engine
});

fn engine() -> (Engine, Vec<Entry>) {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    engine
        .set_optimization_level(OptimizationLevel::None) // dead branches are checked too
        .set_max_operations(STEPS)
        .set_max_call_levels(CALLS)
        .set_max_expr_depths(EXPRESSION_DEPTH, EXPRESSION_DEPTH)
        .set_max_string_size(TEXT_BYTES)
        .set_max_array_size(LIST_ITEMS)
        .set_max_map_size(1)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_allow_anonymous_fn(false)
        .set_allow_looping(true)
        .set_allow_shadowing(false)
        .set_allow_if_expression(false)
        .set_allow_statement_expression(false);
    for (word, _) in syntax::FORBIDDEN {
        engine.disable_symbol(word);
    }
    // Whatever is compared that is no plain value would be silently unequal.
    for operator in ["==", "!=", "<", "<=", ">", ">="] {
        engine.register_fn(operator, |_: Dynamic, _: Dynamic| uncomparable());
    }
    let mut api = Api::new(&mut engine);
    api::register(&mut api);
    let entries = api.entries;
    (engine, entries)
}

fn uncomparable() -> Result<bool, Box<EvalAltResult>> {
    Err("报告里的事实不能用运算符比较，用 check.equal(…)、check.at_most(…) 等".into())
}

/// Everything scripts can ask and say, by receiver in the order of the documentation.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &ENGINE.1
}

pub(super) fn compile(source: &Source) -> Result<AST, ScriptError> {
    ENGINE
        .0
        .compile(source.text())
        .map_err(|error| syntax::said(source, &error))
}

pub(super) fn call(
    ast: &AST,
    source: &Source,
    function: &str,
    run: &Arc<Run>,
) -> Result<(), ScriptError> {
    let report = Report {
        run: Arc::clone(run),
    };
    let check = api::Check {
        run: Arc::clone(run),
    };
    let options = CallFnOptions::new().with_tag(Arc::clone(run));
    let engine = match run.watch {
        Some(_) => &*WATCHING,
        None => &ENGINE.0,
    };
    let result = engine.call_fn_with_options::<Dynamic>(
        options,
        &mut Scope::new(),
        ast,
        function,
        (report, check),
    );
    result.map(drop).map_err(|error| raised(source, *error))
}

/// What a script raised, at the innermost place in it.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the enum of the engine is open"
)]
fn raised(source: &Source, error: EvalAltResult) -> ScriptError {
    let mut position = error.position();
    let mut inner = error;
    while let EvalAltResult::ErrorInFunctionCall(_, _, within, _) = inner {
        if !within.position().is_none() {
            position = within.position();
        }
        inner = *within;
    }
    let (message, help) = match &inner {
        EvalAltResult::ErrorTooManyOperations(_) => (
            "脚本走的步数太多，已经停下".to_owned(),
            Some("少套几层循环".to_owned()),
        ),
        EvalAltResult::ErrorStackOverflow(_) => (
            "函数一层层调用太深，已经停下".to_owned(),
            Some("少套几层函数".to_owned()),
        ),
        EvalAltResult::ErrorDataTooLarge(..) => (
            "脚本里的值太大，已经停下".to_owned(),
            Some("文字和列表写短一些".to_owned()),
        ),
        EvalAltResult::ErrorArithmetic(_, _) => (
            "整数算术溢出或除以零".to_owned(),
            Some("改小写出来的数".to_owned()),
        ),
        EvalAltResult::ErrorFunctionNotFound(call, _) => {
            let name = call.split([' ', '(']).next().unwrap_or(call);
            let names = entries().iter().map(|it| it.name);
            let near = nearest(name, names).map(|near| format!("是不是想写 `{near}`？"));
            (format!("没有 `{call}` 这样的用法"), near)
        }
        EvalAltResult::ErrorRuntime(value, _) => (value.to_string(), None),
        other => (format!("脚本出错：{other}"), None),
    };
    ScriptError {
        span: syntax::place(source, position),
        message,
        help,
    }
}
