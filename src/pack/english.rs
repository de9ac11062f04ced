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

/// `template` with `pieces` in it, each in English if it is one of ours.
fn filled(template: &str, pieces: &[&str]) -> String {
    let said = |piece: &&str| {
        let listed = piece.split('、').map(|it| {
            let short = it.len() < piece.len() || pieces.len() > 1 || !it.contains(' ');
            let own = if short { english(it) } else { None };
            own.unwrap_or_else(|| it.to_owned())
        });
        listed.collect::<Vec<_>>().join(", ")
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
