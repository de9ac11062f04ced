//! The tree of a document: indented for people, as `hegui.tree/1` for machines.

use serde::Serialize;

use crate::document::{Document, Node, NodeKind};
use crate::render::place::{margin, mark};
use crate::render::width::{clean, cut, left, width};
use crate::render::{Lang, View};

/// The tree of `document`, a node a line.
#[must_use]
pub fn tree(document: &Document, view: &View) -> String {
    let source = &document.source;
    let digits = source.line_count().to_string().len();
    let margin = if source.is_plain() { 0 } else { margin(source) };
    let mut text = String::new();
    for node in &document.nodes {
        let first = source.line_of(node.span.start);
        let last = source.line_of(node.span.end.max(node.span.start + 1) - 1);
        let place = if !source.is_plain() {
            mark(source, node.span.start)
        } else if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        };
        let indent = "  ".repeat(usize::try_from(node.depth).unwrap_or(0).min(16));
        let line = format!(
            "{} {indent}{}",
            left(&place, (2 * digits + 1).max(margin)),
            label(document, node, view.lang)
        );
        let said = clean(&said(document, node));
        let room = view.width.saturating_sub(width(&line) + 1);
        text += format!("{line} {}", cut(&said, room)).trim_end();
        text.push('\n');
    }
    text
}

fn label(document: &Document, node: &Node, lang: Lang) -> String {
    let word = match &node.kind {
        NodeKind::Section(heading) => {
            let number = heading.number.map(|span| document.source.slice(span));
            let number = number.unwrap_or(lang.pick("无编号", "no number"));
            let level = heading.level;
            return match lang {
                Lang::Zh => format!("章节（第 {level} 级，{number}）"),
                Lang::En => format!("section (level {level}, {number})"),
            };
        }
        NodeKind::Date(date) => {
            return match lang {
                Lang::Zh => format!("日期（{date}）"),
                Lang::En => format!("date ({date})"),
            };
        }
        NodeKind::Title => lang.pick("标题", "title"),
        NodeKind::TitleLike => lang.pick("疑似标题", "like a title"),
        NodeKind::Paragraph { .. } => lang.pick("段落", "paragraph"),
        NodeKind::Table => lang.pick("表格", "table"),
        NodeKind::Row => lang.pick("行", "row"),
        NodeKind::Cell => lang.pick("单元格", "cell"),
        NodeKind::Signature => lang.pick("落款", "signature"),
        NodeKind::Furniture => lang.pick("非正文", "page furniture"),
    };
    word.to_owned()
}

/// The text of a node that its children do not show.
fn said(document: &Document, node: &Node) -> String {
    let source = &document.source;
    match &node.kind {
        NodeKind::Section(heading) => source.slice(heading.title).to_owned(),
        NodeKind::Paragraph { lines } => lines
            .iter()
            .map(|line| source.slice(*line).trim())
            .collect(),
        NodeKind::Table | NodeKind::Row => String::new(),
        NodeKind::Title
        | NodeKind::TitleLike
        | NodeKind::Cell
        | NodeKind::Signature
        | NodeKind::Date(_)
        | NodeKind::Furniture => source.slice(node.span).to_owned(),
    }
}

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    document: Named<'a>,
    nodes: Vec<Shown<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    format: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Shown<'a> {
    kind: &'static str,
    depth: u32,
    start: usize,
    end: usize,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// The tree of `document` as `hegui.tree/1`: its nodes in order, with their depth.
#[must_use]
pub fn tree_json(document: &Document) -> String {
    let source = &document.source;
    let nodes = document
        .nodes
        .iter()
        .map(|node| shown(document, node))
        .collect();
    let page = Page {
        schema: "hegui.tree/1",
        document: Named {
            name: source.name(),
            format: source.format(),
            sha256: source.sha256(),
        },
        nodes,
    };
    // Strings, numbers and lists only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
    text.push('\n');
    text
}

fn shown<'a>(document: &'a Document, node: &Node) -> Shown<'a> {
    let source = &document.source;
    let heading = node.heading();
    let (kind, date) = match &node.kind {
        NodeKind::Title => ("title", None),
        NodeKind::Section(_) => ("section", None),
        NodeKind::TitleLike => ("title_like", None),
        NodeKind::Paragraph { .. } => ("paragraph", None),
        NodeKind::Table => ("table", None),
        NodeKind::Row => ("row", None),
        NodeKind::Cell => ("cell", None),
        NodeKind::Signature => ("signature", None),
        NodeKind::Date(date) => ("date", Some(date.to_string())),
        NodeKind::Furniture => ("furniture", None),
    };
    Shown {
        kind,
        depth: node.depth,
        start: node.span.start,
        end: node.span.end,
        line: source.line_of(node.span.start),
        level: heading.map(|it| it.level),
        number: heading
            .and_then(|it| it.number)
            .map(|span| source.slice(span)),
        ordinal: heading.and_then(|it| it.ordinal),
        title: heading.map(|it| source.slice(it.title)),
        date,
    }
}

#[cfg(test)]
mod tests {
    use super::{View, tree, tree_json};
    use crate::document::{Date, Document, Heading, Node, NodeKind};
    use crate::fold::Folded;
    use crate::render::sample::{REPORT, place};
    use crate::source::Source;

    #[test]
    fn a_tree_names_its_nodes() {
        let heading = Heading {
            level: 1,
            number: Some(place("一、", 0)),
            ordinal: Some(1),
            title: place("总体情况", 0),
            span: place("一、总体情况", 0),
        };
        let prose = place("全年共收到申请3件。", 0);
        let date = Date {
            year: 2022,
            month: Some(1),
            day: None,
        };
        let node = |kind, span, depth| Node { kind, span, depth };
        let document = Document {
            source: Source::new("样例.txt", REPORT),
            folded: Folded::default(),
            nodes: vec![
                node(
                    NodeKind::Title,
                    place("示例市教育局2021年政府信息公开工作年度报告", 0),
                    0,
                ),
                node(
                    NodeKind::Section(heading),
                    place("一、总体情况\n全年共收到申请3件。", 0),
                    0,
                ),
                node(NodeKind::Paragraph { lines: vec![prose] }, prose, 1),
                node(NodeKind::Date(date), prose, 1),
            ],
        };
        insta::assert_snapshot!("tree", tree(&document, &View::plain(40)));
        let value: serde_json::Value = serde_json::from_str(&tree_json(&document)).unwrap();
        assert_eq!(value["nodes"][1]["number"], "一、");
    }
}
