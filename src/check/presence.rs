//! Questions about presence.

use super::cells::{Ground, Taken};
use super::message::{Values, fill, listed};
use crate::fact::{CellState, Evidence, SectionFact};
use crate::form::{Address, Form};
use crate::relation::{Path, Predicate};
use crate::source::Span;
use crate::verdict::{Label, Operand, Outcome, Verdict};

pub(super) fn verdict(ground: &Ground<'_>, predicate: Predicate, path: &Path) -> Verdict {
    match predicate {
        Predicate::Present => section(ground, path, |evidence| evidence != Evidence::None),
        Predicate::Written => section(ground, path, |evidence| evidence >= Evidence::Prose),
        Predicate::Titled => section(ground, path, |evidence| evidence == Evidence::Heading),
        Predicate::Found => found(ground, path),
        Predicate::Filled => filled(ground, path, &FILLED),
        Predicate::Totalled => filled(ground, path, &TOTALLED),
    }
}

fn section(ground: &Ground<'_>, path: &Path, enough: impl Fn(Evidence) -> bool) -> Verdict {
    let id = path.name.strip_prefix("section.").unwrap_or(&path.name);
    let section = ground.pack.sections.iter().find(|it| it.id == id);
    let duty = ground.facts.duties.iter().find(|it| it.section == id);
    let (Some(section), Some(duty)) = (section, duty) else {
        return other(Outcome::RuleFault, format!("没有名叫 `{id}` 的章节"));
    };
    let raw = match duty.evidence {
        Evidence::None => "没有找到",
        Evidence::Form => "只有表格",
        Evidence::Prose => "写在别的标题下",
        Evidence::Heading => "有标题",
    };
    let values = Values::from([(path.name.clone(), section.name.clone())]);
    let text = format!("{}：{raw}", section.name);
    answer(ground, enough(duty.evidence), &values, |verdict| {
        let state = if duty.evidence == Evidence::None {
            CellState::Absent
        } else {
            CellState::Read
        };
        verdict
            .labels
            .extend(duty.span.map(|span| Label { span, text }));
        verdict.operands.push(Operand {
            name: section.titles.first().unwrap_or(&section.name).clone(),
            value: None,
            raw: raw.to_owned(),
            state,
            as_zero: false,
            span: duty.span,
        });
    })
}

fn found(ground: &Ground<'_>, path: &Path) -> Verdict {
    let id = path.name.strip_prefix("form.").unwrap_or(&path.name);
    let index = ground.pack.forms.iter().position(|it| it.id == id);
    let Some((form, facts)) = index.and_then(|index| ground.form(index)) else {
        return other(Outcome::RuleFault, format!("没有名叫 `{id}` 的表"));
    };
    if facts.is_none()
        && let Some(picture) = picture(ground, form)
    {
        let why = format!(
            "{}可能在图片里，图片里的字读不出来，请人对着原件看",
            form.name
        );
        let mut verdict = other(Outcome::CannotAssess, why);
        let text = "这里有一幅图片".to_owned();
        verdict.labels.push(Label {
            span: picture,
            text,
        });
        return verdict;
    }
    let span = facts.and_then(|it| it.span);
    let values = Values::from([(path.name.clone(), form.name.clone())]);
    answer(ground, facts.is_some(), &values, |verdict| {
        let text = format!("{}在这里", form.name);
        verdict.labels.extend(span.map(|span| Label { span, text }));
        verdict.operands.push(Operand {
            name: form.name.clone(),
            value: None,
            raw: if facts.is_some() {
                "有"
            } else {
                "没有找到"
            }
            .to_owned(),
            state: if facts.is_some() {
                CellState::Read
            } else {
                CellState::Absent
            },
            as_zero: false,
            span,
        });
    })
}

/// The first picture in the chapter that a form belongs to, or of a report without tables if it belongs
/// to none: it may show the form.
fn picture(ground: &Ground<'_>, form: &Form) -> Option<Span> {
    let facts = ground.facts;
    if form.section.is_none() {
        return facts
            .pictures
            .first()
            .copied()
            .filter(|_| facts.tables.is_empty());
    }
    let chapters = &facts.sections;
    let of_form = |it: &&SectionFact| it.id.is_some() && it.id == form.section;
    let within = |at: &&Span| {
        let mut chapters = chapters.iter().filter(of_form);
        chapters.any(|it| it.extent.contains(at.start))
    };
    facts.pictures.iter().find(within).copied()
}

/// What is asked of every cell of a region.
struct Asked {
    lacking: fn(&Taken) -> bool,
    /// Whether nobody can tell, since the cell could not be read.
    open: fn(&Taken) -> bool,
    /// What is said of a table with cells that lack it.
    what: &'static str,
}

const FILLED: Asked = Asked {
    lacking: Taken::is_blank,
    open: Taken::is_unread,
    what: "有空白",
};
const TOTALLED: Asked = Asked {
    lacking: |cell| cell.left_out,
    open: |cell| cell.total && cell.is_unread(),
    what: "有总计没填",
};

/// Whether no cell of a region lacks what is asked. One that does decides, whatever the others are.
fn filled(ground: &Ground<'_>, path: &Path, asked: &Asked) -> Verdict {
    let Asked {
        lacking,
        open,
        what,
    } = *asked;
    let region = ground.scope.region(path);
    let Some((form, facts)) = region.first().and_then(|it| ground.form(it.form)) else {
        return other(
            Outcome::RuleFault,
            format!("规则里的 `{}` 没有对应的格", path.name),
        );
    };
    let Some(facts) = facts else {
        return other(Outcome::NotApplicable, format!("没有找到{}", form.name));
    };
    let cells: Vec<(Address, Taken)> = region
        .iter()
        .filter_map(|it| Some((*it, ground.take(*it)?)))
        .collect();
    if cells.is_empty() {
        return other(
            Outcome::NotApplicable,
            format!("{}里没有要查的格", form.name),
        );
    }
    let blank = named(form, &cells, lacking);
    if blank.is_empty() && cells.iter().any(|(_, cell)| open(cell)) {
        let unread = listed(&named(form, &cells, open), "处");
        let mut verdict = other(Outcome::CannotAssess, format!("{unread}没有读清"));
        let of_open = cells.iter().filter(|(_, cell)| open(cell));
        verdict
            .operands
            .extend(of_open.map(|(_, cell)| cell.operand.clone()));
        return verdict;
    }
    let mut values = Values::from([(path.name.clone(), form.name.clone())]);
    values.insert("blanks".into(), listed(&blank, "处"));
    answer(ground, blank.is_empty(), &values, |verdict| {
        let blank_cells = cells.iter().filter(|(_, cell)| lacking(cell));
        verdict
            .labels
            .extend(blank_cells.filter_map(|(_, cell)| cell.label()));
        if verdict.labels.is_empty() && !blank.is_empty() {
            // A blank has no place of its own in many files; then the table is shown.
            let text = format!("{}{what}", form.name);
            verdict
                .labels
                .extend(facts.span.map(|span| Label { span, text }));
        }
        verdict
            .operands
            .extend(cells.iter().map(|(_, cell)| cell.operand.clone()));
    })
}

/// The names of the cells that are so: the table, whole columns, whole rows, then single cells.
fn named(form: &Form, cells: &[(Address, Taken)], lacking: fn(&Taken) -> bool) -> Vec<String> {
    let mut left: Vec<Address> = cells
        .iter()
        .filter(|(_, cell)| lacking(cell))
        .map(|(at, _)| *at)
        .collect();
    if left.len() == cells.len() {
        return vec![format!("{}全表", form.name)];
    }
    let mut names = Vec::new();
    for (kind, key) in [
        ("整列", column_of as fn(Address) -> (usize, usize)),
        ("整行", row_of),
    ] {
        let mut seen = Vec::new();
        for at in left.clone() {
            let group = key(at);
            let of_group = |it: &&(Address, Taken)| key(it.0) == group;
            let size = cells.iter().filter(of_group).count();
            let whole = size > 1 && cells.iter().filter(of_group).all(|(_, it)| lacking(it));
            if whole && !seen.contains(&group) {
                seen.push(group);
                let name = match kind {
                    "整列" => form.column(at.cell).map(|it| &it.name),
                    _ => form.row(at.cell).map(|it| &it.name),
                };
                names.extend(name.map(|name| format!("{name}（{kind}）")));
            }
        }
        left.retain(|at| !seen.contains(&key(*at)));
    }
    names.extend(left.iter().map(|at| form.cell_name(at.cell)));
    names
}

fn column_of(at: Address) -> (usize, usize) {
    (at.cell.block, at.cell.column)
}

fn row_of(at: Address) -> (usize, usize) {
    (at.cell.block, at.cell.row)
}

fn answer(
    ground: &Ground<'_>,
    yes: bool,
    values: &Values,
    evidence: impl FnOnce(&mut Verdict),
) -> Verdict {
    let (outcome, message) = if yes {
        (Outcome::Pass, &ground.rule.pass)
    } else {
        (Outcome::Fail, &ground.rule.fail)
    };
    let mut verdict = other(outcome, fill(message, values));
    evidence(&mut verdict);
    verdict
}

fn other(outcome: Outcome, message: String) -> Verdict {
    Verdict {
        instance: String::new(),
        outcome,
        message,
        labels: Vec::new(),
        operands: Vec::new(),
        left: None,
    }
}
