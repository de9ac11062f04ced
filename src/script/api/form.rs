//! What can be asked of a form: whether it is there, its cells, and whether it is whole.

use std::sync::Arc;

use rhai::ImmutableString;
use rust_decimal::Decimal;

use super::Api;
use super::facts::{CellOf, form};
use super::report::Report;
use crate::fact::{CellFact, CellState, FormFacts};
use crate::form::{Address, Column, Form, Row};
use crate::quantity;
use crate::script::kind::{Accepts, Kind, Namespace};
use crate::script::run::{Many, Run};
use crate::script::value::{Lack, Number, Place, Truth, Words, stated};

/// One form, as the report has it.
#[derive(Debug, Clone)]
pub(super) struct FormOf {
    run: Arc<Run>,
    index: usize,
}

impl FormOf {
    /// What it is called, in words.
    pub(super) fn named(&self) -> String {
        let form = self.run.words.forms.get(self.index);
        format!("表“{}”", form.map_or("", |it| it.name.as_str()))
    }

    /// The names of official rows that the report's form does not have; none without the form.
    fn absent(&self) -> Option<Vec<String>> {
        let (form, facts) = form(&self.run, self.index)?;
        let mut names: Vec<String> = Vec::new();
        let absent = facts
            .cells
            .iter()
            .filter(|it| it.state == CellState::Absent);
        for row in absent.filter_map(|it| form.row(it.cell)) {
            if names.last() != Some(&row.name) {
                names.push(row.name.clone());
            }
        }
        Some(names)
    }
}

pub(super) fn register(api: &mut Api<'_>) {
    api.method(
        (Kind::Report, "form"),
        &[("form", Accepts::Name(Namespace::Form))],
        Kind::Form,
        ("一张表", "A form"),
        |it: &mut Report, name: ImmutableString| FormOf {
            run: Arc::clone(&it.run),
            index: it.run.words.form(&name).unwrap_or(usize::MAX),
        },
    );
    api.property(
        (Kind::Form, "is_found"),
        Kind::Truth,
        ("报告里有没有这张表", "Whether the report has it"),
        |it: &mut FormOf| {
            let found = form(&it.run, it.index);
            let name = it
                .run
                .words
                .forms
                .get(it.index)
                .map_or("", |it| it.name.as_str());
            let shows = stated(name, "", found.and_then(|(_, facts)| facts.span));
            Truth::new(found.is_some(), format!("没有找到{name}")).with([shows])
        },
    );
    api.property(
        (Kind::Form, "cells"),
        Kind::Cells,
        (
            "表里的各格；没有这张表就一格也没有",
            "Its cells; none if the report lacks it",
        ),
        |it: &mut FormOf| {
            let items = form(&it.run, it.index).map_or_else(Vec::new, |(_, facts)| {
                let addresses = facts
                    .cells
                    .iter()
                    .filter(|cell| cell.state != CellState::Absent);
                addresses
                    .map(|cell| CellOf {
                        run: Arc::clone(&it.run),
                        address: Address {
                            form: it.index,
                            cell: cell.cell,
                        },
                    })
                    .collect()
            });
            Many::new(&it.run, items)
        },
    );
    whole(api);
    counts(api);
}

/// Whether what is written in a cell of this row and column is not as it should be.
type IsWrong = fn(&CellFact, &Row, &Column) -> bool;

fn counts(api: &mut Api<'_>) {
    let entries: [(&str, &str, &str, IsWrong); 3] = [
        (
            "not_counts",
            "不该是负数、小数而是的各格；没读清的不算",
            "Cells with a negative number or decimals where only counts may stand",
            |cell, row, column| {
                let decimal = row.decimal || column.decimal;
                cell.state == CellState::Read
                    && cell.value.is_some_and(|it| {
                        (it.is_sign_negative() && !it.is_zero() && !column.signed)
                            || (!it.fract().is_zero() && !decimal)
                    })
            },
        ),
        (
            "odd_digits",
            "数字写法不规范的各格：全角数字、数字中间有空格、分节号位置不对；千分位不算",
            "Cells whose digits are of full width, parted by blanks or by misplaced commas",
            |cell, _, _| has_odd_digits(cell.raw.trim()),
        ),
        (
            "counts_with_words",
            "只该写数字而写了字的各格；太长的多半是串进来的标签，不算",
            "Cells with words where only a number should stand, unless they are long",
            |cell, row, column| {
                const LONGEST: usize = 6;
                let raw = cell.raw.trim();
                let words = raw.chars().any(char::is_alphabetic);
                let short = raw.chars().count() <= LONGEST;
                let number = cell.state != CellState::Dash;
                words && short && number && !row.decimal && !column.decimal
            },
        ),
    ];
    for (name, zh, en, is_wrong) in entries {
        api.property(
            (Kind::Form, name),
            Kind::Places,
            (zh, en),
            move |it: &mut FormOf| {
                let mut items = Vec::new();
                if let Some((form, facts)) = form(&it.run, it.index) {
                    for fact in &facts.cells {
                        let (row, column) = (form.row(fact.cell), form.column(fact.cell));
                        let wrong = row
                            .zip(column)
                            .is_some_and(|(row, column)| is_wrong(fact, row, column));
                        items.extend(fact.span.filter(|_| wrong).map(|span| Place {
                            text: format!("{}：{}", form.cell_name(fact.cell), fact.raw.trim()),
                            span,
                        }));
                    }
                }
                Many::new(&it.run, items)
            },
        );
    }
}

/// Whether a text is nothing but digits and the marks between them, written as no number is.
fn has_odd_digits(text: &str) -> bool {
    let wide = |it: char| ('０'..='９').contains(&it);
    let digit = |it: char| it.is_ascii_digit() || wide(it);
    let mark = |it: char| matches!(it, '.' | ',' | '，' | '．') || it.is_whitespace();
    let only = text.chars().any(digit) && text.chars().all(|it| digit(it) || mark(it));
    only && (text.chars().any(wide) || quantity::number(text).is_none())
}

/// How many cells each row has of a form that lacks a column, else how many columns it asks for.
fn columns_counted(run: &Run, index: usize) -> Number {
    counted(run, index, "每行的格数", |form, _| {
        let columns = form.blocks.iter().map(|it| it.columns.len());
        columns.max().unwrap_or_default()
    })
}

/// How many cells the report's form has, where it is a single printed row.
fn cells_counted(run: &Run, index: usize) -> Number {
    counted(run, index, "的格数", |_, facts| {
        let cells = facts.cells.iter();
        let present = cells.filter(|it| it.state != CellState::Absent);
        present.count()
    })
}

/// How many `what` a form has: as the layout has them that lacks one, else as `all` counts them.
fn counted(
    run: &Run,
    index: usize,
    what: &str,
    all: impl Fn(&Form, &FormFacts) -> usize,
) -> Number {
    let Some((form, facts)) = form(run, index) else {
        return Number::lacking(Lack::not_applicable("没有找到表"));
    };
    let unread = facts.cells.iter().any(|it| it.state == CellState::Unread);
    let count = match facts.uneven {
        Some(count) => count,
        None if unread => {
            let why = format!("{}有的格没有读清，数不出有几格", form.name);
            return Number::lacking(Lack::cannot_assess(why));
        }
        None => all(form, facts),
    };
    let count = Decimal::from(count);
    let mut operand = stated(&format!("{}{what}", form.name), "", facts.span);
    operand.value = Some(count);
    Number::exact(count, vec![operand])
}

fn whole(api: &mut Api<'_>) {
    api.property(
        (Kind::Form, "other_labels"),
        Kind::Places,
        (
            "与官方名称不同的行名、列名：所写的→官方的；序号、标点、括号里的说明和单位不算",
            "Labels of rows and columns other than the official ones: as written → official",
        ),
        |it: &mut FormOf| {
            let found = form(&it.run, it.index);
            let labels = found.map_or(&[][..], |(_, facts)| facts.labels.as_slice());
            let items = labels.iter().map(|label| Place {
                text: format!("{}→{}", label.written, label.official),
                span: label.span,
            });
            Many::new(&it.run, items.collect())
        },
    );
    api.property(
        (Kind::Form, "foreign_headers"),
        Kind::Places,
        (
            "本年度没有、别的年度才有的列头，只认表里占了本年度列头位置的；正文里提到的不算",
            "Headers of a table of another time that stand where those of this one should",
        ),
        |it: &mut FormOf| {
            let found = form(&it.run, it.index);
            let headers = found.map_or(&[][..], |(_, facts)| facts.foreign_headers.as_slice());
            let source = &it.run.facts.source;
            let items = headers.iter().map(|span| Place {
                text: source.slice(*span).to_owned(),
                span: *span,
            });
            Many::new(&it.run, items.collect())
        },
    );
    api.property(
        (Kind::Form, "cells_counted"),
        Kind::Number,
        (
            "只有一行的表有几格；格子没有读清就无法判断",
            "How many cells a form of one row has",
        ),
        |it: &mut FormOf| cells_counted(&it.run, it.index),
    );
    api.property(
        (Kind::Form, "columns_counted"),
        Kind::Number,
        (
            "每行有几格：少一列的表各行的格数，否则是格式的列数",
            "How many cells each row has where all lack one, else how many columns are asked for",
        ),
        |it: &mut FormOf| columns_counted(&it.run, it.index),
    );
    api.property(
        (Kind::Form, "missing_rows"),
        Kind::Words,
        (
            "表里缺的官方行，用顿号连起来",
            "The official rows it lacks, in one text",
        ),
        |it: &mut FormOf| Words {
            text: it
                .absent()
                .map(|names| names.join("、"))
                .ok_or_else(|| Lack::not_applicable("没有找到表")),
            name: "缺的行".to_owned(),
            span: form(&it.run, it.index).and_then(|(_, facts)| facts.span),
        },
    );
    api.property(
        (Kind::Form, "is_complete"),
        Kind::Truth,
        (
            "官方的行是不是都在；两种写法的，有一种就行",
            "Whether it has every official row, of alternatives one",
        ),
        |it: &mut FormOf| {
            let absent = it.absent();
            let shown = form(&it.run, it.index).and_then(|(_, facts)| facts.span);
            let names = absent.as_deref().unwrap_or_default().join("、");
            Truth {
                is: absent
                    .map(|names| names.is_empty())
                    .ok_or_else(|| Lack::not_applicable("没有找到表")),
                operands: vec![stated("缺的行", &names, shown)],
                otherwise: format!("缺 {names}"),
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::has_odd_digits;

    #[test]
    fn digits_as_they_should_not_be_written() {
        for odd in ["１２", "1 203", "12,34", "1，203", "１2"] {
            assert!(has_odd_digits(odd), "{odd}");
        }
        for plain in ["12", "1,203", "2.1", "", "-3", "2.1万元", "不详", "1203"] {
            assert!(!has_odd_digits(plain), "{plain}");
        }
    }
}
