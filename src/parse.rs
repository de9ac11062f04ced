//! Parse: text to trees. The only room of pest.
//!
//! `line` says what each line is by its form alone; `classify` decides which lines are rows,
//! headings and prose; `assemble` puts the tree together. Nothing here knows what a report must
//! hold. `quantity` reads the amounts of prose, `relation` what a rule says must hold.

mod assemble;
mod classify;
mod date;
mod line;
mod list;
mod numeral;
mod quantity;
mod relation;
mod row;
mod sentence;
mod settled;
mod unfold;
mod verb;

use crate::document::Document;
use crate::fold::Folded;
use crate::source::Source;

pub(crate) use line::is_picture;

pub use date::{find_date, find_dates, parse_date, year_of};
pub use numeral::ordinal;
pub use quantity::quantities;
pub use relation::{RelationError, relation};

/// Parses a report. Accepts every text.
#[must_use]
pub fn parse(source: Source) -> Document {
    let folded = Folded::new(source.text());
    let lines = classify::classify(unfold::lines(folded.text(), &[]));
    let nodes = assemble::assemble(&folded, &lines);
    Document {
        source,
        folded,
        nodes,
    }
}

/// Parses a report anew with its lines cut at `cuts` in the folded view, in order.
#[must_use]
pub fn part(document: &Document, cuts: &[usize]) -> Document {
    let folded = document.folded.clone();
    let lines = classify::classify(unfold::lines(folded.text(), cuts));
    let nodes = assemble::assemble(&folded, &lines);
    Document {
        source: document.source.clone(),
        folded,
        nodes,
    }
}
