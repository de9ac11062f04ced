//! What was read of a report: as a page, as `hegui.facts/1` and as CSV.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::fact::{CellFact, CellState, Facts, FormFacts};
use crate::form::{Block, Column, Form};
use crate::pack::Pack;
use crate::render::csv;
use crate::render::place::{legend, margin, mark as mark_of, place};
use crate::render::width::{clean, left, lines, right, width, wrap};
use crate::render::words::{exactness_id, exactness_word, state_id};
use crate::render::{Lang, View};

/// The widest a column of the page may be for its name's sake; longer names are broken.
const NAME: usize = 6;
/// The same where the page is narrow.
const NARROW: usize = 4;

/// `facts` as a page of text.
#[must_use]
pub fn facts_table(facts: &Facts, pack: &Pack, view: &View) -> String {
    let (columns, lang) = (view.width, view.lang);
    let room = margin(&facts.source);
    let mut text = head(facts, pack, view);
    text.push_str(lang.pick("\n章节\n", "\nsections\n"));
    for section in &facts.sections {
        let at = mark_of(&facts.source, section.span.start);
        let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        let id = section
            .id
            .as_ref()
            .map(|id| format!("［{id}］"))
            .unwrap_or_default();
        let number = section.number.as_deref().unwrap_or_default();
        let first = format!("{} │ {indent}", right(&at, room));
        text += &wrap(&first, &format!("{number}{}{id}", section.title), columns);
    }
    for (id, words) in &facts.fields {
        let field = pack.fields.iter().find(|it| it.id == *id);
        let name = field.map_or(id.as_str(), |it| it.name.as_str());
        let at = mark_of(&facts.source, words.span.start);
        let first = format!("{} │ ", right(&at, room));
        text += &wrap(&first, &format!("{name}［{id}］：{}", words.value), columns);
    }
    for read in &facts.forms {
        let Some(form) = pack.forms.iter().find(|form| form.id == read.form) else {
            continue;
        };
        let _ = writeln!(text, "\n{}　{}［{}］", form.name, form.title, form.id);
        if read.found {
            for (at, block) in form.blocks.iter().enumerate() {
                text += &table(facts, read, block, at, columns);
            }
        } else {
            text.push_str(lang.pick("      未找到\n", "      not found\n"));
        }
    }
    if !facts.mentions.is_empty() {
        text.push_str(lang.pick("\n正文所述数量\n", "\nquantities in prose\n"));
    }
    for mention in &facts.mentions {
        let at = mark_of(&facts.source, mention.span.start);
        let known = pack
            .indicators
            .iter()
            .find(|it| Some(&it.id) == mention.indicator.as_ref());
        let name = known.map_or("—", |it| it.name.as_str());
        let exactness = exactness_word(mention.exactness, lang);
        let first = format!("{} │ ", right(&at, room));
        let said = format!(
            "{name} = {}（{exactness}）“{}”",
            mention.value, mention.text
        );
        text += &wrap(&first, &said, columns);
    }
    text.push('\n');
    text += &wrap(
        "",
        &(legend(&facts.source, lang).to_owned()
            + lang.pick(
                "（空）空白，（－）横杠，* 推算，（?）读不准。",
                "（空） blank, （－） dash, * inferred, （?） unread.",
            )),
        columns,
    );
    text
}

fn head(facts: &Facts, pack: &Pack, view: &View) -> String {
    let lang = view.lang;
    let none = || lang.pick("（未写明）", "(not stated)").to_owned();
    let organ = facts
        .organ
        .as_ref()
        .map_or_else(none, |it| it.value.clone());
    let kind = facts.organ_kind.as_ref().map(|id| {
        let kind = pack.organs.iter().find(|it| it.id == *id);
        format!("（{}）", kind.map_or(id.as_str(), |it| lang.of(&it.name)))
    });
    let period = facts
        .period
        .as_ref()
        .map(|it| format!("{} {} {}", it.value.0, lang.pick("至", "to"), it.value.1));
    [
        (
            lang.pick("标题　　", "title      "),
            facts
                .title
                .as_ref()
                .map_or_else(none, |it| it.value.clone()),
        ),
        (
            lang.pick("机关　　", "organ      "),
            format!("{organ}{}", kind.unwrap_or_default()),
        ),
        (
            lang.pick("年度　　", "year       "),
            facts
                .year
                .as_ref()
                .map_or_else(none, |it| it.value.to_string()),
        ),
        (
            lang.pick("统计期　", "period     "),
            period.unwrap_or_else(none),
        ),
        (
            lang.pick("发布日　", "published  "),
            facts
                .published
                .as_ref()
                .map_or_else(none, |it| it.value.to_string()),
        ),
        (
            lang.pick("文件　　", "file       "),
            facts.source.name().to_owned(),
        ),
    ]
    .iter()
    .map(|(name, value)| wrap(name, value, view.width))
    .collect()
}

/// One block: its rows with the line each stands in, its columns as wide as they must be.
fn table(facts: &Facts, read: &FormFacts, block: &Block, at: usize, columns: usize) -> String {
    let cells: Vec<&CellFact> = read.cells.iter().filter(|it| it.cell.block == at).collect();
    let widths = |heading: usize| -> Vec<usize> {
        let of = |(column, it): (usize, &Column)| {
            let values = cells.iter().filter(|cell| cell.cell.column == column);
            let widest = values.map(|cell| width(&mark(cell))).max().unwrap_or(0);
            widest.max(width(&it.name).min(heading)).min(24)
        };
        block.columns.iter().enumerate().map(of).collect()
    };
    let room = margin(&facts.source);
    let left_by = |widths: &[usize]| {
        let taken: usize = widths.iter().map(|it| it + 2).sum::<usize>() + room + 3;
        columns.saturating_sub(taken)
    };
    let names = block.rows.iter().map(|row| width(&row.name));
    let widest = names.max().unwrap_or(0).max(8);
    // Headings are broken over lines sooner than the names of rows are cut.
    let roomy = widths(NAME);
    let widths = if left_by(&roomy) < widest {
        widths(NARROW)
    } else {
        roomy
    };
    let name = left_by(&widths).clamp(8, 48).min(widest);

    let mut text = header(block, &widths, name, room);
    for (index, row) in block.rows.iter().enumerate() {
        let own: Vec<&&CellFact> = cells.iter().filter(|it| it.cell.row == index).collect();
        if own.is_empty() {
            continue;
        }
        let line = own.iter().filter_map(|it| it.span).map(|it| it.start).min();
        let at = line
            .map(|it| mark_of(&facts.source, it))
            .unwrap_or_default();
        let mut shown = format!("{} │ {}", right(&at, room), left(&row.name, name));
        for (column, columns) in widths.iter().enumerate() {
            let cell = own.iter().find(|it| it.cell.column == column);
            let value = cell.map(|it| mark(it)).unwrap_or_default();
            let _ = write!(shown, "  {}", right(&value, *columns));
        }
        let _ = writeln!(text, "{}", shown.trim_end());
    }
    text
}

/// The names of the columns, broken over as many lines as the longest needs.
fn header(block: &Block, widths: &[usize], name: usize, room: usize) -> String {
    let names: Vec<Vec<String>> = block
        .columns
        .iter()
        .zip(widths)
        .map(|(column, columns)| {
            if width(&column.name) <= *columns {
                vec![column.name.clone()]
            } else {
                lines(&column.name, *columns)
            }
        })
        .collect();
    let height = names.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for line in 0..height {
        let mut shown = format!("{} │ {}", " ".repeat(room), " ".repeat(name));
        for (parts, columns) in names.iter().zip(widths) {
            let part = parts.get(line).map_or("", |it| it.trim());
            let _ = write!(shown, "  {}", right(part, *columns));
        }
        let _ = writeln!(text, "{}", shown.trim_end());
    }
    text
}

/// A cell's value with the mark of its state.
fn mark(cell: &CellFact) -> String {
    let value = cell.value.map(|it| it.to_string()).unwrap_or_default();
    match cell.state {
        CellState::Read => value,
        CellState::Blank => "（空）".to_owned(),
        CellState::Dash => "（－）".to_owned(),
        CellState::Inferred => format!("{value}*"),
        CellState::Unread => format!("{}（?）", clean(cell.raw.trim())),
        CellState::Absent => String::new(),
    }
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    document: Document<'a>,
    sections: Vec<Section<'a>>,
    forms: Vec<FormRead<'a>>,
    mentions: Vec<Mention<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    format: &'a str,
    sha256: &'a str,
    title: Option<&'a str>,
    organ: Option<&'a str>,
    organ_kind: Option<&'a str>,
    year: Option<i32>,
    published: Option<String>,
    period: Option<[String; 2]>,
}

#[derive(Serialize)]
struct Section<'a> {
    id: Option<&'a str>,
    level: u8,
    number: Option<&'a str>,
    title: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct FormRead<'a> {
    form: &'a str,
    found: bool,
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    row: &'a str,
    column: &'a str,
    value: Option<String>,
    raw: &'a str,
    state: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    line: Option<usize>,
    r#where: Option<String>,
}

#[derive(Serialize)]
struct Mention<'a> {
    indicator: Option<&'a str>,
    value: String,
    exactness: &'static str,
    unit: &'a str,
    text: &'a str,
    line: usize,
}

/// `facts` as `hegui.facts/1`.
#[must_use]
pub fn facts_json(facts: &Facts, pack: &Pack) -> String {
    let source = &facts.source;
    let page = Page {
        schema: "hegui.facts/1",
        document: Document {
            name: source.name(),
            format: source.format(),
            sha256: source.sha256(),
            title: facts.title.as_ref().map(|it| it.value.as_str()),
            organ: facts.organ.as_ref().map(|it| it.value.as_str()),
            organ_kind: facts.organ_kind.as_deref(),
            year: facts.year.as_ref().map(|it| it.value),
            published: facts.published.as_ref().map(|it| it.value.to_string()),
            period: facts
                .period
                .as_ref()
                .map(|it| [it.value.0.to_string(), it.value.1.to_string()]),
        },
        sections: facts
            .sections
            .iter()
            .map(|it| Section {
                id: it.id.as_deref(),
                level: it.level,
                number: it.number.as_deref(),
                title: &it.title,
                line: source.line_of(it.span.start),
            })
            .collect(),
        forms: facts
            .forms
            .iter()
            .map(|it| form_read(facts, pack, it))
            .collect(),
        mentions: facts
            .mentions
            .iter()
            .map(|it| Mention {
                indicator: it.indicator.as_deref(),
                value: it.value.to_string(),
                exactness: exactness_id(it.exactness),
                unit: &it.unit,
                text: &it.text,
                line: source.line_of(it.span.start),
            })
            .collect(),
        fields: facts
            .fields
            .iter()
            .map(|(id, words)| (id.as_str(), words.value.as_str()))
            .collect(),
    };
    // Strings, numbers and lists only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn form_read<'a>(facts: &Facts, pack: &'a Pack, read: &'a FormFacts) -> FormRead<'a> {
    let form = pack.forms.iter().find(|form| form.id == read.form);
    let cells = read.cells.iter().map(|it| cell(facts, form, it)).collect();
    FormRead {
        form: &read.form,
        found: read.found,
        cells,
    }
}

fn cell<'a>(facts: &Facts, form: Option<&'a Form>, it: &'a CellFact) -> Cell<'a> {
    let line = it.span.map(|span| facts.source.line_of(span.start));
    Cell {
        row: form
            .and_then(|form| form.row(it.cell))
            .map_or("", |row| row.id.as_str()),
        column: form
            .and_then(|form| form.column(it.cell))
            .map_or("", |column| column.id.as_str()),
        value: it.value.map(|value| value.to_string()),
        raw: &it.raw,
        state: state_id(it.state),
        start: it.span.map(|span| span.start),
        end: it.span.map(|span| span.end),
        line,
        r#where: it
            .span
            .map(|span| place(&facts.source, span.start, Lang::Zh)),
    }
}

/// What the columns of [`facts_csv`] are called.
pub const FACTS_CSV_HEAD: &str = "file,organ,year,form,row,column,value,raw,state,line\n";

/// The cells of `facts` as rows of CSV, each with the report it is of.
#[must_use]
pub fn facts_csv(facts: &Facts, pack: &Pack) -> String {
    let organ = facts.organ.as_ref().map_or("", |it| it.value.as_str());
    let year = facts.year.as_ref().map(|it| it.value.to_string());
    let year = year.unwrap_or_default();
    let mut text = String::new();
    for read in &facts.forms {
        let form = pack.forms.iter().find(|form| form.id == read.form);
        for it in &read.cells {
            let it = cell(facts, form, it);
            let line = it.line.map(|line| line.to_string()).unwrap_or_default();
            let value = it.value.unwrap_or_default();
            text += &csv::row(&[
                facts.source.name(),
                organ,
                &year,
                &read.form,
                it.row,
                it.column,
                &value,
                it.raw,
                it.state,
                &line,
            ]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{FACTS_CSV_HEAD, View, facts_csv, facts_json, facts_table};
    use crate::render::sample::{facts, pack};
    use crate::render::width::width;

    #[test]
    fn a_page_of_facts() {
        for columns in [60, 80, 120] {
            let text = facts_table(&facts(), &pack(), &View::plain(columns));
            assert!(text.lines().all(|line| width(line) <= columns), "{text}");
        }
        insta::assert_snapshot!(
            "facts_table",
            facts_table(&facts(), &pack(), &View::plain(80))
        );
    }

    #[test]
    fn facts_for_machines() {
        let text = [FACTS_CSV_HEAD, &facts_csv(&facts(), &pack())].concat();
        insta::assert_snapshot!("facts_csv", text);
        let value: serde_json::Value =
            serde_json::from_str(&facts_json(&facts(), &pack())).unwrap();
        assert_eq!(value["schema"], "hegui.facts/1");
        assert_eq!(value["forms"][0]["cells"].as_array().map(Vec::len), Some(8));
        assert_eq!(value["forms"][0]["cells"][2]["state"], "inferred");
    }
}
