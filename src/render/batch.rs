//! Many reports in short: a line each, the worst first, and those that nobody could audit.

use std::cmp::Ordering;
use std::fmt::Write as _;

use crate::audit::Audit;
use crate::render::csv;
use crate::render::story::Story;
use crate::render::width::{clean, hang, left, right, width};
use crate::render::words::grade_word;
use crate::render::{Lang, View};
use crate::rule::Severity;
use crate::score::{Fraction, Grade};
use crate::verdict::Outcome;

/// What is said of one report among many.
#[derive(Debug, Clone)]
pub struct Line {
    file: String,
    organ: Option<String>,
    year: Option<i32>,
    pack: String,
    score: Option<Fraction>,
    low: Option<Fraction>,
    high: Option<Fraction>,
    grade: Option<Grade>,
    /// The codes of the rules that limit the grade.
    caps: Vec<String>,
    errors: usize,
    warnings: usize,
    hints: usize,
    unjudged: usize,
    /// The year it says it is of, if that is not the pack's.
    foreign: Option<i32>,
}

/// A file that was not audited.
#[derive(Debug, Clone)]
pub struct Left {
    /// The file.
    pub file: String,
    /// Why.
    pub why: String,
    /// Whether it is no report at all, so that nothing is to be done about it.
    pub other: bool,
}

impl Line {
    /// The line of `audit`.
    #[must_use]
    pub fn of(audit: &Audit<'_>) -> Self {
        let story = Story {
            audit,
            lang: Lang::Zh,
        };
        let found = |severity| story.leading(severity).len();
        let (facts, score) = (&audit.facts, &audit.score);
        let rules = &audit.pack.rules;
        let code = |id: &String| {
            rules
                .iter()
                .find(|it| it.id == *id)
                .map(|it| it.code.clone())
        };
        let unjudged = audit.results.iter();
        let unjudged = unjudged.filter(|it| it.outcome == Outcome::CannotAssess);
        Self {
            file: facts.source.name().to_owned(),
            organ: facts.organ.as_ref().map(|it| it.value.clone()),
            year: facts.year.as_ref().map(|it| it.value),
            pack: audit.pack.id.clone(),
            score: score.value,
            low: score.low,
            high: score.high,
            grade: score.grade,
            caps: score.caps.iter().filter_map(|it| code(&it.rule)).collect(),
            errors: found(Severity::Error),
            warnings: found(Severity::Warning),
            hints: found(Severity::Hint),
            unjudged: unjudged.count(),
            foreign: audit.foreign_year(),
        }
    }

    /// By grade, what has none behind what is sent back: somebody has to look at both. Then by the score
    /// if all that is open is lost, then by the score.
    fn rank(&self, other: &Self) -> Ordering {
        let grade = |it: &Self| match it.grade {
            Some(Grade::Return) => 0,
            None => 1,
            Some(Grade::Poor) => 2,
            Some(Grade::Fair) => 3,
            Some(Grade::Good) => 4,
            Some(Grade::Excellent) => 5,
        };
        let number = |one: Option<Fraction>, other: Option<Fraction>| match (one, other) {
            (Some(one), Some(other)) => one.compare(other),
            (one, other) => one.is_some().cmp(&other.is_some()),
        };
        grade(self)
            .cmp(&grade(other))
            .then_with(|| number(self.low, other.low))
            .then_with(|| number(self.score, other.score))
    }
}

/// `lines`, the worst first; those that are alike in their order.
fn ranked(lines: &[Line]) -> Vec<&Line> {
    let mut ranked: Vec<&Line> = lines.iter().collect();
    ranked.sort_by(|one, other| one.rank(other));
    ranked
}

fn shown(number: Option<Fraction>) -> String {
    number.map_or_else(|| "—".to_owned(), |it| it.to_string())
}

/// The columns of the numbers: of each, and of all with their blanks.
const NUMBER: usize = 4;
const NUMBERS: usize = 5 + 1 + 5 * (NUMBER + 1);
/// The least columns of an organ's name and of a file's.
const NAME: usize = 16;

/// A table of `lines`, the worst first, with what was `left` out behind them.
#[must_use]
pub fn batch(lines: &[Line], left_out: &[Left], view: &View) -> String {
    let lang = view.lang;
    let heads = match lang {
        Lang::Zh => [
            "得分", "等级", "必改", "应改", "可改", "未判", "年度", "机关", "文件",
        ],
        Lang::En => [
            "score", "grade", "err", "warn", "hint", "open", "year", "organ", "file",
        ],
    };
    let files = lines.iter().map(|it| it.file.as_str());
    let folder = common_folder(files.chain(left_out.iter().map(|it| it.file.as_str())));
    let own = |file: &str| clean(file.get(folder..).unwrap_or(file));
    let grade = |it: &Line| grade_word(it.grade, lang);
    let organ = |it: &Line| clean(it.organ.as_deref().unwrap_or("—"));
    let widest = |head: usize, words: &mut dyn Iterator<Item = usize>| words.fold(head, usize::max);
    let grades = widest(NUMBER + 1, &mut lines.iter().map(|it| width(grade(it))));
    let organs = widest(NUMBER, &mut lines.iter().map(|it| width(&organ(it))));
    let names = widest(NUMBER, &mut lines.iter().map(|it| width(&own(&it.file))));
    // The file is what is asked for next, so it goes before the organ's name.
    let room = view.width.min(160).saturating_sub(NUMBERS + grades + 3);
    let names = names.min(room.saturating_sub(organs.min(NAME)).max(NAME));
    let organs = organs.min(room.saturating_sub(names).max(NAME));
    let row = |[score, grade, numbers @ .., organ, file]: [&str; 9]| {
        let numbers: Vec<String> = numbers.iter().map(|it| right(it, NUMBER)).collect();
        let [score, grade] = [right(score, 5), left(grade, grades)];
        let (numbers, organ) = (numbers.join(" "), left(organ, organs));
        let line = format!("{score} {grade} {numbers} {organ}  {}", tail(file, names));
        line.trim_end().to_owned()
    };
    let title = match lang {
        Lang::Zh => format!("── 共 {} 份报告，等级低的在前 ", lines.len()),
        Lang::En => format!("── {} reports, the lowest grade first ", lines.len()),
    };
    let rule = |title: &str| "─".repeat(view.width.min(100).saturating_sub(width(title)));
    let mut text = format!("{title}{}\n{}\n", rule(&title), row(heads));
    for it in ranked(lines) {
        let year = it.year.map_or_else(|| "—".to_owned(), |it| it.to_string());
        let _ = writeln!(
            text,
            "{}",
            row([
                &shown(it.score),
                grade(it),
                &it.errors.to_string(),
                &it.warnings.to_string(),
                &it.hints.to_string(),
                &it.unjudged.to_string(),
                &year,
                &organ(it),
                &own(&it.file),
            ])
        );
    }
    let parts = [
        (
            false,
            lang.pick("没有读成，没有审查", "not read, not audited"),
        ),
        (
            true,
            lang.pick("不是报告，没有审查", "no reports, not audited"),
        ),
    ];
    for (other, what) in parts {
        let of_it: Vec<&Left> = left_out.iter().filter(|it| it.other == other).collect();
        if of_it.is_empty() {
            continue;
        }
        let title = match lang {
            Lang::Zh => format!("── {what}：{} 份 ", of_it.len()),
            Lang::En => format!("── {what}: {} ", of_it.len()),
        };
        let _ = writeln!(text, "\n{title}{}", rule(&title));
        for it in of_it {
            let colon = lang.pick("：", ": ");
            let line = format!("{}{colon}{}", own(&it.file), it.why);
            text += &hang("  ", "      ", &line, view.width.min(160));
        }
    }
    text
}

/// The same for a spreadsheet.
#[must_use]
pub fn batch_csv(lines: &[Line], left_out: &[Left], lang: Lang) -> String {
    let heads = match lang {
        Lang::Zh => [
            "文件",
            "机关",
            "年度",
            "规则包",
            "状态",
            "等级",
            "限制等级的规则",
            "得分",
            "最低",
            "最高",
            "必须改",
            "应当改",
            "可以改进",
            "无法判断",
            "说明",
        ],
        Lang::En => [
            "file",
            "organ",
            "year",
            "pack",
            "state",
            "grade",
            "capped_by",
            "score",
            "low",
            "high",
            "errors",
            "warnings",
            "hints",
            "not_assessed",
            "remark",
        ],
    };
    let number = |it: Option<Fraction>| it.map(|it| it.to_string()).unwrap_or_default();
    // Without this mark spreadsheets take the text for one of an old encoding.
    let mut text = format!("\u{feff}{}", csv::row(&heads));
    for it in ranked(lines) {
        let remark = it.foreign.map(|year| match lang {
            Lang::Zh => format!("报告自己写的是 {year} 年度，不归这个规则包管"),
            Lang::En => format!("it says that it is of {year}, which the pack does not govern"),
        });
        let remark = remark.unwrap_or_default();
        text += &csv::row(&[
            &it.file,
            it.organ.as_deref().unwrap_or_default(),
            &it.year.map(|it| it.to_string()).unwrap_or_default(),
            &it.pack,
            lang.pick("已审查", "audited"),
            grade_word(it.grade, lang),
            &it.caps.join(" "),
            &number(it.score),
            &number(it.low),
            &number(it.high),
            &it.errors.to_string(),
            &it.warnings.to_string(),
            &it.hints.to_string(),
            &it.unjudged.to_string(),
            &remark,
        ]);
    }
    let (unread, others): (Vec<&Left>, Vec<&Left>) = left_out.iter().partition(|it| !it.other);
    for it in unread.into_iter().chain(others) {
        let state = if it.other {
            lang.pick("不是报告", "no report")
        } else {
            lang.pick("没有读成", "not read")
        };
        let mut row = [""; 15];
        let [file, _, _, _, was, .., why] = &mut row;
        (*file, *was, *why) = (&it.file, state, &it.why);
        text += &csv::row(&row);
    }
    text
}

/// How much of all paths is the folder they have in common.
fn common_folder<'p>(mut paths: impl Iterator<Item = &'p str>) -> usize {
    let Some(first) = paths.next() else {
        return 0;
    };
    let folder = |path: &str| path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    paths.fold(folder(first), |common, path| {
        let same = first.bytes().zip(path.bytes());
        let same = same.take_while(|(one, other)| one == other).count();
        // Paths may part within a letter of several bytes; a folder's end is none of these.
        let shared = first.as_bytes().get(..same.min(common));
        let end = shared.and_then(|it| it.iter().rposition(|it| matches!(it, b'/' | b'\\')));
        end.map_or(0, |at| at + 1)
    })
}

/// The end of a path, which tells files apart.
fn tail(path: &str, columns: usize) -> String {
    if width(path) <= columns {
        return path.to_owned();
    }
    let mut kept = String::new();
    for letter in path.chars().rev() {
        let longer = format!("{letter}{kept}");
        if width(&longer) >= columns {
            break;
        }
        kept = longer;
    }
    format!("…{kept}")
}

#[cfg(test)]
mod tests {
    use super::{Grade, Left, Line, batch, batch_csv, common_folder};
    use crate::render::width::width;
    use crate::render::{Lang, View};

    fn line(file: &str, grade: Option<Grade>) -> Line {
        Line {
            file: file.into(),
            organ: Some("青澜市住房和城乡建设综合行政执法局".into()),
            year: Some(2022),
            pack: "gid-2021".into(),
            score: None,
            low: None,
            high: None,
            grade,
            caps: vec!["GJ01".into()],
            errors: 12,
            warnings: 345,
            hints: 6,
            unjudged: 0,
            foreign: None,
        }
    }

    #[test]
    fn every_line_fits_the_screen() {
        let name = "年报/2022/市直部门/青澜市住房和城乡建设局2022年政府信息公开工作年度报告.docx";
        let left = Left {
            file: "年报/2022/市直部门/青澜市教育局.docx".into(),
            why: "压缩结构不完整，文件可能没有下载完或传输出错；下载的文件请重新下载".into(),
            other: false,
        };
        let text = batch(&[line(name, None)], &[left], &View::plain(80));
        for line in text.lines() {
            assert!(width(line) <= 80, "{} {line}", width(line));
        }
        assert!(text.contains("年度报告.docx"), "{text}");
        assert!(text.contains("\n  青澜市教育局.docx：压缩"), "{text}");
    }

    #[test]
    fn the_worst_grade_stands_first() {
        let grades = [
            Some(Grade::Excellent),
            None,
            Some(Grade::Fair),
            Some(Grade::Return),
        ];
        let lines = grades.map(|it| line("a.txt", it));
        let text = batch(&lines, &[], &View::plain(80));
        let words = ["退回补正", "暂不评级", "中", "优"];
        let places: Vec<_> = words.iter().map(|it| text.find(it)).collect();
        assert!(places.is_sorted(), "{text}");
        let text = batch_csv(&lines, &[], Lang::En);
        assert!(text.starts_with("\u{feff}file,organ,"), "{text}");
        assert_eq!(text.lines().count(), 5);
    }

    #[test]
    fn the_folder_that_all_share_is_left_out() {
        let folder = |paths: &[&str]| common_folder(paths.iter().copied());
        assert_eq!(folder(&["a/b/c.txt", "a/b/d.txt"]), 4);
        assert_eq!(folder(&["a/b/c.txt", "a/bc.txt"]), 2);
        assert_eq!(folder(&["水/甲.txt", "氵/乙.txt"]), 0);
        assert_eq!(folder(&["c.txt", "d.txt"]), 0);
        assert_eq!(folder(&["a/c.txt"]), 2);
    }
}
