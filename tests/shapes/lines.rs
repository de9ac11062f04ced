//! The lines that a printed table becomes.

use unicode_width::UnicodeWidthStr;

use crate::shapes::layout::{Block, Line, Table};

/// Each block's header and rows, a line each, its cells joined by `join`.
fn by_row(table: &Table, join: impl Fn(&[String]) -> String) -> Vec<String> {
    let lines = |block: &Block| -> Vec<String> {
        let rows = block.rows.iter().map(|row| join(&row.cells()));
        block
            .head()
            .iter()
            .map(|cells| join(cells))
            .chain(rows)
            .collect()
    };
    table.blocks.iter().flat_map(lines).collect()
}

fn tabs(cells: &[String]) -> String {
    cells.join("\t")
}

fn blanks(cells: &[String]) -> String {
    cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn tab_grid(table: &Table) -> Vec<String> {
    by_row(table, tabs)
}

pub(crate) fn single_blanks(table: &Table) -> Vec<String> {
    by_row(table, blanks)
}

pub(crate) fn pipes(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &table.blocks {
        let width = block.lead.len() + block.columns.len();
        for (at, mut cells) in block
            .head()
            .into_iter()
            .chain(block.rows.iter().map(Line::cells))
            .enumerate()
        {
            cells.resize(width, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if at == 0 {
                lines.push(format!("|{}", " --- |".repeat(width)));
            }
        }
        lines.push(String::new());
    }
    lines
}

pub(crate) fn one_cell_a_line(table: &Table) -> Vec<String> {
    let cells = |block: &Block| -> Vec<String> {
        block
            .head()
            .into_iter()
            .chain(block.rows.iter().map(Line::cells))
            .flatten()
            .collect()
    };
    table
        .blocks
        .iter()
        .flat_map(cells)
        .filter(|cell| !cell.is_empty())
        .collect()
}

/// Each cell on a line, and a stroke on a line of its own behind it.
pub(crate) fn strokes_between(table: &Table) -> Vec<String> {
    let rows = by_row(table, |cells| cells.join("\n|\n") + "\n|");
    let lines = rows.iter().flat_map(|row| row.lines());
    lines
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Each cell on a line that a TAB ends.
pub(crate) fn tabs_behind(table: &Table) -> Vec<String> {
    let cells = one_cell_a_line(table);
    cells.iter().map(|it| format!("{it}\t")).collect()
}

/// The table in which the first row with values has only its label.
fn first_valueless(table: &Table) -> Table {
    let mut table = table.clone();
    let mut rows = table.blocks.iter_mut().flat_map(|block| &mut block.rows);
    if let Some(row) = rows.find(|it| it.label.is_some() && !it.values.is_empty()) {
        row.values.clear();
        row.unit = None;
    }
    table
}

pub(crate) fn grid_valueless(table: &Table) -> Vec<String> {
    tab_grid(&first_valueless(table))
}

pub(crate) fn cells_valueless(table: &Table) -> Vec<String> {
    one_cell_a_line(&first_valueless(table))
}

pub(crate) fn word(table: &Table) -> Vec<String> {
    let rows = table.blocks.iter().flat_map(|block| {
        block
            .head()
            .into_iter()
            .chain(block.rows.iter().map(Line::cells))
            .collect::<Vec<_>>()
    });
    rows.flat_map(|row| {
        row.into_iter()
            .map(|cell| format!("\t{cell}"))
            .chain([String::new()])
    })
    .collect()
}

/// Cells under each other by display width, as the text of a PDF shows them; column labels in
/// pieces of two characters below each other.
pub(crate) fn aligned(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &table.blocks {
        let labels = block.rows.iter().filter_map(|row| row.label.as_deref());
        let first = labels.map(UnicodeWidthStr::width).max().unwrap_or(0) + 2;
        let widths: Vec<usize> = if block.lead.is_empty() {
            Vec::new()
        } else {
            vec![first]
        };
        let widths: Vec<usize> = widths
            .into_iter()
            .chain(std::iter::repeat(9))
            .take(block.lead.len() + block.columns.len())
            .collect();
        let line = |cells: &[String]| -> String {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| {
                format!(
                    "{cell}{}",
                    " ".repeat(width.saturating_sub(cell.width()).max(1))
                )
            });
            padded.collect::<String>().trim_end().to_string()
        };
        lines.extend([line(&block.above), String::new()]);
        let head: Vec<Vec<String>> = block
            .lead
            .iter()
            .chain(&block.columns)
            .map(|it| pieces(it))
            .collect();
        for at in 0..head.iter().map(Vec::len).max().unwrap_or(0) {
            let cells: Vec<String> = head
                .iter()
                .map(|it| it.get(at).cloned().unwrap_or_default())
                .collect();
            lines.push(line(&cells));
        }
        lines.push(String::new());
        lines.extend(block.rows.iter().map(|row| line(&row.cells())));
        lines.push(String::new());
    }
    lines
}

/// The values right below each other by the number of characters before them.
pub(crate) fn by_characters(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &table.blocks {
        let labels = block.rows.iter().map(|row| {
            let words = row.label.iter().chain(&row.unit);
            words.map(|it| it.chars().count() + 2).sum::<usize>()
        });
        let first = labels.max().unwrap_or(0);
        lines.extend(block.head().iter().map(|cells| blanks(cells)));
        for row in &block.rows {
            let words: Vec<&str> = row
                .label
                .iter()
                .chain(&row.unit)
                .map(String::as_str)
                .collect();
            let words = words.join("  ");
            let values: Vec<String> = row.values.iter().map(|it| format!("{it:>7}")).collect();
            let values = values.concat();
            lines.push(format!(
                "{words}{}{values}",
                " ".repeat(first - words.chars().count())
            ));
        }
        lines.push(String::new());
    }
    lines
}

/// The second half of the table on a new page, a whole column further to the right.
pub(crate) fn shifted_page(table: &Table) -> Vec<String> {
    let lines = aligned(table);
    let half = lines.len() * 2 / 3;
    let mut shifted: Vec<String> = lines.iter().take(half).cloned().collect();
    shifted.extend([String::new(), "                 - 3 -".into()]);
    shifted.extend(
        lines
            .iter()
            .skip(half)
            .map(|line| format!("         {line}")),
    );
    shifted
}

/// `word` in pieces of two characters, if it is longer than three.
fn pieces(word: &str) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    let size = if characters.len() > 3 { 2 } else { 3 };
    characters
        .chunks(size)
        .map(|piece| piece.iter().collect())
        .collect()
}

fn halves(label: &str) -> (String, String) {
    let half = label.chars().count() / 2;
    (
        label.chars().take(half).collect(),
        label.chars().skip(half).collect(),
    )
}

pub(crate) fn split_labels(table: &Table) -> Vec<String> {
    let rows = |block: &Block| -> Vec<String> {
        let mut lines: Vec<String> = block.head().iter().map(|cells| blanks(cells)).collect();
        for row in &block.rows {
            let (before, after) = halves(row.label.as_deref().unwrap_or_default());
            lines.extend(
                [before, blanks(&row.numbers()), after]
                    .into_iter()
                    .filter(|it| !it.is_empty()),
            );
        }
        lines
    };
    table.blocks.iter().flat_map(rows).collect()
}

pub(crate) fn labels_after(table: &Table) -> Vec<String> {
    let rows = |block: &Block| -> Vec<String> {
        let mut lines: Vec<String> = block.head().iter().map(|cells| blanks(cells)).collect();
        for row in &block.rows {
            let cells: Vec<String> = row.numbers().into_iter().chain(row.label.clone()).collect();
            lines.push(blanks(&cells));
        }
        lines
    };
    table.blocks.iter().flat_map(rows).collect()
}

pub(crate) fn labels_gathered(table: &Table) -> Vec<String> {
    let rows = |block: &Block| -> Vec<String> {
        let head = block.head();
        let labels = block.rows.iter().filter_map(|row| row.label.clone());
        let values = block.rows.iter().map(|row| blanks(&row.numbers()));
        head.iter()
            .map(|cells| blanks(cells))
            .chain(labels)
            .chain(values)
            .collect()
    };
    table.blocks.iter().flat_map(rows).collect()
}

/// A page number and the header once more in the middle of the longest block.
fn torn(table: &Table, join: fn(&[String]) -> String) -> Vec<String> {
    let longest = table
        .blocks
        .iter()
        .map(|block| block.rows.len())
        .max()
        .unwrap_or(0);
    let mut lines = Vec::new();
    for block in &table.blocks {
        let head: Vec<String> = block.head().iter().map(|cells| join(cells)).collect();
        lines.extend(head.clone());
        for (at, row) in block.rows.iter().enumerate() {
            if block.rows.len() == longest && at == longest / 2 && at > 0 {
                lines.extend([
                    String::new(),
                    "                 - 3 -".into(),
                    String::new(),
                ]);
                lines.extend(head.clone());
            }
            lines.push(join(&row.cells()));
        }
    }
    lines
}

pub(crate) fn torn_grid(table: &Table) -> Vec<String> {
    torn(table, tabs)
}

pub(crate) fn torn_blanks(table: &Table) -> Vec<String> {
    torn(table, blanks)
}

/// The rows of the second half stand one cell to the right, as a merged label leaves them.
pub(crate) fn shifted(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &table.blocks {
        lines.extend(block.head().iter().map(|cells| tabs(cells)));
        for (at, row) in block.rows.iter().enumerate() {
            let indent = if at * 2 >= block.rows.len() { "\t" } else { "" };
            let gap = if at % 3 == 2 && row.label.is_some() {
                "\t"
            } else {
                ""
            };
            let label = row.label.iter().map(|label| format!("{label}\t"));
            lines.push(format!(
                "{indent}{}{gap}{}",
                label.collect::<String>(),
                tabs(&row.numbers())
            ));
        }
    }
    lines
}

pub(crate) fn labels_lost(table: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &table.blocks {
        lines.extend(block.head().iter().map(|cells| tabs(cells)));
        for (at, row) in block.rows.iter().enumerate() {
            let lost = at % 5 == 3;
            lines.push(tabs(&if lost { row.numbers() } else { row.cells() }));
        }
    }
    lines
}

pub(crate) fn glued(table: &Table) -> Vec<String> {
    by_row(table, <[String]>::concat)
}

/// The values of each row in one piece, its label before them.
pub(crate) fn glued_values(table: &Table) -> Vec<String> {
    by_row(table, |cells| {
        let values = cells
            .iter()
            .rposition(|it| !it.starts_with(|it: char| it.is_ascii_digit() || "+-".contains(it)))
            .map_or(0, |last| last + 1);
        let (words, values) = cells.split_at(values);
        blanks(&[words, &[values.concat()]].concat())
    })
}

/// One character dropped, and in longer labels another replaced, as scanning does.
pub(crate) fn damaged(row: usize, label: &str) -> String {
    let count = label.chars().count();
    let dropped = (row * 7 + 3) % count.max(1);
    let replaced = (row * 5 + 1) % count.max(1);
    let characters = label
        .chars()
        .enumerate()
        .filter(|(at, _)| count < 4 || *at != dropped);
    characters
        .map(|(at, it)| {
            if count > 6 && at == replaced {
                '口'
            } else {
                it
            }
        })
        .collect()
}

/// Without the numbering before and the brackets after.
pub(crate) fn abbreviated(_row: usize, label: &str) -> String {
    let is_number = |it: char| it.is_ascii_digit() || "一二三四五六七八九十（(".contains(it);
    let rest = label.trim_start_matches(is_number);
    let bare = rest.strip_prefix(['、', '）', '.', ')']).unwrap_or(label);
    let end = bare
        .find(['（', '('])
        .filter(|at| *at > 0)
        .unwrap_or(bare.len());
    bare.get(..end).unwrap_or(bare).to_string()
}
