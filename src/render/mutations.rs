//! What came of mutations, rule by rule: for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::width::wrap;
use super::{Lang, View};
use crate::mutate::{Came, Harmless, Kind, Mutated, Share, Tried};
use crate::pack::Pack;
use crate::rule::Rule;

/// Of the changes that were not reported so many are told of each rule.
const TOLD: usize = 3;

impl Kind {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Value => ("数填错", "a number in a cell"),
            Self::Blank => ("没填或者填了横线", "a blank or a dash"),
            Self::Written => ("写了字、负数或者小数", "words, a minus or a part in a cell"),
            Self::Lost => ("少一行", "a row lost"),
            Self::Swapped => ("两行或者两列填反", "rows or columns swapped"),
            Self::Shifted => ("错行或者错列", "rows or columns shifted"),
            Self::Read => (
                "规则读到的数或者日期写错",
                "a number or day that a rule reads",
            ),
            Self::Case => ("用例里的错写进别的报告", "a failing case in another report"),
            Self::Heading => ("少标题", "a heading lost"),
            Self::Section => ("少一章", "a section lost"),
            Self::Order => ("两章颠倒", "sections in each other's place"),
            Self::Version => ("用了别的年度的格式", "the blank of another year"),
        }
    }
}

impl Harmless {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::LineEnds => ("Windows 换行", "line ends of Windows"),
            Self::Indented => ("段首空两格", "indented paragraphs"),
            Self::Trailing => ("行末空格", "blanks at line ends"),
            Self::Apart => ("行间空行", "empty lines"),
            Self::WideDigits => ("正文全角数字", "wide digits in prose"),
            Self::WideCells => ("表格全角数字", "wide digits in tables"),
            Self::Traditional => ("繁体字", "traditional script"),
            Self::ArabicNumbers => ("章的序号用 1. 2.", "chapters numbered 1. 2."),
            Self::Parts => ("章用“第一部分”", "chapters called parts"),
            Self::HalfBrackets => ("节的序号用半角括号", "half-width brackets"),
            Self::HardBlanks => ("不换行空格", "blanks that do not break"),
            Self::Thousands => ("千分位逗号", "commas after thousands"),
            Self::MarkedHeadings => ("Markdown 标题", "Markdown headings"),
            Self::Pipes => ("竖线表格", "tables with pipes"),
            Self::Blanks => ("空格表格", "tables with blanks"),
            Self::Flat => ("一格一行", "a cell a line"),
            Self::Wrapped => ("四十字换行", "lines of forty letters"),
            Self::PageNumbers => ("夹页码", "page numbers"),
            Self::Website => ("网页上下文", "words of a website"),
        }
    }
}

fn of(lang: Lang, words: (&'static str, &'static str)) -> &'static str {
    lang.pick(words.0, words.1)
}

/// The share as a line: a table of Markdown, so that it can stand in a document.
fn line(page: &mut String, name: &str, share: &Share) {
    let Share {
        tried,
        right,
        elsewhere,
        missed,
    } = share;
    let per_mille = (right * 1000).checked_div(*tried).unwrap_or(1000);
    let _ = writeln!(
        page,
        "| {name} | {tried} | {right} | {elsewhere} | {missed} | {}.{} % |",
        per_mille / 10,
        per_mille % 10
    );
}

fn head(page: &mut String, lang: Lang, first: &str) {
    let _ = match lang {
        Lang::Zh => writeln!(page, "| {first} | 改了 | 报对 | 报在别处 | 没报 | 报对率 |"),
        Lang::En => writeln!(
            page,
            "| {first} | tried | right | elsewhere | missed | share |"
        ),
    };
    *page += "|---|---:|---:|---:|---:|---:|\n";
}

/// The shares in tables, without what went wrong.
#[must_use]
pub fn shares(mutated: &Mutated<'_>, lang: Lang) -> String {
    let rules: Vec<(&Rule, &Share)> = mutated.pack.rules.iter().zip(&mutated.rules).collect();
    tables(mutated, &rules, lang)
}

fn tables(mutated: &Mutated<'_>, rules: &[(&Rule, &Share)], lang: Lang) -> String {
    let mut page = String::new();
    head(&mut page, lang, lang.pick("改动", "change"));
    let mut all = Share::default();
    for (kind, share) in &mutated.kinds {
        line(&mut page, of(lang, kind.words()), share);
        all.tried += share.tried;
        all.right += share.right;
        all.elsewhere += share.elsewhere;
        all.missed += share.missed;
    }
    line(&mut page, lang.pick("合计", "all"), &all);
    page.push('\n');
    head(&mut page, lang, lang.pick("规则", "rule"));
    for (rule, share) in rules.iter().filter(|(_, share)| share.tried > 0) {
        line(&mut page, &format!("{} {}", rule.code, rule.id), share);
    }
    page.push('\n');
    let idle: Vec<&str> = rules
        .iter()
        .filter(|(_, share)| share.tried == 0)
        .map(|(rule, _)| rule.code.as_str())
        .collect();
    if !idle.is_empty() {
        let said = lang.pick("没有改动查到的规则：", "rules that nothing exercises: ");
        let _ = writeln!(page, "{said}{}\n", idle.join(lang.pick("、", ", ")));
    }
    page += lang.pick(
        "| 不影响内容的改动 | 改了 | 误报 |\n",
        "| harmless change | tried | alarms |\n",
    );
    page += "|---|---:|---:|\n";
    for (change, tried) in &mutated.harmless {
        let alarms = mutated
            .alarms
            .iter()
            .filter(|it| it.what == change.id())
            .count();
        let _ = writeln!(
            page,
            "| {} | {tried} | {alarms} |",
            of(lang, change.words())
        );
    }
    page
}

/// The shares, and what was not reported at the right place; the rules that the pack adds itself stand
/// before those it inherits, of which its author can mend nothing.
#[must_use]
pub fn mutations(mutated: &Mutated<'_>, view: &View) -> String {
    let lang = view.lang;
    let pack = mutated.pack;
    let mut page = format!("{} {}\n\n", pack.id, pack.version);
    let mut rules: Vec<(&Rule, &Share)> = pack.rules.iter().zip(&mutated.rules).collect();
    rules.sort_by_key(|(rule, _)| rule.pack != pack.id);
    page += &tables(mutated, &rules, lang);
    let mut told: std::collections::BTreeMap<Vec<usize>, usize> = std::collections::BTreeMap::new();
    let mut wrong: Vec<(usize, &Tried)> = mutated.all_wrong().enumerate().collect();
    let is_own = |rule: &usize| pack.rules.get(*rule).is_some_and(|it| it.pack == pack.id);
    wrong.sort_by_key(|(_, it)| !it.expected.iter().any(is_own));
    for (at, it) in wrong {
        let told = told.entry(it.expected.clone()).or_default();
        *told += 1;
        if it.kind.is_none() || *told <= TOLD {
            page.push('\n');
            page += &one(mutated, at + 1, it, view);
        }
    }
    let left: usize = told.values().map(|it| it.saturating_sub(TOLD)).sum();
    if left > 0 {
        let _ = match lang {
            Lang::Zh => writeln!(page, "\n另有 {left} 处，--format json 列出全部"),
            Lang::En => writeln!(page, "\n{left} more: --format json lists all"),
        };
    }
    page
}

fn codes(pack: &Pack, rules: &[usize]) -> String {
    let codes = rules.iter().filter_map(|it| pack.rules.get(*it));
    let codes: Vec<&str> = codes.map(|it| it.code.as_str()).collect();
    codes.join("、")
}

fn one(mutated: &Mutated<'_>, number: usize, it: &Tried, view: &View) -> String {
    let (pack, lang) = (mutated.pack, view.lang);
    let changed = || {
        let mut harmless = mutated.harmless.iter().map(|(change, _)| *change);
        let change = harmless.find(|change| change.id() == it.what);
        change.map_or_else(|| it.what.clone(), |it| of(lang, it.words()).to_owned())
    };
    let named = |kind: Kind| format!("{}：{}", of(lang, kind.words()), it.what);
    let what = it.kind.map_or_else(changed, named);
    let mut page = wrap(
        &format!("✗ {number} "),
        &format!("{}，{what}", it.report),
        view.width,
    );
    if !it.expected.is_empty() {
        let wanted = lang.pick("  应当报：", "  wanted: ");
        page += &wrap(wanted, &codes(pack, &it.expected), view.width);
    }
    let came = lang.pick("  实际报：", "  came: ");
    if it.reported.is_empty() {
        page += &wrap(came, lang.pick("什么也没有报", "nothing"), view.width);
    }
    for (rule, message) in it.reported.iter().take(TOLD) {
        let said = format!("{} {message}", codes(pack, &[*rule]));
        page += &wrap(came, &said, view.width);
    }
    page
}

#[derive(Serialize)]
pub(super) struct Page<'a> {
    schema: &'static str,
    pack: &'a str,
    version: &'a str,
    kinds: Vec<Row<'a>>,
    rules: Vec<Row<'a>>,
    harmless: Vec<Quiet>,
    wrong: Vec<Wrong<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    name: &'a str,
    tried: usize,
    right: usize,
    elsewhere: usize,
    missed: usize,
}

#[derive(Serialize)]
struct Quiet {
    name: &'static str,
    tried: usize,
    alarms: usize,
}

#[derive(Serialize)]
struct Wrong<'a> {
    report: &'a str,
    kind: &'static str,
    what: &'a str,
    came: &'static str,
    expected: Vec<&'a str>,
    reported: Vec<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    rule: &'a str,
    message: &'a str,
}

fn row<'a>(code: Option<&'a str>, name: &'a str, share: &Share) -> Row<'a> {
    Row {
        code,
        name,
        tried: share.tried,
        right: share.right,
        elsewhere: share.elsewhere,
        missed: share.missed,
    }
}

/// All as JSON.
#[must_use]
pub fn mutations_json(mutated: &Mutated<'_>) -> String {
    // Strings and numbers only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&page(mutated)).unwrap_or_default();
    text.push('\n');
    text
}

/// What a harmless change is called.
pub(super) fn harmless_word(change: Harmless) -> &'static str {
    change.words().0
}

/// Whether a rule reported something new after `change`, and what.
pub(super) fn alarms(mutated: &Mutated<'_>, change: Harmless) -> (bool, String) {
    let alarms = mutated.alarms.iter().filter(|it| it.what == change.id());
    let said = alarms.flat_map(|it| &it.reported).map(|(rule, message)| {
        let code = mutated.pack.rules.get(*rule).map(|it| it.code.as_str());
        format!("{} {message}", code.unwrap_or_default())
    });
    let said: Vec<String> = said.take(TOLD).collect();
    (!said.is_empty(), said.join("；"))
}

/// All, to be written as JSON.
pub(super) fn page<'a>(mutated: &'a Mutated<'_>) -> Page<'a> {
    let pack = mutated.pack;
    let id = |rule: &usize| pack.rules.get(*rule).map(|it| it.id.as_str());
    let wrong = |it: &'_ Tried| Wrong {
        report: "",
        kind: it.kind.map_or("harmless", Kind::id),
        what: "",
        came: match it.came {
            Came::Right => "right",
            Came::Elsewhere => "elsewhere",
            Came::Missed => "missed",
        },
        expected: it.expected.iter().filter_map(id).collect(),
        reported: Vec::new(),
    };
    let all = mutated.alarms.iter().chain(&mutated.wrong).map(|it| Wrong {
        report: &it.report,
        what: &it.what,
        reported: it
            .reported
            .iter()
            .filter_map(|(rule, message)| {
                Some(Said {
                    rule: id(rule)?,
                    message,
                })
            })
            .collect(),
        ..wrong(it)
    });
    let rules = pack.rules.iter().zip(&mutated.rules);
    Page {
        schema: "hegui.mutations/1",
        pack: &pack.id,
        version: &pack.version,
        kinds: mutated
            .kinds
            .iter()
            .map(|(kind, share)| row(None, kind.id(), share))
            .collect(),
        rules: rules
            .map(|(rule, share)| row(Some(&rule.code), &rule.id, share))
            .collect(),
        harmless: mutated
            .harmless
            .iter()
            .map(|(change, tried)| Quiet {
                name: change.id(),
                tried: *tried,
                alarms: mutated
                    .alarms
                    .iter()
                    .filter(|it| it.what == change.id())
                    .count(),
            })
            .collect(),
        wrong: all.collect(),
    }
}
