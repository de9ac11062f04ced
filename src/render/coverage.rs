//! Coverage: each duty of a pack, the rules that check it, and how far that goes.

use std::fmt::Write as _;

use super::Lang;
use super::words::class_word;
use crate::pack::Pack;
use crate::rule::{Precision, Rule};

/// How a duty is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// By rules that are right whenever they speak.
    Automatic,
    /// By rules that may be wrong or miss something, or that leave a part to a person.
    Partly,
    /// By no rule.
    Person,
}

impl Coverage {
    /// How the requirement at `index` of `pack` is checked.
    #[must_use]
    pub fn of(pack: &Pack, index: usize) -> Self {
        let rules: Vec<&Rule> = checking(pack, index);
        let requirement = pack.requirements.get(index);
        // What is left to a person, the requirement itself says in words.
        let person = requirement.is_some_and(|it| it.checked.zh.contains("人工"));
        let exact = rules.iter().all(|it| it.precision == Precision::Exact);
        match (rules.is_empty(), exact && !person) {
            (true, _) => Self::Person,
            (false, true) => Self::Automatic,
            (false, false) => Self::Partly,
        }
    }

    /// It in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Automatic => lang.pick("自动", "automatic"),
            Self::Partly => lang.pick("部分自动", "partly"),
            Self::Person => lang.pick("人工", "by a person"),
        }
    }
}

/// The rules that check the requirement at `index`.
pub(super) fn checking(pack: &Pack, index: usize) -> Vec<&Rule> {
    let own = pack.rules.iter().filter(|it| it.requirement == index);
    own.collect()
}

/// The duties of each of `packs` as Markdown: requirement, rules, how it is checked.
#[must_use]
pub fn coverage(packs: &[&Pack], lang: Lang) -> String {
    let mut text = String::new();
    for pack in packs {
        let _ = write!(text, "\n## {}（{}）\n", lang.of(&pack.title), pack.id);
        let all = || (0..pack.requirements.len()).map(|index| Coverage::of(pack, index));
        let count = |wanted| all().filter(|it| *it == wanted).count();
        let (automatic, partly, person) = (
            count(Coverage::Automatic),
            count(Coverage::Partly),
            count(Coverage::Person),
        );
        let _ = match lang {
            Lang::Zh => writeln!(
                text,
                "\n要求 {} 条，规则 {} 条：自动 {automatic} 条，部分自动 {partly} 条，人工 {person} 条。\n",
                pack.requirements.len(),
                pack.rules.len()
            ),
            Lang::En => writeln!(
                text,
                "\n{} requirements, {} rules: {automatic} automatic, {partly} partly, {person} by a person.\n",
                pack.requirements.len(),
                pack.rules.len()
            ),
        };
        text += lang.pick(
            "| 要求 | 依据 | 性质 | 分值 | 规则 | 检查 | 说明 |\n|---|---|---|---|---|---|---|\n",
            "| requirement | basis | class | points | rules | checked | how |\n|---|---|---|---|---|---|---|\n",
        );
        for (index, it) in pack.requirements.iter().enumerate() {
            let codes: Vec<&str> = checking(pack, index)
                .iter()
                .map(|it| it.code.as_str())
                .collect();
            let cells = [
                cell(lang.of(&it.title)),
                cell(&it.basis()),
                class_word(it.class, lang).to_owned(),
                it.points.to_string(),
                if codes.is_empty() {
                    "—".to_owned()
                } else {
                    cell(&codes.join("、"))
                },
                Coverage::of(pack, index).word(lang).to_owned(),
                cell(lang.of(&it.checked)),
            ];
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// A text in one cell of a Markdown table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
