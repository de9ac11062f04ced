//! An audit for machines: `hegui.audit/1`, described in `docs/audit.schema.json`.

mod beside;
mod cause;
mod fault;
mod waiver;

use serde::Serialize;

use crate::audit::{Audit, ChosenBy};
use crate::cause::Finding;
use crate::render::Lang;
use crate::render::place::place;
use crate::render::words::{cap_id, class_id, precision_id, severity_id, state_id};
use crate::rule::Rule;
use crate::score::{Points, Score};
use crate::source::Source;
use crate::verdict::{Outcome, RuleResult, Verdict};

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    engine: &'static str,
    as_of: Option<String>,
    document: Document<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<beside::Compared<'a>>,
    packs: [Pack<'a>; 1],
    requirements: Vec<Requirement<'a>>,
    results: Vec<Judged<'a>>,
    causes: Vec<cause::Explanation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waivers: Vec<waiver::Waived<'a>>,
    score: &'a Score,
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    format: &'a str,
    sha256: &'a str,
    title: Option<&'a str>,
    organ: Option<&'a str>,
    organ_kind: Option<&'a str>,
    year: Option<i32>,
    published: Option<String>,
}

#[derive(Serialize)]
struct Pack<'a> {
    id: &'a str,
    version: &'a str,
    sha256: &'a str,
    chosen_by: &'static str,
    /// Only where the pack does not govern it.
    #[serde(skip_serializing_if = "Option::is_none")]
    foreign_year: Option<i32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    pack: &'a str,
    rule: &'a str,
    code: &'a str,
    fields: &'a [&'static str],
    reason: &'a str,
}

#[derive(Serialize)]
struct Requirement<'a> {
    id: &'a str,
    title: &'a str,
    law: String,
    class: &'static str,
    points: u32,
    presence: bool,
    outcome: Option<&'static str>,
    lost: Points,
}

#[derive(Serialize)]
struct Judged<'a> {
    rule: &'a str,
    code: &'a str,
    title: &'a str,
    severity: &'static str,
    precision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cap: Option<&'static str>,
    dimension: &'a str,
    requirement: Option<&'a str>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    blocked_by: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<fault::Broken<'a>>,
    verdicts: Vec<Instance<'a>>,
}

#[derive(Serialize)]
struct Instance<'a> {
    #[serde(rename = "instance")]
    which: &'a str,
    outcome: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    labels: Vec<Place<'a>>,
    operands: Vec<Operand<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    r#where: String,
}

#[derive(Serialize)]
struct Operand<'a> {
    name: &'a str,
    value: Option<String>,
    raw: &'a str,
    state: &'static str,
    line: Option<usize>,
}

/// `audit` as `hegui.audit/1`.
#[must_use]
pub fn json(audit: &Audit<'_>) -> String {
    let facts = &audit.facts;
    let source = &facts.source;
    let chosen_by = match audit.chosen_by {
        ChosenBy::Option => "option",
        ChosenBy::Report => "report",
    };
    let pack = audit.pack;
    let page = Page {
        schema: "hegui.audit/1",
        engine: concat!("hegui ", env!("CARGO_PKG_VERSION")),
        as_of: audit.as_of.map(|it| it.to_string()),
        document: Document {
            name: source.name(),
            format: source.format(),
            sha256: source.sha256(),
            title: facts.title.as_ref().map(|it| it.value.as_str()),
            organ: facts.organ.as_ref().map(|it| it.value.as_str()),
            organ_kind: facts.organ_kind.as_deref(),
            year: facts.year.as_ref().map(|it| it.value),
            published: facts.published.as_ref().map(|it| it.value.to_string()),
        },
        compared: beside::compared(audit),
        packs: [Pack {
            id: &pack.id,
            version: &pack.version,
            sha256: &pack.sha256,
            chosen_by,
            foreign_year: audit.foreign_year(),
            changes: changes(pack),
        }],
        requirements: requirements(audit),
        results: audit
            .results
            .iter()
            .enumerate()
            .filter_map(|(at, result)| {
                let rule = pack.rules.get(result.rule)?;
                Some(judged(audit, at, result, rule))
            })
            .collect(),
        causes: audit
            .causes
            .iter()
            .map(|it| cause::explanation(audit, it))
            .collect(),
        waivers: waiver::waivers(audit),
        score: &audit.score,
    };
    // Strings, numbers and lists only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn changes(pack: &crate::pack::Pack) -> Vec<Change<'_>> {
    let changes = pack.changes.iter();
    changes
        .map(|it| Change {
            pack: &it.pack,
            rule: &it.rule,
            code: &it.code,
            fields: &it.fields,
            reason: &it.reason,
        })
        .collect()
}

fn requirements<'a>(audit: &Audit<'a>) -> Vec<Requirement<'a>> {
    let requirements = audit.pack.requirements.iter().enumerate();
    requirements
        .map(|(at, it)| Requirement {
            id: &it.id,
            title: &it.title.zh,
            law: it.basis(),
            class: class_id(it.class),
            points: it.points,
            presence: it.presence,
            outcome: outcome_of(audit, at).map(Outcome::id),
            lost: audit.score.lost_of(&it.id),
        })
        .collect()
}

/// What came of a requirement: the worst of its rules' outcomes, none if no rule checks it.
fn outcome_of(audit: &Audit<'_>, requirement: usize) -> Option<Outcome> {
    let order = [
        Outcome::RuleFault,
        Outcome::Fail,
        Outcome::CannotAssess,
        Outcome::Pass,
        Outcome::NotApplicable,
        Outcome::Blocked,
        Outcome::Waived,
    ];
    let of_it = |result: &&RuleResult| {
        audit
            .pack
            .rules
            .get(result.rule)
            .is_some_and(|rule| rule.requirement == requirement)
    };
    let outcomes: Vec<Outcome> = audit
        .results
        .iter()
        .filter(of_it)
        .map(|result| result.outcome)
        .collect();
    order.into_iter().find(|it| outcomes.contains(it))
}

fn judged<'a>(
    audit: &'a Audit<'_>,
    at: usize,
    result: &'a RuleResult,
    rule: &'a Rule,
) -> Judged<'a> {
    let cause = |verdict: usize| {
        let finding = Finding {
            result: at,
            verdict,
        };
        let mut causes = audit.causes.iter();
        let cause = causes.find(|it| it.findings.contains(&finding));
        cause.map(|it| it.id.as_str())
    };
    Judged {
        rule: &rule.id,
        code: &rule.code,
        title: &rule.title.zh,
        severity: severity_id(rule.severity),
        precision: precision_id(rule.precision),
        cap: rule.cap.map(cap_id),
        dimension: &rule.dimension,
        requirement: audit
            .pack
            .requirements
            .get(rule.requirement)
            .map(|it| it.id.as_str()),
        outcome: result.outcome.id(),
        reason: result.reason.as_deref(),
        blocked_by: &result.blocked_by,
        fault: result.fault.as_ref().map(fault::broken),
        verdicts: result
            .verdicts
            .iter()
            .enumerate()
            .map(|(at, verdict)| Instance {
                cause: cause(at),
                ..instance(&audit.facts.source, verdict, rule.help.as_deref())
            })
            .collect(),
    }
}

fn instance<'a>(source: &Source, verdict: &'a Verdict, help: Option<&'a str>) -> Instance<'a> {
    let place = |label: &'a crate::verdict::Label| {
        let position = source.position(label.span.start);
        Place {
            start: label.span.start,
            end: label.span.end,
            line: position.line,
            column: position.column,
            text: &label.text,
            r#where: place(source, label.span.start, Lang::Zh),
        }
    };
    let operand = |it: &'a crate::verdict::Operand| Operand {
        name: &it.name,
        value: it.value.map(|value| value.to_string()),
        raw: &it.raw,
        state: state_id(it.state),
        line: it.span.map(|span| source.line_of(span.start)),
    };
    Instance {
        which: &verdict.instance,
        outcome: verdict.outcome.id(),
        message: &verdict.message,
        help: help.filter(|_| verdict.outcome == Outcome::Fail),
        cause: None,
        labels: verdict.labels.iter().map(place).collect(),
        operands: verdict.operands.iter().map(operand).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::json;
    use crate::render::sample::{audit, pack};

    /// Holds `value` to as much of JSON Schema as the published schema uses.
    fn hold(schema: &Value, root: &Value, value: &Value, at: &str) {
        for word in schema.as_object().unwrap().keys() {
            let known = [
                "$schema",
                "$id",
                "$defs",
                "$ref",
                "title",
                "description",
                "type",
                "const",
                "enum",
                "required",
                "properties",
                "additionalProperties",
                "items",
                "maxItems",
                "minItems",
                "pattern",
                "minimum",
            ];
            assert!(
                known.contains(&word.as_str()),
                "the test does not know `{word}`"
            );
        }
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.strip_prefix("#/$defs/").unwrap();
            return hold(&root["$defs"][name], root, value, at);
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        match &schema["type"] {
            Value::String(one) => assert_eq!(one, kind, "{at}"),
            Value::Array(some) => assert!(some.iter().any(|it| it == kind), "{at}: {kind}"),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
        }
        if let Some(only) = schema.get("const") {
            assert_eq!(only, value, "{at}");
        }
        if let Some(some) = schema["enum"].as_array() {
            assert!(some.contains(value), "{at}: {value}");
        }
        if let Some(most) = schema["maxItems"].as_u64() {
            assert!(value.as_array().unwrap().len() as u64 <= most, "{at}");
        }
        if let Some(object) = value.as_object() {
            for key in schema["required"].as_array().into_iter().flatten() {
                assert!(
                    object.contains_key(key.as_str().unwrap()),
                    "{at} has no {key}"
                );
            }
            for (key, inner) in object {
                let Some(schema) = schema["properties"].get(key) else {
                    panic!("{at}: the schema has no `{key}`");
                };
                hold(schema, root, inner, &format!("{at}.{key}"));
            }
        }
        for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
            hold(&schema["items"], root, inner, &format!("{at}[{index}]"));
        }
    }

    #[test]
    fn output_keeps_the_published_schema() {
        let schema: Value =
            serde_json::from_str(include_str!("../../docs/audit.schema.json")).unwrap();
        let pack = pack();
        let output: Value = serde_json::from_str(&json(&audit(&pack))).unwrap();
        hold(&schema, &schema, &output, "audit");
    }

    #[test]
    fn causes_keep_the_published_schema() {
        let schema: Value =
            serde_json::from_str(include_str!("../../docs/audit.schema.json")).unwrap();
        let packs = crate::pack::load(&crate::pack::builtin()).unwrap();
        let pack = packs.iter().find(|it| it.id == "gid-2021").unwrap();
        let text = include_str!("../../tests/reports/2021-flawed.txt");
        let document = crate::parse::parse(crate::source::Source::new("flawed", text));
        let terms = crate::audit::Terms::of(crate::audit::ChosenBy::Report);
        let audit = crate::audit::audit(&document, pack, &terms).unwrap();
        let output: Value = serde_json::from_str(&json(&audit)).unwrap();
        hold(&schema, &schema, &output, "audit");
        let results = output["results"].as_array().unwrap();
        let sums = results.iter().find(|it| it["code"] == "GJ02").unwrap();
        let id = &sums["verdicts"][6]["cause"];
        let causes = output["causes"].as_array().unwrap();
        let cause = causes.iter().find(|it| it["id"] == *id).unwrap();
        assert_eq!(cause["repair"][0]["to"], "11");
        assert_eq!(cause["verdicts"][1]["instance"], "closed.granted");
    }

    #[test]
    fn requirements_take_the_worst_outcome() {
        let pack = pack();
        let output: Value = serde_json::from_str(&json(&audit(&pack))).unwrap();
        assert_eq!(output["requirements"][0]["outcome"], "fail");
        assert_eq!(output["requirements"][1]["outcome"], Value::Null);
        assert_eq!(
            output["results"][0]["verdicts"][0]["labels"][0]["where"],
            "第 5 行"
        );
    }
}
