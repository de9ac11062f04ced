//! What could be better in a pack that loads.

mod never;
mod unmet;

use super::Pack;
use crate::bilingual::Both;
use crate::rule::{Case, Requirement, Rule};

/// Something that could be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The id of the rule or requirement.
    pub about: String,
    /// The file it stands in, and the line, from 1.
    pub place: (String, usize),
    /// What is lacking.
    pub lack: Lack,
}

/// What is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No case shows the rule failing.
    FailingCase,
    /// No case shows the rule passing.
    PassingCase,
    /// No rule checks the requirement, though points hang on it.
    Rule,
    /// The rule says nothing of what to do.
    Help,
    /// Words that were to be replaced are still there.
    Words,
    /// The rule came to no judgement, neither on the blank report nor in any of its cases.
    Judgement,
    /// Conditions of the rule exclude each other.
    Contradiction,
    /// The relation holds whatever the numbers are.
    Truism,
    /// A case is of a year that the pack does not govern.
    Year,
    /// A class of a pattern has a letter that no text holds when it is looked for.
    Unmet,
}

impl Lack {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::FailingCase,
        Self::PassingCase,
        Self::Rule,
        Self::Help,
        Self::Words,
        Self::Judgement,
        Self::Contradiction,
        Self::Truism,
        Self::Year,
        Self::Unmet,
    ];

    /// The code it is known by.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FailingCase => "hegui::pack::no-failing-case",
            Self::PassingCase => "hegui::pack::no-passing-case",
            Self::Rule => "hegui::pack::unchecked-requirement",
            Self::Help => "hegui::pack::no-help",
            Self::Words => "hegui::pack::words-to-replace",
            Self::Judgement => "hegui::pack::never-applies",
            Self::Contradiction => "hegui::pack::conditions-exclude-each-other",
            Self::Truism => "hegui::pack::always-holds",
            Self::Year => "hegui::pack::year-of-another-pack",
            Self::Unmet => "hegui::pack::letter-never-met",
        }
    }

    /// What is lacking, and what to do about it.
    #[must_use]
    pub const fn words(self) -> (Both, Both) {
        match self {
            Self::FailingCase => (
                both("没有不通过的用例", "no case shows it failing"),
                both(
                    "写一个 [[rule.test]]，让空白报告有这个毛病，expect = { outcome = \"fail\" }",
                    "write a [[rule.test]] that breaks it, with expect = { outcome = \"fail\" }",
                ),
            ),
            Self::PassingCase => (
                both("没有通过的用例", "no case shows it passing"),
                both(
                    "写一个 [[rule.test]]，expect = { outcome = \"pass\" }",
                    "write a [[rule.test]] with expect = { outcome = \"pass\" }",
                ),
            ),
            Self::Rule => (
                both(
                    "有分值，却没有规则查它",
                    "has points, but no rule checks it",
                ),
                both(
                    "写一条规则查它；查不了的写 points = 0，在 checked 里说为什么",
                    "write a rule for it; if it cannot be checked write points = 0 and say why in `checked`",
                ),
            ),
            Self::Help => (
                both("没有写怎样改（help）", "does not say what to do (help)"),
                both("加一行 help = \"……\"", "add a line help = \"…\""),
            ),
            Self::Words => (
                both(
                    "还有（……）没有换成真的",
                    "words in （…） are still to be replaced",
                ),
                both(
                    "标题、依据、消息和改法写成真的",
                    "write its title, basis, messages and help",
                ),
            ),
            Self::Judgement => (
                both(
                    "在空白报告和所有用例上都没有得出结论，可能永远不适用",
                    "comes to no judgement on the blank report or in any case: it may never apply",
                ),
                both(
                    "看看 check.given(…) 和 blocked_by 的条件；写一个它适用的用例",
                    "look at check.given(…) and blocked_by; write a case it applies to",
                ),
            ),
            Self::Contradiction => (
                both(
                    "check.given(…) 的条件互相排斥，永远不适用",
                    "the conditions in check.given(…) exclude each other: it never applies",
                ),
                both(
                    "去掉一个条件；有一个成立就行的，用 | 连起来",
                    "take one out; where either will do, join them with |",
                ),
            ),
            Self::Truism => (
                both(
                    "关系式两边一样，什么数都通过",
                    "both sides of the relation are the same: any numbers pass",
                ),
                both("看看两边的名字", "look at the names on both sides"),
            ),
            Self::Year => (
                both(
                    "用例的年度不归这个规则包管",
                    "a case is of a year that the pack does not govern",
                ),
                both(
                    "改用例的 year，或者 pack.toml 的 [years]",
                    "change the year of the case, or [years] in pack.toml",
                ),
            ),
            Self::Unmet => (
                both(
                    "正则表达式的 […] 里有查的时候没有的字：查以前全角标点已经换成半角，繁体换成简体",
                    "[…] of a pattern has a letter that is not there any more: wide marks were made narrow and traditional letters simple before",
                ),
                both(
                    "标点写半角，字写简体：[^。；，] 写成 [^。;,]",
                    "write narrow marks and simplified letters: [^。;,] for [^。；，]",
                ),
            ),
        }
    }
}

const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

impl Case {
    /// Whether it shows the rule failing.
    #[must_use]
    pub fn shows_failure(&self) -> bool {
        !self.fail.is_empty() || self.outcome.as_deref() == Some("fail")
    }
}

/// What could be better in what `pack` itself adds to those it extends, as far as it shows without
/// trying its rules.
#[must_use]
pub fn review(pack: &Pack) -> Vec<Remark> {
    let own = pack.rules.iter().filter(|rule| rule.pack == pack.id);
    let mut remarks: Vec<Remark> = own.flat_map(|rule| of_rule(pack, rule)).collect();
    for (index, requirement) in pack.requirements.iter().enumerate() {
        if requirement.pack == pack.id {
            let checked = pack.rules.iter().any(|rule| rule.requirement == index);
            remarks.extend(of_requirement(requirement, checked));
        }
    }
    remarks
}

fn of_rule(pack: &Pack, rule: &Rule) -> Vec<Remark> {
    let passing = |case: &Case| case.outcome.as_deref() == Some("pass");
    let words = [&rule.title.zh, &rule.fail, &rule.pass];
    let governs = |year: i32| {
        let within =
            |(from, to): (i32, Option<i32>)| year >= from && to.is_none_or(|to| year <= to);
        pack.years.is_none_or(within)
    };
    let never = never::never(pack, rule);
    let lacks = [
        (Lack::Contradiction, never == Some(Lack::Contradiction)),
        (Lack::Truism, never == Some(Lack::Truism)),
        (Lack::Unmet, unmet::unmet(pack, rule)),
        (
            Lack::Year,
            rule.cases
                .iter()
                .any(|it| it.year.is_some_and(|year| !governs(year))),
        ),
        (
            Lack::FailingCase,
            !rule.cases.iter().any(Case::shows_failure),
        ),
        (Lack::PassingCase, !rule.cases.iter().any(passing)),
        (Lack::Help, rule.help.is_none()),
        (
            Lack::Words,
            words.into_iter().chain(&rule.help).any(|it| is_left(it)),
        ),
    ];
    let lacking = lacks.into_iter().filter(|(_, lacking)| *lacking);
    lacking.map(|(lack, _)| Remark::of(rule, lack)).collect()
}

fn of_requirement(requirement: &Requirement, checked: bool) -> Vec<Remark> {
    let words = [
        &requirement.title.zh,
        &requirement.document,
        &requirement.article,
        &requirement.checked.zh,
    ];
    let lacks = [
        (Lack::Rule, requirement.points > 0 && !checked),
        (Lack::Words, words.into_iter().any(|it| is_left(it))),
    ];
    let lacking = lacks.into_iter().filter(|(_, lacking)| *lacking);
    lacking
        .map(|(lack, _)| Remark {
            about: requirement.id.clone(),
            place: requirement.place.clone(),
            lack,
        })
        .collect()
}

impl Remark {
    /// What `rule` lacks.
    #[must_use]
    pub fn of(rule: &Rule, lack: Lack) -> Self {
        Self {
            about: rule.id.clone(),
            place: rule.place.clone(),
            lack,
        }
    }
}

/// Whether `words` are those of a new pack or rule, in brackets: longer than the number of a
/// paragraph, and no name to be filled in.
fn is_left(words: &str) -> bool {
    let inner = words.strip_prefix('（').and_then(|it| it.split_once('）'));
    inner.is_some_and(|(inner, _)| inner.chars().count() > 3 && !inner.contains('{'))
}
