//! .docx as Word, WPS and `LibreOffice` write it.
//!
//! Read here are the text with its automatic numbers, tables, text boxes and footnotes. Headers
//! and footers are no part of what a report says; comments, deleted and hidden text neither.

mod body;
mod comments;
mod numbering;
mod package;
mod styles;

use self::body::Body;
use self::numbering::Numbering;
use self::package::Package;
use self::styles::Styles;
use super::canon::Canon;
use super::error::Fault;
use super::xml::walk;

pub(super) use self::comments::{Comment as OnParagraph, with_comments};

/// How pictures begin in the text.
const PICTURES: [&str; 2] = ["<a:blip", "<v:imagedata"];

pub(super) fn read(bytes: &[u8]) -> Result<Canon, Fault> {
    let mut package = Package::open(bytes)?;
    let mut styles = Styles::default();
    if let Some((path, xml)) = package.related("styles")? {
        walk(&path, &xml, &mut styles)?;
    }
    let mut numbering = Numbering::default();
    if let Some((path, xml)) = package.related("numbering")? {
        walk(&path, &xml, &mut numbering)?;
    }
    let xml = package.main()?;
    let mut body = Body::new(&styles, &mut numbering);
    walk("document.xml", &xml, &mut body)?;
    let mut canon = Canon::default();
    canon.blocks(&body.finish()?);
    let mut number = 0;
    for kind in ["footnotes", "endnotes"] {
        if let Some((path, xml)) = package.related(kind)? {
            let mut body = Body::new(&styles, &mut numbering);
            walk(&path, &xml, &mut body)?;
            for note in body.notes()? {
                number += 1;
                canon.note(number, &note);
            }
        }
    }
    if canon.is_short() && PICTURES.iter().any(|it| xml.contains(it)) {
        return Err(Fault::pictures());
    }
    Ok(canon)
}
