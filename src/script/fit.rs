//! Which kinds of values fit where.

use super::kind::{Accepts, Kind};

pub(super) fn accepts(accepts: Accepts, kind: Kind) -> bool {
    match accepts {
        Accepts::Value(Kind::Number) => matches!(kind, Kind::Number | Kind::Integer),
        Accepts::Value(wanted) => kind == wanted,
        Accepts::Name(_) | Accepts::Pattern | Accepts::NewName => kind == Kind::Text,
        Accepts::Texts => kind == Kind::Texts,
    }
}

/// What an argument should be, in messages to authors.
pub(super) fn wanted(accepts: Accepts) -> &'static str {
    match accepts {
        Accepts::Value(kind) => kind.name(),
        Accepts::Name(namespace) => namespace.name(),
        Accepts::Pattern => "正则表达式",
        Accepts::NewName => "新名字",
        Accepts::Texts => "文字列表",
    }
}

/// What an operator makes of values of these kinds, if it takes them.
pub(super) fn operator(name: &str, kinds: &[Kind]) -> Option<Kind> {
    match (name, kinds) {
        ("+" | "-" | "*" | "/" | "%", [Kind::Integer, Kind::Integer]) | ("-", [Kind::Integer]) => {
            Some(Kind::Integer)
        }
        ("==" | "!=" | "<" | "<=" | ">" | ">=", [Kind::Integer, Kind::Integer])
        | ("==" | "!=", [Kind::Text, Kind::Text])
        | ("!", [Kind::Bool]) => Some(Kind::Bool),
        (
            "+" | "-",
            [Kind::Number, Kind::Integer] | [Kind::Integer | Kind::Number, Kind::Number],
        )
        | ("*", [Kind::Number, Kind::Integer]) => Some(Kind::Number),
        ("+", [Kind::Places, Kind::Places]) => Some(Kind::Places),
        ("&" | "|", [Kind::Truth, Kind::Truth]) | ("!", [Kind::Truth]) => Some(Kind::Truth),
        _ => None,
    }
}
