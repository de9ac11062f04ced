//! The cases of packs and how they came out: for people, as JSON and as `JUnit`.

use std::fmt::Write as _;

use serde::Serialize;

use super::width::wrap;
use super::{Lang, View, human};
use crate::pack::Pack;
use crate::rule::{Case, Rule};
use crate::trial::{Trial, Untried};

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

    fn name(&self) -> (&'p str, &'p str) {
        self.rule().map_or(("", ""), |rule| (&rule.code, &rule.id))
    }

    /// What was wanted and what came.
    fn difference(&self) -> (String, String) {
        match &self.came {
            Ok(trial) => (trial.wanted(), trial.came()),
            Err(error) => (String::new(), error.to_string()),
        }
    }
}

/// The cases that came out otherwise, as the officer would see them, and how many there are.
#[must_use]
pub fn trials(tried: &[Tried<'_>], view: &View) -> String {
    let lang = view.lang;
    let mut text = String::new();
    let wrong: Vec<&Tried<'_>> = tried.iter().filter(|it| !it.is_right()).collect();
    for it in &wrong {
        let (code, id) = it.name();
        let (wanted, came) = it.difference();
        let place = it.case.place.as_ref();
        let place = place.map_or_else(String::new, |(file, line)| format!("（{file}:{line}）"));
        let head = format!("{} {code} {id}：{}{place}", it.pack.id, it.case.name);
        text += &wrap("✗ ", &head, view.width);
        if !wanted.is_empty() {
            text += &wrap(lang.pick("  应当：", "  wanted: "), &wanted, view.width);
        }
        text += &wrap(lang.pick("  实际：", "  came: "), &came, view.width);
        if let Ok(trial) = &it.came {
            text += lang.pick("  经办人会看到：\n", "  the officer would see:\n");
            text += &human::verdicts(&trial.audit, it.rule, view);
        }
        text.push('\n');
    }
    let (all, wrong) = (tried.len(), wrong.len());
    let _ = match lang {
        Lang::Zh => writeln!(
            text,
            "{all} 个用例，{} 个符合，{wrong} 个不符合",
            all - wrong
        ),
        Lang::En => writeln!(
            text,
            "{all} cases, {} as they should be, {wrong} not",
            all - wrong
        ),
    };
    text
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    cases: Vec<Row<'a>>,
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

/// All cases as JSON.
#[must_use]
pub fn trials_json(tried: &[Tried<'_>]) -> String {
    let row = |it: &Tried<'_>| {
        let (code, rule) = it.name();
        let (wanted, came) = it.difference();
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
    let page = Page {
        schema: "hegui.trials/1",
        cases: cases.collect(),
    };
    // Strings and flags only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

/// All cases as `JUnit` XML, a suite a pack.
#[must_use]
pub fn trials_junit(tried: &[Tried<'_>]) -> String {
    let mut packs: Vec<&str> = tried.iter().map(|it| it.pack.id.as_str()).collect();
    packs.dedup();
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for pack in packs {
        let own: Vec<&Tried<'_>> = tried.iter().filter(|it| it.pack.id == pack).collect();
        let failures = own.iter().filter(|it| !it.is_right()).count();
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\">",
            escaped(pack),
            own.len()
        );
        for it in own {
            let (code, id) = it.name();
            let class = escaped(&format!("{pack}.{id}"));
            let name = escaped(&format!("{code} {}", it.case.name));
            if it.is_right() {
                let _ = writeln!(
                    text,
                    "    <testcase classname=\"{class}\" name=\"{name}\"/>"
                );
            } else {
                let (wanted, came) = it.difference();
                let why = escaped(&format!("{wanted} ≠ {came}"));
                let _ = writeln!(
                    text,
                    "    <testcase classname=\"{class}\" name=\"{name}\"><failure message=\"{why}\"/></testcase>"
                );
            }
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
