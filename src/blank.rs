//! The blank report of a pack, written as text with a few changes: what the cases of rules are tried on.

use std::collections::BTreeMap;

use crate::form::{Block, Form, Row};
use crate::pack::Pack;

/// What is written into the blank report, and what is left out of it.
///
/// Names the pack does not have change nothing: they are faults of the case that uses them, and
/// are reported where the pack is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The year the report is about.
    pub year: i32,
    /// The organ that reports.
    pub organ: String,
    /// Texts of cells by `form.row.column`; in a block with a single column `form.row` is enough.
    /// Every other cell is `0`.
    pub cells: BTreeMap<String, String>,
    /// Ids of sections to leave out, heading and all.
    pub remove_sections: Vec<String>,
    /// Ids of forms to leave out.
    pub remove_forms: Vec<String>,
    /// Sentences to add to sections, by the section's id.
    pub append: Vec<(String, String)>,
    /// Rows to leave out, as `form.row`.
    pub absent_rows: Vec<String>,
}

/// The blank report of `pack` with `changes`, its forms as rows of cells separated by TAB.
///
/// A line that begins with `{section:ID}` opens a section, which reaches to the next such line. A
/// line `{form:ID}` stands for the form; `{year}`, `{next_year}` and `{organ}` stand for
/// themselves. Where a form has two layouts for the same rows, the detailed one is written, unless
/// a cell of the single row is set and none of the detailed ones.
#[must_use]
pub fn write(pack: &Pack, changes: &Changes) -> String {
    written(&pack.blank, pack, changes)
}

/// The same of the report that people are to fill in: placeholders where the blank one makes up facts.
#[must_use]
pub fn template(pack: &Pack, changes: &Changes) -> String {
    written(&pack.template, pack, changes)
}

fn written(blank: &str, pack: &Pack, changes: &Changes) -> String {
    let mut text = String::new();
    let mut kept = true;
    let mut open = None;
    for line in blank.lines() {
        let line = match section_marker(line) {
            Some((section, rest)) => {
                append(&mut text, open.filter(|_| kept), changes);
                open = Some(section);
                kept = !changes.remove_sections.iter().any(|it| it == section);
                rest
            }
            None => line,
        };
        if kept {
            write_line(&mut text, line, pack, changes);
        }
    }
    append(&mut text, open.filter(|_| kept), changes);
    text
}

/// The sentences to add to `section`, each a paragraph.
fn append(text: &mut String, section: Option<&str>, changes: &Changes) {
    let own = changes
        .append
        .iter()
        .filter(|(id, _)| Some(id.as_str()) == section);
    for (_, sentence) in own {
        text.push_str(sentence);
        text.push_str("\n\n");
    }
}

/// The section a line opens, and the rest of the line.
fn section_marker(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("{section:")?.split_once('}')
}

/// The form a line stands for.
fn form_marker(line: &str) -> Option<&str> {
    line.trim().strip_prefix("{form:")?.strip_suffix('}')
}

fn write_line(text: &mut String, line: &str, pack: &Pack, changes: &Changes) {
    let form = form_marker(line).and_then(|id| pack.forms.iter().find(|form| form.id == id));
    if let Some(form) = form {
        if !changes.remove_forms.contains(&form.id) {
            write_form(text, form, changes);
        }
        return;
    }
    let line = line
        .replace("{year}", &changes.year.to_string())
        .replace("{next_year}", &changes.year.saturating_add(1).to_string())
        .replace("{organ}", &changes.organ);
    text.push_str(&line);
    text.push('\n');
}

fn write_form(text: &mut String, form: &Form, changes: &Changes) {
    for block in &form.blocks {
        if let Some(word) = word_above(block) {
            write_row(text, &[word]);
        }
        if block.across {
            write_across(text, form, block, changes);
        } else {
            write_down(text, form, block, changes);
        }
    }
}

/// The first word of the header, the official one, unless a column or a row says it.
fn word_above(block: &Block) -> Option<&str> {
    let word = block.header.first()?;
    let said = block
        .columns
        .iter()
        .any(|column| column.labels.contains(word))
        || block.rows.iter().any(|row| row.labels.contains(word));
    if said { None } else { Some(word) }
}

fn write_down(text: &mut String, form: &Form, block: &Block, changes: &Changes) {
    let units = block.columns.len() == 1 && block.rows.iter().any(|row| row.unit.is_some());
    let mut head = vec![""; if units { 2 } else { 1 }];
    head.extend(block.columns.iter().map(|column| label(&column.labels)));
    write_row(text, &head);
    for row in block
        .rows
        .iter()
        .filter(|row| is_written(form, block, row, changes))
    {
        let mut cells = vec![label(&row.labels)];
        if units {
            cells.push(row.unit.as_deref().unwrap_or("—"));
        }
        cells.extend(values(form, block, row, changes));
        write_row(text, &cells);
    }
}

fn write_across(text: &mut String, form: &Form, block: &Block, changes: &Changes) {
    let rows = || {
        block
            .rows
            .iter()
            .filter(|row| is_written(form, block, row, changes))
    };
    let width = block.columns.len();
    let groups: Vec<&str> = rows()
        .flat_map(|row| {
            std::iter::once(label(&row.labels))
                .chain(std::iter::repeat_n("", width.saturating_sub(1)))
        })
        .collect();
    let columns: Vec<&str> = rows()
        .flat_map(|_| block.columns.iter().map(|column| label(&column.labels)))
        .collect();
    let cells: Vec<&str> = rows()
        .flat_map(|row| values(form, block, row, changes))
        .collect();
    write_row(text, &groups);
    write_row(text, &columns);
    write_row(text, &cells);
}

/// Whether `row` stands in the table: it is not left out, nor the one of two layouts that is not used.
fn is_written(form: &Form, block: &Block, row: &Row, changes: &Changes) -> bool {
    let is_set = |id: &str| {
        let at = format!("{}.{id}", form.id);
        changes.cells.contains_key(&at)
            || block
                .columns
                .iter()
                .any(|column| changes.cells.contains_key(&format!("{at}.{}", column.id)))
    };
    let single = |row: &Row| is_set(&row.id) && !row.instead_of.iter().any(|id| is_set(id));
    if changes
        .absent_rows
        .contains(&format!("{}.{}", form.id, row.id))
    {
        false
    } else if row.instead_of.is_empty() {
        !block
            .rows
            .iter()
            .any(|other| other.instead_of.contains(&row.id) && single(other))
    } else {
        single(row)
    }
}

/// The texts of a row's cells; a heading has none.
fn values<'a>(form: &Form, block: &Block, row: &Row, changes: &'a Changes) -> Vec<&'a str> {
    let at = format!("{}.{}", form.id, row.id);
    let short = if block.columns.len() == 1 {
        changes.cells.get(&at)
    } else {
        None
    };
    block
        .columns
        .iter()
        .map(|column| {
            if row.heading {
                return "—";
            }
            changes
                .cells
                .get(&format!("{at}.{}", column.id))
                .or(short)
                .map_or("0", String::as_str)
        })
        .collect()
}

/// The official label, the first.
fn label(labels: &[String]) -> &str {
    labels.first().map_or("", String::as_str)
}

fn write_row(text: &mut String, cells: &[&str]) {
    text.push_str(&cells.join("\t"));
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{Changes, write};
    use crate::form::{Block, Column, Form, Row};
    use crate::pack::{Pack, ReportWords};
    use crate::rule::Words;

    const BLANK: &str = "{organ}{year}年报告\n\n{section:first}一、甲\n正文。\n{form:counts}\n{section:second}二、乙\n{form:cases}\n{next_year}年再来。\n";

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    fn column(id: &str, label: &str) -> Column {
        Column {
            id: id.into(),
            name: label.into(),
            labels: strings(&[label]),
            whole: Vec::new(),
            unit: None,
            total: false,
            decimal: false,
            signed: false,
        }
    }

    fn row(id: &str, label: &str) -> Row {
        Row {
            id: id.into(),
            name: label.into(),
            labels: strings(&[label, "别名"]),
            unit: None,
            total: false,
            decimal: false,
            heading: false,
            blank_is_zero: true,
            instead_of: Vec::new(),
        }
    }

    fn form(id: &str, blocks: Vec<Block>) -> Form {
        Form {
            id: id.into(),
            name: id.into(),
            name_en: id.into(),
            title: id.into(),
            section: None,
            found_at: 40,
            blocks,
            identities: Vec::new(),
            layouts: crate::form::Layouts::default(),
        }
    }

    fn pack() -> Pack {
        let counts = form(
            "counts",
            vec![
                Block {
                    header: strings(&["指标", "项目", "数"]),
                    foreign_header: Vec::new(),
                    across: false,
                    columns: vec![column("count", "数")],
                    rows: vec![
                        Row {
                            heading: true,
                            ..row("head", "一、总况")
                        },
                        Row {
                            unit: Some("件".into()),
                            ..row("made", "（一）制发")
                        },
                    ],
                },
                Block {
                    header: strings(&["对象"]),
                    foreign_header: Vec::new(),
                    across: false,
                    columns: vec![column("natural", "自然人"), column("total", "总计")],
                    rows: vec![
                        row("in", "新收"),
                        Row {
                            instead_of: strings(&["other.late", "other.rest"]),
                            ..row("other", "其他处理")
                        },
                        row("other.late", "1.逾期"),
                        row("other.rest", "2.其他"),
                    ],
                },
            ],
        );
        let across = Block {
            header: Vec::new(),
            foreign_header: Vec::new(),
            across: true,
            columns: vec![column("upheld", "维持"), column("total", "总计")],
            rows: vec![row("review", "复议"), row("suit", "诉讼")],
        };
        Pack {
            id: "small".into(),
            version: "0".into(),
            title: Words::default(),
            years: None,
            extends: Vec::new(),
            sha256: String::new(),
            report: ReportWords::default(),
            dimensions: Vec::new(),
            sections: Vec::new(),
            organs: Vec::new(),
            forms: vec![counts, form("cases", vec![across])],
            indicators: Vec::new(),
            prose: crate::pack::ProseWords::default(),
            fields: Vec::new(),
            requirements: Vec::new(),
            rules: Vec::new(),
            phrases: crate::phrase::Phrases::default(),
            scripts: Vec::new(),
            words: std::sync::Arc::default(),
            changes: Vec::new(),
            blank: BLANK.into(),
            template: String::new(),
        }
    }

    fn changes() -> Changes {
        Changes {
            year: 2030,
            organ: "青澜市".into(),
            ..Changes::default()
        }
    }

    fn with_cells(cells: &[(&str, &str)]) -> Changes {
        let cells = cells
            .iter()
            .map(|(at, text)| ((*at).to_string(), (*text).to_string()))
            .collect();
        Changes { cells, ..changes() }
    }

    #[test]
    fn a_blank_report_holds_zeros_and_the_detailed_rows() {
        let text = write(&pack(), &changes());
        assert_eq!(
            text,
            "青澜市2030年报告\n\n一、甲\n正文。\n\
             指标\n\t\t数\n一、总况\t—\t—\n（一）制发\t件\t0\n\
             对象\n\t自然人\t总计\n新收\t0\t0\n1.逾期\t0\t0\n2.其他\t0\t0\n\
             二、乙\n复议\t\t诉讼\t\n维持\t总计\t维持\t总计\n0\t0\t0\t0\n2031年再来。\n"
        );
    }

    #[test]
    fn cells_are_set_by_path_and_by_row_in_a_single_column() {
        let set = [
            ("counts.made", "7"),
            ("counts.in.total", ""),
            ("cases.suit.upheld", "3"),
        ];
        let text = write(&pack(), &with_cells(&set));
        assert!(text.contains("（一）制发\t件\t7\n"), "{text}");
        assert!(text.contains("新收\t0\t\n"), "{text}");
        assert!(text.contains("\n0\t0\t3\t0\n"), "{text}");
    }

    #[test]
    fn setting_the_single_row_writes_that_layout() {
        let text = write(&pack(), &with_cells(&[("counts.other.total", "2")]));
        assert!(text.contains("其他处理\t0\t2\n"), "{text}");
        assert!(!text.contains("1.逾期"), "{text}");
    }

    #[test]
    fn sections_forms_and_rows_are_left_out() {
        let mut changes = changes();
        changes.remove_sections = strings(&["first"]);
        changes.remove_forms = strings(&["cases"]);
        assert_eq!(
            write(&pack(), &changes),
            "青澜市2030年报告\n\n二、乙\n2031年再来。\n"
        );
        changes.remove_sections.clear();
        changes.absent_rows = strings(&["counts.in"]);
        let text = write(&pack(), &changes);
        assert!(!text.contains("新收") && text.contains("1.逾期"), "{text}");
    }

    #[test]
    fn a_form_the_pack_does_not_have_stays_visible() {
        let mut pack = pack();
        pack.blank = "{form:typo}\n".into();
        assert_eq!(write(&pack, &changes()), "{form:typo}\n");
    }
}
