//! Rules of which it shows without a report that they never judge, or never fail.

use super::Lack;
use crate::pack::Pack;
use crate::rule::{Check, Rule};

/// What of `rule` shows that it is of no use.
pub(super) fn never(pack: &Pack, rule: &Rule) -> Option<Lack> {
    match &rule.check {
        Check::Script { script, function } => {
            let text = pack.scripts.get(*script)?.text_of(function)?;
            is_contradicted(pack, &conditions(text)).then_some(Lack::Contradiction)
        }
        Check::Relation { text, .. } => says_nothing(text).then_some(Lack::Truism),
        Check::Phrases => None,
    }
}

/// Whether all sides of a relation are written alike.
fn says_nothing(relation: &str) -> bool {
    let bare: String = relation.split_whitespace().collect();
    let sides: Vec<&str> = bare
        .split(['=', '<', '>'])
        .filter(|it| !it.is_empty())
        .collect();
    match sides.as_slice() {
        [first, rest @ ..] => !rest.is_empty() && rest.iter().all(|it| it == first),
        [] => false,
    }
}

/// What must hold for anything in a function to be judged: the parts, joined by `&`, of the conditions that
/// stand in no loop and in no branch.
fn conditions(function: &str) -> Vec<String> {
    const GIVEN: &str = "check.given(";
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for line in function.lines() {
        let line = line.split("//").next().unwrap_or_default();
        if depth == 1
            && let Some(rest) = line.trim().strip_prefix(GIVEN)
            && let Some(condition) = rest.strip_suffix(");")
        {
            found.extend(parts(condition));
        }
        let count = |brace: char| line.matches(brace).count();
        depth = (depth + count('{')).saturating_sub(count('}'));
    }
    found
}

/// The parts of a condition that all must hold; what joins others by `|` is one part.
fn parts(condition: &str) -> Vec<String> {
    let bare: String = condition.split_whitespace().collect();
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    let mut quoted = false;
    for letter in bare.chars() {
        match letter {
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.saturating_sub(1),
            // Either may hold: nothing is known of the parts.
            '|' if !quoted && depth == 0 => return Vec::new(),
            '&' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

/// Properties of one number or cell that exclude each other.
const APART: [(&str, &str); 4] = [
    (".is_zero", ".is_positive"),
    (".is_zero", ".is_negative"),
    (".is_positive", ".is_negative"),
    (".is_blank", ".is_dash"),
];

fn is_contradicted(pack: &Pack, conditions: &[String]) -> bool {
    let has = |wanted: &str| conditions.iter().any(|it| it == wanted);
    let denied = conditions.iter().any(|it| has(&format!("!{it}")));
    let apart = conditions.iter().any(|it| {
        APART.iter().any(|(one, other)| {
            let of = it.strip_suffix(one);
            of.is_some_and(|of| has(&format!("{of}{other}")))
        })
    });
    denied || apart || kinds(pack, conditions).len() > 1
}

/// The kinds of organ that a report must all be of.
fn kinds<'c>(pack: &'c Pack, conditions: &'c [String]) -> Vec<&'c str> {
    let named = conditions.iter().filter_map(|it| {
        let rest = it.strip_prefix("report.is_kind(\"")?;
        rest.strip_suffix("\")")
    });
    let mut kinds: Vec<&str> = named
        .map(|name| {
            let mut organs = pack.organs.iter();
            let organ = organs.find(|it| it.id == name || it.name.zh == name);
            organ.map_or(name, |it| it.id.as_str())
        })
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests {
    use super::{conditions, says_nothing};

    #[test]
    fn conditions_are_those_that_always_count() {
        let function = "fn f(report, check) {\n    check.given(a.is_zero & !b); // c\n    check.given(c | d);\n    \
                        for m in report.lists {\n        check.given(m.is_exact);\n    }\n}";
        assert_eq!(conditions(function), ["a.is_zero", "!b"]);
        assert_eq!(
            conditions("fn f(report, check) {\n    check.given(report.has(\"a&b\"));\n}"),
            ["report.has(\"a&b\")"]
        );
    }

    #[test]
    fn relations_that_say_nothing() {
        for (relation, is) in [
            ("closed.total = closed.total", true),
            ("a + b <= a+b", true),
            ("a = b = a", false),
            ("received <= closed.total", false),
        ] {
            assert_eq!(says_nothing(relation), is, "{relation}");
        }
    }
}
