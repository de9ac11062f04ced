//! Phrases: wordings that a pack looks for in the prose, and where each is no fault after all.

use std::sync::{Arc, OnceLock};

use aho_corasick::AhoCorasick;

use crate::fact::Passage;
use crate::fold::Folded;
use crate::letters::Lettered;
use crate::pattern::{Pattern, pattern};
use crate::source::Span;

/// The marks that end a sentence, folded.
const ENDS: [char; 5] = ['。', '!', '?', ';', '\n'];

/// A wording that a rule does not want.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// The id of the rule that reports it.
    pub rule: String,
    /// What is looked for.
    pub wanted: Wanted,
    /// What should stand there instead, if it can be said.
    pub right: Option<String>,
    /// Words that excuse it: longer wordings it is a part of, or words of the same sentence.
    pub unless: Vec<String>,
    /// The id of the pack it comes from.
    pub pack: String,
}

/// What a phrase looks for.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// These words.
    Words(String),
    /// What matches this pattern.
    Pattern(Arc<Pattern>),
}

impl Wanted {
    /// A pattern.
    ///
    /// # Errors
    ///
    /// What is wrong in it, in the last line of the engine's words; that it fits everywhere.
    pub fn pattern(text: &str) -> Result<Self, String> {
        let pattern = pattern(text)?;
        if pattern.fits_nothing() {
            return Err("空白也符合它，处处都会报".to_owned());
        }
        Ok(Self::Pattern(pattern))
    }

    /// As it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Pattern(pattern) => pattern.text(),
        }
    }
}

impl Phrase {
    /// How people write it down: what is looked for, an arrow and what is right.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.right {
            Some(right) => format!("{} → {right}", self.wanted.text()),
            None => self.wanted.text().to_owned(),
        }
    }

    /// Where it stands in the folded `text`, those places left out where it is excused.
    #[must_use]
    pub fn places(&self, text: Lettered<'_>) -> Vec<Span> {
        let mut places: Vec<Span> = match &self.wanted {
            Wanted::Words(words) => spans(text.text, Folded::new(words).text()),
            Wanted::Pattern(pattern) => pattern.spans(text),
        };
        places.retain(|place| !self.excused(text.text, *place));
        places
    }

    /// Whether a longer wording around `place`, or another word of its sentence, excuses it.
    fn excused(&self, text: &str, place: Span) -> bool {
        self.unless.iter().any(|words| {
            let words = Folded::new(words);
            let around = spans(text, words.text());
            if self.is_in(words.text()) {
                return around
                    .iter()
                    .any(|it| it.start <= place.start && place.end <= it.end);
            }
            let sentence = sentence(text, place);
            around
                .iter()
                .any(|it| sentence.start <= it.start && it.end <= sentence.end)
        })
    }

    /// Whether it stands in the folded `text`, excused or not.
    fn is_in(&self, text: &str) -> bool {
        match &self.wanted {
            Wanted::Words(words) => text.contains(Folded::new(words).text()),
            Wanted::Pattern(pattern) => pattern.is_match(text),
        }
    }
}

fn spans(text: &str, words: &str) -> Vec<Span> {
    if words.is_empty() || !text.contains(words) {
        return Vec::new();
    }
    text.match_indices(words)
        .map(|(at, found)| Span::new(at, at + found.len()))
        .collect()
}

/// The sentence of `text` that `place` stands in.
fn sentence(text: &str, place: Span) -> Span {
    let before = text.get(..place.start).unwrap_or_default();
    let start = before.rfind(ENDS).unwrap_or(0);
    let after = text.get(place.end..).unwrap_or_default();
    let end = after.find(ENDS).map_or(text.len(), |at| place.end + at);
    Span::new(start, end)
}

/// One place of a phrase.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The phrase, by index.
    pub phrase: usize,
    /// The words there, folded.
    pub text: String,
    /// Where in the report.
    pub span: Span,
}

/// The phrases of a pack, looked for together.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    list: Vec<Phrase>,
    finder: OnceLock<Finder>,
}

/// All words in one automaton, and the patterns one by one.
#[derive(Debug, Clone)]
struct Finder {
    /// None if there are no words.
    words: Option<AhoCorasick>,
    /// The phrases the words of the automaton belong to.
    of_words: Vec<usize>,
    patterns: Vec<usize>,
}

impl Phrases {
    /// These phrases.
    #[must_use]
    pub fn new(list: Vec<Phrase>) -> Self {
        Self {
            list,
            finder: OnceLock::new(),
        }
    }

    /// All of them, in the order of the packs.
    #[must_use]
    pub fn list(&self) -> &[Phrase] {
        &self.list
    }

    /// Those that the rule `id` reports.
    pub fn of<'p>(&'p self, id: &'p str) -> impl Iterator<Item = &'p Phrase> {
        self.list.iter().filter(move |it| it.rule == id)
    }

    /// Every place in `prose`, in its order. Only phrases that one look over all of them shows to
    /// be there are looked at for themselves.
    #[must_use]
    pub fn hits(&self, prose: &[Passage]) -> Vec<Hit> {
        let finder = self.finder.get_or_init(|| Finder::new(&self.list));
        let mut hits = Vec::new();
        for passage in prose {
            let text = passage.lettered();
            for phrase in finder.present(text.text) {
                let places = self.list.get(phrase).map(|it| it.places(text));
                hits.extend(places.into_iter().flatten().map(|range| Hit {
                    phrase,
                    text: passage.text.slice(range).to_owned(),
                    span: passage.text.span(range),
                }));
            }
        }
        hits.sort_by_key(|it| (it.span.start, it.phrase));
        hits
    }
}

impl Finder {
    fn new(list: &[Phrase]) -> Self {
        let mut of_words = Vec::new();
        let mut patterns = Vec::new();
        let mut words = Vec::new();
        for (at, phrase) in list.iter().enumerate() {
            match &phrase.wanted {
                Wanted::Words(text) => {
                    words.push(Folded::new(text).text().to_owned());
                    of_words.push(at);
                }
                Wanted::Pattern(_) => patterns.push(at),
            }
        }
        // It fails on more words than fit into memory only; they are then looked for one by one.
        let built = AhoCorasick::new(&words).ok();
        if built.is_none() {
            patterns.append(&mut of_words);
        }
        Self {
            words: built,
            of_words,
            patterns,
        }
    }

    /// The phrases that may be in `text`.
    fn present(&self, text: &str) -> Vec<usize> {
        let mut present = self.patterns.clone();
        for found in self
            .words
            .iter()
            .flat_map(|it| it.find_overlapping_iter(text))
        {
            present.extend(self.of_words.get(found.pattern().as_usize()));
        }
        present.sort_unstable();
        present.dedup();
        present
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrase, Wanted};
    use crate::letters::Lettered;

    fn phrase(words: &str, unless: &[&str]) -> Phrase {
        Phrase {
            rule: String::new(),
            wanted: Wanted::Words(words.to_owned()),
            right: None,
            unless: unless.iter().map(|it| (*it).to_owned()).collect(),
            pack: String::new(),
        }
    }

    #[test]
    fn longer_words_excuse_what_is_in_them_and_other_words_their_sentence() {
        for (words, unless, text, count) in [
            ("公开指南", &[][..], "公开指南", 1),
            ("公开指南", &["信息公开指南"], "信息公开指南和公开指南", 1),
            ("途经", &["公交"], "公交途经甲地。多种途经", 1),
            ("途经", &["公交"], "多种途经;公交线路", 1),
            ("途經", &[], "多种途经", 1),
        ] {
            assert_eq!(
                phrase(words, unless).places(Lettered::new(text)).len(),
                count,
                "{text}"
            );
        }
    }
}
