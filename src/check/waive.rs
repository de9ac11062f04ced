//! Waivers applied: findings that an office lets stand are no findings any more, but stay in sight.

use crate::document::Date;
use crate::fact::Facts;
use crate::form::Form;
use crate::gist::organ_key;
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
        let expired =
            matches!((waiver.until, today), (Some((until, _)), Some(today)) if today > until);
        let mut used = Used {
            waiver: waiver.clone(),
            findings: 0,
            failing: Vec::new(),
            expired,
        };
        let named = results.iter_mut();
        for result in named.filter(|result| names(waiver, result, pack)) {
            if !expired {
                used.findings += let_stand(waiver, result, pack);
            }
            let verdicts = result.verdicts.iter();
            let failing = verdicts.filter(|it| it.outcome == Outcome::Fail);
            used.failing.extend(failing.map(|it| it.instance.clone()));
        }
        used
    })
    .collect()
}

/// Whether a waiver is for this organ and year.
fn is_for(waiver: &Waiver, facts: &Facts) -> bool {
    let organ = facts.organ.as_ref().map(|it| organ_key(&it.value));
    let year = facts.year.as_ref().map(|it| it.value);
    waiver
        .organ
        .as_ref()
        .is_none_or(|it| organ == Some(organ_key(it)))
        && waiver.year.is_none_or(|it| year == Some(it))
}

fn names(waiver: &Waiver, result: &RuleResult, pack: &Pack) -> bool {
    let rule = pack.rules.get(result.rule);
    rule.is_some_and(|it| it.is_called(&waiver.rule))
}

/// How many findings of `result` the waiver lets stand.
fn let_stand(waiver: &Waiver, result: &mut RuleResult, pack: &Pack) -> usize {
    let rule = pack.rules.get(result.rule);
    let form = rule.and_then(|it| pack.forms.get(it.form?));
    let failing = result.verdicts.iter_mut().filter(|it| {
        let meant = waiver.instance.as_ref();
        let is = |name: &String| it.instance == *name || is_called(form, &it.instance, name);
        it.outcome == Outcome::Fail && meant.is_none_or(is)
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

/// Whether the row or the column `id` of `form` is called `name`.
fn is_called(form: Option<&Form>, id: &str, name: &str) -> bool {
    form.is_some_and(|form| {
        form.cells().any(|cell| {
            let row = form.row(cell).filter(|it| it.id == id);
            let column = form.column(cell).filter(|it| it.id == id);
            row.is_some_and(|it| it.is_called(name)) || column.is_some_and(|it| it.is_called(name))
        })
    })
}
