//! The lines of a printed table with more beside its values than a form asks for. Without lines, a shape is
//! none for tables of several columns.

use crate::shapes::layout::{Block, Table};

/// Whether each row has a label and one value.
fn is_list(table: &Table) -> bool {
    let mut rows = table.blocks.iter().flat_map(|block| &block.rows);
    rows.all(|row| row.label.is_some() && row.values.len() == 1)
}

fn rows(block: &Block) -> impl Iterator<Item = Vec<String>> + '_ {
    block.rows.iter().map(crate::shapes::layout::Line::cells)
}

/// A running number before each label.
pub(crate) fn numbered(table: &Table) -> Vec<String> {
    let lines = |block: &Block| -> Vec<String> {
        let head = block.head();
        let head = head
            .iter()
            .map(|cells| format!("序号\t{}", cells.join("\t")));
        let rows = rows(block).enumerate();
        let rows = rows.map(|(at, cells)| format!("{}\t{}", at + 1, cells.join("\t")));
        head.chain(rows).collect()
    };
    table.blocks.iter().flat_map(lines).collect()
}

/// The same with each cell on a line of its own; what is blank leaves no line.
pub(crate) fn numbered_lines(table: &Table) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let cells = numbered(table);
    let cells = cells.iter().flat_map(|row| row.split('\t'));
    let cells = cells.filter(|it| !it.is_empty());
    cells.map(str::to_owned).collect()
}

/// Running numbers of two digits that nothing is printed above.
pub(crate) fn coded(table: &Table) -> Vec<String> {
    let lines = numbered(table).into_iter();
    let lines = lines.filter(|line| !line.starts_with("序号"));
    lines
        .map(|line| {
            if line.find('\t') == Some(1) {
                format!("0{line}")
            } else {
                line
            }
        })
        .collect()
}

/// The second half of the rows beside the first, with running numbers before both.
pub(crate) fn numbered_halves(table: &Table) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let all = numbered(table);
    let (head, rows) = all.split_at(1);
    let (left, right) = rows.split_at(rows.len().div_ceil(2));
    let none = "\t".repeat(3);
    let rows = left.iter().enumerate();
    let rows = rows.map(|(at, left)| format!("{left}\t{}", right.get(at).unwrap_or(&none)));
    let head = head.iter().map(|it| format!("{it}\t{it}"));
    head.chain(rows).collect()
}

/// Rows of the two halves counted on from one to the other.
pub(crate) fn numbered_pairs(table: &Table) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let all = numbered(table);
    let (head, rows) = all.split_at(1);
    let head = head.iter().map(|it| format!("{it}\t{it}"));
    head.chain(rows.chunks(2).map(|pair| pair.join("\t")))
        .collect()
}

/// The value of the whole organ between those of its parts.
fn with_parts(table: &Table, head: &str, value: fn(&str) -> [String; 3]) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let lines = |block: &Block| -> Vec<String> {
        let rows = rows(block).map(|mut cells| {
            let last = cells.pop().unwrap_or_default();
            cells.extend(value(&last));
            cells.join("\t")
        });
        let lead = block.lead.join("\t");
        std::iter::once(format!("{lead}\t{head}"))
            .chain(rows)
            .collect()
    };
    table.blocks.iter().flat_map(lines).collect()
}

pub(crate) fn total_first(table: &Table) -> Vec<String> {
    with_parts(table, "合计\t区直单位\t镇街", |value| {
        [value.into(), value.into(), "0".into()]
    })
}

pub(crate) fn total_last(table: &Table) -> Vec<String> {
    with_parts(
        table,
        "区政府办\t区直单位和镇街\t全区合计",
        |value| ["7".into(), "8".into(), value.into()],
    )
}

/// Columns of which nothing says whose they are.
pub(crate) fn unnamed(table: &Table) -> Vec<String> {
    with_parts(table, "本级\t直属\t镇街", |value| {
        [value.into(), "8".into(), "7".into()]
    })
}

/// The second half of the rows beside the first.
pub(crate) fn two_halves(table: &Table) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let lines = |block: &Block| -> Vec<String> {
        let all: Vec<Vec<String>> = rows(block).collect();
        let (left, right) = all.split_at(all.len().div_ceil(2));
        let head = block.head();
        let head = head.iter().map(|it| format!("{0}\t{0}", it.join("\t")));
        let rows = left.iter().enumerate().map(|(at, left)| {
            let none = vec![String::new(); left.len()];
            let right = right.get(at).unwrap_or(&none);
            format!("{}\t{}", left.join("\t"), right.join("\t"))
        });
        head.chain(rows).collect()
    };
    table.blocks.iter().flat_map(lines).collect()
}

/// A line of text for each row: its label, a colon, its value and unit.
pub(crate) fn line_each(table: &Table) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let line = |label: &str, unit: &str, value: &str| match value {
        "—" => label.to_owned(),
        value => format!("{label}：{value}{unit}"),
    };
    let rows = table.blocks.iter().flat_map(|block| &block.rows);
    rows.map(|row| {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let value = row.values.first().map_or("", String::as_str);
        line(&text(&row.label), &text(&row.unit), value)
    })
    .collect()
}

/// A line of text for each row with nothing between its cells.
pub(crate) fn line_glued(table: &Table) -> Vec<String> {
    if !is_list(table) {
        return Vec::new();
    }
    let cells = table.blocks.iter().flat_map(rows);
    cells.map(|it| it.concat()).collect()
}
