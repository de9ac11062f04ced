//! Values that remember where they come from.

use rust_decimal::Decimal;

use crate::document::Date;
use crate::fact::CellState;
use crate::source::Span;
use crate::verdict::{Operand, Outcome};

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lack {
    /// Whether it does not apply or cannot be assessed.
    pub(super) outcome: Outcome,
    /// The reason.
    pub(super) why: String,
}

impl Lack {
    pub(super) fn not_applicable(why: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::NotApplicable,
            why: why.into(),
        }
    }

    pub(super) fn cannot_assess(why: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::CannotAssess,
            why: why.into(),
        }
    }
}

/// A number: the least and the most it may be, and the operands it was made of.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) bounds: Result<(Decimal, Decimal), Lack>,
    pub(super) operands: Vec<Operand>,
}

impl Number {
    pub(super) const fn exact(value: Decimal, operands: Vec<Operand>) -> Self {
        Self {
            bounds: Ok((value, value)),
            operands,
        }
    }

    pub(super) const fn lacking(lack: Lack) -> Self {
        Self {
            bounds: Err(lack),
            operands: Vec::new(),
        }
    }

    /// As people write it: a number of the text that is not told to its last digit is about so much.
    pub(super) fn told(&self, (low, high): (Decimal, Decimal)) -> String {
        let only = match self.operands.as_slice() {
            [operand] => operand.value,
            _ => None,
        };
        match only {
            Some(value) if low < high && low > Decimal::ZERO && low <= value && value <= high => {
                format!("约{}", value.normalize())
            }
            Some(_) | None => shown((low, high)),
        }
    }

    /// Both put together; `with` says how, and gives nothing if the result cannot be held.
    pub(super) fn combine(
        self,
        other: Self,
        with: impl Fn((Decimal, Decimal), (Decimal, Decimal)) -> Option<(Decimal, Decimal)>,
    ) -> Self {
        let mut operands = self.operands;
        for operand in other.operands {
            if !operands.contains(&operand) {
                operands.push(operand);
            }
        }
        let bounds = match (self.bounds, other.bounds) {
            (Ok(left), Ok(right)) => {
                with(left, right).ok_or_else(|| Lack::cannot_assess("数值太大，无法计算"))
            }
            (Err(lack), _) | (_, Err(lack)) => Err(lack),
        };
        Self { bounds, operands }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        self.combine(other, |(low, high), (less, more)| {
            Some((low.checked_add(less)?, high.checked_add(more)?))
        })
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.combine(other, |(low, high), (less, more)| {
            Some((low.checked_sub(more)?, high.checked_sub(less)?))
        })
    }

    pub(super) fn times(self, factor: i64) -> Self {
        let factor = Decimal::from(factor);
        let bounds = self.bounds.and_then(|(low, high)| {
            let one = low.checked_mul(factor);
            let other = high.checked_mul(factor);
            match (one, other) {
                (Some(one), Some(other)) => Ok((one.min(other), one.max(other))),
                (None, _) | (_, None) => Err(Lack::cannot_assess("数值太大，无法计算")),
            }
        });
        Self {
            bounds,
            operands: self.operands,
        }
    }
}

/// Yes, no or why that is not known.
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) is: Result<bool, Lack>,
    pub(super) operands: Vec<Operand>,
    /// What it says when it is false, for the reason of what does not apply.
    pub(super) otherwise: String,
}

impl Truth {
    pub(super) fn new(is: bool, otherwise: impl Into<String>) -> Self {
        Self {
            is: Ok(is),
            operands: Vec::new(),
            otherwise: otherwise.into(),
        }
    }

    pub(super) fn with(mut self, operands: impl IntoIterator<Item = Operand>) -> Self {
        self.operands.extend(operands);
        self
    }

    pub(super) fn negated(self) -> Self {
        Self {
            is: self.is.map(|is| !is),
            operands: self.operands,
            otherwise: opposite(&self.otherwise),
        }
    }

    /// Both, or either if `any`. What decides the answer alone needs no other.
    pub(super) fn combine(self, other: Self, any: bool) -> Self {
        let is = match (&self.is, &other.is) {
            (Ok(is), _) | (_, Ok(is)) if *is == any => Ok(any),
            (Err(lack), _) | (_, Err(lack)) => Err(lack.clone()),
            (Ok(_), Ok(_)) => Ok(!any),
        };
        // What did not decide it explains nothing.
        let decides = |one: &Result<bool, Lack>| is.as_ref() != Ok(&any) || *one == Ok(any);
        let sides = [(&self.is, self.operands), (&other.is, other.operands)];
        let sides = sides.into_iter().filter(|(one, _)| decides(one));
        let operands = sides.flat_map(|(_, operands)| operands).collect();
        let otherwise = if self.is == Ok(any) || self.otherwise == other.otherwise {
            self.otherwise
        } else if other.is == Ok(any) {
            other.otherwise
        } else {
            let joint = if any { "且" } else { "或" };
            format!("{}{joint}{}", self.otherwise, other.otherwise)
        };
        Self {
            is,
            operands,
            otherwise,
        }
    }
}

/// The answer no to a question that asks 是不是, 会不会, 有没有; what explains the question is left out.
pub(super) fn denied(question: &str) -> String {
    let question = question.split(['；', '（']).next().unwrap_or(question);
    if let Some(rest) = question.strip_prefix("有没有") {
        return format!("没有{rest}");
    }
    // 是不是, 会不会: the second half is the answer.
    let asked = question.chars().next();
    match question.split_once('不') {
        Some((yes, no)) if yes.chars().count() == 1 && no.chars().next() == asked => {
            format!("不{no}")
        }
        _ => format!("并非“{question}”"),
    }
}

/// What denies a denial.
fn opposite(denial: &str) -> String {
    const DENIALS: [(&str, &str); 10] = [
        ("说的是有", "说的是没有"),
        ("看不出是什么数", "另有规则核对这个数"),
        ("没有写清楚", "写清楚了"),
        ("没有找到", "找到了"),
        ("没有说全", "说全了"),
        ("没有清楚列举", "清楚列举了"),
        ("没有", "有"),
        ("不会", "可能"),
        ("不是", "是"),
        ("不符合", "符合"),
    ];
    // What is not this or not that is both.
    for (joint, other) in [("且", "或"), ("或", "且")] {
        if denial.contains(joint) && !denial.contains(other) {
            let parts: Vec<String> = denial.split(joint).map(opposite).collect();
            return parts.join(other);
        }
    }
    // What is so is said of both answers.
    if denial.contains(" = ") || denial.contains("是“") {
        return denial.to_owned();
    }
    for (no, yes) in DENIALS {
        if denial.matches(no).count() == 1 && !denial.contains(['且', '或']) {
            return denial.replacen(no, yes, 1);
        }
    }
    format!("并非“{denial}”")
}

/// Words of the report, in folded letters.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) text: Result<String, Lack>,
    pub(super) name: String,
    pub(super) span: Option<Span>,
}

impl Words {
    pub(super) fn operand(&self) -> Operand {
        let raw = self.text.as_deref().unwrap_or_default();
        stated(&self.name, &shortened(raw), self.span)
    }

    /// What they are, where that can be said in short; else that they are not what is looked for.
    pub(super) fn said(&self) -> String {
        const SHORT: usize = 12;
        let text = self.text.as_deref().unwrap_or_default();
        let length = text.chars().count();
        if (1..=SHORT).contains(&length) && !text.contains(['且', '或']) {
            format!("{}是“{text}”", self.name)
        } else {
            format!("{}不是要查的写法", self.name)
        }
    }
}

/// A day of the report or of the calendar.
#[derive(Debug, Clone)]
pub(super) struct Day {
    pub(super) date: Result<Date, Lack>,
    pub(super) operands: Vec<Operand>,
}

/// A place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) text: String,
    pub(super) span: Span,
}

/// An operand that is no number.
pub(super) fn stated(name: &str, raw: &str, span: Option<Span>) -> Operand {
    Operand {
        name: name.to_owned(),
        value: None,
        raw: raw.to_owned(),
        state: if span.is_some() || !raw.is_empty() {
            CellState::Read
        } else {
            CellState::Absent
        },
        as_zero: false,
        span,
    }
}

/// The beginning of a text, long enough to know it by.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut short: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// A number as people write it.
pub(super) fn shown((low, high): (Decimal, Decimal)) -> String {
    let (low, high) = (low.normalize(), high.normalize());
    if low == high {
        low.to_string()
    } else {
        format!("{low}～{high}")
    }
}
