//! Extract: a document and a pack to facts.
//!
//! Forms are found by their labels, never by their position; sections by their titles. Nothing is
//! made up: what could not be read for sure is *unread* and says so.

mod align;
mod clause;
mod columns;
mod counted;
mod duty;
mod field;
mod fits;
mod form;
mod heading;
mod identity;
mod listed;
mod mention;
mod parted;
mod place;
mod prose;
mod scope;
mod signature;
mod single;
mod split;
mod stream;
mod table;
mod title;
mod whose;
mod worded;
mod wording;

use crate::document::{Document, Node, NodeKind};
use crate::erasure;
use crate::fact::{Facts, FormFacts};
use crate::pack::Pack;
use crate::parse::is_picture;
use crate::source::Span;

pub use identity::year;
pub use title::is_titled;

/// Reads what `document` says of what `pack` asks for.
#[must_use]
pub fn extract(document: &Document, pack: &Pack) -> Facts {
    let parted = parted::parted(document, pack);
    let document = parted.as_ref().unwrap_or(document);
    let stream = stream::stream(document, &pack.forms, &heading::chapters(document, pack));
    let mut forms: Vec<FormFacts> = (0..pack.forms.len())
        .filter_map(|index| form::read(document, &stream, &pack.forms, index))
        .collect();
    erasure::infer(&pack.forms, &mut forms);
    let sections = heading::sections(document, pack, &forms);
    let duties = duty::duties(document, pack, &forms, &sections);
    let fields = field::fields(document, pack);
    let who = identity::identity(document, pack, &fields);
    let prose = prose::prose(document, &sections);
    let whose = whose::Whose::new(
        pack,
        who.organ.as_ref().map(|it| it.value.as_str()),
        who.organ_kind.as_deref(),
        who.year.as_ref().map(|it| it.value),
    );
    let (mentions, lists) = mention::mentions(&document.source, &prose, pack, &whose);
    Facts {
        source: document.source.clone(),
        unspaced: document.folded.text().split_whitespace().collect(),
        title: who.title,
        organ: who.organ,
        organ_kind: who.organ_kind,
        year: who.year,
        period: who.period,
        published: who.published,
        fields,
        signed: who.signed,
        updated: who.updated,
        sections,
        duties,
        forms,
        mentions,
        lists,
        prose,
        signatory: signature::signatory(document, pack),
        tables: spans(document, |node| node.kind == NodeKind::Table),
        pictures: spans(document, |node| {
            node.kind == NodeKind::Furniture && is_picture(document.source.slice(node.span))
        }),
    }
}

fn spans(document: &Document, wanted: impl Fn(&Node) -> bool) -> Vec<Span> {
    let nodes = document.nodes.iter().filter(|it| wanted(it));
    nodes.map(|it| it.span).collect()
}
