//! A phrase as phrases.toml writes it.

use crate::fold::Folded;
use crate::pack::error::{Fault, Faults, Place, Written};
use crate::pack::fields::Fields;
use crate::phrase::{Phrase, Wanted};

/// A phrase, and the places of what may be wrong about it.
#[derive(Debug, Clone)]
pub(in crate::pack) struct WrittenPhrase {
    pub(in crate::pack) rule: Written<String>,
    /// Where its words or its pattern stand.
    pub(in crate::pack) place: Place,
    /// Whether it takes an inherited one away.
    pub(in crate::pack) off: bool,
    pub(in crate::pack) phrase: Phrase,
}

/// Reads one `[[phrase]]`; none if what it looks for is not known.
pub(super) fn phrase(mut fields: Fields<'_>, pack: &str, faults: &Faults) -> Option<WrittenPhrase> {
    let words = fields.text_or_none("wrong");
    let pattern = fields.text_or_none("pattern");
    let right = fields.text_or_none("right");
    let unless = fields.texts("unless");
    let rule = fields.text("rule");
    let off = fields.flag("off", false);
    let table = fields.place().clone();
    fields.finish();
    let (wanted, place) = match (words, pattern) {
        (Some(words), None) => (of_words(&words, faults)?, words.place),
        (None, Some(pattern)) => (of_pattern(&pattern, faults)?, pattern.place),
        (one, _) => {
            let message = "`wrong` 和 `pattern` 要写一个，只写一个".to_owned();
            let help = "wrong 写错的字句；字句不固定的，pattern 写正则表达式".to_owned();
            let (fault, place) = match one {
                Some(words) => (Fault::Value, words.place),
                None => (Fault::MissingField, table),
            };
            faults.add(fault, &place, message, Some(help));
            return None;
        }
    };
    for empty in unless.iter().chain(&right) {
        if empty.value.trim().is_empty() {
            let message = "这里是空的".to_owned();
            let help = "在引号里写上内容".to_owned();
            faults.add(Fault::Value, &empty.place, message, Some(help));
            return None;
        }
    }
    let phrase = Phrase {
        rule: rule.value.clone(),
        wanted,
        right: right.map(|it| it.value),
        unless: unless.into_iter().map(|it| it.value).collect(),
        pack: pack.to_owned(),
    };
    Some(WrittenPhrase {
        rule,
        place,
        off,
        phrase,
    })
}

/// One letter stands in too many words to be looked for.
fn of_words(words: &Written<String>, faults: &Faults) -> Option<Wanted> {
    let letters = Folded::new(&words.value);
    if letters.text().chars().nth(1).is_none() {
        let message = format!("`{}` 太短，正确的字句里也会有", words.value);
        let help = "至少写两个字，连上前后的字".to_owned();
        faults.add(Fault::Value, &words.place, message, Some(help));
        return None;
    }
    Some(Wanted::Words(words.value.clone()))
}

fn of_pattern(pattern: &Written<String>, faults: &Faults) -> Option<Wanted> {
    match Wanted::pattern(&pattern.value) {
        Ok(wanted) => Some(wanted),
        Err(why) => {
            let message = "这个正则表达式不对".to_owned();
            faults.add(Fault::Value, &pattern.place, message, Some(why));
            None
        }
    }
}
