//! What a page holds instead of a text: a file to download, a page within it, pictures.

use super::super::error::Fault;
use super::look::is_unread;
use super::tree::{Node, Tree};

/// How the names of files end in which reports are published.
const ENDS: [&str; 12] = [
    ".pdf", ".doc", ".docx", ".wps", ".ofd", ".rtf", ".odt", ".ceb", ".xls", ".xlsx", ".zip",
    ".rar",
];
/// A name is shown up to so many characters.
const SHOWN: usize = 40;

/// Why a page with next to no text cannot be judged; none if it holds nothing else either.
pub(super) fn instead(tree: &Tree) -> Option<Fault> {
    let order = tree.order(0);
    let mut files: Vec<String> = Vec::new();
    let (mut inside, mut pictures) = (false, 0_usize);
    for at in &order {
        let Some(node) = tree.node(*at) else { continue };
        match node.name.as_str() {
            "a" => files.extend(file(tree, *at, node)),
            "iframe" | "embed" | "object" | "frame" => inside |= is_shown(node),
            "img" => pictures += usize::from(!is_unread(node)),
            _ => {}
        }
    }
    files.dedup();
    let count = files.len();
    if let Some(name) = files.first() {
        let others = if count > 1 {
            (format!("等 {count} 个"), format!(" and {} more", count - 1))
        } else {
            Default::default()
        };
        return Some(Fault::no_text(
            format!(
                "网页上没有报告正文，只有附件“{name}”{}；请下载附件，审查附件",
                others.0
            ),
            format!(
                "the page has no text, only an attachment, \"{name}\"{}: download and audit that",
                others.1
            ),
        ));
    }
    if inside {
        return Some(Fault::no_text(
            "网页上没有报告正文，正文在内嵌的文件或网页里；请下载那个文件，审查它",
            "the page has no text; a file or page shown within it has: download and audit that",
        ));
    }
    (pictures > 0).then(|| {
        Fault::no_text(
            format!("网页上没有报告正文，只有 {pictures} 幅图片，正文可能在图片里"),
            format!("the page has no text, only {pictures} pictures, which may show it"),
        )
    })
}

/// The name of the file that a link leads to.
fn file(tree: &Tree, at: usize, node: &Node) -> Option<String> {
    let order = tree.order(at);
    let texts = order.iter().filter_map(|it| tree.node(*it));
    let said: String = texts
        .flat_map(|it| it.text.split_whitespace())
        .collect::<String>();
    let path = node.attribute("href").unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let ends = |name: &str| {
        let name = name.to_lowercase();
        ENDS.iter().any(|it| name.ends_with(it))
    };
    let name = if said.is_empty() {
        path.rsplit('/').next().unwrap_or_default()
    } else {
        said.as_str()
    };
    (ends(path) || ends(&said)).then(|| name.chars().take(SHOWN).collect())
}

/// Whether a frame shows something.
fn is_shown(node: &Node) -> bool {
    let from = node.attribute("src").or(node.attribute("data"));
    let from = from.unwrap_or_default().trim();
    !from.is_empty() && !from.starts_with("about:") && !from.starts_with("javascript:")
}
