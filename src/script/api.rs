//! What scripts can ask and say: each entry with its types, registered and described together.

mod beside;
mod changes;
mod chapters;
mod comparisons;
mod doubled;
mod facts;
mod fields;
mod form;
mod letters;
mod lists;
mod naming;
mod near;
mod numbers;
mod outline;
mod parts;
mod quantities;
mod rates;
mod report;
mod shares;
mod shown;
mod signature;
mod text;
mod told;
mod verbs;
mod wording;
mod wordings;

use std::sync::Arc;

use rhai::{Dynamic, Engine, EvalAltResult, NativeCallContext, RhaiNativeFunc, Variant};

use super::kind::{Accepts, Kind};
use super::run::{EXHAUSTED, Run};

pub(super) use report::Report;
pub(super) use shown::described;
pub(super) use verbs::Check;

/// Something scripts can ask or say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is asked of; none for a function that stands alone.
    pub receiver: Option<Kind>,
    /// Its name.
    pub name: &'static str,
    /// Whether it is a property, without brackets.
    pub property: bool,
    /// What it takes.
    pub params: Vec<Param>,
    /// What it gives.
    pub returns: Kind,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
}

/// What an entry takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// What it is called in the documentation.
    pub name: &'static str,
    /// What it may be.
    pub accepts: Accepts,
}

/// The placeholders that a verb fills, beside `item`.
pub(super) fn filled_by(verb: &str) -> &'static [&'static str] {
    match verb {
        "equal" | "at_most" | "at_least" => &["left", "right", "difference"],
        "one_of" | "unlike" | "not_after" | "not_before" | "same_day" | "grown" => {
            &["left", "right"]
        }
        "present" | "absent" => &["found", "count"],
        "like" => &["found"],
        "holds" => &[],
        "unlike_prior" | "unlike_others" => &["left", "right", "found", "count"],
        _ => &super::PLACEHOLDERS,
    }
}

/// What a function of the API gives, or raises.
type Answer<T> = Result<T, Box<EvalAltResult>>;

/// The engine, and what was registered with it.
pub(super) struct Api<'e> {
    engine: &'e mut Engine,
    pub(super) entries: Vec<Entry>,
}

impl<'e> Api<'e> {
    pub(super) const fn new(engine: &'e mut Engine) -> Self {
        Self {
            engine,
            entries: Vec::new(),
        }
    }

    fn property<T: Variant + Clone, R: Variant + Clone>(
        &mut self,
        (of, name): (Kind, &'static str),
        returns: Kind,
        (zh, en): (&'static str, &'static str),
        get: impl Fn(&mut T) -> R + Send + Sync + 'static,
    ) {
        self.engine.register_get(name, get);
        self.entries.push(Entry {
            receiver: Some(of),
            name,
            property: true,
            params: Vec::new(),
            returns,
            zh,
            en,
        });
    }

    fn method<A: 'static, const N: usize, const X: bool, R: Variant + Clone, const F: bool>(
        &mut self,
        (of, name): (Kind, &'static str),
        params: &[(&'static str, Accepts)],
        returns: Kind,
        (zh, en): (&'static str, &'static str),
        call: impl RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    ) {
        self.engine.register_fn(name, call);
        self.entries.push(Entry {
            receiver: Some(of),
            name,
            property: false,
            params: params
                .iter()
                .map(|(name, accepts)| Param {
                    name,
                    accepts: *accepts,
                })
                .collect(),
            returns,
            zh,
            en,
        });
    }
}

/// Registers everything.
pub(super) fn register(api: &mut Api<'_>) {
    report::register(api);
    fields::register(api);
    outline::register(api);
    chapters::register(api);
    signature::register(api);
    form::register(api);
    facts::register(api);
    quantities::register(api);
    lists::register(api);
    shares::register(api);
    rates::register(api);
    changes::register(api);
    told::register(api);
    numbers::register(api);
    text::register(api);
    wording::register(api);
    letters::register(api);
    naming::register(api);
    verbs::register(api);
    comparisons::register(api);
    beside::register(api);
}

/// Counts the text a call goes through.
fn charge(run: &Run, bytes: usize) -> Answer<()> {
    if run.charge(bytes) {
        Ok(())
    } else {
        Err(EXHAUSTED.into())
    }
}

/// The same for calls that know the run only by their context.
fn charge_in(context: &NativeCallContext<'_>, bytes: usize) -> Answer<()> {
    let run = context.tag().and_then(Dynamic::read_lock::<Arc<Run>>);
    run.map_or(Ok(()), |run| charge(&run, bytes))
}
