//! The other reports that one was judged beside.

use serde::Serialize;

use crate::audit::Audit;

#[derive(Serialize)]
pub(super) struct Compared<'a> {
    before: Option<Before<'a>>,
    others: usize,
}

#[derive(Serialize)]
struct Before<'a> {
    name: &'a str,
    sha256: &'a str,
    year: Option<i32>,
}

/// What `audit` was compared with; none if it was alone.
pub(super) fn compared<'a>(audit: &'a Audit<'_>) -> Option<Compared<'a>> {
    let before = audit.beside.prior.as_ref().ok().map(|it| Before {
        name: &it.gist.name,
        sha256: &it.gist.sha256,
        year: it.gist.year,
    });
    let others = audit.others();
    (before.is_some() || others > 0).then_some(Compared { before, others })
}
