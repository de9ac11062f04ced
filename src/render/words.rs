//! The program's own words in both languages, and the ids that machines read.

use crate::bilingual;
use crate::fact::{CellState, Exactness};
use crate::pack::Pack;
use crate::relation::Relation;
use crate::render::Lang;
use crate::rule::{Cap, Class, Precision, Rule, Severity, Words};
use crate::score::Grade;
use crate::verdict::{Operand, Outcome};

impl Lang {
    /// The Chinese words, or the English.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// What came of a rule that was not judged, or was: the words of the rule as they are, ours in English.
    pub(super) fn told(self, outcome: Outcome, why: &str) -> String {
        let ours = !matches!(outcome, Outcome::Pass | Outcome::Fail | Outcome::Waived);
        match self {
            Self::En if ours => bilingual::reason(why),
            Self::Zh | Self::En => why.to_owned(),
        }
    }

    /// The words of a pack; Chinese where nobody wrote the English.
    pub(super) fn of(self, words: &Words) -> &str {
        match self {
            Self::Zh => &words.zh,
            Self::En => words.en.as_deref().unwrap_or(&words.zh),
        }
    }
}

/// The id of a severity.
pub(super) fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// The word for a severity.
pub(super) fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Hint => lang.pick("提示", "hint"),
    }
}

/// What a finding of a severity asks for.
pub(super) fn severity_demand(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("必须改", "Must be mended"),
        Severity::Warning => lang.pick("应当改", "Should be mended"),
        Severity::Hint => lang.pick("可以改进", "Could be better"),
    }
}

/// An outcome in words.
pub(super) fn outcome_word(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::RuleFault => lang.pick("规则出错", "rule fault"),
        Outcome::Fail => lang.pick("不通过", "fails"),
        Outcome::CannotAssess => lang.pick("无法判断", "cannot be assessed"),
        Outcome::Pass => lang.pick("通过", "passes"),
        Outcome::NotApplicable => lang.pick("不适用", "does not apply"),
        Outcome::Blocked => lang.pick("暂未检查", "blocked"),
        Outcome::Waived => lang.pick("已豁免", "waived"),
    }
}

/// The id of a cell's state.
pub(super) fn state_id(state: CellState) -> &'static str {
    match state {
        CellState::Read => "read",
        CellState::Blank => "blank",
        CellState::Dash => "dash",
        CellState::Inferred => "inferred",
        CellState::Unread => "unread",
        CellState::Absent => "absent",
    }
}

/// The id of an exactness.
pub(super) fn exactness_id(exactness: Exactness) -> &'static str {
    match exactness {
        Exactness::Exact => "exact",
        Exactness::AtLeast => "at_least",
        Exactness::AtMost => "at_most",
        Exactness::Below => "below",
        Exactness::About => "about",
        Exactness::None => "none",
    }
}

/// The word for an exactness.
pub(super) fn exactness_word(exactness: Exactness, lang: Lang) -> &'static str {
    match exactness {
        Exactness::Exact => lang.pick("确数", "exact"),
        Exactness::AtLeast => lang.pick("至少", "at least"),
        Exactness::AtMost => lang.pick("至多", "at most"),
        Exactness::Below => lang.pick("不足", "less than"),
        Exactness::About => lang.pick("约数", "about"),
        Exactness::None => lang.pick("没有", "none"),
    }
}

/// The id of a class of requirements.
pub(super) fn class_id(class: Class) -> &'static str {
    match class {
        Class::Must => "must",
        Class::Should => "should",
        Class::Hint => "hint",
    }
}

/// The word for a class of requirements.
pub(super) fn class_word(class: Class, lang: Lang) -> &'static str {
    match class {
        Class::Must => lang.pick("必须", "must"),
        Class::Should => lang.pick("应当", "should"),
        Class::Hint => lang.pick("可以", "may"),
    }
}

/// The id of a precision, as packs write it.
pub(super) fn precision_id(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => "exact",
        Precision::MayOver => "may-over",
        Precision::MayUnder => "may-under",
    }
}

/// The id of a cap, as packs write it.
pub(super) fn cap_id(cap: Cap) -> &'static str {
    match cap {
        Cap::Return => "return",
        Cap::Fair => "fair",
    }
}

/// The word for a grade; none is not graded.
pub(super) fn grade_word(grade: Option<Grade>, lang: Lang) -> &'static str {
    match grade {
        None => lang.pick("暂不评级", "not graded"),
        Some(Grade::Return) => lang.pick("退回补正", "sent back to be completed"),
        Some(Grade::Poor) => lang.pick("差", "poor"),
        Some(Grade::Fair) => lang.pick("中", "fair"),
        Some(Grade::Good) => lang.pick("良", "good"),
        Some(Grade::Excellent) => lang.pick("优", "excellent"),
    }
}

/// So many places of a finding are listed; numbers that make up a sum are all told.
pub(super) fn most_listed(rule: &Rule) -> usize {
    match rule.check.relation() {
        Some(Relation::Chain { .. }) => usize::MAX,
        Some(Relation::Predicate { .. }) | None => 10,
    }
}

/// What to know of a rule's precision.
pub(super) fn precision_word(precision: Precision, lang: Lang) -> &'static str {
    match precision {
        Precision::Exact => lang.pick("准确", "right whenever it speaks"),
        Precision::MayOver => lang.pick("可能误报", "may report what is no fault"),
        Precision::MayUnder => lang.pick("可能漏报", "may miss a fault"),
    }
}

/// An operand and what was used for it: `总计 = 5`, or what was found of something asked for.
pub(super) fn operand_text(operand: &Operand, lang: Lang) -> String {
    let value = operand_value(operand, lang);
    let (name, value) = match lang {
        Lang::Zh => (operand.name.clone(), value),
        Lang::En => (bilingual::name(&operand.name), bilingual::name(&value)),
    };
    let asked = matches!(operand.state, CellState::Read | CellState::Absent);
    if asked && operand.value.is_none() {
        return format!("{name}{}{value}", lang.pick("：", ": "));
    }
    format!("{name} = {value}")
}

/// What is said beside a finding that costs no points although it is no hint.
pub(super) fn free_word(rule: &Rule, pack: &Pack, lang: Lang) -> &'static str {
    let requirement = pack.requirements.get(rule.requirement);
    let costs = requirement.is_some_and(|it| it.points > 0) && rule.weighs();
    if costs || rule.severity == Severity::Hint {
        return "";
    }
    lang.pick("（不计分）", " (costs no points)")
}

/// What was used for an operand and how it was read: `5`, `0（空白，按 0 计）`.
pub(super) fn operand_value(operand: &Operand, lang: Lang) -> String {
    let value = operand.value.map(|value| value.to_string());
    let note = match operand.state {
        // What stands in another text has its place in its words.
        CellState::Read if operand.span.is_none() => return operand.raw.clone(),
        CellState::Read => return value.unwrap_or_else(|| operand.raw.clone()),
        CellState::Blank if operand.as_zero => lang.pick("空白，按 0 计", "blank, taken as 0"),
        CellState::Blank => lang.pick("空白", "blank"),
        CellState::Dash if operand.as_zero => {
            lang.pick("没有填数，按 0 计", "no number, taken as 0")
        }
        CellState::Dash => lang.pick("没有填数", "no number"),
        CellState::Inferred => lang.pick("推算", "inferred"),
        CellState::Unread => lang.pick("读不准", "unread"),
        CellState::Absent if lang == Lang::Zh && !operand.raw.is_empty() => {
            return operand.raw.clone();
        }
        CellState::Absent => lang.pick("没有找到", "not found"),
    };
    let absent = operand.state == CellState::Absent;
    let raw = (!absent).then(|| operand.raw.clone());
    let value = value.or(raw).unwrap_or_default();
    match (value.is_empty(), lang) {
        (true, _) => note.to_owned(),
        (false, Lang::Zh) => format!("{value}（{note}）"),
        (false, Lang::En) => format!("{value} ({note})"),
    }
}
