//! Every form of every pack, filled with distinct balanced numbers, written in the shapes that
//! files give a table, and read back. A cell may stay unread; it must never be read wrongly.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may panic, and shows its table"
)]

mod beside;
mod layout;
mod lines;
mod shape;

use std::fmt::Write as _;

use hegui::fact::{CellFact, CellState};
use hegui::fill::{self, Fill, Filled, Variant};
use hegui::form::Form;
use hegui::pack::Pack;
use hegui::source::Source;
use rust_decimal::Decimal;

use self::layout::Table;
use self::shape::Shape;

/// How the cells of one table came back.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: Vec<String>,
    unread: usize,
}

#[test]
fn no_shape_makes_a_cell_read_wrongly() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let mut table = String::from("| pack | form | shape | cells | right | wrong | unread |\n");
    table.push_str("|---|---|---|---:|---:|---:|---:|\n");
    let mut wrong = Vec::new();
    for pack in packs.iter().filter(|pack| pack.years.is_some()) {
        for form in &pack.forms {
            for variant in Variant::of(form) {
                for shape in shape::SHAPES {
                    let filled = fill::fill(form, variant, shape.fill).unwrap();
                    if !shape.is_one_of(&Table::of(form, &filled)) {
                        continue;
                    }
                    let count = read_back(pack, form, &filled, shape);
                    writeln!(
                        table,
                        "| {} | {}{} | {} | {} | {} | {} | {} |",
                        pack.id,
                        form.id,
                        variant.suffix(),
                        shape.name,
                        filled.cells.len(),
                        count.right,
                        count.wrong.len(),
                        count.unread
                    )
                    .unwrap();
                    let place = format!(
                        "{} {}{}, {}",
                        pack.id,
                        form.id,
                        variant.suffix(),
                        shape.name
                    );
                    wrong.extend(count.wrong.iter().map(|cell| format!("{place}: {cell}")));
                }
            }
        }
    }
    println!("{table}");
    let first: Vec<&str> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} cells were read wrongly:\n{}",
        wrong.len(),
        first.join("\n")
    );
    insta::with_settings!(
        { snapshot_path => "shapes", prepend_module_to_snapshot => false, omit_expression => true },
        { insta::assert_snapshot!("table", table) }
    );
}

fn read_back(pack: &Pack, form: &Form, filled: &Filled, shape: &Shape) -> Count {
    let text = shape.write(pack, form, &Table::of(form, filled));
    let document = hegui::parse::parse(Source::new(shape.name, text));
    let facts = hegui::extract::extract(&document, pack);
    let read = facts.forms.iter().find(|it| it.form == form.id && it.found);
    let mut count = Count::default();
    for (cell, expected) in &filled.cells {
        let fact = read.and_then(|it| it.cell(*cell));
        match judge(fact, expected) {
            Some(true) => count.right += 1,
            None => count.unread += 1,
            Some(false) => {
                let got = fact.map(|it| format!("{:?} {:?} {:?}", it.state, it.value, it.raw));
                count.wrong.push(format!(
                    "{} is {:?}, read {}",
                    form.path(*cell),
                    expected.text,
                    got.unwrap_or_default()
                ));
            }
        }
    }
    count
}

/// Whether a cell was read rightly; none if it was not read.
fn judge(fact: Option<&CellFact>, expected: &Fill) -> Option<bool> {
    let fact = fact?;
    let text = expected.text.as_str();
    match fact.state {
        // Words cannot be read, but shown as what was not.
        CellState::Unread if text == fill::WORDS && fact.raw == text => Some(true),
        CellState::Unread | CellState::Absent => None,
        CellState::Blank => Some(text.is_empty()),
        CellState::Dash => Some(text == "-"),
        CellState::Read => Some(is_number(text) && fact.value == Some(expected.value)),
        CellState::Inferred => Some(fact.value == Some(expected.value)),
    }
}

fn is_number(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}

#[test]
fn digits_that_do_not_add_up_are_not_parted_wrongly() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    let glued = shape::SHAPES
        .iter()
        .filter(|shape| shape.fill == fill::Kind::Small);
    for shape in glued {
        for pack in packs.iter().filter(|pack| pack.years.is_some()) {
            for form in &pack.forms {
                let filled = fill::fill(form, Variant::Detailed, shape.fill).unwrap();
                for cell in filled.cells.keys().step_by(9) {
                    for added in [1, 9, 10] {
                        let mut altered = filled.clone();
                        let fill = altered.cells.get_mut(cell).unwrap();
                        fill.value += Decimal::from(added);
                        fill.text = fill.value.to_string();
                        let count = read_back(pack, form, &altered, shape);
                        assert_eq!(count.wrong, [""; 0], "{} {}", form.id, shape.name);
                    }
                }
            }
        }
    }
}

#[test]
fn every_filled_form_satisfies_its_identities() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).expect("the built-in packs load");
    for form in packs.iter().flat_map(|pack| &pack.forms) {
        for variant in Variant::of(form) {
            let filled = fill::fill(form, variant, fill::Kind::Dense).unwrap();
            let equations = fill::equations(form, &filled.rows);
            assert_eq!(
                equations.is_empty(),
                form.identities.is_empty(),
                "{}",
                form.id
            );
            for equation in equations {
                assert!(
                    equation.holds(&filled),
                    "{}{}: {equation:?}",
                    form.id,
                    variant.suffix()
                );
            }
        }
    }
}

/// One row of numbers and a blank among them: which number is whose cannot be told, but the table is
/// there, and is not said to be missing.
#[test]
fn a_blank_that_parts_nothing_leaves_a_table_unread() {
    let text = include_str!("reports/2021-clean.txt");
    let row = "    14     3     6     2    25     9     1     4     5    19     5     2     1     3    11";
    assert!(text.contains(row));
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let pack = hegui::pack::choose(&packs, 2021).unwrap();
    for blank in ["    14", "     3", "    19", "    11"] {
        let gap = " ".repeat(blank.len());
        let text = text.replace(row, &row.replacen(blank, &gap, 1));
        let document = hegui::parse::parse(Source::new("report.txt", text));
        let facts = hegui::extract::extract(&document, pack);
        let form = facts.forms.iter().find(|it| it.form == "disputes").unwrap();
        assert!(form.found, "without {blank}");
        assert_eq!(form.cells.len(), 15);
        for cell in &form.cells {
            let is = (cell.state, cell.value);
            assert_eq!(is, (CellState::Unread, None), "without {blank}");
        }
    }
}

/// Labels apart from their values, and columns that nothing names: the table is there, and unread.
#[test]
fn a_list_that_cannot_be_read_is_not_missing() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let pack = packs.iter().find(|it| it.id == "gid-2008").unwrap();
    let form = &pack.forms[0];
    let filled = fill::fill(form, Variant::Detailed, fill::Kind::Dense).unwrap();
    let names = [
        "labels gathered before rows",
        "TAB grid, several unnamed columns",
    ];
    for shape in shape::SHAPES.iter().filter(|it| names.contains(&it.name)) {
        let text = shape.write(pack, form, &Table::of(form, &filled));
        let document = hegui::parse::parse(Source::new(shape.name, text));
        let facts = hegui::extract::extract(&document, pack);
        assert!(facts.forms[0].found, "{}", shape.name);
    }
    // So many labels stand in prose, too.
    let text = "青澜市水务局2015年政府信息公开工作年度报告\n一、概述\n收到申请数3件，其中网络申请数3件，\
                涉及国家秘密、涉及商业秘密、涉及个人隐私的均为0件，申请答复数3件，举报投诉数量0件。\n";
    let document = hegui::parse::parse(Source::new("prose", text));
    let facts = hegui::extract::extract(&document, pack);
    assert!(!facts.forms[0].found);
}

/// Who signs for a table may stand in its last line; the last value is read nevertheless.
#[test]
fn who_signs_behind_the_last_value_is_no_value() {
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let pack = packs.iter().find(|it| it.id == "gid-2008").unwrap();
    let form = &pack.forms[0];
    let filled = fill::fill(form, Variant::Detailed, fill::Kind::Dense).unwrap();
    let single = |it: &&Shape| it.name == "whole report in one line";
    let shape = shape::SHAPES.iter().find(single).unwrap();
    let text = shape.write(pack, form, &Table::of(form, &filled));
    for end in [
        "单位负责人：白露 审核人：石磊 填报人：江南 联系电话：021-5550000",
        "注：统计数截至12月31日。",
        "填报日期：2008年12月31日",
    ] {
        let text = format!("{} {end}\n", text.trim_end());
        let document = hegui::parse::parse(Source::new("signed", text));
        let facts = hegui::extract::extract(&document, pack);
        let read = |it: &&CellFact| it.state == CellState::Read;
        assert_eq!(
            facts.forms[0].cells.iter().filter(read).count(),
            58,
            "{end}"
        );
    }
}

/// Lines that are counted, those of the header too: the number of one makes no row of values of it.
#[test]
fn the_number_of_a_header_is_no_value() {
    let five = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计";
    let header = format!("44\t{five}\t未经复议直接起诉\t复议后起诉\n45\t{five}\t{five}\t{five}\n");
    let values = "46\t61\t8\t12\t5\t86\t14\t2\t3\t6\t25\t9\t1\t2\t4\t16\n";
    let text = format!(
        "青澜市水务局2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n\
         43\t行政复议\t行政诉讼\n{header}{values}五、存在的主要问题及改进情况\n"
    );
    let packs = hegui::pack::load(&hegui::pack::builtin()).unwrap();
    let pack = hegui::pack::choose(&packs, 2023).unwrap();
    let document = hegui::parse::parse(Source::new("report.txt", text));
    let facts = hegui::extract::extract(&document, pack);
    let form = facts.forms.iter().find(|it| it.form == "disputes").unwrap();
    let upheld = form.cells.first().unwrap();
    assert!(matches!(
        upheld.value.map(|it| it.to_string()).as_deref(),
        None | Some("61")
    ));
}
