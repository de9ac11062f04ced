//! What is said of packs, and why rules do not judge, in English: both are thought of in Chinese. Here
//! each stands beside its translation.

/// Each line: what is said, `⇒`, the same in English. `{}` stands for anything; in English it is
/// the next such piece, `{0}` the first.
const FAULTS: &str = include_str!("faults.txt");

/// The same for what operands are called.
const NAMES: &str = include_str!("names.txt");

/// The same for the reasons of rules.
const REASONS: &str = include_str!("reasons.txt");

/// What is said of a pack, in English; none if nobody translated it.
#[must_use]
pub fn english(text: &str) -> Option<String> {
    translated(FAULTS, text)
}

/// Why a rule does not judge, in English; as it is where it is in the words of a pack.
#[must_use]
pub fn reason(text: &str) -> String {
    because(text).unwrap_or_else(|| text.to_owned())
}

/// What an operand is called, in English; as it is where it is a label or the words of a report.
#[must_use]
pub fn name(text: &str) -> String {
    translated(NAMES, text).unwrap_or_else(|| text.to_owned())
}

fn because(text: &str) -> Option<String> {
    let denied = text.strip_prefix("并非“");
    if let Some(inner) = denied.and_then(|it| it.strip_suffix('”')) {
        return because(inner).map(|it| format!("not so: {it}"));
    }
    let joints = [("；", "; "), ("且", " and "), ("或", " or ")];
    let joined = joints.into_iter().find_map(|(zh, en)| {
        let (one, rest) = text.split_once(zh)?;
        Some([because(one)?, en.to_owned(), because(rest)?].concat())
    });
    let whole = || translated(REASONS, text).or_else(|| translated(FAULTS, text));
    // Before a colon stands what it is about.
    let about = || {
        let (about, rest) = text.split_once('：')?;
        Some(format!("{about}: {}", because(rest)?))
    };
    joined.or_else(about).or_else(whole)
}

fn translated(words: &str, text: &str) -> Option<String> {
    let lines = words.lines().filter_map(|line| line.split_once(" ⇒ "));
    let fitting = lines.filter_map(|(zh, en)| Some((zh, en, pieces(zh, text)?)));
    // What leaves the least open was meant.
    let (_, en, pieces) = fitting.max_by_key(|(zh, _, _)| zh.replace("{}", "").len())?;
    Some(filled(words, en, &pieces))
}

/// What stands in `text` where `template` has `{}`.
fn pieces<'t>(template: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = template.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut pieces = Vec::new();
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        let end = if last {
            rest.len().checked_sub(part.len())?
        } else {
            rest.find(part)?
        };
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after.strip_prefix(part)?;
        pieces.push(piece);
    }
    (rest.is_empty() && pieces.iter().all(|it| !it.is_empty())).then_some(pieces)
}

/// A list of words of ours or of the pack, in English; a call with such a list in its brackets.
fn listed(words: &str, text: &str) -> Option<String> {
    if let Some((name, rest)) = text.split_once('(')
        && let Some(inner) = rest.strip_suffix(')').filter(|_| name.is_ascii())
    {
        let inner = translated(words, inner).or_else(|| listed(words, inner));
        return Some(format!("{name}({})", inner?));
    }
    let mut parts = text.split(['、', '，']).peekable();
    parts.peek()?;
    let said = parts.map(|it| {
        it.is_ascii()
            .then(|| it.to_owned())
            .or_else(|| translated(words, it))
    });
    let said: Option<Vec<String>> = said.collect();
    said.map(|it| it.join(", "))
}

/// `template` with `pieces` in it, each in English if it is one of ours.
fn filled(words: &str, template: &str, pieces: &[&str]) -> String {
    let alone = pieces.len() == 1;
    let said = |piece: &&str| {
        // A message of its own is said by the one around it, as long as that leaves more than it.
        let own = !alone || !piece.contains(' ');
        let own = if own { translated(words, piece) } else { None };
        own.or_else(|| listed(words, piece))
            .unwrap_or_else(|| (*piece).to_owned())
    };
    let mut text = template.to_owned();
    for (at, piece) in pieces.iter().enumerate() {
        let numbered = format!("{{{at}}}");
        let said = said(piece);
        text = if text.contains(&numbered) {
            text.replace(&numbered, &said)
        } else {
            text.replacen("{}", &said, 1)
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{english, reason};

    #[test]
    fn what_is_open_is_carried_over() {
        assert_eq!(
            english("没有名叫 `recieved` 的行").as_deref(),
            Some("there is no row called `recieved`")
        );
        assert_eq!(
            english("`a` 绕了一圈又等自己").as_deref(),
            Some("`a` waits for itself in a circle")
        );
        assert_eq!(english("没有人说过的话"), None);
    }

    #[test]
    fn reasons_are_joined() {
        assert_eq!(
            reason("没有“若干”或有约数"),
            "there is no “若干” or a number is approximate"
        );
        assert_eq!(reason("“某或某”没有正文"), "“某或某” has no prose");
        assert_eq!(reason("办公室同意"), "办公室同意");
    }
}
