//! Mutations: valid reports with one thing changed, to see whether the rules of a pack report it,
//! and where; and changes that break nothing, after which nothing new may be reported.
//!
//! What is changed comes from the pack: its forms and relations (`cells`), what a passing verdict
//! names (`reads`), the failing cases of its rules (`cases`), its sections and tables (`structure`).
//! Which rules ought to report a cell is worked out here (`truth`), not by `check`.

mod cases;
mod cells;
mod edit;
mod harmless;
mod judge;
mod reads;
mod report;
mod structure;
mod truth;

use std::collections::BTreeMap;

use crate::pack::Pack;
use crate::rule::Case;

use edit::Edit;
use report::Base;

pub use harmless::Harmless;
pub use judge::{Came, Share, Tried};

/// A valid report to change, beside those that are made of the pack's blank.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How many mutations are tried, and which.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What the choice hangs on.
    pub seed: u64,
    /// The most that are tried; none for all.
    pub most: Option<usize>,
}

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The number in a cell.
    Value,
    /// A cell is left blank, or holds a dash.
    Blank,
    /// A cell holds what is no number of it: words, a minus, a part.
    Written,
    /// A row is left out.
    Lost,
    /// The numbers of two rows or columns stand for each other.
    Swapped,
    /// The numbers of a table stand a row or a column too far.
    Shifted,
    /// A number or a day that a rule reads.
    Read,
    /// What a failing case of a rule shows, put into another report.
    Case,
    /// A heading is lost.
    Heading,
    /// A section is lost.
    Section,
    /// Two sections stand in each other's place.
    Order,
    /// The report follows the blank of another year.
    Version,
}

impl Kind {
    /// All, in order.
    pub const ALL: [Self; 12] = [
        Self::Value,
        Self::Blank,
        Self::Written,
        Self::Lost,
        Self::Swapped,
        Self::Shifted,
        Self::Read,
        Self::Case,
        Self::Heading,
        Self::Section,
        Self::Order,
        Self::Version,
    ];

    /// Its name in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Blank => "blank",
            Self::Written => "written",
            Self::Lost => "lost",
            Self::Swapped => "swapped",
            Self::Shifted => "shifted",
            Self::Read => "read",
            Self::Case => "case",
            Self::Heading => "heading",
            Self::Section => "section",
            Self::Order => "order",
            Self::Version => "version",
        }
    }
}

/// One change to one report, and what ought to come of it.
#[derive(Debug, Clone)]
struct Mutation {
    kind: Kind,
    /// What is changed, for the reader of a miss.
    what: String,
    /// The change. Several are ways of breaking the same fact, one of which has to be reported.
    ways: Vec<Vec<Edit>>,
    expected: Expected,
    /// Whether a finding has to name the changed place.
    placed: bool,
    /// The case it is taken from: its organ and day are those of the report.
    case: Option<Case>,
}

/// Which rules ought to report a change, by index in the pack.
#[derive(Debug, Clone)]
enum Expected {
    /// Each of them.
    Each(Vec<usize>),
    /// One of them.
    One(Vec<usize>),
    /// Any rule.
    Any,
}

/// What came of all mutations of a pack.
#[derive(Debug)]
pub struct Mutated<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// The share of each rule, in the pack's order.
    pub rules: Vec<Share>,
    /// The share of each kind of change.
    pub kinds: Vec<(Kind, Share)>,
    /// How often each harmless change was tried.
    pub harmless: Vec<(Harmless, usize)>,
    /// What was not reported at the right place.
    pub wrong: Vec<Tried>,
    /// What was reported after a harmless change.
    pub alarms: Vec<Tried>,
}

impl Mutated<'_> {
    /// All that came out wrong, alarms first.
    pub fn all_wrong(&self) -> impl Iterator<Item = &Tried> {
        self.alarms.iter().chain(&self.wrong)
    }
}

/// Changes the reports of `pack`, those among `examples` that it governs too, and judges each
/// change. `packs` are all that are known: the blank of another is a wrong version of this one.
#[must_use]
pub fn mutate<'p>(pack: &'p Pack, packs: &[Pack], examples: &[Example], plan: Plan) -> Mutated<'p> {
    let bases = report::bases(pack, examples, plan.most.is_some());
    let mut planned: Vec<(&Base<'_>, Mutation)> = Vec::new();
    for base in &bases {
        let mut add = |mutations: Vec<Mutation>| {
            planned.extend(mutations.into_iter().map(|it| (base, it)));
        };
        // The report of a case is there for what its rule reads.
        add(reads::mutations(base, base.rule));
        if base.rule.is_none() {
            add(cells::mutations(base));
            add(cases::mutations(base));
            add(structure::mutations(base, packs));
        }
    }
    let mut judged = judge::Judged::new(pack);
    for (base, mutation) in chosen(planned, plan) {
        judged.error(base, &mutation);
    }
    for base in bases.iter().filter(|it| it.rule.is_none()) {
        for change in Harmless::ALL {
            judged.harmless(base, change);
        }
    }
    judged.done()
}

/// So many of them that every kind of change to what every rule reads has its turn.
fn chosen<'a, 'p>(
    planned: Vec<(&'a Base<'p>, Mutation)>,
    plan: Plan,
) -> Vec<(&'a Base<'p>, Mutation)> {
    let Some(most) = plan.most.filter(|it| *it < planned.len()) else {
        return planned;
    };
    let mut turns: BTreeMap<(Option<usize>, Kind), usize> = BTreeMap::new();
    let mut ordered: Vec<(usize, u64, (&Base<'_>, Mutation))> = Vec::new();
    let mut drawn: Vec<(u64, (&Base<'_>, Mutation))> = planned
        .into_iter()
        .map(|it| (lot(plan.seed, &it.0.name, &it.1.what), it))
        .collect();
    drawn.sort_by_key(|(lot, _)| *lot);
    for (lot, it) in drawn {
        let rule = match &it.1.expected {
            Expected::Each(rules) | Expected::One(rules) => rules.first().copied(),
            Expected::Any => None,
        };
        let turn = turns.entry((rule, it.1.kind)).or_default();
        *turn += 1;
        ordered.push((*turn, lot, it));
    }
    ordered.sort_by_key(|(turn, lot, _)| (*turn, *lot));
    ordered.truncate(most);
    ordered.into_iter().map(|(_, _, it)| it).collect()
}

/// The lot of a mutation. It hangs on nothing but itself, so that a new rule changes no other's.
fn lot(seed: u64, report: &str, what: &str) -> u64 {
    let bytes = report.bytes().chain(what.bytes());
    bytes.fold(seed ^ 0xcbf2_9ce4_8422_2325, |lot, byte| {
        (lot ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
