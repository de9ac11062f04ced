//! A form as its file writes it.

use super::{Item, WrittenForm, distinct};
use crate::form::{Block, Column, Form, Row};
use crate::pack::error::{Fault, Faults, Written};
use crate::pack::fields::Fields;

/// Reads forms/`stem`.toml.
pub(super) fn form(
    mut fields: Fields<'_>,
    stem: &str,
    pack: &str,
    faults: &Faults,
) -> Item<WrittenForm> {
    let id = fields.text("id");
    if !id.value.is_empty() && id.value != stem {
        let message = format!("文件名是 {stem}.toml，id 却是 `{}`", id.value);
        faults.add(Fault::Value, &id.place, message, Some("两处要一样".into()));
    }
    if ["form", "section", "part"].contains(&id.value.as_str()) {
        let message = format!("`{}` 另有用处，不能作表的 id", id.value);
        let help = "换一个名字，文件名也要一样".to_owned();
        faults.add(Fault::Value, &id.place, message, Some(help));
    }
    let section = fields.text_or_none("section");
    let found_at = fields.natural_or_none("found_at").unwrap_or(40);
    if found_at > 100 {
        let message = "`found_at` 是百分数，最大 100".to_owned();
        let help = "写 1 到 100 的整数；删去就是 40".to_owned();
        faults.add(Fault::Value, fields.place(), message, Some(help));
    }
    let tables = fields.tables("block");
    if tables.is_empty() {
        let message = "表里没有 `[[block]]`".to_owned();
        let help = "写 [[block]]，里面写 columns 和 rows；hegui pack new --form 有例子".to_owned();
        faults.add(Fault::Value, &id.place, message, Some(help));
    }
    let mut rows = Vec::new();
    let mut stand_ins = Vec::new();
    let blocks = tables
        .into_iter()
        .map(|table| block(table, &mut rows, &mut stand_ins, faults))
        .collect();
    distinct(rows.iter(), "行", faults);
    for name in &stand_ins {
        if rows.iter().all(|row| row.value != name.value) {
            faults.unknown(name, "行", rows.iter().map(|row| row.value.as_str()));
        }
    }
    let form = Form {
        id: id.value.clone(),
        name: fields.text("name").value,
        name_en: fields.text("name_en").value,
        title: fields.text("title").value,
        section: section.as_ref().map(|it| it.value.clone()),
        found_at,
        blocks,
        identities: Vec::new(),
        layouts: crate::form::Layouts::default(),
    };
    fields.finish();
    Item {
        id,
        pack: pack.to_owned(),
        value: WrittenForm { form, section },
    }
}

fn block(
    mut fields: Fields<'_>,
    row_ids: &mut Vec<Written<String>>,
    stand_ins: &mut Vec<Written<String>>,
    faults: &Faults,
) -> Block {
    let mut columns = fields.tables("columns");
    columns.extend(fields.tables("column"));
    let mut rows = fields.tables("rows");
    rows.extend(fields.tables("row"));
    if columns.is_empty() || rows.is_empty() {
        let message = "表块要有 `columns` 和 `rows`".to_owned();
        let help = "写 columns = [{ id = …, name = …, labels = […] }]，rows 也一样".to_owned();
        faults.add(Fault::MissingField, fields.place(), message, Some(help));
    }
    let mut column_ids = Vec::new();
    let block = Block {
        header: fields.plain_texts("header"),
        foreign_header: fields.plain_texts("foreign_header"),
        across: fields.flag("across", false),
        columns: columns
            .into_iter()
            .map(|it| column(it, &mut column_ids, faults))
            .collect(),
        rows: rows
            .into_iter()
            .map(|it| row(it, row_ids, stand_ins, faults))
            .collect(),
    };
    distinct(column_ids.iter(), "列", faults);
    fields.finish();
    block
}

fn column(mut fields: Fields<'_>, ids: &mut Vec<Written<String>>, faults: &Faults) -> Column {
    let id = fields.text("id");
    well_formed(&id, false, faults);
    let name = fields.text("name").value;
    let column = Column {
        id: id.value.clone(),
        labels: labels(&mut fields, &name),
        name,
        whole: fields.plain_texts("whole"),
        unit: fields.text_or_none("unit").map(|text| text.value),
        total: fields.flag("total", false),
        decimal: fields.flag("decimal", false),
        signed: fields.flag("signed", false),
    };
    fields.finish();
    ids.push(id);
    column
}

fn row(
    mut fields: Fields<'_>,
    ids: &mut Vec<Written<String>>,
    stand_ins: &mut Vec<Written<String>>,
    faults: &Faults,
) -> Row {
    let id = fields.text("id");
    well_formed(&id, true, faults);
    let name = fields.text("name").value;
    let instead_of = fields.texts("instead_of");
    let row = Row {
        id: id.value.clone(),
        labels: labels(&mut fields, &name),
        name,
        unit: fields.text_or_none("unit").map(|text| text.value),
        total: fields.flag("total", false),
        decimal: fields.flag("decimal", false),
        heading: fields.flag("heading", false),
        blank_is_zero: fields.flag("blank_is_zero", true),
        instead_of: instead_of.iter().map(|it| it.value.clone()).collect(),
    };
    fields.finish();
    ids.push(id);
    stand_ins.extend(instead_of);
    row
}

/// What is written on the form; where nothing else is said, the short name.
fn labels(fields: &mut Fields<'_>, name: &str) -> Vec<String> {
    let labels = fields.plain_texts("labels");
    if labels.is_empty() {
        vec![name.to_owned()]
    } else {
        labels
    }
}

/// Ids are what relations can name: words, dots between them in rows.
fn well_formed(id: &Written<String>, nested: bool, faults: &Faults) {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && word.chars().all(|it| it.is_alphanumeric() || it == '_')
    };
    let right = if nested {
        id.value.split('.').all(word)
    } else {
        word(&id.value)
    };
    if !right && !id.value.is_empty() {
        let message = format!("`{}` 不能作 id", id.value);
        let help = if nested {
            "由字母、数字、下划线组成，以字母开头；行可用点分层"
        } else {
            "由字母、数字、下划线组成，以字母开头"
        };
        faults.add(Fault::Value, &id.place, message, Some(help.into()));
    }
}
