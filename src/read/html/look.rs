//! How elements look: which are shown, which begin a line of their own, how lists count.

use super::tree::Node;
use crate::read::counting::Counting;

/// Elements whose text no reader of the page reads as its text.
const UNREAD: [&str; 27] = [
    "script", "style", "noscript", "template", "head", "title", "xml", "select", "button",
    "textarea", "input", "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video",
    "map", "nav", "footer", "aside", "datalist", "dialog", "frameset", "#",
];

/// Elements that begin and end a line.
const BLOCKS: [&str; 41] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "main",
    "header",
    "center",
    "blockquote",
    "pre",
    "form",
    "fieldset",
    "hr",
    "address",
    "figure",
    "figcaption",
    "body",
    "html",
    "caption",
    "legend",
    "details",
    "summary",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "dir",
];

pub(super) fn is_block(node: &Node) -> bool {
    BLOCKS.contains(&node.name.as_str())
}

/// Whether an element and all in it is not shown, or is no text of the page.
pub(super) fn is_unread(node: &Node) -> bool {
    if node.name.is_empty() {
        return false;
    }
    UNREAD.contains(&node.name.as_str())
        || node.attribute("hidden").is_some()
        || style(node, "display").is_some_and(|it| it == "none")
        || style(node, "visibility").is_some_and(|it| it == "hidden")
}

/// What the element's own style says of `property`, in lower case.
fn style(node: &Node, property: &str) -> Option<String> {
    let said = node.attribute("style")?.to_ascii_lowercase();
    said.split(';').rev().find_map(|it| {
        let (name, value) = it.split_once(':')?;
        let value = value.replace("!important", "");
        (name.trim() == property).then(|| value.trim().to_owned())
    })
}

/// How an ordered list, or one item of it, counts, and what stands behind the number.
pub(super) fn counting(node: &Node) -> Option<(Counting, &'static str)> {
    let by_style = style(node, "list-style-type").or_else(|| style(node, "list-style"));
    if let Some(said) = by_style {
        let first = said.split_whitespace().next().unwrap_or_default();
        return match first {
            "none" => Some((Counting::Nothing, "")),
            "cjk-ideographic"
            | "simp-chinese-informal"
            | "trad-chinese-informal"
            | "japanese-informal" => Some((Counting::Han, "、")),
            "simp-chinese-formal" | "trad-chinese-formal" => Some((Counting::Formal, "、")),
            "cjk-decimal" => Some((Counting::Digits, "、")),
            "cjk-heavenly-stem" => Some((Counting::Stems, "、")),
            "cjk-earthly-branch" => Some((Counting::Branches, "、")),
            "decimal" => Some((Counting::Decimal, ".")),
            "decimal-leading-zero" => Some((Counting::Zeroed, ".")),
            "lower-alpha" | "lower-latin" => Some((Counting::LowerLetter, ".")),
            "upper-alpha" | "upper-latin" => Some((Counting::UpperLetter, ".")),
            "lower-roman" => Some((Counting::LowerRoman, ".")),
            "upper-roman" => Some((Counting::UpperRoman, ".")),
            _ => None,
        };
    }
    match node.attribute("type")? {
        "1" => Some((Counting::Decimal, ".")),
        "a" => Some((Counting::LowerLetter, ".")),
        "A" => Some((Counting::UpperLetter, ".")),
        "i" => Some((Counting::LowerRoman, ".")),
        "I" => Some((Counting::UpperRoman, ".")),
        _ => None,
    }
}
