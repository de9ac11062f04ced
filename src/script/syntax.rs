//! What is said of a script that is not written right.

use rhai::{LexError, ParseError, ParseErrorType, Position};

use super::ScriptError;
use crate::source::{Source, Span};

/// Words of the language that scripts do without, and why.
pub(super) const FORBIDDEN: [(&str, &str); 21] = [
    ("eval", "脚本里不能再生成脚本"),
    ("import", "脚本用不到别的文件"),
    ("export", "脚本用不到别的文件"),
    ("switch", "用 check.given(…) 写条件"),
    ("while", "只能用 for 逐个查报告里的内容"),
    ("loop", "只能用 for 逐个查报告里的内容"),
    ("do", "只能用 for 逐个查报告里的内容"),
    ("until", "只能用 for 逐个查报告里的内容"),
    ("break", "循环不能中途停下；不该查的用 check.given(…) 排除"),
    ("continue", "不该查的用 check.given(…) 排除"),
    ("return", "函数不能中途结束；不该查的用 check.given(…) 排除"),
    ("throw", "结论只由 check 的方法给出"),
    ("try", "错误不能藏起来"),
    ("catch", "错误不能藏起来"),
    ("print", "脚本不输出文字；用 check.note(…) 写进结论"),
    ("debug", "脚本不输出文字；用 check.note(…) 写进结论"),
    ("Fn", "函数要直接写名字调用"),
    ("call", "函数要直接写名字调用"),
    ("curry", "函数要直接写名字调用"),
    ("this", "报告是第一个参数"),
    ("global", "脚本没有全局的东西"),
];

/// What there is instead of other operators.
const OPERATORS: &str = "比较用 check.equal(…) 等；数用 + - *，“是否”用 & | !；给值起名字用 let";

/// The engine's `error` in our words.
pub(super) fn said(source: &Source, error: &ParseError) -> ScriptError {
    let (message, help) = words(error.err_type());
    ScriptError {
        span: place(source, error.position()),
        message,
        help,
    }
}

/// The place that a position of the engine means: the word that begins there.
pub(super) fn place(source: &Source, position: Position) -> Span {
    let text = source.text();
    let (Some(line), column) = (position.line(), position.position().unwrap_or(1)) else {
        return Span::new(0, text.len().min(1));
    };
    let start = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let at = rest
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(rest.len(), |(at, _)| at);
    let word = rest.get(at..).unwrap_or_default();
    // A quote that is not closed on its line runs on as far as the next of another.
    let line = word.lines().next().unwrap_or_default();
    let quoted = line.strip_prefix('"').and_then(|it| it.find('"'));
    let len = match quoted {
        Some(end) => end + 2,
        None => word
            .find(|it: char| !(it.is_alphanumeric() || it == '_'))
            .filter(|end| *end > 0)
            .unwrap_or_else(|| word.chars().next().map_or(0, char::len_utf8)),
    };
    Span::new(start + at, (start + at + len).min(text.len()))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the enum of the engine is open"
)]
fn words(error: &ParseErrorType) -> (String, Option<String>) {
    use ParseErrorType as E;
    let (message, help): (String, &str) = match error {
        E::Reserved(word) => return reserved(word),
        E::BadInput(wrong) => return letters(wrong),
        E::UnexpectedEOF => ("脚本没有写完".into(), "看看括号和花括号是不是成对"),
        E::MissingToken(token, _) if token == "," => (
            "这里缺 `,` 或者 `)`".into(),
            "看看前面的括号、花括号、分号是不是写全了",
        ),
        E::MissingToken(token, _) => (
            format!("这里缺 `{token}`"),
            "看看前面的括号、花括号、分号是不是写全了",
        ),
        E::UnknownOperator(operator) => (format!("没有 `{operator}` 这种运算"), OPERATORS),
        E::MalformedIndexExpr(_) => ("不能用 […] 取值".into(), "用 for 逐个查"),
        E::PropertyExpected => ("点后面要写属性或方法".into(), "数只能写整数，不带小数"),
        E::VariableExists(name) | E::DuplicatedVariable(name) => (
            format!("`{name}` 已经有了"),
            "每个值换一个名字；report、check 也不能再用",
        ),
        E::VariableExpected => ("这里要写一个名字".into(), "名字里只用字、数字和 _"),
        E::AssignmentToConstant(_) | E::AssignmentToInvalidLHS(_) => {
            ("值不能改写".into(), "每个值用 let 起一个名字")
        }
        E::ExprExpected(_) => (
            "这里要写一个值".into(),
            "看看前面是不是多了逗号、运算号，或者少写了什么",
        ),
        E::WrongFnDefinition => (
            "函数不能写在别的函数里".into(),
            "看看上一个函数是不是少了 }；没有少就挪到外面",
        ),
        E::FnDuplicatedDefinition(name, _) => (format!("有两个函数叫 `{name}`"), "换一个名字"),
        E::FnDuplicatedParam(name, param) => {
            (format!("`{name}` 有两个参数叫 `{param}`"), "换一个名字")
        }
        E::FnMissingName | E::FnMissingParams(_) | E::FnMissingBody(_) => (
            "函数没有写完".into(),
            "写成 fn 名字(report, check) { … }，名字里用 _，不用 -",
        ),
        E::ExprTooDeep => (
            "写得太深，一层套一层".into(),
            "分几步，用 let 给中间的值起名字",
        ),
        E::TooManyFunctions => ("函数太多".into(), "分成几个主题"),
        E::LiteralTooLarge(_, most) => (format!("太长，最多 {most}"), "分成几个"),
        other => (format!("脚本写得不对：{other}"), "看看这一行的写法"),
    };
    (message, (!help.is_empty()).then(|| help.to_owned()))
}

/// A word of the language that scripts do without, or one that is kept for later.
fn reserved(word: &str) -> (String, Option<String>) {
    let why = FORBIDDEN.iter().find(|(it, _)| *it == word);
    let own = if word.contains(char::is_alphanumeric) {
        "换一个名字"
    } else {
        OPERATORS
    };
    let why = why.map_or(own, |(_, why)| *why);
    (format!("脚本里不能用 `{word}`"), Some(why.to_owned()))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the enum of the engine is open"
)]
fn letters(error: &LexError) -> (String, Option<String>) {
    let (message, help) = match error {
        LexError::ImproperSymbol(word, _) => return reserved(word),
        LexError::UnterminatedString => ("引号没有配对".to_owned(), "文字写在一行的两个引号里"),
        LexError::MalformedEscapeSequence(written) => (
            format!("`{written}` 不是这里的写法"),
            "引号里的反斜杠要写两个，如 \\\\d",
        ),
        LexError::MalformedNumber(number) => (format!("`{number}` 不是整数"), "只能写整数"),
        LexError::UnexpectedInput(mark) => (format!("这里不能写 `{mark}`"), "标点用半角的"),
        LexError::MalformedChar(_) => ("单引号里不能写文字".to_owned(), "用双引号"),
        other => (format!("脚本写得不对：{other}"), "名字里只用字、数字和 _"),
    };
    (message, Some(help.to_owned()))
}
