//! What became of all that a number counts: N 件申请均已办结, 收到…N 件, 均予以公开.

use super::wordings::ALL;
use super::{Exactness, STOPS, Within};
use crate::pack::Indicator;

/// The letters of what may stand between a number and that word: what is counted.
const COUNTED: [char; 14] = [
    '政', '府', '信', '息', '公', '开', '依', '申', '请', '的', '件', '事', '项', ',',
];

/// What begins a clause that goes on telling of all, if it does not say so again.
const ON: [&str; 2] = ["并", "且"];

impl Within<'_> {
    /// The indicators of which its number is one because all that it counts came to the same end;
    /// `counted` is what it is a number of, if that is known.
    pub(super) fn settled<'p>(
        &self,
        indicators: &[&'p Indicator],
        counted: Option<&Indicator>,
    ) -> Vec<&'p Indicator> {
        if self.quantity.exactness != Exactness::Exact || self.quantity.value.is_zero() {
            return Vec::new();
        }
        let sentence = self.rest.split(STOPS).next().unwrap_or_default();
        let sentence = sentence.split(';').next().unwrap_or_default();
        let told = sentence.trim_start_matches(COUNTED);
        let told = told.strip_prefix('已').unwrap_or(told);
        if !ALL.iter().any(|it| told.starts_with(it)) {
            return Vec::new();
        }
        let clauses = told.split([',', '、', '(']).enumerate();
        let clauses: Vec<&str> = clauses
            .take_while(|(at, it)| *at == 0 || ALL.iter().chain(&ON).any(|on| it.starts_with(on)))
            .map(|(_, it)| it)
            .filter(|it| !it.contains(|it: char| it.is_ascii_digit()))
            .collect();
        let unit = &self.quantity.unit;
        let denotes = |it: &&Indicator| {
            let told = |clause: &&str| it.all.iter().any(|end| clause.ends_with(end.as_str()));
            it.units.contains(unit)
                && counted.is_none_or(|of| it.follows.contains(&of.id))
                && clauses
                    .iter()
                    .any(|clause| told(clause) && self.fits(it, clause, &[]))
        };
        indicators.iter().copied().filter(denotes).collect()
    }
}
