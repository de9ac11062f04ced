//! Series: which of many reports are compared with which: an organ's with its last year's, those of
//! many organs on one year with each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fact::Facts;
use crate::gist::{Cohort, Gist, organ_key};
use crate::pack::Pack;
use crate::script::{Beside, Prior, Vocabulary};

/// What is kept of one report of the series.
#[derive(Debug, Clone)]
pub struct Member {
    gist: Arc<Gist>,
    words: Arc<Vocabulary>,
    /// The kind of report: the pack that all packs of the kind extend, or its own.
    kind: String,
}

/// The kind of report, the organ and the year.
type Place = (String, String, i32);

/// Many reports.
#[derive(Debug, Clone, Default)]
pub struct Series {
    members: Vec<Member>,
    /// Who stands in which place; where there are two, none can be told to be the right one.
    places: BTreeMap<Place, Vec<usize>>,
    cohorts: BTreeMap<(String, i32), Arc<Cohort>>,
}

impl Member {
    /// What `facts`, read with `pack`, come to.
    #[must_use]
    pub fn of(facts: &Facts, pack: &Pack) -> Self {
        let Prior { gist, words } = Prior::of(facts, &pack.words);
        Self {
            gist,
            words,
            kind: pack.extends.last().unwrap_or(&pack.id).clone(),
        }
    }

    /// Where it stands; nowhere if the organ or the year is not known.
    fn place(&self) -> Option<Place> {
        Some((self.kind.clone(), self.gist.organ_key()?, self.gist.year?))
    }
}

impl Series {
    /// The series of these reports.
    #[must_use]
    pub fn new(mut members: Vec<Member>) -> Self {
        let mut places: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        let mut years: BTreeMap<(String, i32), Vec<&Gist>> = BTreeMap::new();
        for (index, member) in members.iter().enumerate() {
            if let Some(place) = member.place() {
                let year = years.entry((place.0.clone(), place.2)).or_default();
                year.push(&member.gist);
                places.entry(place).or_default().push(index);
            }
        }
        let cohorts = years
            .into_iter()
            .map(|(year, gists)| (year, Arc::new(Cohort::new(gists))))
            .collect();
        // Numbers are asked for only by the report of the year after.
        for member in &mut members {
            let next = member
                .place()
                .and_then(|(kind, organ, year)| places.get(&(kind, organ, year.checked_add(1)?)));
            if next.is_none() {
                let gist = Arc::make_mut(&mut member.gist);
                gist.forms = Vec::new();
                gist.mentions = Vec::new();
            }
        }
        Self {
            members,
            places,
            cohorts,
        }
    }

    /// Whether a report of `organ` on `year` is among them; without one or both, any report.
    #[must_use]
    pub fn holds(&self, organ: Option<&str>, year: Option<i32>) -> bool {
        let organ = organ.map(organ_key);
        self.members.iter().any(|it| {
            let of_organ = organ.is_none() || it.gist.organ_key() == organ;
            of_organ && (year.is_none() || it.gist.year == year)
        })
    }

    /// The reports of one organ on one year, where there are several: the indexes of each.
    pub fn doubles(&self) -> impl Iterator<Item = &[usize]> {
        let several = self.places.values().filter(|it| it.len() > 1);
        several.map(Vec::as_slice)
    }

    /// What the report at `index` is compared with.
    #[must_use]
    pub fn beside(&self, index: usize) -> Beside {
        let alone = Beside::default();
        let Some((kind, organ, year)) = self.members.get(index).and_then(Member::place) else {
            let why = "看不出是哪个机关、哪一年度的报告，没有与其他报告比较".to_owned();
            return Beside {
                prior: Err(why.clone()),
                others: Err(why),
            };
        };
        let cohort = self.cohorts.get(&(kind.clone(), year));
        Beside {
            prior: self.before(&kind, &organ, year),
            others: cohort
                .filter(|it| it.others(&organ) > 0)
                .map(Arc::clone)
                .map_or(alone.others, Ok),
        }
    }

    /// The one report of this organ on the year before, or why there is none.
    fn before(&self, kind: &str, organ: &str, year: i32) -> Result<Prior, String> {
        let wanted = (kind.to_owned(), organ.to_owned(), year.saturating_sub(1));
        let last = wanted.2;
        let all = self.places.get(&wanted).map_or(&[][..], Vec::as_slice);
        let mut found = all.iter().filter_map(|it| self.members.get(*it));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(Prior {
                gist: Arc::clone(&one.gist),
                words: Arc::clone(&one.words),
            }),
            (Some(_), Some(_)) => Err(format!(
                "{last} 年度的报告有 {} 份，无法确定与哪一份比较",
                all.len()
            )),
            (None, _) => Err(self.gap(kind, organ, last)),
        }
    }

    /// Why there is no report of this organ on the year `last`.
    fn gap(&self, kind: &str, organ: &str, last: i32) -> String {
        let from = (kind.to_owned(), organ.to_owned(), i32::MIN);
        let to = (kind.to_owned(), organ.to_owned(), i32::MAX);
        let years = self.places.range(from..=to).map(|((_, _, year), _)| *year);
        let earlier = years.filter(|it| *it < last).max();
        if let Some(earlier) = earlier {
            return format!("需要 {last} 年度的报告；{earlier} 年度的报告中间隔了年份，不拿来比较");
        }
        let named = |(place, _): &(&Place, &Vec<usize>)| {
            let begins = place.1.starts_with(organ) || organ.starts_with(place.1.as_str());
            place.0 == kind && place.2 == last && begins
        };
        let similar = self.places.iter().find(named);
        let similar = similar.and_then(|(_, all)| self.members.get(*all.first()?));
        match similar.and_then(|it| it.gist.organ.as_deref()) {
            Some(name) => format!("需要 {last} 年度的报告；“{name}”名称不同，没有当作同一机关"),
            None => "需要上一年的报告".to_owned(),
        }
    }
}
