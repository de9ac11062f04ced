//! Labels of a form that are written otherwise than in the official one.
//!
//! Only what is surely the label of a row or a column is compared. Numbers, marks, notes in
//! brackets and units do not count; a label that is whole somewhere between the values before and
//! behind is right, however lines and cells part it.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::stream::{Gap, Stream};
use crate::document::Document;
use crate::fact::LabelFact;
use crate::fold::Folded;
use crate::form::{Block, Form, Printed};
use crate::source::Span;

/// A label that differs in no more than one letter of so many is the same label.
const LETTERS: usize = 4;
/// So many letters at least has a label that is compared by its letters.
const SHORTEST: usize = 4;
/// So many letters of a header tell which it is.
const BEGINNING: usize = 3;
/// Over so many gaps a header may be spread by the blanks of merged cells.
const SPREAD: usize = 4;

/// A label goes on over so many pieces behind its values.
const LINES: usize = 2;

/// Words between two slots.
struct Piece {
    span: Span,
    raw: String,
    plain: String,
}

/// What may stand for one label.
struct Wanted<'f> {
    labels: &'f [String],
    unit: Option<&'f str>,
    form: &'f Form,
    /// The plain official labels of the form, once they are asked for.
    official: &'f OnceCell<BTreeSet<String>>,
}

impl Wanted<'_> {
    fn others(&self) -> &BTreeSet<String> {
        self.official.get_or_init(|| official(self.form))
    }
}

/// The labels that differ. `placed` are the rows that were surely found, each with its first slot.
pub(super) fn differing(
    document: &Document,
    stream: &Stream,
    form: &Form,
    placed: &[(&Printed, usize)],
) -> Vec<LabelFact> {
    let official = OnceCell::new();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (printed, at) in placed {
        let Some(cell) = printed.cells.first() else {
            continue;
        };
        let (Some(slot), Some(block)) = (stream.slots.get(*at), form.blocks.get(cell.block)) else {
            continue;
        };
        let own = |from: usize, count: usize| {
            let gaps = stream.gaps.iter().skip(from).take(count);
            pieces(document, gaps)
        };
        if seen.insert(cell.block) {
            let header = header(document, stream, block, slot.gap);
            for column in &block.columns {
                let wanted = Wanted {
                    labels: &column.labels,
                    unit: column.unit.as_deref(),
                    form,
                    official: &official,
                };
                found.extend(differs(&wanted, &header, &[], false));
            }
        }
        if let Some(row) = form.row(*cell).filter(|_| !block.across) {
            let behind = stream
                .slots
                .get(at + printed.cells.len())
                .map_or(slot.gap + 1, |next| next.gap);
            let wanted = Wanted {
                labels: &row.labels,
                unit: row.unit.as_deref(),
                form,
                official: &official,
            };
            let mut behind = if behind > slot.gap {
                own(behind, 1)
            } else {
                Vec::new()
            };
            // What is left of a label that goes on behind its values stands right there.
            behind.truncate(LINES);
            found.extend(differs(&wanted, &own(slot.gap, 1), &behind, true));
        }
    }
    found.dedup_by(|one, other| one.span == other.span);
    found
}

/// The headers of tables of another time that stand above the rows of a block and none of its own, each
/// with the block. `placed` are the rows that were surely found, each with its first slot.
pub(super) fn foreign(
    document: &Document,
    stream: &Stream,
    form: &Form,
    placed: &[(&Printed, usize)],
) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    for (at, block) in form.blocks.iter().enumerate() {
        let first = |printed: &Printed| printed.cells.first().is_some_and(|it| it.block == at);
        let slot = placed.iter().find(|(printed, _)| first(printed));
        let slot = slot.and_then(|(_, slot)| stream.slots.get(*slot));
        let Some(slot) = slot.filter(|_| !block.foreign_header.is_empty()) else {
            continue;
        };
        let header = header(document, stream, block, slot.gap);
        let holds = |labels: &[String], piece: &Piece| {
            let mut labels = labels.iter().map(|it| plain(it));
            labels.any(|it| piece.plain.contains(&it))
        };
        let mut columns = block.columns.iter();
        if !columns.any(|column| header.iter().any(|it| holds(&column.labels, it))) {
            // A header that is cut off holds the beginning of one.
            let begins = |piece: &Piece| {
                let mut labels = block.foreign_header.iter().map(|it| plain(it));
                let long = piece.plain.chars().count() >= BEGINNING;
                long && labels.any(|it| it.starts_with(&piece.plain))
            };
            let is_foreign = |it: &&Piece| holds(&block.foreign_header, it) || begins(it);
            let foreign = header.iter().filter(is_foreign);
            found.extend(foreign.map(|it| (at, it.span)));
        }
    }
    found
}

/// What stands above the first row of a block, which is behind `gap`.
fn header(document: &Document, stream: &Stream, block: &Block, gap: usize) -> Vec<Piece> {
    let from = if block.across {
        (gap + 1).saturating_sub(SPREAD)
    } else {
        gap
    };
    let gaps = stream.gaps.iter().skip(from).take(gap + 1 - from);
    pieces(document, gaps)
}

/// The plain official labels of a form, and the words of its headers.
fn official(form: &Form) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for block in &form.blocks {
        let rows = block.rows.iter().filter_map(|it| it.labels.first());
        let columns = block.columns.iter().filter_map(|it| it.labels.first());
        all.extend(rows.chain(columns).map(|it| plain(it)));
    }
    all
}

fn pieces<'g>(document: &Document, gaps: impl Iterator<Item = &'g Gap>) -> Vec<Piece> {
    let spans = gaps.flat_map(|gap| &gap.pieces);
    let all = spans.map(|span| {
        let raw = document.source.slice(*span).trim().to_owned();
        Piece {
            plain: plain(&raw),
            raw,
            span: *span,
        }
    });
    all.filter(|it| !it.plain.is_empty()).collect()
}

/// The piece that is the label, if it is another than the official one.
fn differs(
    wanted: &Wanted<'_>,
    before: &[Piece],
    behind: &[Piece],
    last: bool,
) -> Option<LabelFact> {
    let label = wanted.labels.first()?;
    let official = plain(label);
    // The label of a group may stand before it in one cell.
    let is_official = |it: &Piece| {
        it.plain.ends_with(&official)
            || wanted
                .unit
                .is_some_and(|unit| it.plain.strip_suffix(unit) == Some(&official))
    };
    if official.is_empty() || before.iter().chain(behind).any(is_official) {
        return None;
    }
    let variants: Vec<String> = wanted.labels.iter().skip(1).map(|it| plain(it)).collect();
    let words: String = before
        .iter()
        .chain(behind)
        .map(|it| it.plain.as_str())
        .collect();
    let whole = in_order(&official, &words);
    let candidates: Vec<&Piece> = if last {
        let long =
            |it: &&Piece| it.plain.chars().count() > 1 && wanted.unit != Some(it.plain.as_str());
        before.iter().rev().find(long).into_iter().collect()
    } else {
        before.iter().collect()
    };
    let differing = candidates.into_iter().find(|piece| {
        let own = || !wanted.others().contains(&piece.plain) && is_as_written(&piece.raw);
        let variant = variants.contains(&piece.plain);
        // A piece of the label may be what a line end left of it.
        let torn = official.contains(&piece.plain);
        let other = match (variant, torn) {
            (true, false) => true,
            (true, true) => !whole,
            (false, true) => false,
            (false, false) => !whole && is_near(&piece.plain, &official),
        };
        other && own()
    })?;
    Some(LabelFact {
        written: differing.raw.clone(),
        official: label.clone(),
        span: differing.span,
    })
}

/// Whether every letter of `label` stands in `words`, in order.
fn in_order(label: &str, words: &str) -> bool {
    let mut words = words.chars();
    label.chars().all(|it| words.any(|other| other == it))
}

/// Whether the letters are those of the report itself: other forms of a letter are a converter's.
fn is_as_written(raw: &str) -> bool {
    let letters =
        |text: &str| -> Vec<char> { text.chars().filter(|it| it.is_alphabetic()).collect() };
    letters(raw) == letters(Folded::new(raw).text()) && !raw.contains('\u{FFFD}')
}

/// Whether two labels differ in few letters.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longest = one.len().max(other.len());
    if one.len().min(other.len()) < SHORTEST || one.len().abs_diff(other.len()) > longest / LETTERS
    {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut next = vec![at + 1];
        let mut left = at + 1;
        for ((above, corner), wanted) in row.iter().skip(1).zip(&row).zip(&other) {
            let changed = corner + usize::from(letter != wanted);
            left = changed.min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().is_some_and(|it| *it <= longest / LETTERS)
}

/// A label without its number, its notes in brackets, marks and blanks.
fn plain(label: &str) -> String {
    let folded = Folded::new(label);
    let mut depth = 0_usize;
    let outside: String = folded
        .text()
        .chars()
        .filter(|it| !it.is_whitespace())
        .filter(|it| {
            match it {
                '(' => depth += 1,
                ')' => {
                    let inner = depth > 0;
                    depth = depth.saturating_sub(1);
                    return !inner;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    let mut rest = outside.as_str();
    loop {
        let shorter = rest.trim_start_matches(|it: char| !it.is_alphabetic());
        let shorter = shorter.strip_prefix("其中").unwrap_or(shorter);
        let numerals = shorter.trim_start_matches(|it: char| "一二三四五六七八九十".contains(it));
        let numbered = numerals.len() < shorter.len() && numerals.starts_with(['、', '.', ',']);
        let next = if numbered { numerals } else { shorter };
        if next.len() == rest.len() {
            break;
        }
        rest = next;
    }
    rest.chars().filter(|it| it.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{in_order, is_near, plain};

    #[test]
    fn numbers_notes_and_marks_do_not_count() {
        for (label, bare) in [
            (
                "一、本年新收政府信息公开申请数量",
                "本年新收政府信息公开申请数量",
            ),
            (
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                "部分公开",
            ),
            ("3.危及“三安全一稳定”", "危及三安全一稳定"),
            ("其中：主动公开规范性文件数", "主动公开规范性文件数"),
            ("1.信访举报 投诉类申请", "信访举报投诉类申请"),
            ("本年收费金额（单位：万元）", "本年收费金额"),
            ("三安全一稳定", "三安全一稳定"),
        ] {
            assert_eq!(plain(label), bare, "{label}");
        }
    }

    #[test]
    fn near_labels_differ_in_few_letters() {
        assert!(is_near("信访举报投诉申请", "信访举报投诉类申请"));
        assert!(is_near("现行有效数", "现行有效件数"));
        assert!(!is_near("行政处罚", "行政许可"));
        assert!(!is_near("其它", "其他"));
        assert!(in_order("商业企业", "自然人商业科研企业"));
        assert!(!in_order("属于三类", "属三类于"));
    }
}
