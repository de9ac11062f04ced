//! .rtf as Word, WPS, `LibreOffice` and `WordPad` write it.
//!
//! Read here are the text with the numbers that the writer put before it, tables, text boxes and
//! footnotes. Headers, footers, comments, deleted and hidden text are left out, as in .docx. Tables
//! inside of cells are read as the text of the cell.

mod body;
mod charset;
mod group;
mod rows;
mod token;

use self::body::Body;
use super::canon::Canon;
use super::error::Fault;
use super::grid::{Block, Text};

pub(super) fn read(bytes: &[u8]) -> Result<Canon, Fault> {
    let mut body = Body::default();
    for token in token::tokens(bytes) {
        body.take(&token)?;
    }
    let pictures = body.pictures;
    let (blocks, notes) = body.finish()?;
    let mut canon = Canon::default();
    canon.blocks(&blocks);
    for (at, note) in notes.into_iter().enumerate() {
        canon.note(at + 1, &[Block::Paragraph(Text::of(note))]);
    }
    if pictures && canon.is_short() {
        return Err(Fault::pictures());
    }
    Ok(canon)
}
