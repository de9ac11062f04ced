//! .odt, the `OpenDocument` text that `LibreOffice`, Word and WPS write.
//!
//! Read here are the text with its automatic numbers, tables, text boxes and notes. Headers and
//! footers, comments, deleted and hidden text are left out, as in .docx. The names of elements are
//! told by the prefixes that every writer uses.

mod body;
mod lists;
mod styles;

use self::body::Body;
use self::styles::Styles;
use super::canon::Canon;
use super::error::Fault;
use super::xml::walk;
use super::zipped::Zipped;

pub(super) fn read(bytes: &[u8]) -> Result<Canon, Fault> {
    let mut zip = Zipped::open(bytes)?;
    let manifest = zip.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Fault::damaged(
            "文件加了打开密码，请先取消密码",
            "it is locked by a password: take that away first",
        ));
    }
    let mut styles = Styles::default();
    if let Some(xml) = zip.part("styles.xml")? {
        walk("styles.xml", &xml, &mut styles)?;
    }
    let xml = zip.part("content.xml")?.ok_or_else(no_text)?;
    let mut body = Body::new(styles);
    walk("content.xml", &xml, &mut body)?;
    let (blocks, notes) = body.finish()?.ok_or_else(no_text)?;
    let mut canon = Canon::default();
    canon.blocks(&blocks);
    for (at, note) in notes.iter().enumerate() {
        canon.note(at + 1, note);
    }
    if canon.is_short() && xml.contains("<draw:image") {
        return Err(Fault::pictures());
    }
    Ok(canon)
}

fn no_text() -> Fault {
    Fault::damaged(
        "里面没有正文（content.xml）",
        "it has no text (content.xml)",
    )
}
