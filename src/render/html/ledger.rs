//! The score on the page.

use serde::Serialize;

use crate::audit::Audit;
use crate::render::Lang;
use crate::render::words::grade_word;

#[derive(Serialize)]
pub(super) struct Ledger {
    value: String,
    grade: String,
    caps: Vec<String>,
    rows: Vec<Charge>,
}

#[derive(Serialize)]
struct Charge {
    duty: String,
    because: String,
    lost: String,
}

/// What the score is, and what each duty cost.
pub(super) fn ledger(audit: &Audit<'_>, lang: Lang) -> Ledger {
    let score = &audit.score;
    let duty = |id: &str| {
        let found = audit.pack.requirements.iter().find(|it| it.id == id);
        found.map_or_else(|| id.to_owned(), |it| lang.of(&it.title).to_owned())
    };
    let because = |id: &str| {
        let cause = audit.causes.iter().find(|it| it.id == id)?;
        let rules = cause.findings.iter().filter_map(|it| {
            let result = audit.results.get(it.result)?;
            audit.pack.rules.get(result.rule)
        });
        let worst = rules.clone().map(|it| it.severity).max();
        let rule = rules.into_iter().find(|it| Some(it.severity) == worst)?;
        Some(format!("{} {}", rule.code, lang.of(&rule.title)))
    };
    let rule_title = |id: &str| {
        let rule = audit.pack.rules.iter().find(|it| it.id == id);
        rule.map_or_else(
            || id.to_owned(),
            |it| format!("{} {}", it.code, lang.of(&it.title)),
        )
    };
    Ledger {
        value: score
            .value
            .map_or_else(|| "—".to_owned(), |it| it.to_string()),
        grade: grade_word(score.grade, lang).to_owned(),
        caps: score
            .caps
            .iter()
            .map(|it| {
                format!(
                    "{}{}",
                    lang.pick("等级受限：", "Grade limited by "),
                    rule_title(&it.rule)
                )
            })
            .collect(),
        rows: score
            .ledger
            .iter()
            .map(|it| Charge {
                duty: duty(&it.requirement),
                because: because(&it.cause).unwrap_or_default(),
                lost: it.lost.to_string(),
            })
            .collect(),
    }
}
