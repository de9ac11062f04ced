//! Index: which of many texts are alike, without comparing each with each.

use super::Wording;

/// Many texts by their runs. Those with the same runs are kept once.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Each wording with the texts that have it.
    kept: Vec<(Wording, Vec<u32>)>,
    /// Each run with the wordings that have it.
    runs: Vec<(u32, u32)>,
}

/// A text that is like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'i> {
    /// Its number.
    pub number: u32,
    /// How alike it is, in per cent.
    pub percent: usize,
    /// Its wording.
    pub wording: &'i Wording,
}

impl Index {
    /// The texts with their numbers. Those without runs are left out.
    pub fn new(texts: impl IntoIterator<Item = (u32, Wording)>) -> Self {
        let mut texts: Vec<(Wording, u32)> = texts
            .into_iter()
            .filter(|(_, wording)| !wording.is_empty())
            .map(|(number, wording)| (wording, number))
            .collect();
        texts.sort_unstable_by(|(one, first), (two, second)| {
            one.0.cmp(&two.0).then(first.cmp(second))
        });
        let mut kept: Vec<(Wording, Vec<u32>)> = Vec::new();
        for (wording, number) in texts {
            match kept.last_mut() {
                Some((last, numbers)) if *last == wording => numbers.push(number),
                Some(_) | None => kept.push((wording, vec![number])),
            }
        }
        let mut runs: Vec<(u32, u32)> = (0..)
            .zip(&kept)
            .flat_map(|(at, (wording, _))| wording.0.iter().map(move |run| (*run, at)))
            .collect();
        runs.sort_unstable();
        Self { kept, runs }
    }

    /// The texts that are at least so many per cent like `wording`, with how much they are: the most
    /// alike first, then by number.
    ///
    /// Two texts as alike as that share so many runs that of any few of one, a little more than the
    /// rest, the other has at least one. So it is enough to look for those few that the fewest have.
    #[must_use]
    pub fn alike(&self, wording: &Wording, percent: usize) -> Vec<Found<'_>> {
        let percent = percent.clamp(1, 100);
        let shared = (percent * wording.len()).div_ceil(200 - percent);
        let mut rare: Vec<&[(u32, u32)]> = wording.0.iter().map(|it| self.having(*it)).collect();
        rare.sort_by_key(|it| it.len());
        rare.truncate((wording.len() + 1).saturating_sub(shared));
        let mut found: Vec<u32> = rare.into_iter().flatten().map(|(_, at)| *at).collect();
        found.sort_unstable();
        found.dedup();
        let mut alike: Vec<Found<'_>> = found
            .into_iter()
            .filter_map(|at| self.kept.get(usize::try_from(at).ok()?))
            .filter_map(|(other, numbers)| {
                let (least, most) = (
                    wording.len().min(other.len()),
                    wording.len().max(other.len()),
                );
                let may_be = 200 * least >= percent * (least + most);
                let likeness = may_be.then(|| wording.likeness(other))?;
                (likeness >= percent).then_some((numbers, other, likeness))
            })
            .flat_map(|(numbers, wording, percent)| {
                numbers.iter().map(move |number| Found {
                    number: *number,
                    percent,
                    wording,
                })
            })
            .collect();
        alike.sort_unstable_by_key(|it| (std::cmp::Reverse(it.percent), it.number));
        alike
    }

    fn having(&self, run: u32) -> &[(u32, u32)] {
        let from = self.runs.partition_point(|(it, _)| *it < run);
        let rest = self.runs.get(from..).unwrap_or_default();
        let many = rest.partition_point(|(it, _)| *it == run);
        rest.get(..many).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, Wording};

    /// Texts of sentences, each a number, from a sequence that looks random.
    fn texts() -> Vec<Wording> {
        let mut seed: u32 = 7;
        let mut next = |bound: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % bound
        };
        let sentence = |number: u32| -> String {
            let letters = (0..9).filter_map(|at| char::from_u32(0x4e00 + number * 31 + at * 7));
            letters.chain(['。']).collect()
        };
        let mut texts: Vec<Vec<u32>> = Vec::new();
        for at in 0..120 {
            let mut own: Vec<u32> = match texts.get(at / 2) {
                Some(copied) if at % 3 == 0 => copied.clone(),
                Some(_) | None => (0..20).map(|_| next(60)).collect(),
            };
            if let Some(one) = own.get_mut(next(20) as usize) {
                *one = next(60);
            }
            texts.push(own);
        }
        let written = texts.iter().map(|numbers| {
            let text: String = numbers.iter().map(|it| sentence(*it)).collect();
            Wording::of([text.as_str()], None, &Wording::default())
        });
        written.collect()
    }

    #[test]
    fn finds_what_comparing_each_with_each_finds() {
        let texts = texts();
        let index = Index::new((0..).zip(texts.iter().cloned()));
        let mut many = 0;
        for percent in [50, 80, 90, 100] {
            for one in &texts {
                let mut each: Vec<(u32, usize)> = (0..)
                    .zip(texts.iter().map(|it| one.likeness(it)))
                    .filter(|(_, likeness)| *likeness >= percent)
                    .collect();
                each.sort_by_key(|(number, likeness)| (std::cmp::Reverse(*likeness), *number));
                let found = index.alike(one, percent).into_iter();
                let found: Vec<(u32, usize)> = found.map(|it| (it.number, it.percent)).collect();
                assert_eq!(found, each);
                many += each.len() - 1;
            }
        }
        assert!(many > 50, "{many}");
    }
}
