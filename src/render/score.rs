//! A score for people: the number, the grade, each side of quality, and the ledger with what each
//! mend would bring.

use std::fmt::Write as _;

use crate::render::width::{hang, left, right, width};
use crate::render::words::grade_word;
use crate::render::{Lang, View};
use crate::rule::Words;
use crate::score::{Difference, Entry, Fraction, Grade, Judged, Points, Score, Sheet};
use crate::verdict::Outcome;

/// The most cells named that should be looked at.
const CELLS: usize = 8;
/// The columns before what points are lost for.
const LOST: usize = 19;

/// `score`, worked out from `sheet`, as a short table.
#[must_use]
pub fn score(sheet: &Sheet, score: &Score, view: &View) -> String {
    let table = Table { sheet, score, view };
    let mut text = String::new();
    table.head(&mut text);
    table.ledger(&mut text);
    text
}

/// What a second reckoning of the score of `name` says of the first.
#[must_use]
pub fn verified(name: &str, score: &Score, differences: &[Difference], view: &View) -> String {
    let lang = view.lang;
    let grade = grade_word(score.grade, lang);
    let value = score.value.map_or("—".to_owned(), |it| it.to_string());
    if differences.is_empty() {
        let text = match lang {
            Lang::Zh => format!(
                "重算一致：得分 {value}，{grade}，扣分 {} 条",
                score.ledger.len()
            ),
            Lang::En => format!(
                "agrees: {value}, {grade}, {} ledger lines",
                score.ledger.len()
            ),
        };
        return hang(&format!("{name}  "), "  ", &text, view.width);
    }
    let text = match lang {
        Lang::Zh => format!(
            "重算不一致，{} 处；重算得分 {value}，{grade}",
            differences.len()
        ),
        Lang::En => format!(
            "differs in {}; it comes to {value}, {grade}",
            differences.len()
        ),
    };
    let mut page = hang(&format!("{name}  "), "  ", &text, view.width);
    for it in differences {
        let text = match lang {
            Lang::Zh => format!("{}：文件里是 {}，重算是 {}", it.at, it.stated, it.computed),
            Lang::En => format!("{}: stated {}, comes to {}", it.at, it.stated, it.computed),
        };
        page += &hang("  ", "    ", &text, view.width);
    }
    page
}

struct Table<'a> {
    sheet: &'a Sheet,
    score: &'a Score,
    view: &'a View,
}

impl<'a> Table<'a> {
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.view.lang.pick(zh, en)
    }

    /// A line under a heading of its own.
    fn line(&self, page: &mut String, zh: &'static str, en: &'static str, text: &str) {
        let first = format!("  {}  ", left(self.pick(zh, en), 8));
        *page += &hang(&first, &" ".repeat(width(&first)), text, self.view.width);
    }

    fn head(&self, page: &mut String) {
        self.line(page, "得分", "score", &self.number());
        self.line(page, "等级", "grade", &self.grade());
        let sides = self.score.dimensions.iter().map(|it| {
            let title = self.sheet.dimensions.iter().find(|(id, _)| *id == it.id);
            let title = title.map_or(it.id.as_str(), |(_, title)| self.view.lang.of(title));
            format!("{title} {}", shown(it.value))
        });
        let sides: Vec<String> = sides.collect();
        if !sides.is_empty() {
            self.line(page, "各方面", "sides", &sides.join(self.pick("，", ", ")));
        }
        if !self.score.waived.is_empty() {
            let waived: Vec<&str> = self.score.waived.iter().map(|id| self.duty(id)).collect();
            let waived = waived.join(self.pick("；", "; "));
            self.line(page, "豁免", "waived", &waived);
        }
        let open = self.open();
        if !open.is_empty() && !self.score.unread.is_zero() {
            self.line(page, "待看", "look at", &open);
        }
    }

    fn number(&self) -> String {
        let Some(value) = self.score.value else {
            return self
                .pick(
                    "没有能够计分的内容，不给分",
                    "nothing could be judged: no number",
                )
                .to_owned();
        };
        let Score {
            applicable,
            assessed,
            lost,
            unread,
            ..
        } = self.score;
        let figures = match self.view.lang {
            Lang::Zh => {
                format!("{value}（适用 {applicable} 分，可判断 {assessed} 分，扣 {lost} 分）")
            }
            Lang::En => {
                format!("{value} ({applicable} points apply, {assessed} assessed, {lost} lost)")
            }
        };
        if unread.is_zero() {
            return figures;
        }
        let (low, high) = (shown(self.score.low), shown(self.score.high));
        match self.view.lang {
            Lang::Zh => format!("{figures}；{unread} 分还判断不了，全丢为 {low}，全得为 {high}"),
            Lang::En => {
                format!("{figures}; {unread} points are open: {low} if lost, {high} if kept")
            }
        }
    }

    fn grade(&self) -> String {
        let mut text = grade_word(self.score.grade, self.view.lang).to_owned();
        if let (None, Some(coverage)) = (self.score.grade, self.score.coverage) {
            let _ = match self.view.lang {
                Lang::Zh => write!(text, "（可判断的只占 {coverage}%）"),
                Lang::En => write!(text, " (only {coverage}% could be assessed)"),
            };
        }
        let mut caps: Vec<Grade> = self.score.caps.iter().map(|it| it.cap).collect();
        caps.sort_unstable();
        caps.dedup();
        for cap in caps {
            let limiting = self.score.caps.iter().filter(|it| it.cap == cap);
            let rules: Vec<String> = limiting
                .filter_map(|it| self.sheet.rules.iter().find(|rule| rule.id == it.rule))
                .map(|rule| self.rule(rule))
                .collect();
            let rules = rules.join(self.pick("；", "; "));
            let best = grade_word(Some(cap), self.view.lang);
            let limit = match (cap, self.view.lang) {
                (Grade::Return, Lang::Zh) => format!("：{rules}"),
                (Grade::Return, Lang::En) => format!(": {rules}"),
                (_, Lang::Zh) => format!("；不高于{best}：{rules}"),
                (_, Lang::En) => format!("; {best} at best: {rules}"),
            };
            text += &limit;
        }
        text
    }

    /// The few cells that could not be read, or the rules that could not be judged.
    fn open(&self) -> String {
        let open = || {
            self.sheet
                .rules
                .iter()
                .filter(|it| it.weighs() && it.is_open() && it.outcome != Outcome::Blocked)
        };
        let mut cells: Vec<&str> = Vec::new();
        for cell in open().flat_map(|it| &it.unread) {
            if !cells.contains(&cell.as_str()) {
                cells.push(cell);
            }
        }
        if cells.is_empty() {
            cells = open().map(|it| it.code.as_str()).collect();
        }
        let more = cells.len().saturating_sub(CELLS);
        let shown: Vec<&str> = cells.into_iter().take(CELLS).collect();
        let shown = shown.join(self.pick("、", ", "));
        match (more, self.view.lang) {
            (0, _) => shown,
            (more, Lang::Zh) => format!("{shown}，还有 {more} 处"),
            (more, Lang::En) => format!("{shown} and {more} more"),
        }
    }

    /// What each cause costs, the dearest first, and what comes of mending it.
    fn ledger(&self, page: &mut String) {
        let entries = &self.score.ledger;
        if entries.is_empty() {
            self.line(page, "扣分", "lost", self.pick("没有扣分", "nothing"));
            return;
        }
        let of = |cause: &'a str| entries.iter().filter(move |it| it.cause == cause);
        let lost = |cause| of(cause).fold(Points::default(), |sum, it| sum.plus(it.lost));
        let causes = self.sheet.causes.iter().map(String::as_str);
        let mut causes: Vec<&str> = causes.filter(|it| of(it).next().is_some()).collect();
        causes.sort_by_key(|cause| std::cmp::Reverse(lost(cause)));
        for (at, cause) in causes.into_iter().enumerate() {
            let (zh, en) = if at == 0 {
                ("扣分", "lost")
            } else {
                ("", "")
            };
            self.line(page, zh, en, &self.mend(cause, lost(cause)));
            let broken = |entry: &&Entry| self.breaks(cause, &entry.requirement);
            for entry in of(cause).filter(broken) {
                self.entry(page, entry, lost(cause));
            }
            let blocked = of(cause).filter(|it| !broken(it));
            self.blocked(page, &blocked.collect::<Vec<_>>());
        }
    }

    /// Whether something that the cause explains breaks the requirement, and does not only block it.
    fn breaks(&self, cause: &str, requirement: &str) -> bool {
        let cause = self.sheet.causes.iter().position(|it| it == cause);
        let duty = self.sheet.duties.iter().position(|it| it.id == requirement);
        let mut rules = duty.into_iter().flat_map(|it| self.sheet.weighing(it));
        rules.any(|it| it.findings().any(|it| Some(it) == cause))
    }

    /// What waits for a cause to be mended.
    fn blocked(&self, page: &mut String, entries: &[&Entry]) {
        if entries.is_empty() {
            return;
        }
        let waits = |id: &str| entries.iter().any(|it| it.requirement == id);
        let duties = self.sheet.duties.iter().filter(|it| waits(&it.id));
        let points: u32 = duties.map(|it| it.points).sum();
        let text = match self.view.lang {
            Lang::Zh => format!(
                "同一原因，另有 {} 项要求（{points} 分）改好后才能判断",
                entries.len()
            ),
            Lang::En => format!(
                "same cause: requirements that wait for it: {}, {points} points",
                entries.len()
            ),
        };
        *page += &hang(&lost_column("0"), &" ".repeat(LOST), &text, self.view.width);
    }

    /// A cause, and what comes of mending it.
    fn mend(&self, cause: &str, lost: Points) -> String {
        let at = self.sheet.causes.iter().position(|it| it == cause);
        let explained = |it: &&Judged| it.findings().any(|it| Some(it) == at);
        let explained = || self.sheet.rules.iter().filter(explained);
        // It is called by the finding that the page shows it with.
        let worst = explained().map(|it| it.severity).max();
        let by = explained().find(|it| Some(it.severity) == worst);
        let name = by.map_or(String::new(), |it| self.rule(it));
        let after = crate::score::score(&self.sheet.mended(cause));
        let grade = grade_word(after.grade, self.view.lang);
        let (low, high) = (shown(after.low), shown(after.high));
        let value = match (after.value, self.view.lang) {
            (Some(_), Lang::Zh) if !after.unread.is_zero() => format!("{low} 至 {high}"),
            (Some(_), Lang::En) if !after.unread.is_zero() => format!("{low} to {high}"),
            (value, _) => shown(value),
        };
        match self.view.lang {
            Lang::Zh => format!("{name}：扣 {lost} 分，改好后 {value}，{grade}"),
            Lang::En => format!("{name}: {lost} lost; once mended {value}, {grade}"),
        }
    }

    fn entry(&self, page: &mut String, entry: &Entry, lost: Points) {
        let title = self.duty(&entry.requirement);
        let (text, note) = if entry.lost.is_zero() {
            let note = if lost.is_zero() {
                self.pick("（已经扣完）", " (all is lost already)")
            } else {
                self.pick("（同一原因，不再扣）", " (same cause)")
            };
            ("0".to_owned(), note)
        } else {
            (format!("−{}", entry.lost), "")
        };
        let text = lost_column(&text);
        *page += &hang(
            &text,
            &" ".repeat(LOST),
            &format!("{title}{note}"),
            self.view.width,
        );
    }

    fn rule(&self, rule: &Judged) -> String {
        format!("{} {}", rule.code, self.words(&rule.title))
    }

    fn duty(&self, id: &'a str) -> &'a str {
        let duty = self.sheet.duties.iter().find(|it| it.id == id);
        duty.map_or(id, |it| self.words(&it.title))
    }

    fn words(&self, words: &'a Words) -> &'a str {
        self.view.lang.of(words)
    }
}

/// The points lost, before what they are lost for.
fn lost_column(text: &str) -> String {
    format!("{}  ", right(text, LOST.saturating_sub(2)))
}

fn shown(it: Option<Fraction>) -> String {
    it.map_or("—".to_owned(), |it| it.to_string())
}
