//! What is said of packs, in English: packs are written by people who read Chinese, and every
//! message is thought of in it. Here each stands beside its translation.

/// Each line: what is said, `⇒`, the same in English. `{}` stands for anything; in English it is
/// the next such piece, `{0}` the first.
const WORDS: &str = include_str!("english.txt");

/// `text` in English; none if nobody translated it.
pub(super) fn english(text: &str) -> Option<String> {
    let lines = WORDS.lines().filter_map(|line| line.split_once(" ⇒ "));
    let fitting = lines.filter_map(|(zh, en)| Some((zh, en, pieces(zh, text)?)));
    // What leaves the least open was meant.
    let (_, en, pieces) = fitting.max_by_key(|(zh, _, _)| zh.replace("{}", "").len())?;
    Some(filled(en, &pieces))
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
fn listed(text: &str) -> Option<String> {
    if let Some((name, rest)) = text.split_once('(')
        && let Some(inner) = rest.strip_suffix(')').filter(|_| name.is_ascii())
    {
        let inner = english(inner).or_else(|| listed(inner));
        return Some(format!("{name}({})", inner?));
    }
    let mut parts = text.split(['、', '，']).peekable();
    parts.peek()?;
    let said = parts.map(|it| it.is_ascii().then(|| it.to_owned()).or_else(|| english(it)));
    let said: Option<Vec<String>> = said.collect();
    said.map(|it| it.join(", "))
}

/// `template` with `pieces` in it, each in English if it is one of ours.
fn filled(template: &str, pieces: &[&str]) -> String {
    let alone = pieces.len() == 1;
    let said = |piece: &&str| {
        // A message of its own is said by the one around it, as long as that leaves more than it.
        let own = !alone || !piece.contains(' ');
        let own = if own { english(piece) } else { None };
        own.or_else(|| listed(piece))
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
    use super::english;

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
}
