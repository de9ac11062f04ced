//! The cases of packs and how they came out: for people, as JSON and as `JUnit`.

use std::fmt::Write as _;

use serde::Serialize;

use super::width::wrap;
use super::{Lang, View, human, mutations};
use crate::mutate::Mutated;
use crate::pack::Pack;
use crate::rule::{Case, Rule};
use crate::trial::{Judged, Trial, Untried};

/// A case and what came of it.
#[derive(Debug)]
pub struct Tried<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// The rule, by index in the pack.
    pub rule: usize,
    /// The case.
    pub case: &'p Case,
    /// What came of it.
    pub came: Result<Trial<'p>, Untried>,
}

impl<'p> Tried<'p> {
    /// Whether it came out as it says.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.came.as_ref().is_ok_and(Trial::is_right)
    }

    fn rule(&self) -> Option<&'p Rule> {
        self.pack.rules.get(self.rule)
    }

    fn code_and_id(&self) -> (&'p str, &'p str) {
        self.rule().map_or(("", ""), |rule| (&rule.code, &rule.id))
    }

    /// The rule and its case.
    #[must_use]
    pub fn name(&self) -> String {
        let (code, id) = self.code_and_id();
        format!("{code} {id}：{}", self.case.name)
    }

    /// What came of the rule, as the officer sees it.
    #[must_use]
    pub fn page(&self, view: &View) -> String {
        match &self.came {
            Ok(trial) => human::verdicts(&trial.audit, self.rule, view),
            Err(error) => wrap("", &untried(error, view.lang), view.width),
        }
    }

    /// What was wanted and what came.
    fn difference(&self, lang: Lang) -> (String, String) {
        match &self.came {
            Ok(trial) => (trial.wanted(), trial.came()),
            Err(error) => (String::new(), untried(error, lang)),
        }
    }
}

/// Why nothing could be tried.
fn untried(error: &Untried, lang: Lang) -> String {
    match lang {
        Lang::Zh => error.to_string(),
        Lang::En => error.english(),
    }
}

/// What came of a report, as the officer sees it: of the pack's own rules those that fail and those
/// that cannot judge.
#[must_use]
pub fn judged(judged: &Judged<'_>, view: &View) -> String {
    let (audit, came) = match &judged.came {
        Ok(came) => came,
        Err(error) => return wrap("", &untried(error, view.lang), view.width),
    };
    let rules = audit.pack.rules.iter().enumerate();
    let told = rules.filter(|(_, rule)| {
        let all = [&came.fail, &came.cannot_assess];
        all.into_iter().any(|it| it.contains(&rule.code))
    });
    told.map(|(at, _)| human::verdicts(audit, at, view))
        .collect()
}

/// What came out otherwise, as the officer would see it, and how many cases and reports there are.
#[must_use]
pub fn trials(tried: &[Tried<'_>], reports: &[(&Pack, Judged<'_>)], view: &View) -> String {
    let lang = view.lang;
    let mut text = String::new();
    let wrong: Vec<&Tried<'_>> = tried.iter().filter(|it| !it.is_right()).collect();
    for it in &wrong {
        text += &wrong_case(it, view);
    }
    let wrong_reports = reports.iter().filter(|(_, it)| !it.is_right());
    let wrong_reports: Vec<&(&Pack, Judged<'_>)> = wrong_reports.collect();
    for (pack, it) in &wrong_reports {
        text += &wrong_report(pack, it, view);
    }
    let (all, wrong) = (tried.len(), wrong.len());
    let right = all - wrong;
    let _ = match lang {
        Lang::Zh => writeln!(text, "{all} 个用例，{right} 个符合，{wrong} 个不符合"),
        Lang::En => writeln!(text, "{all} cases, {right} as they should be, {wrong} not"),
    };
    if !reports.is_empty() {
        let (all, wrong) = (reports.len(), wrong_reports.len());
        let right = all - wrong;
        let _ = match lang {
            Lang::Zh => writeln!(text, "{all} 份报告，{right} 份符合，{wrong} 份不符合"),
            Lang::En => writeln!(
                text,
                "{all} reports, {right} as they should be, {wrong} not"
            ),
        };
    }
    text
}

fn wrong_case(it: &Tried<'_>, view: &View) -> String {
    let lang = view.lang;
    let (wanted, came) = it.difference(lang);
    let place = it.case.place.as_ref();
    let place = place.map_or_else(String::new, |(file, line)| format!("（{file}:{line}）"));
    let head = format!("{} {}{place}", it.pack.id, it.name());
    let mut text = wrap("✗ ", &head, view.width);
    if !wanted.is_empty() {
        text += &wrap(lang.pick("  应当：", "  wanted: "), &wanted, view.width);
    }
    text += &wrap(lang.pick("  实际：", "  came: "), &came, view.width);
    if it.came.is_ok() {
        text += lang.pick("  经办人会看到：\n", "  the officer would see:\n");
        text += &it.page(view);
    }
    text.push('\n');
    text
}

fn wrong_report(pack: &Pack, it: &Judged<'_>, view: &View) -> String {
    let lang = view.lang;
    let mut text = wrap("✗ ", &format!("{} {}", pack.id, it.name), view.width);
    if it.came.is_ok() && it.wanted.is_none() {
        text += &wrap(
            "  ",
            lang.pick(
                "旁边没有 .expect.toml，没有写应当查出什么；hegui pack test --update 照下面的结果写一个",
                "no .expect.toml beside it says what must come; hegui pack test --update writes what is below",
            ),
            view.width,
        );
    }
    let (more, less) = it.differences();
    for (codes, zh, en) in [
        (more, "  多出：", "  beyond what is expected: "),
        (less, "  缺少：", "  expected, did not come: "),
    ] {
        if !codes.is_empty() {
            text += &wrap(lang.pick(zh, en), &codes.join("、"), view.width);
        }
    }
    text += lang.pick("  经办人会看到：\n", "  the officer would see:\n");
    text += &judged(it, view);
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    cases: Vec<Row<'a>>,
    reports: Vec<ReportRow<'a>>,
    /// What came of changed reports, a pack each; left out where none were changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mutations: Vec<mutations::Page<'a>>,
}

#[derive(Serialize)]
struct ReportRow<'a> {
    pack: &'a str,
    report: &'a str,
    right: bool,
    fail: &'a [String],
    cannot_assess: &'a [String],
    unexpected: Vec<&'a str>,
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct Row<'a> {
    pack: &'a str,
    code: &'a str,
    rule: &'a str,
    case: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    right: bool,
    wanted: String,
    came: String,
}

/// All cases and reports as JSON, and what came of changed reports.
#[must_use]
pub fn trials_json(
    tried: &[Tried<'_>],
    reports: &[(&Pack, Judged<'_>)],
    mutated: &[Mutated<'_>],
) -> String {
    let row = |it: &Tried<'_>| {
        let (code, rule) = it.code_and_id();
        let (wanted, came) = it.difference(Lang::Zh);
        (code.to_owned(), rule.to_owned(), wanted, came)
    };
    let rows: Vec<(String, String, String, String)> = tried.iter().map(row).collect();
    let cases = tried
        .iter()
        .zip(&rows)
        .map(|(it, (code, rule, wanted, came))| Row {
            pack: &it.pack.id,
            code,
            rule,
            case: &it.case.name,
            file: it.case.place.as_ref().map(|it| it.0.as_str()),
            line: it.case.place.as_ref().map(|it| it.1),
            right: it.is_right(),
            wanted: wanted.clone(),
            came: came.clone(),
        });
    let reports = reports.iter().map(|(pack, it)| {
        let came = it.came.as_ref().ok().map(|(_, came)| came);
        let (unexpected, missing) = it.differences();
        ReportRow {
            pack: &pack.id,
            report: &it.name,
            right: it.is_right(),
            fail: came.map_or(&[], |it| it.fail.as_slice()),
            cannot_assess: came.map_or(&[], |it| it.cannot_assess.as_slice()),
            unexpected,
            missing,
        }
    });
    let page = Page {
        schema: "hegui.trials/1",
        cases: cases.collect(),
        reports: reports.collect(),
        mutations: mutated.iter().map(mutations::page).collect(),
    };
    // Strings and flags only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

/// All cases and reports as `JUnit` XML, a suite a pack. Of changed reports each kind of harmless change is a
/// test: it fails where a rule reported something new.
#[must_use]
pub fn trials_junit(
    tried: &[Tried<'_>],
    reports: &[(&Pack, Judged<'_>)],
    mutated: &[Mutated<'_>],
) -> String {
    let of_cases = tried.iter().map(|it| it.pack.id.as_str());
    let mut packs: Vec<&str> = of_cases
        .chain(reports.iter().map(|(pack, _)| pack.id.as_str()))
        .chain(mutated.iter().map(|it| it.pack.id.as_str()))
        .collect();
    packs.sort_unstable();
    packs.dedup();
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for pack in packs {
        let cases = tried.iter().filter(|it| it.pack.id == pack);
        let cases = cases.map(|it| {
            let (code, id) = it.code_and_id();
            let (wanted, came) = it.difference(Lang::Zh);
            let name = format!("{code} {}", it.case.name);
            let why = format!("{wanted} ≠ {came}");
            (format!("{pack}.{id}"), name, !it.is_right(), why)
        });
        let reports = reports.iter().filter(|(it, _)| it.id == pack);
        let reports = reports.map(|(_, it)| {
            let (more, less) = it.differences();
            let why = match &it.came {
                Err(error) => error.to_string(),
                Ok(_) if it.wanted.is_none() => "没有 .expect.toml".to_owned(),
                Ok(_) => format!("多出：{}；缺少：{}", more.join("、"), less.join("、")),
            };
            (
                format!("{pack}.tests"),
                it.name.clone(),
                !it.is_right(),
                why,
            )
        });
        let harmless = mutated.iter().filter(|it| it.pack.id == pack);
        let harmless = harmless.flat_map(|it| {
            it.harmless.iter().map(move |(change, _)| {
                let (wrong, why) = mutations::alarms(it, *change);
                let name = mutations::harmless_word(*change).to_owned();
                (format!("{pack}.mutate"), name, wrong, why)
            })
        });
        let all = cases.chain(reports).chain(harmless);
        let all: Vec<(String, String, bool, String)> = all.collect();
        let failures = all.iter().filter(|(_, _, wrong, _)| *wrong).count();
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\">",
            escaped(pack),
            all.len()
        );
        for (class, name, wrong, why) in all {
            let (class, name, why) = (escaped(&class), escaped(&name), escaped(&why));
            let failure = format!("><failure message=\"{why}\"/></testcase>");
            let rest = if wrong { &failure } else { "/>" };
            let _ = writeln!(
                text,
                "    <testcase classname=\"{class}\" name=\"{name}\"{rest}"
            );
        }
        text += "  </testsuite>\n";
    }
    text += "</testsuites>\n";
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}
