//! PDF with a text layer, as word processors and browsers write it.
//!
//! A page is a heap of glyphs and lines at places. What belongs together is told by where it
//! stands: `page` says what stands where, `line` and `ruled` make lines and tables of it, each page
//! a `leaf`; `pages` and `spread` read on from page to page.

mod font;
mod furniture;
mod glyph_name;
mod leaf;
mod line;
mod matrix;
mod page;
mod pages;
mod path;
mod ruled;
mod spread;
mod stream;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::font::UNKNOWN;
use self::leaf::Leaf;
use self::matrix::Area;
use self::page::Shared;
use self::spread::Found;
use super::canon::Canon;
use super::error::Fault;

/// A file of more pages is refused.
const PAGES: usize = 2000;
/// All pages may draw and say so many things.
const STEPS: usize = 20_000_000;
/// A page with a picture over more of it than this is a picture.
const PICTURE: f64 = 0.5;
/// A page with fewer characters than this says nothing.
const FEW: usize = 10;

pub(super) fn read(bytes: &[u8]) -> Result<Canon, Fault> {
    if !stream::is_bounded(bytes) {
        return Err(unpacked());
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(unreadable)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(damaged());
    }
    if pages.len() > PAGES {
        return Err(Fault::beyond(
            format!("共 {} 页，超过 {PAGES} 页", pages.len()),
            format!("{} pages, more than {PAGES}", pages.len()),
        ));
    }
    let mut shared = Shared::new(STEPS);
    let mut leaves = Vec::new();
    let (mut seen, mut unknown) = (0, 0);
    let mut pictures: Vec<usize> = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let sheet = page::sheet(page, &mut shared);
        if shared.budget.spent {
            return Err(unpacked());
        }
        if shared.steps == 0 {
            return Err(Fault::beyond(
                "页面上的绘图指令超过 2000 万条",
                "its pages have more than 20 million drawing operations",
            ));
        }
        let shown = sheet.glyphs.iter().filter(|it| !it.text.trim().is_empty());
        let count = shown.clone().count();
        seen += count;
        unknown += shown.filter(|it| is_unknown(&it.text)).count();
        let is_page = |it: &Area| sheet.share(it) > PICTURE;
        if count < FEW && (sheet.pictures.iter().any(is_page) || sheet.hidden > count) {
            pictures.push(at + 1);
        }
        leaves.push(Leaf::new(at + 1, &sheet));
    }
    if seen < FEW || pictures.iter().any(|page| *page > 1) {
        return Err(scan(&pictures, pages.len()));
    }
    if unknown * 5 > seen {
        return Err(Fault::no_text(
            "文字没有可用的编码，取不出来",
            "the encoding of its text is missing, so that it cannot be taken out",
        ));
    }
    let mut canon = Canon::default();
    for (page, found) in pages::read_on(leaves) {
        match found {
            Found::Block(block) => canon.block_on(page, &block),
            Found::Lines(lines) => canon.lines_on(page, &lines),
        }
    }
    Ok(canon)
}

/// Whether nobody can tell what a glyph says: no character, or one of private use.
fn is_unknown(text: &str) -> bool {
    text.chars()
        .all(|it| it == UNKNOWN || ('\u{e000}'..='\u{f8ff}').contains(&it))
}

fn scan(pictures: &[usize], pages: usize) -> Fault {
    if pictures.len() == pages || pictures.is_empty() {
        return Fault::no_text(
            "没有文字层（多半是扫描件），无法判断",
            "it has no text layer (most likely a scan) and cannot be judged",
        );
    }
    let zh: Vec<String> = pictures.iter().map(ToString::to_string).collect();
    let zh = zh.join("、");
    Fault::no_text(
        format!("第 {zh} 页是图片，没有文字层，无法判断"),
        format!("page {zh} is a picture without a text layer, so that it cannot be judged"),
    )
}

fn unpacked() -> Fault {
    Fault::beyond("解压后超过 256 MB", "it has more than 256 MB unpacked")
}

fn damaged() -> Fault {
    Fault::damaged("结构损坏，找不到页面", "it is damaged: no page is found")
}

fn unreadable(error: LoadPdfError) -> Fault {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::locked(
            "文件已加密，需要密码才能打开",
            "it is encrypted and needs a password",
        ),
        LoadPdfError::Decryption(_) => Fault::locked(
            "文件已加密，加密方式不受支持",
            "it is encrypted in a way that is not supported",
        ),
        LoadPdfError::Invalid => damaged(),
    }
}
