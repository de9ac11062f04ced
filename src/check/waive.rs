//! Waivers applied: findings that an office lets stand are no findings any more, but stay in sight.

use crate::document::Date;
use crate::fact::Facts;
use crate::fold::key;
use crate::pack::Pack;
use crate::verdict::{Outcome, RuleResult, outcome};
use crate::waiver::{Used, Waiver};

/// Lets the findings among `results` stand that `waivers` are for, and says what became of each
/// waiver that is for this report. `as_of` is the day to judge by, else that of publication.
pub fn waive(
    results: &mut [RuleResult],
    facts: &Facts,
    pack: &Pack,
    waivers: &[Waiver],
    as_of: Option<Date>,
) -> Vec<Used> {
    let today = as_of.or(facts.published.as_ref().map(|it| it.value));
    let mine = waivers.iter().filter(|it| is_for(it, facts));
    mine.map(|waiver| {
        let expired = matches!((waiver.until, today), (Some(until), Some(today)) if today > until);
        let findings = if expired {
            0
        } else {
            results
                .iter_mut()
                .filter(|result| names(waiver, result, pack))
                .map(|result| let_stand(waiver, result))
                .sum()
        };
        Used {
            waiver: waiver.clone(),
            findings,
            expired,
        }
    })
    .collect()
}

/// Whether a waiver is for this organ and year.
fn is_for(waiver: &Waiver, facts: &Facts) -> bool {
    let organ = facts.organ.as_ref().map(|it| key(&it.value));
    let year = facts.year.as_ref().map(|it| it.value);
    waiver
        .organ
        .as_ref()
        .is_none_or(|it| organ == Some(key(it)))
        && waiver.year.is_none_or(|it| year == Some(it))
}

fn names(waiver: &Waiver, result: &RuleResult, pack: &Pack) -> bool {
    let rule = pack.rules.get(result.rule);
    rule.is_some_and(|it| it.id == waiver.rule || it.code.eq_ignore_ascii_case(&waiver.rule))
}

/// How many findings of `result` the waiver lets stand.
fn let_stand(waiver: &Waiver, result: &mut RuleResult) -> usize {
    let failing = result.verdicts.iter_mut().filter(|it| {
        let meant = waiver.instance.as_ref();
        it.outcome == Outcome::Fail && meant.is_none_or(|instance| it.instance == *instance)
    });
    let mut count = 0;
    for verdict in failing {
        verdict.outcome = Outcome::Waived;
        count += 1;
    }
    if count > 0 {
        result.outcome = outcome(&result.verdicts);
        let all_else = [Outcome::Pass, Outcome::NotApplicable];
        if all_else.contains(&result.outcome) {
            result.outcome = Outcome::Waived;
        }
        result.reason = Some(format!("{}（{}）", waiver.reason, waiver.by));
    }
    count
}
