//! A rule as its file writes it.

use super::Item;
use crate::form::Each;
use crate::pack::addition::better;
use crate::pack::error::{Fault, Faults, Place, Written};
use crate::pack::fields::Fields;
use crate::parse;
use crate::relation::{Path, Relation};
use crate::rule::{Cap, Precision, Role, Severity, Words};
use crate::source::Span;

/// A rule and the places of the names it uses.
#[derive(Debug, Clone)]
pub(in crate::pack) struct WrittenRule {
    pub(in crate::pack) code: Written<String>,
    pub(in crate::pack) title: Words,
    pub(in crate::pack) requirement: Written<String>,
    pub(in crate::pack) severity: Severity,
    pub(in crate::pack) dimension: Written<String>,
    pub(in crate::pack) precision: Precision,
    pub(in crate::pack) blocked_by: Vec<Written<String>>,
    pub(in crate::pack) form: Option<Written<String>>,
    pub(in crate::pack) each: Written<Each>,
    pub(in crate::pack) parts: Option<Written<Path>>,
    pub(in crate::pack) role: Written<Role>,
    pub(in crate::pack) cap: Option<Cap>,
    /// The name of its topic's files.
    pub(in crate::pack) topic: String,
    /// Whether the phrases that name it are what it checks.
    pub(in crate::pack) phrases: bool,
    /// None for a rule that a script or phrases check.
    pub(in crate::pack) holds: Option<Written<String>>,
    /// None if `holds` is no relation, which is reported.
    pub(in crate::pack) relation: Option<Relation>,
    pub(in crate::pack) fail: Written<String>,
    pub(in crate::pack) pass: Written<String>,
    pub(in crate::pack) help: Option<String>,
    pub(in crate::pack) cases: Vec<WrittenCase>,
}

/// A case and the places of the names it uses.
#[derive(Debug, Clone)]
pub(in crate::pack) struct WrittenCase {
    pub(in crate::pack) name: Written<String>,
    pub(in crate::pack) set: Vec<(Written<String>, String)>,
    pub(in crate::pack) remove: Vec<Written<String>>,
    pub(in crate::pack) remove_forms: Vec<Written<String>>,
    pub(in crate::pack) append: Vec<(Written<String>, String)>,
    pub(in crate::pack) replace: Vec<(Written<String>, String)>,
    pub(in crate::pack) prior: Vec<(Written<String>, String)>,
    pub(in crate::pack) prior_append: Vec<(Written<String>, String)>,
    pub(in crate::pack) prior_replace: Vec<(Written<String>, String)>,
    pub(in crate::pack) others: Vec<String>,
    pub(in crate::pack) others_append: Vec<(Written<String>, String)>,
    pub(in crate::pack) organ: Option<String>,
    pub(in crate::pack) year: Option<i32>,
    pub(in crate::pack) as_of: Option<Written<String>>,
    pub(in crate::pack) fail: Vec<Written<String>>,
    pub(in crate::pack) outcome: Option<String>,
}

/// Reads one `[[rule]]`.
pub(super) fn rule(
    mut fields: Fields<'_>,
    pack: &str,
    topic: &str,
    faults: &Faults,
) -> Item<WrittenRule> {
    let mut id = fields.text("id");
    if let Some(better) = better(&id.value).filter(|_| !id.value.is_empty()) {
        let message = format!("规则不能叫 `{}`", id.value);
        let help = format!("用小写字母、数字，单词之间用 -，例如 {better}");
        faults.add(Fault::Value, &id.place, message, Some(help));
        // What names it as it should be called is not wrong too.
        if id.value.is_ascii() {
            id.value = better;
        }
    }
    let holds = fields.text_or_none("holds");
    let each = fields.choice(
        "each",
        Some(Each::Once),
        &[
            ("column", Each::Column),
            ("row", Each::Row),
            ("part", Each::Part),
        ],
    );
    // Where it is not known what a relation is looked up in, nothing more is said of it.
    let looked_up = each.is_some();
    let rule = WrittenRule {
        code: fields.text("code"),
        title: fields.words("title"),
        requirement: fields.text("requirement"),
        severity: fields
            .choice("severity", None, &SEVERITIES)
            .and_then(|it| it.value)
            .unwrap_or(Severity::Error),
        dimension: fields.text("dimension"),
        precision: fields
            .choice(
                "precision",
                Some(Precision::Exact),
                &[
                    ("exact", Precision::Exact),
                    ("may-over", Precision::MayOver),
                    ("may-under", Precision::MayUnder),
                ],
            )
            .map_or(Precision::Exact, |it| it.value),
        blocked_by: fields.texts("blocked_by"),
        form: fields.text_or_none("form"),
        each: each.unwrap_or_else(|| Written {
            value: Each::Once,
            place: fields.place().clone(),
        }),
        parts: fields.text_or_none("parts").map(|text| parts(text, faults)),
        role: choice_or(
            &mut fields,
            "role",
            Role::Expectation,
            &[
                ("identity", Role::Identity),
                ("expectation", Role::Expectation),
            ],
        ),
        cap: fields
            .choice(
                "cap",
                Some(None),
                &[("return", Some(Cap::Return)), ("fair", Some(Cap::Fair))],
            )
            .and_then(|it| it.value),
        topic: topic.to_owned(),
        phrases: fields.flag("phrases", false),
        relation: holds
            .as_ref()
            .and_then(|holds| relation(holds, faults))
            .filter(|_| looked_up),
        fail: fields.text("fail"),
        pass: fields.text("pass"),
        help: fields.text_or_none("help").map(|text| text.value),
        // A case tries its rule; a rule that is known to be right is not tried.
        cases: fields
            .tables("test")
            .into_iter()
            .filter(|_| faults.are_sought())
            .map(|case| self::case(case, faults))
            .collect(),
        holds,
    };
    fields.finish();
    Item {
        id,
        pack: pack.to_owned(),
        value: rule,
    }
}

/// The words for severities.
pub(super) const SEVERITIES: [(&str, Option<Severity>); 3] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("hint", Some(Severity::Hint)),
];

fn choice_or<T: Copy>(
    fields: &mut Fields<'_>,
    name: &'static str,
    default: T,
    choices: &[(&str, T)],
) -> Written<T> {
    let found = fields.choice(name, Some(default), choices);
    found.unwrap_or_else(|| Written {
        value: default,
        place: fields.place().clone(),
    })
}

fn relation(holds: &Written<String>, faults: &Faults) -> Option<Relation> {
    match parse::relation(&holds.value) {
        Ok(relation) => Some(relation),
        Err(error) => {
            let place = holds.place.within(&holds.value, error.span);
            faults.add(Fault::Relation, &place, error.message, error.help);
            None
        }
    }
}

fn parts(text: Written<String>, faults: &Faults) -> Written<Path> {
    let name = text.value.strip_suffix(".*");
    if name.is_none() {
        let message = format!("`{}` 不是一组", text.value);
        let help = format!("是不是想写 `{}.*`？", text.value);
        faults.add(Fault::Value, &text.place, message, Some(help));
    }
    let name = name.unwrap_or(&text.value).to_owned();
    Written {
        value: Path {
            span: Span::new(0, name.len()),
            name,
        },
        place: text.place,
    }
}

fn case(mut fields: Fields<'_>, faults: &Faults) -> WrittenCase {
    let name = fields.text("name");
    let set = fields.settings("set");
    let remove = fields.texts("remove");
    let remove_forms = fields.texts("remove_forms");
    let append = fields.settings("append");
    let replace = fields.settings("replace");
    let prior = fields.settings("prior");
    let prior_append = fields.settings("prior_append");
    let prior_replace = fields.settings("prior_replace");
    let others = fields.plain_texts("others");
    let others_append = fields.settings("others_append");
    let organ = fields.text_or_none("organ").map(|it| it.value);
    let year = fields.integer_or_none("year");
    let year = year.and_then(|it| i32::try_from(it.value).ok());
    let as_of = fields.text_or_none("as_of");
    let (fail, outcome) = if let Some(expect) = fields.table("expect") {
        self::expect(expect, faults)
    } else {
        let message = "测试缺少 `expect`".to_owned();
        let help = "写 expect = { outcome = \"fail\" } 这样".to_owned();
        faults.add(Fault::MissingField, fields.place(), message, Some(help));
        (Vec::new(), None)
    };
    fields.finish();
    WrittenCase {
        name,
        set,
        remove,
        remove_forms,
        append,
        replace,
        prior,
        prior_append,
        prior_replace,
        others,
        others_append,
        organ,
        year,
        as_of,
        fail,
        outcome,
    }
}

const OUTCOMES: [(&str, &str); 5] = [
    ("pass", "pass"),
    ("fail", "fail"),
    ("cannot_assess", "cannot_assess"),
    ("not_applicable", "not_applicable"),
    ("blocked", "blocked"),
];

fn expect(mut fields: Fields<'_>, faults: &Faults) -> (Vec<Written<String>>, Option<String>) {
    let fail = fields.texts("fail");
    let outcome = fields.choice("outcome", Some(""), &OUTCOMES);
    let unknown = outcome.is_none();
    let outcome = outcome.map(|it| it.value.to_owned());
    let outcome = outcome.filter(|outcome| !outcome.is_empty());
    let place: Place = fields.place().clone();
    fields.finish();
    if fail.is_empty() && outcome.is_none() && !unknown {
        let message = "`expect` 里要有 `fail` 或 `outcome`".to_owned();
        let help = "写 expect = { outcome = \"fail\" } 这样".to_owned();
        faults.add(Fault::MissingField, &place, message, Some(help));
    }
    (fail, outcome)
}
