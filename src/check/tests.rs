//! Facts made by hand against a small pack.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::check;
use crate::fact::{CellFact, CellState, Duty, Evidence, Facts, FormFacts};
use crate::pack::{self, Pack, PackFiles};
use crate::script::Beside;
use crate::source::{Source, Span};
use crate::verdict::{Outcome, RuleResult, Verdict};

const PACK: &str = r#"
id = "p"
version = "1"
title = { zh = "包" }
[years]
from = 2030
[[dimension]]
id = "accuracy"
title = { zh = "准确" }
[[section]]
id = "overview"
name = "总体情况"
"#;

const REQUIREMENTS: &str = r#"
[[requirement]]
id = "must"
title = { zh = "必备" }
document = "规程"
article = "一"
class = "must"
points = 10
checked = { zh = "查" }
[[requirement]]
id = "should"
title = { zh = "宜备" }
document = "规程"
article = "二"
class = "should"
points = 4
checked = { zh = "查" }
"#;

const FORM: &str = r#"
id = "t"
name = "表"
name_en = "Table"
title = "表"
[[block]]
columns = [{ id = "a", name = "甲" }, { id = "total", name = "总计", total = true }]
rows = [
  { id = "in", name = "收" },
  { id = "left.whole", name = "其他", instead_of = ["left.one", "left.two"] },
  { id = "left.one", name = "其一" },
  { id = "left.two", name = "其二" },
  { id = "out", name = "出", total = true },
]
"#;

/// A rule over columns of the form, unless `more` says otherwise.
fn pack(holds: &str, more: &str) -> Pack {
    let rule = |id: &str, requirement: &str, holds: &str, more: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\ncode = \"{id}\"\ntitle = {{ zh = \"{id}\" }}\n\
             requirement = \"{requirement}\"\nseverity = \"error\"\ndimension = \"accuracy\"\n\
             holds = \"{holds}\"\n{more}\n"
        )
    };
    let messages = "fail = \"没有\"\npass = \"有\"";
    let rules = [
        rule("rule", "must", holds, more),
        rule("found", "must", "found(form.t)", messages),
        rule("titled", "should", "titled(section.overview)", messages),
    ];
    let files = [
        ("pack.toml", PACK.to_owned()),
        ("requirements.toml", REQUIREMENTS.to_owned()),
        ("forms/t.toml", FORM.to_owned()),
        ("rules.toml", rules.concat()),
    ];
    let files: PackFiles = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), Source::new(path, text)))
        .collect();
    pack::load(&[files]).unwrap().remove(0)
}

const BY_COLUMN: &str = "form = \"t\"\neach = \"column\"\n\
    fail = \"{column}：{left} 不是 {right}，相差 {difference}\"\n\
    pass = \"{column}：收 {in}，{left} 是 {right}\"";

/// The cells of the form row by row: numbers, `_` blank, `-` dash, `?` unread, `~5` inferred,
/// `x` absent. Each is placed where it stands in `rows`.
fn facts(pack: &Pack, rows: &str) -> Facts {
    let form = &pack.forms[0];
    let mut cells = Vec::new();
    let mut from = 0;
    for (cell, word) in form.cells().zip(rows.split_whitespace()) {
        let start = from + rows.get(from..).unwrap().find(word).unwrap();
        from = start + word.len();
        let (state, value) = match word {
            "_" => (CellState::Blank, None),
            "-" => (CellState::Dash, None),
            "?" => (CellState::Unread, None),
            "x" => continue,
            number => match number.strip_prefix('~') {
                Some(number) => (CellState::Inferred, Some(number.parse().unwrap())),
                None => (CellState::Read, Some(number.parse().unwrap())),
            },
        };
        let span = Some(Span::new(start, from));
        cells.push(CellFact {
            cell,
            value,
            raw: word.to_owned(),
            state,
            confirmed: false,
            span,
        });
    }
    let found = !cells.is_empty();
    Facts {
        source: Source::new("facts", rows),
        title: None,
        organ: None,
        organ_kind: None,
        year: None,
        period: None,
        published: None,
        signed: None,
        updated: None,
        sections: Vec::new(),
        duties: vec![Duty {
            section: "overview".into(),
            evidence: Evidence::Prose,
            span: Some(Span::new(0, 1)),
        }],
        forms: vec![FormFacts {
            form: "t".into(),
            found,
            span: None,
            cells,
            uneven: None,
            labels: Vec::new(),
            foreign_headers: Vec::new(),
        }],
        mentions: Vec::new(),
        lists: Vec::new(),
        fields: Vec::new(),
        prose: Vec::new(),
        unspaced: String::new(),
        signatory: None,
        tables: Vec::new(),
        pictures: Vec::new(),
    }
}

fn result(holds: &str, more: &str, rows: &str) -> RuleResult {
    let pack = pack(holds, more);
    check(
        &Arc::new(facts(&pack, rows)),
        &pack,
        None,
        &Beside::default(),
    )
    .remove(0)
}

/// The verdict on the first column.
fn first(holds: &str, rows: &str) -> Verdict {
    result(holds, BY_COLUMN, rows).verdicts.remove(0)
}

const BALANCE: &str = "in = out";

#[test]
fn a_pass_shows_what_was_compared() {
    let result = result("in + 1 = out", BY_COLUMN, "1 2  x x  0 0  0 0  2 3");
    assert_eq!(result.outcome, Outcome::Pass);
    let ids: Vec<&str> = result
        .verdicts
        .iter()
        .map(|it| it.instance.as_str())
        .collect();
    assert_eq!(ids, ["a", "total"]);
    let verdict = &result.verdicts[0];
    assert_eq!(verdict.message, "甲：收 1，2 是 2");
    assert_eq!(verdict.operands.len(), 2);
    assert_eq!(verdict.operands[1].name, "出/甲");
    assert_eq!(verdict.operands[1].value, Some(Decimal::from(2)));
    assert_eq!(verdict.operands[1].raw, "2");
}

#[test]
fn a_fail_says_by_how_much_and_points_there() {
    let verdict = first(BALANCE, "10 2  x x  0 0  0 0  7.50 3");
    assert_eq!(verdict.outcome, Outcome::Fail);
    assert_eq!(verdict.message, "甲：10 不是 7.5，相差 2.5");
    let labels: Vec<(usize, &str)> = verdict
        .labels
        .iter()
        .map(|it| (it.span.start, it.text.as_str()))
        .collect();
    assert_eq!(labels, [(0, "收/甲 = 10"), (21, "出/甲 = 7.5")]);
}

#[test]
fn the_total_on_the_left_is_the_main_place() {
    let result = result("in + out = 5", BY_COLUMN, "1 2  x x  0 0  0 0  3 3");
    assert_eq!(result.outcome, Outcome::Fail);
    assert_eq!(result.verdicts[0].labels[0].text, "出/甲 = 3");
}

#[test]
fn a_chain_fails_at_its_second_comparison() {
    let verdict = first("0 <= in <= out", "5 5  x x  0 0  0 0  4 5");
    assert_eq!(verdict.outcome, Outcome::Fail);
    assert_eq!(verdict.message, "甲：5 不是 4，相差 1");
}

#[test]
fn a_blank_part_is_zero_and_says_so() {
    let verdict = first("in + sum(left.*) = out", "3 3  x x  _ _  - -  3 3");
    assert_eq!(verdict.outcome, Outcome::Pass);
    let zeros: Vec<bool> = verdict.operands.iter().map(|it| it.as_zero).collect();
    assert_eq!(zeros, [false, true, true, false]);
    assert_eq!(verdict.operands[1].state, CellState::Blank);
    assert_eq!(
        verdict.labels.len(),
        2,
        "zeros of a group are not pointed at"
    );
}

#[test]
fn what_was_taken_as_zero_is_named_as_it_is() {
    for (raw, said) in [("_", "空白，按 0 计"), ("-", "没有填数，按 0 计")] {
        let rows = format!("3 3  x x  1 1  {raw} 0  4 4");
        let verdict = first("in + left.two = out", &rows);
        assert_eq!(verdict.outcome, Outcome::Fail);
        let labels: Vec<&str> = verdict.labels.iter().map(|it| it.text.as_str()).collect();
        assert!(labels.contains(&&*format!("其二/甲 {said}")), "{labels:?}");
    }
}

#[test]
fn a_blank_total_over_zeros_is_zero() {
    let verdict = first("in + sum(left.*) = out", "0 0  x x  _ _  - -  _ 3");
    assert_eq!(verdict.outcome, Outcome::Pass);
    assert!(verdict.operands[3].as_zero);
}

#[test]
fn a_blank_total_over_other_parts_is_not_assessed() {
    let verdict = first(BALANCE, "1 1  x x  0 0  0 0  _ 1");
    assert_eq!(verdict.outcome, Outcome::CannotAssess);
    assert_eq!(verdict.message, "甲：“出/甲”空白");
}

#[test]
fn a_column_left_blank_is_not_a_pass() {
    let result = result(BALANCE, BY_COLUMN, "_ _  x x  _ _  _ _  _ _");
    assert_eq!(result.outcome, Outcome::CannotAssess);
    assert_eq!(result.verdicts[0].message, "甲：整组空白");
}

#[test]
fn what_was_not_read_is_named() {
    let verdict = first(BALANCE, "? 1  x x  0 0  0 0  1 1");
    assert_eq!(verdict.outcome, Outcome::CannotAssess);
    assert_eq!(verdict.message, "甲：“收/甲”没有读清");
}

#[test]
fn an_inferred_number_accuses_nobody() {
    assert_eq!(
        first(BALANCE, "~2 1  x x  0 0  0 0  1 1").outcome,
        Outcome::CannotAssess
    );
    assert_eq!(
        first(BALANCE, "~1 1  x x  0 0  0 0  1 1").outcome,
        Outcome::Pass
    );
}

#[test]
fn absent_alternatives_are_left_out_of_sums() {
    let holds = "in = sum(left.*)";
    let whole = first(holds, "4 4  4 4  x x  x x  4 4");
    assert_eq!((whole.outcome, whole.operands.len()), (Outcome::Pass, 2));
    let split = first(holds, "4 4  x x  1 1  3 3  4 4");
    assert_eq!((split.outcome, split.operands.len()), (Outcome::Pass, 3));
    let named = first("left.one <= in", "4 4  4 4  x x  x x  4 4");
    assert_eq!(named.outcome, Outcome::NotApplicable);
    assert_eq!(named.message, "表里没有“其一/甲”");
}

#[test]
fn parts_are_instances() {
    let more = "form = \"t\"\neach = \"part\"\nparts = \"left.a.*\"\n\
        fail = \"{part}：{left} 大于 {right}\"\npass = \"{part}\"";
    let result = result("part <= out.a", more, "4 4  x x  1 1  9 9  4 4");
    assert_eq!(result.outcome, Outcome::Fail);
    let outcomes: Vec<Outcome> = result.verdicts.iter().map(|it| it.outcome).collect();
    assert_eq!(
        outcomes,
        [Outcome::NotApplicable, Outcome::Pass, Outcome::Fail]
    );
    assert_eq!(result.verdicts[2].message, "其二/甲：9 大于 4");
}

#[test]
fn too_large_a_sum_is_not_assessed() {
    let verdict = first(
        "in + in = out",
        "79228162514264337593543950335 1  x x  0 0  0 0  1 1",
    );
    assert_eq!(verdict.outcome, Outcome::CannotAssess);
}

#[test]
fn last_year_is_not_at_hand() {
    let result = result("in = prior(out)", BY_COLUMN, "1 1  x x  0 0  0 0  1 1");
    assert_eq!(result.outcome, Outcome::NotApplicable);
    assert_eq!(result.reason.as_deref(), Some("需要上一年的报告"));
}

#[test]
fn blanks_are_named_by_column_row_and_cell() {
    let more = "fail = \"空白：{blanks}\"\npass = \"填满\"";
    let of = |rows| {
        result("filled(form.t.*)", more, rows)
            .verdicts
            .remove(0)
            .message
    };
    assert_eq!(of("1 1  x x  1 1  1 1  1 1"), "填满");
    assert_eq!(of("1 _  x x  1 _  1 -  1 _"), "空白：“总计（整列）”");
    assert_eq!(
        of("_ _  x x  1 1  1 -  1 1"),
        "空白：“收（整行）”、“其二/总计”"
    );
    assert_eq!(of("_ _  x x  _ _  _ _  _ _"), "空白：“表全表”");
}

#[test]
fn what_was_not_read_may_be_blank() {
    let more = "fail = \"空白：{blanks}\"\npass = \"填满\"";
    let of = |holds, rows| result(holds, more, rows).verdicts.remove(0);
    let unread = of("filled(form.t.*)", "1 1  x x  1 1  ? 1  1 1");
    assert_eq!(unread.outcome, Outcome::CannotAssess);
    assert_eq!(unread.message, "“其二/甲”没有读清");
    let decided = of("filled(form.t.*)", "1 1  x x  1 1  ? 1  _ 1");
    assert_eq!(decided.outcome, Outcome::Fail);
    let part = of("totalled(form.t.*)", "1 1  x x  1 1  ? 1  1 1");
    assert_eq!(part.outcome, Outcome::Pass);
    let total = of("totalled(form.t.*)", "1 1  x x  1 1  1 ?  1 1");
    assert_eq!(total.outcome, Outcome::CannotAssess);
}

#[test]
fn what_must_be_there_blocks() {
    let more = format!("{BY_COLUMN}\nblocked_by = [\"found\"]");
    let result = result(BALANCE, &more, "");
    assert_eq!(result.outcome, Outcome::Blocked);
    assert_eq!(result.blocked_by, ["found"]);
    assert!(result.verdicts.is_empty());
}

#[test]
fn what_only_should_be_there_leaves_nothing_to_check() {
    let more = format!("{BY_COLUMN}\nblocked_by = [\"titled\"]");
    let result = result(BALANCE, &more, "1 1  x x  0 0  0 0  1 1");
    assert_eq!(result.outcome, Outcome::NotApplicable);
    assert_eq!(result.blocked_by, ["titled"]);
}

#[test]
fn sections_are_borne_in_three_degrees() {
    let more = "fail = \"没有{section.overview}\"\npass = \"有\"";
    let of = |holds| result(holds, more, "1 1");
    assert_eq!(of("present(section.overview)").outcome, Outcome::Pass);
    assert_eq!(of("written(section.overview)").outcome, Outcome::Pass);
    let titled = of("titled(section.overview)");
    assert_eq!(titled.outcome, Outcome::Fail);
    assert_eq!(titled.verdicts[0].message, "没有总体情况");
    assert_eq!(titled.verdicts[0].labels.len(), 1);
}
