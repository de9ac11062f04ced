//! Rules that a script checks: its judgements as verdicts.

use super::Subject;
use super::message::fill;
use crate::rule::Rule;
use crate::script::Judgement;
use crate::verdict::{Label, Operand, Outcome, RuleFault, Verdict};

/// What `function` says of the report.
pub(super) fn verdicts(
    rule: &Rule,
    script: usize,
    function: &str,
    subject: &Subject<'_>,
) -> Result<Vec<Verdict>, RuleFault> {
    let pack = subject.pack;
    let Some(script) = pack.scripts.get(script) else {
        return Ok(Vec::new()); // a pack that loads has the scripts of its rules
    };
    let judgements = script.run(
        function,
        subject.facts,
        &pack.words,
        subject.as_of,
        &subject.beside,
    );
    judgements
        .map(|all| all.into_iter().map(|it| verdict(rule, it)).collect())
        .map_err(|error| RuleFault {
            source: script.source().clone(),
            span: error.span,
            message: error.message,
            help: error.help,
        })
}

fn verdict(rule: &Rule, judgement: Judgement) -> Verdict {
    let message = match (&judgement.why, judgement.outcome) {
        (Some(why), _) if judgement.instance.is_empty() => why.clone(),
        (Some(why), _) => format!("{}：{why}", judgement.instance),
        (None, Outcome::Fail) => fill(&rule.fail, &judgement.values),
        (None, _) => fill(&rule.pass, &judgement.values),
    };
    let mut labels = judgement.labels;
    // A whole is shown before its parts.
    let mut verdict = Verdict {
        instance: judgement.instance,
        outcome: judgement.outcome,
        message,
        labels: Vec::new(),
        operands: judgement.operands,
        left: judgement.left,
    };
    let whole = verdict.addition().map(|(whole, _)| whole);
    for operand in whole.into_iter().chain(&verdict.operands) {
        let known = |span| labels.iter().any(|it: &Label| it.span == span);
        if let Some(span) = operand.span.filter(|span| !known(*span)) {
            let text = said(operand);
            labels.push(Label { span, text });
        }
    }
    verdict.labels = labels;
    verdict
}

/// What to say of an operand at its place.
fn said(operand: &Operand) -> String {
    let value = operand.value.map(|value| value.normalize().to_string());
    match value {
        // A number of the text is called by its own words.
        Some(value) if !operand.name.contains(&value) => format!("{} = {value}", operand.name),
        Some(_) | None => operand.name.clone(),
    }
}
