//! HTML: a whole page as it was saved, or the export of a word processor.

mod content;
mod instead;
mod look;
mod page;
mod tree;
mod walk;

use encoding_rs::Encoding;

use self::content::Spread;
use super::canon::Canon;
use super::error::Fault;
use super::grid::Block;

/// How many bytes are searched for the declaration of an encoding.
const DECLARATION: usize = 4096;
/// How many paragraphs of the text are searched for its title.
const HEAD: usize = 8;

/// The encoding that a page declares.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes
        .get(..DECLARATION)
        .unwrap_or(bytes)
        .to_ascii_lowercase();
    let mark = b"charset=";
    let at = head.windows(mark.len()).position(|it| it == mark)?;
    let label: Vec<u8> = head
        .iter()
        .skip(at + mark.len())
        .copied()
        .skip_while(|it| matches!(it, b'"' | b'\'' | b' '))
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
        .collect();
    let found = Encoding::for_label(&label)?;
    // GB2312 and GBK are said of texts that hold more characters than they have.
    Some(if found == encoding_rs::GBK {
        encoding_rs::GB18030
    } else {
        found
    })
}

pub(super) fn read(text: &str) -> Result<Canon, Fault> {
    let tree = tree::tree(text);
    if tree.full {
        return Err(Fault::beyond(
            "网页的元素超过 50 万个",
            "the page has more than 500,000 elements",
        ));
    }
    let spread = Spread::new(&tree);
    let page = page::page(&tree, &spread);
    let blocks = walk::walk(&tree, &spread, &spread.region(&tree, &page.titles))?;
    let mut canon = Canon::default();
    if blocks.is_empty() {
        return instead::instead(&tree).map_or(Ok(canon), Err);
    }
    if let Some((name, day)) = &page.published {
        canon.property(name, &format!("发布日期：{day}"));
    }
    if let Some((name, title)) = page.title.as_ref().filter(|it| says_more(&it.1, &blocks)) {
        canon.property(name, title);
    }
    canon.blocks(&blocks);
    if canon.is_short()
        && let Some(fault) = instead::instead(&tree)
    {
        return Err(fault);
    }
    Ok(canon)
}

/// Whether the page's title says more than the text: it has no line at its beginning that may be its
/// title, or one that the page's title ends with, as where the organ stands before it.
fn says_more(title: &str, blocks: &[Block]) -> bool {
    let lines = blocks.iter().take(HEAD).filter_map(|block| match block {
        Block::Paragraph(text) => Some(text.said.lines()),
        Block::Table(_) => None,
    });
    let bare = |it: &str| it.split_whitespace().collect::<String>();
    // The organ may have a line of its own above the rest.
    let mut above = String::new();
    for line in lines.flatten().map(bare).filter(|it| !it.is_empty()) {
        if content::says_year(&line) {
            let whole = title == line || format!("{above}{line}").ends_with(title);
            return !whole && title.ends_with(&line);
        }
        above = line;
    }
    true
}
