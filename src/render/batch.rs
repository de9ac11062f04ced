//! Many reports in short: a line each, the worst first.

use std::fmt::Write as _;

use crate::audit::Audit;
use crate::render::story::Story;
use crate::render::width::{clean, cut, left, right, width};
use crate::render::words::grade_word;
use crate::render::{Lang, View};
use crate::rule::Severity;
use crate::score::{Fraction, Grade};

/// What is said of one report among many.
#[derive(Debug, Clone)]
pub struct Line {
    file: String,
    organ: Option<String>,
    year: Option<i32>,
    score: Option<Fraction>,
    grade: Option<Grade>,
    errors: usize,
    warnings: usize,
}

impl Line {
    /// The line of `audit`.
    #[must_use]
    pub fn of(audit: &Audit<'_>) -> Self {
        let story = Story {
            audit,
            lang: Lang::Zh,
        };
        let facts = &audit.facts;
        Self {
            file: facts.source.name().to_owned(),
            organ: facts.organ.as_ref().map(|it| it.value.clone()),
            year: facts.year.as_ref().map(|it| it.value),
            score: audit.score.value,
            grade: audit.score.grade,
            errors: story.leading(Severity::Error).len(),
            warnings: story.leading(Severity::Warning).len(),
        }
    }
}

/// The columns of everything before the organ's name, of that and of the least of a file's.
const NUMBERS: usize = 34;
const ORGAN: usize = 22;
const FILE: usize = 16;

/// A table of `lines`, the lowest score first; without a score last, and otherwise in their order.
#[must_use]
pub fn batch(lines: &[Line], view: &View) -> String {
    let lang = view.lang;
    let mut ranked: Vec<&Line> = lines.iter().collect();
    ranked.sort_by(|one, two| match (one.score, two.score) {
        (Some(one), Some(two)) => one.compare(two),
        (one, two) => one.is_none().cmp(&two.is_none()),
    });
    let room = view.width.min(160).saturating_sub(NUMBERS + ORGAN + 2);
    let room = room.max(FILE);
    let heads = match lang {
        Lang::Zh => ["得分", "等级", "必须改", "应当改", "年度", "机关", "文件"],
        Lang::En => ["score", "grade", "errors", "warns", "year", "organ", "file"],
    };
    let line = |[score, grade, errors, warnings, year, organ, file]: [&str; 7]| {
        let numbers = [
            right(score, 5),
            left(grade, 8),
            right(errors, 6),
            right(warnings, 6),
        ];
        let [score, grade, errors, warnings] = numbers;
        let line = format!(
            "{score} {grade} {errors} {warnings} {} {}  {}",
            right(year, 4),
            left(organ, ORGAN),
            tail(file, room)
        );
        line.trim_end().to_owned()
    };
    let title = match lang {
        Lang::Zh => format!("── 共 {} 份报告，得分低的在前 ", lines.len()),
        Lang::En => format!("── {} reports, the lowest score first ", lines.len()),
    };
    let rule = "─".repeat(view.width.min(100).saturating_sub(width(&title)));
    let mut text = format!("{title}{rule}\n");
    let _ = writeln!(text, "{}", line(heads));
    for it in ranked {
        let none = || "—".to_owned();
        let score = it.score.map_or_else(none, |it| it.to_string());
        let year = it.year.map_or_else(none, |it| it.to_string());
        let organ = it.organ.clone().map_or_else(none, |it| clean(&it));
        let row = line([
            &score,
            grade_word(it.grade, lang),
            &it.errors.to_string(),
            &it.warnings.to_string(),
            &year,
            &cut(&organ, ORGAN),
            &clean(&it.file),
        ]);
        let _ = writeln!(text, "{row}");
    }
    text
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
    use super::{Line, batch};
    use crate::render::View;
    use crate::render::width::width;

    #[test]
    fn every_line_fits_the_screen() {
        let line = Line {
            file: "年报/2022/市直部门/青澜市住房和城乡建设局2022年政府信息公开工作年度报告.docx"
                .into(),
            organ: Some("青澜市住房和城乡建设综合行政执法局".into()),
            year: Some(2022),
            score: None,
            grade: None,
            errors: 12,
            warnings: 345,
        };
        let text = batch(&[line], &View::plain(80));
        for line in text.lines() {
            assert!(width(line) <= 80, "{} {line}", width(line));
        }
        assert!(text.contains("年度报告.docx"), "{text}");
    }
}
