//! Document × forms → Facts. Not written yet: every form and section counts as absent.

use crate::document::Document;
use crate::fact::{Duty, Evidence, Facts, FormFacts};
use crate::pack::Pack;

/// What `document` says of what `pack` asks for.
#[must_use]
pub fn extract(document: &Document, pack: &Pack) -> Facts {
    let duty = |id: &String| Duty {
        section: id.clone(),
        evidence: Evidence::None,
        span: None,
    };
    let form = |id: &String| FormFacts {
        form: id.clone(),
        found: false,
        span: None,
        cells: Vec::new(),
    };
    Facts {
        source: document.source.clone(),
        title: None,
        organ: None,
        organ_kind: None,
        year: None,
        period: None,
        published: None,
        sections: Vec::new(),
        duties: pack
            .sections
            .iter()
            .map(|section| duty(&section.id))
            .collect(),
        forms: pack.forms.iter().map(|it| form(&it.id)).collect(),
        mentions: Vec::new(),
    }
}
