//! Whole pages of audits made by hand.

use std::sync::Arc;

use std::fmt::Write as _;

use super::human;
use crate::audit::Audit;
use crate::render::sample::{audit, failing, pack};
use crate::render::width::width;
use crate::render::{Evidence, Lang, View};
use crate::source::{Source, Span};
use crate::verdict::Operand;

fn view(width: usize) -> View {
    View {
        width,
        color: false,
        lang: Lang::Zh,
        evidence: Evidence::Findings,
    }
}

fn assert_fits(text: &str, columns: usize) {
    for line in text.lines() {
        assert!(
            width(line) <= columns,
            "{} columns: {line}\n{text}",
            width(line)
        );
    }
}

/// The sample audit of another text, with one finding over every number in it.
fn over_numbers<'p>(pack: &'p crate::pack::Pack, text: &str) -> Audit<'p> {
    let mut audit = audit(pack);
    Arc::make_mut(&mut audit.facts).source = Source::new("报告.txt", text);
    let mut operands: Vec<Operand> = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_ascii_digit()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let raw = text.get(from..at).unwrap().to_owned();
                let name = format!("第{}处数字", operands.len() + 1);
                let value = raw.parse().ok();
                let span = Some(Span::new(from, at));
                let state = crate::fact::CellState::Read;
                operands.push(Operand {
                    name,
                    value,
                    raw,
                    state,
                    as_zero: false,
                    span,
                });
                start = None;
            }
            _ => {}
        }
    }
    audit.results.truncate(1);
    audit.results[0].verdicts = vec![failing("", "数字对不上", operands)];
    audit
}

#[test]
fn a_page_shows_every_outcome_in_order() {
    let pack = pack();
    for columns in [80, 120] {
        assert_fits(&human(&audit(&pack), &view(columns)), columns);
    }
    insta::assert_snapshot!("page", human(&audit(&pack), &view(80)));
    let all = View {
        evidence: Evidence::All,
        lang: Lang::En,
        ..view(80)
    };
    insta::assert_snapshot!("page_all_en", human(&audit(&pack), &all));
}

#[test]
fn colour_only_when_asked_for() {
    let pack = pack();
    assert!(!human(&audit(&pack), &view(80)).contains('\u{1b}'));
    assert!(
        human(
            &audit(&pack),
            &View {
                color: true,
                ..view(80)
            }
        )
        .contains('\u{1b}')
    );
}

#[test]
fn a_long_paragraph_is_cut_around_the_place() {
    let pack = pack();
    let prose = format!(
        "{}共收到申请3588件{}，其中45件",
        "政府信息公开".repeat(60),
        "依法".repeat(80)
    );
    let text = human(&over_numbers(&pack, &prose), &view(80));
    assert_fits(&text, 80);
    assert!(text.contains("3588") && text.contains('…'), "{text}");
    insta::assert_snapshot!("long_paragraph", text);
}

#[test]
fn a_value_a_line_is_listed() {
    let pack = pack();
    let mut text = String::new();
    for number in 0..30 {
        let _ = writeln!(text, "第某项\n{number}\n说明文字\n\n\n");
    }
    let text = human(&over_numbers(&pack, &text), &view(80));
    assert_fits(&text, 80);
    insta::assert_snapshot!("a_value_a_line", text);
}

#[test]
fn a_wide_table_row_is_fitted() {
    let pack = pack();
    let row = format!(
        "{}\t1\t2\t3\t40\t5\t6\t{}7",
        "三、本年度办理结果".repeat(6),
        "　".repeat(30)
    );
    for columns in [60, 80, 120] {
        assert_fits(&human(&over_numbers(&pack, &row), &view(columns)), columns);
    }
}

#[test]
fn any_place_in_any_text_is_no_panic() {
    let pack = pack();
    for text in [
        "",
        "1",
        "\t1\t",
        "1\n\n\n2\u{0}3",
        "\u{1b}[31m1\u{202e}2",
        "１1\u{300}1",
        "1\r2",
    ] {
        let mut audit = over_numbers(&pack, text);
        for start in 0..=text.len() + 2 {
            for end in start..=text.len() + 3 {
                for label in &mut audit.results[0].verdicts[0].labels {
                    label.span = Span::new(start, end);
                }
                assert!(!human(&audit, &view(40)).contains('\u{1b}'));
            }
        }
    }
}
