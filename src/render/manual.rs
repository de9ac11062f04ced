//! A manual of a pack: its duties and how they are checked, and a page a rule with what the officer
//! sees on a bad and on a good report.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;

use super::coverage::{Coverage, cell, checking};
use super::words::{class_word, precision_word, severity_word};
use super::{Lang, View, human};
use crate::pack::Pack;
use crate::phrase::Phrase;
use crate::rule::{Case, Check, Rule};
use crate::trial::trial;

const MARKDOWN: &str = include_str!("manual/page.md");
const HTML: &str = include_str!("manual/page.html");
/// The columns of what an officer sees.
const WIDTH: usize = 84;

/// The manual of `pack` as one file of Markdown.
#[must_use]
pub fn manual_markdown(pack: &Pack, lang: Lang) -> String {
    rendered(pack, lang, "page.md", MARKDOWN)
}

/// The manual of `pack` as one page that needs nothing from elsewhere.
#[must_use]
pub fn manual_html(pack: &Pack, lang: Lang) -> String {
    rendered(pack, lang, "page.html", HTML)
}

fn rendered(pack: &Pack, lang: Lang, name: &str, template: &str) -> String {
    let mut engine = Environment::empty();
    engine.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .unwrap_or_default(),
    );
    engine.set_auto_escape_callback(|name| {
        if name == "page.html" {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    engine.add_filter("cell", cell);
    let page = page(pack, lang);
    let text = engine
        .template_from_named_str(name, template)
        .and_then(|template| template.render(Value::from(Serde(&page))));
    // The templates are part of the program, and a test renders them.
    text.unwrap_or_else(|error| error.to_string())
}

#[derive(Serialize)]
struct Page {
    zh: bool,
    id: String,
    version: String,
    title: String,
    extends: String,
    sha256: String,
    duties: Vec<Duty>,
    rules: Vec<RulePage>,
    changes: Vec<Changed>,
}

#[derive(Serialize)]
struct Duty {
    title: String,
    class: &'static str,
    points: u32,
    basis: String,
    rules: Vec<Link>,
    how: &'static str,
    checked: String,
}

#[derive(Serialize)]
struct Link {
    code: String,
    id: String,
}

#[derive(Serialize)]
struct Changed {
    rule: String,
    fields: String,
    reason: String,
    pack: String,
}

#[derive(Serialize)]
struct RulePage {
    code: String,
    id: String,
    title: String,
    severity: &'static str,
    precision: &'static str,
    dimension: String,
    requirement: String,
    class: &'static str,
    points: u32,
    basis: String,
    quote: Option<String>,
    about: Option<String>,
    blocked_by: String,
    check: String,
    script: bool,
    help: Option<String>,
    pack: String,
    bad: Option<Example>,
    good: Option<Example>,
}

/// A case: what is changed on the blank report, and what the officer then sees.
#[derive(Serialize)]
struct Example {
    name: String,
    changes: Vec<String>,
    seen: String,
}

fn page(pack: &Pack, lang: Lang) -> Page {
    let duties = pack.requirements.iter().enumerate();
    let rules = pack.rules.iter().enumerate();
    Page {
        zh: lang == Lang::Zh,
        id: pack.id.clone(),
        version: pack.version.clone(),
        title: lang.of(&pack.title).to_owned(),
        extends: pack.extends.join("、"),
        sha256: pack.sha256.clone(),
        duties: duties
            .map(|(index, it)| Duty {
                title: lang.of(&it.title).to_owned(),
                class: class_word(it.class, lang),
                points: it.points,
                basis: it.basis(),
                rules: checking(pack, index)
                    .iter()
                    .map(|rule| Link {
                        code: rule.code.clone(),
                        id: rule.id.clone(),
                    })
                    .collect(),
                how: Coverage::of(pack, index).word(lang),
                checked: lang.of(&it.checked).to_owned(),
            })
            .collect(),
        rules: rules
            .map(|(index, it)| rule(pack, index, it, lang))
            .collect(),
        changes: pack
            .changes
            .iter()
            .map(|it| Changed {
                rule: it.rule.clone(),
                fields: it.fields.join("、"),
                reason: it.reason.clone(),
                pack: it.pack.clone(),
            })
            .collect(),
    }
}

fn rule(pack: &Pack, index: usize, it: &Rule, lang: Lang) -> RulePage {
    let requirement = pack.requirements.get(it.requirement);
    let side = pack.dimensions.iter().find(|(id, _)| *id == it.dimension);
    let about = it.form.and_then(|form| pack.forms.get(form));
    let bad = it.cases.iter().find(|case| case.shows_failure());
    let good = it
        .cases
        .iter()
        .find(|case| case.outcome.as_deref() == Some("pass"));
    let (check, script) = match &it.check {
        Check::Relation { text, .. } => (text.clone(), false),
        Check::Phrases => {
            let lines: Vec<String> = pack.phrases.of(&it.id).map(Phrase::line).collect();
            (lines.join("\n"), true)
        }
        Check::Script { script, function } => {
            let script = pack.scripts.get(*script);
            let body = script.and_then(|it| it.text_of(function));
            (body.unwrap_or_default().to_owned(), true)
        }
    };
    RulePage {
        code: it.code.clone(),
        id: it.id.clone(),
        title: lang.of(&it.title).to_owned(),
        severity: severity_word(it.severity, lang),
        precision: precision_word(it.precision, lang),
        dimension: side.map_or_else(
            || it.dimension.clone(),
            |(_, name)| lang.of(name).to_owned(),
        ),
        requirement: requirement.map_or_else(String::new, |it| lang.of(&it.title).to_owned()),
        class: requirement.map_or("", |it| class_word(it.class, lang)),
        points: requirement.map_or(0, |it| it.points),
        basis: requirement.map_or_else(String::new, crate::rule::Requirement::basis),
        quote: requirement.and_then(|it| it.quote.clone()),
        about: about.map(|it| format!("{}（{}）", it.name, it.title)),
        blocked_by: it.blocked_by.join("、"),
        check,
        script,
        help: it.help.clone(),
        pack: it.pack.clone(),
        bad: bad.and_then(|case| example(pack, index, case, lang)),
        good: good.and_then(|case| example(pack, index, case, lang)),
    }
}

fn example(pack: &Pack, rule: usize, case: &Case, lang: Lang) -> Option<Example> {
    let tried = trial(pack, rule, case).ok()?;
    let view = View {
        lang,
        ..View::plain(WIDTH)
    };
    Some(Example {
        name: case.name.clone(),
        changes: changes(pack, case, lang),
        seen: human::verdicts(&tried.audit, rule, &view)
            .trim_end()
            .to_owned(),
    })
}

/// What a case changes on the blank report, a line each.
fn changes(pack: &Pack, case: &Case, lang: Lang) -> Vec<String> {
    let section = |id: &String| {
        let found = pack.sections.iter().find(|it| it.id == *id);
        found.map_or_else(|| id.clone(), |it| it.name.clone())
    };
    let form = |id: &String| {
        let found = pack.forms.iter().find(|it| it.id == *id);
        found.map_or_else(|| id.clone(), |it| it.name.clone())
    };
    let removes = lang.pick("删去", "without");
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        case.set
            .iter()
            .map(|(at, text)| format!("{} = “{text}”", cell_name(pack, at))),
    );
    lines.extend(
        case.remove
            .iter()
            .map(|id| format!("{removes} {}", section(id))),
    );
    lines.extend(
        case.remove_forms
            .iter()
            .map(|id| format!("{removes} {}", form(id))),
    );
    lines.extend(
        case.append
            .iter()
            .map(|(id, text)| format!("{} ＋ “{text}”", section(id))),
    );
    lines.extend(
        case.replace
            .iter()
            .map(|(old, new)| format!("“{old}” → “{new}”")),
    );
    let before = lang.pick("上一年", "year before");
    lines.extend(
        case.prior
            .iter()
            .map(|(at, text)| format!("{before} {} = “{text}”", cell_name(pack, at))),
    );
    lines.extend(
        case.prior_append
            .iter()
            .map(|(id, text)| format!("{before} {} ＋ “{text}”", section(id))),
    );
    lines.extend(
        case.prior_replace
            .iter()
            .map(|(old, new)| format!("{before} “{old}” → “{new}”")),
    );
    if !case.others.is_empty() {
        let others = lang.pick("其他机关", "other organs");
        lines.push(format!("{others} = {}", case.others.join("、")));
    }
    let others = lang.pick("它们的", "of theirs");
    lines.extend(
        case.others_append
            .iter()
            .map(|(id, text)| format!("{others} {} ＋ “{text}”", section(id))),
    );
    lines.extend(
        case.organ
            .iter()
            .map(|it| format!("{} = {it}", lang.pick("机关", "organ"))),
    );
    lines.extend(
        case.year
            .iter()
            .map(|it| format!("{} = {it}", lang.pick("年度", "year"))),
    );
    lines.extend(
        case.as_of
            .iter()
            .map(|it| format!("{} = {it}", lang.pick("判断日期", "as of"))),
    );
    // A text over several lines stays one line of the list.
    lines
        .iter()
        .map(|it| it.replace('\n', "⏎").replace('\t', " ｜ "))
        .collect()
}

/// What a cell is called, by its path.
fn cell_name(pack: &Pack, path: &str) -> String {
    let named = || {
        let (form, rest) = path.split_once('.')?;
        let form = pack.forms.iter().find(|it| it.id == form)?;
        let cell = form.cells().find(|cell| form.path(*cell) == rest)?;
        Some(format!("{} {}", form.name, form.cell_name(cell)))
    };
    named().unwrap_or_else(|| path.to_owned())
}
