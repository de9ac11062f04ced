//! Waiver: a finding that an office lets stand, and why; and what is wrong with the waiver itself.

use crate::bilingual::Both;
use crate::document::Date;
use crate::rule::Severity;
use crate::source::{Source, Span};

/// A finding that an office lets stand.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The id or the code of the rule.
    pub rule: String,
    /// The organ it is for; without one it is for every organ, which is too broad.
    pub organ: Option<String>,
    /// The report year it is for; without one it is for every year, which is too broad.
    pub year: Option<i32>,
    /// The only instance of the rule it is for.
    pub instance: Option<String>,
    /// Why.
    pub reason: String,
    /// Who lets it stand.
    pub by: String,
    /// The last day it holds, and where that is written.
    pub until: Option<(Date, Span)>,
    /// The file it stands in.
    pub source: Source,
    /// Where in it the rule is named.
    pub span: Span,
}

/// What became of a waiver in one audit.
#[derive(Debug, Clone)]
pub struct Used {
    /// The waiver.
    pub waiver: Waiver,
    /// How many findings it lets stand.
    pub findings: usize,
    /// The instances of its rule that fail all the same.
    pub failing: Vec<String>,
    /// Whether its last day is past.
    pub expired: bool,
}

/// What is wrong with a waiver: a finding of the audit, on the list of waivers and not on the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its last day is past.
    Expired,
    /// It does not name an organ and a year.
    TooBroad,
    /// Nothing is there that it could let stand.
    Unused,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Expired, Self::TooBroad, Self::Unused];

    /// Short and stable.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expired => "HM01",
            Self::TooBroad => "HM02",
            Self::Unused => "HM03",
        }
    }

    /// Says the fault.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Expired => "waiver-expired",
            Self::TooBroad => "waiver-too-broad",
            Self::Unused => "waiver-unused",
        }
    }

    /// It is to be mended, but the report is none the worse for it: no points are at stake.
    #[must_use]
    pub const fn severity(self) -> Severity {
        Severity::Warning
    }

    /// What is called so.
    #[must_use]
    pub const fn title(self) -> Both {
        match self {
            Self::Expired => Both {
                zh: "豁免已经过期，不再豁免",
                en: "The waiver is out of date: it lets nothing stand",
            },
            Self::TooBroad => Both {
                zh: "豁免太宽，没有写明机关和年度",
                en: "The waiver is too broad: it does not name the organ and the year",
            },
            Self::Unused => Both {
                zh: "豁免没有用上，没有要它豁免的问题",
                en: "The waiver is of no use: there is no finding for it to let stand",
            },
        }
    }

    /// What to do.
    #[must_use]
    pub const fn help(self) -> Both {
        match self {
            Self::Expired => Both {
                zh: "问题已经改好的，删去这一条；还要豁免的，重新批准，改 `until`",
                en: "if the report was mended, take it out; if not, have it allowed anew and change `until`",
            },
            Self::TooBroad => Both {
                zh: "写上 `organ` 和 `year`，只豁免批准的那一份报告",
                en: "write `organ` and `year`, so that it is for the one report that was allowed",
            },
            Self::Unused => Both {
                zh: "问题已经改好的，删去这一条；不是的，核对 `rule` 和 `instance`",
                en: "if the report was mended, take it out; if not, see whether `rule` and `instance` are right",
            },
        }
    }
}

impl Used {
    /// What is wrong with the waiver itself; of several the one to mend first.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        if self.expired {
            Some(Fault::Expired)
        } else if self.waiver.organ.is_none() || self.waiver.year.is_none() {
            Some(Fault::TooBroad)
        } else if self.findings == 0 {
            Some(Fault::Unused)
        } else {
            None
        }
    }

    /// Where in the list of waivers `fault` stands.
    #[must_use]
    pub fn place(&self, fault: Fault) -> Span {
        let until = self.waiver.until.map(|(_, span)| span);
        match fault {
            Fault::Expired => until.unwrap_or(self.waiver.span),
            Fault::TooBroad | Fault::Unused => self.waiver.span,
        }
    }

    /// What is wrong with it, said of this very waiver: in Chinese and in English.
    #[must_use]
    pub fn message(&self, fault: Fault) -> (String, String) {
        let Waiver { rule, until, .. } = &self.waiver;
        let title = fault.title();
        match (fault, until) {
            (Fault::Expired, Some((day, _))) => (
                format!("对 {rule} 的豁免到 {day} 为止，已经过期，不再豁免"),
                format!("the waiver of {rule} held until {day}: it lets nothing stand any more"),
            ),
            (Fault::Expired, None) => (title.zh.to_owned(), title.en.to_owned()),
            (Fault::TooBroad, _) => {
                let (zh, en) = match (&self.waiver.organ, self.waiver.year) {
                    (None, None) => ("机关和年度", "the organ and the year"),
                    (None, Some(_)) => ("机关", "the organ"),
                    (Some(_), _) => ("年度", "the year"),
                };
                (
                    format!("对 {rule} 的豁免太宽，没有写明{zh}"),
                    format!("the waiver of {rule} is too broad: it does not name {en}"),
                )
            }
            (Fault::Unused, _) => (
                format!("对 {rule} 的豁免没有用上，这份报告没有要它豁免的问题"),
                format!("the waiver of {rule} is of no use: the report has no finding for it"),
            ),
        }
    }

    /// What to do about `fault` here: in Chinese and in English.
    #[must_use]
    pub fn help(&self, fault: Fault) -> (String, String) {
        let help = fault.help();
        if fault == Fault::Unused
            && let Some(instance) = &self.waiver.instance
            && !self.failing.is_empty()
        {
            return (
                format!(
                    "没有 `{instance}` 这一处；这条规则不通过的是：{}",
                    self.failing.join("、")
                ),
                format!(
                    "there is no `{instance}` that fails; these do: {}",
                    self.failing.join(", ")
                ),
            );
        }
        (help.zh.to_owned(), help.en.to_owned())
    }
}
