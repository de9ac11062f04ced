//! Rules that phrases check: one verdict on all places of those that name the rule.

use std::collections::BTreeMap;

use super::Subject;
use super::message::fill;
use crate::fact::CellState;
use crate::fold::written;
use crate::phrase::Hit;
use crate::rule::Rule;
use crate::verdict::{Label, Operand, Outcome, Verdict};

/// So many places are shown, and so many different wordings told.
const SHOWN: usize = 50;
const TOLD: usize = 5;

/// What the phrases of `rule` say of the report.
pub(super) fn verdict(rule: &Rule, subject: &Subject<'_>) -> Verdict {
    let phrases = &subject.pack.phrases;
    let hits = subject
        .hits
        .get_or_init(|| phrases.hits(&subject.facts.prose));
    let right = |hit: &Hit| {
        let phrase = phrases.list().get(hit.phrase);
        phrase.and_then(|it| it.right.as_deref())
    };
    let own = |hit: &&Hit| {
        let phrase = phrases.list().get(hit.phrase);
        phrase.is_some_and(|it| it.rule == rule.id)
    };
    // Of two phrases that fit one place the first tells it.
    let mut end = 0;
    let apart = |hit: &&Hit| {
        let apart = hit.span.start >= end;
        end = hit.span.end.max(end);
        apart
    };
    let own: Vec<&Hit> = hits.iter().filter(own).filter(apart).collect();
    let mut told: Vec<String> = Vec::new();
    let source = &subject.facts.source;
    for hit in &own {
        let text = written(source, &hit.text, hit.span);
        let text = match right(hit) {
            Some(right) => format!("“{text}”应为“{right}”"),
            None => format!("“{text}”"),
        };
        if !told.contains(&text) {
            told.push(text);
        }
    }
    let more = if told.len() > TOLD { "等" } else { "" };
    told.truncate(TOLD);
    let values = BTreeMap::from([
        ("found".to_owned(), format!("{}{more}", told.join("、"))),
        ("count".to_owned(), own.len().to_string()),
    ]);
    let shown = own.iter().take(SHOWN);
    Verdict {
        instance: String::new(),
        outcome: if own.is_empty() {
            Outcome::Pass
        } else {
            Outcome::Fail
        },
        message: fill(
            if own.is_empty() {
                &rule.pass
            } else {
                &rule.fail
            },
            &values,
        ),
        labels: shown
            .clone()
            .map(|hit| Label {
                span: hit.span,
                text: right(hit).map_or_else(|| "这里".to_owned(), |it| format!("应为“{it}”")),
            })
            .collect(),
        operands: shown
            .map(|hit| Operand {
                name: "原文".to_owned(),
                value: None,
                raw: hit.text.clone(),
                state: CellState::Read,
                as_zero: false,
                span: Some(hit.span),
            })
            .collect(),
        left: None,
    }
}
