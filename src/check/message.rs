//! Messages filled in.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::rule::{Piece, pieces};

/// A number as people write it: no needless zeros behind the point.
pub(super) fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// What each placeholder stands for.
pub(super) type Values = BTreeMap<String, String>;

/// `message` with its placeholders filled in.
pub(super) fn fill(message: &str, values: &Values) -> String {
    pieces(message)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Placeholder(name, _) => values.get(name).map_or("？", String::as_str),
            Piece::Unclosed(_) => "{",
        })
        .collect()
}

/// Names in quotes, the first few of many.
pub(super) fn listed(names: &[String], counted: &str) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("“{name}”"))
        .collect();
    let list = shown.join("、");
    if names.len() > SHOWN {
        format!("{list}等{}{counted}", names.len())
    } else {
        list
    }
}
