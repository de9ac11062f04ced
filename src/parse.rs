//! Parse: text to tree. The only room of pest.
//!
//! `line` says what each line is by its form alone; `paragraph` decides which lines belong
//! together; this file puts the tree together. Nothing here knows what a report must hold.

mod assemble;
mod classify;
mod date;
mod line;
mod quantity;

use crate::document::Document;
use crate::fold::Folded;
use crate::source::Source;

pub use quantity::quantities;

pub use date::{find_date, find_dates, parse_date, year_of};

/// Parses a report. Accepts every text.
#[must_use]
pub fn parse(source: Source) -> Document {
    let folded = Folded::new(source.text());
    let lines = classify::classify(line::lines(folded.text()));
    let nodes = assemble::assemble(&folded, &lines);
    Document {
        source,
        folded,
        nodes,
    }
}
