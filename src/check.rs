//! Check: Facts × Pack → verdicts.
use crate::{fact::Facts, pack::Pack, verdict::RuleResult};
/// Checks.
#[must_use]
pub fn check(_: &Facts, _: &Pack) -> Vec<RuleResult> {
    Vec::new()
}
