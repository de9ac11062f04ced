//! The shapes a printed table takes in files.

use hegui::form::Form;
use hegui::pack::Pack;

use crate::shapes::beside::{
    coded, line_each, line_glued, numbered, numbered_halves, numbered_lines, numbered_pairs,
    total_first, total_last, two_halves, unnamed,
};
use crate::shapes::layout::Table;
use crate::shapes::lines::{
    abbreviated, aligned, by_characters, cells_valueless, damaged, glued, glued_values,
    grid_valueless, labels_after, labels_gathered, labels_lost, one_cell_a_line, pipes, shifted,
    shifted_page, single_blanks, split_labels, strokes_between, tab_grid, tabs_behind, torn_blanks,
    torn_grid, word,
};
use hegui::fill::Kind;

/// One way a table is written.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) fill: Kind,
    lines: fn(&Table) -> Vec<String>,
    /// Whether the whole report is one line.
    one_line: bool,
}

const fn dense(name: &'static str, lines: fn(&Table) -> Vec<String>) -> Shape {
    Shape {
        name,
        fill: Kind::Dense,
        lines,
        one_line: false,
    }
}

/// Every shape.
pub(crate) const SHAPES: &[Shape] = &[
    dense("TAB grid", tab_grid),
    dense("one cell a line", one_cell_a_line),
    dense("one cell a line, Word", word),
    dense("one cell a line, strokes between", strokes_between),
    Shape {
        fill: Kind::BlankZeros,
        ..dense(
            "one cell a line, strokes between, zeros blank",
            strokes_between,
        )
    },
    dense("one cell a line, a TAB behind each", tabs_behind),
    Shape {
        fill: Kind::BlankZeros,
        ..dense(
            "one cell a line, a TAB behind each, zeros blank",
            tabs_behind,
        )
    },
    dense("TAB grid, first row without values", grid_valueless),
    dense("one cell a line, first row without values", cells_valueless),
    dense("Markdown pipes", pipes),
    dense("aligned by blanks, PDF", aligned),
    dense("single blanks", single_blanks),
    dense("labels split around values", split_labels),
    dense("labels after values", labels_after),
    dense("labels gathered before rows", labels_gathered),
    dense("TAB grid torn by a page", torn_grid),
    dense("single blanks torn by a page", torn_blanks),
    dense("rows shifted right by merged labels", shifted),
    dense("every fifth label lost", labels_lost),
    Shape {
        fill: Kind::BlankZeros,
        ..dense("TAB grid, zeros blank", tab_grid)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("Markdown pipes, zeros blank", pipes)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("aligned by blanks, PDF, zeros blank", aligned)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("aligned by characters, PDF, zeros blank", by_characters)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("aligned by blanks, shifted page, zeros blank", shifted_page)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("single blanks, zeros blank", single_blanks)
    },
    Shape {
        fill: Kind::BlankTotals,
        ..dense("TAB grid, totals blank", tab_grid)
    },
    dense("TAB grid, labels damaged", |table| {
        tab_grid(&table.relabelled(damaged))
    }),
    dense("one cell a line, labels damaged", |table| {
        one_cell_a_line(&table.relabelled(damaged))
    }),
    dense("single blanks, labels damaged", |table| {
        single_blanks(&table.relabelled(damaged))
    }),
    dense("TAB grid, labels abbreviated", |table| {
        tab_grid(&table.relabelled(abbreviated))
    }),
    dense("single blanks, labels abbreviated", |table| {
        single_blanks(&table.relabelled(abbreviated))
    }),
    Shape {
        one_line: true,
        ..dense("whole report in one line", single_blanks)
    },
    Shape {
        fill: Kind::Words,
        ..dense("TAB grid, words in cells", tab_grid)
    },
    Shape {
        fill: Kind::Words,
        ..dense("Markdown pipes, words in cells", pipes)
    },
    Shape {
        fill: Kind::Words,
        ..dense("aligned by blanks, PDF, words in cells", aligned)
    },
    Shape {
        fill: Kind::Words,
        ..dense("single blanks, words in cells", single_blanks)
    },
    Shape {
        fill: Kind::Words,
        ..dense("one cell a line, words in cells", one_cell_a_line)
    },
    Shape {
        fill: Kind::Dashes,
        ..dense("TAB grid, dashes for zeros", tab_grid)
    },
    Shape {
        fill: Kind::Dashes,
        ..dense("single blanks, dashes for zeros", single_blanks)
    },
    Shape {
        fill: Kind::Dashes,
        ..dense("one cell a line, dashes for zeros", one_cell_a_line)
    },
    Shape {
        fill: Kind::Units,
        ..dense("TAB grid, with units", tab_grid)
    },
    Shape {
        fill: Kind::Units,
        ..dense("single blanks, with units", single_blanks)
    },
    Shape {
        fill: Kind::Units,
        ..dense("one cell a line, with units", one_cell_a_line)
    },
    Shape {
        fill: Kind::Large,
        ..dense("TAB grid, full width and commas", tab_grid)
    },
    Shape {
        fill: Kind::Large,
        ..dense("single blanks, full width and commas", single_blanks)
    },
    Shape {
        fill: Kind::Large,
        ..dense("one cell a line, full width and commas", one_cell_a_line)
    },
    Shape {
        one_line: true,
        ..dense("whole report in one line, Markdown pipes", pipes)
    },
    Shape {
        one_line: true,
        ..dense("whole report in one line, TAB grid", tab_grid)
    },
    dense("TAB grid torn by a page, labels damaged", |table| {
        torn_grid(&table.relabelled(damaged))
    }),
    dense("single blanks torn by a page, labels damaged", |table| {
        torn_blanks(&table.relabelled(damaged))
    }),
    dense(
        "single blanks torn by a page, labels abbreviated",
        |table| torn_blanks(&table.relabelled(abbreviated)),
    ),
    Shape {
        fill: Kind::BlankZeros,
        ..dense(
            "TAB grid torn by a page, labels damaged, zeros blank",
            |table| torn_grid(&table.relabelled(damaged)),
        )
    },
    Shape {
        fill: Kind::Words,
        ..dense(
            "rows shifted right by merged labels, words in cells",
            shifted,
        )
    },
    dense("TAB grid, running numbers", numbered),
    dense("TAB grid, parts behind the total", total_first),
    dense("TAB grid, parts before the total", total_last),
    dense("TAB grid, several unnamed columns", unnamed),
    dense("TAB grid, two halves side by side", two_halves),
    dense("TAB grid, running numbers, labels damaged", |table| {
        numbered(&table.relabelled(damaged))
    }),
    dense("TAB grid, two halves side by side, abbreviated", |table| {
        two_halves(&table.relabelled(abbreviated))
    }),
    Shape {
        fill: Kind::BlankZeros,
        ..dense("TAB grid, two halves side by side, zeros blank", two_halves)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("TAB grid, parts behind the total, zeros blank", total_first)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("TAB grid, running numbers, zeros blank", numbered)
    },
    Shape {
        fill: Kind::Dashes,
        ..dense("TAB grid, running numbers, dashes for zeros", numbered)
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("TAB grid, numbers nothing is above, zeros blank", coded)
    },
    dense("one cell a line, running numbers", numbered_lines),
    Shape {
        fill: Kind::BlankZeros,
        ..dense(
            "one cell a line, running numbers, zeros blank",
            numbered_lines,
        )
    },
    Shape {
        fill: Kind::BlankZeros,
        ..dense("two halves, running numbers, zeros blank", numbered_halves)
    },
    dense("two halves counted by turns", numbered_pairs),
    Shape {
        fill: Kind::BlankZeros,
        ..dense("two halves counted by turns, zeros blank", numbered_pairs)
    },
    dense("a line each", line_each),
    dense("a line each, glued", line_glued),
    dense("digits glued", glued),
    dense("digits glued behind the label", glued_values),
    Shape {
        fill: Kind::Small,
        ..dense("digits glued, small table", glued)
    },
    Shape {
        fill: Kind::Small,
        ..dense("digits glued behind the label, small table", glued_values)
    },
];

const NUMBERS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

impl Shape {
    /// Whether `table` can be written in this shape.
    pub(crate) fn is_one_of(&self, table: &Table) -> bool {
        !(self.lines)(table).is_empty()
    }

    /// A short report of `pack` with `table`, the table of `form`, in this shape.
    pub(crate) fn write(&self, pack: &Pack, form: &Form, table: &Table) -> String {
        let (year, _) = pack.years.unwrap();
        let table = (self.lines)(table);
        let mut lines = vec![
            format!(
                "青澜市水务局{year}年{}{}",
                pack.report.subject[0], pack.report.kind[0]
            ),
            String::new(),
            "本报告所列数据为全年数据。".into(),
        ];
        for (section, number) in pack.sections.iter().zip(NUMBERS) {
            lines.push(format!("{number}、{}", section.titles[0]));
            if form.section.as_ref() == Some(&section.id) {
                lines.extend(table.iter().cloned());
            } else {
                lines.push("本局按要求做好各项工作，没有其他情况。".into());
            }
        }
        if form.section.is_none() {
            lines.push(form.title.clone());
            lines.extend(table);
        }
        let filled = lines.iter().filter(|line| !line.trim().is_empty()).cloned();
        if self.one_line {
            filled.collect::<Vec<_>>().join(" ") + "\n"
        } else {
            lines.join("\n") + "\n"
        }
    }
}
