//! One run of a script on one report: what it stands on, and what it has judged so far.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::vec;

use super::trace::Watch;
use super::value::{Lack, Place, Truth};
use super::{Beside, Judgement, Vocabulary};
use crate::document::Date;
use crate::fact::Facts;
use crate::fold::written;
use crate::source::Span;
use crate::verdict::{Label, Operand, Outcome};

/// Bytes a run may go through or keep, beside so many for each byte of the report.
const SEARCH: usize = 50_000_000;
const SEARCH_PER_BYTE: usize = 500;

/// Bytes that are charged for one fact gathered.
const ITEM: usize = 64;

/// Bytes that are charged for one judgement.
const JUDGEMENT: usize = 4 * 1024;

/// What is said of a run that went through too much text.
pub(super) const EXHAUSTED: &str = "脚本查找的内容太多，已经停下";

/// Of the items that a rule does not concern so many are told.
const UNCONCERNED: usize = 3;

/// One run.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) facts: Arc<Facts>,
    pub(super) words: Arc<Vocabulary>,
    pub(super) as_of: Option<Date>,
    /// What the report is compared with.
    pub(super) beside: Arc<Beside>,
    /// How much may be charged.
    budget: usize,
    /// Who follows it.
    pub(super) watch: Option<Arc<Watch>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What was given so far for the item at hand.
    conditions: Vec<Truth>,
    /// What was noted for its messages.
    notes: Vec<(String, String)>,
    /// The items of the loops around.
    items: Vec<(String, Option<Span>)>,
    judgements: Vec<Judgement>,
    charged: usize,
}

/// How much of the state belongs to what is around a loop.
#[derive(Debug, Clone, Copy)]
struct Mark {
    conditions: usize,
    notes: usize,
    items: usize,
}

/// What a judgement says beside its outcome.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) values: Vec<(&'static str, String)>,
    pub(super) operands: Vec<Operand>,
    pub(super) labels: Vec<Label>,
    pub(super) left: Option<usize>,
}

impl Run {
    pub(super) fn new(
        facts: &Arc<Facts>,
        words: &Arc<Vocabulary>,
        as_of: Option<Date>,
        beside: &Arc<Beside>,
    ) -> Arc<Self> {
        Arc::new(Self::on(facts, words, as_of, beside))
    }

    /// A run that `watch` follows.
    pub(super) fn watched(
        facts: &Arc<Facts>,
        words: &Arc<Vocabulary>,
        as_of: Option<Date>,
        beside: &Arc<Beside>,
        watch: Arc<Watch>,
    ) -> Arc<Self> {
        Arc::new(Self {
            watch: Some(watch),
            ..Self::on(facts, words, as_of, beside)
        })
    }

    fn on(
        facts: &Arc<Facts>,
        words: &Arc<Vocabulary>,
        as_of: Option<Date>,
        beside: &Arc<Beside>,
    ) -> Self {
        let text = facts.source.text().len();
        Self {
            budget: SEARCH.saturating_add(text.saturating_mul(SEARCH_PER_BYTE)),
            facts: Arc::clone(facts),
            words: Arc::clone(words),
            as_of,
            beside: Arc::clone(beside),
            watch: None,
            state: Mutex::default(),
        }
    }

    /// A state that a panic left behind is still one of whole values.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was judged. Of the items of loops that a rule does not concern only the first few are
    /// kept, and none if it concerns others: a report has hundreds of quantities.
    pub(super) fn judgements(&self) -> Vec<Judgement> {
        let mut all = std::mem::take(&mut self.state().judgements);
        let concerns = |it: &Judgement| it.outcome != Outcome::NotApplicable;
        let mut kept = if all.iter().any(concerns) {
            0
        } else {
            UNCONCERNED
        };
        // What concerns none of them, all for one reason, does not concern the report.
        if let [first, second, rest @ ..] = all.as_slice()
            && kept > 0
            && first.why == second.why
            && rest.iter().all(|it| it.why == first.why)
        {
            all.truncate(1);
            for it in &mut all {
                it.instance.clear();
            }
        }
        all.retain(|it| {
            let keep = concerns(it) || kept > 0;
            if !concerns(it) {
                kept = kept.saturating_sub(1);
            }
            keep
        });
        all
    }

    /// `text` of the report, which stands at `span`, with the marks that the report has.
    pub(super) fn written(&self, text: &str, span: Option<Span>) -> String {
        let written = span.map(|it| written(&self.facts.source, text, it));
        written.unwrap_or(text).to_owned()
    }

    /// Counts the bytes a call goes through or keeps; false once there are too many.
    pub(super) fn charge(&self, bytes: usize) -> bool {
        let mut state = self.state();
        state.charged = state.charged.saturating_add(bytes);
        state.charged <= self.budget
    }

    /// Whether more was charged than a run may. What cannot raise an error charges too: loops end
    /// then, and the run as a whole is a fault.
    pub(super) fn is_exhausted(&self) -> bool {
        self.state().charged > self.budget
    }

    pub(super) fn given(&self, condition: Truth) {
        self.state().conditions.push(condition);
    }

    /// Whether a loop over facts is going on.
    pub(super) fn is_in_loop(&self) -> bool {
        !self.state().items.is_empty()
    }

    pub(super) fn note(&self, name: &str, value: String) {
        self.state().notes.push((name.to_owned(), value));
    }

    /// Comes to a judgement, unless what was given says that there is nothing to judge.
    pub(super) fn judge(&self, holds: Result<bool, Lack>, said: Said) {
        self.charge(JUDGEMENT);
        let mut state = self.state();
        let instance: Vec<&str> = state.items.iter().map(|(key, _)| key.as_str()).collect();
        let instance = instance.join("／");
        let unmet = state.conditions.iter().find_map(|it| match &it.is {
            Ok(true) => None,
            Ok(false) => Some((Lack::not_applicable(it.otherwise.clone()), it)),
            Err(lack) => Some((lack.clone(), it)),
        });
        let mut values: BTreeMap<String, String> = state.notes.iter().cloned().collect();
        values.extend(
            said.values
                .into_iter()
                .map(|(name, value)| (name.into(), value)),
        );
        let item = state.items.last().map_or("", |(key, _)| key.as_str());
        values.insert("item".into(), item.to_owned());
        let (outcome, why, operands) = match (unmet, holds) {
            (Some((lack, condition)), _) => {
                (lack.outcome, Some(lack.why), condition.operands.clone())
            }
            (None, Err(lack)) => (lack.outcome, Some(lack.why), said.operands),
            (None, Ok(true)) => (Outcome::Pass, None, said.operands),
            (None, Ok(false)) => (Outcome::Fail, None, said.operands),
        };
        let operands = if said.left.is_some() {
            operands
        } else {
            once(operands)
        };
        let compared = why.is_none();
        let labels = if compared { said.labels } else { Vec::new() };
        let judgement = Judgement {
            instance,
            outcome,
            why,
            values,
            operands,
            labels,
            left: said.left.filter(|_| compared),
        };
        // Several verbs after one unmet condition say the same.
        let again = state.judgements.last().is_some_and(|it| {
            judgement.why.is_some()
                && (&it.instance, &it.why) == (&judgement.instance, &judgement.why)
        });
        if !again {
            state.judgements.push(judgement);
        }
    }

    fn mark(&self) -> Mark {
        let state = self.state();
        Mark {
            conditions: state.conditions.len(),
            notes: state.notes.len(),
            items: state.items.len(),
        }
    }

    fn back_to(&self, mark: Mark) {
        let mut state = self.state();
        state.conditions.truncate(mark.conditions);
        state.notes.truncate(mark.notes);
        state.items.truncate(mark.items);
    }
}

/// Something a loop can be about.
pub(super) trait Item {
    /// What it is known by among its like.
    fn key(&self) -> String;
    /// Where it stands.
    fn span(&self) -> Option<Span>;
}

impl Item for Place {
    fn key(&self) -> String {
        super::value::shortened(&self.text)
    }

    fn span(&self) -> Option<Span> {
        Some(self.span)
    }
}

/// Facts of one kind, in the order of the report.
#[derive(Debug, Clone)]
pub(super) struct Many<T> {
    pub(super) run: Arc<Run>,
    pub(super) items: Vec<T>,
    /// What was looked through for them: all there is to show where there are none.
    pub(super) among: Option<Operand>,
}

impl<T> Many<T> {
    /// Gathering `items` is charged: a script may do it again and again.
    pub(super) fn new(run: &Arc<Run>, items: Vec<T>) -> Self {
        run.charge(items.len().saturating_mul(ITEM));
        Self {
            run: Arc::clone(run),
            items,
            among: None,
        }
    }
}

/// A loop over facts: what is given and noted in one round ends with it.
pub(super) struct Rounds<T> {
    run: Arc<Run>,
    rest: vec::IntoIter<T>,
    mark: Mark,
}

impl<T: Item> IntoIterator for Many<T> {
    type Item = T;
    type IntoIter = Rounds<T>;

    fn into_iter(self) -> Rounds<T> {
        let mark = self.run.mark();
        Rounds {
            run: self.run,
            rest: self.items.into_iter(),
            mark,
        }
    }
}

impl<T: Item> Iterator for Rounds<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.run.back_to(self.mark);
        if self.run.is_exhausted() {
            return None;
        }
        let item = self.rest.next()?;
        self.run.state().items.push((item.key(), item.span()));
        Some(item)
    }
}

/// The operands, each once.
fn once(operands: Vec<Operand>) -> Vec<Operand> {
    let mut kept: Vec<Operand> = Vec::with_capacity(operands.len());
    for operand in operands {
        if !kept.contains(&operand) {
            kept.push(operand);
        }
    }
    kept
}
