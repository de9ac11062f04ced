//! An audit as one self-contained page: what to change, worst first; the score; the report itself
//! with the findings marked where they stand.

mod ledger;
mod report;
mod waiver;

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use crate::audit::Audit;
use crate::cause::Finding;
use crate::fact::CellState;
use crate::render::place::place;
use crate::render::story::Story;
use crate::render::words::{free_word, most_listed, operand_value, outcome_word, severity_demand};
use crate::render::{Lang, View, provenance};
use crate::rule::{Requirement, Rule, Severity};
use crate::verdict::{Operand, Outcome, Verdict};

use report::Mark;

const TEMPLATE: &str = include_str!("html/page.html");
/// A reason that so many rules share is said once.
const ALIKE: usize = 3;
/// The most places linked from one finding.
const PLACES: usize = 12;

/// `audit` as a page for a browser or a printer; it needs nothing from elsewhere.
#[must_use]
pub fn html(audit: &Audit<'_>, view: &View) -> String {
    let lang = view.lang;
    let story = Story { audit, lang };
    let told: Vec<(Severity, (Finding, &Rule, &Verdict))> =
        [Severity::Error, Severity::Warning, Severity::Hint]
            .into_iter()
            .flat_map(|severity| {
                story
                    .leading(severity)
                    .into_iter()
                    .map(move |it| (severity, it))
            })
            .collect();
    let marks = report::marks(audit, &told);
    let mut findings: Vec<Told> = told
        .iter()
        .enumerate()
        .map(|(at, (severity, (finding, rule, verdict)))| Told {
            number: at + 1,
            severity: class(*severity),
            word: severity_demand(*severity, lang),
            message: verdict.message.clone(),
            code: format!("{}{}", rule.code, free_word(rule, audit.pack, lang)),
            rule: rule.id.clone(),
            places: places(audit, &marks, at + 1, lang),
            why: story.explained(*finding),
            help: rule.help.clone(),
            others: story
                .others(*finding)
                .into_iter()
                .map(|(rule, verdict)| format!("{} {}", rule.code, verdict.message))
                .collect(),
            basis: basis(audit, rule),
            quote: quote(audit, rule),
            operands: operands(audit, rule, verdict, lang),
        })
        .collect();
    for (used, fault) in audit.wrong_waivers() {
        findings.push(waiver::told(used, fault, findings.len() + 1, lang));
    }
    let facts = &audit.facts;
    let none = lang.pick("（未写明）", "(not stated)");
    let title = facts.title.as_ref().map_or(none, |it| it.value.as_str());
    let mut engine = Environment::empty();
    engine.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    let page = Page {
        lang: lang.pick("zh-CN", "en"),
        engine: concat!("hegui ", env!("CARGO_PKG_VERSION")),
        said: said(lang),
        title,
        head: head(audit, lang),
        tally: tally(audit, &told, lang),
        findings,
        doubts: doubts(audit),
        score: ledger::ledger(audit, lang),
        rest: rest(audit, lang),
        report: report::blocks(audit, &marks),
        footer: footer(audit, lang),
    };
    let rendered = engine
        .template_from_named_str("page.html", TEMPLATE)
        .and_then(|template| template.render(Value::from(Serde(&page))));
    // The template is part of the program, and a test renders it.
    rendered.unwrap_or_else(|error| error.to_string())
}

#[derive(Serialize)]
struct Page<'a> {
    lang: &'static str,
    engine: &'static str,
    said: BTreeMap<&'static str, &'static str>,
    title: &'a str,
    head: Vec<Named>,
    tally: Vec<Named>,
    findings: Vec<Told>,
    doubts: Vec<String>,
    score: ledger::Ledger,
    rest: Vec<Part>,
    report: Vec<report::Block>,
    footer: String,
}

#[derive(Serialize)]
struct Told {
    number: usize,
    severity: &'static str,
    word: &'static str,
    message: String,
    code: String,
    rule: String,
    places: Vec<Link>,
    why: Vec<String>,
    help: Option<String>,
    others: Vec<String>,
    basis: String,
    quote: Option<String>,
    operands: Vec<Row>,
}

#[derive(Serialize)]
struct Link {
    mark: usize,
    text: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    value: String,
    place: String,
}

#[derive(Serialize)]
struct Named {
    name: String,
    value: String,
    kind: Option<&'static str>,
}

const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// The words of the page itself.
fn said(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    let words = [
        ("title", "审查结果", "Audit"),
        ("skip", "跳到要改的地方", "Skip to the findings"),
        ("findings", "要改的地方", "What to change"),
        ("none", "没有发现问题。", "Nothing was found."),
        ("places", "位置：", "Where: "),
        ("why", "原因：", "Cause: "),
        ("help", "改法：", "What to do: "),
        (
            "others",
            "改了这一处，下面这些也就对了：",
            "This mends too:",
        ),
        ("basis", "依据", "Legal basis"),
        ("operands", "用到的数据", "What was compared"),
        ("name", "名称", "Name"),
        ("value", "数值", "Value"),
        ("where", "位置", "Place"),
        ("doubts", "读取存疑，请核对", "Perhaps misread"),
        ("score", "得分", "Score"),
        ("duty", "要求", "Requirement"),
        ("because", "扣分原因", "Cause"),
        ("lost", "扣分", "Lost"),
        ("rest", "其余规则", "The other rules"),
        ("report", "报告原文", "The report"),
    ];
    let words = words.into_iter();
    words
        .map(|(name, zh, en)| (name, lang.pick(zh, en)))
        .collect()
}

fn head(audit: &Audit<'_>, lang: Lang) -> Vec<Named> {
    let facts = &audit.facts;
    let none = || lang.pick("（未写明）", "(not stated)").to_owned();
    let organ = facts
        .organ
        .as_ref()
        .map_or_else(none, |it| it.value.clone());
    let year = facts
        .year
        .as_ref()
        .map_or_else(none, |it| it.value.to_string());
    let published = facts.published.as_ref().map(|it| it.value.to_string());
    let rows = [
        (lang.pick("机关", "Organ"), organ),
        (lang.pick("年度", "Year"), year),
        (
            lang.pick("公布日期", "Published"),
            published.unwrap_or_else(none),
        ),
        // Where it lies on a disk is nobody's affair who is sent the page.
        (lang.pick("文件", "File"), file_name(facts.source.name())),
        (lang.pick("规则包", "Pack"), provenance::pack(audit, lang)),
    ];
    let foreign = provenance::foreign(audit, lang);
    let changes = provenance::changes(audit.pack, lang);
    let more = [
        (lang.pick("改动", "Changes"), changes),
        (lang.pick("注意", "Note"), foreign),
    ];
    let more = more.into_iter().filter_map(|(name, it)| Some((name, it?)));
    let rows = rows.into_iter().chain(more);
    rows.map(|(name, value)| Named {
        name: name.to_owned(),
        value,
        kind: None,
    })
    .collect()
}

fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next();
    name.unwrap_or(path).to_owned()
}

fn tally(
    audit: &Audit<'_>,
    told: &[(Severity, (Finding, &Rule, &Verdict))],
    lang: Lang,
) -> Vec<Named> {
    let mut tally: Vec<Named> = [Severity::Error, Severity::Warning, Severity::Hint]
        .into_iter()
        .map(|severity| Named {
            name: severity_demand(severity, lang).to_owned(),
            value: told
                .iter()
                .filter(|(it, _)| *it == severity)
                .count()
                .to_string(),
            kind: Some(class(severity)),
        })
        .collect();
    let wrong = audit.wrong_waivers().count();
    if wrong > 0 {
        tally.push(Named {
            name: lang.pick("豁免清单", "List of waivers").to_owned(),
            value: wrong.to_string(),
            kind: Some("warning"),
        });
    }
    tally.push(Named {
        name: lang.pick("得分", "Score").to_owned(),
        value: audit
            .score
            .value
            .map_or_else(|| "—".to_owned(), |it| it.to_string()),
        kind: None,
    });
    tally
}

fn places(audit: &Audit<'_>, marks: &[Mark], number: usize, lang: Lang) -> Vec<Link> {
    let own = marks.iter().filter(|it| it.finding == number);
    let mut links: Vec<Link> = Vec::new();
    for mark in own.take(PLACES) {
        let text = place(&audit.facts.source, mark.span.start, lang);
        if links.iter().all(|it| it.text != text) {
            links.push(Link {
                mark: mark.id,
                text,
            });
        }
    }
    links
}

fn basis(audit: &Audit<'_>, rule: &Rule) -> String {
    let requirement = audit.pack.requirements.get(rule.requirement);
    requirement.map_or_else(String::new, Requirement::basis)
}

fn quote(audit: &Audit<'_>, rule: &Rule) -> Option<String> {
    let requirement = audit.pack.requirements.get(rule.requirement);
    requirement.and_then(|it| it.quote.clone())
}

fn operands(audit: &Audit<'_>, rule: &Rule, verdict: &Verdict, lang: Lang) -> Vec<Row> {
    let source = &audit.facts.source;
    let most = most_listed(rule);
    // The message says what is not there; the words that were looked for only puzzle.
    let told = verdict.operands.iter();
    let told: Vec<&Operand> = told
        .filter(|it| it.state != CellState::Absent || it.value.is_some())
        .collect();
    let more = told.len().checked_sub(most).filter(|it| *it > 0);
    let more = more.map(|more| Row {
        name: match lang {
            Lang::Zh => format!("等，另有 {more} 处"),
            Lang::En => format!("and {more} more"),
        },
        value: String::new(),
        place: String::new(),
    });
    told.into_iter()
        .take(most)
        .map(|it| Row {
            name: it.name.clone(),
            value: operand_value(it, lang),
            place: it
                .span
                .map_or_else(String::new, |span| place(source, span.start, lang)),
        })
        .chain(more)
        .collect()
}

fn doubts(audit: &Audit<'_>) -> Vec<String> {
    let doubts = audit.causes.iter().filter_map(|it| it.doubt.as_ref());
    doubts.map(|it| it.message.clone()).collect()
}

#[derive(Serialize)]
struct Part {
    name: String,
    lines: Vec<String>,
}

/// What is no finding, by outcome.
fn rest(audit: &Audit<'_>, lang: Lang) -> Vec<Part> {
    let outcomes = [
        Outcome::RuleFault,
        Outcome::CannotAssess,
        Outcome::Blocked,
        Outcome::Waived,
        Outcome::NotApplicable,
        Outcome::Pass,
    ];
    let mut parts = Vec::new();
    let colon = lang.pick("：", ": ");
    for outcome in outcomes {
        let mut lines = Vec::new();
        for result in audit.results.iter().filter(|it| it.outcome == outcome) {
            let Some(rule) = audit.pack.rules.get(result.rule) else {
                continue;
            };
            let why = match (&result.reason, outcome) {
                (_, Outcome::Pass) => String::new(),
                (Some(reason), _) => format!("{colon}{}", lang.told(outcome, reason)),
                (None, _) => {
                    let first = result.verdicts.iter().find(|it| it.outcome == outcome);
                    let said = first.map(|it| lang.told(outcome, &it.message));
                    said.map_or_else(String::new, |it| format!("{colon}{it}"))
                }
            };
            let line = format!("{} {}{why}", rule.code, lang.of(&rule.title));
            lines.push((rule.code.as_str(), why, line));
        }
        let count = lines.len();
        let lines = told_once(&lines, outcome, lang);
        if !lines.is_empty() {
            let name = format!("{}（{count}）", outcome_word(outcome, lang));
            parts.push(Part { name, lines });
        }
    }
    parts
}

/// Lines of rules, each with its code and why; of what does not apply the codes of those that share a
/// reason stand on one line.
fn told_once(lines: &[(&str, String, String)], outcome: Outcome, lang: Lang) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let mut alike: Vec<(&str, Vec<&str>)> = Vec::new();
    for (code, why, line) in lines {
        let many = lines.iter().filter(|(_, other, _)| other == why).count();
        let once = outcome == Outcome::NotApplicable && many >= ALIKE;
        match alike.iter_mut().find(|(it, _)| it == why) {
            _ if !once => told.push(line.clone()),
            Some((_, codes)) => codes.push(code),
            None => alike.push((why, vec![code])),
        }
    }
    let alike = alike.into_iter().map(|(why, codes)| {
        let codes = codes.join(lang.pick("、", ", "));
        format!("{codes}{why}")
    });
    told.extend(alike);
    told
}

fn footer(audit: &Audit<'_>, lang: Lang) -> String {
    let digest = |sha: &str| sha.chars().take(16).collect::<String>();
    let (file, pack) = (
        digest(audit.facts.source.sha256()),
        digest(&audit.pack.sha256),
    );
    let engine = concat!("hegui ", env!("CARGO_PKG_VERSION"));
    match lang {
        Lang::Zh => format!(
            "{engine}　规则包 {} {}（{pack}）　文件（{file}）",
            audit.pack.id, audit.pack.version
        ),
        Lang::En => format!(
            "{engine}, pack {} {} ({pack}), file ({file})",
            audit.pack.id, audit.pack.version
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::render::View;
    use crate::render::sample::{audit, pack};

    #[test]
    fn the_page_is_whole_and_needs_nothing_else() {
        let pack = pack();
        let page = html(&audit(&pack), &View::plain(80));
        assert!(page.contains("</html>"), "{page}");
        for outside in ["src=", "http://", "https://", "@import", "<script"] {
            assert!(!page.contains(outside), "{outside}");
        }
        let open = page.matches("<article").count();
        assert_eq!(open, page.matches("</article>").count());
        assert!(open > 0, "{page}");
    }
}
