//! Letters: which letters a text has, so that words it cannot have are not looked for in it.
//!
//! Of the many words that packs look for, most have a letter that a text has nowhere, and that is
//! told much faster than where they stand.

/// The letters of a text, told apart by what is left of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters([u64; WORDS]);

const WORDS: usize = 8;
const BITS: usize = u64::BITS as usize;

impl Letters {
    /// Those of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut seen = [0; WORDS];
        for letter in text.chars() {
            let (word, bit) = place(letter);
            if let Some(it) = seen.get_mut(word) {
                *it |= bit;
            }
        }
        Self(seen)
    }

    /// Whether the text may hold `word`: false only if it surely does not.
    #[must_use]
    pub fn may_hold(&self, word: &str) -> bool {
        let Self(seen) = self;
        word.chars().all(|it| {
            let (word, bit) = place(it);
            seen.get(word).is_some_and(|it| it & bit != 0)
        })
    }
}

fn place(letter: char) -> (usize, u64) {
    let number = letter as usize;
    (number / BITS % WORDS, 1 << (number % BITS))
}

/// A text and its letters.
#[derive(Debug, Clone, Copy)]
pub struct Lettered<'t> {
    /// The text.
    pub text: &'t str,
    letters: Letters,
}

impl<'t> Lettered<'t> {
    /// `text` with its letters.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            letters: Letters::of(text),
        }
    }

    /// `text` with `letters`, which are its own.
    #[must_use]
    pub const fn of(text: &'t str, letters: Letters) -> Self {
        Self { text, letters }
    }

    /// Whether `word` stands in it.
    #[must_use]
    pub fn holds(&self, word: &str) -> bool {
        self.letters.may_hold(word) && self.text.contains(word)
    }

    /// Whether one of `words` stands in it.
    #[must_use]
    pub fn holds_any(&self, words: &[String]) -> bool {
        words.iter().any(|it| self.holds(it))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Lettered;

    proptest! {
        #[test]
        fn what_stands_in_a_text_is_found(text in "[公开政府信息条例无年度0-9]{0,40}", from in 0..40_usize, count in 0..5_usize) {
            let word: String = text.chars().skip(from).take(count).collect();
            prop_assert!(Lettered::new(&text).holds(&word));
            prop_assert_eq!(Lettered::new(&text).holds("公报"), text.contains("公报"));
        }
    }
}
