//! Cohort: the reports of many organs on one year, by the wording of their sections.

use std::collections::BTreeMap;

use super::Gist;
use crate::likeness::{Index, Wording};

/// The reports of one year.
#[derive(Debug, Clone, Default)]
pub struct Cohort {
    members: Vec<Member>,
    sections: BTreeMap<String, Index>,
}

#[derive(Debug, Clone)]
struct Member {
    file: String,
    organ: String,
    key: String,
}

/// Another organ's report that shares the wording of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Like<'c> {
    /// The organ.
    pub organ: &'c str,
    /// The file.
    pub file: &'c str,
    /// How alike it is, in per cent.
    pub percent: usize,
    /// The wording they share a part of.
    pub wording: &'c Wording,
}

impl Cohort {
    /// The cohort of these reports; those that name no organ are left out.
    pub fn new<'g>(gists: impl IntoIterator<Item = &'g Gist>) -> Self {
        let mut members = Vec::new();
        let mut sections: BTreeMap<String, Vec<(u32, Wording)>> = BTreeMap::new();
        for gist in gists {
            let (Some(organ), Some(key)) = (gist.organ.clone(), gist.organ_key()) else {
                continue;
            };
            let number = u32::try_from(members.len()).unwrap_or(u32::MAX);
            for (id, wording) in &gist.wording {
                let texts = sections.entry(id.clone()).or_default();
                texts.push((number, wording.clone()));
            }
            members.push(Member {
                file: gist.name.clone(),
                organ,
                key,
            });
        }
        let sections = sections.into_iter();
        Self {
            members,
            sections: sections.map(|(id, it)| (id, Index::new(it))).collect(),
        }
    }

    /// How many organs other than that called `key` are in it.
    #[must_use]
    pub fn others(&self, key: &str) -> usize {
        let others = self.members.iter().filter(|it| !is_one(&it.key, key));
        let mut keys: Vec<&str> = others.map(|it| it.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    /// The reports of organs other than that called `key` whose section `id` is worded like
    /// `wording`, at least so many per cent, the most alike first.
    #[must_use]
    pub fn alike(&self, key: &str, id: &str, wording: &Wording, percent: usize) -> Vec<Like<'_>> {
        let Some(index) = self.sections.get(id) else {
            return Vec::new();
        };
        let alike = index.alike(wording, percent).into_iter();
        alike
            .filter_map(|found| {
                let member = self.members.get(usize::try_from(found.number).ok()?)?;
                (!is_one(&member.key, key)).then_some(Like {
                    organ: &member.organ,
                    file: &member.file,
                    percent: found.percent,
                    wording: found.wording,
                })
            })
            .collect()
    }
}

/// Whether two names may be of one organ: 青澜市水务局 and 青澜市水务局(本级) are not compared with
/// each other, though they are not taken for the same either.
fn is_one(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}
