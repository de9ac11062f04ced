//! Likeness: how much of their wording two texts share.
//!
//! A text is the set of all runs of four letters within its sentences, without digits, marks and
//! blanks, without the name of the organ that wrote it and without what a blank report holds
//! already. The likeness of two texts is twice the number of runs they share over the number of
//! runs they have (Dice): the same whichever comes first, all of it for the same text, nothing for
//! texts without a run in common. What order the sentences stand in does not matter.

mod index;

pub use index::{Found, Index};

use std::sync::Arc;

use crate::fold::{Folded, is_letter};

/// The letters of a run.
const RUN: usize = 4;

/// What ends a sentence, in folded letters.
pub const ENDS: [char; 5] = ['。', ';', '!', '?', '\n'];

/// The shortest part of a name that is left out where it stands alone: 水务局 of 青澜市水务局.
const NAME: usize = 3;

/// The runs of letters of a text, each once and in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording(Arc<[u32]>);

impl Wording {
    /// The wording of `texts`, folded already, without `name` and without what is in `known`.
    pub fn of<'t>(
        texts: impl IntoIterator<Item = &'t str>,
        name: Option<&str>,
        known: &Self,
    ) -> Self {
        let name: Vec<char> = name.map(Folded::new).map_or_else(Vec::new, |name| {
            name.text().chars().filter(|it| is_letter(*it)).collect()
        });
        let mut runs: Vec<u32> = texts
            .into_iter()
            .flat_map(|text| text.split(ENDS))
            .flat_map(|sentence| runs(&letters(sentence, &name)))
            .filter(|run| known.0.binary_search(run).is_err())
            .collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs.into())
    }

    /// How many runs it has, about as many as letters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many runs both have.
    #[must_use]
    pub fn common(&self, other: &Self) -> usize {
        let (mut own, mut others) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = 0;
        while let (Some(one), Some(two)) = (own.peek(), others.peek()) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => drop(own.next()),
                std::cmp::Ordering::Greater => drop(others.next()),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    own.next();
                    others.next();
                }
            }
        }
        common
    }

    /// How alike both are in whole per cent, rounded down; texts without runs are not.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> usize {
        let all = self.len() + other.len();
        (200 * self.common(other)).checked_div(all).unwrap_or(0)
    }

    /// Whether at least nine tenths of the runs of `part` stand in it, and any does.
    #[must_use]
    pub fn holds(&self, part: &Self) -> bool {
        !part.is_empty() && 10 * self.common(part) >= 9 * part.len()
    }
}

/// The letters of a sentence without the name, and without its beginning or its end standing alone.
fn letters(sentence: &str, name: &[char]) -> Vec<char> {
    let all: Vec<char> = sentence
        .chars()
        .filter(|it| is_letter(*it) && !it.is_numeric())
        .collect();
    let mut kept = Vec::with_capacity(all.len());
    let mut rest = all.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match named(rest, name) {
            0 => {
                kept.push(*first);
                rest = after;
            }
            letters => rest = rest.get(letters..).unwrap_or_default(),
        }
    }
    kept
}

/// How many letters at the beginning of `text` are of the name.
fn named(text: &[char], name: &[char]) -> usize {
    let begins = text
        .iter()
        .zip(name)
        .take_while(|(one, two)| one == two)
        .count();
    let ends = (1..name.len().saturating_sub(NAME - 1))
        .filter_map(|from| name.get(from..))
        .find(|end| text.starts_with(end))
        .map_or(0, <[char]>::len);
    let longest = begins.max(ends);
    if longest < NAME { 0 } else { longest }
}

fn runs(letters: &[char]) -> Vec<u32> {
    letters.windows(RUN).map(mixed).collect()
}

/// Four letters as one number: all their bits, stirred well and cut to half.
fn mixed(run: &[char]) -> u32 {
    let bits = run
        .iter()
        .fold(0_u64, |bits, it| (bits << 16) ^ u64::from(u32::from(*it)));
    let stirred = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let stirred = (stirred ^ (stirred >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((stirred ^ (stirred >> 31)) >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Wording;

    fn of(text: &str) -> Wording {
        Wording::of([text], Some("青澜市水务局"), &Wording::default())
    }

    #[test]
    fn the_same_words_are_alike_whatever_the_numbers_and_the_name() {
        let one = of("2021年,青澜市水务局更新栏目12个,解读形式单一。人员不足。");
        let two = of("2022年,青澜市更新栏目8个,解读形式单一。人员不足。");
        let moved = of("人员不足。2022年,更新栏目8个,解读形式单一。");
        assert_eq!(one.likeness(&two), 100);
        assert_eq!(one.likeness(&moved), 100);
        assert_eq!(of("").likeness(&of("")), 0);
    }

    #[test]
    fn likeness_is_symmetric_and_falls_with_what_differs() {
        let one = of("栏目更新不够及时,解读形式比较单一,业务人员更换频繁。");
        let two = of("栏目更新不够及时,解读形式比较单一,群众参与渠道不多。");
        assert_eq!(one.likeness(&two), two.likeness(&one));
        assert!(
            (40..90).contains(&one.likeness(&two)),
            "{}",
            one.likeness(&two)
        );
        assert_eq!(one.likeness(&of("组织开展业务培训四次")), 0);
    }

    #[test]
    fn what_a_blank_report_holds_does_not_count() {
        let known = of("没有其他需要报告的事项。");
        let text = "没有其他需要报告的事项。本局建成查阅点三处。";
        let wording = Wording::of([text], None, &known);
        assert!(wording.holds(&of("建成查阅点三处")));
        assert!(!wording.holds(&of("没有其他需要报告的事项")));
    }
}
