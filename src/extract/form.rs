//! Reads one form out of the slots of a document.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::align::{Alignment, Found, Wanted, align};
use super::single;
use super::split::{self, Run};
use super::stream::{Content, Slot, Stream, glued};
use super::wording;
use crate::document::Document;
use crate::fact::{CellFact, CellState, FormFacts};
use crate::fold::key;
use crate::form::{CellId, Form, Layout, Printed};
use crate::source::Span;

/// So many columns are not named by chance.
const COLUMNS: usize = 5;
/// So many rows are not found by chance.
const MANY: usize = 4;
/// How much of the words of a header must stand before digits glued together.
const HEADED: f32 = 0.5;

pub(super) fn read(
    document: &Document,
    stream: &Stream,
    forms: &[Form],
    index: usize,
) -> Option<FormFacts> {
    let form = forms.get(index)?;
    let plain = Reading::of(stream, form);
    let placed = plain.as_ref().map_or(0, Reading::placed);
    let whole = plain
        .as_ref()
        .is_some_and(|it| placed == it.layout.rows.len());
    if !whole
        && let Some(size) = split::size(form)
        && let Some(stream) = glued(document, size)
        && let Some(reading) = Reading::of(&stream, form)
        && reading.placed() > placed
        && reading.certain(&stream)
    {
        let mut facts = facts(document, &stream, form, &reading);
        split::infer(forms, index, &mut facts, &reading.runs(&stream));
        return Some(facts);
    }
    if let Some(reading) = plain {
        return Some(facts(document, stream, form, &reading));
    }
    Some(
        single::uneven(document, stream, form)
            .or_else(|| single::narrow(stream, form))
            .or_else(|| single::labels_only(document, stream, form))
            .or_else(|| single::labels_anywhere(document, form))
            .or_else(|| single::headers_anywhere(document, form))
            .unwrap_or_else(|| FormFacts {
                form: form.id.clone(),
                found: false,
                span: None,
                cells: Vec::new(),
                uneven: None,
                labels: Vec::new(),
                foreign_headers: Vec::new(),
            }),
    )
}

/// One layout of a form, and where its rows were found.
struct Reading<'f> {
    layout: &'f Layout,
    found: Alignment,
    /// Whether only its header and some of its rows are there.
    cut: bool,
}

impl<'f> Reading<'f> {
    /// The layout of `form` that fits `stream` best; none if the form is not there.
    fn of(stream: &Stream, form: &'f Form) -> Option<Self> {
        let mut best: Option<Self> = None;
        for (at, layout) in form.layouts().iter().enumerate() {
            let rows = layout.rows.iter();
            let wanted: Vec<Wanted> = rows
                .map(|row| Wanted {
                    slots: row.cells.len(),
                })
                .collect();
            let Some(found) = align(stream, &wanted, &layout.labels) else {
                continue;
            };
            // The first layout prints most rows. Where each has its label, no other explains more.
            let whole = at == 0 && found.labelled == layout.rows.len();
            // What matters is how much the rows explain beyond what leaving all of them out costs.
            if best
                .as_ref()
                .is_none_or(|best| found.score > best.found.score + 1e-3)
            {
                let cut = false;
                best = Some(Self { layout, found, cut });
            }
            if whole {
                break;
            }
        }
        let mut best = best?;
        best.cut = !is_there(form, &best.layout.rows, &best.found);
        (!best.cut || best.is_headed(stream, form)).then_some(best)
    }

    /// Whether the columns of the form are named above the first row that was found, and several rows
    /// have their labels.
    fn is_headed(&self, stream: &Stream, form: &Form) -> bool {
        let mut rows = self.layout.rows.iter().zip(&self.found.rows);
        let first = rows.find_map(|(row, place)| match place {
            Found::At(at) => Some((row.cells.first()?.block, stream.slots.get(*at)?)),
            Found::Doubtful(_) | Found::Nowhere => None,
        });
        let Some((block, slot)) = first else {
            return false;
        };
        let columns = form.blocks.get(block).map_or(&[][..], |it| &it.columns);
        let words = stream.gaps.get(slot.gap).map_or("", |gap| &gap.words);
        // Lines break the words of a header, and columns part its lines.
        let named = columns.iter().filter(|column| {
            let mut labels = column.labels.iter().map(|it| key(it));
            labels.any(|it| it.chars().all(|letter| words.contains(letter)))
        });
        columns.len() >= COLUMNS && named.count() == columns.len() && self.found.labelled > 1
    }

    /// How many rows have a place.
    fn placed(&self) -> usize {
        let places = self.found.rows.iter();
        places.filter(|it| **it != Found::Nowhere).count()
    }

    /// Whether digits can be taken for the rows of this form: many rows were found, or the words
    /// before the few are really theirs. Long digits stand in many places.
    fn certain(&self, stream: &Stream) -> bool {
        let labels = &self.layout.labels;
        let headed = |row: usize, place: &Found| {
            let slot = match place {
                Found::At(at) | Found::Doubtful(at) => stream.slots.get(*at),
                Found::Nowhere => None,
            };
            slot.and_then(|slot| stream.gaps.get(slot.gap))
                .is_some_and(|gap| {
                    labels.held(row, &labels.seen(&gap.words, &gap.nearest)) >= HEADED
                })
        };
        let mut rows = self.found.rows.iter().enumerate();
        self.layout.rows.len() >= MANY || rows.all(|(row, place)| headed(row, place))
    }

    /// The rows that were found beyond doubt and whose values are glued together.
    fn runs(&self, stream: &Stream) -> Vec<Run> {
        let rows = self.layout.rows.iter().zip(&self.found.rows);
        rows.filter_map(|(row, place)| {
            let Found::At(at) = place else {
                return None;
            };
            let Content::Glued(digits) = &stream.slots.get(*at)?.content else {
                return None;
            };
            Some(Run {
                cells: row.cells.clone(),
                digits: digits.clone(),
            })
        })
        .collect()
    }
}

fn is_there(form: &Form, printed: &[Printed], found: &Alignment) -> bool {
    let placed = found
        .rows
        .iter()
        .filter(|it| **it != Found::Nowhere)
        .count();
    let share = found.labelled * 100 / printed.len().max(1);
    // Rows without labels still make a form when nearly all of them fit by number.
    let by_count = printed.len() >= MANY
        && placed == printed.len()
        && printed.iter().all(|row| row.cells.len() >= 3);
    share >= form.found_at as usize && found.labelled > 0 || by_count
}

fn facts(
    document: &Document,
    stream: &Stream,
    form: &Form,
    Reading { layout, found, cut }: &Reading<'_>,
) -> FormFacts {
    let mut cells: Vec<CellFact> = Vec::new();
    let mut span: Option<Span> = None;
    let words = OnceCell::new();
    for (row, (wanted, place)) in layout.rows.iter().zip(&found.rows).enumerate() {
        let (at, sure) = match place {
            Found::At(at) => (Some(*at), true),
            Found::Doubtful(at) => (Some(*at), false),
            Found::Nowhere => (None, false),
        };
        // The number of a line makes a row of a header.
        let header = at.is_some_and(|at| {
            let slots = stream.slots.iter().skip(at).take(wanted.cells.len());
            let words = slots.filter(|it| matches!(it.content, Content::Words));
            words.filter(|it| is_column(document, form, it)).count() > 1
        });
        let at = at.filter(|_| !header);
        let is_named = || {
            let words = words.get_or_init(|| words_in(document, stream, form, found));
            found.named.get(row) == Some(&true) || wanted.names().any(|it| words.contains(&it))
        };
        let unread = at.is_none() && (*cut || header || is_named());
        for (step, cell) in wanted.cells.iter().enumerate() {
            let slot = at.and_then(|at| stream.slots.get(at + step));
            let fact = match slot {
                Some(slot) => {
                    span = Some(span.map_or(slot.span, |it| it.to(slot.span)));
                    filled(document, form, *cell, slot, sure)
                }
                None => CellFact {
                    cell: *cell,
                    value: None,
                    raw: String::new(),
                    state: if unread {
                        CellState::Unread
                    } else {
                        CellState::Absent
                    },
                    confirmed: false,
                    span: None,
                },
            };
            cells.push(fact);
        }
    }
    cells.sort_by_key(|it| it.cell);
    let placed: Vec<(&Printed, usize)> = layout
        .rows
        .iter()
        .zip(&found.rows)
        .filter_map(|(row, place)| match place {
            Found::At(at) => Some((row, *at)),
            Found::Doubtful(_) | Found::Nowhere => None,
        })
        .collect();
    let foreign = wording::foreign(document, stream, form, &placed);
    let is_foreign = |cell: CellId| foreign.iter().any(|(block, _)| *block == cell.block);
    for fact in cells.iter_mut().filter(|it| is_foreign(it.cell)) {
        if fact.state != CellState::Absent {
            (fact.state, fact.value) = (CellState::Unread, None);
        }
    }
    FormFacts {
        form: form.id.clone(),
        found: true,
        span,
        cells,
        uneven: None,
        labels: wording::differing(document, stream, form, &placed),
        foreign_headers: foreign.into_iter().map(|(_, span)| span).collect(),
    }
}

/// What stands before the slots of the rows that were found, piece by piece, but for the names of
/// columns: a label among them is that of a row, whatever became of its values.
fn words_in(
    document: &Document,
    stream: &Stream,
    form: &Form,
    found: &Alignment,
) -> BTreeSet<String> {
    let gaps = found.rows.iter().filter_map(|it| match it {
        Found::At(at) | Found::Doubtful(at) => stream.slots.get(*at).map(|slot| slot.gap),
        Found::Nowhere => None,
    });
    let gaps: Vec<usize> = gaps.collect();
    let within = gaps.iter().min().zip(gaps.iter().max());
    let within = within.and_then(|(first, last)| stream.gaps.get(*first..=*last));
    let pieces = within.unwrap_or_default().iter().flat_map(|it| &it.pieces);
    let columns = form.blocks.iter().flat_map(|it| &it.columns);
    let columns: BTreeSet<String> = columns
        .flat_map(|it| it.labels.iter().map(|label| key(label)))
        .collect();
    pieces
        .map(|it| key(document.folded.slice(document.folded.range(*it))))
        .filter(|it| !columns.contains(it))
        .collect()
}

/// Whether the words in a slot name a column of the form.
fn is_column(document: &Document, form: &Form, slot: &Slot) -> bool {
    let words = key(document.source.slice(slot.span));
    let mut columns = form.blocks.iter().flat_map(|block| &block.columns);
    columns.any(|column| column.labels.iter().any(|it| key(it) == words))
}

fn filled(document: &Document, form: &Form, cell: CellId, slot: &Slot, sure: bool) -> CellFact {
    let raw = document.source.slice(slot.span).to_owned();
    let unit = form
        .row(cell)
        .and_then(|row| row.unit.as_deref())
        .or(form.column(cell).and_then(|column| column.unit.as_deref()));
    let (value, state) = match &slot.content {
        Content::Number(value, written) if sure => {
            let fits = written.is_empty() || unit.is_none_or(|unit| unit == written);
            if fits {
                (Some(value.normalize()), CellState::Read)
            } else {
                (None, CellState::Unread)
            }
        }
        Content::Blank if sure => (None, CellState::Blank),
        Content::Dash if sure => (None, CellState::Dash),
        Content::Number(_, _)
        | Content::Blank
        | Content::Dash
        | Content::Words
        | Content::Glued(_) => (None, CellState::Unread),
    };
    CellFact {
        cell,
        value,
        raw,
        state,
        confirmed: false,
        span: Some(slot.span),
    }
}
