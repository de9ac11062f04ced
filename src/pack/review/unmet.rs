//! Classes of patterns with letters that no text holds when patterns are looked for: `[^。；，]`, where
//! ；，are ; and , by then.

use crate::fold::Folded;
use crate::pack::Pack;
use crate::phrase::Wanted;
use crate::rule::{Check, Rule};

/// Whether a pattern of `rule`, in its script or among the phrases that its own pack has for it, has such
/// a class.
pub(super) fn unmet(pack: &Pack, rule: &Rule) -> bool {
    let own = |text: &str| classes(text).iter().any(|it| is_unmet(it));
    let mut phrases = pack.phrases.of(&rule.id).filter(|it| it.pack == rule.pack);
    let written = |it: &Wanted| matches!(it, Wanted::Pattern(pattern) if own(pattern.text()));
    let script = || match &rule.check {
        Check::Script { script, function } => {
            let text = pack.scripts.get(*script)?.text_of(function)?;
            Some(quoted(text).iter().any(|it| own(it)))
        }
        Check::Relation { .. } | Check::Phrases => None,
    };
    phrases.any(|it| written(&it.wanted)) || script().unwrap_or(false)
}

/// Whether a class has a letter that folding changes, and not what it becomes.
fn is_unmet(class: &str) -> bool {
    class.chars().any(|it| {
        let folded = Folded::new(it.encode_utf8(&mut [0; 4]));
        let folded = folded.text();
        !folded.is_empty() && !class.contains(folded)
    })
}

/// What stands between quotes in a script, as it is written there.
fn quoted(script: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    let mut escaped = false;
    for letter in script.chars() {
        if letter == '"' && !escaped {
            open = !open;
            found.extend(open.then(String::new));
        } else if let Some(text) = found.last_mut().filter(|_| open) {
            text.push(letter);
        }
        escaped = letter == '\\' && !escaped;
    }
    found
}

/// What stands between the brackets of each class of a pattern. Backslashes may be doubled, as they are in
/// scripts.
fn classes(pattern: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    let mut before = ' ';
    for letter in pattern.chars() {
        let plain = before != '\\';
        match letter {
            '[' if plain && !open => {
                open = true;
                found.push(String::new());
            }
            ']' if plain => open = false,
            _ => {
                if let Some(class) = found.last_mut().filter(|_| open) {
                    class.push(letter);
                }
            }
        }
        before = letter;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{classes, is_unmet, quoted};

    #[test]
    fn a_class_is_met_where_it_has_what_folding_leaves() {
        for (pattern, unmet) in [
            ("新闻发布会[^。；，]{0,6}", true),
            ("新闻发布会[^。;,]{0,6}", false),
            ("新闻发布会[^。；;，,]{0,6}", false),
            ("收费通知[^。、]*，", false),
            ("[發发]布", false),
            ("[發佈]布", true),
            (r"国办发\\s*[〔\\[(【]\\s*20", false),
            (r"\[（]", false),
            ("[Xx×]{1,4}次", false),
            ("[“”《》]", false),
        ] {
            let any = classes(pattern).iter().any(|it| is_unmet(it));
            assert_eq!(any, unmet, "{pattern}");
        }
    }

    #[test]
    fn a_list_of_words_is_no_class() {
        let script = r#"check.absent(report.find_any(["甲，乙", "说\"；\""]) + report.find_pattern("[，]"));"#;
        let texts = quoted(script);
        assert_eq!(texts, ["甲，乙", r#"说\"；\""#, "[，]"]);
        assert!(texts.iter().map(|it| classes(it)).any(|it| it == ["，"]));
    }
}
