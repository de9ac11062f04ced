//! What is not a finding: in short, the codes of the rules and why; with all evidence, each rule
//! with what it rests on.

use std::collections::BTreeSet;

use super::Page;
use crate::render::place::{margin, mark, place};
use crate::render::width::{hang, left, right, width};
use crate::render::words::operand_text;
use crate::render::{Evidence, Lang};
use crate::rule::Rule;
use crate::source::Span;
use crate::verdict::{Outcome, RuleResult};

/// Of the reasons a rule has, so many are given in short.
const REASONS: usize = 3;
/// A reason that so many rules share is said once.
const MANY: usize = 3;
/// Of the numbers that were compared with nothing, so many are shown.
const NUMBERS: usize = 5;
/// Digits as they are written in words.
const HAN: &str = "一二两三四五六七八九十百千万";

/// A rule that came out in one way, and why.
pub(super) struct Row<'a> {
    result: &'a RuleResult,
    rule: &'a Rule,
    why: String,
}

impl<'a> Page<'a> {
    /// What could not be assessed, what is blocked or does not apply, and what passed.
    pub(super) fn rest(&mut self) {
        let parts: Vec<(Outcome, Vec<Row<'_>>)> = [
            Outcome::CannotAssess,
            Outcome::Blocked,
            Outcome::Waived,
            Outcome::NotApplicable,
            Outcome::Pass,
        ]
        .into_iter()
        .map(|outcome| (outcome, self.rows(outcome)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
        if self.view.evidence == Evidence::All {
            for (outcome, rows) in &parts {
                self.list(*outcome, rows);
            }
            self.passed_elsewhere();
        } else if !parts.is_empty() {
            self.short(&parts);
        }
    }

    /// The rules that came out as `outcome`; also those that failed, where a part could not be
    /// assessed.
    pub(super) fn rows(&self, outcome: Outcome) -> Vec<Row<'a>> {
        let partly = outcome == Outcome::CannotAssess;
        self.results()
            .filter(|(it, _)| {
                it.outcome == outcome
                    || (partly && it.verdicts.iter().any(|it| it.outcome == outcome))
            })
            .map(|(result, rule)| {
                let passed = outcome == Outcome::Pass;
                let why = (!passed).then(|| self.why(result, outcome));
                let why = why.unwrap_or_default();
                Row { result, rule, why }
            })
            .collect()
    }

    /// One paragraph for each outcome. Of what could not be checked the rules that share a reason stand
    /// together; what passed or does not concern the report is counted.
    fn short(&mut self, parts: &[(Outcome, Vec<Row<'_>>)]) {
        let title = self.pick("其余规则", "The other rules");
        self.heading(title);
        let counted = |outcome| matches!(outcome, Outcome::NotApplicable | Outcome::Pass);
        let lead = |(outcome, rows): &(Outcome, Vec<Row<'_>>)| match self.view.lang {
            Lang::Zh => format!("{} {} 项：", heading_of(*outcome, Lang::Zh), rows.len()),
            Lang::En => format!("{}, {}: ", heading_of(*outcome, Lang::En), rows.len()),
        };
        for part @ (_, rows) in parts.iter().filter(|(it, _)| !counted(*it)) {
            let mut first = lead(part);
            let room = width(&first);
            let groups = groups(rows.iter());
            for (why, codes) in &groups {
                let text = self.group(why, codes, groups.len() > 1);
                self.wrap(&first, &text);
                first = " ".repeat(room);
            }
        }
        let counts: Vec<String> = parts
            .iter()
            .filter(|(it, _)| counted(*it))
            .map(|(outcome, rows)| match self.view.lang {
                Lang::Zh => format!("{} {} 项", heading_of(*outcome, Lang::Zh), rows.len()),
                Lang::En => format!("{}, {}", heading_of(*outcome, Lang::En), rows.len()),
            })
            .collect();
        let note = match self.view.lang {
            Lang::Zh => format!("{}（各项和依据：--evidence all）", counts.join("，")),
            Lang::En => format!("{} (each, and why: --evidence all)", counts.join("; ")),
        };
        self.wrap("", &note);
        self.left_open();
    }

    /// The numbers of the text that were compared with nothing, since it cannot be told whose they are.
    fn left_open(&mut self) {
        let lang = self.view.lang;
        let source = &self.audit.facts.source;
        let verdicts = self.results().flat_map(|(it, _)| &it.verdicts);
        let mut open: Vec<Span> = verdicts
            .filter(|it| it.is_open())
            .filter_map(|it| it.operands.first()?.span)
            .collect();
        // What one rule leaves open, another may have found wrong.
        let verdicts = self.results().flat_map(|(it, _)| &it.verdicts);
        let found: BTreeSet<Span> = verdicts
            .filter(|it| it.outcome == Outcome::Fail)
            .flat_map(|it| it.operands.iter().filter_map(|it| it.span))
            .collect();
        open.retain(|it| !found.contains(it));
        open.sort_unstable();
        open.dedup();
        if open.is_empty() {
            return;
        }
        let shown = open.iter().take(NUMBERS);
        let shown = shown.map(|span| {
            let text = source.slice(*span).split_whitespace().collect::<String>();
            let gap = lang.pick("", " ");
            // What denies has no digits, and only begins a sentence.
            let told = text.contains(|it: char| it.is_numeric() || HAN.contains(it));
            let more = if told { "" } else { "…" };
            format!("{}{gap}“{text}{more}”", place(source, span.start, lang))
        });
        let mut shown: Vec<String> = shown.collect();
        shown.dedup();
        let shown = shown.join(lang.pick("、", ", "));
        let more = if open.len() > NUMBERS {
            lang.pick("等", " and others")
        } else {
            ""
        };
        let text = match lang {
            Lang::Zh => format!(
                "正文有 {} 处看不准是不是本机关、报告年度的，没有核对，请自行对照{}：{shown}{more}",
                open.len(),
                self.clear_words(),
            ),
            Lang::En => format!(
                "Numbers of the text that may be of others or of other years, and were compared with nothing, {}{}: {shown}{more}",
                open.len(),
                self.clear_words(),
            ),
        };
        self.wrap("", &text);
    }

    /// What a sentence has to say for its numbers to be compared, in brackets.
    fn clear_words(&self) -> String {
        let lang = self.view.lang;
        let words = &self.audit.pack.prose;
        let said = |words: [Option<&String>; 2]| -> String {
            let words = words.into_iter().flatten();
            match lang {
                Lang::Zh => words
                    .map(|it| format!("“{it}”"))
                    .collect::<Vec<_>>()
                    .concat(),
                Lang::En => words.map(String::as_str).collect::<Vec<_>>().join(" or "),
            }
        };
        let own = said([words.own.first(), words.this_year.first()]);
        let wide = said([words.wide.first(), words.wide.get(1)]);
        match (own.is_empty() || wide.is_empty(), lang) {
            (true, _) => String::new(),
            (false, Lang::Zh) => format!("（句中写明{own}，政府写明{wide}，就能核对）"),
            (false, Lang::En) => {
                format!(" (they are, where the sentence says {own}, or {wide} for a government)")
            }
        }
    }

    /// Rules by their codes, with the reason they share; among others, how many they are.
    fn group(&self, why: &str, codes: &[&str], among: bool) -> String {
        let lang = self.view.lang;
        let many = codes.len();
        let list = codes.join(lang.pick("、", ", "));
        let text = match lang {
            _ if !among || many == 1 => list,
            Lang::Zh => format!("{list} 共 {many} 项"),
            Lang::En => format!("{list}, {many} in all"),
        };
        match (why.is_empty(), lang) {
            (true, _) => text,
            (false, Lang::Zh) => format!("{text}（{why}）"),
            (false, Lang::En) => format!("{text} ({why})"),
        }
    }

    /// Why a rule came out as it did, each reason once.
    fn why(&self, result: &RuleResult, outcome: Outcome) -> String {
        let lang = self.view.lang;
        if !result.blocked_by.is_empty() {
            let by: Vec<&str> = result.blocked_by.iter().map(|id| self.code(id)).collect();
            let by = by.join(lang.pick("、", ", "));
            return format!("{}{by}", lang.pick("要先解决 ", "first mend "));
        }
        let own = result
            .reason
            .as_deref()
            .filter(|_| result.outcome == outcome);
        let said = result
            .verdicts
            .iter()
            .filter(|it| it.outcome == outcome)
            .map(|it| it.message.as_str());
        let mut all: Vec<String> = Vec::new();
        for reason in own.into_iter().chain(said).filter(|it| !it.is_empty()) {
            let reason = lang.told(outcome, reason);
            if !all.contains(&reason) {
                all.push(reason);
            }
        }
        let many = all.len();
        if self.view.evidence == Evidence::Findings && many > REASONS {
            all.truncate(REASONS);
            let list = all.join(lang.pick("；", "; "));
            return match lang {
                Lang::Zh => format!("{list}；等 {many} 处"),
                Lang::En => format!("{list}; {many} in all"),
            };
        }
        all.join(lang.pick("；", "; "))
    }

    /// The code of the rule with this id.
    fn code<'i>(&self, id: &'i str) -> &'i str
    where
        'a: 'i,
    {
        let rule = self.audit.pack.rules.iter().find(|it| it.id == id);
        rule.map_or(id, |it| it.code.as_str())
    }

    /// The rules of an outcome one by one, with all evidence.
    fn list(&mut self, outcome: Outcome, rows: &[Row<'_>]) {
        let heading = heading_of(outcome, self.view.lang);
        let none = match (outcome, self.view.lang) {
            (Outcome::Pass, Lang::Zh) => "（未发现下列问题）",
            (Outcome::Pass, Lang::En) => " (none of these was found)",
            (_, _) => "",
        };
        self.heading(&match self.view.lang {
            Lang::Zh => format!("{heading}{none}：{} 项", rows.len()),
            Lang::En => format!("{heading}{none}: {}", rows.len()),
        });
        // What many rules say alike, with nothing to show for it, is said once.
        let bare = |row: &&Row<'_>| {
            let verdicts = row.result.verdicts.iter();
            let mut of_it = verdicts.filter(|it| it.outcome == outcome);
            of_it.all(|it| it.operands.is_empty())
        };
        let many = if outcome == Outcome::NotApplicable {
            groups(rows.iter().filter(bare))
        } else {
            Vec::new()
        };
        let many: Vec<_> = many
            .into_iter()
            .filter(|(_, it)| it.len() >= MANY)
            .collect();
        let alike = |row: &Row<'_>| bare(&row) && many.iter().any(|(why, _)| *why == row.why);
        for row in rows.iter().filter(|it| !alike(it)) {
            self.line(row.rule, &row.why);
            self.evidence(row, outcome);
        }
        for (why, codes) in &many {
            let colon = self.pick("：", ": ");
            let codes = codes.join(self.pick("、", ", "));
            self.wrap("  ", &format!("{why}{colon}{codes}"));
        }
    }

    /// What passed of rules that did not pass as a whole: evidence too.
    fn passed_elsewhere(&mut self) {
        let passes = |it: &RuleResult| it.verdicts.iter().any(|it| it.outcome == Outcome::Pass);
        let rows: Vec<Row<'_>> = self
            .results()
            .filter(|(it, _)| it.outcome != Outcome::Pass && passes(it))
            .map(|(result, rule)| Row {
                result,
                rule,
                why: String::new(),
            })
            .collect();
        if rows.is_empty() {
            return;
        }
        let count = rows.len();
        self.heading(&match self.view.lang {
            Lang::Zh => format!("部分通过（别处有问题或无法判断）：{count} 项"),
            Lang::En => format!("Passed in part (not so elsewhere): {count}"),
        });
        for row in &rows {
            self.line(row.rule, "");
            self.evidence(row, Outcome::Pass);
        }
    }

    /// A rule on one line, with why.
    pub(super) fn line(&mut self, rule: &Rule, why: &str) {
        let title = self.view.lang.of(&rule.title);
        let text = match (why.is_empty(), self.view.lang) {
            (true, _) => title.to_owned(),
            (false, Lang::Zh) => format!("{title}：{why}"),
            (false, Lang::En) => format!("{title}: {why}"),
        };
        let codes = self.audit.pack.rules.iter().map(|it| width(&it.code));
        let first = format!("  {}  ", left(&rule.code, codes.max().unwrap_or(0)));
        self.wrap(&first, &text);
    }

    /// With `--evidence all`: what each verdict of `outcome` rests on.
    fn evidence(&mut self, row: &Row<'_>, outcome: Outcome) {
        if self.view.evidence == Evidence::Findings {
            return;
        }
        let verdicts = row.result.verdicts.iter();
        for verdict in verdicts.filter(|it| it.outcome == outcome) {
            // What the line above says already is not said again.
            let message = self.view.lang.told(outcome, &verdict.message);
            let said =
                row.why == message || (verdict.operands.is_empty() && row.why.contains(&message));
            if !said {
                self.text += &hang("        ", "        ", &message, self.view.width);
            }
            for operand in &verdict.operands {
                let source = &self.audit.facts.source;
                let place = operand.span.map(|it| mark(source, it.start));
                let place = right(&place.unwrap_or_default(), margin(source));
                let first = format!("        {place} │ ");
                self.wrap(&first, &operand_text(operand, self.view.lang));
            }
        }
    }
}

/// What the rules of an outcome are called together.
fn heading_of(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::RuleFault => lang.pick("规则本身出错", "Rules that broke"),
        Outcome::Fail => lang.pick("有问题", "Failed"),
        Outcome::CannotAssess => lang.pick("无法判断", "Could not be assessed"),
        Outcome::Blocked => lang.pick("暂未检查", "Blocked"),
        Outcome::Waived => lang.pick("已豁免", "Waived"),
        Outcome::NotApplicable => lang.pick("不适用", "Not applicable"),
        Outcome::Pass => lang.pick("通过", "Passed"),
    }
}

/// The codes of rules by the reason they share, in order.
fn groups<'a>(rows: impl Iterator<Item = &'a Row<'a>>) -> Vec<(String, Vec<&'a str>)> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|(why, _)| *why == row.why) {
            Some((_, codes)) => codes.push(&row.rule.code),
            None => groups.push((row.why.clone(), vec![&row.rule.code])),
        }
    }
    groups
}
