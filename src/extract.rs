//! Extract: a document and a pack to facts.
//!
//! Forms are found by their labels, never by their position; sections by their titles. Nothing is
//! made up: what could not be read for sure is *unread* and says so.

mod align;
mod columns;
mod field;
mod form;
mod heading;
mod identity;
mod mention;
mod place;
mod prose;
mod split;
mod stream;
mod title;
mod whose;

use crate::document::Document;
use crate::erasure;
use crate::fact::{Facts, FormFacts};
use crate::pack::Pack;

pub use identity::year;
pub use title::is_titled;

/// Reads what `document` says of what `pack` asks for.
#[must_use]
pub fn extract(document: &Document, pack: &Pack) -> Facts {
    let stream = stream::stream(document);
    let mut forms: Vec<FormFacts> = (0..pack.forms.len())
        .filter_map(|index| form::read(document, &stream, &pack.forms, index))
        .collect();
    erasure::infer(&pack.forms, &mut forms);
    let sections = heading::sections(document, pack, &forms);
    let duties = heading::duties(document, pack, &forms, &sections);
    let fields = field::fields(document, pack);
    let who = identity::identity(document, pack, &fields);
    let prose = prose::prose(document);
    let whose = whose::Whose::new(
        pack,
        who.organ.as_ref().map(|it| it.value.as_str()),
        who.organ_kind.as_deref(),
        who.year.as_ref().map(|it| it.value),
    );
    let (mentions, lists) = mention::mentions(&document.source, &prose, pack, &whose);
    Facts {
        source: document.source.clone(),
        title: who.title,
        organ: who.organ,
        organ_kind: who.organ_kind,
        year: who.year,
        period: who.period,
        published: who.published,
        fields,
        signed: who.signed,
        sections,
        duties,
        forms,
        mentions,
        lists,
        prose,
    }
}
